package reading

import (
	"slices"
	"strconv"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// silent are senses of which the broad reading makes nothing: what they say is
// said, denied, thought or wished, not done.
var silent = []string{"deny", "unreal", "expect", "await", "depend"}

// broad tells what a clause tells by the broad valence of its words where no
// entry of the lexicon says so: who acts is its subject, whom it concerns and
// what it tells are weighed by what was learned from texts coded by hand. It
// tells nothing where no word of the clause has a class.
func (r *reader) broad(p *parsedSentence, k int) {
	r.rivals++
	c := &p.clauses[k]
	v := &p.items[c.v]
	if r.opine { // what argues tells by its words what it thinks, not what was done
		return
	}
	if v.verb == "" || v.inf && c.parent < 0 || v.modal != "" && !r.lexIs(v.modal, classFuture) {
		return
	}
	if e, ok := r.entry(v); ok && (v.neg || slices.Contains(silent, e.sense.name)) {
		return // the lexicon knows it, and that it tells nothing so
	}
	agent := ids(r.agent(p, c))
	if len(agent) == 0 || len(agent) > 8 {
		return
	}
	f, known := r.clauseFeatures(p, k, agent)
	if !known {
		return
	}
	r.tellBroad(p, k, agent, f)
}

// tellBroad weighs the sort of what was found and whom it concerns, and writes it.
func (r *reader) tellBroad(p *parsedSentence, k int, from []string, f []string) {
	words := r.spanOf(p, k)
	f = append(f, r.place(from[0])...)
	at, odds := r.lex.sorts.best(f)
	if r.learning {
		r.heard = append(r.heard, heard{sentence: r.now, words: r.span(r.trim(words)), from: from, features: f})
		if len(r.lex.sorts) == 0 {
			at, odds = 0, 0
		}
	}
	if at < 0 || len(r.lex.sorts) == 0 && !r.learning || !r.learning && odds < -3.5 {
		return
	}
	to, sure := r.whom(p, k, from, f)
	if len(to) == 0 {
		return
	}
	ev := event{kind: sorts[at].kind, polarity: sorts[at].polarity, from: from, to: to, thing: p.clauses[k].obj, source: "broad", reason: "by the valence of its words"}
	ev.broad = []string{"broad odds " + strconv.Itoa(bucket(odds)), "broad whom " + strconv.Itoa(bucket(sure)), "broad is " + sortModel(at), "broad is " + sortModel(at) + strconv.Itoa(bucket(odds))}
	switch {
	case ev.kind == Conduct && ev.polarity == Positive:
		ev.rung = 1
		if slices.ContainsFunc(f, func(s string) bool {
			return s == "v give" || s == "v fight" || s == "o force" || s == "o supply" || s == "o money"
		}) {
			ev.rung = 3
		}
	case ev.kind == Conduct && ev.polarity == Negative:
		ev.rung = -1
		if slices.ContainsFunc(f, func(s string) bool { return s == "v fight" || s == "v end" || s == "v vote" }) {
			ev.rung = -2
		}
	case ev.kind == Request:
		ev.rung = 2
	case ev.kind == Milestone && ev.polarity == Negative:
		ev.milestone = "delayed"
	case ev.kind == Milestone:
		ev.milestone = "partly kept"
	}
	for i, t := range to {
		if ev.kind == Moment {
			r.broadMoment(p, ev, t, words)
			break
		}
		ev.to = []string{t}
		ev.rival = r.rivals
		if i > 0 {
			ev.broad = append(ev.broad[:len(ev.broad):len(ev.broad)], "second guess")
		}
		r.emitAt(p, k, ev, words)
	}
}

// broadMoment writes an attack or the like that a clause tells as a moment of need.
func (r *reader) broadMoment(p *parsedSentence, ev event, need string, words span) {
	key := "moment/" + ledger.SituationOf("attack") + "/" + need
	if r.seen[key] || r.seen["broad "+key] {
		return
	}
	r.seen["broad "+key] = true
	s := r.doc.sentences[p.at]
	r.emitMoment(p, r.words(words), "attack", []string{need}, r.when(span{s.from, s.to}, false).String(), "", words, .5, "moment broad")
	last := len(r.features) - 1
	r.features[last] = append(r.features[last], ev.broad...)
}

// heard is what the broad reading had before it, kept to learn from.
type heard struct {
	sentence int
	words    Span
	from     []string
	features []string
}

func bucket(odds float64) int { return int(max(-6, min(6, 2*odds))) }

// place tells how an actor stands in the text, for the sort of what it does.
func (r *reader) place(a string) []string {
	var out []string
	for _, x := range []struct {
		yes bool
		f   string
	}{
		{a == r.topic, "by topic"}, {a == r.partner, "by partner"}, {a == r.adversary, "by adversary"}, {slices.Contains(r.home, a), "by home"},
		{r.opine, "opinion piece"}, {r.turns, "transcript"},
	} {
		if x.yes {
			out = append(out, x.f)
		}
	}
	return out
}

// clauseFeatures lists what a clause is made of, and reports whether a word of
// it has a class at all.
func (r *reader) clauseFeatures(p *parsedSentence, k int, from []string) (f []string, known bool) {
	c := &p.clauses[k]
	v := &p.items[c.v]
	tags, phrase := r.tagsOf(v)
	f = append(f, "-", "verb "+phrase)
	known = tags&classed != 0
	sign := ""
	if v.neg || c.negated {
		sign = "not "
		f = append(f, "not")
	}
	names := tags.names()
	for _, t := range names {
		f = append(f, sign+"v "+t)
	}
	if e, ok := r.entry(v); ok {
		known = true
		f = append(f, sign+"sense "+e.sense.name)
	}
	var about tagSet
	add := func(prefix string, np int) {
		it := &p.items[np]
		t := r.nounTags(it)
		if n := r.noun(it); n != nil {
			f = append(f, prefix+"noun "+n.sense.name)
			known = true
		}
		if ch := r.channelOf(it); ch != "" {
			f = append(f, prefix+"channel "+ch)
			known = true
		}
		for _, n := range t.names() {
			f = append(f, prefix+n)
		}
		about |= t
		known = known || t&classed != 0
		if len(it.refs) > 0 {
			x := it.refs[0]
			f = append(f, prefix+"actor "+roleName(x))
		}
		if r.classOf(it.from)&classNone != 0 {
			f = append(f, prefix+"none")
		}
	}
	for i, o := range c.objects {
		if i < 2 {
			add("o ", o)
		}
	}
	for i, a := range c.preps {
		if i < 4 {
			add(a.word+" ", a.np)
		}
	}
	for i, s := range c.subjects {
		if i == 0 {
			add("s ", s)
		}
	}
	for _, a := range (about & classed).names() {
		for _, t := range (tags & classed).names() {
			f = append(f, sign+t+" of "+a)
		}
	}
	if c.child >= 0 {
		t, w := r.tagsOf(&p.items[c.child])
		f = append(f, "child "+w)
		for _, n := range t.names() {
			f = append(f, sign+"child "+n)
		}
		known = known || t&classed != 0
		if q := r.clauseAt(p, c.child); q >= 0 {
			for i, o := range p.clauses[q].objects {
				if i < 2 {
					add("below ", o)
				}
			}
			for i, a := range p.clauses[q].preps {
				if i < 3 {
					add("below "+a.word+" ", a.np)
				}
			}
		}
	}
	if c.parent >= 0 {
		t, _ := r.tagsOf(&p.items[p.clauses[c.parent].v])
		for _, n := range (t & classed).names() {
			f = append(f, "above "+n)
		}
	}
	lo, hi := v.from, v.to
	if c.end > 0 && c.end <= len(p.items) {
		hi = p.items[c.end-1].to
	}
	for i := lo; i < hi && i < lo+40; i++ {
		if info := r.info[i]; info != nil && info.adjTags != 0 {
			for _, n := range info.adjTags.names() {
				f = append(f, sign+"adj "+n)
			}
			known = true
		}
	}
	for _, x := range []struct {
		yes bool
		f   string
	}{
		{v.modal != "", "will"}, {v.passive, "passive"}, {v.perfect, "perfect"}, {v.form == formS || v.form == formBase, "present"}, {c.relative, "relative"},
		{!v.finite && !v.inf && !v.passive, "-ing"}, {v.inf, "inf"}, {r.conditional(p), "conditional"}, {c.obj < 0, "no object"},
		{k < len(p.says) && p.says[k] != "" && p.says[k] != Article, "said"}, {len(c.subj) > 0 && c.subj[0].weak, "pronoun"}, {len(c.subj) > 0 && c.subj[0].role != heads, "subject owns"},
	} {
		if x.yes {
			f = append(f, x.f)
		}
	}
	return f, known
}

// whom weighs whom a clause concerns among the actors of the clause and of the
// text, and gives the likeliest, or those that are likely.
func (r *reader) whom(p *parsedSentence, k int, from []string, f []string) ([]string, float64) {
	c := &p.clauses[k]
	q := gap{model: "whom", known: from, sentence: r.now}
	var of []string // what may turn whom it concerns
	for _, s := range f {
		if len(s) < 12 && (s[0] == 'v' && s[1] == ' ' || s[0] == 'o' && s[1] == ' ') && len(s) > 3 && s[2] != '~' {
			of = append(of, s)
		}
	}
	add := func(a string) {
		if a == "" || a == "west" || slices.Contains(from, a) || len(q.options) >= 10 || slices.ContainsFunc(q.options, func(o option) bool { return o.actor == a }) {
			return
		}
		tie := r.tie(p, c, a)
		fs := append(r.standing("to", from, a), "tie "+tie)
		if tie != "elsewhere" {
			for _, s := range of {
				fs = append(fs, s+" tie "+tie)
			}
		} else {
			for _, s := range of {
				if a == r.topic {
					fs = append(fs, s+" topic")
				}
			}
		}
		q.options = append(q.options, option{a, fs})
	}
	add(r.topic)
	add(r.partner)
	for _, x := range r.refsIn(p) {
		if x.role != compares {
			add(x.actor)
		}
	}
	if r.now-r.lastAt < 4 {
		add(r.lastTo)
	}
	add(r.need)
	add(r.adversary)
	for _, a := range r.home {
		add(a)
	}
	for _, a := range r.top[:min(4, len(r.top))] {
		add(a)
	}
	if len(q.options) == 0 {
		return nil, 0
	}
	if r.learning {
		r.gaps = append(r.gaps, q)
	}
	w := r.lex.weights["whom"]
	best, odds := -1, 0.0
	for i, o := range q.options {
		if s := w.sum(o.features); best < 0 || s > odds {
			best, odds = i, s
		}
	}
	r.filled = share(odds)
	out := []string{q.options[best].actor}
	second, least := -1, -1.5
	for i, o := range q.options {
		if s := w.sum(o.features); i != best && s > least {
			second, least = i, s
		}
	}
	if second >= 0 {
		out = append(out, q.options[second].actor)
	}
	return out, odds
}
