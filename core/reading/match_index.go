package reading

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// caseIndex is what Matches asks of a case, made once a snapshot.
//
// Words are compared by their stems (github.com/kljensen/snowball, Porter's
// second stemmer: "delivered" and "delivery" are one) and weighed by how rare
// they are among the records.
type caseIndex struct {
	names      map[string]string // folded name, alias, id or ISO code -> actor; empty: of several
	between    map[ledger.Dyad][]*indexed
	moments    []*indexed
	hypotheses []*indexed
	notes      []*indexed
	words      map[string]int32
	weight     []float64 // by word
	rare       float64   // of a word that no record has
}

// indexed is a record with what is compared of it.
type indexed struct {
	id      string
	kind    ledger.Kind
	record  ledger.Record
	date    edtf.Date
	first   edtf.Day
	last    edtf.Day
	dated   bool // first and last are known
	words   []int32
	weighty float64 // sum of the words' weights
}

type indexKey struct{}

func indexOf(c *ledger.Case) *caseIndex {
	return c.Derived(indexKey{}, func() any { return newIndex(c) }).(*caseIndex)
}

func newIndex(c *ledger.Case) *caseIndex {
	x := &caseIndex{names: map[string]string{}, between: map[ledger.Dyad][]*indexed{}, words: map[string]int32{}}
	for _, a := range c.Actors() {
		for _, n := range append([]string{a.ID, a.Label, a.ISO3}, a.Aliases...) {
			n = fold(n)
			if other, taken := x.names[n]; taken && other != a.ID {
				x.names[n] = ""
			} else if n != "" {
				x.names[n] = a.ID
			}
		}
	}
	stems := map[string]string{}
	var all []*indexed
	add := func(r ledger.Record, text string, d edtf.Date) *indexed {
		e := &indexed{id: r.RecordID(), kind: r.Kind(), record: r, date: d}
		e.first, e.last, e.dated = days(d)
		for _, w := range stemmed(text, stems) {
			n, ok := x.words[w]
			if !ok {
				n = int32(len(x.words))
				x.words[w] = n
			}
			e.words = append(e.words, n)
		}
		slices.Sort(e.words)
		all = append(all, e)
		return e
	}
	pair := func(from, to string, e *indexed) {
		d := ledger.Dyad{From: from, To: to}
		x.between[d] = append(x.between[d], e)
	}
	for _, r := range c.Conduct() {
		pair(r.From, r.To, add(r, r.What, r.Date))
	}
	for _, r := range c.Requests() {
		pair(r.From, r.To, add(r, r.What, r.Date))
	}
	for _, r := range c.Pledges() {
		pair(r.From, r.To, add(r, r.Title+" "+r.About, r.Promised))
	}
	for _, r := range c.Contributions() {
		pair(r.From, r.To, add(r, r.What, r.Date))
	}
	for _, r := range c.Dependences() {
		pair(r.On, r.Actor, add(r, r.Basis, r.Date))
	}
	for _, r := range c.Moments() {
		x.moments = append(x.moments, add(r, r.Title, r.Start))
	}
	for _, r := range c.Hypotheses() {
		x.hypotheses = append(x.hypotheses, add(r, r.Title+" "+r.About, edtf.Date{}))
	}
	for _, r := range c.Notes() {
		x.notes = append(x.notes, add(r, r.Title+" "+r.Text, r.Date))
	}
	in := make([]int, len(x.words))
	for _, e := range all {
		for _, w := range e.words {
			in[w]++
		}
	}
	x.weight = make([]float64, len(in))
	for w, n := range in {
		x.weight[w] = math.Log(1 + float64(len(all))/float64(n))
	}
	x.rare = math.Log(1 + float64(max(1, len(all))))
	for _, e := range all {
		for _, w := range e.words {
			e.weighty += x.weight[w]
		}
	}
	return x
}

// query is what a candidate says, ready to be compared.
type query struct {
	indexed
	x       *caseIndex
	undated bool
}

