package model

import (
	"cmp"
	"slices"

	"github.com/fairweather-app/fairweather/core/reading"
)

// Verdict says who proposes a candidate.
type Verdict string

// The verdicts.
const (
	Agree     Verdict = "agree"
	OnlyOurs  Verdict = "only ours"
	OnlyModel Verdict = "only the model's"
)

// Compared is a candidate of the reader's, the model's, or both.
type Compared struct {
	Verdict   Verdict
	Candidate reading.Candidate  // the reader's where there is one
	Model     *reading.Candidate // the model's, where both propose it
}

// Compare pairs the reader's own candidates with a model's: they agree where
// kind, actors and polarity are the same and their words overlap; each is
// paired once, with the one that shares most words. The result is in the order
// of the text and holds every candidate of both.
func Compare(own, model []reading.Candidate) []Compared {
	out := make([]Compared, 0, len(own)+len(model))
	used := make([]bool, len(model))
	for _, c := range own {
		best, top := -1, 0
		for i := range model {
			if m := &model[i]; !used[i] && same(c, *m) && polar(c, *m) {
				if n := min(c.Span.End, m.Span.End) - max(c.Span.Start, m.Span.Start); n > top {
					best, top = i, n
				}
			}
		}
		x := Compared{Verdict: OnlyOurs, Candidate: c}
		if best >= 0 {
			used[best] = true
			x.Verdict, x.Model = Agree, &model[best]
		}
		out = append(out, x)
	}
	for i, m := range model {
		if !used[i] {
			out = append(out, Compared{Verdict: OnlyModel, Candidate: m})
		}
	}
	slices.SortStableFunc(out, func(a, b Compared) int {
		return cmp.Or(cmp.Compare(a.Candidate.Span.Start, b.Candidate.Span.Start), cmp.Compare(a.Candidate.Span.End, b.Candidate.Span.End))
	})
	return out
}

// same reports two candidates of one kind about the same actors.
func same(a, b reading.Candidate) bool {
	af, at := a.Pair()
	bf, bt := b.Pair()
	return a.Kind == b.Kind && af == bf && at == bt && slices.Equal(a.Fields.InNeed, b.Fields.InNeed) && a.Fields.Type == b.Fields.Type
}

// polar reports that two candidates do not point opposite ways.
func polar(a, b reading.Candidate) bool {
	return !(a.Polarity == reading.Positive && b.Polarity == reading.Negative || a.Polarity == reading.Negative && b.Polarity == reading.Positive)
}

func overlap(a, b reading.Span) bool { return a.Start < b.End && b.Start < a.End }
