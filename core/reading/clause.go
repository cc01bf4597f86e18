package reading

import "slices"

// clause is a verb group with what belongs to it, by places of items.
type clause struct {
	v        int   // the verb group
	subjects []int // noun phrases that head the subject
	chain    span  // the subject with its complements, as items
	subj     []ref
	obj      int // the object's first noun phrase; -1: none
	objects  []int
	preps    []attached
	child    int // the verb group that completes it ("refused to supply"); -1: none
	parent   int // the verb group that it completes; -1: none
	relative bool
	negated  bool // "not" stands before its object: sent "not a single bullet"
	end      int  // item after the last one that belongs to it
}

// attached is a preposition with its noun phrase.
type attached struct {
	word string
	np   int
	and  bool // joined to the one before
}

// clauses ties each verb group to its subject, objects and complements.
func (r *reader) clauses(items []item) []clause {
	var out []clause
	index := make(map[int]int)
	for v := range items {
		if items[v].kind != verbGroup {
			continue
		}
		c := clause{v: v, obj: -1, child: -1, parent: -1, end: v + 1}
		r.right(items, &c)
		index[v] = len(out)
		out = append(out, c)
	}
	for i := range out {
		c := &out[i]
		if c.child >= 0 {
			if k, ok := index[c.child]; ok {
				out[k].parent = i
			}
		}
	}
	for i := range out {
		r.left(items, out, i, index)
	}
	for i := range out {
		c := &out[i]
		if len(c.subj) > 0 || len(c.subjects) == 0 || r.classOf(items[c.subjects[0]].head)&classAgent == 0 || items[c.subjects[0]].pronoun {
			continue
		}
		for k := c.subjects[0] - 1; k >= 0 && items[k].kind != stop; k-- { // In Washington the House refused
			for _, x := range items[k].refs {
				if x.role == locates && len(c.subj) == 0 {
					c.subj = []ref{{actor: x.actor, role: heads, at: items[c.subjects[0]].head, weak: true}}
				}
			}
		}
	}
	for i := range out {
		c := &out[i]
		if c.parent >= 0 || len(c.subjects) == 0 || c.chain.to > c.v || c.relative {
			continue
		}
		first := items[c.subjects[0]].from
		if cl := r.classOf(first); cl&classNone != 0 && cl&classPoss == 0 && r.doc.tokens[first].norm != "little" || first > 0 && r.doc.tokens[first-1].norm == "neither" {
			items[c.v].neg = !items[c.v].neg // no government sent help; neither France nor Germany did
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		if c := &out[i]; c.child >= 0 {
			c.end = max(c.end, out[index[c.child]].end)
		}
	}
	return out
}

// right takes the object, prepositional phrases and completing verb of a group.
func (r *reader) right(items []item, c *clause) {
	prep := ""
	j := c.v + 1
	taken := items[c.v].main + 1 // words that belong to the verb: turned down
	if e, ok := r.entry(&items[c.v]); ok && len(e.after) > 0 && !slices.Contains(e.after, "*") {
		taken += len(e.after)
	}
	for ; j < len(items); j++ {
		it := &items[j]
		if it.kind == preposition && it.to <= taken {
			continue
		}
		switch it.kind {
		case negation, quote:
			c.negated = c.negated || it.kind == negation && c.obj < 0
			continue
		case preposition:
			if it.may && j+2 < len(items) && items[j+1].kind == nounPhrase && items[j+2].kind == verbGroup && items[j+2].finite {
				c.end = j
				return // after crowds burned it
			}
			prep = it.word
			continue
		case nounPhrase:
			if j+1 < len(items) && items[j+1].kind == verbGroup && items[j+1].finite && prep == "" && j > c.v+1 {
				c.end = j
				return
			}
			if prep != "" {
				c.preps = append(c.preps, attached{word: prep, np: j})
			} else {
				if c.obj < 0 && !(items[j-1].kind == conjunction && len(c.preps) > 0) {
					c.obj = j
					c.objects = append(c.objects, j)
				} else if c.obj >= 0 && len(c.preps) == 0 {
					c.objects = append(c.objects, j)
				} else if len(c.preps) > 0 {
					c.preps = append(c.preps, attached{c.preps[len(c.preps)-1].word, j, true})
				}
			}
			prep = ""
			continue
		case verbGroup:
			if it.form == formBase && it.modal == "" && it.finite && c.obj >= 0 && slices.Contains([]string{"help", "let", "make", "see"}, items[c.v].verb) {
				it.finite, it.inf = false, true // help them defend
			}
			if !it.finite && (!it.passive) {
				if c.child < 0 {
					c.child = j
				}
				c.end = j
				return
			}
			if it.passive && !it.finite {
				continue // missiles supplied by
			}
			c.end = j
			return
		case conjunction:
			if j+1 < len(items) && items[j+1].kind == nounPhrase && !(j+2 < len(items) && items[j+2].kind == verbGroup && items[j+2].finite) && it.word != "but" {
				continue
			}
			if j+1 < len(items) && items[j+1].kind == preposition {
				continue
			}
			c.end = j
			return
		case comma:
			if r.list(items, j) && !r.subjectAhead(items, j) {
				continue
			}
			c.end = j
			return
		}
		c.end = j
		return
	}
	c.end = j
}

// list reports whether the comma at j parts the members of a list.
func (r *reader) list(items []item, j int) bool {
	if j+2 >= len(items) || j == 0 || items[j-1].kind != nounPhrase || items[j+1].kind != nounPhrase {
		return false
	}
	switch items[j+2].kind {
	case conjunction:
		return j+3 < len(items) && items[j+3].kind == nounPhrase
	case comma:
		return r.list(items, j+2)
	}
	return false
}

// subjectAhead reports whether the names after the comma at j are the subject of
// what follows: "invaded in September, Britain and France declared war".
func (r *reader) subjectAhead(items []item, j int) bool {
	for k := j + 1; k < len(items); k++ {
		switch items[k].kind {
		case nounPhrase, conjunction, comma:
			continue
		case verbGroup:
			return items[k].finite
		}
		return false
	}
	return false
}

// left finds the subject of the clause at place i.
func (r *reader) left(items []item, all []clause, i int, index map[int]int) {
	c := &all[i]
	v := &items[c.v]
	c.chain = span{c.v, c.v}
	if !v.finite {
		if c.parent >= 0 {
			p := &all[c.parent]
			if e, ok := r.entry(&items[p.v]); ok && slices.Contains([]string{"urge", "ask", "help", "accuse"}, e.sense.name) && len(p.objects) > 0 && v.inf {
				c.subjects = p.objects[:1]
				c.subj = r.gather(items, c.subjects, span{p.objects[0], c.v})
				return
			}
			c.subjects, c.subj, c.chain = p.subjects, p.subj, p.chain
			if items[p.v].verb == "be" && p.obj >= 0 && len(p.subjects) > 0 && items[p.subjects[0]].pronoun {
				if refs := r.gather(items, p.objects, span{p.obj, c.v}); len(refs) > 0 { // it is the policy of the state to
					c.subjects, c.subj, c.chain = p.objects, refs, span{p.obj, c.v}
					for i := range c.subj {
						c.subj[i].role = heads
					}
				}
			}
			return
		}
		if v.passive { // missiles supplied by Iran
			if c.v > 0 && items[c.v-1].kind == nounPhrase {
				c.subjects, c.chain = []int{c.v - 1}, span{c.v - 1, c.v}
				c.subj = r.gather(items, c.subjects, c.chain)
			}
			return
		}
		for k := i - 1; k >= 0; k-- { // Turkey said ..., adding
			if items[all[k].v].finite {
				c.subjects, c.subj = all[k].subjects, all[k].subj
				return
			}
		}
		return
	}
	k := c.v - 1
	for guard := 0; k >= 0 && guard < len(items); guard++ {
		switch it := &items[k]; it.kind {
		case negation, quote:
			k--
			continue
		case subordinator:
			if it.word == "which" || it.word == "who" || it.word == "that" || it.word == "whom" {
				c.relative = true
				for m := k - 1; m > 0; m-- { // it was Iran's help that
					if items[m].kind == verbGroup && items[m].verb == "be" && m > 0 && items[m-1].kind == nounPhrase && items[m-1].pronoun && m+1 < k && items[m+1].kind == nounPhrase && r.doc.tokens[items[m-1].head].norm == "it" {
						c.subjects = []int{m + 1}
						c.subj = r.gather(items, c.subjects, span{m + 1, m + 2})
						return
					}
					if items[m].kind == subordinator || items[m].kind == verbGroup && items[m].finite {
						break
					}
				}
				e := k
				if e > 0 && items[e-1].kind == comma {
					e--
				}
				c.chain = r.chain(items, e)
				c.subjects, c.subj = r.nearest(items, c.chain)
				if len(c.subj) == 0 && it.word != "whom" { // a decree that bans
					r.share(all, i, c)
					if len(c.subj) > 0 && c.chain.to > c.chain.from {
						c.chain = span{c.v, c.v}
					}
				}
				return
			}
			r.share(all, i, c)
			return
		case conjunction:
			r.share(all, i, c)
			return
		case comma:
			if m := r.parenthesis(items, k); m >= 0 {
				k = m - 1
				continue
			}
			r.share(all, i, c)
			return
		case nounPhrase:
			c.chain = r.chain(items, k+1)
			c.subjects, c.subj = r.headsOf(items, c.chain)
			if len(c.subjects) == 0 && c.chain.from > 0 && items[c.chain.from].kind == preposition {
				k = c.chain.from - 1 // but in practice | showed
				continue
			}
			return
		case verbGroup:
			if !it.finite {
				if q, ok := index[k]; ok && all[q].parent >= 0 {
					k = pastInfinitive(items, k)
					continue
				}
				k--
				continue
			}
			for m := k - 1; m >= 0 && m > k-3; m-- { // officials who asked said
				if items[m].kind == subordinator {
					k = m - 1
					break
				}
			}
			if k >= 0 && items[k].kind == verbGroup {
				return
			}
			continue
		default:
			r.share(all, i, c)
			return
		}
	}
}

// pastInfinitive steps over an infinitive and what it completes.
func pastInfinitive(items []item, k int) int {
	for k > 0 && items[k].kind == verbGroup {
		k--
	}
	return k
}

// share gives a clause the subject of the finite one before it.
func (r *reader) share(all []clause, i int, c *clause) {
	for k := i - 1; k >= 0; k-- {
		if len(all[k].subj) > 0 && all[k].parent < 0 {
			c.subjects, c.subj = all[k].subjects, all[k].subj
			return
		}
	}
}

// parenthesis gives the place of the comma that opens the insertion which the
// comma at k closes; -1 where there is none.
func (r *reader) parenthesis(items []item, k int) int {
	for m := k - 1; m >= 0; m-- {
		switch items[m].kind {
		case stop:
			return -1
		case comma:
			first := items[m+1]
			if first.kind == subordinator || r.doc.tokens[first.from].norm == "whose" || first.kind == preposition || first.kind == nounPhrase && m > 0 && items[m-1].kind == nounPhrase && !hasVerb(items[m+1:k]) || first.kind == verbGroup && !first.finite {
				return m
			}
			return -1
		}
	}
	return -1
}

func hasVerb(items []item) bool {
	for i := range items {
		if items[i].kind == verbGroup && items[i].finite {
			return true
		}
	}
	return false
}

// chain gives the stretch of phrases joined by prepositions and conjunctions
// that ends before item e.
func (r *reader) chain(items []item, e int) span {
	k := e
	for k > 0 {
		switch it := &items[k-1]; it.kind {
		case nounPhrase:
			k--
			continue
		case preposition:
			if !(it.may && k == e-1) || k < 2 {
				k--
				continue
			}
		case verbGroup:
			if it.passive && !it.finite && k >= 2 && items[k-2].kind == nounPhrase && k < e {
				k--
				continue
			}
		case conjunction:
			if k-2 >= 0 && items[k-2].kind == nounPhrase && items[k].kind == nounPhrase && it.word != "but" && !r.clauseBefore(items, k-1) {
				k--
				continue
			}
		case comma:
			if k < e && k-2 >= 0 && items[k-2].kind == nounPhrase && items[k].kind == nounPhrase && r.list(items, k-1) && !r.clauseBefore(items, k-1) {
				k--
				continue
			}
		}
		break
	}
	return span{k, e}
}

// clauseBefore reports a finite verb before item k with no break between, so
// that a conjunction at k joins clauses rather than names.
func (r *reader) clauseBefore(items []item, k int) bool {
	for m := k - 1; m >= 0; m-- {
		switch items[m].kind {
		case verbGroup:
			return items[m].finite
		case subordinator, stop, comma:
			return false
		case preposition:
			if items[m].may && m+1 < k {
				return false // after China and India objected
			}
		}
	}
	return false
}

// headsOf finds the noun phrases that head a chain, and their actors.
func (r *reader) headsOf(items []item, ch span) (list []int, refs []ref) {
	for k := ch.from; k < ch.to; k++ {
		if items[k].kind != nounPhrase {
			continue
		}
		if k > ch.from && (items[k-1].kind == preposition || items[k-1].kind == verbGroup) {
			continue
		}
		if k > ch.from && (items[k-1].kind == conjunction || items[k-1].kind == comma) && len(list) > 0 && k-2 >= ch.from && items[k-2].kind == nounPhrase && k-3 >= ch.from && items[k-3].kind == preposition {
			continue // the ministers of Russia and China
		}
		if len(list) > 0 && items[k-1].kind == nounPhrase {
			list = list[:0] // "In the war | Russia": the last one stands alone
		}
		list = append(list, k)
	}
	if len(list) == 0 && ch.to > ch.from && items[ch.to-1].kind == nounPhrase && !(ch.to-2 >= ch.from && items[ch.to-2].kind == preposition) {
		list = append(list, ch.to-1)
	}
	return list, r.gather(items, list, ch)
}

// nearest gives the antecedent of a relative clause.
func (r *reader) nearest(items []item, ch span) (list []int, refs []ref) {
	for k := ch.to - 1; k >= ch.from; k-- {
		if items[k].kind == nounPhrase {
			list = []int{k}
			if len(items[k].refs) > 0 {
				return list, r.gather(items, list, span{k, ch.to})
			}
			if n := r.noun(&items[k]); n != nil && n.sense.name == "moment" {
				return list, nil // the attacks that targeted: nobody is named
			}
			return r.headsOf(items, ch)
		}
	}
	return nil, nil
}

// gather collects the actors of heading phrases: those they are, else those
// whose they are, else those of their complements.
func (r *reader) gather(items []item, list []int, ch span) []ref {
	var is, own []ref
	for _, k := range list {
		for _, x := range items[k].refs {
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
	if len(own) > 0 {
		return own
	}
	for k := ch.from; k < ch.to; k++ {
		if items[k].kind == nounPhrase && k > ch.from && (items[k-1].kind == preposition && slices.Contains([]string{"of", "by", "from", "in"}, items[k-1].word) || items[k-1].kind == conjunction) && !slices.Contains(list, k) {
			for _, x := range items[k].refs {
				in := items[k-1].word == "in"
				if (x.role == heads || x.role == owns) && !in || x.role == locates && in && len(list) > 0 && r.classOf(items[list[0]].head)&(classAgent|classCountry|classGroup) != 0 {
					x.role = heads
					if len(list) > 0 {
						if cl := r.classOf(items[list[0]].head); cl&(classAgent|classFriend|classSource) == 0 {
							x.role = owns
						}
					}
					is = append(is, x)
				}
			}
		}
	}
	return is
}

func (r *reader) classOf(i int) classSet {
	if r.info[i] == nil {
		return 0
	}
	return r.info[i].class
}
