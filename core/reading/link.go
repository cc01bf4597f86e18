package reading

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// option is an actor that may fill a place that a clause leaves open.
type option struct {
	actor    string
	features []string
}

// gap is a place that was left open and who could fill it, kept to learn from.
type gap struct {
	model    string // "to": whom an act concerns; "from": whose act it is
	known    []string
	sentence int
	options  []option
}

// concerned guesses whom an act of from concerns where its clause does not say.
func (r *reader) concerned(from []string) []string { return r.fill("to", from) }

// giver guesses whose act concerns someone where its clause does not say.
func (r *reader) giver(to []string) []string { return r.fill("from", to) }

// fill takes, of the actors of the text, the one that by where and how it was
// spoken of is most likely to fill the open place.
func (r *reader) fill(model string, known []string) []string {
	q := gap{model: model, known: known, sentence: r.now}
	add := func(a string) {
		if a == "" || a == "west" || slices.Contains(known, a) || len(q.options) >= 10 || slices.ContainsFunc(q.options, func(o option) bool { return o.actor == a }) {
			return
		}
		q.options = append(q.options, option{a, r.standing(model, known, a)})
	}
	add(r.topic)
	add(r.partner)
	if r.now-r.lastAt < 4 {
		add(r.lastTo)
	}
	add(r.lastFrom)
	add(r.need)
	for _, x := range r.refsIn(&r.parsed[r.now]) {
		if x.role != compares {
			add(x.actor)
		}
	}
	for _, a := range r.home {
		add(a)
	}
	for _, a := range r.top[:min(3, len(r.top))] {
		add(a)
	}
	if len(q.options) == 0 {
		return nil
	}
	if r.learning {
		r.gaps = append(r.gaps, q)
	}
	best, odds := -1, 0.0
	for i, o := range q.options {
		if s := r.lex.weights[model].sum(o.features); best < 0 || s > odds {
			best, odds = i, s
		}
	}
	r.filled = share(odds)
	return []string{q.options[best].actor}
}

// standing tells how an actor stands in the text at the sentence at work.
func (r *reader) standing(model string, known []string, a string) []string {
	out := []string{"-"}
	put := func(yes bool, f string) {
		if yes {
			out = append(out, f)
		}
	}
	first := ""
	if len(known) > 0 {
		first = known[0]
	}
	put(a == r.topic, "topic")
	put(a == r.topic && first == r.partner, "topic of partner")
	put(a == r.partner, "partner")
	put(a == r.partner && first == r.topic, "partner of topic")
	put(a == r.adversary, "adversary")
	put(true, "topic chance "+strconv.Itoa(int(5*r.chance["topic"][a])))
	put(a != r.topic, "partner chance "+strconv.Itoa(int(5*r.chance["partner"][a])))
	put(first != "", "known is "+r.standsAs(first))
	put(first != "", "known is "+r.standsAs(first)+", "+r.standsAs(a))
	put(slices.Contains(r.home, a), "home")
	put(a == r.lastTo && r.lastAt == r.now, "last to, here")
	put(a == r.lastTo && r.lastAt != r.now && r.now-r.lastAt < 3, "last to")
	put(a == r.lastFrom && r.gaveAt == r.now, "last from, here")
	put(a == r.lastFrom && r.gaveAt != r.now && r.now-r.gaveAt < 3, "last from")
	put(a == r.need, "in need")
	best := ""
	for _, x := range r.refsIn(&r.parsed[r.now]) {
		if x.actor == a && (best == "" || x.role == heads) {
			best = roleName(x)
		}
	}
	put(best != "", "here: "+best)
	if r.now > 0 {
		put(slices.ContainsFunc(r.refsIn(&r.parsed[r.now-1]), func(x ref) bool { return x.actor == a && x.role == heads }), "sentence before")
	}
	put(r.inParagraph(a), "most named in paragraph")
	put(true, "rank "+strconv.Itoa(min(4, slices.Index(r.top, a))))
	if e := r.lex.byActor[a]; e != nil {
		put(e.kind != "state", e.kind)
	}
	from, to := first, a
	if model == "from" {
		from, to = a, first
	}
	put(r.pairs[from+">"+to] > 0, "pair seen")
	put(r.pairs[from+">"+to] > 2, "pair seen often")
	put(r.pairs[to+">"+from] > r.pairs[from+">"+to], "other way seen")
	put(model == "to" && r.given[a] > 1, "was given")
	put(model == "from" && r.gave[a] > 1, "gave")
	return out
}

// standsAs names an actor's part in a text.
func (r *reader) standsAs(a string) string {
	switch a {
	case r.topic:
		return "topic"
	case r.partner:
		return "partner"
	case r.adversary:
		return "adversary"
	}
	return "other"
}

