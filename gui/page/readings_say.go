package page

import (
	"strings"

	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// sayHead says who leads and how far the rating is.
func (p *Readings) sayHead() {
	d := p.d
	var spans []span
	switch {
	case d.read == nil || len(d.hyps) == 0 || len(d.items) == 0:
		p.head.SetSpans([]span{mute(tr("Which reading of the partner’s conduct does the record support, and what would overturn that?"))})
		return
	case p.hidden:
		spans = append(spans, mute(tr("The score is hidden while you rate. ")), link(tr("Show it"), linkScore), mute(". "))
	default:
		spans = append(spans, leadSpans(d.read)...)
		if d.read.Disagreement != nil {
			spans = append(spans, say(" "), link(d.title(d.read.LeastContradicted), d.read.LeastContradicted), say(tr(" is contradicted least.")))
		}
	}
	switch {
	case d.blind:
		left := d.progress.Cells - d.progress.Rated
		spans = append(spans, mute(trf(" You rate blind as %s: %d of %d cells, %d to go; the others’ ratings show when all are done.", d.analyst, d.progress.Rated, d.progress.Cells, left)+" "),
			link(tr("Look on instead"), linkLook), mute("."))
	case d.analyst == "":
		spans = append(spans, say(" "), link(tr("Rate it yourself"), linkName), say("."))
	}
	p.head.SetSpans(spans)
}

// say says what is behind the cell under the cursor.
func (p *Readings) say() {
	d := p.d
	p.whyBox.Hidden = true
	if d == nil || p.item == "" || p.hyp == "" {
		p.detail.SetSpans([]span{mute(tr("Keys: arrows move; 1 CC, 2 C, 3 N, 4 I, 5 II, or the letters; 0 NA; = a ratio; w why; Delete takes the rating back; Enter opens the record."))})
		p.root.Refresh()
		return
	}
	key := hypotheses.Place{Item: p.item, Hypothesis: p.hyp}
	spans := []span{link(d.title(p.item), p.item), mute("  " + p.factsOf(p.item) + "  "), say(tr("if ")), link(d.title(p.hyp), p.hyp), say(tr(" holds: "))}
	shown := 0
	for _, r := range d.ratings[key] {
		if p.whose != showAll && r.Analyst != p.whose {
			continue
		}
		if shown > 0 {
			spans = append(spans, say("; "))
		}
		shown++
		spans = append(spans, span{Text: r.Value, Bold: true, Tone: textTone(p.toneOf(r.Value))}, say(" "+meaning(p.word(r.Value))), mute(p.worth(key, r)+" "+tr("by")+" "), link(r.Analyst, r.ID))
		if r.Why != "" {
			spans = append(spans, mute(" – "+r.Why))
		}
	}
	if shown == 0 {
		spans = append(spans, mute(tr("not rated yet. 1 very consistent, 2 consistent, 3 neutral, 4 inconsistent, 5 very inconsistent, 0 not applicable.")))
	}
	p.detail.SetSpans(spans)
	if r := d.of(key, p.s.Analyst()); r != nil && p.s.Analyst() != "" {
		p.whyBox.Hidden = false
		if p.why.Text != r.Why {
			p.why.SetText(r.Why)
		}
	}
	p.root.Refresh()
}

// textTone is the tone of words for that of a ground; grey grounds have plain words.
func textTone(t view.Tone) view.Tone {
	if t == view.ToneMuted || t == view.ToneNothing {
		return view.ToneNeutral
	}
	return t
}

// worth writes the ratio of a rating and what the item's weight leaves of it:
// " (×4, tempered to ×1.9 by weight 0.45)".
func (p *Readings) worth(key hypotheses.Place, r *ledger.Rating) string {
	ratio := p.d.ratio(r.Value)
	if ratio == "" {
		return ""
	}
	if p.d.read != nil {
		for _, x := range p.d.read.Items {
			if x.ID != key.Item {
				continue
			}
			for _, a := range x.Ratings {
				for _, c := range a.Cells {
					if a.Analyst == r.Analyst && c.Hypothesis == key.Hypothesis {
						return trf(" (%s, by weight %.2f: ×%.2f)", ratio, x.Weight, c.Tempered)
					}
				}
			}
		}
	}
	return " (" + ratio + ")"
}

// meaning says a word of the scale in full.
func meaning(word string) string {
	switch word {
	case "CC":
		return tr("very consistent")
	case "C":
		return tr("consistent")
	case "N":
		return tr("neutral")
	case "I":
		return tr("inconsistent")
	case "II":
		return tr("very inconsistent")
	case "NA":
		return tr("not applicable")
	}
	return ""
}

// factsOf says when an item was, and what it weighs.
func (p *Readings) factsOf(id string) string {
	for _, e := range p.d.items {
		if e.id != id {
			continue
		}
		facts := []string{e.date.String()}
		switch {
		case e.ahead:
			facts = append(facts, tr("not seen by the day asked about"))
		case e.x != nil && !e.x.Separates && !p.d.blind:
			facts = append(facts, tr("the same for every reading: it separates nothing and weighs nothing"))
		case e.x != nil:
			facts = append(facts, trf("weight %.2f = credibility %.2f × relevance %.2f × independence %.2f", e.x.Weight, e.x.Credibility, e.x.Relevance, e.x.Independence))
		}
		return join("; ", facts...)
	}
	return ""
}

// tip is what the mouse is told of a cell or title.
func (p *Readings) tip(row, col int) string {
	if p.d == nil {
		return ""
	}
	item, hyp := p.place(row, col)
	switch {
	case item == "" && hyp != "":
		for _, h := range p.d.hyps {
			if h.ID == hyp {
				return join("\n", h.Name(), h.About)
			}
		}
	case hyp == "" && item != "":
		return join("\n", p.d.title(item), p.factsOf(item))
	case item != "":
		lines := []string{p.d.title(item), p.d.title(hyp)}
		for _, r := range p.d.ratings[hypotheses.Place{Item: item, Hypothesis: hyp}] {
			if p.whose == showAll || r.Analyst == p.whose {
				lines = append(lines, join(": ", r.Analyst, join(" – ", r.Value+" "+meaning(p.word(r.Value)), r.Why)))
			}
		}
		return strings.Join(lines, "\n")
	}
	return ""
}
