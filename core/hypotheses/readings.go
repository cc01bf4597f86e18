package hypotheses

import (
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Readings is a matrix weighed: which reading of the partner's conduct the
// record supports, by how much, and what would overturn that. Its JSON is the
// output of "readings --json".
type Readings struct {
	Question    assess.Question `json:"question"`
	Settings    Settings        `json:"settings"`
	CaseTitle   string          `json:"case"`
	RelierName  string          `json:"relier_name"`
	PartnerName string          `json:"partner_name"`
	Headline    []string        `json:"headline"` // sentences: what the figures say in words

	Hypotheses []Reading `json:"hypotheses"` // by id: the rows of the matrix
	Items      []Item    `json:"items"`      // by date: its columns
	Analysts   []Analyst `json:"analysts"`
	Links      []Link    `json:"links"` // between the hypotheses

	Leading           string        `json:"leading"`              // hypothesis; empty: a tie, or no hypothesis
	LeastContradicted string        `json:"least_contradicted"`   // by weighted inconsistency; empty: a tie
	Margin            float64       `json:"margin"`               // of the leader's posterior over the next
	Disagreement      *Disagreement `json:"disagreement"`         // where the two readings differ and why; nil: they do not
	Without           LeaveOut      `json:"leave_out"`            // one item, source, publisher
	Overturn          *Overturn     `json:"overturn"`             // nil: nobody leads, or nothing overturns it
	OverturnHeuer     *Overturn     `json:"overturn_least"`       // the same for the least contradicted
	Watch             []Watch       `json:"watch"`                // what would separate the leaders, the most telling first
	Shared            []Shared      `json:"shared"`               // evidence that could be counted twice
	Confidence        Confidence    `json:"confidence"`           //
	EffectiveSample   float64       `json:"effective_sample"`     // of independent voices, (sum w)^2 / sum w^2
	Publishers        []string      `json:"publishers"`           // independent ones behind what weighs
	UnratedCells      int           `json:"unrated_cells"`        // over all analysts
	WithoutSpread     int           `json:"items_without_spread"` // greyed: they weigh nothing
	Warnings          []string      `json:"warnings"`
	RestsOn           []string      `json:"rests_on"` // items that weigh, their ratings and sources, sorted
	Said              Said          `json:"-"`
}

// Reading is one hypothesis, weighed.
type Reading struct {
	ID            string    `json:"id"`
	Title         string    `json:"title"`
	Prior         float64   `json:"prior"`     // of all hypotheses they sum to 1
	Posterior     float64   `json:"posterior"` // mean over analysts; they sum to 1
	Word          string    `json:"word"`
	Median        float64   `json:"median"` // over analysts
	Low           float64   `json:"low"`    // the least an analyst's ratings give it
	High          float64   `json:"high"`
	ByAnalyst     []float64 `json:"by_analyst"`             // in the order of Analysts
	Inconsistency float64   `json:"inconsistency"`          // I 1, II 2; mean over analysts; no probability
	Weighted      float64   `json:"weighted_inconsistency"` // times the weight of each item
	Rank          int       `json:"rank"`                   // by posterior; equals share a rank
	RankPlain     int       `json:"rank_inconsistency"`     // by least inconsistency
	RankWeighted  int       `json:"rank_weighted_inconsistency"`
	Family        float64   `json:"with_subsumed"` // posterior with all that it subsumes
}

// Item is one item of evidence, with what it weighs and why.
type Item struct {
	ID            string         `json:"id"`
	Kind          ledger.Kind    `json:"kind"`
	Name          string         `json:"name"`
	Date          edtf.Date      `json:"date,omitzero"`
	Event         string         `json:"event,omitempty"` // the moment it is about
	Figure        string         `json:"figure,omitempty"`
	Publishers    []string       `json:"publishers"`
	Credibility   float64        `json:"credibility"`
	Relevance     float64        `json:"relevance"`
	Independence  float64        `json:"independence"`
	Weight        float64        `json:"weight"`        // the product; 0: it separates nothing
	Diagnosticity float64        `json:"diagnosticity"` // standard deviation over the hypotheses, in steps of the scale
	Separates     bool           `json:"separates"`     // false: greyed
	Ratings       []AnalystCells `json:"ratings"`       // by analyst; one who did not rate it is not there
}

// AnalystCells is how one analyst rated an item against each hypothesis.
type AnalystCells struct {
	Analyst string `json:"analyst"`
	Cells   []Cell `json:"cells"` // in the order of Hypotheses
}

// Cell is one rating of the matrix.
type Cell struct {
	Hypothesis string    `json:"hypothesis"`
	Value      string    `json:"value"`            // as given; empty: not rated
	Word       string    `json:"word"`             // CC C N I II NA; empty: not rated
	Ratio      float64   `json:"ratio"`            // likelihood ratio; 1 where it has no say
	Tempered   float64   `json:"tempered"`         // ratio^weight: what it does to the odds
	Rating     string    `json:"rating,omitempty"` // the record
	Why        string    `json:"why,omitempty"`    // as given
	Date       edtf.Date `json:"date,omitzero"`
}

// Analyst is one analyst's own reading.
type Analyst struct {
	Name    string `json:"name"`
	Rated   int    `json:"rated"` // cells
	Cells   int    `json:"cells"` // of the whole matrix
	Leading string `json:"leading"`
}

// Disagreement says why the hypothesis that leads by Bayes is not the one least
// contradicted. The odds between them, in bits for the first, are the sum of
// three parts.
type Disagreement struct {
	Bayes    string   `json:"bayes"`
	Least    string   `json:"least_contradicted"`
	Prior    float64  `json:"prior_bits"`
	Support  float64  `json:"support_bits"`  // from CC and C, which the count of contradictions does not see
	Contrary float64  `json:"contrary_bits"` // from I and II
	Items    []string `json:"items"`         // whose support tells most for the first, at most 5
	Text     string   `json:"text"`
}

// LeaveOut is what leaving out one item, source or publisher does; of each the
// 10 that move the leader most, those that change it first.
type LeaveOut struct {
	Items      []LeftOut `json:"items"`
	Sources    []LeftOut `json:"sources"`
	Publishers []LeftOut `json:"publishers"`
	// How many change the leader, by either reading.
	ItemsThatChange      Changes `json:"items_that_change"`
	SourcesThatChange    Changes `json:"sources_that_change"`
	PublishersThatChange Changes `json:"publishers_that_change"`
}

// Changes counts what, left out, changes the leader.
type Changes struct {
	Of    int `json:"of"`
	Bayes int `json:"bayes"`
	Least int `json:"least_contradicted"`
}

// LeftOut is what leaving one thing out does.
type LeftOut struct {
	ID           string  `json:"id"` // a record, or a publisher's name
	Name         string  `json:"name"`
	Items        int     `json:"items"` // that lose support by it
	Shift        float64 `json:"shift"` // of the leader's posterior, in points of probability
	Leading      string  `json:"leading"`
	Least        string  `json:"least_contradicted"`
	ChangesBayes bool    `json:"changes_leading"`
	ChangesLeast bool    `json:"changes_least_contradicted"`
}

// Overturn is the smallest set of ratings whose change would change the leader.
type Overturn struct {
	From    string   `json:"from"`
	To      string   `json:"to"`
	Ratings []Rerate `json:"ratings"`
	// Exact: no smaller set does it. Every change of one rating is tried; pairs
	// are found among the items that separate the hypotheses; beyond two, ratings
	// are taken greedily and this is false. Contradictions add up, so that there
	// the smallest set is found whatever its size.
	Exact bool `json:"exact"`
}

// Rerate is a rating to change.
type Rerate struct {
	Analyst    string `json:"analyst"`
	Item       string `json:"item"`
	Hypothesis string `json:"hypothesis"`
	From       string `json:"from"` // empty: not rated
	To         string `json:"to"`
}

// Watch is an observation not yet made, or a judgement not yet given, with what
// it would do to the two hypotheses in front.
type Watch struct {
	Kind string    `json:"kind"` // indicator, unrated
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Date edtf.Date `json:"date,omitzero"` // until when to watch
	Bits float64   `json:"bits"`          // expected information on which of the two holds
	// If an indicator is seen, and if it stays out; nil for other kinds.
	Seen    *Outcome `json:"if_seen,omitempty"`
	NotSeen *Outcome `json:"if_not_seen,omitempty"`
	Text    string   `json:"text"`
}

// Outcome is what an observation would make of the matrix.
type Outcome struct {
	Probability float64 `json:"probability"` // that it comes out so
	Leading     string  `json:"leading"`
	Posterior   float64 `json:"posterior"` // of the present leader
}

// Shared is a group of items that rest on one publisher, tell of one event, or
// are copies: together they weigh no more than one.
type Shared struct {
	By     string   `json:"by"` // publisher, event, copy, figure
	Name   string   `json:"name"`
	Items  []string `json:"items"`
	Weight float64  `json:"weight"` // of all together
}

// Confidence is how sure the reading is, and why.
type Confidence struct {
	Level   string   `json:"level"` // high, moderate, low
	Reasons []string `json:"reasons"`
}
