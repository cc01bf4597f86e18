package casefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Report says what a rescue brought over and what was lost.
type Report struct {
	Records, Edits, Documents int
	// Lost says in words what could not be brought over; empty: nothing.
	Lost []string
	// Current reports that every record is proven to be as the last edit that
	// was found left it, so that at most history or documents are lost.
	Current bool
}

// String gives the report as text for a person.
func (r Report) String() string {
	s := fmt.Sprintf("%d records, %d edits and %d documents are sound.", r.Records, r.Edits, r.Documents)
	if len(r.Lost) == 0 {
		return s + " Nothing was lost."
	}
	if r.Current {
		s += " The records are as the last edit left them; what is lost is history or documents."
	}
	return s + " Lost: " + strings.Join(r.Lost, "; ") + "."
}

// Rescue writes everything that is sound in a damaged case file into a new one
// at dest, whole or not at all, and says what was lost. The damaged file is not
// touched. What is sound is known by its checksums, so nothing that was altered
// gets through; a record whose last version is lost comes over as the version
// before it. It fails with ErrNotCase if there is no trace of a case in the
// file, with ErrDamaged if nothing in it is sound, and with ErrExists if dest
// is taken.
func Rescue(ctx context.Context, damaged, dest string) (Report, error) {
	s, err := findSound(ctx, damaged)
	if err != nil {
		return Report{}, fmt.Errorf("rescue %s: %w", damaged, err)
	}
	dest, err = filepath.Abs(dest)
	if err != nil {
		return Report{}, fmt.Errorf("rescue to %s: %w", dest, err)
	}
	var report Report
	err = place(dest, false, func(temp string) error {
		report, err = s.rebuild(ctx, temp, filepath.Base(damaged))
		return err
	})
	return report, explain("rescue to", dest, err)
}

// attachSalvage opens what is sound in a damaged file, as a read-only case.
func (f *File) attachSalvage(ctx context.Context, cause error) error {
	s, err := findSound(ctx, f.path)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "fairweather-*")
	if err != nil {
		return fmt.Errorf("%w; no room to gather what is sound: %w", cause, err)
	}
	cleanup := func() error { return os.RemoveAll(folder) }
	file := filepath.Join(folder, "case")
	report, err := s.rebuild(ctx, file, filepath.Base(f.path))
	if err == nil {
		f.readOnly = "the file is damaged; shown is what is sound in it. Make a rescue copy to go on working"
		err = f.attach(ctx, file)
	}
	if err != nil {
		return errors.Join(err, cleanup())
	}
	f.cleanup, f.info, f.damage = cleanup, nil, &report
	f.warnings = append(f.warnings, fmt.Sprintf("the file is damaged and was opened read-only. %s Found by: %v", report, cause))
	return nil
}

// soundVersion is a version that fits its checksum.
type soundVersion struct {
	edit   int64
	record string
	kind   string
	body   []byte // nil: deleted
	sum    sum
}

// salvage is what is sound in a damaged file.
type salvage struct {
	id        string // of the case; empty: lost
	edits     map[int64]editRow
	versions  map[int64]map[string]soundVersion // by edit and record
	current   map[string]soundVersion
	documents map[string]Document
	merged    map[mergedKey]mergedRow
	broken    map[string]int // rows that are not what was written, by what they were
	pages     string         // what is wrong with the pages
}

// findSound gathers the sound rows of a file. Where a journal lies beside it, it
// is rolled back first, in a copy.
func findSound(ctx context.Context, path string) (*salvage, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the journal is beside the file itself
	}
	file := path
	if info, err := os.Stat(path + "-journal"); err == nil && info.Size() > 0 {
		copied, cleanup, err := copyAside(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = cleanup() }() // a folder left among temporary files harms nobody
		if db, conn, err := connect(ctx, uri(copied, "rw")); err == nil {
			_, _ = schemaOf(ctx, conn) // the first read rolls the journal back, if it can be
			_ = conn.Close()
			_ = db.Close()
		}
		file = copied
	}
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	s := &salvage{
		edits: map[int64]editRow{}, versions: map[int64]map[string]soundVersion{},
		current: map[string]soundVersion{}, documents: map[string]Document{}, merged: map[mergedKey]mergedRow{}, broken: map[string]int{},
	}
	p := newPageReader(in, info.Size())
	unread, err := p.rows(ctx, s.see)
	if err != nil {
		return nil, err
	}
	header := make([]byte, 100)
	_, err = in.ReadAt(header, 0)
	isOurs := err == nil && string(header[:15]) == "SQLite format 3" && string(header[68:72]) == "Fair"
	if len(s.versions) == 0 && len(s.current) == 0 {
		if !isOurs {
			return nil, fmt.Errorf("%w: open a %s file, or import other formats", ErrNotCase, Extension)
		}
		return nil, fmt.Errorf("%w (not one record in it is sound)", ErrDamaged)
	}
	want := int64(0)
	if isOurs {
		want = int64(header[28])<<24 | int64(header[29])<<16 | int64(header[30])<<8 | int64(header[31])
	}
	if missing := want - int64(p.count); missing > 0 && missing < 1<<24 {
		s.pages = fmt.Sprintf("the file was cut short: %d of %d pages are missing", missing, want)
	} else if unread > 0 {
		s.pages = fmt.Sprintf("%d pages could not be read from the disk", unread)
	}
	return s, nil
}

