package casefile

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// plain opens the file as any other program would.
func plain(t *testing.T, f *File) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+f.Path()+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// table gives a query's rows as text, columns parted by "|".
func table(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		var line []string
		for _, c := range cells {
			line = append(line, fmt.Sprint(*c.(*any)))
		}
		out = append(out, strings.Join(line, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestViews(t *testing.T) {
	f := newFile(t, small())
	apply(t, f, "x", set(conduct("c002", "Sent grain"))...)
	apply(t, f, "x", ledger.Change{ID: "c002"})
	db := plain(t, f)
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"SELECT * FROM matter", []string{"matter|North and South|<nil>|south|north|<nil>|<nil>|<nil>|<nil>|<nil>|<nil>|<nil>|<nil>|<nil>|<nil>"}},
		{"SELECT id, name, type, aliases, cow FROM actor ORDER BY id", []string{"north|North|state|Le Nord; Nördland|<nil>", "south|South|state|<nil>|<nil>"}},
		{"SELECT id, title, publisher, date, reliability FROM source", []string{"s001|Communiqué|Agency|2001-05|B"}},
		{`SELECT id, in_need, start, "end", type FROM moment`, []string{"m001|south|2001-04-01|2001-06|blockade"}},
		{"SELECT id, moment, from_actor, to_actor, date, rung, rung + 1, what, tags FROM conduct", []string{"c001|m001|north|south|2001-05-02|2|3|Sent an envoy|envoy; sea"}},
		{"SELECT id, channel, promised, due, amount FROM pledge", []string{"p001|troops|1999|<nil>|<nil>"}},
		{`SELECT id, "on", contested FROM note`, []string{"n001|c001; m001|1"}},
		{"SELECT pledge, position, date, type, share, amount, note FROM milestone", []string{"p001|1|2000|partly kept|0.5|<nil>|half of it"}},
		{"SELECT * FROM obligation", []string{"p001|1|force|3|<nil>|<nil>"}},
		{"SELECT * FROM in_need", []string{"m001|1|south"}},
		{"SELECT * FROM alias", []string{"north|1|Le Nord", "north|2|Nördland"}},
		{"SELECT * FROM subject", []string{"n001|1|c001", "n001|2|m001"}},
		{"SELECT * FROM tag", []string{"c001|conduct|1|envoy", "c001|conduct|2|sea"}},
		{"SELECT * FROM similarity", nil},
		{"SELECT record, field, milestone, position, source, where_in, credibility, quote FROM citation ORDER BY record, field", []string{
			"c001|citations|<nil>|1|s001|p. 3|2|the envoy left",
			"m001|citations|<nil>|1|s001|p. 3|2|the envoy left",
			"n001|against|<nil>|1|s001|p. 3|2|the envoy left",
			"n001|for|<nil>|1|s001|p. 3|2|the envoy left",
			"p001|citations|<nil>|1|s001|p. 3|2|the envoy left",
			"p001|milestones|1|1|s001|p. 3|2|the envoy left",
		}},
		{"SELECT edit, record, kind, body IS NULL FROM version WHERE record = 'c002'", []string{"2|c002|conduct|0", "3|c002|conduct|1"}},
		{"SELECT seq, time, analyst, label, act FROM edit WHERE seq = 2", []string{"2|2025-10-01T12:00:02.000Z|A. Mar|x|edit"}},
	} {
		if got := table(t, db, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.query, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// Every field that the ledger gives a kind of record has a column, of a type
// that other programs can take for granted, or is a list with a view of its own.
func TestEveryFieldHasAColumn(t *testing.T) {
	db := plain(t, newFile(t, small()))
	renamed := map[string]string{"from": "from_actor", "to": "to_actor", "dependence.on": "on_actor"}
	types := map[ledger.FieldType]string{
		ledger.RungField: "INT", ledger.WholeField: "INT", ledger.YesNoField: "INT", ledger.NumberField: "REAL", ledger.ShareField: "REAL",
	}
	own := map[ledger.FieldType]bool{
		ledger.CitationsField: true, ledger.MilestonesField: true, ledger.ObligationsField: true, ledger.SimilaritiesField: true,
		ledger.QuestionField: true, ledger.SettingsField: true, // their members are columns: TestViews
	}
	for _, k := range ledger.Kinds {
		columns := map[string]string{}
		for _, line := range table(t, db, fmt.Sprintf("SELECT name, type FROM pragma_table_info('%s')", k)) {
			name, typ, _ := strings.Cut(line, "|")
			columns[name] = typ
		}
		for _, field := range ledger.Schema(k) {
			if own[field.Type] {
				continue
			}
			name := field.Key
			for _, key := range []string{name, string(k) + "." + name} {
				if n, ok := renamed[key]; ok {
					name = n
				}
			}
			want := types[field.Type]
			if want == "" {
				want = "TEXT"
			}
			if got := columns[name]; !strings.HasPrefix(got, want) {
				t.Errorf("%s.%s: the column has the type %q, want %q", k, name, got, want)
			}
		}
		if n := table(t, db, fmt.Sprintf("SELECT count(*) FROM %s", k))[0]; n != fmt.Sprint(len(small().Of(k))) {
			t.Errorf("%s has %s rows", k, n)
		}
	}
}

// What is on record cannot be altered by accident, from any program.
func TestHistoryCannotBeAltered(t *testing.T) {
	f := newFile(t, small())
	db, err := sql.Open("sqlite", f.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{
		"UPDATE version SET body = NULL", "DELETE FROM version", "UPDATE edit SET label = 'x'", "DELETE FROM edit",
	} {
		if _, err := db.Exec(s); err == nil {
			t.Errorf("%s went through", s)
		}
	}
	sound(t, f)
}
