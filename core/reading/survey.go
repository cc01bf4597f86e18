package reading

import (
	"cmp"
	"slices"
	"strings"
)

// survey counts who is named, and finds whose text it is.
func (r *reader) survey() {
	first := map[string]int{}
	see := func(id string, n int) {
		if _, ok := first[id]; !ok {
			first[id] = len(first)
		}
		r.count[id] += n
	}
	for i, s := range r.doc.sentences {
		names := r.names(s)
		r.named = append(r.named, names)
		for _, m := range names {
			switch m.kind {
			case isActor, isAdjective, isPlace:
				see(m.id, 1)
			case isPerson:
				see(m.id, 1)
				r.known[m.person.name] = true
			case isOffice:
				for k := m.from - 1; k >= s.from && k >= m.from-3; k-- { // the Turkish president
					if p := nameOn(names, k); p != nil && p.kind <= isPlace {
						if _, ok := r.offices[m.id]; !ok {
							r.offices[m.id] = p.id
						}
						break
					}
				}
			}
		}
		if i == 0 {
			r.dateline(s, names)
		}
	}
	for _, id := range r.namedIn(r.meta.Title) {
		see(id, 4)
	}
	if list := r.namedIn(r.meta.Publisher); len(list) > 0 {
		r.home = list[:1]
	} else if a := r.orator(); a != "" {
		r.home = []string{a}
	}
	if list := r.namedIn(r.meta.Title); len(list) > 1 && len(r.home) == 0 && strings.Contains(strings.ToLower(r.meta.Title+" "+r.meta.Publisher), "joint") {
		r.home = list
	}
	if len(r.home) == 0 {
		r.ours()
	} else if n := r.saysWe(); len(r.home) == 1 && n > 2 {
		see(r.home[0], n)
	}
	for id := range r.count {
		if e := r.lex.byActor[id]; e != nil && (id == "west" || id == "europe" || id == "arab-states") {
			continue
		}
		r.top = append(r.top, id)
	}
	slices.SortFunc(r.top, func(a, b string) int {
		return cmp.Or(cmp.Compare(r.count[b], r.count[a]), cmp.Compare(first[a], first[b]))
	})
	if len(r.doc.sentences) > 0 && len(r.home) == 0 {
		r.signatories(r.doc.sentences[0], r.named[0])
	}
	for _, w := range []string{"treaty", "pact", "article", "convention", "protocol", "agreement"} {
		r.treaty = r.treaty || strings.Contains(strings.ToLower(r.doc.text[:min(len(r.doc.text), 4000)]), w)
	}
	opinions := 0
	for i := range r.doc.tokens {
		if r.classOf(i)&classOpinion != 0 {
			opinions++
		}
	}
	r.opine = opinions*130 > len(r.doc.tokens) && opinions > 2
}

func nameOn(names []mention, tok int) *mention {
	for i := range names {
		if names[i].from <= tok && tok < names[i].to {
			return &names[i]
		}
	}
	return nil
}

// namedIn gives the actors named in a line that is not part of the text.
func (r *reader) namedIn(line string) []string {
	if line == "" {
		return nil
	}
	sub := &reader{doc: cut(line, r.lex), lex: r.lex, year: r.year, known: r.known}
	for i := range sub.doc.tokens {
		sub.info = append(sub.info, r.lex.words[sub.doc.tokens[i].norm])
	}
	var out []string
	for _, s := range sub.doc.sentences {
		for _, m := range sub.names(s) {
			if (m.kind <= isPerson || m.kind == isTown) && !slices.Contains(out, m.id) {
				out = append(out, m.id)
			}
		}
	}
	return out
}

// dateline takes the place at the head of a report: "ANKARA, 23 June 2017".
func (r *reader) dateline(s sentence, names []mention) {
	if len(names) == 0 || len(r.namedIn(r.meta.Publisher)) > 0 {
		return
	}
	if m := names[0]; m.kind == isPlace && m.from == s.from && m.to < s.to && r.doc.tokens[m.to].norm == "," && r.doc.tokens[m.from].caps {
		for _, office := range []string{"president", "prime-minister", "foreign-minister", "defence-minister", "chancellor", "king"} {
			if _, ok := r.offices[office]; !ok {
				r.offices[office] = m.id
			}
		}
	}
}

