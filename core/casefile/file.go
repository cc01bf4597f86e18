package casefile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Extension is the ending of a case file's name.
const Extension = ".fairweather"

// Options say who opens a case and how.
type Options struct {
	Analyst  string           // stands beside each edit; may be empty
	ReadOnly bool             // open without the right to change
	Now      func() time.Time // the clock for edits; nil: time.Now
}

// File is an open case. Its methods may be called from several goroutines.
type File struct {
	path string // as opened, absolute
	now  func() time.Time
	snap atomic.Pointer[ledger.Case]

	mu          sync.Mutex // guards what follows, and makes calls take turns
	db          *sql.DB    // nil: closed
	conn        *sql.Conn
	analyst     string
	readOnly    string // why; empty: it may be written
	warnings    []string
	damage      *Report     // what is shown of a damaged file; nil: the file is sound
	info        os.FileInfo // of the file that conn has open; nil for a copy
	head        head
	dataVersion int64
	members     map[int64][]string // the records of edits, which never change
	cleanup     func() error       // removes the copy that conn reads; nil: none
}

// head is the newest edit of a file.
type head struct {
	seq         int64
	hash, state sum
}

// Create makes a new case file with the records of c as its first edit, and
// opens it. The file appears complete or not at all. It fails with ErrExists
// rather than touch a file that is there. The case need not be free of
// problems: a case that was imported can be put right afterwards.
func Create(ctx context.Context, path string, c *ledger.Case, label string, o Options) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	err = place(path, false, func(temp string) error {
		return build(ctx, temp, "", func(b *builder) error {
			changes, err := encodeAll(c.Records())
			if err != nil {
				return err
			}
			e := newEditRow(now(), o.Analyst, label, actCreate, 0)
			return b.append(ctx, &e, changes)
		})
	})
	if err != nil {
		return nil, explain("create", path, err)
	}
	return Open(ctx, path, o)
}

// Open opens a case file. Where the file or its folder cannot be written it is
// opened read-only, and ReadOnly says why. A damaged file is opened read-only
// with all that is sound; Warnings says what is lost, and Rescue makes a new
// file of the rest. It fails with ErrNewer, ErrNotCase, ErrDamaged (nothing in
// it is sound), ErrBusy or an error of the file system.
func Open(ctx context.Context, path string, o Options) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	info, err := os.Stat(path)
	switch name := filepath.Base(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open %s: there is no such file; check the name, or look where the case was moved to: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", path, err)
	case info.IsDir():
		return nil, fmt.Errorf("open %s: %w: it is a folder; choose a %s file", name, ErrNotCase, Extension)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("open %s: %w: it is not an ordinary file", name, ErrNotCase)
	case info.Size() == 0:
		return nil, fmt.Errorf("open %s: %w: the file is empty", name, ErrNotCase)
	}
	if err := canRead(path); err != nil {
		return nil, fmt.Errorf("open %s: you may not read this file; ask its owner, or whoever runs the folder, for the right to: %w", path, err)
	}
	f := &File{path: path, now: o.Now, analyst: o.Analyst, info: info}
	if f.now == nil {
		f.now = time.Now
	}
	f.readOnly = whyReadOnly(path, o.ReadOnly)
	err = f.attach(ctx, path)
	if f.readOnly != "" && (needsRecovery(err) || errors.Is(err, errOlder)) {
		// A program was killed while writing, and its journal cannot be rolled
		// back here, or the format must be brought up to date: do so in a copy.
		err = f.attachCopy(ctx)
	}
	if errors.Is(err, ErrDamaged) {
		err = f.attachSalvage(ctx, err)
	}
	if err != nil {
		return nil, explain("open", path, err)
	}
	f.warnings = append(f.warnings, placeWarnings(path)...)
	return f, nil
}

