package page

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// shaOf is the SHA-256 of some bytes, hexadecimal.
func shaOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// readCheck shows a text before it is taken in, with what is known of it for a
// person to check: who says so, and when, is what the reader resolves names and
// dates by.
type readCheck struct {
	p                                           *Read
	text                                        *view.Reader
	title, author, publisher, date, lang, where *Field
	kind, grade, which                          *view.Choice
	copyOf                                      *widget.Check
	says                                        *view.Prose
	ready                                       *KeyButton
	root                                        fyne.CanvasObject
	k                                           *taken
	feed                                        bool // it comes from the list of feeds, and that is where leaving it leads
}

func newReadCheck(p *Read) *readCheck {
	f := &readCheck{p: p, text: view.NewReader(), says: view.NewProse("")}
	field := func(hint string) *Field {
		x := NewField(hint)
		x.OnSubmitted = func(string) { f.take() }
		x.OnEscape = f.leave
		return x
	}
	f.title, f.author, f.publisher = field(tr("what it is called")), field(tr("who wrote it")), field(tr("who published it"))
	f.date, f.lang, f.where = field(tr("8 October 2025, or 2025-10")), field(tr("en, ru, fa …")), field(tr("address, if it has one"))
	f.kind, f.grade, f.which = view.NewChoice(""), view.NewChoice(""), view.NewChoice("")
	var types []view.Option
	for _, t := range ledger.SourceTypes {
		types = append(types, view.Option{Key: t, Label: tr(t)})
	}
	f.kind.SetOptions(types)
	var grades []view.Option
	for _, o := range gradeOptions()[:len(ledger.Reliabilities)] {
		word, _, _ := strings.Cut(o.Detail, ":")
		grades = append(grades, view.Option{Key: o.Key, Label: o.Key + " " + word, Detail: o.Detail})
	}
	f.grade.SetOptions(grades)
	f.which.OnKey = func(string) { f.drawText() }
	f.copyOf = widget.NewCheck("", nil)
	f.ready = NewKeyButton(tr("Read it  (Enter)"), f.take)
	f.ready.Importance = widget.HighImportance
	f.ready.OnEscape = f.leave
	leave := NewKeyButton(tr("Leave it  (Esc)"), f.leave)
	leave.OnEscape = f.leave
	form := widget.NewForm(
		widget.NewFormItem(tr("Title"), f.title), widget.NewFormItem(tr("Author"), f.author), widget.NewFormItem(tr("Publisher"), f.publisher),
		widget.NewFormItem(tr("Date"), f.date), widget.NewFormItem(tr("Language"), f.lang), widget.NewFormItem(tr("Address"), f.where),
		widget.NewFormItem(tr("Type"), f.kind), widget.NewFormItem(tr("Grade"), f.grade), widget.NewFormItem(tr("What is read"), f.which),
	)
	f.text.OnKey = func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyEscape:
			f.leave()
		case fyne.KeyReturn, fyne.KeyEnter:
			f.take()
		default:
			return false
		}
		return true
	}
	right := container.NewVScroll(container.New(readColumn{}, f.says, form, f.copyOf, container.NewHBox(f.ready, leave)))
	sides := container.NewHSplit(container.NewPadded(f.text), right)
	sides.Offset = .52
	f.root = sides
	return f
}

// leave goes back to where the text came from.
func (f *readCheck) leave() {
	f.k = nil
	f.p.leave()
	if f.feed {
		f.p.OpenFeeds()
		f.p.focus(f.p.feeds.grid)
	}
}

// linkFetch asks for the page of which a feed gives a summary.
const linkFetch = "read:fetch"

