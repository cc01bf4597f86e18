package events

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// reducedFields: one row stands for NumEvents events; a source is an actor code
// whose first three letters are the country where there is one.
func reducedFields() map[string]string {
	return map[string]string{
		"day": date8("Date"), "actor1": text("Source"), "actor2": text("Target"),
		"id":   `CAST(hash("Date", "Source", "Target", "CAMEOCode", "SourceGeoLat", "SourceGeoLong", "TargetGeoLat", "TargetGeoLong", "ActionGeoLat", "ActionGeoLong") >> 1 AS BIGINT)`,
		"code": text("CAMEOCode"), "quad": number("QuadClass", "UTINYINT"), "goldstein": number("Goldstein", "FLOAT"),
		"events": number("NumEvents", "UINTEGER"), "articles": number("NumArts", "UINTEGER"),
		"lat": number("ActionGeoLat", "FLOAT"), "lon": number("ActionGeoLong", "FLOAT"),
	}
}

func reducedCheck(get func(string) string) string {
	if d := get("Date"); !isDay8(d) {
		return fmt.Sprintf("date %q is no day written YYYYMMDD", d)
	}
	return ""
}

// inCode reads the country that an actor code of CAMEO begins with (RUSGOV).
func inCode(column string) actor {
	return actor{"iso", `left(upper(` + text(column) + `), 3)`, "NULL"}
}

func byName(column string) actor { return actor{"named", `lower(` + text(column) + `)`, "NULL"} }

func byNumber(column string) actor { return actor{"numbered", number(column, "INTEGER"), "NULL"} }

// firstCode reads the first of a list of codes ("RUS; IRN"); "None" is nothing.
func firstCode(column string) actor {
	c := `nullif(nullif(upper(trim(split_part("` + column + `", ';', 1))), ''), 'NONE')`
	return actor{"iso", c, c}
}

// forcesOf reads the state of an armed actor of ACLED: a state's forces, police or
// government count as that state's, any other actor as nobody's.
func forcesOf(column string) actor {
	return actor{"named", `lower(nullif(trim(regexp_extract("` + column + `", '^(?:Military Forces|Police Forces|Government) of (?:the )?([^(]+)', 1)), ''))`, "NULL"}
}

func icewsFields() map[string]string {
	// A spreadsheet eats the zero of 040: codes of two digits get it back.
	code := `CASE WHEN length(` + text("CAMEO Code") + `) = 2 THEN '0' || trim("CAMEO Code") ELSE ` + text("CAMEO Code") + ` END`
	return map[string]string{
		"id": number("Event ID", "BIGINT"), "day": anyDate("Event Date"),
		"actor1": text("Source Name"), "actor2": text("Target Name"),
		"code":      code,
		"quad":      quadOf(code),
		"goldstein": number("Intensity", "FLOAT"),
		"place":     `concat_ws(', ', nullif(` + text("City") + `, 'NA'), nullif(` + text("Country") + `, 'NA'))`,
		"lat":       number("Latitude", "FLOAT"), "lon": number("Longitude", "FLOAT"),
		"publisher": text("Publisher"), "added": anyDate("Event Date"),
	}
}

func icewsCheck(get func(string) string) string {
	switch {
	case !isNumber(get("Event ID")):
		return fmt.Sprintf("event id %q is no number", get("Event ID"))
	case !isAnyDay(get("Event Date")):
		return fmt.Sprintf("date %q is no day", get("Event Date"))
	}
	return ""
}

func polecatFields(columns []string) map[string]string {
	known := func(c string) string { return `nullif(` + text(c) + `, 'None')` }
	intensity := "Intensity"
	if !slices.Contains(columns, intensity) {
		intensity = "Event Intensity"
	}
	return map[string]string{
		"ref": text("Event ID"), "id": `CAST(hash(` + text("Event ID") + `) >> 1 AS BIGINT)`, "day": anyDate("Event Date"),
		"actor1": known("Actor Name"), "actor2": known("Recipient Name"),
		"code":      `upper(` + known("Event Type") + `)`,
		"quad":      `CASE upper(replace("Quad Code", '_', ' ')) WHEN 'VERBAL COOPERATION' THEN 1 WHEN 'MATERIAL COOPERATION' THEN 2 WHEN 'VERBAL CONFLICT' THEN 3 WHEN 'MATERIAL CONFLICT' THEN 4 ELSE 0 END`,
		"goldstein": number(intensity, "FLOAT"), "place": known("Placename"), "lat": number("Latitude", "FLOAT"), "lon": number("Longitude", "FLOAT"),
		"publisher": known("Source"), "added": `coalesce(` + anyDate("Publication Date") + `, ` + anyDate("Event Date") + `)`,
	}
}

func polecatCheck(get func(string) string) string {
	switch {
	case strings.TrimSpace(get("Event ID")) == "":
		return "no event id"
	case !isAnyDay(get("Event Date")):
		return fmt.Sprintf("date %q is no day", get("Event Date"))
	}
	return ""
}

func acledFields() map[string]string {
	return map[string]string{
		"ref": text("event_id_cnty"), "id": `CAST(hash(` + text("event_id_cnty") + `) >> 1 AS BIGINT)`, "day": anyDate("event_date"),
		"actor1": text("actor1"), "actor2": text("actor2"), "code": text("sub_event_type"),
		"quad":   `CASE WHEN "event_type" IN ('Strategic developments') THEN 0 WHEN "event_type" IN ('Protests') THEN 3 ELSE 4 END`,
		"deaths": number("fatalities", "UINTEGER"), "place": text("location"), "lat": number("latitude", "FLOAT"), "lon": number("longitude", "FLOAT"),
		"sources": `len(string_split("source", ';'))`, "publisher": text("source"), "added": anyDate("event_date"),
	}
}

func acledCheck(get func(string) string) string {
	switch {
	case strings.TrimSpace(get("event_id_cnty")) == "":
		return "no event id"
	case !isAnyDay(get("event_date")):
		return fmt.Sprintf("date %q is no day", get("event_date"))
	}
	return ""
}

// ucdpFields: sides that are states carry a Gleditsch and Ward number, which is
// the Correlates of War number but for a few small states.
func ucdpFields() map[string]string {
	return map[string]string{
		"id": number("id", "BIGINT"), "day": anyDate("date_start"),
		"actor1": text("side_a"), "actor2": text("side_b"),
		"code": `CASE "type_of_violence" WHEN '1' THEN 'state-based violence' WHEN '2' THEN 'non-state violence' WHEN '3' THEN 'one-sided violence' END`,
		"quad": `4`, "sources": `greatest(` + number("number_of_sources", "INTEGER") + `, 1)`, "deaths": number("best", "UINTEGER"),
		"place": text("where_coordinates"), "lat": number("latitude", "FLOAT"), "lon": number("longitude", "FLOAT"),
		"publisher": text("source_office"), "added": anyDate("date_start"),
	}
}

func ucdpCheck(get func(string) string) string {
	switch {
	case !isNumber(get("id")):
		return fmt.Sprintf("event id %q is no number", get("id"))
	case !isAnyDay(get("date_start")):
		return fmt.Sprintf("date %q is no day", get("date_start"))
	}
	return ""
}

var dayForms = regexp.MustCompile(`^\s*(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{1,2} [A-Za-z]{3,9} \d{4}|\d{1,2}-[A-Za-z]{3}-\d{2,4})`)

func isAnyDay(s string) bool { return dayForms.MatchString(s) }
