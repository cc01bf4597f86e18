package page

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// withID gives a copy of r under another id.
func withID(r ledger.Record, id string) ledger.Record {
	fields, err := fieldsOf(r)
	if err != nil {
		return r
	}
	fields["id"], _ = json.Marshal(id) // a string always encodes
	out, err := recordOf(r.Kind(), fields)
	if err != nil {
		return r
	}
	return out
}

// freshID gives r, under the next free id if its own has been taken meanwhile.
func freshID(c *ledger.Case, r ledger.Record) ledger.Record {
	if _, taken := c.Get(r.RecordID()); taken {
		return withID(r, c.NextID(r.Kind()))
	}
	return r
}

// Duplicate gives a copy of a record under the next free id.
func Duplicate(c *ledger.Case, r ledger.Record) ledger.Record {
	return withID(r, c.NextID(r.Kind()))
}

// Begin gives an empty record of a kind, filled in as far as the place where a
// person stands tells: the pair asked about, and the record selected.
func Begin(c *ledger.Case, k ledger.Kind, relier, partner string, selected ledger.Record, today edtf.Day) (ledger.Record, error) {
	r, err := ledger.New(k, c.NextID(k))
	if err != nil {
		return nil, err
	}
	moment, isMoment := selected.(*ledger.Moment)
	source, isSource := selected.(*ledger.Source)
	var cites []ledger.Citation
	if isSource {
		cites = []ledger.Citation{{Source: source.ID, Credibility: 6}}
	}
	switch r := r.(type) {
	case *ledger.Actor:
		r.Type = ledger.ActorTypes[0]
	case *ledger.Source:
		r.Reliability = "F"
	case *ledger.Moment:
		if relier != "" {
			r.InNeed = []string{relier}
		}
		r.Citations = cites
	case *ledger.Conduct:
		r.From, r.To, r.Citations = partner, relier, cites
		if isMoment {
			r.Moment, r.Date = moment.ID, moment.Start
		}
	case *ledger.Request:
		r.From, r.To, r.Rung, r.Citations = relier, partner, ledger.Words, cites
		if isMoment {
			r.Moment, r.Date = moment.ID, moment.Start
		}
	case *ledger.Pledge:
		r.From, r.To, r.Citations = partner, relier, cites
	case *ledger.Contribution:
		r.From, r.To, r.Citations = partner, relier, cites
	case *ledger.Dependence:
		r.Actor, r.On, r.Citations = relier, partner, cites
	case *ledger.Hypothesis:
		r.Relier, r.Partner = relier, partner
	case *ledger.Rating:
		r.Date = edtf.DateOf(today)
		if selected != nil {
			r.Record = selected.RecordID()
			r.Subject = "rung"
			if isSource {
				r.Subject = "reliability"
			}
		}
	case *ledger.Note:
		r.Date = edtf.DateOf(today)
		if selected != nil && !isSource {
			r.On = []string{selected.RecordID()}
		}
		r.Citations = cites
	}
	return r, nil
}

// Remove gives the changes that take records out of a case without leaving
// anything that refers to them: citations, lists and fields that may be empty
// lose the reference; a record that cannot be without it goes as well.
func Remove(c *ledger.Case, ids ...string) ([]ledger.Change, error) {
	gone := map[string]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	changed := map[string]ledger.Record{}
	queue := slices.Clone(ids)
	for len(queue) > 0 {
		target := queue[0]
		queue = queue[1:]
		for _, from := range c.Referrers(target) {
			if gone[from] {
				continue
			}
			r, ok := changed[from]
			if !ok {
				r, ok = c.Get(from)
			}
			if !ok {
				continue
			}
			next, stays, err := detach(r, target)
			if err != nil {
				return nil, err
			}
			if stays {
				changed[from] = next
				continue
			}
			gone[from] = true
			delete(changed, from)
			queue = append(queue, from)
		}
	}
	var out []ledger.Change
	for _, g := range sortedKeys(gone) {
		out = append(out, ledger.Change{ID: g})
	}
	for _, g := range sortedKeys(changed) {
		out = append(out, ledger.Change{ID: g, Record: changed[g]})
	}
	return out, nil
}

// detach takes every reference to an id out of r. It reports false where r
// cannot be without one.
func detach(r ledger.Record, id string) (ledger.Record, bool, error) {
	fields, err := fieldsOf(r)
	if err != nil {
		return nil, false, err
	}
	for _, f := range ledger.Schema(r.Kind()) {
		raw, ok := fields[f.Key]
		if !ok {
			continue
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return nil, false, fmt.Errorf("%s %s, %s: %w", r.Kind(), r.RecordID(), f.Key, err)
		}
		switch f.Type {
		case ledger.ReferenceField, ledger.ReferencesField, ledger.CitationsField, ledger.MilestonesField, ledger.ObligationsField, ledger.QuestionField, ledger.SimilaritiesField:
		default:
			continue
		}
		left, had := without(v, id)
		if !had {
			continue
		}
		if list, ok := left.([]any); left == nil || ok && len(list) == 0 {
			if f.Required {
				return nil, false, nil
			}
			delete(fields, f.Key)
			continue
		}
		if fields[f.Key], err = json.Marshal(left); err != nil {
			return nil, false, err
		}
	}
	next, err := recordOf(r.Kind(), fields)
	return next, true, err
}

// without takes an id out of a decoded value: the text itself, members of a
// list, and the objects of a list that name it as their source or actor.
func without(v any, id string) (left any, had bool) {
	switch v := v.(type) {
	case string:
		if v == id {
			return nil, true
		}
	case []any:
		var list []any
		for _, x := range v {
			l, h := without(x, id)
			had = had || h
			if l != nil {
				list = append(list, l)
			}
		}
		return list, had
	case map[string]any:
		for _, key := range []string{"source", "a", "b"} { // a citation, a similarity: nothing without it
			if v[key] == id {
				return nil, true
			}
		}
		for _, key := range []string{"citations", "against", "relier", "partner"} {
			x, ok := v[key]
			if !ok {
				continue
			}
			l, h := without(x, id)
			if !h {
				continue
			}
			had = true
			if l == nil {
				v[key] = ""
			} else {
				v[key] = l
			}
		}
		return v, had
	}
	return v, false
}

// fieldsOf gives a record's fields as JSON, by key.
func fieldsOf(r ledger.Record) (map[string]json.RawMessage, error) {
	body, err := ledger.Encode(r)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Kind(), r.RecordID(), err)
	}
	return fields, nil
}

// recordOf makes a record of its fields.
func recordOf(k ledger.Kind, fields map[string]json.RawMessage) (ledger.Record, error) {
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return ledger.Decode(k, body)
}
