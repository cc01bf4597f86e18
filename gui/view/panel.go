package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Panel is a titled card: a small title in capitals, a quiet border, and one
// content. Panels do not stand in panels.
type Panel struct {
	widget.BaseWidget

	title   string
	content fyne.CanvasObject
	action  fyne.CanvasObject // at the right of the title; may be nil
}

const panelPadding = 12

// NewPanel makes a panel.
func NewPanel(title string, content fyne.CanvasObject) *Panel {
	p := &Panel{title: title, content: content}
	p.ExtendBaseWidget(p)
	return p
}

// SetTitle changes the title.
func (p *Panel) SetTitle(title string) {
	if p.title != title {
		p.title = title
		p.Refresh()
	}
}

// SetContent changes the content.
func (p *Panel) SetContent(content fyne.CanvasObject) {
	p.content = content
	p.Refresh()
}

// SetAction puts an object, such as a Link, at the right of the title.
func (p *Panel) SetAction(action fyne.CanvasObject) {
	p.action = action
	p.Refresh()
}

func (p *Panel) titleHeight() float32 {
	if p.title == "" && p.action == nil {
		return 0
	}
	return lineHeight(captionSize()) + 8
}

// HeightFor implements Flexible.
func (p *Panel) HeightFor(width float32) float32 {
	h := p.titleHeight() + 2*panelPadding
	if p.content != nil {
		h += heightOf(p.content, width-2*panelPadding)
	}
	return h
}

// CreateRenderer implements fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	title := newText("", captionSize(), muted())
	r := &renderer{}
	r.layout = func(size fyne.Size) {
		ground.Resize(size)
		inner := size.Width - 2*panelPadding
		right := float32(0)
		if p.action != nil {
			m := p.action.MinSize()
			right = m.Width + 8
			p.action.Move(fyne.NewPos(size.Width-panelPadding-m.Width, panelPadding+(lineHeight(captionSize())-m.Height)/2))
			p.action.Resize(m)
		}
		shown, _ := fit(strings.ToUpper(p.title), inner-right, captionSize(), fyne.TextStyle{Bold: true})
		setText(title, shown, captionSize(), muted(), true)
		title.Move(fyne.NewPos(panelPadding, panelPadding))
		title.Resize(fyne.NewSize(inner-right, lineHeight(captionSize())))
		top := panelPadding + p.titleHeight()
		if p.content != nil {
			p.content.Move(fyne.NewPos(panelPadding, top))
			p.content.Resize(fyne.NewSize(inner, max(0, size.Height-top-panelPadding)))
		}
	}
	r.min = func() fyne.Size {
		m := fyne.Size{}
		if p.content != nil {
			m = p.content.MinSize()
		}
		return fyne.NewSize(m.Width+2*panelPadding, m.Height+2*panelPadding+p.titleHeight())
	}
	r.refresh = func() {
		ground.FillColor = theme.Color(theme.ColorNameSurface)
		ground.StrokeColor = separator()
		ground.StrokeWidth = 1
		ground.CornerRadius = 8
		ground.Refresh()
		r.objects = append(r.objects[:0], ground, title)
		if p.content != nil {
			r.objects = append(r.objects, p.content)
		}
		if p.action != nil {
			r.objects = append(r.objects, p.action)
		}
		if p.Size().Width > 0 {
			r.layout(p.Size())
		}
		canvas.Refresh(p)
	}
	r.refresh()
	return r
}
