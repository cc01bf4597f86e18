package figure

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/forecasts"
)

// Calibration draws how often what was foretold came true against how probable it
// was said to be: one forecaster with the 90 % intervals, beside the base rate.
// On the diagonal both are the same. Nil where nothing of the forecaster is
// resolved.
func Calibration(of, base forecasts.Score) *Picture {
	if of.N == 0 {
		return nil
	}
	var said []string
	for _, b := range of.Bins {
		said = append(said, fmt.Sprintf("said %s on average, %d of %d came true (%s)", assess.Percent(b.Mean), b.Happened, b.N, assess.Interval(b.Lower90, b.Upper90)))
	}
	return &Picture{
		Name:  "calibration",
		Title: fmt.Sprintf("Calibration of %s: %d resolved", of.By, of.N),
		Alt: fmt.Sprintf("What came true against what was said, with 90 %% intervals. %s: %s. Brier score %.3f, log score %.3f.",
			of.By, strings.Join(said, "; "), of.Brier, of.Log),
		Width: 300, Height: 270,
		paint: func(p *pen) { paintCalibration(p, of, base) },
	}
}

func paintCalibration(p *pen, of, base forecasts.Score) {
	small := style{8.5, quiet, false}
	x0, x1, y0, y1 := 40., p.w-14, 46., p.h-14
	x := func(v float64) float64 { return x0 + v*(x1-x0) }
	y := func(v float64) float64 { return y0 + v*(y1-y0) }
	for i := range 6 {
		v := float64(i) / 5
		p.line(hair, .6, nil, pt{x(v), y0}, pt{x(v), y1})
		p.line(hair, .6, nil, pt{x0, y(v)}, pt{x1, y(v)})
		p.text(small, centre, x(v), y0-9, fmt.Sprintf("%.0f %%", 100*v))
		p.text(small, right, x0-5, y(v), fmt.Sprintf("%.0f %%", 100*v))
	}
	p.line(quiet, .8, []float64{3, 2}, pt{x(0), y(0)}, pt{x(1), y(1)})
	if of.By != base.By {
		for _, b := range base.Bins {
			p.diamond(lasting, x(b.Mean), y(b.Share), 4)
		}
	}
	for _, b := range of.Bins {
		p.line(rungShade[3], 1.2, nil, pt{x(b.Mean), y(b.Lower90)}, pt{x(b.Mean), y(b.Upper90)})
		p.dot(rungShade[3], x(b.Mean), y(b.Share), 3.6)
		p.text(small, left, x(b.Mean)+6, y(b.Share), fmt.Sprint(b.N))
	}
	p.text(small, centre, (x0+x1)/2, y0-22, "said; upward: came true; beside a dot: how many")
	p.dot(rungShade[3], x0+4, 8, 3.6)
	p.text(small, left, x0+12, 8, p.fit(small, of.By, 90))
	if of.By != base.By && len(base.Bins) > 0 {
		p.diamond(lasting, x0+124, 8, 4)
		p.text(small, left, x0+132, 8, "base rate")
	}
}
