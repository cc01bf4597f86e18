package page

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/dustin/go-humanize"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventsLibrary is the part of what is loaded: by provider, with the days that are
// unknown, file by file; and the ways to get more and to remove some.
type eventsLibrary struct {
	p      *Events
	says   *view.Prose
	totals *view.Grid
	strip  *dayStrip
	files  *view.Grid
	root   *fyne.Container

	drawn, asked eventsKey
	filled       bool
	list         []events.Loaded
	unknown      map[measure.Provider][]edtf.Day
	of           measure.Provider // whose days and files are shown
	busy         latest
}

func newEventsLibrary(p *Events) *eventsLibrary {
	x := &eventsLibrary{p: p, says: view.NewProse(fynetheme.SizeNameText), strip: newDayStrip()}
	x.says.OnTapped = p.follow
	right := fyne.TextAlignTrailing
	x.totals = view.NewGrid([]view.Column{{Title: tr("Provider"), Width: 90, Flex: true}, {Title: tr("Events"), Width: 90, Align: right}, {Title: tr("Mentions"), Width: 90, Align: right, Spare: true}, {Title: tr("Files"), Width: 60, Align: right},
		{Title: tr("From"), Width: 80}, {Title: tr("To"), Width: 80}, {Title: tr("Unknown days"), Width: 100, Align: right}, {Title: tr("On disk"), Width: 80, Align: right}})
	x.totals.OnSelect = func(key string) { x.of = measure.Provider(key); x.fillFiles() }
	x.totals.OnMenu = func(key string, at fyne.Position) {
		p.h.Menu([]*fyne.MenuItem{fyne.NewMenuItem(tr("Remove a period…"), func() { x.remove(measure.Provider(key), measure.Span{}) })}, at)
	}
	x.files = view.NewGrid([]view.Column{{Title: tr("File"), Width: 180, Flex: true}, {Title: tr("Kind"), Width: 130, Flex: true, Spare: true}, {Title: tr("From"), Width: 74}, {Title: tr("To"), Width: 74}, {Title: tr("Events"), Width: 80, Align: right},
		{Title: tr("Malformed"), Width: 76, Align: right}, {Title: tr("Doubles"), Width: 64, Align: right, Spare: true}, {Title: tr("Size"), Width: 64, Align: right}, {Title: tr("Brought in"), Width: 80, Spare: true}})
	x.files.OnOpen = x.malformed
	x.files.OnMenu = func(key string, at fyne.Position) {
		f, ok := x.file(key)
		if !ok {
			return
		}
		bad := fyne.NewMenuItem(tr("Show malformed rows"), func() { x.malformed(key) })
		bad.Disabled = f.Refused == 0
		p.h.Menu([]*fyne.MenuItem{bad, fyne.NewMenuItem(tr("Remove these days…"), func() { x.remove(f.Provider, f.Days) })}, at)
	}
	bar := container.New(&barLine{},
		widget.NewButton(tr("Get GDELT, or see where others are…"), x.catalogue), widget.NewButton(tr("Bring in files…"), x.askFiles),
		widget.NewButton(tr("Map a table’s columns…"), func() { x.askMapping("") }), widget.NewButton(tr("Remove a period…"), func() { x.remove(x.of, measure.Span{}) }), widget.NewLabel(""))
	upper := container.NewVSplit(x.totals, x.strip.scrolled())
	upper.Offset = 0.34
	split := container.NewVSplit(upper, x.files)
	split.Offset = 0.66
	x.root = container.New(headed{}, container.New(lineStack{}, bar, x.says), split)
	return x
}

func (x *eventsLibrary) Object() fyne.CanvasObject { return x.root }

func (x *eventsLibrary) first() fyne.Focusable { return x.totals }

func (x *eventsLibrary) tsv() string { return x.files.TSV() }

func bytesText(n int64) string { return tongue.Local(humanize.Bytes(uint64(max(n, 0)))) }

