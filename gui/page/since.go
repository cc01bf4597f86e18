package page

import (
	"cmp"
	"fmt"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// since reads what was done after the chosen edit, and what that did to the answer.
func (p *Edits) since() {
	e, ok := p.entry(p.shown)
	if !ok || p.after.Disabled() {
		return
	}
	p.s.Since(e.Seq, func(x session.Since) {
		if p.shown == x.Seq {
			p.tellSince(e, x)
		}
	})
}

// tellSince writes what changed since an edit: the answer first, then the records
// by kind.
func (p *Edits) tellSince(e casefile.Entry, x session.Since) {
	c := p.s.State().Case
	added, changed, deleted := 0, 0, 0
	for _, ch := range x.Changes {
		switch {
		case ch.Before == nil:
			added++
		case ch.After == nil:
			deleted++
		default:
			changed++
		}
	}
	p.head.SetSpans([]span{strong(trf("Since edit %d, %s", e.Seq, when(e.Time))), mute("  " + trf("%d added, %d changed, %d deleted", added, changed, deleted))})
	spans := answersSpans(p.s.State(), x.Before, x.After)
	for _, ch := range x.Changes {
		r := cmp.Or[ledger.Record](ch.After, ch.Before)
		name := link(r.Name(), ch.ID)
		if _, there := c.Get(ch.ID); !there {
			name = say(r.Name())
		}
		spans = append(spans, mute("\n"+KindWord(r.Kind())+" "+ch.ID+"  "), name, mute("  "+changeWord(ch)))
		if ch.Before == nil || ch.After == nil {
			continue
		}
		for _, d := range ledger.Diff(ch.Before, ch.After) {
			spans = append(spans, mute("\n    "+tr(d.Label)+": "), say(orEmpty(d.Old)), mute(" → "), say(orEmpty(d.New)))
		}
	}
	if len(x.Changes) == 0 {
		spans = append(spans, mute("\n"+tr("The records are the same as then.")))
	}
	p.says.SetSpans(spans)
	p.scroll.ScrollToTop()
	p.root.Refresh()
}

// changeWord says what happened to a record.
func changeWord(ch casefile.RecordChange) string {
	switch {
	case ch.Before == nil:
		return tr("added")
	case ch.After == nil:
		return tr("deleted")
	}
	return tr("changed")
}

// answersSpans tells an answer to one question before and after a change, with
// the shift in points.
func answersSpans(st session.State, before, after *assess.Assessment) []span {
	q := st.Question
	spans := []span{strong(trf("Can %s count on %s, as of %s?", st.Case.ActorName(q.Relier), st.Case.ActorName(q.Partner), q.AsOf))}
	if before == nil || after == nil {
		missing := tr("There was no answer then.")
		if after == nil {
			missing = tr("There is no answer now.")
		}
		return append(spans, mute(" "+missing))
	}
	line := func(label string, x, y float64) {
		spans = append(spans, mute("\n    "+label+": "), say(percent(x)+" → "+percent(y)), mute("  "+trf("%s points", points(y-x))))
	}
	for i := len(after.AtLeast) - 1; i >= 0; i-- {
		x := after.AtLeast[i]
		if x.Rung >= ledger.Words && i < len(before.AtLeast) {
			line(x.Rung.String()+" "+tr(x.Rung.Label()), before.AtLeast[i].Probability, x.Probability)
		}
	}
	line("− "+tr("worked against"), before.Against.Probability, after.Against.Probability)
	spans = append(spans, mute("\n    "+tr("Confidence")+": "), say(tr(before.Confidence.Level)+" → "+tr(after.Confidence.Level)),
		mute("\n    "+tr("Moments on record")+": "), say(fmt.Sprintf("%d → %d", len(before.Observations), len(after.Observations))))
	return spans
}
