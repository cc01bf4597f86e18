package reading

import (
	"slices"
	"strings"
)

// tell writes what the clause at place k of a sentence tells.
func (r *reader) tell(p *parsedSentence, k int, used map[int]bool) {
	c := &p.clauses[k]
	if r.supposed(p, c) || r.gainsaid(p, k) || r.imagined(p, k) {
		return
	}
	before := len(r.out)
	r.tellKnown(p, k, used)
	if c.parent >= 0 {
		return
	}
	for i := before; i < len(r.out); i++ {
		r.rival[i] = -(r.rivals + 1) // told by the broad reading only where this is not shown
	}
	r.broad(p, k)
}

// tellKnown writes what a clause tells by the entries of the lexicon.
func (r *reader) tellKnown(p *parsedSentence, k int, used map[int]bool) {
	c := &p.clauses[k]
	v := &p.items[c.v]
	if c.parent >= 0 { // its parent tells it
		above := &p.items[p.clauses[c.parent].v]
		pe, ok := r.entry(above)
		switch {
		case v.inf && above.modal != "": // shall act to defend
			return
		case ok && !slices.Contains([]string{"say", "judge", "expect", "light", "hold"}, pe.sense.name):
			return
		case ok && pe.sense.name == "judge" && !(above.passive && v.perfect): // is thought to have sent
			return
		case !ok && v.inf && above.verb != "be" && above.verb != "prove" && !((above.verb == "appear" || above.verb == "seem") && v.perfect): // has no plan to lease, met to discuss
			return
		}
	}
	if r.late(p, k) {
		return
	}
	if r.advises(p, k) || r.foresees(p, k) {
		return
	}
	if r.stands(p, k) || r.bound(p, k) {
		return
	}
	e, ok := r.entry(v)
	if !ok && r.again(p, k) {
		return
	}
	if !ok {
		if (v.verb == "be" || v.verb == "remain" || v.verb == "become") && v.modal == "" {
			r.copula(p, k)
		}
		return
	}
	sc := scene{p, k, c, v, e}
	events := r.sense(sc, e.sense, used)
	if len(events) == 1 && slices.Contains([]string{"give", "promise", "offer", "announce"}, e.sense.name) && !v.passive {
		if more := r.gapped(p, c); len(more) > 0 {
			ev := events[0]
			events[0].to = without(ev.to, more)
			if len(events[0].to) == 0 {
				events[0].to, events[0].guess = r.concerned(append(slices.Clone(more), ev.from...)), true
			}
			ev.from, ev.to, ev.guess = more, without(events[0].to, more), events[0].guess
			events = append(events, ev)
		}
	}
	for _, ev := range events {
		if ev.source == "" {
			ev.source = "verb " + e.sense.name
		}
		r.emit(p, k, ev)
		r.before, r.beforeAt = ev, p.at
		if !ev.guess && (ev.kind == Conduct || ev.kind == Pledge || ev.kind == Contribution || ev.kind == Milestone) && ev.polarity != Negative {
			r.lastTo, r.lastAt = ev.to[0], p.at
		}
	}
}

