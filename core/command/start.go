package command

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/start"
	"github.com/fairweather-app/fairweather/core/states"
)

func (p *program) start() *cobra.Command {
	var asOf, analyst string
	var later, both bool
	var comparators int
	cmd := &cobra.Command{
		Use:   "start RELIER PARTNER FILE",
		Short: "Make a case of any two states from the registers",
		Long: `Make a starting case of any two states from the registers that are built in: who
they are, what treaties bind them, what the partner did in the relier's wars and
disputes, how it voted on the relier, and what it did for others to whom it
promised the same. Each record names its register and edition as source; notes in
the case say how registers were coded and where they end. A FILE that ends in
.json is an exported case; else the ending .fairweather is added where it is
missing.`,
		Example: `  fairweather start poland "united states" poland-us.fairweather
  fairweather start serbia russia serbia.json --as-of "28 July 1914"
  fairweather start pakistan china pakistan --comparators 20`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 3 {
				return usagef("start needs a relier, a partner and a file, %d given; put quotes around a name with spaces, and see %s --help", len(args), cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) < 2 {
				return completeStates(begun), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := p.dayOf(asOf)
			if err != nil {
				return err
			}
			relier, err := stateOf(args[0], day)
			if err != nil {
				return err
			}
			partner, err := stateOf(args[1], day)
			if err != nil {
				return err
			}
			c, err := start.Case(relier.ID, partner.ID, day, start.Options{Later: later, Both: both, Comparators: comparators})
			if err != nil {
				return usage{err}
			}
			path := args[2]
			if path != "-" && !strings.EqualFold(filepath.Ext(path), ".json") {
				path = withEnding(path)
				if err := p.createFile(cmd.Context(), path, c, "Starting case from the registers", analyst, nil); err != nil {
					return err
				}
				return p.write("", started(c, path))
			}
			body, err := ledger.MarshalCase(c)
			if err != nil {
				return err
			}
			if err := p.write(path, body); err != nil || path == "-" {
				return err
			}
			return p.write("", started(c, path))
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "the `DATE` of the question; nothing later goes in (default: today)")
	cmd.Flags().BoolVar(&later, "later", false, "also take in what the registers know of the time after that day")
	cmd.Flags().BoolVar(&both, "both", false, "also take in what the relier did for the partner")
	cmd.Flags().IntVar(&comparators, "comparators", 0, "the `NUMBER` of others to set beside the relier; 0: 12, or none where the partner promised nothing; below 0: none")
	cmd.Flags().StringVar(&analyst, "analyst", "", "the `NAME` of who makes it: stands beside the edit")
	return cmd
}

// started says what a starting case holds.
func started(c *ledger.Case, path string) []byte {
	s := newSheet()
	s.linef("%s", oneLine(c.Matter().Title))
	q := c.Matter().Question
	own, acted, force := 0, 0, 0
	for _, m := range c.Moments() {
		if !m.Needs(q.Relier) {
			continue
		}
		own++
		if slices.ContainsFunc(c.ConductAt(m.ID), func(x *ledger.Conduct) bool { return x.From == q.Partner && x.To == q.Relier }) {
			acted++
		}
	}
	promised := c.PledgesBetween(q.Partner, q.Relier)
	for _, l := range promised {
		if day, _ := q.AsOf.Latest(); l.InForceBefore(day) {
			force++
		}
	}
	s.item(fmt.Sprintf("%s; %s with the relier in need, %d with something on record of what the partner did.", plural(len(c.Actors()), "actor"), plural(own, "moment"), acted))
	s.item(fmt.Sprintf("%s of the partner to the relier, %d in force at the as-of day.", plural(len(promised), "promise"), force))
	s.item(fmt.Sprintf("%s in all, with those of the comparators.", plural(c.Len(), "record")))
	if n, ok := c.Get("n-limits"); ok {
		s.item(n.(*ledger.Note).Text)
	}
	s.linef("Made %s. Ask it with: fairweather assess %s", oneLine(path), oneLine(quoted(path)))
	return s.bytes()
}

// dayOf reads a day; empty is today.
func (p *program) dayOf(text string) (edtf.Day, error) {
	if text == "" {
		return p.today(), nil
	}
	return asOfDay(text, p.today())
}

// stateOf finds a state by id, name or code, as it was on a day.
func stateOf(text string, day edtf.Day) (states.State, error) {
	id := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " ", "-")
	if s, ok := states.ByID(id); ok {
		return s, nil
	}
	if s, ok := states.ByName(text, day); ok {
		return s, nil
	}
	if s, ok := states.ByCode(text, day); ok {
		return s, nil
	}
	return states.State{}, usagef("there is no state %q; give its English name, as in \"South Korea\", or its ISO code", text)
}

func completeStates(begun string) []cobra.Completion {
	var out []cobra.Completion
	for _, s := range states.All() {
		if strings.HasPrefix(s.ID, strings.ToLower(begun)) {
			out = append(out, cobra.CompletionWithDesc(s.ID, s.Name))
		}
	}
	return out
}
