package figure

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/compare"
)

// RankText writes a rank, or the ranks between which a pair lies where 90 %
// intervals overlap: "2–5".
func RankText(r compare.Row) string {
	if r.Best == r.Worst {
		return fmt.Sprint(r.Best)
	}
	return fmt.Sprintf("%d–%d", r.Best, r.Worst)
}

// League draws a table of pairs, the likeliest first: the probability of the
// table's rung or more with its 90 % interval, and a rank only as far as the
// intervals allow one. Nil for fewer than two pairs.
func League(t *compare.Table) *Picture {
	if len(t.Rows) < 2 {
		return nil
	}
	names := t.Names()
	var said []string
	for i, r := range t.Rows {
		b := r.Band(t.Rung)
		said = append(said, fmt.Sprintf("%s %s: %s (%s)", RankText(r), names[i], assess.Percent(b.P), assess.Interval(b.Low, b.High)))
	}
	return &Picture{
		Name:  "league",
		Title: fmt.Sprintf("%s, by %s %s or more", t.Title(), t.Rung, t.Rung.Label()),
		Alt:   fmt.Sprintf("Bars with 90 %% intervals, as of %s. Rank, pair and probability: %s. No rank stands where intervals overlap.", t.AsOf, strings.Join(said, "; ")),
		Width: 560, Height: 44 + 20*float64(len(t.Rows)),
		paint: func(p *pen) { paintLeague(p, t, names) },
	}
}

func paintLeague(p *pen, t *compare.Table, names []string) {
	small, words := style{8.5, quiet, false}, style{9.5, ink, false}
	var rank, says float64
	told := make([]string, len(t.Rows))
	for i, r := range t.Rows {
		b := r.Band(t.Rung)
		told[i] = fmt.Sprintf("%s (%s)", assess.Percent(b.P), assess.Interval(b.Low, b.High))
		rank, says = max(rank, p.width(small, RankText(r))), max(says, p.width(small, told[i]))
	}
	name := p.w * .27 // whatever the names: the figure does not hang on what actors are called
	rank = max(rank, p.width(small, "Rank"))
	x0, x1 := rank+name+20, p.w-says-10
	x := func(v float64) float64 { return x0 + v*(x1-x0) }
	p.text(small, right, rank, p.h-8, "Rank")
	for i := range 5 {
		v := float64(i) / 4
		p.line(hair, .6, nil, pt{x(v), 20}, pt{x(v), p.h - 16})
		p.text(small, centre, x(v), p.h-8, fmt.Sprintf("%.0f %%", 100*v))
	}
	step := (p.h - 38) / float64(len(t.Rows))
	clear := map[int]bool{} // rows with which a group begins that stands clear of the one before
	for i, g := range t.Groups {
		if i > 0 && len(g) > 0 {
			clear[g[0]] = true
		}
	}
	for i, r := range t.Rows {
		y := p.h - 18 - step*(float64(i)+.5)
		if clear[i] {
			p.line(quiet, .6, nil, pt{0, y + step/2}, pt{p.w, y + step/2})
		}
		b := r.Band(t.Rung)
		p.text(small, right, rank, y, RankText(r))
		p.text(words, left, rank+10, y, p.fit(words, names[i], name))
		p.box(rungShade[int(t.Rung)], x(0), y-step*.26, x(b.P), y+step*.26)
		p.line(ink, 1.3, nil, pt{x(b.Low), y}, pt{x(b.High), y})
		p.text(small, right, p.w, y, told[i])
	}
	foot := "No rank stands where the intervals overlap; a line parts those that stand clear of each other."
	if len(t.Groups) < 2 {
		foot = "The intervals of all overlap: none can be told from the rest."
	}
	p.text(small, left, 0, 7, foot)
}
