// Package page holds the pages of the window and the inspector beside them. A
// page draws a session.State with the widgets of package view; it computes
// nothing and keeps nothing but what is drawn.
package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/gui/session"
)

// Page is one page of the window.
type Page interface {
	// Object is what the window shows; always the same.
	Object() fyne.CanvasObject
	// Show draws a state. It is called when the page is in view and something
	// changed, and when the page comes into view after a change.
	Show(st session.State, what session.What)
}

// Copier is a page from which a table can be copied.
type Copier interface {
	// TSV gives the selected rows as tab-separated text, all where none is.
	TSV() string
}

// Chooser is a page in whose table records are chosen.
type Chooser interface {
	// Chosen gives the ids of the chosen rows; of all where none is.
	Chosen() []string
}

// Focuser is a page that says where the keyboard goes when it is opened.
type Focuser interface {
	First() fyne.Focusable
}

// Host is what a page needs of the window around it.
type Host interface {
	// Do runs a command of the menu by its name.
	Do(command string)
	// Menu opens a menu at a place of the window.
	Menu(items []*fyne.MenuItem, at fyne.Position)
}

// FileTaker is a page that takes files that are dropped while it is in view.
type FileTaker interface {
	// TakesFiles reports whether it took them, all of them.
	TakesFiles(paths []string) bool
}

// Entry is a page in the list at the left.
type Entry struct {
	Name string // as the list shows it
	Help string // what it is for, one line
	New  func(*session.Session, Host) Page
}

// Pages are the pages in the order of the list; the first nine have the
// shortcuts 1 to 9.
var Pages = []Entry{
	{"Answer", "Can the relier count on the partner, and why", func(s *session.Session, h Host) Page { return NewAnswer(s, h).menus() }},
	{"Timeline", "Moments, conduct, pledges and the answer in their time", func(s *session.Session, h Host) Page { return NewTimeline(s, h) }},
	{"Pledges", "What was promised, and what became of it", func(s *session.Session, h Host) Page { return NewPledges(s, h) }},
	{"Moments", "When somebody was in need, and what each partner gave", func(s *session.Session, h Host) Page { return NewMomentGrid(s, h) }},
	{"Balance", "Who gave what to whom, by channel and over time", func(s *session.Session, h Host) Page { return NewBalance(s, h) }},
	{"Events", "What event data say: who did what to whom, how soon, in what tone, and who kept quiet", func(s *session.Session, h Host) Page { return NewEvents(s, h) }},
	{"Readings", "Which reading of the partner’s conduct the record supports", func(s *session.Session, h Host) Page { return NewReadings(s, h) }},
	{"What if", "Who is hit first if somebody erodes, and who learns from it", func(s *session.Session, h Host) Page { return NewWhatIf(s, h).menus() }},
	{"Read", "From a text to the record: candidates to accept, edit or reject", func(s *session.Session, h Host) Page { return NewRead(s, h) }},
	{"Sources", "Who says so, and how far to trust it", func(s *session.Session, h Host) Page { return NewSources(s, h) }},
	{"Brief", "The answer as a document, to read and to hand on", func(s *session.Session, h Host) Page { return NewBrief(s, h) }},
	{"Records", "Everything in the case, by kind", func(s *session.Session, h Host) Page { return NewRecords(s, h) }},
	{"Compare", "Two questions side by side, at first the one and its reverse", func(s *session.Session, h Host) Page { return NewCompare(s, h).menus() }},
	{"Votes", "How alike two states vote in the General Assembly, and how on each other", func(s *session.Session, h Host) Page { return NewVotes(s, h) }},
	{"Forecasts", "What was foretold, what falls due, and how well it was told", func(s *session.Session, h Host) Page { return NewForecasts(s, h) }},
	{"History", "What was done to the case, by whom, and the way back", func(s *session.Session, h Host) Page { return NewEdits(s, h) }},
}

// command is how a link in a text names a command of the menu.
const command = "do:"

// follow goes where a link leads: to a command, a record or a figure.
func follow(s *session.Session, h Host, to string) {
	if name, ok := strings.CutPrefix(to, command); ok {
		h.Do(name)
		return
	}
	if _, ok := s.State().Case.Get(to); ok {
		s.Select(to)
		return
	}
	s.Explain(to)
}
