package reading

import (
	"slices"
	"strings"
)

// refer finds to which actors a noun phrase refers: by name, through an office,
// a pronoun or a description.
func (r *reader) refer(it *item, b *builder) {
	var before *item
	if len(b.items) > 0 {
		before = &b.items[len(b.items)-1]
	}
	if r.either(it, b) {
		for _, a := range r.parties() {
			it.refs = append(it.refs, ref{actor: a, role: heads, at: it.head, weak: true})
		}
		return
	}
	if it.pronoun {
		it.refs = r.pronoun(b.class(it.head), it.head, b)
		return
	}
	headClass := b.class(it.head)
	office, person := "", false
	for _, m := range it.names {
		switch m.kind {
		case isOffice:
			office = m.id
		case isPerson:
			person = true
		}
	}
	for _, m := range it.names {
		switch m.kind {
		case isPerson:
			r.known[m.person.name] = true
			it.refs = append(it.refs, ref{actor: m.id, role: heads, at: m.from, who: r.words(span{it.span.from, it.span.to}), person: true})
		case isActor, isAdjective, isPlace:
			x := ref{actor: m.id, at: m.from, name: m.kind != isAdjective}
			next, tail := "", m.to < b.s.to && b.tok(m.to).poss
			if m.to < b.s.to && !b.tok(m.to).space {
				next = b.tok(m.to).norm
			}
			prev := ""
			if m.from > b.s.from && !b.tok(m.from).space {
				prev = b.tok(m.from - 1).norm
			}
			agent := office != "" || headClass&(classAgent|classCountry|classFriend) != 0
			switch {
			case next == "-" && !r.nameFollows(b, m.to+1) || prev == "-" && m.from-2 >= b.s.from && slices.Contains([]string{"pro", "anti", "non"}, b.tok(m.from-2).norm):
				x.role = compares
			case m.kind == isPlace && m.to-1 == it.head && before != nil && before.kind == preposition && slices.Contains([]string{"in", "at", "near", "around", "outside", "over"}, before.word):
				x.role = locates
			case m.to-1 == it.head || m.kind != isAdjective && m.to == it.span.to:
				x.role = heads
			case tail && !agent:
				x.role = owns
			case agent:
				x.role = heads
				if office != "" {
					x.who = r.words(it.span)
				}
			case tail:
				x.role = owns
			default:
				x.role = marks
			}
			if person && x.role != owns {
				continue // "Russian President Vladimir Putin" is one
			}
			it.refs = append(it.refs, x)
		case isTown: // Kharkiv is Ukraine's and does not speak for it
			x := ref{actor: m.id, at: m.from, role: owns, name: true}
			if before != nil && before.kind == preposition && slices.Contains([]string{"in", "at", "near", "around", "outside", "over", "through", "via", "from"}, before.word) || person || office != "" {
				x.role = locates
			}
			if len(it.refs) == 0 {
				it.refs = append(it.refs, x)
			}
		case isMark: // the two countries
			for _, a := range r.pairOf(m) {
				it.refs = append(it.refs, ref{actor: a, role: heads, at: m.from, weak: true})
			}
		}
	}
	first := b.class(it.span.from)
	if first&classPoss != 0 { // its oil, our forces
		own := owns
		if headClass&classAgent != 0 || office != "" {
			own = heads
		}
		for _, x := range r.pronoun(first, it.span.from, b) {
			if headClass&classFriend != 0 && !person && len(it.names) == 0 {
				if a := r.counterpart(x.actor); a != "" {
					it.refs = append(it.refs, ref{actor: a, role: heads, at: it.head, weak: true})
				}
				continue
			}
			x.role = own
			it.refs = append(it.refs, x)
		}
	}
	if len(it.refs) == 0 {
		it.refs = r.described(it, b, headClass, office)
	}
	for _, x := range it.refs {
		if x.role != compares && x.role != locates {
			r.touch(x)
		}
	}
}

// nameFollows reports an actor's name at token i: "US-Iran talks".
func (r *reader) nameFollows(b *builder, i int) bool {
	m, ok := b.at[i]
	return ok && m.kind <= isPlace
}

