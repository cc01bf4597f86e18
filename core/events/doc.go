// Package events holds event data at scale: machine-coded (or hand-coded) records
// of who did what to whom on which day, by the hundred million.
//
// # The library
//
// A Library is a folder in the user's data folder, shared by all cases and by
// every window and program that is open:
//
//	manifest.db     what is loaded: files, rows, refused rows, parts (SQLite)
//	parts/          the events and their sums, as Parquet files
//	staging/        what an import is at work on
//
// The engine is DuckDB (github.com/duckdb/duckdb-go/v2, the maintainers' own
// binding): its CSV reader, its sorting with spill to disk and its Parquet
// reader and writer do the work. The tables are Parquet files and not one DuckDB
// file, for a DuckDB file can be open for writing in one process only, and two
// windows share one library here; and because a part that is written whole,
// renamed and then named in the manifest in one transaction cannot be half in,
// whenever the program is killed. A part that the manifest does not name is not
// there, and is swept away by the next import.
//
// Three kinds of part:
//
//	event    one row an event, as imported: for lists, maps and addresses
//	dyad     events summed by (target, source, day, code), sorted so: a dyad's
//	         whole history is a few neighbouring rows
//	source   what each state did toward anyone, by day: the exposure of METHODS 3
//
// Sums carry what the filters need (root events, two and three sources), so that
// any question but "which events" is answered from dyad and source parts.
//
// # What a day without events means
//
// A day that no loaded file covers, or for which far too few events are there, is
// unknown. Unknown never counts as silence: see Library.Unknown.
//
// # What is computed from it
//
// Package measure computes, and knows no library: Snapshots takes from a Measurer
// (the library is one) what the silence at a case's moments is computed from, and
// AsksOf says which moments can be asked about; Suggest finds times that may be
// moments. Package fetch lists and downloads files.
package events
