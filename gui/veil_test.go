package gui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
)

// What the other analyst's ratings say; nothing else in the case says it.
const (
	otherRatio = "7/3"
	otherWhy   = "unheard"
)

// rated gives a case with a matrix of two readings and two notes, and conduct and a
// source to rate.
func rated() *ledger.Case {
	d := edtf.MustParse
	records := []ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "Debate", Question: ledger.Question{Relier: "a001", Partner: "a002"}},
		&ledger.Actor{ID: "a001", Label: "Aland", Type: "state"}, &ledger.Actor{ID: "a002", Label: "Bland", Type: "state"},
		&ledger.Source{ID: "s001", Title: "Report", Publisher: "Press", Reliability: "A", Seen: "page"},
		&ledger.Moment{ID: "m001", Title: "The war", InNeed: []string{"a001"}, Start: d("2015-01-01"), Type: "war"},
		&ledger.Conduct{ID: "c001", Moment: "m001", From: "a002", To: "a001", Date: d("2015-01-11"), Rung: 1, What: "Spoke up", Citations: []ledger.Citation{{Source: "s001", Credibility: 2}}},
		&ledger.Hypothesis{ID: "h001", Title: "Stability"}, &ledger.Hypothesis{ID: "h002", Title: "Crisis"},
		&ledger.Note{ID: "n001", Title: "A pact was signed", Date: d("2014")}, &ledger.Note{ID: "n002", Title: "A debt was forgiven", Date: d("2016")},
	}
	return ledger.NewCase(records)
}

// ratingsBy are all that an analyst can rate of it.
func ratingsBy(who string, first int, value, why string) []ledger.Change {
	var out []ledger.Change
	add := func(r ledger.Rating) {
		r.ID, r.Analyst, r.Why = fmt.Sprintf("r%03d", first+len(out)), who, why
		out = append(out, ledger.Change{ID: r.ID, Record: &r})
	}
	for _, n := range []string{"n001", "n002"} {
		for _, h := range []string{"h001", "h002"} {
			add(ledger.Rating{Subject: "cell", Record: n, Hypothesis: h, Value: value})
		}
	}
	add(ledger.Rating{Subject: "rung", Record: "c001", Value: "4"})
	add(ledger.Rating{Subject: "reliability", Record: "s001", Value: "E"})
	return out
}

// textsIn gathers every text that an object draws.
func textsIn(o fyne.CanvasObject, out *strings.Builder) {
	if !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *canvas.Text:
		out.WriteString(o.Text + " ")
	case *fyne.Container:
		for _, c := range o.Objects {
			textsIn(c, out)
		}
	case *container.Scroll:
		textsIn(o.Content, out)
	case *widget.Entry:
		out.WriteString(o.Text + " ")
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			textsIn(c, out)
		}
	}
}

// told gives all that the window shows now, and what Copy would take of the page.
func told(w *Window) string {
	var b strings.Builder
	w.draw()
	textsIn(w.win.Canvas().Content(), &b)
	for _, o := range w.win.Canvas().Overlays().List() {
		textsIn(o, &b)
	}
	if p, ok := w.Page().(page.Copier); ok {
		b.WriteString(p.TSV())
	}
	return b.String()
}