// inParagraph reports the actor that the paragraph at work has named most so far.
func (r *reader) inParagraph(a string) bool {
	n := map[string]int{}
	p := r.doc.sentences[r.parsed[r.now].at].paragraph
	for i := r.now; i >= 0 && i > r.now-8 && r.doc.sentences[r.parsed[i].at].paragraph == p; i-- {
		for _, x := range r.refsIn(&r.parsed[i]) {
			if x.role != compares {
				n[x.actor]++
			}
		}
	}
	for _, k := range n {
		if k > n[a] {
			return false
		}
	}
	return n[a] > 1
}

func roleName(x ref) string {
	switch {
	case x.weak && x.role == heads:
		return "pronoun"
	case x.role == heads:
		return "heads"
	case x.role == owns:
		return "owns"
	case x.role == marks:
		return "marks"
	case x.role == locates:
		return "locates"
	}
	return "compares"
}

// tie tells how an actor is tied to a clause: as its subject, its object, after
// a preposition, elsewhere in the sentence, or not at all.
func (r *reader) tie(p *parsedSentence, c *clause, actor string) string {
	for _, x := range c.subj {
		if x.actor == actor {
			return "subject " + roleName(x)
		}
	}
	for _, k := range c.objects {
		for _, x := range p.items[k].refs {
			if x.actor == actor {
				return "object " + roleName(x)
			}
		}
	}
	for _, a := range c.preps {
		for _, x := range p.items[a.np].refs {
			if x.actor == actor {
				w := a.word
				if !slices.Contains([]string{"to", "for", "from", "with", "against", "on", "by", "of", "in"}, w) {
					w = "other"
				}
				return w + " " + roleName(x)
			}
		}
	}
	for k := range p.items {
		for _, x := range p.items[k].refs {
			if x.actor == actor {
				switch {
				case k < c.v:
					return "before " + roleName(x)
				case k < c.end:
					return "in clause " + roleName(x)
				default:
					return "after " + roleName(x)
				}
			}
		}
	}
	return "elsewhere"
}

// describe lists what a candidate rests on, for the model that weighs it.
func (r *reader) describe(p *parsedSentence, k int, ev event, cand *Candidate) []string {
	c := p.clause(k)
	from, to := cand.Pair()
	if cand.Kind == Moment && len(cand.Fields.InNeed) > 0 {
		to = cand.Fields.InNeed[0]
	}
	s := r.doc.sentences[p.at]
	v := &item{}
	if c.v < len(p.items) {
		v = &p.items[c.v]
	}
	kind := string(cand.Kind)
	out := []string{"-", kind, kind + " " + string(cand.Polarity), "by " + ev.source}
	put := func(yes bool, f string) {
		if yes {
			out = append(out, f)
		}
	}
	if cand.Fields.Rung != nil {
		out = append(out, kind+" rung "+strconv.Itoa(*cand.Fields.Rung))
	}
	put(cand.Fields.Type != "", kind+" type "+cand.Fields.Type)
	put(ev.guess, "guess")
	put(ev.guess, kind+" guess")
	put(ev.guess, "guess "+strconv.Itoa(int(5*r.filled)))

	if from != "" {
		tie := r.tie(p, c, from)
		out = append(out, "from "+tie, ev.source+" from "+tie, "from rank "+strconv.Itoa(min(4, slices.Index(r.top, from))))
	}
	if to != "" {
		tie := r.tie(p, c, to)
		out = append(out, "to "+tie, ev.source+" to "+tie, "to rank "+strconv.Itoa(min(4, slices.Index(r.top, to))))
	}
	if to != "" {
		out = append(out, "to topic chance "+strconv.Itoa(int(5*r.chance["topic"][to])))
	}
	if from != "" {
		out = append(out, "from topic chance "+strconv.Itoa(int(5*r.chance["topic"][from])), "from partner chance "+strconv.Itoa(int(5*r.chance["partner"][from])))
	}
	out = append(out, "dyad "+r.standsAs(from)+", "+r.standsAs(to), kind+" dyad "+r.standsAs(from)+", "+r.standsAs(to))
	put(from == r.topic, "from topic")
	put(to == r.topic, "to topic")
	put(from == r.partner, "from partner")
	put(to == r.partner, "to partner")
	put(from == r.partner && to == r.topic, "partner to topic")
	put(from == r.topic && to == r.partner, "topic to partner")
	put(from == r.adversary && from != "", "from adversary")
	put(to == r.adversary && to != "", "to adversary")
	put(slices.Contains(r.home, from), "from home")
	put(slices.Contains(r.home, to), "to home")
	for i, a := range []string{from, to} {
		if e := r.lex.byActor[a]; e != nil && e.kind != "state" {
			out = append(out, [2]string{"from ", "to "}[i]+e.kind)
		}
	}
	put(v.passive, "passive")
	put(v.passive && !v.finite, "participle")
	put(v.inf, "infinitive")
	put(!v.finite && !v.inf && !v.passive, "-ing")
	put(v.neg, "negated")
	put(v.perfect, "perfect")
	put(v.form == formS || v.form == formBase, "present")
	put(v.modal != "", "modal "+v.modal)
	put(c.relative, "relative")
	put(c.parent >= 0, "completes")
	put(c.child >= 0, "completed")
	put(r.conditional(p), "conditional")
	put(r.opine, "opinion piece")
	put(r.turns, "transcript")
	put(cand.AssertedBy != Article, "said")
	put(cand.AssertedBy != Article && cand.AssertedBy == from, "said by from")
	put(cand.AssertedBy != Article && cand.AssertedBy == to, "said by to")
	put(cand.Modality != AsFact, kind+" "+string(cand.Modality))
	put(cand.Fields.Channel != "", kind+" channel")
	put(r.channel(p, c, ev.thing) != "", "thing has channel")
	out = append(out, ev.broad...)
	put(ev.reason == "will do", "will")
	put(p.at == 0, "first sentence")
	n := 0
	for k := range p.items {
		for _, x := range p.items[k].refs {
			if x.role == heads && !x.weak {
				n++
			}
		}
	}
	put(true, "names "+strconv.Itoa(min(n, 5)))
	put(s.to-s.from > 45, "long sentence")
	put(s.to-s.from < 12, "short sentence")
	put(r.pairs[from+">"+to] > 0, "pair seen")
	put(r.pairs[from+">"+to] > 2, "pair seen often")
	put(r.pairs[to+">"+from] > 0 && r.pairs[from+">"+to] == 0, "only other way seen")
	again := kind + "/" + from + ">" + to
	put(r.told[again] > 0, kind+" again")
	put(r.told[again+"/"+cand.Fields.Channel] > 0, "channel again")
	put(r.toldAt[again] == p.at+1, "again in sentence")
	return out
}

