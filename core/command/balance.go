package command

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/balance"
)

func (p *program) balance() *cobra.Command {
	var asJSON bool
	var flowsFile string
	question := &asked{}
	cmd := &cobra.Command{
		Use:   "balance CASE",
		Short: "Say who gave what to whom",
		Long: `Say what relier and partner gave each other, by channel, and how even it is: the
balance (partner gave - relier gave) / (both), 1 all from the partner, -1 all from
the relier, with its 90 % interval. Values of different units are never added.
Series of trade or aid come from a CSV file with the columns year, from, to, value
and unit, and channel if there is one.`,
		Example: `  fairweather balance russia-iran
  fairweather balance russia-iran --relier iran --partner russia --flows trade.csv
  fairweather balance mycase.fairweather --json`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			src, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer src.close()
			if err := p.sound(src); err != nil {
				return err
			}
			q, _, err := question.resolve(cmd, src.c, p.today())
			if err != nil {
				return err
			}
			var flows []balance.Flow
			if flowsFile != "" {
				f, err := os.Open(flowsFile)
				if err != nil {
					return usagef("--flows: %v", plainOS(err))
				}
				defer f.Close()
				var bad []balance.BadLine
				if flows, bad, err = balance.ReadFlows(f, src.c); err != nil {
					return fmt.Errorf("%s: %w", flowsFile, err)
				}
				for i, b := range bad {
					if i == mostErrors {
						p.note("fairweather: %s: and %s more", flowsFile, plural(len(bad)-i, "line"))
						break
					}
					p.note("fairweather: %s: %v; it is left out", flowsFile, b)
				}
			}
			b, err := balance.Of(src.c, q.Relier, q.Partner, q.AsOf, flows, balance.DefaultSettings())
			if err != nil {
				return fmt.Errorf("%s: %w", src.name, err)
			}
			if asJSON {
				body, err := indented(b)
				if err != nil {
					return fmt.Errorf("write the balance as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.balance(b)
			return p.write("", s.bytes())
		},
	}
	p.twoActorFlags(cmd, question)
	cmd.Flags().StringVar(&flowsFile, "flows", "", "read series of trade or aid from this CSV `FILE`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON, with the curves and the records behind each figure")
	return cmd
}

// twoActorFlags are the flags that name two actors and a day.
func (p *program) twoActorFlags(cmd *cobra.Command, f *asked) {
	cmd.Flags().StringVar(&f.relier, "relier", "", "the `ACTOR` who asks: an id, name or ISO code (default: the case's)")
	cmd.Flags().StringVar(&f.partner, "partner", "", "the `ACTOR` who is asked about (default: the case's)")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "the `DATE` after which nothing is read (default: the case's, or today)")
	for _, flag := range []string{"relier", "partner"} {
		if err := cmd.RegisterFlagCompletionFunc(flag, p.completeActors); err != nil {
			panic(err) // a flag of this function has lost its name
		}
	}
}

func (s *sheet) balance(b *balance.Balance) {
	s.para(0, fmt.Sprintf("What %s and %s gave each other by %s", b.PartnerName, b.RelierName, b.AsOf))
	s.line("")
	s.para(2, overall(b))
	if len(b.Lines) > 0 {
		s.line("")
		s.line(pad("BY CHANNEL", 34) + right(pad(b.PartnerName, 10), 12) + right(pad(b.RelierName, 10), 12) + "  balance  90 % int.")
		for _, l := range b.Lines {
			unit := l.Unit
			if unit == "" {
				unit = "magnitude 1-5"
			}
			if l.Series {
				unit += ", series"
			}
			s.line("  " + pad(l.Channel+" ("+unit+")", 32) + right(amount(l.Partner.Total), 10) + "  " + right(amount(l.Relier.Total), 10) + "  " + even(l.Balance))
		}
	}
	if len(b.Comparators) > 0 {
		s.head(fmt.Sprintf("%s with others", b.PartnerName))
		for _, c := range b.Comparators {
			unit := c.Unit
			if unit == "" {
				unit = "all channels"
			}
			s.line("  " + pad(c.Name+", "+unit, 50) + right(fmt.Sprint(c.Count), 6) + "  " + even(&c.Balance))
		}
	}
	if len(b.Warnings) > 0 {
		s.head("What is not known")
		for _, w := range b.Warnings {
			s.item(w)
		}
	}
}

// overall says the balance over all channels in a sentence.
func overall(b *balance.Balance) string {
	e := b.Overall.Balance
	if e == nil {
		return "There is no balance over all channels: no contribution has a magnitude."
	}
	gives := fmt.Sprintf("%s gives more", b.PartnerName)
	switch {
	case e.Value < 0:
		gives = fmt.Sprintf("%s gives more", b.RelierName)
	case e.Value == 0:
		gives = "it is even"
	}
	if e.Bounded && e.Low <= 0 && e.High >= 0 && e.Value != 0 {
		gives = "the interval holds even: who gives more cannot be told"
	}
	return fmt.Sprintf("Over all channels, by magnitude: %s from %s in %s, %s from %s in %s; balance %s: %s.",
		amount(b.Overall.Partner.Total), b.PartnerName, plural(b.Overall.Partner.Count, "contribution"), amount(b.Overall.Relier.Total), b.RelierName, plural(b.Overall.Relier.Count, "contribution"),
		strings.TrimSpace(even(e)), gives)
}

func even(e *balance.Evenness) string {
	if e == nil {
		return "      -"
	}
	if !e.Bounded {
		return fmt.Sprintf("%+7.2f", e.Value)
	}
	return fmt.Sprintf("%+7.2f  (%+.2f to %+.2f)", e.Value, e.Low, e.High)
}

// amount writes a sum without needless digits.
func amount(v float64) string {
	if v == float64(int64(v)) && v < 1e15 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.4g", v)
}
