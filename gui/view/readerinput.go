package view

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained implements fyne.Focusable.
func (r *Reader) FocusGained() { r.has = true; r.Refresh() }

// FocusLost implements fyne.Focusable.
func (r *Reader) FocusLost() { r.has, r.shift = false, false; r.Refresh() }

// TypedRune implements fyne.Focusable.
func (r *Reader) TypedRune(c rune) {
	if r.OnRune != nil {
		r.OnRune(c)
	}
}

// KeyDown implements desktop.Keyable: Shift with an arrow selects.
func (r *Reader) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		r.shift = true
	}
}

// KeyUp implements desktop.Keyable.
func (r *Reader) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		r.shift = false
	}
}

// TypedKey implements fyne.Focusable. Shift with Left and Right selects words,
// with Up and Down lines; Left and Right alone move to where a selection begins.
func (r *Reader) TypedKey(ev *fyne.KeyEvent) {
	left, right := fyne.KeyLeft, fyne.KeyRight
	if len(r.page.lines) > 0 && r.page.lines[r.page.lineOf(r.to)].turned {
		left, right = right, left
	}
	switch ev.Name {
	case left:
		r.moveTo(r.word(-1))
	case right:
		r.moveTo(r.word(1))
	case fyne.KeyUp, fyne.KeyDown:
		if r.shift {
			r.moveTo(r.vertical(ev.Name == fyne.KeyDown))
			return
		}
		r.handOn(ev)
	case fyne.KeyPageUp:
		r.scrollBy(-.9)
	case fyne.KeyPageDown:
		r.scrollBy(.9)
	case fyne.KeyHome:
		r.moveTo(0)
	case fyne.KeyEnd:
		r.moveTo(len(r.text))
	case fyne.KeyEscape:
		if r.from != r.to {
			r.Select(Stretch{r.from, r.from})
			return
		}
		r.handOn(ev)
	default:
		r.handOn(ev)
	}
}

func (r *Reader) handOn(ev *fyne.KeyEvent) {
	if r.OnKey == nil || !r.OnKey(ev) {
		passKey(r, ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (r *Reader) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		stretch, ok := r.Selection()
		if !ok {
			for _, h := range r.marks {
				if h.Key == r.current {
					stretch, ok = Stretch{h.Start, h.End}, true
				}
			}
		}
		if ok && s.Clipboard != nil {
			s.Clipboard.SetContent(string(r.text[stretch.Start:stretch.End]))
		}
	case *fyne.ShortcutPaste:
		if r.OnPaste != nil {
			r.OnPaste()
		}
	case *fyne.ShortcutSelectAll:
		r.Select(Stretch{0, len(r.text)})
	default:
		passOn(r, s)
	}
}

// moveTo moves the caret; with Shift the selection grows to it.
func (r *Reader) moveTo(to int) {
	r.to = min(max(to, 0), len(r.text))
	if !r.shift {
		r.from = r.to
		r.current = ""
	}
	r.reveal(r.to, r.to)
	r.selected()
}

func inWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c) || c == '\'' || c == '’' || c == '-'
}

// word gives the border of the word before or behind the caret: the end of one
// while selecting onwards, else its beginning.
func (r *Reader) word(step int) int {
	i := r.to
	if step < 0 {
		for i > 0 && !inWord(r.text[i-1]) {
			i--
		}
		for i > 0 && inWord(r.text[i-1]) {
			i--
		}
		return i
	}
	if r.shift {
		for i < len(r.text) && !inWord(r.text[i]) {
			i++
		}
		for i < len(r.text) && inWord(r.text[i]) {
			i++
		}
		return i
	}
	for i < len(r.text) && inWord(r.text[i]) {
		i++
	}
	for i < len(r.text) && !inWord(r.text[i]) {
		i++
	}
	return i
}

// vertical gives the character above or below the caret.
func (r *Reader) vertical(down bool) int {
	p := r.page
	if len(p.lines) == 0 {
		return 0
	}
	n := p.lineOf(r.to)
	x := float32(0)
	for _, q := range p.pieces(p.lines[n]) {
		if r.to >= q.start && r.to <= q.end {
			x = q.at(p, r.to)
		}
	}
	switch {
	case down && n == len(p.lines)-1:
		return len(r.text)
	case down:
		n++
	case n == 0:
		return 0
	default:
		n--
	}
	at, _ := p.charAt(fyne.NewPos(x, p.lines[n].y+1))
	return at
}

// scrollBy scrolls by a share of what is in view.
func (r *Reader) scrollBy(share float32) {
	view := r.scroll.Size().Height
	r.scroll.Offset.Y = min(max(r.scroll.Offset.Y+share*view, 0), max(0, r.page.height-view))
	r.scroll.Refresh()
	r.page.scrolled()
}

const doubleTap = 400 * time.Millisecond

// MouseDown implements desktop.Mouseable: a selection begins.
func (p *readerPage) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	r := p.r
	focusOn(r)
	at, _ := p.charAt(ev.Position)
	if now := time.Now(); now.Sub(p.tapped) < doubleTap && max(at-p.tapAt, p.tapAt-at) < 3 { // a second tap selects the word
		p.tapped = time.Time{}
		a, b := at, at
		for a > 0 && inWord(r.text[a-1]) {
			a--
		}
		for b < len(r.text) && inWord(r.text[b]) {
			b++
		}
		r.Select(Stretch{a, b})
		return
	} else {
		p.tapped, p.tapAt = now, at
	}
	r.to = at
	if ev.Modifier&fyne.KeyModifierShift == 0 {
		r.from = at
	}
	r.selected()
}

// MouseUp implements desktop.Mouseable.
func (p *readerPage) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable: the selection grows to the mouse.
func (p *readerPage) Dragged(ev *fyne.DragEvent) {
	r := p.r
	at, _ := p.charAt(ev.Position)
	if at == r.to {
		return
	}
	r.to = at
	top, view := r.scroll.Offset.Y, r.scroll.Size().Height
	if ev.Position.Y < top || ev.Position.Y > top+view {
		r.reveal(at, at)
	}
	r.selected()
}

// DragEnd implements fyne.Draggable.
func (p *readerPage) DragEnd() {}

// Tapped implements fyne.Tappable.
func (p *readerPage) Tapped(ev *fyne.PointEvent) {
	if p.r.from != p.r.to {
		return // the end of a selection
	}
	if key, ok := p.markAt(ev.Position); ok && p.r.OnTapped != nil {
		p.r.OnTapped(key)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (p *readerPage) TappedSecondary(ev *fyne.PointEvent) {
	r := p.r
	if key, ok := p.markAt(ev.Position); ok && r.from == r.to && r.OnTapped != nil {
		r.OnTapped(key)
	}
	if r.OnMenu != nil {
		r.OnMenu(ev.AbsolutePosition)
	}
}

// Cursor implements desktop.Cursorable.
func (p *readerPage) Cursor() desktop.Cursor { return desktop.TextCursor }
