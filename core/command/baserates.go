package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/registers"
)

// baseRates is the JSON of the verb.
type baseRates struct {
	Partner       string             `json:"partner,omitempty"`
	Kinds         []kindOfBaseRate   `json:"kinds"`
	LeftOut       []int              `json:"wars_left_out"` // initiators on both sides
	Anchors       []registers.Anchor `json:"published"`
	WhyTheyDiffer string             `json:"why_they_differ"`
	Sources       []registers.Source `json:"sources"`
}

type kindOfBaseRate struct {
	registers.BaseRate
	Definition string `json:"definition"`
}

func (p *program) baserates() *cobra.Command {
	var partner string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "baserates",
		Short: "Say how often promises were kept in war",
		Long: `Say how often promises between states were kept when a war put them to the test,
by kind of promise, by period, by type of treaty and by one partner, from the
registers of treaties (ATOP) and of wars (Correlates of War), with the published
figures beside it. Counts come with two intervals of 90 %: as if pairs were
independent, and with whole wars drawn anew, for pairs within one war are not; that
one is missing where one war, or nothing but kept or broken promises, is behind it.`,
		Example: `  fairweather baserates
  fairweather baserates --partner russia
  fairweather baserates --json`,
		Args: none,
		RunE: func(cmd *cobra.Command, args []string) error {
			number, name := 0, ""
			if partner != "" {
				s, err := stateOf(partner, p.today())
				if err != nil {
					return err
				}
				if s.COW == 0 {
					return usagef("--partner: %s has no number in the registers of treaties and wars", s.Name)
				}
				number, name = s.COW, s.Name
			}
			rates, err := registers.BaseRates(number)
			if err != nil {
				return err
			}
			all, err := registers.AllTests()
			if err != nil {
				return err
			}
			if asJSON {
				out := baseRates{Partner: name, LeftOut: []int{}, Anchors: registers.Anchors, WhyTheyDiffer: registers.WhyTheyDiffer, Sources: []registers.Source{registers.ATOP, registers.Wars}}
				for _, b := range rates {
					out.Kinds = append(out.Kinds, kindOfBaseRate{b, b.Kind.Definition()})
				}
				for _, w := range all.LeftOut {
					out.LeftOut = append(out.LeftOut, w.Number)
				}
				body, err := indented(out)
				if err != nil {
					return fmt.Errorf("write base rates as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.baseRates(rates, name)
			s.head("Published figures")
			for _, a := range registers.Anchors {
				s.item(fmt.Sprintf("%.4g %%: %s; %s (%s)", 100*a.Share, a.Of, a.Counts, a.Citation))
			}
			s.head("Why they differ")
			s.para(2, registers.WhyTheyDiffer)
			s.head("Rests on")
			for _, r := range []registers.Source{registers.ATOP, registers.Wars} {
				s.item(fmt.Sprintf("%s (%s): %s. %s", r.Title, r.Version, r.Citation, r.URL))
			}
			if n := len(all.LeftOut); n > 0 {
				s.item(fmt.Sprintf("%s left out, for initiators stand on both sides.", plural(n, "war")))
			}
			return p.write("", s.bytes())
		},
	}
	cmd.Flags().StringVar(&partner, "partner", "", "also count by this `STATE` alone, under every state that held its number")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

func (s *sheet) baseRates(rates []registers.BaseRate, partner string) {
	for _, b := range rates {
		s.head(b.Kind.String())
		s.para(2, b.Kind.Definition())
		s.line(pad("", 38) + "   kept   mean   90 % int.  by war")
		s.rate(b.Overall)
		for _, r := range b.Periods {
			s.rate(r)
		}
		if partner != "" {
			r := b.Partner
			r.Label = partner
			s.rate(r)
		}
		const most = 4
		for i, r := range b.Types {
			if i == most {
				s.linef("    and %d more types of treaty", len(b.Types)-most)
				break
			}
			r.Label = "  " + r.Label
			s.rate(r)
		}
	}
}

// rate writes one line: counts, mean, both intervals.
func (s *sheet) rate(r registers.Rate) {
	line := "  " + pad(r.Label, 32) + right(fmt.Sprintf("%d of %d", r.Kept, r.Of), 13)
	if r.Of == 0 {
		s.line(line + "   never put to the test")
		return
	}
	line += right(fmt.Sprintf("%.1f %%", 100*r.Mean), 8) + right(fmt.Sprintf("%.0f-%.0f %%", 100*r.Low, 100*r.High), 10)
	if r.Clustered {
		line += right(fmt.Sprintf("%.0f-%.0f %%", 100*r.ClusterLow, 100*r.ClusterHigh), 10)
	} else {
		line += right("-", 10)
	}
	s.line(line)
}
