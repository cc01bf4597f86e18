package brief

import (
	"github.com/fairweather-app/fairweather/core/brief/pdf"
	"github.com/fairweather-app/fairweather/core/typeset"
)

// columnWidths shares the width of the text out among the columns: those
// without a share get what their longest word needs, the rest goes by shares.
func (s *sheet) columnWidths(t *Table, cells [][]shaped, heads []shaped) []float64 {
	const gap = 7.
	least := make([]float64, len(t.Columns))
	total, shares := 0., 0.
	for i, c := range t.Columns {
		least[i] = max(min(heads[i].text.Width(), 62), min(heads[i].text.LongestWord(), 90))
		for _, row := range cells {
			if i < len(row) {
				w := min(row[i].text.LongestWord(), 90)
				if c.Share == 0 { // short things stay on one line
					w = min(row[i].text.Width(), 90)
				}
				least[i] = max(least[i], w)
			}
		}
		least[i] += gap
		total += least[i]
		shares += weight(c)
	}
	out := make([]float64, len(least))
	if total > textWidth { // too narrow for all: each gives way alike
		for i := range out {
			out[i] = least[i] / total * textWidth
		}
		return out
	}
	free := textWidth - total
	for i, c := range t.Columns {
		out[i] = least[i]
		out[i] += free * weight(c) / shares
	}
	return out
}

// weight is a column's part of the width that is left over: one without a share
// gets a little, so that figures do not crowd.
func weight(c Column) float64 { return max(c.Share, .4) }

func (s *sheet) table(t *Table, e *pdf.Elem) {
	base := style{size: tableSize, colour: inkColour, lineHeight: tableSize * 1.35}
	bold := base
	bold.bold = true
	heads := make([]shaped, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = s.shape(isolated(c.Title), bold)
	}
	cells := make([][]shaped, len(t.Rows))
	for i, r := range t.Rows {
		for _, c := range r.Cells {
			st := base
			st.bold = r.Strong
			cells[i] = append(cells[i], s.shape(c.Spans, st))
		}
	}
	widths := s.columnWidths(t, cells, heads)
	broken := make([][][]typeset.Line, len(cells))
	height := 0.
	breakRow := func(row []shaped) [][]typeset.Line {
		var out [][]typeset.Line
		for j, sh := range row {
			out = append(out, sh.text.Lines(widths[j]-6))
		}
		return out
	}
	for i, row := range cells {
		broken[i] = breakRow(row)
		height += rowHeight(broken[i], base)
	}
	header := breakRow(heads)
	height += rowHeight(header, base) + 30
	s.y -= 6
	if t.Short && height < paperHeight-marginTop-marginY {
		s.need(height)
	} else {
		s.need(90)
	}
	s.para(isolated(t.Caption), style{size: smallSize, colour: quietColour, keep: 40}, e.Add("Caption"))
	s.y -= 2
	head := func(tagged bool) {
		if tagged {
			s.row(t, heads, header, widths, base, e.Add("TR"), true)
		} else { // on a later page the headings are only for the eye
			s.page.Artifact(func() { s.plainRow(t, heads, header, widths, base) })
			s.y -= rowHeight(header, base)
		}
		s.rule(s.y+1.5, marginX, marginX+textWidth, .9)
	}
	head(true)
	for i := range cells {
		if s.ctx.Err() != nil {
			return
		}
		tr := e.Add("TR")
		elems := make([]*pdf.Elem, len(cells[i]))
		for j := range elems {
			if j == 0 {
				elems[j] = tr.Add("TH").Heads("Row")
			} else {
				elems[j] = tr.Add("TD")
			}
		}
		rest := broken[i]
		for first := true; first || linesLeft(rest) > 0; first = false {
			room := int((s.y - marginY - 6) / base.line())
			want := linesLeft(rest)
			if room < min(want, 3) && s.y < paperHeight-marginTop-rowHeight(header, base)-10 || room < 1 {
				s.newPage()
				head(false)
				room = int((s.y - marginY - 6) / base.line())
			}
			var part [][]typeset.Line
			for j := range rest {
				n := min(len(rest[j]), max(room, 1))
				part = append(part, rest[j][:n])
				rest[j] = rest[j][n:]
			}
			s.cellLines(t, cells[i], part, widths, base, elems)
		}
		s.rule(s.y+1.5, marginX, marginX+textWidth, .4)
	}
	s.y -= 10
}

func linesLeft(row [][]typeset.Line) int {
	n := 0
	for _, c := range row {
		n = max(n, len(c))
	}
	return n
}

func rowHeight(row [][]typeset.Line, t style) float64 {
	return float64(linesLeft(row))*t.line() + 5
}

func (s *sheet) row(t *Table, cells []shaped, lines [][]typeset.Line, widths []float64, base style, tr *pdf.Elem, head bool) {
	elems := make([]*pdf.Elem, len(cells))
	for j := range elems {
		if head {
			elems[j] = tr.Add("TH").Heads("Column")
		} else {
			elems[j] = tr.Add("TD")
		}
	}
	s.cellLines(t, cells, lines, widths, base, elems)
}

// cellLines sets lines of a row's cells side by side and moves below them.
func (s *sheet) cellLines(t *Table, cells []shaped, lines [][]typeset.Line, widths []float64, base style, elems []*pdf.Elem) {
	x := marginX
	for j := range cells {
		if j >= len(widths) {
			break
		}
		right := j > 0 && (t.Columns[j].Format == Percent || t.Columns[j].Format == Number)
		sh := cells[j]
		sh.style = base
		for k, l := range lines[j] {
			s.line(l, sh, x, s.y-2-float64(k)*base.line(), widths[j]-6, right, elems[j])
		}
		x += widths[j]
	}
	s.y -= rowHeight(lines, base)
}

// plainRow sets a row that is no content of the structure.
func (s *sheet) plainRow(t *Table, cells []shaped, lines [][]typeset.Line, widths []float64, base style) {
	x := marginX
	for j := range cells {
		right := j > 0 && (t.Columns[j].Format == Percent || t.Columns[j].Format == Number)
		for k, l := range lines[j] {
			at := x
			if right {
				at += widths[j] - 6 - l.Width
			}
			y := s.y - 2 - float64(k)*base.line() - base.line()*.5 - base.size*.33
			for _, r := range l.Runs {
				s.page.Run(r, at+r.X, y, inkColour)
			}
		}
		x += widths[j]
	}
}
