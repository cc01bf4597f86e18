package timeline

import (
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Model is what a Timeline draws: lanes from the top down. Filtering is the
// caller's: what is not to be seen is not in the model.
type Model struct {
	Lanes []Lane

	// From and To are the days that "show all" spans. Equal: what the records span.
	From, To edtf.Day

	// AsOf is the day of the upright line, if HasAsOf. Pledges and moments that
	// have not ended run up to it (to the end of all records without it), a
	// pledge's outcome is the one known by then, and what comes later is veiled.
	AsOf    edtf.Day
	HasAsOf bool

	// Empty is shown where no lane holds anything: what to do next.
	Empty string
}

// LaneKind says what a lane holds, and so which of its fields is read.
type LaneKind int

// The kinds of lane.
const (
	Moments       LaneKind = iota // Lane.Moments: bands, in as many rows as overlap asks for
	ConductMarks                  // Lane.Conduct: marks, one row for each rung
	Pledges                       // Lane.Pledges: bars that change at each milestone
	Contributions                 // Lane.Contributions: bars, one row for each channel
	History                       // Lane.Series: lines with their intervals
)

// Lane is one lane of a Timeline.
type Lane struct {
	// Key names the lane to OnCreate and OnFold, and keeps it folded or open when
	// the model changes. Unique in the model.
	Key   string
	Title string // shown at the left: "Russia toward Iran"
	Kind  LaneKind

	Moments       []Moment
	Conduct       []Conduct
	Pledges       []Pledge
	Contributions []Contribution
	Series        []view.Series // values in [0, 1]

	// Folded opens the lane as a single strip, until the person unfolds it.
	Folded bool
	// Creates lets a drag on empty time in the lane ask for a new record; without
	// it such a drag pans, as it does everywhere else.
	Creates bool
}

// Moment is a time of need, drawn as a band. Its edges fade over the days that
// its start and end may mean.
type Moment struct {
	ID     string // what OnSelect and the others give; the same id may stand in several lanes
	Label  string // written in or beside the band where there is room
	Detail string // told below the dates when the mouse rests on it; may have several lines

	Start   edtf.Date
	End     edtf.Date // zero: the end of Start
	Ongoing bool      // has not ended: runs to the as-of day

	Tone view.Tone // grey (ToneNeutral) unless it means something

	// Importance orders labels: the higher keep theirs as one zooms out.
	Importance float64
}

// Conduct is what one actor did for or against another, drawn as a mark in the
// row of its rung: a disc with a plus, a square with a minus, or a ring for
// nothing. A whisker spans the days that its date may mean.
type Conduct struct {
	ID, Label, Detail string
	Date              edtf.Date
	Rung              ledger.Rung
	Importance        float64
}

// Pledge is a promise, drawn as a bar from the day it was made to the milestone
// that ended it, or to the as-of day. It changes its pattern at each milestone;
// its lower edge tells what has become of it: blue kept, rust failed, pale blue
// partly kept, none for open.
type Pledge struct {
	ID, Label, Detail string
	Promised          edtf.Date
	Due               edtf.Date // zero: no day was set
	Milestones        []Milestone
	Importance        float64
}

// Milestone is one thing that happened to a pledge.
type Milestone struct {
	Date edtf.Date
	Type string // one of ledger.MilestoneTypes
	Note string
}

// Contribution is something given, drawn as a bar in the row of its channel, or
// as a short block where it took a day. Its height and darkness say how much.
type Contribution struct {
	ID, Label, Detail string
	Date              edtf.Date
	Channel           string
	Magnitude         int // 1 (token) to 5 (decisive); 0: not judged
	Importance        float64
}
