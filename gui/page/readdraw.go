package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// The links of the page that lead to its own commands.
const (
	linkAct   = "read:act:"  // one of ReadActs
	linkWhole = "read:whole" // read all of the text
	linkMain  = "read:main"  // or the main text again
	linkYes   = "read:yes"   // it was of use
	linkNo    = "read:no"    // it was not
)

// draw draws the desk after it was laid out anew.
func (p *Read) draw() {
	p.drawText()
	p.filtered()
	p.drawHead()
	p.drawItem()
	p.drawUseful()
}

// tagOf stands behind highlighted words.
func tagOf(n int, it *readdesk.Item) string {
	tag := fmt.Sprintf("%d%s%s %s", n, nbsp, tr(string(it.Candidate.Kind)), polaritySign(it.Candidate.Polarity))
	if it.Decision.State != readdesk.Open {
		mark := "✓"
		if it.Decision.State == readdesk.Rejected {
			mark = "×"
		}
		tag = fmt.Sprintf("%d%s%s", n, nbsp, mark)
	}
	return tongue.Local(tag)
}

// drawText shows what is read, or all of the text, with the highlights.
func (p *Read) drawText() {
	if p.t == nil || p.r == nil {
		return
	}
	text, left := p.t.words, []view.Stretch(nil)
	if p.full {
		text, left = p.t.text.Full, p.t.left
	}
	if p.text.Text() != text {
		p.text.SetText(text)
	}
	elsewhere := p.full && text != p.t.words
	marks := make([]view.Highlight, 0, len(p.r.Items))
	from := 0
	for i := range p.r.Items {
		it := &p.r.Items[i]
		at := it.Candidate.Span
		if elsewhere { // the same words, in another text
			quote := it.Candidate.Span.Text
			k := strings.Index(text[from:], quote)
			if k < 0 {
				if k, from = strings.Index(text, quote), 0; k < 0 {
					continue
				}
			}
			from += k
			at.Start = utf8.RuneCountInString(text[:from])
			at.End = at.Start + utf8.RuneCountInString(quote)
		}
		marks = append(marks, view.Highlight{
			Key: it.Decision.ID, Start: at.Start, End: at.End, Tag: tagOf(i+1, it), Family: familyOf(it.Candidate.Kind),
			Tone: toneOf(it.Candidate.Polarity), Done: it.Decision.State != readdesk.Open,
		})
	}
	p.text.SetHighlights(marks)
	p.text.SetLeft(left)
	p.text.SetCurrent(p.at)
}

// follows brings the current candidate into view at both sides.
func (p *Read) follows() {
	p.text.SetCurrent(p.at)
	p.list.follow(p.at)
	p.drawKeys()
}

// filtered shows the candidates that the filters leave.
func (p *Read) filtered() {
	if p.r == nil {
		return
	}
	p.list.set(p.rows())
	p.list.follow(p.at)
	n := p.r.Counts()
	all := len(p.r.Items)
	text := trf("%s: %d open, %d accepted, %d cited, %d rejected", count(all, "candidate"), n[readdesk.Open], n[readdesk.Accepted], n[readdesk.Cited], n[readdesk.Rejected])
	if shown := len(p.list.rows); shown != all {
		text = trf("%d shown of %s", shown, text)
	}
	p.counts.SetSpans([]span{mute(tongue.Local(text))})
	p.drawKeys()
}

// rows makes the list of candidates.
func (p *Read) rows() []candidateRow {
	var out []candidateRow
	for _, i := range p.shown() {
		it := &p.r.Items[i]
		row := candidateRow{
			key: it.Decision.ID, number: i + 1, kind: tr(string(it.Candidate.Kind)), sign: polaritySign(it.Candidate.Polarity),
			tone: toneOf(it.Candidate.Polarity), family: familyOf(it.Candidate.Kind), done: it.Decision.State != readdesk.Open,
		}
		row.title = strings.Join(append(nonEmpty(actorsIn(p.rc, p.t.lex, it.Candidate)), fieldsIn(it.Candidate)...), ", ")
		if row.title == "" {
			row.title = it.Candidate.Span.Text
		}
		switch {
		case it.Decision.State == readdesk.Rejected:
			row.facts = decisionWord(readdesk.Rejected)
			if it.Decision.Why != "" {
				row.facts += ": " + it.Decision.Why
			}
		case it.Decision.State != readdesk.Open:
			row.facts = decisionWord(it.Decision.State) + ": " + itemOf(p.rc, it.Decision.Record).title
		default:
			parts := []string{tr(string(it.Candidate.Modality)), saidBy(p.rc, p.t.lex, it.Candidate.AssertedBy), confidenceIn(it.Candidate.Confidence)}
			if v := verdictWord(p.verdicts[it.Decision.ID]); v != "" {
				parts = append(parts, v)
			}
			if m, ok := nearestMatch(it); ok {
				parts = append(parts, relationWord(m.Relation)+" "+itemOf(p.rc, m.Record).title)
			}
			row.facts = strings.Join(parts, " · ")
		}
		out = append(out, row)
	}
	return out
}

