package view

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Status is the line at the foot of the window: what holds, what just happened,
// and what is running, with its progress and Cancel.
type Status struct {
	widget.BaseWidget

	text   string
	toast  string
	tone   Tone
	action *Link
	fade   *fyne.Animation
	tasks  []*task
	cut    bool
}

// task is something that runs.
type task struct {
	key, label string
	share      float64 // in [0, 1]; negative: unknown
	cancel     func()
}

// toastTime is how long a toast stays.
const toastTime = 6 * time.Second

// NewStatus makes an empty line.
func NewStatus() *Status {
	s := &Status{}
	s.ExtendBaseWidget(s)
	return s
}

// SetText changes what stands in the line when nothing else does.
func (s *Status) SetText(text string) {
	if s.text != text {
		s.text = text
		s.Refresh()
	}
}

// Text gives what the line shows: the toast while there is one.
func (s *Status) Text() string {
	if s.toast != "" {
		return s.toast
	}
	return s.text
}

// Toast tells for some seconds what happened, with something to do about it
// ("Undo"), if action is not empty. ToneWarn and errors stay until the next.
func (s *Status) Toast(text string, tone Tone, action string, act func()) {
	s.stopFade()
	s.toast, s.tone, s.action = text, tone, nil
	if action != "" && act != nil {
		s.action = NewLink(action, func() {
			s.Clear()
			act()
		})
	}
	s.Refresh()
	if tone == ToneWarn {
		return
	}
	start := true
	s.fade = fyne.NewAnimation(toastTime, func(done float32) {
		// The first tick of a driver without animations is the last one.
		if done == 1 && !start {
			s.Clear()
		}
		start = false
	})
	s.fade.Curve = fyne.AnimationLinear
	s.fade.Start()
}

// Clear takes the toast away.
func (s *Status) Clear() {
	s.stopFade()
	s.toast, s.action = "", nil
	s.Refresh()
}

func (s *Status) stopFade() {
	if s.fade != nil {
		s.fade.Stop()
		s.fade = nil
	}
}

// Start shows that something runs, under a key of its own; cancel may be nil.
func (s *Status) Start(key, label string, cancel func()) {
	s.Done(key)
	s.tasks = append(s.tasks, &task{key, label, -1, cancel})
	s.Refresh()
}

// Progress tells how far it is, as a share in [0, 1]; negative if unknown.
func (s *Status) Progress(key string, share float64) {
	for _, t := range s.tasks {
		if t.key == key && t.share != share {
			t.share = share
			s.Refresh()
		}
	}
}

// Done takes it away.
func (s *Status) Done(key string) {
	for i, t := range s.tasks {
		if t.key == key {
			s.tasks = append(s.tasks[:i:i], s.tasks[i+1:]...)
			s.Refresh()
			return
		}
	}
}

// MouseIn implements desktop.Hoverable: what is cut is told whole.
func (s *Status) MouseIn(e *desktop.MouseEvent) {
	if s.cut {
		showTip(s, s.Text(), e.AbsolutePosition)
	}
}

// MouseMoved implements desktop.Hoverable.
func (s *Status) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *Status) MouseOut() { hideTip(s) }

// CreateRenderer implements fyne.Widget.
func (s *Status) CreateRenderer() fyne.WidgetRenderer {
	text := newText("", captionSize(), muted())
	task, track, done := newText("", captionSize(), foreground()), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	cancel := NewLink(lang.L("Cancel"), func() {
		if len(s.tasks) > 0 && s.tasks[0].cancel != nil {
			s.tasks[0].cancel()
		}
	})
	r := &renderer{}
	const pad, barWidth = 12, 90
	r.layout = func(size fyne.Size) {
		cap := captionSize()
		cancel.size = cap
		h := lineHeight(cap)
		y := (size.Height - h) / 2
		right := size.Width - pad
		running := len(s.tasks) > 0
		task.Hidden, track.Hidden, done.Hidden = !running, !running, !running
		cancel.Hidden = !running || s.tasks[0].cancel == nil
		if running {
			t := s.tasks[0]
			if !cancel.Hidden {
				m := cancel.MinSize()
				right -= m.Width
				cancel.Move(fyne.NewPos(right, y))
				cancel.Resize(fyne.NewSize(m.Width+1, h))
				right -= 10
			}
			right -= barWidth
			track.CornerRadius, done.CornerRadius = 2, 2
			setFill(track, theme.Color(fynetheme.ColorNameInputBorder))
			track.Move(fyne.NewPos(right, size.Height/2-2))
			track.Resize(fyne.NewSize(barWidth, 4))
			setFill(done, primary())
			done.Move(track.Position())
			width := float32(max(t.share, 0)) * barWidth
			if t.share < 0 {
				width = barWidth / 4
			}
			done.Resize(fyne.NewSize(width, 4))
			label := t.label
			if len(s.tasks) > 1 {
				label += "  +" + textOf(len(s.tasks)-1)
			}
			label, _ = fit(label, size.Width*0.4, cap, fyne.TextStyle{})
			setText(task, label, cap, foreground(), false)
			w := task.MinSize().Width
			right -= w + 10
			task.Move(fyne.NewPos(right, y))
			task.Resize(fyne.NewSize(w, h))
			right -= 16
		}
		words, c := s.text, muted()
		room := right - pad
		if s.toast != "" {
			words, c = s.toast, s.tone.TextColor()
		}
		if s.action != nil {
			s.action.size = cap
			room -= s.action.MinSize().Width + 12
		}
		var shown string
		shown, s.cut = fit(words, room, cap, fyne.TextStyle{})
		setText(text, shown, cap, c, false)
		w := textWidth(shown, cap, fyne.TextStyle{})
		text.Move(fyne.NewPos(pad, y))
		text.Resize(fyne.NewSize(w, h))
		if s.action != nil {
			s.action.Move(fyne.NewPos(pad+w+12, y))
			s.action.Resize(fyne.NewSize(s.action.MinSize().Width+1, h))
		}
	}
	r.min = func() fyne.Size { return fyne.NewSize(200, lineHeight(captionSize())+10) }
	r.refresh = func() {
		r.objects = []fyne.CanvasObject{text, task, track, done, cancel}
		if s.action != nil {
			r.objects = append(r.objects, s.action)
		}
		r.layout(s.Size())
		canvas.Refresh(s)
	}
	r.refresh()
	return r
}
