package exchange

import (
	"bytes"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func mustDate(s string) edtf.Date { return edtf.MustParse(s) }

func TestCalendar(t *testing.T) {
	c := dyadCase().With(
		ledger.Change{Record: &ledger.Pledge{ID: "p001", Title: "A dam; with, marks\nand a second line", From: "ru", To: "iran", Channel: "money", Promised: mustDate("2020"), Due: mustDate("2026-05")}},
		ledger.Change{Record: &ledger.Pledge{ID: "p002", Title: "Kept", From: "ru", To: "iran", Channel: "money", Promised: mustDate("2020"), Due: mustDate("2026-05"), Milestones: []ledger.Milestone{{Date: mustDate("2021"), Type: "fulfilled"}}}},
		ledger.Change{Record: &ledger.Pledge{ID: "p003", Title: "No date", From: "ru", To: "iran", Channel: "money", Promised: mustDate("2020")}},
		ledger.Change{Record: &ledger.Note{ID: "n001", Title: "It will rain", Text: "Words", Tags: []string{"forecast"}, Date: mustDate("2025-01-01/2025-12-31")}},
		ledger.Change{Record: &ledger.Note{ID: "n002", Title: "It rained", Tags: []string{"forecast"}, Date: mustDate("2024-01-01/2024-12-31")}},
		ledger.Change{Record: &ledger.Rating{ID: "r001", Analyst: "A", Subject: "outcome", Record: "n002", Value: "yes", Date: mustDate("2025-01-02")}},
	)
	day := edtf.DayOf(2025, 6, 1)
	text := Calendar(c, "x", day)
	if !bytes.Equal(text, Calendar(c, "x", day)) {
		t.Error("not the same bytes twice")
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	events := cal.Events()
	if len(events) != 2 {
		t.Fatalf("%d events\n%s", len(events), text)
	}
	for i, want := range []struct{ uid, start, summary string }{
		{"n001@x.fairweather", "20251231", "Forecast falls due: It will rain"}, {"p001@x.fairweather", "20260531", "Due: A dam; with, marks and a second line"},
	} {
		e := events[i]
		if e.Id() != want.uid || e.GetProperty(ics.ComponentPropertyDtStart).Value != want.start || e.GetProperty(ics.ComponentPropertySummary).Value != want.summary || len(e.Alarms()) != 1 {
			t.Errorf("event %d: %s", i, e.Serialize(&ics.SerializationConfiguration{}))
		}
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.Contains(line, "\n") {
			t.Errorf("the line %q is not as RFC 5545 has it", line)
		}
	}
}
