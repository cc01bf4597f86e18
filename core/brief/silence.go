package brief

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// SeriesTag marks a note that keeps the daily series of a moment, from which its
// silence can be measured where there is no event data. The note is about the
// moment; its text says in words what was measured, and holds the series as JSON
// below the line SeriesHead.
const SeriesTag = "event-series"

// SeriesHead is the line below which a note keeps a series.
const SeriesHead = "The series, from which all of this is computed:"

// seriesLine is how long a line of a kept series may be: texts of one long line
// are slow to show.
const seriesLine = 400

// KeepSeries gives the changes that keep snapshots in a case, a note for each; a
// note of the same moment and pair is replaced. It fails where a snapshot names no
// moment of the case.
func KeepSeries(c *ledger.Case, list []*measure.Snapshot) ([]ledger.Change, error) {
	had := map[[3]string]*ledger.Note{}
	for _, k := range seriesOf(c) {
		had[[3]string{k.Moment, k.Relier, k.Partner}] = k.note
	}
	var changes []ledger.Change
	next := c
	for _, s := range list {
		m, ok := c.Moment(s.Moment)
		if !ok {
			return nil, fmt.Errorf("keeping the event series of %s: the case has no such moment; measure again", s.Moment)
		}
		x, err := s.Silence()
		if err != nil {
			return nil, fmt.Errorf("keeping the event series of %s: %w", m.Title, err)
		}
		body, err := json.Marshal(s)
		if err != nil {
			return nil, fmt.Errorf("keeping the event series of %s: %w", m.Title, err)
		}
		relier, partner := c.ActorName(s.Relier), c.ActorName(s.Partner)
		n := &ledger.Note{Title: fmt.Sprintf("Events at “%s”: %s toward %s", m.Title, partner, relier), On: []string{m.ID}, Tags: []string{SeriesTag}}
		n.Text = SilenceSentence(x, relier, partner) + "\n\n" + SeriesHead + "\n" + inLines(string(body))
		if old := had[[3]string{s.Moment, s.Relier, s.Partner}]; old != nil {
			n.ID = old.ID
			if n.Text == old.Text && n.Title == old.Title {
				continue
			}
		} else {
			n.ID = next.NextID(ledger.KindNote)
		}
		change := ledger.Change{ID: n.ID, Record: n}
		next = next.With(change)
		changes = append(changes, change)
	}
	return changes, nil
}

// inLines breaks JSON into lines behind commas that stand in no string.
func inLines(text string) string {
	var b strings.Builder
	quoted, escaped, at := false, false, 0
	for _, r := range text {
		b.WriteRune(r)
		at++
		switch {
		case escaped:
			escaped = false
		case quoted && r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case r == ',' && !quoted && at >= seriesLine:
			b.WriteByte('\n')
			at = 0
		}
	}
	return b.String()
}

// keptSeries is a snapshot with the note that keeps it.
type keptSeries struct {
	*measure.Snapshot
	note *ledger.Note
}

// seriesOf reads the series that a case keeps, by the day of their moments. A note
// whose series is damaged is left out.
func seriesOf(c *ledger.Case) []keptSeries {
	var out []keptSeries
	for _, n := range c.Notes() {
		if !slices.Contains(n.Tags, SeriesTag) {
			continue
		}
		_, body, ok := strings.Cut(n.Text, SeriesHead)
		if !ok {
			continue
		}
		if s, err := measure.FromSnapshot([]byte(body)); err == nil {
			out = append(out, keptSeries{s, n})
		}
	}
	slices.SortStableFunc(out, func(a, b keptSeries) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), strings.Compare(a.Moment, b.Moment))
	})
	return out
}

// KeptSeries gives the event series that a case keeps for a pair (an empty id: for
// anybody), by the day of their moments, as they were known on a day: days after it
// are unknown. A series whose window ends after that day is left out, and so is one
// whose moment is gone.
func KeptSeries(c *ledger.Case, relier, partner string, asOf edtf.Day) []*measure.Snapshot {
	var out []*measure.Snapshot
	for _, k := range seriesOf(c) {
		m, ok := c.Moment(k.Moment)
		if !ok || !m.Needs(k.Relier) || relier != "" && k.Relier != relier || partner != "" && k.Partner != partner {
			continue
		}
		s := k.Snapshot
		if s.AsOf == 0 || s.AsOf > asOf {
			if s.Window.Last > asOf {
				continue
			}
			s = asKnown(s, asOf)
		}
		out = append(out, s)
	}
	return out
}

