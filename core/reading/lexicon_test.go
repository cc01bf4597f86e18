package reading

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestEmbeddedLexiconIsWhole(t *testing.T) {
	lex, err := LoadLexicon(assets.Lexicon())
	if err != nil {
		t.Fatal(err)
	}
	actors, people, verbs := lex.Size()
	if actors < 280 || people < 700 || verbs < 400 {
		t.Errorf("the lexicon holds %d actors, %d office holders, %d verbs; some were lost", actors, people, verbs)
	}
	states := 0
	for _, a := range lex.actors {
		if a.kind == "state" {
			states++
		}
		if a.id != strings.ToLower(a.id) || strings.ContainsAny(a.id, " _") {
			t.Errorf("actor id %q is not in lower case with hyphens", a.id)
		}
	}
	if states < 193 {
		t.Errorf("the lexicon holds %d states, fewer than the members of the United Nations", states)
	}
	for _, info := range lex.words {
		for _, p := range info.phrases {
			switch p.kind {
			case isChannel:
				if p.id != "treaty" && !slices.Contains(ledger.Channels, p.id) {
					t.Errorf("%q is given the channel %q, which the record does not have", strings.Join(p.words, " "), p.id)
				}
			case isMoment:
				if !slices.Contains(ledger.MomentTypes, p.moment.kind) {
					t.Errorf("moment %q has the type %q, which the record does not have", p.moment.title, p.moment.kind)
				}
			}
		}
	}
}

func TestActorID(t *testing.T) {
	lex := testLexicon(t)
	for name, want := range map[string]string{"usa": "united-states", "UK": "united-kingdom", "Türkiye": "turkey", "NATO": "nato", "Islamic Republic of Iran": "iran", "russia": "russia"} {
		if got, ok := lex.ActorID(name); !ok || got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	if got, ok := lex.ActorID("Ruritania"); ok {
		t.Errorf("a state that does not exist is %q", got)
	}
}

// A user's folder adds to the bundled lists, replaces lines and takes them out.
func TestOwnFolder(t *testing.T) {
	own := fstest.MapFS{
		"actors.tsv": {Data: []byte("# mine\nruritania\tRuritania\tstate\t\t\t\tRuritanian|Ruritanians\tStrelsau\niceland\n")},
		"verbs.tsv":  {Data: []byte("bankroll\t\thelp:2\tobj\n")},
	}
	lex, err := LoadLexicon(assets.Lexicon(), own)
	if err != nil {
		t.Fatal(err)
	}
	got := Read("Strelsau bankrolled Norway.", Meta{}, lex)
	if len(got) != 1 || got[0].Fields.From != "ruritania" || got[0].Fields.To != "norway" || *got[0].Fields.Rung != 2 {
		t.Errorf("with an actor and a verb of one's own: %+v", got)
	}
	if _, ok := lex.ActorID("Iceland"); ok {
		t.Error("an actor taken out by a line with its id alone is still there")
	}
}

func TestLexiconErrorsNameTheLine(t *testing.T) {
	for name, c := range map[string]struct{ file, body, want string }{
		"no type":       {"actors.tsv", "a\tA\tplanet\n", "actors.tsv, line 1"},
		"no such actor": {"people.tsv", "\nAnn Other\tnowhere\tpresident\t1900\t1910\n", "people.tsv, line 2"},
		"bad year":      {"people.tsv", "Ann Other\tiran\tpresident\tMCM\t1910\n", "line 1"},
		"bad rung":      {"verbs.tsv", "adore\t\thelp:9\tobj\n", "rung from -2 to 4"},
		"bad class":     {"grammar.tsv", "adjunct\tx|y\n", `class "adjunct" does not exist`},
		"bad weight":    {"weights.tsv", "keep\tnegated\tmuch\n", "is no number"},
		"bad moment":    {"moments.tsv", "War\twar\t1900\t1901\tnowhere\twar of\n", "nowhere"},
	} {
		_, err := LoadLexicon(assets.Lexicon(), fstest.MapFS{c.file: {Data: []byte(c.body)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want it to say %q", name, err, c.want)
		}
	}
	if _, err := LoadLexicon(fstest.MapFS{}); err == nil {
		t.Error("an empty folder makes a lexicon")
	}
}

func TestForms(t *testing.T) {
	lex := testLexicon(t)
	for form, base := range map[string]string{
		"shipped": "ship", "shipping": "ship", "offered": "offer", "deferred": "defer", "supplies": "supply", "vetoes": "veto", "cancelled": "cancel",
		"canceled": "cancel", "undertook": "undertake", "broken": "break", "lying": "lie", "agreeing": "agree", "committed": "commit", "halted": "halt",
	} {
		i := lex.words[form]
		if i == nil || !slices.ContainsFunc(i.forms, func(f verbForm) bool { return f.base == base }) {
			t.Errorf("%q is no form of %q", form, base)
		}
	}
}