// shape gives the kinds of a row's columns.
func shape(row []value) string {
	b := make([]byte, len(row))
	for i, v := range row {
		b[i] = v.kind
	}
	return string(b)
}

// see keeps a row if it is one of ours and sound.
func (s *salvage) see(rowid int64, row []value) {
	text := func(i int) string { return string(row[i].bytes) }
	switch sh := shape(row); sh {
	case "tt": // about
		if text(0) == "case" {
			s.id = text(1)
		}
	case "ntttttnibbbb", "ntttttiibbbb": // edit
		e := editRow{seq: rowid, id: text(1), time: text(2), analyst: text(3), label: text(4), act: text(5), undoes: row[6].int, changes: row[7].int}
		for i, to := range []*sum{&e.sums, &e.state, &e.parent, &e.hash} {
			*to, _ = sumFrom(row[8+i].bytes)
		}
		if e.hash == e.sum() {
			s.edits[rowid] = e
		} else {
			s.broken["edit"]++
		}
	case "ittnb", "itttb": // version
		v := soundVersion{edit: row[0].int, record: text(1), kind: text(2)}
		if sh[3] == 't' {
			v.body = row[3].bytes
		}
		if !s.sound(&v, row[4].bytes) {
			s.broken["version"]++
			return
		}
		if s.versions[v.edit] == nil {
			s.versions[v.edit] = map[string]soundVersion{}
		}
		s.versions[v.edit][v.record] = v
	case "ntttib": // current
		v := soundVersion{edit: row[4].int, record: text(1), kind: text(2), body: row[3].bytes}
		if !s.sound(&v, row[5].bytes) {
			s.broken["current record"]++
		} else if old, ok := s.current[v.record]; !ok || old.edit <= v.edit {
			s.current[v.record] = v // pages that are no longer used may hold older ones
		}
	case "itttttb": // merged
		m := mergedRow{edit: row[0].int, id: text(1), time: text(2), analyst: text(3), label: text(4), records: text(5)}
		if stored, ok := sumFrom(row[6].bytes); ok && stored == m.sum() {
			s.merged[mergedKey{m.edit, m.id}] = m
		} else {
			s.broken["merged edit"]++
		}
	case "ntttitb": // document
		d := Document{SHA256: text(1), Name: text(2), MediaType: text(3), Size: row[4].int, Body: row[6].bytes}
		digest := sha256.Sum256(d.Body)
		if hex.EncodeToString(digest[:]) != d.SHA256 {
			s.broken["document"]++
			return
		}
		// A time that cannot be read is the only thing that may be lost of it.
		d.Size = int64(len(d.Body))
		d.Added, _ = time.Parse(timeLayout, text(5))
		s.documents[d.SHA256] = d
	}
}

// sound checks a version against its checksum, and that it can be read.
func (s *salvage) sound(v *soundVersion, stored []byte) bool {
	var h hasher
	var ok bool
	if v.sum, ok = sumFrom(stored); !ok || v.sum != h.row(v.edit, h.content(v.record, v.kind, v.body)) || v.edit < 1 {
		return false
	}
	if v.body == nil {
		return true
	}
	_, err := decode(v.record, ledger.Kind(v.kind), v.body)
	return err == nil
}

