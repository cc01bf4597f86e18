package ledger

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Severity says whether a problem blocks.
type Severity string

// An error blocks the edit that would bring it in; a warning does not.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one thing that is wrong with a case: where, what, and what to do.
type Problem struct {
	Record   string   `json:"record"`
	Kind     Kind     `json:"kind"`
	Field    string   `json:"field"` // the JSON key; "milestones[2].date" inside a list
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Fix      string   `json:"fix"`
}

// String gives the problem as one line.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %s %s, %s: %s (%s)", p.Severity, p.Kind, p.Record, p.Field, p.Message, p.Fix)
}

// Check gives all problems of a case, errors and warnings, by record and field.
func Check(c *Case) []Problem {
	k := checker{c: c}
	for _, r := range c.Records() {
		k.record(r)
	}
	k.duplicates()
	if c.matter == nil {
		k.r = c.Matter()
		k.warn("title", "the case says nowhere what it is about", "add a matter with a title and a question")
	}
	return k.sorted()
}

// CheckRecords gives the problems of the records with these ids and of the
// records that refer to them: what an edit of them can have brought about.
// Duplicates among records are Check's matter.
func CheckRecords(c *Case, ids []string) []Problem {
	k := checker{c: c}
	seen := map[string]bool{}
	visit := func(id string) {
		if r, ok := c.Get(id); ok && !seen[id] {
			seen[id] = true
			k.record(r)
		}
	}
	for _, id := range ids {
		visit(id)
		for _, from := range c.Referrers(id) {
			visit(from)
		}
	}
	return k.sorted()
}

// Errors returns the problems that block.
func Errors(problems []Problem) []Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p Problem) bool { return p.Severity != Error })
}

type checker struct {
	c        *Case
	r        Record // being checked
	problems []Problem
}

func (k *checker) add(s Severity, field, message, fix string) {
	k.problems = append(k.problems, Problem{k.r.RecordID(), k.r.Kind(), field, s, message, fix})
}
func (k *checker) err(field, message, fix string)  { k.add(Error, field, message, fix) }
func (k *checker) warn(field, message, fix string) { k.add(Warning, field, message, fix) }

func (k *checker) sorted() []Problem {
	rank := map[Kind]int{}
	for i, kind := range Kinds {
		rank[kind] = i
	}
	slices.SortStableFunc(k.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Record, b.Record))
	})
	return k.problems
}

// validID holds ids to what every format that a case goes through can carry.
var validID = regexp.MustCompile(`^[\pL\pN][\pL\pN._:-]{0,79}$`)

var iso3 = regexp.MustCompile(`^[A-Z]{3}$`)

func (k *checker) record(r Record) {
	k.r = r
	id := r.RecordID()
	if !validID.MatchString(id) {
		k.err("id", fmt.Sprintf("the id %q is not usable", id), "use letters, digits, and . _ : - after the first character, at most 80")
	}
	for _, f := range Schema(r.Kind()) {
		k.required(f)
	}
	k.citations("citations", Direct(r))
	switch r := r.(type) {
	case *Matter:
		k.matter(r)
	case *Actor:
		k.oneOf("type", r.Type, ActorTypes)
		if r.ISO3 != "" && !iso3.MatchString(r.ISO3) {
			k.err("iso3", fmt.Sprintf("%q is not an ISO 3166-1 code", r.ISO3), "three capital letters, or leave it empty")
		}
	case *Source:
		k.source(r)
	case *Moment:
		k.moment(r)
	case *Conduct:
		k.atMoment(r.Moment, r.From, r.To, r.Date, r.To)
		k.rung("rung", r.Rung, LowestRung)
		k.cited(r.Citations)
	case *Request:
		k.atMoment(r.Moment, r.From, r.To, r.Date, r.From)
		k.rung("rung", r.Rung, Words)
		k.cited(r.Citations)
	case *Pledge:
		k.pledge(r)
	case *Contribution:
		k.dyad("from", r.From, "to", r.To)
		k.channel(r.Channel)
		if r.Magnitude < 0 || r.Magnitude > 5 {
			k.err("magnitude", fmt.Sprintf("%d is not on the scale", r.Magnitude), "1 (token) to 5 (decisive), or leave it empty")
		}
		if r.Value != nil && r.Unit == "" {
			k.warn("unit", "a value without a unit cannot be compared", "say what it counts: USD million, MW, tonnes")
		}
		k.cited(r.Citations)
	case *Dependence:
		k.dependence(r)
	case *Hypothesis:
		k.actorIf("relier", r.Relier)
		k.actorIf("partner", r.Partner)
		if r.Prior != nil && (*r.Prior <= 0 || *r.Prior >= 1) {
			k.err("prior", fmt.Sprintf("%v is not a probability strictly between 0 and 1", *r.Prior), "give one, or leave it empty for equal shares")
		}
	case *Rating:
		k.rating(r)
	case *Note:
		k.citations("for", r.For)
		k.citations("against", r.Against)
		for i, on := range r.On {
			k.exists(fmt.Sprintf("on[%d]", i), on, "")
		}
		if r.Contested && len(r.For) == 0 && len(r.Against) == 0 {
			k.warn("for", "a contested claim without a source on either side", "cite who makes it and who denies it")
		}
	}
}

