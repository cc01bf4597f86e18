package exchange

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

var bibliographies = []Bibliography{BibTeX, RIS, CSLJSON}

func sourcesBack(t fataler, sources []*ledger.Source, f Bibliography) {
	text, err := WriteSources(sources, f)
	if err != nil {
		t.Fatalf("%v", err)
	}
	p, err := ReadSources(ledger.NewCase(nil), text, f)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var got, want []ledger.Record
	for _, s := range sources {
		want = append(want, s)
	}
	for _, r := range p.Rows {
		if r.Record == nil {
			t.Fatalf("line %d is refused: %s\n%s", r.Line, r.Why, text)
		}
		got = append(got, r.Record)
	}
	if a, b := asJSON(t, ledger.NewCase(got)), asJSON(t, ledger.NewCase(want)); a != b {
		t.Fatalf("%s: the sources do not come back as they went:\n%s\n%s\n%s", f, a, b, text)
	}
}

// What goes out comes back the same, from the bundled cases and for any text.
func TestSourcesRoundTrip(t *testing.T) {
	for _, f := range bibliographies {
		for _, name := range assets.Names() {
			c := bundled(t, name)
			text, err := WriteSources(c.Sources(), f)
			if err != nil {
				t.Fatal(err)
			}
			p, err := ReadSources(c, text, f)
			if err != nil || p.Count(Unchanged) != len(c.Sources()) {
				t.Errorf("%s %s: %v, %d of %d unchanged; %+v", f, name, err, p.Count(Unchanged), len(c.Sources()), p.Rows[0])
			}
			for _, s := range c.Sources() { // one by one: copies share title and date
				plain := *s
				plain.Republishes = ""
				sourcesBack(t, []*ledger.Source{&plain}, f)
			}
		}
		t.Run(string(f), func(t *testing.T) {
			text := rapid.OneOf(rapid.SampledFrom([]string{"", " x", "{", "}", "\\", "a{b}c", "%&#_$~^", "\"q\"", "a\nb", "a\r\nb\r", "ER  - ", "TY  - NEWS", "Doe, J.", "A and B", "and", "a; b", "ü é ß", "روسیه", "\u2028", "fairweather: x", "Other fields (ris):\nVL: 3", "null"}), rapid.String())
			rapid.Check(t, func(r *rapid.T) {
				s := &ledger.Source{ID: "s7", Title: "T" + text.Draw(r, "title"), Publisher: text.Draw(r, "publisher"), Author: text.Draw(r, "author"),
					Date: edtf.MustParse(rapid.SampledFrom([]string{"2020", "2020-05", "2020-05-06", "2020~", "199X", "2001/2004", "-0044"}).Draw(r, "date")),
					Type: rapid.SampledFrom(append([]string{""}, ledger.SourceTypes...)).Draw(r, "type"), URL: text.Draw(r, "url"), Reliability: "B", Seen: "page",
					Language: text.Draw(r, "language"), About: text.Draw(r, "about")}
				if tag := text.Draw(r, "tag"); rapid.Bool().Draw(r, "tagged") {
					s.Tags = []string{tag, "two"}
				}
				sourcesBack(r, []*ledger.Source{s}, f)
			})
		})
	}
}

