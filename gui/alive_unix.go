//go:build unix

package gui

import (
	"errors"
	"syscall"
)

// alive reports whether a process runs.
func alive(process int) bool {
	err := syscall.Kill(process, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
