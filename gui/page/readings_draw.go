package page

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/view"
)

// cellWords5 are the values of a cell that have a word, best first; the keys 1 to
// 5 stand for them.
var cellWords5 = []string{"CC", "C", "N", "I", "II"}

// toneOf is the ground of a value: blue for, rust against, grey for neither.
func (p *Readings) toneOf(value string) view.Tone {
	switch p.word(value) {
	case "CC":
		return view.ToneGave3
	case "C":
		return view.ToneGave1
	case "N":
		return view.ToneNothing
	case "I":
		return view.ToneAgainst1
	case "II":
		return view.ToneAgainst2
	}
	return view.ToneMuted
}

// word gives the word that a value is, or comes nearest to if it is a ratio.
func (p *Readings) word(value string) string {
	if slices.Contains(cellWords5, value) || value == "NA" || value == "" {
		return value
	}
	if p.d.read != nil { // the engine has said so of what it weighed
		for _, x := range p.d.read.Items {
			for _, a := range x.Ratings {
				for _, c := range a.Cells {
					if c.Value == value && c.Word != "" {
						return c.Word
					}
				}
			}
		}
	}
	return ""
}

// rows gives the items in the order shown.
func (p *Readings) rows() []evidence { return p.d.sorted(p.byDate) }

// values gives the values of a cell to show, one an analyst; what is on its way
// to the disk stands for what it replaces.
func (p *Readings) values(key hypotheses.Place) []string {
	if p.whose != showAll {
		if r := p.d.of(key, p.whose); r != nil {
			return []string{r.Value}
		}
		return nil
	}
	var out []string
	waiting, is := p.waiting(key)
	had := false
	for _, r := range p.d.ratings[key] {
		v := r.Value
		if r.Analyst == p.s.Analyst() && is {
			v, had = waiting, true
		}
		if v != "" {
			out = append(out, v)
		}
	}
	if is && !had && waiting != "" {
		out = append(out, waiting)
	}
	return out
}

// text writes the values of a cell: one where all agree, else the extremes.
func (p *Readings) text(key hypotheses.Place) string {
	values := p.values(key)
	if len(values) == 0 {
		return ""
	}
	values = p.scaled(values)
	first, last := values[0], values[len(values)-1]
	if first == last {
		return first
	}
	return first + "/" + last
}

// scaled gives values in the order of the scale.
func (p *Readings) scaled(values []string) []string {
	out := slices.Clone(values)
	slices.SortStableFunc(out, func(a, b string) int { return p.order(a) - p.order(b) })
	return out
}

// order is the place of a value on the scale; NA stands first.
func (p *Readings) order(value string) int { return slices.Index(cellWords5, p.word(value)) }

// cell gives what the matrix draws.
func (p *Readings) cell(e evidence, hyp string) view.MatrixCell {
	key := hypotheses.Place{Item: e.id, Hypothesis: hyp}
	values := p.values(key)
	out := view.MatrixCell{Text: p.text(key), Muted: e.x != nil && !e.x.Separates && p.d.c != nil && !p.d.blind}
	var ratios []string
	for _, v := range values {
		out.Tones = append(out.Tones, p.toneOf(v))
	}
	for _, v := range p.scaled(values) {
		if r := p.d.ratio(v); r != "" && !slices.Contains(ratios, r) {
			ratios = append(ratios, r)
		}
	}
	switch {
	case len(values) == 0:
		out.Text, out.Muted = "·", true
	case len(ratios) == 1:
		out.Below = ratios[0]
	case len(ratios) > 1:
		out.Below = ratios[0] + " " + ratios[len(ratios)-1]
	}
	if ratioOnly(values) {
		out.Text, out.Below = out.Below, "" // the ratio is the rating
	}
	return out
}

// ratioOnly reports whether all values are ratios and not words.
func ratioOnly(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(cellWords5, v) || v == "NA" })
}

// draw shows the data in the layout chosen.
func (p *Readings) draw() {
	d := p.d
	if d == nil {
		return
	}
	items := p.rows()
	hyps := view.MatrixAxis{}
	if !p.hidden {
		hyps.Figures = []string{tr("Bayes"), tr("Against")}
	}
	for _, h := range d.hyps {
		head := view.MatrixHead{Title: h.Name(), Share: -1}
		if r, ok := d.reading(h.ID); ok && !p.hidden && len(d.items) > 0 {
			share, contra := r.Posterior, r.Weighted
			if i := p.analystAt(); i >= 0 && i < len(r.ByAnalyst) {
				share = r.ByAnalyst[i]
			}
			head.Figures = []string{strings.ReplaceAll(percent(share), nbsp, " "), decimal(contra)}
			head.Share, head.Strong = share, h.ID == d.read.Leading
		}
		hyps.Heads = append(hyps.Heads, head)
	}
	ev := view.MatrixAxis{}
	for _, e := range items {
		head := view.MatrixHead{Title: e.name, Share: -1}
		told, weight := "", ""
		if e.x != nil {
			told, weight = decimal(e.x.Diagnosticity), fmt.Sprintf("%.2f", e.x.Weight)
			head.Muted = !e.x.Separates
		}
		day := yearOf(e.date)
		if p.classic {
			day = e.date.String()
		}
		if e.ahead {
			head.Title = tr("Not seen yet: ") + head.Title
			head.Muted = true
		}
		head.Figures = []string{day, told}
		if p.classic {
			head.Figures = append(head.Figures, weight)
		}
		ev.Heads = append(ev.Heads, head)
	}
	p.matrix.Empty = p.emptyText()
	if p.classic {
		ev.Figures, ev.Cell, ev.Title = []string{tr("Date"), tr("Tells"), tr("Weight")}, 34, 210
		hyps.Cell, hyps.Title = 84, 50
		p.matrix.SetData(ev, hyps, func(row, col int) view.MatrixCell { return p.cell(items[row], d.hyps[col].ID) })
	} else {
		ev.Figures, ev.Cell, ev.Title, ev.Turned = []string{tr("year"), tr("tells")}, 38, 108, true
		hyps.Cell, hyps.Title = 41, 168
		p.matrix.SetData(hyps, ev, func(row, col int) view.MatrixCell { return p.cell(items[col], d.hyps[row].ID) })
	}
	p.at()
	p.sayHead()
	p.say()
	p.cards.set(p)
}

