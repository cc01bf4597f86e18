// Package brief writes an answer as a document that stands on its own, for a
// reader who has neither the program nor the case: with figures, numbered
// citations, graded sources, and the methods with every setting that is not the
// default.
//
// Compose lays the document out once, as plain blocks; each format only writes
// them down. HTML is one file without scripts or anything from elsewhere, by
// html/template, which escapes by context: the texts of a case come from anywhere
// and stay text. PDF is set by core/typeset and written by core/brief/pdf. DOCX is
// written here, with encoding/xml and archive/zip: of the libraries served,
// gomutex/godocx has no footers, no alternative text and no runs from right to
// left, and fumiama/go-docx is under the AGPL. XLSX is xuri/excelize's.
//
// The same answer and case give the same bytes in every format.
package brief

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// DocumentFormat is a format that a brief can be written in.
type DocumentFormat struct {
	Name       string   // "pdf"
	Title      string   // for a person who chooses: "PDF"
	Extensions []string // of files, the usual one first: ".pdf"
	write      func(context.Context, io.Writer, *Document) error
}

// Formats lists the formats in the order in which to offer them.
func Formats() []DocumentFormat {
	return []DocumentFormat{
		{"html", "HTML page", []string{".html", ".htm", ".xhtml"}, writeHTML},
		{"pdf", "PDF", []string{".pdf"}, writePDF},
		{"docx", "Word document", []string{".docx"}, writeDOCX},
		{"md", "Markdown", []string{".md", ".markdown"}, writeMarkdown},
	}
}

// FormatOf finds a format by its name or by the ending of a file. It fails for
// one there is not, and names those there are.
func FormatOf(name string) (DocumentFormat, error) {
	wanted := strings.ToLower(name)
	if ext := filepath.Ext(wanted); ext != "" {
		wanted = ext
	}
	var known []string
	for _, f := range Formats() {
		if wanted == f.Name || slices.Contains(f.Extensions, wanted) {
			return f, nil
		}
		known = append(known, f.Extensions[0])
	}
	return DocumentFormat{}, fmt.Errorf("a brief cannot be written as %q; the formats are %s", name, strings.Join(known, ", "))
}

// Write writes the brief of an answer in a format of Formats, by name. Fill
// a.History before for the figure of how it changed. It fails for an unknown
// format, when writing fails, and when ctx is cancelled.
func Write(ctx context.Context, w io.Writer, format string, a *assess.Assessment, c *ledger.Case) error {
	f, err := FormatOf(format)
	if err != nil {
		return err
	}
	d, err := ComposeIn(ctx, a, c)
	if err != nil {
		return err
	}
	return d.Write(ctx, w, f)
}

// Write writes a document in a format. What is written is whole, or nothing.
func (d *Document) Write(ctx context.Context, w io.Writer, f DocumentFormat) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write the brief as %s: %w", f.Title, err)
	}
	var b bytes.Buffer
	if err := f.write(ctx, &b, d); err != nil {
		return fmt.Errorf("write the brief as %s: %w", f.Title, err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the brief: %w", err)
	}
	return nil
}

// HTML writes the brief of an answer as one HTML page.
func HTML(w io.Writer, a *assess.Assessment, c *ledger.Case) error {
	return Write(context.Background(), w, "html", a, c)
}
