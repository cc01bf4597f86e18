package assets

import (
	"embed"
	"fmt"
	"path"
)

//go:embed fonts
var fontFiles embed.FS

// FontFamily is one typeface of the embedded ones, by the scripts it covers.
type FontFamily struct {
	Name    string // as other programs know it: "Noto Sans"
	Regular string // file, for Font
	Bold    string // file; the regular one where there is no bold
}

// FontFamilies lists the embedded typefaces in the order in which text looks for
// its letters: Latin, Cyrillic and Greek first.
func FontFamilies() []FontFamily {
	return []FontFamily{
		{"Noto Sans", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"},
		{"Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"},
		{"Noto Sans Hebrew", "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"},
		{"Noto Sans Armenian", "NotoSansArmenian-Regular.ttf", "NotoSansArmenian-Bold.ttf"},
		{"Noto Sans Georgian", "NotoSansGeorgian-Regular.ttf", "NotoSansGeorgian-Bold.ttf"},
		{"Noto Sans Devanagari", "NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Regular.ttf"},
		{"Noto Sans Thai", "NotoSansThai-Regular.ttf", "NotoSansThai-Regular.ttf"},
		{"Droid Sans Fallback", "DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"},
		{"NanumSquare", "NanumSquareR.ttf", "NanumSquareR.ttf"}, // last: it lists Chinese letters that it does not draw
	}
}

// Font gives the bytes of an embedded font file (TrueType), by its name in
// FontFamilies. It fails for a file that is not embedded.
func Font(file string) ([]byte, error) {
	body, err := fontFiles.ReadFile(path.Join("fonts", file))
	if err != nil {
		return nil, fmt.Errorf("no embedded font %q: see FontFamilies for those there are", file)
	}
	return body, nil
}
