package figure

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// bar is one row of the ladder.
type bar struct {
	label, word        string
	p, low, high, base float64
	shade              color.Color
	against            bool
}

func bars(a *assess.Assessment) []bar {
	var out []bar
	for _, r := range slices.Backward(a.AtLeast) {
		if r.Rung < ledger.Words {
			continue
		}
		out = append(out, bar{label: r.Rung.String() + " " + r.Name, word: r.Word, p: r.Probability, low: r.Lower90, high: r.Upper90,
			base: r.BaseRate, shade: rungShade[int(r.Rung)]})
	}
	g := a.Against
	return append(out, bar{label: "− works against", word: g.Word, p: g.Probability, low: g.Lower90, high: g.Upper90, base: g.BaseRate,
		shade: rust, against: true})
}

// Ladder draws the probability of each rung of support or more, and of conduct
// against the relier, as bars with their 90 % intervals, words and base rates.
func Ladder(a *assess.Assessment) *Picture {
	rows := bars(a)
	var said []string
	for _, r := range rows {
		name := "at least " + strings.TrimLeft(r.label, "+0123456789 ")
		if r.against {
			name = "conduct against " + a.RelierName
		}
		said = append(said, fmt.Sprintf("%s: %s, %s (90 %% interval %s %%; base rate %s)", name, r.word, assess.Percent(r.p), assess.Interval(r.low, r.high), assess.Percent(r.base)))
	}
	return &Picture{
		Name:  "ladder",
		Title: "What " + a.RelierName + " can count on " + a.PartnerName + " for",
		Alt:   "Bars of probability. " + strings.Join(said, "; ") + ".",
		Width: 560, Height: 200,
		paint: func(p *pen) { paintLadder(p, rows) },
	}
}

func paintLadder(p *pen, rows []bar) {
	label, word, small := style{10.5, ink, false}, style{10.5, ink, true}, style{8.5, quiet, false}
	x0, x1 := 118., p.w-186
	x := func(v float64) float64 { return x0 + v*(x1-x0) }
	top, bottom := p.h-4, 34.
	step := (top - bottom) / (float64(len(rows)) + .4)
	for i := range 5 {
		v := float64(i) / 4
		p.line(hair, .6, nil, pt{x(v), bottom}, pt{x(v), top})
		p.text(small, centre, x(v), bottom-8, fmt.Sprintf("%.0f %%", 100*v))
	}
	y := top - step/2
	for _, r := range rows {
		if r.against {
			y -= step * .4
		}
		half := step * .30
		p.text(label, left, 0, y, r.label)
		p.box(r.shade, x(0), y-half, x(r.p), y+half)
		if r.against { // hatched, so that it differs without colour too
			p.hatch(paper, x(0), y-half, x(r.p), y+half)
		}
		p.interval(x(r.low), x(r.high), y, half*.45)
		p.line(ink, 1, []float64{1.6, 1.6}, pt{x(r.base), y - half - 3}, pt{x(r.base), y + half + 3})
		p.text(label, right, x1+52, y, assess.Percent(r.p))
		p.text(word, left, x1+60, y, r.word)
		y -= step
	}
	p.text(small, left, x0, 8, "bar: probability · line: 90 % interval · dots: base rate of all other pairs")
}

// interval draws a whisker, light under dark so that it shows on a dark bar.
func (p *pen) interval(low, high, y, cap float64) {
	for _, pass := range []struct {
		col   color.Color
		width float64
	}{{paper, 3.4}, {ink, 1.3}} {
		p.line(pass.col, pass.width, nil, pt{low, y}, pt{high, y})
		for _, end := range []float64{low, high} {
			p.line(pass.col, pass.width, nil, pt{end, y - cap}, pt{end, y + cap})
		}
	}
}
