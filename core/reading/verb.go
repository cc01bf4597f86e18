package reading

import (
	"slices"
	"strings"
)

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
	if prev != nil && (f&formS != 0 && b.counts(j-1) || b.named2(j)) {
		return "" // seventeen thousand trains, export curbs
	}
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
		if n := len(b.items); afterNoun && f&formPast != 0 && n >= 2 && b.items[n-2].kind == subordinator && slices.Contains([]string{"that", "which", "whom", "what"}, b.items[n-2].word) && b.next(j) != "by" {
			return "past" // the helicopters that France promised to Lebanon have slipped
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

// counts reports a number or a word for one.
func (b *builder) counts(i int) bool {
	t := b.tok(i)
	return t.num || slices.Contains([]string{"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "billion", "dozen", "several", "hundreds", "thousands", "dozens"}, t.norm)
}

// named2 reports a word that ends a noun of two words of the lexicon.
func (b *builder) named2(j int) bool {
	info := b.r.info[j-1]
	if info == nil {
		return false
	}
	for _, p := range info.phrases {
		if p.kind == isNoun && len(p.words) == 2 && p.words[1] == b.tok(j).norm {
			return true
		}
	}
	return false
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
	if t.norm == "hundred" || t.norm == "kindred" || t.norm == "sacred" || t.norm == "indeed" || t.norm == "hatred" || !strings.HasSuffix(t.norm, "ed") || len(t.norm) < 6 || t.upper || t.poss || b.r.info[j] != nil || l == nil {
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
		case c&(classModal|classBe|classHave|classDo) != 0 && t.norm != "need" && t.norm != "being" && t.norm != "having" && t.norm != "be" && t.norm != "been" && !b.may(k):
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
	return slices.Contains([]string{"works", "means", "moves", "marks", "changes", "links", "ties", "talks", "needs", "forces", "interests", "issues", "matters", "places", "plans", "results", "risks", "rules", "steps", "terms", "views", "visits", "votes", "acts", "bonds", "costs", "claims", "demands", "figures", "offers", "orders", "reports", "returns", "states", "turns", "ranges", "tests", "hopes", "fears", "doubts", "aims", "threats", "guns", "arms", "ships", "tanks", "hands", "troops", "units", "loans", "grants", "funds", "sources", "stations", "bases", "curbs", "counts", "heads", "borders", "ports", "posts", "plants", "details", "measures", "notes", "papers", "records", "trains", "pounds", "drives", "raids", "strikes", "attacks", "signs", "points", "blocks", "fires", "lines", "parts", "parties", "deals", "trades", "rates", "roots", "roads", "sales", "scales", "schedules", "samples", "stocks", "studies", "surveys", "taxes", "trips", "volumes", "waves", "weights", "wings", "words", "years", "times", "days", "mines", "shells", "bombs", "rockets", "batteries", "charges", "grounds", "borders", "members", "supports", "exports", "imports", "credits", "deposits", "dollars", "balances", "barriers", "pressures", "powers", "orders", "contracts", "projects", "programmes", "programs", "protests", "tours", "calls", "cuts"}, w)
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
