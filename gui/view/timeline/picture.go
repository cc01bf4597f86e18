package timeline

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
)

// pictureText is the size of the texts of a picture.
const pictureText = 11

// picture draws an index on a canvas in memory: the drawing and the texts are
// those of the widget.
func picture(x *index, w window, whole bool, folded, tall map[string]bool, width, height int, scale float32, variant fyne.ThemeVariant) image.Image {
	var s scene
	f := frame{x: x, win: w, width: float32(width), height: float32(height), folded: folded, tall: tall, text: pictureText, unit: 1, ruler: newRuler(pictureText)}
	if whole {
		f.win = around(x.first, x.last, f.plot().width(), 0.03)
	}
	s.build(f)
	p := painter{}
	p.setPalette(variantPalette(variant))
	raster := canvas.NewRaster(func(w, h int) image.Image { return p.paint(&s.drawing, w, h) })
	raster.ScaleMode = canvas.ImageScalePixels
	size := fyne.NewSize(float32(width), float32(height))
	raster.Resize(size)
	objects := []fyne.CanvasObject{raster}
	if r, ok := s.veilBox(); ok {
		objects = append(objects, block(r, p.pal.veil))
	}
	for i := range s.labels {
		t := &canvas.Text{}
		placeText(t, &s.labels[i], p.pal, pictureText)
		objects = append(objects, t)
	}
	if r, ok := s.asOfBox(); ok {
		objects = append(objects, block(r, p.pal.inks[inkAccent]))
	}
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(container.NewWithoutLayout(objects...))
	c.Resize(size)
	return c.Capture()
}

// placeText makes a text object show a label.
func placeText(t *canvas.Text, l *label, pal *palette, size float32) {
	t.Text, t.TextSize, t.Color = l.text, size, pal.inks[l.ink]
	h := t.MinSize().Height
	t.Move(fyne.NewPos(l.x0, (l.y0+l.y1-h)/2))
	t.Resize(fyne.NewSize(l.width(), h))
}

// veilBox gives what is after the as-of day.
func (s *scene) veilBox() (box, bool) {
	m := &s.frame.x.model
	if !m.HasAsOf {
		return box{}, false
	}
	x := max(s.x(float64(m.AsOf)+1), s.at.x0)
	return box{x, s.at.y0, s.at.x1, s.at.y1}, x < s.at.x1
}

// asOfBox gives the as-of line.
func (s *scene) asOfBox() (box, bool) {
	m := &s.frame.x.model
	if !m.HasAsOf {
		return box{}, false
	}
	x := s.x(float64(m.AsOf) + 1)
	return box{x - 0.75, 0, x + 0.75, s.at.y1}, x >= s.at.x0 && x < s.at.x1
}
