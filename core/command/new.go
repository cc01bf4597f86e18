package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func (p *program) create() *cobra.Command {
	var title, relier, partner, analyst string
	cmd := &cobra.Command{
		Use:   "new FILE",
		Short: "Make a new case file",
		Long: `Make a new case file, with the two actors of its question if they are named. A
file that is there is never overwritten. The ending .fairweather is added where
it is missing.`,
		Example: `  fairweather new baltic.fairweather --title "Baltic security" --relier Estonia --partner "United States"
  fairweather new empty.fairweather`,
		Args: one("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := begin(title, relier, partner, args[0])
			if err != nil {
				return err
			}
			path := withEnding(args[0])
			if err := p.createFile(cmd.Context(), path, c, "New case", analyst, nil); err != nil {
				return err
			}
			return p.write("", fmt.Appendf(nil, "Made %s. It opens in the window with: fairweather %s\n", oneLine(path), oneLine(quoted(path))))
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "what the case is about, a `TITLE` (default: the file's name)")
	cmd.Flags().StringVar(&relier, "relier", "", "the `ACTOR` who asks")
	cmd.Flags().StringVar(&partner, "partner", "", "the `ACTOR` who is asked about")
	cmd.Flags().StringVar(&analyst, "analyst", "", "the `NAME` of who makes it: stands beside the edit")
	for _, flag := range []string{"title", "relier", "partner", "analyst"} {
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.NoFileCompletions); err != nil {
			panic(err) // a flag of this function has lost its name
		}
	}
	return cmd
}

// begin makes the records of a new case.
func begin(title, relier, partner, path string) (*ledger.Case, error) {
	if title == "" {
		title = strings.TrimSuffix(filepath.Base(path), casefile.Extension)
	}
	m := &ledger.Matter{ID: ledger.MatterID, Title: title}
	records := []ledger.Record{m}
	for _, side := range []struct {
		flag, name string
		id         *string
	}{{"relier", relier, &m.Question.Relier}, {"partner", partner, &m.Question.Partner}} {
		if side.name == "" {
			continue
		}
		id := actorID(side.name)
		if id == "" {
			return nil, usagef("--%s: the name %q has no letter or digit to make an id of", side.flag, side.name)
		}
		*side.id = id
		records = append(records, &ledger.Actor{ID: id, Label: side.name, Type: "state"})
	}
	if m.Question.Relier != "" && m.Question.Relier == m.Question.Partner {
		return nil, usagef("relier and partner are both %q; name two actors", partner)
	}
	return ledger.NewCase(records), nil
}

// actorID makes an id of a name: small letters and digits of any script, joined
// by an underscore. It keeps clear of the id of the matter.
func actorID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	id := strings.Join(words, "_")
	if runes := []rune(id); len(runes) > 60 {
		id = strings.TrimRight(string(runes[:60]), "_")
	}
	if id == ledger.MatterID {
		id = "actor_" + id
	}
	return id
}

func withEnding(path string) string {
	if strings.EqualFold(filepath.Ext(path), casefile.Extension) {
		return path
	}
	return path + casefile.Extension
}

func quoted(path string) string {
	if strings.ContainsAny(path, " '\"$&;()*?!") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// createFile writes a new case file; one that is there is wrong usage.
func (p *program) createFile(ctx context.Context, path string, c *ledger.Case, label, analyst string, documents []document) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return usagef("%s is there already and is not overwritten; choose another name, or remove it", path)
	}
	if dir := filepath.Dir(path); !isFolder(dir) {
		return usagef("there is no folder %s; make it, or choose another place", dir)
	}
	f, err := casefile.Create(ctx, path, c, label, casefile.Options{Analyst: analyst, Now: p.now})
	if errors.Is(err, casefile.ErrExists) {
		return usage{err}
	} else if err != nil {
		return err
	}
	return errors.Join(storeDocuments(ctx, f, documents), f.Close())
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func storeDocuments(ctx context.Context, f *casefile.File, documents []document) error {
	for _, d := range documents {
		if _, err := f.AddDocument(ctx, d.Name, d.MediaType, d.Body); err != nil {
			return err
		}
	}
	return nil
}
