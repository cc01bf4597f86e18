package view

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"image"
	"image/color"
	"math"
	"sort"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// The outlines are Natural Earth's at 1:110 million, which is in the public domain;
// the file says by what way they came. No Go module that is kept carries them.
//
//go:embed worldmap.txt.gz
var outlinesPacked []byte

// outlines are the areas of all countries, each with its rings, as pairs of
// longitude and latitude.
var outlines = sync.OnceValue(func() [][][]point {
	z, err := gzip.NewReader(bytes.NewReader(outlinesPacked))
	if err != nil {
		panic(fmt.Sprintf("the outlines of the map are damaged: %v", err)) // they are part of the program
	}
	var out [][][]point
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var area [][]point
		for _, text := range strings.Split(lines.Text(), ";") {
			numbers := strings.Fields(text)
			ring := make([]point, 0, len(numbers)/2)
			for i := 0; i+1 < len(numbers); i += 2 {
				x, errX := strconv.ParseFloat(numbers[i], 32)
				y, errY := strconv.ParseFloat(numbers[i+1], 32)
				if errX != nil || errY != nil {
					panic("the outlines of the map are damaged: " + numbers[i] + " " + numbers[i+1])
				}
				ring = append(ring, point{float32(x), float32(y)})
			}
			area = append(area, ring)
		}
		out = append(out, area)
	}
	if lines.Err() != nil || len(out) == 0 {
		panic(fmt.Sprintf("the outlines of the map are damaged: %v", lines.Err()))
	}
	return out
})

// MapPoint is something at a place.
type MapPoint struct {
	Key      string
	Lat, Lon float64
	Tone     Tone
	Label    string // told under the mouse
}

// mapSpot is a place with all that is there.
type mapSpot struct {
	lat, lon float64
	tone     Tone
	at       []int // of points
}

// WorldMap shows places on the outlines of the world, without any network. What is
// at one place is one disc, larger the more there is. Degrees are drawn as they are
// (plate carrée): areas far north look larger than they are.
//
// Keys: the arrows pan, + and - zoom, 0 shows the world, j and k go from place to
// place, Enter opens what is there. The wheel zooms at the mouse, a drag pans.
type WorldMap struct {
	widget.BaseWidget

	// OnPoint hears the key of the first point of a place that was tapped or entered.
	OnPoint func(key string)

	points  []MapPoint
	spots   []mapSpot
	lon     float64 // of the middle
	lat     float64
	zoom    float64 // 1: the whole world
	at      int     // spot told about; -1: none
	focused bool
	raster  *canvas.Raster
	drawing *image.RGBA
	ground  color.Color // of the theme for which it is drawn
	stale   bool
}

// mostZoom is as near as the outlines bear.
const mostZoom = 24

// NewWorldMap makes a map without points.
func NewWorldMap() *WorldMap {
	m := &WorldMap{zoom: 1, at: -1, stale: true}
	m.raster = canvas.NewRaster(m.paint)
	m.raster.ScaleMode = canvas.ImageScalePixels
	m.ExtendBaseWidget(m)
	return m
}

// SetPoints changes what is shown; places outside of the world are left out.
func (m *WorldMap) SetPoints(points []MapPoint) {
	m.points, m.spots, m.at, m.stale = points, nil, -1, true
	where := map[[2]float64]int{}
	for i, p := range points {
		if !(math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180) {
			continue
		}
		k := [2]float64{p.Lat, p.Lon}
		n, ok := where[k]
		if !ok {
			n = len(m.spots)
			where[k] = n
			m.spots = append(m.spots, mapSpot{lat: p.Lat, lon: p.Lon, tone: p.Tone})
		}
		m.spots[n].at = append(m.spots[n].at, i)
		if m.spots[n].tone != p.Tone {
			m.spots[n].tone = ToneMuted // several kinds
		}
	}
	// The larger ones first, so that smaller ones are seen on them; at equal size from the west.
	sort.SliceStable(m.spots, func(i, j int) bool {
		a, b := m.spots[i], m.spots[j]
		if len(a.at) != len(b.at) {
			return len(a.at) > len(b.at)
		}
		return a.lon < b.lon || a.lon == b.lon && a.lat < b.lat
	})
	m.Refresh()
}

