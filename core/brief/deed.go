package brief

import (
	"fmt"
	"math"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

// Deed says in sentences what was owed, asked and given, and how soon support came.
func Deed(a *assess.Assessment) []string {
	var out []string
	h := a.Honoured
	switch {
	case h.Owed == 0 && h.Unknown == 0:
		out = append(out, fmt.Sprintf("No pledge on record obliged %s to stand by %s at any of these moments, so there is no promise of help to hold it to.", a.PartnerName, a.RelierName))
	case h.Owed == 0:
		out = append(out, fmt.Sprintf("Pledges obliged %s to act at %s, but what it did there is not on record.", a.PartnerName, count(h.Unknown, "moment")))
	default:
		s := fmt.Sprintf("Pledges in force obliged %s to act at %s whose outcome is on record; it gave %s. ",
			a.PartnerName, count(h.Owed, "moment"), kept(h, "owed"))
		s += fmt.Sprintf("So the share that it honours is estimated at %s (90 %% interval %s)", assess.Percent(h.Share), interval(h.Lower90, h.Upper90))
		if h.Comparators != nil && h.Comparators.Of > 0 {
			s += fmt.Sprintf("; the other partners in the case gave what they owed at %d of %d (estimated %s)", h.Comparators.Kept, h.Comparators.Of, assess.Percent(h.Comparators.Share))
		}
		out = append(out, s+". "+shortfall(h, "owed"))
		if h.Unknown > 0 {
			out = append(out, fmt.Sprintf("At %s more where something was owed, nothing is on record.", count(h.Unknown, "moment")))
		}
	}
	switch r := a.Asked; {
	case r.Owed == 0 && r.Unknown == 0:
		out = append(out, fmt.Sprintf("No request by %s is on record.", a.RelierName))
	case r.Owed == 0:
		out = append(out, fmt.Sprintf("%s asked for help at %s, but what %s did there is not on record.", a.RelierName, count(r.Unknown, "moment"), a.PartnerName))
	default:
		s := fmt.Sprintf("%s asked for something at %s; %s gave %s (estimated share %s, 90 %% interval %s)",
			a.RelierName, count(r.Owed, "moment"), a.PartnerName, kept(r, "was asked for"), assess.Percent(r.Share), interval(r.Lower90, r.Upper90))
		if r.Comparators != nil && r.Comparators.Of > 0 {
			s += fmt.Sprintf("; others in the case got it at %d of %d", r.Comparators.Kept, r.Comparators.Of)
		}
		out = append(out, s+". "+shortfall(r, "asked for"))
	}
	return append(trim(out), firstSupport(a))
}

// kept says at how many of the moments enough was given.
func kept(h assess.Honoured, due string) string {
	if due == "owed" {
		due = "it owed"
	}
	switch {
	case h.Owed == 1 && h.Kept == 1:
		return "at least what " + due + " there"
	case h.Owed == 1:
		return "less than " + due + " there"
	}
	return "at least what " + due + " at " + ofThem(h.Kept, h.Owed)
}

func shortfall(h assess.Honoured, owed string) string {
	switch s := h.Shortfall; {
	case s >= .05:
		return fmt.Sprintf("On average what it gave stood %s below what was %s.", rungs(s), owed)
	case s <= -.05:
		return fmt.Sprintf("On average it gave %s more than was %s.", rungs(-s), owed)
	}
	return ""
}

func rungs(n float64) string {
	text := fmt.Sprintf("%.1f", n)
	if strings.HasSuffix(text, ".0") {
		return count(int(math.Round(n)), "rung")
	}
	return text + " rungs"
}

func firstSupport(a *assess.Assessment) string {
	f := a.First
	switch {
	case f.Moments == 0:
		return "How soon support comes cannot be said: no moment with conduct is on record."
	case f.Supported == 0:
		return fmt.Sprintf("Conduct is on record at %s; none of it was support, not even in words.", count(f.Moments, "moment"))
	}
	helped, moments := f.Supported, f.Moments
	if len(a.Observations) > 0 {
		helped, moments = 0, len(a.Observations)
		for _, o := range a.Observations {
			if o.Given > 0 {
				helped++
			}
		}
	}
	s := fmt.Sprintf("Support of some kind, if only in words, came at %s on record", ofMoments(helped, moments))
	if helped > f.Supported {
		s += fmt.Sprintf(", at %s of them with a day that is known", part(f.Supported, moments))
	}
	switch {
	case f.MedianDays == nil:
		return s + "; too few to name a typical delay."
	case *f.MedianDays < 1:
		s += "; half of the time on the first day"
	default:
		s += fmt.Sprintf("; half of the time within %s", count(int(math.Round(*f.MedianDays)), "day"))
	}
	if f.Lower90 != nil && f.Upper90 != nil {
		s += fmt.Sprintf(" (90 %% interval %.0f to %.0f days)", *f.Lower90, *f.Upper90)
	} else if f.Lower90 != nil {
		s += fmt.Sprintf(" (90 %% interval from %.0f days up, its end open)", *f.Lower90)
	}
	return s + "."
}

// PledgeRecord says in sentences what became of the partner's promises.
func PledgeRecord(a *assess.Assessment) []string {
	p := a.Pledges
	if p.Total == 0 {
		return []string{fmt.Sprintf("No pledge of %s to %s is on record.", a.PartnerName, a.RelierName)}
	}
	ends := []string{}
	for _, e := range []struct {
		n    int
		what string
	}{{p.Fulfilled, "fulfilled"}, {p.Failed, "cancelled, broken or left to lapse"}, {p.Expired, "ended with its treaty"}} {
		if e.n > 0 {
			ends = append(ends, fmt.Sprintf("%s %s %s", part(e.n, p.Total), wasWere(e.n), e.what))
		}
	}
	if p.Open > 0 {
		text := fmt.Sprintf("%s %s open", part(p.Open, p.Total), isAre(p.Open))
		switch {
		case p.Overdue == p.Open:
			text += " and overdue"
		case p.Overdue > 0:
			text += fmt.Sprintf(", %s of them overdue", part(p.Overdue, p.Total))
		}
		ends = append(ends, text)
	}
	out := []string{fmt.Sprintf("%s made %s %s on record by this date: %s.", a.PartnerName, a.RelierName, count(p.Total, "pledge"), and(ends))}
	switch {
	case p.Median != nil:
		s := fmt.Sprintf("Half of them had ended, one way or the other, after %s", Years(*p.Median))
		if p.Lower90 != nil && p.Upper90 != nil {
			s += fmt.Sprintf(" (90 %% interval %.1f to %.1f years)", *p.Lower90, *p.Upper90)
		} else if p.Lower90 != nil {
			s += fmt.Sprintf(" (90 %% interval from %.1f years up, its end open)", *p.Lower90)
		}
		out = append(out, s+".")
	case p.Total > 1 && p.Fulfilled+p.Failed > 0:
		out = append(out, "More than half have not ended yet, so a typical time to an ending cannot be named.")
	}
	return out
}

// Comparison says in sentences how the partner's pledges to everyone stand
// beside those of the other partners in the case, and what the tests between them
// say. None where there are no others.
func Comparison(a *assess.Assessment) []string {
	var out []string
	for _, s := range assess.ComparedPledges(a) {
		out = append(out, s.English())
	}
	return out
}

// spelt writes small numbers as words.
func spelt(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