// rebuild writes a new file with what is sound.
func (s *salvage) rebuild(ctx context.Context, path, from string) (Report, error) {
	r := Report{Documents: len(s.documents)}
	if s.pages != "" {
		r.Lost = append(r.Lost, s.pages)
	}
	err := build(ctx, path, s.id, func(b *builder) error {
		seqs := map[int64]bool{}
		for seq := range s.edits {
			seqs[seq] = true
		}
		for seq := range s.versions {
			seqs[seq] = true
		}
		latest := map[string]soundVersion{}
		written := map[int64]bool{}
		var last editRow // the newest that is sound
		next := int64(1)
		for _, seq := range slices.Sorted(maps.Keys(seqs)) {
			switch {
			case seq == next+1:
				r.Lost = append(r.Lost, fmt.Sprintf("edit %d", next))
			case seq > next:
				r.Lost = append(r.Lost, fmt.Sprintf("edits %d to %d", next, seq-1))
			}
			next = seq + 1
			e := s.rebuiltEdit(seq, written, &r)
			var changes []change
			for _, record := range slices.Sorted(maps.Keys(s.versions[seq])) {
				v := s.versions[seq][record]
				latest[record] = v
				changes = append(changes, v.change())
			}
			if own, ok := s.edits[seq]; ok {
				last = own
				r.Edits++
			}
			if err := b.append(ctx, &e, changes); err != nil {
				return err
			}
			written[seq] = true
		}
		for _, key := range slices.SortedFunc(maps.Keys(s.merged), mergedKey.compare) {
			// Under another edit than its own it would claim what was not taken in.
			if s.edits[key.edit].seq == key.edit {
				if err := b.merged(ctx, s.merged[key]); err != nil {
					return err
				}
			}
		}
		// A version may be lost that the current records still have.
		var extra []change
		for _, record := range slices.Sorted(maps.Keys(s.current)) {
			v := s.current[record]
			if old, ok := latest[record]; !ok || v.edit > old.edit {
				extra = append(extra, v.change())
			}
		}
		if len(extra) > 0 || len(written) == 0 {
			e := newEditRow(s.timeBefore(math.MaxInt64), "", "rescued from "+from, actEdit, 0)
			if len(written) == 0 {
				e.act = actCreate
			}
			if err := b.append(ctx, &e, extra); err != nil {
				return err
			}
		}
		r.Current = last.seq != 0 && b.head.state == last.state
		for _, sha := range slices.Sorted(maps.Keys(s.documents)) {
			if err := b.document(ctx, s.documents[sha]); err != nil {
				return err
			}
		}
		return b.conn.QueryRowContext(ctx, "SELECT count(*) FROM current").Scan(&r.Records)
	})
	for _, what := range slices.Sorted(maps.Keys(s.broken)) {
		n, s := s.broken[what], ""
		if n > 1 {
			s = "s"
		}
		r.Lost = append(r.Lost, fmt.Sprintf("%d %s%s that had been altered", n, what, s))
	}
	return r, err
}

func (v soundVersion) change() change {
	c := change{id: v.record, kind: ledger.Kind(v.kind), body: v.body}
	if v.body != nil {
		c.record, _ = decode(v.record, c.kind, v.body) // sound has seen that it can be read
	}
	return c
}

// rebuiltEdit gives edit seq for the new file, and reports what it lacks.
func (s *salvage) rebuiltEdit(seq int64, written map[int64]bool, r *Report) editRow {
	own, ok := s.edits[seq]
	if !ok {
		r.Lost = append(r.Lost, fmt.Sprintf("who made edit %d, when, and all that it changed (%d of its changes are left)", seq, len(s.versions[seq])))
		e := newEditRow(s.timeBefore(seq), "", fmt.Sprintf("edit %d, rescued", seq), actEdit, 0)
		e.seq = seq
		return e
	}
	if have := int64(len(s.versions[seq])); have < own.changes {
		r.Lost = append(r.Lost, fmt.Sprintf("%d of the %d changes of edit %d (%q, %s)", own.changes-have, own.changes, seq, own.label, own.time))
	}
	e := editRow{seq: seq, id: own.id, time: own.time, analyst: own.analyst, label: own.label, act: own.act, undoes: own.undoes}
	if e.undoes != 0 && !written[e.undoes] {
		e.act, e.undoes = actEdit, 0 // what it took back is lost
	}
	return e
}

// timeBefore gives the time of the newest sound edit up to seq.
func (s *salvage) timeBefore(seq int64) time.Time {
	best := int64(0)
	for n := range s.edits {
		if n <= seq && n > best {
			best = n
		}
	}
	at, err := time.Parse(timeLayout, s.edits[best].time)
	if err != nil {
		return time.Unix(0, 0)
	}
	return at
}
