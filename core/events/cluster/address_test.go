package cluster

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for _, c := range []struct{ text, password, want, says string }{
		{"clickhouse://ann@db.example.org", "p", "clickhouse://ann@db.example.org:9000/fairweather", ""},
		{"clickhouse://db.example.org/world?secure=true", "", "clickhouse://default@db.example.org:9440/world?secure=true", ""},
		{" clickhouse://ann:secret@a:9001,b:9002/world?cluster=all ", "", "clickhouse://ann@a:9001,b:9002/world?cluster=all", ""}, // a pasted line; more servers
		{"clickhouse://[::1]/w", "", "clickhouse://default@[::1]:9000/w", ""},
		{"http://db.example.org:8123", "", "", "must begin with clickhouse://"},
		{"db.example.org:9000", "", "", "must begin with clickhouse://"},
		{"clickhouse://", "", "", "name a host"},
		{"clickhouse://ann:sec ret%@a", "", "", "is no address"},
		{"clickhouse://a,,b", "", "", "empty host"},
		{"clickhouse://a?secure=maybe", "", "", "secure=maybe"},
		{"clickhouse://a?max_threads=4", "", "", `has "max_threads"`},
		{"", "", "", "must begin with"},
	} {
		a, err := ParseAddress(c.text, c.password)
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q: %v", c.text, err)
			}
			if err != nil && strings.Contains(err.Error(), "sec") && strings.Contains(c.text, "ann:") {
				t.Errorf("%q: the error tells the password: %v", c.text, err)
			}
			continue
		}
		if err != nil || a.String() != c.want {
			t.Errorf("%q: %s, %v", c.text, a, err)
		}
	}
	a, _ := ParseAddress("clickhouse://ann:first@a", "second")
	b, _ := ParseAddress("clickhouse://ann:first@a", "")
	if a.Password != "second" || b.Password != "first" || strings.Contains(fmt.Sprint(b), "first") {
		t.Errorf("%q %q %s", a.Password, b.Password, b)
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("clickhouse://ann:secret@a:9001,b/world?cluster=all&secure=true")
	f.Add("clickhouse://[::1]:9000")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text, "")
		if err != nil {
			return
		}
		again, err := ParseAddress(a.String(), a.Password)
		if err != nil || fmt.Sprintf("%#v", again) != fmt.Sprintf("%#v", a) {
			t.Errorf("%q: %#v, read again %#v: %v", text, a, again, err)
		}
	})
}

func ExampleParseAddress() {
	a, err := ParseAddress("clickhouse://ann@db1.example.org,db2.example.org/world?cluster=events&secure=true", "the password, from the environment")
	fmt.Println(a, err)
	// Output: clickhouse://ann@db1.example.org:9440,db2.example.org:9440/world?cluster=events&secure=true <nil>
}
