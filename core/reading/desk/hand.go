package desk

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// Select makes a candidate of a kind from any words of a text, its fields filled
// in from what the reader sees in them: who is named (who comes first acts, as
// English has it), when, through which channel, how much. Where the reader
// itself proposes a candidate of that kind within the words, its fields are
// taken. start and end count Unicode characters.
//
// It fails where the stretch holds no word or the kind does not exist. What the
// reader does not see stays empty.
func Select(text string, meta reading.Meta, lex *reading.Lexicon, start, end int, kind reading.Kind) (reading.Candidate, error) {
	if !slices.Contains(reading.Kinds, kind) {
		return reading.Candidate{}, fmt.Errorf("making a candidate by hand: kind %q does not exist", kind)
	}
	var g reading.Glimpse
	ok := false
	if lex != nil {
		g, ok = reading.Look(text, meta, lex, start, end)
	} else if s, found := cutSpan(text, start, end); found {
		g, ok = reading.Glimpse{Span: s}, true
	}
	if !ok {
		return reading.Candidate{}, fmt.Errorf("making a candidate by hand: characters %d to %d hold no word; select some", start, end)
	}
	out := reading.Candidate{Kind: kind, Span: g.Span, Modality: reading.AsFact, Polarity: reading.Neutral, AssertedBy: reading.Article, Confidence: .5, Reason: "made by hand"}
	if lex != nil {
		if c, found := proposed(text, meta, lex, g.Span, kind); found {
			c.Span, c.Reason = g.Span, "made by hand; filled in from what the reader proposes there"
			return c, nil
		}
	}
	switch kind {
	case reading.Forecast:
		out.Modality = reading.AsForecast
	case reading.Prescription:
		out.Modality = reading.AsPrescription
	case reading.Claim:
		out.Modality = reading.AsAllegation
	}
	var from, to string
	if len(g.Actors) > 0 {
		from = g.Actors[0]
	}
	if len(g.Actors) > 1 {
		to = g.Actors[1]
	}
	date := edtf.Date{}
	if len(g.Dates) > 0 {
		date = g.Dates[0]
	}
	place(&out.Fields, parts{
		kind: kind, from: from, to: to, actors: g.Actors, date: date, channel: g.Channel, moment: g.Moment,
		amount: g.Amount, unit: g.Unit, what: g.Span.Text, title: cmp.Or(g.Moment, g.Span.Text),
	})
	return out, nil
}

// proposed finds a candidate of a kind that the reader sees within a stretch;
// the one that covers most of it.
func proposed(text string, meta reading.Meta, lex *reading.Lexicon, s reading.Span, kind reading.Kind) (reading.Candidate, bool) {
	var best reading.Candidate
	top := 0
	for _, c := range reading.Read(text, meta, lex) {
		if n := min(c.Span.End, s.End) - max(c.Span.Start, s.Start); c.Kind == kind && c.Span.Start >= s.Start-1 && c.Span.End <= s.End+1 && n > top {
			best, top = c, n
		}
	}
	return best, top > 0
}

// cutSpan gives the characters from start to end of a text; false where they are
// blank or not in it.
func cutSpan(text string, start, end int) (reading.Span, bool) {
	r := []rune(text)
	if start < 0 || end > len(r) || start >= end {
		return reading.Span{}, false
	}
	for start < end && (r[start] == ' ' || r[start] == '\n' || r[start] == '\t') {
		start++
	}
	for end > start && (r[end-1] == ' ' || r[end-1] == '\n' || r[end-1] == '\t') {
		end--
	}
	return reading.Span{Start: start, End: end, Text: string(r[start:end])}, end > start
}

// parts is what kinds of candidate have in common.
type parts struct {
	kind                       reading.Kind
	from, to                   string
	actors                     []string
	date, due                  edtf.Date
	channel, moment, unit      string
	amount, share              *float64
	what, title, milestoneType string
	rung                       *int
}

// place puts what is known where the kind has it.
func place(f *reading.Fields, p parts) {
	switch p.kind {
	case reading.Moment:
		*f = reading.Fields{Title: p.title, Start: p.date, InNeed: p.actors[:min(1, len(p.actors))], Moment: p.moment, What: p.what}
		if p.to != "" && len(p.actors) == 0 {
			f.InNeed = []string{p.to}
		}
	case reading.Conduct, reading.Request:
		*f = reading.Fields{From: p.from, To: p.to, Date: p.date, Rung: p.rung, Moment: p.moment, What: p.what}
		if p.kind == reading.Request && p.rung != nil && *p.rung < int(ledger.Words) {
			f.Rung = nil // silence and opposition are not asked for
		}
	case reading.Pledge:
		*f = reading.Fields{From: p.from, To: p.to, Promised: p.date, Due: p.due, Channel: p.channel, Title: p.title, Amount: p.amount, Unit: p.unit, What: p.what}
	case reading.Milestone:
		*f = reading.Fields{From: p.from, To: p.to, Date: p.date, Type: p.milestoneType, Channel: p.channel, Title: p.title, Share: p.share, Amount: p.amount, Unit: p.unit, What: p.what}
	case reading.Contribution:
		*f = reading.Fields{From: p.from, To: p.to, Date: p.date, Channel: p.channel, Value: p.amount, Unit: p.unit, What: p.what}
	case reading.Dependence:
		*f = reading.Fields{Actor: p.to, On: p.from, Date: p.date, Channel: p.channel, Share: p.share, What: p.what}
		if p.to == "" { // one actor named: who depends
			f.Actor, f.On = p.from, ""
		}
	case reading.Hypothesis:
		*f = reading.Fields{Partner: p.from, Relier: p.to, Title: p.title, What: p.what}
	case reading.Forecast:
		*f = reading.Fields{Partner: p.from, Relier: p.to, Horizon: p.date, What: p.what}
	default:
		*f = reading.Fields{From: p.from, To: p.to, Date: p.date, What: p.what}
	}
}

// As gives a candidate as another kind: who, when, what and how much go where
// that kind has them, and what it has no place for is dropped. A forecast,
// prescription or claim is asserted as such; what was one and becomes conduct or
// the like is left an opinion until a person says that it is a fact.
func As(cand reading.Candidate, kind reading.Kind) reading.Candidate {
	if cand.Kind == kind {
		return cand
	}
	f := cand.Fields
	from, to := cand.Pair()
	p := parts{
		kind: kind, from: from, to: to, actors: f.InNeed, due: f.Due, channel: f.Channel, moment: f.Moment, unit: f.Unit, rung: f.Rung, share: f.Share,
		amount: f.Amount, what: cmp.Or(f.What, f.Title, cand.Span.Text), title: cmp.Or(f.Title, f.What, cand.Span.Text), milestoneType: f.Type,
		date: firstDate(f.Date, f.Promised, f.Start, f.Horizon),
	}
	if p.amount == nil {
		p.amount = f.Value
	}
	if cand.Kind == reading.Moment {
		p.milestoneType = ""
		if len(f.InNeed) > 0 {
			p.to = f.InNeed[0]
		}
	}
	if kind == reading.Moment && len(p.actors) == 0 && to != "" {
		p.actors = []string{to}
	}
	out := cand
	out.Kind = kind
	place(&out.Fields, p)
	switch kind {
	case reading.Forecast:
		out.Modality = reading.AsForecast
	case reading.Prescription:
		out.Modality = reading.AsPrescription
	case reading.Claim:
		out.Modality = reading.AsAllegation
	default:
		if out.Modality == reading.AsForecast || out.Modality == reading.AsPrescription {
			out.Modality = reading.AsOpinion
		}
	}
	return out
}
