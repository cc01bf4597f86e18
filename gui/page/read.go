package page

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/model"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// What the page of reading shows.
const (
	readLibrary  = iota // the texts of the case
	readChecking        // what is known of a text, before it is taken in
	readDesk            // a text and its candidates
	readFeeds           // the feeds that a person follows
)

// Read is the page on which a text becomes records: the texts of the case, and
// of the one that is open its words at the left and the candidates at the right.
//
// Keys: n and p, j and k, the arrows go through the candidates; a accepts, e
// opens the form, r rejects (R with a reason), c changes the kind, m merges with a
// record on file, g grades, h makes a candidate of selected words, u undoes, U
// undoes the whole reading.
type Read struct {
	s *session.Session
	h Host

	mode   int
	place  *fyne.Container // of what the mode shows
	root   *fyne.Container
	toward fyne.Focusable // where the keyboard goes in this mode

	library *readLibraryView
	check   *readCheck
	feeds   *readFeedList
	run     *readRun
	alike   alikeTexts

	// the desk
	text    *view.Reader
	list    *candidateList
	head    *view.Prose
	notes   *view.Prose
	which   *view.Choice // the main text, or all of it
	detail  *view.Prose
	kind    *view.Choice
	merge   *view.Choice
	grade   *view.Choice
	byHand  *view.Choice
	as      *view.Choice
	state   *view.Choice
	only    *view.Choice
	manner  *view.Choice
	counts  *widget.Label
	why     *Field
	whyBox  *fyne.Container
	useful  *view.Prose
	useWhy  *Field
	right   *fyne.Container // candidates, or the form
	cards   *fyne.Container
	acts    *view.Flow
	tools   *view.Flow
	lower   *fyne.Container
	below   *container.Scroll
	form    *view.Form
	takeIt  *KeyButton
	leaveIt *KeyButton
	formTop *view.Prose
	formBox *fyne.Container
	editing bool
	keyLine *view.Prose
	deskBox *fyne.Container
	ask     *widget.Button

	st       session.State
	path     string    // of the case that is shown
	t        *readText // that is open; nil: none
	r        *readdesk.Reading
	rc       *ledger.Case // for which r was laid out
	gen      uint64       // rises with every laying out: older ones are dropped
	busy     bool         // one runs
	writing  bool         // an edit is on its way to the disk
	queue    []func()     // typed meanwhile
	at       string       // the decision's id of the current candidate
	trail    []string     // decided on, the last at the end: where undo leads
	onward   bool         // when laid out anew, go on to the next open one
	formNext bool         // then open the form
	draft    *readdesk.Draft
	problem  string // why there is no draft
	choices  map[string]readChoice
	verdicts map[string]model.Verdict // by the decision's id; nil: no model was asked
	said     string                   // what just happened, for the key line
	full     bool                     // all of the text is shown, not what is read
	keys     *model.Keys
}

// readChoice is what a person chose for a candidate before accepting it.
type readChoice struct {
	merge       string // the record to cite on
	fresh       bool   // a new record in any case
	modality    reading.Modality
	credibility int // of the citation; 0: as proposed
}

// NewRead makes the page.
func NewRead(s *session.Session, h Host) *Read {
	p := &Read{s: s, h: h, choices: map[string]readChoice{}, keys: modelKeys}
	p.place = container.NewStack()
	p.root = container.NewStack(p.place)
	p.run = newReadRun(p)
	p.library = newReadLibrary(p)
	p.buildDesk()
	p.check = newReadCheck(p)
	p.feeds = newReadFeeds(p)
	p.show(readLibrary)
	return p
}

// modelKeys keeps the keys of language models for all windows.
var modelKeys = &model.Keys{}

// Object implements Page.
func (p *Read) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Read) First() fyne.Focusable { return p.toward }

// show brings one of the page's forms into view.
func (p *Read) show(mode int) {
	p.mode = mode
	switch mode {
	case readLibrary:
		p.place.Objects = []fyne.CanvasObject{p.library.root}
		p.toward = p.library.grid
	case readChecking:
		p.place.Objects = []fyne.CanvasObject{p.check.root}
		p.toward = p.check.title
	case readFeeds:
		p.place.Objects = []fyne.CanvasObject{p.feeds.root}
		p.toward = p.feeds.grid
	default:
		p.place.Objects = []fyne.CanvasObject{p.deskBox}
		p.toward = p.text
	}
	p.place.Refresh()
	p.focus(p.toward)
}

// focus gives the keyboard to a part of the page, which may not have been drawn
// yet: the driver knows what is on a screen from the first frame on.
func (p *Read) focus(obj fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.root); c != nil {
		c.Focus(obj)
	}
}

