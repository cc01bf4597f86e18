// Package states knows the states of the world as registers and event data name
// them: by number (Correlates of War), by code (ISO 3166-1, CAMEO) and by name,
// each valid for the days on which the state was a member of the system of
// states. A code that several states held in turn is told apart by the day: RU in
// 1962 is the Soviet Union, in 1992 Russia.
//
// The ids are those of the reader's lexicon ("russia", "soviet-union"), so that a
// text, a register and a case speak of one actor. The table is
// assets/states/states.tsv.
package states

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/edtf"
)

// State is one state of the table.
type State struct {
	ID   string // of the reader's lexicon: "soviet-union"
	Name string // in English: "Soviet Union"
	COW  int    // Correlates of War state number; 0: none
	// ISO3 and ISO2 are ISO 3166-1 codes, or those that ISO 3166-3 retired
	// (SUN, YUG); empty where there never was one.
	ISO3, ISO2 string
	System     []Term   // when a member of the system of states, in order
	CAMEO      []string // country codes of CAMEO; ISO3 where it has none of its own
	Names      []string // other names in registers and event data
}

// Term is a stretch of days, both included.
type Term struct{ First, Last edtf.Day }

// In tells whether the state was a member of the system of states on the day. A
// state without terms (Palestine, the Holy See) is never in it.
func (s State) In(day edtf.Day) bool {
	return slices.ContainsFunc(s.System, func(t Term) bool { return t.First <= day && day <= t.Last })
}

type table struct {
	all    []State
	byID   map[string]int
	byCOW  map[int][]int
	byCode map[string][]int // ISO3, ISO2 and CAMEO, in capitals
	byName map[string][]int // folded
}

var load = sync.OnceValue(func() *table {
	all, err := parse(assets.States())
	if err != nil {
		panic(err) // embedded at build; a test reads it
	}
	t := &table{all: all, byID: map[string]int{}, byCOW: map[int][]int{}, byCode: map[string][]int{}, byName: map[string][]int{}}
	code := func(c string, i int) {
		if c != "" && !slices.Contains(t.byCode[c], i) {
			t.byCode[c] = append(t.byCode[c], i)
		}
	}
	for i, s := range all {
		t.byID[s.ID] = i
		if s.COW != 0 {
			t.byCOW[s.COW] = append(t.byCOW[s.COW], i)
		}
		code(s.ISO3, i)
		code(s.ISO2, i)
		for _, c := range s.CAMEO {
			code(c, i)
		}
		for _, n := range append([]string{s.Name}, s.Names...) {
			if f := fold(n); !slices.Contains(t.byName[f], i) {
				t.byName[f] = append(t.byName[f], i)
			}
		}
	}
	return t
})

func parse(text string) ([]State, error) {
	var out []State
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := append(strings.Split(line, "\t"), make([]string, 8)...)
		s := State{ID: f[0], Name: f[1], ISO3: f[3], ISO2: f[4], CAMEO: list(f[6]), Names: list(f[7])}
		if f[2] != "" {
			number, err := strconv.Atoi(f[2])
			if err != nil {
				return nil, fmt.Errorf("states, line %d: number %q: %w", n+1, f[2], err)
			}
			s.COW = number
		}
		if len(s.CAMEO) == 0 && s.ISO3 != "" {
			s.CAMEO = []string{s.ISO3}
		}
		for _, iv := range list(f[5]) {
			d, err := edtf.Parse(iv)
			if err != nil {
				return nil, fmt.Errorf("states, line %d: %w", n+1, err)
			}
			first, starts := d.Earliest()
			last, ends := d.Latest()
			if !starts {
				first = edtf.MinDay
			}
			if !ends {
				last = edtf.MaxDay
			}
			s.System = append(s.System, Term{first, last})
		}
		out = append(out, s)
	}
	return out, nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// fold makes names equal that differ in case, accents, dots and "the".
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '.':
		case r == '&':
			b.WriteString(" and ")
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "the" }), " ")
}

// pick gives that of the states which was in the system on the day; where none
// was, the one whose term lies nearest. A single state is given whatever the day.
func (t *table) pick(of []int, day edtf.Day) (State, bool) {
	if len(of) == 0 {
		return State{}, false
	}
	return t.all[slices.MinFunc(of, func(a, b int) int {
		return cmp.Or(cmp.Compare(away(t.all[a], day), away(t.all[b], day)), cmp.Compare(a, b))
	})], true
}

// away counts the days from a day to the nearest term of a state.
func away(s State, day edtf.Day) int64 {
	best := int64(1 << 40)
	for _, t := range s.System {
		switch {
		case day < t.First:
			best = min(best, int64(t.First)-int64(day))
		case day > t.Last:
			best = min(best, int64(day)-int64(t.Last))
		default:
			return 0
		}
	}
	return best
}

// All gives every state, sorted by id. The slice is the caller's.
func All() []State { return slices.Clone(load().all) }

// ByID finds a state by its id in the lexicon.
func ByID(id string) (State, bool) {
	t := load()
	i, ok := t.byID[id]
	if !ok {
		return State{}, false
	}
	return t.all[i], true
}

// ByCOW finds the state that held a Correlates of War number on a day.
func ByCOW(number int, day edtf.Day) (State, bool) {
	t := load()
	return t.pick(t.byCOW[number], day)
}

// ByCode finds the state that held a code on a day: ISO 3166-1 of two or three
// letters, or CAMEO's country code. Capitals do not matter.
func ByCode(code string, day edtf.Day) (State, bool) {
	t := load()
	return t.pick(t.byCode[strings.ToUpper(strings.TrimSpace(code))], day)
}

// ByName finds a state by its English name or one that a register or event data
// use, on a day. Case, accents and "the" do not matter.
func ByName(name string, day edtf.Day) (State, bool) {
	t := load()
	return t.pick(t.byName[fold(name)], day)
}

// Codes gives every code under which event data may name the state or a state
// that held its number before or after it: for Russia RUS and SUN.
func Codes(id string) []string {
	t := load()
	i, ok := t.byID[id]
	if !ok {
		return nil
	}
	of := []int{i}
	if n := t.all[i].COW; n != 0 {
		of = t.byCOW[n]
	}
	var out []string
	for _, j := range of {
		out = append(out, t.all[j].CAMEO...)
		if c := t.all[j].ISO3; c != "" {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
