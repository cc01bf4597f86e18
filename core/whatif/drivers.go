package whatif

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/fairweather-app/fairweather/core/assess"
)

// mostDrivers is how many inputs are told as driving a result.
const mostDrivers = 5

// rank readies the ranks of the inputs over the first draws; nil for an input
// that is certain.
func (k *work) rank() {
	k.ranks = make([][]float64, len(k.d.inputs))
	each(len(k.ranks), func(i int) {
		if !k.p.inputs[i].fixed {
			k.ranks[i] = standard(k.d.inputs[i])
		}
	})
	if k.sc.Claim != nil { // before the bands put the draws in another order
		i, j := k.n.at[k.sc.Claim.Harder], k.n.at[k.sc.Claim.Than]
		gap := make([]float64, min(len(k.d.hit[i]), driverDraws))
		for d := range gap {
			gap[d] = k.d.hit[i][d] - k.d.hit[j][d]
		}
		k.difference = standard(gap)
	}
}

// drivers lists the inputs by Spearman's rank correlation with a result.
func (k *work) drivers(result []float64) []Driver {
	return k.driversOf(standard(result[:min(len(result), driverDraws)]))
}

func (k *work) driversOf(ranks []float64) []Driver {
	out := []Driver{}
	if ranks == nil {
		return out
	}
	for i, r := range k.ranks {
		if r == nil {
			continue
		}
		sum := 0.0
		for d, v := range r {
			sum += v * ranks[d]
		}
		id, name := k.input(i)
		out = append(out, Driver{id, name.English(), sum, name})
	}
	// Three standard errors: what is nearer to 0 may be chance.
	chance := 3 / math.Sqrt(float64(max(len(ranks)-1, 1)))
	out = slices.DeleteFunc(out, func(d Driver) bool { return math.Abs(d.Correlation) < chance })
	slices.SortStableFunc(out, func(a, b Driver) int { return cmp.Compare(math.Abs(b.Correlation), math.Abs(a.Correlation)) })
	return out[:min(len(out), mostDrivers)]
}

// standard gives ranks, ties at their mean, less their mean and to length 1: the
// sum of products of two of them is Spearman's correlation. Nil where all are
// equal. R: cor(x, y, method = "spearman").
func standard(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(v[a], v[b]), cmp.Compare(a, b)) })
	out := make([]float64, len(v))
	mean, squares := float64(len(v)-1)/2, 0.0
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && v[order[j]] == v[order[i]] {
			j++
		}
		r := float64(i+j-1)/2 - mean
		for ; i < j; i++ {
			out[order[i]] = r
			squares += r * r
		}
	}
	if squares == 0 {
		return nil
	}
	for i := range out {
		out[i] /= math.Sqrt(squares)
	}
	return out
}

// input names one input of the draws.
func (k *work) input(i int) (id string, name assess.Sentence) {
	if i < len(k.n.edges) {
		e := &k.n.edges[i]
		return e.ID, k.edgeName(e)
	}
	if i -= len(k.n.edges); i < len(k.n.weights) {
		w := k.n.weights[i]
		who := k.n.actors[w.actor]
		return "weight " + who + " " + w.channel, say("the weight of {channel} for {actor}", at("channel", word(w.channel)), at("actor", k.c.ActorName(who)))
	}
	who := k.sc.Shocks[i-len(k.n.weights)].Actor
	return "shock " + who, say("the shock to {actor}", at("actor", k.c.ActorName(who)))
}

func (k *work) edgeName(e *Edge) assess.Sentence {
	return edgeName(k.c, e.Actor, e.On, e.Channel)
}

// each runs f for 0 .. n-1 on all cores; f writes to its own place only.
func each(n int, f func(int)) {
	var next atomic.Int64
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	done.Wait()
}

// quantiles gives the 5 % and 95 % quantiles (R's type 7) and puts v in another
// order.
func quantiles(v []float64) (lower, upper float64) {
	return quantile(v, .05), quantile(v, .95)
}

func quantile(v []float64, p float64) float64 {
	at := p * float64(len(v)-1)
	i := int(at)
	selectAt(v, i)
	if i+1 >= len(v) {
		return v[i]
	}
	next := slices.Min(v[i+1:])
	return v[i] + (at-float64(i))*(next-v[i])
}

// selectAt puts the k-th smallest of v at its place, none larger before it and
// none smaller behind (Hoare 1961); sorting all takes ten times as long.
func selectAt(v []float64, k int) {
	low, high := 0, len(v)-1
	for low < high {
		mid := low + (high-low)/2
		pivot := max(min(v[low], v[mid]), min(max(v[low], v[mid]), v[high]))
		i, j := low, high
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return
		}
	}
}

// countQuantile is the smallest value at which a share p of the counts is reached.
func countQuantile(counts []int64, p float64) int {
	all := int64(0)
	for _, n := range counts {
		all += n
	}
	sum := int64(0)
	for v, n := range counts {
		if sum += n; float64(sum) >= p*float64(all) {
			return v
		}
	}
	return len(counts) - 1
}
