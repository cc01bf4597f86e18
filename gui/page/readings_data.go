package page

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// readingsData is all that the page shows, made off the toolkit's thread where
// the matrix is large.
type readingsData struct {
	c        *ledger.Case
	analyst  string
	blind    bool // the others' ratings of the matrix are hidden
	hyps     []*ledger.Hypothesis
	items    []evidence
	analysts []string
	ratings  map[hypotheses.Place][]*ledger.Rating // of analysts, by name; one each
	read     *hypotheses.Readings                  // nil: there is none, see problem
	agree    *hypotheses.Agreement
	progress hypotheses.Progress
	prompt   hypotheses.Prompt
	settings hypotheses.Settings
	problem  string
}

// evidence is one item of the matrix.
type evidence struct {
	id, name string
	date     edtf.Date
	x        *hypotheses.Item // nil: not seen yet, or not rated yet
	ahead    bool             // rated, but to be seen only after the day asked about
}

// linkCell names a cell in a link.
func linkCell(item, hyp string) string { return "cell:" + item + "|" + hyp }

func cellOf(link string) (item, hyp string, ok bool) {
	rest, ok := strings.CutPrefix(link, "cell:")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "|")
}

// largeMatrix is how many ratings are weighed on the toolkit's thread: that takes
// some milliseconds, and nothing flickers in the line of running work.
const largeMatrix = 2500

// composeReadings weighs the matrix and hands it over.
func composeReadings(s *session.Session, key readingsKey, added []string, show func(*readingsData)) {
	if len(key.c.Ratings()) <= largeMatrix {
		show(newReadingsData(key, added))
		return
	}
	s.Go(tr("Weighing the readings"), func(context.Context) (func(), error) {
		d := newReadingsData(key, added)
		return func() { show(d) }, nil
	})
}

// newReadingsData weighs a matrix; it must not touch the toolkit, nor tr.
func newReadingsData(key readingsKey, added []string) *readingsData {
	set := hypotheses.SettingsOf(key.c)
	if key.a != nil {
		set.Figures = hypotheses.FiguresOf(key.a)
	}
	d := &readingsData{c: key.c, analyst: key.analyst, settings: set, hyps: hypotheses.HypothesesOf(key.c, key.q)}
	if key.analyst != "" {
		d.progress = hypotheses.ProgressOf(key.whole, key.q, set, key.analyst, added...)
	}
	d.prompt = hypotheses.Unwritten(key.c, key.q)
	whole, err := hypotheses.Weigh(key.whole, key.q, set)
	if err != nil {
		d.problem = err.Error()
		return d
	}
	d.read = whole
	d.ratings, _ = hypotheses.CellsOf(key.c, d.hyps)
	if key.whole != key.c {
		all, _ := hypotheses.CellsOf(key.whole, d.hyps)
		for at, list := range all {
			d.blind = d.blind || len(list) > len(d.ratings[at])
		}
	}
	if d.blind {
		if d.read, err = hypotheses.Weigh(key.c, key.q, set); err != nil {
			d.problem = err.Error()
			return d
		}
	} else {
		d.agree, err = hypotheses.Agree(key.whole, key.q, set)
		if err != nil {
			d.problem = err.Error()
		}
	}
	for _, a := range whole.Analysts {
		d.analysts = append(d.analysts, a.Name)
	}
	d.gather(key.whole, whole, added)
	return d
}

// gather lists the items: all that anybody rated, though their ratings may be
// hidden.
func (d *readingsData) gather(c *ledger.Case, whole *hypotheses.Readings, added []string) {
	told := map[string]*hypotheses.Item{}
	for i := range d.read.Items {
		told[d.read.Items[i].ID] = &d.read.Items[i]
	}
	listed := map[string]bool{}
	put := func(e evidence) {
		if !listed[e.id] {
			listed[e.id] = true
			d.items = append(d.items, e)
		}
	}
	for i := range whole.Items {
		x := &whole.Items[i]
		put(evidence{id: x.ID, name: x.Name, date: x.Date, x: told[x.ID]})
	}
	ours := map[string]bool{}
	for _, h := range d.hyps {
		ours[h.ID] = true
	}
	for _, r := range c.Ratings() { // what is dated later than the question, and indicators
		if r.Subject != "cell" || !ours[r.Hypothesis] || listed[r.Record] {
			continue
		}
		if rec, ok := d.c.Get(r.Record); ok {
			put(evidence{id: r.Record, name: rec.Name(), date: hypotheses.DateOf(rec), ahead: true})
		}
	}
	for _, id := range added {
		if rec, ok := d.c.Get(id); ok {
			put(evidence{id: id, name: rec.Name(), date: hypotheses.DateOf(rec)})
		}
	}
}

