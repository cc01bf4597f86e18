package page

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// kindOptions are the kinds of candidate, to choose from.
func kindOptions() []view.Option {
	what := map[reading.Kind]string{
		reading.Moment: key("somebody was in need"), reading.Conduct: key("what one did for another"), reading.Request: key("what was asked for"),
		reading.Pledge: key("a promise"), reading.Milestone: key("what became of a promise"), reading.Contribution: key("something given"),
		reading.Dependence: key("one rests on another"), reading.Hypothesis: key("a reading of conduct"), reading.Forecast: key("what will happen"),
		reading.Prescription: key("what should be done"), reading.Claim: key("what somebody holds"),
	}
	var out []view.Option
	for _, k := range reading.Kinds {
		out = append(out, view.Option{Key: string(k), Label: tr(string(k)), Detail: tr(what[k])})
	}
	return out
}

// modalityOptions are the ways in which a thing can be asserted.
func modalityOptions() []view.Option {
	what := map[reading.Modality]string{
		reading.AsFact: key("it is told as having happened"), reading.AsAllegation: key("somebody is said to say so"), reading.AsOpinion: key("it is somebody’s view: no fact"),
		reading.AsForecast: key("it is expected"), reading.AsPrescription: key("it is urged"),
	}
	var out []view.Option
	for _, m := range []reading.Modality{reading.AsFact, reading.AsAllegation, reading.AsOpinion, reading.AsForecast, reading.AsPrescription} {
		out = append(out, view.Option{Key: string(m), Label: tr(string(m)), Detail: tr(what[m])})
	}
	return out
}

// gradeOptions are the Admiralty grades with their definitions: letters for the
// source, numbers for the item.
func gradeOptions() []view.Option {
	letters := []struct{ key, says string }{
		{"A", key("completely reliable: no doubt of authenticity, trustworthiness or competence; a history of complete reliability")},
		{"B", key("usually reliable: minor doubt; a history of valid information most of the time")},
		{"C", key("fairly reliable: doubt, but it has provided valid information in the past")},
		{"D", key("not usually reliable: significant doubt, but it has provided valid information in the past")},
		{"E", key("unreliable: lacks authenticity, trustworthiness and competence; a history of invalid information")},
		{"F", key("cannot be judged: no basis to evaluate the source")},
	}
	numbers := []struct{ key, says string }{
		{"1", key("confirmed: by other independent sources; logical; consistent with other information")},
		{"2", key("probably true: not confirmed; logical; consistent with other information")},
		{"3", key("possibly true: not confirmed; reasonably logical; agrees with some other information")},
		{"4", key("doubtful: not confirmed; possible but not logical; no other information")},
		{"5", key("improbable: not confirmed; not logical; contradicted by other information")},
		{"6", key("cannot be judged: no basis to evaluate the item")},
	}
	var out []view.Option
	for _, x := range letters {
		out = append(out, view.Option{Key: x.key, Label: x.key + " " + tr("the source"), Detail: tr(x.says)})
	}
	for _, x := range numbers {
		out = append(out, view.Option{Key: x.key, Label: x.key + " " + tr("this item"), Detail: tr(x.says)})
	}
	return out
}

// relationWord says how a candidate stands to a record.
func relationWord(r reading.Relation) string {
	switch r {
	case reading.Adds:
		return tr("adds a citation to")
	case reading.Conflicts:
		return tr("conflicts with")
	case reading.Continues:
		return tr("continues")
	}
	return string(r)
}

// decisionWord says what became of a candidate.
func decisionWord(s readdesk.State) string {
	switch s {
	case readdesk.Accepted:
		return tr("accepted")
	case readdesk.Cited:
		return tr("cited")
	case readdesk.Rejected:
		return tr("rejected")
	}
	return tr("open")
}

