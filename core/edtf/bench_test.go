package edtf

import "testing"

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"2007-12-26", "2016~", "2004-06-11%/2006", "2016-05-02T16:54:59Z", "2016-13"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(text)
			}
		})
	}
}

func BenchmarkFromInput(b *testing.B) {
	for _, text := range []string{"2007-12-26", "26 December 2007", "between 2004 and about 2006"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				FromInput(text, DayFirst)
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	x, y := MustParse("2004-06-11"), MustParse("2004-06")
	for b.Loop() {
		Compare(x, y)
	}
}

func BenchmarkCertainlyBefore(b *testing.B) {
	x, y := MustParse("2004-06-11"), MustParse("2004-06")
	for b.Loop() {
		x.CertainlyBefore(y)
	}
}

func BenchmarkDayOf(b *testing.B) {
	for b.Loop() {
		DayOf(2025, 10, 1)
	}
}

func BenchmarkDayDate(b *testing.B) {
	d := DayOf(2025, 10, 1)
	for b.Loop() {
		d.Date()
	}
}
