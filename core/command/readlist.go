package command

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/reading"
	"github.com/fairweather-app/fairweather/core/reading/intake"
)

// mostMatches is how many records a terminal shows beside a candidate; JSON has all.
const mostMatches = 3

// repeating says how a text stands to one read before it.
var repeating = map[intake.Relation]string{intake.Same: "It is the same as", intake.Republication: "It is a republication of", intake.Alike: "It is like"}

// listing gives what was read, for a terminal.
func (r *reader) listing() []byte {
	if r.several {
		r.s.line("")
		r.s.para(0, fmt.Sprintf("%s: %s.", plural(r.texts, "text"), plural(r.found, "candidate")))
	}
	return r.s.bytes()
}

// show lists a text and its candidates.
func (r *reader) show(t *intake.Text, meta reading.Meta, words string, candidates []reading.Candidate, like []intake.Likeness) {
	s := &r.s
	if r.texts > 1 {
		s.line("")
	}
	s.para(0, firstWords(meta.Title, t.Name))
	var known []string
	for _, k := range []string{meta.Author, meta.Publisher, dateWords(meta.Date), meta.Language, t.URL} {
		if k != "" {
			known = append(known, oneLine(k))
		}
	}
	if len(known) > 0 {
		s.para(2, strings.Join(known, "; "))
	}
	which := "the text"
	if t.Full != t.Extract {
		which = "the main text"
		if r.f.full {
			which = "the full text"
		}
	}
	s.para(2, fmt.Sprintf("%s: %s of %s read.", oneLine(t.Name), plural(utf8.RuneCountInString(words), "character"), which))
	if meta.Date.IsZero() {
		s.item("No date: relative dates and offices are not resolved; give one with --date.")
	}
	for _, n := range t.Notes {
		if r.f.date == "" || !strings.HasPrefix(n, "The date ") { // how the text's own was found is of no use beside --date
			s.item(n)
		}
	}
	for i, l := range like {
		if i == mostMatches {
			s.item(fmt.Sprintf("It repeats %s.", plural(len(like)-mostMatches, "more text")))
			break
		}
		s.item(fmt.Sprintf("%s %s: %.0f %% of the words of the shorter one stand in the other.", repeating[l.Relation], oneLine(r.names[l.ID]), 100*l.Shared))
	}
	if len(candidates) == 0 {
		s.line("")
		s.para(2, "No candidates.")
	}
	for _, c := range candidates {
		s.line("")
		s.hang(pad(fmt.Sprintf("%d-%d", c.Span.Start, c.Span.End), 12), 12, r.headline(c))
		s.hang(strings.Repeat(" ", 12), 12, "“"+oneLine(c.Span.Text)+"”")
		s.hang(strings.Repeat(" ", 12), 12, fmt.Sprintf("%s, %s, by %s, %.2f: %s", c.Modality, c.Polarity, r.actor(c.AssertedBy), c.Confidence, oneLine(c.Reason)))
		found := r.matches(c)
		for _, m := range found[:min(len(found), mostMatches)] {
			name := ""
			if rec, ok := r.c.Get(m.Record); ok {
				name = ": " + oneLine(rec.Name())
			}
			s.hang(strings.Repeat(" ", 12)+"* ", 14, fmt.Sprintf("%s %s%s (%s)", m.Relation, m.Record, name, oneLine(m.Why)))
		}
		if n := len(found) - mostMatches; n > 0 {
			s.hang(strings.Repeat(" ", 12)+"* ", 14, fmt.Sprintf("and %s it may belong to, less likely", plural(n, "more record")))
		}
	}
}

// headline says what a candidate is, in one line: the kind, who and whom, and
// the fields that it has.
func (r *reader) headline(c reading.Candidate) string {
	f := c.Fields
	from, to := c.Pair()
	parts := []string{string(c.Kind)}
	switch {
	case c.Kind == reading.Dependence:
		parts = append(parts, r.actor(f.Actor)+" on "+r.actor(f.On))
	case from != "" && to != "":
		parts = append(parts, r.actor(from)+" to "+r.actor(to))
	case from != "" || to != "":
		parts = append(parts, r.actor(from+to))
	}
	var need []string
	for _, id := range f.InNeed {
		need = append(need, r.actor(id))
	}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, strings.TrimSpace(name+" "+value))
		}
	}
	add("in need:", strings.Join(need, " and "))
	if f.Rung != nil {
		add("rung", strconv.Itoa(*f.Rung))
	}
	add("", f.Type)
	add("", f.Channel)
	for _, d := range []struct {
		name string
		at   edtf.Date
	}{{"", f.Date}, {"from", f.Start}, {"until", f.End}, {"promised", f.Promised}, {"due", f.Due}, {"by", f.Horizon}} {
		add(d.name, dateWords(d.at))
	}
	for _, v := range []struct {
		name string
		at   *float64
	}{{"amount", f.Amount}, {"value", f.Value}} {
		if v.at != nil {
			add(v.name, strings.TrimSpace(strconv.FormatFloat(*v.at, 'f', -1, 64)+" "+f.Unit))
		}
	}
	if f.Share != nil {
		add("share", strconv.FormatFloat(100**f.Share, 'f', -1, 64)+" %")
	}
	add("at", f.Moment)
	add("", f.Title)
	return strings.Join(parts, "; ")
}

func (r *reader) actor(id string) string {
	if id == reading.Article {
		return "the article"
	}
	return oneLine(r.lex.ActorName(id))
}

func dateWords(d edtf.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func firstWords(list ...string) string {
	for _, s := range list {
		if s = oneLine(s); s != "" {
			return s
		}
	}
	return ""
}

// tell says on stderr how much was read, how fast, and what was found.
func (r *reader) tell(p *program, took time.Duration) {
	seconds := took.Seconds()
	speed := "at once"
	if seconds > 0 {
		speed = fmt.Sprintf("%.2f MB/s", float64(r.bytes)/1e6/seconds)
	}
	p.note("%s, %d bytes, %.3f s, %s", plural(r.texts, "text"), r.bytes, seconds, speed)
	kinds := make([]string, 0, len(r.kinds))
	for k := range r.kinds {
		kinds = append(kinds, string(k))
	}
	sort.Strings(kinds)
	for i, k := range kinds {
		kinds[i] = fmt.Sprintf("%s %d", k, r.kinds[reading.Kind(k)])
	}
	p.note("%s: %s", plural(r.found, "candidate"), strings.Join(kinds, ", "))
}
