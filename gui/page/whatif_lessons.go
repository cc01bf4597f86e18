package page

import (
	"cmp"
	"context"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// lessons are what the observers learnt, once worked out.
type lessons struct {
	key    [2]any // case and question
	r      *assess.Reputation
	moment string
}

// lessonMoments lists the moments at which the partner's conduct is on record,
// the latest first.
func (p *WhatIf) lessonMoments() (options []view.Option) {
	c, q := p.st.Case, p.st.Question
	for _, m := range slices.Backward(c.Moments()) {
		if ledger.KnownBy(m.Start, q.AsOf) && slices.ContainsFunc(c.ConductAt(m.ID), func(x *ledger.Conduct) bool { return x.From == q.Partner }) {
			options = append(options, view.Option{Key: m.ID, Label: m.Title, Detail: m.Start.String()})
		}
	}
	return options
}

// momentChoices fills the choice of what to learn from.
func (p *WhatIf) momentChoices() {
	c, q := p.st.Case, p.st.Question
	options := p.lessonMoments()
	p.moment.SetOptions(options)
	if !slices.ContainsFunc(options, func(o view.Option) bool { return o.Key == p.lessons.moment }) {
		p.lessons.moment = ""
	}
	p.moment.SetKey(p.lessons.moment)
	if p.lessons.moment == "" || p.lessons.key != [2]any{c, q} {
		p.lessons.r = nil
		p.others.SetFigures(nil)
		p.othersSay.SetSpans([]span{mute(trf("What %s does at one moment tells others what to expect of it. Choose a moment: how did each observer’s chances change?", c.ActorName(q.Partner)))})
		if p.lessons.moment != "" {
			p.learn(p.lessons.moment)
		}
	}
}

// learn shows what the observers learnt from a moment.
func (p *WhatIf) learn(moment string) {
	p.lessons.moment = moment
	key := [2]any{p.st.Case, p.st.Question}
	if p.lessons.r != nil && p.lessons.key == key {
		p.drawLessons()
		return
	}
	c, q := p.st.Case, p.st.Question
	p.s.Go(tr("Working out what others learnt"), func(context.Context) (func(), error) {
		r, err := assess.ReputationOf(c, q, assess.SettingsOf(c), nil)
		return func() {
			p.lessons.key, p.lessons.r = key, r
			p.drawLessons()
		}, err
	})
}

// mostObservers is how many observers have a figure: those whom it moved most.
const mostObservers = 16

func (p *WhatIf) drawLessons() {
	r := p.lessons.r
	i := slices.IndexFunc(r.Moments, func(l assess.Lesson) bool { return l.Moment == p.lessons.moment })
	if i < 0 {
		p.others.SetFigures(nil)
		p.othersSay.SetSpans([]span{mute(tr("Nothing is on record that somebody could have learnt from."))})
		p.flow.changed()
		return
	}
	lesson := r.Moments[i]
	type moved struct {
		at   int
		much float64
	}
	var order []moved
	for k, s := range lesson.Observers {
		d := s.After[1].Probability - s.Before[1].Probability
		order = append(order, moved{k, max(d, -d)})
	}
	slices.SortStableFunc(order, func(a, b moved) int { return cmp.Compare(b.much, a.much) })
	var figures []view.BeforeAfter
	for _, o := range order[:min(len(order), mostObservers)] {
		s, who := lesson.Observers[o.at], r.Observers[o.at]
		f := view.BeforeAfter{Key: who.Actor, Name: who.Name, Strong: who.Actor == r.Question.Relier}
		for k := range s.Before {
			f.Labels = append(f.Labels, ledger.Rung(k+1).Label())
			f.Before = append(f.Before, s.Before[k].Probability)
			f.After = append(f.After, s.After[k].Probability)
		}
		figures = append(figures, f)
	}
	p.others.SetFigures(figures)
	spans := []span{say(tr("Chances that each observer had of ")), strong(r.Partner), say(tr(" before ")), link(lesson.Title, lesson.Moment), say(tr(" (ring) and after it (dot), 0 to 100 %."))}
	if n := len(order) - len(figures); n > 0 {
		spans = append(spans, mute(trf(" The %d whom it moved most; %d more moved less.", len(figures), n)))
	}
	for _, w := range r.Warnings {
		spans = append(spans, mute(" "+w))
	}
	p.othersSay.SetSpans(spans)
	p.flow.changed()
}
