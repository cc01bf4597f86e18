package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	"github.com/fairweather-app/fairweather/core/reading/intake"
)

// readFlags are the flags of the verb read.
type readFlags struct {
	caseArg                          string
	asJSON, stats, extract, full     bool
	date, title, publisher, language string
	day                              edtf.Date
}

func (p *program) read() *cobra.Command {
	var f readFlags
	cmd := &cobra.Command{
		Use:   "read FILE...",
		Short: "Propose records from texts",
		Long: `Read texts and propose what could enter the record: who did what for whom, what
was promised, delayed or given, who depends on whom, which readings, forecasts
and prescriptions are asserted, by whom and as what. Each candidate has the
words it rests on. Nothing is written anywhere.

A FILE is plain text, HTML or a saved page, Markdown, PDF, DOCX, a mail or
mailbox, an RSS or Atom feed; a folder of them; an address of http or https,
which alone uses the network; or - for standard input. What is not English is
named and gives no candidates.

Read is the main text of a page or PDF, or with --full all of it. Spans count
the Unicode characters of the text that was read.

A file that cannot be read is told on standard error, the rest is read, and the
exit code is 1.`,
		Example: `  fairweather read article.html
  fairweather read report.pdf --date 2025-06-24 --publisher "Foreign Ministry"
  fairweather read articles/ --case russia-iran
  fairweather read *.txt --json > candidates.jsonl
  curl -s https://example.org/feed.xml | fairweather read - --json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("read needs a file, a folder, an address or -; see %s --help", cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.runRead(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.caseArg, "case", "", "a `CASE`: beside each candidate stand the records it belongs to")
	flags.BoolVar(&f.asJSON, "json", false, "write JSON lines, one candidate each")
	flags.BoolVar(&f.stats, "stats", false, "tell on standard error how much was read, how fast, and what was found")
	flags.StringVar(&f.date, "date", "", "the `DATE` of the texts, where they do not say it or say it wrong")
	flags.StringVar(&f.title, "title", "", "the `TITLE` of the texts, likewise")
	flags.StringVar(&f.publisher, "publisher", "", "the `NAME` of who published them, likewise: it says who \"we\" is")
	flags.StringVar(&f.language, "language", "", "the `CODE` of their language, likewise: en")
	flags.BoolVar(&f.extract, "extract", false, "read the main text (the default)")
	flags.BoolVar(&f.full, "full", false, "read all that a page or document shows")
	complete := func(cmd *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return completeCases(cmd, nil, begun)
	}
	for name, fn := range map[string]cobra.CompletionFunc{"case": complete, "date": cobra.NoFileCompletions, "title": cobra.NoFileCompletions, "publisher": cobra.NoFileCompletions, "language": cobra.NoFileCompletions} {
		if err := cmd.RegisterFlagCompletionFunc(name, fn); err != nil {
			panic(err) // a flag of this function has lost its name
		}
	}
	return cmd
}

func (p *program) runRead(ctx context.Context, args []string, f readFlags) error {
	if f.extract && f.full {
		return usagef("--extract and --full are two texts; choose one")
	}
	if f.date != "" {
		day, err := edtf.FromInput(f.date, edtf.DayFirst)
		if err != nil {
			return usagef("--date %q: %v", f.date, err)
		}
		if _, ok := day.Earliest(); !ok {
			return usagef("--date %q: name a day, month or year", f.date)
		}
		f.day = day
	}
	stdin := 0
	for _, a := range args {
		if a == "-" {
			stdin++
			continue
		}
		if isAddress(a) {
			continue
		}
		if _, err := os.Stat(a); errors.Is(err, fs.ErrNotExist) {
			return usagef("there is no file or folder %q", a)
		}
	}
	if stdin > 1 || stdin == 1 && f.caseArg == "-" {
		return usagef("standard input can be read once; name - once")
	}
	var c *ledger.Case
	if f.caseArg != "" {
		src, err := p.open(ctx, f.caseArg)
		if err != nil {
			return err
		}
		defer src.close()
		if src.damaged {
			return fmt.Errorf("%s is damaged: its records are not all there to match with", src.name)
		}
		c = src.c
	}
	lex, err := reading.LoadLexicon(assets.Lexicon())
	if err != nil {
		return fmt.Errorf("load the reader's word lists: %w", err)
	}
	var all []intake.Text
	bad := 0
	for _, a := range args {
		texts, problems, err := p.takeIn(ctx, a)
		if ctx.Err() != nil {
			return fmt.Errorf("read %s: %w", a, ctx.Err())
		}
		if err != nil {
			problems = append(problems, err)
		}
		for _, e := range problems {
			p.complain(e)
		}
		bad += len(problems)
		all = append(all, texts...)
	}
	r := reader{f: f, c: c, lex: lex, several: len(all) > 1, seen: intake.NewIndex(), names: map[string]string{}, kinds: map[reading.Kind]int{}}
	start := time.Now()
	for i := range all {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("read %s: %w", all[i].Name, err)
		}
		if err := r.one(i, &all[i]); err != nil {
			return err
		}
	}
	took := time.Since(start)
	if f.asJSON {
		err = p.write("", r.lines.Bytes())
	} else if len(all) > 0 {
		err = p.write("", r.listing())
	}
	if err != nil {
		return err
	}
	if f.stats {
		r.tell(p, took)
	}
	if bad > 0 {
		return told
	}
	return nil
}

// isAddress reports an argument that is fetched.
func isAddress(arg string) bool {
	low := strings.ToLower(arg)
	return strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")
}

// takeIn gives the texts of an argument; problems are of single files of a
// folder.
func (p *program) takeIn(ctx context.Context, arg string) (texts []intake.Text, problems []error, err error) {
	switch {
	case arg == "-":
		raw, err := intake.ReadAll(p.stdin)
		if err != nil {
			return nil, nil, fmt.Errorf("read standard input: %w", err)
		}
		texts, err = intake.Parse(ctx, "standard input", raw)
		return texts, nil, err
	case isAddress(arg):
		texts, err = intake.Fetch(ctx, arg, intake.FetchOptions{})
		return texts, nil, err
	}
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		return intake.ReadFolder(ctx, arg, nil)
	}
	texts, err = intake.ReadFile(ctx, arg)
	return texts, nil, err
}

// reader reads texts one by one and keeps what is to be shown.
type reader struct {
	f       readFlags
	c       *ledger.Case // nil: matched with none
	lex     *reading.Lexicon
	several bool
	seen    *intake.Index     // what was read before
	names   map[string]string // of the texts in it, by id

	s     sheet        // for a terminal
	lines bytes.Buffer // JSON lines
	texts int
	bytes int
	kinds map[reading.Kind]int
	found int
}

// readLine is a line of read --json.
type readLine struct {
	File string `json:"file,omitempty"` // where more than one text is read
	reading.Candidate
	Repeats string      `json:"repeats,omitempty"` // the text with which this one is one voice
	Matches []matchLine `json:"matches,omitempty"`
}

// matchLine is a record beside which a candidate belongs.
type matchLine struct {
	Record   string           `json:"record"`
	Relation reading.Relation `json:"relation"`
	Score    float64          `json:"score"`
	Why      string           `json:"why,omitempty"`
}

// one reads a text.
func (r *reader) one(i int, t *intake.Text) error {
	words := t.Extract
	if r.f.full {
		words = t.Full
	}
	meta := reading.Meta{Title: t.Title, Publisher: t.Publisher, Author: t.Author, Language: t.Language}
	for _, o := range []struct {
		to   *string
		flag string
	}{{&meta.Title, r.f.title}, {&meta.Publisher, r.f.publisher}, {&meta.Language, r.f.language}} {
		if o.flag != "" {
			*o.to = o.flag
		}
	}
	if t.Date != "" {
		day, err := edtf.Parse(t.Date)
		if err != nil {
			return fmt.Errorf("read %s: its date: %w", t.Name, err)
		}
		meta.Date = day
	}
	if r.f.date != "" {
		meta.Date = r.f.day
	}
	id := fmt.Sprintf("%d", i)
	like := r.seen.Add(id, t.SHA256, t.Full)
	candidates := reading.Read(words, meta, r.lex)
	r.texts++
	r.bytes += len(words)
	for _, c := range candidates {
		r.kinds[c.Kind]++
		r.found++
	}
	repeats := ""
	if voice := r.seen.Voice(id); voice != id {
		repeats = r.names[voice]
	}
	r.names[id] = t.Name
	if r.f.asJSON {
		return r.writeLines(t, candidates, repeats)
	}
	r.show(t, meta, words, candidates, like)
	return nil
}

func (r *reader) writeLines(t *intake.Text, candidates []reading.Candidate, repeats string) error {
	enc := json.NewEncoder(&r.lines)
	enc.SetEscapeHTML(false)
	for _, c := range candidates {
		line := readLine{Candidate: c, Repeats: repeats}
		if r.several {
			line.File = t.Name
		}
		for _, m := range r.matches(c) {
			line.Matches = append(line.Matches, matchLine(m))
		}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("write a candidate of %s as JSON: %w", t.Name, err)
		}
	}
	return nil
}

func (r *reader) matches(c reading.Candidate) []reading.Match {
	if r.c == nil {
		return nil
	}
	return reading.Matches(r.c, c, r.lex)
}
