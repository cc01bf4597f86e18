package reading

import (
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// moments writes the times of need that a sentence names, each once a text.
func (r *reader) moments(p *parsedSentence) {
	s := r.doc.sentences[p.at]
	for _, m := range p.marks {
		if m.kind != isMoment {
			continue
		}
		e := m.moment
		start := yearOf(e.start)
		if r.year != 0 && (start > r.year+1) {
			continue
		}
		key := "moment/" + ledger.SituationOf(e.kind) + "/" + strings.Join(e.inNeed, ",")
		if len(e.inNeed) == 1 && r.year-start > 2 && start > 0 {
			key += e.title
		}
		if len(e.inNeed) > 0 {
			r.need, r.moment = e.inNeed[0], e.title
			if slices.Contains(e.inNeed, r.topic) {
				r.need = r.topic
			}
		}
		if r.seen[key] || !r.central(e.inNeed) {
			continue
		}
		r.seen[key] = true
		lo, hi := m.from, m.to
		r.emitMoment(p, e.title, e.kind, e.inNeed, e.start, e.end, span{lo, hi}, .8, "name")
	}
	if s.question {
		return
	}
	for k := range p.items {
		it := &p.items[k]
		if it.kind != nounPhrase || it.pronoun {
			continue
		}
		n := r.noun(it)
		if n == nil || n.sense.name != "moment" {
			continue
		}
		from, to := r.nounArgs(p, k, n)
		need := ids(to)
		if len(need) == 0 && !slices.Contains(n.from, "poss") {
			need = ids(it.refs)
		}
		named := false
		for _, m := range p.marks {
			if m.kind == isMoment && m.from < it.to && m.to > it.from {
				named = true
			}
		}
		if it.from > s.from && slices.ContainsFunc(r.forms(it.from-1), func(f verbForm) bool { return f.base == "declare" || f.base == "wage" }) {
			continue // told as conduct
		}
		if named || r.denied(it) || r.negatedAt(p, k) {
			continue
		}
		definite := r.doc.tokens[it.from].norm == "the" || r.doc.tokens[it.from].norm == "this"
		if len(need) == 0 {
			inner := slices.Contains([]string{"unrest", "disaster", "coup", "blockade"}, n.sense.arg)
			if !(definite && inner) && len(from) == 0 || n.sense.arg == "sanctions" || n.sense.arg == "economic" || r.topic == "" {
				continue
			}
			if need = without([]string{r.topic}, ids(from)); len(need) == 0 {
				continue
			}
		}
		key := "moment/" + ledger.SituationOf(n.sense.arg) + "/" + strings.Join(need, ",")
		if n.sense.arg == "sanctions" || n.sense.arg == "coup" {
			key = "moment/" + n.sense.arg + "/" + strings.Join(need, ",")
		}
		r.need = need[0]
		r.moment = r.words(it.span)
		if r.seen[key] || !r.central(need) {
			continue
		}
		r.seen[key] = true
		hi := it.to
		for m := k + 1; m+1 < len(p.items) && m < k+3 && p.items[m].kind == preposition; m += 2 {
			hi = p.items[m+1].to
		}
		when := r.when(span{s.from, s.to}, false)
		r.emitMoment(p, r.words(span{it.from, hi}), n.sense.arg, need, when.String(), "", span{it.from, hi}, .55, "moment noun")
	}
}

// assaults are verbs by which an attack is told.
var assaults = []string{"attack", "invade", "bomb", "shell", "strike", "hit", "fire", "launch", "cross", "march", "move", "push", "advance", "overrun", "storm", "bombard", "pound", "raid", "occupy", "annex", "seize", "assault", "conquer", "blockade", "besiege", "encircle", "pummel", "hammer", "carry", "wage"}

// assaulted writes the attack that a clause tells as a moment of need of those
// attacked, where the text is about one of them. It reports whether it is one.
func (r *reader) assaulted(p *parsedSentence, k int, need []string) bool {
	if !r.central(need) {
		return false
	}
	key := "moment/" + ledger.SituationOf("attack") + "/" + strings.Join(need, ",")
	r.need = need[0]
	if r.seen[key] {
		return true
	}
	r.seen[key] = true
	c := &p.clauses[k]
	lo := c.v
	if c.chain.from < c.v && c.chain.to <= c.v {
		lo = c.chain.from
	}
	words := span{p.items[lo].from, p.items[min(max(c.end, c.v+1), len(p.items))-1].to}
	s := r.doc.sentences[p.at]
	r.moment = r.words(words)
	r.emitMoment(p, r.words(words), "attack", need, r.when(span{s.from, s.to}, false).String(), "", words, .55, "moment verb")
	return true
}

// negatedAt reports an item that depends on a negated or imagined clause.
func (r *reader) negatedAt(p *parsedSentence, k int) bool {
	for i := range p.clauses {
		c := &p.clauses[i]
		if k > c.v && k < c.end && (p.items[c.v].neg || r.imagined(p, i)) {
			return true
		}
	}
	return false
}

// forms gives the readings of a token as a verb.
func (r *reader) forms(i int) []verbForm {
	if r.info[i] == nil {
		return nil
	}
	return r.info[i].forms
}

// central reports whether one of the actors is among those the text is about.
func (r *reader) central(list []string) bool {
	for _, a := range list {
		if a == r.topic || a == r.partner || slices.Contains(r.top[:min(3, len(r.top))], a) {
			return true
		}
	}
	return false
}

// denied reports a noun phrase that begins with "no" or "any".
func (r *reader) denied(it *item) bool {
	w := r.doc.tokens[it.from].norm
	return w == "no" || w == "any" || w == "such"
}
