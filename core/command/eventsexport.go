package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// classNames name the quad classes as a flag takes them, in their order.
var classNames = []string{"verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"}

func (p *program) eventsExport(e *eventsAsked) *cobra.Command {
	var out, class, code, step string
	var both, series bool
	cmd := &cobra.Command{
		Use:   "export [A [B]] -o FILE",
		Short: "Write events, or series of them, as CSV or Parquet",
		Long: `Write events to a file, CSV or Parquet by the ending of its name: all, those of
what A did, or those of what A did toward B; "any" stands for every state. With
--series, write not the events but how many there were by period, as events
series counts them.`,
		Example: `  fairweather events export Russia Iran --both -o russia-iran.parquet
  fairweather events export any Iran --from 2018 --to 2018 --class material-conflict -o toward-iran.csv
  fairweather events export Russia Iran --series --by week -o weeks.csv
  fairweather events export --provider icews -o all.parquet`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 2 {
				return usagef("export takes two states at most, who acts and toward whom; see %s --help", cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("export needs a file to write: give -o FILE, its name ending in .csv or .parquet")
			}
			if ext := strings.ToLower(filepath.Ext(out)); ext != ".csv" && ext != ".parquet" {
				return usagef("-o %s: events are written as CSV or Parquet; give the file the ending .csv or .parquet", out)
			}
			if info, err := os.Stat(filepath.Dir(out)); err != nil || !info.IsDir() {
				return usagef("-o %s: there is no folder %s", out, filepath.Dir(out))
			}
			quad := slices.Index(classNames, class) + 1
			if class != "" && quad == 0 {
				return usagef("--class: there is no %q; choose one of %s", class, strings.Join(classNames, ", "))
			}
			if !slices.Contains(steps, step) {
				return usagef("--by: there is no %q; choose day, week, month or year", step)
			}
			if series && (class != "" || code != "") {
				return usagef("--series count events of every class and code; leave --class and --code out")
			}
			sides := [2][]string{}
			for i, a := range args {
				if strings.EqualFold(a, "any") {
					continue
				}
				codes, err := events.CodesOf(a)
				if err != nil {
					return usage{err}
				}
				sides[i] = codes
			}
			if (both || series) && (sides[0] == nil || sides[1] == nil) {
				return usagef("--both and --series need two states, as in: fairweather events export Russia Iran --both -o FILE")
			}
			ctx := cmd.Context()
			l, f, span, err := e.choose(ctx)
			if err != nil {
				return err
			}
			defer l.Close()
			ways := [][2][]string{sides}
			if both {
				ways = append(ways, [2][]string{sides[1], sides[0]})
			}
			if series {
				return p.exportSeries(ctx, l, f, span, ways, args, measure.Step(step), out)
			}
			return p.exportEvents(ctx, l, events.Choice{Filter: f, Span: span, Quad: events.Quad(quad), Code: code}, ways, out)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&out, "output", "o", "", "the `FILE` to write (.csv or .parquet)")
	flags.BoolVar(&both, "both", false, "what B did toward A, too")
	flags.StringVar(&class, "class", "", "a `CLASS` of act: "+strings.Join(classNames, ", "))
	flags.StringVar(&code, "code", "", "a `CODE` of CAMEO or PLOVER, or its beginning: 04, 19, AID")
	flags.BoolVar(&series, "series", false, "write counts by period, not events")
	flags.StringVar(&step, "by", "month", "with --series: the `PERIOD` to count by: day, week, month or year")
	e.filterFlags(cmd)
	e.spanFlags(cmd, "(default: what is loaded)")
	register(cmd, map[string]cobra.CompletionFunc{"class": cobra.FixedCompletions(classNames, cobra.ShellCompDirectiveNoFileComp), "by": cobra.FixedCompletions(steps, cobra.ShellCompDirectiveNoFileComp), "code": cobra.NoFileCompletions})
	return cmd
}

// exportEvents writes the events of a choice, one way or both.
func (p *program) exportEvents(ctx context.Context, l events.Measurer, c events.Choice, ways [][2][]string, out string) error {
	c.Sources, c.Targets, c.Both = ways[0][0], ways[0][1], len(ways) > 1
	n, err := l.Export(ctx, c, out)
	if err != nil {
		return err
	}
	p.note("%s in %s; counted: %s", many(n, "event"), out, c.Filter)
	if n == 0 {
		return fmt.Errorf("no event is of this choice: %s holds the names of the columns only", out)
	}
	return nil
}

// exportSeries writes what each side did, period by period.
func (p *program) exportSeries(ctx context.Context, l events.Measurer, f measure.Filter, span measure.Span, ways [][2][]string, names []string, step measure.Step, out string) error {
	unknown, err := l.Unknown(ctx, f.Provider, span)
	if err != nil {
		return err
	}
	var sides []measure.Side
	for i, w := range ways {
		counts, err := l.Series(ctx, f, w[0], w[1], span)
		if err != nil {
			return err
		}
		sides = append(sides, measure.Side{Name: names[i] + " toward " + names[1-i], Periods: measure.Periods(counts, span, unknown, step)})
	}
	columns, rows := events.SeriesTable(sides, f.String())
	if err := events.WriteTable(ctx, out, columns, rows); err != nil {
		return err
	}
	p.note("%s in %s; counted: %s", many(int64(len(rows)), string(step)), out, f)
	return nil
}
