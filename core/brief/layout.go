package brief

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// layout builds a document section by section.
type layout struct {
	*facts
	doc     *Document
	figures int
}

// Compose lays out the brief of an answer and the case it was drawn from. Fill
// a.History before for the figure of how it changed. The same answer and case
// give the same document.
func Compose(a *assess.Assessment, c *ledger.Case) *Document {
	d, _ := ComposeIn(context.Background(), a, c) // only a cancelled context fails
	return d
}

// ComposeIn is Compose that fails, and only then, when ctx is cancelled.
func ComposeIn(ctx context.Context, a *assess.Assessment, c *ledger.Case) (*Document, error) {
	l := &layout{facts: gather(ctx, a, c)}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("compose the brief: %w", err)
	}
	l.doc = &Document{
		Title: l.Question + " – a brief", Question: l.Question, Case: l.Case, AsOf: a.Question.AsOf,
		Meta: []string{"Confidence: " + a.Confidence.Level, counted(a.Moments, "moment"), counted(len(a.Publishers), "publisher"), "words of probability: " + l.Scale},
	}
	l.answer()
	l.why()
	l.rests()
	l.deed()
	l.silenceSection(c)
	l.pledgeSection()
	l.balanceSection()
	l.besideSection()
	l.time(c)
	l.rivalSection()
	l.erosionSection(c)
	l.change()
	l.unknownSection()
	l.contestedSection()
	l.recordSection()
	l.references()
	l.sourceSection()
	l.codingSection()
	l.methods()
	l.doc.Further = l.further(c)
	l.doc.settle()
	return l.doc, nil
}

func (l *layout) section(id, title string) {
	l.doc.Sections = append(l.doc.Sections, Section{ID: id, Title: title})
}

func (l *layout) add(blocks ...Block) {
	s := &l.doc.Sections[len(l.doc.Sections)-1]
	s.Blocks = append(s.Blocks, blocks...)
}

func (l *layout) para(texts ...string) {
	for _, t := range texts {
		l.add(&Paragraph{Spans: stressed(t)})
	}
}

func (l *layout) note(format string, args ...any) {
	l.add(&Paragraph{Spans: plain(fmt.Sprintf(format, args...)), Small: true})
}

func (l *layout) heading(spans ...Span) { l.add(&Heading{spans}) }

// draw adds a figure with the next number; none where there is no picture. The
// caption says what the figure shows, and ends with what its text says where the
// figures are not in a table beside it.
func (l *layout) draw(p *figure.Picture, caption string) {
	if p == nil {
		return
	}
	l.figures++
	l.add(&Figure{Picture: p, Number: l.figures, Caption: caption})
}

func (l *layout) answer() {
	a := l.A
	l.section("answer", "The answer")
	l.add(&Paragraph{Spans: stressed(strings.Join(l.Answer, " ")), Lead: true})
	l.add(&Paragraph{Spans: []Span{{Text: "Confidence in this is "}, {Text: a.Confidence.Level, Strong: true}, {Text: ":"}}})
	says := ConfidenceReasons(a)
	if l.Stale != "" {
		says = append(says, l.Stale)
	}
	if !fought(a) {
		says = append(says, fmt.Sprintf("None of the moments on record was a war or an attack: what %s would do in one is inferred from lesser moments and from what others did.", a.PartnerName))
	}
	l.add(bullets(says))
	l.draw(figure.Ladder(a), fmt.Sprintf("How probable each degree of support, or more, is at the next such moment; and conduct against %s.", a.RelierName))
	t := &Table{Name: "Answer", Short: true, Caption: "The same in figures. The base rate is that of all other pairs of actors in the case.",
		Columns: []Column{{Title: "At least", Share: 3}, {Title: "In words", Share: 2}, {Title: "Probability", Format: Percent}, {Title: "90 % interval", Format: Percent, Share: 1.4}, {Title: "Base rate", Format: Percent}}}
	for _, p := range a.AtLeast {
		if p.Rung > 0 {
			t.row(rung(p.Rung), text(p.Word), share(p.Probability), text(interval(p.Lower90, p.Upper90)), share(p.BaseRate))
		}
	}
	g := a.Against
	t.row(text("works against it"), text(g.Word), share(g.Probability), text(interval(g.Lower90, g.Upper90)), share(g.BaseRate))
	l.add(t)
	l.note("How to read it. A moment is a time at which %[1]s is in need; %[1]s stands for its government, and “works against it” is what that government did not want. The ladder counts the most that was given: words of support; a diplomatic act such as a vote, a veto or a sanction refused; material help, from medicine to arms; fighting side by side. The base rate is what the other pairs of actors in the case do. A 90 %% interval holds the true figure nine times in ten, if the record is as it stands here. Words of probability are those of %[2]s.",
		a.RelierName, l.Scale)
	l.kinds()
}

