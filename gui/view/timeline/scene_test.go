package timeline

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// checkLabels fails if two labels of a scene overlap, one is cut by an edge, or
// the label of a record covers another record.
func checkLabels(t rapid.TB, s *scene) {
	const slack = 0.05
	shrunk := func(b box) box { return box{b.x0 + slack, b.y0 + slack, b.x1 - slack, b.y1 - slack} }
	for i := range s.labels {
		a := &s.labels[i]
		if a.x0 < -0.5 || a.y0 < -0.5 || a.x1 > s.frame.width+0.5 || a.y1 > s.frame.height+0.5 {
			t.Fatalf("the label %q is cut by the edge: %+v of %v x %v", a.text, a.box, s.frame.width, s.frame.height)
		}
		if w := s.frame.ruler.width(a.text); w > a.width()+0.5 {
			t.Fatalf("the label %q is %v wide in a box of %v", a.text, w, a.width())
		}
		for k := i + 1; k < len(s.labels); k++ {
			if b := &s.labels[k]; shrunk(a.box).overlaps(shrunk(b.box)) {
				t.Fatalf("the labels %q %+v and %q %+v overlap", a.text, a.box, b.text, b.box)
			}
		}
		if a.item == 0 {
			continue
		}
		for k := range s.shapes {
			sh := &s.shapes[k]
			own := sh.item == a.item-1
			if l := &s.lanes[sh.lane]; !own && l.rowH >= 6 && shrunk(a.box).overlaps(box{sh.x0 + 1, sh.y0 + 2, sh.x1 - 1, sh.y1 - 2}) {
				t.Fatalf("the label %q %+v covers %+v", a.text, a.box, sh.box)
			}
		}
	}
}

// TestLabelsNeverCollide at random zooms, sizes and text sizes.
func TestLabelsNeverCollide(t *testing.T) {
	models := []*index{newIndex(big(300)), newIndex(big(3000)), newIndex(persian())}
	rulers := map[float32]*ruler{}
	checks := 0
	rapid.Check(t, func(t *rapid.T) {
		x := models[rapid.IntRange(0, len(models)-1).Draw(t, "model")]
		text := rapid.SampledFrom([]float32{8.25, 11, 16.5, 22}).Draw(t, "text")
		if rulers[text] == nil {
			rulers[text] = newRuler(text)
		}
		f := frame{x: x, width: float32(rapid.IntRange(320, 1900).Draw(t, "width")), height: float32(rapid.IntRange(200, 1000).Draw(t, "height")),
			folded: map[string]bool{"o": rapid.Bool().Draw(t, "folded"), "m": rapid.Bool().Draw(t, "folded")},
			tall:   map[string]bool{"p": rapid.Bool().Draw(t, "tall")}, text: text, unit: text / 11, ruler: rulers[text]}
		f.win = around(x.first, x.last, f.plot().width(), 0.03)
		var s scene
		for range 3 {
			f.win = f.win.zoomed(float32(rapid.Float64Range(0, float64(f.plot().width())).Draw(t, "at")),
				math.Exp(rapid.Float64Range(-4, 0.5).Draw(t, "factor")), f.plot().width(), 2*century)
			f.top = float32(rapid.Float64Range(0, 500).Draw(t, "top"))
			s.build(f)
			checkLabels(t, &s)
			checks++
		}
	})
	if checks < 200 {
		t.Errorf("only %d zooms were tried", checks)
	}
}

