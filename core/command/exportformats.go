package command

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/exchange"
)

// exportFormats are the formats that export writes.
var exportFormats = []string{"json", "package", "bibtex", "ris", "csl", "ics"}

var exportEndings = map[string][]string{"json": {".json"}, "package": {".zip"}, "bibtex": {".bib"}, "ris": {".ris"}, "csl": {".json"}, "ics": {".ics"}}

// exportFormat tells the format to write: by the flag, else by the ending.
func exportFormat(out, asked string) (string, error) {
	if asked != "" {
		if !slices.Contains(exportFormats, asked) {
			return "", usagef("--format: %q is not written; choose from %s", asked, strings.Join(exportFormats, ", "))
		}
		return asked, nil
	}
	ext := strings.ToLower(filepath.Ext(out))
	for _, f := range exportFormats {
		if ext != "" && slices.Contains(exportEndings[f], ext) {
			return f, nil
		}
	}
	return "json", nil
}

// exportOther writes a case in a format other than JSON.
func (p *program) exportOther(ctx context.Context, src *source, format, out string) error {
	switch format {
	case "ics":
		return p.write(out, exchange.Calendar(src.c, filepath.Base(src.name), p.today()))
	case "bibtex", "ris", "csl":
		body, err := exchange.WriteSources(src.c.Sources(), exchange.Bibliography(format))
		if err != nil {
			return err
		}
		return p.write(out, body)
	}
	documents := src.documents
	if src.file != nil {
		var err error
		if documents, err = readDocuments(ctx, src.file); err != nil {
			return err
		}
	}
	var stored []exchange.Document
	for _, d := range documents {
		stored = append(stored, exchange.Document{SHA256: d.SHA256, Name: d.Name, MediaType: d.MediaType, Body: d.Body})
	}
	files, err := exchange.Package(src.c, stored)
	if err != nil {
		return err
	}
	if filepath.Ext(out) == "" && out != "" && out != "-" || isFolder(out) {
		if err := exchange.WriteFolder(out, files); err != nil {
			return usage{err}
		}
		return p.write("", fmt.Appendf(nil, "%s: %s\n", oneLine(out), plural(len(files), "file")))
	}
	body, err := exchange.Zip(files)
	if err != nil {
		return err
	}
	return p.write(out, body)
}
