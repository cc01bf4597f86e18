package events

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// The names of GDELT's files tell what they cover: a quarter of an hour, a day, a
// month, a year.
var (
	quarter = regexp.MustCompile(`(?i)(?:^|/)(\d{4})(\d\d)(\d\d)\d{6}\.(?:translation\.)?(?:export|mentions)\.csv`)
	daily   = regexp.MustCompile(`(?i)(?:^|/)(\d{4})(\d\d)(\d\d)\.export\.csv`)
	monthly = regexp.MustCompile(`(?i)(?:^|/)(\d{4})(\d\d)\.(?:zip|csv|export)`)
	yearly  = regexp.MustCompile(`(?i)(?:^|/)(\d{4})\.(?:zip|csv|export)`)
)

// quarters is how many files make a whole day of GDELT 2.0.
const quarters = 96

// covers tells the days that a file covers: from its name where the provider's
// names tell; else, for the providers that report every day, the days on which
// its rows were added; else all from its first to its last.
func (m *member) covers(ctx context.Context, conn *sql.Conn, made string) ([]Cover, error) {
	if m.layout.Provider.OfGDELT() {
		if r, ok := namedDays(m.name); ok {
			return []Cover{r}, nil
		}
	}
	added := "added"
	if m.layout.mentions {
		added = "day"
	}
	rows, err := conn.QueryContext(ctx, "SELECT DISTINCT coalesce("+added+", day) AS d FROM "+made+" ORDER BY d")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	everyDay := m.layout.Provider.OfGDELT() || m.layout.Provider == ICEWS || m.layout.Provider == POLECAT
	var out []Cover
	for rows.Next() {
		var t time.Time
		if err := rows.Scan(&t); err != nil {
			return nil, err
		}
		d := edtf.DayOfTime(t)
		if n := len(out); n > 0 && (!everyDay || d == out[n-1].Last+1) {
			out[n-1].Last = d
		} else {
			out = append(out, Cover{Span{First: d, Last: d}, 1})
		}
	}
	return out, rows.Err()
}

func namedDays(name string) (Cover, bool) {
	n := func(s string) int { v, _ := strconv.Atoi(s); return v } // the expressions hold digits only
	day := func(f []string) edtf.Day { return edtf.DayOf(n(f[1]), time.Month(n(f[2])), n(f[3])) }
	if f := quarter.FindStringSubmatch(name); f != nil {
		return Cover{Span{First: day(f), Last: day(f)}, 1.0 / quarters}, true
	}
	if f := daily.FindStringSubmatch(name); f != nil {
		return Cover{Span{First: day(f), Last: day(f)}, 1}, true
	}
	if f := monthly.FindStringSubmatch(name); f != nil && n(f[2]) >= 1 && n(f[2]) <= 12 {
		return Cover{Span{First: edtf.DayOf(n(f[1]), time.Month(n(f[2])), 1), Last: edtf.DayOf(n(f[1]), time.Month(n(f[2])+1), 1) - 1}, 1}, true
	}
	if f := yearly.FindStringSubmatch(name); f != nil {
		return Cover{Span{First: edtf.DayOf(n(f[1]), time.January, 1), Last: edtf.DayOf(n(f[1]), time.December, 31)}, 1}, true
	}
	return Cover{}, false
}
