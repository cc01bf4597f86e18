package assess

// ComparedPledges says in sentences how the partner's pledges to everyone stand
// beside those of the other makers in the case, and what the tests between them
// say. None where there are no others.
func ComparedPledges(a *Assessment) []Sentence {
	p := a.Pledges
	var own, others Maker
	makers := 0
	for _, m := range p.Partners {
		if m.Actor == a.Question.Partner {
			own = m
			continue
		}
		makers++
		others.Total, others.Fulfilled = others.Total+m.Total, others.Fulfilled+m.Fulfilled
	}
	if own.Total == 0 || others.Total == 0 {
		return nil
	}
	rate := func(m Maker) Sentence {
		return say("{k} of {all} ({p})", at("k", m.Fulfilled), at("all", m.Total), at("p", Share(float64(m.Fulfilled)/float64(m.Total))))
	}
	args := []Arg{at("partner", a.PartnerName), at("own", rate(own)), at("others", rate(others)), at("makers", Spelt(makers))}
	first := say("Of its pledges to anyone on record {partner} has fulfilled {own}, the other maker of pledges in the case {others}.", args...)
	if makers > 1 {
		first = say("Of its pledges to anyone on record {partner} has fulfilled {own}, the {makers} other makers of pledges in the case together {others}.", args...)
	}
	return append([]Sentence{first}, p.tests()...)
}

// tests says in which respects the makers of pledges differ; nothing where too few
// made any.
func (p Pledges) tests() []Sentence {
	var alike, apart []Sentence
	groups := 0
	for _, t := range []struct {
		t    *Test
		said func(p float64) Sentence
	}{
		{p.LogRank, func(p float64) Sentence {
			return say("in how soon pledges end (log-rank test, p {p})", at("p", pValue(p)))
		}},
		{p.GrayFulfilled, func(p float64) Sentence {
			return say("in how many are fulfilled (Gray's test, p {p})", at("p", pValue(p)))
		}},
		{p.GrayFailed, func(p float64) Sentence { return say("in how many fail (Gray's test, p {p})", at("p", pValue(p))) }},
	} {
		switch {
		case t.t == nil:
			continue
		case t.t.P < .05:
			apart = append(apart, t.said(t.t.P))
		default:
			alike = append(alike, t.said(t.t.P))
		}
		groups = len(t.t.Groups)
	}
	who := at("groups", Spelt(groups))
	switch {
	case groups == 0:
		return nil
	case len(apart) == 0:
		return []Sentence{say("The {groups} that made two pledges or more do not differ by more than chance would easily explain {how}.", who, at("how", either(alike)))}
	case len(alike) == 0:
		return []Sentence{say("The {groups} that made two pledges or more differ by more than chance would easily explain {how}.", who, at("how", both(apart)))}
	}
	return []Sentence{say("The {groups} that made two pledges or more differ by more than chance would easily explain {how}; {not} they do not.", who, at("how", both(apart)), at("not", either(alike)))}
}

// either joins up to three by "or", both by "and".
func either(items []Sentence) Sentence {
	if n := len(items); n > 1 {
		return say("{a} or {b}", at("a", list("{a}, {b}", items[:n-1])), at("b", items[n-1]))
	}
	return items[0]
}

func both(items []Sentence) Sentence {
	if n := len(items); n > 1 {
		return say("{a} and {b}", at("a", list("{a}, {b}", items[:n-1])), at("b", items[n-1]))
	}
	return items[0]
}

// pValue writes the p-value of a test after its letter.
func pValue(p float64) Sentence {
	if p < .001 {
		return say("< {p}", at("p", Decimal{.001, 3}))
	}
	return say("= {p}", at("p", Decimal{p, 3}))
}
