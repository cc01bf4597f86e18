package casefile

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// canRead opens the file as a reader would; Windows has no other way to ask
// that takes access lists into account.
func canRead(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return f.Close()
}

// canWrite opens the file as a writer would.
func canWrite(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// canAddTo makes a file in the folder and removes it.
func canAddTo(dir string) error {
	f, err := os.CreateTemp(dir, ".fairweather-*")
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Remove(f.Name())
}

// networkKind names the kind of network folder in which dir lies; empty: none.
func networkKind(dir string) string {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(dir) + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "a Windows share"
	}
	return ""
}
