package view

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Card shows a record to read: its fields as labels and values, references as
// links, citations with their grades. Fields that are empty are left out. It
// has the height it needs; put it into a scroller.
type Card struct {
	widget.BaseWidget

	// OnOpen follows a reference to a record.
	OnOpen func(id string)
	// OnMenu hears a secondary tap on a reference, at an absolute position; nil: none.
	OnMenu func(id string, at fyne.Position)

	lookup Lookup
	record ledger.Record
	col    *Stack
}

// NewCard makes a card without a record.
func NewCard(lookup Lookup) *Card {
	c := &Card{lookup: lookup, col: NewStack(8)}
	c.col.right = 6
	c.ExtendBaseWidget(c)
	return c
}

// SetRecord shows a record; nil shows none.
func (c *Card) SetRecord(r ledger.Record) {
	c.record = r
	c.build()
	c.Refresh()
}

func (c *Card) build() {
	var objects []fyne.CanvasObject
	if c.record != nil {
		values := recordMap(c.record)
		for _, f := range ledger.Schema(c.record.Kind()) {
			v := values[f.Key]
			if isEmpty(v) {
				continue
			}
			if f.Key == "from" && c.hasPair(values) {
				objects = append(objects, c.entry(lang.L("From → to"), c.pair(values)))
				continue
			}
			if f.Key == "to" && c.hasPair(values) {
				continue
			}
			if (f.Key == "amount" || f.Key == "value") && !isEmpty(values["unit"]) {
				v = textOf(v) + " " + textOf(values["unit"])
			}
			if f.Key == "unit" && (!isEmpty(values["amount"]) || !isEmpty(values["value"])) {
				continue
			}
			if value := c.value(f, v); value != nil {
				objects = append(objects, c.entry(tr(f.Label), value))
			}
		}
	}
	c.col.Set(objects)
}

func (c *Card) hasPair(values map[string]any) bool {
	return textOf(values["from"]) != "" && textOf(values["to"]) != ""
}

// pair shows who acted and toward whom in one line.
func (c *Card) pair(values map[string]any) fyne.CanvasObject {
	p := NewProse("")
	p.SetSpans([]Span{
		{Text: c.name(textOf(values["from"])), Key: textOf(values["from"])},
		{Text: " → "},
		{Text: c.name(textOf(values["to"])), Key: textOf(values["to"])},
	})
	p.OnTapped = c.open
	p.OnMenu = c.menu
	return p
}

func (c *Card) name(id string) string {
	if c.lookup != nil {
		if l := c.lookup.Label(id); l != "" {
			return l
		}
	}
	return id
}

// open follows a reference, or an address in the web.
func (c *Card) open(id string) {
	if address, err := url.Parse(id); err == nil && (address.Scheme == "https" || address.Scheme == "http") {
		if err := fyne.CurrentApp().OpenURL(address); err != nil {
			fyne.LogError("open "+id+" in the browser", err)
		}
		return
	}
	if c.OnOpen != nil {
		c.OnOpen(id)
	}
}

// menu opens the menu of a reference.
func (c *Card) menu(id string, at fyne.Position) {
	if c.OnMenu != nil {
		c.OnMenu(id, at)
	}
}

// value shows the value of a field.
func (c *Card) value(f ledger.Field, v any) fyne.CanvasObject {
	spans := func(s ...Span) fyne.CanvasObject {
		p := NewProse("")
		p.SetSpans(s)
		p.OnTapped = c.open
		p.OnMenu = c.menu
		return p
	}
	switch f.Type {
	case ledger.ReferenceField:
		id := textOf(v)
		return spans(Span{Text: c.name(id), Key: id})
	case ledger.ReferencesField:
		var s []Span
		for i, id := range v.([]any) {
			if i > 0 {
				s = append(s, Span{Text: ", "})
			}
			s = append(s, Span{Text: c.name(textOf(id)), Key: textOf(id)})
		}
		return spans(s...)
	case ledger.RungField:
		rung := rungOf(v)
		return newSwatchLine(ToneOfRung(rung), signText(rung)+"  "+tr(rung.Label()))
	case ledger.DateField:
		text := textOf(v)
		s := []Span{{Text: text}}
		if date, err := readDate(text, 0); err == nil {
			if more := describeDate(date, text); more != "" {
				s = append(s, Span{Text: "  " + more, Tone: ToneMuted})
			}
		}
		return spans(s...)
	case ledger.CitationsField:
		return c.citations(v)
	case ledger.MilestonesField:
		return c.milestones(v)
	case ledger.ObligationsField:
		return c.obligations(v)
	case ledger.SimilaritiesField:
		var lines []fyne.CanvasObject
		for _, part := range v.([]any) {
			m, _ := part.(map[string]any)
			a, b := textOf(m["a"]), textOf(m["b"])
			lines = append(lines, spans(Span{Text: c.name(a), Key: a}, Span{Text: " – "}, Span{Text: c.name(b), Key: b},
				Span{Text: "  " + textOf(m["value"])}, Span{Text: "  " + textOf(m["basis"]), Tone: ToneMuted}))
		}
		return NewStack(2, lines...)
	case ledger.QuestionField, ledger.SettingsField:
		var lines []fyne.CanvasObject
		m, _ := v.(map[string]any)
		for _, part := range partFields[f.Type] {
			if isEmpty(m[part.Key]) {
				continue
			}
			text := textOf(m[part.Key])
			s := Span{Text: tr(text)}
			if part.Type == ledger.ReferenceField {
				s = Span{Text: c.name(text), Key: text}
			}
			lines = append(lines, spans(Span{Text: tr(part.Label) + ": ", Tone: ToneMuted}, s))
		}
		return NewStack(2, lines...)
	case ledger.ListField:
		var items []string
		for _, item := range v.([]any) {
			items = append(items, textOf(item))
		}
		return spans(Span{Text: strings.Join(items, ", ")})
	case ledger.YesNoField:
		return spans(Span{Text: lang.L("yes")})
	case ledger.ChoiceField:
		for _, o := range optionsOf(f, nil) {
			if o.Key == textOf(v) {
				return spans(Span{Text: o.Label})
			}
		}
	}
	if text := textOf(v); f.Key == "url" {
		return spans(Span{Text: text, Key: text})
	}
	return newWords(textOf(v), ToneNeutral, false)
}

