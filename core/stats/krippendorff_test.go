package stats

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

var scales = map[string]Scale{"nominal": Nominal, "ordinal": Ordinal, "interval": Interval}

// ratingsOf reads a table of numbers, words and nulls; words become numbers in order of appearance.
func ratingsOf(t *testing.T, table [][]json.RawMessage) [][]Maybe {
	words := map[string]float64{}
	out := make([][]Maybe, len(table))
	for c, row := range table {
		for _, raw := range row {
			var word string
			var number *float64
			if json.Unmarshal(raw, &word) == nil && word != "" {
				if _, ok := words[word]; !ok {
					words[word] = float64(len(words))
				}
				out[c] = append(out[c], Maybe{words[word], true})
			} else if err := json.Unmarshal(raw, &number); err != nil {
				t.Fatal(err)
			} else if number == nil {
				out[c] = append(out[c], Maybe{})
			} else {
				out[c] = append(out[c], Maybe{*number, true})
			}
		}
	}
	return out
}

func TestKrippendorffAgreesWithPeers(t *testing.T) {
	var peers struct {
		Cases []struct {
			Name, Level, Error string
			Data               [][]json.RawMessage
			Alpha              float64
			Places             float64
		}
	}
	load(t, "krippendorff_alpha.json", &peers)
	if len(peers.Cases) != 6 {
		t.Fatalf("%d cases, want 6", len(peers.Cases))
	}
	for _, c := range peers.Cases {
		got, err := KrippendorffAlpha(ratingsOf(t, c.Data), scales[c.Level], 0.9, 0, 1)
		if c.Error != "" {
			wantData(t, c.Name, err)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		if math.Abs(got.Alpha-c.Alpha) > 0.5000001*math.Pow(10, -c.Places) {
			t.Errorf("%s, %s: alpha %v, want %v", c.Name, c.Level, got.Alpha, c.Alpha)
		}
		if got.Lower.OK || got.Upper.OK {
			t.Errorf("%s: an interval without draws", c.Name)
		}
	}
}

// textbookAlpha is alpha by coincidences of pairs, from the definition.
func textbookAlpha(ratings [][]Maybe, scale Scale) (float64, bool) {
	var unitValues [][]float64
	var all []float64
	for u := range ratings[0] {
		var v []float64
		for c := range ratings {
			if ratings[c][u].OK {
				v = append(v, ratings[c][u].Value)
			}
		}
		if len(v) > 1 {
			unitValues = append(unitValues, v)
			all = append(all, v...)
		}
	}
	count := map[float64]float64{}
	for _, v := range all {
		count[v]++
	}
	difference := func(a, b float64) float64 {
		switch {
		case a == b:
			return 0
		case scale == Nominal:
			return 1
		case scale == Interval:
			return (a - b) * (a - b)
		}
		sum := -(count[a] + count[b]) / 2
		for v, n := range count {
			if v >= min(a, b) && v <= max(a, b) {
				sum += n
			}
		}
		return sum * sum
	}
	observed, expected := 0.0, 0.0
	for _, v := range unitValues {
		for i := range v {
			for j := range v {
				if i != j {
					observed += difference(v[i], v[j]) / float64(len(v)-1)
				}
			}
		}
	}
	for i := range all {
		for j := range all {
			expected += difference(all[i], all[j])
		}
	}
	n := float64(len(all))
	return 1 - observed*(n-1)/expected, len(count) > 1
}

func drawRatings(t *rapid.T) [][]Maybe {
	coders, units := rapid.IntRange(2, 4).Draw(t, "coders"), rapid.IntRange(1, 15).Draw(t, "units")
	out := make([][]Maybe, coders)
	for c := range out {
		for range units {
			v := rapid.IntRange(-3, 4).Draw(t, "rating") // -3: missing
			out[c] = append(out[c], Maybe{float64(max(v, -2)), v > -3})
		}
	}
	return out
}

func TestKrippendorffIsTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratings := drawRatings(t)
		for _, scale := range []Scale{Nominal, Ordinal, Interval} {
			want, ok := textbookAlpha(ratings, scale)
			got, err := KrippendorffAlpha(ratings, scale, 0.9, 20, 3)
			if ok != (err == nil) {
				t.Fatalf("scale %d: %v, the definition has an alpha: %v", scale, err, ok)
			}
			if !ok {
				continue
			}
			if !statstest.Close(got.Alpha, want) {
				t.Fatalf("scale %d: alpha %v, by definition %v", scale, got.Alpha, want)
			}
			if got.Lower.Value > got.Upper.Value || got.Undefined > 20 {
				t.Fatalf("scale %d: %+v", scale, got)
			}
			// Neither the order of coders nor that of units matters.
			order := drawOrder(t, len(ratings[0]))
			moved := make([][]Maybe, len(ratings))
			for c, row := range ratings {
				for _, u := range order {
					moved[len(ratings)-1-c] = append(moved[len(ratings)-1-c], row[u])
				}
			}
			again, err := KrippendorffAlpha(moved, scale, 0.9, 20, 3)
			if err != nil || again != got {
				t.Fatalf("scale %d: %+v after a permutation (%v), %+v before", scale, again, err, got)
			}
		}
	})
}

