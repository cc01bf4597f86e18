package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// zipTime stands on all members, so that the same case gives the same bytes;
// it is the earliest that the format can tell.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Zip packs files into one archive.
func Zip(files []File) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		member, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: zipTime})
		if err == nil {
			_, err = member.Write(f.Body)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", f.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the archive: %w", err)
	}
	return b.Bytes(), nil
}

// OpenZip opens an archive from bytes for reading, and refuses with ErrHostile
// one that names files outside itself, holds links, or unpacks to more than is
// reasonable. Where all of it lies in one folder, as some programs pack, that
// folder is taken for the top.
func OpenZip(data []byte) (fs.FS, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("open the archive: it is not a ZIP file, or was cut short: %w", err)
	}
	if err := checkZip(r); err != nil {
		return nil, err
	}
	top := ""
	for i, f := range r.File {
		head, _, inside := strings.Cut(f.Name, "/")
		if !inside || i > 0 && head != top {
			return r, nil
		}
		top = head
	}
	if top == "" {
		return r, nil
	}
	return fs.Sub(r, top)
}

func checkZip(r *zip.Reader) error {
	hostile := func(format string, args ...any) error {
		return fmt.Errorf("open the archive: %w: %s", ErrHostile, fmt.Sprintf(format, args...))
	}
	if len(r.File) > maxFiles {
		return hostile("it holds %d files", len(r.File))
	}
	total := uint64(0)
	for _, f := range r.File {
		name := strings.TrimSuffix(f.Name, "/")
		switch {
		case !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00"):
			return hostile("it names the file %q, which may lie outside it", f.Name)
		case f.Mode()&fs.ModeType != 0 && !f.Mode().IsDir():
			return hostile("%s is a link or a device", f.Name)
		case f.UncompressedSize64 > maxMember:
			return hostile("%s unpacks to more than %d MB", f.Name, maxMember>>20)
		case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > maxRatio*max(f.CompressedSize64, 1):
			return hostile("%s unpacks to %d times its size", f.Name, f.UncompressedSize64/max(f.CompressedSize64, 1))
		}
		if total += f.UncompressedSize64; total > MaxFile {
			return hostile("it unpacks to more than %d MB", MaxFile>>20)
		}
	}
	return nil
}

// readZipMember reads a member whole, and no more than it says it has.
func readZipMember(f *zip.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(in, maxMember+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, err
	}
	if len(body) > maxMember {
		return nil, fmt.Errorf("%s: %w", f.Name, ErrHostile)
	}
	return body, nil
}

// WriteFolder writes files into a folder, which it makes. It fails rather than
// touch a folder in which there is anything.
func WriteFolder(dir string, files []File) error {
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return fmt.Errorf("write into the folder %s: it is not empty; choose another, or empty it", dir)
	}
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return fmt.Errorf("write into the folder %s: %w", dir, err)
		}
		if err := os.WriteFile(name, f.Body, 0o666); err != nil {
			return fmt.Errorf("write into the folder %s: %w", dir, err)
		}
	}
	return nil
}

// OpenFolder opens a folder for reading; links that lead out of it are not
// followed. Close the root when all is read.
func OpenFolder(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder %s: %w", dir, err)
	}
	return root, nil
}
