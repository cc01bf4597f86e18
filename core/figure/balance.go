package figure

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/core/edtf"
)

// LineName names a line of a ledger: its channel and, where it has one, its unit.
func LineName(l balance.Line) string {
	name := "All channels"
	if l.Channel != "" {
		name = strings.ToUpper(l.Channel[:1]) + l.Channel[1:]
	}
	if l.Unit != "" {
		name += ", " + l.Unit
	}
	if l.Series {
		name += " (series)"
	}
	return name
}

// ledgerLines gives the lines of a ledger that there is something to draw of, all
// channels first.
func ledgerLines(b *balance.Balance) []balance.Line {
	var out []balance.Line
	if b.Overall.Balance != nil {
		out = append(out, b.Overall)
	}
	for _, l := range b.Lines {
		if l.Relier.Total+l.Partner.Total > 0 {
			out = append(out, l)
		}
	}
	return out
}

// evenness writes a balance with its interval.
func evenness(e *balance.Evenness) string {
	signed := func(v float64) string {
		text := fmt.Sprintf("%+.2f", v)
		if text == "-0.00" || text == "+0.00" {
			text = "0.00"
		}
		return strings.Replace(text, "-", "−", 1)
	}
	switch {
	case e == nil:
		return "–"
	case e.Bounded:
		return fmt.Sprintf("%s (%s to %s)", signed(e.Value), signed(e.Low), signed(e.High))
	}
	return signed(e.Value)
}

// Amount writes a number as short as it is exact, with its thousands apart.
func Amount(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if i := strings.IndexByte(text, '.'); i >= 0 && len(text)-i > 3 {
		text = strconv.FormatFloat(v, 'f', 2, 64)
	}
	whole, rest, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "\u00a0" + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return whole
}

// Mirror draws who gave what to whom by channel: the relier's bars to the left of
// the middle, the partner's to the right, to one scale within a unit and never
// across units. Nil where nothing with a magnitude or a value is on record.
func Mirror(b *balance.Balance) *Picture {
	lines := ledgerLines(b)
	if len(lines) == 0 {
		return nil
	}
	var said []string
	for _, l := range lines {
		said = append(said, fmt.Sprintf("%s: %s gave %s, %s gave %s, balance %s", LineName(l), b.RelierName, Amount(l.Relier.Total), b.PartnerName, Amount(l.Partner.Total), evenness(l.Balance)))
	}
	return &Picture{
		Name:  "balance",
		Title: fmt.Sprintf("What %s and %s gave each other, by channel", b.RelierName, b.PartnerName),
		Alt:   fmt.Sprintf("Bars mirrored at a middle line, by %s. %s.", b.AsOf, strings.Join(said, "; ")),
		Width: 560, Height: 26 + 20*float64(len(lines)),
		paint: func(p *pen) { paintMirror(p, b, lines) },
	}
}

// onScale is what lines whose bars are to one scale have in common.
func onScale(l balance.Line) string {
	if l.Channel == "" {
		return "all"
	}
	return "in " + l.Unit
}

func paintMirror(p *pen, b *balance.Balance, lines []balance.Line) {
	small, words := style{8.5, quiet, false}, style{9, ink, false}
	most := map[string]float64{}
	var names, evens, numbers float64
	for _, l := range lines {
		most[onScale(l)] = max(most[onScale(l)], l.Relier.Total, l.Partner.Total)
		names = max(names, p.width(words, LineName(l)))
		evens = max(evens, p.width(small, evenness(l.Balance)))
		numbers = max(numbers, p.width(small, Amount(l.Relier.Total)), p.width(small, Amount(l.Partner.Total)))
	}
	names = min(names, p.w*.28)
	x0, x1 := names+10, p.w-evens-10
	middle := (x0 + x1) / 2
	room := (x1-x0)/2 - numbers - 6
	p.text(small, left, x0, p.h-8, p.fit(small, b.RelierName+" gave", middle-x0-6))
	p.text(small, left, middle+6, p.h-8, p.fit(small, b.PartnerName+" gave", x1-middle))
	p.text(small, right, p.w, p.h-8, "Balance")
	step := (p.h - 22) / float64(len(lines))
	for i, l := range lines {
		y := p.h - 18 - step*(float64(i)+.5)
		half := step * .3
		name := style{9, ink, l.Channel == ""}
		p.text(name, left, 0, y, p.fit(name, LineName(l), names))
		mine, theirs := room*l.Relier.Total/most[onScale(l)], room*l.Partner.Total/most[onScale(l)]
		p.box(rungShade[2], middle-mine, y-half, middle, y+half)
		p.hatch(paper, middle-mine, y-half, middle, y+half)
		p.box(rungShade[4], middle, y-half, middle+theirs, y+half)
		p.text(small, right, middle-mine-5, y, Amount(l.Relier.Total))
		p.text(small, left, middle+theirs+5, y, Amount(l.Partner.Total))
		p.text(small, right, p.w, y, evenness(l.Balance))
	}
	p.line(quiet, .8, nil, pt{middle, 2}, pt{middle, p.h - 16})
}

