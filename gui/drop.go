package gui

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// droppedFiles opens the cases among files that were dropped on the window: the
// first in it, others in windows of their own. Texts and folders go to the page
// of reading. Of all other files it asks whether they are sources.
func (w *Window) droppedFiles(paths []string) {
	if t, ok := w.Page().(page.FileTaker); ok && t.TakesFiles(paths) {
		return
	}
	if page.AreVotes(paths) {
		w.takeVotes(paths)
		return
	}
	opened := false
	var others []string
	texts, paths := textsAmong(paths)
	if len(texts) > 0 {
		w.readFiles(texts)
	}
	for _, path := range paths {
		switch strings.ToLower(ext(path)) {
		case casefile.Extension, ".json":
			if opened && !strings.EqualFold(ext(path), ".json") {
				x := w.p.window()
				x.win.Show()
				x.OpenPath(path)
				continue
			}
			opened = true
			w.OpenPath(path)
		default:
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				others = append(others, path)
			}
		}
	}
	st := w.s.State()
	switch {
	case len(others) == 0 || opened:
	case !st.Open() || st.ReadOnly != "":
		w.notices.show(view.ToneWarn, lang.L("Files become sources of a case; open one that can be changed first."))
	default:
		name := filepath.Base(others[0])
		if len(others) > 1 {
			name = page.Count(len(others), "file")
		}
		w.notices.show(view.ToneNeutral, fmt.Sprintf(lang.L("Add %s to the case as a source, with its text kept in the case file?"), name),
			w.dropActions(others)...)
	}
}

// dropActions is what can be done with files that are no case: records can be read
// from one that may be a table, a register or a list of references.
func (w *Window) dropActions(paths []string) []action {
	list := []action{{lang.L("Add it"), func() { w.addSources(paths) }}}
	if len(paths) == 1 && page.MayHoldRecords(paths[0]) {
		list = append(list, action{lang.L("Import its records…"), func() { w.importFrom(paths[0], false) }})
	}
	return list
}

// newSource is a file that becomes a source.
type newSource struct {
	path, media, sha string
	body             []byte
}

// addSources stores files in the case and makes a source of each, all in one edit.
func (w *Window) addSources(paths []string) {
	w.s.Always("Reading files", func(ctx context.Context) (func(), error) {
		var list []newSource
		for _, path := range paths {
			if info, err := os.Stat(path); err != nil {
				return nil, err
			} else if info.Size() > casefile.MaxDocument {
				return nil, fmt.Errorf("%s has %d MB, the most is %d; keep it outside and give the source its address", filepath.Base(path), info.Size()/1_000_000, casefile.MaxDocument/1_000_000)
			}
			body, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			media := mime.TypeByExtension(ext(path))
			if media == "" {
				media = http.DetectContentType(body)
			}
			list = append(list, newSource{path: path, media: media, body: body})
		}
		return func() { w.store(list, 0) }, nil
	})
}

// store stores one file after the other, then makes the sources.
func (w *Window) store(list []newSource, i int) {
	if i < len(list) {
		w.s.AddDocument(filepath.Base(list[i].path), list[i].media, list[i].body, func(sha string) {
			list[i].sha, list[i].body = sha, nil
			w.store(list, i+1)
		})
		return
	}
	c := w.s.State().Case
	var changes []ledger.Change
	var ids []string
	for _, f := range list {
		next := c.With(changes...)
		known := ""
		for _, s := range next.Sources() {
			if s.Document == f.sha {
				known = s.ID // the same text is there already
			}
		}
		if known != "" {
			ids = append(ids, known)
			continue
		}
		r := &ledger.Source{
			ID: next.NextID(ledger.KindSource), Title: strings.TrimSuffix(filepath.Base(f.path), ext(f.path)), Type: "document",
			Reliability: "F", Seen: "text", Document: f.sha,
		}
		changes = append(changes, ledger.Change{ID: r.ID, Record: r})
		ids = append(ids, r.ID)
	}
	w.showInspector()
	if len(changes) == 0 {
		w.status.say(lang.L("These texts are in the case already"))
		w.s.SelectMany(ids)
		return
	}
	label := "Add the source “" + filepath.Base(list[0].path) + "”"
	if len(changes) > 1 {
		label = fmt.Sprintf("Add %d sources from files", len(changes))
	}
	w.s.Apply(casefile.Edit{Label: label, Changes: changes}, func(err error) {
		if err != nil {
			w.failed(session.Failure{Doing: label, Path: w.s.State().Path, Err: err})
			return
		}
		w.s.SelectMany(ids)
	})
}

// RecordAt gives the record that lies under a place of the window: a row of the
// page's table, or the one in the inspector.
func (w *Window) RecordAt(at fyne.Position) (string, bool) {
	if t, ok := w.Page().(page.Targets); ok {
		if id, ok := t.RecordAt(at); ok {
			return id, true
		}
	}
	if w.Beside(at) {
		id := w.s.State().Place.Record
		return id, id != ""
	}
	return "", false
}

// Beside reports whether a place of the window is in the inspector.
func (w *Window) Beside(at fyne.Position) bool {
	origin := w.app.Driver().AbsolutePositionForObject(w.side)
	return w.side.Visible() && at.X >= origin.X && at.Y >= origin.Y && at.Y <= origin.Y+w.side.Size().Height
}

// link asks for another record and offers the ways to link the one in the
// inspector to it.
func (w *Window) link() {
	id := w.s.State().Place.Record
	w.pickRecord(lang.L("Link to which record?"), func(other string) {
		at := fyne.NewPos(w.win.Canvas().Size().Width/2-160, 160)
		page.Link(w.s, w, id, other, at)
	})
}

// pasteRows takes the rows on the clipboard into the case.
func (w *Window) pasteRows() {
	kind := ledger.Kind("")
	if k, ok := w.Page().(page.Kinder); ok {
		kind = k.Kind()
	}
	w.inspector.Paste(w.app.Clipboard().Content(), kind)
}

// copyRecords copies the chosen records with all their fields.
func (w *Window) copyRecords() {
	st := w.s.State()
	ids := st.Place.Records()
	if c, ok := w.Page().(page.Chooser); ok && len(ids) == 0 {
		ids = c.Chosen()
	}
	if len(ids) == 0 {
		w.status.say(lang.L("Choose records first"))
		return
	}
	w.app.Clipboard().SetContent(page.FullTable(st.Case, ids))
	w.status.say(fmt.Sprintf(lang.L("Copied %s"), page.Count(len(ids), "record")))
}

// setMany shows what can be done to the chosen records at once.
func (w *Window) setMany() {
	ids := w.s.State().Place.Records()
	if c, ok := w.Page().(page.Chooser); ok && len(ids) < 2 {
		ids = c.Chosen()
	}
	w.showInspector()
	w.s.SelectMany(ids)
	w.inspector.FocusMany()
}
