package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Bibliography is a format of reference managers.
type Bibliography string

// The formats of sources.
const (
	BibTeX  Bibliography = "bibtex"
	RIS     Bibliography = "ris"
	CSLJSON Bibliography = "csl"
)

// reference is one source in the words of a reference manager.
type reference struct {
	line      int
	key       string
	kind      string // of ledger.SourceTypes
	title     string
	authors   []string
	container string // journal, newspaper
	publisher string
	date      string
	url       string
	language  string
	abstract  string
	keywords  []string
	note      string
	extra     []pair // fields that have no home, in their order
}

type pair struct{ key, value string }

// ownPrefix begins the line of a reference's note that carries what a reference
// manager has no field for, as JSON; otherFields the lines of a source's About
// that keep a manager's fields for which a source has none.
const (
	ownPrefix   = "fairweather: "
	otherFields = "Other fields"
)

// periodical reports that a source of this type names who published it as the
// journal or newspaper that it stood in.
func periodical(kind string) bool { return kind == "news" || kind == "article" }

// plainDate are the dates that every format can write.
var plainDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)

// toReference puts a source in those words.
func toReference(s *ledger.Source, format Bibliography) reference {
	r := reference{key: s.ID, kind: s.Type, title: s.Title, date: s.Date.String(), url: s.URL, language: s.Language, keywords: s.Tags}
	if s.Author != "" {
		r.authors = strings.Split(s.Author, "; ")
	}
	if periodical(s.Type) {
		r.container = s.Publisher
	} else {
		r.publisher = s.Publisher
	}
	r.abstract, r.extra = cutExtra(s.About, format)
	if i := slices.IndexFunc(r.extra, func(p pair) bool { return p.key == "note" }); i >= 0 {
		r.note = r.extra[i].value // our own line follows it
		r.extra = slices.Delete(r.extra, i, i+1)
	}
	return r
}

// cutExtra takes the fields of a format out of what a source says about itself.
func cutExtra(about string, format Bibliography) (string, []pair) {
	head := fmt.Sprintf("%s (%s):\n", otherFields, format)
	at := strings.Index(about, head)
	if at < 0 || at > 0 && !strings.HasSuffix(about[:at], "\n\n") {
		return about, nil
	}
	var out []pair
	for _, line := range strings.Split(strings.TrimSuffix(about[at+len(head):], "\n"), "\n") {
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			return about, nil
		}
		out = append(out, pair{key, value})
	}
	return strings.TrimSuffix(about[:at], "\n\n"), out
}

// source turns a reference into a source, whose id is empty unless the reference
// says that it came from a case.
func (r *reference) source(format Bibliography) (*ledger.Source, error) {
	s := &ledger.Source{Title: r.title, Author: strings.Join(r.authors, "; "), Type: r.kind, URL: r.url, Language: r.language, Tags: r.keywords, About: r.abstract}
	leftover := pair{"publisher", r.publisher}
	if s.Publisher = r.container; !periodical(r.kind) || r.container == "" {
		s.Publisher, leftover = r.publisher, pair{"container", r.container}
	}
	extra := r.extra
	if leftover.value != "" && leftover.value != s.Publisher {
		extra = append(slices.Clone(extra), leftover)
	}
	if r.date != "" {
		d, err := edtf.FromInput(r.date, edtf.DayFirst)
		if err != nil {
			extra = append(slices.Clone(extra), pair{"date", r.date}) // "forthcoming", "Spring": kept, not refused
		} else {
			s.Date = d
		}
	}
	var own map[string]any
	var note []string
	for _, line := range strings.Split(r.note, "\n") {
		text, ours := strings.CutPrefix(strings.TrimSpace(line), ownPrefix)
		if !ours {
			if line = strings.TrimSpace(line); line != "" {
				note = append(note, line)
			}
			continue
		}
		dec := json.NewDecoder(strings.NewReader(text))
		dec.UseNumber()
		if err := dec.Decode(&own); err != nil {
			return nil, fmt.Errorf("the note's line that begins with %q was changed and cannot be read; delete it, or bring it back", strings.TrimSpace(ownPrefix))
		}
	}
	if len(note) > 0 {
		extra = append(slices.Clone(extra), pair{"note", strings.Join(note, " ")})
	}
	if len(extra) > 0 {
		if s.About != "" {
			s.About += "\n\n"
		}
		s.About += fmt.Sprintf("%s (%s):\n", otherFields, format)
		for i, p := range extra {
			if i > 0 {
				s.About += "\n"
			}
			s.About += strings.Join(strings.Fields(p.key), "-") + ": " + strings.Join(strings.Fields(p.value), " ")
		}
	}
	if own != nil {
		fields, err := fieldsOf(s)
		if err != nil {
			return nil, err
		}
		for key, value := range own {
			if value == nil {
				delete(fields, key)
			} else {
				fields[key] = value
			}
		}
		back, err := recordOf(ledger.KindSource, fields)
		if err != nil {
			return nil, fmt.Errorf("the note's line that begins with %q: %w", strings.TrimSpace(ownPrefix), err)
		}
		s = back.(*ledger.Source)
	}
	return s, nil
}

