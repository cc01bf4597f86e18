package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/whatif"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// share writes a share of functioning, with a decimal where it is small.
func share(v float64) string {
	switch {
	case v > 0 && v < .0005:
		return "under" + nbsp + "0.1" + nbsp + "%"
	case v > 0 && v < .0995:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*v), ".0") + nbsp + "%"
	}
	return fmt.Sprintf("%.0f", 100*v) + nbsp + "%"
}

// inDraws writes in how many of the draws something comes about: of a chance that
// is neither, draws may still show all or none.
func inDraws(p float64) string {
	switch p {
	case 0:
		return tr("none of the draws")
	case 1:
		return tr("all draws")
	}
	return trf("%s of draws", percent(p))
}

// draw shows the result.
func (p *WhatIf) draw() {
	p.sayHead()
	r := p.r
	on := r != nil
	for _, o := range []*view.Panel{p.lossPanel, p.coursePanel, p.pairPanel} {
		o.Hidden = !on
	}
	p.comparedPanel.Hidden = !p.versus || !on
	p.othersPanel.Hidden = !p.st.Open() || !asked(p.st)
	if p.player != nil && !on {
		p.stop()
	}
	if !on {
		p.claim.set()
		p.drivers.set()
		p.notes.set()
		p.warns.set()
		p.network.SetData(nil, nil)
		p.networkPanel.Hidden = true
		p.flow.changed()
		return
	}
	p.networkPanel.Hidden = false
	p.network.Empty = tr("No dependence is on record. “New dependence” in the Edit menu adds one: who rests on whom, through which channel, by what share.")
	if p.chosen == "" || !slices.ContainsFunc(r.Actors, func(a whatif.Actor) bool { return a.ID == p.chosen }) {
		if i := slices.IndexFunc(r.Actors, func(a whatif.Actor) bool { return a.Direct == 0 }); i >= 0 {
			p.chosen = r.Actors[i].ID
		}
	}
	p.drawMonth()
	p.drawPairs()
	p.claim.set(p.claimSpans()...)
	p.drivers.set(p.driverSpans()...)
	p.notes.set(p.noteSpans()...)
	var warnings [][]span
	for _, w := range r.Said.Warnings {
		warnings = append(warnings, []span{warn("! " + strings.Replace(inWords(w), "; see left_out", "", 1))})
	}
	p.warns.set(bullets(warnings)...)
	p.flow.changed()
}

// at gives an actor's loss with its band in the month shown.
func (p *WhatIf) at(a whatif.Actor) (mean, low, high float64) {
	c := p.r.Course
	if p.month < 0 || c == nil {
		return a.Mean, a.Lower90, a.Upper90
	}
	i := slices.Index(c.Actors, a.ID)
	if i < 0 || p.month >= len(c.Mean[i]) {
		return a.Mean, a.Lower90, a.Upper90
	}
	return c.Mean[i][p.month], c.Lower90[i][p.month], c.Upper90[i][p.month]
}

// drawMonth draws network, bars and course for the month shown.
func (p *WhatIf) drawMonth() {
	r := p.r
	if r == nil {
		return
	}
	worst := 0.0
	for _, a := range r.Actors {
		worst = max(worst, a.Mean)
	}
	var nodes []view.NetworkNode
	var bars []view.Loss
	losses := map[string]whatif.Actor{}
	for _, a := range r.Actors {
		losses[a.ID] = a
	}
	for _, id := range actorsOf(r) {
		at, ok := p.placed[id]
		if !ok {
			at = p.spots[id]
		}
		n := view.NetworkNode{Key: id, Label: p.st.Case.ActorName(id), X: at[0], Y: at[1]}
		if a, ok := losses[id]; ok {
			mean, _, _ := p.at(a)
			if mean > 0 {
				n.Value = strings.ReplaceAll(share(mean), nbsp, " ")
				n.Loss = mean / max(worst, 1e-9)
			}
			n.Struck = a.Direct > 0
		}
		nodes = append(nodes, n)
	}
	unhurt := 0
	for _, a := range r.Actors {
		mean, low, high := p.at(a)
		if a.Mean == 0 {
			unhurt++
			continue
		}
		bars = append(bars, view.Loss{Key: a.ID, Name: a.Name, Note: p.noteOf(a), Mean: mean, Lower: low, Upper: high, Struck: a.Direct > 0, Strong: a.ID == p.chosen})
	}
	p.network.SetData(nodes, p.edges())
	if p.network.OnSelect != nil && p.st.Place.Record == "" {
		p.network.Select(p.chosen)
	}
	p.losses.SetRows(bars)
	title := tr("Who is hit, in the end")
	if p.month >= 0 {
		title = trf("Who is hit, month %d", p.month)
	}
	if unhurt > 0 {
		title += trf(" · %d not at all", unhurt)
	}
	p.lossPanel.SetTitle(title)
	p.drawCourse()
}

