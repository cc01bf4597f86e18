package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/whatif"
	"github.com/fairweather-app/fairweather/gui/view"
)

// shockRow is one shock: an actor, and the share of its functioning that is lost,
// by a slider or typed.
type shockRow struct {
	widget.BaseWidget
	actor    string
	onChange func(whatif.Triangle)
	onWrong  func(string)
	onRemove func()

	slider  *widget.Slider
	field   *Field
	root    *fyne.Container
	value   whatif.Triangle
	setting bool // the slider is being set, not moved
}

func newShockRow(actor, name string) *shockRow {
	r := &shockRow{actor: actor, slider: widget.NewSlider(0, 1), field: NewField("")}
	r.slider.Step = .01
	r.slider.OnChanged = func(v float64) {
		if !r.setting {
			r.change(whatif.Exactly(v))
		}
	}
	r.field.OnSubmitted = func(text string) {
		t, err := triangleOf(text)
		if err != nil {
			r.onWrong(err.Error())
			r.set(r.value)
			return
		}
		r.change(t)
	}
	r.field.OnEscape = func() { r.set(r.value) }
	label := widget.NewLabel(trf("%s loses", name))
	remove := view.NewLink(tr("take away"), func() { r.onRemove() })
	left := container.New(Wide("The Transitional Council loses"), label)
	right := container.NewHBox(container.New(Wide("33 % (20 to 50) 000"), r.field), container.NewCenter(remove))
	label.Truncation = fyne.TextTruncateEllipsis
	r.root = container.NewBorder(nil, nil, left, right, r.slider)
	r.ExtendBaseWidget(r)
	return r
}

// set shows a value and tells nobody.
func (r *shockRow) set(t whatif.Triangle) {
	r.value = t
	r.setting = true
	r.slider.SetValue(t.Mode)
	r.setting = false
	if text := triangle(t); r.field.Text != text {
		r.field.SetText(text)
	}
}

func (r *shockRow) change(t whatif.Triangle) {
	r.value = t
	r.onChange(t)
}

// CreateRenderer implements fyne.Widget.
func (r *shockRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }
