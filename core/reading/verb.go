package reading

import (
	"slices"
	"strings"
)

// verbLater reports a word from token i to the next mark that can be a finite verb.
func (b *builder) verbLater(i int) bool {
	for ; i < b.s.to && b.tok(i).norm != "," && b.tok(i).norm != ";"; i++ {
		if b.class(i)&(classModal|classBe|classHave|classDo) != 0 {
			return true
		}
		if b.r.info[i] != nil {
			for _, f := range b.r.info[i].forms {
				if f.form&(formPast|formS) != 0 {
					return true
				}
			}
		}
	}
	return false
}

// verbs builds a verb group from token i on ("to" before it has been seen by the
// caller). It gives i where there is none.
func (b *builder) verbs(i int) int {
	it := item{kind: verbGroup, main: -1, finite: true}
	j := i
	if i > b.s.from && b.tok(i-1).norm == "to" {
		it.inf, it.finite = true, false
	}
	aux := ""
	for j < b.s.to {
		t, c := b.tok(j), b.class(j)
		if _, named := b.at[j]; named {
			break
		}
		switch {
		case c&classModal != 0 && aux == "" && !it.inf && t.norm != "need":
			aux, it.modal = "modal", t.norm
			it.neg = it.neg || c&classNeg != 0
			j++
			continue
		case aux == "modal" && it.modal == "ought" && t.norm == "to":
			j++
			continue
		case c&classHave != 0 && (aux == "" || aux == "modal"):
			if aux == "" && t.norm == "having" {
				it.finite = false
			}
			aux, it.perfect = "have", true
			it.neg = it.neg || c&classNeg != 0
			j++
			continue
		case c&classBe != 0 && (aux == "" || aux == "modal" || aux == "have" || aux == "be" && t.norm == "being"):
			if aux == "" && t.norm == "being" {
				it.finite = false
			}
			aux = "be"
			it.neg = it.neg || c&classNeg != 0
			j++
			continue
		case c&classDo != 0 && aux == "":
			aux = "do"
			it.neg = it.neg || c&classNeg != 0
			j++
			continue
		case aux != "" && (c&classNeg != 0 || t.norm == "n't") && t.norm != "no" && c&classConj == 0 && t.norm != "neither":
			it.neg = true
			j++
			continue
		case aux == "be" && t.norm == "going" && j+2 < b.s.to && b.tok(j+1).norm == "to" && b.base(j+2):
			aux, it.modal = "modal", "will"
			j += 2
			continue
		case (aux == "modal" || aux == "do" || it.inf && aux == "") && b.base(j) && c&classAdv != 0:
			// to back, did not further
		case (aux != "" || it.inf) && b.adverb(j) && t.norm != "not":
			j++
			continue
		}
		break
	}
	if j < b.s.to {
		if _, named := b.at[j]; !named {
			b.mainVerb(&it, aux, j)
		}
	}
	switch {
	case it.main >= 0:
		it.span = span{i, it.main + 1}
	case aux == "be" || aux == "have" || aux == "do":
		it.verb = aux
		if aux == "have" {
			it.perfect = false
		}
		it.main, it.form = j-1, formPast
		it.span = span{i, j}
		for it.main > i && b.adverb(it.main) {
			it.main--
		}
	case aux == "modal":
		it.verb, it.main, it.form = "would", j-1, formBase
		it.span = span{i, j}
	default:
		return i
	}
	if l := b.last(); l != nil && l.kind == negation && b.behind(it.from) <= l.span.to {
		it.neg = true // never denied, no longer refuses
	}
	b.add(it)
	return it.span.to
}

// base reports a word that can be a verb's base form.
func (b *builder) base(i int) bool {
	if b.r.info[i] == nil {
		return false
	}
	for _, f := range b.r.info[i].forms {
		if f.form&formBase != 0 {
			return true
		}
	}
	return b.class(i)&(classBe|classHave|classDo) != 0
}

// mainVerb sets the main verb of a group that has it at token j.
func (b *builder) mainVerb(it *item, aux string, j int) {
	info := b.r.info[j]
	if info == nil || len(info.forms) == 0 {
		if aux == "" && !it.inf && b.isVerb(j) == "unknown" {
			it.verb, it.form, it.main = strings.TrimSuffix(b.tok(j).norm, "ed"), formPast, j
		}
		return
	}
	take := func(want formSet) bool {
		for _, f := range info.forms {
			if f.form&want != 0 {
				it.verb, it.form, it.main = f.base, f.form&want, j
				return true
			}
		}
		return false
	}
	switch {
	case aux == "modal" || aux == "do" || it.inf && aux == "":
		take(formBase)
	case aux == "have":
		take(formPart)
	case aux == "be":
		if take(formPart) {
			it.passive = true
		} else {
			take(formIng)
		}
	default:
		switch form := b.isVerb(j); form {
		case "past":
			if !take(formPast) {
				take(formPart)
			}
		case "part":
			it.finite, it.passive = false, true
			take(formPart)
		case "s":
			take(formS)
		case "base":
			take(formBase)
		case "ing":
			it.finite = false
			take(formIng)
		}
	}
}

// isVerb tells as what form of a verb a word stands, from what is around it;
// empty for a noun, an adjective, or a word that is no verb.
func (b *builder) isVerb(j int) string {
	info := b.r.info[j]
	if info == nil || len(info.forms) == 0 || b.tok(j).poss {
		return b.unknownPast(j)
	}
	var f formSet
	for _, x := range info.forms {
		f |= x.form
	}
	t := b.tok(j)
	if t.upper && j > b.s.from && !b.r.title && !b.sentenceStart(j) {
		return ""
	}
	var prev *token
	var pc classSet
	if j > b.s.from {
		prev, pc = b.tok(j-1), b.class(j-1)
		for k := j - 1; k > b.s.from && b.adverb(k); k-- {
			prev, pc = b.tok(k-1), b.class(k-1)
		}
	}
	if j+1 < b.s.to && b.tok(j+1).norm == "-" && !b.tok(j+1).space || prev != nil && prev.norm == "-" && !prev.space {
		return ""
	}
	l := b.last()
	attributive := prev != nil && l != nil && l.kind == nounPhrase && !l.pronoun && f&(formPast|formIng) == 0 && (info.noun != nil || nounLike(t.norm)) && describes(prev.norm)
	inside := attributive || (l == nil || l.kind != subordinator) && pc&(classDet|classPoss|classAdj) != 0 && pc&classPron == 0 || prev != nil && prev.poss
	afterNoun := l != nil && l.kind == nounPhrase && l.span.to == b.behind(j)
	adjective := false // an adjective of an actor before it: Russian attacks
	if afterNoun && len(l.names) > 0 {
		m := l.names[len(l.names)-1]
		adjective = m.kind == isAdjective && m.to == b.behind(j) && !strings.HasSuffix(b.tok(m.to-1).norm, "s")
	}
	switch {
	case f&formIng != 0:
		if afterNoun && !l.pronoun && len(l.names) == 0 && (j+1 >= b.s.to || !b.tok(j+1).word) && l.kind == nounPhrase && l.to-l.from > 1 && b.class(l.from)&classDet != 0 && (l.head == l.from+1) {
			return "" // the Board finding
		}
		if j+1 < b.s.to && b.r.info[j+1] != nil && b.r.info[j+1].noun != nil && !b.tells(info.forms) {
			return "" // crippling sanctions
		}
		if j+1 < b.s.to && (!b.tok(j+1).word && b.tok(j+1).norm != `"` || b.class(j+1)&classConj != 0) && l != nil && (l.kind == comma || l.kind == preposition || l.kind == conjunction) {
			return "" // weapons, training and intelligence
		}
		if next := b.next(j); inside || adjective || (next == "of" || next == "by") && (info.noun != nil || b.tok(j).upper && j == b.s.from) {
			return ""
		}
		return "ing"
	case (f&formPast != 0 || f&formPart != 0) && !(f&formBase != 0 && f&formPast == 0):
		if f&formBase != 0 && (inside || pc&classPrep != 0) { // the cut, a hit
			return ""
		}
		if inside || prev != nil && pc&classPrep != 0 && !afterNoun {
			return ""
		}
		if l != nil && l.kind == nounPhrase && l.pronoun && afterNoun && f&formPast != 0 {
			return "past"
		}
		if b.next(j) == "by" && !b.takesBy(info.forms) {
			return "part"
		}
		if n := len(b.items); l != nil && l.kind == comma && f&formPart != 0 && n >= 2 && b.items[n-2].kind == nounPhrase && !hasVerb(b.items) && b.commaAhead(j) {
			return "part" // Bulgaria, allied with Serbia, attacked
		}
		if f&formPast == 0 {
			if afterNoun || l != nil && l.kind == comma {
				return "part"
			}
			return ""
		}
		if afterNoun && b.verbFollows(j) {
			return "part"
		}
		return "past"
	case f&formS != 0:
		if inside || adjective || pc&classPrep != 0 || l == nil {
			return ""
		}
		if info.noun == nil && len(info.phrases) == 0 && !nounLike(t.norm) {
			return "s"
		}
		named := l != nil && len(l.names) > 0 && l.names[len(l.names)-1].kind != isAdjective && l.names[len(l.names)-1].kind <= isPerson && l.names[len(l.names)-1].to == b.behind(j)
		if named && (info.noun != nil || nounLike(t.norm) || b.soft[j].phrase != nil) && j+1 < b.s.to && b.class(j+1)&classPrep != 0 && b.tok(j+1).norm != "to" {
			return "" // EU funds for Kyiv
		}
		if afterNoun && (!pluralWord(prev.norm) || named) || l.kind == subordinator || l.kind == nounPhrase && l.pronoun || l.kind == conjunction && b.coordinate() {
			if b.after(j) {
				return "s"
			}
		}
		return ""
	case f&formBase != 0:
		if inside || adjective || pc&classPrep != 0 && pc&classConj == 0 {
			return ""
		}
		if l == nil {
			return ""
		}
		if n := len(b.items); n >= 2 && afterNoun && b.items[n-2].kind == verbGroup {
			switch b.items[n-2].verb {
			case "do": // what does Minsk give
				return "base"
			case "help", "let", "make", "see", "have", "hear", "watch":
			default:
				return "" // extended the arms embargo
			}
		}
		pluralBefore := afterNoun && (pluralWord(prev.norm) || l.pronoun && pc&classPron != 0 && prev.norm != "it" && prev.norm != "he" && prev.norm != "she" || b.twoNames())
		if afterNoun && len(l.names) > 0 && l.names[len(l.names)-1].kind <= isPlace && !adjective && info.noun == nil && b.soft[j].phrase == nil && b.after(j) && !b.verbLater(j+1) {
			return "base" // Her Majesty's Government condemn
		}
		if l.kind == conjunction && (info.noun != nil || b.soft[j].phrase != nil) && j+1 < b.s.to {
			if _, name := b.at[j+1]; !name && b.class(j+1)&(classDet|classPoss|classPron) == 0 && !b.tok(j+1).num {
				return "" // banking and trade barriers
			}
		}
		if pluralBefore || l.kind == subordinator && l.word != "that" && b.after(j) || l.kind == conjunction && b.coordinate() && b.after(j) && l.word != "or" {
			return "base"
		}
	}
	return ""
}

// tells reports a verb that has a sense in the lexicon.
func (b *builder) tells(forms []verbForm) bool {
	for _, f := range forms {
		if len(b.r.lex.lemmas[f.base]) > 0 {
			return true
		}
	}
	return false
}

// commaAhead reports another comma in the sentence after token j.
func (b *builder) commaAhead(j int) bool {
	for j++; j < b.s.to; j++ {
		if b.tok(j).norm == "," {
			return true
		}
	}
	return false
}

// unknownPast takes a word in -ed that the lexicon does not know for a verb in
// the past where it stands like one: after a name or noun, before an object.
func (b *builder) unknownPast(j int) string {
	t, l := b.tok(j), b.last()
	if !strings.HasSuffix(t.norm, "ed") || len(t.norm) < 6 || t.upper || t.poss || b.r.info[j] != nil || l == nil {
		return ""
	}
	if l.kind != nounPhrase || l.to != b.behind(j) || j+1 >= b.s.to || b.tok(j+1).norm == "-" || b.tok(j-1).norm == "-" {
		return ""
	}
	if len(l.names) > 0 {
		if m := l.names[len(l.names)-1]; m.kind == isAdjective && m.to == l.to {
			return ""
		}
	}
	c := b.class(l.to - 1)
	if c&(classDet|classPoss|classAdj) != 0 && c&classPron == 0 || b.tok(l.to-1).poss {
		return ""
	}
	_, named := b.at[j+1]
	if !named && b.class(j+1)&(classDet|classPoss|classPron|classPrep) == 0 && b.tok(j+1).norm != "to" {
		return ""
	}
	if b.verbFollows(j) {
		return ""
	}
	return "unknown"
}

// takesBy reports a verb that the lexicon knows with "by": "stood by".
func (b *builder) takesBy(forms []verbForm) bool {
	for _, f := range forms {
		for _, e := range b.r.lex.lemmas[f.base] {
			if len(e.after) > 0 && e.after[0] == "by" {
				return true
			}
		}
	}
	return false
}

// behind gives where the item before token j should end, past adverbs.
func (b *builder) behind(j int) int {
	for j > b.s.from && b.adverb(j-1) {
		j--
	}
	return j
}

func (b *builder) sentenceStart(j int) bool {
	for k := j - 1; k >= b.s.from; k-- {
		if b.tok(k).word {
			return false
		}
	}
	return true
}

// next gives the word after token j, past adverbs.
func (b *builder) next(j int) string {
	for j++; j < b.s.to && b.adverb(j); j++ {
	}
	if j >= b.s.to {
		return ""
	}
	return b.tok(j).norm
}

// after reports whether what follows token j can follow a verb.
func (b *builder) after(j int) bool {
	if j+1 >= b.s.to {
		return false
	}
	c, t := b.class(j+1), b.tok(j+1)
	_, named := b.at[j+1]
	return named || c&(classDet|classPoss|classPron|classPrep|classAdv|classAdj|classSub) != 0 || t.norm == "to" || t.num || t.norm == `"` || b.adverb(j+1) || t.word && c&(classConj|classModal|classBe|classHave) == 0
}

// verbFollows reports a finite verb after token j before the clause ends, so
// that a form like "supplied" before it is a participle.
func (b *builder) verbFollows(j int) bool {
	depth := 0
	for k := j + 1; k < b.s.to && k < j+14; k++ {
		t, c := b.tok(k), b.class(k)
		switch {
		case t.norm == ";" || t.norm == ":" || c&classSub != 0 || c&classConj != 0 || t.norm == `"`:
			return false
		case t.norm == ",":
			depth++
			if depth > 0 {
				return false
			}
		case c&(classModal|classBe|classHave|classDo) != 0 && t.norm != "need" && t.norm != "being" && t.norm != "having" && t.norm != "be" && t.norm != "been":
			return b.tok(k-1).norm != "to"
		case c&classPron != 0 && t.norm != "it":
			return false
		}
	}
	return false
}

// coordinate reports whether a verb group stands before the conjunction that is
// the last item.
func (b *builder) coordinate() bool {
	for k := len(b.items) - 2; k >= 0; k-- {
		switch b.items[k].kind {
		case verbGroup:
			return true
		case stop:
			return false
		}
	}
	return false
}

// twoNames reports whether the last phrase is one of two joined by "and".
func (b *builder) twoNames() bool {
	n := len(b.items)
	return n >= 3 && b.items[n-2].kind == conjunction && b.items[n-2].word == "and" && b.items[n-3].kind == nounPhrase
}

func pluralWord(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "is") && !strings.HasSuffix(w, "us") && len(w) > 3 || w == "people" || w == "both" || w == "others" || w == "some" || w == "many"
}

// nounLike reports a plural that is oftener a noun than a verb.
func nounLike(w string) bool {
	return slices.Contains([]string{"works", "means", "moves", "marks", "changes", "links", "ties", "talks", "needs", "forces", "interests", "issues", "matters", "places", "plans", "results", "risks", "rules", "steps", "terms", "views", "visits", "votes", "acts", "bonds", "costs", "claims", "demands", "figures", "offers", "orders", "reports", "returns", "states", "turns", "ranges", "tests", "hopes", "fears", "doubts", "aims", "threats", "guns", "arms", "ships", "tanks", "hands", "troops", "units", "loans", "grants", "funds", "sources", "stations", "bases"}, w)
}

// describes reports a word that is an adjective or participle by its ending,
// which a noun like "promises" then follows.
func describes(w string) bool {
	for _, s := range []string{"ed", "ive", "ous", "ful", "able", "ible", "less"} {
		if strings.HasSuffix(w, s) && len(w) > 5 {
			return true
		}
	}
	return false
}

// midVerb reports whether the word at token j ends the noun phrase from i as a verb.
func (b *builder) midVerb(j, i int) bool {
	info := b.r.info[j]
	if (info == nil || len(info.forms) == 0) && !strings.HasSuffix(b.tok(j).norm, "ed") {
		return false
	}
	head := j - 1
	for head > i && b.adverb(head) {
		head--
	}
	pretend := item{span: span{i, b.behind(j)}, kind: nounPhrase, head: head, pronoun: b.class(head)&classPron != 0}
	for k := i; k < j; k++ {
		if m, ok := b.at[k]; ok {
			pretend.names = append(pretend.names, m)
		}
	}
	b.items = append(b.items, pretend)
	is := b.isVerb(j)
	b.items = b.items[:len(b.items)-1]
	return is != ""
}
