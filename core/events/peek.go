package events

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
)

// Peek gives the first lines of an event file as they stand in it, packed or not (of
// a zip those of its first file), so that a person can see its columns and make a
// Mapping for it. It reads no more than the first megabyte.
func Peek(path string, lines int) ([]string, error) {
	r, err := peeked(path)
	if err != nil {
		return nil, fmt.Errorf("looking into %s: %w", path, err)
	}
	defer r.Close()
	sample := make([]byte, sniffed)
	n, err := io.ReadFull(r, sample)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, fmt.Errorf("unpacking %s: %w", path, err)
	}
	s := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(sample[:n], []byte("\xef\xbb\xbf"))))
	s.Buffer(nil, sniffed+1)
	var out []string
	for len(out) < lines && s.Scan() {
		out = append(out, s.Text())
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no line", path)
	}
	return out, nil
}

// peeked opens the unpacked bytes of a file.
func peeked(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4)
	n, _ := f.ReadAt(head, 0)
	m := member{path: path}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, err
		}
		z, err := zip.NewReader(f, info.Size())
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("a damaged zip: %w", err)
		}
		for _, entry := range z.File {
			if entry.FileInfo().IsDir() {
				continue
			}
			r, err := entry.Open()
			if err != nil {
				f.Close()
				return nil, err
			}
			return struct {
				io.Reader
				io.Closer
			}{r, closers{r, f}}, nil
		}
		f.Close()
		return nil, fmt.Errorf("a zip with nothing in it")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		m.packed = "gzip"
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		m.packed = "zstd"
	}
	f.Close()
	return m.text()
}
