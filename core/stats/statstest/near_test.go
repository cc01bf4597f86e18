package statstest

import (
	"math"
	"testing"
)

func TestClose(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
		close     bool
	}{
		{"equal", 3, 3, true},
		{"inside", 1 + 9e-10, 1, true},
		{"outside", 1 + 2e-9, 1, false},
		{"small numbers are compared relatively", 1e-8, 1.1e-8, false},
		{"rounding left of a difference", 3e-17, 0, true},
		{"not a number", math.NaN(), 1, false},
		{"infinite against finite", math.Inf(1), 1, false},
		{"opposite signs", 1, -1, false},
	} {
		if Close(c.got, c.want) != c.close {
			t.Errorf("%s: Close(%v, %v) is %v", c.name, c.got, c.want, !c.close)
		}
	}
}
