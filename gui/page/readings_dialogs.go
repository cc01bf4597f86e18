package page

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// more opens the menu of what is done less often.
func (p *Readings) more(at fyne.Position) {
	item := func(text string, on bool, do func()) *fyne.MenuItem {
		m := fyne.NewMenuItem(text, do)
		m.Disabled = !on
		return m
	}
	hyp, writable := p.hyp != "", p.st.ReadOnly == "" && p.st.Open()
	p.h.Menu([]*fyne.MenuItem{
		item(tr("Split the reading of the cursor…"), hyp && writable, func() { p.divide(true) }),
		item(tr("Refine it…"), hyp && writable, func() { p.divide(false) }),
		item(tr("Link it to another…"), hyp && writable && p.d != nil && len(p.d.hyps) > 1, p.Link),
		fyne.NewMenuItemSeparator(),
		item(tr("New indicator to watch"), writable, p.indicator),
		item(tr("Look on without rating alone…"), p.d != nil && p.d.blind, p.LookOn),
		fyne.NewMenuItemSeparator(),
		item(tr("Import CSV…"), writable, p.ImportCSV),
		item(tr("Export CSV…"), p.st.Open(), p.ExportCSV),
		item(tr("Copy the table"), p.st.Open(), func() { p.h.Do("copy table") }),
	}, at)
}

// indicator begins a note of something not yet seen.
func (p *Readings) indicator() {
	c := p.s.State().Case
	p.s.Draft(&ledger.Note{ID: c.NextID(ledger.KindNote), Tags: []string{hypotheses.IndicatorTag}})
}

// ready reports whether a dialog can be shown on the case.
func (p *Readings) ready() (fyne.Window, bool) {
	win := windowFor(p.h, p.root)
	if win == nil || !p.st.Open() || p.d == nil {
		return nil, false
	}
	if p.st.ReadOnly != "" {
		p.s.Fail(session.Failure{Doing: tr("change the matrix"), Path: p.st.Path, Err: fmt.Errorf("%s", p.st.ReadOnly)})
		return nil, false
	}
	return win, true
}

// askRatio asks for a likelihood ratio for the cell under the cursor.
func (p *Readings) askRatio() {
	win, ok := p.ready()
	if !ok || p.item == "" || p.hyp == "" {
		return
	}
	field := NewField(tr("3, 0.2, 1/3"))
	says := widget.NewLabel(trf("How many times as likely is “%s” if “%s” holds as if it does not?", p.d.title(p.item), p.d.title(p.hyp)))
	says.Wrapping = fyne.TextWrapWord
	wrong := widget.NewLabel("")
	wrong.Importance = widget.DangerImportance
	var d *dialog.CustomDialog
	keep := func() {
		if _, ok := hypotheses.ParseRatio(field.Text); !ok {
			wrong.SetText(tr("Give a ratio from 1/1000 to 1000: 3, 0.2, 1/3 or 2:1."))
			return
		}
		d.Hide()
		p.rate(strings.ReplaceAll(field.Text, " ", ""))
		focus(p.matrix)
	}
	field.OnSubmitted = func(string) { keep() }
	field.OnEscape = func() { d.Hide(); focus(p.matrix) }
	d = dialog.NewCustomWithoutButtons(tr("A likelihood ratio"), container.NewVBox(says, field, wrong), win)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton(tr("Cancel"), field.OnEscape), widget.NewButton(tr("Rate"), keep)})
	d.Resize(fyne.NewSize(460, 220))
	d.Show()
	win.Canvas().Focus(field)
}

// evidenceKinds are the kinds of record that can be evidence.
var evidenceKinds = []ledger.Kind{ledger.KindConduct, ledger.KindPledge, ledger.KindContribution, ledger.KindRequest, ledger.KindMoment, ledger.KindDependence, ledger.KindNote, ledger.KindSource}

// figureKey marks a row of the dialog that stands for a figure of the program.
const figureKey = "figure:"

