package measure

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// The spans of METHODS 3, in days.
const (
	WindowDays   = 14  // from the moment's start
	BaselineDays = 365 // that end GapDays before it
	GapDays      = 14
	FollowDays   = 90 // for how long a first response is looked for
)

// Ask says whose silence toward whom, when, and by which events.
type Ask struct {
	Moment          string   `json:"moment,omitempty"` // id or whatever the caller finds it by; not read here
	Relier, Partner string   // likewise
	Toward, By      []string // states by ISO 3166-1 alpha-3: the relier's codes, and the partner's
	Start           edtf.Day // of the moment
	AsOf            edtf.Day // nothing later is read; 0: everything is
	Filter          Filter
	// Days of the window, of the baseline, and for which a response is looked for;
	// 0: as in METHODS 3.
	Window, Baseline, Follow int
}

// whole is the ask with its defaults filled in.
func (a Ask) whole() Ask {
	for _, d := range []struct {
		days  *int
		usual int
	}{{&a.Window, WindowDays}, {&a.Baseline, BaselineDays}, {&a.Follow, FollowDays}} {
		if *d.days <= 0 {
			*d.days = d.usual
		}
	}
	a.Follow = max(a.Follow, a.Window)
	return a
}

// Spans are the window, the baseline that ends GapDays before the start, and all
// days that the measures read, the baseline's first.
func (a Ask) Spans() (window, baseline, all Span) {
	a = a.whole()
	window = Span{a.Start, a.Start + edtf.Day(a.Window) - 1}
	baseline = Span{a.Start - GapDays - edtf.Day(a.Baseline) + 1, a.Start - GapDays}
	return window, baseline, Span{baseline.First, a.Start + edtf.Day(a.Follow) - 1}
}

// Exposure is what one state did in the window and in the baseline: toward the
// relier, and toward anyone, the relier included.
type Exposure struct {
	State           string // ISO 3166-1 alpha-3
	Toward, Total   int64  // in the window
	Toward0, Total0 int64  // in the baseline
}

// Snapshot is all that a moment's silence is computed from, small enough for a case
// to keep: the partner's daily counts and the sums of every other state. What it
// says can be made again from it where there is no library. Its JSON is the same
// bytes for the same series.
type Snapshot struct {
	Moment   string   `json:"moment,omitempty"`
	Relier   string   `json:"relier,omitempty"`
	Partner  string   `json:"partner,omitempty"`
	Toward   []string `json:"toward"` // the relier's codes
	By       []string `json:"by"`     // the partner's
	Filter   Filter   `json:"filter"`
	Start    edtf.Day `json:"start"`
	AsOf     edtf.Day `json:"as_of,omitzero"` // no day after it is known
	Window   Span     `json:"window"`
	Baseline Span     `json:"baseline"`
	Days     Span     `json:"days"` // of the columns below
	// Unknown days of Days, as stretches. Their counts are 0 and mean nothing.
	Unknown []Span `json:"unknown,omitempty"`
	// One entry for each of Days: the partner's acts toward the relier and toward
	// anyone, the sum of the Goldstein scores of the former and over how many.
	Acts      []int64   `json:"acts"`
	Total     []int64   `json:"total"`
	Goldstein []float64 `json:"goldstein"`
	Scored    []int64   `json:"scored"`
	Peers     []Peer    `json:"peers"` // by state
}

// Peer is another state's exposure, written in a case as
// ["TUR", toward, total, toward0, total0].
type Peer Exposure

// MarshalJSON writes a peer as a short list.
func (p Peer) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{p.State, p.Toward, p.Total, p.Toward0, p.Total0})
}

// UnmarshalJSON reads the short list.
func (p *Peer) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	if len(raw) != 5 {
		return fmt.Errorf("a peer has 5 parts (state, toward, total, toward0, total0), not %d", len(raw))
	}
	for i, to := range []any{&p.State, &p.Toward, &p.Total, &p.Toward0, &p.Total0} {
		if err := json.Unmarshal(raw[i], to); err != nil {
			return fmt.Errorf("part %d of a peer: %w", i+1, err)
		}
	}
	return nil
}

