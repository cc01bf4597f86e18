package view

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Types of field that only parts of records have.
const (
	credibilityField ledger.FieldType = "credibility" // 1 .. 6
	momentsField     ledger.FieldType = "moments"     // types of moment, or situations
)

// partFields describes the parts of the fields that are lists or objects, in
// the order of a form; the ledger describes only fields of whole records.
var partFields = map[ledger.FieldType][]ledger.Field{
	ledger.CitationsField: {
		{Key: "source", Label: "Source", Type: ledger.ReferenceField, Refers: ledger.KindSource, Required: true},
		{Key: "where", Label: "Where", Type: ledger.TextField, Help: "page, paragraph, minute"},
		{Key: "credibility", Label: "Credibility", Type: credibilityField, Required: true, Help: "Of this item, not of its source"},
		{Key: "quote", Label: "Quote", Type: ledger.LongTextField, Help: "The words it rests on"},
	},
	ledger.MilestonesField: {
		{Key: "date", Label: "Date", Type: ledger.DateField, Required: true, Help: "2025-06-13 or Dec 2007"},
		{Key: "type", Label: "What happened", Type: ledger.ChoiceField, Required: true, Options: ledger.MilestoneTypes},
		{Key: "share", Label: "Share delivered by then", Type: ledger.ShareField, Help: "0 to 1"},
		{Key: "amount", Label: "Amount by then", Type: ledger.NumberField, Help: "In the pledge's unit; restated, never added"},
		{Key: "note", Label: "Note", Type: ledger.LongTextField},
		{Key: "citations", Label: "Citations", Type: ledger.CitationsField},
	},
	ledger.ObligationsField: {
		{Key: "rung", Label: "Rung it obliges to", Type: ledger.RungField, Required: true, Help: "+1 words to +4 fight beside"},
		{Key: "moments", Label: "At moments of", Type: momentsField, Required: true, Help: "Types of moment, or whole situations"},
		{Key: "against", Label: "Only against", Type: ledger.ReferencesField, Refers: ledger.KindActor, Help: "Empty: whoever the adversary is"},
		{Key: "note", Label: "Note", Type: ledger.LongTextField, Help: "The article, its conditions"},
	},
	ledger.SimilaritiesField: {
		{Key: "a", Label: "One actor", Type: ledger.ReferenceField, Refers: ledger.KindActor, Required: true},
		{Key: "b", Label: "The other", Type: ledger.ReferenceField, Refers: ledger.KindActor, Required: true},
		{Key: "value", Label: "Similarity", Type: ledger.ShareField, Required: true, Help: "0 not at all, 1 the same"},
		{Key: "basis", Label: "Basis", Type: ledger.LongTextField, Help: "Where it comes from"},
	},
	ledger.QuestionField: {
		{Key: "relier", Label: "Relier", Type: ledger.ReferenceField, Refers: ledger.KindActor, Help: "Who asks"},
		{Key: "partner", Label: "Partner", Type: ledger.ReferenceField, Refers: ledger.KindActor, Help: "Who is asked about"},
		{Key: "as_of", Label: "As of", Type: ledger.DateField, Help: "Empty: today"},
		{Key: "situation", Label: "Situation", Type: ledger.ChoiceField, Options: ledger.Situations[1:], Help: "Empty: any"},
	},
	ledger.SettingsField: {
		{Key: "half_life_years", Label: "Half-life, years", Type: ledger.NumberField, Help: "0: nothing fades; empty: the default"},
		{Key: "other_situation", Label: "Weight of other situations", Type: ledger.ShareField, Help: "0 to 1; empty: the default"},
		{Key: "prior_mass", Label: "Prior mass", Type: ledger.NumberField, Help: "Above 0; empty: the default"},
		{Key: "horizon_years", Label: "Forecast horizon, years", Type: ledger.NumberField, Help: "Above 0; empty: the default"},
		{Key: "words", Label: "Words", Type: ledger.ChoiceField, Options: []string{"icd203", "phia"}, Help: "The scale of words of probability"},
	},
}

// newEditor makes the editor of a field.
func newEditor(b *fieldBlock, f ledger.Field) editor {
	switch f.Type {
	case ledger.LongTextField:
		return newTextEditor(b, true, readText)
	case ledger.DateField:
		return newDateEditor(b)
	case ledger.NumberField:
		return newTextEditor(b, false, readNumber)
	case ledger.ShareField:
		return newTextEditor(b, false, readShare)
	case ledger.WholeField:
		return newTextEditor(b, false, readWhole)
	case ledger.ChoiceField, ledger.OpenChoiceField, credibilityField:
		return newChoiceEditor(b)
	case ledger.RungField:
		return newRungEditor(b)
	case ledger.YesNoField:
		return newYesNoEditor(b)
	case ledger.ReferenceField:
		return newReferenceEditor(b)
	case ledger.ReferencesField, ledger.ListField, momentsField:
		return newChipsEditor(b)
	case ledger.CitationsField, ledger.MilestonesField, ledger.ObligationsField, ledger.SimilaritiesField:
		return newItemsEditor(b)
	case ledger.QuestionField, ledger.SettingsField:
		return newObjectEditor(b)
	}
	return newTextEditor(b, false, readText)
}

