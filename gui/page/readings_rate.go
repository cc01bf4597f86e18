package page

import (
	"slices"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// rerating is a rating that a person gave and that is not in the case yet; an
// empty value takes the rating back.
type rerating struct {
	key   hypotheses.Place
	value string
	why   *string // nil: the reason stays
}

// waiting gives the value of a cell that is on its way to the disk.
func (p *Readings) waiting(key hypotheses.Place) (string, bool) {
	for _, r := range slices.Backward(p.queue) {
		if r.key == key {
			return r.value, true
		}
	}
	return "", false
}

// rune hears a letter or figure typed on the matrix.
func (p *Readings) rune(r rune) {
	typed := p.typed
	p.typed = 0
	switch r {
	case '1', '2', '3', '4', '5':
		p.rate(cellWords5[r-'1'])
	case 'n', 'N':
		p.rate("N")
	case '0', 'x', 'X', '-', 'a':
		p.rate("NA")
	case 'c', 'C', 'i', 'I':
		p.letter(r|0x20, typed)
	case '=', 'r':
		p.askRatio()
	case 'w', 'W':
		if !p.whyBox.Hidden {
			focus(p.why)
		}
	}
}

// letter rates by c or i; the same letter again makes it cc or ii, in the cell
// that the first one rated.
func (p *Readings) letter(r, before rune) {
	value := map[rune]string{'c': "C", 'i': "I"}[r]
	if before == r && p.last != (hypotheses.Place{}) {
		p.item, p.hyp = p.last.Item, p.last.Hypothesis
		p.rate(value + value)
		return
	}
	p.rate(value)
	p.typed = r
}

// rate gives the cell under the cursor a value and goes on to the next.
func (p *Readings) rate(value string) {
	if p.d == nil || p.item == "" || p.hyp == "" {
		return
	}
	if p.s.Analyst() == "" {
		p.h.Do("name")
		return
	}
	key := hypotheses.Place{Item: p.item, Hypothesis: p.hyp}
	if value == "" && p.d.of(key, p.s.Analyst()) == nil {
		if _, is := p.waiting(key); !is {
			return
		}
	}
	p.last = key
	p.queue = append(p.queue, rerating{key: key, value: value})
	p.whose = showAll // one's own are among them
	p.show.SetKey(p.whose)
	if value != "" {
		p.advance()
	}
	p.next()
	p.draw()
}

// keepWhy keeps the reason that was typed with the rating under the cursor.
func (p *Readings) keepWhy() {
	key := hypotheses.Place{Item: p.item, Hypothesis: p.hyp}
	r := p.d.of(key, p.s.Analyst())
	if r == nil || r.Why == p.why.Text {
		return
	}
	text := p.why.Text
	p.queue = append(p.queue, rerating{key: key, value: r.Value, why: &text})
	p.next()
}

// mine reports whether the analyst has rated a cell.
func (p *Readings) mine(key hypotheses.Place) bool {
	if v, is := p.waiting(key); is {
		return v != ""
	}
	return p.d.of(key, p.s.Analyst()) != nil
}

// advance moves the cursor on: to a reading that the item is not rated against
// yet; where there is none, to the next item that has one.
func (p *Readings) advance() {
	items, hyps := p.rows(), p.d.hyps
	i := slices.IndexFunc(items, func(e evidence) bool { return e.id == p.item })
	h := slices.IndexFunc(hyps, func(x *ledger.Hypothesis) bool { return x.ID == p.hyp })
	if i < 0 || h < 0 {
		return
	}
	left := func(i, from int) int {
		for n := range hyps {
			if at := (from + n) % len(hyps); !p.mine(hypotheses.Place{Item: items[i].id, Hypothesis: hyps[at].ID}) {
				return at
			}
		}
		return -1
	}
	if at := left(i, h+1); at >= 0 {
		p.hyp = hyps[at].ID
		return
	}
	for n := 1; n < len(items); n++ {
		next := (i + n) % len(items)
		if at := left(next, 0); at >= 0 {
			p.item, p.hyp = items[next].id, hyps[at].ID
			return
		}
	}
	// All is rated: a person who corrects goes cell by cell.
	if h+1 < len(hyps) {
		p.hyp = hyps[h+1].ID
	} else if i+1 < len(items) {
		p.item, p.hyp = items[i+1].id, hyps[0].ID
	}
}

// next keeps the first waiting rating as one edit. They are kept one after the
// other, since the id of a new one follows from those before it.
func (p *Readings) next() {
	if p.writing || len(p.queue) == 0 {
		return
	}
	x, st := p.queue[0], p.s.State()
	edit, ok := ratingEdit(st.Case, p.s.Analyst(), x, p.s.Today())
	if !ok {
		p.queue = p.queue[1:]
		p.next()
		return
	}
	p.writing = true
	p.s.Apply(edit, func(err error) {
		p.writing = false
		if err != nil {
			p.queue = nil // what follows was meant to stand on it
			p.s.Fail(session.Failure{Doing: edit.Label, Path: st.Path, Err: err, Edit: &edit})
			p.draw()
			return
		}
		p.queue = p.queue[1:]
		p.next()
		p.draw()
	})
}

// ratingEdit makes the edit of a rating: a new one, a change of the analyst's own,
// or its removal; false where nothing would change.
func ratingEdit(c *ledger.Case, analyst string, x rerating, today edtf.Day) (casefile.Edit, bool) {
	var own *ledger.Rating
	for _, r := range c.RatingsOf(x.key.Item) {
		if r.Subject == "cell" && r.Hypothesis == x.key.Hypothesis && r.Analyst == analyst && (own == nil || edtf.Compare(r.Date, own.Date) >= 0) {
			own = r
		}
	}
	name := func(id string) string {
		if r, ok := c.Get(id); ok {
			return r.Name()
		}
		return id
	}
	// Not how: others read the label, and may still have to rate the cell.
	label := "Rate “" + name(x.key.Item) + "” if “" + name(x.key.Hypothesis) + "”"
	switch {
	case own == nil && x.value == "":
		return casefile.Edit{}, false
	case x.value == "":
		return casefile.Edit{Label: "Take back the rating of “" + name(x.key.Item) + "”", Changes: []ledger.Change{{ID: own.ID}}}, true
	case own == nil:
		r := &ledger.Rating{ID: c.NextID(ledger.KindRating), Analyst: analyst, Subject: "cell", Record: x.key.Item, Hypothesis: x.key.Hypothesis, Value: x.value, Date: edtf.DateOf(today)}
		if x.why != nil {
			r.Why = *x.why
		}
		return casefile.Edit{Label: label, Changes: []ledger.Change{{ID: r.ID, Record: r}}}, true
	}
	next := ledger.Clone(own).(*ledger.Rating)
	next.Value = x.value
	if x.why != nil {
		next.Why = *x.why
		label = "Say why “" + name(x.key.Item) + "” is rated so"
	}
	if next.Value == own.Value && next.Why == own.Why {
		return casefile.Edit{}, false
	}
	next.Date = edtf.DateOf(today)
	return casefile.Edit{Label: label, Changes: []ledger.Change{{ID: next.ID, Record: next}}}, true
}
