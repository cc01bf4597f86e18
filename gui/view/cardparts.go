package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

type cardEntry struct {
	widget.BaseWidget
	label string
	value fyne.CanvasObject
}

// HeightFor implements Flexible.
func (e *cardEntry) HeightFor(width float32) float32 {
	return lineHeight(captionSize()) + 1 + heightOf(e.value, width) + 5
}

// CreateRenderer implements fyne.Widget.
func (e *cardEntry) CreateRenderer() fyne.WidgetRenderer {
	label, rule := newText("", captionSize(), muted()), canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{label, e.value, rule}}
	r.layout = func(size fyne.Size) {
		setText(label, e.label, captionSize(), muted(), false)
		h := lineHeight(captionSize())
		label.Resize(fyne.NewSize(size.Width, h))
		e.value.Move(fyne.NewPos(0, h+1))
		e.value.Resize(fyne.NewSize(size.Width, heightOf(e.value, size.Width)))
		setFill(rule, separator())
		rule.Move(fyne.NewPos(0, size.Height-1))
		rule.Resize(fyne.NewSize(size.Width, 1))
	}
	r.min = func() fyne.Size { return fyne.NewSize(100, e.HeightFor(max(e.Size().Width, 100))) }
	r.refresh = func() {
		r.layout(e.Size())
		e.value.Refresh()
		canvas.Refresh(e)
	}
	return r
}

// chipLine is a chip before wrapped text.
type chipLine struct {
	widget.BaseWidget
	chip *Chip
	text *Prose
}

func newChipLine(chip *Chip, text *Prose) *chipLine {
	l := &chipLine{chip: chip, text: text}
	l.ExtendBaseWidget(l)
	return l
}

func (l *chipLine) indent() float32 { return l.chip.MinSize().Width + 6 }

// HeightFor implements Flexible.
func (l *chipLine) HeightFor(width float32) float32 {
	return max(l.chip.MinSize().Height, l.text.HeightFor(width-l.indent()))
}

// CreateRenderer implements fyne.Widget.
func (l *chipLine) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{objects: []fyne.CanvasObject{l.chip, l.text}}
	r.layout = func(size fyne.Size) {
		m := l.chip.MinSize()
		l.chip.Move(fyne.NewPos(0, (lineHeight(textSize())-m.Height)/2+1))
		l.chip.Resize(m)
		l.text.Move(fyne.NewPos(l.indent(), 0))
		l.text.Resize(fyne.NewSize(size.Width-l.indent(), size.Height))
	}
	r.min = func() fyne.Size { return fyne.NewSize(100, l.HeightFor(max(l.Size().Width, 100))) }
	r.refresh = func() {
		r.layout(l.Size())
		l.chip.Refresh()
		l.text.Refresh()
	}
	return r
}

// swatchLine is a colour beside its word.
type swatchLine struct {
	widget.BaseWidget
	tone Tone
	text string
}

func newSwatchLine(tone Tone, text string) *swatchLine {
	s := &swatchLine{tone: tone, text: text}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *swatchLine) CreateRenderer() fyne.WidgetRenderer {
	swatch, text := canvas.NewRectangle(nil), newText("", textSize(), foreground())
	draw := func(size fyne.Size) {
		swatch.CornerRadius = 2
		setFill(swatch, s.tone.Color())
		swatch.Move(fyne.NewPos(0, (size.Height-swatchSize)/2))
		swatch.Resize(fyne.NewSquareSize(swatchSize))
		setText(text, s.text, textSize(), foreground(), false)
		text.Move(fyne.NewPos(swatchSize+6, (size.Height-lineHeight(textSize()))/2))
		text.Resize(fyne.NewSize(size.Width-swatchSize-6, lineHeight(textSize())))
	}
	return &renderer{
		objects: []fyne.CanvasObject{swatch, text},
		layout:  draw,
		min: func() fyne.Size {
			return fyne.NewSize(swatchSize+6+textWidth(s.text, textSize(), fyne.TextStyle{}), lineHeight(textSize()))
		},
		refresh: func() {
			draw(s.Size())
			swatch.FillColor = s.tone.Color()
			canvas.Refresh(s)
		},
	}
}
