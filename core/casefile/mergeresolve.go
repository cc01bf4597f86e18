package casefile

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// resolved is a merge with its conflicts decided.
type resolved struct {
	changes []ledger.Change
	anew    []string // records that this merge decided, sorted
	kept    []RecordChange
}

// resolve turns decisions into changes of the case.
func (m *Merge) resolve(decisions map[string]Decision) (resolved, error) {
	names, err := m.newIDs(decisions)
	if err != nil {
		return resolved{}, err
	}
	var out resolved
	set := map[string]int{} // where in changes a record stands
	put := func(id string, r ledger.Record) {
		if i, ok := set[id]; ok {
			out.changes[i].Record = r
			return
		}
		set[id] = len(out.changes)
		out.changes = append(out.changes, ledger.Change{ID: id, Record: r})
	}
	for _, ch := range m.takenOver {
		r := renamed(ch.Record, names)
		if r != ch.Record {
			out.anew = append(out.anew, ch.ID)
		}
		put(ch.ID, r)
	}
	for _, c := range m.Conflicts {
		d := decisions[c.ID]
		out.anew = append(out.anew, c.ID)
		theirs := renamed(c.Theirs, names)
		switch {
		case d.Fields != nil:
			mixed, err := mix(c.Mine, theirs, d.Fields)
			if err != nil {
				return resolved{}, fmt.Errorf("%s: %w", c.ID, err)
			}
			put(c.ID, mixed)
		case d.Take == Mine:
			put(c.ID, c.Mine)
		case d.Take == Theirs:
			put(c.ID, theirs)
		case d.Take == Both:
			put(c.ID, c.Mine)
			second, err := withID(theirs, names[c.ID])
			if err != nil {
				return resolved{}, err
			}
			put(names[c.ID], second)
			out.anew = append(out.anew, names[c.ID])
		}
	}
	// What one side deleted stays if anything in the merged case refers to it.
	for again := true; again; {
		again = false
		next := m.here.With(out.changes...)
		for _, gone := range m.deleted(next) {
			if len(next.Referrers(gone.RecordID())) == 0 {
				continue
			}
			again = true
			put(gone.RecordID(), gone)
			out.anew = append(out.anew, gone.RecordID())
			was, _ := m.here.Get(gone.RecordID())
			out.kept = append(out.kept, RecordChange{gone.RecordID(), was, gone})
		}
	}
	slices.Sort(out.anew)
	out.anew = slices.Compact(out.anew)
	return out, nil
}

// deleted gives the records that a copy has and the merged case has not, by id.
func (m *Merge) deleted(next *ledger.Case) []ledger.Record {
	var out []ledger.Record
	for _, c := range []*ledger.Case{m.here, m.theirs} {
		other := m.theirs
		if c == m.theirs {
			other = m.here
		}
		for _, r := range c.Records() {
			_, there := next.Get(r.RecordID())
			if _, both := other.Get(r.RecordID()); !there && !(both && c == m.theirs) {
				out = append(out, r)
			}
		}
	}
	return out
}

// newIDs finds an id for their record in each conflict of which both are kept.
func (m *Merge) newIDs(decisions map[string]Decision) (map[string]string, error) {
	names := map[string]string{}
	var more []ledger.Change
	for _, r := range m.theirs.Records() {
		if _, there := m.here.Get(r.RecordID()); !there {
			more = append(more, ledger.Change{ID: r.RecordID(), Record: r})
		}
	}
	all := m.here.With(more...)
	for _, c := range m.Conflicts {
		if decisions[c.ID].Take != Both || decisions[c.ID].Fields != nil {
			continue
		}
		if !c.MayKeepBoth || c.ID == ledger.MatterID {
			return nil, fmt.Errorf("%s: both cannot be kept, it is one record that both copies changed; take mine, theirs, or a mix", c.ID)
		}
		id := all.NextID(c.Theirs.Kind())
		names[c.ID] = id
		second, err := withID(c.Theirs, id)
		if err != nil {
			return nil, err
		}
		all = all.With(ledger.Change{ID: id, Record: second})
	}
	return names, nil
}

// fieldsOf takes a record apart into its fields in JSON.
func fieldsOf(r ledger.Record) (map[string]json.RawMessage, error) {
	body, err := ledger.Encode(r)
	if err != nil {
		return nil, err
	}
	var out map[string]json.RawMessage
	return out, json.Unmarshal(body, &out)
}

func fromFields(k ledger.Kind, fields map[string]json.RawMessage) (ledger.Record, error) {
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return ledger.Decode(k, body)
}

// mix takes mine with those fields of theirs that are decided for theirs.
func mix(mine, theirs ledger.Record, fields map[string]Side) (ledger.Record, error) {
	if mine == nil || theirs == nil || mine.Kind() != theirs.Kind() {
		return nil, fmt.Errorf("a deleted record and a changed one, or two kinds, cannot be mixed field by field; take mine or theirs")
	}
	out, err := fieldsOf(mine)
	if err != nil {
		return nil, err
	}
	from, err := fieldsOf(theirs)
	if err != nil {
		return nil, err
	}
	for _, d := range ledger.Diff(mine, theirs) {
		switch fields[d.Key] {
		case Theirs:
			if value, ok := from[d.Key]; ok {
				out[d.Key] = value
			} else {
				delete(out, d.Key)
			}
		case Mine:
		default:
			return nil, fmt.Errorf("the field %q differs: decide for mine or theirs", d.Key)
		}
	}
	return fromFields(mine.Kind(), out)
}

// withID gives a copy of a record under another id.
func withID(r ledger.Record, id string) (ledger.Record, error) {
	fields, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	fields["id"] = name
	return fromFields(r.Kind(), fields)
}

// renamed gives a record whose references follow names; r itself if it has none
// of them.
func renamed(r ledger.Record, names map[string]string) ledger.Record {
	if r == nil || len(names) == 0 {
		return r
	}
	touched := false
	to := func(p *string) {
		if id, ok := names[*p]; ok {
			*p, touched = id, true
		}
	}
	list := func(ids []string) {
		for i := range ids {
			to(&ids[i])
		}
	}
	cited := func(citations []ledger.Citation) {
		for i := range citations {
			to(&citations[i].Source)
		}
	}
	next := ledger.Clone(r)
	cited(ledger.Direct(next))
	switch x := next.(type) {
	case *ledger.Matter:
		to(&x.Question.Relier)
		to(&x.Question.Partner)
		for i := range x.Similarity {
			to(&x.Similarity[i].A)
			to(&x.Similarity[i].B)
		}
	case *ledger.Source:
		to(&x.Republishes)
	case *ledger.Moment:
		list(x.InNeed)
	case *ledger.Conduct:
		to(&x.Moment)
		to(&x.From)
		to(&x.To)
	case *ledger.Request:
		to(&x.Moment)
		to(&x.From)
		to(&x.To)
	case *ledger.Pledge:
		to(&x.From)
		to(&x.To)
		for _, ms := range x.Milestones {
			cited(ms.Citations)
		}
		for _, o := range x.Obliges {
			list(o.Against)
		}
	case *ledger.Contribution:
		to(&x.From)
		to(&x.To)
	case *ledger.Dependence:
		to(&x.Actor)
		to(&x.On)
	case *ledger.Hypothesis:
		to(&x.Relier)
		to(&x.Partner)
	case *ledger.Rating:
		to(&x.Record)
		to(&x.Hypothesis)
	case *ledger.Note:
		list(x.On)
		cited(x.For)
		cited(x.Against)
	}
	if !touched {
		return r
	}
	return next
}
