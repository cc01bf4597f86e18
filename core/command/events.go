package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/cluster"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

func (p *program) events() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Measure silence, tone and surges in event data",
		Long: `Work with the event library: machine-coded records of who did what to whom on
which day (GDELT, ICEWS, POLECAT, ACLED, UCDP, or any table through a mapping),
shared by all cases.`,
		Example: `  fairweather events catalogue --provider gdelt --from 2018 --to 2018 --get
  fairweather events import icews/*.zip
  fairweather events silence russia-iran --moment m2018-05-08`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			var names []string
			for _, c := range cmd.Commands() {
				names = append(names, c.Name())
			}
			return usagef("events has no verb %q: its verbs are %s", args[0], strings.Join(names, ", "))
		},
	}
	e := &eventsAsked{}
	cmd.PersistentFlags().StringVar(&e.library, "library", "", "the `FOLDER` of the event library (default: $"+events.FolderVariable+", or in your data folder)")
	cmd.PersistentFlags().StringVar(&e.store, "store", "", "the `ADDRESS` of a ClickHouse server or cluster that holds the events in the library's place: clickhouse://USER@HOST:9000/DATABASE?cluster=NAME (default: $"+cluster.Variable+"; the password comes from $"+cluster.Variable+"_PASSWORD)")
	cmd.AddCommand(p.eventsImport(e), p.eventsCatalogue(e), p.eventsStatus(e), p.eventsSeries(e), p.eventsSilence(e), p.eventsSuggest(e), p.eventsExport(e), p.eventsRemove(e))
	return cmd
}

// eventsAsked holds the flags that the verbs of events share.
type eventsAsked struct {
	library, provider string
	store             string // of a ClickHouse server, in the library's place
	place             string // of what was opened
	root, unique      bool
	sources           int
	from, to          string
}

func (e *eventsAsked) dir() (string, error) {
	if e.library != "" {
		return e.library, nil
	}
	return events.DefaultDir()
}

// open opens the library, or the server that stands in its place; a library that
// is not there is made only to bring something in.
func (e *eventsAsked) open(ctx context.Context, make bool) (events.Measurer, error) {
	if at := cmp.Or(e.store, os.Getenv(cluster.Variable)); at != "" && e.library == "" {
		address, err := cluster.ParseAddress(at, os.Getenv(cluster.PasswordVariable))
		if err != nil {
			return nil, err
		}
		e.place = address.String()
		return cluster.Open(ctx, address)
	}
	dir, err := e.dir()
	if err != nil {
		return nil, err
	}
	e.place = dir
	if !make && !events.Exists(dir) {
		return nil, fmt.Errorf("there is no event data in %s yet: bring files in with events import, or get GDELT's with events catalogue --get", dir)
	}
	return events.Open(ctx, dir)
}

// choose opens what there is, with the filter and the span that the flags ask for.
// The caller closes it.
func (e *eventsAsked) choose(ctx context.Context) (events.Measurer, measure.Filter, measure.Span, error) {
	l, err := e.open(ctx, false)
	if err != nil {
		return nil, measure.Filter{}, measure.Span{}, err
	}
	f, u, err := e.filter(ctx, l)
	if err == nil {
		var span measure.Span
		if span, err = e.span(u.Days); err == nil {
			return l, f, span, nil
		}
	}
	return nil, measure.Filter{}, measure.Span{}, errors.Join(err, l.Close())
}

// filterFlags are the flags that choose which events count.
func (e *eventsAsked) filterFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&e.provider, "provider", "", "whose events, a `NAME`: gdelt (1.0), gdelt2, icews, polecat, acled, ucdp or a mapping's (default: the one that is loaded)")
	flags.BoolVar(&e.root, "root", false, "count the lead events of their texts only")
	flags.IntVar(&e.sources, "sources", 1, "count events that this `NUMBER` of outlets carried: 1, 2 or 3")
	flags.BoolVar(&e.unique, "unique", false, "count each kind of act by one state toward another once a day")
	register(cmd, map[string]cobra.CompletionFunc{"provider": e.completeProviders, "sources": cobra.FixedCompletions([]string{"1", "2", "3"}, cobra.ShellCompDirectiveNoFileComp)})
}