// show implements eventsPart.
func (x *eventsLibrary) show(k eventsKey) {
	k = eventsKey{stamp: k.stamp, filter: measure.Filter{Provider: k.filter.Provider}} // nothing else matters
	if x.filled && k == x.drawn || k.stamp != "" && k == x.asked {
		return
	}
	if len(x.p.usage) == 0 {
		x.drawn, x.asked, x.list, x.unknown = k, eventsKey{}, nil, nil
		x.fill()
		return
	}
	x.asked = k
	usage := slices.Clone(x.p.usage)
	x.busy.run(func(done func()) {
		x.p.with(tr("Listing what is loaded"), false, done, func(ctx context.Context, l events.Measurer) (func(), error) {
			list, err := l.Files(ctx)
			if err != nil {
				return nil, err
			}
			unknown := map[measure.Provider][]edtf.Day{}
			for _, u := range usage {
				if u.Events == 0 {
					continue
				}
				if unknown[u.Provider], err = l.Unknown(ctx, u.Provider, u.Days); err != nil {
					return nil, err
				}
			}
			return func() {
				x.drawn, x.asked = k, eventsKey{}
				x.list, x.unknown = list, unknown
				x.fill()
			}, nil
		})
	})
}

func (x *eventsLibrary) fill() {
	x.filled = true
	var rows []view.Row
	total, known := int64(0), false
	for _, u := range x.p.usage {
		total += u.Bytes
		known = known || u.Provider == x.of
		rows = append(rows, view.Row{Key: string(u.Provider), Cells: []view.Cell{{Text: providerName(u.Provider)}, numberCell(grouped(u.Events), float64(u.Events)), numberCell(grouped(u.Mentions), float64(u.Mentions)), numberCell(grouped(int64(u.Files)), float64(u.Files)),
			{Text: u.Days.First.String(), Sort: float64(u.Days.First)}, {Text: u.Days.Last.String(), Sort: float64(u.Days.Last)},
			numberCell(trf("%s of %s", grouped(int64(len(x.unknown[u.Provider]))), grouped(int64(u.Days.Days()))), float64(len(x.unknown[u.Provider]))), numberCell(bytesText(u.Bytes), float64(u.Bytes))}})
	}
	if !known {
		x.of = x.p.ask.filter.Provider
	}
	if len(rows) == 0 {
		x.says.SetSpans(x.p.noEvents())
	} else {
		spans := []span{say(trf("The library takes %s in %s. ", bytesText(total), x.p.dir)), mute(tr("All cases share it. Files dropped on this page are brought in."))}
		if x.p.place.Server != "" {
			spans = []span{say(trf("The events take %s on %s. ", bytesText(total), x.p.place.Server)), mute(tr("All who use the server share them. Files dropped on this page are sent there."))}
		}
		if a, b, found := events.Beside(x.p.usage); found {
			spans = append(spans, say(" "+trf("%s and %s hold the same days in events of their own numbers; they are counted apart and never added up.", a.Provider.Name(), b.Provider.Name())))
		}
		x.says.SetSpans(spans)
	}
	x.totals.Empty = tr("Nothing is loaded.")
	x.totals.SetRows(rows)
	x.totals.Select(string(x.of))
	x.fillFiles()
	x.root.Refresh()
}

func (x *eventsLibrary) fillFiles() {
	var rows []view.Row
	for _, f := range x.list {
		if f.Provider != x.of {
			continue
		}
		bad := view.Cell{Text: grouped(f.Refused), Sort: float64(f.Refused)}
		if f.Refused > 0 {
			bad.Tone = view.ToneWarn
		}
		rows = append(rows, view.Row{Key: fmt.Sprint(f.ID), Cells: []view.Cell{{Text: f.Name}, {Text: f.Layout}, {Text: f.Days.First.String(), Sort: float64(f.Days.First)}, {Text: f.Days.Last.String(), Sort: float64(f.Days.Last)},
			numberCell(grouped(f.Rows), float64(f.Rows)), bad, numberCell(grouped(f.Doubles), float64(f.Doubles)), numberCell(bytesText(f.Bytes), float64(f.Bytes)), {Text: f.Imported.Format("2006-01-02")}}})
	}
	x.files.Empty = tr("No file of this provider is loaded.")
	x.files.SetRows(rows)
	u, ok := x.p.usageOf(x.of)
	if !ok {
		x.strip.set(measure.Span{}, nil)
		return
	}
	x.strip.set(u.Days, x.unknown[x.of])
}

