package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// roundTrip imports JSON into a new case file and exports that.
func roundTrip(t testing.TB, dir string, body []byte) string {
	t.Helper()
	file := filepath.Join(dir, "round.fairweather")
	_ = os.Remove(file)
	if _, errs, code := runVerb(t, string(body), "import", "-", "-o", file); code == WrongUsage {
		t.Fatalf("import: %s", errs)
	}
	out, errs, code := runVerb(t, "", "export", file)
	if code != Done {
		t.Fatalf("export: exit code %d: %s", code, errs)
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	for _, name := range append(assets.Names(), "testdata/pair.json", "testdata/bare.json") {
		first, errs, code := runVerb(t, "", "export", name)
		if code != Done {
			t.Fatalf("%s: %s", name, errs)
		}
		if second := roundTrip(t, t.TempDir(), []byte(first)); second != first {
			t.Errorf("%s: %s", name, firstDifference(second, first))
		}
	}
}

// TestRoundTripOfAnything holds export, import and export to the same bytes for
// cases with any texts, dates and numbers in every kind of record.
func TestRoundTripOfAnything(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		c := drawCase(r)
		first, err := ledger.MarshalCase(c)
		if err != nil {
			r.Fatal(err)
		}
		if second := roundTrip(t, dir, first); second != string(first) {
			r.Fatal(firstDifference(second, string(first)))
		}
	})
}

// drawCase draws a case with all kinds of record. What refers to what need not
// be sound: a case that is being put in order must survive, too.
func drawCase(r *rapid.T) *ledger.Case {
	text := rapid.String()
	id := rapid.StringMatching(`[a-z][a-z0-9._:-]{0,6}`)
	date := rapid.Map(rapid.SampledFrom([]string{"2007", "2007-12", "2007-12-26", "2016?", "2016~", "201X", "2004/..", "/2006", "-0043-03-15", "Y17000", "2016-21"}), edtf.MustParse)
	share := rapid.Custom(func(r *rapid.T) *float64 {
		if rapid.Bool().Draw(r, "none") {
			return nil
		}
		v := rapid.Float64Range(-1e300, 1e300).Draw(r, "value")
		return &v
	})
	cites := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) ledger.Citation {
		return ledger.Citation{Source: id.Draw(r, "source"), Where: text.Draw(r, "where"), Credibility: rapid.IntRange(1, 6).Draw(r, "credibility"), Quote: text.Draw(r, "quote")}
	}), 0, 3)
	tags := rapid.SliceOfN(text, 0, 2)
	rung := rapid.Map(rapid.IntRange(-2, 4), func(n int) ledger.Rung { return ledger.Rung(n) })
	draw := func(k ledger.Kind, id0 string) ledger.Record {
		s, ref := func() string { return text.Draw(r, "text") }, func() string { return id.Draw(r, "ref") }
		switch k {
		case ledger.KindActor:
			return &ledger.Actor{ID: id0, Label: s(), Type: s(), Aliases: tags.Draw(r, "aliases"), COW: rapid.Int().Draw(r, "cow"), ISO3: s(), Active: date.Draw(r, "active"), About: s(), Tags: tags.Draw(r, "tags")}
		case ledger.KindSource:
			return &ledger.Source{ID: id0, Title: s(), Publisher: s(), Author: s(), Date: date.Draw(r, "date"), Type: s(), URL: s(), Reliability: s(), Seen: s(), Republishes: ref(), Document: s(), Language: s(), About: s()}
		case ledger.KindMoment:
			return &ledger.Moment{ID: id0, Title: s(), InNeed: []string{ref(), ref()}, Start: date.Draw(r, "start"), End: date.Draw(r, "end"), Type: s(), About: s(), Citations: cites.Draw(r, "citations")}
		case ledger.KindConduct:
			return &ledger.Conduct{ID: id0, Moment: ref(), From: ref(), To: ref(), Date: date.Draw(r, "date"), Rung: rung.Draw(r, "rung"), What: s(), Citations: cites.Draw(r, "citations"), Tags: tags.Draw(r, "tags")}
		case ledger.KindRequest:
			return &ledger.Request{ID: id0, Moment: ref(), From: ref(), To: ref(), Date: date.Draw(r, "date"), Rung: rung.Draw(r, "rung"), What: s(), Citations: cites.Draw(r, "citations")}
		case ledger.KindPledge:
			return &ledger.Pledge{ID: id0, Title: s(), From: ref(), To: ref(), Channel: s(), Promised: date.Draw(r, "promised"), Due: date.Draw(r, "due"), Amount: share.Draw(r, "amount"), Unit: s(),
				Milestones: []ledger.Milestone{{Date: date.Draw(r, "milestone"), Type: s(), Share: share.Draw(r, "share"), Note: s(), Citations: cites.Draw(r, "cites")}},
				Obliges:    []ledger.Obligation{{Moments: []string{s()}, Rung: rung.Draw(r, "obliged"), Against: []string{ref()}, Note: s()}}, About: s(), Citations: cites.Draw(r, "citations")}
		case ledger.KindContribution:
			return &ledger.Contribution{ID: id0, From: ref(), To: ref(), Channel: s(), Date: date.Draw(r, "date"), Magnitude: rapid.IntRange(0, 5).Draw(r, "magnitude"), Value: share.Draw(r, "value"), Unit: s(), What: s(), Citations: cites.Draw(r, "citations")}
		case ledger.KindDependence:
			return &ledger.Dependence{ID: id0, Actor: ref(), On: ref(), Channel: s(), Low: rapid.Float64Range(0, 1).Draw(r, "low"), Mode: rapid.Float64Range(0, 1).Draw(r, "mode"), High: 1, SubstitutionMonths: rapid.Float64Range(0, 99).Draw(r, "months"), PartOnly: rapid.Bool().Draw(r, "part"), Basis: s(), Date: date.Draw(r, "date")}
		case ledger.KindHypothesis:
			return &ledger.Hypothesis{ID: id0, Title: s(), About: s(), Relier: ref(), Partner: ref(), Prior: share.Draw(r, "prior")}
		case ledger.KindRating:
			return &ledger.Rating{ID: id0, Analyst: s(), Subject: s(), Record: ref(), Hypothesis: ref(), Value: s(), Certainty: s(), Date: date.Draw(r, "date"), Why: s()}
		}
		return &ledger.Note{ID: id0, Title: s(), Text: s(), On: []string{ref()}, Contested: rapid.Bool().Draw(r, "contested"), For: cites.Draw(r, "for"), Against: cites.Draw(r, "against"), Citations: cites.Draw(r, "citations"), Date: date.Draw(r, "date")}
	}
	records := []ledger.Record{&ledger.Matter{ID: ledger.MatterID, Title: text.Draw(r, "title"), About: text.Draw(r, "about"), Question: ledger.Question{Relier: id.Draw(r, "relier"), Partner: id.Draw(r, "partner")},
		Settings: ledger.Settings{HalfLifeYears: share.Draw(r, "half-life")}, Channels: tags.Draw(r, "channels"), Coded: date.Draw(r, "coded")}}
	for _, k := range ledger.Kinds[1:] {
		for i := range rapid.IntRange(0, 2).Draw(r, string(k)) {
			records = append(records, draw(k, fmt.Sprintf("%s%d-%s", k.Prefix(), i, id.Draw(r, "id"))))
		}
	}
	return ledger.NewCase(records)
}

