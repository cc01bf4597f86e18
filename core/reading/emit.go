package reading

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// emit writes an event as candidates that rest on the clause at place k.
func (r *reader) emit(p *parsedSentence, k int, ev event) {
	r.emitAt(p, k, ev, r.spanOf(p, k))
}

// spanOf gives the words of a clause with its subject.
func (r *reader) spanOf(p *parsedSentence, k int) span {
	c := &p.clauses[k]
	lo := c.v
	if c.chain.from < c.v && c.chain.to <= c.v {
		lo = c.chain.from
		if gap := c.v - c.chain.to; gap > 8 {
			lo = c.v
		}
	}
	hi := min(max(c.end, c.v+1), len(p.items))
	return span{p.items[lo].from, p.items[hi-1].to}
}

// emitAt writes an event as candidates, one a pair of actors.
func (r *reader) emitAt(p *parsedSentence, k int, ev event, words span) {
	from, to := ev.from, ev.to
	if ev.kind == Prescription && len(from) == 0 {
		from = []string{""}
	}
	for _, f := range from[:min(len(from), 5)] {
		for _, t := range to[:min(len(to), 5)] {
			if f == t || f == "west" || t == "west" {
				continue
			}
			r.emitOne(p, k, ev, words, f, t)
		}
	}
}

// channels lists the channels of a dependence: "for its gas and most of its arms".
func (r *reader) channels(p *parsedSentence, c *clause) []string {
	var out []string
	for k := c.v; k < c.end && k < len(p.items); k++ {
		if p.items[k].kind == nounPhrase {
			for _, m := range p.items[k].names {
				if m.kind == isChannel && !slices.Contains(out, m.id) && m.id != "technology" {
					out = append(out, m.id)
				}
			}
		}
	}
	return out
}

// clause gives a clause of a sentence, an empty one where it has none: a heading.
func (p *parsedSentence) clause(k int) *clause {
	if k < len(p.clauses) {
		return &p.clauses[k]
	}
	return &clause{obj: -1, child: -1, parent: -1, end: len(p.items)}
}

func (r *reader) emitOne(p *parsedSentence, k int, ev event, words span, from, to string) {
	words = r.trim(words)
	if words.to <= words.from {
		return
	}
	key := string(ev.kind) + "/" + from + "/" + to + "/" + strconv.Itoa(words.from/4)
	if ev.rival > 0 {
		key += " broad" // what an entry tells nearby is not dropped for it
	}
	if r.seen[key] {
		return
	}
	r.seen[key] = true
	cand := Candidate{Kind: ev.kind, Polarity: ev.polarity, Reason: ev.reason, Span: r.span(words)}
	f := &cand.Fields
	c := p.clause(k)
	channel := r.channel(p, c, ev.thing)
	when := r.when(span{words.from, r.doc.sentences[p.at].to}, r.lexIs(p.items[c.v].modal, classFuture))
	title := ""
	if ev.thing >= 0 {
		title = r.titleOf(&p.items[ev.thing])
	}
	amount, unit, has := r.amount(words)
	f.What = r.words(words)
	switch ev.kind {
	case Conduct, Request:
		rung := ev.rung
		f.From, f.To, f.Rung, f.Date = from, to, &rung, when
		f.Moment = r.moment
	case Pledge:
		f.From, f.To, f.Title, f.Promised = from, to, title, when
		f.Channel = channel
		if f.Channel == "" {
			f.Channel = "treaty"
		}
		if r.lexIs(p.items[c.v].modal, classFuture) {
			f.Promised, f.Due = r.today(), when
		}
		if has {
			f.Amount, f.Unit = &amount, unit
		}
		r.pledge[pledgeKey([]string{from}, []string{to}, f.Channel)] = true
		if to == r.topic {
			r.maker = from
		}
	case Milestone:
		f.From, f.To, f.Title, f.Type, f.Date, f.Channel = from, to, title, ev.milestone, when, channel
		if f.Channel == "" {
			f.Channel = "treaty"
		}
		r.pledge[pledgeKey([]string{from}, []string{to}, f.Channel)] = true
		if to == r.topic {
			r.maker = from
		}
	case Contribution:
		f.From, f.To, f.Date, f.Channel = from, to, when, channel
		if f.Channel == "" {
			f.Channel = "money"
		}
		if has {
			f.Value, f.Unit = &amount, unit
		}
	case Dependence:
		f.Actor, f.On, f.Channel = to, from, channel
		if f.Channel == "" {
			f.Channel = "arms"
		}
		if s := r.share01(p, c); s > 0 {
			f.Share = &s
		}
	case Hypothesis:
		f.Relier, f.Partner, f.Title, f.What = to, from, f.What, ""
	case Forecast:
		f.Relier, f.Partner, f.Horizon = to, from, when
	case Prescription:
		f.To = to
	case Claim:
		f.From, f.To = from, to
	}
	r.assert(p, k, ev, &cand, from)
	sure := .68 + ev.sure // between what the two halves of the gold texts give
	if ev.guess {
		sure -= .22
	}
	if cand.Modality == AsAllegation {
		sure -= .05
	}
	if ev.kind == Claim || ev.kind == Forecast || ev.kind == Hypothesis {
		sure -= .12
	}
	for _, x := range c.subj {
		if x.actor == from && (x.weak || x.role != heads) {
			sure -= .08
			break
		}
	}
	cand.Confidence = float64(int(max(.15, min(.95, sure))*100+.5)) / 100
	if ev.kind == Pledge || ev.kind == Contribution || ev.kind == Milestone || ev.kind == Conduct && ev.rung == 3 {
		r.madeTo[to], r.lastFrom, r.gaveAt = from, from, p.at
	}
	r.features = append(r.features, r.describe(p, k, ev, &cand))
	r.note(p, &cand)
	r.out, r.rival = append(r.out, cand), append(r.rival, ev.rival)
	if ev.kind == Dependence {
		for _, ch := range r.channels(p, c) {
			if ch != f.Channel {
				other := cand
				other.Fields.Channel, other.Fields.Share = ch, nil
				r.features = append(r.features, r.features[len(r.features)-1])
				r.out, r.rival = append(r.out, other), append(r.rival, 0)
			}
		}
	}
}

