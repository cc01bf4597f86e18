package reading

import (
	"slices"
	"strings"
)

// advises writes a prescription where a clause says what someone should do. It
// reports whether the clause is one.
func (r *reader) advises(p *parsedSentence, k int) bool {
	c := &p.clauses[k]
	v := &p.items[c.v]
	duty := r.lexIs(v.modal, classDuty)
	from := max(r.doc.sentences[p.at].from, v.from-1)
	phrase := r.markAt(p, classDutyPhrase, from, v.to) && !c.relative && !r.underWhat(p, c)
	if !duty && !phrase || v.verb == "would" { // "should the North attack" supposes
		return false
	}
	if v.verb == "like" {
		return true
	}
	if v.perfect && duty { // should have: it was not done, the text holds
		e, ok := r.entry(v)
		from, to := ids(c.subj), []string(nil)
		if ok && !v.passive && len(from) > 0 && slices.Contains([]string{"give", "help", "fulfil", "condemn", "veto"}, e.sense.name) {
			to = without(ids(r.refsOf(p, c)), from)
		}
		if len(to) > 0 {
			r.emit(p, k, event{kind: Claim, from: from[:1], to: to[:1], polarity: Negative, thing: -1, modality: AsOpinion, reason: "says what should have been done"})
		}
		return true
	}
	to := ids(c.subj)
	if v.passive || len(c.subj) > 0 && c.subj[0].role != heads {
		to = nil
	}
	if len(to) == 0 && phrase && !duty {
		if k := c.end; k > 0 {
			for _, a := range c.preps {
				if a.word == "for" {
					to = ids(r.refs(p, []int{a.np}))
				}
			}
		}
	}
	if len(to) == 0 || r.conditional(p) && duty && v.modal == "should" && c.chain.from > c.v {
		return duty
	}
	if v.modal == "shall" && len(to) == 2 && c.subj[0].weak { // the parties shall consult
		for i := range to {
			r.emit(p, k, event{kind: Pledge, from: to[i : i+1], to: to[1-i : 2-i], polarity: Neutral, thing: c.obj, reason: "shall"})
		}
		return true
	}
	if v.modal == "shall" { // what a treaty or decree says its party shall do is promised
		r.emit(p, k, event{kind: Pledge, from: to, to: r.others(p, c, to), polarity: Neutral, thing: c.obj, reason: "shall"})
		return true
	}
	ev := event{kind: Prescription, from: nil, to: to[:1], polarity: Neutral, thing: -1, modality: AsPrescription, reason: "says what should be done"}
	if c.child < 0 && v.verb == "have" && v.modal == "must" {
		return true
	}
	r.emit(p, k, ev)
	return true
}

// underWhat reports a clause after "what" or "that": what they need.
func (r *reader) underWhat(p *parsedSentence, c *clause) bool {
	k := min(c.chain.from, c.v) - 1
	return k >= 0 && p.items[k].kind == subordinator && p.items[k].word != "because"
}

// others gives the explicit actors that a clause concerns, else the guess.
func (r *reader) others(p *parsedSentence, c *clause, not []string) []string {
	for k := c.v; k < c.end && k < len(p.items); k++ {
		if out := without(ids(r.refs(p, []int{k})), not); len(out) > 0 {
			return out[:1]
		}
	}
	return r.concerned(not)
}

// markAt reports a phrase of a class that begins between two tokens.
func (r *reader) markAt(p *parsedSentence, c classSet, from, to int) bool {
	for _, m := range p.marks {
		if m.kind == isMark && m.class&c != 0 && m.from >= from && m.from < to {
			return true
		}
	}
	return false
}

