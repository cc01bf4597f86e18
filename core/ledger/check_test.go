package ledger_test

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func number(v float64) *float64 { return &v }

// sound is a small case without a problem; each test breaks one thing in it.
func sound() *ledger.Case {
	cite := []ledger.Citation{{Source: "s", Credibility: 2}}
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Title: "Sound", Question: ledger.Question{Relier: "a", Partner: "b"}},
		&ledger.Actor{ID: "a", Label: "Aland", Type: "state"},
		&ledger.Actor{ID: "b", Label: "Bland", Type: "state"},
		&ledger.Source{ID: "s", Title: "Source", Publisher: "P", Reliability: "B", URL: "https://example.org/x"},
		&ledger.Moment{ID: "m", Title: "Moment", InNeed: []string{"a"}, Start: date("2000-01"), End: date("2000-03"), Type: "war"},
		&ledger.Conduct{ID: "c", Moment: "m", From: "b", To: "a", Date: date("2000-02"), Rung: 2, What: "spoke", Citations: cite},
		&ledger.Request{ID: "q", Moment: "m", From: "a", To: "b", Date: date("2000-01"), Rung: 3, What: "asked", Citations: cite},
		&ledger.Pledge{ID: "p", Title: "Pact", From: "b", To: "a", Channel: "arms", Promised: date("1999"), Due: date("2001"), Milestones: []ledger.Milestone{{Date: date("2000"), Type: "delayed"}}, Citations: cite},
		&ledger.Contribution{ID: "g", From: "a", To: "b", Channel: "money", Date: date("2000"), Magnitude: 2, What: "loan", Citations: cite},
		&ledger.Dependence{ID: "d", Actor: "a", On: "b", Channel: "energy", Low: .1, Mode: .2, High: .3, Basis: "estimate"},
		&ledger.Hypothesis{ID: "h", Title: "Ally"},
		&ledger.Rating{ID: "r", Analyst: "first coder", Subject: "rung", Record: "c", Value: "2"},
		&ledger.Note{ID: "n", Title: "Disputed", Contested: true, For: cite, On: []string{"c"}},
	})
}

func TestSoundCasesHaveNoProblem(t *testing.T) {
	if p := ledger.Check(sound()); len(p) > 0 {
		t.Errorf("problems in a sound case: %v", p)
	}
	if p := ledger.Errors(ledger.Check(ledgertest.Generate(300, 1))); len(p) > 0 {
		t.Errorf("errors in a generated case: %v", p)
	}
}

func rate(subject, record, value string) ledger.Change {
	return ledger.Change{Record: &ledger.Rating{ID: "new", Analyst: "x", Subject: subject, Record: record, Value: value}}
}

