package start

import (
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// What the card of votes offers is what a starting case of the two states holds.
func TestVotesOfACaseAreThoseOfAStartingCase(t *testing.T) {
	begun := begin(t, "iran", "russia", "2026-01-01", Options{})
	list, err := VotesOf(begun, "iran", "russia", day("2026-01-01"))
	if err != nil || len(list) == 0 {
		t.Fatalf("%d years, %v", len(list), err)
	}
	for _, v := range list {
		if !v.Known || len(v.Votes) == 0 || len(v.Conduct) == 0 {
			t.Errorf("%s: known %v, %d votes, %d records", v.Moment.ID, v.Known, len(v.Votes), len(v.Conduct))
		}
	}
	if changes := Changes(begun, list); len(changes) > 0 {
		t.Errorf("%d changes to a case that has all of it", len(changes))
	}

	// A case whose actors have ids of their own gets them under these.
	own := ledger.NewCase([]ledger.Record{&ledger.Matter{ID: ledger.MatterID, Title: "x"},
		&ledger.Actor{ID: "a001", Label: "Islamic Republic of Iran", Type: "state"}, &ledger.Actor{ID: "a002", Label: "Moscow", Type: "state", ISO3: "RUS"}, &ledger.Actor{ID: "a003", Label: "Hezbollah", Type: "group"}})
	mine, err := VotesOf(own, "a001", "a002", day("2026-01-01"))
	if err != nil || len(mine) != len(list) {
		t.Fatalf("%d years, want %d; %v", len(mine), len(list), err)
	}
	next := own.With(Changes(own, mine)...)
	if bad := ledger.Errors(ledger.Check(next)); len(bad) > 0 {
		t.Errorf("%v", bad)
	}
	if n := len(next.ConductBetween("a002", "a001")); n < len(list) {
		t.Errorf("%d records of conduct", n)
	}
	if none, err := VotesOf(own, "a003", "a002", day("2026-01-01")); err != nil || none != nil {
		t.Errorf("a group votes: %v, %v", none, err)
	}
	if early, _ := VotesOf(own, "a001", "a002", day("1990-01-01")); len(early) >= len(mine) {
		t.Errorf("%d years by 1990, %d by 2026", len(early), len(mine))
	}
}