// withOwn gives the reference for a source with a note that carries all that
// would not come back by itself.
func withOwn(s *ledger.Source, format Bibliography, write func([]reference) ([]byte, error), read func([]byte) ([]reference, []*RowError)) (reference, error) {
	r := toReference(s, format)
	want, err := fieldsOf(s)
	if err != nil {
		return r, err
	}
	got := map[string]any{}
	body, err := write([]reference{r})
	if err != nil {
		return r, err
	}
	if list, bad := read(body); len(list) == 1 && len(bad) == 0 {
		if back, err := list[0].source(format); err == nil {
			if got, err = fieldsOf(back); err != nil {
				return r, err
			}
		}
	}
	own := map[string]any{"id": s.ID}
	for key, value := range want {
		if !reflect.DeepEqual(got[key], value) {
			own[key] = value
		}
	}
	for key := range got {
		if _, is := want[key]; !is {
			own[key] = nil
		}
	}
	line, err := cellOf(own)
	if err != nil {
		return r, err
	}
	// In plain letters: a manager may change others, or end a line at them.
	var b strings.Builder
	for _, c := range utf16.Encode([]rune(line)) {
		if c < ' ' || c > '~' {
			fmt.Fprintf(&b, `\u%04x`, c)
		} else {
			b.WriteByte(byte(c))
		}
	}
	if r.note != "" {
		r.note += "\n"
	}
	r.note += ownPrefix + b.String()
	return r, nil
}

type bibliographyFormat struct {
	write func([]reference) ([]byte, error)
	read  func([]byte) ([]reference, []*RowError)
}

func (f Bibliography) format() (bibliographyFormat, error) {
	switch f {
	case BibTeX:
		return bibliographyFormat{writeBibTeX, readBibTeX}, nil
	case RIS:
		return bibliographyFormat{writeRIS, readRIS}, nil
	case CSLJSON:
		return bibliographyFormat{writeCSL, readCSL}, nil
	}
	return bibliographyFormat{}, fmt.Errorf("there is no format of sources %q: choose bibtex, ris or csl", f)
}

// WriteSources gives sources in a format of reference managers. What the format
// has no field for goes into one line of the note, so that ReadSources brings
// back the same sources, also after a reference manager has had them.
func WriteSources(sources []*ledger.Source, f Bibliography) ([]byte, error) {
	x, err := f.format()
	if err != nil {
		return nil, err
	}
	var list []reference
	for _, s := range sources {
		r, err := withOwn(s, f, x.write, x.read)
		if err != nil {
			return nil, fmt.Errorf("write source %s: %w", s.ID, err)
		}
		list = append(list, r)
	}
	return x.write(list)
}