// kinds sets the answers for each kind of situation beside each other.
func (l *layout) kinds() {
	if len(l.Kinds) < 2 {
		return
	}
	t := &Table{Name: "By situation", Short: true, Caption: "By what the need is: moments of the other kinds count for less there",
		Columns: []Column{{Title: "In need", Share: 3}, {Title: "Moments", Format: Number}, {Title: "A diplomatic act or more", Share: 2.2}, {Title: "Material help or more", Share: 2.2}, {Title: "Fights beside it", Share: 2}, {Title: "Works against it", Share: 2.2}}}
	cell := func(p, low, high float64) Cell {
		return Cell{Spans: plain(assess.Percent(p) + " (" + assess.Interval(low, high) + ")"), Value: p}
	}
	for _, k := range l.Kinds {
		cells := []Cell{text(assess.SituationPhrase(k.situation)), whole(k.moments)}
		for _, p := range k.a.AtLeast {
			if p.Rung >= ledger.DiplomaticAct {
				cells = append(cells, cell(p.Probability, p.Lower90, p.Upper90))
			}
		}
		g := k.a.Against
		t.row(append(cells, cell(g.Probability, g.Lower90, g.Upper90))...)
	}
	l.add(t)
}

func (l *layout) why() {
	l.section("why", "Why")
	if len(l.For)+len(l.Against) > 0 {
		i := slices.IndexFunc(l.A.AtLeast, func(p assess.AtLeast) bool { return p.Rung == ledger.DiplomaticAct })
		l.para(fmt.Sprintf("As the record stands, the probability of a diplomatic act or more is %s. Below are the moments that carry most of it, ranked by how far it would move without each.", pointed(l.A.AtLeast[i].Probability)))
	}
	for _, side := range []struct {
		title string
		list  []reason
	}{{"What speaks most for relying on " + l.A.PartnerName, l.For}, {"What speaks most against it", l.Against}} {
		l.heading(Span{Text: side.title})
		if len(side.list) == 0 {
			l.para("Nothing on record does.")
			continue
		}
		list := &List{Numbered: true}
		for _, r := range side.list {
			spans := []Span{record(strings.TrimRight(r.Moment, " .")), {Text: ". "}}
			if r.Date != "" {
				spans = append(spans, Span{Text: r.Date + ": "})
			}
			what := record(r.What)
			what.Cites = r.Cites
			spans = append(spans, what, Span{Text: " "}, Span{Text: "[" + signed(r.Rung) + " " + r.Rung.Label() + "]", Rung: true})
			list.Items = append(list.Items, Item{spans, plain(r.Effect)})
		}
		l.add(list)
	}
}