// Direct returns the citations in a record's own "citations" field.
func Direct(r Record) []Citation {
	switch r := r.(type) {
	case *Pledge:
		return r.Citations
	case *Note:
		return r.Citations
	}
	return Citations(r)
}

func (k *checker) required(f Field) {
	if !f.Required {
		return
	}
	empty := false
	switch r := k.r.(type) {
	case *Matter:
		empty = r.Title == ""
	case *Actor:
		empty = f.Key == "name" && r.Label == ""
	case *Source:
		empty = f.Key == "title" && r.Title == ""
	case *Moment:
		empty = f.Key == "title" && r.Title == "" || f.Key == "start" && r.Start.IsZero() || f.Key == "in_need" && len(r.InNeed) == 0
	case *Conduct:
		empty = f.Key == "date" && r.Date.IsZero() || f.Key == "what" && strings.TrimSpace(r.What) == ""
	case *Request:
		empty = f.Key == "date" && r.Date.IsZero() || f.Key == "what" && strings.TrimSpace(r.What) == ""
	case *Pledge:
		empty = f.Key == "title" && r.Title == "" || f.Key == "promised" && r.Promised.IsZero()
	case *Contribution:
		empty = f.Key == "date" && r.Date.IsZero() || f.Key == "what" && strings.TrimSpace(r.What) == ""
	case *Hypothesis:
		empty = r.Title == ""
	case *Rating:
		empty = f.Key == "analyst" && r.Analyst == "" || f.Key == "value" && r.Value == ""
	case *Note:
		empty = r.Title == ""
	}
	if empty { // references and choices are reported where they are looked up
		k.err(f.Key, strings.ToLower(f.Label)+" is empty", cmp.Or(f.Help, "fill it in"))
	}
}

func (k *checker) oneOf(field, value string, options []string) {
	if !slices.Contains(options, value) {
		k.err(field, fmt.Sprintf("%q is not a known value", value), "choose from "+strings.Join(options, ", "))
	}
}

// exists checks a reference to a record of a kind; an empty kind allows any.
func (k *checker) exists(field, id string, kind Kind) bool {
	r, ok := k.c.Get(id)
	what := string(kind)
	if what == "" {
		what = "record"
	}
	switch {
	case id == "":
		k.err(field, "no "+what+" is named", "name one")
	case !ok:
		k.err(field, fmt.Sprintf("there is no %s %q", what, id), "add it, or name another")
	case kind != "" && r.Kind() != kind:
		k.err(field, fmt.Sprintf("%q is a %s, not a %s", id, r.Kind(), kind), "name a "+string(kind))
	default:
		return true
	}
	return false
}

func (k *checker) actorIf(field, id string) {
	if id != "" {
		k.exists(field, id, KindActor)
	}
}

func (k *checker) dyad(fromField, from, toField, to string) {
	k.exists(fromField, from, KindActor)
	k.exists(toField, to, KindActor)
	if from == to && from != "" {
		k.err(toField, "an actor cannot be both sides", "name the other side")
	}
}

func (k *checker) rung(field string, r, lowest Rung) {
	if !r.Valid() || r < lowest {
		k.err(field, fmt.Sprintf("%d is not a rung here", int(r)), fmt.Sprintf("from %s to %s", lowest, HighestRung))
	}
}

