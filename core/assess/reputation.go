package assess

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// noSimilarity is how alike two actors are taken to be where nothing says so,
// METHODS 8.
const noSimilarity = .5

// Similar says how alike two actors are, in [0, 1], where votes are loaded; false
// where they do not tell. METHODS 5.
type Similar func(a, b string) (value float64, ok bool)

// Reputation is what each observer learns about the partner from what it does
// for others. METHODS 8.
type Reputation struct {
	Question  Question   `json:"question"`
	Partner   string     `json:"partner_name"`
	Observers []Observer `json:"observers"` // by name; the relier is one of them
	Moments   []Lesson   `json:"moments"`   // at which the partner's conduct is on record, by start
	Warnings  []string   `json:"warnings"`
	Said      []Sentence `json:"-"` // the warnings, for another language
}

// Observer is an actor that may have to count on the partner itself.
type Observer struct {
	Actor     string  `json:"actor"`
	Name      string  `json:"name"`
	AtLeast   []Band  `json:"at_least"`     // rungs +1 .. +4, as of the question's day
	Word      string  `json:"word"`         // of at least material help
	Own       float64 `json:"own"`          // weight of what the partner did for the observer itself
	Others    float64 `json:"others"`       // of what it did for others, by their similarity
	Similar   float64 `json:"similar"`      // to the question's relier
	Basis     string  `json:"basis"`        // of that: votes, the case's table and its basis, or none
	Guessed   int     `json:"guessed"`      // of the actors the partner acted toward, those whose similarity is a guess
	Toward    int     `json:"toward"`       // all of them
	Surprised float64 `json:"surprised"`    // the largest shift of P(at least a diplomatic act) that one moment brought
	At        string  `json:"at,omitempty"` // that moment
}

// Lesson is what one moment taught every observer: the ladder from what was known
// on its eve, and from that with what the partner did there, both with weights as
// of the day of the last conduct there.
type Lesson struct {
	Moment    string   `json:"moment"`
	Title     string   `json:"title"`
	Start     edtf.Day `json:"start"`
	Day       edtf.Day `json:"day"`
	Observers []Shift  `json:"observers"` // in the order of Reputation.Observers
	RestsOn   []string `json:"rests_on"`
}

// Shift is an observer's ladder before and after a moment: rungs +1 .. +4.
type Shift struct {
	Before []Band `json:"before"`
	After  []Band `json:"after"`
}

// ReputationOf works out what every other actor of the case may learn about the
// question's partner. Observations of what it did for the observer itself weigh
// in full, of what it did for others by the similarity of observer and receiver:
// by votes where they tell, else by the case's table, else 1/2. The base rate is
// that of all pairs with another partner, since all of this partner's are
// observations here. votes may be nil. It fails as Answer does.
func ReputationOf(c *ledger.Case, q Question, s Settings, votes Similar) (*Reputation, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	r := &reputation{e: evidenceOf(c), c: c, q: q, s: s, votes: votes, table: map[[2]string]ledger.Similarity{}}
	for _, x := range c.Matter().Similarity {
		r.table[[2]string{x.A, x.B}], r.table[[2]string{x.B, x.A}] = x, x
	}
	out := &Reputation{Question: q, Partner: c.ActorName(q.Partner), Observers: []Observer{}, Moments: []Lesson{}}
	var observers []string
	for _, a := range c.Actors() {
		if a.ID != q.Partner {
			observers = append(observers, a.ID)
		}
	}
	for i := range r.e.groups {
		if r.e.groups[i].dyad.From == q.Partner {
			r.own = append(r.own, i)
		}
	}
	toward := r.receivers()
	guesses := 0
	base := r.base(q.AsOf, q.AsOf)
	likes := make([][]float64, len(observers)) // by observer and group of the partner
	for i, id := range observers {
		for _, k := range r.own {
			v, _, _ := r.similar(id, r.e.groups[k].dyad.To)
			likes[i] = append(likes[i], v)
		}
		o := Observer{Actor: id, Name: c.ActorName(id), Toward: len(toward)}
		o.Similar, o.Basis, _ = r.similar(id, q.Relier)
		for _, to := range toward {
			if _, _, known := r.similar(id, to); !known {
				o.Guessed++
			}
		}
		guesses += o.Guessed
		p := r.posterior(likes[i], base, q.AsOf, q.AsOf, nil, &o)
		o.AtLeast = bands(p)
		o.Word = s.Words.Word(p.atLeast(ledger.MaterialHelp))
		out.Observers = append(out.Observers, o)
	}
	for _, m := range r.moments() {
		x := Lesson{Moment: m.id, Title: m.title, Start: m.start, Day: m.last, RestsOn: m.records}
		base := r.base(m.start-1, m.last)
		for i := range observers {
			before, after := r.posterior(likes[i], base, m.start-1, m.last, nil, nil), r.posterior(likes[i], base, m.start-1, m.last, &m, nil)
			x.Observers = append(x.Observers, Shift{bands(before), bands(after)})
			moved := after.atLeast(ledger.DiplomaticAct) - before.atLeast(ledger.DiplomaticAct)
			if o := &out.Observers[i]; o.At == "" || abs(moved) > abs(o.Surprised) {
				o.Surprised, o.At = moved, m.id
			}
		}
		out.Moments = append(out.Moments, x)
	}
	if len(out.Moments) == 0 {
		out.Said = append(out.Said, say("Nothing is on record of what {partner} did for anybody by {day}: the figures are the base rate of the other pairs in the case.",
			at("partner", out.Partner), at("day", q.AsOf)))
	}
	if all := len(observers) * len(toward); guesses > 0 {
		out.Said = append(out.Said, counted(guesses, "{n} of {all} similarities is taken as {value}, since neither votes nor the case's table tell it.",
			"{n} of {all} similarities are taken as {value}, since neither votes nor the case's table tell them.", at("all", all), at("value", Decimal{noSimilarity, -1})))
	}
	out.Warnings = english(out.Said)
	return out, nil
}