func register(cmd *cobra.Command, of map[string]cobra.CompletionFunc) {
	for name, f := range of {
		if err := cmd.RegisterFlagCompletionFunc(name, f); err != nil {
			panic(err) // a flag of this package has lost its name
		}
	}
}

func (e *eventsAsked) completeProviders(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	l, err := e.open(cmd.Context(), false)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer l.Close()
	usage, err := l.Usage(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []cobra.Completion
	for _, u := range usage {
		out = append(out, cobra.CompletionWithDesc(string(u.Provider), humanize.Comma(u.Events)+" events"))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// filter makes the filter that the flags ask for, and finds what is loaded of its
// provider.
func (e *eventsAsked) filter(ctx context.Context, l events.Measurer) (measure.Filter, events.Usage, error) {
	f := measure.Filter{Provider: measure.Provider(strings.ToLower(e.provider)), Root: e.root, Sources: e.sources, Unique: e.unique}
	if e.sources < 1 || e.sources > 3 {
		return f, events.Usage{}, usagef("--sources: %d is not 1, 2 or 3", e.sources)
	}
	usage, err := l.Usage(ctx)
	if err != nil {
		return f, events.Usage{}, err
	}
	var names []string
	for _, u := range usage {
		names = append(names, string(u.Provider))
	}
	switch {
	case len(usage) == 0:
		return f, events.Usage{}, fmt.Errorf("the event library in %s is empty: bring files in with events import", e.place)
	case f.Provider == "" && len(usage) == 1:
		f.Provider = usage[0].Provider
	case f.Provider == "":
		return f, events.Usage{}, usagef("--provider: events of several are loaded and are never added up; choose one of %s", strings.Join(names, ", "))
	}
	i := slices.Index(names, string(f.Provider))
	if i < 0 {
		return f, events.Usage{}, usagef("--provider: no events of %q are loaded; there are those of %s", f.Provider, strings.Join(names, ", "))
	}
	if f.Sources == 1 {
		f.Sources = 0 // one and the same filter
	}
	return f, usage[i], nil
}

// spanFlags are the flags that choose days.
func (e *eventsAsked) spanFlags(cmd *cobra.Command, usual string) {
	cmd.Flags().StringVar(&e.from, "from", "", "the first `DATE`: 2018-06-01, Jun 2018, 2018 "+usual)
	cmd.Flags().StringVar(&e.to, "to", "", "the last `DATE` "+usual)
	register(cmd, map[string]cobra.CompletionFunc{"from": cobra.NoFileCompletions, "to": cobra.NoFileCompletions})
}

// span reads the flags of days, with what holds where they are not given.
func (e *eventsAsked) span(usual measure.Span) (measure.Span, error) {
	out := usual
	for _, x := range []struct {
		flag, text string
		day        *edtf.Day
	}{{"from", e.from, &out.First}, {"to", e.to, &out.Last}} {
		if x.text == "" {
			continue
		}
		d, err := edtf.FromInput(x.text, edtf.DayFirst)
		if err != nil {
			return out, usagef("--%s: %w", x.flag, err)
		}
		var ok bool
		if *x.day, ok = d.Earliest(); x.flag == "to" {
			*x.day, ok = d.Latest()
		}
		if !ok {
			return out, usagef("--%s: %q has no such day; give one, as in 2018-06-01", x.flag, x.text)
		}
	}
	if out.First > out.Last {
		return out, usagef("--from %s is later than --to %s", out.First, out.Last)
	}
	return out, nil
}

func (p *program) eventsImport(e *eventsAsked) *cobra.Command {
	var mapping string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Bring files of event data into the library",
		Long: `Bring files of event data into the library, as they come: zip, gz, zst or plain.
The known providers' files are recognised; any other table needs a mapping that
says which of its columns are what. Each file goes in whole or not at all; what
is there already is left out; a malformed row is told with its line, and the
rest goes in.`,
		Example: `  fairweather events import 20180101.export.CSV.zip
  fairweather events import ged231-csv.zip icews/*.tab
  fairweather events import incidents.csv --mapping incidents.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("import needs a file; see %s --help", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			as, err := readMapping(mapping)
			if err != nil {
				return err
			}
			for _, a := range args {
				if _, err := os.Stat(a); err != nil {
					return usagef("%s: %w", a, plainOS(err))
				}
			}
			l, err := e.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer l.Close()
			return p.bringIn(cmd.Context(), l, args, as, asJSON)
		},
	}
	cmd.Flags().StringVar(&mapping, "mapping", "", "the mapping `FILE` (JSON) by which to read them")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

func readMapping(path string) (*events.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usagef("--mapping %s: %w", path, plainOS(err))
	}
	m, err := events.ParseMapping(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// importOut is what import --json says of a file.
type importOut struct {
	File     string           `json:"file"`
	Provider measure.Provider `json:"provider,omitempty"`
	Layout   string           `json:"layout,omitempty"`
	Rows     int64            `json:"rows"`
	Doubles  int64            `json:"doubles"`
	Refused  int64            `json:"refused"`
	Already  bool             `json:"already"`
	Days     *measure.Span    `json:"days,omitempty"`
	Refusals []refusalOut     `json:"refusals,omitempty"`
	Error    string           `json:"error,omitempty"`
}

type refusalOut struct {
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
}

// bringIn imports files and tells what became of each.
func (p *program) bringIn(ctx context.Context, l events.Measurer, paths []string, as *events.Mapping, asJSON bool) error {
	bar := p.progress()
	reports, err := l.Import(ctx, paths, as, bar.tell)
	bar.done()
	s := newSheet()
	out := []importOut{}
	failed := false
	for _, r := range reports {
		name := filepath.Base(r.File)
		o := importOut{File: r.File, Provider: r.Provider, Layout: r.Layout, Rows: r.Rows, Doubles: r.Doubles, Refused: r.Refused, Already: r.Already}
		switch {
		case r.Err != nil:
			failed = true
			o.Error = r.Err.Error()
			p.complain(r.Err)
		case r.Already:
			s.linef("%s: was loaded before, nothing was done", oneLine(name))
		default:
			o.Days = &measure.Span{First: r.First, Last: r.Last}
			text := fmt.Sprintf("%s: %s, %s, %s", oneLine(name), r.Layout, many(r.Rows, "event"), o.Days)
			if r.Doubles > 0 {
				text += ", " + many(r.Doubles, "double") + " left out"
			}
			if r.Refused > 0 {
				text += ", " + many(r.Refused, "malformed row") + " left out"
			}
			s.para(0, text)
		}
		for i, x := range r.Refusals {
			o.Refusals = append(o.Refusals, refusalOut{x.Line, x.Reason})
			if i < mostErrors {
				p.note("fairweather: %s: line %d: %s", name, x.Line, x.Reason)
			}
		}
		out = append(out, o)
	}
	if err != nil {
		return errors.Join(p.write("", s.bytes()), err)
	}
	body := s.bytes()
	if asJSON {
		if body, err = indented(out); err != nil {
			return fmt.Errorf("write the reports as JSON: %w", err)
		}
	}
	if err := p.write("", body); err != nil {
		return err
	}
	if failed {
		return told
	}
	return nil
}

// many writes a number of things with its thousands parted.
func many(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return humanize.Comma(n) + " " + word + "s"
}

// progressBar tells on a terminal how far something is; elsewhere it is silent.
type progressBar struct {
	p    *program
	on   bool
	last string
}

func (p *program) progress() *progressBar {
	b := &progressBar{p: p}
	if f, ok := p.stderr.(*os.File); ok {
		info, err := f.Stat()
		b.on = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return b
}

func (b *progressBar) tell(done, total int64, what string) {
	if !b.on || total <= 0 {
		return
	}
	line := pad(fmt.Sprintf("%3d %%  %s of %s  %s", 100*done/total, humanize.Bytes(uint64(done)), humanize.Bytes(uint64(total)), oneLine(what)), width-1)
	if line != b.last {
		fmt.Fprintf(b.p.stderr, "\r%s", line)
		b.last = line
	}
}

func (b *progressBar) done() {
	if b.last != "" {
		fmt.Fprintf(b.p.stderr, "\r%s\r", strings.Repeat(" ", width-1))
	}
}
