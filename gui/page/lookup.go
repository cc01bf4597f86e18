package page

import (
	"os"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// lookup answers what forms and cards ask about the case.
type lookup struct{ s *session.Session }

// Options implements view.Lookup: the records of a kind, or of all kinds, in
// which every word of match occurs.
func (l lookup) Options(kind ledger.Kind, match string, limit int) []view.Option {
	return optionsOf(l.s.State().Case, kind, match, limit)
}

// optionsOf gives the records of a kind of a case, or of all kinds, in which
// every word of match occurs.
func optionsOf(c *ledger.Case, kind ledger.Kind, match string, limit int) []view.Option {
	records := c.Records()
	if kind != "" {
		records = c.Of(kind)
	}
	words := strings.Fields(strings.ToLower(match))
	var out []view.Option
	for _, r := range records {
		if len(out) == limit {
			break
		}
		it := itemOf(c, r.RecordID())
		text := strings.ToLower(it.title + " " + it.facts + " " + it.id)
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		out = append(out, view.Option{Key: it.id, Label: it.title, Detail: it.facts})
	}
	return out
}

// Label implements view.Lookup.
func (l lookup) Label(id string) string {
	c := l.s.State().Case
	if _, ok := c.Get(id); !ok {
		return id
	}
	return itemOf(c, id).title
}

// Reliability implements view.SourceGrades.
func (l lookup) Reliability(source string) string {
	if s, ok := l.s.State().Case.Source(source); ok {
		return s.Reliability
	}
	return ""
}

// Channels implements view.Lookup.
func (l lookup) Channels() []string {
	return append(slices.Clone(ledger.Channels), l.s.State().Case.Matter().Channels...)
}

// DayOrder implements view.Lookup: Americans write the month first.
func (l lookup) DayOrder() edtf.DayOrder { return DayOrder() }

// chosenOrder is the order of day and month that a person chose; nil: none.
var chosenOrder *edtf.DayOrder

// SetDayOrder chooses how typed dates are read: "day first", "month first", or
// as the language has it.
func SetDayOrder(order string) {
	chosenOrder = nil
	for name, o := range map[string]edtf.DayOrder{"day first": edtf.DayFirst, "month first": edtf.MonthFirst} {
		if name == order {
			chosenOrder = &o
		}
	}
}

// DayOrder is the order of day and month in which typed dates are read: the one
// chosen, or that of the person's language.
func DayOrder() edtf.DayOrder {
	if chosenOrder != nil {
		return *chosenOrder
	}
	for _, name := range []string{"LC_ALL", "LC_TIME", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "en_US") {
				return edtf.MonthFirst
			}
			return edtf.DayFirst
		}
	}
	return edtf.DayFirst
}
