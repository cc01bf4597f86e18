package reading

import (
	"slices"
	"strings"
)

// itemKind is what a part of a sentence is.
type itemKind uint8

const (
	nounPhrase itemKind = iota
	verbGroup
	preposition
	conjunction
	subordinator
	comma
	stop // ; : a dash, a bracket
	quote
	negation
)

// role is how a noun phrase refers to an actor.
type role uint8

const (
	heads    role = iota // the phrase is the actor: Iran, the Russian government
	owns                 // the actor's: Iran's oil, its silence
	marks                // Russian missiles
	locates              // in Tehran
	compares             // pro-Russian, US-led
)

// ref is an actor to which a noun phrase refers.
type ref struct {
	actor  string
	role   role
	at     int    // token
	who    string // the office or person, in words, where it is one
	weak   bool   // through a pronoun or a description
	name   bool   // by a name that is no adjective
	person bool
}

// item is a part of a sentence.
type item struct {
	span
	kind itemKind
	word string // of a preposition, conjunction or subordinator
	may  bool   // a preposition that may begin a clause: after, since

	// of a noun phrase
	head    int // its last word
	refs    []ref
	pronoun bool
	names   []mention

	// of a verb group
	verb    string // base form of its main verb
	main    int    // token of the main verb
	form    formSet
	neg     bool
	modal   string
	passive bool
	perfect bool
	inf     bool // an infinitive with "to"
	finite  bool
}

// layout parts a sentence in noun phrases, verb groups and what joins them.
func (r *reader) layout(s sentence) []item {
	names := r.names(s)
	at := make(map[int]mention, len(names))
	soft := map[int]mention{}
	for _, m := range names {
		switch {
		case m.kind == isMark || m.kind == isNoun:
		case m.kind == isChannel && len(m.words) == 1 && len(r.info[m.from].forms) > 0:
			soft[m.from] = m // a ship, or to ship
		default:
			at[m.from] = m
		}
	}
	b := &builder{r: r, s: s, at: at, soft: soft}
	b.run()
	r.members(b.items)
	return b.items
}

// builder lays out one sentence.
type builder struct {
	r     *reader
	s     sentence
	at    map[int]mention
	soft  map[int]mention // names of things that may be verbs
	items []item
}

func (b *builder) class(i int) classSet {
	if i < b.s.from || i >= b.s.to || b.r.info[i] == nil {
		return 0
	}
	return b.r.info[i].class
}

func (b *builder) tok(i int) *token { return &b.r.doc.tokens[i] }

func (b *builder) add(it item) { b.items = append(b.items, it) }

func (b *builder) last() *item {
	if len(b.items) == 0 {
		return nil
	}
	return &b.items[len(b.items)-1]
}

func (b *builder) run() {
	for i := b.s.from; i < b.s.to; {
		next := b.one(i)
		if next <= i {
			next = i + 1
		}
		i = next
	}
}

