package reading

import (
	"slices"
	"strings"
)

// vote tells a veto, a vote for or against, an opposition: what it means hangs
// on what is voted on.
func (r *reader) vote(sc scene, s sense, from, to []string, obj int, one func(event) []event) []event {
	p, v := sc.p, sc.v
	if len(from) == 0 || r.future(sc) || v.passive && len(from) == 0 {
		return nil
	}
	k := obj
	for _, a := range sc.c.preps {
		if k < 0 && (a.word == "against" || a.word == "for" || a.word == "of") {
			k = a.np
		}
	}
	against := s.name != "votefor"
	if v.neg {
		return one(event{kind: Conduct, rung: 0, polarity: Neutral, thing: -1})
	}
	verdict := func(harmful bool, to []string, k int) []event {
		ev := event{kind: Conduct, to: to, rung: 2, polarity: Positive, thing: k}
		if harmful != against {
			ev.rung, ev.polarity = -1, Negative
		}
		return one(ev)
	}
	if c := sc.c; c.child >= 0 && (s.name == "veto2" || s.name == "votefor") { // voted against suspending Russia
		child := &p.items[c.child]
		harmful := slices.Contains([]string{"suspend", "remove", "expel", "exclude", "impose", "condemn", "censure", "sanction", "report", "refer", "isolate", "cut", "attack"}, child.verb)
		if q := r.clauseAt(p, c.child); q >= 0 {
			for _, n := range r.reach(&p.clauses[q]) {
				is, _, _ := r.harm(p, n)
				harmful = harmful || is || lowerContains(strings.ToLower(r.words(p.items[n].span)), "embargo", "sanction")
			}
			hit := r.refs(p, p.clauses[q].objects)
			return verdict(harmful, r.hitOr(hit, nil, from), -1)
		}
	}
	if k < 0 {
		if len(to) > 0 && s.name == "veto2" {
			return one(event{kind: Conduct, rung: -2, polarity: Negative, thing: -1})
		}
		return nil
	}
	if is, by, hit := r.harm(p, k); is {
		return verdict(true, r.hitOr(hit, by, from), k)
	}
	direct := len(p.items[k].refs) > 0 && p.items[k].refs[0].role == heads
	text := strings.ToLower(r.words(span{p.items[k].from, min(p.items[k].to+6, r.doc.sentences[p.at].to)}))
	paper := lowerContains(text, "resolution", "draft", "text", "motion", "renewal", "statement", "amendment", "finding", "es-11", "bill", "measure", "proposal")
	friendly := lowerContains(text, "ceasefire", "cease-fire", "extension", "relief", "truce", "humanitarian", "peace")
	help := r.channelOf(&p.items[k]) != "" || lowerContains(text, "aid", "fund", "accession", "membership", "loan", "help", "package", "delivery", "deliveries", "admission", "entry", "candidacy")
	switch {
	case lowerContains(text, "sanction", "embargo", "censure", "condemn"):
		return verdict(true, r.hitOr(nil, nil, from), k)
	case direct && s.name == "veto2":
		return one(event{kind: Conduct, to: without(ids(p.items[k].refs), from), rung: -2, polarity: Negative, thing: -1})
	case direct && s.name == "votefor":
		return one(event{kind: Conduct, to: without(ids(p.items[k].refs), from), rung: 2, polarity: Positive, thing: -1})
	case friendly && s.name != "veto":
		return verdict(false, r.hitOr(nil, nil, from), k)
	case paper: // a resolution about an actor is oftener against it
		return verdict(true, r.hitOr(nil, nil, from), k)
	case help && against:
		return one(event{kind: Conduct, to: to, rung: -1, polarity: Negative, thing: k})
	}
	return nil
}

