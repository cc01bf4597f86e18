// Package brief writes an answer as a document that stands on its own, for a
// reader who has neither the program nor the case: one HTML file without
// scripts or anything from elsewhere, with figures, numbered citations, graded
// sources, and the methods with every setting that is not the default.
//
// It uses the standard library's html/template, which escapes by context: the
// texts of a case come from anywhere and stay text.
package brief

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/figure"
	"github.com/fairweather-app/fairweather/core/ledger"
)

//go:embed brief.html.tmpl
var page string

var pageTemplate = template.Must(template.New("brief").Funcs(template.FuncMap{
	"percent": assess.Percent, "interval": interval, "stress": stress, "points": points,
	"signed": func(r ledger.Rung) string { return strings.Replace(r.String(), "-", "−", 1) },
	"label":  func(r ledger.Rung) string { return r.Label() },
	"lines":  func(s string) []string { return strings.Split(s, "\n") },
	"years":  Years, "late": late,
	"two":   func(v float64) string { return fmt.Sprintf("%.2f", v) },
	"three": func(v float64) string { return fmt.Sprintf("%.3f", v) },
	"arrow": func(s string) string { return strings.ReplaceAll(s, "->", "→") },
}).Parse(page))

// HTML writes the brief for an answer and the case it was drawn from as one
// HTML page. Fill a.History before for the figure of how it changed. The same
// answer and case give the same bytes.
func HTML(w io.Writer, a *assess.Assessment, c *ledger.Case) error {
	d, err := compose(a, c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, d); err != nil {
		return fmt.Errorf("compose the brief: %w", err)
	}
	// No line ends between a number and its per cent sign.
	if _, err := w.Write(bytes.ReplaceAll(b.Bytes(), []byte(" %"), []byte("\u00a0%"))); err != nil {
		return fmt.Errorf("write the brief: %w", err)
	}
	return nil
}

// stress turns the marks of stressed words into HTML, and everything else into text.
func stress(s string) template.HTML {
	return template.HTML(strings.NewReplacer(Strong, "<strong>", EndStrong, "</strong>").Replace(template.HTMLEscapeString(s)))
}

// document is everything that the page shows, in its order.
type document struct {
	A        *assess.Assessment
	Title    string
	Case     string
	About    string
	Coded    string
	Question string
	Answer   []string

	Ladder, History figurePart

	For, Against []reason
	Moments      []momentRow
	Rests        []string
	Sensitivity  []string
	HalfLives    []halfLifeRow
	Fewest       []fewestRow

	Deed      []string
	Pledges   []string
	Open      []pledgeRow
	Bases     []string
	Late      []assess.Delay
	Trend     string
	Changes   []string
	Unknown   []momentLine
	Gaps      []string
	Contested []claim

	References []reference
	Sources    []sourceRow
	Settings   []string
	Changed    []string
	Scale      string
}

type figurePart struct {
	SVG   template.HTML
	Alt   string
	Shown bool
}

// reason is one record that speaks for or against relying on the partner.
type reason struct {
	Date, Moment, What string
	Rung               ledger.Rung
	Effect             string
	Cites              []int

	record string
}

type momentRow struct {
	assess.Observation
	Date, First string
	Conduct     []conductRow
	OwedCites   []int
	Disputed    bool
}

type conductRow struct {
	ID, Date, What string
	Rung           ledger.Rung
	Cites          []int
}

type momentLine struct{ Date, Title, Type string }

type pledgeRow struct {
	assess.Forecast
	Promised, Due string
	Cites         []int
}

type halfLifeRow struct {
	assess.HalfLife
	Name string
}

type fewestRow struct {
	assess.Fewest
	Names []string
}

// claim is a disputed claim with the sources on either side.
type claim struct {
	Title, Text  string
	For, Against []int
	Other        []int
}

func compose(a *assess.Assessment, c *ledger.Case) (*document, error) {
	m := c.Matter()
	d := &document{
		A: a, Case: m.Name(), About: m.About, Coded: m.Coded.String(),
		Question: Question(a), Title: Question(a) + " – a brief", Answer: Answer(a),
		Deed: Deed(a), Pledges: PledgeRecord(a), Trend: TrendSentence(a), Sensitivity: Sensitivity(a),
		Settings: settings(a.Settings), Changed: a.Settings.Changed(), Scale: a.Settings.Words.Title(),
	}
	var err error
	if d.Ladder, err = drawn(figure.Ladder(a), 560, 200); err != nil {
		return nil, err
	}
	if d.History, err = drawn(figure.History(a), 560, 230); err != nil {
		return nil, err
	}
	k := newCiter(c)
	d.For, d.Against = reasons(a, k)
	d.Rests = rests(a, c)
	for _, h := range a.HalfLife {
		name := fmt.Sprintf("%g years", h.Years)
		if h.Years == 0 {
			name = "none"
		}
		d.HalfLives = append(d.HalfLives, halfLifeRow{h, name})
	}
	for _, f := range a.Robustness.Fewest {
		row := fewestRow{Fewest: f}
		for _, id := range f.Records {
			if r, ok := c.Get(id); ok {
				row.Names = append(row.Names, short(r.Name(), 90))
			}
		}
		d.Fewest = append(d.Fewest, row)
	}
	d.pledges(k)
	for _, x := range a.Changes {
		d.Changes = append(d.Changes, x.Text)
	}
	d.unknown(c)
	d.contested(k)
	d.moments(k) // an appendix: its citations come after the text's
	d.References = k.list
	d.Sources = k.sources(a.RestsOn)
	return d, nil
}

func drawn(p *figure.Picture, width, height float64) (figurePart, error) {
	if p == nil {
		return figurePart{}, nil
	}
	var b bytes.Buffer
	if err := p.WriteSVG(&b, width, height); err != nil {
		return figurePart{}, err
	}
	return figurePart{template.HTML(b.String()), p.Alt, true}, nil
}

// settings tells every choice of the methods that is in force.
func settings(s assess.Settings) []string {
	halfLife := fmt.Sprintf("half-life of a moment's weight: %g years", s.HalfLifeYears)
	if s.HalfLifeYears == 0 {
		halfLife = "half-life of a moment's weight: none"
	}
	return []string{
		halfLife, fmt.Sprintf("weight of moments of another situation than the one asked about: %g", s.OtherSituation),
		fmt.Sprintf("weight of the base rate: as %g moments", s.PriorMass), "words of probability: " + s.Words.Title(),
		fmt.Sprintf("horizon of pledge forecasts: %s", Years(s.HorizonYears)), fmt.Sprintf("permutation draws: %d, seed %d", s.Draws, s.Seed),
	}
}
