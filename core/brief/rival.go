package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// rivals is the matrix of rival readings, weighed.
type rivals struct {
	*hypotheses.Readings
	agreed *hypotheses.Agreement
	c      *ledger.Case
}

// rivalReadings weighs the readings of the partner's conduct that the case
// keeps; nil where there are no two to tell apart, or nothing that would.
func rivalReadings(a *assess.Assessment, c *ledger.Case) *rivals {
	if len(hypotheses.HypothesesOf(c, a.Question)) < 2 {
		return nil
	}
	s := hypotheses.SettingsOf(c)
	s.Words, s.Figures = a.Settings.Words, hypotheses.FiguresOf(a)
	r, err := hypotheses.Weigh(c, a.Question, s)
	if err != nil || len(r.Items) == 0 {
		return nil // what it refuses, the answer to the same question has refused before
	}
	out := &rivals{Readings: r, c: c}
	if len(r.Analysts) > 1 {
		if agreed, err := hypotheses.Agree(c, a.Question, s); err == nil {
			out.agreed = agreed
		}
	}
	return out
}

func (r *rivals) reading(id string) hypotheses.Reading {
	i := slices.IndexFunc(r.Hypotheses, func(h hypotheses.Reading) bool { return h.ID == id })
	if i < 0 {
		return hypotheses.Reading{Title: id}
	}
	return r.Hypotheses[i]
}

// ranked lists the readings, the most probable first.
func (r *rivals) ranked() []hypotheses.Reading {
	list := slices.Clone(r.Hypotheses)
	slices.SortStableFunc(list, func(x, y hypotheses.Reading) int { return cmp.Compare(y.Posterior, x.Posterior) })
	return list
}

// title names a reading within a sentence.
func (r *rivals) title(id string) []Span { return quotedTitle(r.reading(id).Title) }

func quotedTitle(s string) []Span {
	return []Span{{Text: "“"}, record(strings.TrimRight(s, " .")), {Text: "”"}}
}

// sentence joins texts and spans into one run of spans.
func sentence(parts ...any) []Span {
	var out []Span
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			out = append(out, Span{Text: p})
		case Span:
			out = append(out, p)
		case []Span:
			out = append(out, p...)
		}
	}
	return out
}

func (l *layout) rivalSection() {
	r := l.Rivals
	if r == nil {
		return
	}
	l.section("readings", "Rival readings")
	say := func(parts ...any) { l.add(&Paragraph{Spans: sentence(parts...)}) }
	list := r.ranked()
	says := []any{fmt.Sprintf("The same conduct can be read in different ways; the case keeps %s. ", count(len(list), "reading"))}
	if r.Leading == "" {
		says = append(says, "None of them leads: the best two are equally probable.")
	} else {
		says = append(says, "The record fits best with ", r.title(r.Leading), ": that this is the right one of them ", Span{Text: predicate(list[0].Word), Strong: true},
			fmt.Sprintf(" (%s)", assess.Percent(list[0].Posterior)))
		if rest := list[1:]; len(rest) > 0 {
			says = append(says, "; next comes ", quotedTitle(rest[0].Title), fmt.Sprintf(" (%s)", assess.Percent(rest[0].Posterior)))
		}
		says = append(says, ". That holds among these readings and against each other: where two of them may both be true, it tells which the record fits better, not that the other is false.")
	}
	say(says...)
	if text := r.besideHeuer(); text != nil {
		say(text...)
	}
	if text := r.agreement(); text != "" {
		say(text)
	}
	say(r.firmness()...)
	if text := r.toWatch(); text != nil {
		say(text...)
	}
	t := &Table{Name: "Rival readings", Short: len(list) <= 14,
		Caption: "The readings by Bayes, the most probable first, beside how much of the evidence contradicts each",
		Columns: []Column{{Title: "Reading", Share: 4}, {Title: "In words", Share: 2}, {Title: "Probability", Format: Percent}, {Title: "Analysts’ range", Format: Percent, Share: 1.6}, {Title: "Contradicted", Format: Number}, {Title: "Rank by that", Format: Number}}}
	for _, h := range list {
		span := "one analyst"
		if len(r.Analysts) > 1 {
			span = interval(h.Low, h.High)
		}
		title := own(h.Title)
		if got, ok := r.c.Get(h.ID); ok {
			if about := got.(*ledger.Hypothesis).About; about != "" {
				title.Spans = append(title.Spans, small(" "), Span{Text: about, Small: true, Isolate: true})
			}
		}
		t.row(title, text(h.Word), share(h.Posterior), text(span), number(h.Weighted, 1), whole(h.RankWeighted))
	}
	l.add(t)
	l.add(r.telling())
	l.note("Each item of evidence is rated against each reading: how much likelier it would be if that reading were right. By Bayes's rule the ratings, tempered by the weight of the item, multiply into the probabilities. “Contradicted” adds up only the ratings that speak against a reading, as Heuer's analysis of competing hypotheses does; it is a count, no probability. “Spread” is how far the ratings of an item differ over the readings, in steps of the scale from very inconsistent to very consistent; items that fit every reading alike weigh nothing.")
}

