package events

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
)

// A member is one table of events: a file, or a file within a zip.
type member struct {
	name   string // "20180101.export.CSV.zip/20180101.export.CSV"
	sha256 string // of the file as it came, and the name within it
	bytes  int64  // of the file as it came; within a zip, packed
	path   string // what the engine reads
	packed string // how it is compressed: "", "gzip", "zstd"
	layout *Layout
}

const (
	// maxMember refuses what no provider's file reaches and a zip bomb does.
	maxMember = 64 << 30
	maxRatio  = 200 // event files shrink to a tenth at best
	maxFiles  = 2000
	sniffed   = 1 << 20
)

// openMembers tells what a file holds. Members of a zip are unpacked to the
// folder, which the caller removes.
func openMembers(ctx context.Context, path, staging string, as *Mapping) ([]member, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening event file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening event file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("opening event file %s: not a file", path)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, &stoppable{ctx, f}); err != nil {
		return nil, fmt.Errorf("reading event file %s: %w", path, err)
	}
	m := member{name: filepath.Base(path), sha256: hex.EncodeToString(sum.Sum(nil)), bytes: info.Size(), path: path}
	head := make([]byte, 4)
	n, _ := f.ReadAt(head, 0)
	switch head = head[:n]; {
	case n == 0:
		return nil, fmt.Errorf("event file %s is empty", path)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return unzip(ctx, f, m, staging, as)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		m.packed = "gzip"
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		m.packed = "zstd"
	}
	if err := m.recognise(as); err != nil {
		return nil, fmt.Errorf("event file %s: %w", path, err)
	}
	return []member{m}, nil
}

// unzip unpacks the members of a zip into files of its own naming: what the zip
// calls them never becomes a path.
func unzip(ctx context.Context, f *os.File, whole member, staging string, as *Mapping) ([]member, error) {
	z, err := zip.NewReader(f, whole.bytes)
	if err != nil {
		return nil, fmt.Errorf("event file %s: a damaged zip: %w", whole.name, err)
	}
	if len(z.File) > maxFiles {
		return nil, fmt.Errorf("event file %s: a zip of %d files, at most %d are read", whole.name, len(z.File), maxFiles)
	}
	var out []member
	for i, entry := range z.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		m := whole
		m.name += "/" + filepath.Base(filepath.FromSlash(strings.ReplaceAll(entry.Name, `\`, "/")))
		m.sha256 += "/" + entry.Name
		m.bytes = int64(entry.CompressedSize64)
		m.path = filepath.Join(staging, fmt.Sprintf("member%d", i))
		if err := unpack(ctx, entry, m.path); err != nil {
			return nil, fmt.Errorf("event file %s: unpacking %s: %w", whole.name, m.name, err)
		}
		if err := m.recognise(as); err != nil {
			return nil, fmt.Errorf("event file %s: %w", m.name, err)
		}
		out = append(out, m)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("event file %s: a zip with nothing in it", whole.name)
	}
	return out, nil
}

func unpack(ctx context.Context, entry *zip.File, to string) error {
	r, err := entry.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.Create(to)
	if err != nil {
		return err
	}
	limit := min(int64(maxMember), int64(entry.CompressedSize64)*maxRatio+sniffed)
	n, err := io.Copy(w, io.LimitReader(&stoppable{ctx, r}, limit+1))
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if err == nil && n > limit {
		err = fmt.Errorf("it grows to more than %d times its size: not a file of events", maxRatio)
	}
	return err
}

// stoppable is a reader that ends when its context does.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader; once the context is done it gives its error.
func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// text opens the unpacked bytes of a member.
func (m *member) text() (io.ReadCloser, error) {
	f, err := os.Open(m.path)
	if err != nil {
		return nil, err
	}
	var r io.Reader
	switch m.packed {
	case "gzip":
		r, err = gzip.NewReader(f)
	case "zstd":
		var d *zstd.Decoder
		if d, err = zstd.NewReader(f); err == nil {
			return struct {
				io.Reader
				io.Closer
			}{d, closers{d.IOReadCloser(), f}}, nil
		}
	default:
		r = f
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

type closers []io.Closer

// Close closes all and gives the last error.
func (c closers) Close() error {
	var err error
	for _, x := range c {
		if e := x.Close(); e != nil {
			err = e
		}
	}
	return err
}

// recognise finds the layout from the first line, and the encoding from the first
// megabyte.
func (m *member) recognise(as *Mapping) error {
	r, err := m.text()
	if err != nil {
		return fmt.Errorf("opening it: %w", err)
	}
	defer r.Close()
	sample := make([]byte, sniffed)
	n, err := io.ReadFull(r, sample)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return fmt.Errorf("unpacking it: %w", err)
	}
	sample = bytes.TrimPrefix(sample[:n], []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(sample, 0) >= 0 {
		return fmt.Errorf("it holds NUL bytes: not a text of events")
	}
	first, _, err := bufio.NewReader(bytes.NewReader(sample)).ReadLine()
	if err != nil {
		return fmt.Errorf("it holds no line")
	}
	if as != nil {
		m.layout, err = as.layout(string(first))
	} else {
		m.layout, err = layoutOf(string(first))
	}
	if err != nil {
		return err
	}
	if m.layout.Provider == GDELT2 && strings.Contains(strings.ToLower(m.name), ".translation.") {
		m.layout.Name += ", translated" // it has the same columns
	}
	if !utf8.Valid(trimRune(sample)) {
		m.layout.Latin1 = true
	} else if n < sniffed {
		m.layout.Latin1 = false // the whole file was seen
	}
	return nil
}

// trimRune drops a letter that the end of the sample cut.
func trimRune(b []byte) []byte {
	for i := 1; i <= utf8.UTFMax && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
