package stats

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func TestVoteAlignmentAgreesWithR(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "votes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var a, b []uint8
	for _, r := range rows[1:] {
		a, b = append(a, r[1][0]-'0'), append(b, r[2][0]-'0')
	}
	type sim struct{ S, Kappa, Pi float64 }
	var want struct {
		Agreement         float64
		Absolute, Squared sim
	}
	load(t, "votes.expected.json", &want)
	got, err := VoteAlignment(a, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"agreement", got.Agreement, want.Agreement},
		{"absolute S", got.Absolute.S, want.Absolute.S}, {"absolute kappa", got.Absolute.Kappa.Value, want.Absolute.Kappa}, {"absolute pi", got.Absolute.Pi.Value, want.Absolute.Pi},
		{"squared S", got.Squared.S, want.Squared.S}, {"squared kappa", got.Squared.Kappa.Value, want.Squared.Kappa}, {"squared pi", got.Squared.Pi.Value, want.Squared.Pi},
	} {
		if math.Abs(c.got-c.want) > 1e-9*math.Abs(c.want) {
			t.Errorf("%s = %.15g, R has %.15g", c.name, c.got, c.want)
		}
	}
}

func TestVoteAlignmentHolds(t *testing.T) {
	votes := rapid.SliceOfN(rapid.Uint8Range(1, 3), 1, 60)
	rapid.Check(t, func(t *rapid.T) {
		a := votes.Draw(t, "a")
		b := rapid.SliceOfN(rapid.Uint8Range(1, 3), len(a), len(a)).Draw(t, "b")
		x, err := VoteAlignment(a, b)
		if err != nil {
			t.Fatal(err)
		}
		y, _ := VoteAlignment(b, a)
		if math.Abs(x.Absolute.S-y.Absolute.S) > 1e-12 || math.Abs(x.Squared.Pi.Value-y.Squared.Pi.Value) > 1e-12 || x.Agreement != y.Agreement {
			t.Fatalf("not symmetric: %+v, %+v", x, y)
		}
		same, _ := VoteAlignment(a, a)
		if same.Agreement != 1 || same.Absolute.S != 1 || (same.Squared.Kappa.OK && math.Abs(same.Squared.Kappa.Value-1) > 1e-12) {
			t.Fatalf("a profile with itself: %+v", same)
		}
		if x.Absolute.S < -1 || x.Absolute.S > 1 {
			t.Fatalf("S = %g", x.Absolute.S)
		}
	})
	for _, bad := range [][2][]uint8{{{1}, {1, 2}}, {nil, nil}, {{0}, {1}}, {{1}, {4}}} {
		if _, err := VoteAlignment(bad[0], bad[1]); !errors.Is(err, ErrData) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
