package page

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteWhole writes a file that is whole or not there at all: write fills it
// beside its place, and it takes that place, and that of a file there before,
// once it is done. It gives the size in bytes.
func WriteWhole(path string, write func(io.Writer) error) (size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".fairweather-*")
	if err != nil {
		return 0, fmt.Errorf("write into the folder %s: %w (choose another folder)", filepath.Dir(path), errors.Unwrap(err))
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err = write(f); err != nil {
		return 0, err
	}
	if size, err = f.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	if err = os.Chmod(f.Name(), 0o644); err != nil {
		return 0, err
	}
	return size, os.Rename(f.Name(), path)
}