func (k *checker) citations(field string, list []Citation) {
	for i, c := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		k.exists(at+".source", c.Source, KindSource)
		if c.Credibility < 1 || c.Credibility > 6 {
			k.err(at+".credibility", fmt.Sprintf("%d is not an Admiralty grade", c.Credibility), "1 (confirmed) to 5 (improbable), or 6 (cannot be judged)")
		}
	}
}

func (k *checker) cited(list []Citation) {
	if len(list) == 0 {
		k.warn("citations", "rests on no source", "cite one; until then it weighs as F6, a quarter")
	}
}

func (k *checker) channel(name string) {
	if name == "" {
		k.err("channel", "no channel is named", "choose one")
	} else if !slices.Contains(Channels, name) && !slices.Contains(k.c.Matter().Channels, name) {
		k.warn("channel", fmt.Sprintf("%q is neither a standard channel nor the case's own", name), "choose from "+strings.Join(Channels, ", ")+", or add it to the case's channels")
	}
}

func (k *checker) matter(m *Matter) {
	if m.ID != MatterID {
		k.err("id", fmt.Sprintf("the case's matter has the id %q", m.ID), "it must be "+MatterID)
	}
	k.actorIf("question.relier", m.Question.Relier)
	k.actorIf("question.partner", m.Question.Partner)
	if m.Question.Situation != "" {
		k.oneOf("question.situation", m.Question.Situation, Situations)
	}
	for i, s := range m.Similarity {
		at := fmt.Sprintf("similarity[%d]", i)
		k.dyad(at+".a", s.A, at+".b", s.B)
		k.share(at+".value", s.Value)
	}
	inRange := func(field string, p *float64, low, high float64) {
		if p != nil && !(*p >= low && *p <= high) {
			k.err("settings."+field, fmt.Sprintf("%v is out of range", *p), fmt.Sprintf("from %v to %v", low, high))
		}
	}
	inRange("half_life_years", m.Settings.HalfLifeYears, 0, 1000)
	inRange("other_situation", m.Settings.OtherSituation, 0, 1)
	inRange("prior_mass", m.Settings.PriorMass, 0.01, 100)
	inRange("horizon_years", m.Settings.HorizonYears, 0.01, 100)
	if m.Settings.Words != "" {
		k.oneOf("settings.words", m.Settings.Words, []string{"icd203", "phia"})
	}
}

func (k *checker) source(s *Source) {
	k.oneOf("reliability", s.Reliability, Reliabilities)
	if s.Type != "" {
		k.oneOf("type", s.Type, SourceTypes)
	}
	if s.Seen != "" {
		k.oneOf("seen", s.Seen, SeenStates)
	}
	if s.Publisher == "" && s.Republishes == "" {
		k.warn("publisher", "no publisher is named; it counts as a voice of its own", "name the publisher")
	}
	if s.URL != "" {
		if u, err := url.Parse(s.URL); err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			k.warn("url", fmt.Sprintf("%q is not a web address", s.URL), "begin it with https://")
		}
	}
	if s.Republishes == "" || !k.exists("republishes", s.Republishes, KindSource) {
		return
	}
	for at, n := s, 0; ; n++ {
		next, ok := k.c.Source(at.Republishes)
		if !ok {
			return
		}
		if next == s || n > len(k.c.sources) {
			k.err("republishes", "the chain of copies leads back to itself", "clear it at the original")
			return
		}
		at = next
	}
}

func (k *checker) moment(m *Moment) {
	k.oneOf("type", m.Type, MomentTypes)
	seen := map[string]bool{}
	for i, a := range m.InNeed {
		at := fmt.Sprintf("in_need[%d]", i)
		k.exists(at, a, KindActor)
		if seen[a] {
			k.warn(at, fmt.Sprintf("%q is named twice", a), "remove one")
		}
		seen[a] = true
	}
	if !m.Start.IsZero() && !m.End.IsZero() && m.End.CertainlyBefore(m.Start) {
		k.err("end", fmt.Sprintf("ends (%s) before it starts (%s)", m.End, m.Start), "correct one of the dates")
	}
}

