package registers

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/core/stats"
)

// Alignment is how alike two seats voted.
type Alignment = stats.Alignment

// RollCall is one recorded vote of the General Assembly.
type RollCall struct {
	ID        int
	Session   int
	Day       edtf.Day
	Number    string // "R/41/59I"
	Title     string
	Important bool // named important by the United States Department of State
	Issues    []Issue
}

// Votes are roll calls and who voted how. A seat is a two-letter code (ISO 3166-1,
// or the one that was used then): Russia's is the Soviet Union's.
type Votes struct {
	Calls []RollCall // by day
	// cast holds for each seat its vote on each call: 1 yes, 2 abstain, 3 no, 0 absent
	// or no member.
	cast map[string][]uint8

	plainOnce   sync.Once
	plainTitles []string
}

// Issue is what a resolution is about. The register's own issue codes are not in
// what is built in, so titles are searched for words (see issueWords); a
// resolution may be about several, or about none of these.
type Issue string

// The issues that are told apart: those of Voeten's own coding.
const (
	Palestine   Issue = "Palestinian conflict"
	Nuclear     Issue = "nuclear weapons"
	ArmsControl Issue = "arms control and disarmament"
	Colonialism Issue = "colonialism"
	HumanRights Issue = "human rights"
	Development Issue = "economic development"
)

// Issues lists them in the order of the page.
var Issues = []Issue{Palestine, Nuclear, ArmsControl, Colonialism, HumanRights, Development}

// issueWords are what a title must hold; they follow the descriptions in Voeten's
// codebook.
var issueWords = map[Issue][]string{
	Palestine:   {"palestin", "israel", "occupied arab", "golan", "jerusalem", "unrwa", "middle east"},
	Nuclear:     {"nuclear", "npt"},
	ArmsControl: {"disarm", "arms", "weapon", "outer space", "denucleariz", "test ban", "prohibition of", "missile", "mines"},
	Colonialism: {"coloni", "self-determination", "self determination", "non-self-governing", "trust territor", "namibia", "south west africa", "rhodesia", "apartheid", "decoloniz"},
	HumanRights: {"human rights", "torture", "racis", "racial", "discriminat", "women", "refugee", "religio"},
	Development: {"economic", "development", "trade", "debt", "unctad", "financ", "industriali", "commodit", "globaliz"},
}

func issuesOf(title string) []Issue {
	t := strings.ToLower(title)
	var out []Issue
	for _, i := range Issues {
		if slices.ContainsFunc(issueWords[i], func(w string) bool { return strings.Contains(t, w) }) {
			out = append(out, i)
		}
	}
	return out
}

var builtIn = sync.OnceValues(func() (*Votes, error) {
	calls, err := open("roll_calls.csv.gz")
	if err != nil {
		return nil, err
	}
	defer calls.Close()
	cast, err := open("votes.csv.gz")
	if err != nil {
		return nil, err
	}
	defer cast.Close()
	return readVotes(calls, cast)
})

