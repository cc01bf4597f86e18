package events

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Provider names whose events they are. Series of two providers are never added:
// they count different things.
type Provider = measure.Provider

// The providers that are known by their files. A mapping may name others.
const (
	GDELT        = measure.GDELT
	GDELT2       = measure.GDELT2
	GDELTReduced = measure.GDELTReduced
	ICEWS        = measure.ICEWS
	POLECAT      = measure.POLECAT
	ACLED        = measure.ACLED
	UCDP         = measure.UCDP
)

// Layout is how a file holds events: which of its columns are what. The layouts
// of the known providers follow their own documentation; any other comes from a
// Mapping that a person makes.
type Layout struct {
	Name     string // "GDELT 2.0 events"
	Provider Provider
	Comma    rune     // between fields
	Quoted   bool     // whether quotes mean anything; where false they are text
	Header   bool     // whether the first line names the columns
	Columns  []string // the file's columns in order, names made unique
	Latin1   bool     // bytes above 127 are ISO 8859-1, not UTF-8

	// fields gives for each column of an event part the SQL expression over the
	// file's columns that makes it.
	fields         map[string]string
	source, target actor
	// check tells what is wrong with a row, given by column name; empty: nothing.
	check    func(get func(string) string) string
	mentions bool // the rows are mentions of events, not events
}

// The columns of an event part, in order, with their types.
var eventColumns = []column{
	{"id", "BIGINT", "NULL"},         // the provider's number, or a hash of ref
	{"ref", "VARCHAR", "NULL"},       // the provider's id where it is no number
	{"day", "DATE", "NULL"},          // when it happened
	{"source", "VARCHAR", "NULL"},    // state that acted, ISO 3166-1 alpha-3
	{"target", "VARCHAR", "NULL"},    // state acted upon
	{"actor1", "VARCHAR", "NULL"},    // the actors as the file names them
	{"actor2", "VARCHAR", "NULL"},    //
	{"code", "VARCHAR", "NULL"},      // CAMEO or PLOVER
	{"quad", "UTINYINT", "0"},        // quad class, 0 not told
	{"goldstein", "FLOAT", "NULL"},   // -10 to 10
	{"root", "BOOLEAN", "true"},      // the lead event of its text
	{"events", "UINTEGER", "1"},      // how many events the row stands for
	{"mentions", "UINTEGER", "1"},    //
	{"sources", "UINTEGER", "1"},     // outlets that carried it
	{"articles", "UINTEGER", "1"},    //
	{"tone", "FLOAT", "NULL"},        // of the text, -100 to 100
	{"deaths", "UINTEGER", "NULL"},   //
	{"place", "VARCHAR", "NULL"},     // where, in words
	{"lat", "FLOAT", "NULL"},         //
	{"lon", "FLOAT", "NULL"},         //
	{"url", "VARCHAR", "NULL"},       // address of a text that reports it
	{"publisher", "VARCHAR", "NULL"}, // who reports it, where there is no address
	{"added", "DATE", "NULL"},        // when the provider added it
}

// The columns of a mention part.
var mentionColumns = []column{
	{"id", "BIGINT", "NULL"},           // of the event
	{"day", "DATE", "NULL"},            // when the text was seen
	{"outlet", "VARCHAR", "NULL"},      //
	{"url", "VARCHAR", "NULL"},         //
	{"confidence", "UTINYINT", "NULL"}, // 0 to 100
	{"tone", "FLOAT", "NULL"},          //
}

type column struct{ name, kind, fallback string }

func (l *Layout) columns() []column {
	if l.mentions {
		return mentionColumns
	}
	return eventColumns
}

var mentionNames = strings.Fields(`GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier
	SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras`)

func mentionFields() map[string]string {
	return map[string]string{
		"id": number("GLOBALEVENTID", "BIGINT"), "day": date8("MentionTimeDate"), "outlet": text("MentionSourceName"), "url": long("MentionIdentifier"),
		"confidence": number("Confidence", "UTINYINT"), "tone": number("MentionDocTone", "FLOAT"),
	}
}

func mentionCheck(get func(string) string) string {
	switch {
	case !isNumber(get("GLOBALEVENTID")):
		return fmt.Sprintf("event id %q is no number", get("GLOBALEVENTID"))
	case !isDay8(get("MentionTimeDate")):
		return fmt.Sprintf("time of mention %q is no day written YYYYMMDD", get("MentionTimeDate"))
	}
	return ""
}

func text(column string) string { return `nullif(trim("` + column + `"), '')` }

