package whatif

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
)

// mostEven is how many break-evens are told.
const mostEven = 20

// breakEven finds for each dependence the share at which actor i is hit as hard
// as actor j, all others at their most likely value; the same for all that i
// depends on each shocked actor together, and for a factor on all its
// dependences. What has nothing to do with the claim is left out. The nearest
// come first, then what moves it most without turning it.
func (k *work) breakEven(ctx context.Context, i, j int) []BreakEven {
	share, weight := k.n.modes()
	var all []BreakEven
	var seek []func(b *BreakEven)
	add := func(b BreakEven, n *network, top float64, at func(x float64) []float64) {
		all = append(all, b)
		seek = append(seek, func(b *BreakEven) {
			b.At, b.Holds, b.moves = crossing(b.Now, top, func(x float64) float64 {
				if ctx.Err() != nil {
					return 0
				}
				hit := n.hit(at(x), k.shock, k.p)
				return hit[i] - hit[j]
			})
			b.Said = k.evenText(*b)
			b.Name, b.Text = b.name.English(), b.Said.English()
			b.Within = b.At != nil && b.Kind == "edge" && *b.At >= b.share.Low && *b.At <= b.share.High
		})
	}
	for e := range k.n.edges {
		edge := &k.n.edges[e]
		if k.central.hit[edge.to] == 0 {
			continue // nothing comes that way, whatever the share
		}
		b := BreakEven{Kind: "edge", ID: edge.ID, name: k.edgeName(edge), Now: edge.Share.Mode, share: edge.Share}
		add(b, k.n, 1, func(x float64) []float64 {
			s := slices.Clone(share)
			s[e] = x
			return k.n.coefficients(s, weight)
		})
	}
	modes := k.n.coefficients(share, weight)
	for _, x := range k.sc.Shocks {
		to := k.n.at[x.Actor]
		if to == i {
			continue
		}
		p := slices.IndexFunc(k.n.pairs, func(p pairing) bool { return p.from == i && p.to == to })
		b := BreakEven{Kind: "pair", ID: k.n.actors[i] + " on " + x.Actor, name: say("all that {actor} depends on {on} for", at("actor", k.c.ActorName(k.n.actors[i])), at("on", k.c.ActorName(x.Actor)))}
		n, base := k.n, modes
		if p < 0 { // it does not depend on it yet
			n, p = k.n.with(i, to), len(k.n.pairs)
			base = append(slices.Clone(modes), 0)
		}
		b.Now = base[p]
		add(b, n, 1, func(x float64) []float64 {
			a := slices.Clone(base)
			a[p] = x
			return a
		})
	}
	add(BreakEven{Kind: "all", ID: k.n.actors[i], name: say("all that {actor} depends on", at("actor", k.c.ActorName(k.n.actors[i]))), Now: 1}, k.n, 20, func(x float64) []float64 {
		a := slices.Clone(modes)
		for p := range a {
			if k.n.pairs[p].from == i {
				a[p] *= x
			}
		}
		return a
	})
	each(len(all), func(n int) { seek[n](&all[n]) })
	out := slices.DeleteFunc(all, func(b BreakEven) bool { return b.moves < 1e-12 }) // nothing to do with the claim
	slices.SortStableFunc(out, nearest)
	return append([]BreakEven{}, out[:min(len(out), mostEven)]...)
}

// hit is how hard each actor is hit at given coefficients: as central gives it,
// by sweeps alone.
func (n *network) hit(a, shock []float64, p *plan) []float64 {
	if p.lasts > 0 {
		_, peak, _ := n.walk(a, shock, p)
		return peak
	}
	q, goes, went := slices.Clone(shock), make([]float64, len(shock)), make([]float64, len(shock))
	for t := 1; t <= fewSweeps; t++ {
		if t > leapFrom && t%leapEvery == 0 {
			n.leap(q, goes, went)
		}
		goes, went = went, goes
		moved := 0.0
		for _, comp := range n.order {
			for _, i := range comp {
				v := shock[i]
				for _, k := range n.rows[i] {
					v += a[k] * q[n.pairs[k].to]
				}
				v = min(1, v)
				goes[i] = v - q[i]
				moved, q[i] = max(moved, math.Abs(goes[i])), v
			}
		}
		if moved <= settled {
			return q
		}
	}
	copy(q, shock)
	ascend(n.dense(a), shock, q)
	return q
}

// leap takes each component ahead, as worker.leap does a draw.
func (n *network) leap(q, goes, went []float64) {
	for _, comp := range n.order {
		way := newWay()
		for _, i := range comp {
			way.add(q[i], goes[i], went[i])
		}
		far := way.far()
		for _, i := range comp {
			q[i] = min(1, max(0, q[i]+far*goes[i]))
		}
	}
}

