package page

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// readRun is the line that tells how far the taking in of many texts is.
type readRun struct {
	p     *Read
	label *widget.Label
	bar   *widget.ProgressBar
	root  *fyne.Container
	name  string // of the work; empty: none runs
	// onShow hears how many are done; nil: nobody listens.
	onShow func(done int)
}

func newReadRun(p *Read) *readRun {
	r := &readRun{p: p, label: widget.NewLabel(""), bar: widget.NewProgressBar()}
	r.label.Truncation = fyne.TextTruncateEllipsis
	stop := view.NewLink(tr("Stop"), p.Stop)
	r.root = container.NewBorder(nil, nil, nil, container.NewHBox(container.NewGridWrap(fyne.NewSize(160, 18), r.bar), container.NewPadded(stop)), r.label)
	r.root.Hide()
	return r
}

// Stop ends the taking in that runs.
func (p *Read) Stop() {
	for _, t := range p.s.State().Tasks {
		if p.run.name != "" && t.Name == p.run.name {
			p.s.Cancel(t.ID)
		}
	}
}

func (r *readRun) show(text string, done, total int) {
	r.label.SetText(tongue.Local(text))
	if total > 0 {
		r.bar.SetValue(float64(done) / float64(total))
	}
	if r.onShow != nil {
		r.onShow(done)
	}
	if !r.root.Visible() {
		r.root.Show()
		r.p.library.root.Refresh()
	}
}

func (r *readRun) hide() {
	r.name = ""
	r.root.Hide()
	r.p.library.root.Refresh()
}

// often is how seldom progress is told: the eye needs no more.
const often = 80 * time.Millisecond

// stopped says that a person stopped it before anything was read.
func (p *Read) stopped(n int) {
	p.library.say(warn(trf("Stopped after %s were opened: none was taken in.", count(n, "text"))))
}

// partly offers what was read before a person stopped it.
func (p *Read) partly(done []*taken, of int) {
	text := trf("Stopped after %d of %s: none was taken in.", len(done), count(of, "text"))
	if len(done) == 0 {
		p.library.say(warn(text))
		return
	}
	p.library.says.OnTapped = func(string) {
		p.library.say()
		p.enter(done, nil, tr("Take in")+" "+count(len(done), "text"))
	}
	p.library.say(warn(text+" "), link(trf("Take in these %d", len(done)), "read:partly"))
}
