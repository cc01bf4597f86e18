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
		case aux != "" && t.norm == "no" && j+1 < b.s.to && b.tok(j+1).norm == "longer": // would no longer support
			it.neg = true
			j += 2
			continue
		case aux != "" && b.inserted(j) > 0:
			j += b.inserted(j)
			continue
		case aux == "be" && it.modal == "" && t.norm == "to" && b.base(j+1) && i == j-1: // is to supply
			aux, it.modal = "modal", "will"
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

// inserted counts the words that stand between an auxiliary and its verb and
// are no adverbs: "shall at once render", "has since delivered", "have each
// undertaken", "has today, with Canada, designated"; 0 where there are none.
func (b *builder) inserted(j int) int {
	verb := func(k int) bool {
		if k >= b.s.to || b.r.info[k] == nil {
			return false
		}
		if _, named := b.at[k]; named {
			return false
		}
		for _, f := range b.r.info[k].forms {
			if f.form&(formPart|formBase|formIng) != 0 {
				return true
			}
		}
		return false
	}
	t := b.tok(j)
	switch t.norm {
	case "at", "in", "of", "on", "for", "to":
		if j+2 < b.s.to && (verb(j+2) || b.adverb(j+2)) && slices.Contains([]string{"once", "fact", "course", "turn", "last", "effect", "principle", "secret", "public", "part", "date", "addition", "particular"}, b.tok(j+1).norm) {
			return 2
		}
		if t.norm == "at" && j+3 < b.s.to && b.tok(j+2).norm == "time" && verb(j+3) {
			return 3
		}
	case "since", "each", "all", "both", "themselves", "itself":
		if verb(j + 1) {
			return 1
		}
	case ",", "(", "—", "–":
		for k := j + 1; k < b.s.to && k < j+16; k++ {
			if w := b.tok(k).norm; w == "," || w == ")" || w == "—" || w == "–" {
				if verb(k+1) || b.adverb(k+1) && verb(k+2) {
					return k + 1 - j
				}
				return 0
			}
		}
	}
	return 0
}

// base reports a word that can be a verb's base form.
func (b *builder) base(i int) bool {
	if i >= b.s.to || b.r.info[i] == nil {
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
