package hypotheses

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Weigh weighs the hypotheses that read the dyad of a question against the
// evidence known by its day. Same input, same result to the last bit. It fails
// for a question that names an actor or situation that does not exist, and for
// settings out of range; a case without hypotheses or ratings is told in
// Warnings. Agreement between analysts is told by Agree.
func Weigh(c *ledger.Case, q assess.Question, s Settings) (*Readings, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	return newWork(c, q, s).readings(), nil
}

// A work is a matrix with its engine and its verdict: what the measures share.
type work struct {
	m        *matrix
	e        *engine
	prior    []float64
	notes    []assess.Sentence // on the priors
	w        []float64         // weight of each item
	scores   []float64         // by analyst and hypothesis
	each     []float64         // posterior of each analyst
	v        verdict
	bestFits int // the leader; where there is a tie, the first of the best
}

func newWork(c *ledger.Case, q assess.Question, s Settings) *work {
	k := &work{m: newMatrix(c, q, s)}
	k.prior, k.notes = priors(k.m.hyps)
	k.e = newEngine(k.m, k.prior)
	k.w = slices.Clone(k.e.weights(k.e.asIs))
	k.scores = k.e.scores(k.w)
	k.each = k.e.posteriors(k.scores)
	k.v = k.e.judge(k.e.asIs)
	for h, p := range k.v.pooled {
		if p > k.v.pooled[k.bestFits] {
			k.bestFits = h
		}
	}
	return k
}

// beside is the same work on an engine that shares nothing that is written to.
func (k *work) beside() *work {
	w, e := *k, *k.e
	e.rows, e.keys, e.weigher = slices.Clone(e.rows), maps.Clone(e.keys), weigher{}
	w.e = &e
	return &w
}

// priors gives each hypothesis its prior. What the priors on record leave is
// shared equally by the hypotheses without one; priors that cannot stand
// together are scaled to sum to 1.
func priors(hyps []*ledger.Hypothesis) (p []float64, notes []assess.Sentence) {
	p = make([]float64, len(hyps))
	given, without := 0.0, 0
	for i, h := range hyps {
		if h.Prior != nil && *h.Prior > 0 && *h.Prior < 1 {
			p[i] = *h.Prior
			given += p[i]
			continue
		}
		if h.Prior != nil {
			notes = append(notes, say("The prior {p} of {title} is not between 0 and 1: it is left aside.", at("p", fmt.Sprint(*h.Prior)), at("title", quoted(h.Name()))))
		}
		without++
	}
	rest := (1 - given) / float64(without)
	if given >= 1 && without > 0 {
		rest = given / float64(len(hyps)-without) // as much as the mean of the others
	}
	sum := 0.0
	for i := range p {
		if p[i] == 0 {
			p[i] = rest
		}
		sum += p[i]
	}
	if len(p) > 0 && math.Abs(sum-1) > 1e-9 {
		notes = append(notes, say("The priors sum to {sum}: they are scaled to sum to 1.", at("sum", fmt.Sprintf("%.3g", sum))))
	}
	for i := range p {
		p[i] /= sum
	}
	return p, notes
}

func (k *work) id(h int) string {
	if h < 0 {
		return ""
	}
	return k.m.hyps[h].ID
}

func (k *work) name(h int) string {
	if h < 0 {
		return "none alone"
	}
	return k.m.hyps[h].Name()
}

