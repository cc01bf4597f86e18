package reading

import (
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Glimpse is what the reader sees in some words of a text, with which a
// candidate made by hand is filled in.
type Glimpse struct {
	Span    Span        // the words, cut at whole words
	Actors  []string    // ids of the lexicon, in the order of the words
	Dates   []edtf.Date // in the order of the words
	Channel string      // of the first thing named
	Moment  string      // title of the first moment called by name
	Amount  *float64    // the first figure, with its unit
	Unit    string
}

// Look tells what the reader sees in the characters from start to end of a text;
// the whole text gives pronouns, offices and relative dates their meaning. A
// text that is not English is looked at for names and dates all the same. False
// where the stretch has no word.
func Look(text string, meta Meta, lex *Lexicon, start, end int) (Glimpse, bool) {
	r := newReader(text, meta, lex)
	var words span
	found := false
	for i := range r.doc.tokens {
		if t := &r.doc.tokens[i]; t.rstart < end && t.rend > start {
			if !found {
				words.from, found = i, true
			}
			words.to = i + 1
		}
	}
	if found {
		words = r.trim(words)
	}
	if !found || words.to <= words.from {
		return Glimpse{}, false
	}
	g := Glimpse{Span: r.span(words)}
	add := func(id string) {
		if id != "" && !slices.Contains(g.Actors, id) {
			g.Actors = append(g.Actors, id)
		}
	}
	for at, s := range r.doc.sentences {
		if s.to <= words.from || s.from >= words.to {
			if s.to <= words.from {
				r.parse(at) // for the pronouns of what follows
			}
			continue
		}
		r.parse(at)
		p := &r.parsed[len(r.parsed)-1]
		for i := range p.items {
			for _, x := range p.items[i].refs {
				if x.at >= words.from && x.at < words.to {
					add(x.actor)
				}
			}
		}
		for _, m := range r.named[at] {
			if m.from < words.from || m.to > words.to {
				continue
			}
			switch m.kind {
			case isActor, isAdjective, isPlace, isPerson:
				add(m.id)
			case isChannel:
				if g.Channel == "" {
					g.Channel = m.id
				}
			case isMoment:
				if g.Moment == "" {
					g.Moment = m.moment.title
				}
			}
		}
		in := span{max(s.from, words.from), min(s.to, words.to)}
		for i := in.from; i < in.to; i++ {
			if d, err := edtf.Parse(r.dateAt(i, in, false)); err == nil && !d.IsZero() && !slices.Contains(g.Dates, d) {
				g.Dates = append(g.Dates, d)
			}
		}
	}
	if n, unit, ok := r.amount(words); ok {
		g.Amount, g.Unit = &n, unit
	}
	return g, true
}