// Given draws what two actors had given each other by each day in one line of
// their ledger: the partner's curve above the middle, the relier's mirrored below
// it, to one scale. Nil where neither gave anything before the as-of day.
func Given(b *balance.Balance, l balance.Line) *Picture {
	first := b.AsOf
	for _, s := range []balance.Side{l.Relier, l.Partner} {
		if len(s.Curve) > 0 {
			first = min(first, s.Curve[0].Day)
		}
	}
	most := max(l.Relier.Total, l.Partner.Total)
	if first >= b.AsOf || most <= 0 {
		return nil
	}
	steps := func(name string, s balance.Side) string {
		if len(s.Curve) == 0 {
			return name + " gave nothing on record"
		}
		return fmt.Sprintf("%s gave %s in %d, from %s to %s", name, Amount(s.Total), s.Count, s.Curve[0].Day, s.Curve[len(s.Curve)-1].Day)
	}
	return &Picture{
		Name:  "given",
		Title: fmt.Sprintf("What %s and %s had given each other, over time: %s", b.RelierName, b.PartnerName, LineName(l)),
		Alt:   fmt.Sprintf("Cumulative curves to %s. %s; %s.", b.AsOf, steps(b.PartnerName, l.Partner), steps(b.RelierName, l.Relier)),
		Width: 560, Height: 190,
		paint: func(p *pen) { paintGiven(p, b, l, first) },
	}
}

func paintGiven(p *pen, b *balance.Balance, l balance.Line, first edtf.Day) {
	small := style{8.5, quiet, false}
	most := max(l.Relier.Total, l.Partner.Total)
	x0, x1, top, bottom := p.width(small, Amount(most))+8, p.w-6, p.h-8, 18.
	zero := (top + bottom) / 2
	x := func(d edtf.Day) float64 { return x0 + (x1-x0)*float64(d-first)/float64(b.AsOf-first) }
	y := func(v, sign float64) float64 { return zero + sign*v/most*(top-zero-6) }
	for _, sign := range []float64{1, -1} {
		p.line(hair, .6, nil, pt{x0, y(most, sign)}, pt{x1, y(most, sign)})
		p.text(small, right, x0-5, y(most, sign), Amount(most))
	}
	for _, year := range givenYears(first, b.AsOf) {
		at := x(edtf.DayOf(year, 1, 1))
		p.line(hair, .6, nil, pt{at, bottom}, pt{at, top})
		p.text(small, centre, at, 8, strconv.Itoa(year))
	}
	p.line(quiet, .8, nil, pt{x0, zero}, pt{x1, zero})
	p.text(small, right, x0-5, zero, "0")
	curve := func(s balance.Side, sign float64) []pt {
		points := []pt{{x0, zero}}
		last := 0.
		for _, c := range s.Curve {
			points = append(points, pt{x(c.Day), y(last, sign)}, pt{x(c.Day), y(c.Total, sign)})
			last = c.Total
		}
		return append(points, pt{x1, y(last, sign)})
	}
	p.line(rungShade[4], 1.6, nil, curve(l.Partner, 1)...)
	p.line(rungShade[2], 1.6, []float64{4, 2}, curve(l.Relier, -1)...)
	p.text(style{9, rungShade[4], true}, left, x0+6, top-4, b.PartnerName+" gave")
	p.text(style{9, rungShade[2], true}, left, x0+6, bottom+6, b.RelierName+" gave (dashed)")
}

// givenYears are round years for an axis, ten at the most.
func givenYears(from, to edtf.Day) []int {
	a, _, _ := from.Date()
	z, _, _ := to.Date()
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100} {
		if step = s; (z-a)/s <= 10 {
			break
		}
	}
	var out []int
	for y := (a/step + 1) * step; y <= z; y += step {
		out = append(out, y)
	}
	return out
}
