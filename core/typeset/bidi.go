package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// firstStrong reports whether the first letter with a direction runs from right to left.
func firstStrong(text []rune) bool {
	for _, r := range text {
		switch class(r) {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// levels gives the embedding level of each letter of a paragraph: UAX 9 without
// its explicit marks, whose work the isolates do; those must not overlap.
func levels(text []rune, isolates [][2]int, base uint8) []uint8 {
	out := make([]uint8, len(text))
	var outer []rune
	var at []int // where each rune of outer stands; of an isolate, its first
	next := 0
	for i := 0; i < len(text); {
		if next < len(isolates) && isolates[next][0] == i {
			outer, at = append(outer, '\ufffc'), append(at, i)
			i = isolates[next][1]
			next++
			continue
		}
		outer, at = append(outer, text[i]), append(at, i)
		i++
	}
	for j, l := range resolve(outer, base) {
		out[at[j]] = l
	}
	for _, iso := range isolates {
		inner := text[iso[0]:iso[1]]
		level := out[iso[0]] + 1
		if firstStrong(inner) != (level%2 == 1) {
			level++
		}
		copy(out[iso[0]:iso[1]], resolve(inner, level))
	}
	return out
}

// resolve is UAX 9, W1 to I2, for one isolating run sequence at a base level.
func resolve(text []rune, base uint8) []uint8 {
	types := make([]bidi.Class, len(text))
	for i, r := range text {
		if types[i] = class(r); types[i] >= bidi.LRO { // explicit marks: nothing is left of them
			types[i] = bidi.BN
		}
	}
	sos := bidi.L
	if base%2 == 1 {
		sos = bidi.R
	}
	weak(types, sos)
	brackets(text, types, sos)
	neutral(types, sos)
	out := make([]uint8, len(text))
	for i, c := range types {
		out[i] = base
		switch {
		case base%2 == 0 && c == bidi.R:
			out[i]++
		case base%2 == 0 && (c == bidi.EN || c == bidi.AN):
			out[i] += 2
		case base%2 == 1 && c != bidi.R:
			out[i]++
		}
	}
	for i := len(text) - 1; i >= 0 && isBlank(text[i]); i-- { // L1: what trails has the paragraph's level
		out[i] = base
	}
	return out
}

func isBlank(r rune) bool {
	c := class(r)
	return c == bidi.WS || c == bidi.S || c == bidi.B || c == bidi.BN
}

// weak is W1 to W7: marks, numbers and what stands beside them.
func weak(t []bidi.Class, sos bidi.Class) {
	prev := sos
	for i, c := range t { // W1
		if c == bidi.NSM {
			t[i] = prev
		} else if c != bidi.BN {
			prev = c
		}
	}
	strong := sos
	for i, c := range t { // W2, W3
		switch c {
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		case bidi.EN:
			if strong == bidi.AL {
				t[i] = bidi.AN
			}
		}
	}
	for i, c := range t {
		if c == bidi.AL {
			t[i] = bidi.R
		}
	}
	for i := 1; i+1 < len(t); i++ { // W4
		switch a, b := t[i-1], t[i+1]; {
		case a != b:
		case a == bidi.EN && (t[i] == bidi.ES || t[i] == bidi.CS), a == bidi.AN && t[i] == bidi.CS:
			t[i] = a
		}
	}
	for i := 0; i < len(t); { // W5
		if t[i] != bidi.ET {
			i++
			continue
		}
		j := i
		for j < len(t) && (t[j] == bidi.ET || t[j] == bidi.BN) {
			j++
		}
		if i > 0 && t[i-1] == bidi.EN || j < len(t) && t[j] == bidi.EN {
			for k := i; k < j; k++ {
				t[k] = bidi.EN
			}
		}
		i = j
	}
	strong = sos
	for i, c := range t { // W6, W7
		switch c {
		case bidi.ET, bidi.ES, bidi.CS:
			t[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c
		case bidi.EN:
			if strong == bidi.L {
				t[i] = bidi.L
			}
		}
	}
}

// brackets is N0: a pair takes the direction of what it holds.
func brackets(text []rune, t []bidi.Class, sos bidi.Class) {
	type open struct {
		at    int
		close rune
	}
	var stack []open
	var pairs [][2]int
	for i, r := range text {
		if t[i] != bidi.ON {
			continue
		}
		p, _ := bidi.LookupRune(r)
		if !p.IsBracket() {
			continue
		}
		if p.IsOpeningBracket() {
			if len(stack) == 63 {
				break
			}
			stack = append(stack, open{i, partner(r)})
			continue
		}
		for k := len(stack) - 1; k >= 0; k-- {
			if stack[k].close == r {
				pairs = append(pairs, [2]int{stack[k].at, i})
				stack = stack[:k]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
	for _, p := range pairs {
		same, other := false, false
		for _, c := range t[p[0]+1 : p[1]] {
			if d, ok := direction(c); ok && d == sos {
				same = true
			} else if ok {
				other = true
			}
		}
		switch {
		case same:
			t[p[0]], t[p[1]] = sos, sos
		case other:
			before := sos
			for k := p[0] - 1; k >= 0; k-- {
				if d, ok := direction(t[k]); ok {
					before = d
					break
				}
			}
			t[p[0]], t[p[1]] = before, before
		}
	}
}

// partner gives the bracket that closes an opening one.
func partner(r rune) rune {
	reversed := []rune(bidi.ReverseString(string(r)))
	return reversed[0]
}

// direction gives the direction a resolved class counts for among neutrals.
func direction(c bidi.Class) (bidi.Class, bool) {
	switch c {
	case bidi.L:
		return bidi.L, true
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R, true
	}
	return bidi.L, false
}

// neutral is N1 and N2: what has no direction takes that of both sides, or the
// paragraph's.
func neutral(t []bidi.Class, sos bidi.Class) {
	for i := 0; i < len(t); {
		if _, ok := direction(t[i]); ok {
			i++
			continue
		}
		j := i
		for j < len(t) {
			if _, ok := direction(t[j]); ok {
				break
			}
			j++
		}
		before, after := sos, sos
		if i > 0 {
			before, _ = direction(t[i-1])
		}
		if j < len(t) {
			after, _ = direction(t[j])
		}
		to := sos
		if before == after {
			to = before
		}
		for k := i; k < j; k++ {
			t[k] = to
		}
		i = j
	}
}

// reorder gives the order from left to right of n pieces in their logical order:
// UAX 9, L2.
func reorder(n int, level func(int) uint8) []int {
	order := make([]int, n)
	top, lowestOdd := uint8(0), uint8(255)
	for i := range order {
		order[i] = i
		l := level(i)
		top = max(top, l)
		if l%2 == 1 {
			lowestOdd = min(lowestOdd, l)
		}
	}
	for l := top; l >= lowestOdd && l > 0; l-- {
		for i := 0; i < n; {
			if level(order[i]) < l {
				i++
				continue
			}
			j := i
			for j < n && level(order[j]) >= l {
				j++
			}
			slices.Reverse(order[i:j])
			i = j
		}
	}
	return order
}
