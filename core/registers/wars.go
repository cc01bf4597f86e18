package registers

import (
	"cmp"
	"maps"
	"slices"
	"sync"
)

// War is an interstate war of the register.
type War struct {
	Number      int
	First, Last int // years
	// Sides holds for each state that fought the sides it fought on, as a set: 1, 2 or
	// 3 for both, one after the other.
	Sides map[int]int
	// Entered holds the first year of each.
	Entered map[int]int
	// Began holds the side in the war's first year of the states that fought in it,
	// the originals.
	Began map[int]int
	// Initiators are the originals that the register flags as having begun it.
	Initiators []int
}

// Originals are the states that fought in the war's first year, by number.
func (w War) Originals() []int { return slices.Sorted(maps.Keys(w.Began)) }

// warYear is one state in one year of a war.
type warYear struct {
	year, state, side int
	initiator         bool
}

var wars = sync.OnceValues(func() ([]War, error) {
	rows := map[int][]warYear{}
	err := each("cow_interstate_war_dyad_years.csv.gz", func(n []int, _ []string) error {
		for i := range 2 {
			if side := n[6+i]; side == 1 || side == 2 {
				rows[n[0]] = append(rows[n[0]], warYear{n[3], n[1+i], side, n[8+i] == 1})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []War
	for number, list := range rows {
		out = append(out, warOf(number, list))
	}
	slices.SortFunc(out, func(a, b War) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Number, b.Number)) })
	return out, nil
})

func warOf(number int, list []warYear) War {
	slices.SortStableFunc(list, func(a, b warYear) int { return cmp.Compare(a.year, b.year) })
	w := War{Number: number, First: list[0].year, Last: list[len(list)-1].year, Sides: map[int]int{}, Entered: map[int]int{}, Began: map[int]int{}}
	for _, y := range list {
		w.Sides[y.state] |= y.side
		if _, in := w.Entered[y.state]; !in {
			w.Entered[y.state] = y.year
		}
		if y.year == w.First {
			w.Began[y.state] = y.side
			if y.initiator && !slices.Contains(w.Initiators, y.state) {
				w.Initiators = append(w.Initiators, y.state)
			}
		}
	}
	slices.Sort(w.Initiators)
	return w
}

// AllWars lists the interstate wars in the order they began.
func AllWars() ([]War, error) { return wars() }