// atMoment checks what conduct and requests share; inNeed is the actor that
// should have been in need there.
func (k *checker) atMoment(moment, from, to string, date edtf.Date, inNeed string) {
	k.dyad("from", from, "to", to)
	if !k.exists("moment", moment, KindMoment) {
		return
	}
	m, _ := k.c.Moment(moment)
	if !m.Needs(inNeed) && inNeed != "" {
		k.warn("moment", fmt.Sprintf("%s was not in need at %q", k.c.ActorName(inNeed), m.Name()), "add it to those in need there, or choose another moment")
	}
	if !date.IsZero() && !m.End.IsZero() && date.CertainlyAfter(m.End) {
		first, _ := date.Earliest()
		if end, ok := m.End.Latest(); ok && first > end+366 {
			k.warn("date", fmt.Sprintf("%s is more than a year after the moment ended (%s)", date, m.End), "check the date, or choose another moment")
		}
	}
	if last, ok := date.Latest(); ok && !m.Start.IsZero() {
		if start, has := m.Start.Earliest(); has && last < start-366 {
			k.warn("date", fmt.Sprintf("%s is more than a year before the moment began (%s)", date, m.Start), "check the date, or choose another moment")
		}
	}
}

func (k *checker) pledge(p *Pledge) {
	k.dyad("from", p.From, "to", p.To)
	k.channel(p.Channel)
	k.cited(p.Citations)
	if !p.Due.IsZero() && !p.Promised.IsZero() && p.Due.CertainlyBefore(p.Promised) {
		k.err("due", fmt.Sprintf("is due (%s) before it was promised (%s)", p.Due, p.Promised), "correct one of the dates")
	}
	ended := -1
	for i, m := range p.Milestones {
		at := fmt.Sprintf("milestones[%d]", i)
		k.citations(at+".citations", m.Citations)
		if !slices.Contains(MilestoneTypes, m.Type) {
			k.err(at+".type", fmt.Sprintf("%q is no milestone", m.Type), "choose from "+strings.Join(MilestoneTypes, ", "))
		}
		if m.Date.IsZero() {
			k.err(at+".date", "has no date", dateField.Help)
			continue
		}
		if m.Share != nil {
			k.share(at+".share", *m.Share)
		}
		if m.Date.CertainlyBefore(p.Promised) {
			k.err(at+".date", fmt.Sprintf("%s is before the promise (%s)", m.Date, p.Promised), "correct one of the dates")
		}
		if i > 0 && m.Date.CertainlyBefore(p.Milestones[i-1].Date) {
			k.warn(at+".date", fmt.Sprintf("%s is before the milestone above it (%s)", m.Date, p.Milestones[i-1].Date), "put the milestones in order")
		}
		if ended >= 0 && m.Date.CertainlyAfter(p.Milestones[ended].Date) {
			k.warn(at, fmt.Sprintf("comes after the pledge was %s (%s)", p.Milestones[ended].Type, p.Milestones[ended].Date), "the first ending counts; a promise made anew is a pledge of its own")
		}
		if endOf(m.Type) != Open && ended < 0 {
			ended = i
		}
	}
	for i, o := range p.Obliges {
		at := fmt.Sprintf("obliges[%d]", i)
		k.rung(at+".rung", o.Rung, Words)
		if len(o.Moments) == 0 {
			k.err(at+".moments", "names no type of moment", "choose from "+strings.Join(MomentTypes, ", ")+", or a situation")
		}
		for _, t := range o.Moments {
			if !slices.Contains(MomentTypes, t) && !slices.Contains(Situations, t) {
				k.err(at+".moments", fmt.Sprintf("%q is no type of moment", t), "choose from "+strings.Join(MomentTypes, ", ")+", or a situation")
			}
		}
		for _, a := range o.Against {
			k.exists(at+".against", a, KindActor)
		}
	}
}

func (k *checker) dependence(d *Dependence) {
	k.dyad("actor", d.Actor, "on", d.On)
	k.channel(d.Channel)
	k.share("share_low", d.Low)
	k.share("share_mode", d.Mode)
	k.share("share_high", d.High)
	if d.Low > d.Mode || d.Mode > d.High {
		k.err("share_mode", fmt.Sprintf("low %v, most likely %v and high %v are not in order", d.Low, d.Mode, d.High), "low <= most likely <= high")
	}
	if d.SubstitutionMonths < 0 {
		k.err("substitution_months", "is negative", "months, 0 or more")
	}
	if d.Basis == "" {
		k.warn("basis", "says not where the shares come from", "name the estimate or the statistic")
	}
}

