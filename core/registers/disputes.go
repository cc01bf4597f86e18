package registers

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Participant is one state's part in a dispute.
type Participant struct {
	State      int  // Correlates of War number
	First      bool // on side A, which the register names first
	Original   bool // in it from the first day
	Start, End edtf.Date
	// Act is the register's code of the highest act: 0 none, 1-6 threats, 7-12 shows
	// of force, 13-19 uses of force, 20 and 21 war.
	Act int
}

// Dispute is a militarized dispute: a case of a state threatening, showing or using
// force against another.
type Dispute struct {
	Number int
	Parts  []Participant
}

// Hostility is how far an act goes, on the register's scale of five.
type Hostility int

// The levels of hostility.
const (
	NoAct Hostility = iota + 1
	Threat
	Display
	Use
	FullWar
)

// HostilityOf groups the codes of acts as the register does.
func HostilityOf(act int) Hostility {
	switch {
	case act >= 20:
		return FullWar
	case act >= 13:
		return Use
	case act >= 7:
		return Display
	case act >= 1:
		return Threat
	}
	return NoAct
}

// ActName says a code of the register in words.
func ActName(act int) string {
	names := [...]string{"no militarized act", "threat to use force", "threat to blockade", "threat to occupy territory", "threat to declare war", "threat to use weapons of mass destruction", "threat to join a war",
		"show of force", "alert", "nuclear alert", "mobilization", "fortifying the border", "border violation", "blockade", "occupation of territory", "seizure", "attack", "clash", "declaration of war",
		"use of weapons of mass destruction", "beginning of interstate war", "joining interstate war"}
	if act < 0 || act >= len(names) {
		return "act unknown to the register's list"
	}
	return names[act]
}

var disputes = sync.OnceValues(func() ([]Dispute, error) {
	byNumber := map[int]*Dispute{}
	err := each("gml_dispute_participants.csv.gz", func(n []int, _ []string) error {
		d := byNumber[n[0]]
		if d == nil {
			d = &Dispute{Number: n[0]}
			byNumber[n[0]] = d
		}
		d.Parts = append(d.Parts, Participant{State: n[1], First: n[12] == 1, Original: n[14] == 1, Start: date(n[2], n[3], n[4]), End: date(n[5], n[6], n[7]), Act: n[13]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Dispute, 0, len(byNumber))
	for _, d := range byNumber {
		slices.SortStableFunc(d.Parts, func(a, b Participant) int { return edtf.Compare(a.Start, b.Start) })
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Dispute) int {
		return cmp.Or(edtf.Compare(a.Parts[0].Start, b.Parts[0].Start), cmp.Compare(a.Number, b.Number))
	})
	return out, nil
})

// AllDisputes lists the disputes in the order they began.
func AllDisputes() ([]Dispute, error) { return disputes() }

// date makes an EDTF date of the register's numbers; -9 is a day nobody knows.
func date(y, m, d int) edtf.Date {
	switch {
	case m < 1:
		return edtf.MustParse(edtf.DayOf(y, time.January, 1).String()[:4])
	case d < 1:
		return edtf.MustParse(edtf.DayOf(y, time.Month(m), 1).String()[:7])
	}
	return edtf.DateOf(edtf.DayOf(y, time.Month(m), d))
}

// LastDisputeYear is the last year that the register of disputes covers.
const LastDisputeYear = 2010
