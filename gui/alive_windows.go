package gui

import "os"

// alive reports whether a process runs.
func alive(process int) bool {
	p, err := os.FindProcess(process) // fails on Windows where there is none
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}
