package command

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// seriesOut is the output of events series --json.
type seriesOut struct {
	By          []string             `json:"by"`
	Toward      []string             `json:"toward"`
	Filter      measure.Filter       `json:"filter"`
	Events      string               `json:"events"`
	Span        measure.Span         `json:"span"`
	Series      []measure.Period     `json:"series"`
	Reciprocity *measure.Reciprocity `json:"reciprocity"`
	Defects     []measure.Defect     `json:"known_defects"`
}

var steps = []string{"day", "week", "month", "year"}

func (p *program) eventsSeries(e *eventsAsked) *cobra.Command {
	var asJSON, asCSV bool
	var step string
	cmd := &cobra.Command{
		Use:   "series A B",
		Short: "Count what one state did toward another",
		Long: `Count by period what one state did toward another, by class of act, with the mean
Goldstein score; and test on weekly net cooperation whether either follows the
other (cross-correlation, and Granger's test both ways). States are given by
name or code.`,
		Example: `  fairweather events series Russia Iran
  fairweather events series RUS IRN --from 2018 --to 2019 --by week --root
  fairweather events series Russia Iran --by day --csv > russia-iran.csv`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("series needs two states, who acts and toward whom, as in: fairweather events series Russia Iran")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if asJSON && asCSV {
				return usagef("--json and --csv are two outputs; choose one")
			}
			if !slices.Contains(steps, step) {
				return usagef("--by: there is no %q; choose day, week, month or year", step)
			}
			by, err := events.CodesOf(args[0])
			if err != nil {
				return usage{err}
			}
			toward, err := events.CodesOf(args[1])
			if err != nil {
				return usage{err}
			}
			if slices.Equal(by, toward) {
				return usagef("%s and %s are one state; name two", args[0], args[1])
			}
			l, f, span, err := e.choose(ctx)
			if err != nil {
				return err
			}
			defer l.Close()
			there, err := l.Series(ctx, f, by, toward, span)
			if err != nil {
				return err
			}
			back, err := l.Series(ctx, f, toward, by, span)
			if err != nil {
				return err
			}
			unknown, err := l.Unknown(ctx, f.Provider, span)
			if err != nil {
				return err
			}
			r, err := measure.Reciprocate(there, back, span, unknown)
			if err != nil {
				return err
			}
			out := seriesOut{By: by, Toward: toward, Filter: f, Events: f.String(), Span: span, Series: measure.Periods(there, span, unknown, measure.Step(step)), Reciprocity: r, Defects: measure.Defects(f.Provider)}
			var body []byte
			switch {
			case asJSON:
				body, err = indented(out)
			case asCSV:
				body, err = out.csv()
			default:
				s := newSheet()
				s.series(out, args[0], args[1])
				body = s.bytes()
			}
			if err != nil {
				return fmt.Errorf("write the series: %w", err)
			}
			return p.write("", body)
		},
	}
	e.filterFlags(cmd)
	e.spanFlags(cmd, "(default: what is loaded)")
	cmd.Flags().StringVar(&step, "by", "month", "the `PERIOD` to count by: day, week, month or year")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write CSV")
	register(cmd, map[string]cobra.CompletionFunc{"by": cobra.FixedCompletions(steps, cobra.ShellCompDirectiveNoFileComp)})
	return cmd
}

