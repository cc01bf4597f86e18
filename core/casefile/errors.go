package casefile

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// What can be wrong with a case file. Errors of this package wrap them, for
// errors.Is; their texts tell a person what to do.
var (
	ErrNewer         = errors.New("the file was written by a newer Fairweather: update the program to open it")
	ErrNotCase       = errors.New("this is not a Fairweather case")
	ErrReadOnly      = errors.New("the case is open read-only: use Save As to make a copy that can be changed")
	ErrConflict      = errors.New("the record was changed by someone else in the meantime")
	ErrDamaged       = errors.New("the case file is damaged: make a rescue copy, or go back to a backup")
	ErrBusy          = errors.New("another program is writing to the case: try again in a moment; nothing was changed")
	ErrFull          = errors.New("the disk is full: free some space and try again; nothing was changed")
	ErrDisk          = errors.New("the disk could not be read or written, it may be full, failing or disconnected: check it and try again; nothing was changed")
	ErrMoved         = errors.New("the file was moved or replaced while it was open, perhaps by a sync service: refresh to see what is there now; nothing was changed")
	ErrExists        = errors.New("there is already a file with this name: choose another")
	ErrNothingToUndo = errors.New("there is nothing to undo")
	ErrNothingToRedo = errors.New("there is nothing to redo")
	ErrNoVersion     = errors.New("there is no such version: choose one from the history")
	ErrNoDocument    = errors.New("the document is not in this case file: add it again")
	ErrClosed        = errors.New("the case is closed: open it again")
)

// ProblemsError says why an edit was refused: it would have brought errors into
// the case. Nothing was changed.
type ProblemsError struct {
	Label    string
	Problems []ledger.Problem // all errors that the edit would have brought
}

// Error gives all problems on one line.
func (e *ProblemsError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("%s %s, %s: %s (%s)", p.Kind, p.Record, p.Field, p.Message, p.Fix)
	}
	return fmt.Sprintf("the edit %q was refused and nothing was changed: %s", e.Label, strings.Join(lines, "; "))
}

// Clash is one record that two people changed at the same time.
type Clash struct {
	ID   string
	Base ledger.Record // what both began from; nil: it did not exist
	// Theirs is in the file; Yours is what was to be written. nil: deleted.
	Theirs, Yours ledger.Record
	By            Entry // the edit that brought theirs
}

// ConflictError says that records of an edit were changed by someone else after
// the snapshot on which the edit was made. Nothing was written, and the file's
// snapshot is as before: Refresh shows their version, and applying the edit
// again after that replaces it.
type ConflictError struct {
	Label   string
	Clashes []Clash
}

// Error names the records and who changed them.
func (e *ConflictError) Error() string {
	var parts []string
	for _, c := range e.Clashes {
		who := c.By.Analyst
		if who == "" {
			who = "another window or program"
		}
		parts = append(parts, fmt.Sprintf("%s was changed by %s (%q)", c.ID, who, c.By.Label))
	}
	return fmt.Sprintf("the edit %q was not made: %s; look at their version, then decide", e.Label, strings.Join(parts, "; "))
}

// Is reports that e is an ErrConflict.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// explain puts an error of SQLite in words: what was being done, to which file,
// and what to do. Errors that already are in words pass unchanged.
func explain(op, path string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return err
	}
	say := func(cause error) error {
		return fmt.Errorf("%s %s: %w (SQLite: %v)", op, filepath.Base(path), cause, err)
	}
	switch code := lite.Code(); {
	case code&0xff == sqlite3.SQLITE_INTERRUPT:
		return fmt.Errorf("%s %s: %w", op, filepath.Base(path), context.Canceled)
	case code == sqlite3.SQLITE_READONLY_DBMOVED:
		return say(ErrMoved)
	case code == sqlite3.SQLITE_IOERR_SHORT_READ, code == sqlite3.SQLITE_IOERR_CORRUPTFS:
		return say(ErrDamaged)
	case isDamage(err):
		return say(ErrDamaged)
	default:
		causes := map[int]error{
			sqlite3.SQLITE_BUSY: ErrBusy, sqlite3.SQLITE_LOCKED: ErrBusy,
			sqlite3.SQLITE_FULL: ErrFull, sqlite3.SQLITE_IOERR: ErrDisk,
			sqlite3.SQLITE_READONLY: ErrReadOnly, sqlite3.SQLITE_PERM: ErrReadOnly, sqlite3.SQLITE_CANTOPEN: ErrReadOnly,
		}
		if cause, ok := causes[code&0xff]; ok {
			return say(cause)
		}
	}
	return fmt.Errorf("%s %s: %w", op, filepath.Base(path), err)
}

// isDamage reports an error that a sound file cannot give to the fixed
// statements of this package: besides SQLite's own words for it, tables or
// columns that are not there and values of the wrong type.
func isDamage(err error) bool {
	if errors.Is(err, ErrDamaged) {
		return true
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	return slices.Contains([]int{
		sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH,
		sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CONSTRAINT,
	}, lite.Code()&0xff)
}
