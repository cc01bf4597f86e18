package cluster

import (
	"context"
	"fmt"

	"github.com/fairweather-app/fairweather/core/events"
)

// Export writes the events of a choice to a file, as events.Library.Export does and
// with the same columns. The server sends them in no order; they are put in order
// here, on disk where they are many.
func (s *Store) Export(ctx context.Context, c events.Choice, to string) (int64, error) {
	reader, err := events.OpenReader(ctx)
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	limit := ""
	if c.Limit > 0 {
		limit = fmt.Sprintf(" ORDER BY day, id LIMIT %d", c.Limit)
	}
	var n int64
	err = s.consistently(ctx, c.Filter.Provider, func(where string) error {
		n, err = reader.Export(ctx, to, func(add func(events.Batch) error) error {
			return s.events(ctx, "WHERE "+where+" AND "+chosen(c)+limit, add)
		})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("exporting events: %w", err)
	}
	return n, nil
}

// events gives the events that a query keeps, in batches of one.
func (s *Store) events(ctx context.Context, kept string, add func(events.Batch) error) error {
	query := "SELECT id, ref, day, source, target, actor1, actor2, code, quad, goldstein, root, events, mentions, sources, articles, tone, deaths, place, lat, lon, url, publisher, added FROM event "
	return s.rows(ctx, query+kept, func(scan func(...any) error) error {
		var id int64
		var day, added int32
		var text [9]string // ref, source, target, actor1, actor2, code, place, url, publisher
		var quad, root uint8
		var number [5]uint32 // events, mentions, sources, articles, deaths
		var real [4]*float32 // goldstein, tone, lat, lon
		if err := scan(&id, &text[0], &day, &text[1], &text[2], &text[3], &text[4], &text[5], &quad, &real[0], &root, &number[0], &number[1], &number[2], &number[3], &real[1], &number[4],
			&text[6], &real[2], &real[3], &text[7], &text[8], &added); err != nil {
			return err
		}
		texts := func(i int) []string { return text[i : i+1] }
		numbers := func(i int) []uint32 { return number[i : i+1] }
		reals := func(i int) []*float32 { return real[i : i+1] }
		return add(events.Batch{Rows: 1, Columns: []any{[]int64{id}, texts(0), []int32{day}, texts(1), texts(2), texts(3), texts(4), texts(5), []uint8{quad}, reals(0), []uint8{root},
			numbers(0), numbers(1), numbers(2), numbers(3), reals(1), numbers(4), texts(6), reals(2), reals(3), texts(7), texts(8), []int32{added}}})
	})
}
