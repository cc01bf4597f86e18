package measure

import (
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Step is how long the periods are by which a series is added up.
type Step string

// The steps, from the finest.
const (
	ByDay   Step = "day"
	ByWeek  Step = "week" // from Monday to Sunday
	ByMonth Step = "month"
	ByYear  Step = "year"
)

// next is the first day of the period after that of a day.
func (s Step) next(d edtf.Day) edtf.Day {
	year, month, _ := d.Date()
	switch s {
	case ByWeek:
		for d++; d.Time().Weekday() != time.Monday; d++ {
		}
		return d
	case ByMonth:
		return edtf.DayOf(year, month+1, 1)
	case ByYear:
		return edtf.DayOf(year+1, time.January, 1)
	}
	return d + 1
}

// Period is what one side did toward another in a stretch of days.
type Period struct {
	Days    Span     `json:"days"`
	Unknown int      `json:"unknown"` // of the days; what was counted on them is left out
	N       int64    `json:"n"`
	Quads   [5]int64 `json:"quads"`     // as in Count
	Mean    *float64 `json:"goldstein"` // of the scored events; nil where none is
}

// Known reports whether any day of the period is known: where none is, its counts
// of 0 mean nothing.
func (p Period) Known() bool { return p.Unknown < p.Days.Days() }

// Side is what one state did toward another, period by period.
type Side struct {
	Name    string // "Russia toward Iran"
	Periods []Period
}

// Periods adds a daily series up by a step, every period of the span in order; the
// first and the last are cut at the span. Days and unknown days must be in order.
func Periods(days []Count, in Span, unknown []edtf.Day, by Step) []Period {
	var out []Period
	i, dark := 0, 0
	for d := in.First; d <= in.Last; d = by.next(d) {
		p := Period{Days: Span{First: d, Last: min(by.next(d)-1, in.Last)}}
		for ; dark < len(unknown) && unknown[dark] <= p.Days.Last; dark++ {
			if unknown[dark] >= d {
				p.Unknown++
			}
		}
		sum, scored := 0., int64(0)
		at := dark - p.Unknown
		for ; i < len(days) && days[i].Day <= p.Days.Last; i++ {
			x := days[i]
			for at < dark && unknown[at] < x.Day {
				at++
			}
			if x.Day < d || at < dark && unknown[at] == x.Day {
				continue
			}
			p.N += x.N
			for q, n := range x.Quads {
				p.Quads[q] += n
			}
			sum += x.Goldstein * float64(x.Scored)
			scored += x.Scored
		}
		if scored > 0 {
			mean := sum / float64(scored)
			p.Mean = &mean
		}
		out = append(out, p)
	}
	return out
}