// Take makes the snapshot of an ask: from what the partner did toward the relier by
// day, its acts toward anyone by day, the sums of all states (the relier and the
// partner may be among them and are left out), and the unknown days. Days after
// the ask's as-of day become unknown.
func Take(a Ask, toward []Count, total map[edtf.Day]int64, peers []Exposure, unknown []edtf.Day) *Snapshot {
	a = a.whole()
	s := &Snapshot{Moment: a.Moment, Relier: a.Relier, Partner: a.Partner, Toward: sorted(a.Toward), By: sorted(a.By), Filter: a.Filter, Start: a.Start, AsOf: a.AsOf}
	s.Window, s.Baseline, s.Days = a.Spans()
	n := s.Days.Days()
	s.Acts, s.Total, s.Goldstein, s.Scored = make([]int64, n), make([]int64, n), make([]float64, n), make([]int64, n)
	dark := make([]bool, n)
	for _, d := range unknown {
		if s.Days.Has(d) {
			dark[d-s.Days.First] = true
		}
	}
	if a.AsOf != 0 {
		for d := max(a.AsOf+1, s.Days.First); d <= s.Days.Last; d++ {
			dark[d-s.Days.First] = true
		}
	}
	for i, is := range dark {
		d := s.Days.First + edtf.Day(i)
		switch last := len(s.Unknown) - 1; {
		case !is:
			s.Total[i] = total[d]
		case last >= 0 && s.Unknown[last].Last == d-1:
			s.Unknown[last].Last = d
		default:
			s.Unknown = append(s.Unknown, Span{d, d})
		}
	}
	for _, c := range toward {
		if i := int(c.Day - s.Days.First); s.Days.Has(c.Day) && !dark[i] {
			s.Acts[i] += c.N
			s.Goldstein[i] += c.Goldstein * float64(c.Scored)
			s.Scored[i] += c.Scored
		}
	}
	for i, g := range s.Goldstein { // scores have one decimal; means in single precision have not
		s.Goldstein[i] = math.Round(g*1000) / 1000
	}
	for _, p := range peers {
		if p.Total+p.Total0 > 0 && !slices.Contains(a.Toward, p.State) && !slices.Contains(a.By, p.State) {
			s.Peers = append(s.Peers, Peer(p))
		}
	}
	slices.SortFunc(s.Peers, func(x, y Peer) int { return strings.Compare(x.State, y.State) })
	return s
}

func sorted(of []string) []string {
	out := slices.Clone(of)
	slices.Sort(out)
	return out
}

// FromSnapshot reads a snapshot that a case kept, and tells what is wrong with one
// that no measure can be made from.
func FromSnapshot(data []byte) (*Snapshot, error) {
	var s Snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("reading the event series of a moment: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("reading the event series of moment %q: %w", s.Moment, err)
	}
	return &s, nil
}

// mostDays is more than any snapshot needs; one that claims more is damaged.
const mostDays = 20 * 366

func (s *Snapshot) check() error {
	n := int64(s.Days.Last) - int64(s.Days.First) + 1
	if n < 1 || n > mostDays {
		return fmt.Errorf("its days %s are no stretch of 1 to %d", s.Days, mostDays)
	}
	for name, of := range map[string]int{"acts": len(s.Acts), "total": len(s.Total), "goldstein": len(s.Goldstein), "scored": len(s.Scored)} {
		if int64(of) != n {
			return fmt.Errorf("%d days and %d entries of %s", n, of, name)
		}
	}
	for _, in := range append([]Span{s.Window, s.Baseline}, s.Unknown...) {
		if in.First > in.Last || !s.Days.Has(in.First) || !s.Days.Has(in.Last) {
			return fmt.Errorf("%s lies outside its days %s", in, s.Days)
		}
	}
	if s.Window.Meets(s.Baseline) {
		return fmt.Errorf("window %s and baseline %s overlap", s.Window, s.Baseline)
	}
	for i := range s.Acts {
		if s.Acts[i] < 0 || s.Acts[i] > s.Total[i] || s.Total[i] > mostActs || s.Scored[i] < 0 || s.Scored[i] > s.Acts[i] ||
			s.Scored[i] == 0 && s.Goldstein[i] != 0 || math.Abs(s.Goldstein[i]) > 100*float64(s.Scored[i]) {
			return fmt.Errorf("day %s: %d acts of %d, %g over %d scored", s.Days.First+edtf.Day(i), s.Acts[i], s.Total[i], s.Goldstein[i], s.Scored[i])
		}
	}
	for _, p := range s.Peers {
		if p.Toward < 0 || p.Toward > p.Total || p.Toward0 < 0 || p.Toward0 > p.Total0 || p.Total > mostActs || p.Total0 > mostActs {
			return fmt.Errorf("peer %s: %d acts of %d, %d of %d before", p.State, p.Toward, p.Total, p.Toward0, p.Total0)
		}
	}
	return nil
}

// mostActs keeps the sums of a damaged snapshot within what can be computed with.
const mostActs = 1 << 36

func (s *Snapshot) unknown(d edtf.Day) bool {
	return slices.ContainsFunc(s.Unknown, func(u Span) bool { return u.Has(d) })
}
