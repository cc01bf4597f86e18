package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The limits of a packed document. Real ones are below each by far.
const (
	maxEntries  = 5_000
	maxUnpacked = 200_000_000 // bytes of one part
	maxRatio    = 250         // of a part of more than ratioFrom bytes
	ratioFrom   = 5_000_000
	maxNested   = 1_000 // elements within elements
)

var errBomb = errors.New("it unpacks to far more than it holds, as a zip bomb does; it is not read")

// readDOCX reads a Word document: its paragraphs, and its notes behind them.
func readDOCX(ctx context.Context, raw []byte, h hint) ([]Text, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("it is no whole DOCX: %w", err)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("it packs %d files, the most is %d; it is not read", len(z.File), maxEntries)
	}
	parts := map[string]*zip.File{}
	for _, f := range z.File {
		if _, ok := parts[f.Name]; !ok {
			parts[f.Name] = f
		}
	}
	body := parts["word/document.xml"]
	if body == nil {
		switch {
		case parts["xl/workbook.xml"] != nil:
			return nil, errors.New("it is a spreadsheet; a text is read, not a table")
		case parts["ppt/presentation.xml"] != nil:
			return nil, errors.New("it is a presentation; save it as PDF")
		case parts["content.xml"] != nil:
			return nil, errors.New("it is an OpenDocument; save it as DOCX or PDF")
		case parts["META-INF/container.xml"] != nil:
			return nil, errors.New("it is an EPUB; save it as PDF or HTML")
		}
		return nil, errors.New("it is a ZIP archive and no DOCX; unpack it and read what is in it")
	}
	var t Text
	d := docx{t: &t}
	if t.Extract, err = d.text(ctx, body); err != nil {
		return nil, err
	}
	t.Full = t.Extract
	for _, name := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
		if parts[name] == nil {
			continue
		}
		notes, err := d.text(ctx, parts[name])
		if errors.Is(err, errBomb) || ctx.Err() != nil {
			return nil, err
		} else if err != nil {
			t.note("The notes could not be read: %v.", err)
			continue
		}
		if strings.TrimSpace(notes) != "" {
			t.Full += "\n\n" + notes
			t.note("Footnotes or endnotes stand at the end of the full text, not in the main text.")
		}
	}
	if d.deleted > 0 {
		t.note("%s left out (tracked changes).", countOf(d.deleted, "deleted stretch is", "deleted stretches are"))
	}
	if d.hidden > 0 {
		t.note("%s left out.", countOf(d.hidden, "hidden stretch is", "hidden stretches are"))
	}
	if parts["word/comments.xml"] != nil {
		t.note("Comments are left out.")
	}
	if core := parts["docProps/core.xml"]; core != nil {
		if err := d.core(core); err != nil {
			t.note("Its properties could not be read: %v.", err)
		}
	}
	if t.Title == "" {
		t.Title = firstOf(d.heading, firstLine(strings.TrimSpace(t.Extract)))
	}
	return []Text{finish(t, raw, h, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")}, nil
}

// docx reads the parts of a document.
type docx struct {
	t               *Text
	heading         string // the paragraph in the style Title
	deleted, hidden int
}

// open gives the bytes of a part, within the limits: what its header declares is
// checked first, what comes out again.
func (d *docx) open(f *zip.File) ([]byte, error) {
	packed := max(f.CompressedSize64, 1)
	over := func(n uint64) bool { return n > maxUnpacked || n > ratioFrom && n/packed > maxRatio }
	if over(f.UncompressedSize64) {
		return nil, errBomb
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Name, err)
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	if over(uint64(len(body))) {
		return nil, errBomb
	}
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Name, err)
	}
	return body, nil
}

// text gives the paragraphs of a part, parted by empty lines.
func (d *docx) text(ctx context.Context, f *zip.File) (string, error) {
	body, err := d.open(f)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(body))
	skip, depth, n := 0, 0, 0 // skip: how deep within what is left out
	inText, hiddenRun, title, paragraph := false, false, false, 0
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return b.String(), nil
		}
		if err != nil {
			return "", fmt.Errorf("%s is broken: %w", f.Name, err)
		}
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return "", ctx.Err()
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxNested {
				return "", fmt.Errorf("%s has elements more than %d deep within each other; it is not read", f.Name, maxNested)
			}
			name := e.Name.Local
			if skip > 0 {
				skip++
				if name == "delText" {
					d.deleted++
				}
				continue
			}
			switch name {
			case "del", "moveFrom": // tracked changes
				skip = 1
			case "Fallback", "instrText", "delText": // the same again for old programs; a field's code
				skip = 1
			case "p":
				paragraph, title = b.Len(), false
			case "pStyle":
				title = strings.EqualFold(xmlAttr(e, "val"), "Title")
			case "r":
				hiddenRun = false
			case "vanish":
				if v := xmlAttr(e, "val"); v != "0" && v != "false" && !hiddenRun {
					hiddenRun = true
					d.hidden++
				}
			case "t":
				inText = !hiddenRun
			case "tab":
				b.WriteByte(' ')
			case "br", "cr":
				b.WriteByte('\n')
			case "noBreakHyphen":
				b.WriteByte('-')
			}
		case xml.EndElement:
			depth--
			if skip > 0 {
				skip--
				continue
			}
			switch e.Name.Local {
			case "t":
				inText = false
			case "r":
				hiddenRun = false
			case "p":
				if title && d.heading == "" && b.Len() > paragraph {
					d.heading = b.String()[paragraph:]
				}
				b.WriteString("\n\n")
			case "tc":
				b.WriteByte('\n')
			}
		case xml.CharData:
			if skip == 0 && inText {
				b.Write(e)
			}
		}
	}
}

func xmlAttr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// core reads who wrote a document and when.
func (d *docx) core(f *zip.File) error {
	body, err := d.open(f)
	if err != nil {
		return err
	}
	var props struct {
		Title    string `xml:"title"`
		Creator  string `xml:"creator"`
		Language string `xml:"language"`
		Created  string `xml:"created"`
		Modified string `xml:"modified"`
	}
	if err := xml.Unmarshal(body, &props); err != nil {
		return err
	}
	d.t.Title, d.t.Author, d.t.Language = oneLine(props.Title), oneLine(props.Creator), props.Language
	if day, ok := dayOf(props.Modified); ok {
		d.t.Date = day
		d.t.note("The date is the day on which the document was last saved.")
	} else if day, ok := dayOf(props.Created); ok {
		d.t.Date = day
		d.t.note("The date is the day on which the document was made.")
	}
	return nil
}
