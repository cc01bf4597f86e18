package whatif

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Run works a scenario on the dependences of a case known by a day. Same input,
// same result to the last bit on any number of cores. It fails for a scenario or
// settings that name what does not exist or are out of range, and when ctx is
// cancelled.
func Run(ctx context.Context, c *ledger.Case, day edtf.Day, sc Scenario, s Settings) (*Result, error) {
	return Watched(ctx, c, day, sc, s, func(float64) {})
}

// Watched is Run that tells how far it is, from 0 to 1, never back: now and then,
// from one goroutine at a time.
func Watched(ctx context.Context, c *ledger.Case, day edtf.Day, sc Scenario, s Settings, tell func(share float64)) (*Result, error) {
	if err := sc.check(c); err != nil {
		return nil, fmt.Errorf("what if: %w", err)
	}
	if err := s.check(c); err != nil {
		return nil, fmt.Errorf("what if: settings: %w", err)
	}
	k := &work{c: c, sc: sc, s: s, n: newNetwork(c, day, s, sc)}
	k.shock = make([]float64, len(k.n.actors))
	for _, x := range sc.Shocks {
		k.shock[k.n.at[x.Actor]] = x.Mode
	}
	var err error
	if k.p = newPlan(k.n, sc, s); s.Horizon == 0 {
		k.p.lasts = 0 // without a course a shock has no end
	}
	if k.d, err = k.p.run(ctx, sc.Claim, tell); err != nil {
		return nil, fmt.Errorf("what if %q: %w", sc.Name, err)
	}
	share, weight := k.n.modes()
	if k.central, err = k.n.central(k.n.coefficients(share, weight), k.shock, k.p); err != nil {
		return nil, fmt.Errorf("what if %q: %w", sc.Name, err)
	}
	return k.result(ctx, day)
}

// A work is a scenario with its draws: what the parts of a result share.
type work struct {
	c       *ledger.Case
	sc      Scenario
	s       Settings
	n       *network
	p       *plan
	d       *drawn
	shock   []float64 // most likely, by actor
	central centre
	order   []int // actors, the hardest hit first
	// Ranks over the first draws, of the inputs and of what the claim compares.
	ranks      [][]float64
	difference []float64
}

// A centre is the network at its most likely values.
type centre struct {
	Solution
	hit    []float64   // Q, or the peak where the shock ends
	course [][]float64 // by actor and month
	half   []float64   // months to half of the peak
}

// fine is how many steps a month the most likely course takes.
const fine = 8

// central solves and walks the network for given coefficients.
func (n *network) central(a, shock []float64, p *plan) (centre, error) {
	sol, err := Inoperability(n.dense(a), shock)
	if err != nil {
		return centre{}, err
	}
	out := centre{Solution: sol, hit: sol.Q}
	if p.horizon == 0 {
		return out, nil
	}
	course, peak, half := n.walk(a, shock, p)
	out.course, out.half = course, half
	if p.lasts > 0 {
		out.hit = peak
	}
	return out, nil
}

// walk is the course at given coefficients in steps of an eighth of a month.
func (n *network) walk(a, shock []float64, p *plan) (course [][]float64, peak, half []float64) {
	x, before := slices.Clone(shock), make([]float64, len(shock))
	factors := steps(n.rate, 1./fine)
	pull := func(i int) (sum float64) {
		for _, k := range n.rows[i] {
			sum += a[k] * x[n.pairs[k].to]
		}
		return sum
	}
	for i := range x {
		before[i] = pull(i)
	}
	course, peak, half = square(len(x), p.horizon+1), slices.Clone(x), make([]float64, len(x))
	trace := square(len(x), p.horizon*fine+1)
	pulls := make([]float64, len(x))
	for t := range p.horizon*fine + 1 {
		for i := range x {
			trace[i][t] = x[i]
			peak[i] = max(peak[i], x[i])
			if t%fine == 0 {
				course[i][t/fine] = x[i]
			}
			pulls[i] = pull(i)
		}
		on := p.lasts == 0 || t < p.lasts*fine
		for i, s := range factors {
			f := pulls[i]
			if on {
				f += shock[i]
			}
			x[i] = min(1, max(0, s.keep*x[i]+s.take*f+s.lean*(pulls[i]-before[i])))
		}
		pulls, before = before, pulls
	}
	for i := range half {
		t := slices.IndexFunc(trace[i], func(v float64) bool { return v >= peak[i]/2 })
		half[i] = float64(t) / fine
	}
	return course, peak, half
}

