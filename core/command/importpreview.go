package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/exchange"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// importFormats are the formats that import reads.
var importFormats = []string{"json", "package", "table", "bibtex", "ris", "csl", "sipri", "kiel", "aiddata", "iati"}

// incoming are the flags of import that are about other formats.
type incoming struct {
	format, kind, mapping, saveMapping, sheet, version string
	only                                               []string
	dryRun, asJSON                                     bool
}

// importFormat tells the format of a file: by the flag, by its ending, and
// where that is shared by its beginning.
func importFormat(path, asked string, head []byte) (string, error) {
	if asked != "" {
		if !slices.Contains(importFormats, asked) {
			return "", usagef("--format: %q is not read; choose from %s", asked, strings.Join(importFormats, ", "))
		}
		return asked, nil
	}
	reg, isRegister := exchange.SniffRegister(head)
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case isFolder(path), ext == ".zip":
		return "package", nil
	case ext == ".bib", ext == ".bibtex":
		return "bibtex", nil
	case ext == ".ris":
		return "ris", nil
	case ext == ".xlsx", ext == ".xlsm", ext == ".tsv":
		return "table", nil
	case isRegister:
		return string(reg), nil
	case ext == ".csv", ext == ".txt" && !bytes.HasPrefix(trimmed, []byte("{")):
		return "table", nil
	case bytes.HasPrefix(trimmed, []byte("[")):
		return "csl", nil
	}
	return "json", nil
}

// beginning reads the first bytes of a file; none of a folder or of standard input.
func beginning(path string) ([]byte, error) {
	if path == "-" || isFolder(path) {
		return nil, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("there is no file %q", path)
	} else if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, plainOS(err))
	}
	defer f.Close()
	head := make([]byte, 8192)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("read %s: %w", path, plainOS(err))
	}
	return head[:n], nil
}

func (p *program) readWhole(path string) ([]byte, error) {
	in := p.stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path, plainOS(err))
		}
		defer f.Close()
		in = f
	}
	data, err := exchange.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plainOS(err))
	}
	return data, nil
}