// asKnown hides the days of a series after a day.
func asKnown(s *measure.Snapshot, asOf edtf.Day) *measure.Snapshot {
	if s.Days.Last <= asOf {
		return s
	}
	x := *s
	x.AsOf = asOf
	x.Acts, x.Total, x.Goldstein, x.Scored = slices.Clone(s.Acts), slices.Clone(s.Total), slices.Clone(s.Goldstein), slices.Clone(s.Scored)
	for d := max(asOf+1, s.Days.First); d <= s.Days.Last; d++ {
		i := d - s.Days.First
		x.Acts[i], x.Total[i], x.Goldstein[i], x.Scored[i] = 0, 0, 0, 0
	}
	x.Unknown = nil
	for _, u := range s.Unknown {
		if u.First <= asOf {
			x.Unknown = append(x.Unknown, measure.Span{First: u.First, Last: min(u.Last, asOf)})
		}
	}
	if n := len(x.Unknown); n > 0 && x.Unknown[n-1].Last == asOf {
		x.Unknown[n-1].Last = s.Days.Last
	} else {
		x.Unknown = append(x.Unknown, measure.Span{First: asOf + 1, Last: s.Days.Last})
	}
	return &x
}

// KeptSilences measures the silences at the moments whose series a case keeps; see
// KeptSeries. What cannot be measured is left out. What was measured before is not
// measured again.
func KeptSilences(c *ledger.Case, relier, partner string, asOf edtf.Day) []*measure.Silence {
	var out []*measure.Silence
	for _, s := range KeptSeries(c, relier, partner, asOf) {
		if x, err := measured.of(s); err == nil {
			out = append(out, x)
		}
	}
	return out
}

// measured holds what was measured of late: the tone's permutations take tens of
// milliseconds a moment, and a window asks again after every edit.
var measured = silences{}

// mostMeasured is how many measures are held.
const mostMeasured = 512

type silences struct {
	sync.Mutex
	had map[[sha256.Size]byte]*measure.Silence
}

func (m *silences) of(s *measure.Snapshot) (*measure.Silence, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("measuring a kept event series: %w", err)
	}
	key := sha256.Sum256(body)
	m.Lock()
	x := m.had[key]
	m.Unlock()
	if x != nil {
		return x, nil
	}
	if x, err = s.Silence(); err != nil {
		return nil, err
	}
	m.Lock()
	defer m.Unlock()
	if m.had == nil || len(m.had) >= mostMeasured {
		m.had = map[[sha256.Size]byte]*measure.Silence{}
	}
	m.had[key] = x
	return x, nil
}

// SilenceSentence says a silence with its figures: how much was done, how much was
// to be expected, how probable so little or so much is, and by which events.
func SilenceSentence(x *measure.Silence, relier, partner string) string {
	head := fmt.Sprintf("From %s to %s %s did %s toward %s, of %s toward anyone (%s)", Date(x.Window.First), Date(x.Window.Last), partner, acts(x.Acts), relier, acts(x.Total), x.Events)
	if x.Tails == nil {
		return head + "; no figure: " + x.Reason + "."
	}
	return head + fmt.Sprintf("; from its own share of the year before %.1f were to be expected: %s (so few or fewer p %s, so many or more p %s).",
		x.Tails.Expected, x.Verdict, PValue(x.Tails.AtMost), PValue(x.Tails.AtLeast))
}

func acts(n int64) string {
	if n == 1 {
		return "one act"
	}
	return thousands(int(n)) + " acts"
}