// familyOf groups kinds by their look in the text.
func familyOf(k reading.Kind) view.Family {
	switch k {
	case reading.Pledge, reading.Milestone:
		return view.FamilyPromise
	case reading.Dependence:
		return view.FamilyTie
	case reading.Hypothesis, reading.Forecast, reading.Prescription, reading.Claim:
		return view.FamilySaid
	}
	return view.FamilyDeed
}

// toneOf is the colour of what a candidate means for the one concerned.
func toneOf(p reading.Polarity) view.Tone {
	switch p {
	case reading.Positive:
		return view.ToneGave3
	case reading.Negative:
		return view.ToneAgainst2
	}
	return view.ToneMuted
}

// polaritySign stands beside the colour.
func polaritySign(p reading.Polarity) string {
	switch p {
	case reading.Positive:
		return "+"
	case reading.Negative:
		return "−"
	}
	return "0"
}

// actorIn names an actor of the lexicon as the case does.
func actorIn(c *ledger.Case, lex *reading.Lexicon, id string) string {
	if id == "" {
		return tr("nobody named")
	}
	own, made, ok := reading.CaseActor(c, id, lex)
	switch {
	case made != nil:
		return made.Name()
	case ok:
		return c.ActorName(own)
	}
	return id
}

// actorsIn names those whom a candidate concerns: "Russia → Iran".
func actorsIn(c *ledger.Case, lex *reading.Lexicon, cand reading.Candidate) string {
	from, to := cand.Pair()
	if cand.Kind == reading.Moment {
		var names []string
		for _, id := range cand.Fields.InNeed {
			names = append(names, actorIn(c, lex, id))
		}
		return strings.Join(names, ", ")
	}
	if from == "" && to == "" {
		return ""
	}
	if cand.Kind == reading.Dependence {
		return trf("%s depends on %s", actorIn(c, lex, cand.Fields.Actor), actorIn(c, lex, cand.Fields.On))
	}
	return actorIn(c, lex, from) + " → " + actorIn(c, lex, to)
}

// fieldsIn says in words what a candidate holds beside its actors.
func fieldsIn(cand reading.Candidate) []string {
	f := cand.Fields
	var out []string
	add := func(text string) {
		if text != "" {
			out = append(out, text)
		}
	}
	if f.Rung != nil {
		r := ledger.Rung(*f.Rung)
		add(r.String() + nbsp + tr(r.Label()))
	}
	if f.Type != "" {
		add(tr(f.Type))
	}
	if f.Channel != "" {
		add(tr(f.Channel))
	}
	add(f.Title)
	if f.Moment != "" && f.Moment != f.Title {
		add(trf("at %s", f.Moment))
	}
	if f.What != "" && f.What != f.Title && !strings.Contains(cand.Span.Text, f.What) {
		add(f.What)
	}
	switch {
	case !f.Date.IsZero():
		add(f.Date.String())
	case !f.Start.IsZero() && !f.End.IsZero():
		add(f.Start.String() + "/" + f.End.String())
	case !f.Start.IsZero():
		add(trf("from %s", f.Start))
	}
	if !f.Promised.IsZero() {
		add(trf("promised %s", f.Promised))
	}
	if !f.Due.IsZero() {
		add(trf("due %s", f.Due))
	}
	if !f.Horizon.IsZero() {
		add(trf("until %s", f.Horizon))
	}
	if f.Share != nil {
		add(percent(*f.Share))
	}
	if f.Amount != nil {
		add(strings.TrimSpace(tongue.Local(fmt.Sprint(*f.Amount)) + " " + f.Unit))
	}
	return out
}

// saidBy names who asserts a candidate.
func saidBy(c *ledger.Case, lex *reading.Lexicon, by string) string {
	if by == reading.Article || by == "" {
		return tr("the text itself")
	}
	if own, _, ok := reading.CaseActor(c, by, lex); ok && own != "" {
		return actorIn(c, lex, by)
	}
	return by
}

// confidenceIn writes a confidence with two decimals.
func confidenceIn(v float64) string { return tongue.Local(fmt.Sprintf("%.2f", v)) }