// long is text of which there is much: trimming goes through every letter, and is
// left out where nothing is to be trimmed.
func long(column string) string {
	c := `"` + column + `"`
	return `nullif(CASE WHEN starts_with(` + c + `, ' ') OR ends_with(` + c + `, ' ') THEN trim(` + c + `) ELSE ` + c + ` END, '')`
}

// number reads a number; the engine passes over spaces around it.
func number(column, kind string) string {
	return `TRY_CAST(nullif("` + column + `", '') AS ` + kind + `)`
}
func date8(column string) string {
	return `TRY_CAST(TRY_STRPTIME(left(trim("` + column + `"), 8), '%Y%m%d') AS DATE)`
}

// anyDate reads the day forms that event data come in: 2018-06-01 (and with a
// time), 6/1/2018 (ICEWS of 2017), 16 May 2025 and 7-Feb-25 (ACLED).
func anyDate(column string) string {
	c := `trim("` + column + `")`
	return `CAST(coalesce(TRY_STRPTIME(left(` + c + `, 10), '%Y-%m-%d'), TRY_STRPTIME(` + c +
		`, ['%d %B %Y', '%d %b %Y', '%d-%b-%y', '%d-%b-%Y']), TRY_STRPTIME(split_part(` + c + `, ' ', 1), '%m/%d/%Y')) AS DATE)`
}

// actor is how a row names the state of an actor: a key into one of the tables
// iso (codes), named (names in lower case) and numbered (Correlates of War), and
// what stands where the table has no such key.
type actor struct{ table, key, otherwise string }

// byCode reads a code of CAMEO or ISO; one that is no state's stays as it is (EUR,
// AFR).
func byCode(column string) actor {
	c := `upper(` + text(column) + `)`
	return actor{"iso", c, c}
}

// quadOf gives the quad class of a CAMEO code from its root: 01-05, 06-08, 09-13,
// 14-20 (CAMEO 1.1b3 as GDELT groups them).
func quadOf(code string) string {
	r := `TRY_CAST(left(` + code + `, 2) AS INTEGER)`
	return `CASE WHEN ` + r + ` BETWEEN 1 AND 5 THEN 1 WHEN ` + r + ` BETWEEN 6 AND 8 THEN 2 WHEN ` + r +
		` BETWEEN 9 AND 13 THEN 3 WHEN ` + r + ` BETWEEN 14 AND 20 THEN 4 ELSE 0 END`
}

var gdelt1Columns = strings.Fields(`GLOBALEVENTID SQLDATE MonthYear Year FractionDate
	Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code
	Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
	IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
	Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID
	Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID
	ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL`)

// gdelt2Columns has an ADM2 code after each ADM1 code.
var gdelt2Columns = func() []string {
	var out []string
	for _, c := range gdelt1Columns {
		out = append(out, c)
		if adm1, ok := strings.CutSuffix(c, "ADM1Code"); ok {
			out = append(out, adm1+"ADM2Code")
		}
	}
	return out
}()

var reducedColumns = strings.Fields(`Date Source Target CAMEOCode NumEvents NumArts QuadClass Goldstein
	SourceGeoType SourceGeoLat SourceGeoLong TargetGeoType TargetGeoLat TargetGeoLong ActionGeoType ActionGeoLat ActionGeoLong`)

func gdeltFields() map[string]string {
	return map[string]string{
		// A row that breaks off before the day it was added is malformed.
		"id": number("GLOBALEVENTID", "BIGINT"), "day": `CASE WHEN ` + date8("DATEADDED") + ` IS NOT NULL THEN ` + date8("SQLDATE") + ` END`,
		"actor1": text("Actor1Name"), "actor2": text("Actor2Name"),
		"code": text("EventCode"), "quad": number("QuadClass", "UTINYINT"), "goldstein": number("GoldsteinScale", "FLOAT"),
		"root": `"IsRootEvent" = '1'`, "mentions": number("NumMentions", "UINTEGER"), "sources": number("NumSources", "UINTEGER"),
		"articles": number("NumArticles", "UINTEGER"), "tone": number("AvgTone", "FLOAT"),
		"place": long("ActionGeo_FullName"), "lat": number("ActionGeo_Lat", "FLOAT"), "lon": number("ActionGeo_Long", "FLOAT"),
		"added": date8("DATEADDED"), "url": long("SOURCEURL"),
	}
}

