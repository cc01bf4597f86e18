package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/brief"
	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Brief is the page of the answer as a document: a preview, and its export.
type Brief struct {
	s *session.Session
	h Host

	preview *docView
	outline *fyne.Container
	format  *view.Choice
	path    *Field
	write   *widget.Button
	says    *view.Prose
	root    *fyne.Container

	doc     *brief.Document
	drawn   briefKey
	busy    bool     // a composition runs
	wanted  briefKey // what is to be composed once it has ended
	written map[string]bool
	named   string // the path that was proposed last
}

// briefKey is what a brief depends on.
type briefKey struct {
	c *ledger.Case
	a *assess.Assessment
}

// historyDates is how many dates the history in a brief is drawn from: as many as
// the command "brief" takes, so that both write the same bytes.
const historyDates = 60

// The formats of tables, beside those of the document.
const (
	tablesXLSX = "xlsx"
	tablesCSV  = "csv"
)

// NewBrief makes the page.
func NewBrief(s *session.Session, h Host) *Brief {
	b := &Brief{s: s, h: h, preview: newDocView(), format: view.NewChoice(tr("as")), path: NewField(tr("Path of the file")), written: map[string]bool{}}
	b.preview.onTapped = b.follow
	b.preview.onPicture = func(p *drawing.Picture, at fyne.Position) { show(b.h, at, pictureMenu(b.h, p)) }
	var options []view.Option
	for _, f := range brief.Formats() {
		options = append(options, view.Option{Key: f.Name, Label: tr(f.Title), Detail: f.Extensions[0]})
	}
	b.format.SetOptions(append(options, view.Option{Key: tablesXLSX, Label: tr("Tables, as a workbook"), Detail: ".xlsx"}, view.Option{Key: tablesCSV, Label: tr("Tables, as CSV"), Detail: ".zip"}))
	b.format.SetKey("pdf")
	b.format.OnKey = func(string) { b.propose() }
	b.path.OnSubmitted = func(string) { b.export() }
	b.path.OnEscape = func() { focus(b.preview) }
	browse := widget.NewButton(tr("Browse…"), b.browse)
	b.write = widget.NewButton(tr("Export"), b.export)
	b.write.Importance = widget.HighImportance
	b.says = view.NewProse(fynetheme.SizeNameCaptionText)
	b.says.OnTapped = b.follow
	b.says.Hide()
	bar := container.NewBorder(nil, nil, container.NewHBox(widget.NewLabel(tr("Export")), b.format), container.NewHBox(browse, b.write), b.path)
	b.outline = container.NewVBox()
	side := container.NewVScroll(b.outline)
	body := container.New(&besideOutline{width: 172, least: 620}, side, b.preview)
	b.root = container.New(headed{}, container.New(column{}, bar, b.says), container.NewPadded(body))
	return b
}

// Object implements Page.
func (b *Brief) Object() fyne.CanvasObject { return b.root }

// First implements Focuser.
func (b *Brief) First() fyne.Focusable { return b.preview }

// ToFile goes to the file that the brief is to be written to: Enter writes it.
func (b *Brief) ToFile() {
	if win := windowFor(b.h, b.root); win != nil {
		win.Canvas().Focus(b.path)
	}
}

// Show implements Page.
func (b *Brief) Show(st session.State, _ session.What) {
	c, hidden := b.s.ForBrief()
	key := briefKey{c, st.Answer}
	if key.a == b.drawn.a && b.doc != nil { // a new case brings a new answer in a moment
		return
	}
	if st.Answer == nil {
		b.drawn, b.wanted, b.doc = key, key, nil
		b.show(nil, nil)
		text := tr("There is no answer to this question, and so no brief. Choose another relier, partner, date or situation above.")
		if !st.Open() {
			text = tr("No case is open.")
		}
		b.preview.set([]docBlock{{cells: [][]span{{mute(text)}}, before: 24}})
		enable(b.write, false)
		return
	}
	b.wanted = key
	if hidden {
		b.say(mute(tr("The others’ ratings of the readings are left out until you have rated every cell.")))
	} else {
		b.says.Hide()
	}
	b.compose()
}

