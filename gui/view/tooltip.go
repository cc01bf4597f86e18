package view

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

const (
	tooltipDelay = 500 * time.Millisecond
	tooltipWidth = 360
)

// TooltipLayer is the ground of a window: its content, and above it the one
// tooltip that shows. An overlay of the canvas would take the mouse from what
// lies under it; the layer lets it through. Set it as the window's content.
type TooltipLayer struct {
	widget.BaseWidget

	content fyne.CanvasObject
	box     *canvas.Rectangle
	lines   []*canvas.Text
	text    string
	at      fyne.Position
	owner   fyne.CanvasObject
	timer   *fyne.Animation
}

// NewTooltipLayer lays tooltips over content.
func NewTooltipLayer(content fyne.CanvasObject) *TooltipLayer {
	l := &TooltipLayer{content: content, box: canvas.NewRectangle(nil)}
	l.box.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// SetContent changes what lies under the tooltips.
func (l *TooltipLayer) SetContent(content fyne.CanvasObject) {
	l.content = content
	l.hide(l.owner)
	l.Refresh()
}

// Text gives the tooltip that shows; empty for none.
func (l *TooltipLayer) Text() string { return l.text }

// layerOf finds the layer of the window in which obj is; nil for none.
func layerOf(obj fyne.CanvasObject) *TooltipLayer {
	c := canvasOf(obj)
	if c == nil {
		return nil
	}
	l, _ := c.Content().(*TooltipLayer)
	return l
}

// showTip shows text beside the mouse at an absolute position after a moment,
// for as long as owner does not hide it.
func showTip(owner fyne.CanvasObject, text string, at fyne.Position) {
	l := layerOf(owner)
	if l == nil || text == "" {
		return
	}
	if l.owner == owner && l.text == text {
		return
	}
	l.hide(l.owner)
	l.owner = owner
	l.timer = fyne.NewAnimation(tooltipDelay, func(done float32) {
		if done == 1 && l.owner == owner {
			l.text, l.at = text, at
			l.Refresh()
		}
	})
	l.timer.Curve = fyne.AnimationLinear
	l.timer.Start()
}

// hideTip takes the tooltip of owner away.
func hideTip(owner fyne.CanvasObject) {
	if l := layerOf(owner); l != nil {
		l.hide(owner)
	}
}

func (l *TooltipLayer) hide(owner fyne.CanvasObject) {
	if l.owner != owner || owner == nil {
		return
	}
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	l.owner = nil
	if l.text != "" {
		l.text = ""
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *TooltipLayer) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{}
	r.layout = func(size fyne.Size) {
		l.content.Resize(size)
		l.place(size)
	}
	r.min = func() fyne.Size { return l.content.MinSize() }
	r.refresh = func() {
		l.build()
		r.objects = r.objects[:0]
		r.objects = append(r.objects, l.content, l.box)
		for _, t := range l.lines {
			r.objects = append(r.objects, t)
		}
		if l.content.Size() != l.Size() {
			l.content.Resize(l.Size())
		}
		l.place(l.Size())
		canvas.Refresh(l)
	}
	r.refresh()
	return r
}

// build makes the lines of the tooltip.
func (l *TooltipLayer) build() {
	l.lines = l.lines[:0]
	if l.text == "" {
		l.box.Hide()
		return
	}
	size := captionSize()
	for _, line := range wrapText(l.text, tooltipWidth, size) {
		l.lines = append(l.lines, newText(line, size, foreground()))
	}
	l.box.FillColor = theme.Color(fynetheme.ColorNameOverlayBackground)
	l.box.StrokeColor = separator()
	l.box.StrokeWidth = 1
	l.box.CornerRadius = 4
	l.box.Show()
}

// place puts the tooltip below and right of the mouse, or where it fits.
func (l *TooltipLayer) place(size fyne.Size) {
	if l.text == "" {
		return
	}
	const pad = 6
	h := lineHeight(captionSize())
	w := float32(0)
	for _, t := range l.lines {
		w = max(w, t.MinSize().Width)
	}
	box := fyne.NewSize(w+2*pad, h*float32(len(l.lines))+2*pad)
	x := max(0, min(l.at.X+8, size.Width-box.Width-2))
	y := l.at.Y + 18
	if y+box.Height > size.Height {
		y = max(0, l.at.Y-box.Height-8)
	}
	l.box.Move(fyne.NewPos(x, y))
	l.box.Resize(box)
	for i, t := range l.lines {
		t.Move(fyne.NewPos(x+pad, y+pad+float32(i)*h))
		t.Resize(fyne.NewSize(w, h))
	}
}

// WithTooltip gives obj with a text that shows while the mouse rests on it.
// The window's content must be a TooltipLayer.
func WithTooltip(obj fyne.CanvasObject, text string) *Tooltip {
	t := &Tooltip{object: obj, text: text}
	t.sensor = &tooltipSensor{owner: t}
	t.sensor.ExtendBaseWidget(t.sensor)
	t.ExtendBaseWidget(t)
	return t
}

// Tooltip is an object with a tooltip.
type Tooltip struct {
	widget.BaseWidget

	object fyne.CanvasObject
	text   string
	sensor *tooltipSensor
}

// SetText changes the tooltip; empty shows none.
func (t *Tooltip) SetText(text string) {
	t.text = text
	hideTip(t)
}

// CreateRenderer implements fyne.Widget.
func (t *Tooltip) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		objects: []fyne.CanvasObject{t.object, t.sensor},
		layout: func(size fyne.Size) {
			t.object.Resize(size)
			t.sensor.Resize(size)
		},
		min:     func() fyne.Size { return t.object.MinSize() },
		refresh: func() { t.object.Refresh() },
	}
}

// tooltipSensor lies over the object and hears the mouse move; it is neither
// tapped nor focused, so that the object still is. What it hears it hands on.
type tooltipSensor struct {
	widget.BaseWidget
	owner *Tooltip
}

// CreateRenderer implements fyne.Widget.
func (s *tooltipSensor) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{layout: func(fyne.Size) {}, min: func() fyne.Size { return fyne.Size{} }, refresh: func() {}}
}

// MouseIn implements desktop.Hoverable.
func (s *tooltipSensor) MouseIn(e *desktop.MouseEvent) {
	if h, ok := s.owner.object.(desktop.Hoverable); ok {
		h.MouseIn(e)
	}
	showTip(s.owner, s.owner.text, e.AbsolutePosition)
}

// MouseMoved implements desktop.Hoverable.
func (s *tooltipSensor) MouseMoved(e *desktop.MouseEvent) {
	if h, ok := s.owner.object.(desktop.Hoverable); ok {
		h.MouseMoved(e)
	}
}

// MouseOut implements desktop.Hoverable.
func (s *tooltipSensor) MouseOut() {
	if h, ok := s.owner.object.(desktop.Hoverable); ok {
		h.MouseOut()
	}
	hideTip(s.owner)
}

// Cursor implements desktop.Cursorable.
func (s *tooltipSensor) Cursor() desktop.Cursor {
	if c, ok := s.owner.object.(desktop.Cursorable); ok {
		return c.Cursor()
	}
	return desktop.DefaultCursor
}