// one takes the item that begins at token i and gives where the next begins.
func (b *builder) one(i int) int {
	t, c := b.tok(i), b.class(i)
	_, named := b.at[i]
	switch {
	case named:
		return b.noun(i)
	case t.norm == ",":
		b.add(item{span: span{i, i + 1}, kind: comma})
		return i + 1
	case t.norm == `"`:
		b.add(item{span: span{i, i + 1}, kind: quote})
		return i + 1
	case !t.word && !t.poss && c&(classModal|classHave|classBe|classNeg) == 0:
		if strings.ContainsAny(t.norm, ";:—–()[]-") && (t.norm != "-" || t.space) {
			b.add(item{span: span{i, i + 1}, kind: stop})
			return i + 1
		}
		if strings.ContainsAny(t.norm, "$£€") {
			return b.noun(i)
		}
		return i + 1
	}
	if (t.norm == "more" || t.norm == "less" || t.norm == "fewer" || t.norm == "up" || t.norm == "close") && i+2 < b.s.to && b.counts(i+2) { // more than three hundred, as many as 40
		switch next := b.tok(i + 1).norm; {
		case (t.norm == "more" || t.norm == "less" || t.norm == "fewer") && next == "than", t.norm == "up" && next == "to", t.norm == "close" && next == "to":
			return b.noun(i + 2)
		}
	}
	if i+3 < b.s.to && t.norm == "as" && b.tok(i+2).norm == "as" && b.counts(i+3) && (b.tok(i+1).norm == "many" || b.tok(i+1).norm == "much") {
		return b.noun(i + 3)
	}
	if l := b.last(); l != nil && (l.kind == verbGroup || l.kind == preposition && len(b.items) > 1 && b.items[len(b.items)-2].kind == verbGroup && l.word == "in") && i+1 < b.s.to && (b.counts(i+1) || b.tok(i+1).norm == "a") && (t.norm == "over" || t.norm == "about" || t.norm == "around" || t.norm == "some" || t.norm == "nearly") && l.to == i {
		return b.noun(i + 1)
	}
	if t.norm == "to" && i+1 < b.s.to {
		if n := b.verbs(i + 1); n > i+1 {
			return n
		}
	}
	if c&(classModal|classBe|classHave|classDo) != 0 && t.norm != "need" && !b.may(i) {
		return b.verbs(i)
	}
	if t.norm == "that" && b.demonstrative(i) {
		return b.noun(i)
	}
	if t.norm == "no" && i+1 < b.s.to && b.tok(i+1).norm == "longer" {
		b.add(item{span: span{i, i + 2}, kind: negation})
		return i + 2
	}
	if c&classSub != 0 {
		b.add(item{span: span{i, i + 1}, kind: subordinator, word: t.norm})
		return i + 1
	}
	if c&classNeg != 0 && c&classConj == 0 && t.norm != "no" && t.norm != "neither" {
		b.add(item{span: span{i, i + 1}, kind: negation})
		return i + 1
	}
	if c&classConj != 0 {
		b.add(item{span: span{i, i + 1}, kind: conjunction, word: t.norm})
		return i + 1
	}
	if b.isVerb(i) != "" && (c&classPrep == 0 || !strings.HasSuffix(t.norm, "ing")) {
		return b.verbs(i)
	}
	if c&classPrep != 0 {
		may := slices.Contains([]string{"after", "before", "since", "until", "as", "than", "once"}, t.norm)
		b.add(item{span: span{i, i + 1}, kind: preposition, word: t.norm, may: may})
		return i + 1
	}
	if b.adverb(i) {
		return i + 1
	}
	return b.noun(i)
}

// may reports the month of May.
func (b *builder) may(i int) bool {
	t := b.tok(i)
	return t.norm == "may" && t.upper && (i > b.s.from || i+1 < b.s.to && b.tok(i+1).num)
}

// adverb reports a word in -ly or of the class.
func (b *builder) adverb(i int) bool {
	t, c := b.tok(i), b.class(i)
	return c&classAdv != 0 || strings.HasSuffix(t.norm, "ly") && len(t.norm) > 4 && !t.upper && t.norm != "ally" && t.norm != "supply" && t.norm != "only" && t.norm != "early"
}

// past reports a word that can be a verb in the past.
func (b *builder) past(i int) bool {
	if b.r.info[i] == nil {
		return false
	}
	for _, f := range b.r.info[i].forms {
		if f.form&formPast != 0 && f.form&formBase == 0 {
			return true
		}
	}
	return false
}

// demonstrative tells "that promise" from "said that it".
func (b *builder) demonstrative(i int) bool {
	if l := b.last(); l != nil && l.kind == verbGroup && i+1 < b.s.to && b.r.info[i+1] != nil && b.r.info[i+1].noun != nil && !b.verbLater(i+2) {
		return true // broke that promise
	}
	if l := b.last(); l != nil && (l.kind == nounPhrase || l.kind == verbGroup && l.verb != "keep" && l.verb != "be") {
		return false
	}
	if i+1 >= b.s.to {
		return true
	}
	if b.last() != nil && (b.class(i+1)&(classModal|classBe|classHave|classDo) != 0 || b.past(i+1)) {
		return false
	}
	c := b.class(i + 1)
	_, named := b.at[i+1]
	return !named && c&(classDet|classPron|classPoss) == 0 && b.tok(i+1).word
}