// ReadSources reads references and says what each would do to a case. One that
// came from the case changes its source; one with the address, or the title and
// date, of a source is that source; others are new, with the grade F until a
// person gives another. Fields for which a source has none are kept at the end
// of its About, and go out again in the same format.
func ReadSources(c *ledger.Case, data []byte, f Bibliography) (*Preview, error) {
	x, err := f.format()
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFile {
		return nil, fmt.Errorf("read %s: %w: it has more than %d MB", f, ErrHostile, MaxFile>>20)
	}
	list, bad := x.read(data)
	if len(list) == 0 && len(bad) == 0 {
		return nil, fmt.Errorf("read %s: there are no references in it", f)
	}
	p := &Preview{Mapping: Mapping{Kind: ledger.KindSource}}
	for _, b := range bad {
		p.Rows = append(p.Rows, PreviewRow{Line: b.Line, State: Refused, Why: b.Err.Error()})
	}
	known := newShelf(c)
	for _, r := range list {
		row, err := known.row(&r, f)
		if err != nil {
			row = PreviewRow{State: Refused, Why: err.Error()}
		}
		row.Line = r.line
		p.Rows = append(p.Rows, row)
	}
	p.refuse(c)
	slices.SortStableFunc(p.Rows, func(a, b PreviewRow) int { return a.Line - b.Line })
	return p, nil
}

// shelf finds sources of a case.
type shelf struct {
	c              *ledger.Case
	byURL, byTitle map[string]string
	numbers        *numbers
	taken          map[string]bool
}

func newShelf(c *ledger.Case) *shelf {
	h := &shelf{c, map[string]string{}, map[string]string{}, newNumbers(c), map[string]bool{}}
	for _, s := range c.Sources() {
		if s.URL != "" {
			h.byURL[s.URL] = s.ID
		}
		h.byTitle[titleKey(s)] = s.ID
	}
	return h
}

func titleKey(s *ledger.Source) string {
	return strings.ToLower(strings.Join(strings.Fields(s.Title), " ")) + "\x00" + s.Date.String()
}

func (h *shelf) row(r *reference, f Bibliography) (PreviewRow, error) {
	s, err := r.source(f)
	if err != nil {
		return PreviewRow{}, err
	}
	if strings.TrimSpace(s.Title) == "" && s.ID == "" {
		return PreviewRow{}, errors.New("it has no title")
	}
	old, there := h.c.Source(s.ID)
	if there && s.ID != "" && old.Title != s.Title && (s.URL == "" || old.URL != s.URL) && old.Date.String() != s.Date.String() {
		there = false // a source of another case that has the same number
	}
	fromCase := there
	if !there {
		id, ok := h.byURL[s.URL]
		if !ok || s.URL == "" {
			id, ok = h.byTitle[titleKey(s)]
		}
		if ok {
			old, there = h.c.Source(id)
		}
	}
	if there {
		rec := s
		if !fromCase { // what the manager does not know stays
			rec = ledger.Clone(old).(*ledger.Source)
			for _, x := range []struct {
				to   *string
				from string
			}{{&rec.Title, s.Title}, {&rec.Publisher, s.Publisher}, {&rec.Author, s.Author}, {&rec.URL, s.URL}, {&rec.Language, s.Language}, {&rec.About, s.About}} {
				if x.from != "" {
					*x.to = x.from
				}
			}
			if !s.Date.IsZero() {
				rec.Date = s.Date
			}
			if old.Type == "" {
				rec.Type = s.Type
			}
			for _, tag := range s.Tags {
				if !slices.Contains(rec.Tags, tag) {
					rec.Tags = append(rec.Tags, tag)
				}
			}
		}
		if h.taken[old.ID] {
			return PreviewRow{}, fmt.Errorf("it is the source %s, which an earlier reference is already", old.ID)
		}
		h.taken[old.ID] = true
		row := PreviewRow{State: Unchanged, ID: old.ID, Record: rec, Fields: ledger.Diff(old, rec)}
		if len(row.Fields) > 0 {
			row.State = Changed
		}
		return row, nil
	}
	if s.Reliability == "" {
		s.Reliability = "F"
	}
	_, clash := h.c.Get(s.ID)
	if s.ID == "" || clash || h.taken[s.ID] {
		s.ID = h.numbers.next(ledger.KindSource)
		for h.taken[s.ID] {
			s.ID = h.numbers.next(ledger.KindSource)
		}
	}
	h.taken[s.ID] = true
	h.byTitle[titleKey(s)] = s.ID
	return PreviewRow{State: New, ID: s.ID, Record: s}, nil
}
