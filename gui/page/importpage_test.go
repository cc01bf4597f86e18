package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/exchange"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// importing reads a file and opens the dialog on it.
func importing(t *testing.T, g *stage, name, body string) *Importing {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	in, err := ReadIncoming(path)
	if err != nil {
		t.Fatal(err)
	}
	d := NewImporting(g.s, g.win, in)
	d.Show()
	return d
}

func recordsStage(t *testing.T) *stage {
	return newStage(t, threeActors(), func(s *session.Session, h Host) Page { return NewRecords(s, h) })
}

func TestImportTable(t *testing.T) {
	g := recordsStage(t)
	d := importing(t, g, "conduct.csv", "moment,from,to,date,rung,what\nm001,Bland,Aland,2015-02-01,3,Sent rifles\nm002,Bland,Aland,2018-03-05,7,Out of range\nm001,Bland,Aland,2015-03-01,2,Condemned it\n")
	if d.mapping.Kind != ledger.KindConduct {
		t.Fatalf("the table is taken for %s", d.mapping.Kind)
	}
	if d.shown.Count(exchange.New) != 2 || d.shown.Count(exchange.Refused) != 1 {
		t.Fatalf("%d new, %d refused", d.shown.Count(exchange.New), d.shown.Count(exchange.Refused))
	}
	first := d.grid.Rows()[0]
	if first.Cells[0].Text != "3" || first.Cells[4].Text == "" {
		t.Errorf("the refused row is told as %v", first.Cells)
	}
	d.cites.OnKey("s1")
	d.mapping.Columns["what"] = "what"
	before := len(g.s.State().Case.Conduct())
	test.Tap(d.ok)
	st := g.s.State()
	if got := len(st.Case.Conduct()); got != before+2 {
		t.Fatalf("%d records of conduct, want %d", got, before+2)
	}
	r, _ := st.Case.Get(st.Place.Records()[0])
	if cites := ledger.Citations(r); len(cites) != 1 || cites[0].Source != "s1" {
		t.Errorf("the rows cite %v", cites)
	}
	// The same table again changes nothing.
	again := importing(t, g, "conduct.csv", "moment,from,to,date,rung,what\nm001,Bland,Aland,2015-02-01,3,Sent rifles\n")
	again.cites.OnKey("s1")
	if !again.ok.Disabled() || again.shown.Count(exchange.Unchanged) != 1 {
		t.Errorf("a second time: %s", again.sum.String())
	}
	g.s.Undo()
	if got := len(g.s.State().Case.Conduct()); got != before {
		t.Errorf("after one undo %d", got)
	}
}

func TestImportMappingChangesAndIsKept(t *testing.T) {
	g := recordsStage(t)
	d := importing(t, g, "x.csv", "Title,Remark\nA title,Some words\n")
	d.sniffed(ledger.KindNote)
	d.mapping.Columns = map[string]string{"Title": "title", "Remark": "text"}
	d.preview()
	if d.shown.Count(exchange.New) != 1 {
		t.Fatalf("it says %s", d.sum.String())
	}
	path := filepath.Join(t.TempDir(), "m.json")
	body, err := d.mapping.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
	d.mapping.Columns = nil
	d.useMapping(path)
	if d.mapping.Columns["Remark"] != "text" || d.mapping.Kind != ledger.KindNote {
		t.Errorf("the mapping comes back as %+v", d.mapping)
	}
}

func TestImportReferences(t *testing.T) {
	g := recordsStage(t)
	d := importing(t, g, "refs.bib", "@article{x, title = {A new article}, journal = {Journal}, year = {2020}, url = {https://example.org/x}}\n")
	if d.shown.Count(exchange.New) != 1 {
		t.Fatalf("it says %s", d.sum.String())
	}
	n := len(g.s.State().Case.Sources())
	test.Tap(d.ok)
	if got := len(g.s.State().Case.Sources()); got != n+1 {
		t.Errorf("%d sources, want %d", got, n+1)
	}
}

func TestImportPackage(t *testing.T) {
	g := recordsStage(t)
	note := &ledger.Note{ID: "n009", Title: "From the package", Text: "Words."}
	changed := &ledger.Actor{ID: "a004", Label: "Dlandia", Type: "state"}
	files, err := exchange.Package(g.s.State().Case.With(ledger.Change{ID: "n009", Record: note}, ledger.Change{ID: "a004", Record: changed}), nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "package")
	if err := exchange.WriteFolder(dir, files); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "datapackage.json")} {
		in, err := ReadIncoming(path)
		if err != nil {
			t.Fatal(err)
		}
		d := NewImporting(g.s, g.win, in)
		d.Show()
		if d.shown.Count(exchange.New) != 1 || d.shown.Count(exchange.Changed) != 1 {
			t.Fatalf("it says %s", d.sum.String())
		}
		d.take()
		if a, _ := g.s.State().Case.Actor("a004"); a.Label != "Dlandia" {
			t.Errorf("the actor is %+v", a)
		}
		g.s.Undo()
	}
}

func TestImportRefuses(t *testing.T) {
	for name, body := range map[string]string{"a.zip": "not a zip", "a.xlsx": "PK\x03\x04broken", "empty.csv": ""} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadIncoming(path); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
