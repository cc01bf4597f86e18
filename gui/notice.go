package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/view"
)

// action is something to do about a notice.
type action struct {
	title string
	do    func()
}

// mostNotices is how many are in view; an older one makes room.
const mostNotices = 3

// notices are lines below the question that say what a person should know and
// may do something about; they are in nobody's way.
type notices struct {
	w     *Window
	lines []*notice
	root  *fyne.Container
}

// notice is one of them.
type notice struct {
	text *view.Prose
	root fyne.CanvasObject
}

func newNotices(w *Window) *notices {
	n := &notices{w: w, root: container.NewVBox()}
	n.root.Hide()
	return n
}

// show adds a line. One that says the same already is not said twice.
func (n *notices) show(tone view.Tone, text string, actions ...action) {
	for _, l := range n.lines {
		if strings.HasPrefix(l.text.String(), text) {
			return
		}
	}
	l := &notice{text: view.NewProse("")}
	spans := []view.Span{{Text: text, Tone: tone}}
	for _, a := range actions {
		spans = append(spans, view.Span{Text: "   "}, view.Span{Text: a.title, Key: a.title})
	}
	spans = append(spans, view.Span{Text: "   "}, view.Span{Text: lang.L("Dismiss"), Key: "dismiss", Tone: view.ToneMuted})
	l.text.SetSpans(spans)
	l.text.OnTapped = func(key string) {
		n.drop(l)
		for _, a := range actions {
			if a.title == key {
				a.do()
				return
			}
		}
	}
	l.root = container.NewVBox(container.New(layout.NewCustomPaddedLayout(6, 4, 16, 16), container.New(asTall{}, l.text)), widget.NewSeparator())
	n.lines = append(n.lines, l)
	if len(n.lines) > mostNotices {
		n.lines = n.lines[1:]
	}
	n.draw()
}

// drop takes a line away.
func (n *notices) drop(l *notice) {
	var left []*notice
	for _, x := range n.lines {
		if x != l {
			left = append(left, x)
		}
	}
	n.lines = left
	n.draw()
}

// hide takes all lines away.
func (n *notices) hide() {
	if len(n.lines) > 0 {
		n.lines = nil
		n.draw()
	}
}

func (n *notices) draw() {
	n.root.Objects = nil
	for _, l := range n.lines {
		n.root.Add(l.root)
	}
	n.root.Hidden = len(n.lines) == 0
	n.root.Refresh()
	if c := n.w.win.Content(); c != nil {
		c.Refresh()
	}
}

// says is the text in view; empty for none.
func (n *notices) says() string {
	var all []string
	for _, l := range n.lines {
		all = append(all, l.text.String())
	}
	return strings.Join(all, "\n")
}

// asTall gives its one object the height that its text needs at the width there is.
type asTall struct{}

// Layout implements fyne.Layout.
func (asTall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (asTall) MinSize(objects []fyne.CanvasObject) fyne.Size {
	for _, o := range objects {
		if p, ok := o.(*view.Prose); ok && p.Size().Width > 0 {
			return fyne.NewSize(200, p.HeightFor(p.Size().Width))
		}
	}
	return objects[0].MinSize()
}
