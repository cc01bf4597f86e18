package brief

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

func (l *layout) change() {
	l.section("change", "What would change it")
	if len(l.A.Changes) == 0 {
		l.para("Nothing near enough to name would change a word of the answer.")
		return
	}
	by := map[string][]assess.Change{}
	for _, x := range l.A.Changes {
		by[x.Kind] = append(by[x.Kind], x)
	}
	if list := by["observe"]; len(list) > 0 {
		l.heading(Span{Text: "Further moments"})
		t := &Table{Name: "Further moments", Short: true, Caption: "How many further moments, new and credibly told, would change a word",
			Columns: []Column{{Title: "What " + l.A.PartnerName + " does there", Share: 4}, {Title: "What changes", Share: 3}, {Title: "Now", Share: 2}, {Title: "Would be", Share: 2}, {Title: "Moments", Format: Number}}}
		for _, x := range list {
			t.row(own(placeOf(x, "act")), own(placeOf(x, "what")), text(x.From), text(x.To), whole(x.Count))
		}
		l.add(t)
	}
	if list := by["remove"]; len(list) > 0 {
		l.heading(Span{Text: "Records that fall away"})
		var says []string
		for n := 1; n <= list[len(list)-1].Count; n++ {
			var acts []string
			for _, x := range list {
				if x.Count == n {
					acts = append(acts, "for "+placeOf(x, "what"))
				}
			}
			if len(acts) > 0 {
				text := fmt.Sprintf("the loss of %s is enough %s", count(n, "record"), joined(acts, "or"))
				if len(says) > 0 {
					text = fmt.Sprintf("%s must go %s", spelt(n), joined(acts, "or"))
				}
				says = append(says, text)
			}
		}
		l.para("Records may prove wrong. To change a word " + strings.Join(says, "; ") + ". The table of the fewest records above names them.")
	}
	if text := ageing(by["wait"], by["half-life"]); text != "" {
		l.heading(Span{Text: "Time, and how fast the past loses weight"})
		l.para(text)
	}
	if list := by["watch"]; len(list) > 0 {
		l.heading(Span{Text: "What to watch"})
		spans := []Span{{Text: "The open pledges that fall due next: "}}
		for i, x := range list {
			switch {
			case i > 0 && i == len(list)-1:
				spans = append(spans, Span{Text: " and "})
			case i > 0:
				spans = append(spans, Span{Text: ", "})
			}
			spans = append(spans, record(placeOf(x, "pledge")), Span{Text: " (" + placeOf(x, "date") + ")"})
		}
		l.add(&Paragraph{Spans: append(spans, Span{Text: "."})})
	}
}

// placeOf says what stands in a place of a change's sentence, or of one within it.
func placeOf(x assess.Change, place string) string { return placed(x.Said, place) }

func placed(s assess.Sentence, place string) string {
	for _, a := range s.Args {
		if a.Place == place {
			return assess.Sentence{Key: "{x}", Args: []assess.Arg{{Place: "x", Value: a.Value}}}.English()
		}
		if inner, ok := a.Value.(assess.Sentence); ok {
			if text := placed(inner, place); text != "" {
				return text
			}
		}
	}
	return ""
}

// ageing says in sentences what time alone would change, and what another
// half-life would.
func ageing(waits, halfLives []assess.Change) string {
	var out []string
	var later []string
	for _, x := range waits {
		later = append(later, fmt.Sprintf("%s by %s", placed(x.Said, "become"), placed(x.Said, "year")))
	}
	if len(later) > 0 {
		out = append(out, "If nothing further comes on record, age alone would "+and(later)+".")
	}
	type turn struct{ become, now string }
	var order []turn
	with := map[turn][]string{}
	for _, x := range halfLives {
		t := turn{placed(x.Said, "become"), x.From}
		if with[t] == nil {
			order = append(order, t)
		}
		name := "no decay at all"
		if strings.Contains(x.Said.Key, "{years}") {
			name = "a half-life of " + placed(x.Said, "years") + " years"
		}
		with[t] = append(with[t], name)
	}
	for _, t := range order {
		out = append(out, fmt.Sprintf("%s would %s (now %s).", upper(joined(with[t], "or")), t.become, t.now))
	}
	return strings.Join(out, " ")
}