// gives tells that something was handed over, will be, or was not.
func (r *reader) gives(sc scene, from, to []string, obj int, used map[int]bool, one func(event) []event) []event {
	p, c, v := sc.p, sc.c, sc.v
	if !v.passive {
		for _, k := range c.objects[min(1, len(c.objects)):] { // gave its ally no help
			if n := r.noun(&p.items[k]); n != nil || r.channelOf(&p.items[k]) != "" || r.classOf(p.items[k].from)&classNone != 0 {
				if r.noun(&p.items[obj]) == nil && r.channelOf(&p.items[obj]) == "" && r.classOf(p.items[obj].from)&classNone == 0 {
					obj = k
				}
			}
		}
	}
	channel := r.channel(p, c, obj)
	direct := slices.Contains([]string{"arm", "equip", "train", "finance", "fund", "bankroll", "subsidise", "subsidize", "resupply", "reinforce"}, v.verb)
	weakVerb := slices.Contains([]string{"open", "extend", "share", "pass", "pay", "build", "lay", "give", "rush", "fly", "hand", "let", "commit", "invest", "relay", "export", "station", "deploy", "lease", "transfer"}, v.verb)
	var n *nounEntry
	if obj >= 0 {
		n = r.noun(&p.items[obj])
	}
	nothing := c.negated || obj >= 0 && r.classOf(p.items[obj].from)&classNone != 0 || obj >= 0 && strings.HasPrefix(strings.ToLower(r.words(p.items[obj].span)), "not a single")
	explicit := len(to) > 0
	if n != nil && n.sense.name != "give" && n.sense.name != "moment" && (channel == "" || channel == "treaty") {
		return r.light(sc, from, to, used, one)
	}
	if direct && channel == "" {
		channel = "arms"
		if v.verb != "arm" && v.verb != "equip" && v.verb != "resupply" {
			channel = "money"
		}
	}
	if n != nil && n.sense.name == "give" {
		used[obj] = true
		if !explicit {
			_, t := r.nounArgs(p, obj, n)
			to = without(ids(t), from)
			explicit = len(to) > 0
		}
		if channel == "" {
			channel = "arms"
			if lowerContains(r.words(p.items[obj].span), "humanitarian", "relief", "economic", "financial") {
				channel = "money"
			}
		}
	}
	handed := (v.passive && v.finite || !v.passive && len(from) > 0 && obj >= 0) && slices.Contains([]string{"deliver", "supply", "hand", "return", "ship", "donate", "transfer", "send", "provide", "furnish", "dispatch", "despatch", "contribute", "lend", "fly", "rush", "airlift"}, v.verb)
	if channel == "" && !nothing && !(explicit && !weakVerb) && !handed {
		return nil
	}
	if channel == "treaty" && !nothing {
		channel = ""
	}
	if channel == "" && !nothing && !(explicit && !weakVerb) && !handed || v.passive && !v.finite && !explicit && len(from) == 0 {
		return nil
	}
	if len(from) == 0 && v.passive { // "Three squadrons have been delivered": by the other one
		if len(to) == 0 {
			to = r.concerned(nil)
		}
		from = r.giver(to)
		if r.makes(to, channel) {
			from = []string{r.maker}
		}
		if len(from) == 0 || !explicit && channel == "" && !handed {
			return nil
		}
	}
	if len(from) == 0 {
		return nil
	}
	if !explicit && r.lastFrom != "" && !slices.Contains(from, r.lastFrom) && lowerContains(strings.ToLower(r.words(r.doc.sentences[p.at].span)), "in return", "in exchange") {
		to = []string{r.lastFrom}
	}
	strong := channel == "arms" || channel == "troops" || channel == "money" || channel == "intelligence"
	if !explicit && weakVerb && !handed && v.verb != "hand" && v.verb != "pay" && !(strong && v.form != formS && v.form != formBase && r.topic != "") {
		return nil
	}
	if share := r.share01(p, c); share > 0 && channel != "" && slices.Contains([]string{"sell", "export", "send", "ship"}, v.verb) && !v.neg {
		on := to
		if len(on) == 0 {
			on = without(ids(r.refsOf(p, c)), from)
		}
		if len(on) > 0 {
			return one(event{kind: Dependence, from: on[:1], to: from, polarity: Neutral, thing: obj})
		}
	}
	ev := event{from: from, to: to, thing: obj, rung: 3, polarity: Positive, guess: !explicit}
	yet := c.child >= 0
	switch {
	case nothing && v.perfect && lowerContains(r.words(r.doc.sentences[p.at].span), " since "):
		ev.kind, ev.milestone, ev.polarity = Milestone, "suspended", Negative
	case v.neg || nothing:
		if v.perfect && !nothing && !r.never(p, v) || v.passive {
			ev.kind, ev.milestone, ev.polarity = Milestone, "delayed", Negative
			break
		}
		ev.kind, ev.rung, ev.polarity = Conduct, 0, Neutral
		if slices.Contains(r.asked, from[0]) { // METHODS.md 1: help not given though asked for
			ev.rung, ev.polarity = -1, Negative
		}
		if r.future(sc) {
			ev.rung, ev.polarity = -1, Negative
		}
	case r.future(sc):
		ev.kind, ev.polarity = Pledge, Neutral
		if said := p.says[sc.i]; said != Article && said != "" && !slices.Contains(from, said) && !r.turns {
			ev.kind, ev.polarity, ev.modality = Forecast, Positive, AsForecast
		}
	case v.inf && !yet && c.parent < 0:
		return nil
	case v.passive && !v.finite && v.neg:
		return nil
	case v.verb == "deliver" && lowerContains(r.words(r.doc.sentences[p.at].span), "the last of", "on time", "ahead of schedule", "the final"):
		ev.kind, ev.milestone = Milestone, "fulfilled"
	case r.pledge[pledgeKey(from, to, channel)] && (v.passive || v.perfect || v.form == formPast):
		ev.kind, ev.milestone = Milestone, r.howMuch(p, c, obj)
	case r.atMoment(p, c, v, channel):
		ev.kind = Conduct
	case channel != "":
		ev.kind = Contribution
	default:
		ev.kind = Conduct
		ev.rung = 2
	}
	return one(ev)
}

