package timeline

// box is a rectangle in units of the widget.
type box struct{ x0, y0, x1, y1 float32 }

func (b box) has(x, y float32) bool { return x >= b.x0 && x < b.x1 && y >= b.y0 && y < b.y1 }
func (b box) width() float32        { return b.x1 - b.x0 }
func (b box) height() float32       { return b.y1 - b.y0 }

func (b box) overlaps(o box) bool {
	return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1
}

// laneBox is where a lane stands.
type laneBox struct {
	y0, y1  float32
	body    float32 // y of the first row
	rowH    float32
	folded  bool
	low     bool // its rows are lower than they like to be
	headed  bool // the title has a line of its own above the rows
	nothing bool // there is no record in it
}

// row gives the upper edge of a row.
func (l *laneBox) row(i int32) float32 { return l.body + float32(i)*l.rowH }

// frame is what a scene is built from.
type frame struct {
	x      *index
	win    window
	width  float32
	height float32
	top    float32 // how far the lanes are scrolled down
	folded map[string]bool
	tall   map[string]bool // lanes whose rows are never lower than they like to be
	text   float32         // the size of captions
	unit   float32         // what is a pixel at the normal text size
	ruler  *ruler
}

// plot gives where the lanes are drawn.
func (f *frame) plot() box {
	u := f.unit
	gutter := min(max(f.width*0.21, 96*u), 168*u)
	gutter = min(gutter, f.width/2)
	bottom := max(f.height-f.mapHeight(), f.axisHeight()+1)
	return box{gutter, f.axisHeight(), max(f.width-8*u, gutter+1), bottom}
}

func (f *frame) axisHeight() float32 { return 24 * f.unit }
func (f *frame) mapHeight() float32  { return 34 * f.unit }
func (f *frame) line() float32       { return f.text * 1.36 }

// minimap gives where the whole of time is drawn.
func (f *frame) minimap() box {
	p := f.plot()
	return box{p.x0, p.y1 + 6*f.unit, p.x1, f.height - 2*f.unit}
}

// size is how high the rows of a lane may be.
type size struct{ rows, least, usual, most float32 }

// lanePad stands above and below the rows of a lane.
const lanePad = 4

// sizes gives the heights of the rows of a lane, and what it needs besides.
func (f *frame) sizes(i int) (s size, l laneBox, fixed float32) {
	lane, x := &f.x.model.Lanes[i], &f.x.lanes[i]
	u := f.unit
	l.folded = f.folded[lane.Key]
	l.nothing = x.count == 0
	if lane.Kind == History {
		l.nothing = true
		for _, series := range lane.Series {
			l.nothing = l.nothing && len(series.Points) == 0
		}
	}
	rows := float32(max(len(x.rows), 1))
	switch {
	case l.folded || l.nothing:
		h := f.line()
		return size{rows, h / rows, h / rows, h / rows}, l, 2 * lanePad * u
	case lane.Kind == ConductMarks:
		l.headed = true
		return size{rows, 12.5 * u, 15 * u, 20 * u}, l, 2*lanePad*u + f.line()
	case lane.Kind == Contributions:
		l.headed = true
		return size{rows, 12.5 * u, 14 * u, 18 * u}, l, 2*lanePad*u + f.line()
	case lane.Kind == History:
		return size{1, 48 * u, 100 * u, 160 * u}, l, 3 * lanePad * u
	case lane.Kind == Moments:
		least := 12.5 * u // room for a label
		if rows > 5 {
			least = 7 * u
		}
		return size{rows, max(least, f.line()/rows), 15 * u, 18 * u}, l, 2 * lanePad * u
	}
	return size{rows, max(4.5*u, 2*f.line()/rows), 16 * u, 18 * u}, l, 2 * lanePad * u
}

// layout places the lanes: rows are as high as they like to be where all fits,
// lower where it does not, and the whole scrolls where even the least does not
// fit. It gives the height of all lanes.
func (f *frame) layout(lanes []laneBox) ([]laneBox, float32) {
	lanes = lanes[:0]
	sizes := make([]size, len(f.x.model.Lanes))
	var fixed, least, usual, most float32
	for i := range f.x.model.Lanes {
		s, l, extra := f.sizes(i)
		if f.tall[f.x.model.Lanes[i].Key] {
			s.least = s.usual
		}
		sizes[i] = s
		lanes = append(lanes, l)
		fixed += extra
		least += s.rows * s.least
		usual += s.rows * s.usual
		most += s.rows * s.most
	}
	room := f.plot().height() - fixed
	y := f.plot().y0 - f.top
	start := y
	for i := range lanes {
		s, l := sizes[i], &lanes[i]
		switch {
		case room <= least || usual <= least:
			l.rowH = s.least
		case room < usual:
			l.rowH = s.least + (s.usual-s.least)*(room-least)/(usual-least)
		case most > usual:
			l.rowH = s.usual + (s.most-s.usual)*min(1, (room-usual)/(most-usual))
		default:
			l.rowH = s.usual
		}
		l.low = l.rowH < s.usual-0.5
		l.y0 = y
		l.body = y + lanePad*f.unit
		if l.headed {
			l.body += f.line()
		}
		y = l.body + s.rows*l.rowH + lanePad*f.unit
		if f.x.model.Lanes[i].Kind == History && !l.folded {
			y += lanePad * f.unit
		}
		l.y1 = y
	}
	return lanes, y - start
}
