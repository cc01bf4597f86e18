package figure

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

// enough reports whether there is a curve to draw: two pledges, one of which
// has ended, over some time.
func enough(p *assess.Pledges) (years float64, ok bool) {
	if p.Total < 2 || p.Fulfilled+p.Failed == 0 || len(p.StillOpen) == 0 {
		return 0, false
	}
	drawn := p.Followed(p.StillOpen)
	years = drawn[len(drawn)-1].Time
	return years, years > 0
}

// Survival draws the share of the partner's pledges that have not ended yet by
// their age, Kaplan and Meier's curve with its 90 % interval, and the number that
// reached each age. Nil where fewer than two pledges are on record or none ended.
func Survival(a *assess.Assessment) *Picture {
	years, ok := enough(&a.Pledges)
	if !ok {
		return nil
	}
	return &Picture{
		Name:  "still-open",
		Title: "How long pledges of " + a.PartnerName + " to " + a.RelierName + " stay open",
		Alt:   survivalAlt(a, years),
		Width: 560, Height: 220,
		paint: func(p *pen) { paintSurvival(p, &a.Pledges, years) },
	}
}

func survivalAlt(a *assess.Assessment, years float64) string {
	p := a.Pledges
	var said []string
	for _, t := range yearsAxis(years) {
		if s, ok := stepAt(p.StillOpen, t); ok && t > 0 {
			text := fmt.Sprintf("%s after %s", assess.Percent(s.Value), inYears(t))
			if s.Lower != nil && s.Upper != nil {
				text += fmt.Sprintf(" (%s %%)", assess.Interval(*s.Lower, *s.Upper))
			}
			said = append(said, text)
		}
	}
	text := fmt.Sprintf("A curve that falls in steps: the share of %d pledges that had not ended yet, with its 90 %% interval.", p.Total)
	if len(said) > 0 {
		text += " Not yet ended: " + strings.Join(said, ", ") + "."
	}
	if full := p.StillOpen[len(p.StillOpen)-1].Time; full > years {
		text += fmt.Sprintf(" It is drawn to %s; fewer than a tenth of them were followed for longer.", inYears(years))
	}
	if p.Median != nil {
		text += fmt.Sprintf(" Half had ended after %s.", inYears(*p.Median))
	}
	return text
}

// stepAt gives the step in force at a time; false before the first one.
func stepAt(steps []assess.Step, t float64) (s assess.Step, ok bool) {
	for _, x := range steps {
		if x.Time > t {
			break
		}
		s, ok = x, true
	}
	return s, ok
}

// reached counts what is still followed at a time.
func reached(steps []assess.Step, t float64) int {
	for _, x := range steps {
		if x.Time >= t {
			return x.AtRisk
		}
	}
	return 0
}

func inYears(t float64) string {
	if text := strconv.FormatFloat(t, 'f', 1, 64); text != "1.0" {
		return strings.TrimSuffix(text, ".0") + " years"
	}
	return "1 year"
}

// yearsAxis gives round numbers of years from 0, at most about eight.
func yearsAxis(most float64) []float64 {
	step := .25
	for _, s := range []float64{.25, .5, 1, 2, 5, 10, 20, 50, 100, 200, 500} {
		step = s
		if most/s <= 8 {
			break
		}
	}
	var out []float64
	for i := 0; float64(i)*step <= most; i++ {
		out = append(out, float64(i)*step)
	}
	return out
}

// stairs gives the corners of a curve that stays where it is until its next step.
func stairs(steps []assess.Step, start, end float64, x, y func(float64) float64, value func(assess.Step) (float64, bool)) []pt {
	out := []pt{{x(0), y(start)}}
	now := start
	for _, s := range steps {
		v, ok := value(s)
		if !ok {
			v = now
		}
		out = append(out, pt{x(s.Time), y(now)}, pt{x(s.Time), y(v)})
		now = v
	}
	return append(out, pt{x(end), y(now)})
}

func ownValue(s assess.Step) (float64, bool) { return s.Value, true }

func bound(of func(assess.Step) *float64) func(assess.Step) (float64, bool) {
	return func(s assess.Step) (float64, bool) {
		if v := of(s); v != nil {
			return *v, true
		}
		return s.Value, s.Value == 0 || s.Value == 1
	}
}

var (
	lowerBound = bound(func(s assess.Step) *float64 { return s.Lower })
	upperBound = bound(func(s assess.Step) *float64 { return s.Upper })
)

// curveFrame draws the axes of a figure of shares by years and gives its scales.
func (p *pen) curveFrame(years float64, bottom float64) (x, y func(float64) float64, x1 float64) {
	x0, top := 34., p.h-8
	x1 = p.w - 140
	x = func(t float64) float64 { return x0 + t/years*(x1-x0) }
	y = func(v float64) float64 { return bottom + v*(top-bottom) }
	p.shares(x0, x1, y)
	small := style{8.5, quiet, false}
	for _, t := range yearsAxis(years) {
		p.line(quiet, .6, nil, pt{x(t), bottom}, pt{x(t), bottom - 3})
		p.text(small, centre, x(t), bottom-10, strconv.FormatFloat(t, 'f', -1, 64))
	}
	p.text(small, left, x1+6, bottom-10, "years since promised")
	return x, y, x1
}

