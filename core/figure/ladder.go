package figure

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

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
		Title: "What " + a.RelierName + " can count on " + a.PartnerName + " for",
		Alt:   "Bars of probability. " + strings.Join(said, "; ") + ".",
		paint: func(c draw.Canvas) { paintLadder(c, rows) },
	}
}

func paintLadder(c draw.Canvas, rows []bar) {
	label, word, small := style(10.5, ink, false), style(10.5, ink, true), style(8.5, quiet, false)
	left, right := c.Min.X+118, c.Max.X-186
	x := func(p float64) vg.Length { return left + vg.Length(p)*(right-left) }
	top, bottom := c.Max.Y-4, c.Min.Y+34
	step := (top - bottom) / (vg.Length(len(rows)) + .4)
	for i := range 5 {
		p := float64(i) / 4
		line(c, hair, .6, nil, vg.Point{X: x(p), Y: bottom}, vg.Point{X: x(p), Y: top})
		c.FillText(at(small, 0), vg.Point{X: x(p), Y: bottom - 8}, fmt.Sprintf("%.0f %%", 100*p))
	}
	y := top - step/2
	for _, r := range rows {
		if r.against {
			y -= step * .4
		}
		half := step * .30
		c.FillText(at(label, -1), vg.Point{X: c.Min.X, Y: y}, r.label)
		box(c, r.shade, x(0), y-half, x(r.p), y+half)
		if r.against { // hatched, so that it differs without colour too
			for hx := x(0) + 4; hx < x(r.p); hx += 5 {
				line(c, color.White, .7, nil, vg.Point{X: hx, Y: y - half}, vg.Point{X: min(hx+2*half*.6, x(r.p)), Y: min(y+half, y-half+(x(r.p)-hx)/.6)})
			}
		}
		// The interval is drawn twice, light under dark, so that it shows on a dark bar.
		for _, pass := range []struct {
			col   color.Color
			width float64
		}{{color.White, 3.4}, {ink, 1.3}} {
			line(c, pass.col, pass.width, nil, vg.Point{X: x(r.low), Y: y}, vg.Point{X: x(r.high), Y: y})
			for _, end := range []float64{r.low, r.high} {
				line(c, pass.col, pass.width, nil, vg.Point{X: x(end), Y: y - half*.45}, vg.Point{X: x(end), Y: y + half*.45})
			}
		}
		line(c, ink, 1, []vg.Length{1.6, 1.6}, vg.Point{X: x(r.base), Y: y - half - 3}, vg.Point{X: x(r.base), Y: y + half + 3})
		c.FillText(at(label, 1), vg.Point{X: right + 52, Y: y}, assess.Percent(r.p))
		c.FillText(at(word, -1), vg.Point{X: right + 60, Y: y}, r.word)
		y -= step
	}
	c.FillText(at(small, -1), vg.Point{X: left, Y: c.Min.Y + 8}, "bar: probability · line: 90 % interval · dots: base rate of all other pairs")
}