// leaks lists the places of the window that tell how another analyst rated.
func leaks(t *testing.T, w *Window) (out []string) {
	t.Helper()
	look := func(where string) {
		if text := told(w); strings.Contains(text, otherRatio) || strings.Contains(text, otherWhy) {
			out = append(out, where)
		}
	}
	for _, id := range []string{"r001", "r005", "r006", "n001", "c001", "s001"} {
		w.s.Select(id)
		look("record " + id)
		w.inspector.History()
		look("history of " + id)
		w.inspector.History()
	}
	for i, p := range page.Pages {
		w.Open(i)
		look("page " + p.Name)
		if p.Name == "History" {
			g := gridOf(t, w)
			for _, r := range g.Rows() {
				g.Select(r.Key)
				g.OnSelect(r.Key)
				look("edit " + r.Key)
			}
		}
	}
	for _, text := range []string{"Other", otherWhy, "7", "rating"} {
		w.Do("find")
		w.win.Canvas().Focused().(*finderEntry).SetText(text)
		for _, l := range w.win.Canvas().Focused().(*finderEntry).f.lines {
			if strings.Contains(l.title+l.detail, otherRatio) || strings.Contains(l.title+l.detail, otherWhy) || strings.Contains(l.title, "Other") {
				out = append(out, "found: "+l.title)
			}
		}
		w.win.Canvas().Focused().(*finderEntry).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	return out
}

// export writes the brief from its page and gives it.
func export(t *testing.T, w *Window) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "brief.md")
	w.Do("page brief")
	field, _, ok := find(w, func(f *page.Field) bool { return strings.HasSuffix(f.Text, ".pdf") || strings.HasSuffix(f.Text, ".md") })
	if !ok {
		t.Fatal("no field for the path of the brief")
	}
	field.SetText(path)
	field.OnSubmitted(path)
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Each analyst rates alone: until their own ratings are done, no place of the
// window tells how others rated - not the pages, not a record, not the history,
// the search, the brief, nor the merge that brings the ratings in.
func TestBlindInEveryPlaceOfTheWindow(t *testing.T) {
	dir := t.TempDir()
	mine, theirs := filepath.Join(dir, "mine"+casefile.Extension), filepath.Join(dir, "theirs"+casefile.Extension)
	ctx := context.Background()
	f, err := casefile.Create(ctx, mine, rated(), "Begin", casefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(ctx, theirs); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f, err = casefile.Open(ctx, theirs, casefile.Options{Analyst: "Other"})
	if err != nil {
		t.Fatal(err)
	}
	for i, ch := range ratingsBy("Other", 1, otherRatio, otherWhy) {
		if _, err := f.Apply(ctx, casefile.Edit{Label: fmt.Sprintf("Rate %s %s number %d", otherRatio, otherWhy, i), Changes: []ledger.Change{ch}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	w := newWindow(t, mine)
	w.mergeFrom(theirs)
	if text := told(w); strings.Contains(text, otherRatio) || strings.Contains(text, otherWhy) || !strings.Contains(text, "Other") {
		t.Error("the merge tells how the other rated")
	}
	ok, _, found := find(w, func(b *page.KeyButton) bool { return b.Text == "Merge" })
	if !found {
		t.Fatal("nothing to merge")
	}
	ok.OnTapped()
	if n := len(w.s.State().Whole.Ratings()); n != 6 {
		t.Fatalf("%d ratings after the merge, want 6", n)
	}
	// With a name, nothing rated; then all but one cell.
	own := ratingsBy("Tester", 101, "C", "")
	for _, step := range [][]ledger.Change{nil, own[:3]} {
		if step != nil {
			w.s.Apply(casefile.Edit{Label: "Rate", Changes: step}, nil)
		}
		for _, where := range leaks(t, w) {
			t.Errorf("with %d ratings of one's own, %s tells how the other rated", len(step), where)
		}
		if text := export(t, w); strings.Contains(text, otherRatio) || strings.Contains(text, "Other") {
			t.Errorf("with %d ratings of one's own, the brief tells how the other rated", len(step))
		}
	}
	// Done: the others appear.
	w.s.Apply(casefile.Edit{Label: "Rate", Changes: own[3:]}, nil)
	all := strings.Join(leaks(t, w), "\n")
	for _, where := range []string{"record r001", "record c001", "record s001", "page Readings", "page Records", "found:"} {
		if !strings.Contains(all, where) {
			t.Errorf("with all rated, %s does not show the other's ratings; shown: %s", where, all)
		}
	}
	// Another who takes the keyboard has to rate alone again; a reader has no name.
	w.s.SetAnalyst("Third")
	if where := leaks(t, w); len(where) > 0 {
		t.Errorf("to a third analyst %v tell how others rated", where)
	}
	w.s.SetAnalyst("")
	if !strings.Contains(strings.Join(leaks(t, w), "\n"), "page Readings") {
		t.Error("a reader without a name does not see the ratings")
	}
}
