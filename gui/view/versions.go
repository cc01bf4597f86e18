package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// VersionRow is one version of a record: when, by whom, by which edit, and what
// it changed. When is a text, ready to read.
type VersionRow struct {
	Key, When, Who, Label string
	Changes               []ledger.FieldChange
	Current               bool
}

// Versions lists the history of a record, and restores any version of it. It
// has the height it needs; put it into a scroller.
type Versions struct {
	widget.BaseWidget

	// OnRestore hears the key of the version to go back to.
	OnRestore func(key string)
	// Empty is shown where there is no history.
	Empty string

	rows []VersionRow
	col  *Stack
}

// NewVersions makes an empty list.
func NewVersions() *Versions {
	v := &Versions{col: NewStack(10), Empty: lang.L("No edit of this record yet.")}
	v.col.right = 6
	v.ExtendBaseWidget(v)
	v.build()
	return v
}

// SetRows changes the versions, newest first.
func (v *Versions) SetRows(rows []VersionRow) {
	v.rows = rows
	v.build()
	v.Refresh()
}

const longestChange = 140 // letters of a value that are shown

func (v *Versions) build() {
	var objects []fyne.CanvasObject
	if len(v.rows) == 0 && v.Empty != "" {
		objects = append(objects, newWords(v.Empty, ToneMuted, false))
	}
	for _, row := range v.rows {
		head := NewProse("")
		spans := []Span{{Text: row.Label}}
		if row.Current {
			spans = append(spans, Span{Text: "  " + lang.L("as it stands"), Tone: ToneMuted})
		} else if v.OnRestore != nil {
			spans = append(spans, Span{Text: "   "}, Span{Text: lang.L("restore"), Key: row.Key})
		}
		head.SetSpans(spans)
		head.OnTapped = func(key string) {
			if v.OnRestore != nil {
				v.OnRestore(key)
			}
		}
		who := row.When
		if row.Who != "" {
			who += " · " + row.Who
		}
		lines := []fyne.CanvasObject{head, newWords(who, ToneMuted, true)}
		for _, c := range row.Changes {
			lines = append(lines, v.change(c))
		}
		objects = append(objects, NewStack(1, lines...))
	}
	v.col.Set(objects)
}

// change tells one field's change in a line.
func (v *Versions) change(c ledger.FieldChange) fyne.CanvasObject {
	p := NewProse("helperText")
	s := []Span{{Text: tr(c.Label) + ": ", Tone: ToneMuted}}
	switch {
	case c.Old == "":
		s = append(s, Span{Text: shorten(c.New)})
	case c.New == "":
		s = append(s, Span{Text: shorten(c.Old)}, Span{Text: " → " + lang.L("empty"), Tone: ToneMuted})
	default:
		s = append(s, Span{Text: shorten(c.Old)}, Span{Text: " → ", Tone: ToneMuted}, Span{Text: shorten(c.New)})
	}
	p.SetSpans(s)
	return p
}

func shorten(text string) string {
	r := []rune(text)
	if len(r) <= longestChange {
		return text
	}
	return string(r[:longestChange]) + ellipsis
}

// HeightFor implements Flexible.
func (v *Versions) HeightFor(width float32) float32 { return v.col.HeightFor(width) }

// CreateRenderer implements fyne.Widget.
func (v *Versions) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		objects: []fyne.CanvasObject{v.col},
		layout:  func(size fyne.Size) { v.col.Resize(size) },
		min:     func() fyne.Size { return v.col.MinSize() },
		refresh: func() { v.col.Refresh(); canvas.Refresh(v) },
	}
}