func persian() Model {
	m := Model{HasAsOf: true, AsOf: edtf.DayOf(2025, 10, 1)}
	l := Lane{Key: "m", Title: "لحظه‌های نیاز ایران", Kind: Moments, Creates: true}
	for i, title := range []string{"جنگ دوازده‌روزه", "قطعنامه ۱۹۲۹ شورای امنیت", "زلزله بم", "خروج آمریکا از برجام", "حمله به سفارت", "اعتراض‌های سراسری پس از انتخابات"} {
		start := edtf.DayOf(2003+4*i, 6, 13)
		l.Moments = append(l.Moments, Moment{ID: fmt.Sprint("m", i), Label: title, Start: edtf.DateOf(start), End: edtf.DateOf(start + edtf.Day(100*i)),
			Importance: float64(i)})
	}
	c := Lane{Key: "c", Title: "روسیه در برابر ایران", Kind: ConductMarks}
	for i := range 30 {
		c.Conduct = append(c.Conduct, Conduct{ID: fmt.Sprint("c", i), Label: "رأی علیه قطعنامه در شورای حکام", Date: edtf.DateOf(edtf.DayOf(2000+i%25, 1, 1+i)), Rung: 2})
	}
	m.Lanes = []Lane{l, c}
	return m
}

// TestPersian: text that runs to the left stands at the right of its room.
func TestPersian(t *testing.T) {
	s, f := sceneOf(persian(), 1000, 400)
	found := false
	for i := range s.labels {
		l := &s.labels[i]
		if l.zone == zoneGutter && rightToLeft(l.text) {
			found = true
			if right := f.plot().x0 - 4; math.Abs(float64(l.x1-right)) > 1 {
				t.Errorf("the title %q ends at %v, want %v", l.text, l.x1, right)
			}
		}
	}
	if !found {
		t.Error("no Persian title is shown")
	}
}

// TestImportantLabelsStay: of two moments side by side the more important one
// keeps its label when there is room for one.
func TestImportantLabelsStay(t *testing.T) {
	for _, important := range []string{"a", "b"} {
		l := Lane{Key: "c", Kind: ConductMarks}
		for i, id := range []string{"a", "b"} {
			c := Conduct{ID: id, Label: "Statement on the matter " + id, Date: edtf.DateOf(edtf.Day(1000 + 30*i)), Rung: 1}
			if id == important {
				c.Importance = 1
			}
			l.Conduct = append(l.Conduct, c)
		}
		s, f := sceneOf(Model{Lanes: []Lane{l}}, 700, 300)
		f.win = around(400, 1630, f.plot().width(), 0)
		s.build(f)
		var shown []string
		for _, l := range s.labels {
			if l.item > 0 {
				shown = append(shown, f.x.items[l.item-1].id)
			}
		}
		if len(shown) == 0 || shown[0] != important {
			t.Errorf("the labels shown are of %q, want %q first", shown, important)
		}
	}
}

// TestBarFromBeforeTheEdge: the label of a bar that began before the window
// stands at the window's edge, not before it.
func TestBarFromBeforeTheEdge(t *testing.T) {
	l := Lane{Key: "p", Kind: Pledges, Pledges: []Pledge{{ID: "p", Label: "Bushehr-1 reactor contract", Promised: edtf.MustParse("1995-01-08")}}}
	s, f := sceneOf(Model{Lanes: []Lane{l}, HasAsOf: true, AsOf: edtf.DayOf(2025, 1, 1)}, 900, 300)
	f.win = around(mustDay(t, "2010-01-01"), mustDay(t, "2015-01-01"), f.plot().width(), 0)
	s.build(f)
	for _, l := range s.labels {
		if l.item > 0 {
			if l.text != l.full || l.x0 < s.at.x0 || l.x0 > s.at.x0+12 {
				t.Errorf("the label %q stands at %v, want it whole at the left edge %v", l.text, l.x0, s.at.x0)
			}
			return
		}
	}
	t.Error("the bar has no label")
}