// silenceSection says how quiet the partner was at the moments whose event series
// the case keeps; a case without any has no such section.
func (l *layout) silenceSection(c *ledger.Case) {
	q := l.A.Question
	list := KeptSilences(c, q.Relier, q.Partner, q.AsOf)
	if len(list) == 0 {
		return
	}
	l.section("silence", "Silence")
	tally := map[measure.Verdict]int{}
	var filters []string
	providers := map[measure.Provider]bool{}
	for _, x := range list {
		tally[x.Verdict]++
		providers[x.Filter.Provider] = true
		if !slices.Contains(filters, x.Events) {
			filters = append(filters, x.Events)
		}
	}
	slices.Sort(filters)
	measured := len(list) - tally[measure.NoFigure]
	says := fmt.Sprintf("Event data tell how much %s said and did about %s at %s of the record (%s). ", l.A.PartnerName, l.A.RelierName, count(len(list), "moment"), strings.Join(filters, "; "))
	switch {
	case measured == 0:
		says += "At none of them is there a figure."
	default:
		says += fmt.Sprintf("By its own measure of the year before it was quieter than expected at %s, louder at %s and about as expected at %s.",
			orNone(tally[measure.Quieter]), orNone(tally[measure.Louder]), orNone(tally[measure.AsUsual]))
		if n := tally[measure.NoFigure]; n > 0 {
			says += fmt.Sprintf(" At %s there is no figure.", spelt(n))
		}
	}
	l.para(says)
	t := &Table{Name: "Silence", Short: len(list) <= 14,
		Caption: fmt.Sprintf("What %s did toward %s in the two weeks from the start of each moment, and what was to be expected", l.A.PartnerName, l.A.RelierName),
		Columns: []Column{{Title: "Moment", Share: 5}, {Title: "Date", Format: Day, Share: 2.2}, {Title: "Acts", Format: Number}, {Title: "Expected", Format: Number}, {Title: "p, so few", Format: Number}, {Title: "p, so many", Format: Number}, {Title: "Rank", Format: Number}, {Title: "First act, days", Format: Number}, {Title: "Tone", Format: Number, Share: 1.6}}}
	var none []string
	for _, x := range list {
		m, _ := c.Moment(x.Moment)
		row := []Cell{own(m.Title), date(m.Start.String()), whole(int(x.Acts))}
		if x.Tails == nil {
			none = append(none, fmt.Sprintf("%s: %s", m.Title, x.Reason))
			t.row(append(row, Cell{Spans: plain("no figure")}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{})...)
			continue
		}
		row = append(row, number(x.Tails.Expected, 1), number(x.Tails.AtMost, 3), number(x.Tails.AtLeast, 3))
		rank := Cell{}
		if x.Peers != nil {
			rank = Cell{Spans: plain(fmt.Sprintf("%d of %d", x.Peers.Rank, x.Peers.Peers+1)), Value: x.Peers.Rank}
		}
		first := text("none")
		if x.Response.Found {
			first = whole(x.Response.Days)
		}
		t.row(append(row, rank, first, toneCell(x.Tone))...)
	}
	l.add(t)
	for _, reason := range none {
		l.add(&Paragraph{Small: true, Spans: []Span{{Text: "No figure for ", Small: true}, {Text: reason + ".", Small: true, Isolate: true}}})
	}
	l.note("Given how much it did toward anyone in the window, the number of acts is beta-binomial with its share of the 365 days that end two weeks before; days that no file covers are unknown and leave the count. “Rank” is that of its surge of attention among it and all other states with twenty acts or more in the window, one being the greatest. “Tone” is the mean Goldstein score, from −10 to +10, and its change against the baseline.")
	for _, p := range slices.Sorted(maps.Keys(providers)) {
		var defects []string
		for _, d := range measure.Defects(p) {
			defects = append(defects, d.Name+": "+d.Text+" ("+d.Source+")")
		}
		l.note("Known defects of these events (%s). %s.", p, strings.TrimSuffix(strings.Join(defects, ". "), "."))
	}
}

func orNone(n int) string {
	if n == 0 {
		return "none"
	}
	return spelt(n)
}

// toneCell writes the mean score and by how much it differs from before.
func toneCell(t *measure.Tone) Cell {
	if t == nil || t.Window == nil {
		return Cell{}
	}
	text := fmt.Sprintf("%+.1f", *t.Window)
	if t.Baseline != nil && t.P != nil {
		text += fmt.Sprintf(" (%+.1f, p %s)", *t.Window-*t.Baseline, PValue(*t.P))
	}
	return Cell{Spans: plain(strings.ReplaceAll(text, "-", "−")), Value: *t.Window}
}