func (k *work) readings() *Readings {
	m := k.m
	r := &Readings{
		Question: m.q, Settings: m.s, CaseTitle: m.c.Matter().Title,
		RelierName: m.c.ActorName(m.q.Relier), PartnerName: m.c.ActorName(m.q.Partner),
		Leading: k.id(k.v.bayes), LeastContradicted: k.id(k.v.contradicted), Warnings: []string{},
	}
	r.Links = m.links
	k.rows(r)
	k.columns(r)
	k.people(r)
	if k.v.bayes >= 0 && len(m.hyps) > 1 {
		r.Margin = k.v.pooled[k.v.bayes] - k.v.pooled[k.runnerUp()]
	}
	r.Disagreement, r.Said.Disagreement = k.disagreement()
	done := make(chan struct{})
	go func(k *work) { // beside the rest, on an engine of its own
		defer close(done)
		r.Overturn, r.OverturnHeuer = k.overturn(), k.overturnLeast()
	}(k.beside())
	r.Without = k.leaveOut()
	<-done
	r.Watch = k.watch()
	r.Shared = k.shared()
	k.confidence(r)
	k.warnings(r)
	r.Said.Headline = k.headline(r)
	r.Headline = assess.InEnglish(r.Said.Headline)
	r.Confidence.Reasons, r.Warnings = assess.InEnglish(r.Said.Reasons), assess.InEnglish(r.Said.Warnings)
	r.RestsOn = k.restsOn()
	return r
}

// runnerUp is the best hypothesis but the leader (or the first of several).
func (k *work) runnerUp() int {
	next := -1
	for h, p := range k.v.pooled {
		if h != k.bestFits && (next < 0 || p > k.v.pooled[next]) {
			next = h
		}
	}
	return next
}

func (k *work) rows(r *Readings) {
	r.Hypotheses = []Reading{}
	place := map[string]int{}
	for h, hyp := range k.m.hyps {
		place[hyp.ID] = h
	}
	for h, hyp := range k.m.hyps {
		x := Reading{
			ID: hyp.ID, Title: hyp.Name(), Prior: k.prior[h], Posterior: k.v.pooled[h], Word: k.m.s.Words.Word(k.v.pooled[h]),
			ByAnalyst: []float64{}, Inconsistency: k.v.plain[h], Weighted: k.v.weighted[h],
			Rank: rank(k.v.pooled, h, -1), RankPlain: rank(k.v.plain, h, 1), RankWeighted: rank(k.v.weighted, h, 1),
		}
		for a := range k.e.a {
			x.ByAnalyst = append(x.ByAnalyst, k.each[a*k.e.h+h])
		}
		x.Median, x.Low, x.High = x.Posterior, x.Posterior, x.Posterior
		if len(x.ByAnalyst) > 0 {
			sorted := slices.Sorted(slices.Values(x.ByAnalyst))
			n := len(sorted)
			x.Median, x.Low, x.High = (sorted[(n-1)/2]+sorted[n/2])/2, sorted[0], sorted[n-1]
		}
		for _, id := range family(k.m.links, hyp.ID) {
			if i, ok := place[id]; ok {
				x.Family += k.v.pooled[i]
			}
		}
		r.Hypotheses = append(r.Hypotheses, x)
	}
}

// rank is the place of v[h]: 1 for the smallest (sign 1) or the largest (-1).
func rank(v []float64, h int, sign float64) int {
	n := 1
	for _, x := range v {
		if sign*(v[h]-x) > tied*max(1, math.Abs(x)) {
			n++
		}
	}
	return n
}

func (k *work) columns(r *Readings) {
	r.Items = []Item{}
	for i, x := range k.m.items {
		y := k.describe(x)
		y.Separates, y.Weight = k.e.rows[i].spread, k.w[i]
		if y.Separates {
			y.Independence = k.e.independence(&k.e.rows[i].say)
		} else {
			r.WithoutSpread++
		}
		y.Ratings = k.cells(x, y.Weight)
		r.Items = append(r.Items, y)
	}
}

func (k *work) describe(x *item) Item {
	y := Item{
		ID: x.id, Kind: x.kind, Name: x.name, Date: x.date, Event: x.event, Publishers: voices(x.cites),
		Credibility: worth(x.cites), Relevance: x.relevance, Diagnosticity: x.diagnosticity(),
	}
	if y.Publishers == nil {
		y.Publishers = []string{}
	}
	if x.figure != nil {
		y.Figure = x.figure.Key
	}
	return y
}

