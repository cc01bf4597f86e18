package cluster

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// What is no ClickHouse server is told for what it is, soon, with what to do.
func TestProbeOfWhatIsNoServer(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := gone.Addr().String()
	gone.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, c := range []struct{ name, host, want string }{
		{"a closed port", free, "nothing listens at " + free},
		{"a web server", web.Listener.Addr().String(), "not that of HTTP"},
		{"a host that is none", "host.invalid:9000", "there is no host host.invalid"},
		{"a server that says nothing", silent.Addr().String(), "does not answer in time"},
	} {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		_, err := Probe(ctx, Address{Hosts: []string{c.host}, User: "default", Database: "fairweather"})
		cancel()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
