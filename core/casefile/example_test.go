package casefile_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func Example() {
	dir, err := os.MkdirTemp("", "fairweather-example-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()

	empty := ledger.NewCase([]ledger.Record{&ledger.Matter{ID: ledger.MatterID, Title: "North and South"}})
	f, err := casefile.Create(ctx, filepath.Join(dir, "north-south.fairweather"), empty, "new case", casefile.Options{Analyst: "A. Mar"})
	if err != nil {
		panic(err)
	}
	defer f.Close()

	c, err := f.Apply(ctx, casefile.Edit{Label: "add an actor", Changes: []ledger.Change{
		{Record: &ledger.Actor{ID: "north", Label: "North", Type: "state"}},
	}})
	fmt.Println(c.Len(), "records", err)

	c, undone, err := f.Undo(ctx)
	fmt.Println(c.Len(), "record, undone:", undone.Label, err)

	edits, err := f.Edits(ctx, 10, 0)
	for _, e := range edits {
		fmt.Println(e.Seq, e.Label, e.Records)
	}
	fmt.Println(err)
	// Output:
	// 2 records <nil>
	// 1 record, undone: add an actor <nil>
	// 3 undo: add an actor [north]
	// 2 add an actor [north]
	// 1 new case [matter]
	// <nil>
}

func ExampleFile_Search() {
	dir, err := os.MkdirTemp("", "fairweather-example-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	c := ledger.NewCase([]ledger.Record{&ledger.Source{ID: "s001", Title: "Résolution du conseil", About: "On the blockade"}})
	f, err := casefile.Create(ctx, filepath.Join(dir, "x.fairweather"), c, "new case", casefile.Options{})
	if err != nil {
		panic(err)
	}
	defer f.Close()
	hits, err := f.Search(ctx, "resol block", 10)
	for _, h := range hits {
		fmt.Println(h.Kind, h.ID, h.Title)
	}
	fmt.Println(err)
	// Output:
	// source s001 Résolution du conseil
	// <nil>
}