func (o seriesOut) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"first_day", "last_day", "unknown_days", "n", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "mean_goldstein", "events"}}
	for _, x := range o.Series {
		row := []string{x.Days.First.String(), x.Days.Last.String(), strconv.Itoa(x.Unknown)}
		for _, n := range append([]int64{x.N}, x.Quads[1:]...) {
			row = append(row, strconv.FormatInt(n, 10))
		}
		mean := ""
		if x.Mean != nil {
			mean = strconv.FormatFloat(*x.Mean, 'f', 3, 64)
		}
		rows = append(rows, append(row, mean, o.Events))
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// silenceOut is the output of events silence --json.
type silenceOut struct {
	Relier   string              `json:"relier"`
	Partner  string              `json:"partner"`
	AsOf     edtf.Day            `json:"as_of"`
	Events   string              `json:"events"`
	Silence  []*measure.Silence  `json:"silence"`
	NotAsked []events.NotAsked   `json:"not_asked,omitempty"`
	Defects  []measure.Defect    `json:"known_defects"`
	Series   []*measure.Snapshot `json:"series,omitempty"`
}

func (p *program) eventsSilence(e *eventsAsked) *cobra.Command {
	var asJSON, keep bool
	var moment string
	var q *asked
	cmd := &cobra.Command{
		Use:   "silence CASE",
		Short: "Say whether the partner was quieter than it should be",
		Long: `Say for the moments of a case, or for one, whether the partner was quieter about
the relier than expected: its acts toward the relier in the 14 days from the
start, given how much it did toward anyone, against the year before and against
every other state; how soon it first acted, and in what tone. Days that no file
covers are unknown and leave the count.`,
		Example: `  fairweather events silence russia-iran
  fairweather events silence russia-iran --moment m2018-05-08 --root --sources 2
  fairweather events silence mycase.fairweather --partner china --json`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if keep && !asJSON {
				return usagef("--series are written with --json; give both")
			}
			src, err := p.open(ctx, args[0])
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
			l, err := e.open(ctx, false)
			if err != nil {
				return err
			}
			defer l.Close()
			f, _, err := e.filter(ctx, l)
			if err != nil {
				return err
			}
			asks, not, err := events.AsksOf(src.c, question.Relier, question.Partner, f, question.AsOf)
			if err != nil {
				return fmt.Errorf("%s: %w", src.name, err)
			}
			if moment != "" {
				if asks, not, err = onlyMoment(src.c, moment, asks, not, question.Relier); err != nil {
					return err
				}
			}
			snaps, err := events.Snapshots(ctx, l, asks)
			if err != nil {
				return err
			}
			out := silenceOut{Relier: question.Relier, Partner: question.Partner, AsOf: question.AsOf, Events: f.String(), Silence: []*measure.Silence{}, NotAsked: not, Defects: measure.Defects(f.Provider)}
			for _, s := range snaps {
				x, err := s.Silence()
				if err != nil {
					return err
				}
				out.Silence = append(out.Silence, x)
			}
			if keep {
				out.Series = snaps
			}
			if asJSON {
				body, err := indented(out)
				if err != nil {
					return fmt.Errorf("write the silence as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.silence(out, src.c)
			return p.write("", s.bytes())
		},
	}
	q = p.pairFlags(cmd)
	cmd.Flags().StringVar(&moment, "moment", "", "the `ID` of one moment (default: all at which the relier was in need)")
	e.filterFlags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	cmd.Flags().BoolVar(&keep, "series", false, "with --json: write the daily series, too, from which all can be computed again")
	register(cmd, map[string]cobra.CompletionFunc{"moment": p.completeMoments})
	return cmd
}

// onlyMoment leaves one moment of what is asked.
func onlyMoment(c *ledger.Case, id string, asks []measure.Ask, not []events.NotAsked, relier string) ([]measure.Ask, []events.NotAsked, error) {
	m, ok := c.Moment(id)
	if !ok {
		return nil, nil, usagef("--moment: the case has no moment %q; see them with: fairweather export CASE", id)
	}
	asks = slices.DeleteFunc(asks, func(a measure.Ask) bool { return a.Moment != id })
	not = slices.DeleteFunc(not, func(n events.NotAsked) bool { return n.Moment != id })
	if len(asks)+len(not) == 0 {
		return nil, nil, usagef("--moment: %s is no moment at which %s was in need by the as-of day", oneLine(m.Title), c.ActorName(relier))
	}
	return asks, not, nil
}

// completeMoments completes a moment of the case that stands on the line.
func (p *program) completeMoments(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	src, err := p.open(cmd.Context(), args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	defer src.close()
	var out []cobra.Completion
	for _, m := range src.c.Moments() {
		out = append(out, cobra.CompletionWithDesc(m.ID, oneLine(m.Title)))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