// with is the network with a pair more, at the end.
func (n *network) with(from, to int) *network {
	m := *n
	m.pairs = append(slices.Clone(n.pairs), pairing{from, to})
	m.rows = slices.Clone(n.rows)
	m.rows[from] = append(slices.Clone(n.rows[from]), len(n.pairs))
	return &m
}

// gridSteps is into how many parts a range is cut in search of a crossing.
const gridSteps = 16

// crossing finds the point nearest to now, between 0 and top, where f changes
// sign, to 1e-10 of top; nil where it does not. holds says on which side of it f
// is above 0, moves how far f goes. Where nothing is clipped, f is a difference of
// ratios of linear functions of one coefficient with one denominator, and crosses
// once at most; clipping can bring it back to 0, so the range is looked through.
func crossing(now, top float64, f func(float64) float64) (at *float64, holds string, moves float64) {
	grid := []float64{min(now, top)}
	for n := range gridSteps + 1 {
		grid = append(grid, top*float64(n)/gridSteps)
	}
	slices.Sort(grid)
	value := make([]float64, len(grid))
	for n, x := range grid {
		value[n] = f(x)
	}
	moves = slices.Max(value) - slices.Min(value)
	best := -1
	distance := func(n int) float64 { return max(grid[n]-now, now-grid[n+1], 0) }
	for n := range len(grid) - 1 {
		if (value[n] > 0) != (value[n+1] > 0) && (best < 0 || distance(n) < distance(best)) {
			best = n
		}
	}
	if best < 0 {
		if value[0] > 0 {
			return nil, "always", moves
		}
		return nil, "never", moves
	}
	low, high, above := grid[best], grid[best+1], value[best] > 0
	for high-low > 1e-10*top {
		if mid := low + (high-low)/2; (f(mid) > 0) == above {
			low = mid
		} else {
			high = mid
		}
	}
	x := low + (high-low)/2
	if above {
		return &x, "below", moves
	}
	return &x, "above", moves
}

func (k *work) evenText(b BreakEven) assess.Sentence {
	args := []assess.Arg{at("harder", k.c.ActorName(k.sc.Claim.Harder)), at("than", k.c.ActorName(k.sc.Claim.Than)), at("what", b.name)}
	with := func(more ...assess.Arg) []assess.Arg { return slices.Concat(args, more) }
	switch {
	case b.At == nil && b.Holds == "always":
		return say("Whatever {what} is, it holds that {harder} is hit harder than {than}.", args...)
	case b.At == nil:
		return say("Whatever {what} is, it does not hold that {harder} is hit harder than {than}.", args...)
	}
	fails := (b.Holds == "above") == (b.Now > *b.At) && b.Now != *b.At // it holds as things are
	if b.Kind == "all" {
		times := at("times", fmt.Sprintf("%.2g", *b.At))
		switch {
		case *b.At < nothing && fails:
			return say("For the claim that {harder} is hit harder than {than} to fail, {what} would have to vanish.", args...)
		case *b.At < nothing:
			return say("For the claim that {harder} is hit harder than {than} to hold, {what} would have to vanish.", args...)
		case fails:
			return say("For the claim that {harder} is hit harder than {than} to fail, {what} would have to be {times} times as large.", with(times)...)
		}
		return say("For the claim that {harder} is hit harder than {than} to hold, {what} would have to be {times} times as large.", with(times)...)
	}
	if *b.At < nothing {
		if b.Holds == "above" {
			return say("It holds that {harder} is hit harder than {than} as soon as {what} is above 0: any share will do.", args...)
		}
		return say("It holds that {harder} is hit harder than {than} only where {what} is 0: any share undoes it.", args...)
	}
	from, to := percent(b.Now), percent(*b.At)
	if inEnglish(from) == inEnglish(to) { // so near that it takes more digits to tell them apart
		exact := func(v float64) any { return say("{n} %", at("n", fmt.Sprintf("%.4g", 100*v))) }
		from, to = exact(b.Now), exact(*b.At)
	}
	move := []assess.Arg{at("now", from), at("at", to)}
	switch rises := *b.At >= b.Now; {
	case rises && fails:
		return say("For the claim that {harder} is hit harder than {than} to fail, {what} would have to rise from {now} to {at}.", with(move...)...)
	case rises:
		return say("For the claim that {harder} is hit harder than {than} to hold, {what} would have to rise from {now} to {at}.", with(move...)...)
	case fails:
		return say("For the claim that {harder} is hit harder than {than} to fail, {what} would have to fall from {now} to {at}.", with(move...)...)
	}
	return say("For the claim that {harder} is hit harder than {than} to hold, {what} would have to fall from {now} to {at}.", with(move...)...)
}

// inEnglish says what stands in a place of a sentence.
func inEnglish(value any) string {
	return assess.Sentence{Key: "{x}", Args: []assess.Arg{at("x", value)}}.English()
}

// nothing is a share that nobody could measure.
const nothing = .0005
