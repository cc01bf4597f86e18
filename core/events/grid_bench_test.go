package events

import (
	"context"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// BenchmarkSilence measures what the Moments grid asks: one moment with all peers,
// 40 moments of one partner, and 40 moments of six; and suggested moments over the
// whole library.
func BenchmarkSilence(b *testing.B) {
	l := drawnLibrary(b, eventCount(b, 200_000))
	ctx := context.Background()
	asks := func(n int, partners ...string) []measure.Ask {
		var out []measure.Ask
		for i := range n {
			for _, p := range partners {
				out = append(out, measure.Ask{Toward: []string{"IRN"}, By: []string{p}, Start: day("1995-01-01") + edtf.Day(i*200), Filter: Filter{Provider: GDELT, Root: true}})
			}
		}
		return out
	}
	for _, c := range []struct {
		name string
		asks []measure.Ask
	}{{"OneMoment", asks(1, "RUS")}, {"FortyMoments", asks(40, "RUS")}, {"FortyMomentsSixPartners", asks(40, "RUS", "CHN", "TUR", "DEU", "FRA", "IND")}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				snaps, err := Snapshots(ctx, l, c.asks)
				if err != nil {
					b.Fatal(err)
				}
				for _, s := range snaps {
					if _, err := s.Silence(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	b.Run("Suggest", func(b *testing.B) {
		for b.Loop() {
			if _, err := Suggest(ctx, l, Look{Targets: []string{"IRN"}, Filter: Filter{Provider: GDELT}, Span: Span{First: day("1979-01-01"), Last: day("2019-12-31")}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
