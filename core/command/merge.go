package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// mergedCopies is the output of merge --json.
type mergedCopies struct {
	Case      string          `json:"case"`
	Other     string          `json:"other"`
	Applied   bool            `json:"applied"`
	Edits     []mergedEdit    `json:"edits"`
	Added     []changedRecord `json:"added"`
	Changed   []changedRecord `json:"changed"`
	Deleted   []changedRecord `json:"deleted"`
	Kept      []changedRecord `json:"kept"`
	Conflicts []conflict      `json:"conflicts"`
	Documents int             `json:"documents"`
	Problems  []string        `json:"problems"`
}

type mergedEdit struct {
	ID      string   `json:"id"`
	Time    string   `json:"time"`
	Analyst string   `json:"analyst"`
	Label   string   `json:"label"`
	Records []string `json:"records"`
}

type conflict struct {
	ID     string         `json:"id"`
	Kind   ledger.Kind    `json:"kind"`
	Name   string         `json:"name"`
	Mine   string         `json:"mine"` // changed, deleted or added
	Theirs string         `json:"theirs"`
	By     string         `json:"by"`
	Take   string         `json:"take,omitempty"` // what was, or would be, decided
	Fields []fieldOfThree `json:"fields"`
}

type fieldOfThree struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Base   string `json:"base"`
	Mine   string `json:"mine"`
	Theirs string `json:"theirs"`
}

func (p *program) merge() *cobra.Command {
	var take, analyst string
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "merge CASE OTHER",
		Short: "Bring the edits of another copy into a case",
		Long: `Bring the edits of OTHER, a copy of the same case that someone else worked on,
into CASE. OTHER is not changed. All of it is one edit, which one undo takes
back; merging again brings only what is new since.

A record that only one copy changed is taken as it is there. One that both
changed is a conflict: it is listed field by field, nothing is changed, and the
exit code is 1, unless --take says whose version to take. New records to which
both copies gave the same id by chance are both kept, theirs under a new id.
What one copy deleted and the other refers to stays.

If OTHER is a folder, the copies of CASE in it are listed with how many edits
each has that CASE lacks.`,
		Example: `  fairweather merge mine.fairweather theirs.fairweather --dry-run
  fairweather merge mine.fairweather theirs.fairweather --take mine
  fairweather merge mine.fairweather /shared/case`,
		Args: two("case", "copy or folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if take != "" && take != string(casefile.Mine) && take != string(casefile.Theirs) {
				return usagef("--take: there is no side %q; choose mine or theirs", take)
			}
			return p.mergeCopies(cmd.Context(), args[0], args[1], casefile.Side(take), analyst, dryRun, asJSON)
		},
	}
	cmd.Flags().StringVar(&take, "take", "", "whose `SIDE` to take where both changed a record: mine or theirs")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would happen and change nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	cmd.Flags().StringVar(&analyst, "analyst", "", "the `NAME` of who does it: stands beside the edit")
	complete(cmd, "take", cobra.FixedCompletions([]string{"mine", "theirs"}, cobra.ShellCompDirectiveNoFileComp))
	complete(cmd, "analyst", cobra.NoFileCompletions)
	return cmd
}

// complete gives a flag its completion.
func complete(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err) // the flag has lost its name
	}
}

// two takes exactly two arguments.
func two(first, second string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 2 {
			return usagef("%s needs a %s and a %s, and got %s; see %s --help", cmd.Name(), first, second, plural(len(args), "argument"), cmd.CommandPath())
		}
		return nil
	}
}

// openFile opens a case file that is there, for an edit unless readOnly is set.
func (p *program) openFile(ctx context.Context, path, analyst string, readOnly bool) (*casefile.File, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, usagef("there is no case file %q", path)
	}
	if !strings.EqualFold(filepath.Ext(path), casefile.Extension) && looksLikeJSON(path) {
		return nil, usagef("%s is JSON, not a case file; import it first", path)
	}
	f, err := casefile.Open(ctx, path, casefile.Options{Analyst: analyst, ReadOnly: readOnly, Now: p.now})
	if err != nil {
		return nil, err
	}
	if why, ro := f.ReadOnly(); ro && !readOnly {
		return nil, errors.Join(fmt.Errorf("%s: %w (%s)", path, casefile.ErrReadOnly, why), f.Close())
	}
	return f, nil
}

func (p *program) mergeCopies(ctx context.Context, path, other string, take casefile.Side, analyst string, dryRun, asJSON bool) (err error) {
	f, err := p.openFile(ctx, path, analyst, dryRun)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if isFolder(other) {
		return p.listCopies(ctx, f, path, other, asJSON)
	}
	if _, err := os.Stat(other); err != nil {
		return usagef("there is no file or folder %q", other)
	}
	m, err := casefile.Plan(ctx, f, other)
	if errors.Is(err, casefile.ErrOtherCase) {
		return usage{err}
	} else if err != nil {
		return err
	}
	decisions := map[string]casefile.Decision{}
	for _, c := range m.Conflicts {
		switch {
		case c.Proposal != nil && c.Proposal.Take == casefile.Both:
			decisions[c.ID] = *c.Proposal
		case take != "":
			decisions[c.ID] = casefile.Decision{Take: take}
		}
	}
	open := m.Undecided(decisions)
	r := reportMerge(m, path, other, decisions)
	if len(open) == 0 && !dryRun {
		if _, err := m.Apply(ctx, decisions); err != nil {
			return err
		}
		r.Applied = !m.Empty()
	}
	body := r.text(dryRun, len(open))
	if asJSON {
		if body, err = indented(r); err != nil {
			return fmt.Errorf("write the merge as JSON: %w", err)
		}
	}
	if err := p.write("", body); err != nil {
		return err
	}
	if len(open) > 0 {
		if !dryRun {
			p.note("fairweather: %s: nothing was changed: both copies changed %s; decide with --take mine or --take theirs, or field by field in the window", path, plural(len(open), "record"))
		}
		return told
	}
	return nil
}

