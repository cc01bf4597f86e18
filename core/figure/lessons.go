package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// learnt is what one observer expected of the partner before and after a moment,
// by rung from Words up.
type learnt struct {
	name          string
	relier        bool
	before, after []assess.Band
}

// mostLearnt is how many observers are drawn: those whom the moment moved most.
const mostLearnt = 16

// Lessons draws what one moment taught the observers of a partner: for each, of
// the mostLearnt whom it moved most, the chances of every rung of support or more
// before it and after. Nil where the moment taught nobody anything.
func Lessons(r *assess.Reputation, moment string) *Picture {
	i := slices.IndexFunc(r.Moments, func(l assess.Lesson) bool { return l.Moment == moment })
	if i < 0 || len(r.Moments[i].Observers) == 0 {
		return nil
	}
	lesson := r.Moments[i]
	const act = int(ledger.DiplomaticAct - ledger.Words)
	var list []learnt
	for k, s := range lesson.Observers {
		if len(s.Before) > act && len(s.After) == len(s.Before) {
			list = append(list, learnt{r.Observers[k].Name, r.Observers[k].Actor == r.Question.Relier, s.Before, s.After})
		}
	}
	if len(list) == 0 {
		return nil
	}
	much := func(l learnt) float64 {
		d := l.after[act].Probability - l.before[act].Probability
		return max(d, -d)
	}
	slices.SortStableFunc(list, func(a, b learnt) int { return cmp.Compare(much(b), much(a)) })
	all := len(list)
	list = list[:min(all, mostLearnt)]
	var said []string
	for _, l := range list {
		said = append(said, fmt.Sprintf("%s %s to %s", l.name, assess.Percent(l.before[act].Probability), assess.Percent(l.after[act].Probability)))
	}
	alt := fmt.Sprintf("Small figures, one for each observer, of the chances that it had of %s's support before %s and after it. A diplomatic act or more: %s.", r.Partner, lesson.Title, strings.Join(said, "; "))
	if all > len(list) {
		alt += fmt.Sprintf(" %d more were moved less.", all-len(list))
	}
	rows := (len(list) + lessonsAcross - 1) / lessonsAcross
	return &Picture{
		Name:  "lessons",
		Title: "What others learnt of " + r.Partner + ": " + lesson.Title,
		Alt:   alt,
		Width: 560, Height: 28 + float64(rows)*(26+lessonsLine*float64(len(list[0].before))),
		paint: func(p *pen) { paintLessons(p, list) },
	}
}

// The small figures stand three abreast, with a line for each rung.
const (
	lessonsAcross = 3
	lessonsLine   = 13
)

func paintLessons(p *pen, list []learnt) {
	small := style{8.5, quiet, false}
	wide := p.w / lessonsAcross
	rows := (len(list) + lessonsAcross - 1) / lessonsAcross
	high := (p.h - 28) / float64(rows)
	for i, l := range list {
		x, y := float64(i%lessonsAcross)*wide, p.h-float64(i/lessonsAcross)*high
		name := style{10, ink, l.relier}
		called := p.fit(name, l.name, wide-12)
		if short, _, more := strings.Cut(l.name, " ("); more && called != l.name { // what stands in brackets goes first
			called = p.fit(name, short, wide-12)
		}
		p.text(name, left, x, y-8, called)
		x0, x1 := x+wide*.48, x+wide-16
		at := func(v float64) float64 { return x0 + v*(x1-x0) }
		for k := range l.before {
			mid := y - 22 - lessonsLine*float64(k)
			p.text(small, left, x, mid, p.fit(small, (ledger.Words+ledger.Rung(k)).Label(), x0-x-6))
			p.line(hair, .6, nil, pt{x0, mid}, pt{x1, mid})
			before, after := l.before[k].Probability, l.after[k].Probability
			c := quiet
			switch {
			case after > before+.0005:
				c = blue
			case after < before-.0005:
				c = rust
			}
			p.line(c, 1.6, nil, pt{at(before), mid}, pt{at(after), mid})
			p.dot(quiet, at(before), mid, 2.7) // a ring: where it was
			p.dot(paper, at(before), mid, 1.8)
			p.dot(c, at(after), mid, 2.7)
		}
	}
	p.text(small, left, 0, 8, "ring: before · dot: after · each line from 0 to 100 %")
}