// nearestMatch is the record that a candidate most likely belongs to.
func nearestMatch(it *readdesk.Item) (reading.Match, bool) {
	for _, m := range it.Matches {
		if m.Score >= reading.Strong {
			return m, true
		}
	}
	return reading.Match{}, false
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// drawHead says what the text is.
func (p *Read) drawHead() {
	s := p.r.Source
	spans := []span{{Text: s.Name(), Key: s.ID, Bold: true}, say("\n")}
	var parts []string
	for _, x := range []string{s.Publisher, s.Author, s.Date.String()} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	if s.Date.IsZero() {
		parts = append(parts, tr("no date"))
	}
	parts = append(parts, count(p.t.wordCount, "word"))
	spans = append(spans, mute(strings.Join(parts, "  ·  ")))
	if s.Republishes != "" {
		spans = append(spans, mute("  ·  "+tr("repeats")+" "), link(itemOf(p.rc, s.Republishes).title, s.Republishes))
	}
	if n := copiesOf(p.rc, s.ID); n > 0 {
		spans = append(spans, mute("  ·  "+trf("also seen in %s", count(n, "other text"))))
	}
	p.head.SetSpans(spans)
	if p.grade.Key() != s.Reliability {
		p.grade.SetKey(s.Reliability)
	}
	p.grade.SetOptions(gradeOptions())

	var notes []span
	add := func(x ...span) {
		if len(notes) > 0 {
			notes = append(notes, say("\n"))
		}
		notes = append(notes, x...)
	}
	if s.Date.IsZero() {
		add(warn(tr("The text has no date: “last Tuesday” and “the president” cannot be resolved. ")), link(tr("Give it one"), linkAct+"date"))
	}
	if l := p.r.Meta.Language; l != "" && !strings.HasPrefix(strings.ToLower(l), "en") {
		add(warn(trf("The text is in %s; the reader reads English only. Select words and press h to make candidates by hand.", languageName(l))))
	} else if len(p.r.Items) == 0 {
		add(mute(tr("The reader found nothing to propose here. Select words and press h to make a candidate by hand.")))
	}
	if len(p.t.left) > 0 {
		if p.t.whole {
			add(mute(trf("All of the text is read; the main text would leave out %s of its %d words. ", tongue.Local(fmt.Sprint(p.t.leftWords)), p.t.fullWords)), link(tr("Read the main text"), linkMain))
		} else {
			add(mute(trf("The main text is read; it leaves out %s of %s of the page, shown with a bar in “all of the text”. ", tongue.Local(fmt.Sprint(p.t.leftWords)), count(p.t.fullWords, "word"))), link(tr("Read all of it"), linkWhole))
		}
	}
	for _, n := range p.t.text.Notes {
		add(mute(inTongue(n)))
	}
	p.notes.SetSpans(notes)
	p.notes.Hidden = len(notes) == 0

	if p.t.text.Extract == p.t.text.Full {
		p.which.Hide()
	} else {
		p.which.Show()
		one, other := tr("main text"), tr("all of the text")
		if p.t.whole {
			one = tr("all of the text, as it is read")
		}
		options := []view.Option{{Key: "", Label: one, Detail: count(p.t.wordCount, "word")}}
		if !p.t.whole {
			options = append(options, view.Option{Key: "full", Label: other, Detail: count(p.t.fullWords, "word")})
		}
		p.which.SetOptions(options)
		p.which.SetKey(map[bool]string{true: "full"}[p.full])
	}
	if modelSettings().On() {
		p.ask.Show()
	} else {
		p.ask.Hide()
	}
	p.deskBox.Refresh()
}

// copiesOf counts the texts that repeat one.
func copiesOf(c *ledger.Case, id string) int {
	n := 0
	for _, s := range c.Sources() {
		if s.Republishes == id {
			n++
		}
	}
	return n
}

// drawKeys writes the line of keys, or what just happened.
func (p *Read) drawKeys() {
	var spans []span
	if p.said != "" {
		spans = append(spans, say(p.said), mute("   "))
	}
	keys := tr("n p next, previous   a accept   e edit   r reject   k kind   m merge   g grade   s asserted as   h by hand   u undo   U undo all   y Y useful or not   t next text   Esc all texts")
	if _, ok := p.text.Selection(); ok {
		keys = tr("h or Enter makes a candidate of the selected words   Ctrl+C copies them   Esc ends the selection")
	}
	if p.editing {
		keys = tr("Enter accepts   Shift+Enter begins a new line   Tab goes on   Esc leaves the form")
	}
	p.keyLine.SetSpans(append(spans, mute(keys)))
}

// follow goes where a link of the page leads.
func (p *Read) follow(to string) {
	switch {
	case to == linkAct+"date":
		p.s.Edit(p.t.source)
		return
	case strings.HasPrefix(to, linkAct):
		p.focus(p.text)
		p.Act(strings.TrimPrefix(to, linkAct))
	case to == linkWhole:
		p.readWhole(true)
	case to == linkMain:
		p.readWhole(false)
	case to == linkYes:
		p.act(func() { p.vote(true) })
	case to == linkNo:
		p.act(func() { p.vote(false) })
	default:
		follow(p.s, p.h, to)
	}
}

// candidatesTSV gives the candidates that are shown as a table.
func (p *Read) candidatesTSV() string {
	var b strings.Builder
	b.WriteString(strings.Join([]string{tr("Kind"), tr("Actors"), tr("Facts"), tr("Asserted by"), tr("Asserted as"), tr("Polarity"), tr("Confidence"), tr("State"), tr("Record"), tr("Words")}, "\t") + "\n")
	clean := strings.NewReplacer("\t", " ", "\n", " ")
	for _, i := range p.shown() {
		it := &p.r.Items[i]
		c := it.Candidate
		cells := []string{tr(string(c.Kind)), actorsIn(p.rc, p.t.lex, c), strings.Join(fieldsIn(c), ", "), saidBy(p.rc, p.t.lex, c.AssertedBy), tr(string(c.Modality)), tr(string(c.Polarity)), fmt.Sprintf("%.2f", c.Confidence), decisionWord(it.Decision.State), it.Decision.Record, c.Span.Text}
		for k := range cells {
			cells[k] = clean.Replace(cells[k])
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}

// dateOf reads a date that a person typed.
func dateOf(text string) (edtf.Date, error) {
	if strings.TrimSpace(text) == "" {
		return edtf.Date{}, nil
	}
	return edtf.FromInput(text, DayOrder())
}
