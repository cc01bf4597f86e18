package command

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/fetch"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// catalogueOut is the output of events catalogue --json.
type catalogueOut struct {
	Datasets []datasetOut   `json:"datasets"`
	Years    []fetch.Period `json:"years,omitempty"`
	Files    []fetch.File   `json:"files,omitempty"`
}

type datasetOut struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Covers  string `json:"covers"`
	About   string `json:"about"`
	Page    string `json:"page"`
	Terms   string `json:"terms"`
	Fetched bool   `json:"fetched"`
}

func (p *program) eventsCatalogue(e *eventsAsked) *cobra.Command {
	var asJSON, get bool
	var mirror string
	cmd := &cobra.Command{
		Use:   "catalogue",
		Short: "List what event data there is, and get it",
		Long: `List what event data there is by provider. With --provider gdelt, list GDELT's
files by year with their sizes; with --get, download those of the period and
bring them into the library. A download that broke off is gone on with, files
are checked against GDELT's MD5 sums, and what is there already is used.

This is the one verb of events that uses the network, and only with --provider.
The other providers' terms forbid fetching: it names the page to get them from.`,
		Example: `  fairweather events catalogue
  fairweather events catalogue --provider gdelt --from 2015 --to 2018
  fairweather events catalogue --provider gdelt2 --from 2018-05-01 --to 2018-05-31 --get`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if e.provider == "" {
				if get || e.from != "" || e.to != "" {
					return usagef("say whose files with --provider, as in --provider gdelt")
				}
				return p.writeCatalogue(catalogueOut{Datasets: datasetsOut(fetch.Datasets())}, asJSON, measure.Span{})
			}
			d, ok := fetch.Find(strings.ToLower(e.provider))
			if !ok {
				return usagef("--provider: there is no %q; choose one of %s", e.provider, strings.Join(datasetIDs(), ", "))
			}
			if get && e.from == "" {
				return usagef("--get needs --from and --to: all of GDELT is large")
			}
			today := p.today()
			span, err := e.span(measure.Span{First: edtf.DayOf(1979, time.January, 1), Last: today})
			if err != nil {
				return err
			}
			out := catalogueOut{Datasets: datasetsOut([]fetch.Dataset{d})}
			if !d.Fetched {
				if get {
					return usagef("%s cannot be fetched by a program: get it at %s (%s)", d.Title, d.Page, d.Terms)
				}
				return p.writeCatalogue(out, asJSON, span)
			}
			dir, err := e.dir()
			if err != nil {
				return err
			}
			client := &fetch.Client{Base: mirror, Agent: "Fairweather/" + p.version}
			if mirror != "" {
				client.Pause = time.Millisecond // a server of one's own
			}
			files, err := client.Catalogue(cmd.Context(), d, span, events.Downloads(dir))
			if err != nil {
				return err
			}
			if !get {
				out.Years = fetch.ByYear(files)
				if e.from != "" { // all of GDELT 2.0 is hundreds of thousands
					out.Files = files
				}
				return p.writeCatalogue(out, asJSON, span)
			}
			return p.get(cmd, e, client, d, files, dir, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&e.provider, "provider", "", "whose files, a `NAME`: "+strings.Join(datasetIDs(), ", "))
	e.spanFlags(cmd, "(default: all)")
	flags.BoolVar(&get, "get", false, "download the files of the period and bring them in")
	flags.StringVar(&mirror, "mirror", os.Getenv(fetch.Variable), "an `ADDRESS` that serves GDELT's files in GDELT's place (default: $"+fetch.Variable+", or GDELT itself)")
	flags.BoolVar(&asJSON, "json", false, "write JSON")
	register(cmd, map[string]cobra.CompletionFunc{"provider": cobra.FixedCompletions(datasetIDs(), cobra.ShellCompDirectiveNoFileComp), "mirror": cobra.NoFileCompletions})
	return cmd
}

func datasetIDs() []string {
	var out []string
	for _, d := range fetch.Datasets() {
		out = append(out, d.ID)
	}
	return out
}

func datasetsOut(list []fetch.Dataset) []datasetOut {
	var out []datasetOut
	for _, d := range list {
		out = append(out, datasetOut{d.ID, d.Title, d.Covers, d.About, d.Page, d.Terms, d.Fetched})
	}
	return out
}

func (p *program) writeCatalogue(out catalogueOut, asJSON bool, span measure.Span) error {
	if asJSON {
		body, err := indented(out)
		if err != nil {
			return fmt.Errorf("write the catalogue as JSON: %w", err)
		}
		return p.write("", body)
	}
	s := newSheet()
	for i, d := range out.Datasets {
		if i > 0 {
			s.line("")
		}
		s.line(pad(d.ID, 19) + d.Title)
		s.para(4, fmt.Sprintf("%s: %s.", d.Covers, d.About))
		s.para(4, fmt.Sprintf("Terms: %s.", d.Terms))
		how := "Get it on the page: "
		if d.Fetched {
			how = "Can be fetched: "
		}
		s.line("    " + how + d.Page)
	}
	if out.Years != nil {
		s.line("")
		count, bytes := 0, int64(0)
		for _, y := range out.Years {
			s.linef("    %d %s %s", y.Year, right(many(int64(y.Files), "file"), 14), right(humanize.Bytes(uint64(y.Bytes)), 10))
			count += y.Files
			bytes += y.Bytes
		}
		s.linef("    %s: %s, %s", span, many(int64(count), "file"), humanize.Bytes(uint64(bytes)))
	}
	return p.write("", s.bytes())
}

// get downloads files and brings into the library what is not in it.
func (p *program) get(cmd *cobra.Command, e *eventsAsked, client *fetch.Client, d fetch.Dataset, files []fetch.File, dir string, asJSON bool) error {
	if len(files) == 0 {
		return fmt.Errorf("%s has no files for these days", d.Title)
	}
	l, err := e.open(cmd.Context(), true)
	if err != nil {
		return err
	}
	defer l.Close()
	loaded, err := l.Files(cmd.Context())
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, f := range loaded {
		if f.Provider == d.Provider {
			has[bare(f.Name)] = true
		}
	}
	asked := len(files)
	files = slices.DeleteFunc(files, func(f fetch.File) bool { return has[bare(f.Name)] })
	bar := p.progress()
	got, err := client.Get(cmd.Context(), files, events.Downloads(dir), bar.tell)
	bar.done()
	if err != nil {
		return fmt.Errorf("downloading: %w; the same command goes on from where it stopped", err)
	}
	var paths []string
	failed, found := 0, 0
	for _, o := range got {
		switch {
		case o.Err != nil:
			failed++
			p.complain(o.Err)
		default:
			paths = append(paths, o.Path)
			if o.Found {
				found++
			}
		}
	}
	p.note("%s downloaded, %d on disk already, %d in the library already, %d failed", many(int64(len(paths)-found), "file"), found, asked-len(files), failed)
	slices.Sort(paths)
	if len(paths) > 0 || asJSON {
		if err := p.bringIn(cmd.Context(), l, paths, nil, asJSON); err != nil {
			return err
		}
	}
	if failed > 0 {
		return told
	}
	return nil
}

// bare is a file's name without the endings that packing adds, and of one in a zip
// its own: 1979.zip and 1979.zip/1979.csv are 1979.
func bare(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	return strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".zip"), ".csv")
}
