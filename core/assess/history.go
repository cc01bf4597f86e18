package assess

import (
	"context"
	"fmt"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// History gives the answer's ladder as of each of the days, which must rise:
// what would have been answered then. The question's own as-of day is not used.
// It fails as Answer does, and when ctx is cancelled.
func History(ctx context.Context, c *ledger.Case, q Question, s Settings, days []edtf.Day) ([]Point, error) {
	if err := q.Check(c); err != nil {
		return nil, fmt.Errorf("question: %w", err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	w := evidenceOf(c).sweep(q, s, []float64{s.HalfLifeYears})
	points := make([]Point, 0, len(days))
	for i, day := range days {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("history: %w", err)
		}
		if i > 0 && day < days[i-1] {
			return nil, fmt.Errorf("history: day %s comes after %s; give the days in order", day, days[i-1])
		}
		w.to(day)
		p := &w.post[0]
		alpha := p.alpha()
		for j := range alpha {
			alpha[j] = max(alpha[j], 0)
		}
		exceed := stats.AtLeast(alpha[:], level)
		pt := Point{AsOf: day, Moments: w.moments}
		for _, r := range spoken {
			x := exceed[r-ledger.LowestRung]
			pt.AtLeast = append(pt.AtLeast, Band{x.Mean, x.Lower, x.Upper})
		}
		a, b := p.againstAB()
		pt.Against.Probability, pt.Against.Lower90, pt.Against.Upper90 = stats.BetaInterval(a, b, level)
		points = append(points, pt)
	}
	return points, nil
}
