package casefile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// place makes a file whole or not at all: make fills a temporary file beside
// path, which takes its place once it is on disk. Unless replace is set it
// fails with ErrExists if path exists.
func place(path string, replace bool, makeIt func(temp string) error) (err error) {
	if replace {
		if target, err := filepath.EvalSymlinks(path); err == nil {
			path = target // replace what the link points to, not the link
		}
	} else if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("create %s: %w", path, ErrExists)
	}
	// SQLite would play a journal that lies here into the new file.
	for _, ending := range []string{"-journal", "-wal"} {
		if _, err := os.Lstat(path + ending); err == nil {
			return fmt.Errorf("create %s: beside it lies %s, which belongs to another file of this name that is being written or was not closed; open that file first, or choose another name: %w",
				path, filepath.Base(path+ending), ErrExists)
		}
	}
	dir := filepath.Dir(path)
	folder, err := os.MkdirTemp(dir, ".fairweather-*") // so that its journal is ours too
	if err != nil {
		return fmt.Errorf("create %s: the folder cannot be written; choose another: %w", path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	temp := filepath.Join(folder, "new")
	if err := makeIt(temp); err != nil {
		return err
	}
	if err := syncPath(temp); err != nil {
		return fmt.Errorf("create %s: %w: %w", path, ErrDisk, err)
	}
	if err := moveInto(temp, path, replace); err != nil {
		return err
	}
	return syncFolder(dir)
}

func moveInto(temp, path string, replace bool) error {
	if !replace {
		// A link, unlike a rename, fails if somebody took the name meanwhile.
		err := os.Link(temp, path)
		if err == nil {
			return nil
		}
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("create %s: %w", path, ErrExists)
		}
		// No links on this file system (FAT, some network folders): take the
		// name with an empty file, and rename over that.
		taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("create %s: %w", path, ErrExists)
		} else if err != nil {
			return fmt.Errorf("create %s: %w", path, err)
		}
		if err := taken.Close(); err != nil {
			return fmt.Errorf("create %s: %w", path, err)
		}
	}
	if err := os.Rename(temp, path); err != nil {
		return fmt.Errorf("create %s: %w", path, err)
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder makes a new name in a folder outlast a loss of power. Windows has
// no such call and needs none.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync the folder %s: %w", dir, err)
	}
	// Some network file systems refuse to sync a folder; the file is complete.
	_ = f.Sync()
	return f.Close()
}

// SaveAs writes a full copy of the case, history and documents included, to
// path, whole or not at all, replacing a file that is there. The open case
// stays the one it is. Its own path is refused: it needs no saving.
func (f *File) SaveAs(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("save as %s: %w", path, err)
	}
	if err := f.lock(); err != nil {
		return err
	}
	defer f.mu.Unlock()
	there, err := os.Stat(path)
	if err == nil {
		own, ownErr := os.Stat(f.path)
		if ownErr == nil && os.SameFile(there, own) {
			return fmt.Errorf("save as %s: this is the open case itself, and all of it is saved; choose another name: %w", path, ErrExists)
		}
		if !there.Mode().IsRegular() {
			return fmt.Errorf("save as %s: it is a folder or a device; choose another name: %w", path, ErrExists)
		}
	}
	err = place(path, true, func(temp string) error {
		_, err := f.conn.ExecContext(ctx, "VACUUM INTO ?", temp)
		return err
	})
	return explain("save as", path, err)
}