// candidates lists what could become an item of the matrix: the program's own
// figures first, then records of the pair asked about, then all others.
func (p *Readings) candidates() []view.Row {
	c, q := p.st.Case, p.st.Question
	have := map[string]bool{}
	for _, e := range p.d.items {
		have[e.id] = true
	}
	var rows, others []view.Row
	for _, f := range p.d.settings.Figures {
		if !slices.ContainsFunc(c.Notes(), func(n *ledger.Note) bool { return slices.Contains(n.Tags, hypotheses.FigureTag(f.Key)) }) {
			rows = append(rows, view.Row{Key: figureKey + f.Key, Cells: []view.Cell{{Text: tr("figure"), Tone: view.ToneAccent}, {Text: p.st.Question.AsOf.String()}, {Text: inWords(f.Said)}}})
		}
	}
	for _, kind := range evidenceKinds {
		for _, r := range c.Of(kind) {
			n, isNote := r.(*ledger.Note)
			if have[r.RecordID()] || hypotheses.TellsOfLooking(r) || isNote && slices.Contains(n.Tags, "scenario") {
				continue
			}
			it := itemOf(c, r.RecordID())
			row := view.Row{Key: it.id, Cells: []view.Cell{{Text: kindWord(kind), Tone: view.ToneMuted}, dayCell(hypotheses.DateOf(r).String(), hypotheses.DateOf(r)), {Text: it.title}}}
			if acted(r, q.Partner, q.Relier) {
				rows = append(rows, row)
			} else {
				others = append(others, row)
			}
		}
	}
	return append(rows, others...)
}

// acted reports whether a record tells what one actor did or owed toward another.
func acted(r ledger.Record, from, to string) bool {
	switch r := r.(type) {
	case *ledger.Conduct:
		return r.From == from && r.To == to
	case *ledger.Pledge:
		return r.From == from && r.To == to
	case *ledger.Contribution:
		return r.From == from && r.To == to
	case *ledger.Request:
		return r.From == to && r.To == from
	}
	return false
}

// AddEvidence asks which records become items of the matrix.
func (p *Readings) AddEvidence() {
	win, ok := p.ready()
	if !ok {
		return
	}
	grid := view.NewGrid([]view.Column{{Title: tr("Kind"), Width: 84}, {Title: tr("Date"), Width: 92}, {Title: tr("Evidence"), Width: 300, Flex: true}})
	grid.Empty = tr("No record holds these words.")
	all := p.candidates()
	filter := NewField(tr("Filter"))
	filter.OnChanged = func(text string) {
		words := strings.Fields(strings.ToLower(text))
		var rows []view.Row
		for _, r := range all {
			line := strings.ToLower(r.Key + " " + r.Cells[0].Text + " " + r.Cells[1].Text + " " + r.Cells[2].Text)
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) }) {
				rows = append(rows, r)
			}
		}
		grid.SetRows(rows)
	}
	filter.OnSubmitted = func(string) { win.Canvas().Focus(grid) }
	grid.SetRows(all)
	var d *dialog.CustomDialog
	take := func() {
		keys := grid.Selected()
		d.Hide()
		p.take(keys)
	}
	filter.OnEscape = func() { d.Hide() }
	grid.OnOpen = func(string) { take() }
	note := widget.NewButton(tr("Write a note…"), func() { d.Hide(); p.h.Do("new note") })
	hint := widget.NewLabel(tr("Ctrl and Shift choose several. Then rate each against every reading."))
	hint.Importance = widget.LowImportance
	d = dialog.NewCustomWithoutButtons(tr("Add evidence"), container.NewBorder(filter, hint, nil, nil, grid), win)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton(tr("Cancel"), func() { d.Hide() }), note, widget.NewButton(tr("Add"), take)})
	d.Resize(fyne.NewSize(760, 560))
	d.Show()
	win.Canvas().Focus(filter)
}

