package casefile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// ErrOtherCase says that two files are no copies of one case.
var ErrOtherCase = errors.New("these are two different cases, not two copies of one: to bring the records of one into the other, export it and import that")

// ErrUndecided says that a merge has conflicts that nobody has decided.
var ErrUndecided = errors.New("both copies changed the same records in different ways: decide which to take for each")

// Side is one of two copies in a merge.
type Side string

// The sides from which a record or field can be taken. Both keeps a record of
// each, where the copies gave one id to two new records.
const (
	Mine   Side = "mine"
	Theirs Side = "theirs"
	Both   Side = "both"
)

// Decision says what becomes of a conflict: a side for the whole record, or,
// where Fields is not nil, one for each field in which the sides differ.
type Decision struct {
	Take   Side
	Fields map[string]Side // by the field's key; Mine or Theirs
}

// MergeConflict is a record that both copies changed, differently, since they
// last knew the same.
type MergeConflict struct {
	ID     string
	Base   ledger.Record // what both began from; nil: it did not exist, or is not known
	Mine   ledger.Record // nil: deleted here
	Theirs ledger.Record // nil: deleted there
	By     OtherEdit     // the newest of their edits of it
	Fields []FieldConflict
	// MayKeepBoth reports that the copies added it independently, so that it
	// may be two records with one id by chance.
	MayKeepBoth bool
	// Proposal is a decision in which each side's changes are kept where the
	// other made none, and both records where they are two; nil: none without a choice.
	Proposal *Decision
}

// FieldConflict is one field in which the two sides differ, as a person reads it.
type FieldConflict struct {
	Key, Label         string
	Base, Mine, Theirs string
	Changed            Side // who changed it since Base: Mine, Theirs or Both
}

// Merge is what it takes to bring another copy's edits into a case.
type Merge struct {
	Path      string      // of the other copy
	Edits     []OtherEdit // theirs that are not known here, in their order
	Added     []RecordChange
	Changed   []RecordChange
	Deleted   []RecordChange
	Conflicts []MergeConflict // by id
	// Kept are records that one side deleted and the other still refers to:
	// they stay.
	Kept      []RecordChange
	Documents []Document // stored there and not here, without their bodies
	// Problems are errors that the merged case would have and neither copy has:
	// a record that fits each copy but not both. They do not stand in the way.
	Problems []ledger.Problem

	mine      *File
	at        head
	here      *ledger.Case
	theirs    *ledger.Case
	takenOver []ledger.Change // of records that they alone changed
}

// Plan compares a case with another copy of it, the file at path, and says what
// a merge would do. Nothing is changed. It fails with ErrOtherCase where the two
// are not copies of one case, and like Open.
//
// What the copies have in common is known by the ids of their edits, and of the
// edits that each has taken in before. A record that only one copy changed since
// then is taken as it is there.
func Plan(ctx context.Context, mine *File, path string) (*Merge, error) {
	other, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer other.Close()
	if _, damaged := other.Damage(); damaged {
		return nil, fmt.Errorf("merge %s: %w", filepath.Base(path), ErrDamaged)
	}
	if _, _, err := mine.Refresh(ctx); err != nil {
		return nil, err
	}
	if err := mine.lock(); err != nil {
		return nil, err
	}
	defer mine.mu.Unlock()
	m := &Merge{Path: other.path, mine: mine, at: mine.head, here: mine.Case(), theirs: other.Case()}
	if err := m.plan(ctx, other); err != nil {
		return nil, explain("merge "+filepath.Base(path)+" into", mine.path, err)
	}
	return m, nil
}

func (m *Merge) plan(ctx context.Context, other *File) error {
	ours, theirs, err := lineages(ctx, m.mine, other)
	if err != nil {
		return err
	}
	lacking, news := ours.lacking(theirs), theirs.lacking(ours)
	theirTouch, ourTouch := byRecord(lacking, nil), byRecord(news, nil)
	for _, k := range lacking {
		m.Edits = append(m.Edits, k.OtherEdit)
	}
	contested := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(theirTouch)) {
		if len(ourTouch[id]) > 0 {
			contested[id] = true
			continue
		}
		theirRecord, _ := m.theirs.Get(id)
		m.takenOver = append(m.takenOver, ledger.Change{ID: id, Record: theirRecord})
	}
	ourSteps, theirSteps := byRecord(ours.edits, contested), byRecord(theirs.edits, contested)
	for _, id := range slices.Sorted(maps.Keys(contested)) {
		a, _ := m.here.Get(id)
		b, _ := m.theirs.Get(id)
		if sameRecord(a, b) {
			continue
		}
		base, known, err := commonVersion(ctx, id, m.mine, other, ours, theirs, ourSteps[id], theirSteps[id])
		switch {
		case err != nil:
			return err
		case known && sameRecord(base, a):
			m.takenOver = append(m.takenOver, ledger.Change{ID: id, Record: b})
		case known && sameRecord(base, b): // they came back to what it was: ours stands
		default:
			touching := theirTouch[id]
			m.Conflicts = append(m.Conflicts, newConflict(id, base, a, b, touching[len(touching)-1].OtherEdit))
		}
	}
	for _, ch := range m.takenOver {
		was, _ := m.here.Get(ch.ID)
		rc := RecordChange{ch.ID, was, ch.Record}
		switch {
		case sameRecord(was, ch.Record):
		case was == nil:
			m.Added = append(m.Added, rc)
		case ch.Record == nil:
			m.Deleted = append(m.Deleted, rc)
		default:
			m.Changed = append(m.Changed, rc)
		}
	}
	m.proposed()
	return m.documents(ctx, other)
}

