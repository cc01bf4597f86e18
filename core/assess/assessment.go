package assess

import (
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Assessment is the answer to a question, with everything it rests on. Its JSON
// is the output of "assess --json", described by a JSON Schema in assets.
type Assessment struct {
	Question    Question `json:"question"`
	Settings    Settings `json:"settings"`
	CaseTitle   string   `json:"case"`
	RelierName  string   `json:"relier_name"`
	PartnerName string   `json:"partner_name"`
	Headline    []string `json:"headline"` // sentences: what the figures say in words

	AtLeast         []AtLeast     `json:"at_least"` // every rung, lowest first
	Against         Against       `json:"against"`
	Confidence      Confidence    `json:"confidence"`
	EffectiveSample float64       `json:"effective_sample"` // (sum w)^2 / sum w^2
	Moments         int           `json:"moments"`          // with conduct of the partner toward the relier on record
	Publishers      []string      `json:"publishers"`       // independent ones behind that conduct
	Observations    []Observation `json:"observations"`     // one a moment, by start
	Unknown         []string      `json:"unknown"`          // moments of need with nothing on record: unknown, not silence
	Contested       []string      `json:"contested"`        // moments whose conduct is contested

	Honoured Honoured   `json:"honoured"` // owed by pledge
	Asked    Honoured   `json:"asked"`    // asked by request
	First    FirstHelp  `json:"first_support"`
	Pledges  Pledges    `json:"pledges"`
	Trend    Trend      `json:"trend"`
	HalfLife []HalfLife `json:"half_lives"`

	Robustness Robustness `json:"robustness"`
	Backtest   Backtest   `json:"backtest"`
	Changes    []Change   `json:"what_would_change_it"`
	History    []Point    `json:"history,omitempty"` // filled by History, not by Answer

	Warnings []string `json:"warnings"`
	Said     Said     `json:"-"`        // the sentences of Headline, Confidence, Warnings and Backtest, for another language
	RestsOn  []string `json:"rests_on"` // every record of the case that a figure above rests on, sorted
}

// Said are sentences of an answer from which its English texts are made. Those of
// a change, of an influence and of a forecast stand with each.
type Said struct {
	Headline, Reasons, Warnings []Sentence
	Verdict                     Sentence
}

// AtLeast is the probability that the partner gives at least this rung.
type AtLeast struct {
	Rung        ledger.Rung `json:"rung"`
	Name        string      `json:"name"`
	Probability float64     `json:"probability"`
	Lower90     float64     `json:"lower90"`
	Upper90     float64     `json:"upper90"`
	Word        string      `json:"word"`
	BaseRate    float64     `json:"base_rate"` // of all other dyads in the case, smoothed
	RestsOn     []string    `json:"rests_on"`  // conduct that gave this rung or more
}

// Against is the probability that the partner works against the relier at a
// moment, whatever else it does there.
type Against struct {
	Probability float64  `json:"probability"`
	Lower90     float64  `json:"lower90"`
	Upper90     float64  `json:"upper90"`
	Word        string   `json:"word"`
	BaseRate    float64  `json:"base_rate"`
	MixedShare  float64  `json:"mixed_share"` // of the moments, those with both help and harm
	Mixed       []string `json:"mixed"`       // those moments
	RestsOn     []string `json:"rests_on"`    // the conduct at negative rungs
}

// Observation is what the record says of one moment: all conduct of the partner
// toward the relier there, counted once.
type Observation struct {
	Moment      string      `json:"moment"`
	Title       string      `json:"title"`
	Start       edtf.Day    `json:"start"`
	Type        string      `json:"type"`
	Situation   string      `json:"situation"`
	Given       ledger.Rung `json:"given"` // the highest rung on record
	Against     bool        `json:"against"`
	Mixed       bool        `json:"mixed"`
	Credibility float64     `json:"credibility"` // of the record that gives the rung
	Weight      float64     `json:"weight"`      // credibility x situation x decay
	Owed        *OwedRung   `json:"owed,omitempty"`
	AskedFor    *OwedRung   `json:"asked,omitempty"`
	FirstDays   *float64    `json:"first_support_days,omitempty"` // nil: none on record
	Records     []string    `json:"records"`                      // all conduct there
	Top         []string    `json:"top"`                          // the conduct that gives the rung
	Shift       float64     `json:"shift"`                        // of P(at least a diplomatic act), in points of probability, if this moment were left out
}

// OwedRung is what was owed or asked at a moment and the records that say so.
type OwedRung struct {
	Rung    ledger.Rung `json:"rung"`
	RestsOn []string    `json:"rests_on"`
}

// Confidence is how sure the answer is, and why.
type Confidence struct {
	Level   string   `json:"level"` // high, moderate, low
	Reasons []string `json:"reasons"`
}

// Honoured compares what was owed (or asked) with what was given, over the
// moments where something was owed (asked) and something is on record.
type Honoured struct {
	Owed        int      `json:"owed"` // moments with something owed and conduct on record
	Kept        int      `json:"kept"`
	Share       float64  `json:"share"` // Beta(1/2, 1/2) posterior mean
	Lower90     float64  `json:"lower90"`
	Upper90     float64  `json:"upper90"`
	Shortfall   float64  `json:"mean_shortfall"` // in rungs, owed - given, mean over Owed; 0 where Owed is 0
	Unknown     int      `json:"unknown"`        // owed, and nothing on record
	Comparators *Rate    `json:"comparators,omitempty"`
	Anchors     []Anchor `json:"anchors,omitempty"`
	RestsOn     []string `json:"rests_on"`
}

// Rate is a share with its Beta(1/2, 1/2) interval.
type Rate struct {
	Of      int     `json:"of"`
	Kept    int     `json:"kept"`
	Share   float64 `json:"share"`
	Lower90 float64 `json:"lower90"`
	Upper90 float64 `json:"upper90"`
}

// Anchor is a published figure to set beside one of ours, with what it counts.
type Anchor struct {
	Figure string `json:"figure"`
	Counts string `json:"counts"`
	Source string `json:"source"`
}

// FirstHelp is how soon the partner's first support came.
type FirstHelp struct {
	Moments    int      `json:"moments"` // with conduct on record
	Supported  int      `json:"supported"`
	MedianDays *float64 `json:"median_days"` // nil: fewer than half were supported
	Lower90    *float64 `json:"lower90"`
	Upper90    *float64 `json:"upper90"`
	Curve      []Step   `json:"curve"` // share of moments still without support, by days
	RestsOn    []string `json:"rests_on"`
}

// Step is one step of a survival or incidence curve with its 90 % interval,
// which is missing where it is not defined.
type Step struct {
	Time   float64  `json:"time"`
	Value  float64  `json:"value"`
	Lower  *float64 `json:"lower90"`
	Upper  *float64 `json:"upper90"`
	AtRisk int      `json:"at_risk"`
}

// Followed gives the part of a curve of p's pledges that is drawn: up to where
// a tenth of them are still followed, since further on one pledge makes a great
// step. The steps themselves go to the end. Pocock, Clayton and Altman (2002),
// Survival plots of time-to-event outcomes, Lancet 359:1686-1689.
func (p *Pledges) Followed(steps []Step) []Step {
	n := len(steps)
	for n > 1 && 10*steps[n-1].AtRisk < p.Total {
		n--
	}
	return steps[:n]
}

// Pledges is what became of the partner's promises to the relier.
type Pledges struct {
	Total     int      `json:"total"`
	Open      int      `json:"open"`
	Fulfilled int      `json:"fulfilled"`
	Failed    int      `json:"failed"`
	Expired   int      `json:"expired"` // treaties whose term ended: neither kept nor failed, censored in the curves
	Overdue   int      `json:"overdue"`
	Median    *float64 `json:"median_years"` // until a pledge ends; nil: more than half have not
	Lower90   *float64 `json:"median_lower90"`
	Upper90   *float64 `json:"median_upper90"`
	// RestrictedMean is the mean time to an ending within Horizon years.
	RestrictedMean   float64    `json:"restricted_mean_years"`
	RestrictedMeanSE float64    `json:"restricted_mean_se"`
	Horizon          float64    `json:"restricted_mean_horizon_years"`
	StillOpen        []Step     `json:"curve"`             // Kaplan-Meier, years
	IncFulfilled     []Step     `json:"cumulative_kept"`   // Aalen-Johansen, years
	IncFailed        []Step     `json:"cumulative_failed"` // Aalen-Johansen, years
	Delays           []Delay    `json:"delays"`
	Forecasts        []Forecast `json:"forecasts"`
	Partners         []Maker    `json:"partners"` // every maker of pledges in the case, for comparison
	LogRank          *Test      `json:"log_rank"` // between partners with at least two pledges; nil: not two such
	GrayFulfilled    *Test      `json:"gray_fulfilled"`
	GrayFailed       *Test      `json:"gray_failed"`
	RestsOn          []string   `json:"rests_on"`
}

// Delay is how long after its due date a pledge was fulfilled, or, while it is
// open, how long it has been overdue.
type Delay struct {
	Pledge  string  `json:"pledge"`
	Title   string  `json:"title"`
	Years   float64 `json:"years"` // negative: early
	Overdue bool    `json:"overdue"`
}

// Forecast is the probability that an open pledge is fulfilled within a horizon.
type Forecast struct {
	Pledge      string   `json:"pledge"`
	Title       string   `json:"title"`
	AgeYears    float64  `json:"age_years"`
	Horizon     float64  `json:"horizon_years"`
	Probability float64  `json:"probability"`
	Lower90     *float64 `json:"lower90"`
	Upper90     *float64 `json:"upper90"`
	Word        string   `json:"word"`
	Basis       string   `json:"basis"` // which of the two methods, and on how many pledges
	Said        Sentence `json:"-"`     // the same, for another language
	Overdue     bool     `json:"overdue"`
	Standing    bool     `json:"standing"` // it falls due only when called on: the rate tells little of it
}

// Maker is one partner's record of pledges to everybody.
type Maker struct {
	Actor     string   `json:"actor"`
	Name      string   `json:"name"`
	Total     int      `json:"total"`
	Fulfilled int      `json:"fulfilled"`
	Failed    int      `json:"failed"`
	Expired   int      `json:"expired"`
	Median    *float64 `json:"median_years"`
}

// Test is the result of a test between groups.
type Test struct {
	Statistic float64  `json:"statistic"`
	DF        int      `json:"df"`
	P         float64  `json:"p"`
	Groups    []string `json:"groups"`
}

// Trend is Kendall's tau-b of the given rung on time.
type Trend struct {
	Tau       float64 `json:"tau_b"`
	P         float64 `json:"p"` // by permutation
	Moments   int     `json:"moments"`
	Direction string  `json:"direction"` // rising, falling, no clear trend, too few moments
}

// HalfLife is what the answer would be with another half-life.
type HalfLife struct {
	Years       float64   `json:"years"`       // 0: no decay
	Probability []float64 `json:"probability"` // of rungs +1 .. +4
	Words       []string  `json:"words"`
	Against     float64   `json:"against"`
	LogScore    *float64  `json:"log_score"` // of the rung in the backtest, the lower the better; nil: too few moments
	Best        bool      `json:"best"`      // predicted best
	Chosen      bool      `json:"chosen"`    // the setting in force
}

// Robustness is how far the answer depends on single records, sources and publishers.
type Robustness struct {
	Record    []Influence `json:"records"` // by size: the 10 largest, and up to 10 that change a word
	Source    []Influence `json:"sources"`
	Publisher []Influence `json:"publishers"`
	Fewest    []Fewest    `json:"fewest"` // for each of the rungs +1 .. +4
}

// Influence is what leaving one thing out does.
type Influence struct {
	ID      string     `json:"id"` // a record, a source, or a publisher's name
	Name    string     `json:"name"`
	Shift   []float64  `json:"shift"`   // of the probabilities of rungs +1 .. +4, in points of probability
	Largest float64    `json:"largest"` // in absolute value
	Words   []string   `json:"words"`   // "material help: unlikely becomes very unlikely"; empty: no word changes
	Said    []Sentence `json:"-"`       // the same, for another language
	Records int        `json:"records"` // that lose this support
}

// Fewest is the smallest number of records found whose removal changes a word.
type Fewest struct {
	Rung    ledger.Rung `json:"rung"`
	Word    string      `json:"word"`
	Becomes string      `json:"becomes"`
	Records []string    `json:"records"` // empty: no number of records does
	Exact   bool        `json:"exact"`   // proven smallest; false: found greedily
}

// Backtest walks through the moments and predicts each from what was known the
// day before.
type Backtest struct {
	Moments int     `json:"moments"`
	Scores  []Score `json:"scores"` // of P(rung >= 1), >= 2, >= 3
	Enough  bool    `json:"enough"` // to tell
	Verdict string  `json:"verdict"`
	LogRung float64 `json:"log_score_rung"`      // mean of -ln of the probability given to the rung that came
	LogBase float64 `json:"log_score_rung_base"` // of the base rate alone
}

// Score is a backtest's result for one threshold. Of both scores the lower is
// the better: Brier, the mean squared error, and log, the mean of minus the
// natural logarithm of the probability given to what happened.
type Score struct {
	Rung      ledger.Rung `json:"rung"`
	Brier     float64     `json:"brier"`
	BrierBase float64     `json:"brier_base"`
	Log       float64     `json:"log"`
	LogBase   float64     `json:"log_base"`
	Happened  int         `json:"happened"`
}

// Change is something that would change the answer, with how near it is.
type Change struct {
	Kind    string      `json:"kind"` // observe, remove, wait, half-life, watch
	Text    string      `json:"text"` // one sentence
	Said    Sentence    `json:"-"`    // the same, for another language
	Rung    ledger.Rung `json:"rung"` // whose word changes; 0 for watch and against
	From    string      `json:"from,omitempty"`
	To      string      `json:"to,omitempty"`
	Count   int         `json:"count,omitempty"` // of moments or records
	Records []string    `json:"records,omitempty"`
	Date    *edtf.Day   `json:"date,omitempty"`
}

// Point is the answer as of one day.
type Point struct {
	AsOf    edtf.Day `json:"as_of"`
	AtLeast []Band   `json:"at_least"` // rungs +1 .. +4
	Against Band     `json:"against"`
	Moments int      `json:"moments"`
}

// Band is a probability with its 90 % interval.
type Band struct {
	Probability float64 `json:"probability"`
	Lower90     float64 `json:"lower90"`
	Upper90     float64 `json:"upper90"`
}
