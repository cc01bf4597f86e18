package page

import (
	"context"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/brief"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// silenceAt names whose silence toward whom, and at which moment.
type silenceAt struct{ moment, relier, partner string }

// keptSilences hands over the silences whose event series the case keeps, of every
// pair, once they are measured off the toolkit's thread. A case that keeps none costs
// nothing.
func keptSilences(s *session.Session, c *ledger.Case, q assess.Question, then func(map[silenceAt]*measure.Silence)) {
	s.Aside(tr("Measuring silence"), func(context.Context) (func(), error) {
		out := map[silenceAt]*measure.Silence{}
		for _, x := range brief.KeptSilences(c, "", "", q.AsOf) {
			out[silenceAt{x.Moment, x.Relier, x.Partner}] = x
		}
		return func() { then(out) }, nil
	})
}

// silenceCard says on the Answer page, in a line, how quiet the partner was by event
// data; a case that keeps no series says nothing.
func (a *Answer) silenceCard(st session.State) {
	x := st.Answer
	q := x.Question
	keptSilences(a.s, st.Case, q, func(all map[silenceAt]*measure.Silence) {
		if a.drawn != x {
			return
		}
		var list []*measure.Silence
		for _, m := range st.Case.Moments() {
			if s := all[silenceAt{m.ID, q.Relier, q.Partner}]; s != nil {
				list = append(list, s)
			}
		}
		if len(list) == 0 {
			a.silence.set()
		} else {
			a.silence.set(append(silenceSpans(list, x.PartnerName, x.RelierName), say(" "), link(tr("See the figures"), command+"page events"), say("."))...)
		}
		a.flow.changed()
	})
}

// withoutSeries is a record as it is shown: of a note that keeps an event series, the
// words and not the thousands of numbers below them.
func withoutSeries(r ledger.Record) ledger.Record {
	n, ok := r.(*ledger.Note)
	if !ok || !slices.Contains(n.Tags, brief.SeriesTag) {
		return r
	}
	shown := *n
	words, _, _ := strings.Cut(n.Text, brief.SeriesHead)
	shown.Text = strings.TrimSpace(words)
	return &shown
}

// silenceTip says a silence in the tooltip of a cell.
func silenceTip(s *measure.Silence) string {
	if s == nil {
		return ""
	}
	if s.Tails == nil {
		return "\n" + trf("Event data: no figure, %s", saidIn(s.Why))
	}
	return "\n" + trf("Event data: %s, %s acts for %s expected (P(K ≤ %d) %s, P(K ≥ %d) %s)", tr(string(s.Verdict)), grouped(s.Acts), decimal(s.Tails.Expected), s.Acts, tailText(s.Tails.AtMost), s.Acts, tailText(s.Tails.AtLeast))
}

// silenceMark is a silence as a sign in a cell; empty where it was as usual or there
// is no figure.
func silenceMark(s *measure.Silence) string {
	if s == nil {
		return ""
	}
	switch s.Verdict {
	case measure.Quieter:
		return "▾"
	case measure.Louder:
		return "▴"
	}
	return ""
}
