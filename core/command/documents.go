package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/casefile"
)

// documentsKey is the list under which an exported case carries the documents
// that its file stores, after the records. A case without documents has no such
// list, and is exactly what ledger.MarshalCase writes.
const documentsKey = "documents"

// document is one stored document in JSON.
type document struct {
	SHA256    string `json:"sha256"`
	Name      string `json:"name"`
	MediaType string `json:"media_type,omitempty"`
	Body      []byte `json:"body"` // base64
}

// readDocuments reads all documents of a case file, by SHA-256.
func readDocuments(ctx context.Context, f *casefile.File) ([]document, error) {
	list, err := f.Documents(ctx)
	if err != nil {
		return nil, err
	}
	var out []document
	total := 0
	for _, d := range list {
		if total += int(d.Size); total > maxJSON/2 {
			return nil, fmt.Errorf("the documents of %s have more than %d MB, too much for JSON; copy the case file itself", f.Path(), maxJSON>>21)
		}
		full, err := f.Document(ctx, d.SHA256)
		if err != nil {
			return nil, err
		}
		out = append(out, document{full.SHA256, full.Name, full.MediaType, full.Body})
	}
	slices.SortFunc(out, func(a, b document) int { return strings.Compare(a.SHA256, b.SHA256) })
	return out, nil
}

// joinDocuments puts documents after the last list of an exported case.
func joinDocuments(body []byte, documents []document) ([]byte, error) {
	if len(documents) == 0 {
		return body, nil
	}
	b := bytes.NewBuffer(bytes.TrimSuffix(bytes.TrimRight(body, "\n"), []byte("\n}")))
	fmt.Fprintf(b, ",\n%q: [", documentsKey)
	for i, d := range documents {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		line, err := json.Marshal(d)
		if err != nil {
			return nil, fmt.Errorf("document %s: write as JSON: %w", d.Name, err)
		}
		b.Write(line)
	}
	b.WriteString("\n]\n}\n")
	return b.Bytes(), nil
}

// cutDocuments takes the documents out of an exported case. What is left has
// the same lines, so that errors in it can still be told by line. Text that is
// not JSON is left as it is, for the reader of cases to complain about.
func cutDocuments(data []byte) ([]document, []byte, error) {
	if !bytes.Contains(data, []byte(`"`+documentsKey+`"`)) {
		return nil, data, nil
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, data, nil
	}
	for dec.More() {
		before := dec.InputOffset() // after the value before, or the brace
		t, err := dec.Token()
		key, isText := t.(string)
		if err != nil || !isText {
			return nil, data, nil
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, data, nil
		}
		if key != documentsKey {
			continue
		}
		documents, err := decodeDocuments(raw)
		if err != nil {
			line := 1 + bytes.Count(data[:dec.InputOffset()-int64(len(raw))], []byte("\n"))
			return nil, nil, fmt.Errorf("line %d: documents: %w", line, err)
		}
		return documents, blank(data, before, dec.InputOffset()), nil
	}
	return nil, data, nil
}

func decodeDocuments(raw []byte) ([]document, error) {
	var list []document
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil && err != io.EOF {
		return nil, fmt.Errorf("not a list of documents: %w", err)
	}
	for _, d := range list {
		if digest := sha256.Sum256(d.Body); hex.EncodeToString(digest[:]) != d.SHA256 {
			return nil, fmt.Errorf("document %q is not the one whose SHA-256 stands beside it; export the case again", d.Name)
		}
	}
	return list, nil
}

// blank replaces a member of a JSON object, and one comma beside it, by spaces.
func blank(data []byte, from, to int64) []byte {
	out := slices.Clone(data)
	member := out[from:to]
	first := bytes.TrimLeft(member, " \t\r\n")
	leading := len(first) > 0 && first[0] == ','
	for i, b := range member {
		if b != '\n' {
			member[i] = ' '
		}
	}
	if leading {
		return out
	}
	for i := to; i < int64(len(out)); i++ { // it was the first member: its comma follows
		if out[i] == ',' {
			out[i] = ' '
			break
		} else if out[i] == '}' {
			break
		}
	}
	return out
}
