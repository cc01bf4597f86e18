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

// areaBox is the smallest box of degrees around an area.
type areaBox struct{ left, bottom, right, top float64 }

// areaBoxes are those of the outlines.
var areaBoxes = sync.OnceValue(func() []areaBox {
	var out []areaBox
	for _, area := range outlines() {
		b := areaBox{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for _, q := range area[0] { // holes lie within
			b.left, b.right = math.Min(b.left, float64(q.x)), math.Max(b.right, float64(q.x))
			b.bottom, b.top = math.Min(b.bottom, float64(q.y)), math.Max(b.top, float64(q.y))
		}
		out = append(out, b)
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
	land    landPicture
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

// paint draws the land and the places on it in the pixels of the screen.
func (m *WorldMap) paint(w, h int) image.Image {
	if m.drawing == nil || m.drawing.Bounds().Dx() != w || m.drawing.Bounds().Dy() != h || m.ground != ground() {
		m.drawing, m.stale, m.ground = image.NewRGBA(image.Rect(0, 0, w, h)), true, ground()
		m.land = landPicture{}
	}
	if !m.stale || m.raster.Size().Width == 0 {
		return m.drawing
	}
	m.stale = false
	ratio := float32(w) / m.raster.Size().Width
	copy(m.drawing.Pix, m.land.at(w, h, float64(ratio), m.scale(m.Size())*float64(ratio), m.lon, m.lat).Pix)
	p := newPlotter(m.drawing)
	for _, s := range m.spots {
		q := m.place(s.lat, s.lon)
		c := point{q.X * ratio, q.Y * ratio}
		p.fillPaths([][]point{disk(c, (s.radius()+1)*ratio)}, ground())
		p.fillPaths([][]point{disk(c, s.radius()*ratio)}, withAlpha(s.tone.Color(), 0.85))
	}
	return m.drawing
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