// openPackage reads a Data Package from a ZIP file or a folder.
func (p *program) openPackage(path string) (*source, []*exchange.RowError, error) {
	var fsys fs.FS
	if isFolder(path) {
		root, err := exchange.OpenFolder(path)
		if err != nil {
			return nil, nil, err
		}
		defer root.Close()
		fsys = root.FS()
	} else {
		data, err := p.readWhole(path)
		if err != nil {
			return nil, nil, err
		}
		if fsys, err = exchange.OpenZip(data); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	u, err := exchange.ReadPackage(fsys)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	src := &source{name: path, c: ledger.NewCase(u.Records), close: func() error { return nil }}
	for _, d := range u.Documents {
		src.documents = append(src.documents, document{d.SHA256, d.Name, d.MediaType, d.Body})
	}
	return src, u.Bad, nil
}

// preview reads a table, register or bibliography against a case.
func (p *program) preview(c *ledger.Case, path, format string, in incoming) (*exchange.Preview, error) {
	data, err := p.readWhole(path)
	if err != nil {
		return nil, err
	}
	switch format {
	case "bibtex", "ris", "csl":
		return exchange.ReadSources(c, data, exchange.Bibliography(format))
	case "table":
		return p.previewTable(c, data, in)
	}
	return exchange.ReadRegister(c, data, exchange.Register(format), exchange.RegisterOptions{Version: in.version, Retrieved: p.today(), Only: in.only})
}

func (p *program) previewTable(c *ledger.Case, data []byte, in incoming) (*exchange.Preview, error) {
	sheets, err := exchange.ReadSheets(data)
	if err != nil {
		return nil, err
	}
	sheet := sheets[0]
	if in.sheet != "" {
		i := slices.IndexFunc(sheets, func(s exchange.Sheet) bool { return s.Name == in.sheet })
		if i < 0 {
			var names []string
			for _, s := range sheets {
				names = append(names, s.Name)
			}
			return nil, usagef("--sheet: there is no worksheet %q with rows; there are %s", in.sheet, strings.Join(names, ", "))
		}
		sheet = sheets[i]
	}
	if in.kind != "" && len(ledger.Schema(ledger.Kind(in.kind))) == 0 {
		return nil, usagef("--kind: there is no kind of record %q; choose from %v", in.kind, ledger.Kinds[1:])
	}
	m := exchange.Sniff(sheet, ledger.Kind(in.kind))
	if in.mapping != "" {
		body, err := os.ReadFile(in.mapping)
		if err != nil {
			return nil, usagef("--map: %s: %w", in.mapping, plainOS(err))
		}
		if m, err = exchange.ReadMapping(body); err != nil {
			return nil, usage{err}
		}
	}
	if in.saveMapping != "" {
		body, err := m.JSON()
		if err != nil {
			return nil, err
		}
		if err := p.write(in.saveMapping, body); err != nil {
			return nil, err
		}
	}
	v, err := m.Preview(c, sheet)
	if err != nil {
		return nil, usage{err}
	}
	return v, nil
}

// previewed is the output of import --json.
type previewed struct {
	Case      string        `json:"case"`
	File      string        `json:"file"`
	Applied   bool          `json:"applied"`
	New       int           `json:"new"`
	Changed   int           `json:"changed"`
	Unchanged int           `json:"unchanged"`
	Refused   int           `json:"refused"`
	Actors    []string      `json:"actors_added"`
	Rows      []previewLine `json:"rows"`
}

type previewLine struct {
	Line   int                  `json:"line"`
	State  exchange.RowState    `json:"state"`
	ID     string               `json:"id,omitempty"`
	Name   string               `json:"name,omitempty"`
	Why    string               `json:"why,omitempty"`
	Note   string               `json:"note,omitempty"`
	Fields []changedFieldOfCase `json:"fields,omitempty"`
}

// importPreview brings a table, register or bibliography into a case file.
func (p *program) importPreview(ctx context.Context, into, path, format, analyst string, in incoming) (err error) {
	if into == "" {
		return usagef("say which case it goes into: --into CASE.fairweather (a new one is made with: fairweather new)")
	}
	f, err := p.openFile(ctx, into, analyst, in.dryRun)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	v, err := p.preview(f.Case(), path, format, in)
	if err != nil {
		var u usage
		if errors.As(err, &u) {
			return err
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	r := previewed{Case: into, File: path, New: v.Count(exchange.New), Changed: v.Count(exchange.Changed), Unchanged: v.Count(exchange.Unchanged), Refused: v.Count(exchange.Refused), Actors: []string{}, Rows: []previewLine{}}
	for _, a := range v.Actors {
		r.Actors = append(r.Actors, a.ID)
	}
	for _, row := range v.Rows {
		x := previewLine{Line: row.Line, State: row.State, ID: row.ID, Why: row.Why, Note: row.Note}
		if row.Record != nil {
			x.Name = oneLine(row.Record.Name())
		}
		for _, d := range row.Fields {
			x.Fields = append(x.Fields, changedFieldOfCase{d.Key, d.Label, d.Old, d.New})
		}
		r.Rows = append(r.Rows, x)
	}
	if changes := v.Changes(); len(changes) > 0 && !in.dryRun {
		if _, err := f.Apply(ctx, casefile.Edit{Label: "Import " + filepath.Base(path), Changes: changes}); err != nil {
			return err
		}
		r.Applied = true
	}
	if in.asJSON {
		body, err := indented(r)
		if err != nil {
			return fmt.Errorf("write the rows as JSON: %w", err)
		}
		if err := p.write("", body); err != nil {
			return err
		}
	} else if err := p.write("", r.text(in.dryRun)); err != nil {
		return err
	}
	for _, row := range r.Rows {
		if row.State == exchange.Refused && !in.asJSON {
			p.note("fairweather: %s: line %d: %s; it is left out", path, row.Line, row.Why)
		}
	}
	if r.Refused > 0 {
		return told
	}
	return nil
}

// text lists every row of a dry run, else only those to look at.
func (r previewed) text(dryRun bool) []byte {
	s := newSheet()
	for _, row := range r.Rows {
		if row.State == exchange.Refused || !dryRun && row.Note == "" {
			continue
		}
		s.hang(fmt.Sprintf("  line %-6d ", row.Line), 14, string(row.State)+" "+row.ID+": "+row.Name)
		for _, f := range row.Fields {
			s.hang(strings.Repeat(" ", 14), 16, f.Label+": "+oneLine(f.Old)+" -> "+oneLine(f.New))
		}
		if row.Note != "" {
			s.hang(strings.Repeat(" ", 14), 16, row.Note)
		}
	}
	verb := ""
	if dryRun {
		verb = " (nothing was written)"
	}
	actors := ""
	if len(r.Actors) > 0 {
		actors = ", " + plural(len(r.Actors), "actor") + " added"
	}
	s.line(fmt.Sprintf("%s: %d new, %d changed, %d the same as before, %d refused%s%s", oneLine(r.Case), r.New, r.Changed, r.Unchanged, r.Refused, actors, verb))
	return s.bytes()
}
