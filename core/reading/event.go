package reading

import (
	"slices"
	"strings"
)

// event is what a clause or a noun tells, before it is written as candidates.
type event struct {
	kind      Kind
	from, to  []string
	rung      int
	milestone string
	moment    string // type
	polarity  Polarity
	thing     int // the noun phrase that is given, promised or delayed; -1: none
	guess     bool
	source    string // of what the candidate comes: a sense of a verb or noun
	reason    string
	modality  Modality
	sure      float64
	broad     []string // features of the broad reading
	rival     int      // of candidates with one number the likeliest is shown
}

// scene is the clause at work.
type scene struct {
	p *parsedSentence
	i int // place of the clause
	c *clause
	v *item
	e verbEntry
}

// write goes through the text once more and writes down its candidates.
func (r *reader) write() {
	for i := range r.parsed {
		p := &r.parsed[i]
		r.now = i
		s := r.doc.sentences[p.at]
		r.moments(p)
		used := map[int]bool{} // noun phrases told by a verb
		readings := r.readings(p)
		if !readings && !s.question {
			for k := range p.clauses {
				r.tell(p, k, used)
			}
			r.nouns(p, used)
		}
	}
}

// refs gives the actors of noun phrases by role: the best that there is.
func (r *reader) refs(p *parsedSentence, nps []int) []ref {
	var is, own []ref
	for _, k := range nps {
		for _, x := range p.items[k].refs {
			switch x.role {
			case heads:
				is = append(is, x)
			case owns, marks:
				own = append(own, x)
			}
		}
	}
	if len(is) > 0 {
		return is
	}
	return own
}

// slot finds those whom a clause concerns, by the slots of its verb.
func (r *reader) slot(p *parsedSentence, c *clause, e verbEntry) []ref {
	v := &p.items[c.v]
	last := ""
	if n := len(e.after); n > 0 {
		last = e.after[n-1]
	}
	var weak []ref
	for _, s := range e.slots {
		if s == "obj" {
			if v.passive && len(e.after) == 0 {
				if refs := r.refs(p, c.subjects); len(refs) > 0 && (refs[0].role == heads || weak == nil) {
					if refs[0].role == heads && !r.isThing(p, c.subjects) {
						return refs
					}
					weak = refs
				}
				continue
			}
			if last != "" {
				if refs := r.after(p, c, last); len(refs) > 0 {
					return refs
				}
			}
			refs := r.refs(p, c.objects)
			if len(refs) > 0 && refs[0].role == heads {
				return refs
			}
			if len(refs) == 0 && c.obj >= 0 && e.sense.name == "help" {
				refs = r.after(p, c, "of") // supports the efforts of Kuwait
			}
			if len(refs) > 0 && weak == nil {
				if refs[0].name && e.sense.name == "give" || e.sense.name == "offer" || e.sense.name == "promise" {
					if refs[0].role == marks && refs[0].name {
						return refs // gave Iran missiles
					}
				}
				weak = refs
			}
			continue
		}
		if refs := r.after(p, c, s); len(refs) > 0 && (s != "of" || refs[0].role == heads) {
			return refs
		}
	}
	if e.sense.name == "give" || e.sense.name == "get" || e.sense.name == "refuse" || e.sense.name == "delay" {
		return nil // "sent its troops": whose they are is not to whom
	}
	return weak
}

func (r *reader) isThing(p *parsedSentence, nps []int) bool {
	for _, k := range nps {
		if ch := r.channelOf(&p.items[k]); ch != "" {
			return true
		}
	}
	return false
}

// agent gives who acts in a clause.
func (r *reader) agent(p *parsedSentence, c *clause) []ref {
	v := &p.items[c.v]
	if !v.passive {
		return c.subj
	}
	if v.verb == "commit" {
		return c.subj // is committed to
	}
	if by := r.after(p, c, "by"); len(by) > 0 {
		return by
	}
	var own []ref
	for _, k := range c.subjects { // British aircraft promised to Poland
		if r.channelOf(&p.items[k]) == "" && r.noun(&p.items[k]) == nil {
			continue
		}
		for _, x := range p.items[k].refs {
			if x.role == owns || x.role == marks {
				own = append(own, x)
			}
		}
	}
	return own
}

