package page

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	counts  *view.Prose
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
	early   bool // the form has no keyboard yet: letters still come in a row
	keyLine *view.Prose
	deskBox *fyne.Container
	ask     *widget.Button

	st       session.State
	path     string    // of the case that is shown
	placed   bool      // the page was shown once: it stands in a window
	t        *readText // that is open; nil: none
	r        *readdesk.Reading
	rc       *ledger.Case // for which r was laid out
	gen      uint64       // rises with every laying out: older ones are dropped
	busy     bool         // one runs
	writing  bool         // an edit is on its way to the disk
	undoing  bool         // or taken back
	queue    []func()     // typed meanwhile
	undrawn  bool         // laid out and not drawn: more was typed
	pressed  time.Time    // when Accept was pressed last
	at       string       // the decision's id of the current candidate
	trail    []string     // decided on, the last at the end: where undo leads
	onward   bool         // when laid out anew, go on to the next open one
	formNext bool         // then open the form
	drafted
	choices  map[string]readChoice
	verdicts map[string]model.Verdict // by the decision's id; nil: no model was asked
	said     string                   // what just happened, for the key line
	full     bool                     // all of the text is shown, not what is read
	keys     *model.Keys
}

// drafted is what accepting the current candidate would write.
type drafted struct {
	draft   *readdesk.Draft
	problem string         // why there is no draft
	ready   *readdesk.Edit // that writes the draft as it is; nil: it lacks something
	readyBy readdesk.Who
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

// Framed is a Host that knows the window it is in.
type Framed interface{ Frame() fyne.Window }

// window gives the window of the page; nil for none. A page that was opened just
// now and not drawn yet is not known to the driver: then the host knows.
func (p *Read) window() fyne.Window {
	if win := windowOf(p.root); win != nil {
		return win
	}
	if h, ok := p.h.(Framed); ok {
		return h.Frame()
	}
	return nil
}

// focus gives the keyboard to a part of the page, which may not have been drawn
// yet: the driver knows what is on a screen from the first frame on.
func (p *Read) focus(obj fyne.Focusable) {
	if win := p.window(); win != nil && p.placed {
		win.Canvas().Focus(obj)
	}
}

// Show implements Page.
func (p *Read) Show(st session.State, what session.What) {
	p.st, p.placed = st, true
	if what.Has(session.CaseChanged) {
		p.undoing = false
	}
	if st.Path != p.path {
		p.path, p.writing = st.Path, false // what the other case was being written is its own
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
		} else {
			p.drain()
		}
	case readFeeds:
		p.feeds.draw()
	}
}

// leave closes the text that is open and shows the texts of the case.
func (p *Read) leave() {
	p.t, p.r, p.rc, p.drafted, p.at = nil, nil, nil, drafted{}, ""
	p.gen++
	p.busy, p.undoing, p.undrawn, p.queue, p.trail, p.onward, p.formNext, p.editing, p.early = false, false, false, nil, nil, false, false, false, false
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

// tellHere says something in the key line.
func (p *Read) tellHere(text string) {
	p.said = text
	p.drawKeys()
}

// sayAnywhere says something where the person looks.
func (p *Read) sayAnywhere(s span) {
	if p.mode == readDesk {
		p.tellHere(s.Text)
		return
	}
	p.library.say(s)
}
