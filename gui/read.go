package gui

import (
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/gui/page"
)

// readCommands are the commands of the page of reading. Its letters are heard by
// the page alone; the menu says what they are.
func readCommands() []Command {
	on := func(f func(*page.Read)) func(*Window) { return onPage("read", f) }
	list := []Command{
		{ID: "read paste", Menu: "Read", Title: "Read the text on the clipboard", Key: fyne.KeyV, Mod: ctrl | shift, Needs: openCase | writable, Run: on((*page.Read).Paste)},
		{ID: "read file", Menu: "Read", Title: "Read a file or folder…", Key: fyne.KeyO, Mod: ctrl | alt, Needs: openCase | writable, Run: on((*page.Read).OpenFile)},
		{ID: "read address", Menu: "Read", Title: "Read an address…", Key: fyne.KeyU, Mod: ctrl | alt, Needs: openCase | writable, Run: on((*page.Read).OpenAddress)},
		{ID: "read feeds", Menu: "Read", Title: "Feeds…", Key: fyne.KeyF, Mod: ctrl | alt, Needs: openCase, Run: on((*page.Read).OpenFeeds)},
		{ID: "read language model", Menu: "Read", Title: "Language model…", Needs: openCase, Run: on((*page.Read).OpenModel)},
		{ID: "read stop", Menu: "Read", Title: "Stop taking texts in", Needs: openCase, Run: on((*page.Read).Stop)},
	}
	for i, a := range page.ReadActs {
		c := Command{ID: "read " + a.ID, Menu: "Read", Title: a.Title, Letter: a.Key, Apart: i == 0, Needs: openCase, Run: on(func(p *page.Read) { p.Act(a.ID) })}
		list = append(list, c)
	}
	return list
}

// pageForm gives the page in view if it has a form open; nil if not.
func (w *Window) pageForm() *page.Read {
	if p, ok := w.Page().(*page.Read); ok && p.HasForm() {
		return p
	}
	return nil
}

// textEndings are those of files that the page of reading takes in.
var textEndings = map[string]bool{
	".txt": true, ".text": true, ".md": true, ".markdown": true, ".html": true, ".htm": true, ".xhtml": true, ".mht": true, ".mhtml": true,
	".pdf": true, ".docx": true, ".eml": true, ".mbox": true, ".rss": true, ".atom": true, ".xml": true,
}

// textsAmong parts dropped files into texts and folders, and the rest.
func textsAmong(paths []string) (texts, rest []string) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && (info.IsDir() || textEndings[strings.ToLower(ext(path))]) {
			texts = append(texts, path)
			continue
		}
		rest = append(rest, path)
	}
	return texts, rest
}

// readFiles takes files and folders in on the page of reading.
func (w *Window) readFiles(paths []string) {
	w.Do("page read")
	if p, ok := w.Page().(*page.Read); ok {
		p.Take(paths)
	}
}
