-- What was taken in from other copies of the case: one row an edit that another analyst made there, beside the edit
-- of this file that brought it in. records is a JSON list of the ids that it changed. A row whose id is that of the
-- edit itself lists the records that were decided anew when the copies were merged.

CREATE TABLE merged (
	edit    INTEGER NOT NULL REFERENCES edit (seq),
	id      TEXT NOT NULL,
	time    TEXT NOT NULL,
	analyst TEXT NOT NULL,
	label   TEXT NOT NULL,
	records TEXT NOT NULL,
	sum     BLOB NOT NULL,
	UNIQUE (edit, id)
);

CREATE TRIGGER merged_is_kept BEFORE DELETE ON merged BEGIN SELECT RAISE(ABORT, 'what was merged is never deleted'); END;

CREATE TRIGGER merged_stays BEFORE UPDATE ON merged BEGIN SELECT RAISE(ABORT, 'what was merged is never changed'); END;
