package reading

import (
	"cmp"
	"slices"
)

// turn sees the name of a speaker at the head of a paragraph: "QUESTION:", "MR.
// SULLIVAN:", "Foreign Minister Lavrov:". A speaker whom the lexicon knows speaks
// for their actor until the next one.
func (r *reader) turn(s sentence) {
	for i := s.from; i < s.to && i < s.from+7; i++ {
		t := r.doc.tokens[i]
		if t.norm == ":" && i > s.from {
			first := r.doc.tokens[s.from]
			who := r.classOf(s.from)&classSpeaker != 0
			if !who && !first.caps && !(first.upper && (i == s.from+1 || r.labels(s.from, i))) {
				return
			}
			r.asking, r.turns, r.talking = who, true, ""
			if !who {
				r.talking = r.talker(s.from, i)
			}
			return
		}
		if !t.word && t.norm != "." && t.norm != "," && t.norm != "(" && t.norm != ")" {
			return
		}
	}
}

// labels reports whether a stretch of tokens is a name or an office in capitals.
func (r *reader) labels(from, to int) bool {
	for i := from; i < to; i++ {
		if t := &r.doc.tokens[i]; t.word && !t.upper && t.norm != "of" && t.norm != "the" && t.norm != "for" {
			return false
		}
	}
	return true
}

// talker gives the actor for whom the speaker whose label stands at a stretch of
// tokens speaks; empty where the lexicon knows none.
func (r *reader) talker(from, to int) string {
	out := ""
	for _, m := range r.names(sentence{span: span{from, to}}) {
		if m.kind <= isPerson {
			out = m.id
		}
	}
	if out != "" {
		return out
	}
	for i := from; i < to; i++ { // a surname alone
		t := &r.doc.tokens[i]
		if r.info[i] == nil || !t.word {
			continue
		}
		for _, p := range r.info[i].phrases {
			if p.kind != isPerson || len(p.words) != 1 {
				continue
			}
			if e := p.person; r.known[e.name] || r.year > 0 && e.first <= r.year+1 && (e.last == 0 || r.year <= e.last) {
				return p.id
			}
		}
	}
	return ""
}

// speaker finds who says what is quoted in a sentence; empty where nobody new is named.
func (r *reader) speaker(s sentence) string {
	quote, quotes, say := r.inside, 0, -1
	for i := s.from; i < s.to; i++ {
		if r.doc.tokens[i].norm == `"` {
			quote = !quote
			quotes++
			continue
		}
		if !quote && say < 0 && r.info[i] != nil && r.says(i) {
			say = i
		}
	}
	if quotes == 0 && !r.inside || say < 0 {
		return ""
	}
	best, where := "", 100
	inQuote := r.inside
	pos := make(map[int]bool)
	for i := s.from; i < s.to; i++ {
		if r.doc.tokens[i].norm == `"` {
			inQuote = !inQuote
		}
		pos[i] = inQuote
	}
	for _, m := range r.named[r.sentenceOf(s)] {
		if m.kind > isPerson || pos[m.from] {
			continue
		}
		d := say - m.from
		if d < 0 {
			d = m.from - say + 2
		}
		if d < where && d < 12 {
			best, where = m.id, d
		}
	}
	if best == "" {
		for i := max(s.from, say-4); i < min(s.to, say+4); i++ {
			switch c := r.classOf(i); {
			case pos[i]:
			case c&classHe != 0 && r.person.actor != "":
				return r.person.actor
			case c&classIt != 0 && len(r.focus) > 0:
				return r.focus[0].actor
			}
		}
	}
	return best
}

func (r *reader) sentenceOf(s sentence) int {
	i, _ := slices.BinarySearchFunc(r.doc.sentences, s, func(a, b sentence) int { return cmp.Compare(a.from, b.from) })
	return i
}

// says reports a finite form of a verb of saying.
func (r *reader) says(i int) bool {
	for _, f := range r.info[i].forms {
		if f.form&(formPast|formS) == 0 {
			continue
		}
		for _, e := range r.lex.lemmas[f.base] {
			if e.sense.name == "say" {
				return true
			}
		}
	}
	return false
}

