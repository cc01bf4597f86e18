package ledger

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Rung is a rung of the support ladder: what one actor did for another.
type Rung int

// The rungs, METHODS 1.
const (
	Opposed       Rung = -2
	Undercut      Rung = -1
	Silent        Rung = 0
	Words         Rung = 1
	DiplomaticAct Rung = 2
	MaterialHelp  Rung = 3
	Fought        Rung = 4
	LowestRung         = Opposed
	HighestRung        = Fought
	NumberOfRungs      = int(HighestRung-LowestRung) + 1
)

var rungNames = [NumberOfRungs]string{
	"opposed", "undercut", "silent or neutral", "words", "a diplomatic act", "material help", "fought beside",
}

// Valid reports whether r is on the ladder.
func (r Rung) Valid() bool { return r >= LowestRung && r <= HighestRung }

// String gives the rung with its sign: "-2", "0", "+3".
func (r Rung) String() string {
	if r > 0 {
		return fmt.Sprintf("+%d", int(r))
	}
	return fmt.Sprintf("%d", int(r))
}

// Label names the rung: "material help". Empty for a rung that is not on the ladder.
func (r Rung) Label() string {
	if !r.Valid() {
		return ""
	}
	return rungNames[r-LowestRung]
}

// Conduct is what one actor did for another at a moment.
type Conduct struct {
	ID        string     `json:"id"`
	Moment    string     `json:"moment"`
	From      string     `json:"from"` // who acted
	To        string     `json:"to"`   // toward whom
	Date      edtf.Date  `json:"date"`
	Rung      Rung       `json:"rung"`
	What      string     `json:"what"`
	Citations []Citation `json:"citations,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (c *Conduct) RecordID() string { return c.ID }

// Kind implements Record.
func (c *Conduct) Kind() Kind { return KindConduct }

// Name implements Record.
func (c *Conduct) Name() string { return orID(c.What, c.ID) }

// Request is what one actor asked of another at a moment.
type Request struct {
	ID        string     `json:"id"`
	Moment    string     `json:"moment"`
	From      string     `json:"from"` // who asked
	To        string     `json:"to"`   // of whom
	Date      edtf.Date  `json:"date"`
	Rung      Rung       `json:"rung"` // what was asked for; > 0
	What      string     `json:"what"`
	Citations []Citation `json:"citations,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (r *Request) RecordID() string { return r.ID }

// Kind implements Record.
func (r *Request) Kind() Kind { return KindRequest }

// Name implements Record.
func (r *Request) Name() string { return orID(r.What, r.ID) }
