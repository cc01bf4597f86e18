package figure

import (
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

func TestEvents(t *testing.T) {
	first := edtf.DayOf(2016, time.January, 1)
	in := measure.Span{First: first, Last: edtf.DayOf(2018, time.December, 31)}
	var days []measure.Count
	for d := in.First; d <= in.Last; d++ {
		days = append(days, measure.Count{Day: d, N: 6, Quads: [5]int64{1, 1, 1, 1, 2}, Goldstein: -1, Scored: 6})
	}
	var unknown []edtf.Day
	for d := edtf.DayOf(2017, time.March, 1); d < edtf.DayOf(2017, time.April, 1); d++ {
		unknown = append(unknown, d)
	}
	series := func(span measure.Span, by measure.Step) EventSeries {
		return EventSeries{Sides: []measure.Side{{Name: "Russia toward Iran", Periods: measure.Periods(days, span, unknown, by)}, {Name: "Iran toward Russia", Periods: measure.Periods(nil, span, unknown, by)}},
			Step: by, Moments: []measure.Span{{First: first + 400, Last: first + 430}, {First: first - 90, Last: first - 80}}, Counted: "GDELT 2.0, every event"}
	}
	p := Events(series(in, measure.ByMonth))
	if p == nil || !strings.Contains(p.Alt, "Russia toward Iran: 6390 events, 31 days unknown") || !strings.Contains(p.Alt, "GDELT 2.0") {
		t.Fatalf("%+v", p)
	}
	svg, err := p.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Russia toward Iran", "2016", "Hatched: unknown", "− material conflict"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the drawing does not say %q", want)
		}
	}
	tone := series(measure.Span{First: first, Last: first + 30}, measure.ByDay)
	tone.Tone = true
	for name, p := range map[string]*Picture{"tone by day": Events(tone), "months": Events(series(measure.Span{First: first, Last: first + 300}, measure.ByWeek)), "one day": Events(series(measure.Span{First: first, Last: first}, measure.ByDay))} {
		if img := p.Image(p.Width, p.Height, 1, Dark); img.Bounds().Dx() != int(p.Width) {
			t.Errorf("%s: %v", name, img.Bounds())
		}
	}
	if Events(EventSeries{}) != nil {
		t.Error("nothing is drawn")
	}
}
