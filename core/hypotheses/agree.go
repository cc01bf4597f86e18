package hypotheses

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// level is that of every interval: from the 5 % to the 95 % quantile.
const level = .90

// Agreement is how far analysts agree on a matrix. METHODS 6.
type Agreement struct {
	Analysts     []string          `json:"analysts"`
	LookedOn     []string          `json:"looked_on"` // saw the others' ratings first: left out of every alpha
	Matrix       Alpha             `json:"matrix"`
	ByHypothesis []HypothesisAlpha `json:"by_hypothesis"`
	Disputed     []Disputed        `json:"disputed"` // the cells they disagree on most, at most 20
	// How reliably the case was coded: the rungs of its conduct, the grades of its
	// sources. Who adjudicates is no coder, nor who looked on.
	Rungs  Alpha `json:"rungs"`
	Grades Alpha `json:"grades"`
}

// Alpha is Krippendorff's alpha for ratings on an ordinal scale with its 90 %
// bootstrap interval over units.
type Alpha struct {
	Alpha   *float64 `json:"alpha"` // nil: there is none, see Verdict
	Lower90 *float64 `json:"lower90"`
	Upper90 *float64 `json:"upper90"`
	Units   int      `json:"units"` // rated at least twice
	Ratings int      `json:"ratings"`
	Exact   float64  `json:"exact"`   // share of pairs of ratings of one unit that are equal
	Verdict string   `json:"verdict"` // firm (>= .800), tentative (>= .667), not firm; or why there is none
}

// HypothesisAlpha is the agreement on the cells of one hypothesis.
type HypothesisAlpha struct {
	Hypothesis string `json:"hypothesis"`
	Title      string `json:"title"`
	Alpha
}

// Disputed is a cell on which analysts disagree.
type Disputed struct {
	Item       string   `json:"item"`
	Name       string   `json:"name"`
	Hypothesis string   `json:"hypothesis"`
	Values     []string `json:"values"`   // by analyst; empty: not rated
	Steps      float64  `json:"steps"`    // of the scale between the extremes
	Opposite   bool     `json:"opposite"` // one speaks for it, another against
}

// Agree measures how far the analysts agree on the cells of items known by the
// question's day. NA counts as not rated. It fails as Weigh does.
func Agree(c *ledger.Case, q assess.Question, s Settings) (*Agreement, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	m := newMatrix(c, q, s)
	looked := lookers(c)
	out := &Agreement{Analysts: append([]string{}, m.analysts...), LookedOn: looked, ByHypothesis: []HypothesisAlpha{}, Disputed: []Disputed{}}
	var alone []int // who counts, by place
	for a, name := range m.analysts {
		if !slices.Contains(looked, name) {
			alone = append(alone, a)
		}
	}
	all := make([][]stats.Maybe, len(alone))
	var byHypothesis [][][]stats.Maybe
	for h, hyp := range m.hyps {
		rows := make([][]stats.Maybe, len(alone))
		for _, x := range m.items {
			for i, a := range alone {
				var v stats.Maybe
				if y := x.at(a, h); y != nil && y.applies {
					v = stats.Maybe{Value: math.Log2(y.ratio), OK: true}
				}
				rows[i] = append(rows[i], v)
			}
			if d, ok := m.dispute(x, h); ok {
				out.Disputed = append(out.Disputed, d)
			}
		}
		for a := range rows {
			all[a] = append(all[a], rows[a]...)
		}
		byHypothesis = append(byHypothesis, rows)
		out.ByHypothesis = append(out.ByHypothesis, HypothesisAlpha{Hypothesis: hyp.ID, Title: hyp.Name()})
	}
	// Every alpha draws from its own generator: beside each other they come out
	// as one after another.
	failed := make([]error, len(byHypothesis)+3)
	judges := slices.Concat(adjudicators(c), looked)
	var done sync.WaitGroup
	done.Go(func() { out.Matrix, failed[len(byHypothesis)] = alphaOf(all, s) })
	done.Go(func() { out.Rungs, failed[len(byHypothesis)+1] = Coding(c, "rung", judges, s) })
	done.Go(func() { out.Grades, failed[len(byHypothesis)+2] = Coding(c, "reliability", judges, s) })
	for h, rows := range byHypothesis {
		done.Go(func() { out.ByHypothesis[h].Alpha, failed[h] = alphaOf(rows, s) })
	}
	done.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, fmt.Errorf("agreement: %w", err)
	}
	slices.SortStableFunc(out.Disputed, func(a, b Disputed) int { return cmp.Compare(b.Steps, a.Steps) })
	out.Disputed = out.Disputed[:min(len(out.Disputed), 20)]
	return out, nil
}

// adjudicators lists the analysts who by their name decide where others differ.
func adjudicators(c *ledger.Case) []string {
	found := map[string]bool{}
	for _, r := range c.Ratings() {
		if strings.Contains(strings.ToLower(r.Analyst), "adjudicat") {
			found[r.Analyst] = true
		}
	}
	return sortedKeys(found)
}

