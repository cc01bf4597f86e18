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
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// maxJSON is the size in bytes above which a JSON file is refused: a thousand
// times the bundled cases, and still within memory.
const maxJSON = 256 << 20

// source is a case as it was found.
type source struct {
	name      string // for a person: the file or the bundled name
	c         *ledger.Case
	bad       []*ledger.RowError // of JSON: records that could not be read
	warnings  []string           // of a case file
	damaged   bool               // the case file: c is what was sound in it
	documents []document
	data      []byte // of JSON
	close     func() error
	file      *casefile.File // nil: not a case file
	lines     map[string]int // of JSON: where records stand; made when first asked for
}

var recordID = regexp.MustCompile(`"id"\s*:\s*"([^"\\]+)"`)

// line gives the line on which a record of a JSON file stands; 0 where that is
// not known. Only records have an "id", and UnmarshalCase has seen to it that
// no two share one.
func (src *source) line(id string) int {
	if src.lines == nil {
		src.lines = map[string]int{}
		line, at := 1, 0
		for _, hit := range recordID.FindAllSubmatchIndex(src.data, -1) {
			line += bytes.Count(src.data[at:hit[0]], []byte("\n"))
			at = hit[0]
			if found := string(src.data[hit[2]:hit[3]]); src.lines[found] == 0 {
				src.lines[found] = line
			}
		}
	}
	return src.lines[id]
}

// place gives "line 12: " for a record of a JSON file, as far as it is known.
func (src *source) place(id string) string {
	if n := src.line(id); n > 0 {
		return fmt.Sprintf("line %d: ", n)
	}
	return ""
}

// open opens a case by path or bundled name for reading.
func (p *program) open(ctx context.Context, arg string) (*source, error) {
	if slices.Contains(assets.Names(), arg) {
		data, err := assets.Case(arg)
		if err != nil {
			return nil, err
		}
		return readCase(arg, data)
	}
	if arg == "-" {
		return p.openJSON("-")
	}
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usagef("there is no file %q, and no bundled case of that name (%s)", arg, strings.Join(assets.Names(), ", "))
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", arg, plainOS(err))
	case info.IsDir():
		return nil, usagef("%s is a folder; name a case file in it", arg)
	}
	if info.Mode().IsRegular() && !looksLikeJSON(arg) {
		f, err := casefile.Open(ctx, arg, casefile.Options{ReadOnly: true, Now: p.now})
		if err != nil && !strings.Contains(err.Error(), filepath.Base(arg)) {
			return nil, fmt.Errorf("open %s: %w", arg, err)
		} else if err != nil {
			return nil, err
		}
		why, _ := f.ReadOnly()
		return &source{name: arg, c: f.Case(), warnings: f.Warnings(), damaged: strings.Contains(why, "damaged"), close: f.Close, file: f}, nil
	}
	return p.openJSON(arg)
}

// looksLikeJSON tells by the ending, or where that says nothing by the first
// character, whether a file is an exported case.
func looksLikeJSON(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json":
		return true
	case casefile.Extension:
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	head = bytes.TrimSpace(bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf")))
	return bytes.HasPrefix(head, []byte("{"))
}

// openJSON reads an exported case from a path, or from standard input for "-".
func (p *program) openJSON(arg string) (*source, error) {
	var in io.Reader = p.stdin
	name := arg
	if arg == "-" {
		name = "standard input"
	} else {
		f, err := os.Open(arg)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, usagef("there is no file %q", arg)
		} else if err != nil {
			return nil, fmt.Errorf("open %s: %w", arg, plainOS(err))
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, usagef("%s is a folder; name a file in it", arg)
		} else if err == nil && info.Mode().IsRegular() && info.Size() > maxJSON {
			return nil, tooLarge(name)
		}
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxJSON+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, plainOS(err))
	}
	if len(data) > maxJSON {
		return nil, tooLarge(name)
	}
	return readCase(name, data)
}

func tooLarge(name string) error {
	return fmt.Errorf("%s is larger than %d MB, more than any case needs; split it, or keep large documents outside", name, maxJSON>>20)
}

// readCase reads the JSON of a case.
func readCase(name string, data []byte) (*source, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s: line %d is not UTF-8 text; save the file as UTF-8", name, badLine(data))
	}
	documents, rest, err := cutDocuments(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c, bad, err := ledger.UnmarshalCase(rest)
	if err != nil {
		if strings.Contains(err.Error(), "exceeded max depth") {
			err = errors.New("it nests lists or objects far deeper than any case does")
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &source{name: name, c: c, bad: bad, documents: documents, data: rest, close: func() error { return nil }}, nil
}

// badLine gives the line of the first byte that is not UTF-8.
func badLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[n:]
	}
	return line
}

// plainOS drops the operation and path that the os package puts before its
// reasons, since the caller has said them.
func plainOS(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// write puts out a result: to stdout where path is empty or "-", else into the
// file, whole or not at all. A case file is never replaced.
func (p *program) write(path string, body []byte) error {
	if path == "" || path == "-" {
		if _, err := p.stdout.Write(body); err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
		return nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return usagef("%s is a folder; name a file in it", path)
	case strings.EqualFold(filepath.Ext(path), casefile.Extension), err == nil && isDatabase(path):
		return usagef("%s is a case file, which this would destroy; name another file", path)
	case err == nil && !info.Mode().IsRegular(): // a device or pipe is written to, not replaced
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("write %s: %w", path, plainOS(err))
		}
		if err := errors.Join(putAll(f, body), f.Close()); err != nil {
			return fmt.Errorf("write %s: %w", path, plainOS(err))
		}
		return nil
	}
	if err := replaceFile(path, body); err != nil {
		return fmt.Errorf("write %s: %w; check the folder and the space on the disk", path, plainOS(err))
	}
	return nil
}

func isDatabase(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 15)
	n, _ := io.ReadFull(f, head)
	return string(head[:n]) == "SQLite format 3"
}

// replaceFile writes beside the file and moves the result into place.
func replaceFile(path string, body []byte) (err error) {
	temp := fmt.Sprintf("%s.%d.tmp", path, os.Getpid())
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp)
		}
	}()
	if err := errors.Join(putAll(f, body), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

func putAll(w io.Writer, body []byte) error {
	_, err := w.Write(body)
	return err
}
