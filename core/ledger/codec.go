package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// FormatName and FormatVersion stand at the head of a case written as JSON.
const (
	FormatName    = "fairweather-case"
	FormatVersion = 1
)

// Encode gives the JSON body of a record, without its kind: the same record,
// the same bytes.
func Encode(r Record) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return nil, fmt.Errorf("%s %s: write as JSON: %w", r.Kind(), r.RecordID(), err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Decode reads the JSON body of a record of kind k. A field that the kind does
// not have is an error, so that nothing is lost unseen.
func Decode(k Kind, body []byte) (Record, error) {
	r, err := New(k, "")
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(r); err != nil {
		return nil, fmt.Errorf("%s: %w", k, explain(err))
	}
	if dec.More() {
		return nil, fmt.Errorf("%s: more text after the record's closing brace", k)
	}
	return r, nil
}

// explain puts encoding/json's errors in words for the person who wrote the file.
func explain(err error) error {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		return fmt.Errorf("field %q holds a %s where a %s belongs", typ.Field, typ.Value, jsonType(typ.Type))
	}
	if msg := err.Error(); strings.HasPrefix(msg, "json: unknown field ") {
		return fmt.Errorf("field %s does not exist in this kind of record", strings.TrimPrefix(msg, "json: unknown field "))
	}
	return err
}

func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "number"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "list"
	}
	return t.String()
}

// Clone returns a copy of r that shares nothing with it.
func Clone(r Record) Record {
	body, err := Encode(r)
	if err == nil {
		var copied Record
		if copied, err = Decode(r.Kind(), body); err == nil {
			return copied
		}
	}
	panic(fmt.Sprintf("ledger: a record does not survive its own codec: %v", err)) // our bug: the fuzz test holds it
}

// listNames are the keys of a case written as JSON, by kind.
var listNames = map[Kind]string{
	KindActor: "actors", KindSource: "sources", KindMoment: "moments", KindConduct: "conduct",
	KindRequest: "requests", KindPledge: "pledges", KindContribution: "contributions",
	KindDependence: "dependences", KindHypothesis: "hypotheses", KindRating: "ratings", KindNote: "notes",
}

// MarshalCase gives the whole case as JSON that a person can read and a version
// control system can compare: one record a line, lists in the order of Kinds,
// records by id. Same case, same bytes.
func MarshalCase(c *Case) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n\"format\": %q,\n\"version\": %d,\n\"matter\": ", FormatName, FormatVersion)
	body, err := Encode(c.Matter())
	if err != nil {
		return nil, err
	}
	b.Write(body)
	for _, k := range Kinds[1:] {
		records := c.Of(k)
		slices.SortFunc(records, func(a, b Record) int { return strings.Compare(a.RecordID(), b.RecordID()) })
		fmt.Fprintf(&b, ",\n%q: [", listNames[k])
		for i, r := range records {
			if i > 0 {
				b.WriteByte(',')
			}
			body, err := Encode(r)
			if err != nil {
				return nil, err
			}
			b.WriteByte('\n')
			b.Write(body)
		}
		b.WriteString("\n]")
	}
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}

// RowError tells what is wrong with one record of a case file, and where.
type RowError struct {
	Line int    // from 1
	List string // "conduct"
	ID   string // where it could be read
	Err  error
}

// Error implements error.
func (e *RowError) Error() string {
	return fmt.Sprintf("line %d: %s %s: %v", e.Line, e.List, orID(e.ID, "(no id)"), e.Err)
}

// Unwrap gives the cause.
func (e *RowError) Unwrap() error { return e.Err }

// UnmarshalCase reads a case written by MarshalCase (or by hand, in any layout).
// Records that cannot be read are left out and reported, each with its line;
// the rest stands. It fails as a whole only for text that is not such a case.
func UnmarshalCase(data []byte) (*Case, []*RowError, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	dec := json.NewDecoder(bytes.NewReader(data))
	lineAt := lineCounter(data)
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, errors.New("not a case: the text does not begin with a JSON object")
	}
	var records []Record
	var bad []*RowError
	firstLine := map[string]int{}
	format := ""
	add := func(k Kind, list string, raw json.RawMessage, line int) {
		var head struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(raw, &head) // Decode says what is wrong
		fail := func(err error) { bad = append(bad, &RowError{line, list, head.ID, err}) }
		r, err := Decode(k, raw)
		if err != nil {
			fail(err)
			return
		}
		if r.RecordID() == "" {
			fail(errors.New("has no id; give it one"))
			return
		}
		if at, taken := firstLine[r.RecordID()]; taken {
			fail(fmt.Errorf("the id is already that of the record on line %d; give one of them another", at))
			return
		}
		firstLine[r.RecordID()] = line
		records = append(records, r)
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
		}
		key := t.(string)
		switch kind, isList := listKind(key); {
		case key == "format":
			if err := dec.Decode(&format); err != nil {
				return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
			}
		case key == "version":
			var v int
			if err := dec.Decode(&v); err != nil {
				return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
			}
			if v > FormatVersion {
				return nil, nil, fmt.Errorf("written by a newer Fairweather (case format %d; this one reads up to %d): update the program", v, FormatVersion)
			}
		case key == "matter":
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
			}
			add(KindMatter, key, raw, lineAt(dec.InputOffset()-int64(len(raw))))
		case isList:
			t, err := dec.Token()
			if err != nil {
				return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
			}
			if t != json.Delim('[') {
				return nil, nil, fmt.Errorf("line %d: %q is not a list", lineAt(dec.InputOffset()), key)
			}
			for dec.More() {
				var raw json.RawMessage
				if err := dec.Decode(&raw); err != nil {
					return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
				}
				add(kind, key, raw, lineAt(dec.InputOffset()-int64(len(raw))))
			}
			if _, err := dec.Token(); err != nil {
				return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
			}
		default:
			return nil, nil, fmt.Errorf("line %d: a case has no list %q", lineAt(dec.InputOffset()), key)
		}
	}
	if _, err := dec.Token(); err != nil {
		return nil, nil, syntaxAt(err, lineAt(dec.InputOffset()))
	}
	if format != FormatName {
		return nil, nil, fmt.Errorf("not a case: \"format\" is %q, not %q", format, FormatName)
	}
	return NewCase(records), bad, nil
}

func listKind(key string) (Kind, bool) {
	for _, k := range Kinds {
		if listNames[k] == key {
			return k, true
		}
	}
	return "", false
}

func syntaxAt(err error, line int) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("line %d: the text ends in the middle of the case; it may have been cut short", line)
	}
	return fmt.Errorf("line %d: %w", line, err)
}

// lineCounter returns a function that gives the line of a byte offset; offsets
// must be asked for in rising order, near enough: it walks forward and back.
func lineCounter(data []byte) func(int64) int {
	line, at := 1, 0
	return func(offset int64) int {
		to := int(max(0, min(offset, int64(len(data)))))
		if to >= at {
			line += bytes.Count(data[at:to], []byte("\n"))
		} else {
			line -= bytes.Count(data[to:at], []byte("\n"))
		}
		at = to
		return line
	}
}
