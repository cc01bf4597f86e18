package reading

import (
	"slices"
)

// foresees writes a forecast where a clause says what will or may be. It
// reports whether the clause is one.
func (r *reader) foresees(p *parsedSentence, k int) bool {
	c := &p.clauses[k]
	v := &p.items[c.v]
	s := r.doc.sentences[p.at]
	end := s.to
	if k+1 < len(p.clauses) {
		end = p.items[p.clauses[k+1].v].from
	}
	phrase := r.markAt(p, classForecast, max(s.from, v.from-3), min(end, v.to+6))
	will := r.lexIs(v.modal, classFuture)
	unsure := r.lexIs(v.modal, classUnsure)
	e, known := r.entry(v)
	conditional := r.conditional(p)
	if known && e.sense.name == "expect" && v.finite && !v.passive && len(c.subj) == 0 {
		phrase = true
	}
	speaker := p.says[k]
	actors := ids(c.subj)
	if j := min(c.chain.from, c.v) - 1; j >= 0 && p.items[j].kind == subordinator && slices.Contains([]string{"what", "how", "why", "whether", "who"}, p.items[j].word) && !phrase {
		return true
	}
	if known && slices.Contains([]string{"say", "judge", "expect"}, e.sense.name) && v.finite && v.modal == "" {
		return false // what they expect is told by the clause that follows
	}
	own := false // who speaks says what they will do themselves: a pledge
	for _, x := range c.subj {
		own = own || x.actor == speaker || slices.Contains(r.home, x.actor) && (speaker == "" || speaker == Article)
	}
	if k > 0 && v.modal == "would" && !r.breaks(p, k-1, k) {
		if pe, ok := r.entry(&p.items[p.clauses[k-1].v]); ok && pe.sense.name == "promise" {
			return true // assured Warsaw that it would: told as the promise
		}
	}
	judged := p.foreseen(r, k)
	switch {
	case own && will:
		if v.neg || known && slices.Contains([]string{"give", "help", "promise", "light", "raise", "reaffirm", "fulfil", "say", "hold", "harm"}, e.sense.name) {
			return false
		}
		if len(r.home) < 2 && len(without(ids(r.refsOf(p, c)), actors)) == 0 {
			return true
		}
		r.emit(p, k, event{kind: Pledge, from: r.makers(actors), to: r.others(p, c, r.makers(actors)), polarity: Neutral, thing: c.obj, guess: true, reason: "says what it will do"})
		return true
	case v.verb == "would" || v.verb == "meet" || v.verb == "visit" || v.verb == "like" || known && e.sense.name == "say":
		return false
	case v.verb == "be" && len(c.subjects) > 0 && r.classOf(p.items[c.subjects[0]].head)&classIt != 0 && len(c.subj) == 0 && !phrase:
		return true // it would be wrong to say
	case v.modal == "may" && v.neg, v.modal == "would" && own, v.neg && known && e.sense.name == "help" && will:
		return false
	case len(r.refsOf(p, c)) == 0 && !phrase && !(r.belief(p) && len(r.home) == 0):
		return will && !known
	case judged && (will || unsure), phrase && len(r.refsOf(p, c)) > 0:
	case unsure && conditional && !v.perfect && len(actors) > 0, unsure && len(actors) > 0 && (v.modal == "could" || v.modal == "may" || v.modal == "might") && !v.perfect && r.opine:
	case unsure && v.modal == "would" && !v.perfect && (speaker == "" || speaker == Article) && r.opine && len(r.refsOf(p, c)) > 0:
	case will && !v.neg && known && slices.Contains([]string{"give", "help", "promise", "light", "raise", "reaffirm", "fulfil"}, e.sense.name):
		return false // told as a pledge
	case will && known && e.sense.name == "delay":
		return false
	case will && (len(without(ids(r.refsOf(p, c)), actors)) > 0 || r.opine && len(actors) > 0 || conditional && len(actors) > 0 || judged):
	default:
		return false
	}
	if r.seen[r.key(p, "forecast")] {
		return true
	}
	relier, partner := r.dyad(p, c)
	if relier == "" || partner == "" {
		return true
	}
	ev := event{kind: Forecast, from: []string{partner}, to: []string{relier}, polarity: r.tone(p, c, v), thing: -1, modality: AsForecast, reason: "says what will be"}
	if phrase || judged {
		ev.sure = .1
	}
	r.emit(p, k, ev)
	r.seen[r.key(p, "forecast")] = true
	return true
}

