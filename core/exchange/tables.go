package exchange

import (
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// column is one column of a table of a Data Package.
type column struct {
	name     string
	path     string // in the record's JSON: "question.relier"
	kind     string // type of Table Schema
	title    string
	about    string
	unit     string
	required bool
	options  []string
	refers   string // resource of which it names an id
	low, top *float64
}

// table is one resource of a Data Package.
type table struct {
	name    string
	title   string
	kind    ledger.Kind // of the records; empty: a list inside records
	columns []column
	key     []string
}

func (t *table) index(name string) int {
	for i, c := range t.columns {
		if c.name == name {
			return i
		}
	}
	return -1
}

func bound(x float64) *float64 { return &x }

// scalarColumn describes a field that is one cell; false for lists.
func scalarColumn(f ledger.Field) (column, bool) {
	c := column{name: f.Key, path: f.Key, kind: "string", title: f.Label, about: f.Help, required: f.Required}
	switch f.Type {
	case ledger.TextField, ledger.LongTextField:
	case ledger.DateField:
		c.about = strings.TrimSpace(c.about + " (EDTF, ISO 8601-2)")
	case ledger.ChoiceField:
		c.options = f.Options
	case ledger.OpenChoiceField:
		c.about = strings.TrimSpace(c.about + " One of: " + strings.Join(f.Options, ", ") + "; or the case's own")
	case ledger.RungField:
		c.kind, c.low, c.top = "integer", bound(float64(ledger.LowestRung)), bound(float64(ledger.HighestRung))
	case ledger.WholeField:
		c.kind = "integer"
	case ledger.NumberField:
		c.kind = "number"
		switch {
		case f.Key == "amount" || f.Key == "value":
			c.unit = "as the column unit says"
		case strings.HasSuffix(f.Key, "_months"):
			c.unit = "month"
		}
	case ledger.ShareField:
		c.kind, c.low, c.top, c.unit = "number", bound(0), bound(1), "1"
	case ledger.YesNoField:
		c.kind = "boolean"
	case ledger.ReferenceField:
		c.refers = string(f.Refers)
	default:
		return c, false
	}
	return c, true
}

// matterColumns are the parts of the question and the settings.
var matterColumns = []column{
	{name: "relier", path: "question.relier", kind: "string", title: "Relier", about: "Who asks", refers: "actor"},
	{name: "partner", path: "question.partner", kind: "string", title: "Partner", about: "Who is asked about", refers: "actor"},
	{name: "as_of", path: "question.as_of", kind: "string", title: "As of", about: "The day after which nothing is read (EDTF)"},
	{name: "situation", path: "question.situation", kind: "string", title: "Situation", options: ledger.Situations},
	{name: "half_life_years", path: "settings.half_life_years", kind: "number", title: "Half-life", about: "0: no decay", unit: "year"},
	{name: "other_situation", path: "settings.other_situation", kind: "number", title: "Weight of other situations", unit: "1"},
	{name: "prior_mass", path: "settings.prior_mass", kind: "number", title: "Prior mass", unit: "moment"},
	{name: "words", path: "settings.words", kind: "string", title: "Words of probability", about: "icd203 or phia"},
	{name: "horizon_years", path: "settings.horizon_years", kind: "number", title: "Horizon of pledge forecasts", unit: "year"},
}

// recordTable is the table of a kind of record.
func recordTable(k ledger.Kind) *table {
	t := &table{name: string(k), title: "One row a " + string(k), kind: k, key: []string{"id"}}
	t.columns = append(t.columns, column{name: "id", path: "id", kind: "string", title: "Id", about: "Unique in the case over all kinds", required: true})
	for _, f := range ledger.Schema(k) {
		switch c, ok := scalarColumn(f); {
		case ok:
			t.columns = append(t.columns, c)
		case f.Type == ledger.QuestionField:
			t.columns = append(t.columns, matterColumns...)
		}
	}
	return t
}

// list is a field of plain texts: one row a member.
type list struct {
	table, column, path string
	kinds               []ledger.Kind
	refers              string
}

var lists = []list{
	{"alias", "alias", "aliases", []ledger.Kind{ledger.KindActor}, ""},
	{"in_need", "actor", "in_need", []ledger.Kind{ledger.KindMoment}, "actor"},
	{"subject", "subject", "on", []ledger.Kind{ledger.KindNote}, ""},
	{"channel", "channel", "channels", []ledger.Kind{ledger.KindMatter}, ""},
	{"tag", "tag", "tags", ledger.Kinds, ""},
}

func member(parent, refers string) []column {
	return []column{
		{name: parent, kind: "string", title: "Record", about: "The id of the record that it belongs to", required: true, refers: refers},
		{name: "position", kind: "integer", title: "Position", about: "From 1, in the order of the record", required: true, low: bound(1)},
	}
}

func listTable(l list) *table {
	parent, refers := "record", ""
	if len(l.kinds) == 1 {
		parent, refers = string(l.kinds[0]), string(l.kinds[0])
	}
	t := &table{name: l.table, title: "One row a member of the list " + l.path, columns: member(parent, refers), key: []string{parent, "position"}}
	t.columns = append(t.columns, column{name: l.column, path: l.path, kind: "string", title: "Text", required: true, refers: l.refers})
	return t
}

// The tables of lists whose members have parts.
var (
	citationTable = &table{name: "citation", title: "One row a citation: on which source a record rests", key: []string{"record", "field", "milestone", "position"}, columns: append(member("record", ""),
		column{name: "field", kind: "string", title: "Field", about: "The list of the record in which it stands", required: true, options: []string{"citations", "for", "against", "milestones"}},
		column{name: "milestone", kind: "integer", title: "Milestone", about: "The position of the milestone that it is of", low: bound(1)},
		column{name: "source", path: "source", kind: "string", title: "Source", required: true, refers: "source"},
		column{name: "where", path: "where", kind: "string", title: "Where", about: "Page, paragraph, article, minute"},
		column{name: "credibility", path: "credibility", kind: "integer", title: "Credibility", about: "Admiralty 1 (confirmed) to 5 (improbable), 6 (cannot be judged)", required: true, low: bound(1), top: bound(6)},
		column{name: "quote", path: "quote", kind: "string", title: "Quote", about: "The words it rests on"})}
	milestoneTable = &table{name: "milestone", title: "One row a milestone of a pledge", key: []string{"pledge", "position"}, columns: append(member("pledge", "pledge"),
		column{name: "date", path: "date", kind: "string", title: "Date", about: "EDTF, ISO 8601-2", required: true},
		column{name: "type", path: "type", kind: "string", title: "Type", required: true, options: ledger.MilestoneTypes},
		column{name: "share", path: "share", kind: "number", title: "Share", about: "Of the promise delivered by then", unit: "1", low: bound(0), top: bound(1)},
		column{name: "amount", path: "amount", kind: "number", title: "Amount", about: "Delivered by then, or promised anew; restated, never added", unit: "as the pledge's column unit says"},
		column{name: "note", path: "note", kind: "string", title: "Note"})}
	obligationTable = &table{name: "obligation", title: "One row an obligation under a pledge in force", key: []string{"pledge", "position"}, columns: append(member("pledge", "pledge"),
		column{name: "moments", path: "moments", kind: "array", title: "Moments", about: "Types of moment, or situations, as a JSON list", required: true},
		column{name: "rung", path: "rung", kind: "integer", title: "Rung", about: "What it obliges to give", required: true, low: bound(1), top: bound(float64(ledger.HighestRung))},
		column{name: "against", path: "against", kind: "array", title: "Against", about: "Only where one of these actors is the adversary, as a JSON list"},
		column{name: "note", path: "note", kind: "string", title: "Note"})}
	similarityTable = &table{name: "similarity", title: "One row a pair of actors that are alike to an observer", key: []string{"matter", "position"}, columns: append(member("matter", "matter"),
		column{name: "a", path: "a", kind: "string", title: "Actor", required: true, refers: "actor"},
		column{name: "b", path: "b", kind: "string", title: "Other actor", required: true, refers: "actor"},
		column{name: "value", path: "value", kind: "number", title: "Similarity", required: true, unit: "1", low: bound(0), top: bound(1)},
		column{name: "basis", path: "basis", kind: "string", title: "Basis"})}
	documentTable = &table{name: "document", title: "One row a stored document; a source names it by its SHA-256", key: []string{"sha256"}, columns: []column{
		{name: "sha256", kind: "string", title: "SHA-256", about: "Of the bytes, hexadecimal", required: true},
		{name: "name", kind: "string", title: "Name", about: "The file name it came with"},
		{name: "media_type", kind: "string", title: "Media type"},
		{name: "size", kind: "integer", title: "Size", unit: "byte"},
		{name: "path", kind: "string", title: "Path", about: "Of the file in this package", required: true},
	}}
)

// tables are all tables of a Data Package, in order.
func tables() []*table {
	var out []*table
	for _, k := range ledger.Kinds {
		out = append(out, recordTable(k))
	}
	for _, l := range lists {
		out = append(out, listTable(l))
	}
	return append(out, citationTable, milestoneTable, obligationTable, similarityTable, documentTable)
}
