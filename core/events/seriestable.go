package events

import "github.com/fairweather-app/fairweather/core/events/measure"

// SeriesTable gives series as a table for WriteTable, with the filter that they rest
// on in words. Of a period of which no day is known the counts are left empty:
// unknown is no zero.
func SeriesTable(sides []measure.Side, filter string) ([]TableColumn, [][]any) {
	columns := []TableColumn{{"who_toward_whom", "VARCHAR"}, {"first_day", "DATE"}, {"last_day", "DATE"}, {"unknown_days", "INTEGER"}, {"n", "BIGINT"}, {"not_told", "BIGINT"},
		{"verbal_cooperation", "BIGINT"}, {"material_cooperation", "BIGINT"}, {"verbal_conflict", "BIGINT"}, {"material_conflict", "BIGINT"}, {"mean_goldstein", "DOUBLE"}, {"events", "VARCHAR"}}
	var rows [][]any
	for _, side := range sides {
		for _, x := range side.Periods {
			row := []any{side.Name, x.Days.First, x.Days.Last, int32(x.Unknown)}
			for _, n := range append([]int64{x.N}, x.Quads[:]...) {
				if x.Known() {
					row = append(row, n)
				} else {
					row = append(row, nil)
				}
			}
			row = append(row, nil, filter)
			if x.Mean != nil {
				row[len(row)-2] = *x.Mean
			}
			rows = append(rows, row)
		}
	}
	return columns, rows
}
