package view

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// The runs of a line stand in the order in which they are read.
func TestProseOrder(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name  string
		texts []string
		want  []int // of the runs, from left to right
	}{
		{"left to right", []string{"one ", "two ", "three"}, []int{0, 1, 2}},
		{"right to left", []string{"یک ", "دو ", "سه"}, []int{2, 1, 0}},
		{"right to left with words of the other direction", []string{"یک دو سه ", "two ", "three ", "چهار پنج"}, []int{3, 1, 2, 0}},
		{"a number between words of the other direction goes with them", []string{"یک دو سه ", "two ", "2 ", "three ", "چهار"}, []int{4, 1, 2, 3, 0}},
		{"left to right with words of the other direction", []string{"one and one ", "دو ", "سه ", "four"}, []int{0, 2, 1, 3}},
	} {
		p := NewProse("")
		spans := make([]Span, len(c.texts))
		for i, text := range c.texts {
			spans[i] = Span{Text: text, Bold: i%2 == 1}
		}
		p.SetSpans(spans)
		p.Resize(fyne.NewSize(600, 40))
		objects := slices.Clone(test.WidgetRenderer(p).Objects())
		slices.SortFunc(objects, func(a, b fyne.CanvasObject) int { return int(a.Position().X - b.Position().X) })
		var got, want []string
		for _, o := range objects {
			got = append(got, strings.TrimSpace(o.(*canvas.Text).Text))
		}
		for _, n := range c.want {
			want = append(want, strings.TrimSpace(c.texts[n]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: from left to right %q, want %q", c.name, got, want)
		}
	}
}

// A paragraph without a word from right to left stays at the left beside one that
// has some.
func TestProseParagraphs(t *testing.T) {
	test.NewTempApp(t)
	p := NewProse("")
	p.SetSpans([]Span{{Text: "one two.\n"}, {Text: "یک دو"}})
	p.Resize(fyne.NewSize(600, 80))
	objects := test.WidgetRenderer(p).Objects()
	if len(objects) != 2 || objects[0].Position().X != 0 || objects[1].Position().X < 400 {
		t.Errorf("the paragraphs stand at %v", objects)
	}
}

// What a line from right to left holds is cut so that each object is of one
// direction, with brackets turned and signs apart; a link stays whole.
func TestProseFromTheRight(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name  string
		spans []Span
		want  []string // from right to left
	}{
		{"a full stop ends at the left", []Span{{Text: "یک دو."}}, []string{"یک دو", "."}},
		{"brackets turn, a number keeps its order", []Span{{Text: "یک (۱۲) دو"}}, []string{"یک", ")", "۱۲", "(", "دو"}},
		{"a name in Latin letters stands between the words", []Span{{Text: "یک دو Iran سه"}}, []string{"یک دو", "Iran", "سه"}},
		{"a date is one", []Span{{Text: "یک 1997-1-31 دو"}}, []string{"یک", "1997-1-31", "دو"}},
		{"a link of a number and a word", []Span{{Text: "یک "}, {Text: "۱۲ دو", Key: "x"}, {Text: "."}}, []string{"یک", "دو" + leftMark + " " + leftMark + "۱۲", "."}},
	} {
		p := NewProse("")
		p.SetSpans(c.spans)
		p.Resize(fyne.NewSize(600, 40))
		objects := slices.Clone(test.WidgetRenderer(p).Objects())
		slices.SortFunc(objects, func(a, b fyne.CanvasObject) int { return int(b.Position().X - a.Position().X) })
		var got []string
		for _, o := range objects {
			switch o := o.(type) {
			case *canvas.Text:
				got = append(got, o.Text)
			case *Link:
				got = append(got, o.text)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if right := objects[0].Position().X + objects[0].Size().Width; right < 598 || right > 602 {
			t.Errorf("%s: the line begins at %.0f of 600", c.name, right)
		}
	}
}
