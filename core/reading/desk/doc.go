// Package desk is what an analyst does with a text: look at the candidates that
// a reader proposes, see beside each the record that already says so or says
// otherwise, and accept, cite, edit, reject or change each. It yields edits of
// the ledger; whoever holds the case file applies them. It does no I/O, and all
// that it tells is a function of the case, the text and the day.
//
// # A reading, from the first key to the last
//
//	e, id := Begin(c, source, len(candidates), who)    // the source, and that it was read
//	r, err := Of(c, id, text, proposals, lex)          // items in reading order, with what was decided
//	d, err := Suggest(c, r, i, lex)                    // a new record, or a citation on the one that says so
//	d.Told, d.Missing                                  // what was filled in by default, what a person must fill in
//	e, err = d.Edit(c, who)                            // one edit, one undo
//	e = Reject(c, r, i, "not about the two", who)
//	e, err = UndoReading(c, id)                        // all that this reading brought, as one edit
//
// # Where decisions are kept
//
// A decision is a rating: one analyst's judgement of one thing, on a day. Its
// subject is "candidate", its record the source, its id the candidate's own
// (source, kind, characters, actors), its value the state and the record that
// came of it. Hence each decision is a small record of its own, which is undone
// with the edit that made it, merges with another analyst's by its id, is a row
// of the SQL view "rating", and can be read by programs that know nothing of it:
// the format of the file stays what it was. That a text was read is a rating
// with the subject "reading", a vote on its use one with "usefulness", the
// probability in a forecast and what came of it "forecast" and "outcome".
//
// # What is no fact
//
// A forecast, a prescription, a claim, and whatever is asserted as an opinion
// become notes with their asserter, never conduct or a milestone. A person who
// knows better changes the modality of the candidate, and with that says so.
package desk
