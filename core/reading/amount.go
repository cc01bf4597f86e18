package reading

import (
	"slices"
	"strconv"
	"strings"
)

// numbers spelled out.
var numbers = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var scales = map[string]float64{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}

// number reads the number at token i, in digits or words with its scale, and
// gives where it ends.
func (r *reader) number(i, end int) (float64, int, bool) {
	t := &r.doc.tokens[i]
	var n float64
	if t.num {
		x, err := strconv.ParseFloat(strings.ReplaceAll(t.norm, ",", ""), 64)
		if err != nil {
			return 0, i, false
		}
		n = x
	} else if x, ok := numbers[t.norm]; ok {
		n = x
	} else {
		return 0, i, false
	}
	i++
	for i < end {
		w := r.doc.tokens[i].norm
		if w == "-" && i+1 < end && !r.doc.tokens[i].space {
			if _, ok := scales[r.doc.tokens[i+1].norm]; ok {
				i++
				continue
			}
		}
		x, ok := scales[w]
		if !ok {
			break
		}
		n *= x
		i++
	}
	return n, i, true
}

// amount finds the first quantity in a stretch that is no date, with its unit.
func (r *reader) amount(s span) (float64, string, bool) {
	for i := s.from; i < s.to; i++ {
		if r.doc.tokens[i].num && i > s.from && (r.doc.tokens[i-1].norm == "-" && !r.doc.tokens[i-1].space || months[r.doc.tokens[i-1].norm] > 0) {
			continue // S-400, June 25
		}
		n, next, ok := r.number(i, s.to)
		if !ok {
			continue
		}
		money := ""
		if i > 0 {
			money = map[string]string{"$": "USD", "€": "EUR", "£": "GBP"}[r.doc.tokens[i-1].norm]
		}
		if money == "" && (n >= 1900 && n <= 2100 && next == i+1 && len(r.doc.tokens[i].norm) == 4 || next >= s.to || r.doc.tokens[next].norm == "-" || months[r.doc.tokens[next].norm] > 0 || n < 2) {
			continue
		}
		unit := money
		for k := next; unit == "" && k < s.to && k < next+4; k++ {
			switch w := r.doc.tokens[k].norm; {
			case w == "dollars":
				unit = "USD"
			case w == "euros":
				unit = "EUR"
			case w == "pounds":
				unit = "GBP"
			case strings.HasSuffix(w, "s") && r.doc.tokens[k].word:
				unit = w
			}
		}
		if unit == "" || slices.Contains([]string{"days", "years", "months", "weeks", "hours"}, unit) {
			continue
		}
		return n, unit, true
	}
	return 0, "", false
}

// share01 finds a share in a clause's sentence: "60 percent", "four fifths", "nearly all".
func (r *reader) share01(p *parsedSentence, c *clause) float64 {
	s := r.doc.sentences[p.at]
	for i := s.from; i < s.to; i++ {
		w := r.doc.tokens[i].norm
		next := ""
		if i+1 < s.to {
			next = r.doc.tokens[i+1].norm
		}
		switch {
		case r.doc.tokens[i].num && (next == "%" || next == "percent" || next == "per"):
			if x, err := strconv.ParseFloat(w, 64); err == nil && x <= 100 {
				return x / 100
			}
		case w == "half":
			return .5
		case strings.HasSuffix(w, "tenths") || strings.HasSuffix(w, "fifths") || strings.HasSuffix(w, "quarters") || strings.HasSuffix(w, "thirds"):
			d := map[string]float64{"tenths": 10, "fifths": 5, "quarters": 4, "thirds": 3}[w]
			k := i - 1
			if k >= s.from && r.doc.tokens[k].norm == "-" {
				k--
			}
			if k >= s.from && d > 0 {
				if n := numbers[r.doc.tokens[k].norm]; n > 0 && n < d {
					return n / d
				}
			}
		case (w == "fifth" || w == "third" || w == "quarter" || w == "tenth") && i > s.from && (r.doc.tokens[i-1].norm == "a" || r.doc.tokens[i-1].norm == "one") && next == "of":
			return map[string]float64{"fifth": .2, "third": 1. / 3, "quarter": .25, "tenth": .1}[w]
		case w == "all" && next == "of" || w == "nearly" && next == "all" || w == "almost" && next == "all":
			return .95
		case w == "most" && next == "of":
			return .7
		}
	}
	return 0
}
