package measure

import (
	"fmt"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/stats"
)

const (
	// mostUnknown is the share of a window's days that may be unknown.
	mostUnknown = 0.25
	// fewestActs a peer must have had in the window.
	fewestActs = 20
	// Tone's test: blocks of a week, draws, and the seed that makes them the same each time.
	toneBlock, toneDraws, toneSeed = 7, 10_000, 3
	// telling is the tail below which the verdict calls a count unlike what was expected.
	telling = 0.05
)

// Verdict is a silence in one word.
type Verdict string

// The verdicts. Quieter and louder mean a tail below 5 %.
const (
	NoFigure Verdict = "no figure"
	Quieter  Verdict = "quieter than expected"
	AsUsual  Verdict = "about as expected"
	Louder   Verdict = "louder than expected"
)

// Tails is a count that was to be expected, and where the count on record lies.
type Tails struct {
	Expected float64 `json:"expected"`
	AtMost   float64 `json:"p_at_most"`  // P(K <= k)
	AtLeast  float64 `json:"p_at_least"` // P(K >= k)
}

// Verdict says the tails in one word.
func (t Tails) Verdict() Verdict {
	switch {
	case t.AtMost < telling && t.AtMost <= t.AtLeast:
		return Quieter
	case t.AtLeast < telling:
		return Louder
	}
	return AsUsual
}

// Surge is by how much a state's attention rose.
type Surge struct {
	State string  `json:"state"`
	Times float64 `json:"times"` // acts toward the relier over those expected from its own baseline
	Acts  int64   `json:"acts"`  // toward the relier in the window
	Total int64   `json:"total"` // toward anyone
}

// AmongPeers sets the partner beside every other state.
type AmongPeers struct {
	Peers  int     `json:"peers"`  // with at least 20 acts in the window and any in the baseline
	Median float64 `json:"median"` // of their surges
	Times  float64 `json:"times"`  // the partner's surge
	Rank   int     `json:"rank"`   // of the partner among itself and the peers; 1: the greatest surge
	// Tails with the partner's baseline share multiplied by the peers' median.
	Tails
	Most []Surge `json:"most"` // the peers' greatest surges, at most 8
}

// Response is the partner's first act toward the relier from the start on.
type Response struct {
	Day     edtf.Day `json:"day,omitzero"`
	Days    int      `json:"days"` // from the start to it; without one, the days looked at
	Found   bool     `json:"found"`
	Unknown int      `json:"unknown"` // days before it that are unknown: it may have come earlier
}

// Tone is the mean Goldstein score (-10 to 10) of the partner's acts toward the relier.
type Tone struct {
	Window   *float64 `json:"window"` // nil: no scored act
	Baseline *float64 `json:"baseline"`
	P        *float64 `json:"p"` // circular block permutation, two-sided
	Acts     int64    `json:"acts"`
	Acts0    int64    `json:"acts_baseline"`
}

// Silence is how much the partner said and did about the relier at a moment.
// METHODS 3.
type Silence struct {
	Moment  string   `json:"moment,omitempty"`
	Relier  string   `json:"relier,omitempty"`
	Partner string   `json:"partner,omitempty"`
	Toward  []string `json:"toward"`
	By      []string `json:"by"`
	Filter  Filter   `json:"filter"`
	Events  string   `json:"events"` // the filter in words
	Start   edtf.Day `json:"start"`

	Window          Span `json:"window"`
	Baseline        Span `json:"baseline"`
	WindowUnknown   int  `json:"window_unknown"` // days
	BaselineUnknown int  `json:"baseline_unknown"`

	Acts   int64 `json:"k"` // toward the relier in the window
	Total  int64 `json:"n"` // toward anyone
	Acts0  int64 `json:"k0"`
	Total0 int64 `json:"n0"`

	Reason   string      `json:"reason,omitempty"` // why there is no figure, in English; the fields below are then nil
	Why      Said        `json:"-"`                // the reason, for any language
	Verdict  Verdict     `json:"verdict"`
	Tails    *Tails      `json:"tails"` // against the partner's own baseline
	Peers    *AmongPeers `json:"peers"` // nil: no peer had 20 acts
	Response *Response   `json:"response"`
	Tone     *Tone       `json:"tone"`
	Warnings []string    `json:"warnings,omitempty"` // in English
	Beware   []Said      `json:"-"`                  // the warnings, for any language
}

// Silence measures a snapshot. The error is for a snapshot that holds together in
// no way; what merely cannot be told is said in Reason.
func (s *Snapshot) Silence() (*Silence, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("measuring the silence at moment %q: %w", s.Moment, err)
	}
	out := &Silence{Moment: s.Moment, Relier: s.Relier, Partner: s.Partner, Toward: s.Toward, By: s.By, Filter: s.Filter, Events: s.Filter.String(),
		Start: s.Start, Window: s.Window, Baseline: s.Baseline, Verdict: NoFigure}
	out.Acts, out.Total, out.WindowUnknown = s.sum(s.Window)
	out.Acts0, out.Total0, out.BaselineUnknown = s.sum(s.Baseline)
	switch days := s.Window.Days(); {
	case float64(out.WindowUnknown) > mostUnknown*float64(days):
		if s.AsOf != 0 && s.AsOf < s.Window.Last {
			out.Why = say("%d of the %d days of the window are unknown, more than a quarter: the as-of day %s ends it early", out.WindowUnknown, days, s.AsOf)
		} else {
			out.Why = say("%d of the %d days of the window are unknown, more than a quarter: load the files of %s", out.WindowUnknown, days, s.Window)
		}
	case out.Total0 == 0:
		out.Why = say("the baseline %s holds no act of the partner toward anyone: load the files of these days", s.Baseline)
	}
	if !out.Why.IsZero() {
		out.Reason = out.Why.String()
		return out, nil
	}
	tails, err := tailsOf(out.Acts, out.Total, float64(out.Acts0), float64(out.Total0))
	if err != nil {
		return nil, fmt.Errorf("measuring the silence at moment %q: %w", s.Moment, err)
	}
	out.Tails, out.Verdict = &tails, tails.Verdict()
	if out.Peers, err = s.amongPeers(out); err != nil {
		return nil, fmt.Errorf("measuring the silence at moment %q: %w", s.Moment, err)
	}
	out.Response = s.response()
	if out.Tone, err = s.tone(); err != nil {
		return nil, fmt.Errorf("measuring the tone at moment %q: %w", s.Moment, err)
	}
	out.Beware = s.warnings(out)
	for _, w := range out.Beware {
		out.Warnings = append(out.Warnings, w.String())
	}
	return out, nil
}

