package reading

import (
	"regexp"
	"slices"
	"strings"
)

// contrasts finds two ways to see a relation set against each other.
var contrasts = regexp.MustCompile(`(?is)\b(role|status|partner\w*|alliance|relationship|conduct|behaviou?r|policy|position)\b.{0,60}\bfrom (that of )?(a|an|the)\b.{3,80}\bto (that of )?(a|an|the)\b|\b(partner\w*|alliance|relationship|conduct|behaviou?r|policy|friendship)\b.{0,40}\bnot\b.{3,80}\bbut (rather )?\b|\b(behaviou?r|conduct|policy)\b.{0,40}\beither\b.{3,80}\bor\b`)

// announcing finds a sentence that only says that readings differ.
var announcing = regexp.MustCompile(`\b(two|three|several|rival|competing) (views|readings|explanations|interpretations|theories|schools|camps)\b.{0,40}$`)

// readings writes the rival readings that a sentence asserts, one each. It
// reports whether the sentence is about nothing else.
func (r *reader) readings(p *parsedSentence) bool {
	s := r.doc.sentences[p.at]
	opener := false
	for _, m := range p.marks {
		if m.kind == isMark && m.class&classReading != 0 && m.from <= s.from+5 {
			opener = true
		}
	}
	for i := s.from; i < s.to && i < s.from+2; i++ {
		if r.classOf(i)&classReading != 0 {
			opener = true
		}
	}
	raw := r.doc.text[r.doc.tokens[s.from].start:r.doc.tokens[s.to-1].end]
	text := strings.ToLower(raw)
	alternatives := s.question && strings.Contains(text, " or ") && lowerContains(text, ", or ")
	if alternatives = alternatives && len(r.refsIn(p)) > 0; alternatives {
		opener = false
	}
	var set []int
	if r.opine && (lowerContains(text, "either") || lowerContains(text, " not ") && lowerContains(text, " but ") || lowerContains(text, " from ") && lowerContains(text, " to ")) {
		set = contrasts.FindStringIndex(raw)
	}
	contrast := r.opine && set != nil || lowerContains(text, "not because", "only because", "merely because", "be seen as", "be interpreted as")
	if !opener && !alternatives && !contrast {
		return false
	}
	if announcing.MatchString(text) {
		return true // two views are heard: the readings follow
	}
	var c clause
	k := -1
	for i := range p.clauses {
		if len(p.clauses[i].subj) > 0 {
			c, k = p.clauses[i], i
			break
		}
	}
	if k < 0 {
		if len(p.clauses) == 0 {
			return false
		}
		c, k = p.clauses[0], 0
	}
	relier, partner := r.topic, r.partner
	if all := ids(r.refsIn(p)); !slices.Contains(all, partner) || !slices.Contains(all, relier) {
		if len(c.subj) > 0 && c.subj[0].actor != relier && c.subj[0].role == heads && !c.subj[0].weak {
			partner = c.subj[0].actor
		}
	}
	if all := ids(r.refsIn(p)); len(all) > 1 && !slices.Contains(all, relier) && len(c.subj) > 0 {
		partner = c.subj[0].actor
		relier = without(all, []string{partner})[0]
	}
	if relier == "" || partner == "" || relier == partner {
		return false
	}
	parts := []span{s.span}
	if alternatives || contrast {
		if set != nil && contrast {
			for s.from < s.to-4 && r.doc.tokens[s.from].end <= r.doc.tokens[r.doc.sentences[p.at].from].start+set[0] {
				s.from++
			}
		}
		parts = r.alternatives(s)
	} else if parts = r.sides(s); len(parts) == 0 {
		parts = []span{s.span}
	}
	either := strings.Contains(text, "either")
	for i, part := range parts {
		v := &p.items[c.v]
		ev := event{kind: Hypothesis, from: []string{partner}, to: []string{relier}, polarity: r.leaning(strings.ToLower(r.words(part)), r.tone(p, &c, v)), thing: -1, modality: AsOpinion, reason: "a reading of conduct"}
		if len(parts) == 2 && (alternatives || contrast) && !either { // the kinder one comes first
			ev.polarity = []Polarity{Positive, Negative}[i]
		}
		r.emitAt(p, k, ev, part)
	}
	return opener || alternatives
}

// sides parts a sentence in which some say this and others that.
func (r *reader) sides(s sentence) []span {
	for i := s.from + 3; i < s.to-3; i++ {
		if w := r.doc.tokens[i+1].norm; (r.doc.tokens[i].norm == ";" || r.doc.tokens[i].norm == ",") && (w == "others" || w == "another" || w == "pessimists" || w == "optimists" || w == "critics") {
			return []span{{s.from, i}, {i + 1, s.to}}
		}
	}
	return nil
}

// leaning judges for whom a reading speaks: the partner's defenders for it,
// others against it; the second of two the other way.
func (r *reader) leaning(text string, tone Polarity) Polarity {
	out := Negative
	switch {
	case lowerContains(text, "optimist", "kinder", "charitable", "supporters", "defenders", "friends of", "generous", "benign"):
		out = Positive
	case lowerContains(text, "pessimist", "cynic", "critics", "sceptic", "skeptic", "darker", "only because", "merely because"):
	case strings.HasPrefix(text, "others") && r.lean == Negative:
		out = Positive
	case lowerContains(text, "merely", "simply") || strings.HasPrefix(text, "in the second"):
		out = Neutral
	case tone == Positive && r.lean == Negative:
		out = Positive
	}
	r.lean = out
	return out
}

func (r *reader) refsIn(p *parsedSentence) []ref {
	var out []ref
	for k := range p.items {
		out = append(out, p.items[k].refs...)
	}
	return out
}

// alternatives parts a sentence at "or", "but rather", "to that of".
func (r *reader) alternatives(s sentence) []span {
	from := s.from
	for i := s.from; i < s.to; i++ {
		if r.doc.tokens[i].norm == ":" && s.to-i > 6 {
			from = i + 1
		}
	}
	for i := from + 2; i < s.to-2; i++ {
		w := r.doc.tokens[i].norm
		cut := w == "or" && !r.doc.tokens[i-1].word || w == "but" && (r.doc.tokens[i+1].norm == "rather" || r.doc.tokens[i+1].norm == "because")
		cut = cut || w == "to" && (r.doc.tokens[i+1].norm == "a" || r.doc.tokens[i+1].norm == "an" || r.doc.tokens[i+1].norm == "that") && strings.Contains(strings.ToLower(r.words(span{from, i})), " from ")
		cut = cut || w == "it" && r.doc.tokens[i-1].norm == ";"
		if cut {
			return []span{{from, i}, {i + 1, s.to}}
		}
	}
	return []span{{from, s.to}}
}
