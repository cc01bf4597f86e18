package reading

import (
	"slices"
)

// copula tells what one is to another: "never a dependable partner for Iran" is
// a claim, "the last safe harbour for Russia" a dependence.
func (r *reader) copula(p *parsedSentence, k int) {
	c := &p.clauses[k]
	v := &p.items[c.v]
	if len(c.subj) == 0 || c.obj < 0 || c.subj[0].role != heads {
		return
	}
	from := ids(c.subj)[:1]
	neg := v.neg || r.classOf(v.to)&classNeg != 0 && r.doc.tokens[v.to].norm != "not"
	for _, o := range c.objects {
		class := r.classOf(p.items[o].head)
		if class&(classFriend|classProp) == 0 {
			continue
		}
		var to []string
		for _, w := range []string{"for", "of", "to"} {
			if to = without(ids(r.after(p, c, w)), from); len(to) > 0 {
				break
			}
		}
		if own := without(ids(r.refs(p, []int{o})), from); len(to) == 0 {
			to = own
		}
		guess := len(to) == 0
		if guess {
			if class&classProp == 0 || r.channel(p, c, o) == "" {
				continue
			}
			to = r.concerned(from)
		}
		if len(to) == 0 {
			continue
		}
		ev := event{kind: Claim, from: from, to: to[:1], polarity: Positive, thing: -1, reason: "says what one is to the other"}
		if neg {
			ev.polarity = Negative
		}
		ev.guess, ev.source = guess, "copula"
		if class&classProp != 0 && !neg {
			ev.kind, ev.polarity, ev.thing = Dependence, Neutral, o
		}
		if r.opine {
			ev.modality = AsOpinion
		}
		r.emit(p, k, ev)
		return
	}
}

// imagined reports a clause of a sentence that says that it imagines: "suppose
// that", "in a scenario", "had Russia not intervened".
func (r *reader) imagined(p *parsedSentence, k int) bool {
	s := r.doc.sentences[p.at]
	v := &p.items[p.clauses[k].v]
	if r.phraseIn(p, classUnreal, s.from, v.from) {
		return true
	}
	first := r.doc.tokens[s.from].norm
	if s.question || first != "had" && first != "were" && first != "should" || len(p.items) < 2 || p.items[0].kind != verbGroup || p.items[1].kind != nounPhrase {
		return false
	}
	for i := range p.items {
		if p.items[i].kind == comma {
			return p.clauses[k].v < i || v.perfect && v.modal != ""
		}
	}
	return true
}

// gainsaid reports a clause that someone denies or doubts, or of which the text
// says that it is wrong.
func (r *reader) gainsaid(p *parsedSentence, k int) bool {
	for i := k - 1; i >= 0 && i >= k-3; i-- {
		v := &p.items[p.clauses[i].v]
		if r.breaks(p, i, k) {
			return false
		}
		if e, ok := r.entry(v); ok && e.sense.name == "deny" && !v.neg || r.rumour(p, &p.clauses[i]) {
			return true
		}
		for t := v.from; t < p.items[p.clauses[k].v].from; t++ {
			switch r.doc.tokens[t].norm {
			case "wrong", "untrue", "false", "myth", "doubtful", "nonsense":
				return true
			case "true":
				if t > 0 && r.doc.tokens[t-1].norm == "not" {
					return true
				}
			}
		}
	}
	return false
}

// rumour reports a clause that rejects reports or claims.
func (r *reader) rumour(p *parsedSentence, c *clause) bool {
	e, ok := r.entry(&p.items[c.v])
	if !ok || c.obj < 0 || e.sense.name != "refuse" && e.sense.name != "deny" {
		return false
	}
	switch r.doc.tokens[p.items[c.obj].head].norm {
	case "report", "reports", "claim", "claims", "allegation", "allegations", "accusation", "accusations", "suggestion", "suggestions", "rumour", "rumours", "rumors", "charge", "charges", "notion", "idea":
		return true
	}
	return false
}

// reported reports a "would" that reports someone's own "will": "Berlin said it
// would send".
func (r *reader) reported(sc scene, from []string) bool {
	if sc.v.modal == "would" && !sc.v.perfect && sc.v.passive && len(from) == 0 && sc.i < len(sc.p.says) && sc.p.says[sc.i] != "" && sc.p.says[sc.i] != Article {
		return true // announced that the missiles would be withdrawn
	}
	return (sc.v.modal == "would" || sc.v.modal == "'d") && !sc.v.perfect && sc.i < len(sc.p.says) && slices.Contains(from, sc.p.says[sc.i]) && !r.conditional(sc.p)
}

