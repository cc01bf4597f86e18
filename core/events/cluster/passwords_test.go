package cluster

import (
	"errors"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestPasswords(t *testing.T) {
	team, err := ParseAddress("clickhouse://ana@one:9000,two:9000/events", "secret")
	if err != nil {
		t.Fatal(err)
	}
	other := team
	other.User = "bo"
	for _, c := range []struct {
		name    string
		lasting bool
		set     func()
	}{
		{"with a keyring", true, keyring.MockInit},
		{"without", false, func() { keyring.MockInitWithError(errors.New("no keyring here")) }},
	} {
		c.set()
		var p Passwords
		if lasting, err := p.Keep(team); lasting != c.lasting || err != nil {
			t.Errorf("%s: kept for good is %v, %v", c.name, lasting, err)
		}
		if got := p.Of(team); got != "secret" {
			t.Errorf("%s: %q", c.name, got)
		}
		if got := p.Of(other); got != "" {
			t.Errorf("%s: another user has %q", c.name, got)
		}
		forget := team
		forget.Password = ""
		if _, err := p.Keep(forget); err != nil || p.Of(team) != "" {
			t.Errorf("%s: forgotten, it is %q: %v", c.name, p.Of(team), err)
		}
	}
}