func (l *layout) unknownSection() {
	a := l.A
	l.section("unknown", "What is not known")
	l.para(l.Gaps...)
	switch n := len(l.Unknown); {
	case n > 0:
		l.para(fmt.Sprintf("At %s when %s was in need, nothing %s did is on record. That is a gap, not silence, and counts neither way:", count(n, "moment"), a.RelierName, a.PartnerName))
		list := &List{}
		for _, m := range l.Unknown {
			list.Items = append(list.Items, Item{Spans: []Span{record(m.Title), small(" (" + m.Date + ", " + m.Type + ")")}})
		}
		l.add(list)
	case a.Moments == 0:
		l.para(fmt.Sprintf("No moment at which %s was in need is on record by this date.", a.RelierName))
	default:
		l.para(fmt.Sprintf("For every moment of need on record something is known of what %s did.", a.PartnerName))
	}
}

func (l *layout) contestedSection() {
	l.section("contested", "What is contested")
	if len(l.Contested) == 0 {
		l.para("No claim that bears on this answer is marked as contested.")
		return
	}
	for _, x := range l.Contested {
		l.heading(record(x.Title))
		for line := range strings.SplitSeq(x.Text, "\n") {
			if strings.TrimSpace(line) != "" {
				l.add(&Paragraph{Spans: []Span{record(line)}, Auto: true})
			}
		}
		sides := []Span{small("Says so: ")}
		sides = append(sides, cited(x.For)...)
		sides = append(sides, small(". Denies it: "))
		sides = append(sides, cited(x.Against)...)
		if len(x.Other) > 0 {
			sides = append(sides, small(". Also: "))
			sides = append(sides, cited(x.Other)...)
		}
		l.add(&Paragraph{Spans: append(sides, small(".")), Small: true})
	}
}

// cited names sources by their numbers within a sentence.
func cited(numbers []int) []Span {
	if len(numbers) == 0 {
		return []Span{small("no source on record")}
	}
	return []Span{{Text: "", Small: true, Cites: numbers}}
}

func (l *layout) recordSection() {
	l.section("record", "The record, moment by moment")
	if len(l.Moments) == 0 {
		l.para(fmt.Sprintf("No conduct of %s toward %s is on record by this date.", l.A.PartnerName, l.A.RelierName))
		return
	}
	for _, m := range l.Moments {
		l.heading(record(m.Title), small(" "+Dated(m.Date)+" · "+m.Type))
		facts := "Given: " + mark(m.Given)
		if m.Mixed {
			facts += ", with harm beside the help"
		}
		if m.Owed != nil {
			facts += " · owed " + mark(m.Owed.Rung)
		}
		if m.AskedFor != nil {
			facts += " · asked " + mark(m.AskedFor.Rung)
		}
		rest := ""
		if m.First != "" {
			rest += " · first support " + m.First
		}
		rest += fmt.Sprintf(" · weight %.2f", m.Weight)
		if m.Disputed {
			rest += " · contested"
		}
		l.add(&Paragraph{Small: true, Spans: []Span{{Text: facts, Small: true, Cites: m.OwedCites}, small(rest)}})
		list := &List{}
		for _, c := range m.Conduct {
			what := record(c.What)
			what.Cites = c.Cites
			list.Items = append(list.Items, Item{Spans: []Span{{Text: signed(c.Rung), Rung: true}, {Text: " " + Dated(c.Date) + ": "}, what}})
		}
		l.add(list)
	}
}

func (l *layout) references() {
	l.section("refs", "Citations and sources")
	if len(l.References) == 0 {
		l.para("Nothing in this brief has a citation.")
		return
	}
	l.note("Titles say what a source tells, and are the case's own where a page had none. The letter grades the source, A (completely reliable) to E (unreliable), F cannot be judged; the number grades the item, 1 (confirmed) to 5 (improbable), 6 cannot be judged.")
	l.add(&References{l.References})
}

