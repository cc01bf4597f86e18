package view_test

import (
	"fmt"

	"fyne.io/fyne/v2/test"

	"github.com/fairweather-app/fairweather/gui/view"
)

func ExampleGrid() {
	test.NewApp()
	test.NewWindow(nil) // a page puts the grid into its window

	g := view.NewGrid([]view.Column{{Title: "Moment", Width: 200, Flex: true}, {Title: "Rung", Width: 60}})
	g.SetRows([]view.Row{
		{Key: "m1", Cells: []view.Cell{{Text: "Twelve-day war"}, {Text: "+1", Sort: 1.0, Tone: view.ToneGave1}}},
		{Key: "m2", Cells: []view.Cell{{Text: "Snapback"}, {Text: "+2", Sort: 2.0, Tone: view.ToneGave2}}},
	})
	g.SortBy(1, true)
	fmt.Print(g.TSV())
	// Output:
	// Moment	Rung
	// Snapback	+2
	// Twelve-day war	+1
}
