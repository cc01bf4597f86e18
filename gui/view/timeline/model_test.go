package timeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/theme"
	"github.com/fairweather-app/fairweather/gui/view"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_US.UTF-8")
	app := test.NewApp()
	app.Settings().SetTheme(theme.New(theme.Light, 1))
	os.Exit(m.Run())
}

// big makes a model of n records over forty years, dated to the day, the month,
// the year or a span, as sources date them.
func big(n int) Model {
	r := rand.New(rand.NewPCG(1, 2))
	first := edtf.DayOf(1985, 1, 1)
	date := func() edtf.Date {
		d := first + edtf.Day(r.IntN(40*365))
		y, m, _ := d.Date()
		switch r.IntN(10) {
		case 0:
			return edtf.MustParse(fmt.Sprintf("%04d", y))
		case 1, 2:
			return edtf.MustParse(fmt.Sprintf("%04d-%02d", y, m))
		case 3:
			return edtf.MustParse(fmt.Sprintf("%04d/%04d", y, y+r.IntN(4)))
		}
		return edtf.DateOf(d)
	}
	m := Model{HasAsOf: true, AsOf: edtf.DayOf(2025, 10, 1)}
	conduct := func(key, title string, n int) Lane {
		l := Lane{Key: key, Title: title, Kind: ConductMarks, Creates: true}
		for i := range n {
			l.Conduct = append(l.Conduct, Conduct{ID: fmt.Sprintf("%s%d", key, i), Label: fmt.Sprintf("Statement %d on the matter", i), Date: date(),
				Rung: ledger.Rung(r.IntN(7) - 2), Importance: r.Float64()})
		}
		return l
	}
	moments := func(key, title string, n int) Lane {
		l := Lane{Key: key, Title: title, Kind: Moments, Creates: true}
		for i := range n {
			start := first + edtf.Day(r.IntN(40*365))
			end := start + edtf.Day(r.IntN(60))
			l.Moments = append(l.Moments, Moment{ID: fmt.Sprintf("%s%d", key, i), Label: fmt.Sprintf("Crisis %d in the region", i),
				Start: edtf.DateOf(start), End: edtf.DateOf(end), Importance: r.Float64()})
		}
		return l
	}
	pledges := Lane{Key: "p", Title: "Pledges by the partner", Kind: Pledges, Creates: true}
	for i := range n / 10 {
		p := Pledge{ID: fmt.Sprintf("p%d", i), Label: fmt.Sprintf("Delivery %d of equipment", i), Promised: date(), Importance: r.Float64()}
		at, _ := p.Promised.Latest()
		for range r.IntN(5) {
			at += edtf.Day(r.IntN(900))
			p.Milestones = append(p.Milestones, Milestone{Date: edtf.DateOf(at), Type: ledger.MilestoneTypes[r.IntN(len(ledger.MilestoneTypes))]})
		}
		pledges.Pledges = append(pledges.Pledges, p)
	}
	given := Lane{Key: "g", Title: "Contributions", Kind: Contributions, Creates: true}
	for i := range n / 10 {
		given.Contributions = append(given.Contributions, Contribution{ID: fmt.Sprintf("g%d", i), Label: fmt.Sprintf("Shipment %d", i), Date: date(),
			Channel: ledger.Channels[r.IntN(5)], Magnitude: r.IntN(6)})
	}
	m.Lanes = []Lane{moments("m", "Moments: the relier in need", n/10), conduct("c", "The partner toward the relier", n*3/10),
		conduct("d", "The relier toward the partner", n*2/10), conduct("o", "Others toward both", n*2/10), pledges, given, historyLane()}
	return m
}

func historyLane() Lane {
	l := Lane{Key: "h", Title: "The answer", Kind: History}
	for k, tone := range []view.Tone{view.ToneGave2, view.ToneAgainst2} {
		s := view.Series{Key: fmt.Sprint(k), Name: []string{"a diplomatic act or more", "worked against"}[k], Tone: tone}
		for y := 1985; y <= 2025; y++ {
			for q := range 4 {
				v := 0.5 + 0.3*math.Sin(float64(y)/5+float64(2*k))
				s.Points = append(s.Points, view.SeriesPoint{Day: edtf.DayOf(y, 1, 1) + edtf.Day(91*q), Value: v, Lower: v - 0.1, Upper: v + 0.1})
			}
		}
		l.Series = append(l.Series, s)
	}
	return l
}

