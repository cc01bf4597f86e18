package hypotheses

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// watch lists what has not been observed or judged yet, by how much it can be
// expected to tell which of the two hypotheses in front holds: indicators whose
// day has not passed, with what seeing them would do, and items of the dyad that
// somebody has still to rate. The first is the discriminator. What is on record
// as dated later is none: on the day asked about nobody knew of it. METHODS 6.
func (k *work) watch() []Watch {
	out := []Watch{}
	if k.e.h < 2 || k.e.a == 0 {
		return out
	}
	first, second := k.bestFits, k.runnerUp()
	for _, x := range k.m.ahead {
		if !x.indicates() || k.m.passed(x) {
			continue
		}
		if w, ok := k.indicator(x, first, second); ok {
			out = append(out, w)
		}
	}
	out = append(out, k.unrated(first, second)...)
	slices.SortStableFunc(out, func(a, b Watch) int { return cmp.Compare(b.Bits, a.Bits) })
	return out[:min(len(out), mostTold)]
}

// indicator weighs an observation not yet made. The ratio of a cell is read as
// the odds of seeing it if the hypothesis holds: CC four to one, N even.
func (k *work) indicator(x *item, first, second int) (Watch, bool) {
	w := worth(x.cites) * x.relevance
	if len(x.cites) == 0 {
		w = x.relevance // it is to be seen, and will then have its source
	}
	seen, not := make([]float64, k.e.h), make([]float64, k.e.h) // mean over analysts of the logarithm
	rated := 0
	for a := range k.e.a {
		if x.cells[a] == nil || x.spread(a) == 0 {
			continue
		}
		rated++
		for h := range k.e.h {
			odds := 1.0
			if c := x.cells[a][h]; c != nil {
				odds = c.ratio
			}
			seen[h] += math.Log(odds / (1 + odds))
			not[h] += math.Log(1 / (1 + odds))
		}
	}
	if rated == 0 {
		return Watch{}, false
	}
	likely := make([]float64, k.e.h) // P(seen | h), tempered by the weight
	for h := range likely {
		p, q := math.Exp(w*seen[h]/float64(rated)), math.Exp(w*not[h]/float64(rated))
		likely[h] = p / (p + q)
	}
	out := Watch{Kind: "indicator", ID: x.id, Name: x.name, Date: x.date, Bits: information(k.v.pooled[first], k.v.pooled[second], likely[first], likely[second])}
	out.Seen, out.NotSeen = k.outcome(likely, true), k.outcome(likely, false)
	by := ""
	if !x.date.IsZero() {
		by = fmt.Sprintf(" by %s", x.date)
	}
	out.Text = fmt.Sprintf("%s%s: if seen, %s; if not, %s.", inSentence(x.name), by, k.becomes(out.Seen), k.becomes(out.NotSeen))
	return out, true
}

// inSentence is a title without the full stop that it may end on.
func inSentence(title string) string { return strings.TrimSuffix(title, ".") }

func (k *work) becomes(o *Outcome) string {
	lead := "no reading leads"
	if h := k.place(o.Leading); h >= 0 {
		lead = fmt.Sprintf("%q leads", k.name(h))
	}
	if o.Leading == k.id(k.bestFits) {
		return fmt.Sprintf("%s with %s", lead, assess.Percent(o.Posterior))
	}
	return fmt.Sprintf("%s and %q falls to %s", lead, k.name(k.bestFits), assess.Percent(o.Posterior))
}

// outcome weighs the pooled hypotheses by whether a thing is seen.
func (k *work) outcome(likely []float64, seen bool) *Outcome {
	p := make([]float64, k.e.h)
	sum := 0.0
	for h := range p {
		l := likely[h]
		if !seen {
			l = 1 - l
		}
		p[h] = k.v.pooled[h] * l
		sum += p[h]
	}
	for h := range p {
		p[h] /= sum
	}
	return &Outcome{Probability: sum, Leading: k.id(most(p, 1)), Posterior: p[k.bestFits]}
}

// information is what seeing or not seeing a thing is expected to tell, in
// bits, on which of two hypotheses of shares p and q holds, if it is seen with
// probability a under the one and b under the other.
func information(p, q, a, b float64) float64 {
	if p+q == 0 {
		return 0
	}
	p, q = p/(p+q), q/(p+q)
	bits := 0.0
	for _, l := range [][2]float64{{a, b}, {1 - a, 1 - b}} {
		both := p*l[0] + q*l[1]
		for i, share := range []float64{p, q} {
			if joint := share * l[i]; joint > 0 {
				bits += joint * math.Log2(l[i]/both)
			}
		}
	}
	return max(bits, 0)
}

// unrated weighs the judgements still to be given: items of the matrix that an
// analyst has not rated against both hypotheses in front, and conduct of the
// dyad that nobody has rated. What will be said is unknown, so the ratings given
// so far stand for it; what differs is how much the item would weigh.
func (k *work) unrated(first, second int) []Watch {
	counts := make([]float64, len(words)) // with one of each, so that no word is impossible
	total := 0.0
	for n := range counts {
		counts[n]++
		total++
	}
	for _, x := range k.m.items {
		for a := range x.cells {
			for _, c := range x.cells[a] {
				if c != nil && c.applies {
					counts[slices.Index(words, c.word)]++
					total++
				}
			}
		}
	}
	ratios := k.m.s.Ratios.list()
	expect := func(weight float64) float64 {
		p, q := k.v.pooled[first], k.v.pooled[second]
		if p+q == 0 {
			return 0
		}
		p, q = p/(p+q), q/(p+q)
		bits := 0.0
		for i, x := range ratios {
			for j, y := range ratios {
				a, b := p*math.Pow(x, weight), q*math.Pow(y, weight)
				a, b = a/(a+b), b/(a+b)
				gain := 0.0
				for _, t := range [][2]float64{{a, p}, {b, q}} {
					if t[0] > 0 {
						gain += t[0] * math.Log2(t[0]/t[1])
					}
				}
				bits += counts[i] * counts[j] / total / total * gain
			}
		}
		return bits
	}
	var out []Watch
	add := func(x *item, share float64, who string) {
		w := worth(x.cites) * x.relevance
		out = append(out, Watch{Kind: "unrated", ID: x.id, Name: x.name, Date: x.date, Bits: share * expect(w),
			Text: fmt.Sprintf("“%s” has still to be rated against %q and %q by %s.", inSentence(x.name), k.name(first), k.name(second), who)})
	}
	for _, x := range k.m.items {
		missing, who := 0, ""
		for a, name := range k.m.analysts {
			if row := x.cells[a]; row == nil || row[first] == nil || row[second] == nil {
				missing++
				who = name
			}
		}
		switch {
		case missing == 1:
			add(x, 1/float64(k.e.a), who)
		case missing > 1:
			add(x, float64(missing)/float64(k.e.a), plural(missing, "analyst"))
		}
	}
	for _, r := range k.m.c.ConductBetween(k.m.q.Partner, k.m.q.Relier) {
		rated := slices.ContainsFunc(k.m.items, func(x *item) bool { return x.id == r.ID })
		if !rated && ledger.KnownBy(r.Date, k.m.q.AsOf) {
			add(k.m.newItem(r.ID), 1, "everybody")
		}
	}
	slices.SortStableFunc(out, func(a, b Watch) int { return cmp.Compare(b.Bits, a.Bits) })
	return out[:min(len(out), mostTold)]
}
