package timeline

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// ruler measures text and remembers: of the thousands of labels that might be
// shown, measuring is the cost.
type ruler struct {
	size   float32
	widths map[string]float32
	runes  map[rune]float32
	cuts   map[cut]string
}

type cut struct {
	text  string
	width float32
}

// rulerLimit is how many texts are remembered before all are forgotten.
const rulerLimit = 20000

func newRuler(size float32) *ruler {
	r := &ruler{size: size}
	r.forget()
	return r
}

func (r *ruler) forget() {
	r.widths, r.runes, r.cuts = map[string]float32{}, map[rune]float32{}, map[cut]string{}
}

// width gives the width of a text.
func (r *ruler) width(text string) float32 {
	if w, ok := r.widths[text]; ok {
		return w
	}
	if len(r.widths) > rulerLimit {
		r.forget()
	}
	w := fyne.MeasureText(text, r.size, fyne.TextStyle{}).Width
	r.widths[text] = w
	return w
}

// atLeast gives what a text is at least as wide as, without measuring it.
func (r *ruler) atLeast(text string) float32 { return float32(len(text)) * r.size * 0.12 }

func (r *ruler) rune(c rune) float32 {
	if w, ok := r.runes[c]; ok {
		return w
	}
	w := fyne.MeasureText(string(c), r.size, fyne.TextStyle{}).Width
	r.runes[c] = w
	return w
}

// fit gives a text as wide as there is room, its end replaced by an ellipsis if
// need be; empty where less than a few letters would be left.
func (r *ruler) fit(text string, room float32) string {
	if r.atLeast(text) <= room && r.width(text) <= room {
		return text
	}
	// Steps, so that the same cut serves while a bar grows by a few pixels.
	room = float32(int(room/8)) * 8
	key := cut{text, room}
	if s, ok := r.cuts[key]; ok {
		return s
	}
	if len(r.cuts) > rulerLimit {
		r.forget()
	}
	s := ""
	runes := []rune(text)
	n, w := 0, r.rune('…')
	for n < len(runes) && w+r.rune(runes[n]) <= room {
		w += r.rune(runes[n])
		n++
	}
	for ; n >= 4; n-- { // letters joined or kerned may be wider than the sum
		end := n
		for end > 0 && (unicode.IsSpace(runes[end-1]) || unicode.IsPunct(runes[end-1])) {
			end--
		}
		s = string(runes[:end]) + "…"
		if rightToLeft(text) {
			// The toolkit sets a line from left to right whatever its letters are:
			// what stands first is at the left, where such a text ends (fyne #90).
			s = "…" + string(runes[:end])
		}
		if r.width(s) <= room {
			break
		}
		s = ""
	}
	r.cuts[key] = s
	return s
}

// wrap breaks a text into at most so many lines of a width; the last is cut.
func (r *ruler) wrap(text string, room float32, lines int) []string {
	var out []string
	for _, word := range strings.Fields(text) {
		if n := len(out); n > 0 && r.width(out[n-1]+" "+word) <= room {
			out[n-1] += " " + word
			continue
		}
		if len(out) == lines {
			out[lines-1] = r.fit(out[lines-1]+" "+word+"…", room)
			return out
		}
		out = append(out, word)
	}
	for i := range out {
		if r.width(out[i]) > room {
			out[i] = r.fit(out[i], room)
		}
	}
	return out
}

// rightToLeft reports whether the first letter of text is of a script that is
// written from right to left.
func rightToLeft(text string) bool {
	for _, c := range text {
		if unicode.IsLetter(c) {
			return unicode.In(c, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana)
		}
	}
	return false
}
