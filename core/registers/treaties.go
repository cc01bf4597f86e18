package registers

import (
	"cmp"
	"slices"
	"sync"
)

// Promise is a set of what a treaty in force promises between two states.
type Promise uint8

// The promises of ATOP. For the ladder: defence and offence name fighting beside
// the ally, neutrality and non-aggression staying out of the other side,
// consultation talking.
const (
	Defence Promise = 1 << iota
	Offence
	Neutrality
	NonAggression
	Consultation
)

// Promises lists the single promises.
var Promises = []Promise{Defence, Offence, Neutrality, NonAggression, Consultation}

// String names a promise, or several joined by ", ".
func (p Promise) String() string {
	names := [...]string{"defence", "offence", "neutrality", "non-aggression", "consultation"}
	out := ""
	for i, q := range Promises {
		if p&q != 0 {
			if out != "" {
				out += ", "
			}
			out += names[i]
		}
	}
	return out
}

// A direction is from the state that is bound to the one it is bound to.
type direction struct{ by, to int }

type yearly struct {
	year    int
	promise Promise
}

var treaties = sync.OnceValues(func() (map[direction][]yearly, error) {
	out := map[direction][]yearly{}
	err := each("atop_dyad_years.csv.gz", func(n []int, _ []string) error {
		var p Promise
		for i, q := range Promises {
			if n[3+i] == 1 {
				p |= q
			}
		}
		if p != 0 {
			k := direction{n[0], n[1]}
			out[k] = append(out[k], yearly{n[2], p})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, list := range out {
		slices.SortFunc(list, func(x, y yearly) int { return cmp.Compare(x.year, y.year) })
	}
	return out, nil
})

// Promised tells what treaties in force bound one state to do for another
// (Correlates of War numbers) in a year. The register is directed: the treaty of
// 1951 bound the United States to defend Japan and not the other way round. Some
// treaties bind one side only (the United Kingdom to the Ottoman Empire in 1878).
func Promised(by, to, year int) (Promise, error) {
	t, err := treaties()
	if err != nil {
		return 0, err
	}
	list := t[direction{by, to}]
	i, ok := slices.BinarySearchFunc(list, year, func(y yearly, want int) int { return cmp.Compare(y.year, want) })
	if !ok {
		return 0, nil
	}
	return list[i].promise, nil
}

// Bond is a run of years in which one state was bound to another by the same promises.
type Bond struct {
	First, Last int // years, both included; Last is the register's last year for what was in force then
	Promise     Promise
}

// Bonds lists what treaties bound one state to do for another over time, in order.
func Bonds(by, to int) ([]Bond, error) {
	t, err := treaties()
	if err != nil {
		return nil, err
	}
	var out []Bond
	for _, y := range t[direction{by, to}] {
		if n := len(out); n > 0 && out[n-1].Promise == y.promise && out[n-1].Last == y.year-1 {
			out[n-1].Last = y.year
		} else {
			out = append(out, Bond{y.year, y.year, y.promise})
		}
	}
	return out, nil
}

// LastTreatyYear is the last year that the register of treaties covers.
const LastTreatyYear = 2018

// Allies lists the states that a treaty joined to a state in a year, by number,
// whichever of the two was bound: an alliance shows from both ends.
func Allies(state, year int) ([]int, error) {
	t, err := treaties()
	if err != nil {
		return nil, err
	}
	var out []int
	for k, list := range t {
		if k.to != state && k.by != state {
			continue
		}
		if _, ok := slices.BinarySearchFunc(list, year, func(y yearly, want int) int { return cmp.Compare(y.year, want) }); ok {
			out = append(out, k.by+k.to-state)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// BoundTo lists the states to which a treaty bound a state in any year up to one,
// by number.
func BoundTo(by, year int) ([]int, error) {
	t, err := treaties()
	if err != nil {
		return nil, err
	}
	var out []int
	for k, list := range t {
		if k.by == by && list[0].year <= year {
			out = append(out, k.to)
		}
	}
	slices.Sort(out)
	return out, nil
}
