package casefile

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func ids(t testing.TB, f *File, q string) []string {
	t.Helper()
	hits, err := f.Search(ctx, q, 0)
	if err != nil {
		t.Fatalf("search %q: %v", q, err)
	}
	var out []string
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}

func TestSearch(t *testing.T) {
	f := newFile(t, small())
	for _, c := range []struct {
		q    string
		want []string
	}{
		{"communique", []string{"s001"}},
		{"COMMUNIQUÉ", []string{"s001"}},
		{"comm", []string{"s001"}},
		{"nordland", []string{"north"}},
		{"blockade", []string{"m001"}},
		{"c001", []string{"c001"}},
		{`"an envoy"`, []string{"c001"}},
		{`"envoy an"`, nil},
		{"envoy sea", []string{"c001"}},
		{"partly", []string{"p001"}},
		{"nothing of the kind", nil},
		{"***", nil},
		{"", nil},
	} {
		if got := ids(t, f, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.q, got, c.want)
		}
	}
	hits, err := f.Search(ctx, "envoy", 1)
	if err != nil || len(hits) != 1 || hits[0].ID != "c001" || hits[0].Kind != ledger.KindConduct || hits[0].Title != "Sent an envoy" || !strings.Contains(hits[0].Snippet, "Sent an envoy") {
		t.Errorf("the title counts more: %+v, %v", hits, err)
	}
}

func TestSearchFollowsEdits(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "x", append(set(conduct("c001", "Sent grain")), ledger.Change{ID: "n001"})...)
	if got := ids(t, f, "envoy"); slices.Contains(got, "c001") {
		t.Errorf("the old text is still found: %v", got)
	}
	if got := ids(t, f, "grain"); !slices.Equal(got, []string{"c001"}) {
		t.Errorf("grain: %v", got)
	}
	if got := ids(t, f, "disputed"); got != nil {
		t.Errorf("deleted: %v", got)
	}
	undo(t, f)
	if got := ids(t, f, "disputed"); !slices.Equal(got, []string{"n001"}) {
		t.Errorf("undone: %v", got)
	}
	f.Close()
	f = open(t, f.Path())
	if got := ids(t, f, "disp"); !slices.Equal(got, []string{"n001"}) {
		t.Errorf("reopened: %v", got)
	}
}

func TestDocuments(t *testing.T) {
	f := newFile(t, small())
	body := []byte("<html><style>hidden</style><body>The <b>Protocol</b> of Bögen</body><script>secret</script></html>")
	sha, err := f.AddDocument(ctx, "protocol.html", "text/html; charset=utf-8", body)
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.AddDocument(ctx, "copy.html", "text/html", body)
	if err != nil || again != sha {
		t.Errorf("the same again: %s, %v", again, err)
	}
	empty, err := f.AddDocument(ctx, "empty", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := f.AddDocument(ctx, "Vertrag.pdf", "application/pdf", []byte("%PDF\x00\xff"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Document(ctx, sha)
	if err != nil || string(d.Body) != string(body) || d.Name != "protocol.html" || d.Size != int64(len(body)) || d.Added.IsZero() {
		t.Errorf("%+v, %v", d, err)
	}
	if list, err := f.Documents(ctx); err != nil || len(list) != 3 || list[1].SHA256 != empty || list[2].SHA256 != pdf || list[0].Body != nil {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := f.Document(ctx, strings.Repeat("0", 64)); !errors.Is(err, ErrNoDocument) {
		t.Errorf("none: %v", err)
	}
	if hits, err := f.Search(ctx, "protocol bogen", 0); err != nil || len(hits) != 1 || hits[0].Kind != KindDocument || hits[0].ID != sha || hits[0].Snippet != "The Protocol of Bögen" {
		t.Errorf("%+v, %v", hits, err)
	}
	if got := ids(t, f, "vertr"); !slices.Equal(got, []string{pdf}) {
		t.Errorf("by name: %v", got)
	}
	for _, q := range []string{"hidden", "secret", "html"} {
		if hits := ids(t, f, q); q != "html" && hits != nil {
			t.Errorf("%s: %v", q, hits)
		}
	}
	source := ledger.Clone(must(f.Case().Get("s001"))).(*ledger.Source)
	source.Document = sha
	apply(t, f, "attach", set(source)...)
	if hits, err := f.Search(ctx, "bogen", 0); err != nil || len(hits) != 1 || hits[0].ID != "s001" || hits[0].Kind != ledger.KindSource || hits[0].Document != sha {
		t.Errorf("as its source: %+v, %v", hits, err)
	}
	sound(t, f)
	other := open(t, f.Path())
	if d, err := other.Document(ctx, pdf); err != nil || string(d.Body) != "%PDF\x00\xff" {
		t.Errorf("%+v, %v", d, err)
	}
}

// Every text field of every kind of record can be found by its words, unless it
// names another record or says how a choice was made.
func TestEveryTextIsSearchable(t *testing.T) {
	references := []string{
		"ID", "Relier", "Partner", "Situation", "Words", "A", "B", "Reliability", "Seen", "Republishes", "Document", "InNeed", "Moment", "From", "To",
		"Against", "Actor", "On", "Record", "Hypothesis", "Source", "AsOf",
	}
	for _, k := range ledger.Kinds {
		r, err := ledger.New(k, "x001")
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{} // text by field
		n := 0
		var fill func(v reflect.Value, field string)
		fill = func(v reflect.Value, field string) {
			switch {
			case v.Type() == reflect.TypeFor[edtf.Date]():
				n++
				d := edtf.MustParse([]string{"1901", "1902", "1903", "1904"}[n%4])
				v.Set(reflect.ValueOf(d))
				want[field] = d.String()
			case v.Kind() == reflect.Struct:
				for i := range v.NumField() {
					if name := v.Type().Field(i).Name; !slices.Contains(references, name) || v.Field(i).Kind() == reflect.Slice && v.Field(i).Type().Elem().Kind() == reflect.Struct {
						fill(v.Field(i), field+"."+name)
					}
				}
			case v.Kind() == reflect.Slice:
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
				fill(v.Index(0), field)
			case v.Kind() == reflect.String:
				n++
				v.SetString("word" + strings.Repeat("x", n))
				want[field] = v.String()
			}
		}
		fill(reflect.ValueOf(r).Elem(), string(k))
		title, text := searchable(r)
		for field, s := range want {
			if !strings.Contains(title+"\n"+text+"\n", s+"\n") {
				t.Errorf("%s cannot be found", field)
			}
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"envoy", `"a b`, "a*", "NEAR(a b)", "title:x", "-x", "^", "\x00", "ü", "中"} {
		f.Add(q)
	}
	file, err := Create(ctx, f.TempDir()+"/x.fairweather", small(), "import", Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { file.Close() })
	f.Fuzz(func(t *testing.T, q string) {
		if _, err := file.Search(ctx, q, 5); err != nil {
			t.Fatalf("%q: %v", q, err)
		}
	})
}