func readVotes(calls, cast io.Reader) (*Votes, error) {
	v := &Votes{cast: map[string][]uint8{}}
	if err := v.readCalls(calls); err != nil {
		return nil, fmt.Errorf("reading roll calls: %w", err)
	}
	slices.SortStableFunc(v.Calls, func(a, b RollCall) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	if err := v.readCast(cast); err != nil {
		return nil, fmt.Errorf("reading votes: %w", err)
	}
	return v, nil
}

// header binds columns by name, whatever their order and quotes.
func header(row []string, need ...string) (map[string]int, error) {
	at := map[string]int{}
	for i, c := range row {
		at[strings.ToLower(strings.Trim(strings.TrimPrefix(c, "\ufeff"), `" `))] = i
	}
	for _, n := range need {
		if _, ok := at[n]; !ok {
			return nil, fmt.Errorf("line 1: no column %q among %s", n, strings.Join(row, ", "))
		}
	}
	return at, nil
}

func (v *Votes) readCalls(r io.Reader) error {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	first, err := c.Read()
	if err != nil {
		return fmt.Errorf("line 1: %w", err)
	}
	at, err := header(first, "rcid", "session", "date", "unres", "short")
	if err != nil {
		return err
	}
	for {
		row, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := c.FieldPos(0)
		if len(row) < len(first) {
			return fmt.Errorf("line %d: %d fields, want %d", line, len(row), len(first))
		}
		get := func(name string) string { return strings.TrimSpace(row[at[name]]) }
		id, err := strconv.Atoi(get("rcid"))
		if err != nil {
			return fmt.Errorf("line %d: roll call %q is no number", line, get("rcid"))
		}
		day, err := edtf.ParseDay(get("date"))
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		session, err := strconv.Atoi(get("session"))
		if err != nil {
			return fmt.Errorf("line %d: session %q is no number", line, get("session"))
		}
		call := RollCall{ID: id, Session: session, Day: day, Number: get("unres"), Title: get("short")}
		if i, ok := at["importantvote"]; ok {
			call.Important = row[i] == "1"
		}
		call.Issues = issuesOf(call.Title)
		v.Calls = append(v.Calls, call)
	}
}

// readCast reads rcid, country code and vote. Country names hold commas, so the
// vote is the last field and the code the second.
func (v *Votes) readCast(r io.Reader) error {
	index := make(map[int]int, len(v.Calls))
	for i, c := range v.Calls {
		index[c.ID] = i
	}
	in := bufio.NewReaderSize(r, 1<<20)
	first, err := in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("line 1: %w", err)
	}
	at, err := header(strings.Split(strings.TrimSpace(first), ","), "rcid", "country_code", "vote")
	if err != nil {
		return err
	}
	if at["rcid"] != 0 || at["country_code"] != 1 {
		return fmt.Errorf("line 1: want rcid, country_code, country, vote in this order")
	}
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 0, 1<<16), 1<<20)
	var last string
	var votes []uint8
	for line := 2; scan.Scan(); line++ {
		b := bytes.TrimRight(scan.Bytes(), "\r")
		if len(b) == 0 {
			continue
		}
		a := bytes.IndexByte(b, ',')
		z := bytes.LastIndexByte(b, ',')
		if a < 0 || z <= a {
			return fmt.Errorf("line %d: %q has fewer than three fields", line, clip(b))
		}
		id := 0
		for _, d := range bytes.Trim(b[:a], `"`) {
			if d < '0' || d > '9' || id > 1e8 {
				return fmt.Errorf("line %d: roll call %q is no number", line, clip(b[:a]))
			}
			id = id*10 + int(d-'0')
		}
		call, ok := index[id]
		if !ok {
			return fmt.Errorf("line %d: roll call %d is not in the list of roll calls", line, id)
		}
		rest := b[a+1:]
		e := bytes.IndexByte(rest, ',')
		if e < 0 {
			return fmt.Errorf("line %d: %q has fewer than three fields", line, clip(b))
		}
		code := bytes.Trim(rest[:e], `"`)
		cast := bytes.Trim(b[z+1:], `" `)
		n, err := voteOf(cast)
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if len(code) == 0 && z > a+2+e {
			code = uncoded[string(bytes.Trim(b[a+2+e:z], `"`))]
		}
		if len(code) != 2 || n == 0 {
			continue // Zanzibar of 1963 has no code; absent is not a vote
		}
		if string(code) != last {
			last = string(code)
			if votes = v.cast[last]; votes == nil {
				votes = make([]uint8, len(v.Calls))
				v.cast[last] = votes
			}
		}
		votes[call] = n
	}
	return scan.Err()
}

func clip(b []byte) []byte { return b[:min(len(b), 60)] }

// uncoded are the states that the data set gives no code, with the seat they held.
var uncoded = map[string][]byte{"Federal Republic of Germany": []byte("DE"), "Yemen Arab Republic": []byte("YE")}

// voteOf reads a vote as a number of Voeten's (1 yes, 2 abstain, 3 no, 8 absent, 9
// no member) or as a word.
func voteOf(b []byte) (uint8, error) {
	switch string(b) {
	case "1", "yes":
		return 1, nil
	case "2", "abstain":
		return 2, nil
	case "3", "no":
		return 3, nil
	case "8", "9", "absent", "", "NA":
		return 0, nil
	}
	return 0, fmt.Errorf("vote %q is none of 1 (yes), 2 (abstain), 3 (no), 8 (absent), 9 (no member)", clip(b))
}

// known are the ids of the roll calls that newer ones stand for: those of the same
// id and, where the newer release counts by ids of its own, of the same resolution.
func (v *Votes) known(fresh *Votes) map[int]bool {
	ids, numbers := map[int]bool{}, map[string]bool{}
	for _, c := range v.Calls {
		ids[c.ID] = true
	}
	out := map[int]bool{}
	for _, c := range fresh.Calls {
		if out[c.ID] = true; !ids[c.ID] && c.Number != "" { // the register writes some as R/73/181, some as A/RES/74/167
			numbers[plainNumber(c.Number)] = true
		}
	}
	for _, c := range v.Calls {
		if c.Number != "" && numbers[plainNumber(c.Number)] {
			out[c.ID] = true
		}
	}
	return out
}

