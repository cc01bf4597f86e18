package timeline

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/view"
)

// tipLine is a line of the tooltip.
type tipLine struct {
	text  string
	quiet bool
}

// The bounds of a tooltip.
const (
	tipWidth   = 320
	tipLines   = 14
	tipMembers = 8
)

// tipText gives what the tooltip says: of what is under the mouse, or of what a
// key reached.
func (t *Timeline) tipText() []tipLine {
	s := &t.scene
	switch {
	case t.drag != nil:
		return nil
	case t.tipFor >= 0:
		return t.itemTip(t.tipFor, -1)
	case t.hovered >= 0:
		sh, ok := s.shapeAt(t.hovered)
		if !ok {
			return nil
		}
		if sh.group.n > 1 {
			return t.groupTip(sh)
		}
		return t.itemTip(t.hovered, t.mouse.X)
	case !t.inside:
		return nil
	}
	for i := range s.labels {
		if l := &s.labels[i]; l.text != l.full && l.has(t.mouse.X, t.mouse.Y) {
			return []tipLine{{l.full, false}}
		}
	}
	if n := s.laneAt(t.mouse.Y); n >= 0 && t.mouse.X < s.at.x0 {
		return t.laneTip(n)
	}
	if n := s.laneAt(t.mouse.Y); n >= 0 && s.at.has(t.mouse.X, t.mouse.Y) && t.x.model.Lanes[n].Kind == History {
		return t.seriesTip(n)
	}
	return nil
}

// laneTip tells what a click on the name of a lane does.
func (t *Timeline) laneTip(n int) []tipLine {
	lane, l := &t.x.model.Lanes[n], &t.scene.lanes[n]
	does := lang.L("Click to fold.")
	switch {
	case l.folded:
		does = lang.L("Click to unfold.")
	case l.low && !t.tall[lane.Key]:
		does = lang.L("Click for higher rows, again to fold.")
	}
	return []tipLine{{titleWords(lane, &t.x.lanes[n]), false}, {does, true}}
}

// itemTip tells of one item; x is where the mouse is, negative for nowhere.
func (t *Timeline) itemTip(k int32, x float32) []tipLine {
	it := &t.x.items[k]
	lane := &t.x.model.Lanes[it.lane]
	out := []tipLine{{it.label, false}}
	quiet := func(format string, a ...any) { out = append(out, tipLine{fmt.Sprintf(format, a...), true}) }
	detail := ""
	switch lane.Kind {
	case Moments:
		m := &lane.Moments[it.ref]
		quiet("%s", spanWords(m.Start, m.End, m.Ongoing))
		detail = m.Detail
	case ConductMarks:
		c := &lane.Conduct[it.ref]
		quiet("%s · %s", dateWords(c.Date), rungWords(c.Rung))
		detail = c.Detail
	case Pledges:
		p := &lane.Pledges[it.ref]
		line := lang.L("promised") + " " + dateWords(p.Promised)
		if !p.Due.IsZero() {
			line += ", " + lang.L("due") + " " + dateWords(p.Due)
		}
		quiet("%s · %s", line, t.x.outcome(it).word())
		out = append(out, t.stageTips(it, p, x)...)
		detail = p.Detail
	case Contributions:
		c := &lane.Contributions[it.ref]
		quiet("%s · %s · %s", dateWords(c.Date), channelWord(c.Channel), magnitudeWords(c.Magnitude))
		detail = c.Detail
	}
	for _, text := range strings.Split(detail, "\n") {
		if text != "" {
			out = append(out, tipLine{text, true})
		}
	}
	return out
}

// stageTips tells the milestones of a pledge: the one under the mouse with its
// note, else the last few.
func (t *Timeline) stageTips(it *item, p *Pledge, x float32) []tipLine {
	tell := func(st *stage, note bool) tipLine {
		m := &p.Milestones[st.ref]
		text := dateWords(m.Date) + " " + lang.L(m.Type)
		if note && m.Note != "" {
			text += ": " + m.Note
		}
		return tipLine{text, !note}
	}
	for i := range it.stages {
		st := &it.stages[i]
		if x >= 0 && math.Abs(float64(t.scene.x(st.middle())-x)) <= grasp {
			return []tipLine{tell(st, true)}
		}
	}
	const most = 5
	var out []tipLine
	first := max(0, len(it.stages)-most)
	if first > 0 {
		out = append(out, tipLine{fmt.Sprintf(lang.L("%d earlier milestones"), first), true})
	}
	for i := first; i < len(it.stages); i++ {
		out = append(out, tell(&it.stages[i], false))
	}
	return out
}

// groupTip tells what a count mark counts.
func (t *Timeline) groupTip(sh *shape) []tipLine {
	r := &t.x.lanes[sh.lane].rows[sh.row]
	items := append([]int32(nil), r.items[sh.group.first:sh.group.first+sh.group.n]...)
	out := []tipLine{{fmt.Sprintf(lang.L("%d records, %s to %s: click to come nearer"), sh.group.n, dayOf(sh.group.from), dayOf(sh.group.to)), false}}
	sort.Slice(items, func(i, j int) bool { return t.x.items[items[i]].rank < t.x.items[items[j]].rank })
	for i, k := range items {
		if i == tipMembers {
			out = append(out, tipLine{fmt.Sprintf(lang.L("and %d more"), len(items)-i), true})
			break
		}
		out = append(out, tipLine{dayOf(t.x.items[k].at).String() + "  " + t.x.items[k].label, true})
	}
	return out
}

