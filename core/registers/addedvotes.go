package registers

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/states"
)

// BadLine is a line of a file that could not be read, with what is wrong there.
type BadLine struct {
	File string
	Line int
	Err  error
}

// Error implements error.
func (b BadLine) Error() string { return fmt.Sprintf("%s, line %d: %v", b.File, b.Line, b.Err) }

// Unwrap gives what is wrong.
func (b BadLine) Unwrap() error { return b.Err }

// ErrNoVotes says that a file is none of the forms in which roll calls are
// published.
var ErrNoVotes = errors.New("it names no roll calls and votes: give the file of the public data set (rcid, ccode, vote, date ...), its pair of files (roll calls; votes), or the United Nations' own (undl_id, ms_code, ms_vote, date ...)")

// mostVoteBytes bounds a file of votes; all roll calls since 1946 with every column
// that is published are a quarter of it.
const mostVoteBytes = 1 << 30

// columnsOf are the names under which the public data sets hold one thing.
var columnsOf = map[string][]string{
	"id": {"rcid", "undl_id"}, "vote": {"vote", "ms_vote"}, "date": {"date"}, "session": {"session"}, "number": {"unres", "resolution"},
	"title": {"short", "title", "descr"}, "important": {"importantvote"}, "code": {"country_code", "ms_code"}, "cow": {"ccode"}, "name": {"countryname", "country", "ms_name"},
}

// sheet is a table of votes as it was read.
type sheet struct {
	file string
	data []byte
	at   map[string]int // columns by what they hold
}

func openSheet(file string, data []byte) (*sheet, error) {
	s := &sheet{file: file, data: bytes.TrimPrefix(data, []byte("\ufeff")), at: map[string]int{}}
	first, err := csv.NewReader(bytes.NewReader(s.data)).Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, ErrNoVotes)
	}
	for i, c := range first {
		for what, names := range columnsOf {
			if _, has := s.at[what]; !has && slices.Contains(names, strings.ToLower(strings.TrimSpace(c))) {
				s.at[what] = i
			}
		}
	}
	if !s.has("id") || !s.has("date") && !s.has("vote") {
		return nil, fmt.Errorf("%s: %w", file, ErrNoVotes)
	}
	return s, nil
}

func (s *sheet) has(what string) bool { _, ok := s.at[what]; return ok }

