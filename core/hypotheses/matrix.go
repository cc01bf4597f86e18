package hypotheses

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// IndicatorTag marks a note as something not yet seen: its cells say how well
// each hypothesis would fit it if it were, its date is until when to watch.
const IndicatorTag = "indicator"

// cellSubject and relevanceSubject are what a rating of this package judges: a
// cell of the matrix, or how far an item bears on the question, 0 to 1.
const (
	cellSubject      = "cell"
	relevanceSubject = "relevance"
)

// A matrix is what a case says on one dyad, before any arithmetic.
type matrix struct {
	c        *ledger.Case
	q        assess.Question
	s        Settings
	hyps     []*ledger.Hypothesis // by id
	links    []Link
	analysts []string // those with a rating in the matrix, sorted
	items    []*item  // known by the as-of day, by date and id
	ahead    []*item  // indicators, and what is dated later
	old      int      // ratings that a later one of the same analyst replaces
	bad      []string // ratings whose value cannot be read, by id
}

// An item is one column: a record, with how it is rated.
type item struct {
	id        string
	kind      ledger.Kind
	name      string
	date      edtf.Date
	rec       ledger.Record
	event     string // the moment it is about; empty: none
	relevance float64
	figure    *Figure
	cites     []cite
	cells     [][]*cell // by analyst, then hypothesis; nil: not rated
}

// A cell is one analyst's judgement of an item against a hypothesis.
type cell struct {
	value   string
	word    string // the word it is or comes nearest to; NA: not applicable
	ratio   float64
	applies bool
	rating  *ledger.Rating
}

// A cite is a citation of a source that exists, with what it is worth.
type cite struct {
	source, publisher string
	worth             float64
}

// HypothesesOf lists the hypotheses that read the dyad asked about, by id. One
// that names no dyad reads that of the case's own question.
func HypothesesOf(c *ledger.Case, q assess.Question) []*ledger.Hypothesis {
	own := assess.DefaultQuestion(c, q.AsOf)
	var out []*ledger.Hypothesis
	for _, h := range c.Hypotheses() {
		if cmp.Or(h.Relier, own.Relier) == q.Relier && cmp.Or(h.Partner, own.Partner) == q.Partner {
			out = append(out, h)
		}
	}
	return out
}

func newMatrix(c *ledger.Case, q assess.Question, s Settings) *matrix {
	m := &matrix{c: c, q: q, s: s, hyps: HypothesesOf(c, q)}
	m.links = LinksOf(m.hyps)
	row := map[string]int{}
	for i, h := range m.hyps {
		row[h.ID] = i
	}
	cells, replaced := CellsOf(c, m.hyps)
	m.old = replaced
	byItem := map[string]bool{}
	analysts := map[string]bool{}
	for at, list := range cells {
		byItem[at.Item] = true
		for _, r := range list {
			analysts[r.Analyst] = true
		}
	}
	m.analysts = sortedKeys(analysts)
	for _, id := range sortedKeys(byItem) {
		x := m.newItem(id)
		for h, hyp := range m.hyps {
			for _, r := range cells[Place{id, hyp.ID}] {
				m.enter(x, h, r)
			}
		}
		if m.known(x) {
			m.items = append(m.items, x)
		} else {
			m.ahead = append(m.ahead, x)
		}
	}
	for _, list := range [][]*item{m.items, m.ahead} {
		slices.SortStableFunc(list, func(a, b *item) int { return edtf.Compare(a.date, b.date) })
	}
	return m
}

// A Place is where a cell of the matrix stands: an item against a hypothesis.
type Place struct{ Item, Hypothesis string }

// CellsOf gives for each cell of the matrix of some hypotheses the rating of
// every analyst who gave one, by name, and how many others a later one of the
// same analyst replaces: of several the latest counts, and of one day the last
// by id.
func CellsOf(c *ledger.Case, hyps []*ledger.Hypothesis) (cells map[Place][]*ledger.Rating, replaced int) {
	ours := map[string]bool{}
	for _, h := range hyps {
		ours[h.ID] = true
	}
	cells = map[Place][]*ledger.Rating{}
	for _, r := range c.Ratings() {
		if r.Subject != cellSubject || !ours[r.Hypothesis] {
			continue
		}
		if _, ok := c.Get(r.Record); !ok {
			continue
		}
		at := Place{r.Record, r.Hypothesis}
		list := cells[at]
		i, found := slices.BinarySearchFunc(list, r.Analyst, func(x *ledger.Rating, name string) int { return cmp.Compare(x.Analyst, name) })
		switch {
		case !found:
			cells[at] = slices.Insert(list, i, r)
			continue
		case edtf.Compare(r.Date, list[i].Date) >= 0:
			list[i] = r
		}
		replaced++
	}
	return cells, replaced
}

// enter puts a rating into its cell.
func (m *matrix) enter(x *item, h int, r *ledger.Rating) {
	ratio, word, applies := m.s.Ratios.cell(r.Value)
	if !applies {
		ratio, word = 1, "NA"
		if r.Value != "NA" {
			m.bad = append(m.bad, r.ID)
		}
	}
	a, _ := slices.BinarySearch(m.analysts, r.Analyst)
	if x.cells[a] == nil {
		x.cells[a] = make([]*cell, len(m.hyps))
	}
	x.cells[a][h] = &cell{r.Value, word, ratio, applies, r}
}

