package view

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
)

// inker writes short texts into the picture of a raster: some hundreds of them
// cost less there than as many objects on a canvas, and they can stand on their
// side. Each text is drawn once, by the toolkit itself, so that every script is
// shaped as elsewhere.
type inker struct {
	page  software.WindowlessCanvas
	text  *canvas.Text
	masks map[inkKey]*image.Alpha
}

// inkKey is all that the shape of a text depends on.
type inkKey struct {
	text   string
	size   float32
	bold   bool
	scale  float32
	turned bool
}

// mostInk is how many shapes are kept before all are forgotten.
const mostInk = 4000

func newInker() *inker { return &inker{masks: map[inkKey]*image.Alpha{}} }

// mask gives the shape of a text in device pixels.
func (k *inker) mask(key inkKey) *image.Alpha {
	if m, ok := k.masks[key]; ok {
		return m
	}
	if len(k.masks) >= mostInk {
		k.masks = map[inkKey]*image.Alpha{}
	}
	if k.page == nil {
		k.text = canvas.NewText("", color.White)
		k.page = software.NewTransparentCanvas()
		k.page.SetPadded(false)
		k.page.SetContent(k.text)
	}
	var m *image.Alpha
	if key.turned {
		upright := key
		upright.turned = false
		m = turn(k.mask(upright))
	} else {
		k.text.Text, k.text.TextSize, k.text.TextStyle = key.text, key.size, fyne.TextStyle{Bold: key.bold}
		k.text.Color = color.White
		k.page.SetScale(key.scale)
		k.page.Resize(k.text.MinSize())
		k.text.Refresh()
		shot := k.page.Capture()
		m = image.NewAlpha(shot.Bounds())
		draw.Draw(m, m.Bounds(), shot, shot.Bounds().Min, draw.Src)
	}
	k.masks[key] = m
	return m
}

// turn gives a shape on its side, to be read from below.
func turn(m *image.Alpha) *image.Alpha {
	b := m.Bounds()
	out := image.NewAlpha(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Pix[out.PixOffset(y, b.Dx()-1-x)] = m.Pix[m.PixOffset(b.Min.X+x, b.Min.Y+y)]
		}
	}
	return out
}

// write puts a text into img with its upper left corner at x, y, in pixels. A
// turned text runs upwards from there, and x, y is where its upper end may be.
func (k *inker) write(img draw.Image, key inkKey, x, y int, c color.Color) {
	if key.text == "" {
		return
	}
	m := k.mask(key)
	r := image.Rectangle{Min: image.Pt(x, y), Max: image.Pt(x+m.Bounds().Dx(), y+m.Bounds().Dy())}
	draw.DrawMask(img, r, image.NewUniform(c), image.Point{}, m, m.Bounds().Min, draw.Over)
}
