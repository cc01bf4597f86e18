package whatif

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// ScenarioTag marks a note of the case that holds a scenario, in lines that a
// person can read and write:
//
//	shock: iran = 0.2 0.33 0.5
//	months: 6
//	claim: russia > iran
//	weight: arms = 0.3
//	weight: energy for russia = 0.2 0.3 0.4
//
// One number is certain, three are low, most likely and high; further lines are
// remarks. So scenarios are edited, undone and merged as every record is.
const ScenarioTag = "scenario"

// ScenariosOf reads the scenarios kept in a case, by id of their notes, and tells
// which notes cannot be read, with line and reason.
func ScenariosOf(c *ledger.Case) (list []Scenario, problems []error) {
	for _, n := range c.Notes() {
		if !slices.Contains(n.Tags, ScenarioTag) {
			continue
		}
		sc, err := ScenarioOf(n)
		if err == nil {
			err = sc.check(c)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("scenario %s: %w", n.ID, err))
			continue
		}
		list = append(list, sc)
	}
	return list, problems
}

// ScenarioOf reads the scenario that a note holds. It fails with the line that
// cannot be read; whether its actors exist is for Run to say.
func ScenarioOf(n *ledger.Note) (Scenario, error) {
	sc := Scenario{Name: n.Name()}
	var remarks []string
	for i, line := range strings.Split(n.Text, "\n") {
		line = strings.TrimSpace(line)
		key, rest, _ := strings.Cut(line, ":")
		rest = strings.TrimSpace(rest)
		var err error
		switch key {
		case "shock":
			var x Shock
			x.Actor, x.Triangle, err = assignment(rest)
			sc.Shocks = append(sc.Shocks, x)
		case "weight":
			var w Weight
			w.Channel, w.Triangle, err = assignment(rest)
			if at := strings.LastIndex(w.Channel, " for "); at >= 0 {
				w.Channel, w.Actor = strings.TrimSpace(w.Channel[:at]), strings.TrimSpace(w.Channel[at+len(" for "):])
			}
			sc.Weights = append(sc.Weights, w)
		case "months":
			if sc.Months, err = strconv.Atoi(rest); err != nil {
				err = fmt.Errorf("%q is no number of months", rest)
			}
		case "claim":
			harder, than, ok := strings.Cut(rest, ">")
			if !ok {
				err = fmt.Errorf("%q is no claim: write harder > than", rest)
			}
			sc.Claim = &Claim{strings.TrimSpace(harder), strings.TrimSpace(than)}
		default:
			if line != "" {
				remarks = append(remarks, line)
			}
		}
		if err != nil {
			return Scenario{}, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	sc.Note = strings.Join(remarks, "\n")
	return sc, nil
}

// assignment reads "what = low mode high" or "what = certain".
func assignment(text string) (what string, t Triangle, err error) {
	what, numbers, ok := strings.Cut(text, "=")
	what = strings.TrimSpace(what)
	if !ok || what == "" {
		return "", t, fmt.Errorf("%q: write a name, =, and one number or three", text)
	}
	var v []float64
	for _, f := range strings.Fields(numbers) {
		x, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return "", t, fmt.Errorf("%q is no number", f)
		}
		v = append(v, x)
	}
	switch len(v) {
	case 1:
		t = Exactly(v[0])
	case 3:
		t = Triangle{v[0], v[1], v[2]}
	default:
		return "", t, fmt.Errorf("%q: give one number, or low, most likely and high", text)
	}
	if err := t.check(); err != nil {
		return "", t, fmt.Errorf("%s: %w", what, err)
	}
	return what, t, nil
}

// NoteOf writes a scenario as the note that keeps it. id is the note's.
func NoteOf(id string, sc Scenario) *ledger.Note {
	n := &ledger.Note{ID: id, Title: sc.Name, Tags: []string{ScenarioTag}}
	var lines []string
	write := func(key, what string, t Triangle) {
		numbers := []string{number(t.Low), number(t.Mode), number(t.High)}
		if t.Low == t.High {
			numbers = numbers[:1]
		}
		lines = append(lines, fmt.Sprintf("%s: %s = %s", key, what, strings.Join(numbers, " ")))
	}
	on := func(actor string) {
		if actor != "" && !slices.Contains(n.On, actor) {
			n.On = append(n.On, actor)
		}
	}
	for _, x := range sc.Shocks {
		write("shock", x.Actor, x.Triangle)
		on(x.Actor)
	}
	if sc.Months > 0 {
		lines = append(lines, fmt.Sprintf("months: %d", sc.Months))
	}
	if sc.Claim != nil {
		lines = append(lines, fmt.Sprintf("claim: %s > %s", sc.Claim.Harder, sc.Claim.Than))
		on(sc.Claim.Harder)
		on(sc.Claim.Than)
	}
	for _, w := range sc.Weights {
		what := w.Channel
		if w.Actor != "" {
			what += " for " + w.Actor
		}
		write("weight", what, w.Triangle)
		on(w.Actor)
	}
	if sc.Note != "" {
		lines = append(lines, sc.Note)
	}
	n.Text = strings.Join(lines, "\n")
	return n
}