func gdeltCheck(get func(string) string) string {
	switch {
	case !isNumber(get("GLOBALEVENTID")):
		return fmt.Sprintf("event id %q is no number", get("GLOBALEVENTID"))
	case !isDay8(get("SQLDATE")):
		return fmt.Sprintf("date %q is no day written YYYYMMDD", get("SQLDATE"))
	case !isDay8(get("DATEADDED")):
		return "too few fields: no date added"
	}
	return ""
}

// layoutOf recognises a file by its first line (and, where that is no header, by
// how many fields it has). It gives an error that says what was seen, or which
// columns are missing.
func layoutOf(first string) (*Layout, error) {
	l, err := recognised(first)
	if err != nil {
		return nil, err
	}
	return l, l.bind()
}

// bind drops the fields that the file has no columns for, and refuses a file that
// lacks those that no event can do without.
func (l *Layout) bind() error {
	lacks := func(e string) string {
		for _, n := range quotedNames(e) {
			if !slices.ContainsFunc(l.Columns, func(c string) bool { return strings.EqualFold(c, n) }) {
				return n
			}
		}
		return ""
	}
	for _, needed := range []string{l.fields["id"], l.fields["day"], l.source.key, l.target.key} {
		if c := lacks(needed); c != "" {
			return fmt.Errorf("it looks like %s, but lacks the column %q", l.Name, c)
		}
	}
	for f, e := range l.fields {
		if lacks(e) != "" {
			delete(l.fields, f)
		}
	}
	return nil
}

func recognised(first string) (*Layout, error) {
	tabs, commas := strings.Split(first, "\t"), SplitLine(first, ',')
	has := func(cols []string, names ...string) bool {
		for _, n := range names {
			if !slices.ContainsFunc(cols, func(c string) bool { return strings.EqualFold(c, n) }) {
				return false
			}
		}
		return true
	}
	clean := func(cols []string) []string {
		out := make([]string, len(cols))
		for i, c := range cols {
			out[i] = strings.Trim(strings.TrimSpace(c), `"`)
		}
		return out
	}
	comma, cols := '\t', clean(tabs)
	if len(commas) > len(tabs) {
		comma, cols = ',', clean(commas)
	}
	headed := func(l Layout) (*Layout, error) {
		l.Header, l.Comma = true, comma
		l.Columns = unique(cols)
		return &l, nil
	}
	switch {
	case has(cols, "GlobalEventID", "SQLDATE", "EventCode", "Actor1CountryCode"):
		names := canonical(unique(cols), gdelt2Columns)
		name, of := "GDELT 1.0 events with a header", GDELT
		if has(cols, "ActionGeo_ADM2Code") {
			name, of = "GDELT 2.0 events with a header", GDELT2
		}
		return &Layout{Name: name, Provider: of, Comma: comma, Quoted: comma == ',', Header: true,
			Columns: names, fields: gdeltFields(), source: byCode("Actor1CountryCode"), target: byCode("Actor2CountryCode"), check: gdeltCheck}, nil
	case has(cols, "Date", "Source", "Target", "CAMEOCode", "NumEvents"):
		l, err := headed(Layout{Name: "GDELT 1.0 reduced set", Provider: GDELTReduced, check: reducedCheck, fields: reducedFields(), source: inCode("Source"), target: inCode("Target")})
		l.Columns = canonical(l.Columns, reducedColumns)
		return l, err
	case has(cols, "Event ID", "Event Date", "Source Country", "CAMEO Code"):
		return headed(Layout{Name: "ICEWS coded events", Provider: ICEWS, fields: icewsFields(), check: icewsCheck,
			source: byName("Source Country"), target: byName("Target Country")})
	case has(cols, "Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country"):
		l := Layout{Name: "POLECAT events", Provider: POLECAT, Header: true, Comma: '\t', Latin1: true, check: polecatCheck,
			source: firstCode("Actor Country"), target: firstCode("Recipient Country")}
		// Some files name a Headline that their rows do not have, some have excess
		// tabs: columns are bound by name, after both are taken away.
		names := slices.DeleteFunc(cols, func(c string) bool { return c == "" || c == "Headline" })
		l.Columns = unique(names)
		l.fields = polecatFields(l.Columns)
		return &l, nil
	case has(cols, "event_id_cnty", "event_date", "event_type"):
		l, err := headed(Layout{Name: "ACLED export", Provider: ACLED, Quoted: true, check: acledCheck, source: forcesOf("actor1"), target: forcesOf("actor2")})
		l.Columns = lower(l.Columns)
		l.fields = acledFields()
		return l, err
	case has(cols, "type_of_violence", "dyad_name", "date_start"):
		l, err := headed(Layout{Name: "UCDP georeferenced events", Provider: UCDP, Quoted: true, check: ucdpCheck, source: byNumber("gwnoa"), target: byNumber("gwnob")})
		l.Columns = lower(l.Columns)
		l.fields = ucdpFields()
		return l, err
	case len(tabs) == 57 && isDay8(tabs[1]):
		return headless("GDELT 1.0 events, back file", GDELT, gdelt1Columns[:57]), nil
	case len(tabs) == 58 && isDay8(tabs[1]):
		return headless("GDELT 1.0 events", GDELT, gdelt1Columns), nil
	case len(tabs) == 61 && isDay8(tabs[1]):
		return headless("GDELT 2.0 events", GDELT2, gdelt2Columns), nil
	case len(tabs) == 17 && isDay8(tabs[0]):
		l := &Layout{Name: "GDELT 1.0 reduced set", Provider: GDELTReduced, Comma: '\t', Columns: reducedColumns, check: reducedCheck, fields: reducedFields(),
			source: inCode("Source"), target: inCode("Target")}
		return l, nil
	case len(tabs) == 16 && isNumber(tabs[0]), has(cols, "GlobalEventID", "MentionTimeDate"):
		names := mentionNames
		l := &Layout{Name: "GDELT 2.0 mentions", Provider: GDELT2, Comma: comma, Quoted: comma == ',', mentions: true, check: mentionCheck}
		if !isNumber(cols[0]) {
			l.Header, names = true, canonical(unique(cols), mentionNames)
		}
		l.Columns, l.fields = names, mentionFields()
		return l, nil
	case len(tabs) == 27 && isDay8(tabs[0]), len(tabs) == 11 && isDay8(tabs[0]), has(cols, "GKGRECORDID"):
		return nil, fmt.Errorf("this is GDELT's knowledge graph, which holds no events of who did what to whom: give the events (export) files")
	}
	return nil, fmt.Errorf("the first line has %d fields parted by tabs and %d by commas, and no provider's columns: make a mapping for it", len(tabs), len(commas))
}

