package events

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/states"
)

// namesAsOf is the day on which names and codes are looked up: the library holds
// the states of our day (see stateTables).
var namesAsOf = edtf.DayOf(2020, 1, 1)

// CodesOf gives the codes under which the library holds a state, from its id in the
// lexicon, an ISO or CAMEO code, or a name. It fails, and says so plainly, where
// the text names no state that has a code.
func CodesOf(text string) ([]string, error) {
	text = strings.TrimSpace(text)
	found, ok := states.ByID(strings.ReplaceAll(strings.ToLower(text), "_", "-"))
	if !ok {
		found, ok = states.ByCode(text, namesAsOf)
	}
	if !ok {
		found, ok = states.ByName(text, namesAsOf)
	}
	if !ok {
		return nil, say("there is no state %q: give its name or a code, as in Iran or IRN", text)
	}
	codes := states.Codes(found.ID)
	if len(codes) == 0 {
		return nil, say("%s has no code in event data, which begins in 1979", found.Name)
	}
	return codes, nil
}

// ActorCodes gives the codes of a case's actor: by its ISO code, its id, its number
// or one of its names. An actor that is no state has none: events are held by state.
func ActorCodes(a *ledger.Actor) ([]string, error) {
	if a.ISO3 != "" {
		if codes, err := CodesOf(a.ISO3); err == nil {
			return codes, nil
		}
	}
	if a.Type != "state" && a.Type != "government" && a.ISO3 == "" && a.COW == 0 {
		return nil, say("%s is a %s and has no state's code: event data is held by state; give the actor an ISO code to read a state's events as its own", a.Name(), say(a.Type))
	}
	if s, ok := states.ByCOW(a.COW, namesAsOf); a.COW != 0 && ok {
		if codes := states.Codes(s.ID); len(codes) > 0 {
			return codes, nil
		}
	}
	for _, name := range append([]string{a.ID, a.Label}, a.Aliases...) {
		if len(name) < 4 { // a short alias may be another state's code
			continue
		}
		if codes, err := CodesOf(name); err == nil {
			return codes, nil
		}
	}
	return nil, say("%s has no state's code: give the actor its ISO code (three letters) to ask event data about it", a.Name())
}

// NotAsked is a moment of a case at which no silence can be measured, and why.
type NotAsked struct {
	Moment string       `json:"moment"`
	Reason string       `json:"reason"` // in English
	Why    measure.Said `json:"-"`      // the reason, for any language
}

// AsksOf makes the asks for the moments of a case at which the relier was in need
// and that began by the as-of day, in the order of their start; and tells of which
// moments nothing can be asked. Moments before the first event data are among these.
func AsksOf(c *ledger.Case, relier, partner string, f Filter, asOf edtf.Day) ([]measure.Ask, []NotAsked, error) {
	codes := [2][]string{}
	for i, id := range []string{relier, partner} {
		a, ok := c.Actor(id)
		if !ok {
			return nil, nil, fmt.Errorf("the case has no actor %q", id)
		}
		var err error
		if codes[i], err = ActorCodes(a); err != nil {
			return nil, nil, err
		}
	}
	var asks []measure.Ask
	var not []NotAsked
	for _, m := range c.Moments() {
		if !m.Needs(relier) || !ledger.KnownBy(m.Start, asOf) {
			continue
		}
		start, why := startOf(m)
		if !why.IsZero() {
			not = append(not, NotAsked{m.ID, why.String(), why})
			continue
		}
		asks = append(asks, measure.Ask{Moment: m.ID, Relier: relier, Partner: partner, Toward: codes[0], By: codes[1], Start: start, AsOf: asOf, Filter: f})
	}
	return asks, not, nil
}

// startOf gives the day on which a moment started, where the date tells it closely
// enough for a window of two weeks.
func startOf(m *ledger.Moment) (edtf.Day, measure.Said) {
	first, ok := m.Start.Earliest()
	last, known := m.Start.Latest()
	if !ok || !known {
		return 0, say("its start %s is open", m.Start)
	}
	if last-first >= measure.WindowDays {
		return 0, say("its start %s is not known to within the two weeks of the window", m.Start)
	}
	return first, measure.Said{}
}

// say says something for any language; its text is a key of the translations.
func say(key string, args ...any) measure.Said { return measure.Said{Key: key, Args: args} }

// longest is for how many days a moment of a case keeps others from being suggested:
// a war of years would hide all that followed.
const longest = 90

// KnownSpans gives the days of the moments at which an actor was in need, of long
// ones the first 90.
func KnownSpans(c *ledger.Case, actor string) []Span {
	var out []Span
	for _, m := range c.Moments() {
		first, ok := m.Start.Earliest()
		if !m.Needs(actor) || !ok {
			continue
		}
		s := Span{First: first, Last: first + longest - 1}
		end := m.End
		if end.IsZero() {
			end = m.Start
		}
		if last, ok := end.Latest(); ok && last >= first {
			s.Last = min(s.Last, last)
		}
		out = append(out, s)
	}
	return out
}

// Moment drafts the moment that a suggestion may become, without an id, for a person
// to look at and change: what type it is of, the events behind it must tell. Its
// words are in the language of in.
func (s Suggestion) Moment(actor *ledger.Actor, in func(measure.Said) string) *ledger.Moment {
	title := say("Surge in conflict toward %s", actor.Name())
	if s.Kind == changePoint {
		title = say("More conflict toward %s", actor.Name())
	}
	about := in(say("Suggested by event data: %d acts of conflict toward %s in %s, %.1f times the %.0f of before. Method: %s.",
		s.Acts, actor.Name(), s.Days, s.Times, s.Expected, s.Method))
	return &ledger.Moment{Title: in(title), InNeed: []string{actor.ID}, Start: edtf.DateOf(s.Days.First), End: edtf.DateOf(s.Days.Last),
		Type: "crisis", About: about, Tags: []string{"suggested by events"}}
}

// Sources drafts a source for each event behind a suggestion that has an address,
// without ids and without a grade, which a person gives.
func (s Suggestion) Sources() []ledger.Source {
	var out []ledger.Source
	for _, e := range s.Events {
		at, err := url.Parse(e.URL)
		if err != nil || at.Host == "" {
			continue
		}
		code, _ := CodeOf(e.Code)
		title := strings.TrimSpace(fmt.Sprintf("%s, %s: %s", cmp.Or(e.Actor1, e.Source), cmp.Or(e.Actor2, e.Target), code.Label))
		out = append(out, ledger.Source{Title: title, Publisher: strings.TrimPrefix(at.Hostname(), "www."), URL: e.URL, Date: edtf.DateOf(e.Day), Type: "news", Reliability: "F"})
	}
	return out
}
