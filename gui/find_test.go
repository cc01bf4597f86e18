package gui

import "testing"

// A whole word at the beginning goes before a longer one that begins alike.
func TestReadIsFoundBeforeReadings(t *testing.T) {
	w := newWindow(t, "")
	f := &finder{w: w}
	for text, want := range map[string]string{"read page": "Read", "readings page": "Readings", "what if page": "What if", "records page": "Records"} {
		got := f.commands(text)
		if len(got) == 0 || got[0].title != want {
			t.Errorf("%q finds %+v, want the page %s first", text, got, want)
		}
	}
}
