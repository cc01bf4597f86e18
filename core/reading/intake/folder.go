package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The limits of a folder.
const (
	maxFiles   = 20_000
	maxFolders = 40 // deep
)

// ReadFile reads the text or texts in a file. What is larger than MaxBytes is
// refused before it is read; only a plain file is read, not a device or a pipe.
func ReadFile(ctx context.Context, path string) ([]Text, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	if info.IsDir() {
		return nil, fmt.Errorf("read %s: it is a folder", path)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: it is no plain file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	defer f.Close()
	return readOpen(ctx, f, path)
}

// readOpen reads a file that is open.
func readOpen(ctx context.Context, f fs.File, path string) ([]Text, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	if info.Size() > MaxBytes {
		return nil, fmt.Errorf("read %s: %w", path, tooLarge(info.Size()))
	}
	raw, err := ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	return Parse(ctx, path, raw)
}

// ReadAll reads bytes to their end, and refuses more than MaxBytes.
func ReadAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if len(raw) > MaxBytes {
		return nil, tooLarge(0)
	}
	return raw, err
}

// plain drops the path from an error of the file system: it is told already.
func plain(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing{}
	case errors.As(err, &p):
		return p.Err
	}
	return err
}

// missing is fs.ErrNotExist in words.
type missing struct{}

// Error implements error.
func (missing) Error() string { return "there is no such file or folder" }

// Is reports whether target is fs.ErrNotExist, which callers test for.
func (missing) Is(target error) bool { return target == fs.ErrNotExist }

// ReadFolder reads every file in a folder and the folders in it, by name. A file
// that cannot be read is among the second result, which names each, and the rest
// is read. Names that begin with a full stop are passed over; a link is followed
// only to a file within the folder. The error is that of the folder itself or of
// the context; what was read until then is given with it. progress may be nil.
func ReadFolder(ctx context.Context, dir string, progress func(done, total int)) ([]Text, []error, error) {
	root, err := os.OpenRoot(dir) // no path leads out of it
	if err != nil {
		return nil, nil, fmt.Errorf("read the folder %s: %w", dir, plain(err))
	}
	defer root.Close()
	var files []string
	var bad []error
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if path == "." {
				return err
			}
			bad = append(bad, fmt.Errorf("read %s: %w", filepath.Join(dir, path), plain(err)))
			return nil
		}
		if path != "." && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			if strings.Count(path, "/") >= maxFolders {
				bad = append(bad, fmt.Errorf("read %s: folders stand more than %d deep within each other; it is left out", filepath.Join(dir, path), maxFolders))
				return fs.SkipDir
			}
			return nil
		}
		if d.Type()&^fs.ModeSymlink != 0 {
			return nil // a device, pipe or socket
		}
		if len(files) == maxFiles {
			bad = append(bad, fmt.Errorf("read the folder %s: it has more than %d files; the rest is left out", dir, maxFiles))
			return fs.SkipAll
		}
		files = append(files, path)
		return nil
	})
	if err != nil {
		return nil, bad, fmt.Errorf("read the folder %s: %w", dir, plain(err))
	}
	var out []Text
	for i, name := range files {
		if err := ctx.Err(); err != nil {
			return out, bad, fmt.Errorf("read the folder %s: %w", dir, err)
		}
		texts, err := readWithin(ctx, root, dir, name)
		if err != nil {
			bad = append(bad, err)
		}
		out = append(out, texts...)
		if progress != nil {
			progress(i+1, len(files))
		}
	}
	return out, bad, nil
}

// readWithin reads a file of a folder.
func readWithin(ctx context.Context, root *os.Root, dir, name string) ([]Text, error) {
	path := filepath.Join(dir, filepath.FromSlash(name))
	info, err := root.Stat(name) // a pipe must not be opened: that waits for its other end
	if err != nil {
		if link, lerr := root.Lstat(name); lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
			return nil, fmt.Errorf("read %s: it is a link out of the folder, or to nothing; it is left out", path)
		}
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	if info.IsDir() {
		return nil, nil // a link to a folder within: its files are read where they stand
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: it is no plain file", path)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	defer f.Close()
	return readOpen(ctx, f, path)
}