// seriesTip tells the values of a lane's lines on the day under the mouse.
func (t *Timeline) seriesTip(lane int) []tipLine {
	s := &t.scene
	day := dayOf(s.frame.win.day(t.mouse.X - s.at.x0))
	out := []tipLine{{day.String(), false}}
	for _, series := range t.x.model.Lanes[lane].Series {
		p, ok := nearest(series.Points, day)
		if !ok {
			continue
		}
		text := fmt.Sprintf("%s: %.0f %%", series.Name, 100*p.Value)
		if p.Upper >= p.Lower {
			text += ", " + fmt.Sprintf(lang.L("90 %% interval %.0f to %.0f %%"), 100*p.Lower, 100*p.Upper)
		}
		out = append(out, tipLine{text, true})
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

// nearest gives the point of a series nearest to a day.
func nearest(points []view.SeriesPoint, day edtf.Day) (view.SeriesPoint, bool) {
	if len(points) == 0 {
		return view.SeriesPoint{}, false
	}
	i := sort.Search(len(points), func(i int) bool { return points[i].Day >= day })
	if i == len(points) || i > 0 && day-points[i-1].Day < points[i].Day-day {
		i--
	}
	return points[i], true
}

// showTip places the tooltip: below and right of the mouse, or where it fits.
func (t *Timeline) showTip() {
	p := t.parts
	var lines []tipLine
	f := &t.scene.frame
	u := f.unit
	width := min(tipWidth*u, f.width-24*u)
	for _, l := range t.tipText() {
		for _, text := range t.ruler.wrap(l.text, width, 4) {
			lines = append(lines, tipLine{text, l.quiet})
		}
	}
	if len(lines) > tipLines {
		lines = append(lines[:tipLines-1], tipLine{"…", true})
	}
	p.tipBox.Hidden = len(lines) == 0
	p.tip, p.tipKeys = p.tip[:min(len(p.tip), len(lines))], p.tipKeys[:min(len(p.tipKeys), len(lines))]
	if len(lines) == 0 {
		return
	}
	w := float32(0)
	for _, l := range lines {
		w = max(w, t.ruler.width(l.text))
	}
	pad, h := 6*u, f.line()
	w, high := w+2*pad, float32(len(lines))*h+2*pad
	x, y := t.mouse.X+12, t.mouse.Y+18
	over := t.mouse.Y - 8
	if t.tipFor >= 0 {
		if b, ok := t.outline(t.tipFor); ok {
			x, y, over = b.x0+8, b.y1+4, b.y0-4
		} else {
			x, y, over = t.scene.at.x0+8, t.scene.at.y0+8, t.scene.at.y1
		}
	}
	x = max(2, min(x, f.width-w-2))
	if y+high > f.height-2 {
		y = max(2, over-high)
	}
	pal := t.painter.pal
	p.tipBox.FillColor, p.tipBox.StrokeColor, p.tipBox.StrokeWidth, p.tipBox.CornerRadius = pal.tip, pal.inks[inkRule], 1, 4
	place(p.tipBox, box{x, y, x + w, y + high})
	for i, l := range lines {
		line := label{text: l.text, ink: inkText, box: box{x + pad, y + pad + float32(i)*h, x + w - pad, y + pad + float32(i+1)*h}}
		if l.quiet {
			line.ink = inkMuted
		}
		if rightToLeft(l.text) {
			line.x0 = line.x1 - t.ruler.width(l.text)
		}
		key := textKey{line.text, line.ink}
		if i == len(p.tip) {
			p.tip, p.tipKeys = append(p.tip, &canvas.Text{}), append(p.tipKeys, textKey{})
		}
		placeText(p.tip[i], &line, pal, t.ruler.size)
		if p.tipKeys[i] != key {
			p.tip[i].Refresh()
		}
		p.tipKeys[i] = key
	}
}

// dragWords tells the days of a drag that makes a record, beside its band.
func (t *Timeline) dragWords(b box, on bool) {
	p := t.parts
	p.dragText.Text, p.dragBox.Hidden = "", true
	if !on {
		return
	}
	from, to := t.created()
	text := from.String()
	if to != from {
		text += " " + lang.L("to") + " " + to.String()
	}
	f := &t.scene.frame
	w, h := t.ruler.width(text), f.line()
	x := max(2, min((b.x0+b.x1-w)/2, f.width-w-8))
	y := b.y0 + 2
	l := label{text: text, ink: inkText, box: box{x, y, x + w, y + h}}
	placeText(p.dragText, &l, t.painter.pal, t.ruler.size)
	p.dragText.Refresh()
	p.dragBox.Hidden = false
	p.dragBox.FillColor, p.dragBox.CornerRadius = t.painter.pal.tip, 3
	place(p.dragBox, box{x - 4, y, x + w + 4, y + h})
}
