package hypotheses

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Progress is how far an analyst has come through a matrix, and what to ask
// next: an item against every hypothesis before the next item.
type Progress struct {
	Analyst    string `json:"analyst"`
	Rated      int    `json:"rated"`
	Cells      int    `json:"cells"`
	Done       bool   `json:"done"` // every cell is rated; NA is a rating
	Item       string `json:"next_item,omitempty"`
	Hypothesis string `json:"next_hypothesis,omitempty"`
}

// ProgressOf tells how far an analyst has come. The items are those that anybody
// has rated, those of a later day last, or listed with add: ids of records to be
// rated for the first time. An analyst with nothing to rate is not done.
func ProgressOf(c *ledger.Case, q assess.Question, s Settings, analyst string, add ...string) Progress {
	m := newMatrix(c, q, s)
	p := Progress{Analyst: analyst}
	ask := func(item, hypothesis string, rated bool) {
		p.Cells++
		switch {
		case rated:
			p.Rated++
		case p.Item == "":
			p.Item, p.Hypothesis = item, hypothesis
		}
	}
	at := slices.Index(m.analysts, analyst)
	listed := map[string]bool{}
	for _, x := range slices.Concat(m.items, m.ahead) {
		listed[x.id] = true
		for h, hyp := range m.hyps {
			ask(x.id, hyp.ID, at >= 0 && x.at(at, h) != nil)
		}
	}
	for _, id := range add {
		if _, ok := c.Get(id); !ok || listed[id] {
			continue
		}
		listed[id] = true
		for _, hyp := range m.hyps {
			ask(id, hyp.ID, false)
		}
	}
	p.Done = p.Cells > 0 && p.Rated == p.Cells
	return p
}

// A Veil says which ratings are hidden from an analyst: each rates alone, and
// sees the others' when done. A matrix is done when the analyst has rated every
// cell of it, whatever day is asked about; the rung of a conduct and the grade of
// a source when the analyst has rated that record, since each is judged by
// itself. Who has no name reads and rates nothing; who chose to look on (Look)
// has no veil either, and is no independent rater from then on. Where the ratings
// of a case are published (OpenTag), the veil falls with an analyst's own first
// rating: until then the analyst is a reader like any other.
type Veil struct {
	analyst string
	lifted  bool
	undone  map[string]bool    // hypotheses of the matrices that are not done
	items   map[string]bool    // what is rated there
	rated   map[[2]string]bool // subject and record of the analyst's own ratings
}

// VeilOf gives the veil of an analyst over a case.
func VeilOf(c *ledger.Case, analyst string) Veil {
	v := Veil{analyst: analyst, lifted: analyst == "" || HasLooked(c, analyst), undone: map[string]bool{}, items: map[string]bool{}, rated: map[[2]string]bool{}}
	if v.lifted {
		return v
	}
	for _, r := range c.Ratings() {
		if r.Analyst == analyst {
			v.rated[[2]string{r.Subject, r.Record}] = true
		}
	}
	if len(v.rated) == 0 && published(c) {
		v.lifted = true
		return v
	}
	for _, hyps := range matricesOf(c) {
		cells, _ := CellsOf(c, hyps)
		items, own := map[string]bool{}, 0
		for at, list := range cells {
			items[at.Item] = true
			if slices.ContainsFunc(list, func(r *ledger.Rating) bool { return r.Analyst == analyst }) {
				own++
			}
		}
		if own == len(items)*len(hyps) {
			continue
		}
		for _, h := range hyps {
			v.undone[h.ID] = true
		}
		for id := range items {
			v.items[id] = true
		}
	}
	return v
}

// matricesOf gives the hypotheses of a case, those on one dyad together.
func matricesOf(c *ledger.Case) [][]*ledger.Hypothesis {
	own := assess.DefaultQuestion(c, 0)
	at := map[ledger.Dyad]int{}
	var out [][]*ledger.Hypothesis
	for _, h := range c.Hypotheses() {
		on := ledger.Dyad{From: cmp.Or(h.Partner, own.Partner), To: cmp.Or(h.Relier, own.Relier)}
		i, ok := at[on]
		if !ok {
			i = len(out)
			at[on] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], h)
	}
	return out
}

