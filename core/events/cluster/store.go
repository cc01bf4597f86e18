package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events"
)

// Store is event data in ClickHouse. Its methods may be called from several
// goroutines, and several programs may use one database at once.
type Store struct {
	conn    driver.Conn // any server: it answers for all shards
	shards  []shard
	cluster string
	// abandoned is after how long without a sign of life a load counts as dead.
	abandoned time.Duration
}

var _ events.Store = (*Store)(nil)

// Open connects to a server or cluster, and makes the database and its tables
// where they are not there. Close the store when done.
func Open(ctx context.Context, a Address) (*Store, error) {
	s := &Store{abandoned: 5 * time.Minute}
	if err := s.prepare(ctx, a); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	var err error
	if s.conn, err = clickhouse.Open(a.options(a.Hosts, a.Database)); err != nil {
		return nil, errors.Join(explain(a, err), s.Close())
	}
	if err := s.conn.Ping(ctx); err != nil {
		return nil, errors.Join(explain(a, err), s.Close())
	}
	return s, nil
}

// Close ends the connections.
func (s *Store) Close() error {
	var err error
	if s.conn != nil {
		err = s.conn.Close()
	}
	for _, sh := range s.shards {
		err = errors.Join(err, sh.conn.Close())
	}
	return err
}

// The steps of a load, as the log counts them. Loaded and dead are both what may
// follow begun.
const (
	begun    = 1
	loaded   = 2
	dead     = 3
	removing = 4
	gone     = 5
)

// look is what a reader saw in the log: rows of loads up to last count, but for
// those that are hidden.
type look struct {
	last   int32
	hidden []int32
}

// latest gives each load's last step.
func latest(p events.Provider) string {
	return "(SELECT load, token, max(step) AS last, max(at) AS seen FROM log WHERE provider = " + literal(string(p)) + " GROUP BY load, token)"
}

// lookAt takes a look at the log of a provider.
func (s *Store) lookAt(ctx context.Context, p events.Provider) (look, error) {
	var l look
	err := s.conn.QueryRow(ctx, fmt.Sprintf("SELECT toInt32(max(load)), arraySort(groupUniqArrayIf(load, last IN (%d, %d, %d))) FROM %s", begun, dead, removing, latest(p))).Scan(&l.last, &l.hidden)
	if err != nil {
		return l, fmt.Errorf("reading the log of loads: %w", err)
	}
	return l, nil
}

// where writes the condition that rows are a provider's and count.
func (l look) where(p events.Provider) string {
	w := fmt.Sprintf("provider = %s AND load <= %d", literal(string(p)), l.last)
	if len(l.hidden) > 0 {
		w += " AND load NOT IN (" + numbers(l.hidden) + ")"
	}
	return w
}

// spoilt tells whether something that a look counts was hidden since. What was
// begun since has numbers beyond the look's last, and does not matter.
func (l look) spoilt(since look) bool {
	return slices.ContainsFunc(since.hidden, func(n int32) bool { return n <= l.last && !slices.Contains(l.hidden, n) })
}

// consistently runs queries on what one look at the log saw, and again where
// something of it was removed meanwhile.
func (s *Store) consistently(ctx context.Context, p events.Provider, do func(where string) error) error {
	before, err := s.lookAt(ctx, p)
	if err != nil {
		return err
	}
	for range 5 {
		if err := do(before.where(p)); err != nil {
			return err
		}
		after, err := s.lookAt(ctx, p)
		if err != nil {
			return err
		}
		if !before.spoilt(after) {
			return nil
		}
		before = after
	}
	return fmt.Errorf("asking about the events of %s: another program is removing them: try again when it is done", p)
}

func numbers[T ~int32 | ~int64](of []T) string {
	out := make([]string, len(of))
	for i, n := range of {
		out[i] = fmt.Sprint(int64(n))
	}
	return strings.Join(out, ", ")
}

// rows runs a query and gives each row's scanner to a function.
func (s *Store) rows(ctx context.Context, query string, each func(scan func(...any) error) error) error {
	rows, err := s.conn.Query(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func span(first, last int32) events.Span {
	return events.Span{First: edtf.Day(first), Last: edtf.Day(last)}
}
