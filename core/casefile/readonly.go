package casefile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// whyReadOnly says why a case file cannot be changed; empty if it can. SQLite
// must be able to write the file and to make its journal beside it.
func whyReadOnly(path string, asked bool) string {
	if asked {
		return "opened read-only, as asked"
	}
	if err := canWrite(path); err != nil {
		return fmt.Sprintf("the file cannot be written (%v)", err)
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // SQLite keeps the journal beside the file itself
	}
	if err := canAddTo(filepath.Dir(path)); err != nil {
		return fmt.Sprintf("the folder %s cannot be written (%v)", filepath.Dir(path), err)
	}
	return ""
}

// needsRecovery reports that a journal must be rolled back before the file can
// be read, and that this cannot be done where it is.
func needsRecovery(err error) bool {
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	switch code := lite.Code(); code & 0xff {
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		return true
	}
	return false
}

// attachCopy opens a copy of the file and its journal in the folder for
// temporary files, read-only as far as the user can tell.
func (f *File) attachCopy(ctx context.Context) error {
	file, cleanup, err := copyAside(f.path)
	if err != nil {
		return err
	}
	reason := f.readOnly
	f.readOnly = ""
	err = f.attach(ctx, file)
	f.readOnly = reason
	if err != nil {
		return errors.Join(err, cleanup())
	}
	f.cleanup, f.info = cleanup, nil
	f.warnings = append(f.warnings, "shown is a copy of the file, taken when it was opened; later edits by others do not appear until it is opened again")
	return nil
}

// copyAside copies a database and its journal to a folder of their own.
func copyAside(path string) (file string, cleanup func() error, err error) {
	folder, err := os.MkdirTemp("", "fairweather-*")
	if err != nil {
		return "", nil, fmt.Errorf("make a copy of %s: %w", path, err)
	}
	cleanup = func() error { return os.RemoveAll(folder) }
	file = filepath.Join(folder, "case")
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the journal is beside the file itself
	}
	for _, ending := range []string{"", "-journal", "-wal"} {
		err := copyFile(path+ending, file+ending)
		if err != nil && !(ending != "" && errors.Is(err, os.ErrNotExist)) {
			return "", nil, errors.Join(fmt.Errorf("make a copy of %s: %w", path, err), cleanup())
		}
	}
	return file, cleanup, nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// placeWarnings tells what a person should know about where a file lies.
func placeWarnings(path string) []string {
	var out []string
	dir := filepath.Dir(path)
	if kind := networkKind(dir); kind != "" {
		out = append(out, fmt.Sprintf("the case lies on a network folder (%s): it is safe only if the server's file locks are; keep a copy elsewhere", kind))
	}
	if service := syncService(path); service != "" {
		out = append(out, fmt.Sprintf("the case lies in a folder that %s synchronises: do not change it on two machines at once, or there will be two versions of it", service))
	}
	for _, name := range conflictingCopies(path) {
		out = append(out, fmt.Sprintf("beside the case lies %s, a conflicting copy: edits may be in either; compare their histories", name))
	}
	return out
}

// syncServices are the folder names of services that synchronise folders.
var syncServices = []struct{ folder, name string }{
	{"dropbox", "Dropbox"}, {"onedrive", "OneDrive"}, {"google drive", "Google Drive"}, {"googledrive", "Google Drive"},
	{"my drive", "Google Drive"}, {"com~apple~clouddocs", "iCloud"}, {"mobile documents", "iCloud"}, {"icloud drive", "iCloud"},
	{"iclouddrive", "iCloud"}, {"nextcloud", "Nextcloud"}, {"owncloud", "ownCloud"}, {"syncthing", "Syncthing"},
	{"pcloud", "pCloud"}, {"megasync", "MEGA"}, {"box sync", "Box"}, {"yandex.disk", "Yandex Disk"},
}

// syncService names the service in whose folder a file lies, as far as the
// folders' names tell; empty: none.
func syncService(path string) string {
	for _, part := range strings.FieldsFunc(strings.ToLower(filepath.Dir(path)), func(r rune) bool { return r == '/' || r == '\\' }) {
		for _, s := range syncServices {
			// "OneDrive - Example Ltd", "Dropbox (Personal)", "GoogleDrive-a@b"
			rest, ok := strings.CutPrefix(part, s.folder)
			if ok && (rest == "" || strings.ContainsAny(rest[:1], " -(")) {
				return s.name
			}
		}
	}
	return ""
}

// conflictingCopies lists files beside a case that sync services made when two
// machines changed it: "case (A's conflicted copy 2025-10-01).fairweather",
// "case.sync-conflict-20251001-120000-ABCDEFG.fairweather".
func conflictingCopies(path string) []string {
	stem := strings.ToLower(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
	entries, err := os.ReadDir(filepath.Dir(path)) // sorted by name
	if err != nil {
		return nil // the file could be opened; that the folder cannot be listed is no matter
	}
	var out []string
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		rest, ok := strings.CutPrefix(name, stem)
		if ok && name != strings.ToLower(filepath.Base(path)) && strings.HasSuffix(name, Extension) && strings.Contains(rest, "conflict") {
			out = append(out, e.Name())
		}
	}
	return out
}
