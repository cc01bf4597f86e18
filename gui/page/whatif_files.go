package page

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/whatif"
	"github.com/fairweather-app/fairweather/gui/session"
)

// load takes up a scenario that is kept in the case.
func (p *WhatIf) load(key string) {
	list, _ := whatif.ScenariosOf(p.st.Case)
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || i >= len(list) {
		p.choices()
		return
	}
	p.sc = list[i]
	p.changed()
}

// Keep asks for a name and keeps the scenario as a note of the case.
func (p *WhatIf) Keep() {
	win := windowFor(p.h, p.flow.root)
	if win == nil || !p.st.Open() || len(p.sc.Shocks) == 0 {
		return
	}
	name := NewField(tr("what it assumes, in a few words"))
	name.SetText(p.sc.Name)
	note := widget.NewLabel(tr("A scenario is a note of the case: it is edited, undone and merged as every record is."))
	note.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustomConfirm(tr("Keep the scenario"), tr("Keep"), tr("Cancel"), container.NewVBox(name, note), func(ok bool) {
		if ok && strings.TrimSpace(name.Text) != "" {
			p.keepAs(strings.TrimSpace(name.Text))
		}
	}, win)
	name.OnSubmitted = func(string) { d.Confirm() }
	name.OnEscape = func() { d.Hide() }
	d.Resize(fyne.NewSize(460, 200))
	d.Show()
	win.Canvas().Focus(name)
}

// keepAs keeps the scenario under a name, in the place of one that has it.
func (p *WhatIf) keepAs(name string) {
	c := p.s.State().Case
	p.sc.Name = name
	id, label := c.NextID(ledger.KindNote), "Keep the scenario “"+name+"”"
	for _, n := range c.Notes() {
		if n.Title == name && slices.Contains(n.Tags, whatif.ScenarioTag) {
			id, label = n.ID, "Change the scenario “"+name+"”"
		}
	}
	n := whatif.NoteOf(id, p.sc)
	p.s.Apply(casefile.Edit{Label: label, Changes: []ledger.Change{{ID: id, Record: n}}, Base: c}, nil)
}

// more opens the menu of what is done less often.
func (p *WhatIf) more(at fyne.Position) {
	q := p.st.Question
	erode := func(a, b string) *fyne.MenuItem {
		return fyne.NewMenuItem(trf("Begin anew: %s erodes", p.st.Case.ActorName(a)), func() {
			p.sc = whatif.Erosion(p.st.Case, a, b)
			p.changed()
		})
	}
	imports := fyne.NewMenuItem(tr("Import GraphML…"), p.ImportGraph)
	imports.Disabled = !p.st.Open() || p.st.ReadOnly != ""
	exports := fyne.NewMenuItem(tr("Export GraphML…"), p.ExportGraph)
	exports.Disabled = !p.st.Open()
	p.h.Menu([]*fyne.MenuItem{
		erode(q.Relier, q.Partner), erode(q.Partner, q.Relier),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(tr("New dependence"), func() { p.h.Do("new dependence") }),
		fyne.NewMenuItem(tr("Arrange the network anew"), p.rearrange),
		fyne.NewMenuItemSeparator(),
		imports, exports,
		fyne.NewMenuItem(tr("Copy the table"), func() { p.h.Do("copy table") }),
	}, at)
}

// rearrange forgets where a person put the actors.
func (p *WhatIf) rearrange() {
	p.placed, p.spots = map[string]spot{}, map[string]spot{}
	keepPlaces(p.st.Path, p.placed)
	p.version++
	p.run()
}

// ExportGraph writes the network as GraphML.
func (p *WhatIf) ExportGraph() {
	if win := windowFor(p.h, p.flow.root); win != nil {
		pathAsk{title: tr("Export the network as GraphML"), confirm: tr("Export"), path: beside(p.st, "-network.graphml"), save: true, endings: []string{".graphml"},
			says: tr("Gephi, yEd, Cytoscape, igraph and NetworkX read it. Every dependence known by the day asked about goes along.")}.show(win, p.writeGraph)
	}
}

func (p *WhatIf) writeGraph(path string) {
	c, day := p.st.Case, p.st.Question.AsOf
	p.s.Always(tr("Exporting ")+filepath.Base(path), func(context.Context) (func(), error) {
		body, err := whatif.ExportGraphML(c, day)
		if err != nil {
			return nil, err
		}
		return func() { written(p.h, path) }, os.WriteFile(path, body, 0o644)
	})
}

// ImportGraph reads dependences from GraphML.
func (p *WhatIf) ImportGraph() {
	win := windowFor(p.h, p.flow.root)
	if win == nil {
		return
	}
	channel := NewField(tr("channel of edges that name none, such as trade"))
	pathAsk{title: tr("Import a network from GraphML"), confirm: tr("Import"), path: beside(p.st, "-network.graphml"), endings: []string{".graphml", ".xml"},
		says: tr("Nodes are matched with actors by id or name. An edge leads from who depends to on whom; one without shares takes its weight."), more: channel}.show(win, func(path string) {
		p.readGraph(path, strings.TrimSpace(channel.Text))
	})
}

func (p *WhatIf) readGraph(path, channel string) {
	c := p.st.Case
	p.s.Go(tr("Reading ")+filepath.Base(path), func(context.Context) (func(), error) {
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		in, err := whatif.ImportGraphML(c, body, channel)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		return func() { p.imported(filepath.Base(path), in, c) }, nil
	})
}

// imported keeps what a file brought as one edit, and says what that is.
func (p *WhatIf) imported(name string, in *whatif.Import, base *ledger.Case) {
	var problems []string
	for _, r := range in.Rows {
		if r.Problem != "" {
			problems = append(problems, trf("Line %d, %s: %s", r.Line, r.Edge, r.Problem))
		}
	}
	text := trf("%s new, %d changed, %s new; %d were so already.", count(in.Added, "dependence"), in.Changed, count(in.Actors, "actor"), in.Same)
	if len(problems) > 0 {
		text += "\n\n" + trf("Not taken: %s\n", count(len(problems), "edge")) + strings.Join(problems, "\n")
	}
	done := func(err error) {
		if err != nil {
			p.s.Fail(session.Failure{Doing: tr("import ") + name, Path: p.st.Path, Err: err})
			return
		}
		if win := windowFor(p.h, p.flow.root); win != nil {
			tell(win, tr("Imported ")+name, text)
		}
	}
	if len(in.Changes) == 0 {
		done(nil)
		return
	}
	p.s.Apply(casefile.Edit{Label: "Import the network " + name, Changes: in.Changes, Base: base}, done)
}
