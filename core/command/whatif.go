package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
)

// whatifAsked holds the flags that make a scenario.
type whatifAsked struct {
	shocks          []string
	claim, scenario string
	months          int
	draws, horizon  int
}

func (p *program) whatif() *cobra.Command {
	var asJSON, graph bool
	var q *asked
	f := &whatifAsked{}
	d := whatif.DefaultSettings()
	cmd := &cobra.Command{
		Use:   "whatif CASE",
		Short: "Say who is hit first if an actor erodes",
		Long: `Say who is hit, how hard and when if actors lose a share of their functioning,
by the dependences of a case. Without --shock and --scenario it begins with the
first scenario kept in the case that shocks the relier alone, as the brief
does; where none is kept, the relier loses a fifth to a half, and the claim is
that the partner is hit harder.`,
		Example: `  fairweather whatif russia-iran
  fairweather whatif russia-iran --shock iran=0.5 --claim "russia > iran"
  fairweather whatif russia-iran --shock iran=0.2:0.33:0.5 --months 12
  fairweather whatif mycase.fairweather --scenario "Oil at half"
  fairweather whatif july-1914 --json > whatif.json
  fairweather whatif july-1914 --graphml > network.graphml`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON && graph {
				return usagef("--json and --graphml are two outputs; choose one")
			}
			src, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer src.close()
			if err := p.sound(src); err != nil {
				return err
			}
			question, _, err := q.resolve(cmd, src.c, p.today())
			if err != nil {
				return err
			}
			if graph {
				body, err := whatif.ExportGraphML(src.c, question.AsOf)
				if err != nil {
					return fmt.Errorf("%s: %w", src.name, err)
				}
				return p.write("", body)
			}
			sc, err := f.resolve(cmd, src.c, question)
			if err != nil {
				return err
			}
			set := d
			set.Draws, set.Horizon = f.draws, f.horizon
			r, err := whatif.Run(cmd.Context(), src.c, question.AsOf, sc, set)
			if err != nil {
				if cmd.Context().Err() != nil {
					return err
				}
				return usage{err}
			}
			if asJSON {
				body, err := indented(r)
				if err != nil {
					return fmt.Errorf("write the result as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.whatif(r, src.c)
			return p.write("", s.bytes())
		},
	}
	q = p.pairFlags(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&f.shocks, "shock", nil, "an `ACTOR=SHARE` of functioning lost: 0.5, 50%, or low:likely:high; may be given again")
	flags.StringVar(&f.claim, "claim", "", "who is said to be hit harder than whom, as `\"A > B\"`")
	flags.StringVar(&f.scenario, "scenario", "", "the `NAME` of a scenario kept in the case")
	flags.IntVar(&f.months, "months", 0, "the `NUMBER` of months that the shock lasts; 0: to the end")
	flags.IntVar(&f.horizon, "horizon", d.Horizon, "the `NUMBER` of months to follow; 0: the end only")
	flags.IntVar(&f.draws, "draws", d.Draws, "the `NUMBER` of draws")
	flags.BoolVar(&asJSON, "json", false, "write JSON")
	flags.BoolVar(&graph, "graphml", false, "write the network itself as GraphML")
	return cmd
}

// resolve makes the scenario that the flags ask for.
func (f *whatifAsked) resolve(cmd *cobra.Command, c *ledger.Case, q assess.Question) (whatif.Scenario, error) {
	sc := whatif.Beginning(c, q.Relier, q.Partner)
	switch {
	case f.scenario != "" && len(f.shocks) > 0:
		return sc, usagef("--scenario has its own shocks; leave out --shock")
	case f.scenario != "":
		list, problems := whatif.ScenariosOf(c)
		i := slices.IndexFunc(list, func(x whatif.Scenario) bool { return strings.EqualFold(x.Name, f.scenario) })
		if i < 0 {
			var names []string
			for _, x := range list {
				names = append(names, strconv.Quote(x.Name))
			}
			for _, e := range problems {
				names = append(names, e.Error())
			}
			if names == nil {
				names = []string{"none"}
			}
			return sc, usagef("--scenario: the case keeps no scenario %q; it keeps: %s", f.scenario, strings.Join(names, ", "))
		}
		sc = list[i]
	case len(f.shocks) > 0:
		sc = whatif.Scenario{}
		var says []string
		for _, text := range f.shocks {
			x, err := shockOf(c, text)
			if err != nil {
				return sc, err
			}
			sc.Shocks = append(sc.Shocks, x)
			says = append(says, c.ActorName(x.Actor)+" erodes")
		}
		sc.Name = strings.Join(says, ", ")
	}
	if cmd.Flags().Changed("months") {
		if f.months < 0 {
			return sc, usagef("--months: %d is no number of months; give 0 for a shock that lasts, or more", f.months)
		}
		sc.Months = f.months
	}
	if f.claim != "" {
		harder, than, ok := strings.Cut(f.claim, ">")
		if !ok {
			return sc, usagef("--claim: %q is no claim; write who is hit harder than whom, as in \"russia > iran\"", f.claim)
		}
		sc.Claim = &whatif.Claim{}
		for _, side := range []struct {
			text string
			id   *string
		}{{harder, &sc.Claim.Harder}, {than, &sc.Claim.Than}} {
			a, err := c.FindActor(strings.TrimSpace(side.text))
			if err != nil {
				return sc, usagef("--claim: %w", err)
			}
			*side.id = a.ID
		}
		if sc.Claim.Harder == sc.Claim.Than {
			return sc, usagef("--claim: nobody is hit harder than itself; name two actors")
		}
	}
	return sc, nil
}

// shockOf reads a shock: an actor, =, and a share or three.
func shockOf(c *ledger.Case, text string) (whatif.Shock, error) {
	who, share, ok := strings.Cut(text, "=")
	if !ok {
		return whatif.Shock{}, usagef("--shock: %q is no shock; write an actor, =, and the share that is lost, as in iran=0.5", text)
	}
	a, err := c.FindActor(strings.TrimSpace(who))
	if err != nil {
		return whatif.Shock{}, usagef("--shock: %w", err)
	}
	var v []float64
	for _, part := range strings.Split(share, ":") {
		part = strings.TrimSpace(part)
		number, percent := strings.CutSuffix(part, "%")
		x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if percent {
			x /= 100
		}
		if err != nil || !(x >= 0 && x <= 1) {
			return whatif.Shock{}, usagef("--shock: %q is no share from 0 to 1; write 0.5, 50%% or low:likely:high", part)
		}
		v = append(v, x)
	}
	switch {
	case len(v) == 1:
		return whatif.Shock{Actor: a.ID, Triangle: whatif.Exactly(v[0])}, nil
	case len(v) == 3 && slices.IsSorted(v):
		return whatif.Shock{Actor: a.ID, Triangle: whatif.Triangle{Low: v[0], Mode: v[1], High: v[2]}}, nil
	}
	return whatif.Shock{}, usagef("--shock: %q: give one share, or low:likely:high in that order", text)
}

// whatif lays out the result of a scenario for a terminal.
func (s *sheet) whatif(r *whatif.Result, c *ledger.Case) {
	var shocks []string
	for _, x := range r.Scenario.Shocks {
		text := c.ActorName(x.Actor) + " loses " + lost(x.Mode)
		if x.Low != x.High {
			text += fmt.Sprintf(" (%s to %s)", lost(x.Low), lost(x.High))
		}
		shocks = append(shocks, text)
	}
	lasts := ""
	if r.Scenario.Months > 0 {
		lasts = " for " + plural(r.Scenario.Months, "month")
	}
	s.para(0, fmt.Sprintf("What if %s%s, as of %s?", strings.Join(shocks, " and "), lasts, r.AsOf))
	s.line("")
	for _, h := range r.Headline {
		s.para(2, h)
	}
	s.line("")
	s.line(pad("WHO IS HIT", 30) + right("mean", 8) + right("90 % int.", 14) + right("hardest", 9) + right("half by", 10) + right("guess", 8))
	unhurt := 0
	for _, a := range r.Actors {
		if a.Mean == 0 {
			unhurt++
			continue
		}
		half, hardest := "", short(a.Hardest)
		if a.Peak != nil {
			half = fmt.Sprintf("%.0f m", a.Peak.HalfMonth)
		}
		if a.Direct > 0 {
			half, hardest = "at once", "shock"
		}
		s.line("  " + pad(a.Name, 28) + right(lost(a.Mean), 8) + right(lost(a.Lower90)+"-"+lost(a.Upper90), 14) + right(hardest, 9) + right(half, 10) + right(short(a.Estimated), 8))
	}
	s.para(2, "Share of functioning lost in the end; hardest: in how many draws it is hit hardest of those the shock spares; half by: month in which half the worst is reached; guess: part that hangs on estimates.")
	if unhurt > 0 {
		s.para(2, plural(unhurt, "other actor")+" of the network not hit at all.")
	}
	if x := r.Claim; x != nil {
		s.head("The claim")
		s.item(fmt.Sprintf("That %s is hit harder than %s: %s (%s of draws).", c.ActorName(x.Harder), c.ActorName(x.Than), x.Word, short(x.Probability)))
		told := 0
		for _, b := range x.BreakEven {
			if b.At != nil && told < 3 {
				told++
				s.item("Break-even: " + b.Text)
			}
		}
		if told == 0 {
			s.item("No change of a single dependence turns that.")
		}
	}
	s.head("What drives it (Spearman's rank correlation)")
	for _, a := range r.Actors {
		if a.Direct > 0 || len(a.Drivers) == 0 {
			continue
		}
		s.item(fmt.Sprintf("The loss of %s:", oneLine(a.Name)))
		for _, d := range a.Drivers[:min(len(a.Drivers), 3)] {
			s.hang(fmt.Sprintf("      %+.2f  ", d.Correlation), 13, oneLine(d.Name))
		}
		break // the hardest hit of those the shock spares
	}
	if x := r.Claim; x != nil && len(x.Drivers) > 0 {
		s.item("The difference in the claim:")
		for _, d := range x.Drivers[:min(len(x.Drivers), 3)] {
			s.hang(fmt.Sprintf("      %+.2f  ", d.Correlation), 13, oneLine(d.Name))
		}
	}
	s.head("What it rests on")
	s.item(fmt.Sprintf("%s: %d on a source, %d on an estimate, %d on no basis; %d left out.", plural(len(r.Edges), "dependence"), r.Basis.Source, r.Basis.Estimate, r.Basis.None, len(r.Left)))
	for _, x := range r.Left {
		s.hang("      ", 8, oneLine(x.Name)+" ("+x.ID+"): "+oneLine(x.Why))
	}
	s.item(fmt.Sprintf("%d draws, seed %d; spectral radius %.2f. Case: %s.", r.Settings.Draws, r.Settings.Seed, r.SpectralRadius, oneLine(r.CaseTitle)))
	for _, x := range r.Settings.Changed() {
		s.item("Not the default: " + x)
	}
	s.warned(r.Warnings)
}

// lost writes a share of functioning, with a decimal where it is small.
func lost(v float64) string {
	switch {
	case v > 0 && v < .0005:
		return "<0.1 %"
	case v > 0 && v < .0995:
		return strings.Replace(fmt.Sprintf("%.1f %%", 100*v), ".0 ", " ", 1)
	}
	return fmt.Sprintf("%.0f %%", 100*v)
}