func (l *layout) rests() {
	a := l.A
	l.section("rests", "What it rests on, and how sensitive it is")
	l.para(l.Rests...)
	l.para(l.Sensitivity...)
	if len(l.Fewest) > 0 {
		t := &Table{Name: "Fewest records", Short: true, Caption: "The fewest records whose removal would change a word",
			Columns: []Column{{Title: "At least", Share: 2}, {Title: "Now", Share: 2}, {Title: "Would become", Share: 2}, {Title: "Without", Share: 5}}}
		for _, f := range l.Fewest {
			if len(f.Records) == 0 {
				t.row(rung(f.Rung), text(f.Word), text("–"), text("no removal changes it"))
				continue
			}
			without := []Span{{Text: counted(len(f.Records), "record")}}
			if !f.Exact {
				without = append(without, Span{Text: " (found step by step; fewer may do)"})
			}
			if len(f.Names) <= 3 {
				for i, n := range f.Names {
					without = append(without, Span{Text: map[bool]string{true: ": ", false: "; "}[i == 0]}, record(n))
				}
			}
			t.row(rung(f.Rung), text(f.Word), text(f.Becomes), Cell{Spans: without})
		}
		l.add(t)
	}
	if len(l.HalfLives) > 0 {
		t := &Table{Name: "Half-lives", Short: true,
			Caption: "What other half-lives say: how fast older moments lose weight. Bold is the one in force. The log score tells how well each foretold the moments in the backtest, the lower the better.",
			Columns: []Column{{Title: "Half-life"}, {Title: "Words", Format: Percent}, {Title: "Diplomatic act", Format: Percent}, {Title: "Material help", Format: Percent}, {Title: "Fighting", Format: Percent}, {Title: "Against", Format: Percent}, {Title: "In the backtest", Share: 2}}}
		for _, h := range l.HalfLives {
			cells := []Cell{text(h.Name)}
			for _, p := range h.Probability {
				cells = append(cells, share(p))
			}
			score := "too few moments"
			if h.LogScore != nil {
				score = fmt.Sprintf("log score %.2f", *h.LogScore)
			}
			if h.Best {
				score += ", the best"
			}
			t.Rows = append(t.Rows, Row{Cells: append(cells, share(h.Against), text(score)), Strong: h.Chosen})
		}
		l.add(t)
	}
	verdict := a.Backtest.Verdict
	if len(a.Backtest.Scores) > 0 {
		verdict += " In the backtest each moment is predicted from what was known the day before it."
	}
	if worse := noBetter(a.Backtest); worse != "" {
		verdict += " " + worse
	}
	l.para(verdict)
	if a.Backtest.Enough && len(a.Backtest.Scores) > 0 {
		t := &Table{Name: "Backtest", Short: true, Caption: fmt.Sprintf("Backtest over %d moments: mean squared error of the probability (Brier score, lower is better)", a.Backtest.Moments),
			Columns: []Column{{Title: "At least", Share: 2}, {Title: "Happened", Format: Number}, {Title: "This answer", Format: Number}, {Title: "Base rate alone", Format: Number}}}
		for _, s := range a.Backtest.Scores {
			t.row(rung(s.Rung), whole(s.Happened), number(s.Brier, 3), number(s.BrierBase, 3))
		}
		l.add(t)
	}
}

func (l *layout) deed() {
	l.section("deed", "Word and deed")
	l.para(l.Deed...)
	if len(l.A.Honoured.Anchors) == 0 {
		return
	}
	l.para("Published figures to set beside it; each counts something different:")
	list := &List{}
	for _, x := range l.A.Honoured.Anchors {
		list.Items = append(list.Items, Item{Spans: []Span{{Text: x.Figure + ": " + x.Counts + ". "}, small(x.Source)}})
	}
	l.add(list)
}