func (x *eventsLibrary) file(key string) (events.Loaded, bool) {
	i := slices.IndexFunc(x.list, func(f events.Loaded) bool { return fmt.Sprint(f.ID) == key })
	if i < 0 {
		return events.Loaded{}, false
	}
	return x.list[i], true
}

// malformed shows the rows of a file that could not be read.
func (x *eventsLibrary) malformed(key string) {
	f, ok := x.file(key)
	if !ok {
		return
	}
	x.p.with(tr("Listing malformed rows"), false, nil, func(ctx context.Context, l events.Measurer) (func(), error) {
		list, err := l.Refusals(ctx, f.ID)
		return func() {
			win := x.p.window()
			if win == nil {
				return
			}
			var b strings.Builder
			for _, r := range list {
				b.WriteString(trf("line %d: %s", r.Line, r.Reason) + "\n    " + r.Text + "\n")
			}
			if f.Refused == 0 {
				b.WriteString(tr("All of its rows could be read."))
			} else if int64(len(list)) < f.Refused {
				b.WriteString(trf("… and %s more.", grouped(f.Refused-int64(len(list)))))
			}
			tell(win, trf("Malformed rows of %s", f.Name), b.String())
		}, err
	})
}

// remove asks for a period and takes the files out that touch it.
func (x *eventsLibrary) remove(of measure.Provider, days measure.Span) {
	win := x.p.window()
	u, ok := x.p.usageOf(of)
	if win == nil || !ok {
		return
	}
	if days == (measure.Span{}) {
		days = u.Days
	}
	first, last := NewField(""), NewField("")
	first.SetText(days.First.String())
	last.SetText(days.Last.String())
	what := widget.NewLabel("")
	what.Wrapping = fyne.TextWrapWord
	span := func() (measure.Span, error) {
		a, err := firstDayOf(first.Text)
		if err != nil {
			return measure.Span{}, err
		}
		b, err := lastDayOf(last.Text)
		return measure.Span{First: a, Last: b}, err
	}
	say := func(string) {
		s, err := span()
		if err != nil {
			what.SetText(sentence(err.Error()))
			return
		}
		n, rows := 0, int64(0)
		for _, f := range x.list {
			if f.Provider == of && f.Days.Meets(s) {
				n++
				rows += f.Rows
			}
		}
		what.SetText(trf("%s with %s rows touch these days and go, each whole. The files that were downloaded stay.", count(n, "file"), grouped(rows)))
	}
	first.OnChanged, last.OnChanged = say, say
	say("")
	body := container.NewVBox(widget.NewForm(widget.NewFormItem(tr("From"), first), widget.NewFormItem(tr("To"), last)), what)
	d := dialog.NewCustomConfirm(trf("Remove a period of %s", providerName(of)), tr("Remove"), tr("Cancel"), body, func(ok bool) {
		s, err := span()
		if !ok || err != nil || s.Last < s.First {
			return
		}
		x.p.with(tr("Removing events"), false, nil, func(ctx context.Context, l events.Measurer) (func(), error) {
			_, err := l.Remove(ctx, of, s)
			return x.p.again, err
		})
	}, win)
	first.OnEscape, last.OnEscape = d.Hide, d.Hide
	d.Resize(fyne.NewSize(480, 260))
	d.Show()
	win.Canvas().Focus(first)
}

func firstDayOf(text string) (edtf.Day, error) {
	d, err := edtf.FromInput(text, edtf.DayFirst)
	if err != nil {
		return 0, err
	}
	day, ok := d.Earliest()
	if !ok {
		return 0, fmt.Errorf("%q has no first day; give one, as in 2018-06-01", text)
	}
	return day, nil
}

func lastDayOf(text string) (edtf.Day, error) {
	d, err := edtf.FromInput(text, edtf.DayFirst)
	if err != nil {
		return 0, err
	}
	day, ok := d.Latest()
	if !ok {
		return 0, fmt.Errorf("%q has no last day; give one, as in 2018-06-30", text)
	}
	return day, nil
}

// eventEndings are those of files that events come in.
var eventEndings = []string{".csv", ".zip", ".gz", ".zst", ".tab", ".tsv", ".txt"}

