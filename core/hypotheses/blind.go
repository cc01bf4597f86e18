package hypotheses

import (
	"github.com/fairweather-app/fairweather/core/assess"
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
// has rated or listed with add: ids of records to be rated for the first time.
// An analyst with nothing to rate is not done.
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
	at := -1
	for a, name := range m.analysts {
		if name == analyst {
			at = a
		}
	}
	listed := map[string]bool{}
	for _, x := range m.items {
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

// Blind gives the case as an analyst may see it: without the others' ratings of
// cells and relevance until the analyst has rated every cell, whole from then
// on. An item that only others have rated is there, without their ratings, in
// ProgressOf of the whole case.
func Blind(c *ledger.Case, q assess.Question, s Settings, analyst string) *ledger.Case {
	if ProgressOf(c, q, s, analyst).Done {
		return c
	}
	var hide []ledger.Change
	for _, r := range c.Ratings() {
		if (r.Subject == cellSubject || r.Subject == relevanceSubject) && r.Analyst != analyst {
			hide = append(hide, ledger.Change{ID: r.ID})
		}
	}
	if len(hide) == 0 {
		return c
	}
	return c.With(hide...)
}
