package timeline

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2/lang"
)

// gutter names a lane and its rows.
func (s *scene) gutter(n int32) {
	f := &s.frame
	l, lane, x := &s.lanes[n], &f.x.model.Lanes[n], &f.x.lanes[n]
	u, h := f.unit, f.line()
	sign := glyphUnfolded
	if l.folded {
		sign = glyphFolded
	}
	left, right := 18*u, s.at.x0-4*u
	y := l.y0 + lanePad*u + h/2
	if l.folded || l.nothing {
		y = (l.y0 + l.y1) / 2
	}
	s.drawing.stamps = append(s.drawing.stamps, stamp{x: 10 * u, y: y, size: 7 * u, glyph: sign, tone: inkMuted, zone: zoneGutter})
	switch {
	case l.headed && !l.folded:
		s.header(lane, x, y)
	case l.folded || l.nothing:
		s.line(titleWords(lane, x), left, y, right-left, inkText, zoneGutter)
		return
	default:
		bottom := l.y1 - lanePad*u
		room := int((bottom - l.body + 0.5) / h)
		room0 := right - left
		if lane.Kind == History {
			room0 -= s.scaleWords(l)
		}
		title := titleWords(lane, x)
		if f.ruler.width(title) > room0 {
			title = lane.Title
		}
		for _, text := range f.ruler.wrap(title, room0, min(max(room, 1), 2)) {
			s.lineOf(text, title, left, y, room0, inkText)
			y += h
		}
		switch lane.Kind {
		case Pledges:
			s.legend(x.notes, left, y, right, bottom)
		case History:
			s.names(lane, left, y, right, bottom)
		}
		return
	}
	// Names of rows, as many as have room.
	free := float32(math.Inf(-1))
	tight := f.text * 1.1
	for i := range x.rows {
		cy := l.row(int32(i)) + l.rowH/2
		if x.rows[i].name == "" || cy-tight/2 < free {
			continue
		}
		n := len(s.labels)
		s.line(x.rows[i].name, left, cy, right-left, inkMuted, zoneGutter)
		for k := n; k < len(s.labels); k++ {
			s.labels[k].y0, s.labels[k].y1 = cy-tight/2, cy+tight/2
		}
		free = cy + tight/2
	}
}

// header is the line above the rows of a lane: it may be longer than the gutter
// is wide.
func (s *scene) header(lane *Lane, x *laneIndex, y float32) {
	u := s.frame.unit
	title := titleWords(lane, x)
	before := len(s.labels)
	s.line(title, 18*u, y, s.at.x1-26*u, inkText, zoneFrame)
	for _, l := range s.labels[before:] {
		if l.y0 < s.at.y0 || l.y1 > s.at.y1 {
			s.labels = s.labels[:before] // scrolled to behind the axis
			return
		}
		s.written.set(l.box)
	}
}

// titleWords gives the title of a lane with how many records it has.
func titleWords(lane *Lane, x *laneIndex) string {
	if lane.Kind == History {
		return lane.Title
	}
	return lane.Title + " · " + strconv.Itoa(x.count)
}

// scaleWords names the values at the edges of a lane of lines, and gives the room
// they take.
func (s *scene) scaleWords(l *laneBox) float32 {
	u := s.frame.unit
	w := s.frame.ruler.width("100 %")
	for _, at := range []struct {
		text string
		y    float32
	}{{"100 %", l.body + s.frame.line()/2 - 2*u}, {"0", l.body + l.rowH - s.frame.line()/2 + 2*u}} {
		s.line(at.text, s.at.x0-6*u-s.frame.ruler.width(at.text), at.y, w, inkMuted, zoneGutter)
	}
	return w + 6*u
}

// lineOf is line for a piece of a longer text.
func (s *scene) lineOf(text, full string, x, y, room float32, c ink) {
	n := len(s.labels)
	s.line(text, x, y, room, c, zoneGutter)
	for i := n; i < len(s.labels); i++ {
		s.labels[i].full = full
	}
}

// glyphWords says what a sign on a pledge means.
func glyphWords(g glyph) string {
	switch g {
	case glyphDelayed:
		return lang.L("delayed")
	case glyphSuspended:
		return lang.L("suspended")
	case glyphResumed:
		return lang.L("resumed")
	case glyphPartly:
		return lang.L("partly kept")
	case glyphKept:
		return lang.L("fulfilled")
	case glyphFailed:
		return lang.L("failed")
	case glyphDue:
		return lang.L("due")
	}
	return lang.L("reaffirmed")
}

// legend says what the signs of a lane of pledges mean, in as many columns as
// there is room for, as far as there is room.
func (s *scene) legend(notes []glyph, left, y, right, bottom float32) {
	u, h := s.frame.unit, s.frame.line()
	for _, g := range notes {
		if y+h/2 > bottom {
			return
		}
		tone := inkText
		switch g {
		case glyphKept:
			tone = outcomeInk(fulfilled)
		case glyphFailed:
			tone = outcomeInk(failed)
		case glyphDue:
			tone = inkMuted
		}
		if y-h/2 >= s.at.y0 && y+h/2 <= s.at.y1 {
			s.drawing.stamps = append(s.drawing.stamps, stamp{x: left + 5*u, y: y, size: 10 * u, glyph: g, tone: tone, zone: zoneGutter})
		}
		s.line(glyphWords(g), left+15*u, y, right-left-15*u, inkMuted, zoneGutter)
		y += h
	}
}

// names says which line is which.
func (s *scene) names(lane *Lane, left, y, right, bottom float32) {
	u, h := s.frame.unit, s.frame.line()
	for i, series := range lane.Series {
		if y+h/2 > bottom {
			return
		}
		if y-h/2 >= s.at.y0 && y+h/2 <= s.at.y1 {
			dash := dashes[i%len(dashes)] * u
			for x := float32(0); x < 14*u; x += max(2*dash, 1) {
				end := min(x+dash, 14*u)
				if dash == 0 {
					x, end = 0, 14*u
				}
				s.drawing.rects = append(s.drawing.rects, rect{x0: left + x, x1: left + end, y0: y - 1, y1: y + 1, a0: 255, a1: 255,
					ink: toneInk(series.Tone), zone: zoneGutter})
				if dash == 0 {
					break
				}
			}
		}
		room := right - left - 18*u
		for _, l := range s.labels { // the scale stands at the right
			if l.zone == zoneGutter && l.x0 > left+18*u && l.y0 < y+h/2 && l.y1 > y-h/2 {
				room = min(room, l.x0-left-22*u)
			}
		}
		s.line(series.Name, left+18*u, y, room, inkMuted, zoneGutter)
		y += h
	}
}
