package reading

import "slices"

// members gives a phrase that names no actor but stands for several - "Syria's
// neighbours", "three allies" - the actors that are listed after it: "its
// neighbours - Jordan, Lebanon, Iraq - ...", "partners including France".
func (r *reader) members(items []item) {
	for k := range items {
		it := &items[k]
		if it.kind != nounPhrase || it.pronoun || !r.collective(it) {
			continue
		}
		m := k + 1
		switch {
		case m < len(items) && (items[m].kind == stop || items[m].kind == comma):
			m++
			if m < len(items) && items[m].kind == preposition && listing(items[m].word) {
				m++
			}
		case m < len(items) && items[m].kind == preposition && listing(items[m].word):
			m++
		default:
			continue
		}
		var list []ref
		for ; m < len(items); m++ {
			x := &items[m]
			if x.kind == conjunction && x.word == "and" || x.kind == comma {
				continue
			}
			if x.kind != nounPhrase || len(x.refs) == 0 || x.refs[0].role != heads || x.pronoun {
				break
			}
			list = append(list, x.refs...)
		}
		if m < len(items) && items[m].kind == verbGroup && items[m-1].kind == nounPhrase && len(list) < 2 {
			continue // "among its allies, France sent": the subject
		}
		if len(list) < 2 {
			continue
		}
		it.refs = list
	}
}

func listing(w string) bool { return w == "including" || w == "like" || w == "following" }

// collective reports a phrase that names several actors without saying which.
func (r *reader) collective(it *item) bool {
	if r.classOf(it.head)&classFriend == 0 && !slices.Contains([]string{"countries", "states", "nations", "members", "governments", "powers", "neighbours", "neighbors", "backers", "capitals", "allies"}, r.doc.tokens[it.head].norm) {
		return false
	}
	return pluralWord(r.doc.tokens[it.head].norm)
}

// gapped finds the further givers of a list that leaves out its verb: "Canada
// has paid 8.7 million, France 3.2 million and the United States 6 million".
func (r *reader) gapped(p *parsedSentence, c *clause) []string {
	var out []string
	for k := c.v + 1; k < len(p.items); k++ {
		it := &p.items[k]
		if it.kind == verbGroup || it.kind == stop || it.kind == subordinator {
			break
		}
		if it.kind != nounPhrase || k == 0 || p.items[k-1].kind != comma && p.items[k-1].kind != conjunction || len(it.refs) == 0 {
			continue
		}
		for _, m := range it.names {
			at := it.from
			for at < m.from && r.classOf(at)&classDet != 0 {
				at++
			}
			if m.kind != isActor || at != m.from || m.to >= it.to {
				continue
			}
			next := r.doc.tokens[m.to]
			if (next.num || r.classOf(m.to)&classDet != 0 || next.norm == "$" || next.norm == "€" || next.norm == "£") && !next.poss {
				out = append(out, m.id)
			}
			break
		}
		if len(it.names) > 0 && it.names[0].kind == isActor && it.names[0].to == it.to && k+1 < len(p.items) && p.items[k+1].kind == nounPhrase {
			next := p.items[k+1].from
			if r.doc.tokens[next].num || r.classOf(next)&classDet != 0 || next < len(r.doc.tokens) && (r.doc.tokens[next].norm == "$" || r.doc.tokens[next].norm == "€") {
				out = append(out, it.names[0].id)
			}
		}
	}
	return out
}
