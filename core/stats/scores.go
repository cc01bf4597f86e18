package stats

import "math"

// Score is the mean score of probability forecasts; lower is better.
type Score struct {
	Mean       float64
	N          int // forecasts
	Impossible int // outcomes that had been given probability 0; LogScore only
}

// Brier is the mean squared error of forecasts, probabilities that a thing happens, against whether it did: 0 is
// perfect, 1/4 is what a forecast of one half earns, 1 is always wrong. METHODS.md 9; Brier (1950), halved.
// R: mean((forecasts - happened)^2).
func Brier(forecasts []float64, happened []bool) (Score, error) {
	if err := checkForecasts(forecasts, len(happened)); err != nil {
		return Score{}, err
	}
	sum := 0.0
	for i, p := range forecasts {
		if happened[i] {
			p = 1 - p
		}
		sum += p * p
	}
	return Score{Mean: sum / float64(len(forecasts)), N: len(forecasts)}, nil
}

// BrierCategorical is the mean over forecasts of the squared errors summed over categories, 0 to 2 (twice Brier with
// two categories). Each row of forecasts gives every category its probability; outcomes are indexes into the row.
// METHODS.md 9; Brier (1950). R: mean(rowSums((forecasts - outcome)^2)).
func BrierCategorical(forecasts [][]float64, outcomes []int) (Score, error) {
	if err := checkRows(forecasts, outcomes); err != nil {
		return Score{}, err
	}
	sum := 0.0
	for i, row := range forecasts {
		for k, p := range row {
			if k == outcomes[i] {
				p = 1 - p
			}
			sum += p * p
		}
	}
	return Score{Mean: sum / float64(len(forecasts)), N: len(forecasts)}, nil
}

// LogScore is the mean of -ln p in nats, p being the probability given to what then happened; ln 2 is what a forecast
// of one half earns. An outcome given probability 0 costs without bound: such outcomes are scored as if floor (in
// (0, 1)) had been given, and counted as Impossible for the caller to say so. Probabilities above 0 are never raised.
// METHODS.md 9; Good (1952).
func LogScore(forecasts []float64, happened []bool, floor float64) (Score, error) {
	if err := checkForecasts(forecasts, len(happened)); err != nil {
		return Score{}, err
	}
	given := make([]float64, len(forecasts))
	for i, p := range forecasts {
		given[i] = p
		if !happened[i] {
			given[i] = 1 - p
		}
	}
	return logScore(given, floor), nil
}

// LogScoreCategorical is LogScore for forecasts over categories: each row gives every category its probability;
// outcomes are indexes into the row.
func LogScoreCategorical(forecasts [][]float64, outcomes []int, floor float64) (Score, error) {
	if err := checkRows(forecasts, outcomes); err != nil {
		return Score{}, err
	}
	given := make([]float64, len(forecasts))
	for i, row := range forecasts {
		given[i] = row[outcomes[i]]
	}
	return logScore(given, floor), nil
}

func logScore(given []float64, floor float64) Score {
	mustLevel(floor)
	s := Score{N: len(given)}
	for _, p := range given {
		if p == 0 {
			s.Impossible++
			p = floor
		}
		s.Mean -= math.Log(p) / float64(len(given))
	}
	return s
}

func checkForecasts(forecasts []float64, outcomes int) error {
	if len(forecasts) == 0 {
		return bad("no forecasts: pass at least one")
	}
	if len(forecasts) != outcomes {
		return bad("%d forecasts but %d outcomes: pass one for each", len(forecasts), outcomes)
	}
	for i, p := range forecasts {
		if !(p >= 0 && p <= 1) {
			return bad("forecast %d is %v: probabilities lie in [0, 1]", i+1, p)
		}
	}
	return nil
}

func checkRows(forecasts [][]float64, outcomes []int) error {
	if len(forecasts) == 0 {
		return bad("no forecasts: pass at least one")
	}
	if len(forecasts) != len(outcomes) {
		return bad("%d forecasts but %d outcomes: pass one for each", len(forecasts), len(outcomes))
	}
	for i, row := range forecasts {
		if outcomes[i] < 0 || outcomes[i] >= len(row) {
			return bad("outcome %d of forecast %d: it is no index into %d categories", outcomes[i], i+1, len(row))
		}
		if err := checkForecasts(row, len(row)); err != nil {
			return err
		}
		sum := 0.0
		for _, p := range row {
			sum += p
		}
		if math.Abs(sum-1) > 1e-6 {
			return bad("probabilities of forecast %d sum to %v, not 1", i+1, sum)
		}
	}
	return nil
}
