package exchange

import (
	"errors"
	"fmt"
)

// RowError says which row of a file was left out, and why.
type RowError struct {
	File string // "" where there is only one
	Line int    // from 1; of a worksheet, the row; 0: the file as a whole
	Err  error
}

// Error gives it as one line.
func (e *RowError) Error() string {
	switch {
	case e.File != "" && e.Line > 0:
		return fmt.Sprintf("%s, line %d: %v", e.File, e.Line, e.Err)
	case e.File != "":
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	case e.Line > 0:
		return fmt.Sprintf("line %d: %v", e.Line, e.Err)
	}
	return e.Err.Error()
}

// Unwrap gives the cause.
func (e *RowError) Unwrap() error { return e.Err }

// ErrHostile says that a file is built to do harm, or so badly that it might.
var ErrHostile = errors.New("the file is not safe to open")

// The limits on what is read.
const (
	MaxFile   = 512 << 20 // bytes of one file, unpacked
	maxMember = 256 << 20 // bytes of one member of an archive, unpacked
	maxRatio  = 200       // of unpacked to packed bytes of a member over 1 MB
	maxFiles  = 20_000    // members of an archive
	maxRows   = 2_000_000 // of one table
	maxFields = 2_000     // of one row
)
