package page

import (
	"context"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// leadingKey is what the leading reading depends on.
type leadingKey struct {
	c      *ledger.Case // as the analyst sees it
	a      *assess.Assessment
	hidden bool // it lacks ratings of others
}

// composeLeading weighs the readings of an answer's question and hands over what
// the page Answer says of them: which leads, and the observation not yet made that
// would change that most. Both are nil where the case has no readings to tell apart.
func composeLeading(s *session.Session, key leadingKey, show func(lead, watch []span)) {
	q := key.a.Question
	if len(hypotheses.HypothesesOf(key.c, q)) < 2 {
		show(nil, nil)
		return
	}
	weigh := func() (*hypotheses.Readings, error) {
		set := hypotheses.SettingsOf(key.c)
		set.Figures = hypotheses.FiguresOf(key.a)
		return hypotheses.Weigh(key.c, q, set)
	}
	tell := func(r *hypotheses.Readings, err error) {
		if err != nil || len(r.Items) == 0 {
			var lead []span
			if err == nil && key.hidden {
				lead = []span{mute(tr("Shown when you have rated the readings, or look on: each analyst rates alone first. ")), link(tr("The matrix"), command+"page readings"), say(".")}
			}
			show(lead, nil)
			return
		}
		show(leadingSpans(r), discriminatorSpans(r))
	}
	if len(key.c.Ratings()) <= largeMatrix {
		tell(weigh())
		return
	}
	s.Aside("leading reading", func(context.Context) (func(), error) {
		r, err := weigh()
		return func() { tell(r, err) }, nil
	})
}

// leadingSpans says in a card which reading leads and how firm that is.
func leadingSpans(r *hypotheses.Readings) []span {
	spans := leadSpans(r)
	if d := r.Disagreement; d != nil {
		for _, h := range r.Hypotheses {
			if h.ID == d.Least {
				spans = append(spans, say(" "), link(h.Title, h.ID), say(tr(" is contradicted least.")))
			}
		}
	}
	if o := r.Overturn; o != nil {
		spans = append(spans, mute(trf(" Changing %s would put another in front.", count(len(o.Ratings), "rating"))))
	}
	return append(spans, say(" "), link(tr("The matrix"), command+"page readings"), say("."))
}

// discriminatorSpans names what would separate the two readings in front most.
func discriminatorSpans(r *hypotheses.Readings) []span {
	title := func(id string) string {
		for _, h := range r.Hypotheses {
			if h.ID == id {
				return h.Title
			}
		}
		return tr("no reading")
	}
	for _, w := range r.Watch {
		if w.Seen == nil || w.NotSeen == nil {
			continue
		}
		spans := []span{strong(tr("To watch: ")), link(w.Name, w.ID)}
		if !w.Date.IsZero() {
			spans = append(spans, say(trf(" by %s", w.Date)))
		}
		if w.Seen.Leading == w.NotSeen.Leading && w.Seen.Leading == r.Leading {
			return append(spans, say(trf(". If seen (%s), “%s” stays in front with %s; if not, with %s.", percent(w.Seen.Probability), title(w.Seen.Leading), percent(w.Seen.Posterior), percent(w.NotSeen.Posterior))))
		}
		return append(spans, say(trf(". If seen (%s), “%s” is the reading in front; if not, “%s”.", percent(w.Seen.Probability), title(w.Seen.Leading), title(w.NotSeen.Leading))))
	}
	return nil
}