// With puts what a newer release holds in the place of what is there.
func (v *Votes) With(fresh *Votes) *Votes {
	replaced := v.known(fresh)
	type from struct {
		votes *Votes
		at    int
	}
	var origin []from
	out := &Votes{cast: map[string][]uint8{}}
	for i := range v.Calls {
		if !replaced[v.Calls[i].ID] {
			origin = append(origin, from{v, i})
		}
	}
	for i := range fresh.Calls {
		origin = append(origin, from{fresh, i})
	}
	slices.SortStableFunc(origin, func(a, b from) int {
		x, y := a.votes.Calls[a.at], b.votes.Calls[b.at]
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.ID, y.ID))
	})
	for i, o := range origin {
		out.Calls = append(out.Calls, o.votes.Calls[o.at])
		for seat, cast := range o.votes.cast {
			if cast[o.at] == 0 {
				continue
			}
			if out.cast[seat] == nil {
				out.cast[seat] = make([]uint8, len(origin))
			}
			out.cast[seat][i] = cast[o.at]
		}
	}
	return out
}

// Seats lists the seats that cast votes.
func (v *Votes) Seats() []string {
	out := make([]string, 0, len(v.cast))
	for s := range v.cast {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// SeatOf gives the seat of a state by its id, and whether it ever voted. Serbia sits
// where Yugoslavia sat.
func (v *Votes) SeatOf(id string) (string, bool) {
	s, ok := states.ByID(id)
	if !ok {
		return "", false
	}
	founded := edtf.DayOf(1945, time.October, 24) // Prussia never sat where Germany sits
	if len(s.System) > 0 && !slices.ContainsFunc(s.System, func(t states.Term) bool { return t.Last >= founded }) {
		return "", false
	}
	seat := s.ISO2
	if v.cast[seat] == nil && s.COW != 0 {
		for _, o := range states.All() {
			if o.COW == s.COW && v.cast[o.ISO2] != nil {
				seat = o.ISO2
			}
		}
	}
	return seat, v.cast[seat] != nil
}

// Vote tells how a seat voted on Calls[call]: 1 yes, 2 abstain, 3 no, 0 not at all.
func (v *Votes) Vote(seat string, call int) uint8 {
	if c := v.cast[seat]; c != nil {
		return c[call]
	}
	return 0
}

// About lists the calls whose title names one of the words ("Iran", "Iranian",
// "U.S."), whole words, in order: votes on an actor itself are conduct toward it.
func (v *Votes) About(words []string) []int {
	var want []string
	for _, w := range words {
		if w = plainWords(w); w != "  " {
			want = append(want, w)
		}
	}
	var out []int
	for i, t := range v.plain() {
		if slices.ContainsFunc(want, func(w string) bool { return strings.Contains(t, w) }) {
			out = append(out, i)
		}
	}
	return out
}

// plain gives the titles as plain words, made once.
func (v *Votes) plain() []string {
	v.plainOnce.Do(func() {
		v.plainTitles = make([]string, len(v.Calls))
		for i, c := range v.Calls {
			if t := plainWords(c.Title); !strings.Contains(t, " languages ") { // Russian, Chinese: of the house, not of a state
				v.plainTitles[i] = t
			}
		}
	})
	return v.plainTitles
}

// plainWords are the words of a text in small letters, parted and enclosed by
// single spaces. U.S. is "u s" and is not found in the U.S.S.R.; the Indian Ocean
// is no state, New Guinea not Guinea, and the north of Korea not its republic.
func plainWords(s string) string {
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r == '-' || r == '\'' || r > 127 && unicode.IsLetter(r))
	})
	return notStates.Replace(" " + strings.Join(fields, " ") + " ")
}

var notStates = strings.NewReplacer(" u s s r ", " ussr ", " indian ocean", " ocean",
	" people's republic of china ", " people's-republic china ", " democratic people's republic of korea ", " democratic-people's-republic-of-korea ", " democratic republic of the congo ", " democratic-republic-of-the-congo ",
	" south sudan", " south-sudan", " northern ireland", " northern-ireland", " american samoa", " american-samoa", " u s virgin islands", " u-s-virgin-islands",
	" new guinea", " new-guinea", " equatorial guinea", " equatorial-guinea", " papua new guinea", " papua-new-guinea")
