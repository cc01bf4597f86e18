package hypotheses

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// An importer finds or makes the records that a table speaks of.
type importer struct {
	c          *ledger.Case
	q          assess.Question
	out        Import
	hypotheses map[string]string // id by title
	evidence   map[string]string
	rated      map[cellKey]*ledger.Rating
	nextH      func() string
	nextN      func() string
	nextR      func() string
}

type cellKey struct{ analyst, record, hypothesis string }

func newImporter(c *ledger.Case, q assess.Question) *importer {
	im := &importer{
		c: c, q: q, hypotheses: map[string]string{}, evidence: map[string]string{}, rated: map[cellKey]*ledger.Rating{},
		nextH: newIDs(c, ledger.KindHypothesis), nextN: newIDs(c, ledger.KindNote), nextR: newIDs(c, ledger.KindRating),
	}
	im.out.Rows, im.out.Passed = []Row{}, []string{}
	for _, h := range HypothesesOf(c, q) {
		im.hypotheses[title(h.Name())] = h.ID
	}
	for _, r := range slices.Backward(c.Records()) { // of several with one name the first counts
		switch r.Kind() {
		case ledger.KindHypothesis, ledger.KindRating, ledger.KindMatter, ledger.KindActor:
		default:
			im.evidence[title(r.Name())] = r.RecordID()
		}
	}
	for _, r := range c.Ratings() {
		if r.Subject != cellSubject {
			continue
		}
		k := cellKey{r.Analyst, r.Record, r.Hypothesis}
		if old := im.rated[k]; old == nil || edtf.Compare(r.Date, old.Date) >= 0 {
			im.rated[k] = r
		}
	}
	return im
}

func title(s string) string { return strings.ToLower(oneLine(s)) }

// A heading is what the first line of a table says of its columns.
type heading struct {
	analyst, id, name int // columns; -1: none
	width             int
	classic           bool
	rest              map[int]string // the others: hypotheses, or items
}

func (im *importer) read(table []line, analyst string) error {
	h, err := readHeading(table[0])
	if err != nil {
		return err
	}
	columns := map[int]string{} // ids
	var order []int
	for i := range table[0].fields {
		if text, ok := h.rest[i]; ok {
			if !holdsRatings(table[1:], i) {
				im.out.Passed = append(im.out.Passed, text)
				continue
			}
			columns[i] = im.find(text, "", h.classic)
			order = append(order, i)
		}
	}
	for _, l := range table[1:] {
		im.out.Rows = append(im.out.Rows, im.line(l, h, order, columns, analyst))
	}
	return nil
}

// holdsRatings reports whether a column has a rating in it, or nothing at all.
func holdsRatings(lines []line, column int) bool {
	empty := true
	for _, l := range lines {
		if column >= len(l.fields) || l.fields[column] == "" {
			continue
		}
		empty = false
		if v, ok := readCell(l.fields[column]); ok && v != "" {
			return true
		}
	}
	return empty
}

func readHeading(l line) (heading, error) {
	h := heading{analyst: -1, id: -1, name: -1, width: len(l.fields), classic: true, rest: map[int]string{}}
	for i, f := range l.fields {
		switch t := strings.ToLower(f); {
		case t == analystColumn && h.analyst < 0:
			h.analyst = i
		case t == idColumn && h.id < 0:
			h.id = i
		case (t == nameColumn || t == "item" || t == "evidence item" || t == rowColumn || t == "hypotheses") && h.name < 0:
			h.name = i
			h.classic = t != rowColumn && t != "hypotheses"
		case slices.Contains(about, t) || t == "":
		default:
			h.rest[i] = f
		}
	}
	if h.id < 0 && h.name < 0 { // a plain grid: its first column names the lines
		h.name = 0
		delete(h.rest, 0)
	}
	if len(h.rest) == 0 {
		return h, errors.New(`line 1 names no hypothesis: give a column "evidence" and one for each hypothesis, or a column "hypothesis" and one for each item`)
	}
	return h, nil
}