// lineages reads what both copies know, and refuses two that are not of one case.
func lineages(ctx context.Context, mine, other *File) (ours, theirs *lineage, err error) {
	a, err := caseID(ctx, mine.conn)
	if err != nil {
		return nil, nil, err
	}
	b, err := caseID(ctx, other.conn)
	if err != nil {
		return nil, nil, err
	}
	if a != b {
		return nil, nil, fmt.Errorf("%s and %s: %w", filepath.Base(mine.path), filepath.Base(other.path), ErrOtherCase)
	}
	if ours, err = readLineage(ctx, mine.conn); err == nil {
		theirs, err = readLineage(ctx, other.conn)
	}
	return ours, theirs, err
}

// commonVersion finds what a record was when both copies last knew the same of
// it. known is false where they tell it differently.
func commonVersion(ctx context.Context, id string, mine, other *File, ours, theirs *lineage, ourSteps, theirSteps []known) (base ledger.Record, known bool, err error) {
	n, until := shared(ourSteps, theirs)
	k, theirUntil := shared(theirSteps, ours)
	read := func(f *File, before int64) (ledger.Record, error) {
		list, err := versions(ctx, f.conn, "record = ? AND edit < ? ORDER BY edit DESC LIMIT 1", id, before)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return list[0].record, nil
	}
	a, err := read(mine, until)
	if err != nil {
		return nil, false, err
	}
	b, err := read(other, theirUntil)
	if err != nil {
		return nil, false, err
	}
	switch {
	case n > k, n == k && sameRecord(a, b):
		return a, true, nil
	case k > n:
		return b, true, nil
	}
	return nil, false, nil
}

func newConflict(id string, base, mine, theirs ledger.Record, by OtherEdit) MergeConflict {
	c := MergeConflict{ID: id, Base: base, Mine: mine, Theirs: theirs, By: by}
	if mine == nil || theirs == nil {
		return c
	}
	c.MayKeepBoth = base == nil
	if mine.Kind() != theirs.Kind() {
		c.Proposal = &Decision{Take: Both}
		return c
	}
	sure, fields := true, map[string]Side{}
	for _, d := range ledger.Diff(mine, theirs) {
		f := FieldConflict{Key: d.Key, Label: d.Label, Mine: d.Old, Theirs: d.New, Changed: Both}
		if base != nil && base.Kind() == mine.Kind() {
			f.Base = ledger.FieldText(base, d.Key)
			switch f.Base {
			case f.Mine:
				f.Changed = Theirs
			case f.Theirs:
				f.Changed = Mine
			}
		}
		sure = sure && f.Changed != Both
		fields[f.Key] = f.Changed
		c.Fields = append(c.Fields, f)
	}
	switch {
	case c.MayKeepBoth && id != ledger.MatterID && mine.Name() != theirs.Name():
		c.Proposal = &Decision{Take: Both}
	case sure && len(fields) > 0:
		c.Proposal = &Decision{Fields: fields}
	}
	return c
}

// proposed fills in what the merge would keep and what would be wrong with it,
// conflicts decided as proposed, or for mine.
func (m *Merge) proposed() {
	decisions := map[string]Decision{}
	for _, c := range m.Conflicts {
		decisions[c.ID] = Decision{Take: Mine}
		if c.Proposal != nil {
			decisions[c.ID] = *c.Proposal
		}
	}
	out, err := m.resolve(decisions)
	if err != nil {
		return // Apply says so
	}
	m.Kept = out.kept
	next := m.here.With(out.changes...)
	var ids []string
	for _, ch := range out.changes {
		ids = append(ids, ch.ID)
	}
	m.Problems = slices.DeleteFunc(ledger.Errors(ledger.CheckRecords(next, ids)), func(p ledger.Problem) bool {
		one := []string{p.Record}
		return slices.Contains(ledger.CheckRecords(m.here, one), p) || slices.Contains(ledger.CheckRecords(m.theirs, one), p)
	})
}

// Empty reports that there is nothing to take in.
func (m *Merge) Empty() bool { return len(m.Edits) == 0 && len(m.Documents) == 0 }

