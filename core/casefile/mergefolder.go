package casefile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Copy is another copy of a case in a folder that several analysts share.
type Copy struct {
	Path     string
	Analysts []string  // who made the edits that are not known here, sorted
	New      int       // edits that it has and that are not known here
	Lacks    int       // edits known here that it does not have
	Last     time.Time // of its newest edit that is not known here; zero: none
	Err      error     // why it could not be compared; nil: it was
}

// Copies lists the other copies of a case in a folder, by path, with how many
// edits each has that are not known here. Files that are not copies of this
// case are passed over; one that cannot be read is listed with its error.
func Copies(ctx context.Context, mine *File, folder string) ([]Copy, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("look for copies of %s in %s: %w", filepath.Base(mine.path), folder, err)
	}
	if _, _, err := mine.Refresh(ctx); err != nil {
		return nil, err
	}
	own, err := os.Stat(mine.path)
	if err != nil {
		return nil, err
	}
	var out []Copy
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		path := filepath.Join(folder, e.Name())
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || !strings.EqualFold(filepath.Ext(path), Extension) || os.SameFile(info, own) {
			continue
		}
		c := Copy{Path: path}
		c.Err = mine.compare(ctx, &c)
		if !errors.Is(c.Err, ErrOtherCase) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (f *File) compare(ctx context.Context, c *Copy) error {
	other, err := Open(ctx, c.Path, Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer other.Close()
	if err := f.lock(); err != nil {
		return err
	}
	defer f.mu.Unlock()
	ours, theirs, err := lineages(ctx, f, other)
	if err != nil {
		return explain("compare", c.Path, err)
	}
	lacking := ours.lacking(theirs)
	c.New, c.Lacks = len(lacking), len(theirs.lacking(ours))
	for _, k := range lacking {
		if k.Analyst != "" && !slices.Contains(c.Analysts, k.Analyst) {
			c.Analysts = append(c.Analysts, k.Analyst)
		}
		if k.Time.After(c.Last) {
			c.Last = k.Time
		}
	}
	slices.Sort(c.Analysts)
	return nil
}

// Merged lists the edits of other copies that this case has taken in, in the
// order in which they came. Those of a merge that was undone are not among them.
func (f *File) Merged(ctx context.Context) ([]OtherEdit, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	l, err := readLineage(ctx, f.conn)
	if err != nil {
		return nil, explain("read the merges of", f.path, err)
	}
	own := map[string]bool{}
	ids, err := texts(ctx, f.conn, "SELECT id FROM edit")
	if err != nil {
		return nil, explain("read the merges of", f.path, err)
	}
	for _, id := range ids {
		own[id] = true
	}
	var out []OtherEdit
	for _, k := range l.edits {
		if !own[k.ID] {
			out = append(out, k.OtherEdit)
		}
	}
	return out, nil
}
