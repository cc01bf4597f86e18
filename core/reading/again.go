package reading

import "slices"

// again tells what a clause says of someone else in short: "so did Italy", "as
// have Hungary and Latvia", "Romania has not", "the EU did so in February".
func (r *reader) again(p *parsedSentence, k int) bool {
	c := &p.clauses[k]
	v := &p.items[c.v]
	if v.verb != "do" && v.verb != "have" && v.verb != "would" && v.verb != "be" || r.before.kind != Conduct && r.before.kind != Contribution && r.before.kind != Pledge || p.at-r.beforeAt > 1 {
		return false
	}
	turned := c.v > 0 && (p.items[c.v-1].word == "as" || p.items[c.v-1].word == "nor" || v.from > 0 && r.doc.tokens[v.from-1].norm == "so")
	so := v.to < len(r.doc.tokens) && r.doc.tokens[v.to].norm == "so"
	bare := c.obj < 0 && c.child < 0 && len(c.preps) == 0 && v.neg
	if !turned && !so && !bare || v.verb == "be" && !turned {
		return false
	}
	ev := r.before
	who := c.subj
	if turned {
		who = r.refs(p, c.objects)
	}
	ev.from = without(ids(who), ev.to)
	if len(ev.from) == 0 || slices.Contains(ev.from, r.before.from[0]) && !so {
		return false
	}
	if v.neg {
		ev.kind, ev.rung, ev.polarity = Conduct, 0, Neutral
	}
	ev.thing, ev.source, ev.reason = -1, "again", "the same again"
	r.emit(p, k, ev)
	return true
}

// reach lists the noun phrases after a verb, objects first.
func (r *reader) reach(c *clause) []int {
	out := slices.Clone(c.objects)
	for _, a := range c.preps {
		out = append(out, a.np)
	}
	return out
}

// another gives whom a pronoun after a verb may mean beside the one who acts:
// the actor named last before it.
func (r *reader) another(p *parsedSentence, c *clause, not []string) []string {
	pronoun := false
	for _, k := range r.reach(c) {
		pronoun = pronoun || p.items[k].pronoun
	}
	if !pronoun {
		return nil
	}
	for at := p.at; at >= 0 && at > p.at-3; at-- {
		items := r.parsed[at].items
		end := len(items)
		if at == p.at {
			end = c.v
		}
		for k := end - 1; k >= 0; k-- {
			for _, x := range items[k].refs {
				if x.role == heads && !x.weak && !slices.Contains(not, x.actor) {
					return []string{x.actor}
				}
			}
		}
	}
	return nil
}

// awaited gives the thing that a clause says is waited for; -1 where it is none
// that one gives another.
func (r *reader) awaited(p *parsedSentence, c *clause) int {
	for _, k := range r.reach(c) {
		n := r.noun(&p.items[k])
		if r.channelOf(&p.items[k]) != "" || n != nil && (n.sense.name == "give" || n.sense.name == "promise") {
			return k
		}
	}
	return -1
}

func (r *reader) clauseAt(p *parsedSentence, v int) int {
	for k := range p.clauses {
		if p.clauses[k].v == v {
			return k
		}
	}
	return -1
}

func (r *reader) objOf(p *parsedSentence, v int) int {
	if k := r.clauseAt(p, v); k >= 0 {
		return p.clauses[k].obj
	}
	return -1
}
