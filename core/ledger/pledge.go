package ledger

import "github.com/fairweather-app/fairweather/core/edtf"

// Pledge is something promised by one actor to another, with what became of it.
type Pledge struct {
	ID         string       `json:"id"`
	Title      string       `json:"title"`
	From       string       `json:"from"` // who promised
	To         string       `json:"to"`
	Channel    string       `json:"channel"`
	Promised   edtf.Date    `json:"promised"`
	Due        edtf.Date    `json:"due,omitzero"` // zero: no date was set
	Amount     *float64     `json:"amount,omitempty"`
	Unit       string       `json:"unit,omitempty"`
	Milestones []Milestone  `json:"milestones,omitempty"`
	Obliges    []Obligation `json:"obliges,omitempty"`
	About      string       `json:"about,omitempty"`
	Citations  []Citation   `json:"citations,omitempty"`
	Tags       []string     `json:"tags,omitempty"`
}

// Standing reports whether the pledge stands for as long as it is in force and
// falls due only when it is called on, as a treaty or a promise of help in war
// does: it has no day by which it could be kept.
func (p *Pledge) Standing() bool { return len(p.Obliges) > 0 || p.Channel == TreatyChannel }

// Milestone is one thing that happened to a pledge.
type Milestone struct {
	Date      edtf.Date  `json:"date"`
	Type      string     `json:"type"`             // one of MilestoneTypes
	Share     *float64   `json:"share,omitempty"`  // of the promise delivered by then, in [0, 1]
	Amount    *float64   `json:"amount,omitempty"` // delivered by then, or promised anew, in the pledge's unit; restated, never added
	Note      string     `json:"note,omitempty"`
	Citations []Citation `json:"citations,omitempty"`
}

// Obligation is what a pledge in force obliges its maker to give, and when.
type Obligation struct {
	Moments []string `json:"moments"`           // types of moment, or situations
	Rung    Rung     `json:"rung"`              // > 0
	Against []string `json:"against,omitempty"` // only where one of these actors is the adversary; told to the reader, not computed with
	Note    string   `json:"note,omitempty"`
}

// MilestoneTypes are what can happen to a pledge.
var MilestoneTypes = []string{"reaffirmed", "delayed", "suspended", "resumed", "partly kept", "fulfilled", "cancelled", "breached", "lapsed"}

// PledgeState is what had become of a pledge by a day.
type PledgeState int

// The states of a pledge, METHODS 2.
const (
	NotPromised PledgeState = iota // not yet promised
	Open
	Fulfilled
	Failed // cancelled, breached or lapsed
	// Expired is a treaty that lapsed: its term ran out, or the state of things that
	// it was made for. It bound as long as it stood, and was neither kept nor broken
	// by ending.
	Expired
)

// TreatyChannel is the channel of pledges that are treaties; nothing is given
// through it.
const TreatyChannel = "treaty"

// String names the state as the screen does.
func (s PledgeState) String() string {
	switch s {
	case Open:
		return "open"
	case Fulfilled:
		return "fulfilled"
	case Failed:
		return "failed"
	case Expired:
		return "ended"
	}
	return "not yet promised"
}

// RecordID implements Record.
func (p *Pledge) RecordID() string { return p.ID }

// Kind implements Record.
func (p *Pledge) Kind() Kind { return KindPledge }

// Name implements Record.
func (p *Pledge) Name() string { return orID(p.Title, p.ID) }

// endOf gives the state into which a milestone of this type puts a pledge for
// good; Open for one that ends nothing.
func endOf(milestoneType string) PledgeState {
	switch milestoneType {
	case "fulfilled":
		return Fulfilled
	case "cancelled", "breached", "lapsed":
		return Failed
	}
	return Open
}

// KnownBy reports whether something dated d belongs to what was known on a day:
// whether its earliest day is not after it. A date without an earliest day
// (open or unknown) is known.
func KnownBy(d edtf.Date, day edtf.Day) bool {
	first, ok := d.Earliest()
	return !ok || first <= day
}

// StateOn gives the state of p as known on a day and, if it had ended, the
// milestone that ended it. The first ending milestone by date ends a pledge;
// at equal dates the one listed first. A treaty that lapsed is Expired, not Failed.
func (p *Pledge) StateOn(day edtf.Day) (PledgeState, *Milestone) {
	if !KnownBy(p.Promised, day) {
		return NotPromised, nil
	}
	var end *Milestone
	for i := range p.Milestones {
		m := &p.Milestones[i]
		if endOf(m.Type) == Open || !KnownBy(m.Date, day) {
			continue
		}
		if end == nil || edtf.Compare(m.Date, end.Date) < 0 {
			end = m
		}
	}
	if end == nil {
		return Open, nil
	}
	if p.Channel == TreatyChannel && end.Type == "lapsed" {
		return Expired, end
	}
	return endOf(end.Type), end
}

// InForceBefore reports whether p bound its maker on the eve of a day: promised
// before or on it, and neither ended nor suspended by a milestone of an earlier
// day. What happens on the day itself does not release anybody: a treaty broken
// by not answering a call was in force when the call came.
func (p *Pledge) InForceBefore(day edtf.Day) bool {
	if !KnownBy(p.Promised, day) {
		return false
	}
	var last *Milestone
	for i := range p.Milestones {
		m := &p.Milestones[i]
		if !KnownBy(m.Date, day-1) {
			continue
		}
		if endOf(m.Type) != Open {
			return false
		}
		if (m.Type == "suspended" || m.Type == "resumed" || m.Type == "reaffirmed") &&
			(last == nil || edtf.Compare(m.Date, last.Date) >= 0) {
			last = m
		}
	}
	return last == nil || last.Type != "suspended"
}

// Owes gives the highest rung that p obliges its maker to at a moment of this
// type, and whether it obliges to anything there.
func (p *Pledge) Owes(momentType string) (Rung, bool) {
	var top Rung
	found := false
	for _, o := range p.Obliges {
		for _, t := range o.Moments {
			if t != momentType && t != SituationOf(momentType) && t != "any" {
				continue
			}
			if !found || o.Rung > top {
				top, found = o.Rung, true
			}
		}
	}
	return top, found
}
