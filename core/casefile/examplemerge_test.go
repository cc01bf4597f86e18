package casefile_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func ExamplePlan() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	note := func(id, title string) []ledger.Change {
		return []ledger.Change{{ID: id, Record: &ledger.Note{ID: id, Title: title}}}
	}
	mine, err := casefile.Create(ctx, filepath.Join(dir, "mine.fairweather"), ledger.NewCase(nil), "New case", casefile.Options{Analyst: "A. Mar"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer mine.Close()
	path := filepath.Join(dir, "theirs.fairweather")
	if err := mine.SaveAs(ctx, path); err != nil {
		fmt.Println(err)
		return
	}
	theirs, err := casefile.Open(ctx, path, casefile.Options{Analyst: "B. Ost"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer theirs.Close()
	if _, err := theirs.Apply(ctx, casefile.Edit{Label: "Add a note", Changes: note("n001", "Theirs")}); err != nil {
		fmt.Println(err)
		return
	}
	m, err := casefile.Plan(ctx, mine, path)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(m.Edits), "edit by", m.Edits[0].Analyst+",", len(m.Added), "added,", len(m.Conflicts), "conflicts")
	c, err := m.Apply(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	label, _ := mine.UndoLabel()
	fmt.Println(c.Len(), "record; undo takes back:", label)
	// Output:
	// 1 edit by B. Ost, 1 added, 0 conflicts
	// 1 record; undo takes back: Merge theirs.fairweather: 1 edit by B. Ost
}