// nouns writes what nouns tell on their own: "Russia's silence", "deliveries to
// Iran", "unfulfilled promises".
func (r *reader) nouns(p *parsedSentence, used map[int]bool) {
	for k := range p.items {
		it := &p.items[k]
		if it.kind != nounPhrase || used[k] || it.pronoun {
			continue
		}
		n := r.noun(it)
		if n == nil || n.sense.name == "moment" || n.sense.name == "sign" {
			continue
		}
		cl, under := r.clauseOf(p, k)
		if under || len(p.clauses) > 0 && r.imagined(p, max(cl, 0)) {
			continue
		}
		f, t := r.nounArgs(p, k, n)
		from, to := ids(f), without(ids(t), ids(f))
		failing := r.participle(it)
		if r.denied(it) {
			continue
		}
		ev := event{from: from, to: to, thing: k, sure: -.1, source: "noun " + n.sense.name, reason: r.doc.tokens[it.head].norm}
		explicit := len(from) > 0 && len(to) > 0
		switch {
		case failing != "" && (n.sense.name == "promise" || n.sense.name == "give"):
			ev.kind, ev.milestone, ev.polarity = Milestone, failing, Negative
		case n.sense.name == "help" && explicit:
			ev.kind, ev.rung, ev.polarity = Conduct, n.sense.rung, Positive
		case n.sense.name == "hold" && (len(from) > 0 || r.doc.tokens[it.from].norm == "this"):
			ev.kind, ev.rung, ev.polarity = Conduct, 0, Neutral
		case n.sense.name == "harm" && len(from) > 0 && r.condemnsHarm(p, k, &ev):
		case n.sense.name == "harm" && explicit:
			ev.kind, ev.rung, ev.polarity = Conduct, n.sense.rung, Negative
		case n.sense.name == "give" && (explicit || len(from) > 0 && n.sense.name == "give" && cl >= 0 && !p.items[p.clauses[cl].v].neg) && (r.channelOf(it) != "" || r.channelNear(p, k) != ""):
			ev.kind, ev.polarity = Contribution, Positive
		case n.sense.name == "promise" && explicit:
			ev.kind, ev.polarity = Pledge, Neutral
		case n.sense.name == "delay":
			ev.kind, ev.milestone, ev.polarity = Milestone, "delayed", Negative
			if len(from) == 0 && r.channelNear(p, k) == "" && !r.giveNear(p, k) {
				continue
			}
		case n.sense.name == "suspend" && (len(from) > 0 || r.channelNear(p, k) != ""):
			ev.kind, ev.milestone, ev.polarity = Milestone, "suspended", Negative
		case n.sense.name == "ask" && len(from) > 0 && (len(to) > 0 || r.doc.tokens[it.head].norm == "request"):
			ev.kind, ev.rung, ev.polarity = Request, 3, Neutral
			if len(to) == 0 && cl >= 0 {
				to = without(ids(p.clauses[cl].subj), from)
			}
			ev.to = to
		case n.sense.name == "refuse" && len(from) > 0:
			ev.kind, ev.rung, ev.polarity = Conduct, -1, Negative
		case n.sense.name == "depend" && explicit:
			ev.kind, ev.from, ev.to, ev.polarity = Dependence, to, from, Neutral
		default:
			continue
		}
		if len(ev.to) == 0 && cl >= 0 && ev.kind == Conduct {
			if s := p.clauses[cl].subj; len(s) > 0 && s[0].role == heads {
				ev.to = without(ids(s)[:1], ev.from)
			}
		}
		if len(ev.to) == 0 {
			ev.to, ev.guess = r.concerned(ev.from), true
		}
		if len(ev.from) == 0 {
			ev.from, ev.guess = r.giver(ev.to), true
		}
		hi := it.to
		var things []int
		for m := k + 1; m < len(p.items) && m < k+12 && (p.items[m].kind == preposition || p.items[m].kind == nounPhrase || p.items[m].kind == conjunction); m++ {
			if p.items[m].kind == nounPhrase {
				hi = p.items[m].to
				if r.channelOf(&p.items[m]) != "" {
					things = append(things, m)
				}
			}
		}
		if len(things) == 0 || ev.kind == Conduct {
			r.emitAt(p, max(cl, 0), ev, span{it.from, hi})
			continue
		}
		designated := slices.DeleteFunc(slices.Clone(things), func(m int) bool { return !strings.ContainsAny(r.words(p.items[m].span), "0123456789") })
		if len(designated) == 0 {
			designated = things[len(things)-1:]
		}
		for i, m := range designated { // the S-400 and the Su-35 are two promises
			ev.thing = m
			lo := it.from
			if i > 0 {
				lo = p.items[m].from
			}
			r.emitAt(p, max(cl, 0), ev, span{lo, p.items[m].to})
		}
	}
}

// condemnsHarm turns the words of a noun against a harm into words for those
// whom it hits.
func (r *reader) condemnsHarm(p *parsedSentence, k int, ev *event) bool {
	is, by, hit := r.harmAfter(p, k)
	if !is {
		return false
	}
	ev.kind, ev.rung, ev.polarity, ev.to = Conduct, 1, Positive, r.hitOr(hit, by, ev.from)
	return len(ev.to) > 0
}

// participle gives the milestone that a word before a noun tells: "deferred promises".
func (r *reader) participle(it *item) string {
	for i := it.from; i < it.head; i++ {
		switch r.doc.tokens[i].norm {
		case "unfulfilled", "unkept", "undelivered", "unmet", "overdue", "belated", "late":
			return "delayed"
		case "broken", "empty", "hollow":
			return "breached"
		}
		if r.info[i] == nil {
			continue
		}
		for _, f := range r.info[i].forms {
			if f.form&formPart == 0 {
				continue
			}
			for _, e := range r.lex.lemmas[f.base] {
				switch e.sense.name {
				case "delay":
					return "delayed"
				case "suspend":
					return "suspended"
				case "cancel":
					return "cancelled"
				case "breach":
					return "breached"
				}
			}
		}
	}
	return ""
}

// channelNear gives the channel of what follows a noun phrase: "delays in arms deliveries".
func (r *reader) channelNear(p *parsedSentence, k int) string {
	for m := k; m < len(p.items) && m < k+6; m++ {
		if p.items[m].kind == nounPhrase {
			if ch := r.channelOf(&p.items[m]); ch != "" {
				return ch
			}
		} else if p.items[m].kind != preposition && p.items[m].kind != conjunction {
			break
		}
	}
	return ""
}

func (r *reader) giveNear(p *parsedSentence, k int) bool {
	for m := k + 1; m < len(p.items) && m < k+6; m++ {
		if p.items[m].kind == nounPhrase {
			if n := r.noun(&p.items[m]); n != nil && (n.sense.name == "give" || n.sense.name == "promise") || lowerContains(r.words(p.items[m].span), "cooperation") {
				return true
			}
		}
	}
	return false
}

// clauseOf gives the clause to which an item belongs, and whether it is supposed
// or only possible.
func (r *reader) clauseOf(p *parsedSentence, k int) (int, bool) {
	best := -1
	for i := range p.clauses {
		c := &p.clauses[i]
		lo := min(c.chain.from, c.v)
		if k >= lo && k < c.end {
			best = i
		}
	}
	if best < 0 {
		return -1, false
	}
	c := &p.clauses[best]
	v := &p.items[c.v]
	return best, r.supposed(p, c) || v.modal != "" && k > c.v
}
