package brief

import (
	"bytes"
	"flag"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func readCase(t testing.TB, body []byte) *ledger.Case {
	t.Helper()
	c, bad, err := ledger.UnmarshalCase(body)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return c
}

func pair(t testing.TB) *ledger.Case {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "command", "testdata", "pair.json"))
	if err != nil {
		t.Fatal(err)
	}
	return readCase(t, body)
}

func answer(t testing.TB, c *ledger.Case) *assess.Assessment {
	t.Helper()
	q, s := assess.DefaultQuestion(c, edtf.DayOf(2026, 11, 24)), assess.SettingsOf(c)
	a, err := assess.Answer(c, q, s)
	if err != nil {
		t.Fatal(err)
	}
	if a.History, err = assess.History(t.Context(), c, q, s, assess.HistoryDays(c, q, 20)); err != nil {
		t.Fatal(err)
	}
	return a
}

func write(t testing.TB, a *assess.Assessment, c *ledger.Case) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, a, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bundled gives a bundled case with its answer as of the end of its record.
func bundled(t testing.TB, name string) (*assess.Assessment, *ledger.Case) {
	t.Helper()
	body, err := assets.Case(name)
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, body)
	return answer(t, c), c
}

// TestGolden holds the page of the small case, and the text of both bundled
// cases, to files that a person has read.
func TestGolden(t *testing.T) {
	c := pair(t)
	golden(t, "pair.html", "html", answer(t, c), c)
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		golden(t, name+".md", "md", a, c)
	}
}

func golden(t *testing.T, name, format string, a *assess.Assessment, c *ledger.Case) {
	t.Helper()
	got := put(t, format, a, c)
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the brief differs from %s; read it, then run the test with -update", file)
	}
}

// parsed is a brief as a browser would read it.
type parsed struct {
	elements map[string]int
	ids      map[string]int
	links    []string
	handlers []string
	text     string
	csp      string
}

func parse(t *testing.T, source string) parsed {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	p := parsed{elements: map[string]int{}, ids: map[string]int{}}
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			text.WriteString(n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		p.elements[n.Data]++
		equiv := ""
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				p.ids[a.Val]++
			case slices.Contains([]string{"href", "src", "action", "data", "poster", "srcset", "background", "formaction"}, a.Key):
				p.links = append(p.links, a.Val)
			case strings.HasPrefix(a.Key, "on"):
				p.handlers = append(p.handlers, a.Key)
			case a.Key == "http-equiv":
				equiv = a.Val
			case a.Key == "content" && equiv == "Content-Security-Policy":
				p.csp = a.Val
			}
		}
	}
	p.text = strings.ReplaceAll(text.String(), "\u00a0", " ")
	return p
}

// sound holds a page to what every brief promises: nothing runs, nothing is
// fetched, every link within it leads somewhere.
func sound(t *testing.T, name string, p parsed) {
	t.Helper()
	for _, e := range []string{"script", "iframe", "img", "image", "link", "object", "embed", "form", "input", "base", "use", "video", "audio", "foreignobject", "foreignObject"} {
		if p.elements[e] > 0 {
			t.Errorf("%s: the page has a <%s>", name, e)
		}
	}
	if len(p.handlers) > 0 {
		t.Errorf("%s: the page has handlers: %v", name, p.handlers)
	}
	if !strings.HasPrefix(p.csp, "default-src 'none'; style-src 'unsafe-inline'") {
		t.Errorf("%s: its policy is %q", name, p.csp)
	}
	for id, n := range p.ids {
		if n > 1 {
			t.Errorf("%s: %d elements have the id %s", name, n, id)
		}
	}
	for _, l := range p.links {
		if anchor, within := strings.CutPrefix(l, "#"); within {
			if p.ids[anchor] == 0 {
				t.Errorf("%s: the link to %s leads nowhere", name, l)
			}
			continue
		}
		if u, err := url.Parse(l); err != nil || u.Scheme != "https" && u.Scheme != "http" {
			t.Errorf("%s: the page has a link to %q", name, l)
		}
	}
	if p.elements["h1"] != 1 || p.elements["main"] != 1 {
		t.Errorf("%s: %d headings of the first level, %d main parts", name, p.elements["h1"], p.elements["main"])
	}
}