// begin shows a text.
func (f *readCheck) begin(k *taken) {
	f.k, f.feed = k, f.p.mode == readFeeds
	s := k.source
	f.title.SetText(s.Title)
	f.author.SetText(s.Author)
	f.publisher.SetText(s.Publisher)
	f.date.SetText(s.Date.String())
	f.lang.SetText(s.Language)
	f.where.SetText(s.URL)
	f.kind.SetKey(s.Type)
	f.grade.SetKey("F")
	full, main := len(strings.Fields(k.text.Full)), len(strings.Fields(k.text.Extract))
	f.which.SetOptions([]view.Option{{Key: "main", Label: tr("the main text"), Detail: count(main, "word")}, {Key: "full", Label: tr("all of the text"), Detail: count(full, "word")}})
	f.which.SetKey("main")
	if k.text.Full == k.text.Extract {
		f.which.SetOptions([]view.Option{{Key: "main", Label: tr("all of the text"), Detail: count(full, "word")}})
	}

	spans := []span{strong(tr("Check what is known of the text")), say("\n"), mute(tr("The date and the publisher decide how “yesterday”, “the president” and “we” are read."))}
	c := f.p.s.State().Case
	known := sourceOf(c, k.sha)
	if known != nil {
		spans = append(spans, say("\n"), warn(tr("This text is in the case already: ")), link(known.Name(), known.ID), warn(". "+tr("Reading it again opens it.")))
	}
	f.copyOf.Hide()
	if of := sourceOf(c, k.repeats); of != nil && of != known {
		f.copyOf.SetText(trf("It repeats “%s” (%s of its words): one voice with it", shortened(of.Name(), 40), percent(k.shared)))
		f.copyOf.SetChecked(true)
		f.copyOf.Show()
	}
	if s.Date.IsZero() {
		spans = append(spans, say("\n"), warn(tr("The text gives no date; enter one if you can.")))
	}
	if s.Language != "" && !strings.HasPrefix(s.Language, "en") {
		spans = append(spans, say("\n"), warn(trf("It is in %s: it is kept, and candidates are made by hand.", languageName(s.Language))))
	}
	for _, n := range k.text.Notes {
		spans = append(spans, say("\n"), mute(inTongue(n)))
	}
	if f.feed && strings.HasPrefix(s.URL, "http") {
		spans = append(spans, say("\n"), link(tr("Fetch the whole page"), linkFetch))
	}
	f.says.OnTapped = func(to string) {
		if to == linkFetch {
			f.p.askAddress(s.URL)
			return
		}
		f.p.s.Select(to)
	}
	f.says.SetSpans(spans)
	f.drawText()
	f.p.show(readChecking)
	if s.Date.IsZero() {
		f.p.toward = f.date
		f.p.focus(f.date)
	}
}

// sourceOf gives the source with a stored document; nil where there is none.
func sourceOf(c *ledger.Case, sha string) *ledger.Source {
	if sha == "" {
		return nil
	}
	for _, s := range c.Sources() {
		if s.Document == sha {
			return s
		}
	}
	return nil
}

func shortened(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}

func (f *readCheck) drawText() {
	text := f.k.text.Extract
	if f.which.Key() == "full" {
		text = f.k.text.Full
	}
	f.text.SetText(text)
	if f.which.Key() == "full" {
		t := readText{text: f.k.text, words: f.k.text.Extract}
		t.compare()
		f.text.SetLeft(t.left)
	}
}

// take takes the text in as the form has it, and reads it.
func (f *readCheck) take() {
	p, k := f.p, f.k
	if k == nil {
		return
	}
	day, err := dateOf(f.date.Text)
	if err != nil {
		f.says.SetSpans([]span{warn(trf("The date %q cannot be read: write 8 October 2025, 2025-10 or 2025.", f.date.Text))})
		f.p.focus(f.date)
		return
	}
	f.k = nil // once
	s := &k.source
	s.Title, s.Author, s.Publisher = strings.TrimSpace(f.title.Text), strings.TrimSpace(f.author.Text), strings.TrimSpace(f.publisher.Text)
	s.Date, s.Language, s.URL = day, strings.TrimSpace(f.lang.Text), strings.TrimSpace(f.where.Text)
	s.Type, s.Reliability = f.kind.Key(), f.grade.Key()
	if f.which.Key() == "full" {
		s.Tags = append(slices.Clone(s.Tags), wholeTag)
	}
	if !f.copyOf.Visible() || !f.copyOf.Checked {
		k.repeats = ""
	}
	c := p.s.State().Case
	p.s.WithTexts(trf("Reading %s", shortened(s.Title, 40)), false, func(ctx context.Context, docs session.Documents) (func(), error) {
		if err := k.store(ctx, docs); err != nil {
			return nil, err
		}
		lex, err := wordsFor(c)
		if err != nil {
			return nil, err
		}
		words := k.text.Extract
		if slices.Contains(s.Tags, wholeTag) {
			words = k.text.Full
		}
		k.count = len(reading.Read(words, readdesk.MetaOf(s), lex))
		return func() { p.enter([]*taken{k}, nil, tongue.Local(fmt.Sprintf("Read “%s”", shortened(s.Title, 60)))) }, nil
	})
}