func (im *importer) line(l line, h heading, order []int, columns map[int]string, analyst string) Row {
	out := Row{Line: l.n}
	field := func(i int) string {
		if i < 0 || i >= len(l.fields) {
			return ""
		}
		return l.fields[i]
	}
	who := cmp.Or(field(h.analyst), analyst)
	switch {
	case who == "":
		out.Problem = "says not whose ratings it holds: fill in the column analyst, or name the analyst"
		return out
	case field(h.id) == "" && field(h.name) == "":
		out.Problem = "names neither an item nor a hypothesis"
		return out
	case len(l.fields) > h.width && slices.ContainsFunc(l.fields[h.width:], func(s string) bool { return s != "" }):
		out.Problem = fmt.Sprintf("has %d fields, line 1 has %d columns", len(l.fields), h.width)
		return out
	}
	values := map[int]string{}
	for _, i := range order {
		v, ok := readCell(field(i))
		if !ok {
			out.Problem = fmt.Sprintf("column %d: %q is no rating; use CC C N I II NA or a ratio such as 3 or 1/3", i+1, field(i))
			return out
		}
		values[i] = v
	}
	row := im.find(field(h.name), field(h.id), !h.classic)
	for _, i := range order {
		if values[i] == "" {
			continue
		}
		k := cellKey{who, row, columns[i]}
		if !h.classic {
			k = cellKey{who, columns[i], row}
		}
		if im.rate(k, values[i]) {
			out.Rated++
		}
	}
	return out
}

// find gives the id of a hypothesis or an item by "id: title", id or title, and
// makes it where there is none.
func (im *importer) find(name, id string, hypothesis bool) string {
	if head, rest, ok := strings.Cut(name, ":"); ok && id == "" {
		if im.is(strings.TrimSpace(head), hypothesis) {
			id = strings.TrimSpace(head)
		} else if rest := oneLine(rest); looksLikeID(head) && rest != "" {
			name = rest
		}
	}
	if id != "" && im.is(id, hypothesis) {
		return id
	}
	if im.is(name, hypothesis) {
		return name
	}
	known := im.evidence
	if hypothesis {
		known = im.hypotheses
	}
	name = cmp.Or(oneLine(name), id)
	if at, ok := known[title(name)]; ok {
		return at
	}
	var r ledger.Record
	if hypothesis {
		r = &ledger.Hypothesis{ID: im.nextH(), Title: name, Relier: im.q.Relier, Partner: im.q.Partner}
		im.out.Hypotheses++
	} else {
		r = &ledger.Note{ID: im.nextN(), Title: name}
		im.out.Items++
	}
	known[title(name)] = r.RecordID()
	im.out.Changes = append(im.out.Changes, ledger.Change{Record: r})
	return r.RecordID()
}

// looksLikeID reports whether a text before a colon is the id of another case's
// record: a letter and digits.
func looksLikeID(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) >= 2 && len(s) <= 8 && s[0] >= 'a' && s[0] <= 'z' && strings.Trim(s[1:], "0123456789") == ""
}

// is reports whether the case has a record of that id which can be a hypothesis
// (or an item).
func (im *importer) is(id string, hypothesis bool) bool {
	r, ok := im.c.Get(id)
	if !ok {
		return false
	}
	switch r.Kind() {
	case ledger.KindHypothesis:
		return hypothesis
	case ledger.KindRating, ledger.KindMatter:
		return false
	}
	return !hypothesis
}

// rate enters a rating; false where it is already so.
func (im *importer) rate(k cellKey, value string) bool {
	old := im.rated[k]
	if old != nil && old.Value == value {
		im.out.Same++
		return false
	}
	r := &ledger.Rating{Analyst: k.analyst, Subject: cellSubject, Record: k.record, Hypothesis: k.hypothesis, Value: value}
	if old != nil {
		r = ledger.Clone(old).(*ledger.Rating)
		r.Value = value
	} else {
		r.ID = im.nextR()
	}
	im.rated[k] = r
	im.out.Ratings++
	im.out.Changes = append(im.out.Changes, ledger.Change{Record: r})
	return true
}
