package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Found is what stands at an address.
type Found struct {
	Server string // the version of ClickHouse
	Made   bool   // the database has Fairweather's tables
	Shards int    // servers that share the events
	Files  int    // loaded
	Took   time.Duration
}

// Probe asks a server whether it would do, and changes nothing there. Its errors say
// what to do.
func Probe(ctx context.Context, a Address) (Found, error) {
	f := Found{Shards: 1}
	o := a.options(a.Hosts, "")
	if until, ok := ctx.Deadline(); ok {
		o.DialTimeout = min(o.DialTimeout, time.Until(until)) // the greeting knows no context
	}
	c, err := clickhouse.Open(o)
	if err != nil {
		return f, explain(a, err)
	}
	defer c.Close()
	start := time.Now()
	if err := c.QueryRow(ctx, "SELECT version()").Scan(&f.Server); err != nil {
		return f, explain(a, err)
	}
	f.Took = time.Since(start)
	have, cluster, err := madeAs(ctx, c, a.Database)
	switch {
	case err != nil:
		return f, explain(a, err)
	case have > version:
		return f, say("the tables in %s are of version %d, this program knows version %d: use a newer Fairweather", a.String(), int(have), version)
	case have > 0 && a.Cluster != "" && a.Cluster != cluster:
		return f, say("the database %s was made for cluster %q: give that, or another database", a.Database, cluster)
	case have > 0:
		a.Cluster, f.Made = cluster, true
	}
	if a.Cluster != "" {
		hosts, err := shardHosts(ctx, c, a.Cluster)
		if err != nil {
			return f, err
		}
		f.Shards = len(hosts)
	}
	if f.Made {
		var n uint64
		if err := c.QueryRow(ctx, fmt.Sprintf("SELECT count() FROM (SELECT max(step) AS last FROM %s.log GROUP BY provider, load, token) WHERE last = %d", name(a.Database), loaded)).Scan(&n); err != nil {
			return f, explain(a, err)
		}
		f.Files = int(n)
	}
	return f, nil
}

// The codes by which a server refuses a person: unknown user, wrong password,
// password required, authentication failed.
var refusing = map[int32]bool{192: true, 193: true, 194: true, 516: true}

// explain says what stands behind the error of a connection, and what to do.
func explain(a Address, err error) error {
	hosts := strings.Join(a.Hosts, ", ")
	var exception *clickhouse.Exception
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &exception) && refusing[exception.Code]:
		return say("%s refuses the user %s with this password: check both", hosts, a.User)
	case errors.As(err, &exception):
		return say("%s answers with an error: %s", hosts, exception.Message)
	case errors.As(err, &dns):
		return say("there is no host %s: check its name, and whether this computer is on its network", dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return say("nothing listens at %s: check the port (9000 for ClickHouse's native protocol, 9440 with TLS), and whether the server runs", hosts)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return say("%s does not answer in time: check the address and the port (9000 for ClickHouse's native protocol, 9440 with TLS; not that of HTTP), and that no firewall stands between", hosts)
	case strings.Contains(err.Error(), "unexpected packet [72]"), errors.Is(err, io.EOF):
		return say("what listens at %s does not speak ClickHouse's native protocol (HTTP is not used): give the native port, usually 9000, or 9440 with TLS", hosts)
	case strings.Contains(err.Error(), "tls:"), strings.Contains(err.Error(), "x509:"):
		return say("%s and this computer find no common TLS: check the port, and the server's certificate (%s)", hosts, err.Error())
	}
	return fmt.Errorf("opening %s: %w", a, err)
}

// say says something for any language; its text is a key of the translations.
func say(key string, args ...any) measure.Said { return measure.Said{Key: key, Args: args} }
