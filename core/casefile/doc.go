// Package casefile keeps one case in one SQLite file, `.fairweather`.
//
// File.Apply is the only way to change a case. Each edit is one transaction
// that is on disk when Apply returns and that yields the next ledger.Case.
// Nothing is ever overwritten: an edit appends a version of each record that
// it changes, Undo and Redo append edits of their own, and every version can
// be listed and restored.
//
// # Library
//
// modernc.org/sqlite is SQLite itself, translated to Go. It is maintained,
// follows SQLite's releases within weeks, has FTS5 and the JSON functions built
// in, and needs no C compiler, so that the verbs and all tests of core build
// anywhere. It is slower than SQLite compiled from C by a factor of about two;
// the budgets here are met all the same (see the benchmarks).
//
// # The file
//
// Anyone may read it: R, Python, DuckDB, the sqlite3 shell.
//
//	about     format and identity of the file
//	edit      the edits: seq, id (UUID version 7), time (UTC), analyst, label,
//	          act (create, edit, undo, redo), undoes (the seq of an edit)
//	version   edit, record, kind, body (JSON; NULL: deleted)
//	current   the latest version of each record that is not deleted
//	document  sources' texts, stored once by SHA-256
//	merged    edits of other copies of the case that an edit took in (see Plan)
//	search    the full-text index (words folded by this package)
//	actor, source, moment, conduct, request, pledge, contribution, dependence,
//	hypothesis, rating, note, matter; citation, milestone, obligation, in_need,
//	tag, alias, subject, similarity
//	          views: one row a record, and one a member of its lists
//
// The header's application_id is "Fair" and its user_version the number of
// the format; older formats are brought up to date by numbered migrations.
//
// # Checksums
//
// SQLite does not notice a flipped bit in a text. Therefore every version has a
// SHA-256 of its record, kind and body; every edit one over its own fields, its
// versions and the edit before it (a chain); and one, `state`, that stands for
// the whole case after the edit: the XOR of the checksums of the current
// versions, which is cheap to bring forward. Open recomputes the state from
// what it read, so that no record can be missing or altered unseen. Verify
// checks all the rest. Checksums also tell Rescue which rows are sound, in
// whatever order and on whatever page it finds them.
//
// # Journal
//
// The journal is SQLite's rollback journal in mode DELETE with synchronous
// EXTRA: when Apply returns, the edit survives a loss of power, and between
// edits the case is one file that can be copied, mailed and synced. The
// write-ahead log would be quicker, but it needs memory shared between the
// programs that have a file open, which network folders do not give, and leaves
// part of the case in a second file, which sync services do not keep in step. A
// journal left by a program that was killed is rolled back when the file is
// opened next.
//
// On a network folder safety rests on the server's file locks; on a synced
// folder two machines may write two versions. Warnings says so where the
// program can tell, and names conflicting copies that lie beside the file.
//
// Two switches of the library hold for the whole process and are set here: file
// locks that survive another close of the same file (Linux), and fdatasync.
package casefile