// mostTelling is how many items of evidence the brief lists.
const mostTelling = 6

// telling is a table of the items that tell the readings apart most: by weight
// times the spread of their ratings.
func (r *rivals) telling() *Table {
	items := slices.DeleteFunc(slices.Clone(r.Items), func(x hypotheses.Item) bool { return x.Weight == 0 })
	slices.SortStableFunc(items, func(x, y hypotheses.Item) int {
		return cmp.Compare(y.Weight*y.Diagnosticity, x.Weight*x.Diagnosticity)
	})
	t := &Table{Name: "Telling evidence", Short: true, Caption: "The evidence that tells the readings apart most",
		Columns: []Column{{Title: "Evidence", Share: 6}, {Title: "Date", Format: Day, Share: 2}, {Title: "Weight", Format: Number}, {Title: "Spread", Format: Number}}}
	for _, x := range items[:min(len(items), mostTelling)] {
		t.row(own(strings.TrimRight(x.Name, " .")), date(x.Date.String()), number(x.Weight, 2), number(x.Diagnosticity, 1))
	}
	return t
}

// predicate says a word of the scale of a thing: "is likely", "has a roughly even
// chance".
func predicate(word string) string {
	switch {
	case strings.HasPrefix(word, "almost no chance"):
		return "has almost no chance"
	case strings.HasSuffix(word, "chance"):
		return "has a " + word
	case strings.HasSuffix(word, "possibility"):
		return "is a " + word
	}
	return "is " + word
}

// besideHeuer says which reading is contradicted least, and where that differs
// from the most probable one, why.
func (r *rivals) besideHeuer() []any {
	switch {
	case r.LeastContradicted == "":
		return []any{"Counting only what contradicts a reading, no single one comes out ahead."}
	case r.LeastContradicted == r.Leading:
		return []any{"It is also the reading that the evidence contradicts least, so both ways of counting agree."}
	}
	out := []any{"Counting only what contradicts a reading, ", r.title(r.LeastContradicted), " comes out ahead instead. "}
	if d := r.Disagreement; d != nil {
		switch max(d.Prior, d.Support, d.Contrary) {
		case d.Support:
			out = append(out, "The difference lies in what speaks for ", r.title(d.Bayes), ", which a count of contradictions does not see.")
		case d.Prior:
			out = append(out, "The difference lies in how probable the two were taken to be before any evidence.")
		default:
			out = append(out, "The difference lies in how strong the contradictions are, which a count of them does not see.")
		}
	}
	return out
}

// agreement says how far those who rated the evidence agree.
func (r *rivals) agreement() string {
	items := upper(count(len(r.Items), "item")) + " of evidence " + map[bool]string{true: "was", false: "were"}[len(r.Items) == 1] + " rated"
	if len(r.Analysts) == 1 {
		return items + " by one analyst alone, so how far another would agree is not known."
	}
	items += fmt.Sprintf(" by %s", count(len(r.Analysts), "analyst"))
	if r.agreed == nil || r.agreed.Matrix.Alpha == nil {
		return items + "; how far they agree cannot be computed."
	}
	m := r.agreed.Matrix
	within := ""
	if m.Lower90 != nil && m.Upper90 != nil {
		within = fmt.Sprintf(" (90 %% interval %.2f to %.2f)", *m.Lower90, *m.Upper90)
	}
	return fmt.Sprintf("%s. Their agreement over the cells of the matrix is Krippendorff's alpha %.2f%s, %s; %s of their pairs of ratings are the same.",
		items, *m.Alpha, within, counts(*m.Alpha), assess.Percent(m.Exact))
}

