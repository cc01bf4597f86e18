package ledger

import "github.com/fairweather-app/fairweather/core/edtf"

// Moment is a key moment: a time at which one or more actors were in need.
type Moment struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	InNeed    []string   `json:"in_need"` // actors
	Start     edtf.Date  `json:"start"`
	End       edtf.Date  `json:"end,omitzero"` // zero: not ended, or a single day
	Type      string     `json:"type"`         // one of MomentTypes
	About     string     `json:"about,omitempty"`
	Citations []Citation `json:"citations,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (m *Moment) RecordID() string { return m.ID }

// Kind implements Record.
func (m *Moment) Kind() Kind { return KindMoment }

// Name implements Record.
func (m *Moment) Name() string { return orID(m.Title, m.ID) }

// Needs reports whether the actor was in need at m.
func (m *Moment) Needs(actor string) bool {
	for _, a := range m.InNeed {
		if a == actor {
			return true
		}
	}
	return false
}

// Situations are the situations a question may name, METHODS 1; "any" is the absence of one.
var Situations = []string{"any", "force", "pressure", "internal", "disaster"}

// situationOf maps each type of moment to its situation, METHODS 1.
var situationOf = map[string]string{
	"attack": "force", "war": "force", "blockade": "force", "ultimatum": "force", "crisis": "force",
	"sanctions": "pressure", "vote": "pressure", "talks": "pressure", "economic": "pressure",
	"unrest": "internal", "coup": "internal",
	"disaster": "disaster",
}

// MomentTypes are the types of moment, grouped by situation.
var MomentTypes = []string{
	"attack", "war", "blockade", "ultimatum", "crisis",
	"sanctions", "vote", "talks", "economic",
	"unrest", "coup",
	"disaster",
}

// SituationOf gives the situation to which a type of moment belongs; empty for
// a type that is not in MomentTypes.
func SituationOf(momentType string) string { return situationOf[momentType] }
