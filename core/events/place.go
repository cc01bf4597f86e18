package events

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// FolderVariable names the environment variable that puts the library elsewhere.
const FolderVariable = "FAIRWEATHER_LIBRARY"

// DefaultDir is where the library of this user lies: what FAIRWEATHER_LIBRARY says,
// else the folder events beside the program's own cases in the user's data folder.
func DefaultDir() (string, error) {
	if dir := os.Getenv(FolderVariable); dir != "" {
		return dir, nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "fairweather", "events"), nil
	}
	var dir string
	var err error
	switch runtime.GOOS {
	case "linux", "freebsd", "openbsd", "netbsd":
		if dir, err = os.UserHomeDir(); err == nil {
			dir = filepath.Join(dir, ".local", "share")
		}
	default:
		dir, err = os.UserConfigDir()
	}
	if err != nil {
		return "", fmt.Errorf("finding the folder of the event library: %w; set %s", err, FolderVariable)
	}
	return filepath.Join(dir, "fairweather", "events"), nil
}

// Exists tells whether a folder holds a library, without making one.
func Exists(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "manifest.db"))
	return err == nil && info.Mode().IsRegular()
}

// Downloads is the folder of a library in which fetched files and lists are kept.
func Downloads(dir string) string { return filepath.Join(dir, "downloads") }
