package view

import (
	"image"
	"image/color"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// markStrip is the height of the strip at the foot of the plot in which a tap
// opens a mark; above it a tap moves the day.
const markStrip = 10

// plotDrawing is the picture of the lines and bands, kept until they change.
type plotDrawing struct {
	img   *image.RGBA
	stale bool
}

// paint draws marks, bands and lines in device pixels.
func (h *History) paint(w, hpx int) image.Image {
	d := &h.drawing
	if d.img == nil || d.img.Bounds().Dx() != w || d.img.Bounds().Dy() != hpx {
		d.img = image.NewRGBA(image.Rect(0, 0, w, hpx))
		d.stale = true
	}
	if !d.stale {
		return d.img
	}
	d.stale = false
	p := newPlotter(d.img)

	if h.to == h.from || h.raster.Size().Width == 0 {
		clear(d.img.Pix)
		return d.img
	}
	ratio := float32(w) / h.raster.Size().Width // device pixels to a unit
	x := func(day edtf.Day) float32 {
		return float32(w) * float32(float64(day-h.from)/float64(h.to-h.from))
	}
	y := func(v float64) float32 {
		return float32(hpx) * float32(1-min(max(v, 0), 1))
	}
	h.paintMarks(p, x, ratio)
	for _, s := range h.series {
		h.paintBand(p, s, x, y)
	}
	for _, s := range h.series {
		points := make([]point, 0, len(s.Points))
		for _, q := range s.Points {
			points = append(points, point{x(q.Day), y(q.Value)})
		}
		p.strokeLine(points, 2*ratio, s.Tone.Color())
	}
	return d.img
}

// paintMarks draws each mark as a thin line on its first day, and all of its
// span in the strip at the foot: spans of years would cover what the picture is
// about. Rows above the strip are all the same, and so are those within.
func (h *History) paintMarks(p *plotter, x func(edtf.Day) float32, ratio float32) {
	width, height := p.img.Bounds().Dx(), p.img.Bounds().Dy()
	strip := max(0, height-int(markStrip/2*ratio))
	line := max(1, int(1.5*ratio+0.5))
	type columns struct{ starts, spans []bool }
	tones := map[Tone]columns{} // what a tone covers
	for _, m := range h.marks {
		if m.End < h.from || m.Day > h.to {
			continue
		}
		c, ok := tones[m.Tone]
		if !ok {
			c = columns{make([]bool, width), make([]bool, width)}
			tones[m.Tone] = c
		}
		first := max(0, int(x(max(m.Day, h.from))))
		last := max(int(x(min(m.End, h.to))+0.5), first+line)
		for i := first; i < min(last, width); i++ {
			c.spans[i] = true
			c.starts[i] = c.starts[i] || i < first+line && m.Day >= h.from
		}
	}
	upper, foot := make([]uint8, 4*width), make([]uint8, 4*width)
	for tone := ToneNeutral; int(tone) < len(toneNames); tone++ {
		pale := color.RGBAModel.Convert(withAlpha(tone.Color(), 0.32)).(color.RGBA)
		strong := color.RGBAModel.Convert(withAlpha(tone.Color(), 0.55)).(color.RGBA)
		for i := range tones[tone].spans {
			if tones[tone].starts[i] {
				blend(upper[4*i:4*i+4], pale)
			}
			if tones[tone].spans[i] {
				blend(foot[4*i:4*i+4], strong)
			}
		}
	}
	p.fillRows(0, strip, upper)
	p.fillRows(strip, height, foot)
}

// paintBand draws the interval of a series, wherever it has one.
func (h *History) paintBand(p *plotter, s Series, x func(edtf.Day) float32, y func(float64) float32) {
	width := p.img.Bounds().Dx()
	c := withAlpha(s.Tone.Color(), 0.16)
	first := -1
	var top, bottom []float32
	flush := func() {
		if len(top) > 0 {
			p.fillBand(first, top, bottom, c)
		}
		first, top, bottom = -1, nil, nil
	}
	for i := 1; i < len(s.Points); i++ {
		a, b := s.Points[i-1], s.Points[i]
		if a.Upper < a.Lower || b.Upper < b.Lower {
			flush()
			continue
		}
		ax, bx := x(a.Day), x(b.Day)
		for column := max(0, int(ax+0.5)); column < min(width, int(bx+0.5)); column++ {
			if first < 0 {
				first = column
			}
			share := (float32(column) + 0.5 - ax) / (bx - ax)
			top = append(top, y(a.Upper)+(y(b.Upper)-y(a.Upper))*share)
			bottom = append(bottom, y(a.Lower)+(y(b.Lower)-y(a.Lower))*share)
		}
	}
	flush()
}
