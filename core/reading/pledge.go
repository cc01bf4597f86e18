package reading

import (
	"slices"
	"strings"
)

// howMuch tells a promise kept in part from one kept.
func (r *reader) howMuch(p *parsedSentence, c *clause, obj int) string {
	text := strings.ToLower(r.words(span{r.doc.sentences[p.at].from, r.doc.sentences[p.at].to}))
	if lowerContains(text, "so far", "the first", "second tranche", "of which", "part of", "some of", "half", "only ", "initial", "first batch") {
		return "partly kept"
	}
	if lowerContains(text, "the last of", "on time", "completed", "in full", "all of", "the final") {
		return "fulfilled"
	}
	return "partly kept"
}

// never reports a verb group with "never".
func (r *reader) never(p *parsedSentence, v *item) bool {
	for i := v.from; i < v.to; i++ {
		if r.doc.tokens[i].norm == "never" {
			return true
		}
	}
	return false
}

// makes reports whether the last who promised these something promised it
// through the channel.
func (r *reader) makes(to []string, channel string) bool {
	return r.maker != "" && !slices.Contains(to, r.maker) && r.pledge[pledgeKey([]string{r.maker}, to, channel)]
}

// seat gives the actor at whose seat a sentence takes place: "In Washington an
// aid package remains stalled".
func (r *reader) seat(p *parsedSentence, not []string) string {
	for k := range p.items {
		for _, x := range p.items[k].refs {
			if x.role == locates && !slices.Contains(not, x.actor) {
				return x.actor
			}
		}
	}
	return ""
}

func pledgeKey(from, to []string, channel string) string {
	if len(from) == 0 || len(to) == 0 {
		return ""
	}
	return from[0] + ">" + to[0] + "/" + channel
}

