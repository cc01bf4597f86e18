package reading

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// CaseNames gives the actors of a case that a lexicon knows under none of their
// names, as word lists for LoadLexicon, so that a reader finds them in a text:
//
//	lex, err = LoadLexicon(assets.Lexicon(), CaseNames(c, lex))
//
// Persons are left out: the lexicon has them under the actor whose office they
// hold. So are further aliases of actors that it knows.
func CaseNames(c *ledger.Case, lex *Lexicon) fs.FS {
	var b bytes.Buffer
	for _, a := range c.Actors() {
		names := append([]string{a.ID, a.Label, a.ISO3}, a.Aliases...)
		if a.Type == "person" || a.Label == "" || slices.ContainsFunc(names, func(n string) bool { _, known := lex.ActorID(n); return n != "" && known }) {
			continue
		}
		kind := a.Type
		if kind == "government" {
			kind = "state"
		}
		aliases := make([]string, 0, len(a.Aliases))
		for _, n := range a.Aliases {
			if n = oneField(n); n != "" {
				aliases = append(aliases, n)
			}
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t\t%s\n", a.ID, oneField(a.Label), kind, a.ISO3, strings.Join(aliases, "|"))
	}
	return oneFile{"actors.tsv", b.Bytes()}
}

// oneField keeps a name from being taken for more than one field or name.
func oneField(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == '|' || r == '@' || r == ' ' }), " ")
}

// oneFile is a folder that holds one file.
type oneFile struct {
	name string
	body []byte
}

// Open implements fs.FS.
func (f oneFile) Open(name string) (fs.File, error) {
	if name != f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFile{bytes.NewReader(f.body), f}, nil
}

type openFile struct {
	*bytes.Reader
	f oneFile
}

// Close implements fs.File.
func (o *openFile) Close() error { return nil }

// Stat implements fs.File.
func (o *openFile) Stat() (fs.FileInfo, error) { return o.f, nil }

// The file describes itself.
func (f oneFile) Name() string { return f.name }

// Size implements fs.FileInfo.
func (f oneFile) Size() int64 { return int64(len(f.body)) }

// Mode implements fs.FileInfo.
func (f oneFile) Mode() fs.FileMode { return 0o444 }

// ModTime implements fs.FileInfo.
func (f oneFile) ModTime() time.Time { return time.Time{} }

// IsDir implements fs.FileInfo.
func (f oneFile) IsDir() bool { return false }

// Sys implements fs.FileInfo.
func (f oneFile) Sys() any { return nil }