// Show implements Page.
func (p *Read) Show(st session.State, what session.What) {
	p.st = st
	if st.Path != p.path {
		p.path = st.Path
		p.run.hide()
		p.leave()
		p.alike.forget()
	}
	switch p.mode {
	case readLibrary:
		p.library.draw(st)
	case readDesk:
		if p.t != nil && st.Case != p.rc {
			p.lay()
		}
	case readFeeds:
		p.feeds.draw()
	}
}

// leave closes the text that is open and shows the texts of the case.
func (p *Read) leave() {
	p.t, p.r, p.rc, p.draft, p.at = nil, nil, nil, nil, ""
	p.gen++
	p.busy, p.queue, p.trail, p.onward, p.formNext, p.editing = false, nil, nil, false, false, false
	p.choices, p.verdicts = map[string]readChoice{}, nil
	p.said = ""
	p.library.drawn = nil
	p.library.draw(p.s.State())
	p.show(readLibrary)
}

// who is at the desk.
func (p *Read) who() readdesk.Who { return readdesk.Who{Analyst: p.s.Analyst(), Day: p.s.Today()} }

// words are the reader's word lists, read once.
var words = sync.OnceValues(func() (*reading.Lexicon, error) { return reading.LoadLexicon(assets.Lexicon()) })

// wordsFor gives the word lists with the names of a case.
func wordsFor(c *ledger.Case) (*reading.Lexicon, error) {
	base, err := words()
	if err != nil {
		return nil, err
	}
	return reading.LoadLexicon(assets.Lexicon(), reading.CaseNames(c, base))
}

// TSV implements Copier: the texts of the case, or the candidates of the one
// that is open.
func (p *Read) TSV() string {
	if p.mode == readDesk && p.r != nil {
		return p.candidatesTSV()
	}
	return p.library.grid.TSV()
}