// each reads the rows; what a row cannot be read for is told by its line.
func (s *sheet) each(do func(get func(what string) string) error) (bad []BadLine, err error) {
	in := csv.NewReader(bytes.NewReader(s.data))
	in.FieldsPerRecord, in.ReuseRecord, in.LazyQuotes = -1, true, true
	for n := 0; ; n++ {
		row, err := in.Read()
		if err == io.EOF {
			return bad, nil
		}
		var p *csv.ParseError
		if errors.As(err, &p) {
			bad = append(bad, BadLine{s.file, p.Line, p.Err})
			continue
		}
		if err != nil {
			return bad, fmt.Errorf("%s: %w", s.file, err)
		}
		if n == 0 || len(row) == 1 && strings.TrimSpace(row[0]) == "" {
			continue
		}
		line, _ := in.FieldPos(0)
		get := func(what string) string {
			if i, ok := s.at[what]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		if err := do(get); err != nil {
			bad = append(bad, BadLine{s.file, line, err})
		}
	}
}

// File is a file's name and what is in it.
type File struct {
	Name string
	Data []byte
}

// ReadVotes reads roll calls from files of the public data sets: Voeten, Strezhnev
// and Bailey's, whole or as a list of roll calls and one of votes, in any order, or
// the United Nations Digital Library's. Lines that cannot be read are told one by
// one, and the rest is in. It fails where no vote is in them.
func ReadVotes(files ...File) (*Votes, []BadLine, error) {
	var sheets []*sheet
	for _, f := range files {
		s, err := openSheet(f.Name, f.Data)
		if err != nil {
			return nil, nil, err
		}
		sheets = append(sheets, s)
	}
	r := &voteReader{calls: map[int]RollCall{}}
	for _, s := range sheets {
		if s.has("date") {
			if err := r.rollCalls(s); err != nil {
				return nil, r.bad, err
			}
		}
	}
	v := r.votes()
	for _, s := range sheets {
		if s.has("vote") {
			if err := r.cast(v, s); err != nil {
				return nil, r.bad, err
			}
		}
	}
	if len(v.cast) == 0 {
		return nil, r.bad, fmt.Errorf("%s: %w", sheets[0].file, ErrNoVotes)
	}
	return v, r.bad, nil
}

type voteReader struct {
	calls map[int]RollCall
	index map[int]int // of calls, by id
	bad   []BadLine
}

func (r *voteReader) rollCalls(s *sheet) error {
	bad, err := s.each(func(get func(string) string) error {
		id, err := strconv.Atoi(strings.TrimSuffix(get("id"), ".0"))
		if err != nil {
			return fmt.Errorf("roll call %q is no number", get("id"))
		}
		if _, known := r.calls[id]; known {
			return nil
		}
		text, _, _ := strings.Cut(get("date"), "T")
		day, err := edtf.ParseDay(text)
		if err != nil {
			return fmt.Errorf("date: %w", err)
		}
		session, _ := strconv.Atoi(get("session")) // some releases leave it out
		c := RollCall{ID: id, Session: session, Day: day, Number: plainNumber(get("number")), Title: get("title"), Important: get("important") == "1"}
		c.Issues = issuesOf(c.Title)
		r.calls[id] = c
		return nil
	})
	r.bad = append(r.bad, bad...)
	return err
}

// plainNumber writes the number of a resolution as the register does: R/74/10.
func plainNumber(s string) string {
	if rest, ok := strings.CutPrefix(s, "A/RES/"); ok {
		return "R/" + rest
	}
	return s
}

// votes makes the roll calls without votes, by day.
func (r *voteReader) votes() *Votes {
	v := &Votes{cast: map[string][]uint8{}}
	for _, c := range r.calls {
		v.Calls = append(v.Calls, c)
	}
	slices.SortFunc(v.Calls, func(a, b RollCall) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	r.index = map[int]int{}
	for i, c := range v.Calls {
		r.index[c.ID] = i
	}
	return v
}

func (r *voteReader) cast(v *Votes, s *sheet) error {
	seats := map[string]string{} // by what the file calls it and the year
	bad, err := s.each(func(get func(string) string) error {
		id, err := strconv.Atoi(strings.TrimSuffix(get("id"), ".0"))
		at, ok := r.index[id]
		if err != nil || !ok {
			return fmt.Errorf("roll call %q is not in the list of roll calls", get("id"))
		}
		vote, err := votedAs(get("vote"))
		if err != nil || vote == 0 {
			return err
		}
		year, _, _ := v.Calls[at].Day.Date()
		who := strings.Join([]string{get("code"), get("cow"), get("name"), strconv.Itoa(year)}, "\x00")
		seat, known := seats[who]
		if !known {
			seat = seatBy(get("code"), get("cow"), get("name"), v.Calls[at].Day)
			seats[who] = seat
		}
		if seat == "" {
			return fmt.Errorf("no state is called %q", cmp.Or(get("name"), get("code"), get("cow")))
		}
		if v.cast[seat] == nil {
			v.cast[seat] = make([]uint8, len(v.Calls))
		}
		v.cast[seat][at] = vote
		return nil
	})
	r.bad = append(r.bad, bad...)
	return err
}

// votedAs reads a vote in the words of any of the data sets.
func votedAs(s string) (uint8, error) {
	switch s = strings.ToLower(strings.TrimSuffix(s, ".0")); s {
	case "y":
		return 1, nil
	case "a":
		return 2, nil
	case "n":
		return 3, nil
	case "x":
		return 0, nil
	}
	return voteOf([]byte(s))
}

// seatBy finds the seat of a state by a code, a number or a name; empty: none.
func seatBy(code, cow, name string, day edtf.Day) string {
	if s, ok := states.ByCode(code, day); ok && code != "" {
		return s.ISO2
	}
	if n, err := strconv.Atoi(cow); err == nil {
		if s, ok := states.ByCOW(n, day); ok {
			return s.ISO2
		}
	}
	s, _ := states.ByName(name, day)
	return s.ISO2
}

// folder is where the files lie that a person added, and what they come to.
var folder struct {
	sync.Mutex
	dir   string
	votes *Votes // with those built in; nil: not read yet
	added int    // how often files were added since the program began
}

// Additions counts how often votes were added since the program began: what was
// worked out from fewer is stale.
func Additions() int {
	folder.Lock()
	defer folder.Unlock()
	return folder.added
}

// UseFolder names the folder of files that a person adds to the roll calls that are
// built in; empty: none. AllVotes reads them with the rest.
func UseFolder(dir string) {
	folder.Lock()
	defer folder.Unlock()
	folder.dir, folder.votes = dir, nil
}

// AllVotes gives the roll calls that are built in, with those that a person added.
// The first call reads them. A file that cannot be read any more is left out.
func AllVotes() (*Votes, error) {
	base, err := builtIn()
	if err != nil {
		return nil, err
	}
	folder.Lock()
	defer folder.Unlock()
	if folder.votes == nil {
		folder.votes = base
		if files := filesIn(folder.dir); len(files) > 0 {
			if fresh, _, err := ReadVotes(files...); err == nil {
				folder.votes = base.With(fresh)
			}
		}
	}
	return folder.votes, nil
}

func filesIn(dir string) []File {
	if dir == "" {
		return nil
	}
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return nil // nothing was added
	}
	var out []File
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".csv" {
			continue
		}
		if data, err := os.ReadFile(filepath.Join(dir, e.Name())); err == nil {
			out = append(out, File{e.Name(), data})
		}
	}
	return out
}