func reportMerge(m *casefile.Merge, path, other string, decisions map[string]casefile.Decision) mergedCopies {
	r := mergedCopies{Case: path, Other: other, Documents: len(m.Documents), Edits: []mergedEdit{}, Conflicts: []conflict{}, Problems: []string{},
		Added: tellChanges(m.Added), Changed: tellChanges(m.Changed), Deleted: tellChanges(m.Deleted), Kept: tellChanges(m.Kept)}
	for _, e := range m.Edits {
		r.Edits = append(r.Edits, mergedEdit{e.ID, e.Time.Format("2006-01-02T15:04:05Z"), e.Analyst, e.Label, e.Records})
	}
	for _, c := range m.Conflicts {
		x := conflict{ID: c.ID, Mine: did(c.Base, c.Mine), Theirs: did(c.Base, c.Theirs), By: c.By.Analyst, Take: string(decisions[c.ID].Take), Fields: []fieldOfThree{}}
		shown := c.Mine
		if shown == nil {
			shown = c.Theirs
		}
		x.Kind, x.Name = shown.Kind(), oneLine(shown.Name())
		for _, f := range c.Fields {
			x.Fields = append(x.Fields, fieldOfThree{f.Key, f.Label, f.Base, f.Mine, f.Theirs})
		}
		r.Conflicts = append(r.Conflicts, x)
	}
	for _, q := range m.Problems {
		r.Problems = append(r.Problems, problemLine(q))
	}
	return r
}

// did says what became of a record.
func did(before, after ledger.Record) string {
	switch {
	case after == nil:
		return "deleted"
	case before == nil:
		return "added"
	}
	return "changed"
}

func (r mergedCopies) text(dryRun bool, open int) []byte {
	s := newSheet()
	if len(r.Edits) == 0 && r.Documents == 0 {
		s.para(0, fmt.Sprintf("%s has nothing that %s lacks.", r.Other, r.Case))
		return s.bytes()
	}
	verb := "Merged"
	if dryRun || open > 0 {
		verb = "To merge"
	}
	s.para(0, fmt.Sprintf("%s from %s: %s, %d added, %d changed, %d deleted, %s, %s.", verb, r.Other, plural(len(r.Edits), "edit"), len(r.Added), len(r.Changed), len(r.Deleted), plural(len(r.Conflicts), "conflict"), plural(r.Documents, "document")))
	for _, e := range r.Edits {
		who := e.Analyst
		if who == "" {
			who = "(no name)"
		}
		s.hang("  "+e.Time[:10]+"  ", 14, who+": "+e.Label)
	}
	for _, list := range []struct {
		head  string
		items []changedRecord
	}{{"Added", r.Added}, {"Changed", r.Changed}, {"Deleted", r.Deleted}, {"Kept, because a record refers to it", r.Kept}} {
		if len(list.items) > 0 {
			s.head(list.head)
			for _, x := range list.items {
				x.lay(s)
			}
		}
	}
	if len(r.Conflicts) > 0 {
		s.head("Changed in both copies")
		for _, c := range r.Conflicts {
			taken := ""
			if c.Take != "" {
				taken = "; taken: " + c.Take
			}
			s.hang("  "+pad(c.ID, 10)+" ", 13, fmt.Sprintf("%s %s (mine: %s, theirs: %s by %s%s)", c.Kind, c.Name, c.Mine, c.Theirs, c.By, taken))
			for _, f := range c.Fields {
				for i, side := range []string{"before: " + f.Base, "mine:   " + f.Mine, "theirs: " + f.Theirs} {
					label := ""
					if i == 0 {
						label = f.Label
					}
					s.hang("    "+pad(label, 12)+" ", 25, oneLine(side))
				}
			}
		}
	}
	if len(r.Problems) > 0 {
		s.head("To put right afterwards")
		for _, q := range r.Problems {
			s.item(q)
		}
	}
	return s.bytes()
}

// listCopies lists the copies of a case in a folder.
func (p *program) listCopies(ctx context.Context, f *casefile.File, path, folder string, asJSON bool) error {
	list, err := casefile.Copies(ctx, f, folder)
	if err != nil {
		return err
	}
	type found struct {
		Path     string   `json:"path"`
		New      int      `json:"new"`
		Lacks    int      `json:"lacks"`
		Analysts []string `json:"analysts"`
		Error    string   `json:"error,omitempty"`
	}
	out := []found{}
	s := newSheet()
	s.para(0, fmt.Sprintf("%s of %s in %s.", copies(len(list)), path, folder))
	for _, c := range list {
		x := found{Path: c.Path, New: c.New, Lacks: c.Lacks, Analysts: append([]string{}, c.Analysts...)}
		text := fmt.Sprintf("%s new", plural(c.New, "edit"))
		if len(c.Analysts) > 0 {
			text += " by " + strings.Join(c.Analysts, ", ")
		}
		if c.Err != nil {
			x.Error = c.Err.Error()
			text = x.Error
		}
		out = append(out, x)
		s.hang("  "+pad(filepath.Base(c.Path), 30)+" ", 33, text)
	}
	if !asJSON {
		return p.write("", s.bytes())
	}
	body, err := indented(out)
	if err != nil {
		return fmt.Errorf("write the copies as JSON: %w", err)
	}
	return p.write("", body)
}

func copies(n int) string {
	if n == 1 {
		return "1 other copy"
	}
	return fmt.Sprintf("%d other copies", n)
}
