package page

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// drawItem shows the current candidate.
func (p *Read) drawItem() {
	i, ok := itemAt(p.r, p.at)
	if !ok {
		text := tr("No candidate is left open. Was the text useful? Then go on with the next (t).")
		if p.r != nil && len(p.r.Items) == 0 {
			text = tr("No candidates. Select words in the text and press h.")
		}
		p.detail.SetSpans([]span{mute(text)})
		for _, c := range []*view.Choice{p.kind, p.as, p.merge} {
			c.Hide()
		}
		return
	}
	it := &p.r.Items[i]
	cand := it.Candidate
	open := it.Decision.State == readdesk.Open
	modality := cand.Modality
	if m := p.choices[p.at].modality; m != "" {
		modality = m
	}
	spans := []span{
		{Text: tongue.Local(fmt.Sprintf("%d%s%s", i+1, nbsp, tr(string(cand.Kind)))), Bold: true}, mute("  "),
		strong(strings.Join(append(nonEmpty(actorsIn(p.rc, p.t.lex, cand)), fieldsIn(cand)...), ", ")), say("\n"),
		say("“" + cand.Span.Text + "”"), say("\n"),
		mute(trf("asserted by %s as %s; for the one concerned %s; confidence %s", saidBy(p.rc, p.t.lex, cand.AssertedBy), tr(string(modality)), tr(string(cand.Polarity)), confidenceIn(cand.Confidence))),
	}
	if cand.Reason != "" {
		spans = append(spans, mute("; "+trf("because: %s", reasonIn(cand.Reason))))
	}
	if v := verdictWord(p.verdicts[p.at]); v != "" {
		spans = append(spans, mute("; "), say(v))
	}
	spans = append(spans, say("\n"))
	if it.Lost {
		spans = append(spans, warn(tr("The reader does not propose this any more; what was decided stands.")), say("\n"))
	}
	switch {
	case it.Decision.State == readdesk.Rejected:
		spans = append(spans, say(decisionWord(readdesk.Rejected)))
		if it.Decision.Why != "" {
			spans = append(spans, mute(": "+it.Decision.Why))
		}
		spans = append(spans, mute("  "), link(tr("open it again (o)"), linkAct+"reopen"), say("\n"))
	case !open:
		spans = append(spans, say(decisionWord(it.Decision.State)+": "), link(itemOf(p.rc, it.Decision.Record).title, it.Decision.Record), mute("  "+it.Decision.Analyst+", "+it.Decision.Date.String()), say("\n"))
	default:
		spans = append(spans, p.draftSpans()...)
		spans = append(spans, p.matchSpans(it)...)
	}
	p.detail.SetSpans(trimmed(spans))
	for _, c := range []*view.Choice{p.kind, p.as, p.merge} {
		c.Hidden = !open
	}
	p.kind.SetKey(string(cand.Kind))
	p.as.SetKey(string(modality))
	target := freshRecord
	if p.draft != nil && !p.draft.New {
		target = p.draft.Record.RecordID()
	}
	p.merge.SetKey(target)
	p.below.Offset = fyne.Position{}
	p.lower.Refresh()
	p.below.Refresh()
}

// draftSpans says what accepting would write, what was filled in and what is
// missing.
func (p *Read) draftSpans() []span {
	d := p.draft
	if d == nil {
		if p.problem != "" {
			return []span{warn(sentence(p.problem) + "."), say("\n")}
		}
		return []span{mute(tr("Matching with the record…")), say("\n")}
	}
	var spans []span
	c := p.rc
	if d.New {
		spans = append(spans, mute(tr("a makes a new record: ")), say(trf("%s “%s”", KindWord(d.Record.Kind()), d.Record.Name())))
	} else {
		spans = append(spans, mute(tr("a adds a citation to ")), link(itemOf(c, d.Record.RecordID()).title, d.Record.RecordID()))
		if i, ok := itemAt(p.r, p.at); ok {
			for _, m := range p.r.Items[i].Matches {
				if m.Record == d.Record.RecordID() {
					spans = append(spans, mute(sprintf(" (%s)", inTongue(m.Why))))
					break
				}
			}
		}
	}
	spans = append(spans, say("\n"))
	if len(d.Missing) > 0 {
		spans = append(spans, warn(tr("Missing: ")))
		for k, m := range d.Missing {
			if k > 0 {
				spans = append(spans, warn("; "))
			}
			spans = append(spans, warn(sprintf("%s (%s)", tr(fieldLabel(m)), inTongue(m.Message))))
		}
		spans = append(spans, warn(". "), link(tr("Fill it in (e)"), linkAct+"edit"), say("\n"))
	}
	return append(spans, toldSpans(d)...)
}

// toldSpans says what was filled in by default.
func toldSpans(d *readdesk.Draft) []span {
	if len(d.Told) == 0 {
		return nil
	}
	return []span{mute(tr("Filled in: ") + strings.Join(toldIn(d.Told), "; ") + "."), say("\n")}
}

// fieldLabel names the field of a problem as the forms do.
func fieldLabel(m ledger.Problem) string {
	name, _, _ := strings.Cut(m.Field, "[")
	for _, f := range ledger.Schema(m.Kind) {
		if f.Key == name {
			return f.Label
		}
	}
	return m.Field
}

// mostMatches is how many records stand beside a candidate; the picker has more.
const mostMatches = 3

// matchSpans lists the records beside which a candidate belongs.
func (p *Read) matchSpans(it *readdesk.Item) []span {
	var spans []span
	shown := 0
	for k, m := range it.Matches {
		if p.draft != nil && !p.draft.New && m.Record == p.draft.Record.RecordID() {
			continue // said above
		}
		if shown++; shown > mostMatches {
			spans = append(spans, mute(trf("and %s, less likely: ", count(len(it.Matches)-k, "other record"))), link(tr("choose (m)"), linkAct+"merge"), say("\n"))
			break
		}
		says := mute(relationWord(m.Relation) + " ")
		if m.Relation == reading.Conflicts {
			says = span{Text: relationWord(m.Relation) + " ", Tone: view.ToneAgainst2}
		}
		spans = append(spans, says, link(itemOf(p.rc, m.Record).title, m.Record), mute(sprintf(" (%s)", inTongue(m.Why))), say("\n"))
	}
	return spans
}
