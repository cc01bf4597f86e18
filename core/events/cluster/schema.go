package cluster

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// table is a table of the store and how its rows are shared among shards.
type table struct{ name, columns, engine, sharding string }

// stretch numbers stretches of four years; the days are never so far back that the
// sum is negative.
const stretch = "intDiv(toInt64(day) + 1073741824, 1461)"

// The tables of version 1. load is a file's number in the log.
var tables = []table{
	{"event", `provider String, load Int32,
		id Int64, ref String, day Int32, source String, target String, actor1 String, actor2 String,
		code String, quad UInt8, goldstein Nullable(Float32), root UInt8, events UInt32, mentions UInt32, sources UInt32, articles UInt32,
		tone Nullable(Float32), deaths UInt32, place String, lat Nullable(Float32), lon Nullable(Float32), url String, publisher String, added Int32`,
		"MergeTree PARTITION BY (provider, " + stretch + ") ORDER BY (target, source, day, code)",
		"cityHash64(target, source, if(target = '' OR source = '', id, 0))"},
	{"act", `provider String, day Int32, source String, load Int32,
		n UInt64, n_root UInt64, n_two UInt64, n_three UInt64, n_root_two UInt64, n_root_three UInt64`,
		"SummingMergeTree PARTITION BY (provider, " + stretch + ") ORDER BY (day, source, load)", ""},
	{"mention", `provider String, load Int32,
		id Int64, day Int32, outlet String, url String, confidence UInt8, tone Nullable(Float32)`,
		"MergeTree PARTITION BY (provider, " + stretch + ") ORDER BY (id, day)",
		"cityHash64(id)"},
	{"log", `provider String, load Int32, token UInt64, step UInt8, at DateTime DEFAULT now(),
		layout String, name String, sha256 String, mentions UInt8, bytes Int64, rows Int64, refused Int64, doubles Int64,
		first_day Int32, last_day Int32, first_id Int64, last_id Int64,
		cover_first Array(Int32), cover_last Array(Int32), cover_share Array(Float64),
		refused_line Array(Int64), refused_reason Array(String), refused_text Array(String)`,
		"ReplacingMergeTree(step) ORDER BY (provider, load, token)", "cityHash64(provider)"},
}

// actView adds events up as they come in. Events that name no two states are
// nobody's act toward anybody. (No column is named as one of the event's: an old
// server takes the alias for it.)
const actView = `SELECT provider, day, source, load, sum(toUInt64(events)) AS n, sum(if(root = 1, toUInt64(events), 0)) AS n_root,
	sum(if(sources >= 2, toUInt64(events), 0)) AS n_two, sum(if(sources >= 3, toUInt64(events), 0)) AS n_three,
	sum(if(root = 1 AND sources >= 2, toUInt64(events), 0)) AS n_root_two, sum(if(root = 1 AND sources >= 3, toUInt64(events), 0)) AS n_root_three
	FROM %s WHERE source != '' AND target != '' AND source != target GROUP BY provider, day, source, load`

// version is that of the tables that this program makes and knows.
const version = 1

// shard is one server's connection, for what must be done on each.
type shard struct {
	name string
	conn driver.Conn
}

// prepare makes the database and the tables on every shard where they are not
// there yet, and gives the shards. A database that a newer program has changed is
// left alone.
func (s *Store) prepare(ctx context.Context, a Address) error {
	first, err := clickhouse.Open(a.options(a.Hosts, ""))
	if err != nil {
		return explain(a, err)
	}
	defer first.Close()
	if err := first.Ping(ctx); err != nil {
		return explain(a, err)
	}
	have, made, err := madeAs(ctx, first, a.Database)
	if err != nil {
		return explain(a, err)
	}
	if have > version {
		return fmt.Errorf("opening %s: its tables are of version %d, this program knows version %d: use a newer Fairweather", a, have, version)
	}
	if have > 0 && a.Cluster != "" && a.Cluster != made {
		return fmt.Errorf("opening %s: the database was made for cluster %q: give that, or another database", a, made)
	}
	if have > 0 {
		a.Cluster = made
	}
	s.cluster = a.Cluster
	hosts := [][]string{a.Hosts}
	if a.Cluster != "" {
		if hosts, err = shardHosts(ctx, first, a.Cluster); err != nil {
			return fmt.Errorf("opening %s: %w", a, err)
		}
	}
	for _, h := range hosts {
		// The database may not be there yet: it is made from outside it.
		outside, err := clickhouse.Open(a.options(h, ""))
		if err == nil {
			err = outside.Exec(ctx, "CREATE DATABASE IF NOT EXISTS "+name(a.Database))
			outside.Close()
		}
		if err != nil {
			return fmt.Errorf("making the database on %s: %w", h[0], err)
		}
		c, err := clickhouse.Open(a.options(h, a.Database))
		if err != nil {
			return fmt.Errorf("opening the shard %s: %w", h[0], err)
		}
		s.shards = append(s.shards, shard{h[0], c})
	}
	if have == version {
		return nil
	}
	for _, statements := range [][]string{s.localTables(), s.sharedTables(a.Database), {fmt.Sprintf("INSERT INTO made SELECT toUInt32(%d), %s", version, literal(a.Cluster))}} {
		for _, sh := range s.shards {
			for _, q := range statements {
				if err := sh.conn.Exec(ctx, q); err != nil {
					return fmt.Errorf("making the tables on %s: %w", sh.name, err)
				}
			}
		}
	}
	return nil
}