// noun builds a noun phrase from token i on.
func (b *builder) noun(i int) int {
	it := item{kind: nounPhrase, head: i}
	j := i
	content := false // a common noun or a name has been taken
	for j < b.s.to {
		t, c := b.tok(j), b.class(j)
		if m, named := b.at[j]; named {
			if content && m.kind <= isPlace && m.kind != isAdjective && !b.tok(j-1).poss && b.tok(j-1).norm != "-" && !b.tok(j-1).upper {
				break // "during the war | Russia sent"
			}
			if j > i && m.kind <= isPerson && b.calendar(j-1) {
				break // "in 1999 | Russia condemned"
			}
			if j > i && m.kind == isMark {
				break
			}
			it.names = append(it.names, m)
			content = content || m.kind != isAdjective
			it.head = m.to - 1
			j = m.to
			continue
		}
		if j > i {
			if t.poss {
				j++
				content = false
				continue
			}
			if t.norm == "-" && !t.space && j+1 < b.s.to && !b.tok(j+1).space {
				j++
				if j < b.s.to {
					if _, named := b.at[j]; !named {
						it.head = j
						j++
						content = true
					}
				}
				continue
			}
			if c&classPron != 0 && c&classDet == 0 || c&classPoss != 0 || c&classDet != 0 && (content || b.calendar(j-1)) {
				break
			}
			if c&(classModal|classBe|classHave|classDo|classSub) != 0 && t.norm != "that" && t.norm != "need" && !b.may(j) {
				break
			}
			if t.norm == "no" && j+1 < b.s.to && b.tok(j+1).norm == "longer" || t.norm == "never" {
				break
			}
			if m, ok := b.at[j+1]; ok && (t.norm == "and" || t.norm == "or") && m.kind == isAdjective && m.to < b.s.to && len(it.names) > 0 && it.names[len(it.names)-1].to == j && it.names[len(it.names)-1].kind == isAdjective && b.tok(m.to).word && b.class(m.to)&(classPrep|classConj|classModal|classBe|classHave|classDo|classSub) == 0 && !b.finiteAt(m.to) {
				j++ // American and Dutch batteries
				continue
			}
			if t.norm == "and" && j+2 < b.s.to && adjectival(b.tok(j-1).norm) && adjectival(b.tok(j+1).norm) && b.tok(j+2).word && b.class(j+2)&(classPrep|classConj|classModal|classBe) == 0 {
				j++ // unprovoked and unjustified invasion
				content = false
				continue
			}
			if c&classPrep != 0 || c&classConj != 0 || t.norm == "to" || t.norm == "not" {
				break
			}
			if !t.word && !strings.ContainsAny(t.norm, "$£€%&") || t.norm == "n't" {
				break
			}
			if b.midVerb(j, i) {
				break
			}
			if b.adverb(j) && content {
				break
			}
		}
		if c&classPron != 0 && c&classDet == 0 && j == i {
			it.pronoun = true
			it.head = j
			j++
			break
		}
		if m, ok := b.soft[j]; ok {
			it.names = append(it.names, m)
		}
		if t.word && c&(classDet|classPoss) == 0 && !b.adverb(j) {
			it.head = j
			if c&classAdj == 0 && !t.num {
				content = true
			}
		}
		j++
	}
	if j == i {
		j++
	}
	it.span = span{i, j}
	b.r.refer(&it, b)
	b.add(it)
	return j
}

// finiteAt reports a word that is oftener a verb in the past than a noun.
func (b *builder) finiteAt(i int) bool {
	return b.past(i) && b.r.info[i].noun == nil && b.r.info[i].nounTags == 0
}

// adjectival reports a word that looks like an adjective.
func adjectival(w string) bool {
	for _, s := range []string{"ed", "ive", "al", "ful", "ous", "able", "ible", "ic", "ary", "less", "ent", "ant"} {
		if strings.HasSuffix(w, s) && len(w) > 5 {
			return true
		}
	}
	return false
}

// calendar reports a year, a month or a day of the week.
func (b *builder) calendar(i int) bool {
	t := b.tok(i)
	if _, ok := weekdays[t.norm]; ok && t.upper {
		return true
	}
	return months[t.norm] > 0 && t.upper || t.num && len(t.norm) == 4 && yearOf(t.norm) > 1700 && yearOf(t.norm) < 2200 || t.num && i > b.s.from && months[b.tok(i-1).norm] > 0
}
