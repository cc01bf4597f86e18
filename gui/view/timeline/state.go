package timeline

import "fyne.io/fyne/v2/lang"

// state is what a pledge is after a milestone.
type state uint8

const (
	open state = iota
	delayed
	suspended
	partlyKept
	fulfilled
	failed
)

// after gives the state of a pledge after a milestone of a type. What is
// reaffirmed, or of an unknown type, stays what it was; an ended pledge stays
// ended, as ledger.Pledge.StateOn has it.
func (s state) after(milestone string) state {
	if s.ended() {
		return s
	}
	switch milestone {
	case "delayed":
		return delayed
	case "suspended":
		return suspended
	case "resumed":
		return open
	case "partly kept":
		return partlyKept
	case "fulfilled":
		return fulfilled
	case "cancelled", "breached", "lapsed":
		return failed
	}
	return s
}

func (s state) ended() bool { return s == fulfilled || s == failed }

// word names a state as the screen does.
func (s state) word() string {
	switch s {
	case delayed:
		return lang.L("delayed")
	case suspended:
		return lang.L("suspended")
	case partlyKept:
		return lang.L("partly kept")
	case fulfilled:
		return lang.L("fulfilled")
	case failed:
		return lang.L("failed")
	}
	return lang.L("open")
}

// glyphOf gives the sign that stands on a bar at a milestone of a type.
func glyphOf(milestone string) glyph {
	switch milestone {
	case "delayed":
		return glyphDelayed
	case "suspended":
		return glyphSuspended
	case "resumed":
		return glyphResumed
	case "partly kept":
		return glyphPartly
	case "fulfilled":
		return glyphKept
	case "cancelled", "breached", "lapsed":
		return glyphFailed
	}
	return glyphTick
}