func (m *matrix) newItem(id string) *item {
	rec, _ := m.c.Get(id)
	x := &item{id: id, kind: rec.Kind(), name: rec.Name(), rec: rec, date: DateOf(rec), relevance: m.relevance(id), event: m.eventOf(rec), cells: make([][]*cell, len(m.analysts))}
	x.cites = citesOf(m.c, rec)
	if n, ok := rec.(*ledger.Note); ok {
		for i := range m.s.Figures {
			if f := &m.s.Figures[i]; slices.Contains(n.Tags, FigureTag(f.Key)) {
				x.figure, x.name = f, f.Text
				x.cites = figureCites(m.c, f)
			}
		}
	}
	return x
}

// known reports whether an item was there to be seen by the as-of day.
func (m *matrix) known(x *item) bool {
	return !x.indicates() && ledger.KnownBy(x.date, m.q.AsOf)
}

// indicates reports whether an item is something to be seen yet.
func (x *item) indicates() bool {
	n, ok := x.rec.(*ledger.Note)
	return ok && slices.Contains(n.Tags, IndicatorTag)
}

// passed reports whether the day until which to watch for an item has gone by.
func (m *matrix) passed(x *item) bool {
	last, ends := x.date.Latest()
	return !x.date.IsZero() && ends && last < m.q.AsOf
}

// relevance is the mean of what the analysts say, 1 where nobody does.
func (m *matrix) relevance(id string) float64 {
	said := map[string]*ledger.Rating{}
	for _, r := range m.c.RatingsOf(id) {
		if r.Subject != relevanceSubject {
			continue
		}
		if _, ok := ParseShare(r.Value); !ok {
			continue
		}
		if old := said[r.Analyst]; old == nil || edtf.Compare(r.Date, old.Date) >= 0 {
			said[r.Analyst] = r
		}
	}
	if len(said) == 0 {
		return 1
	}
	sum := 0.0
	for _, a := range sortedKeys(said) {
		v, _ := ParseShare(said[a].Value)
		sum += v
	}
	return sum / float64(len(said))
}

// ParseShare reads a share in [0, 1] written as 0.4, 40% or 40 %.
func ParseShare(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	percent := strings.HasSuffix(text, "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "%")), 64)
	if err != nil {
		return 0, false
	}
	if percent {
		v /= 100
	}
	return v, v >= 0 && v <= 1
}

// eventOf gives the one moment that a record is about; empty for none or several.
func (m *matrix) eventOf(r ledger.Record) string {
	switch r := r.(type) {
	case *ledger.Moment:
		return r.ID
	case *ledger.Conduct:
		return r.Moment
	case *ledger.Request:
		return r.Moment
	case *ledger.Note:
		at := ""
		for _, id := range r.On {
			on, ok := m.c.Get(id)
			if !ok {
				continue
			}
			if _, note := on.(*ledger.Note); note {
				continue // notes may stand on each other in a circle
			}
			e := m.eventOf(on)
			if e == "" || at != "" && e != at {
				return ""
			}
			at = e
		}
		return at
	}
	return ""
}

// DateOf gives the date from which a record tells something; zero for a record
// without one, which is always known.
func DateOf(r ledger.Record) edtf.Date {
	switch r := r.(type) {
	case *ledger.Source:
		return r.Date
	case *ledger.Moment:
		return r.Start
	case *ledger.Conduct:
		return r.Date
	case *ledger.Request:
		return r.Date
	case *ledger.Pledge:
		return r.Promised
	case *ledger.Contribution:
		return r.Date
	case *ledger.Dependence:
		return r.Date
	case *ledger.Note:
		return r.Date
	}
	return edtf.Date{}
}

// spread is the standard deviation, over the hypotheses, of an analyst's
// ratings of an item, in steps of the scale (the binary logarithm of the
// ratio); 0 for fewer than two ratings that apply.
func (x *item) spread(analyst int) float64 {
	n, sum := 0.0, 0.0
	for _, y := range x.cells[analyst] {
		if y != nil && y.applies {
			n++
			sum += math.Log2(y.ratio)
		}
	}
	if n < 2 {
		return 0
	}
	squares, same, first := 0.0, true, 0.0
	for _, y := range x.cells[analyst] {
		if y == nil || !y.applies {
			continue
		}
		if first == 0 {
			first = y.ratio
		}
		d := math.Log2(y.ratio) - sum/n
		squares, same = squares+d*d, same && y.ratio == first
	}
	if same { // rounding must not make a difference of none
		return 0
	}
	return math.Sqrt(squares / n)
}

// diagnosticity is the mean spread over the analysts who rated the item.
// METHODS 6.
func (x *item) diagnosticity() float64 {
	n, sum := 0.0, 0.0
	for a := range x.cells {
		if x.cells[a] != nil {
			n++
			sum += x.spread(a)
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