// madeAs tells the version of the tables and the cluster that they were made for;
// 0: there are none.
func madeAs(ctx context.Context, c driver.Conn, database string) (uint32, string, error) {
	var there uint64
	if err := c.QueryRow(ctx, "SELECT count() FROM system.tables WHERE database = "+literal(database)+" AND name = 'made'").Scan(&there); err != nil || there == 0 {
		return 0, "", err
	}
	var have uint32
	var cluster string
	err := c.QueryRow(ctx, "SELECT max(version), any(cluster) FROM "+name(database)+".made").Scan(&have, &cluster)
	return have, cluster, err
}

// shardHosts finds a cluster's shards.
func shardHosts(ctx context.Context, c driver.Conn, cluster string) ([][]string, error) {
	rows, err := c.Query(ctx, "SELECT toUInt32(shard_num), host_name, toUInt32(port) FROM system.clusters WHERE cluster = "+literal(cluster)+" ORDER BY shard_num, replica_num")
	if err != nil {
		return nil, fmt.Errorf("finding the shards of cluster %s: %w", cluster, err)
	}
	defer rows.Close()
	var out [][]string
	last := uint32(0)
	for rows.Next() {
		var num, port uint32
		var host string
		if err := rows.Scan(&num, &host, &port); err != nil {
			return nil, fmt.Errorf("finding the shards of cluster %s: %w", cluster, err)
		}
		if num == last {
			return nil, say("cluster %s has replicas: the tables that Fairweather makes are not replicated, so give it a cluster with one server a shard", cluster)
		}
		last = num
		out = append(out, []string{fmt.Sprintf("%s:%d", host, port)})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("finding the shards of cluster %s: %w", cluster, err)
	}
	if len(out) == 0 {
		return nil, say("the server knows no cluster %q: name one of its remote_servers", cluster)
	}
	return out, nil
}

// local is a table's name on one shard.
func (s *Store) local(table string) string {
	if s.cluster == "" {
		return table
	}
	return table + "_local"
}

func (s *Store) localTables() []string {
	out := []string{"CREATE TABLE IF NOT EXISTS made (version UInt32, cluster String) ENGINE = MergeTree ORDER BY version"}
	for _, t := range tables {
		out = append(out, "CREATE TABLE IF NOT EXISTS "+s.local(t.name)+" ("+strings.Join(strings.Fields(t.columns), " ")+") ENGINE = "+t.engine)
	}
	return append(out, "CREATE MATERIALIZED VIEW IF NOT EXISTS event_to_act TO "+s.local("act")+" AS "+fmt.Sprintf(actView, s.local("event")))
}

func (s *Store) sharedTables(database string) []string {
	var out []string
	for _, t := range tables {
		if s.cluster == "" {
			break
		}
		args := []string{name(s.cluster), name(database), t.name + "_local"}
		if t.sharding != "" {
			args = append(args, t.sharding)
		}
		out = append(out, "CREATE TABLE IF NOT EXISTS "+t.name+" AS "+t.name+"_local ENGINE = Distributed("+strings.Join(args, ", ")+")")
	}
	return out
}

// literal writes a text as SQL.
func literal(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\x00", `\0`).Replace(s) + "'"
}

// name writes a name as SQL.
func name(s string) string {
	return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(s) + "`"
}