func TestBundledBriefs(t *testing.T) {
	for _, name := range assets.Names() {
		a, c := bundled(t, name)
		p := parse(t, write(t, a, c))
		sound(t, name, p)
		if got, want := p.elements["svg"], len(Compose(a, c).Figures()); got != want || got < 4 {
			t.Errorf("%s: %d figures, want %d, and four at least", name, got, want)
		}
		for _, want := range []string{a.RelierName, a.PartnerName, a.Confidence.Level, assess.Percent(a.Against.Probability), assess.Interval(a.Against.Lower90, a.Against.Upper90),
			"What would change it", "What is not known", "What is contested", "Every setting is the default"} {
			if !strings.Contains(p.text, want) {
				t.Errorf("%s: the brief says nowhere %q", name, want)
			}
		}
		for _, machine := range []string{"NaN", "Inf", "%!", "ZgotmplZ", "<nil>", " ,", "..", " .", "  1 moments", "and .", "one moments", "\x01", "\x02"} {
			if text := strings.ReplaceAll(p.text, "/..", "/"); strings.Contains(text, machine) && !inRecords(c, machine) {
				i := strings.Index(text, machine)
				t.Errorf("%s: the brief reads like a machine: %q", name, text[max(0, i-60):min(len(text), i+60)])
			}
		}
	}
}

// inRecords reports whether a text of the case itself holds the string.
func inRecords(c *ledger.Case, s string) bool {
	body, err := ledger.MarshalCase(c)
	return err == nil && bytes.Contains(body, []byte(s))
}

// TestInjection fills every text of a case with what would run in a page that
// took it as its own, and holds the brief to showing it as text.
func TestInjection(t *testing.T) {
	for _, attack := range []string{
		`</title><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</style><script>alert(1)</script>`,
		`<svg/onload=alert(1)>`, `{{.A.CaseTitle}}`, `<!--`, `]]><script>alert(1)</script>`, `</bdi></p></main><iframe src="https://example.org">`, "\x01strong\x02<b>",
	} {
		c := pair(t)
		var changes []ledger.Change
		for _, r := range c.Records() {
			r = ledger.Clone(r)
			switch r := r.(type) {
			case *ledger.Matter:
				r.Title, r.About = attack, attack
			case *ledger.Actor:
				r.Label = r.Label + attack
			case *ledger.Source:
				r.Title, r.Publisher, r.Author, r.URL = attack, attack, attack, "javascript:alert(1)"
				if r.ID == "s2" {
					r.URL = "https://example.org/" + attack
				}
			case *ledger.Moment:
				r.Title = attack
			case *ledger.Conduct:
				r.What = attack
				for i := range r.Citations {
					r.Citations[i].Where, r.Citations[i].Quote = attack, attack
				}
			case *ledger.Pledge:
				r.Title = attack
			case *ledger.Note:
				r.Title, r.Text = attack, attack
			}
			changes = append(changes, ledger.Change{ID: r.RecordID(), Record: r})
		}
		c = c.With(changes...)
		source := write(t, answer(t, c), c)
		p := parse(t, source)
		sound(t, attack, p)
		if strings.Contains(strings.ToLower(source), `href="javascript`) {
			t.Errorf("%s: a link runs a script", attack)
		}
		if plain := strings.NewReplacer("\x01", "", "\x02", "").Replace(attack); !strings.Contains(strings.NewReplacer("\ufffd", "").Replace(p.text), plain) {
			t.Errorf("the text %q is not shown as it is", attack)
		}
	}
}

// TestBothSides holds the brief to showing who says and who denies a contested claim.
func TestBothSides(t *testing.T) {
	c := pair(t)
	d := gather(t.Context(), answer(t, c), c)
	if len(d.Contested) != 1 || len(d.Contested[0].For) != 1 || len(d.Contested[0].Against) != 1 {
		t.Fatalf("contested: %+v; want the one claim that bears on this pair", d.Contested)
	}
	source := func(n int) string { return d.References[n-1].Source }
	if says, denies := source(d.Contested[0].For[0]), source(d.Contested[0].Against[0]); says != "s4" || denies != "s5" {
		t.Errorf("says so: %s, denies it: %s", says, denies)
	}
}

