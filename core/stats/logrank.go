package stats

// LogRankResult is a log-rank test and what each group contributes to it.
type LogRankResult struct {
	Test
	Groups []GroupEnds // in byte order of their names
}

// GroupEnds compares the ends of one group on record with those expected had all groups one curve.
type GroupEnds struct {
	Name     string
	N        int // durations
	Observed int
	Expected float64
}

// LogRank tests whether k groups share one survival curve, from times (not negative), whether each ended, and its
// group. Groups never at risk when anything ended are left out of the test. Times that differ by rounding alone are
// tied. It fails with ErrData on data that are not durations and on fewer than two groups.
// METHODS.md 2; Mantel (1966), Peto and Peto (1972). R: survival::survdiff(Surv(times, ended) ~ group, rho = 0).
func LogRank(times []float64, ended []bool, group []string) (LogRankResult, error) {
	if err := checkTimes(times, "endings", len(ended)); err != nil {
		return LogRankResult{}, err
	}
	names, index, err := checkGroups(times, group)
	if err != nil {
		return LogRankResult{}, err
	}
	rows := inOrder(tied(times), times, endedAsCause(ended), func(i int) int { return index[i] })

	groups := make([]GroupEnds, len(names))
	atRisk := make([]int, len(names))
	for i, name := range names {
		groups[i].Name = name
	}
	for _, r := range rows {
		groups[r.group].N++
		groups[r.group].Observed += r.cause
		atRisk[r.group]++
	}
	variance := square(len(names))
	for from := 0; from < len(rows); {
		to, events := from, 0
		for ; to < len(rows) && rows[to].time == rows[from].time; to++ {
			events += rows[to].cause
		}
		n, d := float64(len(rows)-from), float64(events)
		spread := 0.0 // hypergeometric; none when a single duration is at risk
		if n > 1 {
			spread = d * (n - d) / (n - 1)
		}
		for i := range groups {
			share := float64(atRisk[i]) / n
			groups[i].Expected += d * share
			variance[i][i] += spread * share
			for j := range groups {
				variance[i][j] -= spread * share * float64(atRisk[j]) / n
			}
		}
		for _, r := range rows[from:to] {
			atRisk[r.group]--
		}
		from = to
	}

	var exposed []int
	for i, g := range groups {
		if g.Expected > 0 {
			exposed = append(exposed, i)
		}
	}
	scores, within := make([]float64, len(exposed)), square(len(exposed))
	for i, a := range exposed {
		scores[i] = float64(groups[a].Observed) - groups[a].Expected
		for j, b := range exposed {
			within[i][j] = variance[a][b]
		}
	}
	return LogRankResult{Test: quadratic(scores, within), Groups: groups}, nil
}

// checkGroups names the groups of a test and gives each duration's place among them.
func checkGroups(times []float64, group []string) (names []string, index []int, err error) {
	if len(group) != len(times) {
		return nil, nil, bad("%d times but %d groups: pass one for each time", len(times), len(group))
	}
	names, index = groupNames(group)
	if len(names) < 2 {
		return nil, nil, bad("one group %q only: a test compares at least two", names[0])
	}
	return names, index, nil
}
