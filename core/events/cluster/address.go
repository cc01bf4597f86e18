package cluster

import (
	"crypto/tls"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Address is where a cluster is and who asks.
type Address struct {
	Hosts          []string // host:port of the native protocol; any server of the cluster will do, more are tried in turn
	User, Password string
	Database       string
	Cluster        string // name in the servers' remote_servers; empty: one server, or as the database was made
	Secure         bool   // TLS, with the system's certificates
}

// ParseAddress reads clickhouse://user:password@host:9000,host2:9000/database?cluster=name&secure=true.
// Without a port it is 9000, with secure 9440; without a database it is
// fairweather. The password may be left out and given apart (from the environment
// or the keyring), so that it stands in no preferences file.
func ParseAddress(text, password string) (Address, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		// The parser's own message would repeat the password.
		return Address{}, fmt.Errorf("the address of the ClickHouse server is no address: write clickhouse://user@host:9000/database")
	}
	if u.Scheme != "clickhouse" || u.Host == "" {
		return Address{}, fmt.Errorf("the address of the ClickHouse server must begin with clickhouse:// and name a host: clickhouse://user@host:9000/database")
	}
	a := Address{User: u.User.Username(), Password: password, Database: strings.Trim(u.Path, "/")}
	if p, ok := u.User.Password(); ok && password == "" {
		a.Password = p
	}
	query := u.Query()
	for _, key := range slices.Sorted(maps.Keys(query)) {
		switch v := query.Get(key); key {
		case "cluster":
			a.Cluster = v
		case "secure":
			if a.Secure = v == "true"; !a.Secure && v != "false" {
				return Address{}, fmt.Errorf("the address of the ClickHouse server says secure=%s: write true or false", v)
			}
		default:
			return Address{}, fmt.Errorf("the address of the ClickHouse server has %q: only cluster and secure are known", key)
		}
	}
	if a.Database == "" {
		a.Database = "fairweather"
	}
	if a.User == "" {
		a.User = "default"
	}
	for _, h := range strings.Split(u.Host, ",") {
		if h == "" {
			return Address{}, fmt.Errorf("the address of the ClickHouse server has an empty host")
		}
		if i := strings.LastIndex(h, ":"); i < 0 || strings.HasSuffix(h, "]") {
			port := "9000"
			if a.Secure {
				port = "9440"
			}
			h += ":" + port
		}
		a.Hosts = append(a.Hosts, h)
	}
	return a, nil
}

// String writes the address without the password.
func (a Address) String() string {
	u := url.URL{Scheme: "clickhouse", User: url.User(a.User), Host: strings.Join(a.Hosts, ","), Path: "/" + a.Database}
	q := url.Values{}
	if a.Cluster != "" {
		q.Set("cluster", a.Cluster)
	}
	if a.Secure {
		q.Set("secure", "true")
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// options are the driver's. Settings are whole numbers: servers before 2019 take
// no others.
func (a Address) options(hosts []string, database string) *clickhouse.Options {
	o := &clickhouse.Options{
		Addr:             hosts,
		Protocol:         clickhouse.Native,
		Auth:             clickhouse.Auth{Database: database, Username: a.User, Password: a.Password},
		Settings:         clickhouse.Settings{"insert_distributed_sync": 1},
		Compression:      &clickhouse.Compression{Method: clickhouse.CompressionLZ4},
		DialTimeout:      10 * time.Second,
		ReadTimeout:      10 * time.Minute, // a count over all events of a large cluster
		MaxOpenConns:     6,
		MaxIdleConns:     6,
		ConnOpenStrategy: clickhouse.ConnOpenInOrder,
	}
	if a.Secure {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return o
}