func TestKrippendorffInterval(t *testing.T) {
	// 40 units, two coders, one disagreement in ten.
	ratings := [][]Maybe{{}, {}}
	for u := range 40 {
		a := float64(u % 4)
		b := a
		if u%10 == 9 {
			b = math.Mod(a+1, 4)
		}
		ratings[0], ratings[1] = append(ratings[0], Maybe{a, true}), append(ratings[1], Maybe{b, true})
	}
	narrow, err := KrippendorffAlpha(ratings, Nominal, 0.5, 2000, 9)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := KrippendorffAlpha(ratings, Nominal, 0.9, 2000, 9)
	if err != nil {
		t.Fatal(err)
	}
	if !(wide.Lower.Value < narrow.Lower.Value && narrow.Lower.Value < wide.Alpha && wide.Alpha < narrow.Upper.Value && narrow.Upper.Value < wide.Upper.Value) {
		t.Errorf("90 %% interval %v to %v, 50 %% %v to %v, alpha %v: not nested", wide.Lower, wide.Upper, narrow.Lower, narrow.Upper, wide.Alpha)
	}
	// The share of disagreements has standard error sqrt(.1 x .9 / 40); alpha moves by 4/3 of it.
	if half := (wide.Upper.Value - wide.Lower.Value) / 2; math.Abs(half-1.645*0.0474*4/3) > 0.02 {
		t.Errorf("90 %% interval is %v wide either way, want about 0.104", half)
	}
	again, err := KrippendorffAlpha(ratings, Nominal, 0.9, 2000, 9)
	if err != nil || again != wide {
		t.Errorf("the same seed gave %+v, then %+v (%v)", wide, again, err)
	}
	if wide.Units != 40 || wide.Ratings != 80 {
		t.Errorf("%d units, %d ratings", wide.Units, wide.Ratings)
	}
}

func TestKrippendorffBadData(t *testing.T) {
	one := Maybe{1, true}
	for _, c := range []struct {
		name    string
		ratings [][]Maybe
	}{
		{"no coder", nil},
		{"no unit", [][]Maybe{{}, {}}},
		{"rows differ in length", [][]Maybe{{one, one}, {one}}},
		{"not a number", [][]Maybe{{one, {math.NaN(), true}}, {one, one}}},
		{"infinite", [][]Maybe{{one, {math.Inf(1), true}}, {one, one}}},
		{"one coder", [][]Maybe{{one, {2, true}}}},
		{"one value that rounds", [][]Maybe{{{0.1, true}, {0.1, true}, {0.1, true}}, {{0.1, true}, {0.1, true}, {0.1, true}}}},
	} {
		_, err := KrippendorffAlpha(c.ratings, Interval, 0.9, 10, 1)
		wantData(t, c.name, err)
	}
	wantPanic(t, "no such scale", func() { KrippendorffAlpha([][]Maybe{{one}, {one}}, 7, 0.9, 0, 1) })
}

func BenchmarkKrippendorff(b *testing.B) {
	ratings := [][]Maybe{{}, {}}
	for u := range 400 {
		ratings[0] = append(ratings[0], Maybe{float64(u%7 - 2), true})
		ratings[1] = append(ratings[1], Maybe{float64((u+u/50%2)%7 - 2), true})
	}
	for b.Loop() {
		KrippendorffAlpha(ratings, Ordinal, 0.95, 1000, 1)
	}
}
