package ledger

import "github.com/fairweather-app/fairweather/core/edtf"

// Actor is a state, organisation, group or person.
type Actor struct {
	ID      string    `json:"id"`
	Label   string    `json:"name"`
	Type    string    `json:"type"`              // one of ActorTypes
	Aliases []string  `json:"aliases,omitempty"` // other names in use
	COW     int       `json:"cow,omitempty"`     // Correlates of War state number; 0: none
	ISO3    string    `json:"iso3,omitempty"`    // ISO 3166-1 alpha-3
	Active  edtf.Date `json:"active,omitzero"`   // the years in which it exists, an interval
	About   string    `json:"about,omitempty"`
	Tags    []string  `json:"tags,omitempty"`
}

// ActorTypes are the types of actor.
var ActorTypes = []string{"state", "government", "organisation", "group", "person"}

// RecordID implements Record.
func (a *Actor) RecordID() string { return a.ID }

// Kind implements Record.
func (a *Actor) Kind() Kind { return KindActor }

// Name implements Record.
func (a *Actor) Name() string { return orID(a.Label, a.ID) }

// Matter is what the case as a whole is about. A case has one, with the id "matter".
type Matter struct {
	ID         string       `json:"id"`
	Title      string       `json:"title"`
	About      string       `json:"about,omitempty"`
	Question   Question     `json:"question,omitzero"`    // asked when the case is opened
	Settings   Settings     `json:"settings,omitzero"`    // choices that differ from the methods' defaults
	Similarity []Similarity `json:"similarity,omitempty"` // between actors, where no votes are loaded
	Channels   []string     `json:"channels,omitempty"`   // the case's own, beside Channels
	Coded      edtf.Date    `json:"coded,omitzero"`       // when the record was last gathered
	Language   string       `json:"language,omitempty"`   // BCP 47, of the texts in the case
}

// MatterID is the identifier of the one Matter record of a case.
const MatterID = "matter"

// RecordID implements Record.
func (m *Matter) RecordID() string { return m.ID }

// Kind implements Record.
func (m *Matter) Kind() Kind { return KindMatter }

// Name implements Record.
func (m *Matter) Name() string { return orID(m.Title, "this case") }

// Question is the one question of Fairweather: can the relier count on the
// partner, as of a day, in a situation?
type Question struct {
	Relier    string    `json:"relier"`
	Partner   string    `json:"partner"`
	AsOf      edtf.Date `json:"as_of,omitzero"`      // a day; zero: today
	Situation string    `json:"situation,omitempty"` // one of Situations; empty: any
}

// Similarity says how alike two actors are for an observer who draws
// conclusions from one about the other: 0 not at all, 1 the same.
type Similarity struct {
	A     string  `json:"a"`
	B     string  `json:"b"`
	Value float64 `json:"value"`
	Basis string  `json:"basis,omitempty"`
}

// Settings are the choices of a case that differ from the methods' defaults;
// a nil pointer or empty string keeps the default. Package assess resolves them.
type Settings struct {
	HalfLifeYears  *float64 `json:"half_life_years,omitempty"` // > 0; 0: no decay
	OtherSituation *float64 `json:"other_situation,omitempty"` // weight in [0, 1] of moments of another situation
	PriorMass      *float64 `json:"prior_mass,omitempty"`      // > 0
	Words          string   `json:"words,omitempty"`           // "icd203" or "phia"
	HorizonYears   *float64 `json:"horizon_years,omitempty"`   // of pledge forecasts, > 0
}

// IsZero reports whether every setting is the default.
func (s Settings) IsZero() bool {
	return s == Settings{}
}

func orID(name, id string) string {
	if name == "" {
		return id
	}
	return name
}