// noteOf says under a bar what there is to say of it.
func (p *WhatIf) noteOf(a whatif.Actor) string {
	if a.Direct > 0 {
		return trf("the shock itself takes %s", share(a.Direct))
	}
	parts := []string{}
	if a.Hardest > .005 {
		parts = append(parts, trf("hardest hit in %s", inDraws(a.Hardest)))
	}
	if a.Peak != nil {
		parts = append(parts, trf("half of it after %s months", decimal(a.Peak.HalfMonth)))
	}
	if a.Estimated > .005 {
		parts = append(parts, trf("%s from estimates", percent(a.Estimated)))
	}
	return strings.ReplaceAll(strings.Join(parts, "; "), nbsp, " ")
}

// edges gives the dependences as the network draws them.
func (p *WhatIf) edges() []view.NetworkEdge {
	var out []view.NetworkEdge
	largest := 0.0
	for _, e := range p.r.Edges {
		largest = max(largest, e.Size)
	}
	for _, e := range p.r.Edges {
		basis := map[string]view.EdgeBasis{whatif.Sourced: view.EdgeSourced, whatif.Estimate: view.EdgeEstimate, whatif.NoBasis: view.EdgeBaseless}[e.Grade]
		out = append(out, view.NetworkEdge{Key: e.ID, From: e.Actor, To: e.On, Label: tr(e.Channel) + " " + strings.ReplaceAll(share(e.Share.Mode), nbsp, " "), Size: e.Size / max(largest, 1e-9), Basis: basis})
	}
	return out
}

// tip is what the mouse is told of an actor or a dependence.
func (p *WhatIf) tip(key string) string {
	if p.r == nil {
		return ""
	}
	for _, e := range p.r.Edges {
		if e.ID != key {
			continue
		}
		c := p.st.Case
		grade := map[string]string{whatif.Sourced: tr("rests on a source"), whatif.Estimate: tr("an estimate"), whatif.NoBasis: tr("no basis is told")}[e.Grade]
		text := trf("%s depends on %s for %s: %s of the channel; %s; a replacement takes %s months", c.ActorName(e.Actor), c.ActorName(e.On), tr(e.Channel), triangle(e.Share), grade, decimal(e.Months))
		if e.PartOnly {
			text += tr("; a part of the channel stands for the whole")
		}
		return join("\n", text, e.Basis)
	}
	for _, a := range p.r.Actors {
		if a.ID == key {
			return trf("%s loses %s (90 %% interval %s to %s)", a.Name, share(a.Mean), share(a.Lower90), share(a.Upper90))
		}
	}
	return p.st.Case.ActorName(key)
}

// mostLines is how many actors the course draws.
const mostLines = 6

func (p *WhatIf) drawCourse() {
	c := p.r.Course
	p.coursePanel.Hidden = c == nil
	if c == nil {
		return
	}
	var lines []view.Course
	for _, a := range p.r.Actors {
		i := slices.Index(c.Actors, a.ID)
		if i < 0 || a.Mean == 0 || a.Direct > 0 || len(lines) == mostLines { // what the shock takes is there from the first day
			continue
		}
		lines = append(lines, view.Course{Key: a.ID, Name: a.Name, Mean: c.Mean[i], Lower: c.Lower90[i], Upper: c.Upper90[i], Strong: a.ID == p.chosen})
	}
	m := p.month
	if m < 0 && len(lines) > 0 {
		m = len(lines[0].Mean) - 1
	}
	p.courses.SetData(lines, max(m, 0))
}

// mostPairs is how many actors stand in the table of pairs.
const mostPairs = 12

