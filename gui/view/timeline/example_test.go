package timeline_test

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/gui/view/timeline"
)

// A page fills a model and hears what the person does.
func ExampleTimeline() {
	date := edtf.MustParse
	t := timeline.New()
	t.OnSelect = func(id string) { fmt.Println("selected", id) }
	t.Resize(fyne.NewSize(900, 600))
	test.WidgetRenderer(t)
	t.SetModel(timeline.Model{
		HasAsOf: true, AsOf: edtf.DayOf(2025, 10, 1),
		Lanes: []timeline.Lane{
			{Key: "need", Title: "Moments: Iran in need", Kind: timeline.Moments, Creates: true, Moments: []timeline.Moment{
				{ID: "war-2025", Label: "Twelve-day war", Start: date("2025-06-13"), End: date("2025-06-24"), Importance: 3},
			}},
			{Key: "conduct", Title: "Russia toward Iran", Kind: timeline.ConductMarks, Creates: true, Conduct: []timeline.Conduct{
				{ID: "c214", Label: "Statement condemning the strikes", Date: date("2025-06-13"), Rung: 1},
			}},
			{Key: "pledges", Title: "Pledges by Russia", Kind: timeline.Pledges, Pledges: []timeline.Pledge{
				{ID: "s300", Label: "S-300 air defence", Promised: date("2007-12"), Milestones: []timeline.Milestone{
					{Date: date("2010-09-22"), Type: "suspended"}, {Date: date("2015-04-13"), Type: "resumed"}, {Date: date("2016-10"), Type: "fulfilled"}}},
			}},
		},
	})
	t.TypedRune('j') // the next record in time
	t.SetWindow(edtf.DayOf(2025, 1, 1), edtf.DayOf(2025, 12, 31))
	from, to := t.Window()
	fmt.Println("in view", from, "to", to)
	// Output:
	// selected s300
	// in view 2025-01-01 to 2025-12-31
}