// attribute finds who asserts each clause.
func (r *reader) attribute(p *parsedSentence, s sentence) {
	n := len(p.clauses)
	p.says, p.alleged, p.quoted = make([]string, n), make([]bool, n), make([]bool, n)
	base := ""
	if r.turns {
		if r.asking {
			base = "journalist"
		} else if r.talking != "" {
			base = r.talking
		} else if len(r.home) > 0 {
			base = r.home[0]
		}
	}
	according, source := r.according(p)
	open := r.inside
	at := s.from
	for i := range p.clauses {
		c := &p.clauses[i]
		v := &p.items[c.v]
		for ; at < v.span.from; at++ {
			if r.doc.tokens[at].norm == `"` {
				open = !open
			}
		}
		p.says[i] = base
		if according {
			p.says[i], p.alleged[i] = source, true
		}
		if open && r.quoted != "" {
			p.says[i], p.quoted[i] = r.quoted, true
		}
	}
	for k := range p.clauses {
		c := &p.clauses[k]
		v := &p.items[c.v]
		e, ok := r.entry(v)
		if !ok || !slices.Contains([]string{"say", "deny", "judge", "expect", "accuse", "announce"}, e.sense.name) {
			continue
		}
		who := r.who(p, c)
		if v.passive && e.sense.name != "announce" { // it is said that
			for i := k + 1; i < n; i++ {
				p.alleged[i] = true
			}
			continue
		}
		if who == "" {
			continue
		}
		after := k + 1
		if after < n && p.clauses[after].parent != k || after >= n {
			// with nothing after it, it closes what stands before
			if c.end >= len(p.items)-1 || c.obj < 0 {
				last := c.chain.from - 1
				if last >= 0 && (p.items[last].kind == comma || p.items[last].kind == quote) || c.chain.from > c.v {
					for i := 0; i < k; i++ {
						if !p.quoted[i] && (p.says[i] == base) {
							p.says[i], p.alleged[i] = who, true
						}
					}
				}
			}
		}
		for i := k + 1; i < n; i++ {
			if r.breaks(p, k, i) {
				break
			}
			p.says[i], p.alleged[i] = who, e.sense.name != "expect"
		}
	}
}

// breaks reports whether clause i no longer belongs to what clause k says.
func (r *reader) breaks(p *parsedSentence, k, i int) bool {
	from := p.clauses[k].v
	to := min(p.clauses[i].v, p.clauses[i].chain.from)
	for m := from + 1; m < to; m++ {
		if p.items[m].kind == stop && r.doc.tokens[p.items[m].from].norm == ";" {
			return true
		}
		if p.items[m].kind == conjunction && m+1 < len(p.items) && m > 0 && (p.items[m-1].kind == comma || p.items[m].word == "but") && m+1 <= to {
			return true
		}
	}
	c := &p.clauses[i]
	if c.chain.from == c.v && c.v > 0 && p.items[c.v-1].kind == conjunction && len(c.subj) > 0 && len(p.clauses[k].subj) > 0 && c.subj[0] == p.clauses[k].subj[0] {
		return true // said it would come and sent a ship
	}
	return false
}

// who names the subject of a clause of saying.
func (r *reader) who(p *parsedSentence, c *clause) string {
	if len(c.subj) > 0 {
		return c.subj[0].actor
	}
	if len(c.subjects) > 0 {
		np := &p.items[c.subjects[0]]
		if r.classOf(np.head)&(classSource|classAgent) != 0 || len(np.names) > 0 {
			return r.words(np.span)
		}
	}
	return ""
}

// according finds "according to X" and who X is.
func (r *reader) according(p *parsedSentence) (bool, string) {
	for k := range p.items {
		it := &p.items[k]
		for i := it.from; i < it.to; i++ {
			if r.doc.tokens[i].norm != "according" {
				continue
			}
			for m := k; m < len(p.items) && m < k+4; m++ {
				if p.items[m].kind == nounPhrase && p.items[m].from > i {
					if len(p.items[m].refs) > 0 && p.items[m].refs[0].role != marks {
						return true, p.items[m].refs[0].actor
					}
					return true, r.words(p.items[m].span)
				}
			}
			return true, "source"
		}
	}
	return false, ""
}