// note keeps count of what a text has told so far.
func (r *reader) note(p *parsedSentence, cand *Candidate) {
	from, to := cand.Pair()
	if cand.Kind == Moment {
		to = ledger.SituationOf(cand.Fields.Type)
	}
	r.pairs[from+">"+to]++
	r.gave[from]++
	r.given[to]++
	again := string(cand.Kind) + "/" + from + ">" + to
	r.told[again]++
	r.told[again+"/"+cand.Fields.Channel]++
	r.toldAt[again] = p.at + 1
}

// sift weighs each candidate with what the whole text has told, sets its
// confidence and drops what is likelier wrong than a reader would want to see.
func (r *reader) sift() {
	if len(r.lex.weights["keep"]) == 0 {
		return
	}
	lower, least := r.lex.weights["keep"]["threshold"], r.lex.weights["keep"]["threshold of the broad reading"]
	if len(r.doc.sentences) < 4 { // how a whole text stands says little of a few lines: the entries of the lexicon say more there, valence less
		lower, least = lower-1, .3
	}
	odds := r.weighed()
	best := map[int]int{}
	known := map[int]bool{}
	for i, n := range r.rival {
		if n < 0 && odds[i] >= lower {
			known[-n] = true
		}
		if at, ok := best[n]; n > 0 && (!ok || odds[i] > odds[at]) {
			best[n] = i
		}
	}
	var out []Candidate
	for i, c := range r.out {
		n := r.rival[i]
		if c.Kind == Dependence || c.Kind == Claim { // seldom proposed and mostly right: at the same odds more are lost than wrong
			odds[i] += .8
		}
		if n <= 0 && odds[i] < lower || n > 0 && (odds[i] < least || known[n] || best[n] != i && odds[i] < .2) {
			continue
		}
		c.Confidence = max(.02, min(.98, float64(int(share(odds[i])*100+.5))/100))
		out = append(out, c)
	}
	r.out = out
}

// weighed gives the log odds of each candidate by what it rests on.
func (r *reader) weighed() []float64 {
	model := r.lex.weights["keep"]
	most, all := 0, 0
	for _, k := range r.pairs {
		most, all = max(most, k), all+k
	}
	odds := make([]float64, len(r.out))
	for i, c := range r.out {
		r.features[i] = append(r.features[i], r.whole(c, most, all)...)
		odds[i] = model.sum(r.features[i])
	}
	return odds
}

// whole tells how a candidate's actors stand in all that the text tells; most is
// how often the pair told most is told, all how often all are.
func (r *reader) whole(c Candidate, most, all int) []string {
	from, to := c.Pair()
	if c.Kind == Moment {
		return nil
	}
	n, m := r.pairs[from+">"+to], r.pairs[to+">"+from]
	out := []string{"pair told " + strconv.Itoa(min(n, 6))}
	if m > n {
		out = append(out, "told oftener the other way")
	}
	if n == most {
		out = append(out, "pair told most")
	}
	if n*10 < all {
		out = append(out, "pair told seldom")
	}
	if r.given[to] > 0 && r.given[to]*3 >= len(r.out) {
		out = append(out, "to told often")
	}
	if r.given[to] == 1 {
		out = append(out, "to told once")
	}
	if r.gave[from] == 1 {
		out = append(out, "from told once")
	}
	return out
}

// byPlace orders candidates as the text has them.
func byPlace(a, b Candidate) int {
	return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
}