func (k *checker) share(field string, v float64) {
	if !(v >= 0 && v <= 1) {
		k.err(field, fmt.Sprintf("%v is not a share", v), "a number from 0 to 1")
	}
}

func (k *checker) rating(r *Rating) {
	k.oneOf("subject", r.Subject, RatingSubjects)
	if r.Certainty != "" && !slices.Contains(Certainties, r.Certainty) {
		k.err("certainty", fmt.Sprintf("%q is no certainty", r.Certainty), "choose from "+strings.Join(Certainties, ", "))
	}
	switch r.Subject {
	case "rung":
		k.exists("record", r.Record, KindConduct)
		n, err := strconv.Atoi(r.Value)
		if r.Value != "" && (err != nil || !Rung(n).Valid()) {
			k.err("value", fmt.Sprintf("%q is not a rung", r.Value), "-2 to 4")
		}
	case "cell":
		k.exists("record", r.Record, "")
		k.exists("hypothesis", r.Hypothesis, KindHypothesis)
		if r.Value != "" && !slices.Contains(CellValues, r.Value) && !likelihoodRatio.MatchString(r.Value) {
			k.err("value", fmt.Sprintf("%q is not a rating of a cell", r.Value), strings.Join(CellValues, " ")+", or a likelihood ratio such as 3 or 1/3")
		}
	case "relevance":
		k.exists("record", r.Record, "")
		if v, err := strconv.ParseFloat(r.Value, 64); r.Value != "" && (err != nil || !(v >= 0 && v <= 1)) {
			k.err("value", fmt.Sprintf("%q is not a share", r.Value), "a number from 0 to 1")
		}
	case "reliability":
		k.exists("record", r.Record, KindSource)
		if r.Value != "" && !slices.Contains(Reliabilities, r.Value) {
			k.err("value", fmt.Sprintf("%q is not a grade of a source", r.Value), strings.Join(Reliabilities, " "))
		}
	case "usefulness":
		k.exists("record", r.Record, KindSource)
		k.yesNo(r.Value)
	case "forecast":
		k.exists("record", r.Record, KindNote)
		if v, err := strconv.ParseFloat(r.Value, 64); r.Value != "" && (err != nil || !(v >= 0 && v <= 1)) {
			k.err("value", fmt.Sprintf("%q is not a probability", r.Value), "a number from 0 to 1")
		}
	case "outcome":
		k.exists("record", r.Record, KindNote)
		k.yesNo(r.Value)
	case "candidate":
		k.exists("record", r.Record, KindSource)
		if first, _, _ := strings.Cut(r.Value, " "); r.Value != "" && !slices.Contains(CandidateStates, first) {
			k.err("value", fmt.Sprintf("%q is no decision on a candidate", r.Value), "begin it with "+strings.Join(CandidateStates, ", "))
		}
	case "reading":
		k.exists("record", r.Record, KindSource)
		if n, err := strconv.Atoi(r.Value); r.Value != "" && (err != nil || n < 0) {
			k.err("value", fmt.Sprintf("%q is not a number of candidates", r.Value), "a whole number, 0 or more")
		}
	}
}

func (k *checker) yesNo(value string) {
	if value != "" && value != "yes" && value != "no" {
		k.err("value", fmt.Sprintf("%q is neither yes nor no", value), "yes or no")
	}
}

// duplicates warns of conduct entered twice and of actors that share a name.
func (k *checker) duplicates() {
	type key struct {
		moment, from, to, date, what string
		rung                         Rung
	}
	first := map[key]string{}
	for _, r := range k.c.conduct {
		at := key{r.Moment, r.From, r.To, r.Date.String(), strings.ToLower(strings.TrimSpace(r.What)), r.Rung}
		if id, seen := first[at]; seen {
			k.r = r
			k.warn("what", "says the same as "+id, "delete one, and keep its citations on the other")
		} else {
			first[at] = r.ID
		}
	}
	names := map[string]string{}
	for _, a := range k.c.actors {
		name := strings.ToLower(a.Label)
		if id, seen := names[name]; seen && name != "" {
			k.r = a
			k.warn("name", "is also the name of "+id, "tell them apart, or use one for both")
		} else {
			names[name] = a.ID
		}
	}
}
