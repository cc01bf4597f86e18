package whatif

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func mustImport(t interface{ Fatal(...any) }, c *ledger.Case, data, channel string) *Import {
	im, err := ImportGraphML(c, []byte(data), channel)
	if err != nil {
		t.Fatal(err)
	}
	return im
}

func graph(inside string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k0" for="node" attr.name="label" attr.type="string"/>
<key id="k1" for="edge" attr.name="weight" attr.type="double"/>
<key id="k2" for="edge" attr.name="channel" attr.type="string"><default>money</default></key>
<graph edgedefault="directed">
` + inside + `
</graph></graphml>`
}

// What is written is read back as it was.
func TestGraphMLRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := random(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5)), 6, rapid.IntRange(1, 20).Draw(t, "edges"))
		rec, _ := c.Get("d000")
		d := ledger.Clone(rec).(*ledger.Dependence)
		d.Basis, d.PartOnly = rapid.StringMatching(`[ -~éßфا]{0,20}`).Draw(t, "basis"), true
		d.Basis = strings.TrimSpace(d.Basis)
		c = c.With(ledger.Change{Record: d})
		data, err := ExportGraphML(c, today)
		if err != nil {
			t.Fatal(err)
		}
		if im := mustImport(t, c, string(data), ""); im.Same != len(c.Dependences()) || len(im.Changes) != 0 {
			t.Fatalf("into the same case: %+v", im)
		}
		empty := ledger.NewCase([]ledger.Record{&ledger.Matter{ID: "matter", Title: "New"}})
		im := mustImport(t, empty, string(data), "")
		next := empty.With(im.Changes...)
		if len(next.Dependences()) != len(c.Dependences()) {
			t.Fatalf("into a new one: %+v", im)
		}
		for _, d := range c.Dependences() {
			rec, _ := next.Get(d.ID)
			e, ok := rec.(*ledger.Dependence)
			if !ok || next.ActorName(e.Actor) != c.ActorName(d.Actor) || next.ActorName(e.On) != c.ActorName(d.On) ||
				e.Low != d.Low || e.Mode != d.Mode || e.High != d.High || e.Channel != d.Channel || e.Basis != d.Basis || e.PartOnly != d.PartOnly {
				t.Fatalf("%+v became %+v", d, rec)
			}
		}
		if p := ledger.Errors(ledger.Check(next)); len(p) != 0 {
			t.Fatalf("not a valid case: %v", p)
		}
	})
}

func TestGraphMLOfOtherPrograms(t *testing.T) {
	c := caseOf(dep("d1", "B", "A", "arms", 0, .4, 1, 1))
	im := mustImport(t, c, graph(`<node id="n0"><data key="k0">aland</data><data key="graphics"><y:Shape xmlns:y="y">not text</y:Shape></data></node>
<edge source="n1" target="n0"><data key="k1">0.25</data></edge>
<node id="n1"><data key="k0">Newland</data></node>
<edge source="n0" target="n1"><data key="k1">2</data></edge>
<edge source="n0" target="n1" directed="false"><data key="k1">.5</data></edge>
<edge source="n0" target="n0"><data key="k1">.5</data></edge>
<edge source="n0" target="n1"/>`), "")
	if im.Actors != 1 || im.Added != 1 || len(im.Rows) != 5 {
		t.Fatalf("%+v", im)
	}
	d := im.Changes[1].Record.(*ledger.Dependence)
	if d.On != "A" || d.Channel != "money" || d.Low != .25 || d.High != .25 {
		t.Errorf("%+v", d)
	}
	for i, want := range []string{"", `weight is "2"`, "no direction", "does not depend on itself", "no share"} {
		if r := im.Rows[i]; !strings.Contains(r.Problem, want) || (r.Problem == "") != (want == "") {
			t.Errorf("edge %d: %+v, want %q", i+1, r, want)
		}
	}
	if im.Rows[1].Line != 10 {
		t.Errorf("the second edge is told to be in line %d", im.Rows[1].Line)
	}
	im = mustImport(t, c, `<graphml><graph edgedefault="directed"><edge id="d1" source="B" target="A"><data key="weight">.5</data></edge></graph></graphml>`, "arms")
	if len(im.Rows) != 1 || im.Rows[0].Problem == "" {
		t.Errorf("data without its key: %+v", im.Rows)
	}
}

func TestGraphMLThatIsRefused(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><graphml><graph>&lol2;</graph></graphml>`
	for _, x := range []struct{ name, data, want string }{
		{"nothing", "", "no <graphml> element"},
		{"other XML", "<html/>", "begins with <html>"},
		{"no edge", graph(`<node id="a"/>`), "no edge"},
		{"cut off", "<graphml><graph><edge", "not well-formed"},
		{"an entity bomb", bomb, "document type"},
		{"an entity without a declaration", graph(`<node id="a">&bomb;</node>`), "not well-formed"},
		{"a document type within data", `<graphml><data key="x"><!DOCTYPE a></data></graphml>`, "document type"},
		{"too deep", "<graphml>" + strings.Repeat("<a>", 100), "deep"},
		{"too deep within data", `<graphml><graph><edge source="a" target="b"><data key="x">` + strings.Repeat("<a>", 100), "deeper"},
		{"an edge to nowhere", graph(`<edge source="a"/>`), "line 7: an edge names no source or no target"},
		{"a node without an id", graph(`<node/>`), "line 7: a node has no id"},
	} {
		if _, err := ImportGraphML(caseOf(), []byte(x.data), "arms"); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	if _, err := ImportGraphML(caseOf(), make([]byte, mostBytes+1), "arms"); err == nil || !strings.Contains(err.Error(), "16 MB") {
		t.Errorf("too large: %v", err)
	}
}

// Whatever the bytes, the import neither fails badly nor makes a case invalid.
func FuzzImportGraphML(f *testing.F) {
	data, err := ExportGraphML(caseOf(dep("d1", "B", "A", "arms", 0, .4, 1, 1)), today)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(graph(`<edge source="n1" target="n0"><data key="k1">0.25</data></edge>`)))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b">]><graphml/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := caseOf(dep("d1", "B", "A", "arms", 0, .4, 1, 1))
		im, err := ImportGraphML(c, data, "arms")
		if err != nil {
			return
		}
		next := c.With(im.Changes...)
		for _, p := range ledger.Errors(ledger.Check(next)) {
			if p.Field != "channel" && p.Field != "name" && p.Field != "id" { // what a file names may be unknown to the case
				t.Fatalf("%v", p)
			}
		}
	})
}

func BenchmarkImportGraphML(b *testing.B) {
	data, err := ExportGraphML(random(rand.New(rand.NewPCG(9, 9)), 50, 2000), today)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		mustImport(b, caseOf(), string(data), "")
	}
}
