package page

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/ledger/ledgertest"
	"github.com/fairweather-app/fairweather/gui/session"
	_ "github.com/fairweather-app/fairweather/gui/tongue" // before the toolkit asks for a language
)

func TestMain(m *testing.M) {
	test.NewApp()
	os.Exit(m.Run())
}

// stateOf is the state of a window on a case with its own question.
func stateOf(t *testing.T, c *ledger.Case) session.State {
	t.Helper()
	q := assess.DefaultQuestion(c, edtf.DayOf(2026, 1, 15))
	a, err := assess.Answer(c, q, assess.SettingsOf(c))
	if err != nil {
		t.Fatal(err)
	}
	return session.State{Case: c, Path: "test", Question: q, Answer: a}
}

func cases(t *testing.T) map[string]*ledger.Case {
	out := map[string]*ledger.Case{"generated": ledgertest.Generate(500, 4)}
	for _, name := range assets.Names() {
		c, err := session.Bundled(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = c
	}
	return out
}

// Every figure leads to records of the case, and says something.
func TestEveryFigureIsExplained(t *testing.T) {
	for name, c := range cases(t) {
		st := stateOf(t, c)
		keys := []string{figAgainst, figMixed, figMoments, figEffective, figVoices, figUnknown, figContested, figOwed, figAsked, figFirst,
			figPledges, figOpen, figFulfilled, figFailed, figOverdue, figMedian, figTrend, figBacktest, figHalfLife, figChanges, figRestsOn}
		for _, x := range st.Answer.AtLeast {
			keys = append(keys, fmt.Sprintf("%s%d", figRung, int(x.Rung)))
		}
		for i := range st.Answer.Robustness.Fewest {
			keys = append(keys, fmt.Sprintf("%s%d", figFewest, i))
		}
		for _, list := range []string{"records", "sources", "publishers"} {
			keys = append(keys, figInfluence+list+":0")
		}
		for i := range st.Answer.Changes {
			keys = append(keys, fmt.Sprintf("%s%d", figChange, i))
		}
		for _, key := range keys {
			f, ok := explain(st, key)
			if !ok || f.title == "" {
				t.Errorf("%s: %s is not explained", name, key)
				continue
			}
			for _, p := range f.parts {
				for _, it := range p.items {
					if _, ok := c.Get(it.id); !ok || it.title == "" {
						t.Errorf("%s: %s rests on %q, which is not in the case", name, key, it.id)
					}
				}
			}
			for _, s := range f.says {
				if s.Key != "" && s.Text == "" {
					t.Errorf("%s: %s has a link without words", name, key)
				}
			}
		}
		for _, key := range []string{"", "rung:9", "rung:", "fewest:x", "influence:records:99999", "change:-1", "nonsense"} {
			if _, ok := explain(st, key); ok {
				t.Errorf("%s: %q is explained, though there is no such figure", name, key)
			}
		}
	}
}

// A rung's evidence is exactly the conduct of the moments: those with as much
// and those with less are together all moments on record.
func TestRungEvidenceIsComplete(t *testing.T) {
	for name, c := range cases(t) {
		st := stateOf(t, c)
		all := 0
		for _, o := range st.Answer.Observations {
			all += len(o.Records)
		}
		for r := ledger.LowestRung; r <= ledger.HighestRung; r++ {
			f, _ := explain(st, fmt.Sprintf("%s%d", figRung, int(r)))
			n := 0
			for _, p := range f.parts {
				n += len(p.items)
			}
			if n != all {
				t.Errorf("%s: %s lists %d records of %d", name, r, n, all)
			}
		}
	}
}

// The figures of the headline lead to what they rest on, and to nothing else.
func TestHeadlineLinks(t *testing.T) {
	for name, c := range cases(t) {
		a := stateOf(t, c).Answer
		var got []string
		whole := ""
		for _, s := range headlineSpans(a) {
			whole += s.Text
			if s.Key != "" {
				got = append(got, s.Text+"="+s.Key)
			}
		}
		var want []string
		for r := ledger.DiplomaticAct; r <= ledger.Fought; r++ {
			want = append(want, fmt.Sprintf("%s=%s%d", percent(a.AtLeast[r-ledger.LowestRung].Probability), figRung, r))
		}
		want = append(want, percent(a.Against.Probability)+"="+figAgainst)
		if !slices.Equal(got, want) {
			t.Errorf("%s: links are %v, want %v", name, got, want)
		}
		if said := strings.Join(a.Headline, "\n"); strings.ReplaceAll(whole, nbsp, " ") != said {
			t.Errorf("%s: the headline became %q, not %q", name, whole, said)
		}
	}
}

// The figures of the confidence lead to what they count; a source that can change
// a word leads to the strongest that does.
func TestReasonLinks(t *testing.T) {
	for name, c := range cases(t) {
		a := stateOf(t, c).Answer
		got := map[string]string{}
		whole := ""
		for _, s := range confidenceSpans(a) {
			whole += s.Text
			if s.Key != "" {
				got[s.Key] = strings.ReplaceAll(s.Text, nbsp, " ")
			}
		}
		want := map[string]string{figMoments: count(a.Moments, "moment"), figEffective: decimal(a.EffectiveSample), figVoices: count(len(a.Publishers), "publisher"), figRestsOn: count(len(a.RestsOn), "record")}
		for key, text := range want {
			if got[key] != strings.ReplaceAll(text, nbsp, " ") {
				t.Errorf("%s: %s is %q, want %q", name, key, got[key], text)
			}
		}
		if n := len(a.Contested); n > 0 && !strings.Contains(got[figContested], fmt.Sprint(n)) {
			t.Errorf("%s: contested is %q", name, got[figContested])
		}
		for i, s := range a.Robustness.Source {
			if key := fmt.Sprintf("%ssources:%d", figInfluence, i); len(s.Words) > 0 {
				if got[key] == "" {
					t.Errorf("%s: no link to %s in %q", name, key, whole)
				}
				break
			}
		}
		if !strings.Contains(whole, strings.Join(a.Confidence.Reasons, "; ")) {
			t.Errorf("%s: %q does not give the reasons %q", name, whole, a.Confidence.Reasons)
		}
	}
}

// A language's order of words is its own, and what a text of the record says with
// braces stays as it is.
func TestToldKeepsLinks(t *testing.T) {
	var got []string
	for _, s := range told(mute, "{b} before {a}", put("a", "{b}", "first"), put("b", "last", "second")) {
		got = append(got, s.Text+"|"+s.Key)
	}
	if want := []string{"last|second", " before |", "{b}|first"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{percent(.7), "70 %"}, {percent(.001), "under 1 %"}, {interval(.123, .456), "12 to 46 %"}, {interval(.001, .999), "under 1 to over 99 %"}, {betweenShares(0, .456), "between 0 and 46 %"},
		{points(.0134), "+1.3"}, {points(-.0134), "−1.3"}, {points(-.0001), "0.0"},
		{count(1, "moment"), "1 moment"}, {count(2, "hypothesis"), "2 hypotheses"}, {count(0, "copy"), "0 copies"},
		{days(0), "the same day"}, {days(1), "1 day"}, {days(40), "40 days"}, {days(400), "1.1 years"}, {years(1), "1 year"},
		{sentence("épée"), "Épée"}, {join(", ", "a", "", "b"), "a, b"},
	} {
		if got := strings.ReplaceAll(c.got, nbsp, " "); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// block is an object that is as high as its width demands, as a text is.
type block struct {
	*canvas.Rectangle
	area float32
}

func (b *block) MinSize() fyne.Size {
	if b.Size().Width == 0 {
		return fyne.NewSize(10, 10)
	}
	return fyne.NewSize(10, b.area/b.Size().Width)
}

func TestFlow(t *testing.T) {
	var cards []fyne.CanvasObject
	for range 5 {
		cards = append(cards, &block{canvas.NewRectangle(nil), 24000})
	}
	head := &block{canvas.NewRectangle(nil), 80000}
	f := newFlow(10, flowRow{objects: []fyne.CanvasObject{head}, shares: even(1), after: 8}, flowRow{objects: cards})
	f.root.Resize(fyne.NewSize(820, 600))
	if head.Size() != fyne.NewSize(800, 100) {
		t.Errorf("the head is %v", head.Size())
	}
	// Five cards at 800: three and two, each line as high as its text.
	if cards[2].Position().Y != cards[0].Position().Y || cards[3].Position().Y <= cards[0].Position().Y {
		t.Errorf("cards at %v and %v", cards[2].Position(), cards[3].Position())
	}
	if cards[3].Size().Width <= cards[0].Size().Width {
		t.Error("two cards on a line are no wider than three")
	}
	before := f.height
	f.root.Resize(fyne.NewSize(420, 600))
	if f.height <= before {
		t.Errorf("half as wide and no higher: %v, was %v", f.height, before)
	}
	cards[4].Hide()
	narrow := f.height
	f.changed()
	if f.height >= narrow {
		t.Error("a hidden card takes room")
	}
}