// atMoment tells help sent at a time of need, which is conduct, from a standing
// contribution.
func (r *reader) atMoment(p *parsedSentence, c *clause, v *item, channel string) bool {
	if channel == "troops" {
		return true
	}
	switch v.verb {
	case "send", "dispatch", "despatch", "rush", "airlift", "fly", "deploy", "hand":
		return v.form != formS && v.form != formBase
	}
	return false
}

// gets tells that something was received, bought or imported.
func (r *reader) gets(sc scene, s sense, obj int, one func(event) []event) []event {
	p, c, v := sc.p, sc.c, sc.v
	giver := r.refs(p, nil)
	for _, a := range c.preps {
		if a.word == "from" {
			giver = append(giver, r.refs(p, []int{a.np})...)
		}
	}
	getter := ids(c.subj)
	if s.name == "comefrom" {
		giver = append(giver, r.refs(p, c.objects)...)
		for _, a := range c.preps {
			if a.word == "from" && len(giver) == 0 {
				giver = r.refs(p, []int{a.np})
			}
		}
		getter = nil
		for k := c.chain.from; k < c.chain.to; k++ {
			for _, x := range p.items[k].refs {
				if x.role == owns || x.role == marks || x.role == heads {
					getter = append(getter, x.actor)
				}
			}
		}
		for k := c.chain.from; k < c.chain.to; k++ {
			if r.channelOf(&p.items[k]) != "" {
				obj = k
			}
		}
	}
	if v.passive {
		return nil
	}
	giverIDs := without(ids(giver), getter)
	if len(getter) == 0 || v.neg {
		return nil
	}
	if len(giverIDs) == 0 && obj >= 0 { // receives Russian arms
		for _, x := range p.items[obj].refs {
			if x.role == marks || x.role == owns {
				giverIDs = append(giverIDs, x.actor)
			}
		}
		giverIDs = without(giverIDs, getter)
	}
	channel := r.channel(p, c, obj)
	if len(giverIDs) == 0 && v.verb == "receive" && channel != "" {
		if maker := r.madeTo[getter[0]]; maker != "" {
			giverIDs = []string{maker}
		} else if getter[0] == r.topic {
			giverIDs = r.giver(getter)
		}
	}
	if len(giverIDs) == 0 || len(getter) == 0 {
		return nil
	}
	getter = getter[:1]
	share := r.share01(p, c)
	switch {
	case s.name == "comefrom" && channel == "":
		return nil
	case share > 0 || s.name == "comefrom":
		return one(event{kind: Dependence, from: giverIDs, to: getter, polarity: Neutral, thing: obj})
	case channel == "":
		return nil
	}
	return one(event{kind: Contribution, from: giverIDs, to: getter, polarity: Positive, thing: obj})
}

// refuses tells a refusal: of help, which is conduct, or of a request.
func (r *reader) refuses(sc scene, from, to []string, obj int, used map[int]bool, one func(event) []event) []event {
	p, c, v := sc.p, sc.c, sc.v
	if len(from) == 0 {
		return nil
	}
	if r.rumour(p, c) {
		target := without(r.otherIn(p, c.end, from), from)
		return one(event{kind: Claim, from: from[:1], to: target, polarity: Neutral, thing: -1, modality: AsAllegation})
	}
	if v.neg {
		if c.child >= 0 && lowerContains(r.words(r.doc.sentences[p.at].span), "no longer") {
			return one(event{kind: Conduct, to: first(without(ids(r.refsOf(p, &p.clauses[r.clauseAt(p, c.child)])), from)), rung: 2, polarity: Positive, thing: -1, reason: "no longer refuses"})
		}
		return nil
	}
	if c.child >= 0 {
		e, ok := r.entry(&p.items[c.child])
		if p.items[c.child].verb == "come" {
			return nil
		}
		sub := without(r.sub(sc), from)
		switch {
		case ok && (e.sense.name == "condemn" || e.sense.name == "harm"):
			return one(event{kind: Conduct, to: sub, rung: 0, polarity: Neutral, thing: -1})
		case ok && (e.sense.name == "say" || e.sense.name == "hold"):
			return one(event{kind: Conduct, to: sub, rung: 0, polarity: Neutral, thing: -1})
		}
		return one(event{kind: Conduct, to: sub, rung: -1, polarity: Negative, thing: r.objOf(p, c.child)})
	}
	if obj < 0 {
		return nil
	}
	n := r.noun(&p.items[obj])
	if n == nil && r.channelOf(&p.items[obj]) == "" {
		return nil
	}
	if n != nil {
		used[obj] = true
		f, t := r.nounArgs(p, obj, n)
		switch n.sense.name {
		case "ask": // rejected Iran's request
			to = without(ids(f), from)
		case "moment", "harm", "urge":
			return nil
		default:
			if len(t) > 0 {
				to = without(ids(t), from)
			} else if len(f) > 0 { // rejected an offer of Iran's
				to = without(ids(f), from)
			}
		}
	}
	return one(event{kind: Conduct, to: to, rung: -1, polarity: Negative, thing: obj})
}

