// Package cluster keeps event data in ClickHouse, for those who outgrow one
// machine: the questions of events.Library as SQL on one server or on a cluster of
// shards, with the same answers. Check compares the two on the same data.
//
// # Tables
//
// The program makes them, in one database, and notes their version:
//
//	event    one row an event, MergeTree ordered by (target, source, day, code), so
//	         that a dyad's whole history is a few neighbouring rows
//	act      what each state did toward anyone, by day, added up: the exposure of
//	         METHODS 3; a materialized view fills it as events come in
//	mention  one row a mention of an event
//	log      what became of each file: begun, loaded, removing, gone
//
// On a cluster each shard has these tables under names that end in _local, and
// every server a Distributed table of the plain name over them: any server answers
// for all. Events are sharded by dyad (target and source) and, where either is not
// told, by id too. Not by target alone, for a third of all events have no target
// and a fifth the United States: one shard would hold most. By dyad, all that is
// counted together (a history, the kinds of act of a day, the doubles of an event)
// still lies on one shard, and a question about a target is shared by all.
//
// Partitions are stretches of four years and not months: events of forty years
// would lie in 500 places, each a hundred small files, and a dyad's history would
// open them all. Days are numbers
// counted from 1970 (toDate(day) shows them from then on), because Date holds
// nothing earlier.
//
// # Loading
//
// ClickHouse has no transactions over tables. A file's rows carry the number of
// its load, and count only when the log says that it is loaded, which is one row
// written last. Readers take one look at the log: the highest number there is, and
// which loads are at work, dead or being removed; then they ask for rows up to that
// number without those. So a load that is killed or cancelled leaves nothing half
// in, and whoever loads next sweeps it. Two programs do not load one provider at
// once: the second waits and then says who is at work.
//
// Files are read by events.Reader with the library's layouts; a file's checksum
// keeps it from being loaded twice, and where the event ids of a file lie within
// those of another, the server is asked which of them it has.
//
// # The server's age
//
// All SQL is that of ClickHouse 18.16 (Debian's package) and works on newer ones.
// Its age rules out: Date32 (days are Int32); LowCardinality, column codecs and
// skipping indices (experimental or not there: plain strings, LZ4 unless the
// server's own configuration says zstd); window functions and EXISTS (GROUP BY and
// IN instead); MOVE PARTITION and transactions (the log instead); lightweight
// DELETE (ALTER DELETE, waited for in system.mutations); ON CLUSTER without
// ZooKeeper (the program connects to each shard); skipping unused shards; query
// parameters (values are written as quoted literals); the driver's HTTP protocol
// (the native one is used); settings other than whole numbers.
//
// The driver is github.com/ClickHouse/clickhouse-go/v2, ClickHouse's own.
package cluster