func (k *work) cells(x *item, weight float64) []AnalystCells {
	out := []AnalystCells{}
	for a, name := range k.m.analysts {
		if x.cells[a] == nil {
			continue
		}
		row := AnalystCells{Analyst: name}
		counts := x.spread(a) > 0
		for h, hyp := range k.m.hyps {
			c := Cell{Hypothesis: hyp.ID, Ratio: 1, Tempered: 1}
			if y := x.cells[a][h]; y != nil {
				c.Value, c.Word, c.Ratio, c.Rating, c.Why, c.Date = y.value, y.word, y.ratio, y.rating.ID, y.rating.Why, y.rating.Date
				if counts {
					c.Tempered = math.Pow(y.ratio, weight)
				}
			}
			row.Cells = append(row.Cells, c)
		}
		out = append(out, row)
	}
	return out
}

func (k *work) people(r *Readings) {
	r.Analysts = []Analyst{}
	all := len(k.m.items) * len(k.m.hyps)
	for a, name := range k.m.analysts {
		x := Analyst{Name: name, Cells: all, Leading: k.id(most(k.each[a*k.e.h:(a+1)*k.e.h], 1))}
		for _, it := range k.m.items {
			for _, y := range it.cells[a] {
				if y != nil {
					x.Rated++
				}
			}
		}
		r.UnratedCells += all - x.Rated
		r.Analysts = append(r.Analysts, x)
	}
}

// disagreement says why the two readings put different hypotheses in front.
func (k *work) disagreement() (*Disagreement, assess.Sentence) {
	b, l := k.v.bayes, k.v.contradicted
	if b < 0 || l < 0 || b == l || k.e.a == 0 {
		return nil, assess.Sentence{}
	}
	d := &Disagreement{Bayes: k.id(b), Least: k.id(l), Prior: (k.e.prior[b] - k.e.prior[l]) / math.Ln2, Items: []string{}}
	type support struct {
		i    int
		bits float64
	}
	var list []support
	for i := range k.e.rows {
		gain := 0.0
		for a := range k.e.a {
			x, y := k.e.rows[i].log[a*k.e.h+b], k.e.rows[i].log[a*k.e.h+l]
			f := k.w[i] / float64(k.e.a) / math.Ln2
			gain += f * (max(x, 0) - max(y, 0))
			d.Contrary += f * (min(x, 0) - min(y, 0))
		}
		d.Support += gain
		if gain > 0 {
			list = append(list, support{i, gain})
		}
	}
	slices.SortStableFunc(list, func(x, y support) int {
		switch {
		case x.bits > y.bits:
			return -1
		case x.bits < y.bits:
			return 1
		}
		return 0
	})
	for _, x := range list[:min(5, len(list))] {
		d.Items = append(d.Items, k.m.items[x.i].id)
	}
	bits := func(v float64) string { return fmt.Sprintf("%+.1f", v) }
	said := say("{a} leads by Bayes, {b} is contradicted least: the count of contradictions does not see what speaks for a hypothesis ({support} bits for the first), nor its prior ({prior}); what speaks against gives the first {contrary} bits.",
		at("a", quoted(k.name(b))), at("b", quoted(k.name(l))), at("support", bits(d.Support)), at("prior", bits(d.Prior)), at("contrary", bits(d.Contrary)))
	d.Text = said.English()
	return d, said
}

// restsOn lists the items that weigh, their ratings, the hypotheses and the
// sources, sorted.
func (k *work) restsOn() []string {
	ids, weighs := map[string]bool{}, map[string]bool{}
	for _, h := range k.m.hyps {
		ids[h.ID] = true
	}
	for i, x := range k.m.items {
		if k.w[i] == 0 {
			continue
		}
		ids[x.id], weighs[x.id] = true, true
		for _, y := range x.cites {
			ids[y.source] = true
		}
	}
	out := sortedKeys(ids)
	for _, r := range k.m.c.Ratings() {
		if r.Subject == cellSubject && weighs[r.Record] && k.place(r.Hypothesis) >= 0 {
			out = append(out, r.ID)
		}
	}
	slices.Sort(out) // two runs, each in order
	return out
}
