package casefile

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// childVariable makes the test binary run one of children instead of the tests:
// a second program at work on a case file.
const childVariable = "FAIRWEATHER_CASEFILE_CHILD"

var children = map[string]func() error{}

func TestMain(m *testing.M) {
	if name := os.Getenv(childVariable); name != "" {
		if err := children[name](); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var ctx = context.Background()

// small is a case of two actors, a moment, a source, one conduct and a pledge.
func small() *ledger.Case {
	cite := []ledger.Citation{{Source: "s001", Where: "p. 3", Credibility: 2, Quote: "the envoy left"}}
	share := 0.5
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "North and South", Question: ledger.Question{Relier: "south", Partner: "north"}},
		&ledger.Actor{ID: "north", Label: "North", Type: "state", Aliases: []string{"Le Nord", "Nördland"}},
		&ledger.Actor{ID: "south", Label: "South", Type: "state"},
		&ledger.Source{ID: "s001", Title: "Communiqué", Publisher: "Agency", Date: edtf.MustParse("2001-05"), Type: "news", Reliability: "B"},
		&ledger.Moment{ID: "m001", Title: "The blockade", InNeed: []string{"south"}, Start: edtf.MustParse("2001-04-01"), End: edtf.MustParse("2001-06"), Type: "blockade", Citations: cite},
		&ledger.Conduct{ID: "c001", Moment: "m001", From: "north", To: "south", Date: edtf.MustParse("2001-05-02"), Rung: ledger.DiplomaticAct, What: "Sent an envoy", Citations: cite, Tags: []string{"envoy", "sea"}},
		&ledger.Pledge{
			ID: "p001", Title: "Treaty of aid", From: "north", To: "south", Channel: "troops", Promised: edtf.MustParse("1999"), Citations: cite,
			Milestones: []ledger.Milestone{{Date: edtf.MustParse("2000"), Type: "partly kept", Share: &share, Note: "half of it", Citations: cite}},
			Obliges:    []ledger.Obligation{{Moments: []string{"force"}, Rung: ledger.MaterialHelp}},
		},
		&ledger.Note{ID: "n001", Title: "Disputed", On: []string{"c001", "m001"}, Contested: true, For: cite, Against: cite},
	})
}

func newFile(t testing.TB, c *ledger.Case) *File {
	t.Helper()
	f, err := Create(ctx, filepath.Join(t.TempDir(), "case.fairweather"), c, "import", Options{Analyst: "A. Mar", Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func open(t testing.TB, path string) *File {
	t.Helper()
	f, err := Open(ctx, path, Options{Analyst: "B. Ost", Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func asJSON(t testing.TB, c *ledger.Case) string {
	t.Helper()
	text, err := ledger.MarshalCase(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func same(t testing.TB, what string, got, want *ledger.Case) {
	t.Helper()
	if a, b := asJSON(t, got), asJSON(t, want); a != b {
		t.Fatalf("%s: got\n%s\nwant\n%s", what, a, b)
	}
}

// conduct is a new record of conduct that fits small.
func conduct(id, what string) *ledger.Conduct {
	return &ledger.Conduct{ID: id, Moment: "m001", From: "north", To: "south", Date: edtf.MustParse("2001-05-03"), What: what}
}

func set(records ...ledger.Record) []ledger.Change {
	var out []ledger.Change
	for _, r := range records {
		out = append(out, ledger.Change{ID: r.RecordID(), Record: r})
	}
	return out
}

func apply(t testing.TB, f *File, label string, changes ...ledger.Change) *ledger.Case {
	t.Helper()
	c, err := f.Apply(ctx, Edit{Label: label, Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sound fails the test unless all of the file is in order.
func sound(t testing.TB, f *File) {
	t.Helper()
	wrong, err := f.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(wrong) > 0 {
		t.Fatalf("the file is not in order:\n%s", strings.Join(wrong, "\n"))
	}
}

// alone fails the test if there is anything beside the named files in a folder.
func alone(t testing.TB, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Fatalf("in the folder are %q, want %q", names, want)
	}
}
