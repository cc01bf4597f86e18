package view

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// summary tells an item in a line: what stands in a chip before it, the line,
// and what matters less behind it.
func (e *itemsEditor) summary(values map[string]any) (chip string, tone Tone, text, detail string) {
	f := e.block.form
	label := func(key string) string {
		id := textOf(values[key])
		if f.lookup != nil && id != "" {
			if l := f.lookup.Label(id); l != "" {
				return l
			}
		}
		return id
	}
	switch e.block.field.Type {
	case ledger.CitationsField:
		source := textOf(values["source"])
		chip = grade(f.lookup, source, textOf(values["credibility"]))
		text = label("source")
		if text == "" {
			text = lang.L("no source yet")
		}
		return chip, ToneNeutral, text, textOf(values["where"])
	case ledger.MilestonesField:
		chip = textOf(values["date"])
		text = tr(textOf(values["type"]))
		var parts []string
		if s := textOf(values["share"]); s != "" {
			parts = append(parts, lang.L("share ")+s)
		}
		if a := textOf(values["amount"]); a != "" {
			parts = append(parts, a)
		}
		if n := textOf(values["note"]); n != "" {
			parts = append(parts, n)
		}
		return chip, milestoneTone(textOf(values["type"])), text, strings.Join(parts, ", ")
	case ledger.ObligationsField:
		rung := rungOf(values["rung"])
		if values["rung"] != nil {
			chip, tone = signText(rung), ToneOfRung(rung)
		}
		text = tr(rung.Label())
		var moments []string
		if list, ok := values["moments"].([]any); ok {
			for _, m := range list {
				moments = append(moments, tr(textOf(m)))
			}
		}
		return chip, tone, text, strings.Join(moments, ", ")
	}
	return textOf(values["value"]), ToneNeutral, label("a") + " – " + label("b"), textOf(values["basis"])
}

func milestoneTone(t string) Tone {
	switch t {
	case "fulfilled", "partly kept":
		return ToneGave3
	case "cancelled", "breached", "lapsed":
		return ToneAgainst2
	}
	return ToneNeutral
}

func rungOf(v any) ledger.Rung {
	var r ledger.Rung
	if _, err := fmt.Sscan(textOf(v), &r); err != nil {
		return 0
	}
	return r
}

// grade writes the reliability of a source and the credibility of the item as
// intelligence does: "B 2"; a dash stands for what is not judged.
func grade(lookup Lookup, source, credibility string) string {
	reliability := ""
	if g, ok := lookup.(SourceGrades); ok && source != "" {
		reliability = g.Reliability(source)
	}
	if credibility == "0" || credibility == "" {
		credibility = "–"
	}
	return strings.TrimSpace(reliability + " " + credibility)
}

// itemLine shows an item in one line.
type itemLine struct {
	widget.BaseWidget
	editor  *itemsEditor
	index   int
	item    *item
	focused bool
	hovered bool
	cut     bool
	dragged float32 // so far, since it last changed its place
}

func newItemLine(e *itemsEditor) *itemLine {
	l := &itemLine{editor: e}
	l.ExtendBaseWidget(l)
	return l
}

func (l *itemLine) set(index int, it *item) {
	l.index, l.item = index, it
	l.Refresh()
}

func (l *itemLine) height() float32 { return lineHeight(textSize()) + 8 }