// momentAt reports whether a noun phrase was written as a moment.
func (r *reader) momentAt(it item) bool {
	at := r.doc.tokens[it.from].rstart
	for i := len(r.out) - 1; i >= 0 && i >= len(r.out)-8; i-- {
		if r.out[i].Kind == Moment && r.out[i].Span.Start <= at+1 && at < r.out[i].Span.End {
			return true
		}
	}
	return false
}

// harmAfter reports that a noun like "condemnation" is followed by a harm: "of
// the strike on Doha", and whom that hits.
func (r *reader) harmAfter(p *parsedSentence, k int) (bool, []ref, []ref) {
	for m := k + 1; m+1 < len(p.items) && m < k+4; m += 2 {
		if p.items[m].kind != preposition || p.items[m+1].kind != nounPhrase {
			return false, nil, nil
		}
		if w := p.items[m].word; w != "of" && w != "against" && w != "to" && w != "over" && w != "at" {
			return false, nil, nil
		}
		if is, by, hit := r.harm(p, m+1); is {
			return true, by, hit
		}
	}
	return false, nil, nil
}

// light tells a verb whose noun carries the sense: "voiced support", "imposed sanctions".
func (r *reader) light(sc scene, from, to []string, used map[int]bool, one func(event) []event) []event {
	p, c, v := sc.p, sc.c, sc.v
	if len(from) == 0 {
		return nil
	}
	for _, k := range c.objects {
		n := r.noun(&p.items[k])
		if n == nil {
			continue
		}
		f, t := r.nounArgs(p, k, n)
		hit := without(ids(t), from)
		if len(hit) == 0 && len(to) > 0 {
			hit = to
		}
		if len(hit) == 0 && len(f) > 0 {
			hit = without(ids(f), from)
		}
		used[k] = true
		none := r.classOf(p.items[k].from)&classNone != 0 || v.neg
		if r.future(sc) {
			if n.sense.name == "help" || n.sense.name == "give" {
				return one(event{kind: Pledge, to: hit, polarity: Neutral, thing: k})
			}
			return nil
		}
		if none {
			return one(event{kind: Conduct, to: hit, rung: 0, polarity: Neutral, thing: -1, reason: "no " + r.doc.tokens[p.items[k].head].norm})
		}
		if n.sense.name == "harm" {
			if is, by, hurt := r.harmAfter(p, k); is {
				return one(event{kind: Conduct, to: r.hitOr(hurt, by, from), rung: 1, polarity: Positive, thing: k})
			}
		}
		switch n.sense.name {
		case "help":
			return one(event{kind: Conduct, to: hit, rung: n.sense.rung, polarity: Positive, thing: k})
		case "give":
			return one(event{kind: Contribution, to: hit, polarity: Positive, thing: k})
		case "hold":
			return one(event{kind: Conduct, to: hit, rung: 0, polarity: Neutral, thing: -1})
		case "harm":
			return one(event{kind: Conduct, to: hit, rung: n.sense.rung, polarity: Negative, thing: k})
		case "moment":
			if len(hit) == 0 {
				if k := r.topic; n.sense.arg == "sanctions" && k != "" && !slices.Contains(from, k) {
					hit = []string{k}
				} else {
					continue
				}
			} else if r.central(hit) && r.momentAt(p.items[k]) {
				continue // told as a moment
			}
			return one(event{kind: Conduct, to: hit, rung: -2, polarity: Negative, thing: k})
		case "promise":
			return one(event{kind: Pledge, to: hit, polarity: Neutral, thing: k})
		case "ask":
			return one(event{kind: Request, to: hit, rung: r.wanted(p, c), polarity: Neutral, thing: k})
		case "refuse":
			return one(event{kind: Conduct, to: hit, rung: -1, polarity: Negative, thing: k})
		}
	}
	return nil
}