func (x *caseIndex) query(text string, d edtf.Date) *query {
	q := &query{x: x, undated: d.IsZero()}
	q.date = d
	q.first, q.last, q.dated = days(d)
	for _, w := range stemmed(text, nil) {
		if n, ok := x.words[w]; ok {
			q.words = append(q.words, n)
			q.weighty += x.weight[n]
		} else {
			q.weighty += x.rare
		}
	}
	slices.Sort(q.words)
	return q
}

// enough is the weight of shared words from which they are no chance: about one
// that is rare. Below it, alikeness shrinks.
const enough = 2

// alike says how alike the words of the candidate and a record are, in [0, 1]:
// the weight of those that both have, of the lesser of the two.
func (q *query) alike(e *indexed) float64 {
	shared := 0.
	for i, k := 0, 0; i < len(q.words) && k < len(e.words); {
		switch {
		case q.words[i] < e.words[k]:
			i++
		case q.words[i] > e.words[k]:
			k++
		default:
			shared += q.x.weight[q.words[i]]
			i, k = i+1, k+1
		}
	}
	if shared == 0 {
		return 0
	}
	return min(1, shared/min(q.weighty, e.weighty)) * shared / (shared + enough)
}

// silent reports that one of the two has no words to compare.
func (q *query) silent(e *indexed) bool { return q.weighty == 0 || e.weighty == 0 }

// wideDate is how near a date of years is to a day within it.
const wideDate = .75

// near says how close the dates are; of two that may be the same day, one of
// more than a month and a half says less.
func (q *query) near(e *indexed) float64 {
	if !q.dated || !e.dated {
		return near(q.date, e.date)
	}
	gap := max(q.first-e.last, e.first-q.last)
	if gap > 0 {
		if am, bm := (q.first+q.last)/2, (e.first+e.last)/2; gap > nearDays || max(am-bm, bm-am) > 3*nearDays {
			return 0
		}
		return 1 - float64(gap)/(2*nearDays)
	}
	return max(wideDate, min(1, 45/float64(max(q.last-q.first, e.last-e.first, 1))))
}

// within reports that the dates, both known, lie at most so many days apart.
func (q *query) within(e *indexed, n int) bool {
	return q.dated && e.dated && max(q.first-e.last, e.first-q.last) <= edtf.Day(n)
}

// momentWords finds the moments that a text calls by their title.
func (x *caseIndex) momentWords(text string) map[string]bool {
	q := x.query(text, edtf.Date{})
	out := map[string]bool{}
	for _, e := range x.moments {
		if q.alike(e) >= sameEvent {
			out[e.id] = true
		}
	}
	return out
}

// near says how close two dates are: 1 where they may be the same day, less to
// nearDays apart, .3 where one of them is not known, else 0.
func near(a, b edtf.Date) float64 {
	if a.IsZero() || b.IsZero() {
		return .3
	}
	if a.PossiblyOverlaps(b) {
		return 1
	}
	am, aok := a.Midpoint()
	bm, bok := b.Midpoint()
	if !aok || !bok {
		return 0
	}
	d := max(am-bm, bm-am)
	if d > nearDays {
		return 0
	}
	return 1 - float64(d)/(2*nearDays)
}

// days gives the first and last day of a date; false where one is not known.
func days(d edtf.Date) (first, last edtf.Day, ok bool) {
	first, a := d.Earliest()
	last, b := d.Latest()
	return first, last, a && b
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// stemmed gives the stems of the words of a text that say something, each once,
// in order; known keeps stems from one text to the next.
func stemmed(text string, known map[string]string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		digit := w[0] >= '0' && w[0] <= '9'
		if len(w) < 3 && !digit || english.IsStopWord(w) {
			continue
		}
		s, ok := known[w]
		if !ok {
			s = english.Stem(w, false)
			if known != nil {
				known[w] = s
			}
		}
		out = append(out, s)
	}
	slices.SortFunc(out, cmp.Compare[string])
	return slices.Compact(out)
}

// alike gives the share of the words of the shorter text that the other has too,
// in [0, 1], all words counting the same.
func alike(a, b string) float64 {
	x, y := stemmed(a, nil), stemmed(b, nil)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	n := 0
	for _, w := range x {
		if _, found := slices.BinarySearch(y, w); found {
			n++
		}
	}
	return float64(n) / float64(len(x))
}
