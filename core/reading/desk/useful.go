package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// key tells analysts apart in ids.
func (w Who) key() string {
	sum := sha256.Sum256([]byte(w.name()))
	return hex.EncodeToString(sum[:4])
}

// Useful gives the edit that says whether a text was of use, and why: one vote
// an analyst, the last one counts. It fails where there is no such source.
func Useful(c *ledger.Case, source string, yes bool, why string, who Who) (Edit, error) {
	s, ok := c.Source(source)
	if !ok {
		return Edit{}, fmt.Errorf("rating the use of %q: the case has no such source", source)
	}
	value := "no"
	if yes {
		value = "yes"
	}
	r := &ledger.Rating{ID: longID("use", source, who.key()), Analyst: who.name(), Subject: subjectUsefulness, Record: source, Value: value, Date: edtf.DateOf(who.Day), Why: why}
	return Edit{Label: "Rate the use of " + s.Name(), Changes: []ledger.Change{{ID: r.ID, Record: r}}, Record: source}, nil
}

// Vote is one analyst's word on the use of a text.
type Vote struct {
	Analyst string
	Yes     bool
	Why     string
	Date    edtf.Date
}

// Votes lists what analysts said of the use of a source, by id of the rating.
func Votes(c *ledger.Case, source string) []Vote {
	var out []Vote
	for _, r := range c.RatingsOf(source) {
		if r.Subject == subjectUsefulness {
			out = append(out, Vote{r.Analyst, r.Value == "yes", r.Why, r.Date})
		}
	}
	return out
}

// Repeats gives the edit that says that a source is a copy of another: all
// copies of one text are one voice wherever publishers are counted
// (ledger.Case.Publisher). of "" says that it is none after all. It fails where
// either is missing and where the copies would run in a circle.
func Repeats(c *ledger.Case, source, of string) (Edit, error) {
	s, ok := c.Source(source)
	if !ok {
		return Edit{}, fmt.Errorf("marking %q as a copy: the case has no such source", source)
	}
	label := s.Name() + " is no copy"
	if of != "" {
		first, ok := c.Source(of)
		if !ok {
			return Edit{}, fmt.Errorf("marking %s as a copy of %q: the case has no such source", source, of)
		}
		for at, n := first, 0; n <= len(c.Sources()); n++ {
			if at.ID == source {
				return Edit{}, fmt.Errorf("marking %s as a copy of %s: that one goes back to it already; mark the original the other way round", source, of)
			}
			next, more := c.Source(at.Republishes)
			if !more {
				break
			}
			at = next
		}
		label = s.Name() + " repeats " + first.Name()
	}
	copied := *s
	copied.Republishes = of
	return Edit{Label: label, Changes: []ledger.Change{{ID: source, Record: &copied}}, Record: source}, nil
}
