package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// Drop is why proposals of a model were not taken.
type Drop struct {
	Reason  string
	Count   int
	Example string // the words of the first, cut; what the model wrote, not the text
}

// Why proposals are dropped.
const (
	notJSON     = "the answer is no JSON of candidates"
	notSchema   = "it does not hold to the schema"
	notInText   = "its quote does not stand in the text"
	noActor     = "an actor that nobody knows"
	missesActor = "it does not name both actors"
	oneActor    = "one actor on both sides"
	badDate     = "a date that is none"
	badType     = "a type or channel that does not exist"
	badSpeaker  = "an asserter who does not stand in the text"
	tooMany     = "more candidates than one answer may hold"
)

// mostCandidates of one answer are looked at.
const mostCandidates = 400

// Admit reads one answer of a model about a text: what holds to the schema, rests
// on words that stand in the text and names what exists. It is pure, and the
// only way in. by is the model's name, for the reason of each candidate.
func Admit(answer, text string, meta reading.Meta, c *ledger.Case, lex *reading.Lexicon, by string) ([]reading.Candidate, []Drop) {
	d := newDoor(text, meta, c, lex, by)
	d.admit(answer, chunk{0, len(d.runes)})
	return d.result()
}

// door admits the answers about one text.
type door struct {
	runes []rune
	flat  []rune // the text with each run of white space as one space
	at    []int  // for each of flat, its place in runes
	meta  reading.Meta
	c     *ledger.Case
	lex   *reading.Lexicon
	by    string
	out   []reading.Candidate
	drops map[string]*Drop
}

func newDoor(text string, meta reading.Meta, c *ledger.Case, lex *reading.Lexicon, by string) *door {
	d := &door{runes: []rune(text), meta: meta, c: c, lex: lex, by: clean(by, 60), drops: map[string]*Drop{}}
	d.flat, d.at = flatten(d.runes)
	return d
}

// flatten makes each run of white space one space.
func flatten(r []rune) (flat []rune, at []int) {
	space := true
	for i, x := range r {
		if unicode.IsSpace(x) {
			if !space {
				flat, at = append(flat, ' '), append(at, i)
			}
			space = true
			continue
		}
		space = false
		flat, at = append(flat, x), append(at, i)
	}
	return flat, at
}

// part gives the words of a chunk.
func (d *door) part(ch chunk) string { return string(d.runes[ch.start:ch.end]) }

func (d *door) drop(reason, example string) {
	x := d.drops[reason]
	if x == nil {
		x = &Drop{Reason: reason, Example: clean(example, 120)}
		d.drops[reason] = x
	}
	x.Count++
}

// result gives what was admitted, each once, and what was dropped.
func (d *door) result() ([]reading.Candidate, []Drop) {
	slices.SortStableFunc(d.out, func(a, b reading.Candidate) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Kind, b.Kind))
	})
	var out []reading.Candidate
	for _, c := range d.out {
		if !slices.ContainsFunc(out, func(o reading.Candidate) bool { return same(o, c) && overlap(o.Span, c.Span) }) { // chunks overlap
			out = append(out, c)
		}
	}
	var drops []Drop
	for _, x := range d.drops {
		drops = append(drops, *x)
	}
	slices.SortFunc(drops, func(a, b Drop) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason)) })
	return out, drops
}

// schema is that of one candidate: a wrong one costs itself only.
var schema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema))
	if err != nil {
		return nil, err
	}
	k := jsonschema.NewCompiler()
	if err := k.AddResource("candidates.json", doc); err != nil {
		return nil, err
	}
	return k.Compile("candidates.json#/properties/candidates/items")
})

// proposal is a candidate as a model writes it.
type proposal struct {
	Kind       reading.Kind     `json:"kind"`
	Quote      string           `json:"quote"`
	From       string           `json:"from"`
	To         string           `json:"to"`
	InNeed     []string         `json:"in_need"`
	Rung       *float64         `json:"rung"` // JSON Schema holds 3.0 to be an integer
	Type       string           `json:"type"`
	Channel    string           `json:"channel"`
	Title      string           `json:"title"`
	Date       string           `json:"date"`
	Due        string           `json:"due"`
	Share      *float64         `json:"share"`
	Amount     *float64         `json:"amount"`
	Unit       string           `json:"unit"`
	Modality   reading.Modality `json:"modality"`
	Polarity   reading.Polarity `json:"polarity"`
	AssertedBy string           `json:"asserted_by"`
	Confidence *float64         `json:"confidence"`
}

