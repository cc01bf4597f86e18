package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// mostPoints is how many points a history may have.
const mostPoints = 5000

// asked holds the flags that put a question to a case.
type asked struct {
	relier, partner, asOf, situation, words string
	halfLife                                float64
	history                                 int
}

func (p *program) questionFlags(cmd *cobra.Command) *asked {
	f := &asked{}
	flags := cmd.Flags()
	flags.StringVar(&f.relier, "relier", "", "who asks: an `ACTOR`'s id, name or ISO code (default: the case's)")
	flags.StringVar(&f.partner, "partner", "", "the `ACTOR` who is asked about (default: the case's)")
	flags.StringVar(&f.asOf, "as-of", "", "the `DATE` after which nothing is read: 2025-10-01, Oct 2025, 2025 (default: the case's, or today)")
	flags.StringVar(&f.situation, "situation", "", "the `SITUATION`: "+strings.Join(ledger.Situations, ", ")+" (default: the case's)")
	flags.Float64Var(&f.halfLife, "half-life", 0, "`YEARS` in which a moment loses half its weight; 0: none (default: the case's)")
	flags.StringVar(&f.words, "words", "", "the `SCALE` of words of probability: icd203 or phia (default: the case's)")
	flags.IntVar(&f.history, "history", 60, "the `NUMBER` of days at which to show what the answer was; 0: none")
	for name, complete := range map[string]cobra.CompletionFunc{
		"relier": p.completeActors, "partner": p.completeActors,
		"situation": cobra.FixedCompletions(ledger.Situations, cobra.ShellCompDirectiveNoFileComp),
		"words":     cobra.FixedCompletions([]string{string(assess.ICD203), string(assess.PHIA)}, cobra.ShellCompDirectiveNoFileComp),
		"as-of":     cobra.NoFileCompletions, "half-life": cobra.NoFileCompletions, "history": cobra.NoFileCompletions,
	} {
		if err := cmd.RegisterFlagCompletionFunc(name, complete); err != nil {
			panic(err) // a flag of this function has lost its name
		}
	}
	return f
}

// resolve turns the flags into a question to a case and the settings for it.
func (f *asked) resolve(cmd *cobra.Command, c *ledger.Case, today edtf.Day) (assess.Question, assess.Settings, error) {
	s := assess.SettingsOf(c)
	q := assess.DefaultQuestion(c, today)
	for _, side := range []struct {
		flag, text string
		id, other  *string
		otherText  string
	}{{"relier", f.relier, &q.Relier, &q.Partner, f.partner}, {"partner", f.partner, &q.Partner, &q.Relier, f.relier}} {
		if side.text == "" {
			continue
		}
		a, err := c.FindActor(side.text)
		if err != nil {
			return q, s, usagef("--%s: %w", side.flag, err)
		}
		if side.otherText == "" && *side.other == a.ID { // asked the other way round
			*side.other = *side.id
		}
		*side.id = a.ID
	}
	if f.asOf != "" {
		day, err := asOfDay(f.asOf, today)
		if err != nil {
			return q, s, err
		}
		q.AsOf = day
	}
	if f.situation != "" {
		q.Situation = strings.ToLower(f.situation)
	}
	if f.words != "" {
		s.Words = assess.Scale(strings.ToLower(f.words))
		if s.Words != assess.ICD203 && s.Words != assess.PHIA {
			return q, s, usagef("--words: there are no words %q; choose icd203 or phia", f.words)
		}
	}
	if cmd.Flags().Changed("half-life") {
		if !(f.halfLife >= 0 && f.halfLife <= 1000) {
			return q, s, usagef("--half-life: %v is out of range; give years from 0 (no decay) to 1000", f.halfLife)
		}
		s.HalfLifeYears = f.halfLife
	}
	if f.history < 0 || f.history == 1 || f.history > mostPoints {
		return q, s, usagef("--history: %d points are not possible; give 0 for none, or 2 to %d", f.history, mostPoints)
	}
	if q.Relier == "" || q.Partner == "" {
		return q, s, fmt.Errorf("the case has no two actors to ask about yet; add them in the window, or with import")
	}
	if err := q.Check(c); err != nil {
		return q, s, usage{err}
	}
	return q, s, nil
}