// orator gives the actor for whom someone speaks whom the title of a speech or
// an interview names: "Remarks by President Biden on ...".
func (r *reader) orator() string {
	for _, line := range []string{r.meta.Title, r.meta.Author} {
		if line == "" || line != r.meta.Author && !lowerContains(strings.ToLower(line), "remarks", "speech", "address", "statement by", "interview", "testimony", "letter from", "message from", "press conference", "by president", "by prime minister", "by secretary") {
			continue
		}
		sub := &reader{doc: cut(line, r.lex), lex: r.lex, year: r.year, known: r.known}
		for i := range sub.doc.tokens {
			sub.info = append(sub.info, r.lex.words[sub.doc.tokens[i].norm])
		}
		for _, s := range sub.doc.sentences {
			for _, m := range sub.names(s) {
				if m.kind == isPerson {
					return m.id
				}
			}
		}
	}
	return ""
}

// signatories takes those in whose name a joint text speaks: "As leaders of
// Australia and the United States, we ...".
func (r *reader) signatories(s sentence, names []mention) {
	var who []string
	for i := s.from; i < s.to; i++ {
		if m := nameOn(names, i); m != nil && m.kind == isActor && m.from == i && !slices.Contains(who, m.id) {
			who = append(who, m.id)
		}
		if r.doc.tokens[i].norm == "we" {
			if len(who) > 1 {
				r.home = who
			}
			return
		}
	}
}

// headline gives who acts on whom in the title: "Why Russia fails Iran".
func (r *reader) headline() (from, to string) {
	if r.meta.Title == "" {
		r.meta.Title, _, _ = strings.Cut(r.doc.text, "\n")
		if len(r.meta.Title) > 150 {
			return "", ""
		}
	}
	sub := &reader{doc: cut(r.meta.Title, r.lex), lex: r.lex, year: r.year, known: r.known, offices: map[string]string{}, title: true}
	for i := range sub.doc.tokens {
		sub.info = append(sub.info, r.lex.words[sub.doc.tokens[i].norm])
	}
	for i, s := range sub.doc.sentences {
		sub.named = append(sub.named, sub.names(s))
		p := parsedSentence{at: i, items: sub.layout(s)}
		p.clauses = sub.clauses(p.items)
		for k := range p.clauses {
			c := &p.clauses[k]
			e, ok := sub.entry(&p.items[c.v])
			if !ok {
				continue
			}
			a, b := ids(sub.agent(&p, c)), ids(sub.slot(&p, c, e))
			if len(a) == 0 || len(b) == 0 || a[0] == b[0] {
				continue
			}
			if slices.Contains([]string{"ask", "depend", "need", "get", "getshare"}, e.sense.name) {
				return b[0], a[0]
			}
			return a[0], b[0]
		}
	}
	return "", ""
}

// saysWe counts how often a text says "we", "us" or "our" in its own voice; in a
// transcript that changes with the speaker, and counts for nothing.
func (r *reader) saysWe() int {
	n, quoted := 0, false
	for i := range r.doc.tokens {
		if r.doc.tokens[i].norm == `"` {
			quoted = !quoted
		}
		if r.classOf(i)&classSpeaker != 0 && i+1 < len(r.doc.tokens) && r.doc.tokens[i+1].norm == ":" {
			return 0
		}
		if !quoted && r.classOf(i)&classWe != 0 {
			n++
		}
	}
	return n
}

// ours takes the actor that a text names first for those who say "we" in it,
// where it says so often and outside quotations.
func (r *reader) ours() {
	n := r.saysWe()
	if n < 4 {
		return
	}
	take := func(m mention) bool {
		e := r.lex.byActor[m.id]
		if e == nil || e.kind != "state" {
			return false
		}
		r.home = []string{m.id}
		r.count[m.id] += n
		return true
	}
	for _, names := range r.named[:min(2, len(r.named))] {
		for _, m := range names { // a writer names the capital at home: "in Yerevan they ask"
			if m.kind == isPlace && m.from > 0 && r.doc.tokens[m.from-1].norm == "in" && take(m) {
				return
			}
		}
	}
	for _, names := range r.named {
		for _, m := range names {
			if m.kind <= isPerson && r.count[m.id] > 1 && take(m) {
				return
			}
		}
	}
}