// TestDocuments holds the documents of a case to surviving export and import.
func TestDocuments(t *testing.T) {
	t.Chdir(workspace(t))
	f, err := casefile.Open(t.Context(), "pair.fairweather", casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bodies := map[string]string{}
	for name, body := range map[string]string{"a.txt": "In favour: fourteen.\n", "b.bin": "\x00\xff\xfe\"]}", "none": ""} {
		sha, err := f.AddDocument(t.Context(), name, "text/plain", []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		bodies[sha] = body
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	first, errs, code := runVerb(t, "", "export", "pair.fairweather")
	if code != Done {
		t.Fatal(errs)
	}
	if _, errs, code := runVerb(t, first, "import", "-", "-o", "copy"); code != Done {
		t.Fatal(errs)
	}
	second, _, _ := runVerb(t, "", "export", "copy.fairweather")
	if second != first {
		t.Error(firstDifference(second, first))
	}
	if _, errs, code := runVerb(t, first, "import", "-", "--into", "pair.fairweather"); code != Done {
		t.Error(errs)
	}
	copied, err := casefile.Open(t.Context(), "copy.fairweather", casefile.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	for sha, body := range bodies {
		if d, err := copied.Document(t.Context(), sha); err != nil || string(d.Body) != body {
			t.Errorf("document %s: %q, %v", sha, d.Body, err)
		}
	}
	if out, errs, code := runVerb(t, first, "assess", "-"); code != Done || !strings.HasPrefix(out, "Can Alpha") {
		t.Errorf("an export with documents cannot be assessed: %s", errs)
	}
	if _, errs, code := runVerb(t, strings.Replace(first, "text/plain", "text/html", 1)+" ", "check", "-"); code != Done {
		t.Error(errs)
	}
	changed := strings.Replace(first, `"body":"`, `"body":"AAAA`, 1)
	if _, errs, code := runVerb(t, changed, "import", "-", "-o", "changed"); code != BadData || !strings.Contains(errs, "is not the one whose SHA-256 stands beside it") {
		t.Errorf("a changed document was taken: exit code %d: %s", code, errs)
	}
}

func TestCutDocuments(t *testing.T) {
	sum := sha256.Sum256([]byte("hi"))
	list := `"documents": [{"sha256":"` + hex.EncodeToString(sum[:]) + `","name":"n","body":"aGk="}]`
	for _, c := range []struct{ name, in, want string }{
		{"last", `{"a":1,` + "\n" + list + `}`, `{"a":1` + "\n" + `}`},
		{"first", `{` + list + `,"a":1}`, `{"a":1}`},
		{"alone", `{` + list + `}`, `{}`},
		{"between", `{"a":1,` + list + `,"b":2}`, `{"a":1,"b":2}`},
	} {
		documents, rest, err := cutDocuments([]byte(c.in))
		if err != nil || len(documents) != 1 || string(documents[0].Body) != "hi" {
			t.Errorf("%s: %v, %v", c.name, documents, err)
		}
		if len(rest) != len(c.in) || bytes.Count(rest, []byte("\n")) != strings.Count(c.in, "\n") {
			t.Errorf("%s: lines have moved: %q", c.name, rest)
		}
		if got := strings.ReplaceAll(string(rest), " ", ""); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for _, text := range []string{`"documents"`, `{"title":"\"documents\" here"}`, `{"a":{"documents":[]}}`, `{"a":1,"documents`, `["documents"]`} {
		if documents, rest, err := cutDocuments([]byte(text)); documents != nil || string(rest) != text || err != nil {
			t.Errorf("%s: %v %q %v", text, documents, rest, err)
		}
	}
}

// TestImportIsOneEdit holds an import to being taken back by one undo.
func TestImportIsOneEdit(t *testing.T) {
	t.Chdir(workspace(t))
	before, _, _ := runVerb(t, "", "export", "pair.fairweather")
	if out, errs, code := runVerb(t, "", "import", "clash.json", "--into", "pair.fairweather", "--analyst", "Mole"); code != BadData || !strings.Contains(out, "2 added") {
		t.Fatalf("exit code %d: %s%s", code, out, errs)
	}
	f, err := casefile.Open(t.Context(), "pair.fairweather", casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	edits, err := f.Edits(t.Context(), 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(edits) != 2 || edits[0].Analyst != "Mole" || edits[0].Label != "Import clash.json" {
		t.Errorf("edits: %+v", edits)
	}
	c, _, err := f.Undo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	after, err := ledger.MarshalCase(c)
	if err != nil {
		t.Fatal(err)
	}
	if string(after) != before {
		t.Error(firstDifference(string(after), before))
	}
}

// TestImportChecks holds an import into a case to bringing no error into it,
// and to leaving out no more than it must.
func TestImportChecks(t *testing.T) {
	c := mustOpen(t, "testdata/pair.json").c
	in := ledger.NewCase([]ledger.Record{
		&ledger.Actor{ID: "x", Label: "X-ray", Type: "state"},
		&ledger.Actor{ID: "y", Type: "state"}, // no name
		&ledger.Conduct{ID: "k1", Moment: "m1", From: "x", To: "alpha", Date: edtf.MustParse("1999"), What: "Spoke."},
		&ledger.Conduct{ID: "k2", Moment: "m1", From: "y", To: "alpha", Date: edtf.MustParse("1999"), What: "Spoke."}, // falls with y
		&ledger.Note{ID: "k3", Title: "On what falls with y", On: []string{"k2"}},                                     // and so on
		&ledger.Moment{ID: "alpha", Title: "The id of an actor", InNeed: []string{"x"}, Start: edtf.MustParse("1999"), Type: "war"},
	})
	fits, refused := fit(c, in)
	var ids, out []string
	for _, r := range fits {
		ids = append(ids, r.RecordID())
	}
	for _, r := range refused {
		out = append(out, r.id)
	}
	slices.Sort(out)
	if got := fmt.Sprint(ids, out); got != "[x k1] [alpha k2 k3 y]" {
		t.Error(got)
	}
}

// FuzzImport holds the reader of exported cases to never panicking, and to
// giving the same bytes again for whatever it accepts.
func FuzzImport(f *testing.F) {
	for _, name := range []string{"pair.json", "bare.json", "broken.json"} {
		body, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte(`{"format":"fairweather-case","version":1,"documents":[]}`))
	f.Add([]byte(`{"documents":[],"format":"fairweather-case","version":1,"actors":[{"id":"a"}]}`))
	f.Add([]byte("\xef\xbb\xbf{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := readCase("fuzz", data)
		if err != nil {
			return
		}
		if _, err := src.check(t.Context()); err != nil {
			t.Fatal(err)
		}
		first, err := ledger.MarshalCase(src.c)
		if err != nil {
			t.Fatal(err)
		}
		if first, err = joinDocuments(first, src.documents); err != nil {
			t.Fatal(err)
		}
		again, err := readCase("again", first)
		if err != nil || len(again.bad) > 0 {
			t.Fatalf("what was written is not read: %v %v\n%s", err, again, first)
		}
		second, err := ledger.MarshalCase(again.c)
		if err != nil {
			t.Fatal(err)
		}
		if second, err = joinDocuments(second, again.documents); err != nil || !bytes.Equal(first, second) {
			t.Fatalf("written twice, the bytes differ: %v\n%s\n%s", err, first, second)
		}
	})
}

func BenchmarkAssess(b *testing.B) {
	data, err := assets.Case(assets.FirstCase)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var out bytes.Buffer
		p := &program{stdin: bytes.NewReader(data), stdout: &out, stderr: &out, now: time.Now}
		if code := p.run(context.Background(), []string{"assess", "-", "--json"}); code != Done {
			b.Fatal(out.String())
		}
	}
}