// sceneOf builds the scene of a model at a size.
func sceneOf(m Model, w, h float32) (*scene, frame) {
	f := frame{x: newIndex(m), width: w, height: h, folded: map[string]bool{}, tall: map[string]bool{}, text: 11, unit: 1, ruler: newRuler(11)}
	f.win = around(f.x.first, f.x.last, f.plot().width(), 0.03)
	s := &scene{}
	s.build(f)
	return s, f
}

func newPainter() *painter {
	p := &painter{}
	p.setPalette(variantPalette(fynetheme.VariantLight))
	return p
}

var benchSize = fyne.NewSize(1200, 800)

// BenchmarkDraw is what a frame costs without the toolkit: layout, labels and
// the raster, at 1200x800 with 10,000 records.
func BenchmarkDraw(b *testing.B) {
	for _, scale := range []float32{1, 2} {
		for _, c := range []struct {
			name  string
			share float64
			move  float32
			zoom  float64
			tall  bool
		}{
			{"all", 1, 0, 1, false},
			{"5%", 0.05, 0, 1, false},
			{"scrolling", 0.05, 3, 1, false},
			{"zooming", 0.5, 0, 1.01, false},
			{"all/tall", 1, 0, 1, true},
		} {
			b.Run(fmt.Sprintf("x%g/%s", scale, c.name), func(b *testing.B) {
				s, f := sceneOf(big(10000), benchSize.Width, benchSize.Height)
				f.tall["p"] = c.tall
				p := newPainter()
				mid := f.win.day(f.plot().width() / 2)
				f.win = window{start: mid - float64(f.plot().width())*f.win.scale*c.share/2, scale: f.win.scale * c.share}
				w, h := int(benchSize.Width*scale), int(benchSize.Height*scale)
				i := 0
				for b.Loop() {
					f.win.start += float64(c.move) * f.win.scale
					if c.zoom != 1 {
						factor := c.zoom
						if i/40%2 == 1 {
							factor = 1 / factor
						}
						f.win = f.win.zoomed(500, factor, f.plot().width(), 1e6)
					}
					i++
					s.build(f)
					p.paint(&s.drawing, w, h)
				}
				b.ReportMetric(float64(len(s.shapes)), "shapes")
				b.ReportMetric(float64(len(s.labels)), "labels")
			})
		}
	}
}

// BenchmarkPaint is the raster alone.
func BenchmarkPaint(b *testing.B) {
	for _, share := range []float64{1, 0.05} {
		b.Run(fmt.Sprint(share), func(b *testing.B) {
			s, f := sceneOf(big(10000), benchSize.Width, benchSize.Height)
			mid := f.win.day(f.plot().width() / 2)
			f.win = window{start: mid - float64(f.plot().width())*f.win.scale*share/2, scale: f.win.scale * share}
			s.build(f)
			p := newPainter()
			for b.Loop() {
				p.paint(&s.drawing, int(benchSize.Width), int(benchSize.Height))
			}
		})
	}
}

// BenchmarkSetModel is what a page pays for a new model in a shown timeline.
func BenchmarkSetModel(b *testing.B) {
	m := big(10000)
	tl, _, _ := shown(b, m, benchSize.Width, benchSize.Height)
	for b.Loop() {
		tl.SetModel(m)
	}
}

// BenchmarkPan is a step to the side with all texts and overlays placed, without
// the toolkit's own painting.
func BenchmarkPan(b *testing.B) {
	tl, _, _ := shown(b, big(10000), benchSize.Width, benchSize.Height)
	tl.SetWindow(edtf.DayOf(2004, 1, 1), edtf.DayOf(2006, 1, 1))
	by := float32(3)
	for i := 0; b.Loop(); i++ {
		if i%300 == 299 {
			by = -by
		}
		tl.pan(by)
	}
}

// BenchmarkCapture is a frame in the toolkit's software painter, all of it.
func BenchmarkCapture(b *testing.B) {
	tl, c, _ := shown(b, big(10000), benchSize.Width, benchSize.Height)
	for b.Loop() {
		tl.pan(1)
		c.Capture()
	}
}

// BenchmarkIndex is what SetModel costs.
func BenchmarkIndex(b *testing.B) {
	m := big(10000)
	for b.Loop() {
		newIndex(m)
	}
}