// touch notes that an actor was spoken of.
func (r *reader) touch(x ref) {
	if x.person {
		r.person = x
	}
	if i := slices.Index(r.recent, x.actor); i >= 0 {
		r.recent = slices.Delete(r.recent, i, i+1)
	}
	r.recent = slices.Insert(r.recent, 0, x.actor)
	if len(r.recent) > 8 {
		r.recent = r.recent[:8]
	}
}

// pair gives the two actors of whom the text last spoke, states before others.
func (r *reader) pair() []string {
	var out []string
	for _, a := range r.recent {
		if e := r.lex.byActor[a]; e != nil && e.kind == "state" {
			out = append(out, a)
		}
		if len(out) == 2 {
			return out
		}
	}
	return nil
}

// pairOf gives the two of whom a phrase speaks: the parties of a treaty are
// those that the text names most, "the two countries" those named last.
func (r *reader) pairOf(m mention) []string {
	if w := m.words[len(m.words)-1]; w != "parties" && w != "party" && w != "other" {
		return r.pair()
	}
	if out := r.parties(); len(out) == 2 {
		return out
	}
	return r.pair()
}

// parties gives the two states that a text names most.
func (r *reader) parties() []string {
	var out []string
	for _, a := range r.top {
		if e := r.lex.byActor[a]; e != nil && e.kind == "state" && len(out) < 2 {
			out = append(out, a)
		}
	}
	return out
}

// either reports "the other", "each", "either side" as the subject of what a
// treaty lays down.
func (r *reader) either(it *item, b *builder) bool {
	if !r.treaty || it.to-it.from > 2 || it.to >= b.s.to || len(it.names) > 0 {
		return false
	}
	first, head := b.tok(it.from).norm, b.tok(it.to-1).norm
	switch {
	case it.to-it.from == 2 && first == "the" && head == "other", it.to-it.from == 1 && (first == "each" || first == "both" || first == "either"):
	case it.to-it.from == 2 && (first == "each" || first == "either" || first == "both" || first == "the") && (head == "party" || head == "parties" || head == "side" || head == "sides" || head == "signatory" || head == "signatories"):
	default:
		return false
	}
	next := b.tok(it.to).norm
	return next == "shall" || next == "is" || next == "are" || next == "will" || next == "undertakes" || next == "undertake" || next == "agree" || next == "pledges" || next == "promises" || next == "undertook" || next == "agreed" || next == "must"
}

// counterpart gives the actor that stands beside another in the text.
func (r *reader) counterpart(a string) string {
	for _, list := range [][]string{r.recent, r.top} {
		for _, t := range list {
			if e := r.lex.byActor[t]; t != a && e != nil && e.kind != "organisation" {
				return t
			}
		}
	}
	return ""
}

// pronoun resolves a personal or possessive pronoun at token i.
func (r *reader) pronoun(c classSet, i int, b *builder) []ref {
	weak := func(list []ref) []ref {
		var out []ref
		for _, x := range list {
			out = append(out, ref{actor: x.actor, role: heads, at: i, who: x.who, weak: true})
		}
		return out
	}
	switch {
	case c&(classWe|classI) != 0:
		var out []ref
		for _, a := range r.speakers() {
			out = append(out, ref{actor: a, role: heads, at: i, weak: true})
		}
		return out
	case c&classYou != 0:
		if r.asking && len(r.home) > 0 {
			return []ref{{actor: r.home[0], role: heads, at: i, weak: true}}
		}
		return nil
	case c&classHe != 0:
		if r.person.actor != "" {
			return weak([]ref{r.person})
		}
		return weak(r.subject(b, false))
	case c&classThey != 0:
		return weak(r.subject(b, true))
	case c&classIt != 0:
		return weak(r.subject(b, false))
	}
	return nil
}

// speakers are those who say "we": the one quoted, or the text's own home.
func (r *reader) speakers() []string {
	if r.quoted != "" {
		return []string{r.quoted}
	}
	if r.asking {
		return nil
	}
	if r.talking != "" {
		return []string{r.talking}
	}
	return r.home
}

