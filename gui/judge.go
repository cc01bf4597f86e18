package gui

import (
	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/gui/page"
)

// onPage opens a page by its name, unless it is in view, and does something on it.
func onPage[P page.Page](name string, do func(P)) func(*Window) {
	return func(w *Window) {
		if _, ok := w.Page().(P); !ok {
			w.Do("page " + name)
		}
		if p, ok := w.Page().(P); ok {
			do(p)
		}
	}
}

// Window implements page.Shell.
func (w *Window) Window() fyne.Window { return w.win }

// Say implements page.Shell.
func (w *Window) Say(text string) { w.status.say(text) }

// judgeCommands are the commands of the pages of readings and of what if: all that
// their buttons do, for the keyboard and the search.
func judgeCommands() []Command {
	readings := func(f func(*page.Readings)) func(*Window) { return onPage("readings", f) }
	whatif := func(f func(*page.WhatIf)) func(*Window) { return onPage("what if", f) }
	return []Command{
		{ID: "add reading", Menu: "Case", Under: "Matrix of readings", Title: "Add a reading…", Key: fyne.KeyY, Mod: ctrl | alt, Apart: true, Needs: openCase | writable, Run: readings((*page.Readings).AddReading)},
		{ID: "add evidence", Menu: "Case", Under: "Matrix of readings", Title: "Add evidence…", Key: fyne.KeyE, Mod: ctrl | alt, Needs: openCase | writable, Run: readings((*page.Readings).AddEvidence)},
		{ID: "split reading", Menu: "Case", Under: "Matrix of readings", Title: "Split the reading of the cursor…", Needs: openCase | writable, Run: readings((*page.Readings).Split)},
		{ID: "refine reading", Menu: "Case", Under: "Matrix of readings", Title: "Refine the reading of the cursor…", Needs: openCase | writable, Run: readings((*page.Readings).Refine)},
		{ID: "link reading", Menu: "Case", Under: "Matrix of readings", Title: "Link the reading of the cursor…", Needs: openCase | writable, Run: readings((*page.Readings).Link)},
		{ID: "look on", Menu: "Case", Under: "Matrix of readings", Title: "Look on without rating alone…", Needs: openCase, Run: readings((*page.Readings).LookOn)},
		{ID: "import matrix", Menu: "Case", Under: "Matrix of readings", Title: "Import a matrix from CSV…", Needs: openCase | writable, Run: readings((*page.Readings).ImportCSV)},
		{ID: "export matrix", Menu: "Case", Under: "Matrix of readings", Title: "Export the matrix as CSV…", Needs: openCase, Run: readings((*page.Readings).ExportCSV)},
		{ID: "keep scenario", Menu: "Case", Under: "Network of dependences", Title: "Keep the scenario…", Needs: openCase | writable, Run: whatif((*page.WhatIf).Keep)},
		{ID: "compare scenarios", Menu: "Case", Under: "Network of dependences", Title: "Compare the scenarios kept", Needs: openCase, Run: whatif((*page.WhatIf).Compare)},
		{ID: "import network", Menu: "Case", Under: "Network of dependences", Title: "Import a network from GraphML…", Needs: openCase | writable, Run: whatif((*page.WhatIf).ImportGraph)},
		{ID: "export network", Menu: "Case", Under: "Network of dependences", Title: "Export the network as GraphML…", Needs: openCase, Run: whatif((*page.WhatIf).ExportGraph)},
	}
}