// composed is a document made ready to show.
type composed struct {
	doc     *brief.Document
	blocks  []docBlock
	outline []docOutline
	err     error
}

// compose makes the document of what is wanted. One is made at a time: while a
// date is dragged, the next begins when the one before is done.
func (b *Brief) compose() {
	if b.busy {
		return
	}
	b.busy = true
	key := b.wanted
	b.s.Always(tr("Composing the brief"), func(ctx context.Context) (func(), error) {
		made := composeBrief(ctx, key)
		return func() {
			b.busy = false
			switch {
			case b.wanted != key && b.wanted.a != nil:
				b.compose()
			case b.wanted != key:
			case made.err != nil:
				b.say(warn(trf("The brief was not composed: %v. ", made.err)), link(tr("Try again"), tryAgain))
			default:
				b.drawn, b.doc = key, made.doc
				b.show(made.blocks, made.outline)
				b.propose()
				enable(b.write, true)
			}
		}, nil
	})
}

// tryAgain is the link that composes anew.
const tryAgain = "again"

// composeBrief makes the document of an answer as the command "brief" does: with
// the answer's history up to the day asked about.
func composeBrief(ctx context.Context, key briefKey) composed {
	a := *key.a // the session's own answer stays as it is
	points, err := assess.History(ctx, key.c, a.Question, a.Settings, assess.HistoryDays(key.c, a.Question, historyDates))
	if err != nil {
		return composed{err: err}
	}
	a.History = points
	doc, err := brief.ComposeIn(ctx, &a, key.c)
	if err != nil {
		return composed{err: err}
	}
	blocks, outline := docBlocks(doc)
	return composed{doc: doc, blocks: blocks, outline: outline, err: ctx.Err()}
}

// show puts a document into the preview.
func (b *Brief) show(blocks []docBlock, outline []docOutline) {
	b.preview.set(blocks)
	b.outline.Objects = b.outline.Objects[:0]
	for _, o := range outline {
		l := view.NewLink(o.title, func() { b.preview.to(o.block) })
		b.outline.Add(container.New(indented{}, l))
	}
	b.outline.Refresh()
}

// say tells something in the line above the document.
func (b *Brief) say(spans ...span) {
	b.says.SetSpans(spans)
	b.says.Show()
	b.root.Refresh()
}

// follow goes where a link of the document or of the line above it leads.
func (b *Brief) follow(to string) {
	name, of, _ := strings.Cut(to, ":")
	switch {
	case to == tryAgain:
		b.compose()
	case name+":" == sourceLink:
		b.s.Select(of)
	case name == "http" || name == "https" || name == "file":
		address, err := url.Parse(to)
		if err == nil {
			err = fyne.CurrentApp().OpenURL(address)
		}
		if err != nil {
			b.s.Fail(session.Failure{Doing: tr("open ") + to, Err: err})
		}
	default:
		follow(b.s, b.h, to)
	}
}

// extension is the ending of files in the chosen format.
func (b *Brief) extension() string {
	switch key := b.format.Key(); key {
	case tablesXLSX:
		return brief.XLSX
	case tablesCSV:
		return brief.ZIP
	default:
		f, err := brief.FormatOf(key)
		if err != nil {
			return ""
		}
		return f.Extensions[0]
	}
}

// propose fills in a path: beside the case, named by the question. What a person
// typed keeps its folder and name, and gets the ending of the format.
func (b *Brief) propose() {
	st := b.s.State()
	if b.path.Text != "" && b.path.Text != b.named {
		b.path.SetText(strings.TrimSuffix(b.path.Text, filepath.Ext(b.path.Text)) + b.extension())
		return
	}
	if st.Answer == nil {
		return
	}
	name := fileName(fmt.Sprintf("%s on %s %s", st.Answer.RelierName, st.Answer.PartnerName, st.Answer.Question.AsOf))
	b.named = filepath.Join(homeFolder(), name+b.extension())
	b.path.SetText(b.named)
}

// fileName makes a text into a name that every system takes.
func fileName(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "-")
}

// homeFolder is where documents go.
func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	if docs := filepath.Join(home, "Documents"); isFolder(docs) {
		return docs
	}
	return home
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// window is the window in which the page stands; nil before it is in one.
func (b *Brief) window() fyne.Window {
	c := fyne.CurrentApp().Driver().CanvasForObject(b.root)
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() == c {
			return w
		}
	}
	return nil
}

