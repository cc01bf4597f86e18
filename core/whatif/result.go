package whatif

import (
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
)

// Result is what a scenario does to a network. Its JSON is the output of "whatif
// --json".
type Result struct {
	AsOf      edtf.Day `json:"as_of"`
	Scenario  Scenario `json:"scenario"`
	Settings  Settings `json:"settings"`
	CaseTitle string   `json:"case"`
	Headline  []string `json:"headline"` // sentences: what the figures say in words

	Actors         []Actor      `json:"actors"`          // the hardest hit first
	Harder         [][]float64  `json:"harder"`          // [i][j]: P(actor i is hit harder than actor j), in the order of Actors
	Claim          *ClaimResult `json:"claim,omitempty"` // nil: the scenario makes none
	Edges          []Edge       `json:"edges"`
	Left           []Left       `json:"left_out"`
	SpectralRadius float64      `json:"spectral_radius"` // of the most likely network
	Clipped        bool         `json:"clipped"`         // there, some actor would lose more than all
	Basis          BasisCount   `json:"basis"`
	Course         *Course      `json:"course,omitempty"` // nil: no horizon
	Warnings       []string     `json:"warnings"`
	RestsOn        []string     `json:"rests_on"` // dependences and their sources, sorted
	Said           Said         `json:"-"`
}

// Said are sentences of a result from which its English texts are made.
type Said struct{ Headline, Warnings []assess.Sentence }

// Actor is what happens to one actor. Hit is the share of its functioning that
// is lost in the end; of a shock that ends, at the peak.
type Actor struct {
	ID      string  `json:"actor"`
	Name    string  `json:"name"`
	Direct  float64 `json:"direct"` // mean of what the shock itself takes
	Mean    float64 `json:"mean"`
	Lower90 float64 `json:"lower90"`
	Upper90 float64 `json:"upper90"`
	Central float64 `json:"central"` // at the most likely shares
	Hardest float64 `json:"hardest"` // P(it is the hardest hit of those the shock spares)
	// Over the horizon; absent without one.
	Peak      *Peak    `json:"peak,omitempty"`
	Drivers   []Driver `json:"drivers"`        // the inputs that move it most, at most 5
	Estimated float64  `json:"from_estimates"` // part of Central that hangs on edges of grade none or estimate, 0 to 1
	Baseless  float64  `json:"from_baseless"`  // on edges of grade none
	InParts   float64  `json:"from_parts"`     // on edges that stand for a part of a channel
}

// Peak is the worst of the course: how bad, and after how many months.
type Peak struct {
	Mean         float64 `json:"mean"`
	Lower90      float64 `json:"lower90"`
	Upper90      float64 `json:"upper90"`
	Month        int     `json:"month"` // median
	MonthLower90 int     `json:"month_lower90"`
	MonthUpper90 int     `json:"month_upper90"`
	// HalfMonth is by when half of the peak is reached at the most likely shares,
	// in months; it tells who is hit first where nothing has peaked yet.
	HalfMonth float64 `json:"half_month"`
}

// Driver is an input with how it moves a result.
type Driver struct {
	Input       string  `json:"input"`       // a dependence's id, "weight actor channel", "shock actor"
	Name        string  `json:"name"`        // for a person
	Correlation float64 `json:"correlation"` // Spearman's rank correlation over the first 2,048 draws

	Said assess.Sentence `json:"-"` // Name, for another language
}

// ClaimResult is what becomes of the claim that one actor is hit harder.
type ClaimResult struct {
	Harder      string      `json:"harder"`
	Than        string      `json:"than"`
	Probability float64     `json:"probability"`
	Word        string      `json:"word"`
	PassedOn    float64     `json:"passed_on"` // the same probability for what comes on top of the shock itself
	Central     bool        `json:"central"`   // it holds at the most likely shares
	Drivers     []Driver    `json:"drivers"`   // of the difference between the two
	BreakEven   []BreakEven `json:"break_even"`
}

// BreakEven is how large one thing would have to be for the claim to turn, all
// others at their most likely value.
type BreakEven struct {
	Kind   string          `json:"kind"` // edge: a share; pair: all that one actor depends on another; all: a factor on all that one depends on
	ID     string          `json:"id"`   // of the dependence, or "actor on actor"
	Name   string          `json:"name"`
	Now    float64         `json:"now"`
	At     *float64        `json:"at"`     // nil: no value does it
	Holds  string          `json:"holds"`  // above, below: on which side of At the claim holds; always, never
	Within bool            `json:"within"` // At lies between the low and the high that were given
	Text   string          `json:"text"`
	Said   assess.Sentence `json:"-"` // Text, for another language
	name   assess.Sentence
	moves  float64  // the difference between the two, from one end to the other
	share  Triangle // of an edge
}

// BasisCount counts the edges by what their shares rest on.
type BasisCount struct {
	None     int `json:"none"`
	Estimate int `json:"estimate"`
	Source   int `json:"source"`
	Parts    int `json:"parts"` // edges that stand for a part of a channel
}

// Course is how the inoperability of each actor runs, month by month from 0: at
// the most likely shares, and mean and band over the first 512 draws.
type Course struct {
	Actors  []string    `json:"actors"`
	Central [][]float64 `json:"central"`
	Mean    [][]float64 `json:"mean"`
	Lower90 [][]float64 `json:"lower90"`
	Upper90 [][]float64 `json:"upper90"`
}
