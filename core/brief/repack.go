package brief

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"
)

// repacked writes the files of a ZIP again, in the order of their names and all
// of one time: what made it may have put them in any order (excelize 2.11 ranges
// over maps), and the same case must give the same bytes.
func repacked(w io.Writer, body []byte, stamp time.Time) error {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return fmt.Errorf("pack the file anew: %w", err)
	}
	files := slices.SortedFunc(slices.Values(z.File), func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	var parts []packed
	for _, f := range files {
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("pack %s anew: %w", f.Name, err)
		}
		text, err := io.ReadAll(r)
		if err == nil {
			err = r.Close()
		}
		if err != nil {
			return fmt.Errorf("pack %s anew: %w", f.Name, err)
		}
		parts = append(parts, packed{f.Name, string(text)})
	}
	return zipped(w, parts, stamp)
}

// rank puts first what readers look for first.
func rank(name string) int {
	if name == "[Content_Types].xml" {
		return 0
	}
	return 1
}
