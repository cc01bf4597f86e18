package view

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// Option is one thing to choose: its key, what it is called, and a detail that
// tells it from its like.
type Option struct {
	Key, Label, Detail string
}

// matchOptions gives the options in which all words of a text occur, those
// whose label begins with it first.
func matchOptions(options []Option, match string) []Option {
	match = strings.ToLower(strings.TrimSpace(match))
	if match == "" {
		return options
	}
	words := strings.Fields(match)
	type found struct {
		option Option
		rank   int
	}
	var out []found
next:
	for _, o := range options {
		label := strings.ToLower(o.Label)
		all := label + " " + strings.ToLower(o.Detail) + " " + strings.ToLower(o.Key)
		for _, w := range words {
			if !strings.Contains(all, w) {
				continue next
			}
		}
		rank := 2
		if strings.HasPrefix(label, match) {
			rank = 0
		} else if strings.Contains(label, match) {
			rank = 1
		}
		out = append(out, found{o, rank})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].rank < out[j].rank })
	options = make([]Option, len(out))
	for i, f := range out {
		options[i] = f.option
	}
	return options
}

// picker is a pop-up in which one of many options is found by typing.
type picker struct {
	source  func(match string) []Option
	current string             // the key that is chosen now
	action  string             // a last line such as "+ new source…"; empty: none
	onPick  func(Option)       // one was chosen
	onAct   func(match string) // the last line was chosen
	free    bool               // what is typed may be chosen itself

	entry   *pickerEntry
	list    *pickerList
	options []Option
	cursor  int
	popup   *widget.PopUp
}

const (
	pickerWidth  = 300
	widestPicker = 560
	pickerRows   = 9
)

// show opens the picker below anchor, as wide as it or wider.
func (p *picker) show(anchor fyne.CanvasObject) {
	c := canvasOf(anchor)
	if c == nil {
		return
	}
	p.entry = newPickerEntry(p)
	p.entry.SetPlaceHolder(lang.L("type to find"))
	p.list = newPickerList(p)
	p.search("")
	for i, o := range p.options {
		if o.Key == p.current && o.Key != "" {
			p.cursor = i
		}
	}
	p.popup = widget.NewPopUp(container.New(&pickerLayout{}, p.entry, p.list), c)
	row := newPickerRow(p).MinSize().Height + fynetheme.Size(fynetheme.SizeNamePadding)
	rows := float32(min(max(p.count(), 3), pickerRows))
	size := fyne.NewSize(max(p.width(), anchor.Size().Width), p.entry.MinSize().Height+row*rows+12)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(anchor)
	below := at.Y + anchor.Size().Height + 2
	if below+size.Height > c.Size().Height && at.Y-size.Height-2 > 0 {
		below = at.Y - size.Height - 2
	}
	size.Height = min(size.Height, c.Size().Height-8)
	x := max(0, min(at.X, c.Size().Width-size.Width-4))
	p.popup.ShowAtPosition(fyne.NewPos(x, max(0, min(below, c.Size().Height-size.Height-4))))
	p.popup.Resize(size)
	c.Focus(p.entry)
	p.list.ScrollTo(p.cursor)
}

// width is what the options need, within bounds.
func (p *picker) width() float32 {
	width := float32(pickerWidth)
	for _, o := range p.options[:min(len(p.options), 100)] {
		need := textWidth(o.Label, textSize(), fyne.TextStyle{}) + 30
		if o.Detail != "" {
			need += textWidth(o.Detail, captionSize(), fyne.TextStyle{}) + 10
		}
		width = max(width, need)
	}
	return min(width, widestPicker)
}

// open reports whether the pop-up shows.
func (p *picker) open() bool { return p.popup != nil && p.popup.Visible() }

func (p *picker) close() {
	if p.popup != nil {
		p.popup.Hide()
		p.popup = nil
	}
}

func (p *picker) search(match string) {
	p.options = p.source(match)
	typed := strings.TrimSpace(match)
	if p.free && typed != "" && (len(p.options) == 0 || !strings.EqualFold(p.options[0].Label, typed)) {
		p.options = append(p.options[:len(p.options):len(p.options)], Option{Key: typed, Label: typed, Detail: lang.L("as typed")})
	}
	p.cursor = 0
	p.list.Refresh()
	p.list.ScrollToOffset(0)
}

// count is the number of lines: the options and the action.
func (p *picker) count() int {
	if p.action != "" {
		return len(p.options) + 1
	}
	return len(p.options)
}

func (p *picker) move(to int) {
	p.cursor = max(0, min(to, p.count()-1))
	p.list.ScrollTo(p.cursor)
	p.list.Refresh()
}

func (p *picker) pick(i int) {
	text := p.entry.Text
	switch {
	case i < 0 || i >= p.count():
		return
	case i == len(p.options):
		p.close()
		p.onAct(strings.TrimSpace(text))
	default:
		o := p.options[i]
		p.close()
		p.onPick(o)
	}
}

// pickerLayout puts the entry over the list.
type pickerLayout struct{}

