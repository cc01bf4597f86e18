package balance

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/states"
)

// Flow is what one actor gave another in a year: a line of a series of trade or
// aid.
type Flow struct {
	Year     int     `json:"year"`
	From, To string  // ids of actors, or of states where the case has no such actor
	Value    float64 `json:"value"` // >= 0
	Unit     string  `json:"unit"`
	Channel  string  `json:"channel"`
}

// BadLine is a line of a file that could not be read, with what to do about it.
type BadLine struct {
	Line int
	Err  error
}

// Error implements error.
func (b BadLine) Error() string { return fmt.Sprintf("line %d: %v", b.Line, b.Err) }

// ErrHeader says that a file does not have the columns of a series.
var ErrHeader = errors.New("the first line must name the columns year, from, to, value, unit (and may name channel)")

// mostBytes bounds a file of flows; 200 states with each other over a century are
// a tenth of it.
const mostBytes = 256 << 20

// ReadFlows reads a series from CSV with the columns year, from, to, value and
// unit, in any order, and channel if there is one (else trade). Actors are named
// as in the case, or by name or code of a state. Lines that cannot be read are
// told one by one and the rest is in. It fails for a file without the columns.
func ReadFlows(r io.Reader, c *ledger.Case) ([]Flow, []BadLine, error) {
	in := csv.NewReader(io.LimitReader(r, mostBytes))
	in.FieldsPerRecord = -1
	in.TrimLeadingSpace = true
	head, err := in.Read()
	if err != nil {
		return nil, nil, ErrHeader
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	for _, need := range []string{"year", "from", "to", "value", "unit"} {
		if _, ok := at[need]; !ok {
			return nil, nil, fmt.Errorf("no column %q: %w", need, ErrHeader)
		}
	}
	var out []Flow
	var bad []BadLine
	names := map[string]string{}
	seen := map[Flow]bool{}
	for {
		row, err := in.Read()
		if err == io.EOF {
			return out, bad, nil
		}
		if err != nil {
			var p *csv.ParseError
			if errors.As(err, &p) {
				bad = append(bad, BadLine{p.Line, p.Err})
				continue
			}
			return nil, nil, fmt.Errorf("reading a series: %w", err)
		}
		line, _ := in.FieldPos(0)
		f, err := flowOf(row, at, c, names)
		if err == nil {
			same := f
			same.Value = 0
			if seen[same] {
				err = fmt.Errorf("%s to %s of %d in %s stands in the file already; only the first counts", f.From, f.To, f.Year, f.Unit)
			}
			seen[same] = true
		}
		if err != nil {
			bad = append(bad, BadLine{line, err})
			continue
		}
		out = append(out, f)
	}
}

func flowOf(row []string, at map[string]int, c *ledger.Case, names map[string]string) (Flow, error) {
	get := func(name string) string {
		if i, ok := at[name]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	year, err := strconv.Atoi(get("year"))
	if err != nil || year < 1000 || year > 3000 {
		return Flow{}, fmt.Errorf("%q is no year", get("year"))
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(get("value"), ",", ""), 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		return Flow{}, fmt.Errorf("%q is no number", get("value"))
	}
	if value < 0 {
		return Flow{}, fmt.Errorf("%v is below 0; what comes back is a line of its own, the other way", value)
	}
	f := Flow{Year: year, Value: value, Unit: get("unit"), Channel: get("channel")}
	if f.Unit == "" {
		return Flow{}, errors.New("no unit; say what the value counts (USD million)")
	}
	if f.Channel == "" {
		f.Channel = "trade"
	}
	for _, side := range []struct {
		name string
		id   *string
	}{{"from", &f.From}, {"to", &f.To}} {
		text := get(side.name)
		id, known := names[text+"\x00"+strconv.Itoa(year)]
		if !known {
			if id, err = actorOf(c, text, year); err != nil {
				return Flow{}, fmt.Errorf("%s: %w", side.name, err)
			}
			names[text+"\x00"+strconv.Itoa(year)] = id
		}
		*side.id = id
	}
	if f.From == f.To {
		return Flow{}, fmt.Errorf("%s cannot give to itself", f.From)
	}
	return f, nil
}

// actorOf finds an actor of the case, or a state by its code or name in the year.
func actorOf(c *ledger.Case, text string, year int) (string, error) {
	if text == "" {
		return "", errors.New("no actor is named")
	}
	if a, err := c.FindActor(text); err == nil {
		return a.ID, nil
	}
	day := edtf.DayOf(year, 7, 1)
	for _, find := range []func(string, edtf.Day) (states.State, bool){states.ByName, states.ByCode} {
		s, ok := find(text, day)
		if !ok {
			continue
		}
		// The case may know it by the number, under the name it has now.
		if i := slices.IndexFunc(c.Actors(), func(a *ledger.Actor) bool { return a.COW != 0 && a.COW == s.COW }); i >= 0 {
			return c.Actors()[i].ID, nil
		}
		return s.ID, nil
	}
	return "", fmt.Errorf("%q is neither an actor of the case nor a state", text)
}
