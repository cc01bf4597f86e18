package command

import (
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// statusOut is the output of events status --json.
type statusOut struct {
	Library   string           `json:"library"`
	Providers []providerStatus `json:"providers"`
	Note      string           `json:"note,omitempty"`
}

type providerStatus struct {
	Provider measure.Provider `json:"provider"`
	Files    int              `json:"files"`
	Events   int64            `json:"events"`
	Mentions int64            `json:"mentions"`
	Bytes    int64            `json:"bytes"`
	Days     measure.Span     `json:"days"`
	Unknown  []measure.Span   `json:"unknown"` // gaps in these days
	Loaded   []fileStatus     `json:"loaded,omitempty"`
}

type fileStatus struct {
	Name    string       `json:"name"`
	Layout  string       `json:"layout"`
	Rows    int64        `json:"rows"`
	Doubles int64        `json:"doubles"`
	Refused int64        `json:"refused"`
	Days    measure.Span `json:"days"`
}

func (p *program) eventsStatus(e *eventsAsked) *cobra.Command {
	var asJSON, files bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say what the library holds, and which days are unknown",
		Long: `Say what the event library holds: files, events, days, the space on disk, and the
gaps - days that no file covers, or for which far too few events are there. Such
a day is unknown; it never counts as silence.`,
		Example: `  fairweather events status
  fairweather events status --files
  fairweather events status --json > status.json`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			l, err := e.open(ctx, false)
			if err != nil {
				return err
			}
			defer l.Close()
			usage, err := l.Usage(ctx)
			if err != nil {
				return err
			}
			loaded, err := l.Files(ctx)
			if err != nil {
				return err
			}
			out := statusOut{Library: e.place, Providers: []providerStatus{}}
			for _, u := range usage {
				days, err := l.Unknown(ctx, u.Provider, u.Days)
				if err != nil {
					return err
				}
				s := providerStatus{Provider: u.Provider, Files: u.Files, Events: u.Events, Mentions: u.Mentions, Bytes: u.Bytes, Days: u.Days, Unknown: stretches(days)}
				for _, f := range loaded {
					if files && f.Provider == u.Provider {
						s.Loaded = append(s.Loaded, fileStatus{f.Name, f.Layout, f.Rows, f.Doubles, f.Refused, f.Days})
					}
				}
				out.Providers = append(out.Providers, s)
			}
			if a, b, found := events.Beside(usage); found {
				out.Note = fmt.Sprintf("%s and %s hold the same days in events of their own numbers; they are counted apart and never added up: choose one with --provider.", a.Provider.Name(), b.Provider.Name())
			}
			if asJSON {
				body, err := indented(out)
				if err != nil {
					return fmt.Errorf("write the status as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.status(out)
			return p.write("", s.bytes())
		},
	}
	cmd.Flags().BoolVar(&files, "files", false, "list the files, too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

// stretches joins days that follow each other.
func stretches(days []edtf.Day) []measure.Span {
	out := []measure.Span{}
	for _, d := range days {
		if n := len(out); n > 0 && out[n-1].Last == d-1 {
			out[n-1].Last = d
		} else {
			out = append(out, measure.Span{First: d, Last: d})
		}
	}
	return out
}

func (s *sheet) status(out statusOut) {
	s.linef("Event library %s", out.Library)
	if len(out.Providers) == 0 {
		s.para(2, "Nothing is loaded.")
	}
	for _, x := range out.Providers {
		s.head(string(x.Provider))
		text := fmt.Sprintf("%s from %s, %s, %s on disk", many(x.Events, "event"), many(int64(x.Files), "file"), x.Days, humanize.Bytes(uint64(x.Bytes)))
		if x.Mentions > 0 {
			text += fmt.Sprintf("; %s", many(x.Mentions, "mention"))
		}
		s.para(2, text+".")
		total := 0
		for _, u := range x.Unknown {
			total += u.Days()
		}
		if total == 0 {
			s.para(2, "No day in between is unknown.")
		} else {
			s.para(2, fmt.Sprintf("%s unknown in %s:", many(int64(total), "day"), many(int64(len(x.Unknown)), "gap")))
			for _, u := range x.Unknown[:min(len(x.Unknown), mostErrors)] {
				s.linef("      %s", u)
			}
			if n := len(x.Unknown) - mostErrors; n > 0 {
				s.linef("      and %d more", n)
			}
		}
		for _, f := range x.Loaded {
			s.linef("  %s %s  %s", pad(f.Name, 38), right(humanize.Comma(f.Rows), 12), f.Days)
		}
	}
	if out.Note != "" {
		s.line("")
		s.para(0, out.Note)
	}
}

func (p *program) eventsRemove(e *eventsAsked) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "remove",
		Short: "Take files of a period out of the library",
		Long: `Take out of the library the files of a provider whose days lie in a period or
touch it. Downloaded files stay where they are and can be imported again.`,
		Example: `  fairweather events remove --provider gdelt --from 1979 --to 1989
  fairweather events remove --provider acled --from 1997 --to 2026`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if e.provider == "" || e.from == "" || e.to == "" {
				return usagef("remove needs --provider, --from and --to; see %s --help", cmd.CommandPath())
			}
			l, err := e.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer l.Close()
			e.sources = 1
			f, u, err := e.filter(cmd.Context(), l)
			if err != nil {
				return err
			}
			span, err := e.span(u.Days)
			if err != nil {
				return err
			}
			gone, err := l.Remove(cmd.Context(), f.Provider, span)
			if err != nil {
				return err
			}
			list := []fileStatus{}
			rows := int64(0)
			for _, g := range gone {
				list = append(list, fileStatus{g.Name, g.Layout, g.Rows, g.Doubles, g.Refused, g.Days})
				rows += g.Rows
			}
			if asJSON {
				body, err := indented(list)
				if err != nil {
					return fmt.Errorf("write what was removed as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.linef("%s with %s removed", many(int64(len(gone)), "file"), many(rows, "event"))
			for _, g := range gone {
				s.linef("  %s  %s", pad(g.Name, 44), g.Days)
			}
			return p.write("", s.bytes())
		},
	}
	cmd.Flags().StringVar(&e.provider, "provider", "", "whose files, a `NAME`")
	e.spanFlags(cmd, "(needed)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	register(cmd, map[string]cobra.CompletionFunc{"provider": e.completeProviders})
	return cmd
}