// scale is how many units a degree is.
func (m *WorldMap) scale(size fyne.Size) float64 {
	return math.Max(math.Min(float64(size.Width)/360, float64(size.Height)/180), 0.01) * m.zoom
}

// place gives the place in the widget of a point of the world.
func (m *WorldMap) place(lat, lon float64) fyne.Position {
	size, k := m.Size(), m.scale(m.Size())
	return fyne.NewPos(size.Width/2+float32((lon-m.lon)*k), size.Height/2-float32((lat-m.lat)*k))
}

func (m *WorldMap) move(dx, dy float32) {
	k := m.scale(m.Size())
	m.centre(m.lon+float64(dx)/k, m.lat-float64(dy)/k)
}

// centre puts a point of the world in the middle, as far as the world's edges allow.
func (m *WorldMap) centre(lon, lat float64) {
	size, k := m.Size(), m.scale(m.Size())
	halfX, halfY := math.Min(float64(size.Width)/2/k, 180), math.Min(float64(size.Height)/2/k, 90)
	m.lon = math.Min(math.Max(lon, -180+halfX), 180-halfX)
	m.lat = math.Min(math.Max(lat, -90+halfY), 90-halfY)
	m.stale = true
	m.Refresh()
}

func (m *WorldMap) zoomAt(at fyne.Position, factor float64) {
	size, k := m.Size(), m.scale(m.Size())
	dx, dy := float64(at.X-size.Width/2), float64(at.Y-size.Height/2)
	lon, lat := m.lon+dx/k, m.lat-dy/k
	m.zoom = math.Min(math.Max(m.zoom*factor, 1), mostZoom)
	k = m.scale(size)
	m.centre(lon-dx/k, lat+dy/k)
}

func (s mapSpot) radius() float32 { return min(2.5+1.5*float32(math.Sqrt(float64(len(s.at)))), 16) }

