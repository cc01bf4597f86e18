package page

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// What can be done to many records beside setting a field of them.
const (
	bulkAddTag      = "+tag"
	bulkDropTag     = "-tag"
	bulkCite        = "+cite"
	bulkCredibility = "credibility"
)

// outcome is what a change of many records comes to.
type outcome struct {
	changes []ledger.Change
	same    int       // were so already
	wrong   []trouble // stay as they are
}

// trouble says why a record was left as it is.
type trouble struct {
	id      string
	message string
}

// bulkChange gives what setting a field of many records, or doing one of the
// other things to them, comes to. Records that would have an error are left out
// and told; the rest goes in.
func bulkChange(c *ledger.Case, ids []string, key, value string, order edtf.DayOrder) outcome {
	var out outcome
	for _, id := range ids {
		r, ok := c.Get(id)
		if !ok {
			continue
		}
		next, err := bulkOne(c, r, key, value, order)
		switch {
		case err != nil:
			out.wrong = append(out.wrong, trouble{id, err.Error()})
		case len(ledger.Diff(r, next)) == 0:
			out.same++
		default:
			out.changes = append(out.changes, ledger.Change{ID: id, Record: next})
		}
	}
	good, wrong := sift(c, out.changes)
	out.changes, out.wrong = good, append(out.wrong, wrong...)
	return out
}

func bulkOne(c *ledger.Case, r ledger.Record, key, value string, order edtf.DayOrder) (ledger.Record, error) {
	switch key {
	case bulkAddTag, bulkDropTag:
		return retag(r, parts(value), key == bulkAddTag)
	case bulkCite:
		id, err := resolve(c, ledger.KindSource, value)
		if err != nil {
			return nil, err
		}
		for _, cite := range ledger.Direct(r) {
			if cite.Source == id {
				return r, nil // once is enough
			}
		}
		next, ok := ledger.Cite(r, ledger.Citation{Source: id, Credibility: 6})
		if !ok {
			return nil, fmt.Errorf("a %s carries no citations", kindWord(r.Kind()))
		}
		return next, nil
	case bulkCredibility:
		return recredit(r, value)
	}
	f, ok := fieldNamed(r.Kind(), key)
	if !ok {
		return nil, fmt.Errorf("a %s has no such field", kindWord(r.Kind()))
	}
	raw, err := typed(c, f, value, order)
	if err != nil {
		return nil, err
	}
	return withField(r, key, raw)
}

// retag gives a copy of a record with some tags more, or fewer.
func retag(r ledger.Record, tags []string, add bool) (ledger.Record, error) {
	if _, ok := fieldNamed(r.Kind(), "tags"); !ok {
		return nil, fmt.Errorf("a %s carries no tags", kindWord(r.Kind()))
	}
	fields, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	var old []string
	if raw, ok := fields["tags"]; ok {
		if err := json.Unmarshal(raw, &old); err != nil {
			return nil, err
		}
	}
	next := slices.DeleteFunc(slices.Clone(old), func(t string) bool { return !add && slices.Contains(tags, t) })
	for _, t := range tags {
		if add && !slices.Contains(next, t) {
			next = append(next, t)
		}
	}
	if len(next) == 0 {
		return withField(r, "tags", nil)
	}
	raw, err := json.Marshal(next)
	if err != nil {
		return nil, err
	}
	return withField(r, "tags", raw)
}

// recredit gives a copy of a record with another credibility of all that it
// cites itself.
func recredit(r ledger.Record, value string) (ledger.Record, error) {
	grade, _, _ := strings.Cut(strings.TrimSpace(value), " ")
	n, err := strconv.Atoi(grade)
	if err != nil || n < 1 || n > 6 {
		return nil, fmt.Errorf("%q is no credibility from 1 to 6", value)
	}
	fields, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	raw, ok := fields["citations"]
	if !ok {
		return nil, fmt.Errorf("it cites no source")
	}
	var cites []ledger.Citation
	if err := json.Unmarshal(raw, &cites); err != nil {
		return nil, err
	}
	for i := range cites {
		cites[i].Credibility = n
	}
	if raw, err = json.Marshal(cites); err != nil {
		return nil, err
	}
	return withField(r, "citations", raw)
}

// sift parts the changes that can go into a case from those that would bring an
// error into it. Leaving one out may spoil another that refers to it, so it goes
// on until what is left is sound.
func sift(c *ledger.Case, changes []ledger.Change) (good []ledger.Change, wrong []trouble) {
	good = slices.Clone(changes)
	for len(good) > 0 {
		ids := make([]string, len(good))
		for i, ch := range good {
			ids[i] = ch.ID
		}
		was := map[string]bool{} // errors that were there before are no fault of this change
		for _, p := range ledger.Errors(ledger.CheckRecords(c, ids)) {
			was[p.Record+"\n"+p.Field+"\n"+p.Message] = true
		}
		bad := map[string]string{}
		for _, p := range ledger.Errors(ledger.CheckRecords(c.With(good...), ids)) {
			if was[p.Record+"\n"+p.Field+"\n"+p.Message] {
				continue
			}
			if bad[p.Record] == "" {
				bad[p.Record] = join("; ", p.Message, p.Fix)
			}
		}
		if len(bad) == 0 {
			break
		}
		left := good[:0:0]
		for _, ch := range good {
			if message, ok := bad[ch.ID]; ok {
				wrong = append(wrong, trouble{ch.ID, message})
				continue
			}
			left = append(left, ch)
		}
		if len(left) == len(good) {
			break // the error is of a record that is not among them: the file refuses it
		}
		good = left
	}
	return good, wrong
}

// bulkFields lists what can be set of records that are all of these kinds: the
// fields they share that one line of text can hold.
func bulkFields(kinds map[ledger.Kind]bool) []ledger.Field {
	var out []ledger.Field
	first := true
	for _, k := range ledger.Kinds {
		if !kinds[k] {
			continue
		}
		var list []ledger.Field
		for _, f := range ledger.Schema(k) {
			switch f.Type {
			case ledger.CitationsField, ledger.MilestonesField, ledger.ObligationsField, ledger.QuestionField, ledger.SettingsField, ledger.SimilaritiesField:
				continue
			}
			if f.Key == "tags" || f.Key == "document" {
				continue
			}
			list = append(list, f)
		}
		if first {
			out, first = list, false
			continue
		}
		out = slices.DeleteFunc(out, func(f ledger.Field) bool {
			return !slices.ContainsFunc(list, func(g ledger.Field) bool {
				return g.Key == f.Key && g.Type == f.Type && g.Refers == f.Refers && slices.Equal(g.Options, f.Options)
			})
		})
	}
	return out
}
