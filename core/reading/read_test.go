package reading

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// brief writes a candidate as "kind from>to polarity detail".
func brief(c Candidate) string {
	from, to := c.Pair()
	detail := c.Fields.Type
	if c.Kind == Moment {
		to = strings.Join(c.Fields.InNeed, "+")
	}
	if c.Fields.Rung != nil {
		detail = fmt.Sprintf("%+d", *c.Fields.Rung)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s>%s %s %s", c.Kind, from, to, c.Polarity, detail))
}

// TestSentencesRead holds what one sentence yields, all of it, before it is weighed.
func TestSentencesRead(t *testing.T) {
	unweighed := *testLexicon(t)
	unweighed.weights, unweighed.sorts = nil, nil
	lex := &unweighed
	for _, c := range []struct {
		why, date, text string
		want            []string
	}{
		{"active", "2024", "Poland handed over 14 tanks to Ukraine.", []string{"conduct poland>ukraine positive +3"}},
		{"two givers", "2022", "Russia and China vetoed the resolution against Syria.", []string{"conduct russia>syria positive +2", "conduct china>syria positive +2"}},
		{"by-agent", "2016", "Syria was supplied with ammunition by Russia.", []string{"contribution russia>syria positive"}},
		{"capital stands for state", "2012", "Moscow promised Damascus helicopters.", []string{"pledge russia>syria neutral"}},
		{"capital of another time", "1912", "St Petersburg promised Belgrade its support.", []string{"pledge russia>serbia neutral"}},
		{"the same capital earlier", "1975", "Moscow sent tanks to Syria.", []string{"conduct soviet-union>syria positive +3"}},
		{"seat of power", "1990", "Downing Street sent tanks to Kuwait.", []string{"conduct united-kingdom>kuwait positive +3"}},
		{"place is no actor", "2024", "Diplomats met in Geneva and Vienna.", nil},
		{"newspaper is no actor", "2024", "The Washington Post supports Ukraine.", nil},
		{"harm condemned helps", "2024", "Pakistan condemned the attack on Iran.", []string{"moment >iran neutral attack", "conduct pakistan>iran positive +1"}},
		{"condemned is harm", "2024", "Pakistan condemned Iran.", []string{"conduct pakistan>iran negative -1"}},
		{"vote against a friend's friend", "2015", "Russia voted for sanctions on North Korea.", []string{"moment >north-korea neutral sanctions", "conduct russia>north-korea negative -1"}},
		{"delay is no refusal", "2024", "The United States is delaying a shipment of aid to Israel.", []string{"milestone united-states>israel negative delayed"}},
		{"refusal is no delay", "2024", "Hungary refused to send weapons to Ukraine.", []string{"conduct hungary>ukraine negative -1"}},
		{"suspended", "2014", "France suspended the delivery of warships to Russia.", []string{"milestone france>russia negative suspended"}},
		{"cancelled", "2021", "Australia cancelled its contract with France for submarines.", []string{"milestone australia>france negative cancelled"}},
		{"asked", "1982", "Britain asked the United States for missiles.", []string{"request united-kingdom>united-states neutral +3"}},
		{"depends", "2021", "Germany depends on Russia for half of its gas.", []string{"dependence russia>germany neutral"}},
		{"should", "2024", "Berlin should send tanks to Kyiv.", []string{"prescription >germany neutral"}},
		{"should have", "2024", "Berlin should have sent tanks to Kyiv.", []string{"claim germany>ukraine negative"}},
		{"question", "2024", "Did Berlin send tanks to Kyiv?", nil},
		{"if", "2024", "If Berlin sends tanks to Kyiv, the war goes on.", nil},
		{"could", "2024", "Turkey is weighing whether it could supply drones to Sudan.", nil},
		{"wants", "2024", "Turkey wants to supply drones to Sudan.", nil},
		{"denied", "2024", "Rwanda denied that it had sent troops to M23.", []string{"claim rwanda>m23 neutral"}},
		{"not true", "2024", "It is not true that Russia abandoned Armenia.", nil},
		{"neither", "2024", "Neither Brazil nor India condemned Russia.", []string{"conduct brazil>russia neutral +0", "conduct india>russia neutral +0"}},
		{"silent", "2023", "Russia remained silent on Armenia.", []string{"conduct russia>armenia neutral +0"}},
		{"double object", "1956", "The Soviet Union gave Egypt a loan.", []string{"contribution soviet-union>egypt positive"}},
		{"nothing matches", "2024", "The weather in the capital was fine and the orchestra played.", nil},
		{"pronoun", "2024", "Turkey stood by Azerbaijan. It sent drones to the country.", []string{"conduct turkey>azerbaijan positive +1", "conduct turkey>azerbaijan positive +3"}},
		{"verb left out", "2024", "Canada has paid Ukraine 8.7 million dollars, France 3.2 million and Japan 6 million.", []string{"contribution canada>ukraine positive", "contribution france>ukraine positive", "contribution japan>ukraine positive"}},
		{"members of a whole", "2024", "Germany will support Syria's neighbours: Jordan, Lebanon and Iraq.", []string{"pledge germany>jordan neutral", "pledge germany>lebanon neutral", "pledge germany>iraq neutral"}},
		{"the same in short", "2024", "Laos condemned the bombing of Serbia; Romania has not.", []string{"moment >serbia neutral attack", "conduct laos>serbia positive +1", "conduct romania>serbia neutral +0"}},
		{"late without a verb of delay", "2024", "France's howitzers for Ukraine are being fitted out, two years behind schedule.", []string{"milestone france>ukraine negative delayed"}},
		{"forces at a place", "1979", "Soviet warships are off the coast of Vietnam.", []string{"conduct soviet-union>vietnam positive +3"}},
		{"bound by a treaty", "1939", "The treaty binds Britain to give Poland all support.", []string{"pledge united-kingdom>poland neutral"}},
		{"waited for", "2024", "Taiwan is still waiting for its fighters from the United States.", []string{"milestone united-states>taiwan negative delayed"}},
		{"whose things they are", "1939", "British aircraft were promised to Poland.", []string{"pledge united-kingdom>poland neutral"}},
		{"no longer", "2024", "Austria would no longer support Serbia, it said.", []string{"conduct austria>serbia negative -1"}},
		{"words put in between", "2024", "Poland has, in agreement with Germany, sent tanks to Ukraine.", []string{"conduct poland>ukraine positive +3"}},
		{"more than a number", "2024", "Germany sent more than three hundred tanks to Ukraine.", []string{"conduct germany>ukraine positive +3"}},
		{"has a treaty", "1939", "Romania has an alliance with Poland.", []string{"pledge romania>poland neutral"}},
		{"it is not the one who acts", "2024", "Egypt praised Iraq and sold it tanks.", []string{"conduct egypt>iraq positive +1", "contribution egypt>iraq positive"}},
		{"relative clause", "2024", "Turkey, which armed Azerbaijan, condemned Armenia.", []string{"contribution turkey>azerbaijan positive", "conduct turkey>armenia negative -1"}},
	} {
		var got []string
		for _, x := range Read(c.text, Meta{Date: edtf.MustParse(c.date)}, lex) {
			got = append(got, brief(x))
		}
		slices.Sort(got)
		want := slices.Clone(c.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q\n  gives %q\n  want  %q", c.why, c.text, got, want)
		}
	}
}

// Who asserts is kept apart from what is asserted.
func TestAssertedBy(t *testing.T) {
	lex := testLexicon(t)
	for _, c := range []struct {
		text, by string
		modality Modality
	}{
		{"Iran sent drones to Russia.", Article, AsFact},
		{"Ukraine says that Iran sent drones to Russia.", "ukraine", AsAllegation},
		{"Iran sent drones to Russia, Ukraine's president said.", "ukraine", AsAllegation},
		{"According to Ukraine, Iran sent drones to Russia.", "ukraine", AsAllegation},
		{"Iran reportedly sent drones to Russia.", Article, AsAllegation},
		{"Iran is said to have sent drones to Russia.", Article, AsAllegation},
		{"Iran says it sent drones to Russia.", "iran", AsFact},
		{"\"We sent drones to Russia,\" Iran's foreign minister said.", "iran", AsFact},
	} {
		got := Read(c.text, Meta{Date: edtf.MustParse("2023")}, lex)
		i := slices.IndexFunc(got, func(x Candidate) bool { return x.Fields.From == "iran" && x.Fields.To == "russia" })
		if i < 0 {
			t.Errorf("%q: nothing from Iran to Russia in %+v", c.text, got)
			continue
		}
		if got[i].AssertedBy != c.by || got[i].Modality != c.modality {
			t.Errorf("%q: asserted by %s as %s, want %s as %s", c.text, got[i].AssertedBy, got[i].Modality, c.by, c.modality)
		}
	}
}

// An office is held by whoever held it on the article's day.
func TestOfficeByDate(t *testing.T) {
	lex := testLexicon(t)
	for _, c := range []struct{ date, text, from string }{
		{"1980", "Brezhnev sent advisers to Syria.", "soviet-union"},
		{"2016", "Putin sent planes to Syria.", "russia"},
		{"2005", "President Bush sent planes to Iraq.", "united-states"},
		{"2024", "Mr. Bush sent planes to Iraq.", "united-states"},
	} {
		got := Read(c.text, Meta{Date: edtf.MustParse(c.date)}, lex)
		if len(got) == 0 || got[0].Fields.From != c.from {
			t.Errorf("%s: %q gives %+v, want from %s", c.date, c.text, got, c.from)
		}
	}
	if got := Read("Baker sent planes to Iraq.", Meta{Date: edtf.MustParse("2024")}, lex); len(got) > 0 {
		t.Errorf("a common surname without an office gives %+v", got)
	}
}

func TestOtherLanguageYieldsNothing(t *testing.T) {
	lex := testLexicon(t)
	if got := Read("Iran sent drones to Russia.", Meta{Language: "fa"}, lex); got != nil {
		t.Errorf("a text marked as Persian gives %v", got)
	}
	if got := Read("Iran sent drones to Russia.", Meta{Language: "en-GB"}, lex); len(got) == 0 {
		t.Error("a text marked as British English gives nothing")
	}
}

// Who has the turn in a transcript says "we".
func TestTurns(t *testing.T) {
	lex := testLexicon(t)
	text := "SECRETARY BLINKEN: We have sent tanks to Ukraine. We will send more.\n\nFOREIGN MINISTER LAVROV: We have sent missiles to Syria.\n\nQUESTION: Have you sent aircraft?\n"
	var got []string
	for _, c := range Read(text, Meta{Date: edtf.MustParse("2023-03-01")}, lex) {
		if from, to := c.Pair(); from != "" {
			got = append(got, from+">"+to)
		}
	}
	for _, want := range []string{"united-states>ukraine", "russia>syria"} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s in %q", want, got)
		}
	}
	if slices.Contains(got, "united-states>syria") || slices.Contains(got, "russia>ukraine") {
		t.Errorf("speakers are mixed up: %q", got)
	}
}

// What is weighed is a share, and nothing below the threshold is shown.
func TestConfidenceIsWeighed(t *testing.T) {
	lex := testLexicon(t)
	for _, g := range loadGold(t, "tune")[:6] {
		for _, c := range Read(g.text, g.meta, lex) {
			if c.Confidence < .2 || c.Confidence > .98 {
				t.Errorf("%s: confidence %.2f of %s", g.name, c.Confidence, brief(c))
			}
		}
	}
}