// paint draws graticule, outlines and places in the pixels of the screen.
func (m *WorldMap) paint(w, h int) image.Image {
	if m.drawing == nil || m.drawing.Bounds().Dx() != w || m.drawing.Bounds().Dy() != h || m.ground != ground() {
		m.drawing, m.stale, m.ground = image.NewRGBA(image.Rect(0, 0, w, h)), true, ground()
	}
	if !m.stale || m.raster.Size().Width == 0 {
		return m.drawing
	}
	m.stale = false
	clear(m.drawing.Pix)
	ratio := float32(w) / m.raster.Size().Width
	p := newPlotter(m.drawing)
	at := func(lat, lon float64) point {
		q := m.place(lat, lon)
		return point{q.X * ratio, q.Y * ratio}
	}
	faint := theme.Color(theme.ColorNameFaint)
	for lon := -180.; lon <= 180; lon += 30 {
		p.strokeLine([]point{at(-90, lon), at(90, lon)}, ratio, faint)
	}
	for lat := -90.; lat <= 90; lat += 30 {
		p.strokeLine([]point{at(lat, -180), at(lat, 180)}, ratio, faint)
	}
	land := withAlpha(theme.Color(theme.ColorNameNeutral), 0.35)
	border := withAlpha(muted(), 0.6)
	for _, area := range outlines() {
		paths := make([][]point, len(area))
		for i, ring := range area {
			paths[i] = thinned(ring, at)
		}
		if !inside(paths[0], w, h) {
			continue
		}
		p.fillPaths(paths, land) // a hole turns the other way
		for _, path := range paths {
			p.hairline(path, border)
		}
	}
	west, east := at(0, -180), at(0, 180)
	p.wipe(0, int(west.x)) // what crosses the edge of the world stands twice
	p.wipe(int(east.x)+1, w)
	for _, s := range m.spots {
		c := at(s.lat, s.lon)
		p.fillPaths([][]point{disk(c, (s.radius()+1)*ratio)}, ground())
		p.fillPaths([][]point{disk(c, s.radius()*ratio)}, withAlpha(s.tone.Color(), 0.85))
	}
	return m.drawing
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

// inside reports whether any of a path may be in a picture of a size.
func inside(path []point, w, h int) bool {
	left, top, right, bottom := float32(w), float32(h), float32(0), float32(0)
	for _, p := range path {
		left, right = min(left, p.x), max(right, p.x)
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	return left < float32(w) && right > 0 && top < float32(h) && bottom > 0
}

// hairline draws a line a pixel wide: a border needs no more, and a stroke costs ten
// times as much.
func (p *plotter) hairline(path []point, c color.Color) {
	ink := color.RGBAModel.Convert(c).(color.RGBA)
	b := p.img.Bounds()
	for i := 1; i < len(path); i++ {
		from, to := path[i-1], path[i]
		n := int(max(abs32(to.x-from.x), abs32(to.y-from.y))) + 1
		if max(from.x, to.x) < 0 || min(from.x, to.x) > float32(b.Dx()) || max(from.y, to.y) < 0 || min(from.y, to.y) > float32(b.Dy()) {
			continue
		}
		for k := range n {
			share := float32(k) / float32(n)
			x, y := int(from.x+(to.x-from.x)*share), int(from.y+(to.y-from.y)*share)
			if x >= 0 && y >= 0 && x < b.Dx() && y < b.Dy() {
				at := p.img.PixOffset(x, y)
				blend(p.img.Pix[at:at+4], ink)
			}
		}
	}
}

// wipe empties columns of the picture, from one to before another.
func (p *plotter) wipe(from, to int) {
	b := p.img.Bounds()
	from, to = max(from, 0), min(to, b.Dx())
	if from >= to {
		return
	}
	for y := range b.Dy() {
		clear(p.img.Pix[p.img.PixOffset(from, y) : p.img.PixOffset(to-1, y)+4])
	}
}

// disk is a polygon that looks round.
func disk(at point, r float32) []point {
	const n = 24
	out := make([]point, n)
	for i := range out {
		a := 2 * math.Pi * float64(i) / n
		out[i] = point{at.x + r*float32(math.Cos(a)), at.y + r*float32(math.Sin(a))}
	}
	return out
}

// describe tells what is at a place, in lines.
func (m *WorldMap) describe(spot int) string {
	const listed = 6
	s := m.spots[spot]
	var lines []string
	for i, n := range s.at {
		if i == listed {
			lines = append(lines, tongue.Local(fmt.Sprintf(lang.L("and %d more"), len(s.at)-listed)))
			break
		}
		lines = append(lines, m.points[n].Label)
	}
	return strings.Join(lines, "\n")
}

// CreateRenderer implements fyne.Widget.
func (m *WorldMap) CreateRenderer() fyne.WidgetRenderer {
	note := newText("", captionSize(), muted())
	ring := canvas.NewCircle(color.Transparent)
	frame := newFocusFrame()
	r := &renderer{}
	draw := func(size fyne.Size) {
		m.raster.Resize(size)
		line := lineHeight(captionSize())
		text := fmt.Sprintf(lang.L("%d of %d with a place. Outlines: Natural Earth."), m.placed(), len(m.points))
		if m.at >= 0 && m.focused {
			text, _, _ = strings.Cut(m.describe(m.at), "\n")
		}
		shown, _ := fit(tongue.Local(text), size.Width-12, captionSize(), fyne.TextStyle{})
		setText(note, shown, captionSize(), muted(), false)
		note.Move(fyne.NewPos(6, size.Height-line-2))
		note.Resize(fyne.NewSize(size.Width-12, line))
		ring.Hidden = m.at < 0
		if m.at >= 0 {
			s := m.spots[m.at]
			at, d := m.place(s.lat, s.lon), s.radius()+3
			ring.StrokeColor, ring.StrokeWidth = primary(), 2
			ring.Move(at.SubtractXY(d, d))
			ring.Resize(fyne.NewSize(2*d, 2*d))
		}
		frame.update(m.focused)
		frame.Resize(size)
	}
	r.objects = []fyne.CanvasObject{m.raster, ring, note, frame.Rectangle}
	r.layout = func(size fyne.Size) { m.stale = true; draw(size) }
	r.min = func() fyne.Size { return fyne.NewSize(200, 100) }
	r.refresh = func() {
		draw(m.Size())
		m.raster.Refresh()
		canvas.Refresh(m)
	}
	return r
}

func (m *WorldMap) placed() int {
	n := 0
	for _, s := range m.spots {
		n += len(s.at)
	}
	return n
}
