package timeline

import (
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Timeline draws a Model and lets a person move in it.
//
// Mouse: the wheel zooms at the pointer (over the lanes' names, or with Shift, it
// scrolls the lanes; sideways it pans), a drag pans, a drag on empty time in a
// lane that Creates makes a record, Shift or the middle button pan everywhere;
// a click selects, on a count it zooms in, a double click edits; the as-of line,
// the window in the map and its edges can be dragged; a click on a lane's name
// gives it more room where its rows are low, then folds it.
//
// Keys: Left, Right, Up, Down pan; PageUp and PageDown scroll the lanes; + and -
// zoom, Home and End go to the first and last record, 0 shows all; Tab or j and
// Shift+Tab or k go to the next and previous record in time, Enter edits it,
// Space selects it anew, Menu opens its menu, Insert makes a record in its lane,
// f folds its lane as a click on its name does; Escape stops a drag, then clears the selection and lets the
// next Tab leave.
type Timeline struct {
	widget.BaseWidget

	// OnSelect hears the id that was clicked or reached by key; empty: none is.
	OnSelect func(id string)
	// OnEdit hears the id of a double click or Enter.
	OnEdit func(id string)
	// OnCreate hears the key of the lane and the days of a drag on empty time.
	OnCreate func(lane string, from, to edtf.Day)
	// OnMenu hears the id under a right click, empty for none, and where it was in
	// the window.
	OnMenu func(id string, at fyne.Position)
	// OnAsOf hears the day to which the as-of line is dragged; final when let go.
	OnAsOf func(day edtf.Day, final bool)
	// OnFold hears that a person folded or unfolded a lane.
	OnFold func(lane string, folded bool)

	x      *index
	win    window
	whole  bool    // the window shows all, and goes on to when the model or the size changes
	width  float32 // of the plot for which win was made
	top    float32
	folded map[string]bool
	tall   map[string]bool

	selected string
	current  int32 // the item that is selected; -1: none in the model
	released bool  // the next Tab leaves
	focused  bool

	scene   scene
	painter painter
	ruler   *ruler
	stale   bool // the picture
	raster  *canvas.Raster
	parts   *parts

	mouse   fyne.Position
	inside  bool
	hovered int32 // item of the shape under the mouse; -1: none
	tipFor  int32 // item whose tip shows because a key reached it; -1: none
	press   *press
	drag    *drag
	tapAt   time.Time
	tapID   string

	now       func() time.Time
	modifiers func() fyne.KeyModifier
}

// New makes an empty timeline.
func New() *Timeline {
	t := &Timeline{x: newIndex(Model{}), whole: true, folded: map[string]bool{}, tall: map[string]bool{}, current: -1, hovered: -1, tipFor: -1,
		stale: true, now: time.Now, modifiers: heldModifiers}
	t.raster = canvas.NewRaster(t.paint)
	t.raster.ScaleMode = canvas.ImageScalePixels
	t.restyle()
	t.ExtendBaseWidget(t)
	return t
}

// heldModifiers asks the driver what is held down; a scroll does not say.
func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// SetModel changes what is drawn. The window of time, the selection and what is
// folded stay; before a person has moved, the window shows all.
func (t *Timeline) SetModel(m Model) {
	for i := range m.Lanes {
		if _, known := t.folded[m.Lanes[i].Key]; !known {
			t.folded[m.Lanes[i].Key] = m.Lanes[i].Folded
		}
	}
	t.x = newIndex(m)
	t.current, t.hovered, t.tipFor = -1, -1, -1
	if items := t.x.byID[t.selected]; len(items) > 0 && t.selected != "" {
		t.current = items[0]
	}
	t.update()
}

// SetAsOf moves the as-of line; cheaper than a new model.
func (t *Timeline) SetAsOf(day edtf.Day) {
	if t.x.model.HasAsOf && t.x.model.AsOf == day {
		return
	}
	t.x.model.AsOf, t.x.model.HasAsOf = day, true
	t.update()
}

// Select marks a record without telling OnSelect; empty for none.
func (t *Timeline) Select(id string) {
	if t.selected == id {
		return
	}
	t.selected, t.current, t.tipFor = id, -1, -1
	if items := t.x.byID[id]; len(items) > 0 && id != "" {
		t.current = items[0]
	}
	t.overlays()
}

// Selected gives the id that is marked; empty for none.
func (t *Timeline) Selected() string { return t.selected }

// Reveal moves the window, without zooming, until a record is in view. It
// reports whether the model has the record.
func (t *Timeline) Reveal(id string) bool {
	items := t.x.byID[id]
	if len(items) == 0 {
		return false
	}
	t.reveal(items[0])
	return true
}

// Window gives the first and the last day in view.
func (t *Timeline) Window() (from, to edtf.Day) {
	w := t.window()
	const sliver = 1e-6 // of a day, by which sums may be off
	return dayOf(w.start + sliver), dayOf(math.Ceil(w.day(t.plotWidth())-sliver) - 1)
}

// SetWindow shows the days from one to another.
func (t *Timeline) SetWindow(from, to edtf.Day) {
	t.setWindow(around(float64(min(from, to)), float64(max(from, to))+1, t.plotWidth(), 0))
}

// ShowAll shows all of time that has records.
func (t *Timeline) ShowAll() {
	t.whole = true
	t.update()
}

// longest is how many days the widest window may show.
func (t *Timeline) longest() float64 { return max(century, (t.x.last-t.x.first)*1.25) }

func (t *Timeline) plotWidth() float32 {
	f := frame{width: t.Size().Width, height: t.Size().Height, unit: t.unit()}
	return max(f.plot().width(), 1)
}

// window gives the window of time at the present size.
func (t *Timeline) window() window {
	w := t.plotWidth()
	switch {
	case t.whole:
		t.win = around(t.x.first, t.x.last, w, 0.03)
	case t.width != w && t.width > 0:
		t.win.scale *= float64(t.width / w) // the same days at another width
	}
	t.width = w
	return t.win
}

// setWindow moves to a window.
func (t *Timeline) setWindow(w window) {
	width := t.plotWidth()
	scale := min(max(w.scale, shortestWindow/float64(width)), t.longest()/float64(width))
	mid := w.day(width / 2)
	if scale != w.scale {
		w = window{start: mid - scale*float64(width)/2, scale: scale}
	}
	t.win, t.width, t.whole = w, width, false
	t.update()
}

func (t *Timeline) unit() float32 { return t.ruler.size / 11 }

// restyle takes up the theme in use.
func (t *Timeline) restyle() {
	size := fynetheme.Size(fynetheme.SizeNameCaptionText)
	if t.ruler == nil || t.ruler.size != size {
		t.ruler = newRuler(size)
	}
	t.painter.setPalette(currentPalette())
	t.stale = true
}

// frame gives what the scene is built from.
func (t *Timeline) frame(size fyne.Size) frame {
	return frame{x: t.x, win: t.window(), width: size.Width, height: size.Height, top: t.top, folded: t.folded, tall: t.tall,
		text: t.ruler.size, unit: t.unit(), ruler: t.ruler}
}

// update builds the scene anew and shows it.
func (t *Timeline) update() {
	size := t.Size()
	if t.parts == nil || size.Width < 1 || size.Height < 1 {
		return
	}
	t.scene.build(t.frame(size))
	if top := t.clampTop(t.top); top != t.top { // the lanes got shorter
		t.top = top
		t.scene.build(t.frame(size))
	}
	t.stale = true
	t.parts.write(t)
	t.raster.Refresh()
	t.overlays()
}

// clampTop keeps the lanes from being scrolled away.
func (t *Timeline) clampTop(top float32) float32 {
	return max(0, min(top, t.scene.height-t.scene.at.height()))
}

// paint is the generator of the raster.
func (t *Timeline) paint(w, h int) image.Image {
	img := t.painter.img
	if t.stale || img == nil || img.Bounds().Dx() != w || img.Bounds().Dy() != h {
		t.stale = false
		img = t.painter.paint(&t.scene.drawing, w, h)
	}
	return img
}

// Picture draws what the timeline shows at a size in units, at a scale (2: twice
// as many pixels), light or dark. Call it on Fyne's thread.
func (t *Timeline) Picture(width, height int, scale float32, variant fyne.ThemeVariant) image.Image {
	w := t.win
	if !t.whole && t.width > 0 {
		f := frame{width: float32(width), height: float32(height), unit: 1}
		w.scale *= float64(t.width / f.plot().width())
	}
	return picture(t.x, w, t.whole, t.folded, t.tall, width, height, scale, variant)
}

// Picture draws all of a model, without a widget. Call it on Fyne's thread.
func Picture(m Model, width, height int, scale float32, variant fyne.ThemeVariant) image.Image {
	folded := map[string]bool{}
	for i := range m.Lanes {
		folded[m.Lanes[i].Key] = m.Lanes[i].Folded
	}
	return picture(newIndex(m), window{}, true, folded, nil, width, height, scale, variant)
}