// TakesFiles implements FileTaker: files of events that are dropped on the page are
// brought in.
func (p *Events) TakesFiles(paths []string) bool {
	for _, path := range paths {
		if !slices.Contains(eventEndings, strings.ToLower(filepath.Ext(path))) {
			return false
		}
	}
	p.open(partLibrary)
	p.parts[partLibrary].(*eventsLibrary).bring(paths, nil)
	return true
}

// askFiles asks for a file to bring in.
func (x *eventsLibrary) askFiles() {
	win := x.p.window()
	if win == nil {
		return
	}
	pathAsk{title: tr("Bring in files"), confirm: tr("Bring in"), endings: eventEndings,
		says: tr("A file of GDELT, ICEWS, POLECAT, ACLED or UCDP as it comes: zip, gz, zst or plain. A pattern such as /data/2018*.zip takes several. Any other table needs a mapping of its columns. Each file goes in whole or not at all.")}.show(win, func(path string) {
		paths, err := filepath.Glob(path)
		if err != nil || len(paths) == 0 {
			x.p.s.Fail(session.Failure{Doing: tr("bring in files"), Path: path, Err: fmt.Errorf("no file has this name: check it, or look for it with Browse")})
			return
		}
		x.bring(paths, nil)
	})
}

// bring imports files and tells what became of each.
func (x *eventsLibrary) bring(paths []string, as *events.Mapping) {
	x.p.with(tr("Bringing in events"), true, nil, func(ctx context.Context, l events.Measurer) (func(), error) {
		reports, err := l.Import(ctx, paths, as, importProgress(ctx))
		return func() { x.report(reports) }, err
	})
}

func importProgress(ctx context.Context) events.Progress {
	return func(done, total int64, what string) {
		share := -1.
		if total > 0 {
			share = float64(done) / float64(total)
		}
		session.Progress(ctx, share, what)
	}
}

// report tells what became of files, and offers a mapping for the first that was not
// recognised.
func (x *eventsLibrary) report(reports []events.Report) {
	x.p.again()
	win := x.p.window()
	if win == nil {
		return
	}
	unknown := ""
	var b strings.Builder
	for _, r := range reports {
		name := filepath.Base(r.File)
		switch {
		case r.Err != nil:
			b.WriteString(trf("%s: not taken in. %s", name, sentence(plainly(r.Err).Error())))
			if r.Layout == "" && unknown == "" {
				unknown = r.File
			}
		case r.Already:
			b.WriteString(trf("%s: was loaded before, nothing was done.", name))
		default:
			b.WriteString(trf("%s: %s, %s events, %s", name, r.Layout, grouped(r.Rows), spanWords(measure.Span{First: r.First, Last: r.Last})))
			if r.Doubles > 0 {
				b.WriteString(trf("; %s doubles left out", grouped(r.Doubles)))
			}
			if r.Refused > 0 {
				b.WriteString(trf("; %s malformed rows left out", grouped(r.Refused)))
			}
			b.WriteString(".")
		}
		b.WriteString("\n")
		for i, f := range r.Refusals {
			if i == 5 {
				b.WriteString("    …\n")
				break
			}
			b.WriteString("    " + trf("line %d: %s", f.Line, f.Reason) + "\n")
		}
	}
	label := widget.NewLabel(strings.TrimSpace(b.String()))
	label.Wrapping, label.Selectable = fyne.TextWrapWord, true
	d := dialog.NewCustomWithoutButtons(tr("What became of the files"), container.NewVScroll(label), win)
	closing := NewKeyButton(tr("Close"), d.Hide)
	closing.OnEscape = d.Hide
	buttons := []fyne.CanvasObject{closing}
	if unknown != "" {
		mapIt := NewKeyButton(trf("Map the columns of %s…", filepath.Base(unknown)), func() {
			d.Hide()
			x.askMapping(unknown)
		})
		mapIt.OnEscape = d.Hide
		buttons = append([]fyne.CanvasObject{mapIt}, buttons...)
	}
	d.SetButtons(buttons)
	d.Resize(fyne.NewSize(640, 340))
	d.Show()
	win.Canvas().Focus(closing)
}