// Layout implements fyne.Layout.
func (*pickerLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(4, 4))
	o[0].Resize(fyne.NewSize(size.Width-8, h))
	o[1].Move(fyne.NewPos(4, h+8))
	o[1].Resize(fyne.NewSize(size.Width-8, max(0, size.Height-h-12)))
}

// MinSize implements fyne.Layout.
func (*pickerLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, o[0].MinSize().Height+48)
}

// pickerEntry is where one types; the arrows move in the list below.
type pickerEntry struct {
	widget.Entry
	picker *picker
}

func newPickerEntry(p *picker) *pickerEntry {
	e := &pickerEntry{picker: p}
	e.OnChanged = p.search
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey implements fyne.Focusable.
func (e *pickerEntry) TypedKey(k *fyne.KeyEvent) {
	p := e.picker
	switch k.Name {
	case fyne.KeyDown:
		p.move(p.cursor + 1)
	case fyne.KeyUp:
		p.move(p.cursor - 1)
	case fyne.KeyPageDown:
		p.move(p.cursor + pickerRows - 1)
	case fyne.KeyPageUp:
		p.move(p.cursor - pickerRows + 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.pick(p.cursor)
	case fyne.KeyEscape:
		p.close()
	default:
		e.Entry.TypedKey(k)
	}
}

// pickerList is the list of options; the entry keeps the keyboard.
type pickerList struct{ widget.List }

func newPickerList(p *picker) *pickerList {
	l := &pickerList{}
	l.Length = p.count
	l.CreateItem = func() fyne.CanvasObject { return newPickerRow(p) }
	l.UpdateItem = func(id widget.ListItemID, o fyne.CanvasObject) { o.(*pickerRow).set(id) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// Disabled implements fyne.Disableable: Tab passes over the list.
func (l *pickerList) Disabled() bool { return true }

// Disable implements fyne.Disableable.
func (l *pickerList) Disable() {}

// Enable implements fyne.Disableable.
func (l *pickerList) Enable() {}

// pickerRow shows one option, its detail behind its label.
type pickerRow struct {
	widget.BaseWidget
	picker        *picker
	id            int
	ground        *canvas.Rectangle
	label, detail *canvas.Text
	hovered       bool
}

func newPickerRow(p *picker) *pickerRow {
	r := &pickerRow{picker: p, ground: canvas.NewRectangle(nil), label: newText("", textSize(), foreground()), detail: newText("", captionSize(), muted())}
	r.ExtendBaseWidget(r)
	return r
}

func (r *pickerRow) set(id int) {
	r.id = id
	r.draw()
}

func (r *pickerRow) draw() {
	p, size := r.picker, r.Size()
	var o Option
	isAction := r.id == len(p.options)
	if isAction {
		o.Label = p.action
	} else if r.id < len(p.options) {
		o = p.options[r.id]
	}
	ground := withAlpha(theme.Color(fynetheme.ColorNameHover), 0)
	if r.id == p.cursor {
		ground = withAlpha(theme.Color(theme.ColorNameSelected), 1)
	} else if r.hovered {
		ground = withAlpha(theme.Color(fynetheme.ColorNameHover), 1)
	}
	setFill(r.ground, ground)
	r.ground.CornerRadius = 3
	r.ground.Move(fyne.NewPos(0, -2))
	r.ground.Resize(fyne.NewSize(size.Width, size.Height+4))
	c := foreground()
	if isAction {
		c = primary()
	}
	chosen := o.Key == p.current && o.Key != "" && !isAction
	style := fyne.TextStyle{Bold: chosen}
	room := size.Width - 12
	shown, _ := fit(o.Label, room, textSize(), style)
	setText(r.label, shown, textSize(), c, chosen)
	w := textWidth(shown, textSize(), style)
	r.label.Move(fyne.NewPos(6, (size.Height-lineHeight(textSize()))/2))
	r.label.Resize(fyne.NewSize(w, lineHeight(textSize())))
	detail := ""
	if room-w > 40 {
		detail, _ = fit(o.Detail, room-w-10, captionSize(), fyne.TextStyle{})
	}
	setText(r.detail, detail, captionSize(), muted(), false)
	r.detail.Alignment = fyne.TextAlignTrailing
	r.detail.Move(fyne.NewPos(6+w+10, (size.Height-lineHeight(captionSize()))/2))
	r.detail.Resize(fyne.NewSize(max(0, room-w-10), lineHeight(captionSize())))
}

// CreateRenderer implements fyne.Widget.
func (r *pickerRow) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		objects: []fyne.CanvasObject{r.ground, r.label, r.detail},
		layout:  func(fyne.Size) { r.draw() },
		min:     func() fyne.Size { return fyne.NewSize(0, lineHeight(textSize())+4) },
		refresh: r.draw,
	}
}

// Tapped implements fyne.Tappable.
func (r *pickerRow) Tapped(*fyne.PointEvent) { r.picker.pick(r.id) }

// MouseIn implements desktop.Hoverable.
func (r *pickerRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.draw() }

// MouseMoved implements desktop.Hoverable.
func (r *pickerRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *pickerRow) MouseOut() { r.hovered = false; r.draw() }