// belief reports a sentence in which the text's own voice expects something.
func (r *reader) belief(p *parsedSentence) bool {
	s := r.doc.sentences[p.at]
	for i := s.from; i+1 < s.to; i++ {
		if r.classOf(i)&(classI|classWe) != 0 && (r.doc.tokens[i+1].norm == "believe" || r.doc.tokens[i+1].norm == "expect" || r.doc.tokens[i+1].norm == "judge" || r.doc.tokens[i+1].norm == "think") {
			return true
		}
	}
	return false
}

// makers leaves out the relier where several promise together.
func (r *reader) makers(from []string) []string {
	if len(from) > 1 && slices.Contains(from, r.topic) {
		return without(from, []string{r.topic})
	}
	return from
}

// refsOf gives the actors named in a clause.
func (r *reader) refsOf(p *parsedSentence, c *clause) []ref {
	var out []ref
	lo := min(c.v, c.chain.from)
	for k := lo; k < c.end && k < len(p.items); k++ {
		for _, x := range p.items[k].refs {
			if x.role != compares && x.role != locates {
				out = append(out, x)
			}
		}
	}
	return out
}

// foreseen reports a clause that someone expects, predicts or judges: "I expect that".
func (p *parsedSentence) foreseen(r *reader, k int) bool {
	for i := k - 1; i >= 0 && i >= k-2; i-- {
		v := &p.items[p.clauses[i].v]
		if e, ok := r.entry(v); ok && (e.sense.name == "expect" || e.sense.name == "judge" && r.classOf(v.from-1)&(classWe|classI) != 0) && !r.breaks(p, i, k) {
			return true
		}
	}
	return false
}

// key names something that a sentence tells once.
func (r *reader) key(p *parsedSentence, what string) string {
	return what + string(rune(p.at+1))
}

// dyad gives the relier and the partner of whom a clause speaks: those it
// names, then those its sentence names, then those of the text.
func (r *reader) dyad(p *parsedSentence, c *clause) (relier, partner string) {
	var all []string
	take := func(refs []ref) {
		for _, x := range refs {
			if x.role != compares && x.role != locates && x.actor != "west" && !slices.Contains(all, x.actor) {
				all = append(all, x.actor)
			}
		}
	}
	take(c.subj)
	take(r.refsOf(p, c))
	if len(all) < 2 {
		take(r.refsIn(p))
	}
	for _, a := range []string{r.topic, r.partner} {
		if a != "" && len(all) < 2 && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	if len(all) < 2 {
		return "", ""
	}
	if slices.Contains(all, r.topic) {
		for _, a := range all {
			if a != r.topic {
				return r.topic, a
			}
		}
	}
	if e, ok := r.entry(&p.items[c.v]); ok && slices.Contains([]string{"get", "seek", "ask", "depend", "need", "getshare"}, e.sense.name) {
		return all[0], all[1]
	}
	return all[1], all[0]
}

// tone judges a forecast or a claim by its words: what harms or denies is negative.
func (r *reader) tone(p *parsedSentence, c *clause, v *item) Polarity {
	neg, pos := 0, 0
	lo, hi := c.chain.from, c.end
	if lo > c.v {
		lo = c.v
	}
	for k := lo; k < hi && k < len(p.items); k++ {
		it := &p.items[k]
		if it.kind == verbGroup {
			if e, ok := r.entry(it); ok {
				switch e.sense.name {
				case "help", "give", "get", "fulfil", "resume", "reaffirm", "lift", "arrive":
					if it.neg || v.neg {
						neg++
					} else {
						pos++
					}
				case "harm", "abandon", "refuse", "delay", "cancel", "suspend", "breach", "fail", "stop", "condemn":
					if it.neg {
						pos++
					} else {
						neg++
					}
				}
			} else if it.neg && slices.Contains([]string{"come", "last", "survive", "hold", "be"}, it.verb) {
				neg++
			}
		}
		for i := it.from; i < it.to; i++ {
			switch w := r.doc.tokens[i].norm; w {
			case "no", "never", "nothing", "unlikely", "doubtful", "erosion", "harm", "harmed", "collapse", "blow", "loss", "losing", "crisis", "late", "weakening", "weaken", "damage", "defeat", "isolation", "suffocation", "bottleneck", "betrayal", "shock", "abandonment", "unreliable":
				neg++
			case "support", "help", "aid", "keep", "patched", "improve", "deepen", "stronger", "strengthen", "rescue", "likely":
				pos++
			}
		}
	}
	switch {
	case neg > 0 && neg >= pos:
		return Negative
	case pos > 0:
		return Positive
	}
	return Neutral
}
