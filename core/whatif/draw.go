package whatif

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// lanes draws are worked side by side, so that each dependence is looked up once
// for all of them.
const lanes = 8

type lane [lanes]float64

// blockDraws is how many draws are handed to a core at a time, a multiple of
// lanes; it does not show in the result, for every draw is a stream of its own.
const blockDraws = 64 * lanes

// pathDraws is how many draws keep their whole course, and driverDraws how many
// keep their inputs: enough for a picture and for a rank.
const (
	pathDraws   = 512
	driverDraws = 2048
)

// drawsShare is the part of the work that the draws take; the rest is what is made
// of them.
const drawsShare = .9

// A sampler draws from a triangular distribution by its inverse. A certain number
// takes nothing from the stream.
type sampler struct {
	low, high, cut, up, down float64
	fixed                    bool
}

func newSampler(t Triangle) sampler {
	s := sampler{low: t.Low, high: t.High, fixed: t.Low == t.High}
	if !s.fixed {
		s.cut = (t.Mode - t.Low) / (t.High - t.Low)
		s.up, s.down = (t.High-t.Low)*(t.Mode-t.Low), (t.High-t.Low)*(t.High-t.Mode)
	}
	return s
}

// draw takes u, from 0 to below 1, to the number it stands for. Which side of the
// mode that is cannot be foretold, so the bits are chosen without a branch.
func (s *sampler) draw(u float64) float64 {
	left := uint64(int64(math.Float64bits(u-s.cut)) >> 63) // all ones below the cut
	pick := func(a, b float64) uint64 { return math.Float64bits(a)&left | math.Float64bits(b)&^left }
	way := math.Sqrt(math.Float64frombits(pick(u*s.up, (1-u)*s.down)))
	end := math.Float64frombits(pick(s.low, s.high))
	return end + math.Float64frombits(math.Float64bits(way)^(^left&(1<<63)))
}

// A plan is a network and a scenario made ready for draws.
type plan struct {
	n       *network
	inputs  []sampler // shares by edge, weights, shocks
	shocked []int     // actor of each shock
	horizon int
	lasts   int // months of the shock; 0: to the end
	seed    uint64
	draws   int
	steps   []step
	stride  int     // months of a step for a draw of which the end alone is wanted
	strides []step  // and its factors
	cells   []int32 // of the pairs, row by row, whom they lead to
	placed  []int   // of each pair, its cell
	start   []int   // of each actor's cells
}

// A step holds the factors of an actor's exponential step.
type step struct{ keep, take, lean float64 }

func newPlan(n *network, sc Scenario, s Settings) *plan {
	p := &plan{n: n, horizon: s.Horizon, lasts: sc.Months, seed: s.Seed, draws: s.Draws}
	for _, e := range n.edges {
		p.inputs = append(p.inputs, newSampler(e.Share))
	}
	for _, w := range n.weights {
		p.inputs = append(p.inputs, newSampler(w.Triangle))
	}
	for _, x := range sc.Shocks {
		p.inputs = append(p.inputs, newSampler(x.Triangle))
		p.shocked = append(p.shocked, n.at[x.Actor])
	}
	p.placed = make([]int, len(n.pairs))
	for i := range n.actors {
		p.start = append(p.start, len(p.cells))
		for _, k := range n.rows[i] {
			p.placed[k] = len(p.cells)
			p.cells = append(p.cells, int32(n.pairs[k].to))
		}
	}
	p.start = append(p.start, len(p.cells))
	p.steps = steps(n.rate, 1)
	p.stride = strideOf(n, p.horizon)
	if p.lasts > 0 { // the peak may lie in any month
		p.stride = 1
	}
	p.strides = steps(n.rate, float64(p.stride))
	return p
}

// strideOf is the longest step, in whole months that divide the horizon and up to
// a season, in which the fastest actor goes no more than half its way: steps is
// then stable, and ends within a point in a hundred of where short steps do.
// Who depends on nobody stays where the shock
// put it, whatever the step.
func strideOf(n *network, horizon int) int {
	fastest := 0.0
	for i, row := range n.rows {
		if len(row) > 0 {
			fastest = max(fastest, n.rate[i])
		}
	}
	for months := 3; months > 1; months-- {
		if horizon%months == 0 && fastest*float64(months) <= .7 {
			return months
		}
	}
	return 1
}

// steps gives the factors of an exponential step of dt months for q' = k (f - q),
// f linear over the step: q' = keep q + take f + lean (f - f before). It is exact
// for a constant f, stable for k dt <= 1, and of second order.
func steps(rate []float64, dt float64) []step {
	out := make([]step, len(rate))
	for i, k := range rate {
		e := math.Exp(-k * dt)
		out[i] = step{e, 1 - e, 1 - (1-e)/(k*dt)}
	}
	return out
}

// tally is what the draws of one block come to.
type tally struct {
	hit, peak, direct []float64 // sums by actor
}

// drawn is what all draws come to.
type drawn struct {
	hit, peak     [][]float64 // by actor and draw
	sumHit        []float64
	sumPeak       []float64
	sumDirect     []float64
	harder        []int64
	months        []int64
	hardest       []int64
	claim, passed int64
	inputs        [][]float64   // by input, of the first draws
	path          [][][]float64 // by actor, month and draw, of the first draws
}

// run makes all draws. Sums of floats go block by block in order, counts are
// whole numbers: the cores do not show in the result.
func (p *plan) run(ctx context.Context, claim *Claim, tell func(share float64)) (*drawn, error) {
	n, blocks := len(p.n.actors), (p.draws+blockDraws-1)/blockDraws
	out := &drawn{
		hit: square(n, p.draws), peak: square(n, p.draws), inputs: square(len(p.inputs), min(p.draws, driverDraws)),
		sumHit: make([]float64, n), sumPeak: make([]float64, n), sumDirect: make([]float64, n),
		harder: make([]int64, n*n), months: make([]int64, n*(p.horizon+1)), hardest: make([]int64, n),
	}
	if p.horizon > 0 {
		for range n {
			out.path = append(out.path, square(p.horizon+1, min(p.draws, pathDraws)))
		}
	}
	tallies := make([]tally, blocks)
	var next atomic.Int64
	made := 0 // blocks
	var mu sync.Mutex
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) {
		done.Go(func() {
			w := p.worker()
			for {
				b := int(next.Add(1)) - 1
				if b >= blocks || ctx.Err() != nil {
					break
				}
				tallies[b] = w.block(b, out, claim)
				mu.Lock()
				made++
				tell(drawsShare * float64(made) / float64(blocks))
				mu.Unlock()
			}
			mu.Lock()
			defer mu.Unlock()
			w.addTo(out)
		})
	}
	done.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("draws: %w", err)
	}
	for _, t := range tallies {
		for i := range n {
			out.sumHit[i] += t.hit[i]
			out.sumPeak[i] += t.peak[i]
			out.sumDirect[i] += t.direct[i]
		}
	}
	return out, nil
}

func square(rows, columns int) [][]float64 {
	all := make([]float64, rows*columns)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = all[i*columns : (i+1)*columns : (i+1)*columns]
	}
	return out
}