// browse looks for a place to write to.
func (b *Brief) browse() {
	w := b.window()
	if w == nil {
		return
	}
	d := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		if err != nil || to == nil {
			return
		}
		path := to.URI().Path()
		_ = to.Close()         // made by the dialog, which asked whether a file may be replaced
		b.written[path] = true // so that it is not asked again
		b.path.SetText(path)
	}, w)
	d.SetFileName(filepath.Base(b.path.Text))
	d.SetFilter(storage.NewExtensionFileFilter([]string{b.extension()}))
	if folder, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(b.path.Text))); err == nil {
		d.SetLocation(folder)
	}
	d.Resize(fyne.NewSize(820, 560))
	d.Show()
}

// export writes the document to the path, after asking where that would
// replace a file that was not written here.
func (b *Brief) export() {
	if b.doc == nil {
		return
	}
	path := strings.TrimSpace(b.path.Text)
	if path == "" {
		b.propose()
		path = b.path.Text
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		if home, err := os.UserHomeDir(); err == nil {
			path = home + rest
		}
	}
	if filepath.Ext(path) == "" {
		path += b.extension()
	}
	_, err := os.Stat(path)
	w := b.window()
	if errors.Is(err, fs.ErrNotExist) || b.written[path] || w == nil {
		b.writeTo(path)
		return
	}
	dialog.ShowConfirm(tr("Replace the file?"), trf("%s exists already.", path), func(yes bool) {
		if yes {
			b.writeTo(path)
		}
	}, w)
}

// writeTo writes what is in view, in the chosen format. The file is whole or not
// there: it is written beside its place and then moved.
func (b *Brief) writeTo(path string) {
	doc, format := b.doc, b.format.Key()
	b.say(mute(trf("Writing %s…", path)))
	b.s.Always(trf("Writing %s", filepath.Base(path)), func(ctx context.Context) (func(), error) {
		size, err := writeBrief(ctx, doc, format, path)
		return func() {
			if err != nil {
				b.say(warn(trf("Not written: %v.", err)))
			} else {
				b.written[path] = true
				b.say(mute(trf("Written to %s (%d KB). ", path, (size+1023)/1024)), link(tr("Open it"), fileURL(path)), mute("  "), link(tr("Open its folder"), fileURL(filepath.Dir(path))))
			}
		}, nil
	})
}

// fileURL is the address of a file on this machine.
func fileURL(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // a drive of Windows
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// writeBrief writes a document and gives the size of the file in bytes.
func writeBrief(ctx context.Context, doc *brief.Document, format, path string) (int64, error) {
	return WriteWhole(path, func(w io.Writer) error {
		var err error
		switch format {
		case tablesXLSX:
			err = doc.WriteTables(ctx, w)
		case tablesCSV:
			err = doc.WriteCSV(w)
		default:
			var as brief.DocumentFormat
			if as, err = brief.FormatOf(format); err == nil {
				err = doc.Write(ctx, w, as)
			}
		}
		if err != nil {
			return err
		}
		return ctx.Err() // cancelled while the last of it was written
	})
}

// besideOutline puts the outline at the left of the document where there is room.
type besideOutline struct{ width, least float32 }

// Layout implements fyne.Layout.
func (l *besideOutline) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := l.width * fynetheme.TextSize() / 13
	if size.Width < l.least*fynetheme.TextSize()/13 {
		w = 0
	}
	objects[0].Hide()
	if w > 0 {
		objects[0].Show()
		place(objects[0], 0, 0, w-8, size.Height)
	}
	place(objects[1], w, 0, size.Width-w, size.Height)
}

// MinSize implements fyne.Layout.
func (l *besideOutline) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, 160) }

// indented is a layout that leaves a little room around one object, and cuts it
// to the width there is.
type indented struct{}

// Layout implements fyne.Layout.
func (indented) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 8, 3, size.Width-12, size.Height-6)
	}
}

// MinSize implements fyne.Layout.
func (indented) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(40, objects[0].MinSize().Height+6)
}
