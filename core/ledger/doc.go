// Package ledger holds the records of a case and their rules: what an actor,
// a moment, a piece of conduct, a pledge is, how records refer to each other,
// and what is wrong with a case when something is. It does no I/O.
//
// A Case is an immutable snapshot. Records handed out by it are shared with
// every other reader and must not be changed; to change one, Clone it and hand
// the copy to Case.With (or, to keep the change, to casefile.File.Apply).
package ledger
