package edtf

import (
	"fmt"
	"strings"
)

const wantSide = `a date, ".." for no bound, or nothing for an unknown one`

// parseInterval reads the two sides of a text that has its first "/" at slash.
func parseInterval(s string, slash int) (Date, error) {
	start := parser{text: s, end: slash, interval: true}
	if err := start.side(openStart, unknownStart); err != nil {
		return Date{}, err
	}
	end := parser{text: s, pos: slash + 1, end: len(s), interval: true}
	if err := end.side(openEnd, unknownEnd); err != nil {
		return Date{}, err
	}
	d := Date{text: s, flags: start.flags | end.flags | interval, precision: sharedPrecision(start, end)}
	d.startFrom, d.startTo, d.endFrom, d.endTo = start.from, start.to, end.from, end.to
	// An open bound is the outermost day; an unknown one may be any.
	if d.OpenStart() {
		d.startTo = beforeAll
	}
	if d.OpenEnd() {
		d.endFrom = afterAll
	}
	if d.endFrom < d.startFrom && !d.UnknownEnd() {
		return Date{}, &SyntaxError{Text: s, Offset: slash + 1,
			Expected: fmt.Sprintf("an end that does not begin before the start, %s", s[:slash])}
	}
	// The start is never after the end, which narrows both.
	d.startTo = min(d.startTo, d.endTo)
	d.endFrom = max(d.endFrom, d.startFrom)
	return d, nil
}

// side reads one side of an interval.
func (p *parser) side(open, unknown flags) error {
	switch side := p.text[p.pos:p.end]; {
	case side == "":
		p.from, p.to, p.flags = beforeAll, afterAll, unknown
		return nil
	case side == "..":
		p.from, p.to, p.flags = beforeAll, afterAll, open
		return nil
	case strings.HasPrefix(side, ".."):
		return p.fail(p.pos+2, `nothing beside ".."`)
	case side[0] == '.':
		return p.fail(p.pos+1, wantSide)
	case side[0] == '/':
		return p.fail(p.pos, "the end of the interval")
	}
	return p.date()
}

// sharedPrecision is what both ends of an interval name, or its one dated end.
func sharedPrecision(a, b parser) Precision {
	const undated = openStart | openEnd | unknownStart | unknownEnd
	switch {
	case a.flags&undated != 0:
		return b.precision
	case b.flags&undated != 0, a.precision == b.precision:
		return a.precision
	}
	return Undefined
}
