package events

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// format is how a file is written, by the ending of its name. It takes the name of
// the file only once it is whole.
func format(to string) (string, error) {
	switch name := strings.ToLower(to); {
	case strings.HasSuffix(name, ".parquet"):
		return " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE true)", nil
	case strings.HasSuffix(name, ".csv"):
		return " (FORMAT csv, HEADER, USE_TMP_FILE true)", nil
	}
	return "", fmt.Errorf("exporting to %s: the name must end in .csv or .parquet", to)
}

// Export writes the events of a choice to a file, CSV or Parquet by its ending, in
// the order of their days, and tells how many. There is no limit unless the choice
// has one.
func (l *Library) Export(ctx context.Context, c Choice, to string) (int64, error) {
	form, err := format(to)
	if err != nil {
		return 0, err
	}
	var n int64
	err = l.retry(ctx, func() error {
		parts, err := l.eventParts(ctx, c)
		if err != nil {
			return err
		}
		if len(parts) == 0 {
			return fmt.Errorf("exporting events: none of %s are loaded for these days", c.Filter.Provider.Name())
		}
		query := "SELECT * EXCLUDE (file) FROM " + l.read(parts) + " WHERE " + c.where() + " ORDER BY day, id"
		if c.Limit > 0 {
			query += fmt.Sprintf(" LIMIT %d", c.Limit)
		}
		res, err := l.engine.ExecContext(ctx, "COPY ("+query+") TO "+literal(to)+form)
		if err != nil {
			return fmt.Errorf("exporting events to %s: %w", to, err)
		}
		n, err = res.RowsAffected()
		return err
	})
	return n, err
}

// eventParts names the event parts that may hold events of a choice.
func (l *Library) eventParts(ctx context.Context, c Choice) ([]string, error) {
	return l.names(ctx, "SELECT name FROM part WHERE kind = 'event' AND provider = ? AND rows > 0 AND first_day <= ? AND last_day >= ? ORDER BY name",
		string(c.Filter.Provider), c.Span.Last.String(), c.Span.First.String())
}

// Export writes events that another store gives, in batches of the columns that
// Table.Columns names, as Library.Export does.
func (r *Reader) Export(ctx context.Context, to string, give func(add func(Batch) error) error) (int64, error) {
	var columns []TableColumn
	for _, c := range eventColumns {
		columns = append(columns, TableColumn{c.name, c.kind})
	}
	return r.write(ctx, to, columns, "day, id", func(row func([]driver.Value) error) error {
		values := make([]driver.Value, len(columns))
		return give(func(b Batch) error {
			for i := range b.Rows {
				for k, of := range b.Columns {
					values[k] = valueAt(of, i, columns[k].Type)
				}
				if err := row(values); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// valueAt is a value of a batch as the engine takes it.
func valueAt(of any, i int, kind string) driver.Value {
	switch of := of.(type) {
	case []int64:
		return of[i]
	case []int32:
		return edtf.Day(of[i]).Time()
	case []uint8:
		if kind == "BOOLEAN" {
			return of[i] == 1
		}
		return of[i]
	case []uint32:
		return of[i]
	case []string:
		if of[i] != "" {
			return of[i]
		}
	case []*float32:
		if of[i] != nil {
			return *of[i]
		}
	}
	return nil
}

// TableColumn is a column of a table that is written: its name and the engine's
// type (VARCHAR, BIGINT, INTEGER, DOUBLE, DATE).
type TableColumn struct{ Name, Type string }

// WriteTable writes rows to a file, CSV or Parquet by its ending: values are nil,
// texts, numbers of the column's width, or an edtf.Day.
func WriteTable(ctx context.Context, to string, columns []TableColumn, rows [][]any) error {
	r, err := OpenReader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = r.write(ctx, to, append([]TableColumn{{"row", "BIGINT"}}, columns...), "row", func(row func([]driver.Value) error) error {
		for i, values := range rows {
			out := []driver.Value{int64(i)}
			for _, v := range values {
				if d, ok := v.(edtf.Day); ok {
					v = d.Time()
				}
				out = append(out, v)
			}
			if err := row(out); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// write fills a table of the engine and writes it to a file in an order; a column
// called row is for the order only.
func (r *Reader) write(ctx context.Context, to string, columns []TableColumn, order string, fill func(row func([]driver.Value) error) error) (int64, error) {
	form, err := format(to)
	if err != nil {
		return 0, err
	}
	conn, err := r.engine.Conn(ctx)
	if err != nil {
		return 0, fmt.Errorf("exporting to %s: %w", to, err)
	}
	defer conn.Close()
	n, err := copyOut(ctx, conn, to, columns, order, form, fill)
	if err != nil {
		return 0, fmt.Errorf("exporting to %s: %w", to, err)
	}
	return n, nil
}

func copyOut(ctx context.Context, conn *sql.Conn, to string, columns []TableColumn, order, form string, fill func(row func([]driver.Value) error) error) (int64, error) {
	var made, shown []string
	for _, c := range columns {
		made = append(made, `"`+c.Name+`" `+c.Type)
		if c.Name != "row" {
			shown = append(shown, `"`+c.Name+`"`)
		}
	}
	if _, err := conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE written ("+strings.Join(made, ", ")+")"); err != nil {
		return 0, err
	}
	err := conn.Raw(func(c any) error {
		a, err := duckdb.NewAppenderFromConn(c.(driver.Conn), "", "written")
		if err != nil {
			return err
		}
		err = fill(func(values []driver.Value) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return a.AppendRow(values...)
		})
		if e := a.Close(); err == nil {
			err = e
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	res, err := conn.ExecContext(ctx, "COPY (SELECT "+strings.Join(shown, ", ")+" FROM written ORDER BY "+order+") TO "+literal(to)+form)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
