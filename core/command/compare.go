package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/assess"
	sidebyside "github.com/fairweather-app/fairweather/core/compare" // compare is a function here
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/start"
)

// compared holds the flags of the verb.
type compared struct {
	relier, partner, asOf, situation string
	with                             []string
	rung                             int
	years                            int
	asJSON                           bool
}

func (p *program) compare() *cobra.Command {
	f := &compared{}
	cmd := &cobra.Command{
		Use:   "compare [CASE]",
		Short: "Set partners, reliers or years side by side",
		Long: `Set pairs side by side. With --relier: that relier's partners. With --partner: those
who rely on that partner. With both: the one pair over time. With neither: the
partners of the case's relier. Ranked by P(at least the rung); no rank is given
where 90 % intervals overlap, but the span of ranks that it could be.

Without a CASE, --with names states and each pair is asked of a starting case from
the registers (see start).`,
		Example: `  fairweather compare july-1914 --relier serbia
  fairweather compare july-1914 --partner russia --rung 3
  fairweather compare russia-iran --relier iran --partner russia --years 10
  fairweather compare --partner russia --with armenia,belarus,kazakhstan`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("compare takes one case, and %q is one too many; put quotes around a name with spaces", args[1])
			}
			return nil
		},
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.rung < int(sidebyside.LowestSpoken) || f.rung > int(sidebyside.HighestSpoken) {
				return usagef("--rung: %d is not a rung to rank by; give 1 (words) to 4 (fighting)", f.rung)
			}
			if f.years < 1 || f.years > 500 {
				return usagef("--years: %d is out of range; give 1 to 500", f.years)
			}
			table, over, err := f.run(cmd.Context(), p, args)
			if err != nil {
				return err
			}
			if f.asJSON {
				var v any = table
				if over != nil {
					v = over
				}
				body, err := indented(v)
				if err != nil {
					return fmt.Errorf("write the comparison as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			if over != nil {
				s.overTime(over)
			} else {
				s.compared(table)
			}
			return p.write("", s.bytes())
		},
	}
	cmd.Flags().StringVar(&f.relier, "relier", "", "compare the partners of this `ACTOR`")
	cmd.Flags().StringVar(&f.partner, "partner", "", "compare those who rely on this `ACTOR`")
	cmd.Flags().StringSliceVar(&f.with, "with", nil, "compare these `ACTORS` alone, parted by commas")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "the `DATE` after which nothing is read (default: the case's, or today)")
	cmd.Flags().StringVar(&f.situation, "situation", "", "the `SITUATION`: "+strings.Join(ledger.Situations, ", ")+" (default: the case's)")
	cmd.Flags().IntVar(&f.rung, "rung", 2, "the `RUNG` to rank by: 1 words, 2 a diplomatic act, 3 material help, 4 fighting")
	cmd.Flags().IntVar(&f.years, "years", 20, "the `YEARS` back to which one pair is followed")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "write JSON")
	for _, flag := range []string{"relier", "partner", "with"} {
		if err := cmd.RegisterFlagCompletionFunc(flag, p.completeActors); err != nil {
			panic(err) // a flag of this function has lost its name
		}
	}
	return cmd
}

func (f *compared) run(ctx context.Context, p *program, args []string) (*sidebyside.Table, *sidebyside.Time, error) {
	if len(args) == 0 {
		t, err := f.fromRegisters(ctx, p)
		return t, nil, err
	}
	src, err := p.open(ctx, args[0])
	if err != nil {
		return nil, nil, err
	}
	defer src.close()
	if err := p.sound(src); err != nil {
		return nil, nil, err
	}
	c, s := src.c, assess.SettingsOf(src.c)
	q := assess.DefaultQuestion(c, p.today())
	if f.asOf != "" {
		if q.AsOf, err = asOfDay(f.asOf, p.today()); err != nil {
			return nil, nil, err
		}
	}
	if f.situation != "" {
		q.Situation = strings.ToLower(f.situation)
	}
	find := func(flag, text string) (string, error) {
		if text == "" {
			return "", nil
		}
		a, err := c.FindActor(text)
		if err != nil {
			return "", usagef("--%s: %w", flag, err)
		}
		return a.ID, nil
	}
	relier, err := find("relier", f.relier)
	if err != nil {
		return nil, nil, err
	}
	partner, err := find("partner", f.partner)
	if err != nil {
		return nil, nil, err
	}
	var with []string
	for _, w := range f.with {
		id, err := find("with", strings.TrimSpace(w))
		if err != nil {
			return nil, nil, err
		}
		with = append(with, id)
	}
	rung := ledger.Rung(f.rung)
	switch {
	case relier != "" && partner != "":
		if len(with) > 0 {
			return nil, nil, usagef("--with names whom to compare with; leave out --relier or --partner")
		}
		q.Relier, q.Partner = relier, partner
		if err := q.Check(c); err != nil {
			return nil, nil, usage{err}
		}
		over, err := sidebyside.OverTime(ctx, c, q, s, sidebyside.Yearly(q.AsOf, f.years))
		return nil, over, err
	case partner != "":
		q.Relier, q.Partner = "", ""
		t, err := sidebyside.Reliers(ctx, c, partner, with, q, s, rung)
		return t, nil, usageOf(err)
	}
	if relier == "" {
		relier = q.Relier
	}
	if relier == "" {
		return nil, nil, usagef("the case asks about no relier; name one with --relier")
	}
	t, err := sidebyside.Partners(ctx, c, relier, with, q, s, rung)
	return t, nil, usageOf(err)
}

