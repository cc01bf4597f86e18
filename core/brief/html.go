package brief

import (
	"context"
	_ "embed" // the page's template
	"fmt"
	"html/template"
	"io"
)

//go:embed brief.html.tmpl
var page string

var pageTemplate = template.Must(template.New("brief").Funcs(template.FuncMap{
	"heading": as[*Heading], "paragraph": as[*Paragraph], "list": as[*List], "table": as[*Table], "drawing": as[*Figure], "references": as[*References],
	"apart": isolated,
	"right": func(c Column) bool { return c.Format == Percent || c.Format == Number },
	"class": func(c Column) string { return map[Format]string{Percent: "n", Number: "n", Day: "d"}[c.Format] },
	// The drawing escapes its own texts: see figure.Picture.WriteSVG.
	"svg": func(f *Figure) (template.HTML, error) {
		s, err := f.Picture.SVG()
		return template.HTML(s), err
	},
}).Parse(page))

// as gives a block as its own type, or nil where it is another, which a
// template's "with" passes over.
func as[T Block](b Block) any {
	if t, ok := b.(T); ok {
		return t
	}
	return nil
}

func writeHTML(_ context.Context, w io.Writer, d *Document) error {
	if err := pageTemplate.Execute(w, d); err != nil {
		return fmt.Errorf("fill in the page: %w", err)
	}
	return nil
}