// Added tells what a person's files brought.
type Added struct {
	Calls, New  int // roll calls in the files; those that were not known before
	First, Last edtf.Day
	Bad         []BadLine
}

// ErrNoFolder says that there is no folder to keep files of votes in.
var ErrNoFolder = errors.New("there is no folder to keep votes in")

// AddVotes reads files of a newer release, keeps them in the folder of UseFolder
// and takes them up. A file with a name that is there already replaces it. It
// fails, and keeps nothing, where no vote is in them.
func AddVotes(paths ...string) (Added, error) {
	var files []File
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return Added{}, fmt.Errorf("adding votes: %w", err)
		}
		data, err := io.ReadAll(io.LimitReader(f, mostVoteBytes+1))
		f.Close()
		if err != nil || len(data) > mostVoteBytes {
			return Added{}, fmt.Errorf("adding votes: %s cannot be read, or has more than %d MB: %w", filepath.Base(path), mostVoteBytes>>20, cmp.Or(err, ErrNoVotes))
		}
		files = append(files, File{filepath.Base(path), data})
	}
	before, err := AllVotes()
	if err != nil {
		return Added{}, err
	}
	fresh, bad, err := ReadVotes(files...)
	if err != nil {
		return Added{Bad: bad}, err
	}
	folder.Lock()
	defer folder.Unlock()
	if folder.dir == "" {
		return Added{}, ErrNoFolder
	}
	if err := os.MkdirAll(folder.dir, 0o755); err != nil {
		return Added{}, fmt.Errorf("adding votes: %w", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name, filepath.Ext(f.Name)) + ".csv"
		if err := os.WriteFile(filepath.Join(folder.dir, name), f.Data, 0o644); err != nil {
			return Added{}, fmt.Errorf("keeping votes: %w", err)
		}
	}
	after := before.With(fresh)
	folder.votes = after
	folder.added++
	return Added{Calls: len(fresh.Calls), New: len(after.Calls) - len(before.Calls), First: fresh.Calls[0].Day, Last: fresh.Calls[len(fresh.Calls)-1].Day, Bad: bad}, nil
}

// SniffVotes tells by its beginning whether a file holds roll calls or votes.
func SniffVotes(head []byte) bool {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	s, err := openSheet("", append(bytes.TrimRight(first, "\r"), '\n'))
	return err == nil && (s.has("vote") || s.has("number"))
}
