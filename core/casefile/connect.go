package casefile

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// processWide sets the two switches that hold for every connection of the
// process. Both fail only where the platform has no such thing.
var processWide = sync.OnceFunc(func() {
	// Without it, any code that opens and closes a case file (to hash or copy
	// it) would drop the locks under which another window is writing.
	_, _ = sqlite.OFDLocking(true)
	// As durable as fsync, in about half the time.
	_, _ = sqlite.Fdatasync(true)
})

// uri names a file for SQLite. mode is ro, rw or rwc.
func uri(path, mode string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/cases/x
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: "mode=" + mode + "&_defensive=1"}
	return u.String()
}

// connect opens one connection. It never grows to several: the statements of a
// transaction, and the settings below, belong to one.
func connect(ctx context.Context, name string) (*sql.DB, *sql.Conn, error) {
	processWide()
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, nil, err
	}
	for _, s := range []string{
		"PRAGMA busy_timeout = 10000", // milliseconds; a commit takes tens
		fmt.Sprintf("PRAGMA page_size = %d", pageSize),
		"PRAGMA trusted_schema = OFF", // the file may come from anybody
		"PRAGMA cell_size_check = ON", // notice more kinds of damage
		"PRAGMA foreign_keys = ON",
		"PRAGMA synchronous = EXTRA",
		"PRAGMA fullfsync = ON", // macOS: through the disk's own cache too
		"PRAGMA temp_store = MEMORY",
		"PRAGMA cache_size = -32000", // KiB
	} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			conn.Close()
			db.Close()
			return nil, nil, err
		}
	}
	return db, conn, nil
}
