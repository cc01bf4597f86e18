package hypotheses

import (
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// citesOf lists the citations that bear an item out. The sources that deny a
// contested claim do not; a source as an item rests on itself, its content
// not judged (6).
func citesOf(c *ledger.Case, r ledger.Record) []cite {
	list := ledger.Citations(r)
	switch r := r.(type) {
	case *ledger.Note:
		list = slices.Concat(r.Citations, r.For)
	case *ledger.Source:
		list = []ledger.Citation{{Source: r.ID, Credibility: 6}}
	}
	var out []cite
	for _, x := range list {
		src, ok := c.Source(x.Source)
		if !ok {
			continue
		}
		if value, graded := assess.Admiralty(src.Reliability, x.Credibility); graded {
			out = append(out, cite{x.Source, c.Publisher(x.Source), value})
		}
	}
	return out
}

// worth is the credibility of an item: of each publisher the best citation,
// and over several publishers 1 - prod(1 - c). METHODS 1.
func worth(cites []cite) float64 {
	if len(cites) == 0 {
		return assess.Uncited
	}
	miss := 1.0
	for i, x := range cites {
		best, first := x.worth, true
		for j, y := range cites {
			if j == i || y.publisher != x.publisher {
				continue
			}
			if j < i {
				first = false
				break
			}
			best = max(best, y.worth)
		}
		if first {
			miss *= 1 - best
		}
	}
	return 1 - miss
}

// voices lists the publishers behind citations, sorted, each once.
func voices(cites []cite) []string {
	var out []string
	for _, x := range cites {
		out = append(out, x.publisher)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sources(cites []cite) []string {
	var out []string
	for _, x := range cites {
		out = append(out, x.source)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// without drops the citations for which gone is true.
func without(cites []cite, gone func(cite) bool) []cite {
	return slices.DeleteFunc(slices.Clone(cites), gone)
}

// join makes one key of several texts; none of them holds the separator.
func join(parts ...string) string { return strings.Join(parts, "\x00") }
