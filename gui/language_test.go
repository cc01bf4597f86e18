package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

func TestLanguages(t *testing.T) {
	defer speak("en")
	for _, c := range []struct {
		code, answer, other string
		counts              map[int]string
	}{
		{"ru", "Ответ", "Прочее", map[int]string{1: "1 момент", 2: "2 момента", 5: "5 моментов", 11: "11 моментов", 21: "21 момент", 22: "22 момента"}},
		{"fa", "پاسخ", "دیگر", map[int]string{1: "۱ بزنگاه", 12: "۱۲ بزنگاه"}},
		{"en", "Answer", "Other", map[int]string{1: "1 moment", 2: "2 moments", 21: "21 moments"}},
	} {
		speak(c.code)
		if got := lang.L("Answer"); got != c.answer {
			t.Errorf("%s: Answer is %q, want %q", c.code, got, c.answer)
		}
		if got := lang.L("Other"); got != c.other { // a word of the library's own
			t.Errorf("%s: Other is %q, want %q", c.code, got, c.other)
		}
		for n, want := range c.counts {
			if got := strings.ReplaceAll(page.Count(n, "moment"), "\u00a0", " "); got != want {
				t.Errorf("%s: %d moments are %q, want %q", c.code, n, got, want)
			}
		}
	}
	for code, want := range map[string]string{"ru": "0,5 %, 3.4.2007", "fa": "۰٫۵ ٪, ۳.۴.۲۰۰۷", "en": "0.5 %, 3.4.2007"} {
		tongue.Speak(code)
		if got := strings.ReplaceAll(tongue.Local("0.5 %"), "\u00a0", " ") + ", " + strings.ReplaceAll(tongue.Local("3|4|2007"), "|", "."); got != want {
			t.Errorf("%s: a number is written %q, want %q", code, got, want)
		}
	}
}

// The language chosen is spoken whatever the system's is, and the toolkit's own
// words with it: on Windows and macOS the toolkit asks the system, not us.
func TestLanguageAgainstTheSystem(t *testing.T) {
	defer speak("en")
	for _, c := range []struct{ code, system, answer, cancel, yes, name string }{
		{"ru", "en_GB.UTF-8", "Ответ", "Отмена", "Да", "Имя"},
		{"fa", "ru_RU.UTF-8", "پاسخ", "انصراف", "بله", "نام"},
		{"en", "ru_RU.UTF-8", "Answer", "Cancel", "Yes", "Name"},
	} {
		speak(c.code)
		for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
			t.Setenv(name, c.system)
		}
		if err := lang.AddTranslationsForLocale([]byte("{}"), "ru"); err != nil { // the toolkit looks at the system again
			t.Fatal(err)
		}
		got := [...]string{lang.L("Answer"), lang.L("Cancel"), lang.L("Yes"), lang.X("file.name", "Name")}
		if want := [...]string{c.answer, c.cancel, c.yes, c.name}; got != want {
			t.Errorf("%s chosen where the system speaks %s: %q, want %q", c.code, c.system, got, want)
		}
	}
}

func TestClosestLanguage(t *testing.T) {
	for locale, want := range map[fyne.Locale]string{"ru-RU-Cyrl": "ru", "fa-IR": "fa", "fa-AF-Arab": "fa", "en-GB": "en", "de-DE": "en", "": "en", "sr-RS-Cyrl": "en"} {
		if got := closest(locale); got != want {
			t.Errorf("the locale %q gets %q, want %q", locale, got, want)
		}
	}
}

// A choice of language is seen at once, in every window, and the case stays open.
func TestLanguageChangesAtOnce(t *testing.T) {
	defer speak("en")
	w := newWindow(t, newFile(t, 60))
	path := w.s.State().Path
	w.prefs.setLanguage("ru")
	speak("ru")
	w.p.anew()
	if len(w.p.windows) != 1 {
		t.Fatalf("%d windows, want 1", len(w.p.windows))
	}
	x := w.p.windows[0]
	if x.s.State().Path != path {
		t.Errorf("open is %q, want %q", x.s.State().Path, path)
	}
	if got := x.items["undo"].Label; !strings.HasPrefix(got, "Отменить") {
		t.Errorf("the menu says %q", got)
	}
	x.Close()
}

// What the core says in sentences is said in the window's language on the pages that
// show it: none of its English is left.
func TestSentencesOfTheCoreAreTranslated(t *testing.T) {
	defer speak("en")
	english := map[string][]string{
		"readings": {"fits the record best", "hypotheses apart", "contradicted least", "each with the same leader", "items are the same", "shares sum to"},
		"what if":  {"is hit hardest", "is hit harder", "of draws", "rest on an estimate", "would have to", "the shock to"},
		"pledges":  {"has fulfilled", "log-rank test", "Gray's test", "would easily explain"},
	}
	for _, code := range tongue.Codes {
		speak(code)
		w := newWindowIn(t, "", code)
		w.s.SetAnalyst("") // a reader, who sees the ratings
		for name, list := range english {
			w.Do("page " + name)
			text := told(w)
			found := 0
			for _, words := range list {
				if strings.Contains(strings.Join(strings.Fields(text), " "), words) {
					found++
					if code != "en" {
						t.Errorf("%s, page %s: says %q", code, name, words)
					}
				}
			}
			if code == "en" && found < 3 {
				t.Errorf("page %s says %d of %q: the test looks for what is no longer said", name, found, list)
			}
		}
	}
}