// speak names the items that are figures of the program in the window's language.
func (d *readingsData) speak() {
	said := map[string]string{}
	for _, f := range d.settings.Figures {
		said[f.Key] = inWords(f.Said)
	}
	for i, e := range d.items {
		if e.x != nil && e.x.Figure != "" {
			d.items[i].name = cmp.Or(said[e.x.Figure], e.name)
		}
	}
}

// of gives an analyst's rating of a cell; nil: there is none.
func (d *readingsData) of(key hypotheses.Place, analyst string) *ledger.Rating {
	for _, r := range d.ratings[key] {
		if r.Analyst == analyst {
			return r
		}
	}
	return nil
}

// sorted gives the items in an order: by date, what has none first, or by what
// tells the readings apart most; what is not seen yet stands last.
func (d *readingsData) sorted(byDate bool) []evidence {
	out := slices.Clone(d.items)
	rank := func(e evidence) int {
		switch {
		case e.ahead:
			return 1
		case e.x == nil && !d.blind:
			return 2
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b evidence) int {
		if c := cmp.Compare(rank(a), rank(b)); c != 0 {
			return c
		}
		if !byDate {
			if c := cmp.Compare(tells(b), tells(a)); c != 0 {
				return c
			}
		}
		return edtf.Compare(a.date, b.date)
	})
	return out
}

// tells is how far an item tells the readings apart.
func tells(e evidence) float64 {
	if e.x == nil {
		return 0
	}
	return e.x.Diagnosticity
}

// reading gives what a hypothesis weighs; false where there is none.
func (d *readingsData) reading(id string) (hypotheses.Reading, bool) {
	if d.read != nil {
		for _, r := range d.read.Hypotheses {
			if r.ID == id {
				return r, true
			}
		}
	}
	return hypotheses.Reading{}, false
}

// title names a hypothesis or an item.
func (d *readingsData) title(id string) string {
	for _, h := range d.hyps {
		if h.ID == id {
			return h.Name()
		}
	}
	for _, e := range d.items {
		if e.id == id {
			return e.name
		}
	}
	if _, ok := d.c.Get(id); ok {
		return itemOf(d.c, id).title
	}
	return id
}

// ratio writes the likelihood ratio that the value of a cell stands for: "×4",
// "×½"; empty for what says nothing.
func (d *readingsData) ratio(value string) string {
	v, ok := d.settings.Ratios.Of(value)
	if !ok {
		return ""
	}
	return "×" + ratioNumber(v)
}

func ratioNumber(v float64) string {
	switch v {
	case .5:
		return "½"
	case .25:
		return "¼"
	case .75:
		return "¾"
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// tsv writes the matrix as tab-separated text, items in rows.
func (d *readingsData) tsv(items []evidence, text func(hypotheses.Place) string) string {
	clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	var b strings.Builder
	b.WriteString(tr("Date") + "\t" + tr("Evidence"))
	for _, h := range d.hyps {
		b.WriteByte('\t')
		clean.WriteString(&b, h.Name())
	}
	b.WriteString("\t" + tr("Tells") + "\t" + tr("Weight") + "\tId\n")
	for _, e := range items {
		clean.WriteString(&b, e.date.String()+"\t"+e.name)
		for _, h := range d.hyps {
			b.WriteString("\t" + text(hypotheses.Place{Item: e.id, Hypothesis: h.ID}))
		}
		if e.x != nil {
			b.WriteString("\t" + strconv.FormatFloat(e.x.Diagnosticity, 'f', 2, 64) + "\t" + strconv.FormatFloat(e.x.Weight, 'f', 2, 64))
		} else {
			b.WriteString("\t\t")
		}
		b.WriteString("\t" + e.id + "\n")
	}
	return b.String()
}