// CreateRenderer implements fyne.Widget.
func (l *itemLine) CreateRenderer() fyne.WidgetRenderer {
	row, pill := canvas.NewRectangle(nothing()), canvas.NewRectangle(nothing())
	sign := newText("", captionSize(), muted())
	chip, text, detail := newText("", captionSize(), nil), newText("", textSize(), nil), newText("", captionSize(), nil)
	chip.Alignment = fyne.TextAlignCenter
	rule := canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{row, pill, chip, text, detail, sign, rule}}
	r.layout = func(size fyne.Size) {
		if l.item == nil || size.Width == 0 {
			return
		}
		c, tone, words, more := l.editor.summary(l.item.current())
		c = strings.TrimSpace(c)
		g := nothing()
		if l.hovered || l.focused {
			g = theme.Color(fynetheme.ColorNameHover)
		}
		row.StrokeWidth = 0
		if l.focused {
			row.StrokeColor, row.StrokeWidth = primary(), 2
		}
		row.FillColor = g
		row.CornerRadius = 3
		row.Move(fyne.NewPos(-3, 0))
		row.Resize(fyne.NewSize(size.Width+6, size.Height))
		row.Refresh()
		cap := captionSize()
		x := float32(0)
		pill.Hidden = c == ""
		if c != "" {
			w := textWidth(c, cap, fyne.TextStyle{}) + 12
			pill.FillColor = ground()
			pill.StrokeColor, pill.StrokeWidth = theme.Color(fynetheme.ColorNameInputBorder), 1
			h := lineHeight(cap) + 3
			pill.CornerRadius = h / 2
			pill.Move(fyne.NewPos(x, (size.Height-h)/2))
			pill.Resize(fyne.NewSize(w, h))
			pill.Refresh()
			setText(chip, c, cap, foreground(), false)
			chip.Move(fyne.NewPos(x, (size.Height-lineHeight(cap))/2))
			chip.Resize(fyne.NewSize(w, lineHeight(cap)))
			x += w + 6
		} else {
			setText(chip, "", cap, foreground(), false)
		}
		mark := "▸"
		if l.item.open {
			mark = "▾"
		}
		signTone := muted()
		for _, n := range l.item.wrong {
			mark, signTone = "!", toneError.TextColor()
			if n.warning {
				signTone = ToneWarn.TextColor()
			}
		}
		big := 1.4 * textSize()
		setText(sign, mark, big, signTone, mark == "!")
		sign.Move(fyne.NewPos(size.Width-10, (size.Height-lineHeight(big))/2))
		sign.Resize(fyne.NewSize(10, lineHeight(big)))
		room := size.Width - x - 16
		shown, cut := fit(words, room, textSize(), fyne.TextStyle{})
		l.cut = cut
		tc := tone.TextColor()
		setText(text, shown, textSize(), tc, false)
		w := textWidth(shown, textSize(), fyne.TextStyle{})
		text.Move(fyne.NewPos(x, (size.Height-lineHeight(textSize()))/2))
		text.Resize(fyne.NewSize(w, lineHeight(textSize())))
		x += w + 8
		behind := ""
		if left := size.Width - x - 16; left > 30 && more != "" {
			behind, cut = fit(more, left, cap, fyne.TextStyle{})
			l.cut = l.cut || cut
		} else if more != "" {
			l.cut = true
		}
		setText(detail, behind, cap, muted(), false)
		detail.Move(fyne.NewPos(x, (size.Height-lineHeight(cap))/2+1))
		detail.Resize(fyne.NewSize(max(0, size.Width-x-16), lineHeight(cap)))
		setFill(rule, theme.Color(theme.ColorNameFaint))
		rule.Move(fyne.NewPos(0, size.Height))
		rule.Resize(fyne.NewSize(size.Width, 1))
	}
	r.min = func() fyne.Size { return fyne.NewSize(60, l.height()) }
	r.refresh = func() { r.layout(l.Size()); canvas.Refresh(l) }
	return r
}

// Tapped implements fyne.Tappable.
func (l *itemLine) Tapped(*fyne.PointEvent) {
	hideTip(l)
	focusOn(l)
	l.editor.setOpen(l.index, !l.item.open)
}

// FocusGained implements fyne.Focusable.
func (l *itemLine) FocusGained() {
	l.focused = true
	l.Refresh()
	l.editor.block.form.reveal(l)
}

// FocusLost implements fyne.Focusable.
func (l *itemLine) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *itemLine) TypedRune(r rune) {
	if r == ' ' {
		l.Tapped(nil)
	}
}

// TypedKey implements fyne.Focusable.
func (l *itemLine) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		l.Tapped(nil)
	case fyne.KeyDelete, fyne.KeyBackspace:
		l.editor.remove(l.index)
	case fyne.KeyDown:
		if l.index+1 < len(l.editor.items) {
			focusOn(l.editor.items[l.index+1].line)
		}
	case fyne.KeyUp:
		if l.index > 0 {
			focusOn(l.editor.items[l.index-1].line)
		}
	default:
		keyHooks{l.editor.block.form}.key(l, e)
	}
}

// TypedShortcut implements fyne.Shortcutable: Alt with Up or Down moves the item.
func (l *itemLine) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierAlt {
		switch c.KeyName {
		case fyne.KeyUp:
			l.editor.move(l.index, -1)
			return
		case fyne.KeyDown:
			l.editor.move(l.index, 1)
			return
		}
	}
	keyHooks{l.editor.block.form}.shortcut(l, s)
}

// Dragged implements fyne.Draggable: the item goes where it is dragged among the
// others, as soon as it has come half a line further.
func (l *itemLine) Dragged(e *fyne.DragEvent) {
	hideTip(l)
	l.dragged += e.Dragged.DY
	for half := l.Size().Height * .75; l.dragged > half || l.dragged < -half; {
		by, to := 1, l.index+1
		if l.dragged < 0 {
			by, to = -1, l.index-1
		}
		if to < 0 || to >= len(l.editor.items) {
			return
		}
		other := l.editor.items[to]
		l.dragged -= float32(by) * other.height()
		l.editor.move(l.index, by)
	}
}

// DragEnd implements fyne.Draggable.
func (l *itemLine) DragEnd() { l.dragged = 0 }

// height is that of an item with its fields, where they are open.
func (it *item) height() float32 {
	h := it.line.Size().Height
	if it.open && it.box != nil {
		h += it.box.Size().Height
	}
	return h
}

// MouseIn implements desktop.Hoverable.
func (l *itemLine) MouseIn(e *desktop.MouseEvent) {
	l.hovered = true
	l.Refresh()
	if l.cut {
		chip, _, text, detail := l.editor.summary(l.item.current())
		whole := strings.TrimSpace(chip + "  " + text)
		if detail != "" {
			whole += "\n" + detail
		}
		showTip(l, whole, e.AbsolutePosition)
	}
}

// MouseMoved implements desktop.Hoverable.
func (l *itemLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *itemLine) MouseOut() { l.hovered = false; hideTip(l); l.Refresh() }
