package timeline

import (
	"math"
	"slices"
	"sort"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// item is one record in one lane.
type item struct {
	id         string
	label      string
	lane, row  int32
	ref        int32 // its place in the lane's slice of the model
	rank       int32 // by importance in the whole model; 0 is the highest
	span       span
	at         float64 // where its mark stands; the order of next and previous
	rung       ledger.Rung
	tone       view.Tone
	magnitude  int8
	stages     []stage // of a pledge
	due        span
	hasDue     bool
	importance float64
}

// stage is a pledge from one milestone on.
type stage struct {
	span  // when the milestone was: s0 to e1
	state state
	glyph glyph
	ref   int32 // in Pledge.Milestones; -1 for the promise itself
}

// row is one row of a lane with its items in order: marks by where they stand,
// all else by start.
type row struct {
	name  string // empty for a row that goes on with the one above
	rung  ledger.Rung
	items []int32
	start []float64 // at for marks, s0 for all else
	reach []float64 // the latest end up to here
	wide  float64   // marks: how far at most the whisker of one reaches from it

	groups   []group // as merged at groupsAt
	groupsAt groupKey
}

// laneIndex is a lane with its rows.
type laneIndex struct {
	rows  []row
	count int
	notes []glyph // the signs in use, for the legend
}

// index is a Model made ready for drawing.
type index struct {
	model       Model
	items       []item
	lanes       []laneIndex
	byID        map[string][]int32
	byImport    []int32 // items by importance, the highest first
	byTime      []int32 // items by where they stand, then lane: the order of the keyboard
	order       []int32 // the place of each item in byTime
	first, last float64 // what "show all" spans
}

func newIndex(m Model) *index {
	n := 0
	for i := range m.Lanes {
		l := &m.Lanes[i]
		n += len(l.Moments) + len(l.Conduct) + len(l.Pledges) + len(l.Contributions)
	}
	x := &index{model: m, items: make([]item, 0, n), byID: make(map[string][]int32, n), lanes: make([]laneIndex, len(m.Lanes))}
	for i := range m.Lanes {
		x.addLane(int32(i))
	}
	x.order = make([]int32, len(x.items))
	x.byTime = x.sorted(func(a, b *item) int {
		switch {
		case a.at != b.at:
			return compare(a.at, b.at)
		case a.lane != b.lane:
			return int(a.lane - b.lane)
		}
		return int(a.ref - b.ref)
	})
	for i, k := range x.byTime {
		x.order[k] = int32(i)
	}
	x.byImport = x.sorted(func(a, b *item) int {
		if a.importance != b.importance {
			return compare(b.importance, a.importance)
		}
		if la, lb := a.length(), b.length(); la != lb {
			return compare(lb, la)
		}
		return compare(a.at, b.at)
	})
	for i, k := range x.byImport {
		x.items[k].rank = int32(i)
	}
	x.extent()
	return x
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (it *item) length() float64 {
	if it.span.open {
		return math.MaxFloat64
	}
	return it.span.e1 - it.span.s0
}

// sorted gives the items in an order; equal ones as they stand in the model.
func (x *index) sorted(less func(a, b *item) int) []int32 {
	out := make([]int32, len(x.items))
	for i := range out {
		out[i] = int32(i)
	}
	slices.SortFunc(out, func(a, b int32) int {
		if c := less(&x.items[a], &x.items[b]); c != 0 {
			return c
		}
		return int(a - b)
	})
	return out
}

func (x *index) addLane(n int32) {
	lane := &x.model.Lanes[n]
	first := len(x.items)
	add := func(it item, start, end edtf.Date, ongoing bool) bool {
		s, ok := spanOf(start, end, ongoing)
		if !ok {
			return false // no day at all: there is no place to draw it
		}
		it.lane, it.span, it.at = n, s, s.middle()
		x.byID[it.id] = append(x.byID[it.id], int32(len(x.items)))
		x.items = append(x.items, it)
		return true
	}
	switch lane.Kind {
	case Moments:
		for i := range lane.Moments {
			m := &lane.Moments[i]
			add(item{id: m.ID, label: m.Label, ref: int32(i), tone: m.Tone, importance: m.Importance}, m.Start, m.End, m.Ongoing)
		}
	case ConductMarks:
		for i := range lane.Conduct {
			c := &lane.Conduct[i]
			add(item{id: c.ID, label: c.Label, ref: int32(i), rung: c.Rung, tone: view.ToneOfRung(c.Rung), importance: c.Importance},
				c.Date, edtf.Date{}, false)
		}
	case Pledges:
		for i := range lane.Pledges {
			p := &lane.Pledges[i]
			x.addPledge(p, int32(i), add)
		}
	case Contributions:
		for i := range lane.Contributions {
			c := &lane.Contributions[i]
			add(item{id: c.ID, label: c.Label, ref: int32(i), magnitude: int8(min(max(c.Magnitude, 0), 5)), tone: toneOfMagnitude(c.Magnitude),
				importance: c.Importance}, c.Date, edtf.Date{}, false)
		}
	}
	items := make([]int32, 0, len(x.items)-first)
	for i := first; i < len(x.items); i++ {
		items = append(items, int32(i))
	}
	l := &x.lanes[n]
	l.count = len(items)
	switch lane.Kind {
	case Moments:
		l.rows = x.pack(items, momentRows)
	case Pledges:
		l.rows = x.pack(items, pledgeRows)
		l.notes = x.notes(items)
	case ConductMarks:
		l.rows = x.rungRows(items)
	case Contributions:
		l.rows = x.channelRows(lane, items)
	}
	for i := range l.rows {
		x.finish(&l.rows[i], lane.Kind)
	}
}

// addPledge adds a pledge with its stages: the bar ends with the milestone that
// ended the promise.
func (x *index) addPledge(p *Pledge, ref int32, add func(it item, start, end edtf.Date, ongoing bool) bool) {
	order := make([]int, len(p.Milestones))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool {
		return edtf.Compare(p.Milestones[order[i]].Date, p.Milestones[order[j]].Date) < 0
	})
	var stages []stage
	now := open
	end, ongoing := edtf.Date{}, true
	for _, k := range order {
		m := &p.Milestones[k]
		s, ok := spanOf(m.Date, edtf.Date{}, false)
		if !ok {
			continue
		}
		next := now.after(m.Type)
		stages = append(stages, stage{span: s, state: next, glyph: glyphOf(m.Type), ref: int32(k)})
		if next.ended() && !now.ended() {
			end, ongoing = m.Date, false
		}
		now = next
	}
	it := item{id: p.ID, label: p.Label, ref: ref, stages: stages, importance: p.Importance}
	it.due, it.hasDue = spanOf(p.Due, edtf.Date{}, false)
	if end.IsZero() || end.UnknownEnd() || end.OpenEnd() {
		end = edtf.Date{}
	}
	add(it, p.Promised, end, ongoing)
}

// notes gives the signs that a lane of pledges uses, in the order of the legend.
func (x *index) notes(items []int32) []glyph {
	var used [glyphCount]bool
	for _, k := range items {
		for _, s := range x.items[k].stages {
			used[s.glyph] = true
		}
		used[glyphDue] = used[glyphDue] || x.items[k].hasDue
	}
	var notes []glyph
	for _, g := range legendGlyphs {
		if used[g] {
			notes = append(notes, g)
		}
	}
	return notes
}

// finish sorts the items of a row and notes how far they reach. Marks of one day
// are spread over the day, so that the zoom can part them.
func (x *index) finish(r *row, kind LaneKind) {
	marks := kind == ConductMarks
	key := func(k int32) float64 {
		if marks {
			return x.items[k].at
		}
		return x.items[k].span.s0
	}
	slices.SortFunc(r.items, func(a, b int32) int {
		if c := compare(key(a), key(b)); c != 0 {
			return c
		}
		return int(a - b)
	})
	if marks {
		x.spread(r.items)
	}
	r.start, r.reach = make([]float64, len(r.items)), make([]float64, len(r.items))
	reach := math.Inf(-1)
	for i, k := range r.items {
		it := &x.items[k]
		r.start[i] = key(k)
		reach = max(reach, it.span.e1)
		r.reach[i] = reach
		if !it.span.open {
			r.wide = max(r.wide, it.span.e1-it.at, it.at-it.span.s0)
		}
	}
}

// spread parts the marks of a row that stand on the same day, over that day.
func (x *index) spread(items []int32) {
	day := func(i int) float64 { return math.Floor(x.items[items[i]].at) }
	for i := 0; i < len(items); {
		j := i + 1
		for j < len(items) && day(j) == day(i) {
			j++
		}
		d := day(i)
		for k := i; k < j && j > i+1; k++ {
			x.items[items[k]].at = d + float64(k-i+1)/float64(j-i+1)
		}
		i = j
	}
}

// between gives the part of the row's items among which all are that touch the
// days from a to b.
func (r *row) between(a, b float64) (lo, hi int) {
	lo = sort.Search(len(r.reach), func(i int) bool { return r.reach[i] >= a })
	hi = sort.Search(len(r.start), func(i int) bool { return r.start[i] > b })
	return lo, max(lo, hi)
}

// extent finds what "show all" spans: the model's own days, or those of the
// records and the as-of day.
func (x *index) extent() {
	m := &x.model
	if m.From < m.To {
		x.first, x.last = float64(m.From), float64(m.To)+1
		return
	}
	x.first, x.last = math.Inf(1), math.Inf(-1)
	take := func(a, b float64) {
		x.first, x.last = min(x.first, a), max(x.last, b)
	}
	for i := range x.items {
		s := &x.items[i].span
		if s.open {
			take(s.s0, s.s1)
		} else {
			take(s.s0, s.e1)
		}
		for _, stage := range x.items[i].stages {
			if !stage.open {
				take(stage.s0, stage.e1)
			}
		}
	}
	for i := range m.Lanes {
		for _, s := range m.Lanes[i].Series {
			for _, p := range s.Points {
				take(float64(p.Day), float64(p.Day)+1)
			}
		}
	}
	if m.HasAsOf {
		take(float64(m.AsOf), float64(m.AsOf)+1)
	}
	if x.first > x.last {
		x.first, x.last = 0, century/2
	}
	if x.last-x.first < 30 { // a few days alone: show the month around them
		mid := (x.first + x.last) / 2
		x.first, x.last = mid-15, mid+15
	}
}

// now is where what has not ended is drawn to.
func (x *index) now() float64 {
	if x.model.HasAsOf {
		return float64(x.model.AsOf) + 1
	}
	return x.last
}

// ends gives the days over which an item ends, as drawn: what has not ended runs
// to now, and what begins after now is a short stub.
func (x *index) ends(s span) (e0, e1 float64) {
	if !s.open {
		return s.e0, s.e1
	}
	end := max(x.now(), s.s1+1)
	return end, end
}

// outcome is what had become of a pledge by now.
func (x *index) outcome(it *item) state {
	out, now := open, x.now()
	for _, s := range it.stages {
		if s.s0 < now {
			out = s.state
		}
	}
	return out
}

func toneOfMagnitude(m int) view.Tone {
	switch {
	case m <= 0:
		return view.ToneNeutral
	case m == 1:
		return view.ToneGave1
	case m == 2:
		return view.ToneGave2
	case m <= 4:
		return view.ToneGave3
	}
	return view.ToneGave4
}
