package start

import (
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
)

// The ids of the registers as sources of a case.
const (
	sourceATOP     = "atop"
	sourceWars     = "cow-wars"
	sourceDisputes = "gml-disputes"
	sourceVotes    = "unga-votes"
)

// sources are the registers as a case cites them, each with the reason of its
// grade.
func sources() []ledger.Record {
	make := func(id, publisher, grade, why string, r registers.Source) *ledger.Source {
		return &ledger.Source{ID: id, Title: r.Title + " (" + r.Version + ")", Publisher: publisher, Author: r.Citation, Type: "database", URL: r.URL,
			Reliability: grade, Language: "en", Tags: []string{"register"}, About: why}
	}
	return []ledger.Record{
		make(sourceATOP, "Alliance Treaty Obligations and Provisions Project", "A",
			"Graded A: coded from the texts of the treaties by a published manual. Items 2: probably true, for one project's reading stands behind each.", registers.ATOP),
		make(sourceWars, "Correlates of War Project", "B",
			"Graded B: the field's reference list of wars, revised in the open. Items 2: that a state fought is beyond doubt, its side and year rest on the coders.", registers.Wars),
		make(sourceDisputes, "Correlates of War Project", "B",
			"Graded B: a correction, case by case, of the list of disputes of the Correlates of War Project, under whose name it counts as one voice with the list of wars. Items 3: side and highest act are known, for whose sake it was done is inferred from the side.", registers.Disputes),
		make(sourceVotes, "United Nations General Assembly", "A",
			"Graded A: roll calls as the United Nations recorded them, gathered by Voeten, Strezhnev and Bailey. Items 2: copied twice since; days before the 1990s are given by month here.", registers.RollCalls),
	}
}
