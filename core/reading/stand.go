package reading

import (
	"regexp"
	"slices"
	"strings"
)

// lateness finds the words by which a text says that something comes late.
var lateness = regexp.MustCompile(`\b((weeks?|months?|years?|days?) (late|later|behind)|later than|behind (schedule|plan|time)|overdue|(not|nor) (be )?[a-z ]{0,30}before (the )?(end|[0-9]{4}|spring|summer|autumn|winter|next)|not until|rather than (in )?(the )?(spring|summer|autumn|winter|[0-9]{4})|missed (its|their|the) (date|deadline|term)|will be late|is late|are late|slipped)\b`)

// late tells that something promised comes late, whatever the verb: "the boats
// are being fitted out, two years behind plan". It reports whether it did.
func (r *reader) late(p *parsedSentence, k int) bool {
	c := &p.clauses[k]
	v := &p.items[c.v]
	if e, ok := r.entry(v); ok && !slices.Contains([]string{"give", "arrive", "expect", "fulfil", "sign", "promise", "hold"}, e.sense.name) || v.inf || len(c.subjects) == 0 || r.conditional(p) {
		return false
	}
	thing := -1
	for _, n := range c.subjects {
		noun := r.noun(&p.items[n])
		if r.channelOf(&p.items[n]) != "" || noun != nil && (noun.sense.name == "give" || noun.sense.name == "promise") {
			thing = n
		}
	}
	if v.finite && thing < 0 && c.obj >= 0 && len(c.subj) > 0 && r.channelOf(&p.items[c.obj]) != "" && !v.passive {
		thing = c.obj
	}
	if thing < 0 {
		return false
	}
	end := r.doc.sentences[p.at].to
	if k+1 < len(p.clauses) && !p.items[p.clauses[k+1].v].passive {
		end = p.items[p.clauses[k+1].v].from
	}
	if !lateness.MatchString(strings.ToLower(r.words(span{v.from, end}))) {
		return false
	}
	ev := event{kind: Milestone, milestone: "delayed", polarity: Negative, thing: thing, source: "late", reason: "late"}
	from, to := r.ownersOf(p, c, thing)
	ev.from, ev.to = from, to
	if len(ev.to) == 0 {
		ev.to, ev.guess = r.concerned(ev.from), true
	}
	if len(ev.from) == 0 {
		ev.from, ev.guess = r.giver(ev.to), true
	}
	if len(ev.from) == 0 || len(ev.to) == 0 {
		return false
	}
	r.emit(p, k, ev)
	return true
}

// ownersOf gives whose a thing is and for whom, where its phrase says so: "the
// Abrams tanks for Taiwan", "Germany's howitzers".
func (r *reader) ownersOf(p *parsedSentence, c *clause, thing int) (from, to []string) {
	for _, x := range p.items[thing].refs {
		if x.role == owns || x.role == marks {
			from = append(from, x.actor)
		}
	}
	for m := thing + 1; m+1 < len(p.items) && m < thing+8; m++ {
		if p.items[m].kind == verbGroup && p.items[m].finite {
			break
		}
		if p.items[m].kind != preposition || p.items[m+1].kind != nounPhrase {
			continue
		}
		refs := ids(r.refs(p, []int{m + 1}))
		switch p.items[m].word {
		case "for", "to":
			to = append(to, refs...)
		case "from", "by":
			from = append(from, refs...)
		}
	}
	if thing == c.obj && len(from) == 0 {
		from = ids(c.subj)
	}
	return from, without(to, from)
}

// stands tells that forces or arms of one are at another: "Soviet warships are
// off the coast", "about a thousand of its men remain in the country". It
// reports whether it did.
func (r *reader) stands(p *parsedSentence, k int) bool {
	c := &p.clauses[k]
	v := &p.items[c.v]
	if !slices.Contains([]string{"be", "remain", "stay", "stand", "serve", "operate", "fly", "patrol"}, v.verb) || v.modal != "" || v.neg || v.passive || len(c.subj) == 0 {
		return false
	}
	forces := false
	for _, n := range c.subjects {
		ch := r.channelOf(&p.items[n])
		forces = forces || ch == "troops" || slices.Contains([]string{"warships", "soldiers", "forces", "marines", "bombers", "troops", "advisers", "instructors", "frigates"}, r.doc.tokens[p.items[n].head].norm)
	}
	if !forces {
		return false
	}
	from := ids(c.subj)[:1]
	for _, a := range c.preps {
		if !slices.Contains([]string{"in", "on", "off", "at", "near", "alongside"}, a.word) {
			continue
		}
		ev := event{kind: Conduct, from: from, rung: 3, polarity: Positive, thing: c.subjects[0], source: "stands", reason: "forces " + a.word}
		for _, x := range p.items[a.np].refs {
			if x.actor != from[0] {
				ev.to = []string{x.actor}
			}
		}
		if len(ev.to) == 0 {
			ev.to, ev.guess = r.concerned(from), true
		}
		if len(ev.to) == 0 {
			return false
		}
		r.emit(p, k, ev)
		return true
	}
	return false
}

// bound tells a treaty that one has with another. It reports whether it did.
func (r *reader) bound(p *parsedSentence, k int) bool {
	c := &p.clauses[k]
	v := &p.items[c.v]
	if v.verb != "have" && v.verb != "share" && v.verb != "maintain" || v.neg || v.modal != "" || c.obj < 0 || len(c.subj) == 0 {
		return false
	}
	n := r.noun(&p.items[c.obj])
	if n == nil || n.sense.name != "sign" {
		return false
	}
	from := ids(c.subj)[:1]
	to := without(ids(r.after(p, c, "with")), from)
	if len(to) == 0 {
		return false
	}
	r.emit(p, k, event{kind: Pledge, from: from, to: to[:1], polarity: Neutral, thing: c.obj, source: "has a treaty", reason: "has a treaty"})
	return true
}
