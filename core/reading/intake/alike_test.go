package intake

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wires makes n different stories of many sentences; the words of different
// stories are of one matter, so that single words tell nothing.
func wires(n, sentences int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("Norway Ukraine promised delivery postponed minister parliament systems air defence winter crews trained factory orders allies support sanctions embassy envoy talks treaty border strike power station Kyiv Oslo the a of in to for with and said would had been after before because while two new last")
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for s := range sentences {
			if s%4 == 0 && s > 0 {
				b.WriteString("\n\n")
			}
			for range 18 {
				b.WriteString(words[r.IntN(len(words))] + " ")
			}
			b.WriteString("end.\n")
		}
		out[i] = b.String()
	}
	return out
}

// edited changes one word in every n.
func edited(s string, n int) string {
	words := strings.Fields(s)
	for i := n - 1; i < len(words); i += n {
		words[i] = fmt.Sprintf("changed%d", i)
	}
	return strings.Join(words, " ")
}

func TestAlike(t *testing.T) {
	all := wires(30, 40)
	paragraphs := strings.Split(all[3], "\n\n")
	boiler := strings.Repeat("Subscribe now to read all of our stories without advertising, on every device and at any time. ", 3)
	menu := strings.Repeat("Home World Business Sport Weather Opinion Podcasts Newsletters Contact ", 12)
	for _, c := range []struct {
		name, text string
		want       Relation // to the fourth story; empty: to none
	}{
		{"word for word", all[3], Same},
		{"other marks and capitals", strings.ToUpper(strings.ReplaceAll(all[3], ".", "!")), Same},
		{"another headline", "EXCLUSIVE: what the papers say\n\n" + all[3], Republication},
		{"the first third of it", strings.Join(paragraphs[:len(paragraphs)/3], "\n\n"), Republication},
		{"the last third of it", strings.Join(paragraphs[len(paragraphs)*2/3:], "\n\n"), Republication},
		{"boilerplate around", menu + all[3] + boiler, Republication},
		{"shortened, with another headline and boilerplate", boiler + "Late again\n\n" + strings.Join(paragraphs[:len(paragraphs)*2/3], "\n\n") + boiler, Republication},
		{"one word in thirty changed", edited(all[3], 30), Republication},
		{"one word in six changed", edited(all[3], 6), Alike},
		{"within a longer piece", all[20][:2000] + all[3] + all[21][:2000], Republication},
		{"half of it within a longer piece", wires(40, 40)[35] + strings.Join(paragraphs[:len(paragraphs)/2], "\n\n") + wires(40, 60)[36], Alike},
		{"another story of the same matter", wires(40, 40)[38], ""},
		{"its first words", strings.Join(strings.Fields(all[3])[:8], " "), ""},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := NewIndex()
			for i, s := range all[:10] {
				if l := x.Add(fmt.Sprint(i), "", s); len(l) > 0 {
					t.Fatalf("story %d repeats %v", i, l)
				}
			}
			got := x.Like("", c.text)
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("got %+v", got)
			case c.want != "" && (len(got) != 1 || got[0].ID != "3" || got[0].Relation != c.want):
				t.Errorf("got %+v, want %s", got, c.want)
			}
		})
	}
}

func TestSameBytes(t *testing.T) {
	x := NewIndex()
	x.Add("a", "s1", "Words.")
	if got := x.Like("s1", "Quite other words."); len(got) != 1 || got[0].Relation != Same {
		t.Errorf("got %+v", got)
	}
	if x.Add("a", "s2", "Other."); x.Len() != 1 {
		t.Error("an id stands for two texts")
	}
}

// TestVoices holds ten copies of a wire story to being one voice.
func TestVoices(t *testing.T) {
	all := wires(3, 40)
	half := strings.Split(all[0], "\n\n")
	x := NewIndex()
	for i, s := range []string{all[0], all[1], "Headline\n\n" + all[0], edited(all[0], 40), strings.Join(half[:3], "\n\n"), strings.Join(half[6:], "\n\n"), all[2], all[0]} {
		x.Add(fmt.Sprint(i), fmt.Sprint("sha", i), s)
	}
	var got []string
	for i := range x.Len() {
		got = append(got, x.Voice(fmt.Sprint(i)))
	}
	if strings.Join(got, " ") != "0 1 0 0 0 0 6 0" {
		t.Errorf("voices: %q", got)
	}
	// Two parts come first, the whole shows them to be one.
	x = NewIndex()
	x.Add("head", "", strings.Join(half[:4], "\n\n"))
	x.Add("tail", "", strings.Join(half[5:], "\n\n"))
	x.Add("whole", "", all[0])
	if x.Voice("tail") != "head" || x.Voice("whole") != "head" || x.Voice("none") != "" {
		t.Errorf("voices: %q, %q", x.Voice("tail"), x.Voice("whole"))
	}
}

// TestAlikeHolds checks what must hold of any texts.
func TestAlikeHolds(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "b", "c", "Iran", "ок", "中", "1"})
	rapid.Check(t, func(t *rapid.T) {
		a := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "a"), " ")
		b := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "b"), " ")
		x := NewIndex()
		x.Add("a", "", a)
		x.Add("b", "", b)
		y := NewIndex()
		y.Add("b", "", b)
		ab, ba := x.Like("", b), y.Like("", a)
		for _, l := range append(ab, ba...) {
			if l.Shared <= 0 || l.Shared > 1 || l.Shared < l.OfThis || l.Shared < l.OfThat {
				t.Fatalf("%+v", l)
			}
		}
		for _, l := range ab {
			if l.ID != "a" {
				continue
			}
			if len(ba) != 1 || ba[0].Shared != l.Shared || ba[0].OfThis != l.OfThat || ba[0].Relation != l.Relation {
				t.Fatalf("one way %+v, the other %+v", l, ba)
			}
		}
	})
}

func BenchmarkAlike(b *testing.B) {
	all := wires(1_000, 50)
	b.Run("enter a thousand", func(b *testing.B) {
		for b.Loop() {
			x := NewIndex()
			for i, s := range all {
				x.Add(fmt.Sprint(i), "", s)
			}
		}
	})
	x := NewIndex()
	for i, s := range all {
		x.Add(fmt.Sprint(i), "", s)
	}
	copied := edited(all[500], 40)
	b.Run("look one up", func(b *testing.B) {
		for b.Loop() {
			if l := x.Like("", copied); len(l) != 1 {
				b.Fatal(l)
			}
		}
	})
}
