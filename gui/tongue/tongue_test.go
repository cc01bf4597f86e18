package tongue

import "testing"

func TestSet(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want string // of LC_ALL; empty: untouched
	}{
		{"plain C", map[string]string{"LANG": "C"}, "en"},
		{"C with an encoding, as containers have it", map[string]string{"LANG": "C.UTF-8"}, "en"},
		{"C over a language", map[string]string{"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, "en"},
		{"nothing", nil, "en"},
		{"a language", map[string]string{"LANG": "de_DE.UTF-8"}, ""},
		{"messages in a language", map[string]string{"LC_MESSAGES": "fa_IR", "LANG": "C"}, ""},
	} {
		got := ""
		set(func(name string) string { return c.env[name] }, func(_, value string) error { got = value; return nil })
		if got != c.want {
			t.Errorf("%s: LC_ALL becomes %q, want %q", c.name, got, c.want)
		}
	}
}
