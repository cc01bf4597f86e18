package view

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
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
		if len(objects) != len(c.texts) {
			t.Fatalf("%s: %d runs, want %d", c.name, len(objects), len(c.texts))
		}
		order := make([]int, len(objects))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int { return int(objects[i].Position().X - objects[j].Position().X) })
		if !slices.Equal(order, c.want) {
			t.Errorf("%s: from left to right %v, want %v", c.name, order, c.want)
		}
	}
}