// future reports a clause that says what will be done.
func (r *reader) future(sc scene) bool {
	return r.lexIs(sc.v.modal, classFuture) || r.reported(sc, ids(sc.c.subj))
}

// council reports a request for a meeting or a decision of an organisation.
func (r *reader) council(p *parsedSentence, c *clause) bool {
	for _, x := range r.refsOf(p, c) {
		if e := r.lex.byActor[x.actor]; e != nil && e.kind == "organisation" && !slices.Contains(ids(c.subj), x.actor) {
			for k := c.v; k < c.end && k < len(p.items); k++ {
				if w := r.doc.tokens[p.items[k].head].norm; p.items[k].kind == nounPhrase && (w == "meeting" || w == "session" || w == "resolution" || w == "statement" || w == "debate") {
					return true
				}
			}
		}
	}
	return false
}

// inquires reports a question put to someone: "asked whether", "asked what".
func (r *reader) inquires(p *parsedSentence, c *clause) bool {
	if c.end >= len(p.items) || p.items[c.end].kind != subordinator {
		return false
	}
	return slices.Contains([]string{"whether", "if", "what", "why", "how", "when", "where", "who"}, p.items[c.end].word)
}

// posted gives the actor at whose seat an envoy who acts is posted: "the
// Egyptian ambassador in Moscow".
func (r *reader) posted(p *parsedSentence, c *clause, from []string) []string {
	envoy := false
	for k := c.chain.from; k < c.chain.to && k < c.v; k++ {
		for _, m := range p.items[k].names {
			envoy = envoy || m.kind == isOffice && m.id == "envoy"
		}
		if !envoy {
			continue
		}
		for _, x := range p.items[k].refs {
			if x.role == locates && !slices.Contains(from, x.actor) {
				return []string{x.actor}
			}
		}
	}
	return nil
}

// sub gives those whom the completing verb concerns: "refused to help Iran".
func (r *reader) sub(sc scene) []string {
	k := r.clauseAt(sc.p, sc.c.child)
	if k < 0 {
		return nil
	}
	c := &sc.p.clauses[k]
	e, ok := r.entry(&sc.p.items[c.v])
	if !ok {
		return ids(r.refs(sc.p, c.objects))
	}
	if out := ids(r.slot(sc.p, c, e)); len(out) > 0 {
		return out
	}
	if c.child >= 0 {
		return r.sub(scene{p: sc.p, i: k, c: c})
	}
	return nil
}

// otherIn gives the first actor beside some from item k of a sentence on.
func (r *reader) otherIn(p *parsedSentence, k int, not []string) []string {
	for ; k < len(p.items); k++ {
		for _, x := range p.items[k].refs {
			if x.role == heads && !slices.Contains(not, x.actor) {
				return []string{x.actor}
			}
		}
	}
	return nil
}

// forThing gives the noun phrase after "for", what one depends on another for.
func (r *reader) forThing(p *parsedSentence, c *clause) int {
	for _, a := range c.preps {
		if a.word == "for" {
			return a.np
		}
	}
	return c.obj
}

// wanted gives the rung of what is asked for.
func (r *reader) wanted(p *parsedSentence, c *clause) int {
	end := c.end
	for k := c.v; k < end && k < len(p.items); k++ {
		it := &p.items[k]
		if it.kind == nounPhrase {
			switch ch := r.channelOf(it); ch {
			case "":
			case "diplomatic cover", "legitimacy", "treaty", "sanctions relief":
				return 2
			default:
				return 3
			}
			if n := r.noun(it); n != nil && (n.sense.name == "give" || n.sense.name == "help" && n.sense.rung == 3) {
				return 3
			}
		}
		if it.kind == verbGroup && k > c.v {
			if e, ok := r.entry(it); ok {
				switch e.sense.name {
				case "give":
					return 3
				case "help":
					return max(1, e.sense.rung)
				}
			}
		}
	}
	for i := p.items[c.v].from; i < len(r.doc.tokens) && i < r.doc.sentences[p.at].to; i++ {
		switch r.doc.tokens[i].norm {
		case "military", "help", "aid", "assistance", "troops":
			return 3
		case "defence", "defense", "intervene", "fight":
			return 4
		}
	}
	return 2
}
