package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/exchange"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func (p *program) importJSON() *cobra.Command {
	var into, out, analyst string
	var in incoming
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Bring other formats into a case",
		Long: `Bring the records of an exported case into a new case file, or into one that is
there. A record with an id that the case has replaces that record; records that
the file does not name stay. All of it is one edit, which one undo takes back.

A record that cannot be read is reported with its line and left out, and the
rest goes in. So is, in a case that is there, one that would bring an error into
it; a new case takes such a record, for check to list. Either way the exit code
is 1.

Other formats, by --format or what the file is:
  package    (.zip, or a folder) a Data Package that export wrote
  table      (.csv, .tsv, .xlsx) rows of one kind of record: the columns are
             guessed from their heads, or as --map says; --save-map keeps that
  bibtex, ris, csl           sources from a reference manager
  sipri, kiel, aiddata, iati pledges and contributions from these data sets
All but a package need --into. --dry-run tells, row by row, what is new, what
changes, what is refused and why. To import a file twice doubles nothing.`,
		Example: `  fairweather import russia-iran.json -o mine.fairweather
  fairweather import changes.json --into mine.fairweather
  fairweather export old.fairweather | fairweather import - -o new.fairweather
  fairweather import trade-register.csv --only Iran --into mine.fairweather --dry-run
  fairweather import pledges.xlsx --kind pledge --map pledges.json --into mine.fairweather
  fairweather import zotero.bib --into mine.fairweather`,
		Args: one("file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return []cobra.Completion{"json", "zip", "csv", "tsv", "xlsx", "bib", "ris", "xml"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if into != "" && out != "" {
				return usagef("--into brings the records into a case that is there, -o makes a new one; give one of them")
			}
			head, err := beginning(args[0])
			if err != nil {
				return err
			}
			format, err := importFormat(args[0], in.format, head)
			if err != nil {
				return err
			}
			if format != "json" && format != "package" {
				if out != "" {
					return usagef("-o: only JSON and a Data Package make a new case; bring this into one with --into")
				}
				return p.importPreview(cmd.Context(), into, args[0], format, analyst, in)
			}
			if in.dryRun || in.asJSON {
				return usagef("--dry-run and --json are for tables, data sets and sources; to see what a whole case would change, compare: fairweather changes CASE --since %s", quoted(args[0]))
			}
			if out == "" && into == "" {
				if args[0] == "-" {
					return usagef("say where the records go: -o NEW.fairweather or --into CASE.fairweather")
				}
				out = strings.TrimSuffix(args[0], filepath.Ext(args[0]))
			}
			if out == "-" {
				return usagef("-o -: a case file is not written to standard output; name a file")
			}
			if args[0] != "-" && !looksLikeJSON(args[0]) && isDatabase(args[0]) {
				return usagef("%s is a case file, not JSON; export it first", args[0])
			}
			var src *source
			var bad []*exchange.RowError
			if format == "package" {
				src, bad, err = p.openPackage(args[0])
			} else {
				src, err = p.openJSON(args[0])
			}
			if err != nil {
				return err
			}
			for _, b := range bad {
				p.note("fairweather: %s: %v; it is left out", src.name, b)
			}
			for _, b := range src.bad {
				p.note("fairweather: %s: %v; it is left out", src.name, b)
			}
			label := "Import " + filepath.Base(src.name)
			if into != "" {
				err = p.importInto(cmd.Context(), into, src, label, analyst)
			} else {
				err = p.importNew(cmd.Context(), withEnding(out), src, label, analyst)
			}
			if err == nil && len(src.bad)+len(bad) > 0 {
				return told
			}
			return err
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "the case `FILE` to bring the records into")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the new case `FILE` (default: beside the JSON)")
	cmd.Flags().StringVar(&analyst, "analyst", "", "the `NAME` of who does it: stands beside the edit")
	cmd.Flags().StringVar(&in.format, "format", "", "the `FORMAT`: "+strings.Join(importFormats, ", ")+" (default: by the file)")
	cmd.Flags().StringVar(&in.kind, "kind", "", "of a table: the `KIND` of record that a row is (default: guessed)")
	cmd.Flags().StringVar(&in.mapping, "map", "", "of a table: the `FILE` that says which column becomes which field")
	cmd.Flags().StringVar(&in.saveMapping, "save-map", "", "of a table: the `FILE` to write that into")
	cmd.Flags().StringVar(&in.sheet, "sheet", "", "of a workbook: the `NAME` of the worksheet (default: the first with rows)")
	cmd.Flags().StringVar(&in.version, "data-version", "", "of a data set: its `VERSION`, where the file does not tell")
	cmd.Flags().StringArrayVar(&in.only, "only", nil, "of a data set: keep rows of which this `ACTOR` is a side; may be given twice")
	cmd.Flags().BoolVar(&in.dryRun, "dry-run", false, "say row by row what would happen and change nothing")
	cmd.Flags().BoolVar(&in.asJSON, "json", false, "tell the rows as JSON")
	for _, flag := range []string{"sheet", "data-version", "only"} {
		complete(cmd, flag, cobra.NoFileCompletions)
	}
	complete(cmd, "format", cobra.FixedCompletions(importFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (p *program) importNew(ctx context.Context, path string, src *source, label, analyst string) error {
	if err := p.createFile(ctx, path, src.c, label, analyst, src.documents); err != nil {
		return err
	}
	if err := p.write("", fmt.Appendf(nil, "%s: %s\n", oneLine(path), plural(src.c.Len(), "record"))); err != nil {
		return err
	}
	errs := ledger.Errors(ledger.Check(src.c))
	for _, e := range errs {
		p.note("fairweather: %s: %s%s", src.name, src.place(e.Record), problemLine(e))
	}
	if len(errs) > 0 {
		return told
	}
	return nil
}

func (p *program) importInto(ctx context.Context, path string, src *source, label, analyst string) (err error) {
	if !strings.EqualFold(filepath.Ext(path), casefile.Extension) && looksLikeJSON(path) {
		return usagef("--into %s: that is JSON, not a case file; import it with -o first", path)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return usagef("--into %s: there is no such file; a new case is made with -o", path)
	}
	f, err := casefile.Open(ctx, path, casefile.Options{Analyst: analyst, Now: p.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if why, ro := f.ReadOnly(); ro {
		return fmt.Errorf("import into %s: %w (%s)", path, casefile.ErrReadOnly, why)
	}
	was := f.Case()
	in, refused := fit(was, src.c)
	for _, r := range refused {
		p.note("fairweather: %s: %s%s; it is left out", src.name, src.place(r.id), r.why)
	}
	var changes []ledger.Change
	added, changed, same := 0, 0, 0
	for _, r := range in {
		old, there := was.Get(r.RecordID())
		switch {
		case !there:
			added++
		case len(ledger.Diff(old, r)) == 0:
			same++
			continue
		default:
			changed++
		}
		changes = append(changes, ledger.Change{ID: r.RecordID(), Record: r})
	}
	if err := storeDocuments(ctx, f, src.documents); err != nil {
		return err
	}
	if len(changes) > 0 {
		if _, err := f.Apply(ctx, casefile.Edit{Label: label, Changes: changes, Base: was}); err != nil {
			return err
		}
	}
	if err := p.write("", fmt.Appendf(nil, "%s: %d added, %d changed, %d the same as before\n", oneLine(path), added, changed, same)); err != nil {
		return err
	}
	if len(refused) > 0 {
		return told
	}
	return nil
}

// refusal is a record that cannot go into a case, and why.
type refusal struct{ id, why string }

// fit finds the records of in that can go into a case: not those whose id
// stands for a record of another kind there, nor those that would have an error
// there. One that is left out may leave others without what they refer to.
func fit(c, in *ledger.Case) ([]ledger.Record, []refusal) {
	var refused []refusal
	left := in.Records()
	if _, ok := in.Get(ledger.MatterID); !ok { // a file may hold records alone
		left = slices.DeleteFunc(left, func(r ledger.Record) bool { return r.Kind() == ledger.KindMatter })
	}
	left = slices.DeleteFunc(left, func(r ledger.Record) bool {
		old, there := c.Get(r.RecordID())
		if !there || old.Kind() == r.Kind() {
			return false
		}
		refused = append(refused, refusal{r.RecordID(), fmt.Sprintf("%s %s: the case has a %s of that id; give one of them another", r.Kind(), r.RecordID(), old.Kind())})
		return true
	})
	for {
		var changes []ledger.Change
		var ids []string
		for _, r := range left {
			changes = append(changes, ledger.Change{ID: r.RecordID(), Record: r})
			ids = append(ids, r.RecordID())
		}
		bad := map[string]string{}
		for _, e := range ledger.Errors(ledger.CheckRecords(c.With(changes...), ids)) {
			if _, seen := bad[e.Record]; !seen {
				bad[e.Record] = problemLine(e)
			}
		}
		n := len(left)
		left = slices.DeleteFunc(left, func(r ledger.Record) bool {
			why, isBad := bad[r.RecordID()]
			if isBad {
				refused = append(refused, refusal{r.RecordID(), why})
			}
			return isBad
		})
		if len(left) == n {
			return left, refused
		}
	}
}
