package command

import (
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// suggestOut is the output of events suggest --json.
type suggestOut struct {
	Actor  string       `json:"actor"`
	Codes  []string     `json:"codes"`
	Events string       `json:"events"`
	Span   measure.Span `json:"span"`
	*events.Suggested
	Defects []measure.Defect `json:"known_defects"`
}

func (p *program) eventsSuggest(e *eventsAsked) *cobra.Command {
	var asJSON bool
	var most int
	cmd := &cobra.Command{
		Use:   "suggest CASE ACTOR",
		Short: "Suggest moments that a case may lack",
		Long: `Suggest moments that a case may lack: surges in conflict toward an actor, and
times from which there was lastingly more of it, each with who did it and the
events behind it. What overlaps a moment of the case at which the actor was in
need is not suggested. A suggestion is a place to look, not a finding.`,
		Example: `  fairweather events suggest russia-iran iran
  fairweather events suggest russia-iran iran --from 2018 --to 2020 --sources 3
  fairweather events suggest mycase.fairweather Estonia --json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("suggest needs a case and an actor, as in: fairweather events suggest russia-iran iran")
			}
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return completeCases(cmd, args, begun)
			case 1:
				return p.completeActors(cmd, args, begun)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if most < 1 || most > 100 {
				return usagef("--most: %d is not from 1 to 100", most)
			}
			src, err := p.open(ctx, args[0])
			if err != nil {
				return err
			}
			defer src.close()
			actor, err := src.c.FindActor(args[1])
			if err != nil {
				return usage{err}
			}
			codes, err := events.ActorCodes(actor)
			if err != nil {
				return fmt.Errorf("%s: %w", src.name, err)
			}
			l, f, span, err := e.choose(ctx)
			if err != nil {
				return err
			}
			defer l.Close()
			found, err := events.Suggest(ctx, l, events.Look{Targets: codes, Filter: f, Span: span, Known: events.KnownSpans(src.c, actor.ID), Most: most})
			if err != nil {
				return err
			}
			out := suggestOut{Actor: actor.ID, Codes: codes, Events: f.String(), Span: span, Suggested: found, Defects: measure.Defects(f.Provider)}
			if asJSON {
				body, err := indented(out)
				if err != nil {
					return fmt.Errorf("write the suggestions as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.suggestions(out, actor)
			return p.write("", s.bytes())
		},
	}
	e.filterFlags(cmd)
	e.spanFlags(cmd, "(default: what is loaded)")
	cmd.Flags().IntVar(&most, "most", 12, "the `NUMBER` to suggest by each method")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	register(cmd, map[string]cobra.CompletionFunc{"most": cobra.NoFileCompletions})
	return cmd
}

// comma writes a count with its thousands parted.
func comma(n int64) string { return humanize.Comma(n) }
