package figure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

// mostPartners is how many makers of pledges one picture shows.
const mostPartners = 8

// makers picks whom to compare: the partner asked about, then those with most
// pledges, each with at least two.
func makers(a *assess.Assessment) []assess.Maker {
	var out []assess.Maker
	for _, m := range a.Pledges.Partners {
		if m.Actor == a.Question.Partner {
			out = append(out, m)
		}
	}
	for _, m := range a.Pledges.Partners {
		if m.Actor != a.Question.Partner && m.Total >= 2 && len(out) < mostPartners {
			out = append(out, m)
		}
	}
	if len(out) < 2 || out[0].Actor != a.Question.Partner {
		return nil
	}
	return out
}

// Partners draws what became of the pledges of each partner in the case, to
// whomever: fulfilled, failed, open. Nil where there are not two to compare.
func Partners(a *assess.Assessment) *Picture {
	list := makers(a)
	if list == nil {
		return nil
	}
	var said []string
	for _, m := range list {
		text := fmt.Sprintf("%s %d: %d fulfilled, %d failed, %d open", m.Name, m.Total, m.Fulfilled, m.Failed, m.Total-m.Fulfilled-m.Failed-m.Expired)
		if m.Expired > 0 {
			text += fmt.Sprintf(", %d ended with a treaty", m.Expired)
		}
		said = append(said, text)
	}
	return &Picture{
		Name:  "partners",
		Title: "What became of the pledges of each partner",
		Alt:   "Bars of shares, one for each maker of pledges, with the number of pledges to anyone in the case. " + strings.Join(said, "; ") + ".",
		Width: 560, Height: 40 + 20*float64(len(list)),
		paint: func(p *pen) { paintPartners(p, list) },
	}
}

func paintPartners(p *pen, list []assess.Maker) {
	small := style{8.5, quiet, false}
	x0, x1, top, bottom := 150., p.w-112, p.h-4, 36.
	x := func(v float64) float64 { return x0 + v*(x1-x0) }
	step := (top - bottom) / float64(len(list))
	for i := range 5 {
		v := float64(i) / 4
		p.line(hair, .6, nil, pt{x(v), bottom}, pt{x(v), top})
		p.text(small, centre, x(v), bottom-8, fmt.Sprintf("%.0f %%", 100*v))
	}
	y := top - step/2
	for i, m := range list {
		half := step * .32
		name := style{10, ink, i == 0}
		p.text(name, left, 0, y, p.fit(name, m.Name, x0-8))
		kept, failed := float64(m.Fulfilled)/float64(m.Total), float64(m.Failed)/float64(m.Total)
		p.box(rungShade[3], x(0), y-half, x(kept), y+half)
		p.box(rust, x(1-failed), y-half, x(1), y+half)
		p.hatch(paper, x(1-failed), y-half, x(1), y+half)
		p.frame(quiet, .6, x(0), y-half, x(1), y+half)
		p.text(style{9, ink, false}, left, x1+8, y, fmt.Sprintf("%d of %d fulfilled", m.Fulfilled, m.Total))
		y -= step
	}
	at := x0
	between := "open"
	if slices.ContainsFunc(list, func(m assess.Maker) bool { return m.Expired > 0 }) {
		between = "open, or ended with a treaty"
	}
	for i, key := range []string{"fulfilled", between, "failed"} {
		p.frame(quiet, .6, at, 5, at+12, 13)
		switch i {
		case 0:
			p.box(rungShade[3], at, 5, at+12, 13)
		case 2:
			p.box(rust, at, 5, at+12, 13)
			p.hatch(paper, at, 5, at+12, 13)
		}
		p.text(small, left, at+16, 9, key)
		at += 34 + p.width(small, key)
	}
}
