package events

import (
	"context"
	"fmt"
	"strings"
)

// Batch is some rows, column by column: []int64, []int32 (a day, as edtf.Day
// counts), []uint8 (also for yes and no), []uint32, []string (empty: not told) or
// []*float32 (nil: not told).
type Batch struct {
	Rows    int
	Columns []any
}

// Columns names the columns of the batches that Each gives.
func (t *Table) Columns() []string {
	var out []string
	for _, c := range t.m.layout.columns() {
		out = append(out, c.name)
	}
	return out
}

// Each gives the rows, at most size at a time. A column whose absence would mean
// nothing else than none (deaths, confidence) is 0 where it is not told, and a row
// whose day of adding is not told was added on its own day.
func (t *Table) Each(ctx context.Context, size int, each func(Batch) error) error {
	return t.batches(ctx, t.m.layout.columns(), "", size, each)
}

// batches gives columns of the well-formed rows.
func (t *Table) batches(ctx context.Context, columns []column, distinct string, size int, each func(Batch) error) error {
	exprs := make([]string, len(columns))
	for i, c := range columns {
		switch c.kind {
		case "DATE":
			e := c.name
			if e == "added" {
				e = "coalesce(added, day)"
			}
			exprs[i] = "CAST(" + e + " - DATE '1970-01-01' AS INTEGER)"
		case "VARCHAR":
			exprs[i] = "coalesce(" + c.name + ", '')"
		case "BOOLEAN":
			exprs[i] = "CAST(" + c.name + " AS UTINYINT)"
		case "UINTEGER", "UTINYINT":
			exprs[i] = "CAST(coalesce(" + c.name + ", 0) AS " + c.kind + ")"
		default:
			exprs[i] = c.name
		}
	}
	rows, err := t.conn.QueryContext(ctx, "SELECT "+distinct+" "+strings.Join(exprs, ", ")+" FROM "+literal(t.made)+" WHERE id IS NOT NULL AND day IS NOT NULL")
	if err != nil {
		return fmt.Errorf("reading its rows: %w", err)
	}
	defer rows.Close()
	fill := make([]filler, len(columns))
	into := make([]any, len(columns))
	values := make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	n := 0
	give := func() error {
		b := Batch{n, make([]any, len(columns))}
		for i := range fill {
			b.Columns[i] = fill[i].take()
		}
		n = 0
		return each(b)
	}
	for i, c := range columns {
		fill[i] = newFiller(c.kind, size)
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("reading its rows: %w", err)
		}
		for i, v := range values {
			fill[i].add(v)
		}
		if n++; n == size {
			if err := give(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading its rows: %w", err)
	}
	if n > 0 {
		return give()
	}
	return nil
}

// filler gathers the values of one column.
type filler interface {
	add(any)
	take() any
}

func newFiller(kind string, size int) filler {
	switch kind {
	case "BIGINT":
		return &scalars[int64]{size: size}
	case "DATE":
		return &scalars[int32]{size: size}
	case "UTINYINT", "BOOLEAN":
		return &scalars[uint8]{size: size}
	case "UINTEGER":
		return &scalars[uint32]{size: size}
	case "FLOAT":
		return &floats{size: size}
	}
	return &scalars[string]{size: size}
}

// scalars holds values that are always told.
type scalars[T any] struct {
	of   []T
	size int
}

func (c *scalars[T]) add(v any) {
	if c.of == nil {
		c.of = make([]T, 0, c.size)
	}
	c.of = append(c.of, v.(T))
}

func (c *scalars[T]) take() any {
	of := c.of
	c.of = nil
	return of
}

// floats holds values that may not be told.
type floats struct {
	of     []*float32
	values []float32 // what of points into
	size   int
}

func (c *floats) add(v any) {
	if c.of == nil {
		c.of, c.values = make([]*float32, 0, c.size), make([]float32, 0, c.size)
	}
	f, ok := v.(float32)
	if !ok {
		c.of = append(c.of, nil)
		return
	}
	c.values = append(c.values, f) // within its capacity: pointers stay good
	c.of = append(c.of, &c.values[len(c.values)-1])
}

func (c *floats) take() any {
	of := c.of
	c.of, c.values = nil, nil
	return of
}