// TestOpenPledgeEndsAtAsOf: a bar that has not ended runs to the as-of line, and
// moves with it.
func TestOpenPledgeEndsAtAsOf(t *testing.T) {
	l := Lane{Key: "p", Kind: Pledges, Pledges: []Pledge{{ID: "p", Promised: edtf.MustParse("1995-01-08")}}}
	s, f := sceneOf(Model{Lanes: []Lane{l}, HasAsOf: true, AsOf: edtf.DayOf(2025, 1, 1), From: edtf.DayOf(1990, 1, 1), To: edtf.DayOf(2030, 1, 1)}, 900, 300)
	for _, year := range []int{2025, 2010} {
		f.x.model.AsOf = edtf.DayOf(year, 1, 1)
		s.build(f)
		line, _ := s.asOfBox()
		if got, want := s.shapes[0].x1, (line.x0+line.x1)/2; math.Abs(float64(got-want)) > 0.6 {
			t.Errorf("as of %d the bar ends at %v, the line is at %v", year, got, want)
		}
	}
}

// TestDrawBudget: with 10,000 records a frame stays far below the sixtieth of a
// second that the toolkit needs as well (benchmarks have the true figures).
func TestDrawBudget(t *testing.T) {
	s, f := sceneOf(big(10000), 1200, 800)
	p := newPainter()
	best := time.Hour
	for i := range 8 {
		f.win.start += float64(i) * f.win.scale
		start := time.Now()
		s.build(f)
		p.paint(&s.drawing, 1200, 800)
		best = min(best, time.Since(start))
	}
	if limit := 12 * time.Millisecond * slowdown; best > limit {
		t.Errorf("a frame takes %v, want %v at most", best, limit)
	}
	if len(s.labels) >= 500 {
		t.Errorf("%d labels, want fewer than 500", len(s.labels))
	}
}

// TestOddModels: what a page may hand over draws without complaint.
func TestOddModels(t *testing.T) {
	one := edtf.MustParse("2025-06-13")
	for name, m := range map[string]Model{
		"nothing":            {},
		"empty lanes":        {Lanes: []Lane{{Key: "a", Kind: Moments, Creates: true}, {Key: "b", Kind: ConductMarks}, {Key: "c", Kind: Pledges}, {Key: "d", Kind: Contributions}, {Key: "e", Kind: History}}},
		"no dates":           {Lanes: []Lane{{Key: "a", Kind: Moments, Moments: []Moment{{ID: "x"}}}}},
		"one day":            {Lanes: []Lane{{Key: "a", Kind: ConductMarks, Conduct: []Conduct{{ID: "x", Date: one}}}}},
		"a rung off the end": {Lanes: []Lane{{Key: "a", Kind: ConductMarks, Conduct: []Conduct{{ID: "x", Date: one, Rung: 9}, {ID: "y", Date: one, Rung: -9}}}}},
		"ends before it starts": {Lanes: []Lane{{Key: "a", Kind: Moments, Moments: []Moment{{ID: "x", Label: "x", Start: one,
			End: edtf.MustParse("2020")}}}}},
		"milestones before the promise": {Lanes: []Lane{{Key: "a", Kind: Pledges, Pledges: []Pledge{{ID: "x", Label: "x", Promised: one,
			Milestones: []Milestone{{Date: edtf.MustParse("1999"), Type: "fulfilled"}, {Type: "lapsed"}}}}}}},
		"one point":    {Lanes: []Lane{{Key: "h", Kind: History, Series: historyLane().Series[:1]}}},
		"ancient days": {Lanes: []Lane{{Key: "a", Kind: Moments, Moments: []Moment{{ID: "x", Label: "x", Start: edtf.MustParse("-0479"), End: edtf.MustParse("2025")}}}}},
		"a far year":   {Lanes: []Lane{{Key: "a", Kind: Moments, Moments: []Moment{{ID: "x", Label: "x", Start: edtf.MustParse("Y-17000000")}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range [][2]float32{{1000, 600}, {60, 40}} {
				s, f := sceneOf(m, size[0], size[1])
				for _, zoom := range []float64{0.01, 0.001, 100, 1e9} {
					f.win = f.win.zoomed(10, zoom, f.plot().width(), 2*century)
					s.build(f)
				}
				if img := newPainter().paint(&s.drawing, int(size[0]), int(size[1])); img.Bounds().Empty() {
					t.Error("nothing is drawn")
				}
			}
		})
	}
}
