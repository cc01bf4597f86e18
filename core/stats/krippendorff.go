package stats

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Scale says what the differences between ratings mean.
type Scale int

const (
	Nominal  Scale = iota // ratings differ or do not
	Ordinal               // ratings are ranks
	Interval              // differences of ratings are amounts
)

// Agreement is Krippendorff's alpha: 1 where coders agree, 0 where they agree as chance would, below 0 where they
// disagree systematically.
type Agreement struct {
	Alpha     float64
	Lower     Maybe // bootstrap percentile interval; none when no draws were asked for or no draw had an alpha
	Upper     Maybe
	Units     int // units rated at least twice, on which alpha rests
	Ratings   int // ratings of those units
	Undefined int // draws in which all ratings were equal, so that alpha does not exist; left out of the interval
}

// KrippendorffAlpha measures how far coders agree. ratings has a row for each coder and a column for each unit; a
// rating that is missing is not OK. Units rated less than twice tell nothing and are left out. The interval of
// coverage level resamples units, draws times, by a generator seeded with seed, and takes the draws' quantiles (R's
// type 7). It fails with ErrData where rows differ in length, a rating is not finite, no unit is rated twice, or all
// ratings are equal: agreement then cannot be told from a lack of variety.
// METHODS.md 6; Krippendorff (2019), ch. 12. R: irr::kripp.alpha(ratings, scale).
func KrippendorffAlpha(ratings [][]Maybe, scale Scale, level float64, draws int, seed uint64) (Agreement, error) {
	mustLevel(level)
	if scale < Nominal || scale > Interval {
		panic(fmt.Sprintf("stats: scale %d of measurement", scale))
	}
	units, values, err := tally(ratings)
	if err != nil {
		return Agreement{}, err
	}
	a := agreement{scale: scale, units: units, values: values}
	result := Agreement{Units: len(units)}
	for _, u := range units {
		result.Ratings += u.size
	}
	whole := make([]int, len(units))
	for i := range whole {
		whole[i] = 1
	}
	alpha := a.alpha(whole)
	if !alpha.OK {
		return Agreement{}, bad("all %d ratings are equal: agreement needs more than one value", result.Ratings)
	}
	result.Alpha = alpha.Value

	source := rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))
	drawn := make([]float64, 0, draws)
	times := make([]int, len(units))
	for range draws {
		clear(times)
		for range units {
			times[source.IntN(len(units))]++
		}
		if v := a.alpha(times); v.OK {
			drawn = append(drawn, v.Value)
		} else {
			result.Undefined++
		}
	}
	if len(drawn) > 0 {
		slices.Sort(drawn)
		result.Lower = Maybe{quantileOf(drawn, (1-level)/2), true}
		result.Upper = Maybe{quantileOf(drawn, (1+level)/2), true}
	}
	return result, nil
}

// unit is what was said of one unit by two coders or more.
type unit struct {
	size   int // ratings
	values []valueCount
}

type valueCount struct {
	value int // index into the distinct values
	count float64
}

// tally lists the units rated at least twice and the distinct values in them, in order.
func tally(ratings [][]Maybe) (units []unit, values []float64, err error) {
	if len(ratings) == 0 {
		return nil, nil, bad("no ratings: pass a row for each coder")
	}
	width := len(ratings[0])
	for c, row := range ratings {
		if len(row) != width {
			return nil, nil, bad("coder %d has %d units, coder 1 has %d: pass every unit, missing ones as not OK", c+1, len(row), width)
		}
		for u, r := range row {
			if r.OK && (math.IsNaN(r.Value) || math.IsInf(r.Value, 0)) {
				return nil, nil, bad("rating of unit %d by coder %d is %v: ratings are finite", u+1, c+1, r.Value)
			}
		}
	}
	columns := make([][]float64, 0, width)
	for u := range width {
		var column []float64
		for _, row := range ratings {
			if row[u].OK {
				column = append(column, row[u].Value)
			}
		}
		if len(column) >= 2 {
			columns = append(columns, column)
			values = append(values, column...)
		}
	}
	if len(columns) == 0 {
		return nil, nil, bad("no unit is rated twice: agreement needs two coders on one unit")
	}
	slices.Sort(values)
	values = slices.Compact(values)
	for _, column := range columns {
		u := unit{size: len(column)}
		slices.Sort(column)
		for i, v := range column {
			if i > 0 && v == column[i-1] {
				u.values[len(u.values)-1].count++
				continue
			}
			at, _ := slices.BinarySearch(values, v)
			u.values = append(u.values, valueCount{at, 1})
		}
		units = append(units, u)
	}
	// Draws pick units by place: one order whatever the order of the input.
	slices.SortFunc(units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.size, b.size), slices.CompareFunc(a.values, b.values, func(x, y valueCount) int {
			return cmp.Or(cmp.Compare(x.value, y.value), cmp.Compare(x.count, y.count))
		}))
	})
	return units, values, nil
}

type agreement struct {
	scale  Scale
	units  []unit
	values []float64
}

// alpha is 1 - observed / expected disagreement with unit i counted times[i] times; it does not exist where all
// ratings are equal.
func (a agreement) alpha(times []int) Maybe {
	counts := make([]float64, len(a.values))
	total, distinct := 0.0, 0
	for i, u := range a.units {
		for _, v := range u.values {
			counts[v.value] += float64(times[i]) * v.count
		}
		total += float64(times[i] * u.size)
	}
	for _, n := range counts {
		if n > 0 {
			distinct++
		}
	}
	if distinct < 2 {
		return Maybe{}
	}
	expected := a.disagreement(counts, total) / (total - 1)
	place := a.places(counts)
	observed := 0.0
	for i, u := range a.units {
		within := 0.0
		for p, v := range u.values {
			for _, w := range u.values[p+1:] {
				d := 1.0
				if a.scale != Nominal {
					d = place[v.value] - place[w.value]
				}
				within += v.count * w.count * d * d
			}
		}
		observed += float64(times[i]) * within / float64(u.size-1)
	}
	return Maybe{1 - observed/expected, true}
}

// places puts values on a line on which squared distance is disagreement: themselves, or for ranks their mid-ranks,
// since the ordinal difference of c and k is the ratings from c to k less half of those on both.
func (a agreement) places(counts []float64) []float64 {
	if a.scale != Ordinal {
		return a.values
	}
	ranks := make([]float64, len(counts))
	below := 0.0
	for i, n := range counts {
		ranks[i] = below + n/2
		below += n
	}
	return ranks
}

// disagreement is the sum of squared differences over all pairs of ratings, each pair once.
func (a agreement) disagreement(counts []float64, total float64) float64 {
	if a.scale == Nominal {
		same := 0.0
		for _, n := range counts {
			same += n * n
		}
		return (total*total - same) / 2
	}
	place := a.places(counts)
	mean := 0.0
	for i, n := range counts {
		mean += n / total * place[i]
	}
	squares := 0.0
	for i, n := range counts {
		d := place[i] - mean
		squares += n * d * d
	}
	return total * squares
}

// quantileOf is R's type 7 quantile of sorted values.
func quantileOf(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