// sum adds the known days of a span up and tells how many are not.
func (s *Snapshot) sum(in Span) (acts, total int64, unknown int) {
	for d := in.First; d <= in.Last; d++ {
		if s.unknown(d) {
			unknown++
			continue
		}
		acts += s.Acts[d-s.Days.First]
		total += s.Total[d-s.Days.First]
	}
	return acts, total, unknown
}

// tailsOf places k of n given k0 of n0. k0 may be a fraction, where a share was
// multiplied.
func tailsOf(k, n int64, k0, n0 float64) (Tails, error) {
	t, err := stats.BetaBinomialTails(int(k), int(n), k0+.5, n0-k0+.5)
	return Tails{t.Expected, t.AtMost, t.AtLeast}, err
}

// surge is k over what was expected: n times the mean of Beta(k0 + 1/2, n0 - k0 + 1/2).
// So a state that never acted toward the relier before has a surge, too.
func surge(k, n, k0, n0 int64) float64 {
	return float64(k) / (float64(n) * (float64(k0) + .5) / (float64(n0) + 1))
}

func (s *Snapshot) amongPeers(of *Silence) (*AmongPeers, error) {
	var peers []Surge
	for _, p := range s.Peers {
		if p.Total >= fewestActs && p.Total0 > 0 {
			peers = append(peers, Surge{p.State, surge(p.Toward, p.Total, p.Toward0, p.Total0), p.Toward, p.Total})
		}
	}
	if len(peers) == 0 || of.Total == 0 {
		return nil, nil
	}
	slices.SortStableFunc(peers, func(a, b Surge) int {
		switch {
		case a.Times > b.Times:
			return -1
		case a.Times < b.Times:
			return 1
		}
		return 0
	})
	n := len(peers)
	out := &AmongPeers{Peers: n, Median: (peers[(n-1)/2].Times + peers[n/2].Times) / 2, Times: surge(of.Acts, of.Total, of.Acts0, of.Total0), Rank: 1}
	for _, p := range peers {
		if p.Times > out.Times {
			out.Rank++
		}
	}
	out.Most = peers[:min(n, 8)]
	var err error
	out.Tails, err = tailsOf(of.Acts, of.Total, min(float64(of.Acts0)*out.Median, float64(of.Total0)), float64(of.Total0))
	return out, err
}

func (s *Snapshot) response() *Response {
	out := &Response{}
	for d := s.Start; d <= s.Days.Last; d++ {
		if s.unknown(d) {
			out.Unknown++
			continue
		}
		if s.Acts[d-s.Days.First] > 0 {
			out.Day, out.Days, out.Found = d, int(d-s.Start), true
			return out
		}
	}
	// Unknown days at the end were not looked at.
	out.Days = int(s.Days.Last-s.Start) + 1
	for d := s.Days.Last; d >= s.Start && s.unknown(d); d-- {
		out.Days--
		out.Unknown--
	}
	return out
}

func (s *Snapshot) tone() (*Tone, error) {
	var bins []stats.Bin
	add := func(in Span) (scored int64) {
		for d := in.First; d <= in.Last; d++ {
			if i := d - s.Days.First; !s.unknown(d) {
				// In thousandths, which are whole: equal means must not differ by rounding.
				bins = append(bins, stats.Bin{Sum: math.Round(s.Goldstein[i] * 1000), Count: int(s.Scored[i])})
				scored += s.Scored[i]
			}
		}
		return scored
	}
	out := &Tone{Acts0: add(s.Baseline)}
	from := len(bins)
	out.Acts = add(s.Window)
	shift, err := stats.BlockShift(bins, from, len(bins), toneBlock, toneDraws, toneSeed)
	if err != nil {
		return nil, err
	}
	out.Window, out.Baseline, out.P = figure(shift.Inside, 1000), figure(shift.Outside, 1000), figure(shift.P, 1)
	return out, nil
}

func figure(m stats.Maybe, parts float64) *float64 {
	if !m.OK {
		return nil
	}
	v := m.Value / parts
	return &v
}

func (s *Snapshot) warnings(of *Silence) []Said {
	var out []Said
	if of.Total == 0 {
		out = append(out, say("the partner did nothing toward anyone in the window: that is no silence about the relier"))
	} else if of.Tails.Expected < 1 {
		out = append(out, say("only %.2g acts were to be expected in the window: none at all would not tell", of.Tails.Expected))
	}
	if n := s.Baseline.Days(); float64(of.BaselineUnknown) > mostUnknown*float64(n) {
		out = append(out, say("%d of the %d days of the baseline are unknown", of.BaselineUnknown, n))
	}
	if of.Peers != nil && of.Peers.Peers < 10 {
		out = append(out, say("few other states had %d acts or more in the window: %d", fewestActs, of.Peers.Peers))
	}
	return out
}