func (p *WhatIf) drawPairs() {
	r := p.r
	var at []int
	for i, a := range r.Actors {
		if a.Mean > 0 && len(at) < mostPairs {
			at = append(at, i)
		}
	}
	rows := view.MatrixAxis{Cell: 26, Title: 110}
	cols := view.MatrixAxis{Cell: 60, Title: 34}
	for _, i := range at {
		rows.Heads = append(rows.Heads, view.MatrixHead{Title: r.Actors[i].Name, Share: -1})
		cols.Heads = append(cols.Heads, view.MatrixHead{Title: short(p.st.Case, r.Actors[i].ID), Share: -1})
	}
	p.pairs.Empty = tr("Nobody is hit.")
	p.pairs.SetData(rows, cols, func(row, col int) view.MatrixCell {
		if row == col {
			return view.MatrixCell{Text: "–", Muted: true}
		}
		v := r.Harder[at[row]][at[col]]
		tone := view.ToneNothing
		switch {
		case v >= .8:
			tone = view.ToneAgainst2
		case v > .5:
			tone = view.ToneAgainst1
		}
		return view.MatrixCell{Text: strings.NewReplacer("under ", "<", "over ", ">", nbsp, " ", "under"+nbsp, "<", "over"+nbsp, ">").Replace(percent(v)), Tones: []view.Tone{tone}}
	})
	p.pairs.Tip = func(row, col int) string {
		if row < 0 || col < 0 || row >= len(at) || col >= len(at) || row == col {
			return ""
		}
		return trf("%s is hit harder than %s in %s", r.Actors[at[row]].Name, r.Actors[at[col]].Name, inDraws(r.Harder[at[row]][at[col]]))
	}
}

// compareNow works all kept scenarios and the one on the page on the same draws.
func (p *WhatIf) compareNow() {
	list, _ := whatif.ScenariosOf(p.st.Case)
	if !slices.ContainsFunc(list, func(sc whatif.Scenario) bool {
		return sc.Name == p.sc.Name && p.saysOf(sc) == p.saysOf(p.sc) && sc.Months == p.sc.Months
	}) {
		here := p.sc
		here.Name = p.scName() + tr(" (on this page)")
		list = append([]whatif.Scenario{here}, list...)
	}
	c, day := p.st.Case, p.st.Question.AsOf
	p.s.Go(tr("Comparing the scenarios"), func(ctx context.Context) (func(), error) {
		x, err := whatif.Compare(ctx, c, day, list, whatif.DefaultSettings())
		return func() { p.drawCompared(x) }, err
	})
}

func (p *WhatIf) drawCompared(x *whatif.Comparison) {
	rows := view.MatrixAxis{Cell: 36, Title: 130}
	cols := view.MatrixAxis{Cell: 150, Title: 34, Figures: []string{tr("the claim")}}
	for _, a := range x.Actors {
		rows.Heads = append(rows.Heads, view.MatrixHead{Title: a.Name, Share: -1})
	}
	for i, name := range x.Scenarios {
		claim := tr("none made")
		if x.Claims[i] != nil {
			claim = strings.ReplaceAll(percent(*x.Claims[i]), nbsp, " ")
		}
		cols.Heads = append(cols.Heads, view.MatrixHead{Title: name, Share: -1, Figures: []string{claim}})
	}
	p.compared.SetData(rows, cols, func(row, col int) view.MatrixCell {
		a := x.Actors[row]
		plain := func(v float64) string { return strings.ReplaceAll(share(v), nbsp, " ") }
		return view.MatrixCell{Text: plain(a.Mean[col]), Below: plain(a.Lower90[col]) + " – " + plain(a.Upper90[col])}
	})
	p.comparedPanel.Hidden = false
	p.flow.changed()
}

// Compare shows or hides the scenarios side by side.
func (p *WhatIf) Compare() {
	p.versus = !p.versus
	if !p.versus {
		p.comparedPanel.Hidden = true
		p.flow.changed()
		return
	}
	if list, _ := whatif.ScenariosOf(p.st.Case); len(list) == 0 {
		p.versus = false
		p.s.Fail(session.Failure{Doing: tr("compare scenarios"), Err: fmt.Errorf("%s", tr("no scenario is kept in this case yet: “Keep…” keeps the one on this page; then change it and compare"))})
		return
	}
	p.compareNow()
}
