package timeline

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFit: what is cut says so at the end at which it is read last, and fits.
func TestFit(t *testing.T) {
	r := newRuler(11)
	texts := []string{"Statement condemning the strikes", "رأی علیه قطعنامه در شورای حکام", "Заявление МИД о ударах", "关于打击的声明，外交部", "IAEA"}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		room := float32(rapid.IntRange(0, 300).Draw(t, "room"))
		got := r.fit(text, room)
		switch {
		case got == text:
			if r.width(text) > room {
				t.Fatalf("%q is wider than %v", text, room)
			}
		case got == "":
			if r.width(text) <= room {
				t.Fatalf("%q has room in %v", text, room)
			}
		case r.width(got) > room:
			t.Fatalf("%q is %v wide, wider than %v", got, r.width(got), room)
		case rightToLeft(text) != strings.HasPrefix(got, "…") || rightToLeft(text) == strings.HasSuffix(got, "…"):
			t.Fatalf("%q has its ellipsis at the wrong end", got)
		}
	})
}

// TestWrap: no line is wider than there is room, and the last says if more follows.
func TestWrap(t *testing.T) {
	r := newRuler(11)
	text := "Foreign ministry called the strikes unprovoked; offered mediation to both sides and asked the Council to meet"
	for _, lines := range []int{1, 2, 9} {
		got := r.wrap(text, 150, lines)
		for _, l := range got {
			if r.width(l) > 150 {
				t.Errorf("%q is %v wide", l, r.width(l))
			}
		}
		whole := strings.Join(got, " ") == text
		if whole != (lines == 9) || !whole && !strings.HasSuffix(got[len(got)-1], "…") {
			t.Errorf("in %d lines: %q", lines, got)
		}
	}
}
