package figure

import (
	"fmt"
	"image/color"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// mark is one conduct of the partner on the strip.
type mark struct {
	day  edtf.Day
	rung ledger.Rung
}

// span is a moment or a pledge on the strip, from its first day to its last.
type span struct {
	from, to edtf.Day
	state    ledger.PledgeState
	known    bool // of a moment: conduct of the partner is on record there
}

// strip is what one picture of moments, conduct and pledges shows.
type strip struct {
	from, to edtf.Day
	moments  []span
	marks    []mark
	pledges  [][]span // in rows, none of which overlap
}

// Strip draws moments of need, the partner's conduct by rung, and its pledges
// from promise to end, one under the other along one axis of time. Nil where
// nothing of them has a date by the day asked for.
func Strip(a *assess.Assessment, c *ledger.Case) *Picture {
	s, ok := stripOf(a, c)
	if !ok {
		return nil
	}
	up, none, down := 0, 0, 0
	for _, m := range s.marks {
		switch {
		case m.rung > 0:
			up++
		case m.rung == 0:
			none++
		default:
			down++
		}
	}
	known, rows := 0, float64(len(s.pledges))
	for _, m := range s.moments {
		if m.known {
			known++
		}
	}
	p := a.Pledges
	return &Picture{
		Name:  "timeline",
		Title: a.RelierName + " and " + a.PartnerName + " over time",
		Alt: fmt.Sprintf("A strip of time from %s to %s in three parts. %d moments at which %s was in need, at %d of which something that %s did is on record. %d records of its conduct: %d of support, %d of silence or neutrality, %d against. %d pledges to %s: %d fulfilled, %d failed, %d open.",
			yearText(s.from), yearText(s.to), len(s.moments), a.RelierName, known, a.PartnerName, len(s.marks), up, none, down, p.Total, a.RelierName, p.Fulfilled, p.Failed, p.Open),
		Width: 560, Height: 170 + 6*rows,
		paint: func(p *pen) { paintStrip(p, s) },
	}
}

func stripOf(a *assess.Assessment, c *ledger.Case) (strip, bool) {
	s := strip{from: a.Question.AsOf, to: a.Question.AsOf}
	see := func(d edtf.Day) { s.from = min(s.from, d) }
	oldest := a.Question.AsOf // of the pledges, which show where they began only if that is not long before all else
	known := map[string]bool{}
	for _, o := range a.Observations {
		known[o.Moment] = true
	}
	for _, m := range c.Moments() {
		from, ok := m.Start.Earliest()
		if !ok || !m.Needs(a.Question.Relier) || from > a.Question.AsOf {
			continue
		}
		to := from
		if end, ok := m.End.Latest(); ok {
			to = min(end, a.Question.AsOf)
		}
		s.moments = append(s.moments, span{from: from, to: max(from, to), known: known[m.ID]})
		see(from)
	}
	for _, r := range c.ConductBetween(a.Question.Partner, a.Question.Relier) {
		if day, ok := r.Date.Midpoint(); ok && ledger.KnownBy(r.Date, a.Question.AsOf) {
			s.marks = append(s.marks, mark{min(day, a.Question.AsOf), r.Rung})
			see(day)
		}
	}
	var pledges []span
	for _, p := range c.PledgesBetween(a.Question.Partner, a.Question.Relier) {
		state, end := p.StateOn(a.Question.AsOf)
		from, ok := p.Promised.Earliest()
		if !ok || state == ledger.NotPromised {
			continue
		}
		to := a.Question.AsOf
		if end != nil {
			if day, ok := end.Date.Midpoint(); ok {
				to = min(to, day)
			}
		}
		pledges = append(pledges, span{from: from, to: max(from, to), state: state})
		oldest = min(oldest, from)
	}
	if first := s.from - (s.to-s.from)/4; s.from >= s.to || oldest >= first {
		s.from = min(s.from, oldest)
	} else {
		s.from = first
	}
	if len(s.moments)+len(s.marks)+len(pledges) == 0 || s.from >= s.to {
		return strip{}, false
	}
	pledges = slices.DeleteFunc(pledges, func(p span) bool { return p.to < s.from })
	gap := max(1, (s.to-s.from)/60)
	for _, p := range pledges { // each in the first row that has room
		i := slices.IndexFunc(s.pledges, func(row []span) bool { return row[len(row)-1].to+gap <= p.from })
		if i < 0 {
			i, s.pledges = len(s.pledges), append(s.pledges, nil)
		}
		s.pledges[i] = append(s.pledges[i], p)
	}
	return s, true
}

func paintStrip(p *pen, s strip) {
	small, name := style{8.5, quiet, false}, style{9.5, ink, true}
	x0, x1 := 112., p.w-10
	x := func(d edtf.Day) float64 { return x0 + float64(d-s.from)/float64(s.to-s.from)*(x1-x0) }
	bottom := 32.
	top := p.h - 6
	for _, d := range yearTicks(s.from, s.to) {
		p.line(hair, .6, nil, pt{x(d), bottom}, pt{x(d), top})
		p.text(small, centre, x(d), bottom-10, yearText(d))
	}
	p.line(quiet, .6, nil, pt{x0, bottom}, pt{x1, bottom})

	y := top - 8
	p.text(name, left, 0, y, "Moments of need")
	for _, m := range s.moments { // how long each lasted, lightly, and then where each began
		p.box(lasting, x(m.from), y-2.5, x(m.to), y+2.5)
	}
	for _, m := range s.moments {
		col, half := color.Color(ink), 6.
		if !m.known {
			col, half = quiet, 3.5
		}
		p.box(col, x(m.from)-.6, y-half, x(m.from)+.6, y+half)
	}

	high := y - 18
	const step = 12.
	p.text(name, left, 0, high, "Conduct")
	height := func(r ledger.Rung) float64 { return high - step*float64(ledger.Fought-r) }
	for r := ledger.Fought; r >= ledger.LowestRung; r-- {
		width, dashes := .4, []float64{1, 2}
		if r == 0 {
			width, dashes = .6, nil
		}
		p.line(hair, width, dashes, pt{x0, height(r)}, pt{x1, height(r)})
		p.text(small, right, x0-5, height(r), sign(r))
	}
	for _, m := range s.marks {
		switch {
		case m.rung < 0:
			p.diamond(paper, x(m.day), height(m.rung), 4.4)
			p.diamond(rungShade[int(m.rung)], x(m.day), height(m.rung), 3.6)
		case m.rung == 0:
			p.box(rungShade[0], x(m.day)-2.4, height(0)-2.4, x(m.day)+2.4, height(0)+2.4)
		default:
			p.dot(paper, x(m.day), height(m.rung), 3.8)
			p.dot(rungShade[int(m.rung)], x(m.day), height(m.rung), 3.1)
			if m.rung == 1 { // light: an edge keeps it visible on paper
				p.ring(rungShade[2], x(m.day), height(1), 3.1)
			}
		}
	}

	low := height(ledger.LowestRung) - 16
	p.text(name, left, 0, low, "Pledges")
	if len(s.pledges) > 0 {
		row := (low - bottom) / float64(len(s.pledges))
		for i, list := range s.pledges {
			y := low - row*(float64(i)+.4)
			for _, g := range list {
				p.pledge(g, x(max(g.from, s.from)), x(g.to), y)
				if g.from >= s.from {
					p.line(ink, .8, nil, pt{x(g.from), y - 2}, pt{x(g.from), y + 2})
				}
			}
		}
	}
	p.text(small, left, 0, 7, "short stroke: nothing on record · dot: help · square: silence · diamond: against · pledges: • fulfilled, × failed, › open")
}

// ring strokes a circle.
func (p *pen) ring(c color.Color, x, y, r float64) {
	var points []pt
	for i := range 21 {
		points = append(points, onCircle(x, y, r, i, 20))
	}
	p.line(c, .6, nil, points...)
}

// pledge draws one up to its end, which its mark tells.
func (p *pen) pledge(g span, x0, x1, y float64) {
	x1 = max(x1, x0+3)
	switch g.state {
	case ledger.Fulfilled:
		p.line(rungShade[3], 1.6, nil, pt{x0, y}, pt{x1, y})
		p.dot(rungShade[3], x1, y, 2.3)
	case ledger.Failed:
		p.line(rust, 1.2, []float64{3, 1.5}, pt{x0, y}, pt{x1, y})
		p.line(rust, 1.2, nil, pt{x1 - 2, y - 2}, pt{x1 + 2, y + 2})
		p.line(rust, 1.2, nil, pt{x1 - 2, y + 2}, pt{x1 + 2, y - 2})
	default:
		p.line(quiet, 1, nil, pt{x0, y}, pt{x1, y})
		p.line(quiet, 1, nil, pt{x1 - 2, y + 2}, pt{x1, y}, pt{x1 - 2, y - 2})
	}
}

// sign writes a rung as the ladder does, with a real minus.
func sign(r ledger.Rung) string {
	if r < 0 {
		return fmt.Sprintf("−%d", -int(r))
	}
	return r.String()
}
