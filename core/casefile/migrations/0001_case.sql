CREATE TABLE about (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

CREATE TABLE edit (
	seq     INTEGER PRIMARY KEY,
	id      TEXT NOT NULL UNIQUE,
	time    TEXT NOT NULL,
	analyst TEXT NOT NULL,
	label   TEXT NOT NULL,
	act     TEXT NOT NULL CHECK (act IN ('create', 'edit', 'undo', 'redo')),
	undoes  INTEGER UNIQUE REFERENCES edit (seq),
	changes INTEGER NOT NULL,
	sums    BLOB NOT NULL,
	state   BLOB NOT NULL,
	parent  BLOB NOT NULL,
	hash    BLOB NOT NULL
);

CREATE TABLE version (
	edit   INTEGER NOT NULL REFERENCES edit (seq),
	record TEXT NOT NULL,
	kind   TEXT NOT NULL,
	body   TEXT,
	sum    BLOB NOT NULL
);

CREATE UNIQUE INDEX version_by_edit ON version (edit, record);

CREATE UNIQUE INDEX version_by_record ON version (record, edit);

CREATE TABLE current (
	n      INTEGER PRIMARY KEY,
	record TEXT NOT NULL UNIQUE,
	kind   TEXT NOT NULL,
	body   TEXT NOT NULL,
	edit   INTEGER NOT NULL REFERENCES edit (seq),
	sum    BLOB NOT NULL
);

CREATE TABLE document (
	n          INTEGER PRIMARY KEY,
	sha256     TEXT NOT NULL UNIQUE,
	name       TEXT NOT NULL,
	media_type TEXT NOT NULL,
	size       INTEGER NOT NULL,
	added      TEXT NOT NULL,
	body       BLOB NOT NULL
);

CREATE VIRTUAL TABLE search USING fts5(title, text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0', prefix='1 2 3');

CREATE TRIGGER edit_is_kept BEFORE DELETE ON edit BEGIN SELECT RAISE(ABORT, 'edits are never deleted'); END;

CREATE TRIGGER edit_stays BEFORE UPDATE ON edit BEGIN SELECT RAISE(ABORT, 'edits are never changed'); END;

CREATE TRIGGER version_is_kept BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'versions are never deleted'); END;

CREATE TRIGGER version_stays BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;

-- One view a kind, one row a record: plain tables for R, Python and DuckDB. Dates are EDTF, lists are joined with '; '.

CREATE VIEW matter AS SELECT
	record AS id,
	CAST(json_extract(body, '$.title') AS TEXT) AS title,
	CAST(json_extract(body, '$.about') AS TEXT) AS about,
	CAST(json_extract(body, '$.question.relier') AS TEXT) AS relier,
	CAST(json_extract(body, '$.question.partner') AS TEXT) AS partner,
	CAST(json_extract(body, '$.question.as_of') AS TEXT) AS as_of,
	CAST(json_extract(body, '$.question.situation') AS TEXT) AS situation,
	CAST(json_extract(body, '$.settings.half_life_years') AS REAL) AS half_life_years,
	CAST(json_extract(body, '$.settings.other_situation') AS REAL) AS other_situation,
	CAST(json_extract(body, '$.settings.prior_mass') AS REAL) AS prior_mass,
	CAST(json_extract(body, '$.settings.words') AS TEXT) AS words,
	CAST(json_extract(body, '$.settings.horizon_years') AS REAL) AS horizon_years,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.channels')) AS TEXT) AS channels,
	CAST(json_extract(body, '$.coded') AS TEXT) AS coded,
	CAST(json_extract(body, '$.language') AS TEXT) AS language
FROM current WHERE kind = 'matter';

CREATE VIEW actor AS SELECT
	record AS id,
	CAST(json_extract(body, '$.name') AS TEXT) AS name,
	CAST(json_extract(body, '$.type') AS TEXT) AS type,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.aliases')) AS TEXT) AS aliases,
	CAST(json_extract(body, '$.cow') AS INTEGER) AS cow,
	CAST(json_extract(body, '$.iso3') AS TEXT) AS iso3,
	CAST(json_extract(body, '$.active') AS TEXT) AS active,
	CAST(json_extract(body, '$.about') AS TEXT) AS about,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'actor';

CREATE VIEW source AS SELECT
	record AS id,
	CAST(json_extract(body, '$.title') AS TEXT) AS title,
	CAST(json_extract(body, '$.publisher') AS TEXT) AS publisher,
	CAST(json_extract(body, '$.author') AS TEXT) AS author,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST(json_extract(body, '$.type') AS TEXT) AS type,
	CAST(json_extract(body, '$.url') AS TEXT) AS url,
	CAST(json_extract(body, '$.reliability') AS TEXT) AS reliability,
	CAST(json_extract(body, '$.seen') AS TEXT) AS seen,
	CAST(json_extract(body, '$.republishes') AS TEXT) AS republishes,
	CAST(json_extract(body, '$.document') AS TEXT) AS document,
	CAST(json_extract(body, '$.language') AS TEXT) AS language,
	CAST(json_extract(body, '$.about') AS TEXT) AS about,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'source';

CREATE VIEW moment AS SELECT
	record AS id,
	CAST(json_extract(body, '$.title') AS TEXT) AS title,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.in_need')) AS TEXT) AS in_need,
	CAST(json_extract(body, '$.start') AS TEXT) AS start,
	CAST(json_extract(body, '$.end') AS TEXT) AS "end",
	CAST(json_extract(body, '$.type') AS TEXT) AS type,
	CAST(json_extract(body, '$.about') AS TEXT) AS about,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'moment';

CREATE VIEW conduct AS SELECT
	record AS id,
	CAST(json_extract(body, '$.moment') AS TEXT) AS moment,
	CAST(json_extract(body, '$.from') AS TEXT) AS from_actor,
	CAST(json_extract(body, '$.to') AS TEXT) AS to_actor,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST(json_extract(body, '$.rung') AS INTEGER) AS rung,
	CAST(json_extract(body, '$.what') AS TEXT) AS what,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'conduct';

CREATE VIEW request AS SELECT
	record AS id,
	CAST(json_extract(body, '$.moment') AS TEXT) AS moment,
	CAST(json_extract(body, '$.from') AS TEXT) AS from_actor,
	CAST(json_extract(body, '$.to') AS TEXT) AS to_actor,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST(json_extract(body, '$.rung') AS INTEGER) AS rung,
	CAST(json_extract(body, '$.what') AS TEXT) AS what,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'request';

CREATE VIEW pledge AS SELECT
	record AS id,
	CAST(json_extract(body, '$.title') AS TEXT) AS title,
	CAST(json_extract(body, '$.from') AS TEXT) AS from_actor,
	CAST(json_extract(body, '$.to') AS TEXT) AS to_actor,
	CAST(json_extract(body, '$.channel') AS TEXT) AS channel,
	CAST(json_extract(body, '$.promised') AS TEXT) AS promised,
	CAST(json_extract(body, '$.due') AS TEXT) AS due,
	CAST(json_extract(body, '$.amount') AS REAL) AS amount,
	CAST(json_extract(body, '$.unit') AS TEXT) AS unit,
	CAST(json_extract(body, '$.about') AS TEXT) AS about,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'pledge';

CREATE VIEW contribution AS SELECT
	record AS id,
	CAST(json_extract(body, '$.from') AS TEXT) AS from_actor,
	CAST(json_extract(body, '$.to') AS TEXT) AS to_actor,
	CAST(json_extract(body, '$.channel') AS TEXT) AS channel,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST(json_extract(body, '$.magnitude') AS INTEGER) AS magnitude,
	CAST(json_extract(body, '$.value') AS REAL) AS value,
	CAST(json_extract(body, '$.unit') AS TEXT) AS unit,
	CAST(json_extract(body, '$.what') AS TEXT) AS what,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'contribution';

CREATE VIEW dependence AS SELECT
	record AS id,
	CAST(json_extract(body, '$.actor') AS TEXT) AS actor,
	CAST(json_extract(body, '$.on') AS TEXT) AS on_actor,
	CAST(json_extract(body, '$.channel') AS TEXT) AS channel,
	CAST(json_extract(body, '$.share_low') AS REAL) AS share_low,
	CAST(json_extract(body, '$.share_mode') AS REAL) AS share_mode,
	CAST(json_extract(body, '$.share_high') AS REAL) AS share_high,
	CAST(json_extract(body, '$.substitution_months') AS REAL) AS substitution_months,
	CAST(coalesce(json_extract(body, '$.part_only'), 0) AS INTEGER) AS part_only,
	CAST(json_extract(body, '$.basis') AS TEXT) AS basis,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'dependence';

CREATE VIEW hypothesis AS SELECT
	record AS id,
	CAST(json_extract(body, '$.title') AS TEXT) AS title,
	CAST(json_extract(body, '$.about') AS TEXT) AS about,
	CAST(json_extract(body, '$.relier') AS TEXT) AS relier,
	CAST(json_extract(body, '$.partner') AS TEXT) AS partner,
	CAST(json_extract(body, '$.prior') AS REAL) AS prior,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'hypothesis';

CREATE VIEW rating AS SELECT
	record AS id,
	CAST(json_extract(body, '$.analyst') AS TEXT) AS analyst,
	CAST(json_extract(body, '$.subject') AS TEXT) AS subject,
	CAST(json_extract(body, '$.record') AS TEXT) AS record,
	CAST(json_extract(body, '$.hypothesis') AS TEXT) AS hypothesis,
	CAST(json_extract(body, '$.value') AS TEXT) AS value,
	CAST(json_extract(body, '$.certainty') AS TEXT) AS certainty,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST(json_extract(body, '$.why') AS TEXT) AS why
FROM current WHERE kind = 'rating';

CREATE VIEW note AS SELECT
	record AS id,
	CAST(json_extract(body, '$.title') AS TEXT) AS title,
	CAST(json_extract(body, '$.text') AS TEXT) AS text,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.on')) AS TEXT) AS "on",
	CAST(coalesce(json_extract(body, '$.contested'), 0) AS INTEGER) AS contested,
	CAST(json_extract(body, '$.date') AS TEXT) AS date,
	CAST((SELECT group_concat(value, '; ') FROM json_each(body, '$.tags')) AS TEXT) AS tags
FROM current WHERE kind = 'note';

-- The lists inside records, one row a member; position counts from 1.

CREATE VIEW citation AS
SELECT record, kind, 'citations' AS field, CAST(NULL AS INTEGER) AS milestone, key + 1 AS position, CAST(value ->> '$.source' AS TEXT) AS source, CAST(value ->> '$.where' AS TEXT) AS where_in, CAST(value ->> '$.credibility' AS INTEGER) AS credibility, CAST(value ->> '$.quote' AS TEXT) AS quote
FROM current, json_each(body, '$.citations')
UNION ALL
SELECT record, kind, 'for', NULL, key + 1, value ->> '$.source', value ->> '$.where', value ->> '$.credibility', value ->> '$.quote'
FROM current, json_each(body, '$.for') WHERE kind = 'note'
UNION ALL
SELECT record, kind, 'against', NULL, key + 1, value ->> '$.source', value ->> '$.where', value ->> '$.credibility', value ->> '$.quote'
FROM current, json_each(body, '$.against') WHERE kind = 'note'
UNION ALL
SELECT record, kind, 'milestones', m.key + 1, c.key + 1, c.value ->> '$.source', c.value ->> '$.where', c.value ->> '$.credibility', c.value ->> '$.quote'
FROM current, json_each(body, '$.milestones') AS m, json_each(m.value, '$.citations') AS c WHERE kind = 'pledge';

CREATE VIEW milestone AS
SELECT record AS pledge, key + 1 AS position, CAST(value ->> '$.date' AS TEXT) AS date, CAST(value ->> '$.type' AS TEXT) AS type, CAST(value ->> '$.share' AS REAL) AS share, CAST(value ->> '$.amount' AS REAL) AS amount, CAST(value ->> '$.note' AS TEXT) AS note
FROM current, json_each(body, '$.milestones') WHERE kind = 'pledge';

CREATE VIEW obligation AS
SELECT record AS pledge, o.key + 1 AS position, CAST((SELECT group_concat(e.value, '; ') FROM json_each(o.value, '$.moments') AS e) AS TEXT) AS moments, CAST(o.value ->> '$.rung' AS INTEGER) AS rung, CAST((SELECT group_concat(e.value, '; ') FROM json_each(o.value, '$.against') AS e) AS TEXT) AS against, CAST(o.value ->> '$.note' AS TEXT) AS note
FROM current, json_each(body, '$.obliges') AS o WHERE kind = 'pledge';

CREATE VIEW similarity AS
SELECT record AS matter, key + 1 AS position, CAST(value ->> '$.a' AS TEXT) AS a, CAST(value ->> '$.b' AS TEXT) AS b, CAST(value ->> '$.value' AS REAL) AS value, CAST(value ->> '$.basis' AS TEXT) AS basis
FROM current, json_each(body, '$.similarity') WHERE kind = 'matter';

CREATE VIEW in_need AS
SELECT record AS moment, key + 1 AS position, CAST(value AS TEXT) AS actor
FROM current, json_each(body, '$.in_need') WHERE kind = 'moment';

CREATE VIEW alias AS
SELECT record AS actor, key + 1 AS position, CAST(value AS TEXT) AS alias
FROM current, json_each(body, '$.aliases') WHERE kind = 'actor';

CREATE VIEW subject AS
SELECT record AS note, key + 1 AS position, CAST(value AS TEXT) AS record
FROM current, json_each(body, '$.on') WHERE kind = 'note';

CREATE VIEW tag AS
SELECT record, kind, key + 1 AS position, CAST(value AS TEXT) AS tag
FROM current, json_each(body, '$.tags');
