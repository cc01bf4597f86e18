package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// typed reads what a person typed or pasted for one field of a record and gives
// the field's value as JSON; nil for an empty text. References may be ids or
// names, dates are read as a form reads them, lists are parted by semicolons,
// and what is more than a list may be given as JSON.
func typed(c *ledger.Case, f ledger.Field, text string, order edtf.DayOrder) (json.RawMessage, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	v, err := typedValue(c, f, text, order)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Label, err)
	}
	return json.Marshal(v)
}

func typedValue(c *ledger.Case, f ledger.Field, text string, order edtf.DayOrder) (any, error) {
	switch f.Type {
	case ledger.TextField, ledger.LongTextField, ledger.OpenChoiceField:
		return text, nil
	case ledger.ChoiceField:
		for _, o := range f.Options {
			if strings.EqualFold(o, text) || strings.EqualFold(tr(o), text) {
				return o, nil
			}
		}
		return nil, fmt.Errorf("%q is none of %s", text, strings.Join(f.Options, ", "))
	case ledger.ListField:
		return parts(text), nil
	case ledger.DateField:
		if d, err := edtf.Parse(text); err == nil {
			return d.String(), nil
		}
		d, err := edtf.FromInput(text, order)
		return d.String(), err
	case ledger.RungField:
		return rungOf(text)
	case ledger.NumberField, ledger.ShareField:
		return numberOf(text)
	case ledger.WholeField:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("%q is no whole number", text)
		}
		return n, nil
	case ledger.YesNoField:
		switch strings.ToLower(text) {
		case "yes", "true", "1", "y", tr("yes"):
			return true, nil
		case "no", "false", "0", "n", tr("no"):
			return false, nil
		}
		return nil, fmt.Errorf("%q is neither yes nor no", text)
	case ledger.ReferenceField:
		return resolve(c, f.Refers, text)
	case ledger.ReferencesField:
		var ids []string
		for _, one := range parts(text) {
			id, err := resolve(c, f.Refers, one)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		return ids, nil
	}
	if json.Valid([]byte(text)) && strings.ContainsAny(text[:1], "[{") {
		return json.RawMessage(text), nil
	}
	if f.Type == ledger.CitationsField {
		return citationsOf(c, text)
	}
	return nil, errors.New("this can only be pasted as it was copied with all fields")
}

// parts splits a text at its semicolons.
func parts(text string) []string {
	var out []string
	for _, p := range strings.Split(text, ";") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// rungOf reads a rung by its number or its name.
func rungOf(text string) (ledger.Rung, error) {
	plain := strings.NewReplacer("−", "-", "–", "-", "+", "", "\u00a0", " ").Replace(text)
	number, _, _ := strings.Cut(plain, " ")
	if n, err := strconv.Atoi(number); err == nil && ledger.Rung(n).Valid() {
		return ledger.Rung(n), nil
	}
	for r := ledger.LowestRung; r <= ledger.HighestRung; r++ {
		if strings.EqualFold(r.Label(), text) || strings.EqualFold(tr(r.Label()), text) {
			return r, nil
		}
	}
	return 0, fmt.Errorf("%q is no rung from −2 to +4", text)
}

// numberOf reads a number, also with a comma for its point, a sign in print or
// as per cent.
func numberOf(text string) (float64, error) {
	plain := strings.NewReplacer("−", "-", "\u00a0", "", " ", "", "\u202f", "").Replace(text)
	percent := strings.HasSuffix(plain, "%")
	plain = strings.TrimSuffix(plain, "%")
	if strings.Count(plain, ",") == 1 && !strings.Contains(plain, ".") {
		plain = strings.Replace(plain, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number", text)
	}
	if percent {
		v /= 100
	}
	return v, nil
}

// resolve gives the id of the one record of a kind (empty: of any) that a text
// names: by its id, its name, or another name of an actor.
func resolve(c *ledger.Case, k ledger.Kind, text string) (string, error) {
	if r, ok := c.Get(text); ok && (k == "" || r.Kind() == k) {
		return text, nil
	}
	var found []string
	records := c.Records()
	if k != "" {
		records = c.Of(k)
	}
	for _, r := range records {
		a, isActor := r.(*ledger.Actor)
		if strings.EqualFold(r.Name(), text) || isActor && slices.ContainsFunc(a.Aliases, func(s string) bool { return strings.EqualFold(s, text) }) {
			found = append(found, r.RecordID())
		}
	}
	what := kindWord(k)
	if k == "" {
		what = "record"
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", fmt.Errorf("there is no %s “%s”", what, text)
	}
	return "", fmt.Errorf("“%s” may be any of %s; give the id", text, strings.Join(found, ", "))
}

// citationsOf reads citations as a line of a table shows them: the source, where
// in it, and "credibility 2"; several are parted by semicolons.
func citationsOf(c *ledger.Case, text string) ([]ledger.Citation, error) {
	var out []ledger.Citation
	for _, one := range parts(text) {
		fields := strings.Split(one, ",")
		id, err := resolve(c, ledger.KindSource, strings.TrimSpace(fields[0]))
		if err != nil {
			return nil, err
		}
		cite := ledger.Citation{Source: id, Credibility: 6}
		var where []string
		for _, f := range fields[1:] {
			f = strings.TrimSpace(f)
			if n, ok := strings.CutPrefix(f, "credibility "); ok {
				if cite.Credibility, err = strconv.Atoi(n); err != nil {
					return nil, fmt.Errorf("%q is no credibility from 1 to 6", n)
				}
				continue
			}
			where = append(where, f)
		}
		cite.Where = strings.Join(where, ", ")
		out = append(out, cite)
	}
	return out, nil
}

// withField gives a copy of a record with another value of one field; nil
// empties it.
func withField(r ledger.Record, key string, value json.RawMessage) (ledger.Record, error) {
	fields, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	if value == nil {
		delete(fields, key)
	} else {
		fields[key] = value
	}
	return recordOf(r.Kind(), fields)
}

// fieldNamed gives the field of a kind with a key; false if it has none.
func fieldNamed(k ledger.Kind, key string) (ledger.Field, bool) {
	for _, f := range ledger.Schema(k) {
		if f.Key == key {
			return f, true
		}
	}
	return ledger.Field{}, false
}