// after gives the actors after a preposition of a clause.
func (r *reader) after(p *parsedSentence, c *clause, word string) []ref {
	for i, a := range c.preps {
		if a.word != word || a.and {
			continue
		}
		refs := r.refs(p, []int{a.np})
		if len(refs) == 0 {
			continue
		}
		for _, b := range c.preps[i+1:] {
			if !b.and {
				break
			}
			for _, x := range r.refs(p, []int{b.np}) {
				if x.role == refs[0].role {
					refs = append(refs[:len(refs):len(refs)], x)
				}
			}
		}
		return refs
	}
	return nil
}

// ids lists the actors of refs, each once.
func ids(refs []ref) []string {
	var out []string
	for _, x := range refs {
		if !slices.Contains(out, x.actor) {
			out = append(out, x.actor)
		}
	}
	return out
}

func without(list []string, drop []string) []string {
	var out []string
	for _, a := range list {
		if !slices.Contains(drop, a) {
			out = append(out, a)
		}
	}
	return out
}

// hitOr gives those whom a harm hits; where the text does not say, the relier,
// unless it acts or does the harm itself.
func (r *reader) hitOr(hit, by []ref, from []string) []string {
	if out := without(ids(hit), from); len(out) > 0 {
		return out
	}
	if r.topic != "" && !slices.Contains(from, r.topic) && !slices.Contains(ids(by), r.topic) {
		return []string{r.topic}
	}
	return []string{}
}

// first gives a list's first member as a list.
func first(list []string) []string { return list[:min(1, len(list))] }

// channelOf gives the channel of what a noun phrase names.
func (r *reader) channelOf(it *item) string {
	out := ""
	for _, m := range it.names {
		if m.kind == isChannel && !(m.id == "trade" && out != "") { // arms imports are arms
			out = m.id
		}
	}
	return out
}

// channel finds the channel of what a clause tells: its object, subject, then the rest.
func (r *reader) channel(p *parsedSentence, c *clause, thing int) string {
	if thing >= 0 {
		for k := thing; k < len(p.items) && k <= thing+4; k++ {
			if p.items[k].kind == nounPhrase {
				if ch := r.channelOf(&p.items[k]); ch != "" {
					return ch
				}
			} else if p.items[k].kind != preposition || p.items[k].word == "to" {
				break
			}
		}
	}
	for k := c.v; k < c.end && k < len(p.items); k++ {
		if p.items[k].kind == nounPhrase {
			if ch := r.channelOf(&p.items[k]); ch != "" {
				return ch
			}
		}
	}
	for _, k := range c.subjects {
		if ch := r.channelOf(&p.items[k]); ch != "" {
			return ch
		}
	}
	if j := min(c.chain.from, c.v) - 1; j > 0 && p.items[j].kind == subordinator && (p.items[j].word == "that" || p.items[j].word == "which") {
		for k := j - 1; k >= 0 && k >= j-4; k-- {
			if p.items[k].kind == nounPhrase {
				if ch := r.channelOf(&p.items[k]); ch != "" {
					return ch // missiles that it had bought
				}
			}
		}
	}
	return ""
}

// noun gives the sense of a noun phrase's head, where the lexicon has one.
func (r *reader) noun(it *item) *nounEntry {
	for _, m := range it.names {
		if (m.kind == isOffice || m.kind == isPerson) && m.to > it.head {
			return nil
		}
	}
	i := it.head
	if i > it.from { // nouns of two words: air strike, coup attempt
		if info := r.info[i-1]; info != nil {
			for _, p := range info.phrases {
				if p.kind == isNoun && len(p.words) == 2 && r.doc.tokens[i].norm == p.words[1] {
					return p.noun
				}
			}
		}
	}
	if info := r.info[i]; info != nil {
		return info.noun
	}
	return nil
}

// nounArgs finds who acts and who is concerned around a noun of the lexicon.
func (r *reader) nounArgs(p *parsedSentence, k int, n *nounEntry) (from, to []ref) {
	it := &p.items[k]
	if slices.Contains(n.from, "poss") {
		for _, x := range it.refs {
			if x.role == owns || x.role == marks || x.role == heads && x.at != it.head {
				from = append(from, x)
			}
		}
	}
	if slices.Contains(n.to, "poss") { // India's order of missiles from Russia
		for _, x := range it.refs {
			if x.role == owns || x.role == marks {
				to = append(to, x)
			}
		}
	}
	for m := k + 1; m+1 < len(p.items); m += 2 {
		if p.items[m].kind == verbGroup && p.items[m].passive && !p.items[m].finite && p.items[m+1].kind == preposition && m+2 < len(p.items) && p.items[m+1].word == "by" {
			from = r.refs(p, []int{m + 2}) // the measures taken by
			break
		}
		if p.items[m].kind == verbGroup && p.items[m].passive && !p.items[m].finite && p.items[m+1].kind == preposition {
			m-- // the measures taken against
			continue
		}
		if p.items[m].kind == conjunction && p.items[m+1].kind == nounPhrase {
			continue
		}
		if p.items[m].kind != preposition || p.items[m+1].kind != nounPhrase {
			break
		}
		refs := r.refs(p, []int{m + 1})
		if len(refs) == 0 {
			continue
		}
		for q := m + 2; q+1 < len(p.items) && p.items[q].kind == conjunction && p.items[q+1].kind == nounPhrase && !(q+2 < len(p.items) && p.items[q+2].kind == verbGroup); q += 2 {
			refs = append(refs, r.refs(p, []int{q + 1})...)
		}
		switch w := p.items[m].word; {
		case slices.Contains(n.to, w) && len(to) == 0:
			to = refs
		case slices.Contains(n.from, w) && len(from) == 0:
			from = refs
		}
	}
	return from, to
}