// What reference managers write, by hand in their forms.
func TestSourcesOfReferenceManagers(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Bibliography
		text string
		want ledger.Source
	}{
		{"Zotero's BibTeX", BibTeX, `@comment{x}
@string{jfp = "Journal of " # {Foreign Policy}}
@article{doe_help_2020,
	title = {The {Limits} of {H}elp: {\'E}tude na{\"\i}ve \& more},
	volume = {12},
	author = {Doe, Jane and {Ministry of Foreign Affairs and Trade} and M{\"u}ller, K.},
	journal = jfp,
	year = 2020, month = may,
	pages = {3--5},
	url = {https://example.org/a_b},
	keywords = {alliances, aid}
}
`, ledger.Source{Title: "The Limits of Help: Étude naïve & more", Author: "Doe, Jane; Ministry of Foreign Affairs and Trade; Müller, K.", Publisher: "Journal of Foreign Policy",
			Date: edtf.MustParse("2020-05"), Type: "article", URL: "https://example.org/a_b", Tags: []string{"alliances", "aid"}, About: "Other fields (bibtex):\nvolume: 12\npages: 3--5"}},
		{"Zotero's RIS", RIS, "TY  - NEWS\r\nTI  - Help is late\r\nAU  - Doe, Jane\r\nT2  - The Agency\r\nDA  - 2024/02/08/\r\nPY  - 2024\r\nAB  - One.\r\nTwo.\r\nSN  - 1234-5678\r\nER  - \r\n",
			ledger.Source{Title: "Help is late", Author: "Doe, Jane", Publisher: "The Agency", Date: edtf.MustParse("2024-02-08"), Type: "news", About: "One.\nTwo.\n\nOther fields (ris):\nSN: 1234-5678"}},
		{"Zotero's CSL", CSLJSON, `[{"id":"http://zotero.org/1","type":"report","title":"Report","publisher":"Institute","issued":{"date-parts":[["2021",3]]},"author":[{"family":"Doe","given":"J."},{"literal":"UN"}],"number":"7","accessed":{"date-parts":[[2022,1,2]]}}]`,
			ledger.Source{Title: "Report", Author: "Doe, J.; UN", Publisher: "Institute", Date: edtf.MustParse("2021-03"), Type: "report", About: "Other fields (csl):\naccessed: {\"date-parts\":[[2022,1,2]]}\nnumber: 7"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			empty := ledger.NewCase(nil)
			p, err := ReadSources(empty, []byte(c.text), c.f)
			if err != nil || len(p.Rows) != 1 || p.Rows[0].State != New {
				t.Fatalf("%v %+v", err, p)
			}
			c.want.ID, c.want.Reliability = "s001", "F"
			got := p.Rows[0].Record.(*ledger.Source)
			if a, b := asJSON(t, ledger.NewCase([]ledger.Record{got})), asJSON(t, ledger.NewCase([]ledger.Record{&c.want})); a != b {
				t.Errorf("got\n%s\nwant\n%s", a, b)
			}
			// Its own fields go out again, and a second time nothing is new.
			out, err := WriteSources([]*ledger.Source{got}, c.f)
			if err != nil {
				t.Fatal(err)
			}
			for _, field := range map[Bibliography][]string{BibTeX: {"volume = {12}", "pages = {3--5}"}, RIS: {"SN  - 1234-5678"}, CSLJSON: {`"number": "7"`, `"accessed": {`}}[c.f] {
				if !strings.Contains(string(out), field) {
					t.Errorf("%s is lost:\n%s", field, out)
				}
			}
			if p, err = ReadSources(ledger.NewCase([]ledger.Record{got}), []byte(c.text), c.f); err != nil || p.Count(Unchanged) != 1 {
				t.Errorf("a second time: %v %+v", err, p.Rows)
			}
		})
	}
}

func TestSourcesTellBadReferences(t *testing.T) {
	good := map[Bibliography]string{BibTeX: "@book{b, title={Good}}\n", RIS: "TY  - BOOK\nTI  - Good\nER  - \n", CSLJSON: `{"id":"b","type":"book","title":"Good"}`}
	for _, c := range []struct {
		name string
		f    Bibliography
		text string
		line int
	}{
		{"a brace that is open", BibTeX, good[BibTeX] + "@book{x, title={Open\n@book{y, title={Also good}}\n", 2},
		{"no title", BibTeX, good[BibTeX] + "@book{x, year=2000}\n" + "@book{y, title={Also good}}\n", 2},
		{"no end", RIS, good[RIS] + "TY  - BOOK\nTI  - x\nTY  - BOOK\nTI  - Also good\nER  - \n", 4},
		{"outside", RIS, "hello\n" + good[RIS] + "TY  - BOOK\nTI  - Also good\nER  - \n", 1},
		{"no object", CSLJSON, "[" + good[CSLJSON] + ",\n7,\n{\"title\":\"Also good\"}]", 2},
	} {
		p, err := ReadSources(ledger.NewCase(nil), []byte(c.text), c.f)
		if err != nil || p.Count(New) != 2 || p.Count(Refused) != 1 {
			t.Errorf("%s: %v %+v", c.name, err, p)
			continue
		}
		for _, r := range p.Rows {
			if r.State == Refused && r.Line != c.line {
				t.Errorf("%s: told for line %d, want %d: %s", c.name, r.Line, c.line, r.Why)
			}
		}
	}
}

// An edit in a reference manager comes back as a change of that source.
func TestSourceChangedInAManager(t *testing.T) {
	c := bundled(t, assets.FirstCase)
	s := c.Sources()[3]
	for _, f := range bibliographies {
		changed := *s
		changed.Title = "Another title"
		text, err := WriteSources([]*ledger.Source{&changed}, f)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ReadSources(c, text, f)
		if err != nil || len(p.Rows) != 1 || p.Rows[0].State != Changed || p.Rows[0].ID != s.ID || len(p.Rows[0].Fields) != 1 {
			t.Errorf("%s: %v %+v", f, err, p)
		}
	}
}

func FuzzReadSources(f *testing.F) {
	c := bundled(f, assets.FirstCase)
	for i, format := range bibliographies {
		text, err := WriteSources(c.Sources()[:2], format)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, byte(i))
	}
	f.Add([]byte("@a{b, author = \"x\" # jan # {y\\"), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, which byte) {
		format := bibliographies[int(which)%3]
		p, err := ReadSources(ledger.NewCase(nil), data, format)
		if err != nil {
			return
		}
		for _, r := range p.Rows {
			if s, ok := r.Record.(*ledger.Source); ok {
				plain := *s
				plain.Republishes = ""
				sourcesBack(t, []*ledger.Source{&plain}, format)
			}
		}
	})
}
