package view

import (
	"encoding/json"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// rungEditor edits a rung: seven buttons from opposed to fought beside, each
// with its sign and colour, and the word of the one chosen. Left and Right
// move, a digit or a sign and a digit chooses.
type rungEditor struct {
	widget.BaseWidget
	block   *fieldBlock
	rung    ledger.Rung
	chosen  bool
	at      ledger.Rung // under the keyboard
	over    int         // under the mouse; -1: none
	focused bool
	minus   bool // a minus was typed
}

func newRungEditor(b *fieldBlock) *rungEditor {
	r := &rungEditor{block: b, over: -1}
	r.ExtendBaseWidget(r)
	return r
}

// set implements editor.
func (r *rungEditor) set(v any) {
	n, ok := v.(json.Number)
	i, err := strconv.Atoi(n.String())
	r.chosen = ok && err == nil
	r.rung = ledger.Rung(i)
	r.at = r.rung
	r.Refresh()
}

// object implements editor.
func (r *rungEditor) object() fyne.CanvasObject { return r }

// get implements editor.
func (r *rungEditor) get() (any, []FieldError) {
	if !r.chosen {
		return nil, nil
	}
	return json.Number(strconv.Itoa(int(r.rung))), nil
}

// show implements editor.
func (r *rungEditor) show(notes []note) []note { return notes }

// focus implements editor.
func (r *rungEditor) focus(string) { focusOn(r) }

func (r *rungEditor) choose(rung ledger.Rung) {
	if !rung.Valid() {
		return
	}
	r.at = rung
	if !r.chosen || r.rung != rung {
		r.rung, r.chosen = rung, true
		r.block.changed()
	}
	r.Refresh()
}

func (r *rungEditor) cellHeight() float32 { return lineHeight(textSize()) + 12 }

// HeightFor implements Flexible.
func (r *rungEditor) HeightFor(float32) float32 { return r.cellHeight() + 4 + lineHeight(textSize()) }

// signText writes a rung with a true minus.
func signText(r ledger.Rung) string {
	if r < 0 {
		return "−" + strconv.Itoa(int(-r))
	}
	return r.String()
}

// CreateRenderer implements fyne.Widget.
func (r *rungEditor) CreateRenderer() fyne.WidgetRenderer {
	n := ledger.NumberOfRungs
	grounds, bars, signs := make([]*canvas.Rectangle, n), make([]*canvas.Rectangle, n), make([]*canvas.Text, n)
	var objects []fyne.CanvasObject
	for i := range n {
		grounds[i], bars[i] = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
		signs[i] = newText(signText(ledger.LowestRung+ledger.Rung(i)), textSize(), foreground())
		signs[i].Alignment = fyne.TextAlignCenter
		objects = append(objects, grounds[i], bars[i], signs[i])
	}
	swatch, word := canvas.NewRectangle(nil), newText("", textSize(), foreground())
	objects = append(objects, swatch, word)
	draw := func(size fyne.Size) {
		w, h := size.Width/float32(n), r.cellHeight()
		for i := range n {
			rung := ledger.LowestRung + ledger.Rung(i)
			x := w * float32(i)
			on := r.chosen && r.rung == rung
			g := grounds[i]
			g.FillColor = theme.Color(fynetheme.ColorNameInputBackground)
			if on {
				g.FillColor = theme.Color(theme.ColorNameSelected)
			} else if r.over == i {
				g.FillColor = theme.Color(theme.ColorNameFaint)
			}
			g.StrokeColor, g.StrokeWidth = theme.Color(fynetheme.ColorNameInputBorder), 1
			if on || r.focused && r.at == rung {
				g.StrokeColor = primary()
			}
			if r.focused && r.at == rung {
				g.StrokeWidth = 2
			}
			g.CornerRadius = 3
			g.Move(fyne.NewPos(x, 0))
			g.Resize(fyne.NewSize(w-2, h))
			g.Refresh()
			setFill(bars[i], ToneOfRung(rung).Color())
			bars[i].Move(fyne.NewPos(x+5, h-7))
			bars[i].Resize(fyne.NewSize(w-12, 4))
			bars[i].CornerRadius = 2
			setText(signs[i], signText(rung), textSize(), foreground(), on)
			signs[i].Move(fyne.NewPos(x, (h-5-lineHeight(textSize()))/2))
			signs[i].Resize(fyne.NewSize(w-2, lineHeight(textSize())))
		}
		told, tone := ledger.Rung(0), muted()
		text := lang.L("choose a rung")
		show := false
		switch {
		case r.over >= 0:
			told, show = ledger.LowestRung+ledger.Rung(r.over), true
		case r.focused:
			told, show = r.at, true
		case r.chosen:
			told, show = r.rung, true
		}
		if show {
			text = signText(told) + "  " + tr(told.Label())
			if r.chosen && told == r.rung {
				tone = foreground()
			}
		}
		swatch.Hidden = !show
		setFill(swatch, ToneOfRung(told).Color())
		swatch.CornerRadius = 2
		y := h + 4
		swatch.Move(fyne.NewPos(2, y+(lineHeight(textSize())-swatchSize)/2))
		swatch.Resize(fyne.NewSquareSize(swatchSize))
		left := float32(2)
		if show {
			left += swatchSize + 5
		}
		setText(word, text, textSize(), tone, false)
		word.Move(fyne.NewPos(left, y))
		word.Resize(fyne.NewSize(max(0, size.Width-left), lineHeight(textSize())))
	}
	return &renderer{
		objects: objects,
		layout:  draw,
		min:     func() fyne.Size { return fyne.NewSize(7*26, r.HeightFor(0)) },
		refresh: func() { draw(r.Size()); canvas.Refresh(r) },
	}
}

func (r *rungEditor) cellAt(pos fyne.Position) int {
	if pos.Y < 0 || pos.Y > r.cellHeight() || pos.X < 0 || pos.X >= r.Size().Width {
		return -1
	}
	return int(pos.X / r.Size().Width * float32(ledger.NumberOfRungs))
}

// Tapped implements fyne.Tappable.
func (r *rungEditor) Tapped(e *fyne.PointEvent) {
	focusOn(r)
	if i := r.cellAt(e.Position); i >= 0 {
		r.choose(ledger.LowestRung + ledger.Rung(i))
	}
}

// FocusGained implements fyne.Focusable.
func (r *rungEditor) FocusGained() {
	r.focused = true
	r.Refresh()
	r.block.form.reveal(r)
}

// FocusLost implements fyne.Focusable.
func (r *rungEditor) FocusLost() { r.focused, r.minus = false, false; r.Refresh() }

// TypedRune implements fyne.Focusable.
func (r *rungEditor) TypedRune(c rune) {
	switch {
	case c == '-' || c == '−':
		r.minus = true
		return
	case c == ' ':
		r.choose(r.at)
	case c >= '0' && c <= '9':
		rung := ledger.Rung(c - '0')
		if r.minus {
			rung = -rung
		}
		r.choose(rung)
	}
	r.minus = false
}

// TypedKey implements fyne.Focusable.
func (r *rungEditor) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		r.choose(max(r.at-1, ledger.LowestRung))
	case fyne.KeyRight:
		r.choose(min(r.at+1, ledger.HighestRung))
	case fyne.KeyHome:
		r.choose(ledger.LowestRung)
	case fyne.KeyEnd:
		r.choose(ledger.HighestRung)
	case fyne.KeyReturn, fyne.KeyEnter:
		r.choose(r.at)
	default:
		keyHooks{r.block.form}.key(r, e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (r *rungEditor) TypedShortcut(s fyne.Shortcut) { keyHooks{r.block.form}.shortcut(r, s) }

// MouseIn implements desktop.Hoverable.
func (r *rungEditor) MouseIn(e *desktop.MouseEvent) { r.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (r *rungEditor) MouseMoved(e *desktop.MouseEvent) {
	if i := r.cellAt(e.Position); i != r.over {
		r.over = i
		r.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (r *rungEditor) MouseOut() { r.over = -1; r.Refresh() }