func (l *layout) pledgeSection() {
	a := l.A
	l.section("pledges", "Pledges")
	l.para(l.Pledges...)
	l.draw(figure.Survival(a), fmt.Sprintf("The share of %s's pledges to %s that had not ended yet, by their age.", a.PartnerName, a.RelierName))
	l.draw(figure.Incidence(a), "How they ended: the share fulfilled and the share cancelled, broken or left to lapse, by their age. Both curves end where a tenth of the pledges are still followed.")
	l.para(Comparison(a)...)
	l.draw(figure.Partners(a), "What became of the pledges of each partner in the case, to whomever they were made.")
	if len(l.Failed) > 0 {
		t := &Table{Name: "Failed pledges", Caption: "Pledges that came to nothing", Columns: []Column{{Title: "Pledge", Share: 5}, {Title: "Promised", Format: Day}, {Title: "Ended", Format: Day}, {Title: "How", Share: 1.4}}}
		for _, p := range l.Failed {
			title := record(p.Title)
			title.Cites = p.Cites
			t.row(Cell{Spans: []Span{title}}, date(p.Promised), date(p.Ended), text(p.How))
		}
		l.add(t)
	}
	if len(l.Called) > 0 {
		said := []any{upper(spelt(len(l.Called))) + " open pledges fall due only when they are called on, and so no day can be forecast for them: "}
		if len(l.Called) == 1 {
			said[0] = "One open pledge falls due only when it is called on, and so no day can be forecast for it: "
		}
		for i, p := range l.Called {
			switch {
			case i > 0 && i == len(l.Called)-1:
				said = append(said, " and ")
			case i > 0:
				said = append(said, ", ")
			}
			said = append(said, quotedTitle(p.Title), Span{Cites: p.Cites})
		}
		l.add(&Paragraph{Spans: sentence(append(said, ". How such promises were kept is told under Word and deed.")...)})
	}
	if len(l.Open) > 0 {
		t := &Table{Name: "Open pledges", Caption: "Open pledges, with the probability that each is fulfilled within " + Years(l.Open[0].Horizon),
			Columns: []Column{{Title: "Pledge", Share: 5}, {Title: "Promised", Format: Day}, {Title: "Due", Format: Day, Share: 2}, {Title: "Probability", Format: Percent}, {Title: "In words", Share: 1.6}}}
		for _, p := range l.Open {
			due := []Span{{Text: "no date"}}
			if p.Due != "" {
				due = plain(Dated(p.Due))
			}
			if p.Overdue {
				due = append(due, Span{Text: ", overdue"})
			}
			title := record(p.Title)
			title.Cites = p.Cites
			spans := []Span{title}
			if l.Partly[p.Pledge] {
				spans = append(spans, small(" delivered in part"))
			}
			chance, word := share(p.Probability), p.Word
			if p.Probability == 0 { // a flat curve knows of none; it does not know that there will be none
				chance, word = Cell{Spans: plain("–"), Value: 0.0}, "none seen at this age"
			}
			t.row(Cell{Spans: spans}, date(p.Promised), Cell{Spans: due, Value: dayValue(p.Due)}, chance, text(word))
		}
		l.add(t)
		l.note("The forecasts rest on %s.", strings.Join(l.Bases, "; "))
	}
	if len(l.Late) > 0 {
		t := &Table{Name: "Delays", Caption: "Fulfilled pledges that had a date: how late they came", Columns: []Column{{Title: "Pledge", Share: 5}, {Title: "Years late", Format: Number}}}
		for _, x := range l.Late {
			t.row(Cell{Spans: []Span{record(x.Title)}}, Cell{Spans: plain(late(x.Years)), Value: x.Years})
		}
		l.add(t)
	}
}

func (l *layout) time(c *ledger.Case) {
	a := l.A
	l.section("time", "How it changed over time")
	if p := figure.Strip(a, c); p != nil {
		l.draw(p, fmt.Sprintf("When %s was in need, what %s did by its place on the ladder, and what became of its pledges.", a.RelierName, a.PartnerName))
	}
	if p := figure.History(a); p != nil {
		l.draw(p, "What the answer would have been at each date, from what was known then. "+p.Alt)
	}
	l.para(l.Trend)
	l.learnt()
}

// learnt shows what others had reason to learn of the partner from the moment
// that taught them most.
func (l *layout) learnt() {
	r := l.Learnt
	if r == nil {
		return
	}
	const act = int(ledger.DiplomaticAct - ledger.Words)
	best, most := -1, 0.0
	for i, x := range r.Moments {
		sum := 0.0
		for k, s := range x.Observers {
			if r.Observers[k].Actor != l.A.Question.Relier {
				sum += math.Abs(s.After[act].Probability - s.Before[act].Probability)
			}
		}
		if sum > most {
			best, most = i, sum
		}
	}
	if best < 0 {
		return
	}
	m := r.Moments[best]
	l.heading(Span{Text: "What others learnt"})
	l.add(&Paragraph{Spans: sentence("What "+l.A.PartnerName+" does for one actor tells the others what they may expect of it. The moment that taught them most was ", quotedTitle(m.Title), ", "+Date(m.Start)+".")})
	l.draw(figure.Lessons(r, m.Moment), fmt.Sprintf("What other actors in the case could expect of %s before that moment and after it, those moved most first.", l.A.PartnerName))
}

func bullets(texts []string) *List {
	l := &List{}
	for _, t := range texts {
		l.Items = append(l.Items, Item{Spans: plain(t)})
	}
	return l
}

// counted counts things in figures, as a line of facts does.
func counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// signed writes a rung's number with a real minus.
func signed(r ledger.Rung) string { return strings.Replace(r.String(), "-", "−", 1) }

func mark(r ledger.Rung) string { return signed(r) + " " + r.Label() }