// take makes records items of the matrix, to be rated; figures of the program
// become notes that read as the figure does on the day asked about.
func (p *Readings) take(keys []string) {
	c := p.s.State().Case
	var changes []ledger.Change
	for _, key := range keys {
		name, isFigure := strings.CutPrefix(key, figureKey)
		id := key
		if isFigure {
			for _, f := range p.d.settings.Figures {
				if f.Key == name {
					n := &ledger.Note{ID: c.With(changes...).NextID(ledger.KindNote), Title: sentence(f.Text), Tags: []string{hypotheses.FigureTag(name)}}
					changes = append(changes, ledger.Change{ID: n.ID, Record: n})
					id = n.ID
				}
			}
		}
		if !slices.Contains(p.added, id) {
			p.added = append(slices.Clone(p.added), id)
			p.item, p.hyp = id, firstHyp(p.d)
		}
	}
	if len(keys) == 0 {
		return
	}
	fyne.CurrentApp().Preferences().SetStringList(keyReadingsAdded+p.st.Path, p.added)
	if len(changes) > 0 {
		p.s.Apply(casefile.Edit{Label: "Take " + count(len(changes), "figure") + " as evidence", Changes: changes}, nil)
		return
	}
	p.Show(p.s.State(), session.Everything)
	focus(p.matrix)
}

// AddReading offers the readings of the library that are not in the matrix.
func (p *Readings) AddReading() {
	win, ok := p.ready()
	if !ok {
		return
	}
	prompt := p.d.prompt
	says := view.NewProse("")
	if len(p.d.hyps) > 0 {
		says.SetSpans([]span{say(inWords(prompt.Said))})
	} else {
		says.SetSpans([]span{say(tr("Readings to start from, with the literature they come from. They argue for no side; choose those that somebody in the debate holds, and rivals of them."))})
	}
	about := view.NewProse("")
	grid := view.NewGrid([]view.Column{{Title: tr("Reading"), Width: 200, Flex: true}})
	grid.Empty = tr("All readings of the library are in the matrix.")
	var rows []view.Row
	for _, s := range prompt.Standards {
		rows = append(rows, view.Row{Key: s.Key, Cells: []view.Cell{{Text: s.Title}}})
	}
	grid.SetRows(rows)
	tellOf := func(key string) {
		for _, s := range prompt.Standards {
			if s.Key == key {
				about.SetSpans([]span{strong(s.Title + "\n"), say(s.About + "\n"), strong(tr("Expect: ")), say(strings.Join(s.Expects, "; ") + ".\n"),
					strong(tr("Against it: ")), say(strings.Join(s.Against, "; ") + ".\n"), mute(strings.Join(s.Literature, "\n"))})
			}
		}
	}
	grid.OnSelect = tellOf
	if len(rows) > 0 {
		grid.Select(rows[0].Key)
		tellOf(rows[0].Key)
	}
	var d *dialog.CustomDialog
	take := func() {
		keys := grid.Selected()
		d.Hide()
		p.takeReadings(keys)
	}
	grid.OnOpen = func(string) { take() }
	own := widget.NewButton(tr("Write my own…"), func() {
		d.Hide()
		p.h.Do("new hypothesis")
	})
	body := container.NewHSplit(grid, container.NewVScroll(container.NewPadded(about)))
	body.Offset = .38
	d = dialog.NewCustomWithoutButtons(tr("Add a reading"), container.New(headed{}, container.NewPadded(says), body), win)
	add := widget.NewButton(tr("Add the chosen"), take)
	d.SetButtons([]fyne.CanvasObject{widget.NewButton(tr("Cancel"), func() { d.Hide() }), own, add})
	d.Resize(fyne.NewSize(760, 520))
	d.Show()
	win.Canvas().Focus(grid)
}

// takeReadings adds readings of the library to the case as one edit.
func (p *Readings) takeReadings(keys []string) {
	st := p.s.State()
	var changes []ledger.Change
	for _, s := range hypotheses.Library() {
		if slices.Contains(keys, s.Key) {
			h := s.Hypothesis(st.Case.With(changes...).NextID(ledger.KindHypothesis), st.Question.Relier, st.Question.Partner)
			changes = append(changes, ledger.Change{ID: h.ID, Record: h})
		}
	}
	if len(changes) > 0 {
		p.s.Apply(casefile.Edit{Label: "Add " + count(len(changes), "reading"), Changes: changes}, nil)
	}
}

// Split and Refine ask for the readings that the one of the cursor becomes.
func (p *Readings) Split()  { p.divide(true) }
func (p *Readings) Refine() { p.divide(false) }

