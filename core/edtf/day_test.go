package edtf

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDayOf(t *testing.T) {
	tests := []struct {
		name             string
		year, month, day int
		want             Day
	}{
		{"epoch", 1970, 1, 1, 0},
		{"the day before", 1969, 12, 31, -1},
		{"leap day of a 400th year", 2000, 2, 29, 11016},
		{"no leap day in 1900: carried", 1900, 2, 29, -25508},
		{"1 March 1900 is the same", 1900, 3, 1, -25508},
		{"year 0 exists", 0, 1, 1, -719528},
		{"before it", -1, 12, 31, -719529},
		{"month 13 is carried", 2024, 13, 1, 20089},
		{"month 0 is carried", 2025, 0, 1, 20058},
		{"day 0 is carried", 2025, 1, 0, 20088},
		{"far future is clamped", 170000002, 1, 1, MaxDay},
		{"far past is clamped", -170000002, 1, 1, MinDay},
		{"the largest numbers", math.MaxInt, math.MaxInt, math.MaxInt, MaxDay},
		{"a huge negative month", 2025, math.MinInt, 1, MinDay},
		{"the smallest numbers", math.MinInt, math.MinInt, math.MinInt, MinDay},
	}
	for _, tt := range tests {
		if got := DayOf(tt.year, time.Month(tt.month), tt.day); got != tt.want {
			t.Errorf("%s: DayOf(%d, %d, %d) = %d, want %d", tt.name, tt.year, tt.month, tt.day, got, tt.want)
		}
	}
	if diff := int64(MaxDay) - int64(MinDay); int64(MaxDay-MinDay) != diff {
		t.Errorf("MaxDay-MinDay overflows: %d, want %d", MaxDay-MinDay, diff)
	}
}

// Package time has the same calendar: it is the reference.
func TestDayAgreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(-200_000, 200_000).Draw(t, "year")
		month := rapid.IntRange(-30, 30).Draw(t, "month")
		day := rapid.IntRange(-500, 500).Draw(t, "day")
		d, want := DayOf(year, time.Month(month), day), time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if !d.Time().Equal(want) {
			t.Fatalf("DayOf(%d, %d, %d) = %v, want %v", year, month, day, d.Time(), want)
		}
		y, m, dd := d.Date()
		if wy, wm, wd := want.Date(); y != wy || m != wm || dd != wd {
			t.Fatalf("%d.Date() = %d %d %d, want %d %d %d", d, y, m, dd, wy, wm, wd)
		}
		if DayOfTime(want) != d {
			t.Fatalf("DayOfTime(%v) = %d, want %d", want, DayOfTime(want), d)
		}
	})
}

func TestDayRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.Int32Range(int32(MinDay), int32(MaxDay)).Draw(t, "day"))
		if got := DayOf(d.Date()); got != d {
			t.Fatalf("DayOf(%d.Date()) = %d", d, got)
		}
		if got, err := ParseDay(d.String()); err != nil || got != d {
			t.Fatalf("ParseDay(%q) = %d, %v, want %d", d, got, err, d)
		}
	})
}

func TestDayOfTimeKeepsTheLocalDay(t *testing.T) {
	tehran := time.FixedZone("+0330", 3*3600+1800)
	if got := DayOfTime(time.Date(2025, 6, 13, 0, 30, 0, 0, tehran)); got.String() != "2025-06-13" {
		t.Errorf("got %s, want the day that the clock showed, 2025-06-13", got)
	}
}

func TestDayString(t *testing.T) {
	for want, d := range map[string]Day{
		"2025-10-01":  DayOf(2025, 10, 1),
		"0007-01-02":  DayOf(7, 1, 2),
		"0000-12-31":  DayOf(0, 12, 31),
		"-0043-03-15": DayOf(-43, 3, 15),
		"12025-10-01": DayOf(12025, 10, 1),
	} {
		if d.String() != want {
			t.Errorf("got %s, want %s", d, want)
		}
	}
}

func TestParseDayErrors(t *testing.T) {
	tests := []struct {
		text   string
		offset int
	}{
		{"", 0}, {"x", 0}, {"2025", 4}, {"2025-10", 7}, {"2025-1-01", 6}, {"2025-10-1", 9},
		{"2025-13-01", 5}, {"2025-00-01", 5}, {"2023-02-29", 8}, {"2025-10-00", 8}, {"2025-10-32", 8},
		{"2025-10-011", 10}, {"2025-10-01T00:00:00", 10}, {"20251001", 0}, {"-0000-01-01", 0},
		{"02025-10-01", 0}, {"12345678-01-01", 0}, {"2025/10/01", 4}, {" 2025-10-01", 0},
	}
	for _, tt := range tests {
		d, err := ParseDay(tt.text)
		if err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", tt.text, d)
			continue
		}
		checkSyntaxError(t, tt.text, err)
		if got := err.(*SyntaxError).Offset; got != tt.offset {
			t.Errorf("ParseDay(%q): offset %d, want %d: %v", tt.text, got, tt.offset, err)
		}
	}
}

func TestDayJSON(t *testing.T) {
	in := map[string]Day{"asOf": DayOf(2025, 10, 1)}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"asOf":"2025-10-01"}` {
		t.Fatalf("got %s, %v", text, err)
	}
	var out map[string]Day
	if err := json.Unmarshal(text, &out); err != nil || out["asOf"] != in["asOf"] {
		t.Errorf("got %v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"asOf":"2025-10"}`), &out); err == nil {
		t.Error("a month was read as a day")
	}
}
