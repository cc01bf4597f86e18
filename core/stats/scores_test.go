package stats

import (
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/stats/statstest"
	"pgregory.net/rapid"
)

func TestBinaryScores(t *testing.T) {
	for _, c := range []struct {
		name       string
		forecasts  []float64
		happened   []bool
		brier, log float64
		impossible int
	}{
		{"perfect", []float64{1, 0}, []bool{true, false}, 0, 0, 0},
		{"one half each", []float64{0.5, 0.5}, []bool{true, false}, 0.25, math.Ln2, 0},
		{"a mixture", []float64{0.8, 0.3, 0.9}, []bool{true, false, false}, (0.04 + 0.09 + 0.81) / 3, -(math.Log(0.8) + math.Log(0.7) + math.Log(0.1)) / 3, 0},
		{"said impossible, happened", []float64{0, 0.5}, []bool{true, true}, (1 + 0.25) / 2, -(math.Log(0.001) + math.Log(0.5)) / 2, 1},
		{"said certain, did not happen", []float64{1}, []bool{false}, 1, -math.Log(0.001), 1},
		{"below the floor, not impossible: kept", []float64{1e-9}, []bool{true}, math.Pow(1-1e-9, 2), -math.Log(1e-9), 0},
	} {
		brier, err := Brier(c.forecasts, c.happened)
		if err != nil {
			t.Fatal(err)
		}
		statstest.Near(t, c.name+": Brier", brier.Mean, c.brier)
		log, err := LogScore(c.forecasts, c.happened, 0.001)
		if err != nil {
			t.Fatal(err)
		}
		statstest.Near(t, c.name+": log", log.Mean, c.log)
		if log.Impossible != c.impossible || log.N != len(c.forecasts) || brier.N != len(c.forecasts) {
			t.Errorf("%s: %+v, %+v", c.name, brier, log)
		}
	}
}

func TestCategoricalScores(t *testing.T) {
	forecasts := [][]float64{{0.2, 0.5, 0.3}, {0, 1, 0}, {0.6, 0, 0.4}}
	outcomes := []int{1, 1, 1}
	brier, err := BrierCategorical(forecasts, outcomes)
	if err != nil {
		t.Fatal(err)
	}
	statstest.Near(t, "Brier", brier.Mean, ((0.04+0.25+0.09)+0+(0.36+1+0.16))/3)
	log, err := LogScoreCategorical(forecasts, outcomes, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	statstest.Near(t, "log", log.Mean, -(math.Log(0.5)+math.Log(0.01))/3)
	if log.Impossible != 1 || log.N != 3 {
		t.Errorf("%+v", log)
	}
}

func TestScoresOfBadData(t *testing.T) {
	yes := []bool{true}
	for _, c := range []struct {
		name      string
		forecasts []float64
		happened  []bool
	}{
		{"nothing", nil, nil},
		{"lengths differ", []float64{0.5, 0.5}, yes},
		{"above 1", []float64{1.1}, yes},
		{"below 0", []float64{-0.1}, yes},
		{"not a number", []float64{math.NaN()}, yes},
	} {
		_, err := Brier(c.forecasts, c.happened)
		wantData(t, "Brier: "+c.name, err)
		_, err = LogScore(c.forecasts, c.happened, 0.01)
		wantData(t, "LogScore: "+c.name, err)
	}
	for _, c := range []struct {
		name      string
		forecasts [][]float64
		outcomes  []int
	}{
		{"nothing", nil, nil},
		{"lengths differ", [][]float64{{1}}, []int{0, 0}},
		{"outcome outside the row", [][]float64{{0.5, 0.5}}, []int{2}},
		{"negative outcome", [][]float64{{0.5, 0.5}}, []int{-1}},
		{"probabilities do not sum to 1", [][]float64{{0.5, 0.4}}, []int{0}},
		{"a probability below 0", [][]float64{{1.5, -0.5}}, []int{0}},
	} {
		_, err := BrierCategorical(c.forecasts, c.outcomes)
		wantData(t, "BrierCategorical: "+c.name, err)
		_, err = LogScoreCategorical(c.forecasts, c.outcomes, 0.01)
		wantData(t, "LogScoreCategorical: "+c.name, err)
	}
	wantPanic(t, "floor 0", func() { LogScore([]float64{0.5}, yes, 0) })
}

func TestCategoricalIsBinaryWithTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		var p []float64
		var happened []bool
		var rows [][]float64
		var outcomes []int
		for range n {
			v, h := rapid.Float64Range(0, 1).Draw(t, "p"), rapid.IntRange(0, 1).Draw(t, "happened")
			p, happened = append(p, v), append(happened, h == 1)
			rows, outcomes = append(rows, []float64{1 - v, v}), append(outcomes, h)
		}
		b, _ := Brier(p, happened)
		bc, _ := BrierCategorical(rows, outcomes)
		l, _ := LogScore(p, happened, 0.01)
		lc, err := LogScoreCategorical(rows, outcomes, 0.01)
		if err != nil {
			t.Fatal(err)
		}
		if !statstest.Close(2*b.Mean, bc.Mean) || !statstest.Close(l.Mean, lc.Mean) || l.Impossible != lc.Impossible {
			t.Fatalf("%+v against %+v, %+v against %+v", b, bc, l, lc)
		}
	})
}

func TestEffectiveSample(t *testing.T) {
	for _, c := range []struct {
		name string
		w    []float64
		want float64
	}{
		{"none", nil, 0},
		{"no weight", []float64{0, 0}, 0},
		{"equal weights count in full", []float64{0.3, 0.3, 0.3, 0.3}, 4},
		{"one weight carries all", []float64{5, 0, 0}, 1},
		{"unequal", []float64{1, 2, 3}, 36.0 / 14},
		{"too small to square", []float64{1e-200, 1e-200}, 2},
	} {
		statstest.Near(t, c.name, EffectiveSample(c.w), c.want)
	}
	wantPanic(t, "negative weight", func() { EffectiveSample([]float64{1, -1}) })
	wantPanic(t, "weight not a number", func() { EffectiveSample([]float64{math.NaN()}) })
}
