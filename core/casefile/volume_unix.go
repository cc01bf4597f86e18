//go:build unix

package casefile

import "golang.org/x/sys/unix"

// canRead asks the system, with the rights the process has now, without
// touching the file: on some systems, to open and close it would drop the locks
// that this process holds on it.
func canRead(path string) error {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.R_OK, unix.AT_EACCESS)
}

// canWrite asks like canRead.
func canWrite(path string) error {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.W_OK, unix.AT_EACCESS)
}

// canAddTo asks whether files can be made in a folder.
func canAddTo(dir string) error {
	return unix.Faccessat(unix.AT_FDCWD, dir, unix.W_OK|unix.X_OK, unix.AT_EACCESS)
}