func abs(v float64) float64 { return max(v, -v) }

type reputation struct {
	e     *evidence
	c     *ledger.Case
	q     Question
	s     Settings
	votes Similar
	table map[[2]string]ledger.Similarity
	own   []int // groups of the partner's conduct
}

// similar says how alike two actors are, on what basis, and whether that is known
// at all.
func (r *reputation) similar(a, b string) (value float64, basis string, known bool) {
	if a == b {
		return 1, key("the same"), true
	}
	if r.votes != nil {
		if v, ok := r.votes(a, b); ok {
			return min(1, max(0, v)), key("votes"), true
		}
	}
	if x, ok := r.table[[2]string{a, b}]; ok {
		return min(1, max(0, x.Value)), cmp.Or(x.Basis, key("the case's table")), true
	}
	return noSimilarity, key("none"), false
}

// receivers lists the actors toward which the partner's conduct is on record by
// the question's day, in the order of the evidence.
func (r *reputation) receivers() (out []string) {
	for i := range r.e.groups {
		g := &r.e.groups[i]
		if _, n := g.asOf(r.q.AsOf); n > 0 && g.dyad.From == r.q.Partner && !slices.Contains(out, g.dyad.To) {
			out = append(out, g.dyad.To)
		}
	}
	return out
}

// A lesson is a moment with the groups of the partner's conduct there.
type lesson struct {
	id, title   string
	start, last edtf.Day
	groups      map[int]bool
	records     []string
}

func (r *reputation) moments() (out []lesson) {
	at := map[string]int{}
	for i := range r.e.groups {
		g := &r.e.groups[i]
		_, n := g.asOf(r.q.AsOf)
		if n == 0 || g.dyad.From != r.q.Partner {
			continue
		}
		k, ok := at[g.moment.ID]
		if !ok {
			k = len(out)
			at[g.moment.ID] = k
			out = append(out, lesson{id: g.moment.ID, title: g.moment.Title, start: g.start, last: g.start, groups: map[int]bool{}})
		}
		m := &out[k]
		m.groups[i] = true
		m.start = min(m.start, g.start)
		for _, x := range g.entries[:n] {
			m.last = max(m.last, x.day)
			m.records = append(m.records, x.c.ID)
		}
	}
	for i := range out {
		slices.Sort(out[i].records)
	}
	slices.SortStableFunc(out, func(a, b lesson) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.id, b.id)) })
	return out
}

// base is the base rate from what is known by a day of all other partners, weighed
// as of another; it is the same for every observer.
func (r *reputation) base(known, as edtf.Day) (t tally) {
	for i := range r.e.groups {
		g := &r.e.groups[i]
		if g.dyad.From == r.q.Partner {
			continue
		}
		if st, n := g.asOf(known); n > 0 {
			t.add(st, st.cred*r.factor(g, as))
		}
	}
	return t
}

func (r *reputation) factor(g *group, as edtf.Day) float64 {
	return r.s.situationWeight(r.q.Situation, g.situation) * r.s.decay(g.start, as)
}

// posterior is an observer's ladder of the partner from what is known by a day,
// weighed as of another, and with what was done at one more moment. tell, where it
// is not nil, gets the weights.
func (r *reputation) posterior(like []float64, base tally, known, as edtf.Day, more *lesson, tell *Observer) *posterior {
	p := &posterior{mass: r.s.PriorMass, base: base}
	for k, i := range r.own {
		g := &r.e.groups[i]
		st, n := g.asOf(known)
		if more != nil && more.groups[i] {
			st, n = g.asOf(r.q.AsOf)
		}
		if n == 0 {
			continue
		}
		w := st.cred * r.factor(g, as)
		p.own.add(st, w*like[k])
		switch {
		case tell == nil:
		case g.dyad.To == tell.Actor:
			tell.Own += w
		default:
			tell.Others += w * like[k]
		}
	}
	return p
}

// bands gives P(rung >= r) of the spoken rungs with their intervals.
func bands(p *posterior) []Band {
	alpha := p.alpha()
	exceed := stats.AtLeast(alpha[:], level)
	out := make([]Band, 0, len(spoken))
	for _, r := range spoken {
		x := exceed[r-ledger.LowestRung]
		out = append(out, Band{x.Mean, x.Lower, x.Upper})
	}
	return out
}
