package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

// site is a server on loopback.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1251")
		_, _ = io.WriteString(w, "<p>\xd0\xee\xf1\xf1\xe8\xff")
	})
	mux.HandleFunc("/feed", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, rss) })
	mux.HandleFunc("/on", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(make([]byte, 3_000_000))
		_ = z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(b.Bytes())
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `<rss version="2.0"><channel>`)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat(`<item><title>x</title></item>`, 1000)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "word ")
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(20 * time.Second):
		}
	})
	mux.HandleFunc("/short", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, "word")
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetch(t *testing.T) {
	s := site(t)
	texts, err := Fetch(t.Context(), s.URL+"/page", FetchOptions{})
	if err != nil || len(texts) != 1 || texts[0].Full != "Россия" || texts[0].URL != s.URL+"/page" || texts[0].Name != s.URL+"/page" || texts[0].MIME != "text/html" {
		t.Errorf("got %+v, %v", texts, err)
	}
	texts, err = Fetch(t.Context(), s.URL+"/on", FetchOptions{})
	if err != nil || len(texts) != 1 || texts[0].URL != s.URL+"/page" {
		t.Fatalf("got %+v, %v", texts, err)
	}
	noted(t, texts[0], "sent on to "+s.URL+"/page")
	texts, err = Fetch(t.Context(), s.URL+"/feed", FetchOptions{})
	if err != nil || len(texts) != 2 || texts[0].URL != "https://daily.example.org/1" {
		t.Errorf("the items of a feed are read where they stand: %+v, %v", texts, err)
	}
}

func TestHostileFetch(t *testing.T) {
	s := site(t)
	small := FetchOptions{MaxBytes: 1_000_000, Timeout: 2 * time.Second}
	for address, want := range map[string]string{
		s.URL + "/bomb":        "does not end before 1 MB",
		s.URL + "/endless":     "does not end before 1 MB",
		s.URL + "/slow":        "no whole answer within 2s",
		s.URL + "/short":       "broke off after 4 bytes",
		s.URL + "/round":       "sends on more than 5 times",
		s.URL + "/file":        "which is not fetched",
		s.URL + "/nowhere":     "404",
		"file:///etc/hostname": "only addresses of http and https",
		"ftp://example.org/":   "only addresses of http and https",
		"http://":              "only addresses of http and https",
		"http://[::1":          "no address",
	} {
		start := time.Now()
		texts, err := Fetch(t.Context(), address, small)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %d texts, %v, want it to say %q", address, len(texts), err, want)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: it took %v", address, took)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Fetch(ctx, s.URL+"/page", FetchOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestGuard holds an address to not sending on to where it may not.
func TestGuard(t *testing.T) {
	via := func(address string) []*http.Request {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return []*http.Request{{URL: u}}
	}
	for _, c := range []struct {
		from, to string
		local    bool
		ok       bool
	}{
		{"https://example.org/a", "https://example.net/b", false, true},
		{"https://example.org/a", "http://example.org/a", false, false},
		{"http://example.org/a", "http://127.0.0.1:8080/", false, false},
		{"http://example.org/a", "http://localhost/", false, false},
		{"http://example.org/a", "http://LOCALHOST./", false, false},
		{"http://example.org/a", "http://[::ffff:10.0.0.1]/", false, false},
		{"http://example.org/a", "http://169.254.169.254/latest", false, false},
		{"http://127.0.0.1/a", "http://127.0.0.1/b", true, true},
		{"http://example.org/a", "gopher://example.org/", false, false},
	} {
		g := &guard{local: c.local}
		if err := g.redirect(via(c.to)[0], via(c.from)); (err == nil) != c.ok {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
		}
	}
	g := &guard{sentOn: true} // a public name that stands for this machine
	if err := g.control("tcp", "127.0.0.1:80", nil); !errors.Is(err, errLocal) {
		t.Errorf("a name that stands for this machine: %v", err)
	}
	if err := g.control("tcp", "192.0.2.7:80", nil); err != nil {
		t.Errorf("a public address: %v", err)
	}
}

func TestIsLocalAddr(t *testing.T) {
	for s, want := range map[string]bool{"127.0.0.1": true, "10.1.2.3": true, "192.168.1.1": true, "172.16.0.1": true, "169.254.1.1": true, "0.0.0.0": true, "100.64.1.1": true, "::1": true, "fe80::1": true, "fc00::1": true, "::ffff:127.0.0.1": true,
		"8.8.8.8": false, "2001:4860:4860::8888": false} {
		if got := isLocalAddr(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestNobodyThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("http://%s/", l.Addr())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Fetch(t.Context(), address, FetchOptions{}); err == nil || !strings.Contains(err.Error(), "refused") || strings.Count(err.Error(), address) != 1 {
		t.Errorf("got %v", err)
	}
}