// assert says who asserts a candidate, and as what.
func (r *reader) assert(p *parsedSentence, k int, ev event, cand *Candidate, from string) {
	who, alleged := Article, false
	if k < len(p.says) && p.says[k] != "" {
		who, alleged = p.says[k], p.alleged[k]
	} else if r.turns && len(r.home) > 0 {
		who = r.home[0]
		if p.asking {
			who = "journalist"
		}
	}
	c := p.clause(k)
	s := r.doc.sentences[p.at]
	lo := max(s.from, p.items[c.v].from-6)
	hedged := r.phraseIn(p, classHedge, lo, min(s.to, p.items[c.v].to+4))
	cand.AssertedBy = who
	switch {
	case ev.modality != "":
		cand.Modality = ev.modality
	case hedged:
		cand.Modality = AsAllegation
	case (alleged || who != Article) && who != from && who != "journalist" && !slices.Contains(r.home, who):
		cand.Modality = AsAllegation
	case who == Article && (r.phraseIn(p, classOpinion, s.from, s.to) && !r.dated(s) || r.opine && ev.guess):
		cand.Modality = AsOpinion
	default:
		cand.Modality = AsFact
	}
	if ev.modality == AsAllegation && (who == Article || who == "journalist" || slices.Contains(r.home, who)) && len(c.subj) > 0 {
		cand.AssertedBy = c.subj[0].actor
	}
}

// dated reports a sentence with a number or a month: more a report than a view.
func (r *reader) dated(s sentence) bool {
	for i := s.from; i < s.to; i++ {
		t := &r.doc.tokens[i]
		if t.num && len(t.norm) == 4 && (i == s.from || r.doc.tokens[i-1].norm != "-") || months[t.norm] > 0 && t.upper {
			return true
		}
	}
	return false
}

func (r *reader) emitMoment(p *parsedSentence, title, kind string, need []string, start, end string, words span, sure float64, source string) {
	c := Candidate{Kind: Moment, Polarity: Neutral, Modality: AsFact, AssertedBy: Article, Reason: "a time of need: " + kind, Confidence: sure, Span: r.span(words)}
	c.Fields.Title, c.Fields.Type, c.Fields.InNeed = title, kind, need
	c.Fields.Start, _ = edtf.Parse(start)
	c.Fields.End, _ = edtf.Parse(end)
	c.Fields.What = r.words(words)
	if r.turns && len(r.home) > 0 {
		c.AssertedBy = r.home[0]
		if p.asking {
			c.AssertedBy = "journalist"
		}
	}
	r.features = append(r.features, r.describe(p, len(p.clauses), event{kind: Moment, source: source, thing: -1}, &c))
	r.note(p, &c)
	r.out, r.rival = append(r.out, c), append(r.rival, 0)
}

// trim takes marks and joining words off the ends of a stretch.
func (r *reader) trim(s span) span {
	for s.from < s.to && (!r.doc.tokens[s.from].word && !strings.ContainsAny(r.doc.tokens[s.from].norm, "$£€") || r.classOf(s.from)&classConj != 0 && r.classOf(s.from)&classNeg == 0 || r.doc.tokens[s.from].norm == "that") {
		s.from++
	}
	for s.to > s.from && !r.doc.tokens[s.to-1].word && !r.doc.tokens[s.to-1].poss && r.doc.tokens[s.to-1].norm != "%" {
		s.to--
	}
	return s
}

// span gives a stretch of tokens as characters of the text.
func (r *reader) span(s span) Span {
	a, b := &r.doc.tokens[s.from], &r.doc.tokens[s.to-1]
	return Span{Start: a.rstart, End: b.rend, Text: r.doc.text[a.start:b.end]}
}

// titleOf gives a noun phrase without its article.
func (r *reader) titleOf(it *item) string {
	i := it.from
	for i < it.head && r.classOf(i)&(classDet|classPoss) != 0 {
		i++
	}
	return r.words(span{i, it.to})
}

// today is the day of the article; zero where it has none.
func (r *reader) today() edtf.Date {
	if !r.has {
		return edtf.Date{}
	}
	return edtf.DateOf(r.day)
}