func headless(name string, of Provider, columns []string) *Layout {
	return &Layout{Name: name, Provider: of, Comma: '\t', Columns: columns, fields: gdeltFields(),
		source: byCode("Actor1CountryCode"), target: byCode("Actor2CountryCode"), check: gdeltCheck}
}

// SplitLine cuts a line of a table into its fields, as CSV has them: what stands in
// quotes is one field whatever is in it, and a doubled quote in it is a quote.
func SplitLine(line string, by rune) []string {
	var out []string
	var field strings.Builder
	quoted, begun := false, false // begun: the field holds more than spaces
	runes := []rune(strings.TrimRight(line, "\r\n"))
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case quoted && r == '"' && i+1 < len(runes) && runes[i+1] == '"':
			field.WriteRune('"')
			i++
		case quoted && r == '"':
			quoted = false
		case !quoted && !begun && r == '"':
			quoted, begun = true, true
		case !quoted && r == by:
			out = append(out, strings.Trim(field.String(), " "))
			field.Reset()
			begun = false
		default:
			begun = begun || r != ' '
			field.WriteRune(r)
		}
	}
	return append(out, strings.Trim(field.String(), " "))
}

// unique gives columns of one name numbers, so that each can be bound.
func unique(cols []string) []string {
	seen := map[string]int{}
	out := make([]string, len(cols))
	for i, c := range cols {
		if c == "" {
			c = "column"
		}
		key := strings.ToLower(c)
		seen[key]++
		if n := seen[key]; n > 1 {
			c = fmt.Sprintf("%s_%d", c, n)
		}
		out[i] = c
	}
	return out
}

// canonical writes names as the provider's list does, whatever their case.
func canonical(cols, as []string) []string {
	out := slices.Clone(cols)
	for i, c := range out {
		for _, a := range as {
			if strings.EqualFold(a, c) {
				out[i] = a
			}
		}
	}
	return out
}

func lower(cols []string) []string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = strings.ToLower(c)
	}
	return out
}

// quotedNames lists the columns that an expression names.
func quotedNames(e string) []string {
	var out []string
	for i, part := range strings.Split(e, `"`) {
		if i%2 == 1 {
			out = append(out, part)
		}
	}
	return out
}

func isNumber(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isDay8(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) < 8 || !isNumber(s[:8]) {
		return false
	}
	m, d := s[4:6], s[6:8]
	return "01" <= m && m <= "12" && "01" <= d && d <= "31"
}
