package casefile

import (
	"slices"

	"golang.org/x/sys/unix"
)

// networkKind names the kind of network folder in which dir lies; empty: none,
// or it cannot be told.
func networkKind(dir string) string {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return ""
	}
	name := unix.ByteSliceToString(s.Fstypename[:])
	if slices.Contains([]string{"smbfs", "nfs", "afpfs", "webdav", "ftp"}, name) {
		return name
	}
	return ""
}