// Hides reports whether a record is a rating that the analyst is not to see yet.
func (v Veil) Hides(r ledger.Record) bool {
	x, ok := r.(*ledger.Rating)
	if !ok || x == nil || v.lifted || x.Analyst == v.analyst {
		return false
	}
	switch x.Subject {
	case cellSubject:
		return v.undone[x.Hypothesis]
	case relevanceSubject:
		return v.items[x.Record]
	case "rung", "reliability":
		return !v.rated[[2]string{x.Subject, x.Record}]
	}
	return false
}

// Over gives a case as the analyst may see it: without the ratings that are
// hidden. It is the case itself where none is.
func (v Veil) Over(c *ledger.Case) *ledger.Case { return seenOf(c, v.Hides) }

// OverMatrix gives a case for what tells of no single rung or grade, only how far
// coders agree on them all: without the hidden cells, with the rest.
func (v Veil) OverMatrix(c *ledger.Case) *ledger.Case {
	return seenOf(c, func(r ledger.Record) bool {
		x, ok := r.(*ledger.Rating)
		return ok && (x.Subject == cellSubject || x.Subject == relevanceSubject) && v.Hides(r)
	})
}

// seenOf gives a case without the ratings that are to be hidden.
func seenOf(c *ledger.Case, hidden func(ledger.Record) bool) *ledger.Case {
	var hide []ledger.Change
	for _, r := range c.Ratings() {
		if hidden(r) {
			hide = append(hide, ledger.Change{ID: r.ID})
		}
	}
	if hide == nil {
		return c
	}
	return c.With(hide...)
}

// Masked stands for what a hidden rating says.
const Masked = "…"

// Mask gives a record as the analyst may see it: of a hidden rating who rated
// what, and not how.
func (v Veil) Mask(r ledger.Record) ledger.Record {
	if !v.Hides(r) {
		return r
	}
	x := ledger.Clone(r).(*ledger.Rating)
	x.Value, x.Certainty, x.Why = Masked, "", ""
	return x
}

// lookedTag begins the tag of a note that says who looked on.
const lookedTag = "looked on:"

// OpenTag is the tag of a note that says: the coders of this case were done when
// it was published, and who only reads sees their ratings.
const OpenTag = "ratings open"

// published reports whether the ratings of a case are open to its readers.
func published(c *ledger.Case) bool {
	return slices.ContainsFunc(c.Notes(), func(n *ledger.Note) bool { return slices.Contains(n.Tags, OpenTag) })
}

// HasLooked reports whether an analyst chose to see the others' ratings before
// rating alone.
func HasLooked(c *ledger.Case, analyst string) bool { return slices.Contains(lookers(c), analyst) }

// lookers lists the analysts who looked on, sorted.
func lookers(c *ledger.Case) []string {
	found := map[string]bool{}
	for _, n := range c.Notes() {
		for _, tag := range n.Tags {
			if who, ok := strings.CutPrefix(tag, lookedTag); ok {
				found[who] = true
			}
		}
	}
	return sortedKeys(found)
}

// Look gives the note by which an analyst says: I read the others' ratings
// without having rated alone. From then on nothing is hidden from that analyst,
// and the agreement of analysts leaves their ratings out.
func Look(c *ledger.Case, analyst string, day edtf.Day) *ledger.Note {
	return &ledger.Note{
		ID: c.NextID(ledger.KindNote), Title: fmt.Sprintf("%s looked on at the others' ratings", analyst),
		Text: fmt.Sprintf("%s chose to see the ratings of the others before rating alone. Ratings by %s are not independent and do not count in the agreement of the analysts.", analyst, analyst),
		Date: edtf.DateOf(day), Tags: []string{lookedTag + analyst},
	}
}

// TellsOfLooking reports whether a record only says who may see the ratings, or
// that somebody looked on: it is no evidence.
func TellsOfLooking(r ledger.Record) bool {
	n, ok := r.(*ledger.Note)
	return ok && slices.ContainsFunc(n.Tags, func(t string) bool { return strings.HasPrefix(t, lookedTag) || t == OpenTag })
}