// Undecided lists the conflicts for which decisions hold nothing.
func (m *Merge) Undecided(decisions map[string]Decision) []MergeConflict {
	return slices.DeleteFunc(slices.Clone(m.Conflicts), func(c MergeConflict) bool {
		d, ok := decisions[c.ID]
		return ok && (d.Take != "" || d.Fields != nil)
	})
}

// Apply makes the merge, as one edit that one Undo takes back, with a decision
// for each conflict by the record's id. It fails with ErrUndecided if one is
// missing, and with ErrConflict if the case was changed since Plan. A merge that
// brings nothing new writes nothing. Documents stay when it is undone, as they
// do always.
func (m *Merge) Apply(ctx context.Context, decisions map[string]Decision) (*ledger.Case, error) {
	if open := m.Undecided(decisions); len(open) > 0 {
		var ids []string
		for _, c := range open {
			ids = append(ids, c.ID)
		}
		return nil, fmt.Errorf("merge %s: %w: %s", filepath.Base(m.Path), ErrUndecided, strings.Join(ids, ", "))
	}
	if m.Empty() {
		return m.mine.Case(), nil
	}
	out, err := m.resolve(decisions)
	if err != nil {
		return nil, fmt.Errorf("merge %s: %w", filepath.Base(m.Path), err)
	}
	documents, err := m.bodies(ctx)
	if err != nil {
		return nil, err
	}
	f := m.mine
	if len(m.Edits) == 0 { // documents alone are no edit
		for _, d := range documents {
			if _, err := f.AddDocument(ctx, d.Name, d.MediaType, d.Body); err != nil {
				return nil, err
			}
		}
		return f.Case(), nil
	}
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	encoded, err := f.encodeEdit(Edit{Label: m.label(), Changes: out.changes})
	if err != nil {
		return nil, fmt.Errorf("merge %s: %w", filepath.Base(m.Path), err)
	}
	err = f.transact(ctx, "merge "+filepath.Base(m.Path)+" into", func(t *transaction) error {
		if t.head != m.at {
			return fmt.Errorf("merge %s: %w; compare the copies again", filepath.Base(m.Path), ErrConflict)
		}
		for _, d := range documents {
			if err := t.document(ctx, d); err != nil {
				return err
			}
		}
		changes := withoutNoOps(t.c, encoded)
		row := newEditRow(f.now(), f.analyst, m.label(), actEdit, 0)
		if err := t.write(ctx, &row, changes, t.c.With(asChanges(changes)...)); err != nil {
			return err
		}
		return m.remember(ctx, t, &row, out.anew)
	})
	if err != nil {
		return nil, err
	}
	return f.Case(), nil
}

// remember writes down which edits were taken in and what was decided anew.
func (m *Merge) remember(ctx context.Context, t *transaction, row *editRow, anew []string) error {
	rows := make([]mergedRow, 0, len(m.Edits)+1)
	add := func(id, at, analyst, label string, records []string) error {
		list, err := json.Marshal(records)
		rows = append(rows, mergedRow{row.seq, id, at, analyst, label, string(list)})
		return err
	}
	for _, e := range m.Edits {
		if err := add(e.ID, e.Time.UTC().Format(timeLayout), e.Analyst, e.Label, e.Records); err != nil {
			return err
		}
	}
	if len(anew) > 0 {
		if err := add(row.id, row.time, row.analyst, row.label, anew); err != nil {
			return err
		}
	}
	for _, r := range rows {
		if err := t.merged(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// label says what was merged, and whose it was.
func (m *Merge) label() string {
	var who []string
	for _, e := range m.Edits {
		if e.Analyst != "" && !slices.Contains(who, e.Analyst) {
			who = append(who, e.Analyst)
		}
	}
	slices.Sort(who)
	n := "1 edit"
	if len(m.Edits) != 1 {
		n = fmt.Sprintf("%d edits", len(m.Edits))
	}
	if len(who) > 0 {
		n += " by " + strings.Join(who, ", ")
	}
	return fmt.Sprintf("Merge %s: %s", filepath.Base(m.Path), n)
}

// documents lists what is stored there and not here.
func (m *Merge) documents(ctx context.Context, other *File) error {
	here, err := texts(ctx, m.mine.conn, "SELECT sha256 FROM document")
	if err != nil {
		return err
	}
	there, err := other.Documents(ctx)
	if err != nil {
		return err
	}
	for _, d := range there {
		if !slices.Contains(here, d.SHA256) {
			m.Documents = append(m.Documents, d)
		}
	}
	return nil
}

// bodies reads those documents whole.
func (m *Merge) bodies(ctx context.Context) ([]Document, error) {
	if len(m.Documents) == 0 {
		return nil, nil
	}
	other, err := Open(ctx, m.Path, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer other.Close()
	var out []Document
	for _, d := range m.Documents {
		full, err := other.Document(ctx, d.SHA256)
		if err != nil {
			return nil, err
		}
		out = append(out, full)
	}
	return out, nil
}
