package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// readingsOut is the output of readings --json: the matrix weighed, and how far
// its analysts agree.
type readingsOut struct {
	*hypotheses.Readings
	Agreement *hypotheses.Agreement `json:"agreement"`
}

func (p *program) readings() *cobra.Command {
	var asJSON, asCSV, classic bool
	var q *asked
	cmd := &cobra.Command{
		Use:   "readings CASE",
		Short: "Weigh the rival readings of the partner's conduct",
		Long: `Weigh rival readings of the partner's conduct against the evidence that the
analysts of a case rated: by Bayes and, beside it, by the count of
contradictions (Heuer); how firm the leader is, what would overturn it, and what
to watch.`,
		Example: `  fairweather readings russia-iran
  fairweather readings july-1914 --as-of 1914-07-28
  fairweather readings mycase.fairweather --relier iran --partner china
  fairweather readings russia-iran --json > readings.json
  fairweather readings russia-iran --csv > matrix.csv`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON && asCSV {
				return usagef("--json and --csv are two outputs; choose one")
			}
			if classic && !asCSV {
				return usagef("--classic is a layout of --csv; give both")
			}
			src, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer src.close()
			if err := p.sound(src); err != nil {
				return err
			}
			question, set, err := q.resolve(cmd, src.c, p.today())
			if err != nil {
				return err
			}
			hs := hypotheses.SettingsOf(src.c)
			hs.Words = set.Words
			if asCSV {
				body, err := hypotheses.ExportCSV(src.c, question, hs, classic)
				if err != nil {
					return fmt.Errorf("%s: %w", src.name, err)
				}
				return p.write("", body)
			}
			a, err := assess.Answer(src.c, question, set)
			if err != nil {
				return fmt.Errorf("%s: %w", src.name, err)
			}
			hs.Figures = hypotheses.FiguresOf(a)
			r, err := hypotheses.Weigh(src.c, question, hs)
			if err != nil {
				return fmt.Errorf("%s: %w", src.name, err)
			}
			agree, err := hypotheses.Agree(src.c, question, hs)
			if err != nil {
				return fmt.Errorf("%s: %w", src.name, err)
			}
			if asJSON {
				body, err := indented(readingsOut{r, agree})
				if err != nil {
					return fmt.Errorf("write the readings as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.readings(r, agree, src.c)
			return p.write("", s.bytes())
		},
	}
	q = p.pairFlags(cmd)
	cmd.Flags().StringVar(&q.words, "words", "", "the `SCALE` of words of probability: icd203 or phia (default: the case's)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON: the matrix weighed, and the agreement of its analysts")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write the matrix itself as CSV, readings in rows")
	cmd.Flags().BoolVar(&classic, "classic", false, "with --csv: evidence in rows, the classic layout")
	return cmd
}

// pairFlags are the flags that say whose conduct toward whom is asked about, and
// as of when.
func (p *program) pairFlags(cmd *cobra.Command) *asked {
	f := &asked{}
	cmd.Flags().StringVar(&f.relier, "relier", "", "who asks: an `ACTOR`'s id, name or ISO code (default: the case's)")
	cmd.Flags().StringVar(&f.partner, "partner", "", "the `ACTOR` who is asked about (default: the case's)")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "the `DATE` after which nothing is read: 2025-10-01, Oct 2025, 2025 (default: the case's, or today)")
	for name, complete := range map[string]cobra.CompletionFunc{"relier": p.completeActors, "partner": p.completeActors, "as-of": cobra.NoFileCompletions} {
		if err := cmd.RegisterFlagCompletionFunc(name, complete); err != nil {
			panic(err) // a flag of this function has lost its name
		}
	}
	return f
}

// readings lays out a weighed matrix for a terminal.
func (s *sheet) readings(r *hypotheses.Readings, agree *hypotheses.Agreement, c *ledger.Case) {
	s.para(0, fmt.Sprintf("Which reading of %s's conduct toward %s does the record support, as of %s?", r.PartnerName, r.RelierName, r.Question.AsOf))
	s.line("")
	for _, h := range r.Headline {
		s.para(2, h)
	}
	title := func(id string) string {
		for _, h := range r.Hypotheses {
			if h.ID == id {
				return h.Title
			}
		}
		for _, x := range r.Items {
			if x.ID == id {
				return x.Name
			}
		}
		if rec, ok := c.Get(id); ok {
			return rec.Name()
		}
		return id
	}
	if len(r.Hypotheses) > 0 {
		s.line("")
		s.line(pad("READING", 40) + right("prior", 7) + right("Bayes", 7) + right("analysts", 13) + right("against", 9))
		for _, h := range r.Hypotheses {
			mark := "  "
			if h.ID == r.Leading {
				mark = "> "
			}
			span := ""
			if len(r.Analysts) > 1 {
				span = spanOf(h.Low, h.High)
			}
			s.line(mark + pad(h.Title, 38) + right(short(h.Prior), 7) + right(short(h.Posterior), 7) + right(span, 13) + right(fmt.Sprintf("%.1f", h.Weighted), 9))
		}
		s.line("  Bayes: mean over analysts; against: weighted contradictions, no probability")
	}
	if len(r.Hypotheses) < 2 || len(r.Items) == 0 { // nothing follows
		s.warned(r.Warnings)
		return
	}
	s.head("Confidence: " + r.Confidence.Level)
	for _, t := range r.Confidence.Reasons {
		s.item(t)
	}
	s.head("What would overturn it")
	overturn := func(o *hypotheses.Overturn, how string) {
		if o == nil {
			s.item(how + ": nobody leads, or no change of ratings puts another in front.")
			return
		}
		exact := "no smaller set does it"
		if !o.Exact {
			exact = "found step by step; a smaller set may exist"
		}
		s.item(fmt.Sprintf("%s: %s would put %q in front (%s):", how, plural(len(o.Ratings), "rating"), title(o.To), exact))
		for i, x := range o.Ratings {
			if i == mostListed {
				s.linef("      and %d more", len(o.Ratings)-mostListed)
				break
			}
			from := x.From
			if from == "" {
				from = "-"
			}
			s.hang("      ", 8, fmt.Sprintf("%s -> %s  %s, if %q (%s)", from, x.To, oneLine(title(x.Item)), title(x.Hypothesis), x.Analyst))
		}
	}
	overturn(r.Overturn, "By Bayes")
	overturn(r.OverturnHeuer, "By contradictions")
	for _, x := range []struct {
		word string
		n    hypotheses.Changes
	}{{"item", r.Without.ItemsThatChange}, {"source", r.Without.SourcesThatChange}, {"publisher", r.Without.PublishersThatChange}} {
		if x.n.Of > 0 {
			s.item(fmt.Sprintf("Without one %s of %d: the leader by Bayes changes in %d cases, the least contradicted in %d.", x.word, x.n.Of, x.n.Bayes, x.n.Least))
		}
	}
	s.head("What to watch")
	for _, w := range r.Watch[:min(len(r.Watch), mostListed)] {
		s.item(fmt.Sprintf("%s (%.2g bits)", oneLine(w.Text), w.Bits))
	}
	if len(r.Watch) == 0 {
		s.para(2, "Nothing named would separate the two in front: add a note tagged \"indicator\" with the date until when to watch, and rate it.")
	}
	s.agreement(agree)
	if tells := telling(r.Items); len(tells) > 0 {
		s.head("Evidence that tells the readings apart most")
		for _, x := range tells[:min(len(tells), mostListed)] {
			s.line("  " + right(fmt.Sprintf("%.2f", x.Diagnosticity), 6) + right(fmt.Sprintf("%.2f", x.Weight), 6) + "  " + pad(oneLine(x.Date.String()+" "+x.Name), 64))
		}
		s.line("  first spread over the readings in steps of the scale, then weight")
	}
	s.warned(r.Warnings)
	s.head("Rests on")
	s.para(2, fmt.Sprintf("%s by %s (%s), %s, effective sample of independent voices %.1f. Case: %s. Words: %s.",
		plural(len(r.Items), "item"), plural(len(r.Analysts), "analyst"), strings.Join(analystsOf(r), ", "), plural(len(r.Publishers), "publisher"), r.EffectiveSample, oneLine(r.CaseTitle), r.Settings.Words.Title()))
	if changed := r.Settings.Changed(); len(changed) > 0 {
		s.para(2, "Settings that are not the default: "+strings.Join(changed, "; ")+".")
	}
}

// spanOf writes from where to where a probability goes, once where that is one
// figure.
func spanOf(low, high float64) string {
	if short(low) == short(high) {
		return short(low)
	}
	return strings.TrimSuffix(short(low), " %") + "-" + short(high)
}

// warned lists warnings.
func (s *sheet) warned(list []string) {
	if len(list) > 0 {
		s.head("Warnings")
	}
	for _, w := range list {
		s.item(strings.Replace(w, "; see left_out", "", 1))
	}
}

func analystsOf(r *hypotheses.Readings) []string {
	names := make([]string, len(r.Analysts))
	for i, a := range r.Analysts {
		names[i] = oneLine(a.Name)
	}
	return names
}

// telling lists the items that separate the readings, the most telling first.
func telling(items []hypotheses.Item) []hypotheses.Item {
	var out []hypotheses.Item
	for _, x := range items {
		if x.Separates {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b hypotheses.Item) int { return -compare(a.Diagnosticity, b.Diagnosticity) })
	return out
}

// agreement tells how far the analysts agree.
func (s *sheet) agreement(a *hypotheses.Agreement) {
	s.head("Agreement of the analysts")
	tellOf := func(name string, x hypotheses.Alpha, unit string) {
		if x.Alpha == nil {
			s.item(name + ": " + x.Verdict)
			return
		}
		span := ""
		if x.Lower90 != nil && x.Upper90 != nil {
			span = fmt.Sprintf(", 90 %% interval %.2f to %.2f", *x.Lower90, *x.Upper90)
		}
		s.item(fmt.Sprintf("%s: alpha %.2f%s: %s (%s, %s equal)", name, *x.Alpha, span, x.Verdict, plural(x.Units, unit), assess.Percent(x.Exact)))
	}
	tell := func(name string, x hypotheses.Alpha) { tellOf(name, x, "cell") }
	tell("Whole matrix", a.Matrix)
	for _, h := range a.ByHypothesis {
		if len(a.Analysts) > 1 {
			tell(oneLine(h.Title), h.Alpha)
		}
	}
	for _, x := range []struct {
		name, unit string
		a          hypotheses.Alpha
	}{{"Rungs of the case", "record", a.Rungs}, {"Grades of its sources", "source", a.Grades}} {
		if x.a.Ratings > 0 {
			tellOf(x.name, x.a, x.unit)
		}
	}
}