// asOfDay reads a day as a person writes it, and of a longer time the last day.
func asOfDay(text string, today edtf.Day) (edtf.Day, error) {
	if strings.EqualFold(text, "today") || strings.EqualFold(text, "now") {
		return today, nil
	}
	d, err := edtf.FromInput(text, edtf.DayFirst)
	if err != nil {
		return 0, usagef("--as-of: %w", err)
	}
	last, ok := d.Latest()
	if !ok {
		return 0, usagef("--as-of: %q has no last day; give one, as in 2025-10-01", text)
	}
	return last, nil
}

// answer opens a case, puts the question and fills in the history.
func (p *program) answer(ctx context.Context, cmd *cobra.Command, arg string, f *asked) (*assess.Assessment, *ledger.Case, error) {
	src, err := p.open(ctx, arg)
	if err != nil {
		return nil, nil, err
	}
	defer src.close()
	if err := p.sound(src); err != nil {
		return nil, nil, err
	}
	q, s, err := f.resolve(cmd, src.c, p.today())
	if err != nil {
		return nil, nil, err
	}
	a, err := answerWithHistory(ctx, src.c, q, s, f.history)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", src.name, err)
	}
	return a, src.c, nil
}

func answerWithHistory(ctx context.Context, c *ledger.Case, q assess.Question, s assess.Settings, points int) (*assess.Assessment, error) {
	a, err := assess.Answer(c, q, s)
	if err != nil {
		return nil, err
	}
	if points > 0 {
		if a.History, err = assess.History(ctx, c, q, s, assess.HistoryDays(c, q, points)); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// mostErrors is how many errors of a case are told before check is pointed to.
const mostErrors = 10

// sound refuses a case with errors or from a damaged file: its answer could be
// wrong in ways that nobody sees. Other warnings of a file are told.
func (p *program) sound(src *source) error {
	for _, w := range src.warnings {
		p.note("fairweather: %s: %s", src.name, w)
	}
	if src.damaged {
		p.note("fairweather: %s: no answer from a damaged file; write what is sound in it with: fairweather export %s -o sound.json", src.name, quoted(src.name))
		return told
	}
	var lines []string
	for _, b := range src.bad {
		lines = append(lines, b.Error())
	}
	for _, e := range ledger.Errors(ledger.Check(src.c)) {
		lines = append(lines, src.place(e.Record)+problemLine(e))
	}
	if len(lines) == 0 {
		return nil
	}
	for _, l := range lines[:min(len(lines), mostErrors)] {
		p.note("fairweather: %s: %s", src.name, l)
	}
	p.note("fairweather: %s: no answer while the case has %s; mend what is named, or see all with: fairweather check %s", src.name, plural(len(lines), "error"), quoted(src.name))
	return told
}

func problemLine(e ledger.Problem) string {
	return fmt.Sprintf("%s %s, %s: %s (%s)", e.Kind, e.Record, e.Field, e.Message, e.Fix)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// completeCases completes the name of a bundled case; other texts are left to
// the shell as file names.
func completeCases(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, name := range assets.Names() {
		if strings.HasPrefix(name, begun) {
			out = append(out, cobra.CompletionWithDesc(name, "bundled case"))
		}
	}
	return out, cobra.ShellCompDirectiveDefault
}

// completeActors completes an actor of the case that stands on the line.
func (p *program) completeActors(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	src, err := p.open(cmd.Context(), args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	defer src.close()
	var out []cobra.Completion
	for _, a := range src.c.Actors() {
		out = append(out, cobra.CompletionWithDesc(a.ID, oneLine(a.Name())))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
