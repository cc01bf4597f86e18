package measure

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func TestSaid(t *testing.T) {
	first := edtf.DayOf(2018, time.June, 1)
	other := map[string]string{"%d of %s, %s: %s": "%[4]s! %[3]s, %[1]d von %[2]s", "100 % quiet": "ganz still"}
	in := func(s Said) string {
		return s.In(func(key string) string { return other[key] }, func(s Span) string { return fmt.Sprint(s.Days(), " Tage") }, func(d string) string { return "am " + d })
	}
	for _, c := range []struct {
		name           string
		said           Said
		english, other string
	}{
		{"nothing", Said{}, "", ""},
		{"without places a sign of per cent is itself", say("100 % quiet"), "100 % quiet", "ganz still"},
		{"spans, days and what is said within", say("%d of %s, %s: %s", 3, Span{first, first + 1}, first, say("100 % quiet")),
			"3 of 2018-06-01 to 2018-06-02, 2018-06-01: 100 % quiet", "ganz still! am 2018-06-01, 3 von 2 Tage"},
	} {
		if got := c.said.String(); got != c.english {
			t.Errorf("%s: %q", c.name, got)
		}
		if got := in(c.said); got != c.other {
			t.Errorf("%s in another language: %q", c.name, got)
		}
		if c.said.IsZero() != (c.english == "") {
			t.Errorf("%s: nothing to say is %v", c.name, c.said.IsZero())
		}
	}
	var s Said
	if err := fmt.Errorf("asking: %w", say("no")); !errors.As(err, &s) || s.Key != "no" || err.Error() != "asking: no" {
		t.Errorf("as an error: %v", err)
	}
}