func paintSurvival(p *pen, of *assess.Pledges, years float64) {
	steps := of.Followed(of.StillOpen)
	small := style{8.5, quiet, false}
	x, y, x1 := p.curveFrame(years, 46)
	upper := stairs(steps, 1, years, x, y, upperBound)
	lower := stairs(steps, 1, years, x, y, lowerBound)
	faint := blue
	faint.A = 0x90
	p.line(faint, .5, nil, upper...)
	p.line(faint, .5, nil, lower...)
	slices.Reverse(lower)
	p.poly(blueWash, append(upper, lower...)...)
	p.line(blue, 1.8, nil, stairs(steps, 1, years, x, y, ownValue)...)
	for _, s := range steps { // what is open at its age now, seen no further
		if s.Time > 0 && censoredAt(of.StillOpen, s.Time) {
			p.line(ink, .8, nil, pt{x(s.Time), y(s.Value) - 3}, pt{x(s.Time), y(s.Value) + 3})
		}
	}
	last := steps[len(steps)-1]
	label := min(max(y(last.Value), y(0)+16), y(1)-8)
	p.text(style{9.5, blue, true}, left, x1+6, label+6, "still not ended")
	p.text(style{9, ink, false}, left, x1+6, label-6, assess.Percent(last.Value))
	for _, t := range yearsAxis(years) {
		p.text(small, centre, x(t), 22, strconv.Itoa(reached(steps, t)))
	}
	p.text(small, left, x1+6, 22, fmt.Sprintf("still followed, of %d", of.Total))
	p.text(small, left, 34, 7, "shade: 90 % interval · short strokes: open pledges at their age now")
}

// censoredAt reports whether a pledge was open when last seen at this age: more
// left the curve here than it fell for.
func censoredAt(steps []assess.Step, t float64) bool {
	i := slices.IndexFunc(steps, func(s assess.Step) bool { return s.Time == t })
	before := 1.
	if i > 0 {
		before = steps[i-1].Value
	}
	s := steps[i]
	next := 0
	if i+1 < len(steps) {
		next = steps[i+1].AtRisk
	}
	ended := 0
	if before > 0 {
		ended = int(float64(s.AtRisk)*(1-s.Value/before) + .5)
	}
	return s.AtRisk-next-ended > 0
}

// Incidence draws the share of the partner's pledges fulfilled and failed by
// their age, the estimate of Aalen and Johansen with its 90 % intervals. Nil where
// Survival is.
func Incidence(a *assess.Assessment) *Picture {
	years, ok := enough(&a.Pledges)
	if !ok || len(a.Pledges.IncFulfilled) == 0 || len(a.Pledges.IncFailed) == 0 {
		return nil
	}
	kept, failed := a.Pledges.Followed(a.Pledges.IncFulfilled), a.Pledges.Followed(a.Pledges.IncFailed)
	return &Picture{
		Name:  "fulfilled-and-failed",
		Title: "What becomes of pledges of " + a.PartnerName + " to " + a.RelierName,
		Alt:   incidenceAlt(kept, failed, years),
		Width: 560, Height: 210,
		paint: func(p *pen) { paintIncidence(p, kept, failed, years) },
	}
}

func incidenceAlt(kept, failed []assess.Step, years float64) string {
	var said []string
	for _, t := range yearsAxis(years) {
		k, ok := stepAt(kept, t)
		f, also := stepAt(failed, t)
		if t > 0 && ok && also {
			said = append(said, fmt.Sprintf("after %s %s fulfilled and %s failed", inYears(t), assess.Percent(k.Value), assess.Percent(f.Value)))
		}
	}
	return "Two curves that rise in steps, with 90 % intervals: " + strings.Join(said, "; ") + "; the rest is still open."
}

func paintIncidence(p *pen, kept, failed []assess.Step, years float64) {
	x, y, x1 := p.curveFrame(years, 32)
	curves := []struct {
		steps     []assess.Step
		name      string
		col, wash color.NRGBA
		dashes    []float64
	}{{kept, "fulfilled", blue, blueWash, nil}, {failed, "failed", rust, rustWash, []float64{5, 2.5}}}
	for _, c := range curves {
		upper := stairs(c.steps, 0, years, x, y, upperBound)
		lower := stairs(c.steps, 0, years, x, y, lowerBound)
		slices.Reverse(lower)
		p.poly(c.wash, append(upper, lower...)...)
	}
	var ends []endLabel
	for _, c := range curves {
		p.line(c.col, 1.8, c.dashes, stairs(c.steps, 0, years, x, y, ownValue)...)
		v := c.steps[len(c.steps)-1].Value
		ends = append(ends, endLabel{c.name, assess.Percent(v), c.col, y(v)})
	}
	p.endLabels(x1+6, 44, ends)
	p.text(style{8.5, quiet, false}, left, 34, 7, "shade: 90 % interval · the rest of 100 % is still open")
}