// attach opens the database in a file, checks it and loads the case.
func (f *File) attach(ctx context.Context, file string) (err error) {
	mode := "rw"
	if f.readOnly != "" {
		mode = "ro"
	}
	f.db, f.conn, err = connect(ctx, uri(file, mode))
	if err != nil {
		return damagedAs(err)
	}
	defer func() {
		if err != nil {
			f.detach()
		}
	}()
	if err := f.checkFormat(ctx); err != nil {
		return damagedAs(err)
	}
	if f.readOnly == "" {
		// A file that another tool has put into the mode WAL leaves it here.
		if _, err := f.conn.ExecContext(ctx, "PRAGMA journal_mode = DELETE"); err != nil {
			return damagedAs(err)
		}
		if err := migrate(ctx, f.conn, migrations); err != nil {
			return damagedAs(err)
		}
	}
	return damagedAs(f.load(ctx, file))
}

// damagedAs marks errors that mean damage as ErrDamaged and lets others be.
func damagedAs(err error) error {
	if err != nil && isDamage(err) && !errors.Is(err, ErrDamaged) {
		return fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	return err
}

func (f *File) detach() {
	if f.conn != nil {
		_ = f.conn.Close() // nothing is pending; a failed close changes nothing
		f.conn = nil
	}
	if f.db != nil {
		_ = f.db.Close()
		f.db = nil
	}
}

// checkFormat tells a case from other files and from newer formats. Where header
// and contents disagree the file is damaged.
func (f *File) checkFormat(ctx context.Context) error {
	var app, version int
	if err := f.conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return err
	}
	if err := f.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	var told string
	err := f.conn.QueryRowContext(ctx, "SELECT value FROM about WHERE key = 'format'").Scan(&told)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w (it does not tell its format)", ErrDamaged)
	}
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(told)
	switch {
	case err != nil, n != version, app != applicationID, version < 1:
		return fmt.Errorf("%w (its header does not fit its contents)", ErrDamaged)
	case version > Format():
		return fmt.Errorf("%w (the file has format %d, this program reads up to %d)", ErrNewer, version, Format())
	case version < Format() && f.readOnly != "":
		return errOlder
	case version < Format():
		return nil // attach brings it up to date
	}
	return checkSchema(ctx, f.conn)
}

// errOlder stops the opening of an older format in a place where it cannot be
// brought up to date.
var errOlder = errors.New("the file has an older format")

// Case gives the current snapshot.
func (f *File) Case() *ledger.Case { return f.snap.Load() }

// Path is the file's absolute path.
func (f *File) Path() string { return f.path }

// ReadOnly reports whether, and in words why, the case cannot be changed.
func (f *File) ReadOnly() (reason string, ro bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readOnly, f.readOnly != ""
}

// Analyst is the name that stands beside new edits.
func (f *File) Analyst() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.analyst
}

// SetAnalyst sets the name that stands beside new edits.
func (f *File) SetAnalyst(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.analyst = name
}

// Warnings tells in words what a person should know about the file: what
// damage has cost, that the folder is on a network or synced, that a
// conflicting copy lies beside it.
func (f *File) Warnings() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.warnings)
}

// Damage reports whether the file is damaged, what of it is shown and what is
// lost. Rescue makes a file of the former.
func (f *File) Damage() (Report, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.damage == nil {
		return Report{}, false
	}
	return *f.damage, true
}

// Close ends the use of the file. Nothing needs saving.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.db == nil {
		return nil
	}
	err := errors.Join(f.conn.Close(), f.db.Close())
	f.db, f.conn = nil, nil
	if f.cleanup != nil {
		err = errors.Join(err, f.cleanup())
	}
	if err != nil {
		return fmt.Errorf("close %s: %w", f.path, err)
	}
	return nil
}

// lock takes f's turn, or fails on a file that is closed. Unlock f.mu afterwards.
func (f *File) lock() error {
	f.mu.Lock()
	if f.db == nil {
		f.mu.Unlock()
		return fmt.Errorf("%s: %w", f.path, ErrClosed)
	}
	return nil
}

// timeLayout is UTC to the millisecond: it sorts as text, and SQLite and R read it.
const timeLayout = "2006-01-02T15:04:05.000Z"

// newEditRow begins an edit; its place in the chain is filled in when it is written.
func newEditRow(now time.Time, analyst, label, act string, undoes int64) editRow {
	return editRow{
		id: uuid.Must(uuid.NewV7()).String(), time: now.UTC().Format(timeLayout),
		analyst: analyst, label: label, act: act, undoes: undoes,
	}
}