// harm tells whether a noun phrase names a harm or its instrument (an attack, a
// resolution against), and whom it hits.
func (r *reader) harm(p *parsedSentence, k int) (bool, []ref, []ref) {
	for _, m := range p.items[k].names { // an attack that has a name: the strike on Doha
		if m.kind == isMoment && len(m.moment.inNeed) == 1 && slices.Contains([]string{"attack", "war", "blockade", "coup"}, m.moment.kind) && m.to > p.items[k].head {
			return true, nil, []ref{{actor: m.moment.inNeed[0], role: heads, at: m.from}}
		}
	}
	n := r.noun(&p.items[k])
	if n != nil && (n.sense.name == "moment" || n.sense.name == "harm") {
		from, to := r.nounArgs(p, k, n)
		if len(to) == 0 && len(p.items[k].refs) > 0 && n.sense.arg != "war" && !slices.Contains(n.from, "poss") {
			to = p.items[k].refs
		}
		return true, from, to
	}
	// a resolution against Iran, a motion condemning Israel
	if !lowerContains(strings.ToLower(r.words(p.items[k].span)), "resolution", "draft", "text", "motion", "statement", "measure", "campaign", "vote", "case", "action", "move", "finding") {
		return false, nil, nil
	}
	for m := k + 1; m+1 < len(p.items) && m < k+4; m++ {
		if p.items[m].kind == preposition && p.items[m].word == "against" && p.items[m+1].kind == nounPhrase {
			return true, nil, r.refs(p, []int{m + 1})
		}
		if p.items[m].kind == verbGroup && !p.items[m].finite && p.items[m+1].kind == nounPhrase && slices.Contains([]string{"condemn", "censure", "criticise", "criticize", "sanction", "suspend"}, p.items[m].verb) {
			return true, nil, r.refs(p, []int{m + 1})
		}
		if p.items[m].kind != preposition && p.items[m].kind != nounPhrase {
			break
		}
	}
	return false, nil, nil
}

// phraseIn reports a marking phrase or word of a class between two tokens.
func (r *reader) phraseIn(p *parsedSentence, c classSet, from, to int) bool {
	for _, m := range p.marks {
		if m.kind == isMark && m.class&c != 0 && m.from >= from && m.from < to {
			return true
		}
	}
	for i := from; i < to; i++ {
		if r.classOf(i)&c != 0 {
			return true
		}
	}
	return false
}

// supposed reports a clause under "if", "unless" or "whether", or one that
// begins with "should", "were" or "had" turned around.
func (r *reader) supposed(p *parsedSentence, c *clause) bool {
	for k := min(c.chain.from, c.v) - 1; k >= 0 && k >= min(c.chain.from, c.v)-3; k-- {
		it := &p.items[k]
		if it.kind == subordinator && (it.word == "if" || it.word == "unless" || it.word == "whether" || it.word == "lest") {
			return true
		}
		if it.kind == preposition && it.word == "until" {
			return true
		}
		if it.kind == verbGroup || it.kind == stop || it.kind == comma {
			break
		}
	}
	return false
}

// conditional reports a sentence that supposes something somewhere.
func (r *reader) conditional(p *parsedSentence) bool {
	s := r.doc.sentences[p.at]
	for k := range p.items {
		if it := &p.items[k]; it.kind == subordinator && (it.word == "if" || it.word == "unless") {
			return true
		}
	}
	first := r.doc.tokens[s.from].norm
	return first == "should" || first == "were" || first == "had"
}

// quantity words mark a share or a part.
func lowerContains(s string, list ...string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
