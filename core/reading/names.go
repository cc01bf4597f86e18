package reading

import "slices"

// mention is a place in a text that names an actor, an office or the like.
type mention struct {
	span
	*phrase
}

// names finds what the lexicon names in a sentence: at each place the longest
// name, and of several with one name the one that held in the article's year.
func (r *reader) names(s sentence) []mention {
	var out []mention
	for i := s.from; i < s.to; {
		p := r.nameAt(i, s.to)
		if p == nil {
			i++
			continue
		}
		out = append(out, mention{span{i, i + len(p.words)}, p})
		i += len(p.words)
	}
	return out
}

// nameAt gives the best name that begins at token i.
func (r *reader) nameAt(i, end int) *phrase {
	t := &r.doc.tokens[i]
	info := r.info[i]
	if info == nil || len(info.phrases) == 0 {
		return nil
	}
	var best *phrase
	rank := 0
	for _, p := range info.phrases {
		if best != nil && len(p.words) < len(best.words) {
			break
		}
		if !r.matches(p, i, end) {
			continue
		}
		if n := r.fits(p, t); n > rank {
			best, rank = p, n
		}
	}
	return best
}

// matches compares the words of a phrase with the tokens from i.
func (r *reader) matches(p *phrase, i, end int) bool {
	if i+len(p.words) > end {
		return false
	}
	t := r.doc.tokens[i : i+len(p.words)]
	for k, w := range p.words {
		if t[k].norm != w || k > 0 && w == "-" && t[k].space {
			return false
		}
	}
	return !(p.upper && !t[0].upper || p.exact && !t[0].caps && t[0].norm != "u.s" && t[0].norm != "u.n" && t[0].norm != "u.k")
}

// fits says how well a phrase fits the article's year; 0: not at all.
func (r *reader) fits(p *phrase, t *token) int {
	year := r.year
	switch p.kind {
	case isHidden:
		return 9
	case isMark, isNoun:
		return 1
	case isChannel, isOffice:
		return 2
	case isMoment:
		return 4
	case isPerson:
		e := p.person
		if p.lastName && !r.known[e.name] && !r.titled(t) {
			return 0
		}
		switch {
		case year == 0 || (e.first <= year+1 && (e.last == 0 || year <= e.last)):
			return 8
		case p.surname && e.first > year+5:
			return 0
		case e.first <= year && p.lastName:
			return 5
		case e.first <= year:
			return 6
		}
		return 4
	}
	holds := year == 0 || (p.first == 0 || p.first <= year) && (p.last == 0 || year <= p.last)
	switch {
	case holds && p.last != 0:
		return 8
	case holds:
		return 7
	case p.kind == isPlace || p.kind == isTown || p.last != 0 && p.first == 0:
		return 0
	}
	return 3
}

// titled reports whether an office or a title stands before a token.
func (r *reader) titled(t *token) bool {
	i := r.at(t)
	if i == 0 {
		return false
	}
	before := r.doc.tokens[i-1].norm
	if before == "." && i > 1 {
		before = r.doc.tokens[i-2].norm
	}
	if slices.Contains([]string{"mr", "mrs", "ms", "dr", "sir", "lord", "marshal", "general", "gen", "count", "herr", "secretary", "premier", "comrade", "colonel"}, before) {
		return true
	}
	info := r.lex.words[before]
	if info == nil {
		return false
	}
	for _, p := range info.phrases {
		if p.kind == isOffice && len(p.words) == 1 {
			return true
		}
	}
	return before == "minister"
}

// at gives a token's place.
func (r *reader) at(t *token) int {
	lo, hi := 0, len(r.doc.tokens)
	for lo < hi {
		m := (lo + hi) / 2
		if r.doc.tokens[m].start < t.start {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}
