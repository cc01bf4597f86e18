package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
)

func bundled(t testing.TB, name string) *ledger.Case {
	t.Helper()
	data, err := assets.Case(name)
	if err != nil {
		t.Fatal(err)
	}
	c, bad, err := ledger.UnmarshalCase(data)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return c
}

type fataler interface{ Fatalf(string, ...any) }

func asJSON(t fataler, c *ledger.Case) string {
	body, err := ledger.MarshalCase(c)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(body)
}

func thereAndBack(t fataler, c *ledger.Case, documents []Document) *Unpacked {
	files, err := Package(c, documents)
	if err != nil {
		t.Fatalf("%v", err)
	}
	packed, err := Zip(files)
	if err != nil {
		t.Fatalf("%v", err)
	}
	fsys, err := OpenZip(packed)
	if err != nil {
		t.Fatalf("%v", err)
	}
	u, err := ReadPackage(fsys)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if len(u.Bad) > 0 {
		t.Fatalf("%d rows were refused, the first: %v", len(u.Bad), u.Bad[0])
	}
	if got, want := asJSON(t, ledger.NewCase(u.Records)), asJSON(t, c); got != want {
		t.Fatalf("the case does not come back as it went:\n%s\n%s", got, want)
	}
	return u
}

func TestPackageRoundTrip(t *testing.T) {
	for _, name := range assets.Names() {
		t.Run(name, func(t *testing.T) { thereAndBack(t, bundled(t, name), nil) })
	}
	docs := []Document{{sumOf([]byte("one\r\ntwo")), "über.TXT", "text/plain", []byte("one\r\ntwo")}, {sumOf(nil), "../../etc/passwd", "", []byte{}}}
	u := thereAndBack(t, bundled(t, assets.FirstCase), docs)
	slices.SortFunc(docs, func(a, b Document) int { return strings.Compare(a.SHA256, b.SHA256) })
	for i, d := range u.Documents {
		if d.Name != docs[i].Name || !bytes.Equal(d.Body, docs[i].Body) || d.MediaType != docs[i].MediaType {
			t.Errorf("document %+v", d)
		}
	}
	if len(u.Documents) != 2 {
		t.Errorf("%d documents", len(u.Documents))
	}
}

// Texts of all kinds that a table can garble, and every optional field.
func TestPackageRoundTripProperty(t *testing.T) {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", " ", "a,b", "\"", "\"\"", "a\r\nb\rc\n", "=1+1", "-", "null", "true", "1e5", "روسیه", "\t", "a;b", "\u2028", "\ufeff"}), rapid.String())
	rapid.Check(t, func(r *rapid.T) {
		c := ledgertest.Generate(rapid.IntRange(50, 120).Draw(r, "n"), rapid.Uint64().Draw(r, "seed"))
		share := rapid.Float64().Draw(r, "share")
		cite := []ledger.Citation{{Source: "s001", Where: text.Draw(r, "where"), Credibility: rapid.IntRange(0, 9).Draw(r, "cred"), Quote: text.Draw(r, "quote")}}
		m := ledger.Clone(c.Matter()).(*ledger.Matter)
		m.About, m.Language, m.Channels = text.Draw(r, "about"), "fa", []string{text.Draw(r, "channel"), "x"}
		m.Question = ledger.Question{Relier: "a001", Partner: text.Draw(r, "partner"), AsOf: edtf.MustParse("2020~"), Situation: "force"}
		m.Settings = ledger.Settings{HalfLifeYears: &share, Words: text.Draw(r, "words")}
		m.Similarity = []ledger.Similarity{{A: "a001", B: "a002", Value: share, Basis: text.Draw(r, "basis")}}
		if rapid.Bool().Draw(r, "plain") {
			m.Question, m.Settings = ledger.Question{}, ledger.Settings{}
		}
		c = c.With(
			ledger.Change{Record: m},
			ledger.Change{Record: &ledger.Actor{ID: "z1", Label: text.Draw(r, "name"), Aliases: []string{text.Draw(r, "alias"), ""}, COW: 365, Active: edtf.MustParse("1991/..")}},
			ledger.Change{Record: &ledger.Pledge{ID: "z2", Title: text.Draw(r, "title"), Amount: &share, Citations: cite, Tags: []string{text.Draw(r, "tag")},
				Milestones: []ledger.Milestone{{Type: "delayed", Note: text.Draw(r, "note")}, {Type: "fulfilled", Share: &share, Citations: append(cite, cite...)}},
				Obliges:    []ledger.Obligation{{Moments: []string{text.Draw(r, "moment")}, Rung: 3, Against: []string{"a003"}, Note: text.Draw(r, "note")}, {}}}},
			ledger.Change{Record: &ledger.Note{ID: "z3", Text: text.Draw(r, "text"), Contested: true, For: cite, Against: cite, Citations: cite, On: []string{"z1", "z2"}}},
			ledger.Change{Record: &ledger.Dependence{ID: "z4", Low: share, PartOnly: true, SubstitutionMonths: 3, Basis: text.Draw(r, "basis")}},
		)
		thereAndBack(r, c, nil)
	})
}

func TestPackageFolder(t *testing.T) {
	c := bundled(t, assets.FirstCase)
	files, err := Package(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	if err := WriteFolder(dir, files); err != nil {
		t.Fatal(err)
	}
	if err := WriteFolder(dir, files); err == nil {
		t.Error("a folder with files in it was written into")
	}
	root, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	u, err := ReadPackage(root.FS())
	if err != nil || len(u.Bad) > 0 || asJSON(t, ledger.NewCase(u.Records)) != asJSON(t, c) {
		t.Errorf("the folder does not come back: %v, %v", err, u.Bad)
	}
	// A link that leads out of the folder is not followed.
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("id,name\nx,secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "actor.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "actor.csv")); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPackage(root.FS()); err == nil {
		t.Error("a link out of the folder was followed")
	}
}