// promises tells a promise, an offer, an announcement of aid, a signature, an order.
func (r *reader) promises(sc scene, s sense, from, to []string, obj int, used map[int]bool, one func(event) []event) []event {
	p, c, v := sc.p, sc.c, sc.v
	if v.neg && s.name == "offer" && len(from) > 0 {
		return one(event{kind: Conduct, from: from, to: to, rung: 0, polarity: Neutral, thing: -1, reason: "did not offer"})
	}
	if v.neg || len(from) == 0 && !v.passive {
		return nil
	}
	thing := obj
	for _, a := range c.preps {
		if thing < 0 && (a.word == "to" || a.word == "on") && (r.noun(&p.items[a.np]) != nil || r.channelOf(&p.items[a.np]) != "") {
			thing = a.np // agreed to contracts
		}
	}
	var inner string
	if c.child >= 0 {
		if e, ok := r.entry(&p.items[c.child]); ok {
			inner = e.sense.name
		}
		sub := r.sub(sc)
		if len(from) > 1 && len(sub) == 1 {
			from = without(from, sub)
		}
		if len(to) == 0 {
			to = without(sub, from)
		}
		if k := r.objOf(p, c.child); k >= 0 {
			thing = k
		}
	}
	if obj >= 0 && len(to) == 0 {
		if n := r.noun(&p.items[obj]); n != nil && len(n.to) > 0 {
			_, t := r.nounArgs(p, obj, n)
			to = without(ids(t), from)
			used[obj] = true
		}
	}
	channel := ""
	if thing >= 0 {
		channel = r.channel(p, c, thing)
	}
	switch s.name {
	case "announce":
		if channel == "" {
			return nil
		}
		if v.passive && len(from) == 0 {
			if len(to) == 0 {
				to = r.concerned(nil)
			}
			return one(event{kind: Pledge, from: r.giver(to), to: to, polarity: Neutral, thing: thing, guess: true})
		}
	case "offer":
		if channel == "" && c.child < 0 && len(to) == 0 {
			return nil
		}
		rung := 1
		if thing >= 0 {
			if n := r.noun(&p.items[thing]); n != nil && n.sense.name == "help" {
				rung = min(2, n.sense.rung)
			}
		}
		return one(event{kind: Conduct, to: to, rung: rung, polarity: Positive, thing: thing})
	case "sign":
		if obj < 0 && len(to) == 0 {
			return nil
		}
		if v.passive {
			to = r.concerned(nil)
			from = r.giver(to)
			if n := r.noun(&p.items[max(obj, 0)]); obj < 0 || n == nil || len(c.subjects) == 0 {
				return nil
			}
			return one(event{kind: Pledge, from: from, to: to, polarity: Neutral, thing: c.subjects[0], guess: true})
		}
		if len(from) == 0 {
			return nil
		}
		if len(from) > 1 && len(to) == 0 {
			return append(one(event{kind: Pledge, from: from[:1], to: from[1:2], polarity: Neutral, thing: thing}), one(event{kind: Pledge, from: from[1:2], to: from[:1], polarity: Neutral, thing: thing})...)
		}
		if n := r.noun(&p.items[max(obj, 0)]); obj < 0 || n == nil || n.sense.name != "sign" && n.sense.name != "promise" {
			return nil
		}
	case "order":
		if channel == "" || v.passive {
			return nil
		}
		seller := to
		if len(seller) == 0 && obj >= 0 {
			seller = without(ids(r.refs(p, []int{obj})), from)
		}
		guess := len(seller) == 0
		if guess {
			seller = r.giver(from)
		}
		return one(event{kind: Pledge, from: seller, to: from, polarity: Neutral, thing: thing, guess: guess})
	case "promise":
		if v.passive && len(from) == 0 {
			if channel == "" {
				return nil
			}
			if len(to) == 0 {
				to = r.concerned(nil)
			}
			return one(event{kind: Pledge, from: r.giver(to), to: to, polarity: Neutral, thing: thing, guess: true})
		}
		weak := v.verb == "commit" && v.passive || v.verb == "remain" || v.verb == "agree" || v.verb == "authorise" || v.verb == "authorize" || v.verb == "approve" || v.verb == "vow" || v.verb == "resolve" || v.verb == "embark" || v.verb == "swear"
		if weak && channel == "" && !slices.Contains([]string{"give", "help", "fulfil", "light", "promise"}, inner) && len(to) == 0 {
			return nil
		}
	}
	if channel == "" && thing >= 0 {
		if n := r.noun(&p.items[thing]); n != nil && n.sense.name == "give" {
			channel = "arms"
		}
	}
	ev := event{kind: Pledge, from: from, to: to, polarity: Neutral, thing: thing}
	out := one(ev)
	for _, x := range out {
		r.pledge[pledgeKey(x.from, x.to, channel)] = true
	}
	return out
}

