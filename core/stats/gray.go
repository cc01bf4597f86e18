package stats

// GrayTest tests whether k groups share one cumulative incidence of a cause in the presence of others, from times
// (not negative), the cause of each end (0: censored) and its group. Any cause but 0 and the one of interest competes.
// Only equal times are tied. It fails with ErrData on data that are not durations and on fewer than two groups.
// METHODS.md 2; Gray (1988) with rho = 0. R: cmprsk::cuminc(times, cause, group)$Tests.
func GrayTest(times []float64, cause []int, group []string, causeOfInterest int) (Test, error) {
	if err := checkTimes(times, "causes", len(cause)); err != nil {
		return Test{}, err
	}
	if causeOfInterest == 0 {
		return Test{}, bad("cause of interest 0 means censored")
	}
	names, index, err := checkGroups(times, group)
	if err != nil {
		return Test{}, err
	}
	kind := func(i int) int {
		switch cause[i] {
		case 0:
			return censored
		case causeOfInterest:
			return ofInterest
		}
		return competing
	}
	rows := inOrder(distinct(times), times, kind, func(i int) int { return index[i] })
	path, scores := grayPath(rows, len(names))
	return quadratic(scores, grayVariance(path, len(names))), nil
}

const (
	censored = iota
	ofInterest
	competing
)

// grayStep is one time at which something ended, as each group met it.
type grayStep struct {
	interest, competing int     // ends over all groups
	pooledWeight        float64 // sum of the groups' weights
	pooledAfter         float64 // pooled incidence just after
	groups              []grayGroup
	influence           [][]float64 // [i][k]: how an end in group k moves the score of group i directly
	carried             [][]float64 // [i][k]: the same through the pooled incidence, summed up to this time
}

type grayGroup struct {
	atRisk              int
	competing           int
	survivalBefore      float64 // all causes, just before
	survivalAfter       float64
	incidenceBefore     float64 // cause of interest, just before
	weight              float64 // at risk over survival: those who would be at risk if competing ends did not remove them
	interestHere        int
	subdistributionRisk float64 // weight x (1 - incidence): the risk set of the subdistribution
}

// grayPath walks through the times and gives the scores, observed minus expected ends of interest in each group.
func grayPath(rows []ending, k int) (path []grayStep, scores []float64) {
	scores = make([]float64, k)
	atRisk, survival, incidence := make([]int, k), make([]float64, k), make([]float64, k)
	for i := range survival {
		survival[i] = 1
	}
	for _, r := range rows {
		atRisk[r.group]++
	}
	pooled := 0.0
	carried := square(k)
	for from := 0; from < len(rows); {
		step := grayStep{groups: make([]grayGroup, k)}
		left := make([]int, k)
		to := from
		for ; to < len(rows) && rows[to].time == rows[from].time; to++ {
			g := &step.groups[rows[to].group]
			left[rows[to].group]++
			switch rows[to].cause {
			case ofInterest:
				g.interestHere++
				step.interest++
			case competing:
				g.competing++
				step.competing++
			}
		}
		from = to
		if step.interest+step.competing > 0 {
			risk := 0.0
			for i := range step.groups {
				g := &step.groups[i]
				g.atRisk, g.survivalBefore, g.incidenceBefore = atRisk[i], survival[i], incidence[i]
				if g.atRisk > 0 {
					n := float64(g.atRisk)
					g.weight = n / g.survivalBefore
					g.subdistributionRisk = g.weight * (1 - g.incidenceBefore)
					incidence[i] += survival[i] * float64(g.interestHere) / n
					survival[i] *= float64(g.atRisk-g.interestHere-g.competing) / n
				}
				g.survivalAfter = survival[i]
				step.pooledWeight += g.weight
				risk += g.subdistributionRisk
			}
			ends := float64(step.interest)
			growth := 0.0 // of the pooled subdistribution hazard
			if ends > 0 {
				for i, g := range step.groups {
					scores[i] += float64(g.interestHere) - ends*g.subdistributionRisk/risk
				}
				growth = ends / (step.pooledWeight * (1 - pooled))
				pooled += ends / step.pooledWeight
			}
			step.pooledAfter = pooled
			step.influence, step.carried = square(k), square(k)
			for i, gi := range step.groups {
				for j, gj := range step.groups {
					a := -gi.weight * (gj.weight / step.pooledWeight)
					if i == j {
						a = gi.weight * (1 - gj.weight/step.pooledWeight)
					}
					step.influence[i][j] = a
					// Exactly 0 for the last group at risk, when the pooled incidence may have reached 1.
					if a != 0 {
						carried[i][j] += a * growth
					}
					step.carried[i][j] = carried[i][j]
				}
			}
			path = append(path, step)
		}
		for i := range left {
			atRisk[i] -= left[i]
		}
	}
	return path, scores
}

// grayVariance sums, over times and groups, the variance of the ends of each kind times the squares of what they do
// to the scores: directly, and through the pooled incidence at all later times. Ties take the hypergeometric
// correction.
func grayVariance(path []grayStep, k int) [][]float64 {
	v := square(k)
	if len(path) == 0 {
		return v
	}
	total := path[len(path)-1].carried
	add := func(weight float64, effect func(score int) float64) {
		for i := range k {
			for j := range k {
				v[i][j] += weight * effect(i) * effect(j)
			}
		}
	}
	for _, s := range path {
		for g, at := range s.groups {
			if at.atRisk == 0 {
				continue
			}
			later := func(i int) float64 { return total[i][g] - s.carried[i][g] }
			if s.interest > 0 {
				ratio := 1.0
				if at.survivalAfter > 0 {
					ratio = 1 - (1-s.pooledAfter)/at.survivalAfter
				}
				ties := 1.0
				if s.interest > 1 {
					ties = 1 - float64(s.interest-1)/(s.pooledWeight*at.survivalBefore-1)
				}
				weight := ties * at.survivalBefore * float64(s.interest) / (s.pooledWeight * float64(at.atRisk))
				add(weight, func(i int) float64 { return s.influence[i][g] + ratio*later(i) })
			}
			if at.competing > 0 && at.survivalAfter > 0 {
				ratio := (1 - s.pooledAfter) / at.survivalAfter
				ties := 1.0
				if at.competing > 1 {
					ties = 1 - float64(at.competing-1)/float64(at.atRisk-1)
				}
				n := float64(at.atRisk)
				weight := ties * at.survivalBefore * at.survivalBefore * float64(at.competing) / (n * n)
				add(weight, func(i int) float64 { return ratio * later(i) })
			}
		}
	}
	return v
}