// at is an analyst's judgement of the item against a hypothesis; nil for none, and
// for an analyst who is not in the matrix (-1).
func (x *item) at(a, h int) *cell {
	if a < 0 || x.cells[a] == nil {
		return nil
	}
	return x.cells[a][h]
}

func (m *matrix) dispute(x *item, h int) (Disputed, bool) {
	d := Disputed{Item: x.id, Name: x.name, Hypothesis: m.hyps[h].ID}
	low, high := math.Inf(1), math.Inf(-1)
	for a := range m.analysts {
		y := x.at(a, h)
		if y == nil {
			d.Values = append(d.Values, "")
			continue
		}
		d.Values = append(d.Values, y.value)
		if y.applies {
			low, high = min(low, math.Log2(y.ratio)), max(high, math.Log2(y.ratio))
		}
	}
	d.Steps, d.Opposite = high-low, low < 0 && high > 0
	return d, high > low
}

// alphaOf measures agreement; a row for each coder, a column for each unit.
func alphaOf(rows [][]stats.Maybe, s Settings) (Alpha, error) {
	out := Alpha{}
	if len(rows) < 2 {
		out.Verdict = key("one analyst: nobody to agree with")
		return out, nil
	}
	equal, pairs := 0, 0
	for u := range rows[0] {
		for a := range rows {
			for b := range a {
				if rows[a][u].OK && rows[b][u].OK {
					pairs++
					if rows[a][u].Value == rows[b][u].Value {
						equal++
					}
				}
			}
		}
	}
	if pairs == 0 {
		out.Verdict = key("nothing is rated by two analysts")
		return out, nil
	}
	out.Exact = float64(equal) / float64(pairs)
	k, err := stats.KrippendorffAlpha(rows, stats.Ordinal, level, s.Draws, s.Seed)
	switch {
	case errors.Is(err, stats.ErrData):
		out.Verdict = key("all ratings are equal: agreement needs more than one value")
		return out, nil
	case err != nil:
		return out, err
	}
	out.Alpha, out.Units, out.Ratings = &k.Alpha, k.Units, k.Ratings
	if k.Lower.OK {
		out.Lower90, out.Upper90 = &k.Lower.Value, &k.Upper.Value
	}
	switch {
	case k.Alpha >= .8:
		out.Verdict = key("firm")
	case k.Alpha >= .667:
		out.Verdict = key("tentative")
	default:
		out.Verdict = key("not firm")
	}
	return out, nil
}

// Coding is how far coders agree on the rungs of conduct or the grades of
// sources of a case: the reliability of its coding. subject is "rung" or
// "reliability". An adjudicator settles what coders differ on and is no coder:
// analysts named in without are left out. Where a record has a single rating,
// its own value stands beside it. It fails for another subject.
func Coding(c *ledger.Case, subject string, without []string, s Settings) (Alpha, error) {
	value := func(text string) (float64, bool) {
		switch subject {
		case "rung":
			n, err := strconv.Atoi(text)
			return float64(n), err == nil && ledger.Rung(n).Valid()
		default:
			i := slices.Index(ledger.Reliabilities, text)
			return float64(i), i >= 0 && text != "F" // F is no grade on the scale: it cannot be judged
		}
	}
	own := func(r ledger.Record) (string, bool) {
		switch r := r.(type) {
		case *ledger.Conduct:
			return strconv.Itoa(int(r.Rung)), subject == "rung"
		case *ledger.Source:
			return r.Reliability, subject == "reliability"
		}
		return "", false
	}
	if subject != "rung" && subject != "reliability" {
		return Alpha{}, fmt.Errorf("coding of %q: choose rung or reliability", subject)
	}
	byRecord := map[string]map[string]*ledger.Rating{}
	coders := map[string]bool{}
	for _, r := range c.Ratings() {
		if r.Subject != subject || slices.Contains(without, r.Analyst) {
			continue
		}
		if _, ok := value(r.Value); !ok {
			continue
		}
		if byRecord[r.Record] == nil {
			byRecord[r.Record] = map[string]*ledger.Rating{}
		}
		byRecord[r.Record][r.Analyst] = r
		coders[r.Analyst] = true
	}
	names := append(sortedKeys(coders), "") // the last is the record itself
	rows := make([][]stats.Maybe, len(names))
	for _, id := range sortedKeys(byRecord) {
		rec, ok := c.Get(id)
		if !ok {
			continue
		}
		for i, name := range names {
			text, rated := "", false
			if r := byRecord[id][name]; r != nil {
				text, rated = r.Value, true
			} else if name == "" && len(byRecord[id]) == 1 {
				text, rated = own(rec)
			}
			var v stats.Maybe
			if rated {
				v.Value, v.OK = value(text)
			}
			rows[i] = append(rows[i], v)
		}
	}
	a, err := alphaOf(rows, s)
	if err != nil {
		return a, fmt.Errorf("coding of %s: %w", subject, err)
	}
	return a, nil
}