func (k *work) result(ctx context.Context, day edtf.Day) (*Result, error) {
	n := len(k.n.actors)
	r := &Result{AsOf: day, Scenario: k.sc, Settings: k.s, CaseTitle: k.c.Matter().Title, Actors: []Actor{}, Edges: k.n.edges, Left: k.n.left,
		SpectralRadius: k.central.SpectralRadius, Clipped: k.central.Clipped, Warnings: []string{}}
	if r.Edges == nil {
		r.Edges = []Edge{}
	}
	draws := float64(k.s.Draws)
	for i := range n {
		k.order = append(k.order, i)
	}
	slices.SortStableFunc(k.order, func(a, b int) int { return cmp.Compare(k.d.sumHit[b], k.d.sumHit[a]) })
	parts, err := k.partsOf()
	if err != nil {
		return nil, fmt.Errorf("what if %q: %w", k.sc.Name, err)
	}
	k.rank()
	for _, i := range k.order {
		a := Actor{
			ID: k.n.actors[i], Name: k.c.ActorName(k.n.actors[i]), Direct: k.d.sumDirect[i] / draws, Mean: k.d.sumHit[i] / draws,
			Central: k.central.hit[i], Hardest: float64(k.d.hardest[i]) / draws, Drivers: k.drivers(k.d.hit[i]),
			Estimated: parts.estimated[i], Baseless: parts.baseless[i], InParts: parts.inParts[i],
		}
		if k.s.Horizon > 0 {
			a.Peak = &Peak{Mean: k.d.sumPeak[i] / draws, HalfMonth: k.central.half[i]}
			months := k.d.months[i*(k.s.Horizon+1) : (i+1)*(k.s.Horizon+1)]
			a.Peak.Month, a.Peak.MonthLower90, a.Peak.MonthUpper90 = countQuantile(months, .5), countQuantile(months, .05), countQuantile(months, .95)
		}
		r.Actors = append(r.Actors, a)
	}
	if k.s.Horizon > 0 {
		r.Course = k.course()
	}
	k.bands(r)
	for _, i := range k.order {
		row := make([]float64, 0, n)
		for _, j := range k.order {
			row = append(row, float64(k.d.harder[i*n+j])/draws)
		}
		r.Harder = append(r.Harder, row)
	}
	if k.sc.Claim != nil {
		r.Claim = k.claim(ctx)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("what if %q: %w", k.sc.Name, err)
	}
	for _, e := range k.n.edges {
		switch e.Grade {
		case NoBasis:
			r.Basis.None++
		case Estimate:
			r.Basis.Estimate++
		default:
			r.Basis.Source++
		}
		if e.PartOnly {
			r.Basis.Parts++
		}
	}
	k.warnings(r)
	r.Said.Headline = k.headline(r)
	r.Headline, r.Warnings = assess.InEnglish(r.Said.Headline), assess.InEnglish(r.Said.Warnings)
	r.RestsOn = k.restsOn()
	return r, nil
}

// bands fills in the 5 % and 95 % quantiles, the last use of the draws: finding
// them puts each actor's in another order.
func (k *work) bands(r *Result) {
	each(len(k.order), func(at int) {
		i, a := k.order[at], &r.Actors[at]
		a.Lower90, a.Upper90 = quantiles(k.d.hit[i])
		if a.Peak != nil {
			a.Peak.Lower90, a.Peak.Upper90 = quantiles(k.d.peak[i])
		}
	})
}

func (k *work) course() *Course {
	c := &Course{Actors: []string{}}
	n := len(k.order)
	c.Mean, c.Lower90, c.Upper90 = square(n, k.s.Horizon+1), square(n, k.s.Horizon+1), square(n, k.s.Horizon+1)
	for _, i := range k.order {
		c.Actors = append(c.Actors, k.n.actors[i])
		c.Central = append(c.Central, k.central.course[i])
	}
	each(n, func(at int) {
		for m, draws := range k.d.path[k.order[at]] {
			sum := 0.0
			for _, v := range draws {
				sum += v
			}
			c.Mean[at][m] = sum / float64(len(draws))
			c.Lower90[at][m], c.Upper90[at][m] = quantiles(draws)
		}
	})
	return c
}

// A parts says what part of each actor's hit hangs on edges of doubtful basis.
type parts struct{ estimated, baseless, inParts []float64 }

// partsOf takes such edges out and sees what is left of the hit.
func (k *work) partsOf() (parts, error) {
	without := func(out func(Edge) bool) ([]float64, error) {
		share, weight := k.n.modes()
		for i, e := range k.n.edges {
			if out(e) {
				share[i] = 0
			}
		}
		less, err := k.n.central(k.n.coefficients(share, weight), k.shock, k.p)
		if err != nil {
			return nil, err
		}
		part := make([]float64, len(k.n.actors))
		for i, q := range k.central.hit {
			if q > 0 {
				part[i] = max(0, 1-less.hit[i]/q)
			}
		}
		return part, nil
	}
	var p parts
	var err error
	if p.estimated, err = without(func(e Edge) bool { return e.Grade != Sourced }); err != nil {
		return p, err
	}
	if p.baseless, err = without(func(e Edge) bool { return e.Grade == NoBasis }); err != nil {
		return p, err
	}
	p.inParts, err = without(func(e Edge) bool { return e.PartOnly })
	return p, err
}

// claim tells what becomes of the scenario's claim.
func (k *work) claim(ctx context.Context) *ClaimResult {
	i, j := k.n.at[k.sc.Claim.Harder], k.n.at[k.sc.Claim.Than]
	draws := float64(k.s.Draws)
	c := &ClaimResult{Harder: k.sc.Claim.Harder, Than: k.sc.Claim.Than, Probability: float64(k.d.claim) / draws, PassedOn: float64(k.d.passed) / draws,
		Central: k.central.hit[i] > k.central.hit[j]}
	c.Word = assess.SettingsOf(k.c).Words.Word(c.Probability)
	c.Drivers = k.driversOf(k.difference)
	c.BreakEven = k.breakEven(ctx, i, j)
	return c
}

// nearest orders break-evens by how far they are from what is the case.
func nearest(a, b BreakEven) int {
	far := func(x BreakEven) float64 {
		if x.At == nil {
			return math.Inf(1)
		}
		return math.Abs(*x.At - x.Now)
	}
	return cmp.Or(cmp.Compare(far(a), far(b)), cmp.Compare(b.moves, a.moves))
}