// yearOf writes the year of a date.
func yearOf(d edtf.Date) string {
	text := strings.TrimLeft(d.String(), "[{")
	if len(text) > 4 {
		text = text[:4]
	}
	return text
}

// analystAt is the place among the readings' analysts of the one whose ratings
// are shown; -1: all.
func (p *Readings) analystAt() int {
	if p.d.read == nil || p.whose == showAll {
		return -1
	}
	for i, a := range p.d.read.Analysts {
		if a.Name == p.whose {
			return i
		}
	}
	return -1
}

func (p *Readings) emptyText() string {
	switch {
	case !p.st.Open():
		return tr("No case is open. Open one from the File menu, or begin a new one.")
	case len(p.st.Case.Actors()) < 2:
		return tr("A reading is of the conduct of one actor toward another. Add two actors first, by “New actor” in the Edit menu.")
	case !asked(p.st):
		return tr("A reading is of the conduct of one actor toward another. Choose above who asks and who is asked about.")
	case p.d.problem != "":
		return sentence(inNames(p.st.Case, p.d.problem)) + "."
	case len(p.d.hyps) == 0:
		return trf("Nobody has written down yet how to read the conduct of %s toward %s. “Add a reading…” starts from standard readings of alliances, with the literature each comes from.",
			p.st.Case.ActorName(p.st.Question.Partner), p.st.Case.ActorName(p.st.Question.Relier))
	}
	return tr("No evidence yet. “Add evidence…” chooses records of the case; then rate each against every reading with the keys 1 to 5.")
}

// place gives the item and the hypothesis at a row and column of the matrix.
func (p *Readings) place(row, col int) (item, hyp string) {
	i, h := col, row
	if p.classic {
		i, h = row, col
	}
	items := p.rows()
	if i >= 0 && i < len(items) {
		item = items[i].id
	}
	if h >= 0 && h < len(p.d.hyps) {
		hyp = p.d.hyps[h].ID
	}
	return item, hyp
}

// at puts the matrix's cursor where the page's is.
func (p *Readings) at() {
	i := slices.IndexFunc(p.rows(), func(e evidence) bool { return e.id == p.item })
	h := slices.IndexFunc(p.d.hyps, func(x *ledger.Hypothesis) bool { return x.ID == p.hyp })
	if i < 0 && h < 0 {
		i, h = 0, 0
		p.item, p.hyp = "", ""
		if items := p.rows(); len(items) > 0 && len(p.d.hyps) > 0 {
			p.item, p.hyp = items[0].id, p.d.hyps[0].ID
		}
	}
	if p.classic {
		p.matrix.Go(i, h)
		return
	}
	p.matrix.Go(h, i)
}

// selected hears where the cursor went.
func (p *Readings) selected(row, col int) {
	p.item, p.hyp = p.place(row, col)
	p.typed = 0
	switch {
	case p.item == "" && p.hyp != "":
		p.s.Select(p.hyp)
	case p.hyp == "" && p.item != "":
		p.s.Select(p.item)
	}
	p.say()
}

// open shows the record under the cursor in the inspector: a rating has reasons,
// but the evidence is what a person wants to read.
func (p *Readings) open(row, col int) {
	item, hyp := p.place(row, col)
	switch {
	case item != "":
		p.s.Select(item)
	case hyp != "":
		p.s.Edit(hyp)
	}
}

// menu offers what can be done at a place of the matrix.
func (p *Readings) menu(row, col int, at fyne.Position) {
	p.selected(row, col)
	p.at()
	var items []*fyne.MenuItem
	add := func(text string, do func()) { items = append(items, fyne.NewMenuItem(text, do)) }
	switch {
	case p.item != "" && p.hyp != "":
		for i, v := range cellWords5 {
			add(fmt.Sprintf("%d   %s  %s  %s", i+1, v, meaning(v), p.d.ratio(v)), func() { p.rate(v) })
		}
		add("0   NA  "+meaning("NA"), func() { p.rate("NA") })
		add(tr("=   A likelihood ratio…"), p.askRatio)
		items = append(items, fyne.NewMenuItemSeparator())
		add(tr("Take my rating back"), func() { p.rate("") })
		add(tr("Show the evidence"), func() { p.s.Select(p.item) })
	case p.item != "":
		add(tr("Show the evidence"), func() { p.s.Select(p.item) })
		add(tr("Edit the evidence"), func() { p.s.Edit(p.item) })
	default:
		add(tr("Show the reading"), func() { p.s.Select(p.hyp) })
		add(tr("Edit it, or give it a prior"), func() { p.s.Edit(p.hyp) })
		items = append(items, fyne.NewMenuItemSeparator())
		add(tr("Split it…"), func() { p.divide(true) })
		add(tr("Refine it…"), func() { p.divide(false) })
		add(tr("Link it to another…"), p.Link)
	}
	p.h.Menu(items, at)
}