// buildDesk makes the widgets of a text and its candidates.
func (p *Read) buildDesk() {
	p.text = view.NewReader()
	p.text.OnTapped = func(key string) { p.goTo(key) }
	p.text.OnRune = p.typed
	p.text.OnKey = p.key
	p.text.OnSelect = p.selectionChanged
	p.text.OnPaste = p.Paste
	p.text.OnMenu = func(at fyne.Position) { p.h.Menu(p.menu(), at) }
	p.list = newCandidateList(p)

	p.head, p.notes, p.detail = view.NewProse(fynetheme.SizeNameText), view.NewProse(fynetheme.SizeNameCaptionText), view.NewProse(fynetheme.SizeNameText)
	p.useful, p.keyLine = view.NewProse(fynetheme.SizeNameText), view.NewProse(fynetheme.SizeNameCaptionText)
	for _, x := range []*view.Prose{p.head, p.notes, p.detail, p.useful, p.keyLine} {
		x.OnTapped = p.follow
	}
	p.detail.OnMenu = linkMenu(p.s, p.h)

	p.which = view.NewChoice("")
	p.which.OnKey = func(key string) { p.full = key == "full"; p.drawText(); p.focus(p.text) }
	p.kind, p.merge, p.grade, p.byHand, p.as = view.NewChoice(tr("kind:")), view.NewChoice(tr("goes to:")), view.NewChoice(tr("grade:")), view.NewChoice(tr("the words are:")), view.NewChoice(tr("asserted as:"))
	p.kind.SetOptions(kindOptions())
	p.byHand.SetOptions(kindOptions())
	p.kind.OnKey = func(key string) { p.focus(p.text); p.changeKind(reading.Kind(key)) }
	p.byHand.OnKey = func(key string) { p.byHand.SetKey(""); p.focus(p.text); p.make(reading.Kind(key)) }
	p.merge.OnKey = func(key string) { p.focus(p.text); p.mergeWith(key) }
	p.merge.SetSource(p.mergeOptions, p.mergeLabel)
	p.grade.OnKey = func(key string) { p.focus(p.text); p.gradeAs(key) }
	p.as.SetOptions(modalityOptions())
	p.as.OnKey = func(key string) { p.focus(p.text); p.assertedAs(reading.Modality(key)) }

	p.state, p.only, p.manner = view.NewChoice(""), view.NewChoice(tr("kind:")), view.NewChoice(tr("as:"))
	p.state.SetOptions([]view.Option{{Key: "", Label: tr("all candidates")}, {Key: "open", Label: tr("open ones")}, {Key: "done", Label: tr("decided ones")}})
	p.only.SetOptions(append([]view.Option{{Key: "", Label: tr("any")}}, kindOptions()...))
	p.manner.SetOptions(append([]view.Option{{Key: "", Label: tr("any")}}, modalityOptions()...))
	for _, c := range []*view.Choice{p.state, p.only, p.manner} {
		c.OnKey = func(string) { p.filtered(); p.focus(p.text) }
	}
	p.counts = widget.NewLabel("")
	p.counts.Importance = widget.LowImportance
	p.counts.Truncation = fyne.TextTruncateEllipsis

	p.why = NewField(tr("Why is it rejected? Enter keeps the reason."))
	p.why.OnSubmitted = func(text string) { p.whyBox.Hide(); p.focus(p.text); p.reject(text) }
	p.why.OnEscape = func() { p.whyBox.Hide(); p.cards.Refresh(); p.focus(p.text) }
	p.whyBox = container.NewStack(p.why)
	p.whyBox.Hide()
	p.useWhy = NewField(tr("why, if you like; Enter keeps it"))
	p.useWhy.OnSubmitted = func(text string) { p.focus(p.text); p.giveReason(text) }
	p.useWhy.OnEscape = func() { p.focus(p.text) }

	p.acts = view.NewFlow(4, append(p.actChips(), p.kind, p.as, p.merge)...)
	filters := view.NewFlow(4, p.state, p.only, p.manner)
	foot := container.New(readColumn{}, p.acts, p.whyBox, p.useful, p.useWhy)
	scroll := container.NewVScroll(container.New(readColumn{}, p.detail))
	p.lower = container.New(footed{}, scroll, foot)
	p.below = scroll
	split := container.NewVSplit(p.list, p.lower)
	split.Offset = .38
	p.cards = container.New(headed{}, container.New(readColumn{}, filters, p.counts), split)
	p.formTop = view.NewProse(fynetheme.SizeNameText)
	p.formTop.OnTapped = p.follow
	p.form = view.NewForm(lookup{p.s})
	p.form.EnterSubmits = true
	p.form.OnSubmit = p.keepForm
	p.form.OnOpen = p.s.Select
	p.form.OnNew = p.newInForm
	p.takeIt, p.leaveIt = NewKeyButton(tr("Accept  (Enter)"), p.form.Submit), NewKeyButton(tr("Leave  (Esc)"), p.CancelForm)
	p.takeIt.Importance = widget.HighImportance
	p.takeIt.OnEscape, p.leaveIt.OnEscape = p.CancelForm, p.CancelForm
	p.formBox = container.New(headed{}, container.New(readColumn{}, p.formTop, container.NewHBox(p.takeIt, p.leaveIt)), container.NewPadded(p.form))
	p.formBox.Hide()
	p.right = container.NewStack(p.cards, p.formBox)

	back := widget.NewButton(tr("All texts"), func() { p.act(p.leave) })
	next := widget.NewButton(tr("Next text"), func() { p.act(p.nextText) })
	p.ask = widget.NewButton(tr("Ask the model…"), p.askModel)
	p.byHand.Hide()
	p.tools = view.NewFlow(4, back, next, p.which, p.grade, p.byHand, p.ask)
	tools := p.tools
	left := container.New(headed{}, container.New(readColumn{}, tools, p.head, p.notes), container.NewPadded(p.text))
	sides := container.NewHSplit(left, p.right)
	sides.Offset = .54
	p.deskBox = container.NewBorder(nil, container.New(readColumn{}, p.keyLine), nil, nil, sides)
}

// footed gives the second object the height it needs at its width, and the rest
// to the first.
type footed struct{}

// Layout implements fyne.Layout.
func (footed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, foot := objects[0], objects[1]
	foot.Resize(fyne.NewSize(size.Width, foot.MinSize().Height)) // texts break at this width
	h := min(foot.MinSize().Height, size.Height)
	place(foot, 0, size.Height-h, size.Width, h)
	place(body, 0, 0, size.Width, size.Height-h)
}

// MinSize implements fyne.Layout.
func (footed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, 120) }

// readColumn lays objects below each other, as high as they are at the width.
type readColumn struct{}

// Layout implements fyne.Layout.
func (readColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(4)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width-16, o.MinSize().Height)) // texts break at this width
		h := o.MinSize().Height
		if f, ok := o.(view.Flexible); ok {
			h = f.HeightFor(size.Width - 16)
		}
		place(o, 8, y, size.Width-16, h)
		y += h + 5
	}
}

// MinSize implements fyne.Layout.
func (readColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(4)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if f, ok := o.(view.Flexible); ok && o.Size().Width > 0 {
			h += f.HeightFor(o.Size().Width) + 5
			continue
		}
		h += o.MinSize().Height + 5
	}
	return fyne.NewSize(leastWidth, h)
}