// subject gives the actor of whom the sentence, or the one before, speaks.
func (r *reader) subject(b *builder, plural bool) []ref {
	var found []ref
	for k := len(b.items) - 2; k >= 0 && !plural; k-- { // the subject of the verb before
		it := &b.items[k]
		if it.kind == nounPhrase && b.items[k+1].kind == verbGroup && b.items[k+1].finite && !(k > 0 && b.items[k-1].kind == preposition && !b.items[k-1].may) {
			for _, x := range it.refs {
				if x.role == heads {
					return []ref{x}
				}
			}
		}
	}
	for k := range b.items {
		it := &b.items[k]
		if it.kind == nounPhrase && !it.pronoun {
			for _, x := range it.refs {
				if x.role == heads {
					found = append(found, x)
				}
			}
			if len(found) > 0 {
				if plural && k+2 < len(b.items) && b.items[k+1].kind == conjunction {
					continue
				}
				break
			}
		}
	}
	if len(found) > 0 {
		if !plural && len(found) > 1 {
			found = found[:1]
		}
		return found
	}
	if !plural && len(r.focus) > 1 {
		return r.focus[:1]
	}
	return r.focus
}

// described resolves "the alliance", "the country", "the president".
func (r *reader) described(it *item, b *builder, head classSet, office string) []ref {
	first := b.tok(it.span.from).norm
	definite := first == "the" || first == "this" || first == "that" || office != "" && b.tok(it.span.from).upper
	if !definite {
		return nil
	}
	if next := it.span.to; next+1 < b.s.to && b.tok(next).norm == "in" {
		if m, named := b.at[next+1]; named && m.kind <= isPlace {
			return nil // the government in Stockholm
		}
	}
	if next := it.span.to; next+1 < b.s.to && b.tok(next).norm == "of" {
		if _, named := b.at[next+1]; named || next+2 < b.s.to && b.class(next+1)&classDet != 0 {
			return nil // "the president of Iran" is resolved with what follows
		}
	}
	of := func(kind string) string {
		for _, a := range r.recent {
			if e := r.lex.byActor[a]; e != nil && e.kind == kind {
				return a
			}
		}
		return ""
	}
	one := func(a, who string) []ref {
		if a == "" {
			return nil
		}
		return []ref{{actor: a, role: heads, at: it.head, weak: true, who: who, person: who != ""}}
	}
	long := it.head-it.span.from > 2
	switch {
	case first == "this" && head&classCountry != 0 && len(r.home) > 0 && len(r.speakers()) > 0:
		return one(r.speakers()[0], "")
	case office == "secretary-general":
		return one("un", r.words(it.span))
	case office != "" && office != "official" && office != "envoy" && office != "army-chief":
		if len(r.home) == 1 {
			return one(r.home[0], r.words(it.span))
		}
		if r.person.actor != "" && r.offices[office] == r.person.actor {
			return one(r.person.actor, r.words(it.span))
		}
		if a := r.offices[office]; a != "" {
			return one(a, r.words(it.span))
		}
		if len(r.home) > 0 {
			return one(r.home[0], r.words(it.span))
		}
		if len(r.focus) > 0 {
			return one(r.focus[0].actor, r.words(it.span))
		}
		for _, a := range r.top {
			if e := r.lex.byActor[a]; e != nil && e.kind == "state" && len(r.doc.sentences) < 4 {
				return one(a, r.words(it.span))
			}
		}
	case long:
		return nil
	case head&classBloc != 0:
		return one(of("organisation"), "")
	case head&classGroup != 0:
		return one(of("group"), "")
	case head&classCountry != 0 && b.tok(it.head).norm == "government" && len(r.home) > 0:
		return one(r.home[0], "")
	case head&classCountry != 0 && b.tok(it.head).norm != "state":
		return one(of("state"), "")
	}
	return nil
}

// words gives a stretch of the text on one line.
func (r *reader) words(s span) string {
	if s.to <= s.from {
		return ""
	}
	t := r.doc.text[r.doc.tokens[s.from].start:r.doc.tokens[s.to-1].end]
	if !strings.ContainsAny(t, "\n\r\t") {
		return t
	}
	return strings.Join(strings.Fields(t), " ")
}