// citations shows each citation as its grade, its source and where in it, with
// the words quoted below.
func (c *Card) citations(v any) *Stack {
	var lines []fyne.CanvasObject
	list, _ := v.([]any)
	for _, part := range list {
		m, _ := part.(map[string]any)
		id := textOf(m["source"])
		s := []Span{{Text: c.name(id), Key: id}}
		if where := textOf(m["where"]); where != "" {
			s = append(s, Span{Text: ", " + where, Tone: ToneMuted})
		}
		p := NewProse("")
		p.SetSpans(s)
		p.OnTapped = c.open
		p.OnMenu = c.menu
		lines = append(lines, newChipLine(NewChip(grade(c.lookup, id, textOf(m["credibility"])), ToneNeutral), p))
		if quote := textOf(m["quote"]); quote != "" {
			lines = append(lines, newWords("“"+quote+"”", ToneMuted, true))
		}
	}
	return NewStack(4, lines...)
}

func (c *Card) milestones(v any) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	list, _ := v.([]any)
	for _, part := range list {
		m, _ := part.(map[string]any)
		text := tr(textOf(m["type"]))
		s := []Span{{Text: text, Tone: milestoneTone(textOf(m["type"]))}}
		if share := textOf(m["share"]); share != "" {
			s = append(s, Span{Text: ", " + lang.L("share ") + share})
		}
		if amount := textOf(m["amount"]); amount != "" {
			s = append(s, Span{Text: ", " + amount})
		}
		if n := textOf(m["note"]); n != "" {
			s = append(s, Span{Text: ", " + n, Tone: ToneMuted})
		}
		p := NewProse("")
		p.SetSpans(s)
		lines = append(lines, newChipLine(NewChip(textOf(m["date"]), ToneNeutral), p))
		if !isEmpty(m["citations"]) {
			cited := c.citations(m["citations"])
			cited.left = 12
			lines = append(lines, cited)
		}
	}
	return NewStack(4, lines...)
}

func (c *Card) obligations(v any) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	list, _ := v.([]any)
	for _, part := range list {
		m, _ := part.(map[string]any)
		rung := rungOf(m["rung"])
		s := []Span{{Text: tr(rung.Label())}}
		var moments []string
		if names, ok := m["moments"].([]any); ok {
			for _, n := range names {
				moments = append(moments, tr(textOf(n)))
			}
		}
		s = append(s, Span{Text: " " + lang.L("at") + " " + strings.Join(moments, ", ")})
		if against, ok := m["against"].([]any); ok && len(against) > 0 {
			s = append(s, Span{Text: " " + lang.L("against") + " "})
			for i, id := range against {
				if i > 0 {
					s = append(s, Span{Text: ", "})
				}
				s = append(s, Span{Text: c.name(textOf(id)), Key: textOf(id)})
			}
		}
		if n := textOf(m["note"]); n != "" {
			s = append(s, Span{Text: ", " + n, Tone: ToneMuted})
		}
		p := NewProse("")
		p.SetSpans(s)
		p.OnTapped = c.open
		p.OnMenu = c.menu
		lines = append(lines, newChipLine(NewChip(signText(rung), ToneOfRung(rung)), p))
	}
	return NewStack(4, lines...)
}

// HeightFor implements Flexible.
func (c *Card) HeightFor(width float32) float32 { return c.col.HeightFor(width) }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{
		objects: []fyne.CanvasObject{c.col},
		layout:  func(size fyne.Size) { c.col.Resize(size) },
		min:     func() fyne.Size { return c.col.MinSize() },
		refresh: func() { c.col.Refresh(); canvas.Refresh(c) },
	}
}

// entry is a label over a value, with a thin line below.
func (c *Card) entry(label string, value fyne.CanvasObject) fyne.CanvasObject {
	e := &cardEntry{label: label, value: value}
	e.ExtendBaseWidget(e)
	return e
}