// sourceSection lists what the answer rests on and the text has not cited; all of
// it is in the tables.
func (l *layout) sourceSection() {
	cited := map[string]bool{}
	for _, r := range l.References {
		cited[r.Source] = true
	}
	t := l.sourceTable("Further sources", "Every further source behind the answer, by date, with its grade and the number of records here that cite it", func(s sourceRow) bool { return !cited[s.Source] })
	if len(t.Rows) == 0 {
		return
	}
	l.section("sources", "Further sources")
	l.add(t)
}

// sourceTable makes a table of the sources that are wanted.
func (l *layout) sourceTable(name, caption string, wanted func(sourceRow) bool) *Table {
	t := &Table{Name: name, Caption: caption,
		Columns: []Column{{Title: "Source", Share: 5}, {Title: "Publisher", Share: 2.4}, {Title: "Date", Format: Day}, {Title: "Grade"}, {Title: "Seen", Share: 1.6}, {Title: "Records", Format: Number}}}
	for _, s := range l.Sources {
		if !wanted(s) {
			continue
		}
		title := record(s.Title)
		title.Link = s.Link
		spans := []Span{title}
		if s.Copies != "" {
			spans = append(spans, small(" a copy of “"), Span{Text: s.Copies, Isolate: true, Small: true}, small("”"))
		}
		t.row(Cell{Spans: spans}, Cell{Spans: []Span{record(s.Publisher)}}, date(s.Date), text(s.Reliability), text(s.Seen), whole(s.Records))
	}
	return t
}

func (l *layout) codingSection() {
	l.section("coding", "How the record was coded")
	l.para(l.Reliability.sentences()...)
	for _, n := range l.Notes {
		l.heading(record(n.Title))
		for line := range strings.SplitSeq(n.Text, "\n") {
			if strings.TrimSpace(line) != "" {
				l.add(&Paragraph{Spans: []Span{record(line)}, Auto: true})
			}
		}
	}
}

func (l *layout) methods() {
	a := l.A
	l.section("methods", "Methods and settings")
	l.para(fmt.Sprintf("Everything %s did for %s at one moment counts once, as the highest rung on record: −2 opposed, −1 undercut, 0 silent or neutral, +1 words, +2 a diplomatic act, +3 material help, +4 fought beside. Whether any of it was negative is counted apart. Each moment weighs by how credible its record is, by its situation and by its age. The base rate, what the other pairs of actors in the case do, enters as a prior; the probabilities are means of the posterior Dirichlet distribution, and the intervals run from its 5 %% to its 95 %% quantile. No conduct, request or milestone of a day after %s was counted; sources of a later day are cited for what happened by then.",
		a.PartnerName, a.RelierName, Date(a.Question.AsOf)))
	l.para(fmt.Sprintf("A record's credibility is the best of its citations, the source's reliability times the item's credibility; independent publishers add to each other, copies of one text do not. Times to an ending of pledges are Kaplan-Meier estimates with open pledges as censored, the shares fulfilled and failed those of Aalen and Johansen; partners are compared by the log-rank test and by Gray's. Probabilities are spoken in the words of %s.", l.Scale))
	l.para("The settings in force:")
	l.add(bullets(l.Settings))
	if len(l.Changed) > 0 {
		l.para("Not the default: " + strings.Join(l.Changed, "; ") + ".")
	} else {
		l.para("Every setting is the default.")
	}
	if l.About != "" {
		l.heading(Span{Text: "About the case"})
		for line := range strings.SplitSeq(l.About, "\n") {
			if strings.TrimSpace(line) != "" {
				l.add(&Paragraph{Spans: []Span{record(line)}, Auto: true})
			}
		}
	}
	if l.Coded != "" {
		l.note("Record last gathered: %s.", Dated(l.Coded))
	}
}
