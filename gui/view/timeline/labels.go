package timeline

import (
	"math"
	"strconv"
)

// label is a text of the scene.
type label struct {
	box               // as tight as its letters
	text, full string // as shown, and uncut
	ink        ink
	zone       zone
	item       int32 // 1 + the item whose label it is; 0: none
}

// maxLabels is how many labels of items there may be: each is an object of the
// canvas, and those above some hundred cost frames.
const maxLabels = 260

// line puts a text where it is wanted, cut to the room there is.
func (s *scene) line(text string, x, y, room float32, c ink, z zone) {
	h := s.frame.line()
	switch z {
	case zoneGutter, zonePlot:
		if y-h/2 < s.at.y0 || y+h/2 > s.at.y1 {
			return
		}
	}
	shown := s.frame.ruler.fit(text, room)
	if shown == "" {
		return
	}
	w := s.frame.ruler.width(shown)
	if rightToLeft(text) && z == zoneGutter {
		x += room - w
	}
	s.labels = append(s.labels, label{box: box{x, y - h/2, x + w, y + h/2}, text: shown, full: text, ink: c, zone: z})
	if z == zonePlot {
		s.written.set(box{x, y - h/2, x + w, y + h/2})
	}
}

// write gives labels to what is in view: the important first, each where it
// covers neither another nor a shape, or not at all.
func (s *scene) write() {
	x := s.frame.x
	before := len(s.labels)
	for i := range s.shapes { // how many there are in a block of several
		if len(s.labels)-before >= maxLabels/2 {
			break
		}
		sh := &s.shapes[i]
		if sh.group.n > 1 && x.model.Lanes[sh.lane].Kind != ConductMarks && !s.lanes[sh.lane].folded {
			s.beside(sh, "×"+strconv.Itoa(int(sh.group.n)), inkMuted, false)
		}
	}
	for _, k := range x.byImport {
		if len(s.labels)-before >= maxLabels {
			return
		}
		if s.stamped[k] != s.round {
			continue
		}
		sh := &s.shapes[s.shapeOf[k]]
		it := &x.items[k]
		if sh.group.n > 1 || it.label == "" || s.lanes[sh.lane].folded {
			continue
		}
		if x.model.Lanes[sh.lane].Kind == ConductMarks {
			s.beside(sh, it.label, inkText, true)
			continue
		}
		if !s.within(sh, it) {
			s.beside(sh, it.label, inkText, true)
		}
	}
}

// put writes a label at a place.
func (s *scene) put(sh *shape, text, full string, b box, c ink) {
	s.written.set(b)
	if x := s.frame.x; x.model.HasAsOf && x.items[sh.item].span.s0 > x.now() {
		c = inkMuted // not yet known on the as-of day
	}
	s.labels = append(s.labels, label{box: b, text: text, full: full, ink: c, zone: zonePlot, item: sh.item + 1})
}

// within writes a label into a band or bar, in the widest gap between the signs
// on it, and reports whether it could.
func (s *scene) within(sh *shape, it *item) bool {
	f := &s.frame
	h := f.text * 1.1
	u := f.unit
	if s.lanes[sh.lane].rowH < 10*u || sh.width() < 24*u {
		return false
	}
	kind := f.x.model.Lanes[sh.lane].Kind
	if kind == Contributions && it.magnitude < 3 {
		return false // the bar is thinner than the letters
	}
	x0, x1 := sh.x0, sh.x1
	if kind == Pledges {
		x0, x1 = s.gap(it, sh)
	}
	x0, x1 = x0+5*u, x1-4*u
	cy := (sh.y0 + sh.y1) / 2
	room := x1 - x0
	if room < f.ruler.atLeast(it.label) && room < 72*u {
		return false
	}
	text := f.ruler.fit(it.label, room)
	if text == "" || text != it.label && room < 72*u {
		return false
	}
	w := f.ruler.width(text)
	if rightToLeft(text) {
		x0 = x1 - w
	}
	b := box{x0, cy - h/2, x0 + w, cy + h/2}
	if b.y0 < s.at.y0 || b.y1 > s.at.y1 || s.written.any(b) {
		return false
	}
	s.put(sh, text, it.label, b, inkText)
	return true
}

// gap gives the widest part of a pledge's bar without a sign.
func (s *scene) gap(it *item, sh *shape) (from, to float32) {
	half := min(sh.height(), 11*s.frame.unit) / 2
	at := sh.x0
	try := func(x float32) {
		x0, x1 := min(max(x-half, sh.x0), sh.x1), min(max(x+half, sh.x0), sh.x1)
		if x0-at > to-from {
			from, to = at, x0
		}
		at = max(at, x1)
	}
	due := float32(math.Inf(1))
	if it.hasDue && !it.due.open {
		due = s.x(it.due.middle())
	}
	for i := range it.stages {
		x := s.x(it.stages[i].middle())
		if due < x {
			try(due)
			due = float32(math.Inf(1))
		}
		try(x)
	}
	if !math.IsInf(float64(due), 1) {
		try(due)
	}
	try(sh.x1 + half)
	return from, to
}

// beside writes a label to the right of a shape, or to its left, where nothing
// else is.
func (s *scene) beside(sh *shape, full string, c ink, cuts bool) {
	f := &s.frame
	u := f.unit
	h := f.text * 1.1
	cy := (sh.y0 + sh.y1) / 2
	top, bottom := cy-h/2, cy+h/2
	if top < s.at.y0 || bottom > s.at.y1 {
		return
	}
	const most = 240
	least := f.ruler.atLeast(full)
	x := sh.x1 + 4*u
	room := min(s.free(x, top, bottom, min(most*u, s.at.x1-2*u-x)), s.at.x1-2*u-x)
	if room >= least || cuts && room > 72*u {
		text := full
		if f.ruler.width(full) > room {
			text = ""
			if cuts && room > 72*u {
				text = f.ruler.fit(full, room)
			}
		}
		if text != "" {
			s.put(sh, text, full, box{x, top, x + f.ruler.width(text), bottom}, c)
			return
		}
	}
	if sh.x0-4*u-least < s.at.x0 {
		return
	}
	w := f.ruler.width(full)
	b := box{sh.x0 - 4*u - w, top, sh.x0 - 4*u, bottom}
	if w > most*u || b.x0 < s.at.x0+2*u || s.filled.any(b) || s.written.any(b) {
		return
	}
	s.put(sh, full, full, b, c)
}

// free gives how far to the right of x neither shape nor label is.
func (s *scene) free(x, top, bottom, most float32) float32 {
	if most <= 0 {
		return 0
	}
	b := box{x, top, x + most, bottom}
	return min(s.filled.clear(b), s.written.clear(b))
}
