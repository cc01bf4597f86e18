//go:build !linux

package gui

// watchSystemTheme has nothing to do where the toolkit asks the system itself.
func watchSystemTheme(func(func()), func()) {}