// turnsOut tells what became of a pledge.
func (r *reader) turnsOut(sc scene, name string, from, to []string, obj int, used map[int]bool, one func(event) []event) []event {
	p, c, v := sc.p, sc.c, sc.v
	if r.future(sc) && name != "arrive" && name != "delay" && name != "cancel" && name != "suspend" && !v.neg {
		return nil
	}
	if (obj < 0 || slices.Contains([]string{"run", "fall", "slip", "lapse", "expire", "remain", "be"}, v.verb)) && len(c.subjects) > 0 {
		obj = c.subjects[0]
	}
	if name == "arrive" && len(c.subjects) > 0 {
		obj = c.subjects[0]
	}
	if obj < 0 {
		return nil
	}
	n := r.noun(&p.items[obj])
	if n != nil && name == "reaffirm" && len(from) > 0 && !v.neg && n.sense.name != "promise" && n.sense.name != "give" {
		return r.light(sc, from, to, used, one)
	}
	channel := r.channel(p, c, obj)
	pledgeLike := n != nil && slices.Contains([]string{"give", "promise", "sign", "help"}, n.sense.name)
	if n != nil && n.sense.name == "moment" || channel == "" && !pledgeLike && name != "abandon" {
		return nil
	}
	if n != nil && len(n.to) > 0 {
		used[obj] = true
		f, t := r.nounArgs(p, obj, n)
		if len(to) == 0 {
			to = without(ids(t), from)
		}
		intransitive := !v.passive && len(c.subjects) > 0 && obj == c.subjects[0]
		if len(from) == 0 || v.passive && len(f) > 0 || intransitive && len(c.subj) > 0 && c.subj[0].role != heads {
			from = ids(f)
			to = without(to, from)
		}
		if intransitive && len(to) == 0 {
			to = without(ids(t), from)
		}
	}
	ev := event{kind: Milestone, from: from, to: to, thing: obj}
	if n != nil && n.sense.name == "help" && name == "reaffirm" && !v.neg {
		return one(event{kind: Conduct, from: from, to: to, rung: 1, polarity: Positive, thing: obj})
	}
	switch name {
	case "delay", "suspend", "cancel", "breach", "lapse":
		if v.neg {
			return nil
		}
		ev.milestone, ev.polarity = map[string]string{"delay": "delayed", "suspend": "suspended", "cancel": "cancelled", "breach": "breached", "lapse": "lapsed"}[name], Negative
	case "resume", "reaffirm", "fulfil":
		if v.neg {
			ev.milestone, ev.polarity = "delayed", Negative
			if name == "reaffirm" {
				return nil
			}
			break
		}
		ev.milestone, ev.polarity = map[string]string{"resume": "resumed", "reaffirm": "reaffirmed", "fulfil": "fulfilled"}[name], Positive
		if name == "fulfil" && v.inf && c.parent < 0 {
			return nil
		}
	case "arrive":
		if v.verb == "land" && len(r.refs(p, c.subjects)) > 0 && r.refs(p, c.subjects)[0].role == heads {
			return nil
		}
		if v.verb == "reach" && channel == "" || v.verb == "come" && !v.neg && channel == "" || v.modal != "" || v.inf {
			return nil
		}
		from = nil
		for _, x := range r.refs(p, c.subjects) {
			if x.role != heads {
				from = append(from, x.actor)
			}
		}
		if len(c.subj) > 0 && c.subj[0].role == heads && len(from) == 0 {
			return nil
		}
		ev.from = from
		if len(to) > 0 && len(from) > 0 && to[0] == from[0] {
			to, ev.to = nil, nil
		}
		if v.neg {
			ev.milestone, ev.polarity = "delayed", Negative
			break
		}
		ev.kind, ev.rung, ev.polarity = Conduct, 3, Positive
	case "abandon":
		direct := obj >= 0 && len(p.items[obj].refs) > 0 && p.items[obj].refs[0].role == heads
		if v.neg {
			return nil
		}
		if direct && !v.passive {
			return one(event{kind: Conduct, from: from, to: without(ids(p.items[obj].refs), from), rung: -1, polarity: Negative, thing: -1})
		}
		if channel == "" && !pledgeLike && !lowerContains(r.words(p.items[obj].span), "project", "partnership", "plan", "programme", "program") {
			return nil
		}
		ev.milestone, ev.polarity = "cancelled", Negative
	}
	if len(ev.from) == 0 {
		base := ev.to
		if len(base) == 0 {
			base = r.concerned(nil)
			if says := p.says[sc.i]; r.madeTo[says] != "" { // "deliveries were slipping", Estonia complained
				ev.from, ev.to, ev.guess = []string{r.madeTo[says]}, []string{says}, true
				return one(ev)
			}
			ev.to = base
		}
		ev.from, ev.guess = r.giver(base), true
		if r.gaveAt == p.at && r.lastFrom != "" && !slices.Contains(base, r.lastFrom) { // France sold radars and the howitzers arrived
			ev.from = []string{r.lastFrom}
			return one(ev)
		}
		if r.makes(base, channel) {
			ev.from = []string{r.maker}
		} else if at := r.seat(p, base); at != "" {
			ev.from = []string{at}
		}
	}
	return one(ev)
}
