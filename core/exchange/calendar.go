package exchange

import (
	"cmp"
	"slices"
	"strings"

	ics "github.com/arran4/golang-ical"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Due is a day on which something falls due.
type Due struct {
	Record, Title, About string
	Date                 edtf.Date
}

// DueDates lists what falls due in a case and is not settled as known on a day:
// open pledges with a due date, and forecasts (notes with the tag "forecast")
// without an outcome, at the end of their horizon. Of a month or a year it is
// the last day. By date.
func DueDates(c *ledger.Case, asOf edtf.Day) []Due {
	var out []Due
	for _, p := range c.Pledges() {
		if _, ok := p.Due.Latest(); !ok {
			continue
		}
		if state, _ := p.StateOn(asOf); state == ledger.Open || state == ledger.NotPromised {
			out = append(out, Due{p.ID, "Due: " + p.Title, c.ActorName(p.From) + " to " + c.ActorName(p.To) + ", " + p.Channel, p.Due})
		}
	}
	for _, n := range c.Notes() {
		if !slices.Contains(n.Tags, "forecast") || !n.Date.IsInterval() {
			continue
		}
		if _, ok := n.Date.End().Latest(); !ok {
			continue
		}
		settled := slices.ContainsFunc(c.RatingsOf(n.ID), func(r *ledger.Rating) bool {
			return r.Subject == "outcome" && ledger.KnownBy(r.Date, asOf)
		})
		if !settled {
			out = append(out, Due{n.ID, "Forecast falls due: " + n.Title, n.Text, n.Date.End()})
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int {
		x, _ := a.Date.Latest()
		y, _ := b.Date.Latest()
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a.Record, b.Record))
	})
	return out
}

// Calendar gives the DueDates of a case as iCalendar (RFC 5545), one whole-day
// event each with a reminder a week before. caseID tells the events of one case
// from those of another; the same case, the same bytes.
func Calendar(c *ledger.Case, caseID string, asOf edtf.Day) []byte {
	cal := ics.NewCalendarFor("Fairweather")
	cal.SetXWRCalName(c.Matter().Name())
	for _, d := range DueDates(c, asOf) {
		last, _ := d.Date.Latest() // it has one, or it were not listed
		e := cal.AddEvent(d.Record + "@" + cmp.Or(slug(caseID), "case") + ".fairweather")
		e.SetDtStampTime(asOf.Time())
		e.SetAllDayStartAt(last.Time())
		e.SetAllDayEndAt((last + 1).Time())
		e.SetSummary(oneLine(d.Title))
		if d.About != "" {
			e.SetDescription(d.About)
		}
		e.SetTimeTransparency(ics.TransparencyTransparent)
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("-P7D")
		alarm.SetProperty(ics.ComponentPropertyDescription, oneLine(d.Title))
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
