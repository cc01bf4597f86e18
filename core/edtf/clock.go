package edtf

const wantOffset = `the end, "Z" or an offset from -12:00 to +14:00`

// time reads "T", a time of day, and an offset or none. It moves no day.
func (p *parser) time() error {
	p.precision = Second
	p.pos++
	hour, err := p.clock(24, "an hour from 00 to 24")
	if err != nil {
		return err
	}
	for _, unit := range []string{"a minute from 00 to 59", "a second from 00 to 59"} {
		if p.peek() != ':' {
			return p.fail(p.pos, `":" and `+unit)
		}
		p.pos++
		unitAt := p.pos
		n, err := p.clock(59, unit)
		if err != nil {
			return err
		}
		if hour == 24 && n > 0 {
			return p.fail(unitAt, "00: the day ends at 24:00:00")
		}
	}
	if p.peek() == '.' && hour < 24 {
		p.pos++
		if !isDigit(p.peek()) {
			return p.fail(p.pos, "the digits of a fraction of a second")
		}
		for isDigit(p.peek()) {
			p.pos++
		}
	}
	switch p.peek() {
	case 'Z':
		p.pos++
	case '+', '-':
		if err := p.offset(); err != nil {
			return err
		}
	default:
		return p.atEnd(wantOffset)
	}
	return p.atEnd("the end of the date")
}

// offset reads a sign and hh, hh:mm or hhmm, from -12:00 to +14:00.
func (p *parser) offset() error {
	at := p.pos
	negative := p.peek() == '-'
	p.pos++
	hours, err := p.clock(99, wantOffset)
	if err != nil {
		return err
	}
	minutes := 0
	if colon := p.peek() == ':'; colon || isDigit(p.peek()) {
		if colon {
			p.pos++
		}
		if minutes, err = p.clock(59, "the minutes of the offset from 00 to 59"); err != nil {
			return err
		}
	}
	total := hours*60 + minutes
	switch {
	case negative && total == 0:
		return p.fail(at, `"Z" or "+00:00" for an offset of zero`)
	case negative && total > 12*60, total > 14*60:
		return p.fail(at, wantOffset)
	}
	return nil
}

// clock reads two digits of at most the given value.
func (p *parser) clock(most int, expected string) (int, error) {
	at := p.pos
	for range 2 {
		if !isDigit(p.peek()) {
			return 0, p.fail(p.pos, expected)
		}
		p.pos++
	}
	n := twoDigits(p.text, at)
	if n > most {
		return 0, p.fail(at, expected)
	}
	return n, nil
}