// sense turns the sense of a verb into events.
func (r *reader) sense(sc scene, s sense, used map[int]bool) []event {
	p, c, v := sc.p, sc.c, sc.v
	agent := r.agent(p, c)
	from := ids(agent)
	whole := ids(r.slot(p, c, sc.e))
	to := without(whole, from)
	if len(to) == 0 && len(from) == 1 && len(whole) == 1 && whole[0] == from[0] { // "we gave them": not ourselves
		to = r.another(p, c, from)
	}
	if refs := r.slot(p, c, sc.e); len(to) == 0 && len(from) > 1 && len(whole) == 1 && !refs[0].weak { // the three commit themselves to help one of them
		from, to = without(from, whole), whole
	}
	will := r.lexIs(v.modal, classFuture) || r.reported(sc, from)
	unsure := v.modal != "" && !will
	obj := c.obj
	if v.passive && len(c.subjects) > 0 {
		obj = c.subjects[0]
	}
	use := func(ks ...int) {
		for _, k := range ks {
			if k >= 0 {
				used[k] = true
			}
		}
	}
	one := func(ev event) []event {
		if ev.from == nil {
			ev.from = from
		}
		if ev.to == nil {
			ev.to = to
		}
		if len(ev.to) == 0 {
			ev.to = r.posted(p, c, ev.from)
		}
		if len(ev.to) == 0 && len(ev.from) > 0 && r.lastAt == p.at && r.lastTo != "" && !slices.Contains(ev.from, r.lastTo) {
			ev.to, ev.guess = []string{r.lastTo}, true // pledged Lebanon a grant but suspended it
		}
		if len(ev.to) == 0 && len(ev.from) == 2 && ev.kind == Pledge && slices.Contains(ev.from, r.topic) && slices.Contains(ev.from, r.partner) && !v.passive {
			ev.to = ev.from // each to the other
		}
		if len(ev.to) == 0 {
			if len(ev.from) > 1 && slices.Contains(ev.from, r.topic) {
				ev.to, ev.from = []string{r.topic}, without(ev.from, []string{r.topic})
			} else {
				ev.to, ev.guess = r.concerned(ev.from), true
			}
		}
		if len(ev.from) == 0 || len(ev.to) == 0 {
			return nil
		}
		if ev.reason == "" {
			ev.reason = v.verb
		}
		return []event{ev}
	}
	if unsure && s.name != "say" {
		return nil
	}
	if v.neg && (s.name == "light" || s.name == "raise") && c.child < 0 && obj < 0 {
		return nil
	}
	switch s.name {
	case "help":
		if len(from) == 0 || obj >= 0 && p.items[obj].pronoun && strings.HasSuffix(r.doc.tokens[p.items[obj].head].norm, "self") {
			return nil
		}
		if obj >= 0 && !v.passive {
			if is, by, hit := r.harm(p, obj); is && len(hit) > 0 {
				use(obj)
				if v.neg {
					return one(event{kind: Conduct, to: without(ids(hit), from), rung: 1, polarity: Positive, thing: obj, reason: "does not " + v.verb + " what harms"})
				}
				return one(event{kind: Conduct, to: without(ids(hit), from), rung: -1, polarity: Negative, thing: obj, reason: v.verb + " what harms"})
			} else if is && len(by) > 0 {
				return nil
			}
		}
		if will {
			if v.neg {
				return one(event{kind: Conduct, rung: -1, polarity: Negative, thing: obj, reason: "will not " + v.verb})
			}
			return one(event{kind: Pledge, polarity: Neutral, thing: obj, reason: "will " + v.verb})
		}
		if v.neg {
			if v.verb == "recognise" || v.verb == "recognize" {
				return one(event{kind: Conduct, rung: -1, polarity: Negative, thing: -1, reason: "did not " + v.verb})
			}
			return one(event{kind: Conduct, rung: 0, polarity: Neutral, thing: -1, reason: "did not " + v.verb})
		}
		if len(to) == 0 && len(sc.e.after) == 0 && len(sc.e.slots) > 0 && sc.e.slots[0] == "obj" && obj >= 0 && r.noun(&p.items[obj]) == nil && v.verb != "defend" && v.verb != "praise" {
			return nil // "supported the diplomatic path"
		}
		if v.passive && len(to) == 0 {
			return nil
		}
		use(obj)
		return one(event{kind: Conduct, rung: s.rung, polarity: Positive, thing: obj})
	case "hold":
		if v.neg || will {
			return nil
		}
		if len(to) == 0 && obj >= 0 {
			to = without(ids(r.refs(p, []int{obj})), from)
		}
		use(c.objects...)
		return one(event{kind: Conduct, rung: 0, polarity: Neutral, thing: -1})
	case "harm", "cut":
		if will || len(from) == 0 {
			return nil
		}
		rung := s.rung
		if s.name == "cut" {
			rung = -2
			if obj < 0 || r.channel(p, c, obj) == "" && len(to) == 0 {
				return nil
			}
			if len(to) == 0 {
				to = without(ids(r.refs(p, []int{obj})), from)
			}
		}
		if len(to) == 0 && s.name == "harm" && rung == -2 && slices.Contains(assaults, v.verb) && !v.neg && r.topic != "" && !slices.Contains(from, r.topic) && !slices.Contains(from, r.partner) && r.assaulted(p, sc.i, []string{r.topic}) {
			return nil
		}
		if len(to) == 0 && s.name == "harm" && !slices.Contains([]string{"withhold", "hold", "turn"}, v.verb) {
			return nil
		}
		if v.neg {
			return one(event{kind: Conduct, rung: 0, polarity: Neutral, thing: -1, reason: "did not " + v.verb})
		}
		if s.name == "harm" && rung == -2 && slices.Contains(assaults, v.verb) && len(to) > 0 && !slices.Contains(from, r.topic) && r.assaulted(p, sc.i, to) && !slices.Contains(from, r.partner) {
			return nil // told as a moment
		}
		out := one(event{kind: Conduct, rung: rung, polarity: Negative, thing: obj})
		if r.adversary != "" && slices.Contains(to, r.adversary) && !slices.Contains(from, r.topic) && !slices.Contains(from, r.adversary) && s.name == "harm" && rung == -2 {
			aid := event{kind: Conduct, from: from, to: []string{r.topic}, rung: 2, polarity: Positive, thing: obj, guess: true, reason: "acts against the relier's adversary"}
			if slices.Contains([]string{"attack", "fire", "invade", "bomb", "shell", "strike", "fight"}, v.verb) {
				aid.rung = 4
			}
			out = append(out, aid)
		}
		return out
	case "condemn":
		if will || len(from) == 0 || v.passive && len(to) == 0 {
			return nil
		}
		for _, k := range r.reach(c) {
			if is, by, hit := r.harm(p, k); is {
				use(k)
				if v.neg {
					return one(event{kind: Conduct, to: r.hitOr(hit, by, from), rung: 0, polarity: Neutral, thing: -1, reason: "did not " + v.verb})
				}
				return one(event{kind: Conduct, to: r.hitOr(hit, by, from), rung: 1, polarity: Positive, thing: k, reason: v.verb + " a harm"})
			}
		}
		if refs := r.refs(p, c.objects); len(refs) > 0 && refs[0].role != heads && refs[0].actor != r.topic && r.topic != "" && !slices.Contains(from, r.topic) && !v.neg {
			return one(event{kind: Conduct, to: []string{r.topic}, rung: 1, polarity: Positive, thing: obj, guess: true}) // criticised the American exit
		}
		if v.neg {
			return one(event{kind: Conduct, rung: 0, polarity: Neutral, thing: -1, reason: "did not " + v.verb})
		}
		if len(to) == 0 {
			return nil
		}
		return one(event{kind: Conduct, rung: -1, polarity: Negative, thing: obj})
	case "veto", "veto2", "votefor":
		return r.vote(sc, s, from, to, obj, one)
	case "lift":
		if will || len(from) == 0 {
			return nil
		}
		return one(event{kind: Conduct, rung: 2, polarity: Positive, thing: obj})
	case "give":
		return r.gives(sc, from, to, obj, used, one)
	case "host":
		if will || len(from) == 0 {
			return nil
		}
		marked := without(ids(r.refs(p, c.objects)), from)
		if len(marked) == 0 {
			return one(event{kind: Conduct, rung: 2, polarity: Positive, thing: obj})
		}
		return one(event{kind: Contribution, to: marked, polarity: Positive, thing: obj})
	case "get", "getshare", "comefrom":
		return r.gets(sc, s, obj, one)
	case "promise", "offer", "announce", "sign", "order":
		return r.promises(sc, s, from, to, obj, used, one)
	case "reaffirm", "delay", "suspend", "resume", "cancel", "breach", "fulfil", "lapse", "arrive", "abandon":
		return r.turnsOut(sc, s.name, from, to, obj, used, one)
	case "bind": // the treaty binds Britain to give
		if obj < 0 || v.neg {
			return nil
		}
		bound := ids(r.refs(p, []int{obj}))
		if v.passive {
			bound = ids(c.subj)
		}
		if len(bound) == 0 {
			return nil
		}
		return one(event{kind: Pledge, from: bound, to: without(r.sub(sc), bound), polarity: Neutral, thing: r.objOf(p, c.child)})
	case "await": // still waits for the aircraft
		if len(from) == 0 || v.neg || will {
			return nil
		}
		thing := r.awaited(p, c)
		if thing < 0 {
			return nil
		}
		maker := without(whole, from)
		for _, x := range p.items[thing].refs {
			if x.role != locates && len(maker) == 0 {
				maker = without([]string{x.actor}, from)
			}
		}
		guess := len(maker) == 0
		if guess {
			maker = r.giver(from)
		}
		return one(event{kind: Milestone, milestone: "delayed", from: maker, to: from[:1], polarity: Negative, thing: thing, guess: guess})
	case "ask", "seek":
		if len(from) == 0 || v.neg || v.modal != "" && s.name == "ask" {
			return nil
		}
		if r.inquires(p, c) && !slices.Contains(from, r.topic) {
			return nil // asked whether
		}
		if r.council(p, c) && !slices.Contains(from, r.topic) && r.topic != "" {
			return one(event{kind: Conduct, to: []string{r.topic}, rung: 2, polarity: Positive, thing: -1, reason: "turned to a council for it"})
		}
		if len(to) == 0 && c.child < 0 && obj < 0 && len(c.preps) == 0 {
			return nil
		}
		if c.child >= 0 && len(to) > 0 && slices.Contains(yields, p.items[c.child].verb) && p.items[c.child].verb != "give" {
			return one(event{kind: Claim, polarity: Neutral, thing: -1})
		}
		use(obj)
		if len(to) == 0 && len(r.asked) > 0 {
			to = without(r.asked[len(r.asked)-1:], from)
		}
		out := one(event{kind: Request, rung: r.wanted(p, c), to: to, polarity: Neutral, thing: obj})
		for _, x := range out {
			r.asked = append(r.asked, x.to...)
		}
		return out
	case "say":
		if v.verb == "tell" && c.child >= 0 && p.items[c.child].inf && len(to) > 0 && len(from) > 0 && !v.neg && !will {
			return r.urges(sc, agent, from, to, one)
		}
	case "urge":
		if len(from) == 0 || v.neg || will {
			return nil
		}
		return r.urges(sc, agent, from, to, one)
	case "refuse":
		return r.refuses(sc, from, to, obj, used, one)
	case "thank":
		if len(to) == 0 || v.neg || will {
			return nil
		}
		if r.channel(p, c, r.forThing(p, c)) != "" {
			return one(event{kind: Contribution, from: to, to: from, polarity: Positive, thing: r.forThing(p, c)})
		}
		return one(event{kind: Conduct, rung: 1, polarity: Positive, thing: -1})
	case "use":
		for _, a := range c.preps { // was used by Russia as a base
			if len(from) > 0 && v.passive && a.word == "as" && r.channelOf(&p.items[a.np]) != "" && len(c.subj) > 0 && c.subj[0].role == heads {
				return one(event{kind: Contribution, from: ids(c.subj)[:1], to: from[:1], polarity: Positive, thing: a.np})
			}
		}
	case "fail":
		if v.neg {
			if k := r.clauseAt(p, c.child); k >= 0 { // did not fail to back
				if e, ok := r.entry(&p.items[c.child]); ok {
					return r.sense(scene{p, k, &p.clauses[k], &p.items[c.child], e}, e.sense, used)
				}
			}
			return nil
		}
		if c.child >= 0 {
			if e, ok := r.entry(&p.items[c.child]); ok && e.sense.name == "promise" { // failed to approve
				to := without(ids(r.refsOf(p, &p.clauses[r.clauseAt(p, c.child)])), from)
				return one(event{kind: Conduct, to: to, rung: -1, polarity: Negative, thing: -1})
			}
			if e, ok := r.entry(&p.items[c.child]); ok && slices.Contains([]string{"give", "fulfil", "arrive"}, e.sense.name) {
				sub := r.sub(sc)
				return one(event{kind: Milestone, milestone: "delayed", to: without(sub, from), polarity: Negative, thing: r.objOf(p, c.child)})
			}
			sub := r.sub(sc)
			return one(event{kind: Conduct, to: without(sub, from), rung: 0, polarity: Neutral, thing: -1})
		}
		if len(to) > 0 {
			return one(event{kind: Conduct, rung: -1, polarity: Negative, thing: -1})
		}
	case "depend", "need":
		if v.neg || len(from) == 0 {
			return nil
		}
		on := without(ids(r.slot(p, c, sc.e)), from)
		if slices.Contains([]string{"count", "rest", "hinge", "look", "hang", "draw"}, v.verb) && r.channel(p, c, obj) == "" {
			return nil // counted on it: a hope
		}
		if s.name == "need" && (len(on) == 0 || r.channel(p, c, obj) == "") {
			return nil
		}
		ev := event{kind: Dependence, polarity: Neutral, thing: r.forThing(p, c)}
		if len(on) == 0 {
			ev.guess = true
			on = r.giver(from)
		}
		ev.from, ev.to = on, from
		return one(ev)
	case "expect":
		if k := sc.i; k+1 < len(p.clauses) && !r.breaks(p, k, k+1) || len(r.refsOf(p, c)) == 0 || obj < 0 || v.passive || !v.finite || v.neg {
			return nil
		}
		relier, partner := r.dyad(p, c)
		if relier == "" {
			return nil
		}
		return one(event{kind: Forecast, from: []string{partner}, to: []string{relier}, polarity: r.tone(p, c, v), thing: -1, modality: AsForecast})
	case "deny":
		if len(from) == 0 || v.neg || obj >= 0 && p.items[obj].pronoun && !(sc.i+1 < len(p.clauses) && !r.breaks(p, sc.i, sc.i+1)) {
			return nil
		}
		from = from[:1]
		var target []string
		if c.child >= 0 { // denies arming the rebels
			target = without(r.sub(sc), from)
		}
		if len(target) == 0 {
			target = without(r.otherIn(p, c.end, from), from)
		}
		return one(event{kind: Claim, from: from, to: target, polarity: Neutral, thing: -1, modality: AsAllegation})
	case "accuse":
		if len(to) == 0 || len(from) == 0 {
			return nil
		}
		return one(event{kind: Claim, from: to, to: from, polarity: Negative, thing: -1, modality: AsAllegation})
	case "threaten", "warn":
		if len(to) == 0 || v.neg || len(from) == 0 {
			return nil
		}
		if s.name == "warn" {
			return one(event{kind: Claim, polarity: Neutral, thing: -1})
		}
		return one(event{kind: Conduct, rung: -2, polarity: Negative, thing: -1})
	case "light":
		return r.light(sc, from, to, used, one)
	case "raise":
		if c.child < 0 || v.neg {
			return nil
		}
		e, ok := r.entry(&p.items[c.child])
		if !ok {
			return nil
		}
		k := r.clauseAt(p, c.child)
		if k < 0 {
			return nil
		}
		sub := p.items[c.child]
		sub.modal, sub.neg = v.modal, v.neg
		cc := p.clauses[k]
		cc.subj, cc.subjects = c.subj, c.subjects
		return r.sense(scene{p, k, &cc, &sub, e}, e.sense, used)
	case "stop":
		if v.neg {
			return nil
		}
		if c.child >= 0 {
			if e, ok := r.entry(&p.items[c.child]); ok && slices.Contains([]string{"veto", "delay", "suspend", "refuse"}, e.sense.name) {
				sub := r.sub(sc)
				if k := r.clauseAt(p, c.child); len(sub) == 0 && k >= 0 {
					sub = ids(r.refsOf(p, &p.clauses[k]))
				}
				return one(event{kind: Milestone, milestone: "resumed", to: without(sub, from), polarity: Positive, thing: r.objOf(p, c.child)})
			}
			if e, ok := r.entry(&p.items[c.child]); ok && e.sense.name == "give" {
				return one(event{kind: Milestone, milestone: "suspended", to: without(r.sub(sc), from), polarity: Negative, thing: r.objOf(p, c.child)})
			}
			return nil
		}
		if obj >= 0 {
			if n := r.noun(&p.items[obj]); n != nil && n.sense.name == "give" {
				_, t := r.nounArgs(p, obj, n)
				use(obj)
				return one(event{kind: Milestone, milestone: "suspended", to: without(ids(t), from), polarity: Negative, thing: obj})
			} else if n != nil && (n.sense.name == "sign" || n.sense.name == "promise") {
				_, t := r.nounArgs(p, obj, n)
				use(obj)
				return one(event{kind: Milestone, milestone: "cancelled", to: without(ids(t), from), polarity: Negative, thing: obj})
			} else if n == nil && r.channelOf(&p.items[obj]) != "" {
				if hit := without(ids(r.after(p, c, "with")), from); len(hit) > 0 {
					return one(event{kind: Conduct, to: hit, rung: -2, polarity: Negative, thing: obj})
				}
			}
		}
	}
	return nil
}

func (r *reader) lexIs(w string, c classSet) bool { return w != "" && r.lex.is(w, c) }
