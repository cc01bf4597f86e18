package gui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	drawing "github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/view"
)

// The pixels a point of pictures: of those that are copied, for a fine screen,
// and of those that are saved, for print (300 an inch).
const (
	clipScale = 2
	fileScale = 300. / 72
)

// withPicture calls do with the figure that has the keyboard, or else with the
// only one of the page; of several it lets a person choose.
func (w *Window) withPicture(do func(*drawing.Picture)) {
	p, ok := w.Page().(page.Illustrated)
	if !ok {
		return
	}
	list := p.Pictures()
	var focused []page.Shown
	if f, ok := w.win.Canvas().Focused().(fyne.CanvasObject); ok {
		for _, s := range list {
			if s.Object == f {
				focused = append(focused, s)
			}
		}
	}
	if len(focused) > 0 {
		list = focused
	}
	switch len(list) {
	case 0:
		w.status.say(lang.L("There is no picture on this page yet."))
	case 1:
		do(list[0].Picture)
	default:
		items := make([]*fyne.MenuItem, len(list))
		for i, s := range list {
			items[i] = fyne.NewMenuItem(s.Name, func() { do(s.Picture) })
		}
		menu := fyne.NewMenu("", items...)
		pop := widget.NewPopUpMenu(menu, w.win.Canvas())
		size := w.win.Canvas().Size()
		pop.ShowAtPosition(fyne.NewPos((size.Width-pop.MinSize().Width)/2, size.Height/4))
		w.win.Canvas().Focus(pop)
	}
}

// CopyPicture implements page.Gallery. Where the system's clipboard takes no
// picture, it gets the drawing as the text of an SVG, and that is said.
func (w *Window) CopyPicture(p *drawing.Picture) {
	w.s.Always(fmt.Sprintf(lang.L("Copying the picture “%s”"), p.Title), func(context.Context) (func(), error) {
		var png bytes.Buffer
		if err := p.WritePNG(&png, p.Width, p.Height, clipScale); err != nil {
			return nil, err
		}
		taken := w.o.Clip(png.Bytes())
		svg := ""
		if taken != nil {
			var err error
			if svg, err = p.SVG(); err != nil {
				return nil, err
			}
		}
		return func() {
			if taken == nil {
				w.status.say(fmt.Sprintf(lang.L("Copied the picture “%s”"), p.Title))
				return
			}
			w.app.Clipboard().SetContent(svg)
			w.notices.show(view.ToneWarn, fmt.Sprintf(lang.L("The clipboard takes no pictures here (%v). It holds the drawing as SVG text instead; “Save picture” makes a file."), taken))
		}, nil
	})
}

// SavePicture implements page.Gallery.
func (w *Window) SavePicture(p *drawing.Picture, ending string) {
	path := w.newPathField(filepath.Join(w.folder(), w.s.State().Name()+" "+p.Name+ending), true, ending)
	w.ask(lang.L("Save the picture"), lang.L("Save"), path.entry, p.Title, []*widget.FormItem{widget.NewFormItem(lang.L("File"), path.root)}, func() {
		to := withExtension(expand(path.entry.Text), ending)
		w.unlessThere(to, func() { w.writePicture(p, ending, to) })
	})
}

func (w *Window) writePicture(p *drawing.Picture, ending, path string) {
	w.s.Always(fmt.Sprintf(lang.L("Writing %s"), filepath.Base(path)), func(context.Context) (func(), error) {
		_, err := page.WriteWhole(path, func(to io.Writer) error {
			if ending == page.SVG {
				return p.WriteSVG(to, p.Width, p.Height)
			}
			return p.WritePNG(to, p.Width, p.Height, fileScale)
		})
		if err != nil {
			return nil, err
		}
		return func() { w.status.say(fmt.Sprintf(lang.L("Written to %s"), path)) }, nil
	})
}
