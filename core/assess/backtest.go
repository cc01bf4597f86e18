package assess

import (
	"fmt"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/stats"
)

// enoughMoments is how many moments a backtest needs before it says which of
// two forecasts is the better.
const enoughMoments = 10

// comparedHalfLives are shown beside the one in force; 0 is no decay. METHODS 1.
var comparedHalfLives = []float64{0, 20, 10, 5}

// backtested are the thresholds that the backtest scores. METHODS 9.
var backtested = []ledger.Rung{ledger.Words, ledger.DiplomaticAct, ledger.MaterialHelp}

// logFloor keeps the log score of a forecast of 0 finite; with a smoothed prior
// none arises.
const logFloor = 1e-12

// backtest walks through the moments in order, predicts each one's rung from
// what was known the day before, and does so for each half-life. METHODS 9.
func (in *inquiry) backtest(a *Assessment) {
	halfLives := slices.Clone(comparedHalfLives)
	chosen := slices.Index(halfLives, in.s.HalfLifeYears)
	if chosen < 0 {
		chosen = len(halfLives)
		halfLives = append(halfLives, in.s.HalfLifeYears)
	}
	w := in.e.sweep(in.q, in.s, halfLives)
	n := len(in.seen)
	rows := make([][][]float64, len(halfLives)) // half-life, moment, rung
	base := make([][]float64, n)
	given := make([]int, n)
	for i, o := range in.seen {
		if eve := o.g.start - 1; !w.begun || eve > w.at {
			w.to(eve)
		}
		for h := range halfLives {
			alpha := w.post[h].alpha()
			rows[h] = append(rows[h], normalised(alpha))
		}
		rungs := w.post[chosen].baseRungs()
		base[i] = normalised(rungs)
		given[i] = int(o.state.given - ledger.LowestRung)
	}
	b := &a.Backtest
	b.Moments, b.Enough, b.Scores = n, n >= enoughMoments, []Score{}
	if n > 0 {
		b.LogRung = logScore(rows[chosen], given)
		b.LogBase = logScore(base, given)
		for _, r := range backtested {
			b.Scores = append(b.Scores, score(r, rows[chosen], base, given))
		}
	}
	own, rate := at("own", Decimal{b.LogRung, 2}), at("base", Decimal{b.LogBase, 2})
	switch diff := b.LogBase - b.LogRung; {
	case !b.Enough:
		a.Said.Verdict = say("Too few moments to tell ({n}; at least {least} are needed).", at("n", n), at("least", enoughMoments))
	case diff > .02:
		a.Said.Verdict = counted(n, "Over {n} moment, forecasts from this record came closer to what happened than the base rate alone would have (log score {own} against {base}; lower is better).",
			"Over {n} moments, forecasts from this record came closer to what happened than the base rate alone would have (log score {own} against {base}; lower is better).", own, rate)
	case diff < -.02:
		a.Said.Verdict = counted(n, "Over {n} moment, the base rate alone came closer to what happened than forecasts from this record (log score {base} against {own}; lower is better).",
			"Over {n} moments, the base rate alone came closer to what happened than forecasts from this record (log score {base} against {own}; lower is better).", own, rate)
	default:
		a.Said.Verdict = counted(n, "Over {n} moment, forecasts from this record came about as close to what happened as the base rate alone (log score {own} and {base}; lower is better).",
			"Over {n} moments, forecasts from this record came about as close to what happened as the base rate alone (log score {own} and {base}; lower is better).", own, rate)
	}
	b.Verdict = a.Said.Verdict.English()

	w.to(max(in.q.AsOf, w.at)) // no moment seen starts after the as-of day
	best := -1
	for h, years := range halfLives {
		p := &w.post[h]
		l := HalfLife{Years: years, Against: p.againstMean(), Chosen: h == chosen}
		for _, r := range spoken {
			x := p.atLeast(r)
			l.Probability = append(l.Probability, x)
			l.Words = append(l.Words, in.s.Words.Word(x))
		}
		if b.Enough {
			v := logScore(rows[h], given)
			l.LogScore = &v
			if best < 0 || v < *a.HalfLife[best].LogScore {
				best = h
			}
		}
		a.HalfLife = append(a.HalfLife, l)
	}
	if best >= 0 {
		a.HalfLife[best].Best = true
	}
}

func normalised(a [ledger.NumberOfRungs]float64) []float64 {
	sum := 0.0
	for i := range a {
		a[i] = max(a[i], 0) // what a sweep has taken out again may leave a last bit below zero
		sum += a[i]
	}
	for i := range a {
		a[i] /= sum
	}
	return a[:]
}

func logScore(rows [][]float64, given []int) float64 {
	s, err := stats.LogScoreCategorical(rows, given, logFloor)
	if err != nil {
		panic(fmt.Sprintf("assess: a normalised forecast was refused: %v", err))
	}
	return s.Mean
}

func score(r ledger.Rung, rows, base [][]float64, given []int) Score {
	at := int(r - ledger.LowestRung)
	s := Score{Rung: r}
	happened := make([]bool, len(given))
	p, p0 := make([]float64, len(given)), make([]float64, len(given))
	for i, g := range given {
		happened[i] = g >= at
		if happened[i] {
			s.Happened++
		}
		p[i], p0[i] = tail(rows[i], at), tail(base[i], at)
	}
	mean := func(x stats.Score, err error) float64 {
		if err != nil {
			panic(fmt.Sprintf("assess: a forecast was refused: %v", err))
		}
		return x.Mean
	}
	s.Brier, s.BrierBase = mean(stats.Brier(p, happened)), mean(stats.Brier(p0, happened))
	s.Log, s.LogBase = mean(stats.LogScore(p, happened, logFloor)), mean(stats.LogScore(p0, happened, logFloor))
	return s
}

func tail(row []float64, from int) float64 {
	sum := 0.0
	for _, v := range row[from:] {
		sum += v
	}
	return min(sum, 1)
}

// HistoryDays spreads n days (at least 2) evenly from the first moment on which
// the partner's conduct toward the relier is on record to the as-of day, both
// included; nil where nothing is on record by then.
func HistoryDays(c *ledger.Case, q Question, n int) []edtf.Day {
	first, ok := edtf.Day(0), false
	for _, r := range c.ConductBetween(q.Partner, q.Relier) {
		m, has := c.Moment(r.Moment)
		if !has {
			continue
		}
		day, has := m.Start.Earliest()
		if has && (!ok || day < first) {
			first, ok = day, true
		}
	}
	if !ok || first > q.AsOf || n < 2 {
		return nil
	}
	days := make([]edtf.Day, 0, n)
	for i := range n {
		day := first + edtf.Day((int64(q.AsOf)-int64(first))*int64(i)/int64(n-1))
		if len(days) == 0 || day > days[len(days)-1] {
			days = append(days, day)
		}
	}
	return days
}