// divide splits the reading of the cursor into others that replace it, or
// refines it into narrower ones that stand beside it.
func (p *Readings) divide(split bool) {
	win, ok := p.ready()
	if !ok || p.hyp == "" {
		return
	}
	id := p.hyp
	titles := widget.NewMultiLineEntry()
	titles.SetPlaceHolder(tr("One title a line"))
	title, button := trf("Refine “%s”", p.d.title(id)), tr("Refine")
	says := tr("Narrower readings stand beside it, with its ratings carried over and a link that says it subsumes them. Give them priors afterwards.")
	if split {
		title, button = trf("Split “%s”", p.d.title(id)), tr("Split")
		says = tr("It is replaced by these, which share its prior; its ratings are carried over to each. Change those that differ.")
	}
	text := widget.NewLabel(says)
	text.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustomConfirm(title, button, tr("Cancel"), container.NewBorder(text, nil, nil, nil, titles), func(ok bool) {
		if ok {
			p.divided(id, split, strings.Split(titles.Text, "\n"))
		}
	}, win)
	d.Resize(fyne.NewSize(480, 320))
	d.Show()
	win.Canvas().Focus(titles)
}

// divided makes the edit of a split or refinement.
func (p *Readings) divided(id string, split bool, titles []string) {
	c := p.s.State().Whole // the others' ratings are carried over too
	var into []*ledger.Hypothesis
	var taken []ledger.Change
	for _, t := range titles {
		if t = strings.TrimSpace(t); t != "" {
			h := &ledger.Hypothesis{ID: c.With(taken...).NextID(ledger.KindHypothesis), Title: t}
			into, taken = append(into, h), append(taken, ledger.Change{ID: h.ID, Record: h})
		}
	}
	how, word := hypotheses.Refine, "Refine"
	if split {
		how, word = hypotheses.Split, "Split"
	}
	name := p.d.title(id)
	changes, err := how(c, id, into)
	if err != nil {
		p.s.Fail(session.Failure{Doing: strings.ToLower(word) + " “" + name + "”", Err: err})
		return
	}
	p.s.Apply(casefile.Edit{Label: word + " “" + name + "”", Changes: changes, Base: c}, nil)
}

// Link asks how the reading of the cursor stands to another.
func (p *Readings) Link() {
	win, ok := p.ready()
	if !ok || p.hyp == "" {
		return
	}
	id := p.hyp
	how, other := view.NewChoice(""), view.NewChoice("")
	var types, others []view.Option
	details := map[string]string{"subsumes": tr("the other is a special case of it"), "overlaps": tr("both can hold"), "excludes": tr("one at most can hold")}
	for _, t := range hypotheses.LinkTypes {
		types = append(types, view.Option{Key: t, Label: tr(t), Detail: details[t]})
	}
	for _, h := range p.d.hyps {
		if h.ID != id {
			others = append(others, view.Option{Key: h.ID, Label: h.Name()})
		}
	}
	if len(others) == 0 {
		return
	}
	how.SetOptions(types)
	how.SetKey(types[0].Key)
	other.SetOptions(others)
	other.SetKey(others[0].Key)
	body := container.NewVBox(widget.NewLabel("“"+p.d.title(id)+"”"), how, other)
	d := dialog.NewCustomConfirm(tr("Link two readings"), tr("Link"), tr("Cancel"), body, func(ok bool) {
		if ok {
			p.linked(id, how.Key(), other.Key())
		}
	}, win)
	d.Resize(fyne.NewSize(420, 220))
	d.Show()
	win.Canvas().Focus(how)
}

func (p *Readings) linked(id, how, other string) {
	c := p.s.State().Case
	r, ok := c.Get(id)
	if !ok {
		return
	}
	tag := hypotheses.LinkTag(how, other)
	next := ledger.Clone(r).(*ledger.Hypothesis)
	if slices.Contains(next.Tags, tag) {
		return
	}
	next.Tags = append(next.Tags, tag)
	p.s.Apply(casefile.Edit{Label: "“" + p.d.title(id) + "” " + how + " “" + p.d.title(other) + "”", Changes: []ledger.Change{{ID: id, Record: next}}, Base: c}, nil)
}