// TestReasons holds the strongest records to be those whose moments weigh most, three at most each way.
func TestReasons(t *testing.T) {
	c := pair(t)
	d := gather(t.Context(), answer(t, c), c)
	var helped, harmed []string
	for _, r := range d.For {
		helped = append(helped, r.record)
	}
	for _, r := range d.Against {
		harmed = append(harmed, r.record)
	}
	if got, want := strings.Join(helped, " "), "c6 c5 c1"; got != want {
		t.Errorf("speaks for it: %s, want %s", got, want)
	}
	if got, want := strings.Join(harmed, " "), "c9 c8"; got != want {
		t.Errorf("speaks against it: %s, want %s", got, want)
	}
}

// TestReferences holds the citations to numbers from 1 without gaps, first come first, each in the list once.
func TestReferences(t *testing.T) {
	c := pair(t)
	d := gather(t.Context(), answer(t, c), c)
	seen := map[string]bool{}
	for i, r := range d.References {
		if r.Number != i+1 {
			t.Errorf("citation %d has the number %d", i+1, r.Number)
		}
		key := r.Source + "|" + r.Where + "|" + r.Grade + "|" + r.Quote
		if seen[key] {
			t.Errorf("%s is listed twice", key)
		}
		seen[key] = true
	}
	if first := d.For[0].Cites[0]; first != 1 {
		t.Errorf("the first citation of the page has the number %d", first)
	}
	if len(d.Sources) != 5 {
		t.Errorf("%d sources, want all 5", len(d.Sources))
	}
}

// TestSettings holds the brief to telling every setting that is not the default.
func TestSettings(t *testing.T) {
	c := pair(t)
	m := *c.Matter()
	five, third := 5.0, 1.0/3
	m.Settings = ledger.Settings{HalfLifeYears: &five, OtherSituation: &third, Words: "phia"}
	c = c.With(ledger.Change{ID: m.ID, Record: &m})
	text := parse(t, write(t, answer(t, c), c)).text
	for _, want := range []string{"Not the default: half-life 5 years (default 10)", "weight of other situations 0.3333333333333333 (default 0.5)", "words PHIA yardstick (default ICD 203)", "realistic possibility"} {
		if !strings.Contains(text, want) {
			t.Errorf("the brief says nowhere %q", want)
		}
	}
}

// TestEmptyCase holds a case with nothing in it to a brief that says so.
func TestEmptyCase(t *testing.T) {
	c := ledger.NewCase([]ledger.Record{&ledger.Actor{ID: "a", Label: "Alpha", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bravo", Type: "state"}})
	a := answer(t, c)
	p := parse(t, write(t, a, c))
	sound(t, "empty", p)
	for _, want := range []string{"Nothing on record does.", "No pledge of", "is on record", "No claim that bears on this answer is marked as contested."} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the brief says nowhere %q", want)
		}
	}
}

func ExampleHTML() {
	c := ledger.NewCase([]ledger.Record{&ledger.Actor{ID: "a", Label: "Alpha", Type: "state"}, &ledger.Actor{ID: "b", Label: "Bravo", Type: "state"}})
	a, err := assess.Answer(c, assess.DefaultQuestion(c, edtf.DayOf(2025, 10, 1)), assess.SettingsOf(c))
	if err != nil {
		panic(err)
	}
	if err := HTML(io.Discard, a, c); err != nil {
		panic(err)
	}
	os.Stdout.WriteString(Question(a))
	// Output: Can Alpha count on Bravo, as of 1 October 2025, in any situation?
}

func BenchmarkHTML(b *testing.B) {
	body, err := assets.Case(assets.FirstCase)
	if err != nil {
		b.Fatal(err)
	}
	c := readCase(b, body)
	a := answer(b, c)
	for b.Loop() {
		if err := HTML(io.Discard, a, c); err != nil {
			b.Fatal(err)
		}
	}
}