// reading turns a typed text, free of outer spaces and not empty, into a value;
// wrong says in words why it cannot.
type reading func(text string) (v any, wrong string)

func readText(text string) (any, string) { return text, "" }

func readNumber(text string) (any, string) {
	n, ok := parseNumber(text)
	if !ok {
		return nil, fmt.Sprintf(lang.L("%q is not a number. Write it as 1200 or 0.25."), text)
	}
	return n, ""
}

func readShare(text string) (any, string) {
	percent := strings.HasSuffix(text, "%")
	n, ok := parseNumber(strings.TrimSpace(strings.TrimSuffix(text, "%")))
	if !ok {
		return nil, fmt.Sprintf(lang.L("%q is not a share. Write 0.4 or 40 %%."), text)
	}
	f, err := n.Float64()
	if percent {
		f /= 100
		n = json.Number(strconv.FormatFloat(f, 'g', -1, 64))
	}
	if err != nil || f < 0 || f > 1 {
		return nil, fmt.Sprintf(lang.L("A share lies between 0 and 1; %s does not."), text)
	}
	return n, ""
}

func readWhole(text string) (any, string) {
	n, err := strconv.Atoi(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		return nil, fmt.Sprintf(lang.L("%q is not a whole number."), text)
	}
	return json.Number(strconv.Itoa(n)), ""
}

// parseNumber reads a number as people type it: spaces between thousands, and a
// comma for the point where there is only one and it cannot part thousands.
func parseNumber(text string) (json.Number, bool) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "_", "", "−", "-").Replace(text)
	if i := strings.IndexByte(text, ','); i >= 0 {
		if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") && len(text)-i-1 != 3 {
			text = text[:i] + "." + text[i+1:]
		} else {
			text = strings.ReplaceAll(text, ",", "")
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "xXpP") || f != f || f > 1e300 || f < -1e300 {
		return "", false
	}
	return json.Number(mustJSON(f)), true
}

// optionsOf gives what a choice offers, with a word on each where it has one.
func optionsOf(f ledger.Field, lookup Lookup) []Option {
	var out []Option
	if !f.Required {
		out = append(out, Option{Key: "", Label: tr(emptyWord(f))})
	}
	if f.Type == credibilityField {
		for i, text := range credibilities {
			out = append(out, Option{Key: strconv.Itoa(i + 1), Label: strconv.Itoa(i+1) + "  " + tr(text)})
		}
		return out
	}
	for _, o := range f.Options {
		option := Option{Key: o, Label: tr(o)}
		switch f.Key {
		case "reliability":
			option.Label = o + "  " + tr(reliabilities[o])
		case "type":
			option.Detail = tr(situationWords[ledger.SituationOf(o)])
		case "seen":
			option.Label = tr(seenWords[o])
		case "words":
			option.Label = map[string]string{"icd203": "ICD 203", "phia": "PHIA"}[o]
		}
		out = append(out, option)
	}
	if f.Type == ledger.OpenChoiceField && lookup != nil {
		for _, c := range lookup.Channels() {
			out = append(out, Option{Key: c, Label: c, Detail: lang.L("of this case")})
		}
	}
	return out
}

// emptyWord names the choice of nothing.
func emptyWord(f ledger.Field) string {
	switch f.Key {
	case "situation":
		return "any"
	case "words":
		return "as by default"
	case "seen":
		return "not said yet"
	}
	return "none"
}

// The Admiralty code: NATO AJP-2.1, the reliability of a source and the
// credibility of an item.
var (
	reliabilities = map[string]string{
		"A": "completely reliable", "B": "usually reliable", "C": "fairly reliable",
		"D": "not usually reliable", "E": "unreliable", "F": "reliability cannot be judged",
	}
	credibilities = []string{
		"confirmed by other sources", "probably true", "possibly true", "doubtful", "improbable", "truth cannot be judged",
	}
	seenWords      = map[string]string{"text": "its full text", "page": "its page, or an excerpt", "memory": "nothing: cited from memory"}
	situationWords = map[string]string{"": "", "force": "under attack or threat", "pressure": "under pressure", "internal": "internal", "disaster": "disaster"}
)

// textOf gives a JSON value as the text of an entry.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return fmt.Sprint(v)
}

// readDate reads what a person typed as a date.
func readDate(text string, order edtf.DayOrder) (edtf.Date, error) {
	return edtf.FromInput(text, order)
}
