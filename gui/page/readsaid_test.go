package page

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/intake"
	"github.com/fairweather-app/fairweather/core/reading/model"
)

// What the desk says of the candidates of forty texts has a sentence in the
// language of the window.
func TestWhatTheDeskSaysHasASentence(t *testing.T) {
	files, err := filepath.Glob("../../core/reading/testdata/gold/tune/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d texts: %v", len(files), err)
	}
	base, err := words()
	if err != nil {
		t.Fatal(err)
	}
	c := bundled(t, "russia-iran")
	helps := map[string]bool{"": true}
	for _, k := range ledger.Kinds {
		for _, f := range ledger.Schema(k) {
			helps[f.Help] = true
		}
	}
	said := map[string]bool{}
	check := func(what, text string) {
		t.Helper()
		if said[text] {
			return
		}
		said[text] = true
		for _, part := range strings.Split(text, "; ") {
			if _, knew := translated(part, 0); !knew && !helps[part] && !helps[text] {
				if _, whole := translated(text, 0); !whole {
					t.Errorf("%s: no sentence for %q", what, part)
				}
			}
		}
	}
	for _, path := range files {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		src := ledger.Source{Title: "A text", Publisher: "A paper", Date: edtf.MustParse("2024-06-01"), Language: "en"}
		found := reading.Read(string(body), readdesk.MetaOf(&src), base)
		e, id := readdesk.Begin(c, src, len(found), readdesk.Who{Analyst: "Ann"})
		at := c.With(e.Changes...)
		r, err := readdesk.Of(at, id, string(body), readdesk.Proposals(found, readdesk.ByReader), base)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Items {
			it := &r.Items[i]
			if _, knew := translated(it.Candidate.Reason, 0); !knew && len(strings.Fields(it.Candidate.Reason)) > 3 {
				t.Errorf("%s: no sentence for the reason %q", filepath.Base(path), it.Candidate.Reason)
			}
			for _, m := range it.Matches {
				check("match", m.Why)
			}
			d, err := readdesk.Suggest(at, r, i, base)
			if err != nil {
				check("draft", err.Error())
				continue
			}
			for _, s := range d.Told {
				check("told", s)
			}
			for _, m := range d.Missing {
				check("missing", m.Message)
				check("what to do", m.Fix)
			}
		}
	}
	if len(said) < 60 {
		t.Errorf("only %d sentences were said", len(said))
	}
}

// Notes and refusals of hostile files, and what the model's settings refuse.
func TestRefusalsHaveASentence(t *testing.T) {
	for _, text := range []string{
		"read x.pdf: there is no text in it: its 3 pages are pictures of text, a scan; have the text recognised first (OCRmyPDF does), then read the new file",
		"read x.docx: it unpacks to far more than it holds, as a zip bomb does; it is not read",
		"read x.pdf: it declares 1000000 pages, the most that is read is 5000; cut it into parts",
		"read x.txt: it has 2000 MB, the most that is read is 64 MB; cut it into parts",
		"fetch http://a/feed: the answer does not end before 64 MB, the most that is read",
	} {
		if _, knew := translated(text, 0); !knew {
			t.Errorf("no sentence for %q", text)
		}
	}
	list, err := intake.Parse(t.Context(), "page.html", []byte("<html><head><title>A</title></head><body><script>alert(1)</script><p hidden>no</p><p>Russia condemned the strikes on Iran.</p></body></html>"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list[0].Notes {
		if _, knew := translated(n, 0); !knew {
			t.Errorf("no sentence for the note %q", n)
		}
	}
	for _, s := range []model.Settings{{BaseURL: "nowhere", Model: "m"}, {BaseURL: "http://far.example/v1", Model: "m"}, {BaseURL: "ftp://a/v1", Model: "m"}, {}} {
		if _, knew := translated(s.Check().Error(), 0); !knew {
			t.Errorf("no sentence for %q", s.Check())
		}
	}
}

func TestSentencesOfTheCoreAreFoundAgain(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"Poland is new to the case and is entered with it", "{a} is new to the case and is entered with it"},
		{"probability 0.5 is proposed: “could” is the band around 0.5 in ICD 203", "probability {a} is proposed: {b}"},
		{"conduct between the two at that time, in the same words", "{a}, in the same words"},
		{"it is asserted as opinion: it is kept as a note, not as milestone; change the modality if the text reports a fact", "it is asserted as {a}: it is kept as a note, not as {b}; change the modality if the text reports a fact"},
	} {
		_, list := patterns()
		i := slices.IndexFunc(list, func(p pattern) bool { return p.key == x.want && p.re.MatchString(x.text) })
		own, knew := translated(x.text, 0)
		if i < 0 || !knew || own != x.text {
			t.Errorf("%q: pattern %d, known %v, said %q", x.text, i, knew, own)
		}
	}
	if got := inTongue("nothing that is known"); got != "nothing that is known" {
		t.Errorf("an unknown sentence becomes %q", got)
	}
}