// counts says what an alpha is worth. METHODS 6.
func counts(alpha float64) string {
	switch {
	case alpha >= firmAlpha:
		return "which counts as firm (.800 or more)"
	case alpha >= tentativeAlpha:
		return "which counts as tentative (.667 to .800)"
	}
	return "which is too low to build on (below .667)"
}

// firmness says what would put another reading in front.
func (r *rivals) firmness() []any {
	if r.Leading == "" {
		return []any{"Any further evidence that separates them could put one in front."}
	}
	var out []any
	o := r.Overturn
	switch {
	case o == nil:
		out = append(out, "No change of single ratings was found that would put another in front. ")
	default:
		out = append(out, "To put ", r.title(o.To), fmt.Sprintf(" in front would take a change of %s", count(len(o.Ratings), "rating")))
		if !o.Exact {
			out = append(out, ", or perhaps fewer, since the search went step by step")
		}
		if len(o.Ratings) == 1 {
			x := o.Ratings[0]
			out = append(out, ": that of ", quotedTitle(short(nameOf(r.c, x.Item), 90)), " for ", r.title(x.Hypothesis), ", ", rerated(x))
		}
		out = append(out, ". ")
	}
	var turn []string
	for _, k := range []struct {
		what string
		n    hypotheses.Changes
	}{{"item", r.Without.ItemsThatChange}, {"source", r.Without.SourcesThatChange}, {"publisher", r.Without.PublishersThatChange}} {
		if k.n.Bayes > 0 {
			turn = append(turn, fmt.Sprintf("any of %s", count(k.n.Bayes, k.what)))
			if k.n.Bayes == 1 {
				turn[len(turn)-1] = "one " + k.what
			}
		}
	}
	if len(turn) == 0 {
		return append(out, "Leaving out any single item, source or publisher changes nothing about who leads.")
	}
	return append(out, "Leaving out ", joined(turn, "or"), " would do so too.")
}

var ratingWords = map[string]string{"CC": "very consistent", "C": "consistent", "N": "neutral", "I": "inconsistent", "II": "very inconsistent", "NA": "not applicable"}

// rerated says a change of rating in words: "from neutral to consistent".
func rerated(x hypotheses.Rerate) string {
	say := func(v string) string {
		if w, ok := ratingWords[v]; ok {
			return w
		}
		return v
	}
	if x.From == "" {
		return "which is not rated yet, as " + say(x.To)
	}
	return fmt.Sprintf("from %s to %s", say(x.From), say(x.To))
}

// toWatch names the observation not yet made that would tell most.
func (r *rivals) toWatch() []any {
	for _, w := range r.Watch {
		if w.Seen == nil || w.NotSeen == nil {
			continue
		}
		out := []any{"What to watch: ", quotedTitle(w.Name)}
		if !w.Date.IsZero() {
			out = append(out, ", by "+Dated(w.Date.String()))
		}
		out = append(out, ". Of all that has not been observed yet, this would tell the leading readings apart best. ")
		if w.Seen.Leading == r.Leading && w.NotSeen.Leading == r.Leading {
			out = append(out, "Seen or not, ", r.title(r.Leading), " would stay in front")
			seen, not := assess.Percent(w.Seen.Posterior), assess.Percent(w.NotSeen.Posterior)
			if seen == not {
				return append(out, ": nothing that the case has set down to watch for would turn it.")
			}
			return append(out, fmt.Sprintf(": at %s if it is seen (which itself has a probability of %s), at %s if not.", seen, assess.Percent(w.Seen.Probability), not))
		}
		lead := func(o *hypotheses.Outcome) []any {
			switch o.Leading {
			case "":
				return []any{"no reading would lead"}
			case r.Leading:
				return []any{r.title(o.Leading), fmt.Sprintf(" would stay in front, at %s", assess.Percent(o.Posterior))}
			}
			return []any{r.title(o.Leading), " would come to the front"}
		}
		out = append(append(out, fmt.Sprintf("If it is seen (which has a probability of %s), ", assess.Percent(w.Seen.Probability))), lead(w.Seen)...)
		return append(append(append(out, "; if it is not, "), lead(w.NotSeen)...), ".")
	}
	return nil
}

func nameOf(c *ledger.Case, id string) string {
	if r, ok := c.Get(id); ok {
		return r.Name()
	}
	return id
}
