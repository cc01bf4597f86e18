package reading

import "github.com/fairweather-app/fairweather/core/edtf"

// Kind names what a candidate could become.
type Kind string

// The kinds of candidate. Those from Conduct to Hypothesis are kinds of record;
// a milestone belongs to a pledge; a forecast, a prescription and a claim are
// kept as such and never become facts.
const (
	Moment       Kind = "moment"
	Conduct      Kind = "conduct"
	Request      Kind = "request"
	Pledge       Kind = "pledge"
	Milestone    Kind = "milestone"
	Contribution Kind = "contribution"
	Dependence   Kind = "dependence"
	Hypothesis   Kind = "hypothesis"
	Forecast     Kind = "forecast"
	Prescription Kind = "prescription"
	Claim        Kind = "claim"
)

// Polarity is what something means for the one concerned.
type Polarity string

// The polarities.
const (
	Positive Polarity = "positive"
	Negative Polarity = "negative"
	Neutral  Polarity = "neutral"
)

// Modality is as what a thing is asserted.
type Modality string

// The modalities.
const (
	AsFact         Modality = "fact"
	AsAllegation   Modality = "allegation"
	AsOpinion      Modality = "opinion"
	AsForecast     Modality = "forecast"
	AsPrescription Modality = "prescription"
)

// Article is the AssertedBy of what the text says in its own voice.
const Article = "article"

// Fields are the fields of the record that a candidate could become; each kind
// uses its own and leaves the others zero. Actors are ids of the lexicon.
type Fields struct {
	From      string    `json:"from,omitempty"`
	To        string    `json:"to,omitempty"`
	Actor     string    `json:"actor,omitempty"`   // who depends
	On        string    `json:"on,omitempty"`      // on whom
	Relier    string    `json:"relier,omitempty"`  // of a hypothesis or forecast
	Partner   string    `json:"partner,omitempty"` // of a hypothesis or forecast
	InNeed    []string  `json:"in_need,omitempty"`
	Rung      *int      `json:"rung,omitempty"` // of conduct and requests, -2 to 4
	Type      string    `json:"type,omitempty"` // of a moment or milestone
	Channel   string    `json:"channel,omitempty"`
	Title     string    `json:"title,omitempty"`
	Moment    string    `json:"moment,omitempty"` // in words, where one is named
	Date      edtf.Date `json:"date,omitzero"`
	Start     edtf.Date `json:"start,omitzero"`
	End       edtf.Date `json:"end,omitzero"`
	Promised  edtf.Date `json:"promised,omitzero"`
	Due       edtf.Date `json:"due,omitzero"`
	Horizon   edtf.Date `json:"horizon,omitzero"`
	Share     *float64  `json:"share,omitempty"` // in [0, 1]
	Amount    *float64  `json:"amount,omitempty"`
	Value     *float64  `json:"value,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	What      string    `json:"what,omitempty"`
	Magnitude int       `json:"magnitude,omitempty"`
}

// Span is a stretch of the text that was read, in Unicode characters from 0,
// the end exclusive; Text is what stands there, byte for byte.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Candidate is something that a text asserts and that could enter the record.
type Candidate struct {
	Kind       Kind     `json:"kind"`
	Fields     Fields   `json:"fields"`
	Span       Span     `json:"span"`
	Modality   Modality `json:"modality"`
	Polarity   Polarity `json:"polarity"`
	AssertedBy string   `json:"asserted_by"` // an actor's id, a person or office in words, or Article
	Confidence float64  `json:"confidence"`  // in (0, 1): the share of such candidates that is right, roughly
	Reason     string   `json:"reason"`
}

// Pair gives who acts and who is concerned: the giver and the one given to,
// whatever the kind calls them. Either may be empty.
func (c Candidate) Pair() (from, to string) {
	switch c.Kind {
	case Dependence:
		return c.Fields.On, c.Fields.Actor
	case Hypothesis, Forecast:
		return c.Fields.Partner, c.Fields.Relier
	}
	return c.Fields.From, c.Fields.To
}
