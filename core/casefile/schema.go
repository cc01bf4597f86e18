package casefile

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

// applicationID stands in the header of every case file: "Fair" in ASCII.
const applicationID = 0x46616972

// pageSize of the database, in bytes. It is part of the format: Rescue finds
// rows in files whose header is gone.
const pageSize = 4096

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step of the format: the statements that lead to version.
type migration struct {
	version    int
	statements []string
}

// migrations are all steps, in order. The last one's version is the format that
// this program writes. A step that is released never changes.
var migrations = readMigrations()

// Format is the number of the file format that this program writes, the highest
// that it reads.
func Format() int { return migrations[len(migrations)-1].version }

func readMigrations() []migration {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is constant
	}
	var steps []migration
	for i, name := range names { // sorted, and embedded with their numbers
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic(err) // it is embedded
		}
		steps = append(steps, migration{i + 1, statements(string(text))})
	}
	return steps
}

var comments = regexp.MustCompile(`(?m)^--.*\n`)

// statements splits SQL at semicolons that end a line before an empty one.
func statements(text string) []string {
	var list []string
	for _, s := range strings.Split(comments.ReplaceAllString(text, "\n"), ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// migrate brings a database from the format in which it is to the last of
// steps, whole or not at all. A new, empty database has format 0.
func migrate(ctx context.Context, conn *sql.Conn, steps []migration) (err error) {
	var from int
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&from); err != nil {
		return err
	}
	if from >= steps[len(steps)-1].version {
		return nil
	}
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // the first error is the one to report
		}
	}()
	// Another program may have migrated while this one waited for the lock.
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&from); err != nil {
		return err
	}
	for _, step := range steps {
		if step.version <= from {
			continue
		}
		for _, s := range step.statements {
			if _, err := conn.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("bring the file to format %d: %w", step.version, err)
			}
		}
	}
	last := steps[len(steps)-1].version
	for _, s := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", last),
		fmt.Sprintf("INSERT INTO about (key, value) VALUES ('format', '%d') ON CONFLICT DO UPDATE SET value = excluded.value", last),
		"COMMIT",
	} {
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), s); err != nil {
			return err
		}
	}
	return nil
}

// schemaOf lists what a database defines, by kind and name.
func schemaOf(ctx context.Context, conn *sql.Conn) (map[string]string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	defs := map[string]string{}
	for rows.Next() {
		var name, def string
		if err := rows.Scan(&name, &def); err != nil {
			return nil, err
		}
		defs[name] = def
	}
	return defs, rows.Err()
}

// freshSchema is the schema of a new file of the present format.
var freshSchema = sync.OnceValues(func() (map[string]string, error) {
	db, conn, err := connect(context.Background(), ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	defer conn.Close()
	if err := migrate(context.Background(), conn, migrations); err != nil {
		return nil, err
	}
	return schemaOf(context.Background(), conn)
})

// checkSchema fails with ErrDamaged if something that the format defines is
// missing or differs, by a single byte: a view that a flipped bit made to show
// another column would mislead other programs in silence. What others have
// added (an index, a view of their own) is let be.
func checkSchema(ctx context.Context, conn *sql.Conn) error {
	want, err := freshSchema()
	if err != nil {
		return err
	}
	got, err := schemaOf(ctx, conn)
	if err != nil {
		return err
	}
	for name, def := range want {
		if got[name] != def {
			return fmt.Errorf("%w (the definition of %s is not what it was)", ErrDamaged, name)
		}
	}
	return nil
}
