package view

import (
	"image"
	"image/color"
	"math"

	"github.com/fairweather-app/fairweather/gui/theme"
)

// landPicture is the land of a map as it was drawn last. While a person pans, what was
// in view moves with it and only the edge that comes into view is drawn: a frame of
// the whole world takes longer than the screen waits.
type landPicture struct {
	img, spare *image.RGBA
	scale      float64 // pixels to a degree
	x, y       int     // of the middle, in pixels from the middle of the world
}

// at gives the land around a point of the world.
func (l *landPicture) at(w, h int, ratio, scale, lon, lat float64) *image.RGBA {
	x, y := int(math.Round(lon*scale)), int(math.Round(-lat*scale))
	whole := image.Rect(0, 0, w, h)
	by := image.Pt(l.x-x, l.y-y) // what is drawn goes so far
	kept := whole.Add(by).Intersect(whole)
	switch {
	case l.img == nil || l.scale != scale || kept.Empty():
		if l.img == nil {
			l.img, l.spare = image.NewRGBA(whole), image.NewRGBA(whole)
		}
		l.scale, l.x, l.y = scale, x, y
		l.draw(whole, ratio)
	case by != image.Point{}:
		l.img, l.spare = l.spare, l.img
		for at := kept.Min.Y; at < kept.Max.Y; at++ {
			from := l.spare.PixOffset(kept.Min.X-by.X, at-by.Y)
			copy(l.img.Pix[l.img.PixOffset(kept.Min.X, at):], l.spare.Pix[from:from+4*kept.Dx()])
		}
		l.x, l.y = x, y
		for _, edge := range []image.Rectangle{
			image.Rect(0, 0, w, kept.Min.Y), image.Rect(0, kept.Max.Y, w, h),
			image.Rect(0, kept.Min.Y, kept.Min.X, kept.Max.Y), image.Rect(kept.Max.X, kept.Min.Y, w, kept.Max.Y),
		} {
			l.draw(edge, ratio)
		}
	}
	return l.img
}

// draw draws graticule and outlines in a part of the picture.
func (l *landPicture) draw(part image.Rectangle, ratio float64) {
	if part.Empty() {
		return
	}
	size := l.img.Bounds().Size()
	p := newPlotter(l.img.SubImage(part).(*image.RGBA))
	p.wipe(part.Min.X, part.Max.X)
	at := func(lat, lon float64) point {
		return point{float32(float64(size.X)/2 + lon*l.scale - float64(l.x)), float32(float64(size.Y)/2 - lat*l.scale - float64(l.y))}
	}
	faint := theme.Color(theme.ColorNameFaint)
	for lon := -180.; lon <= 180; lon += 30 {
		p.strokeLine([]point{at(-90, lon), at(90, lon)}, float32(ratio), faint)
	}
	for lat := -90.; lat <= 90; lat += 30 {
		p.strokeLine([]point{at(lat, -180), at(lat, 180)}, float32(ratio), faint)
	}
	land := withAlpha(theme.Color(theme.ColorNameNeutral), 0.35)
	border := withAlpha(muted(), 0.6)
	for i, area := range outlines() {
		box := areaBoxes()[i]
		a, b := at(box.top, box.left), at(box.bottom, box.right)
		if !image.Rect(int(a.x)-1, int(a.y)-1, int(b.x)+2, int(b.y)+2).Overlaps(part) {
			continue
		}
		paths := make([][]point, len(area))
		for i, ring := range area {
			paths[i] = thinned(ring, at)
		}
		p.fillPaths(paths, land) // a hole turns the other way
		for _, path := range paths {
			p.hairline(path, border)
		}
	}
	west, east := at(0, -180), at(0, 180)
	p.wipe(part.Min.X, int(west.x)) // what crosses the edge of the world stands twice
	p.wipe(int(east.x)+1, part.Max.X)
}

// thinned places a ring in the picture without the points that are nearer than a
// pixel to the one before.
func thinned(ring []point, at func(lat, lon float64) point) []point {
	var out []point
	for i, q := range ring {
		p := at(float64(q.y), float64(q.x))
		if n := len(out); n > 0 && i < len(ring)-1 && abs32(p.x-out[n-1].x) < 1 && abs32(p.y-out[n-1].y) < 1 {
			continue
		}
		out = append(out, p)
	}
	return out
}

func abs32(v float32) float32 { return max(v, -v) }

// hairline draws a line a pixel wide: a border needs no more, and a stroke costs ten
// times as much.
func (p *plotter) hairline(path []point, c color.Color) {
	ink := color.RGBAModel.Convert(c).(color.RGBA)
	b := p.img.Bounds()
	left, top, right, bottom := float32(b.Min.X), float32(b.Min.Y), float32(b.Max.X), float32(b.Max.Y)
	for i := 1; i < len(path); i++ {
		from, to := path[i-1], path[i]
		n := int(max(abs32(to.x-from.x), abs32(to.y-from.y))) + 1
		if max(from.x, to.x) < left || min(from.x, to.x) > right || max(from.y, to.y) < top || min(from.y, to.y) > bottom {
			continue
		}
		for k := range n {
			share := float32(k) / float32(n)
			x, y := int(math.Floor(float64(from.x+(to.x-from.x)*share))), int(math.Floor(float64(from.y+(to.y-from.y)*share)))
			if (image.Point{x, y}).In(b) {
				at := p.img.PixOffset(x, y)
				blend(p.img.Pix[at:at+4], ink)
			}
		}
	}
}

// wipe empties columns of the picture, from one to before another.
func (p *plotter) wipe(from, to int) {
	b := p.img.Bounds()
	from, to = max(from, b.Min.X), min(to, b.Max.X)
	if from >= to {
		return
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		clear(p.img.Pix[p.img.PixOffset(from, y) : p.img.PixOffset(to-1, y)+4])
	}
}