// usageOf marks an error of a comparison as one of the command line: the case is
// sound, so what is wrong is what was asked.
func usageOf(err error) error {
	if err == nil {
		return nil
	}
	return usage{err}
}

// fromRegisters asks each pair of a starting case of its own.
func (f *compared) fromRegisters(ctx context.Context, p *program) (*sidebyside.Table, error) {
	if (f.relier == "") == (f.partner == "") || len(f.with) == 0 {
		return nil, usagef("without a case, compare needs --relier or --partner, and --with the states to compare; see compare --help")
	}
	day, err := p.dayOf(f.asOf)
	if err != nil {
		return nil, err
	}
	one, err := stateOf(f.relier+f.partner, day)
	if err != nil {
		return nil, err
	}
	var answers []*assess.Assessment
	for _, w := range f.with {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		other, err := stateOf(w, day)
		if err != nil {
			return nil, err
		}
		relier, partner := one.ID, other.ID
		if f.partner != "" {
			relier, partner = partner, relier
		}
		c, err := start.Case(relier, partner, day, start.Options{})
		if err != nil {
			return nil, usage{err}
		}
		q := assess.DefaultQuestion(c, day)
		if f.situation != "" {
			q.Situation = strings.ToLower(f.situation)
		}
		a, err := assess.Answer(c, q, assess.SettingsOf(c))
		if err != nil {
			return nil, usage{err}
		}
		answers = append(answers, a)
	}
	return sidebyside.Of(answers, ledger.Rung(f.rung))
}

func (s *sheet) compared(t *sidebyside.Table) {
	situation := ""
	if phrase := assess.SituationPhrase(t.Situation); phrase != "" {
		situation = ", " + phrase
	}
	s.para(0, fmt.Sprintf("%s as of %s%s, by the probability of at least %s", t.Title(), t.AsOf, situation, assess.Help(t.Rung)))
	s.line("")
	s.line(" rank  " + pad("", 20) + pad("0     50   100", 16) + pad("", 6) + right("90 % int.", 10) + right("against", 9) + right("moments", 9))
	names := t.Names()
	for _, group := range t.Groups {
		for _, i := range group {
			r := t.Rows[i]
			b := r.Band(t.Rung)
			rank := fmt.Sprint(r.Best)
			if r.Worst != r.Best {
				rank = fmt.Sprintf("%d-%d", r.Best, r.Worst)
			}
			s.line(right(rank, 5) + "  " + pad(names[i], 20) + bar(b.P, b.Low, b.High, 14) + "  " + right(short(b.P), 6) +
				right(fmt.Sprintf("%.0f-%.0f %%", 100*b.Low, 100*b.High), 10) + right(short(r.Against.P), 9) + right(fmt.Sprint(r.Moments), 9))
		}
		s.line("")
	}
	s.line("  A rank alone is sure; a span of ranks stands where 90 % intervals overlap.")
	for _, w := range t.Warnings {
		s.item(w)
	}
}

func (s *sheet) overTime(t *sidebyside.Time) {
	s.para(0, fmt.Sprintf("%s for %s, year by year", t.PartnerName, t.RelierName))
	s.line("")
	s.line(pad("", 14) + right("words", 8) + right("act", 8) + right("help", 8) + right("fight", 8) + right("against", 10) + right("moments", 10) + "  act, 90 % int.")
	var act []float64
	for _, x := range t.Points {
		line := "  " + pad(x.AsOf.String(), 12)
		for _, b := range x.AtLeast {
			line += right(short(b.P), 8)
		}
		b := x.AtLeast[1]
		act = append(act, b.P)
		s.line(line + right(short(x.Against.P), 10) + right(fmt.Sprint(x.Moments), 10) + right(fmt.Sprintf("%.0f-%.0f %%", 100*b.Low, 100*b.High), 13))
	}
	s.line("")
	s.line("  a diplomatic act   " + spark(act))
}