func TestCheckFindsEachProblem(t *testing.T) {
	edit := func(id string, change func(ledger.Record)) ledger.Change {
		r, _ := sound().Get(id)
		r = ledger.Clone(r)
		change(r)
		return ledger.Change{ID: id, Record: r}
	}
	for _, x := range []struct {
		name     string
		change   ledger.Change
		severity ledger.Severity
		record   string
		field    string
	}{
		{"no title", edit("matter", func(r ledger.Record) { r.(*ledger.Matter).Title = "" }), ledger.Error, "matter", "title"},
		{"question about nobody", edit("matter", func(r ledger.Record) { r.(*ledger.Matter).Question.Relier = "x" }), ledger.Error, "matter", "question.relier"},
		{"impossible setting", edit("matter", func(r ledger.Record) { r.(*ledger.Matter).Settings.OtherSituation = number(2) }), ledger.Error, "matter", "settings.other_situation"},
		{"no matter", ledger.Change{ID: "matter"}, ledger.Warning, "matter", "title"},
		{"odd type of actor", edit("a", func(r ledger.Record) { r.(*ledger.Actor).Type = "empire" }), ledger.Error, "a", "type"},
		{"two actors of one name", edit("b", func(r ledger.Record) { r.(*ledger.Actor).Label = "aland" }), ledger.Warning, "b", "name"},
		{"an actor that others refer to is gone", ledger.Change{ID: "b"}, ledger.Error, "c", "from"},
		{"grade of no source", edit("s", func(r ledger.Record) { r.(*ledger.Source).Reliability = "G" }), ledger.Error, "s", "reliability"},
		{"address that is none", edit("s", func(r ledger.Record) { r.(*ledger.Source).URL = "javascript:alert(1)" }), ledger.Warning, "s", "url"},
		{"copy of itself", edit("s", func(r ledger.Record) { r.(*ledger.Source).Republishes = "s" }), ledger.Error, "s", "republishes"},
		{"nobody in need", edit("m", func(r ledger.Record) { r.(*ledger.Moment).InNeed = nil }), ledger.Error, "m", "in_need"},
		{"ends before it starts", edit("m", func(r ledger.Record) { r.(*ledger.Moment).End = date("1999") }), ledger.Error, "m", "end"},
		{"kind of moment that is none", edit("m", func(r ledger.Record) { r.(*ledger.Moment).Type = "quarrel" }), ledger.Error, "m", "type"},
		{"toward oneself", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).From = "a" }), ledger.Error, "c", "to"},
		{"toward one not in need", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).From, r.(*ledger.Conduct).To = "a", "b" }), ledger.Warning, "c", "moment"},
		{"off the ladder", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).Rung = 5 }), ledger.Error, "c", "rung"},
		{"years after the moment", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).Date = date("2009") }), ledger.Warning, "c", "date"},
		{"a source that is not there", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).Citations[0].Source = "zz" }), ledger.Error, "c", "citations[0].source"},
		{"a grade off the scale", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).Citations[0].Credibility = 0 }), ledger.Error, "c", "citations[0].credibility"},
		{"uncited", edit("c", func(r ledger.Record) { r.(*ledger.Conduct).Citations = nil }), ledger.Warning, "c", "citations"},
		{"asked for nothing", edit("q", func(r ledger.Record) { r.(*ledger.Request).Rung = 0 }), ledger.Error, "q", "rung"},
		{"due before promised", edit("p", func(r ledger.Record) { r.(*ledger.Pledge).Due = date("1990") }), ledger.Error, "p", "due"},
		{"milestone before the promise", edit("p", func(r ledger.Record) { r.(*ledger.Pledge).Milestones[0].Date = date("1990") }), ledger.Error, "p", "milestones[0].date"},
		{"milestone of no kind", edit("p", func(r ledger.Record) { r.(*ledger.Pledge).Milestones[0].Type = "forgotten" }), ledger.Error, "p", "milestones[0].type"},
		{"something after the end", edit("p", func(r ledger.Record) {
			p := r.(*ledger.Pledge)
			p.Milestones = []ledger.Milestone{{Date: date("2000"), Type: "fulfilled"}, {Date: date("2002"), Type: "delayed"}}
		}), ledger.Warning, "p", "milestones[1]"},
		{"obliges to nothing", edit("p", func(r ledger.Record) {
			r.(*ledger.Pledge).Obliges = []ledger.Obligation{{Rung: 4}}
		}), ledger.Error, "p", "obliges[0].moments"},
		{"a channel of nobody's", edit("g", func(r ledger.Record) { r.(*ledger.Contribution).Channel = "smoke" }), ledger.Warning, "g", "channel"},
		{"off the scale", edit("g", func(r ledger.Record) { r.(*ledger.Contribution).Magnitude = 6 }), ledger.Error, "g", "magnitude"},
		{"value without unit", edit("g", func(r ledger.Record) { r.(*ledger.Contribution).Value = number(3) }), ledger.Warning, "g", "unit"},
		{"shares out of order", edit("d", func(r ledger.Record) { r.(*ledger.Dependence).Low = .9 }), ledger.Error, "d", "share_mode"},
		{"certain prior", edit("h", func(r ledger.Record) { r.(*ledger.Hypothesis).Prior = number(1) }), ledger.Error, "h", "prior"},
		{"rated off the ladder", edit("r", func(r ledger.Record) { r.(*ledger.Rating).Value = "seven" }), ledger.Error, "r", "value"},
		{"rated what is no conduct", edit("r", func(r ledger.Record) { r.(*ledger.Rating).Record = "m" }), ledger.Error, "r", "record"},
		{"of use to some degree", rate("usefulness", "s", "rather"), ledger.Error, "new", "value"},
		{"use of what is no source", rate("usefulness", "m", "yes"), ledger.Error, "new", "record"},
		{"a forecast above certainty", rate("forecast", "n", "1.2"), ledger.Error, "new", "value"},
		{"an outcome that is none", rate("outcome", "n", "partly"), ledger.Error, "new", "value"},
		{"a decision that is none", rate("candidate", "s", "liked c"), ledger.Error, "new", "value"},
		{"fewer than no candidates", rate("reading", "s", "-1"), ledger.Error, "new", "value"},
		{"disputed by nobody", edit("n", func(r ledger.Record) { r.(*ledger.Note).For = nil }), ledger.Warning, "n", "for"},
		{"id with a space", ledger.Change{Record: &ledger.Note{ID: "two words", Title: "x"}}, ledger.Error, "two words", "id"},
		{"entered twice", ledger.Change{Record: &ledger.Conduct{ID: "c2", Moment: "m", From: "b", To: "a", Date: date("2000-02"), Rung: 2, What: " Spoke", Citations: []ledger.Citation{{Source: "s", Credibility: 2}}}}, ledger.Warning, "c2", "what"},
	} {
		c := sound().With(x.change)
		found := false
		for _, p := range ledger.Check(c) {
			if p.Record == x.record && p.Field == x.field && p.Severity == x.severity {
				found = true
				if p.Message == "" || p.Fix == "" || strings.Contains(p.String(), "%!") {
					t.Errorf("%s: it does not say what to do: %v", x.name, p)
				}
			}
		}
		if !found {
			t.Errorf("%s: not found among %v", x.name, ledger.Check(c))
		}
		if id := x.change.ID; x.severity == ledger.Error && id != "" { // what blocks an edit is seen from the edit
			if len(ledger.Errors(ledger.CheckRecords(c, []string{id}))) == 0 {
				t.Errorf("%s: CheckRecords does not see it", x.name)
			}
		}
	}
}

func TestAllProblemsAreTold(t *testing.T) {
	r, _ := sound().Get("c")
	x := ledger.Clone(r).(*ledger.Conduct)
	x.From, x.Moment, x.Rung, x.What, x.Citations[0].Credibility = "nobody", "never", 9, " ", 7
	if n := len(ledger.Check(sound().With(ledger.Change{Record: x}))); n != 5 {
		t.Errorf("%d problems told of 5", n)
	}
}
