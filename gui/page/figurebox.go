package page

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/gui/theme"
)

// figureBox shows a figure of core/figure as the brief draws it, as wide as
// itself, at the pixels of the screen and in the theme in use. What the figure
// says in words is its text for screen readers.
type figureBox struct {
	widget.BaseWidget
	picture *drawing.Picture
	onMenu  func(p *drawing.Picture, at fyne.Position)
	raster  *canvas.Raster
	shown   image.Image
	made    pixelsOf // what shown is a drawing of
}

// pixelsOf is all that a figure's pixels depend on.
type pixelsOf struct {
	w, h  int
	night bool
}

func newFigureBox(p *drawing.Picture) *figureBox {
	b := &figureBox{picture: p}
	b.raster = canvas.NewRaster(b.pixels)
	b.raster.ScaleMode = canvas.ImageScalePixels
	b.ExtendBaseWidget(b)
	return b
}

// pixels gives the drawing at a size in pixels. It takes a few milliseconds, and
// is made once for each size and theme.
func (b *figureBox) pixels(w, h int) image.Image {
	d := pixelsOf{w, h, dark()}
	if d != b.made && w > 0 && h > 0 {
		scale := float64(w) / b.picture.Width
		ground := drawing.Light
		if d.night {
			ground = drawing.Dark
		}
		b.shown, b.made = b.picture.Image(float64(w)/scale, float64(h)/scale, scale, ground), d
	}
	if b.shown == nil {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	return b.shown
}

// dark reports whether the theme in use is a dark one: its surface says so.
func dark() bool {
	r, g, b, _ := theme.Color(theme.ColorNameSurface).RGBA()
	return r+g+b < 3*0x8000
}

// TappedSecondary implements fyne.SecondaryTappable.
func (b *figureBox) TappedSecondary(e *fyne.PointEvent) {
	if b.onMenu != nil {
		b.onMenu(b.picture, e.AbsolutePosition)
	}
}

// HeightFor implements view.Flexible.
func (b *figureBox) HeightFor(width float32) float32 {
	return width * float32(b.picture.Height/b.picture.Width)
}

// AccessibilityLabel implements fyne.Accessible.
func (b *figureBox) AccessibilityLabel() string { return b.picture.Alt }

// CreateRenderer implements fyne.Widget.
func (b *figureBox) CreateRenderer() fyne.WidgetRenderer {
	return &drawn{
		objects: []fyne.CanvasObject{b.raster}, layout: b.raster.Resize, min: func() fyne.Size { return fyne.NewSize(120, 60) },
		refresh: func() { b.raster.Refresh() },
	}
}