// admit reads an answer about a chunk.
func (d *door) admit(answer string, ch chunk) {
	items, err := unwrap(answer)
	if err != nil {
		d.drop(notJSON, err.Error())
		return
	}
	holds, err := schema()
	if err != nil {
		panic(err) // it is a constant
	}
	for i, raw := range items {
		if i == mostCandidates {
			d.drop(tooMany, fmt.Sprint(len(items)))
			return
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil || holds.Validate(v) != nil {
			d.drop(notSchema, string(raw))
			continue
		}
		var p proposal
		if err := json.Unmarshal(raw, &p); err != nil {
			d.drop(notSchema, string(raw))
			continue
		}
		if c, why := d.candidate(p, ch); why != "" {
			d.drop(why, p.Quote)
		} else {
			d.out = append(d.out, c)
		}
	}
}

// unwrap finds the list of candidates in an answer, which may stand in a fence of
// Markdown or after a model's thoughts.
func unwrap(answer string) ([]json.RawMessage, error) {
	if i := strings.LastIndex(answer, "</think>"); i >= 0 {
		answer = answer[i:]
	}
	from, to := strings.IndexByte(answer, '{'), strings.LastIndexByte(answer, '}')
	if from < 0 || to < from {
		return nil, errors.New("no object: " + answer[:min(len(answer), 80)])
	}
	var body struct {
		Candidates *[]json.RawMessage `json:"candidates"`
	}
	if err := json.Unmarshal([]byte(answer[from:to+1]), &body); err != nil {
		return nil, err
	}
	if body.Candidates == nil {
		return nil, errors.New("no list of candidates")
	}
	return *body.Candidates, nil
}

// find gives the span of a quote within a chunk, where it stands there verbatim
// but for white space, as whole words.
func (d *door) find(quote string, ch chunk) (reading.Span, bool) {
	q, _ := flatten([]rune(quote))
	for len(q) > 0 && q[len(q)-1] == ' ' {
		q = q[:len(q)-1]
	}
	if len(q) < 3 || !slices.ContainsFunc(q, unicode.IsLetter) {
		return reading.Span{}, false
	}
	lo, _ := slices.BinarySearch(d.at, ch.start)
	hi, _ := slices.BinarySearch(d.at, ch.end)
	text, want := string(d.flat[lo:hi]), string(q)
	for from, seen := 0, 0; ; {
		i := strings.Index(text[from:], want)
		if i < 0 {
			return reading.Span{}, false
		}
		seen += len([]rune(text[from : from+i]))
		from += i
		a, b := lo+seen, lo+seen+len(q)
		if !(a > 0 && inWord(d.flat[a-1]) && inWord(q[0])) && !(b < len(d.flat) && inWord(d.flat[b]) && inWord(q[len(q)-1])) {
			start, end := d.at[a], d.at[b-1]+1
			return reading.Span{Start: start, End: end, Text: string(d.runes[start:end])}, true
		}
		n := len(string(d.flat[a : a+1]))
		from, seen = from+n, seen+1
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// holds reports whether words stand in the text verbatim but for white space.
func (d *door) holds(words string) bool {
	_, ok := d.find(words, chunk{0, len(d.runes)})
	return ok
}

// actor resolves a name by the case and the lexicon to an id of either.
func (d *door) actor(name string) (string, bool) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", true
	}
	if d.lex != nil {
		for _, n := range []string{name, strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")} {
			if id, ok := d.lex.ActorID(n); ok {
				return id, true
			}
		}
	}
	if d.c != nil {
		if a, err := d.c.FindActor(name); err == nil {
			return a.ID, true
		}
	}
	return "", false
}

// candidate makes a candidate of a proposal, or says why not.
func (d *door) candidate(p proposal, ch chunk) (reading.Candidate, string) {
	var none reading.Candidate
	s, ok := d.find(p.Quote, ch)
	if !ok {
		return none, notInText
	}
	from, okFrom := d.actor(p.From)
	to, okTo := d.actor(p.To)
	if !okFrom || !okTo {
		return none, noActor
	}
	var need []string
	for _, n := range p.InNeed {
		id, ok := d.actor(n)
		if !ok {
			return none, noActor
		}
		if id != "" && !slices.Contains(need, id) {
			need = append(need, id)
		}
	}
	if from != "" && from == to {
		return none, oneActor
	}
	when, err1 := date(p.Date)
	due, err2 := date(p.Due)
	if err1 != nil || err2 != nil {
		return none, badDate
	}
	c := reading.Candidate{Kind: p.Kind, Span: s, Modality: p.Modality, Polarity: cmp.Or(p.Polarity, reading.Neutral), AssertedBy: reading.Article, Confidence: .5, Reason: "proposed by the model " + d.by}
	if p.Confidence != nil {
		c.Confidence = max(.01, min(.99, *p.Confidence))
	}
	if by := strings.TrimSpace(p.AssertedBy); by != "" && !strings.EqualFold(by, reading.Article) {
		if id, ok := d.actor(by); ok {
			c.AssertedBy = id
		} else if d.holds(by) {
			c.AssertedBy = strings.Join(strings.Fields(by), " ")
		} else {
			return none, badSpeaker
		}
	}
	// Words that enter the record are the text's; figures stand in its words.
	what := strings.Join(strings.Fields(s.Text), " ")
	title := ""
	if p.Title != "" && d.holds(p.Title) {
		title = strings.Join(strings.Fields(p.Title), " ")
	}
	var share, amount *float64
	unit := ""
	if strings.ContainsFunc(s.Text, unicode.IsDigit) {
		share, amount = p.Share, p.Amount
		if amount != nil && d.holds(p.Unit) {
			unit = strings.Join(strings.Fields(p.Unit), " ")
		}
	}
	channel := strings.TrimSpace(p.Channel)
	if channel != "" && channel != "treaty" && !slices.Contains(ledger.Channels, channel) && (d.c == nil || !slices.Contains(d.c.Matter().Channels, channel)) {
		return none, badType
	}
	var rung *int
	if p.Rung != nil {
		n := int(*p.Rung)
		rung = &n
	}
	both := true
	f := &c.Fields
	switch p.Kind {
	case reading.Moment:
		if both = len(need) > 0; !slices.Contains(ledger.MomentTypes, p.Type) {
			return none, badType
		}
		*f = reading.Fields{Title: cmp.Or(title, what), Type: p.Type, InNeed: need, Start: when, End: due, What: what}
	case reading.Conduct, reading.Request:
		both = from != "" && to != ""
		*f = reading.Fields{From: from, To: to, Date: when, Rung: rung, What: what}
		if p.Kind == reading.Request && rung != nil && *rung < int(ledger.Words) {
			f.Rung = nil
		}
	case reading.Pledge:
		both = from != "" && to != ""
		*f = reading.Fields{From: from, To: to, Promised: when, Due: due, Channel: channel, Title: cmp.Or(title, what), Amount: amount, Unit: unit, What: what}
	case reading.Milestone:
		if both = from != "" && to != ""; !slices.Contains(ledger.MilestoneTypes, p.Type) {
			return none, badType
		}
		*f = reading.Fields{From: from, To: to, Date: when, Type: p.Type, Channel: channel, Title: title, Amount: amount, Unit: unit, What: what}
	case reading.Contribution:
		both = from != "" && to != ""
		*f = reading.Fields{From: from, To: to, Date: when, Channel: channel, Value: amount, Unit: unit, What: what}
	case reading.Dependence:
		both = from != "" && to != ""
		*f = reading.Fields{Actor: to, On: from, Date: when, Channel: channel, Share: share, What: what}
	case reading.Hypothesis:
		*f = reading.Fields{Relier: to, Partner: from, Title: cmp.Or(title, what), What: what}
	case reading.Forecast:
		c.Modality = reading.AsForecast
		*f = reading.Fields{Relier: to, Partner: from, Horizon: cmp.Or(due, when), What: what}
	case reading.Prescription:
		c.Modality = reading.AsPrescription
		*f = reading.Fields{From: from, To: to, What: what}
	case reading.Claim:
		*f = reading.Fields{From: from, To: to, Date: when, What: what}
	}
	if !both {
		return none, missesActor
	}
	return c, ""
}

// date reads a date that a model wrote; empty is none.
func date(s string) (edtf.Date, error) {
	if s = strings.TrimSpace(s); s == "" || strings.EqualFold(s, "null") || strings.EqualFold(s, "unknown") {
		return edtf.Date{}, nil
	}
	return edtf.Parse(s)
}