// memory is a package in memory, with some files replaced.
func memory(t testing.TB, change map[string]func(string) string) fs.FS {
	t.Helper()
	files, err := Package(bundled(t, assets.FirstCase), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if edit, ok := change[f.Name]; ok {
			files[i].Body = []byte(edit(string(f.Body)))
		}
	}
	packed, err := Zip(files)
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := OpenZip(packed)
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

func TestPackageTellsBadRows(t *testing.T) {
	whole := bundled(t, assets.FirstCase).Len()
	add := func(line string) func(string) string { return func(s string) string { return s + line + "\n" } }
	for _, c := range []struct {
		name, file string
		edit       func(string) string
		says       string
	}{
		{"a number that is none", "conduct.csv", add("c999,m001,russia,iran,2020,high,What"), "rung: \"high\" is not a whole number"},
		{"an id that is taken", "actor.csv", add("iran,Iran again,state"), "already that of actor.csv, line"},
		{"no id", "actor.csv", add(",Nobody,state"), "it has no id"},
		{"a date that is none", "source.csv", add("s999,Title,P,,yesterday-ish"), "source.csv, line"},
		{"too many cells", "tag.csv", add("iran,1,a,b,c"), "it has 5 cells where the table has 3 columns"},
		{"a list of nobody", "alias.csv", add("nobody,1,x"), "there is no actor \"nobody\""},
		{"a position that is none", "alias.csv", add("iran,first,x"), "the position \"first\""},
		{"a citation of a milestone that is not there", "citation.csv", add("p001,1,milestones,77,s001,,2,"), "has no milestone \"77\""},
		{"an unknown column", "actor.csv", func(s string) string { return strings.Replace(s, "iso3", "iso4", 1) }, "there is no column \"iso4\""},
		{"a quotation mark left open", "note.csv", add(`n999,"Open`), "a quotation mark is not closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, err := ReadPackage(memory(t, map[string]func(string) string{c.file: c.edit}))
			if err != nil {
				t.Fatal(err)
			}
			if len(u.Records) != whole {
				t.Errorf("%d records, want %d", len(u.Records), whole)
			}
			if !slices.ContainsFunc(u.Bad, func(b *RowError) bool { return b.File == c.file && b.Line > 0 && strings.Contains(b.Error(), c.says) }) {
				t.Errorf("refused %v, want %q", u.Bad, c.says)
			}
		})
	}
	for name, edit := range map[string]func(string) string{
		"not a case": func(s string) string { return strings.Replace(s, `"fairweather":`, `"x":`, 1) },
		"newer":      func(s string) string { return strings.Replace(s, `"version": 1`, `"version": 9`, 1) },
		"a path out": func(s string) string { return strings.Replace(s, `"actor.csv"`, `"../actor.csv"`, 1) },
		"an address": func(s string) string { return strings.Replace(s, `"actor.csv"`, `"https://example.org//a.csv"`, 1) },
		"no JSON":    func(string) string { return "{" },
	} {
		if _, err := ReadPackage(memory(t, map[string]func(string) string{"datapackage.json": edit})); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}

func TestHostileArchives(t *testing.T) {
	pack := func(build func(w *zip.Writer)) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		build(w)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	add := func(name string, body []byte) func(*zip.Writer) {
		return func(w *zip.Writer) {
			m, err := w.Create(name)
			if err == nil {
				_, err = m.Write(body)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, data := range map[string][]byte{
		"a bomb":           pack(add("a.csv", make([]byte, 64<<20))),
		"a path upward":    pack(add("../a.csv", nil)),
		"an absolute path": pack(add("/etc/passwd", nil)),
		"a Windows path":   pack(add(`..\a.csv`, nil)),
		"a drive":          pack(add("C:/a.csv", nil)),
		"thousands of members": pack(func(w *zip.Writer) {
			for i := range maxFiles + 1 {
				add(fmt.Sprint(i), nil)(w)
			}
		}),
		"a link": pack(func(w *zip.Writer) {
			h := &zip.FileHeader{Name: "actor.csv"}
			h.SetMode(0o777 | fs.ModeSymlink)
			if _, err := w.CreateHeader(h); err != nil {
				t.Fatal(err)
			}
		}),
	} {
		if _, err := OpenZip(data); !errors.Is(err, ErrHostile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenZip([]byte("PK\x03\x04 and no more")); err == nil {
		t.Error("a file that was cut short was opened")
	}
}

func FuzzReadPackage(f *testing.F) {
	files, err := Package(bundled(f, assets.FirstCase), nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"actor", "citation", "milestone", "obligation", "matter"} {
		i := slices.IndexFunc(files, func(x File) bool { return x.Name == name+".csv" })
		f.Add(name, files[i].Body)
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		changed := slices.Clone(files)
		for i := range changed {
			if changed[i].Name == name+".csv" {
				changed[i].Body = body
			}
		}
		packed, err := Zip(changed)
		if err != nil {
			return // a name that no archive can hold
		}
		fsys, err := OpenZip(packed)
		if err != nil {
			return
		}
		u, err := ReadPackage(fsys)
		if err != nil {
			return
		}
		// What was read goes out and comes back the same.
		thereAndBack(t, ledger.NewCase(u.Records), nil)
	})
}

func BenchmarkPackage(b *testing.B) {
	c := ledgertest.Generate(10_000, 1)
	for b.Loop() {
		thereAndBack(b, c, nil)
	}
}
