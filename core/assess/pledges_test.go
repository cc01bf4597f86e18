package assess

import (
	"fmt"
	"math"
	"testing"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// A treaty whose term ended was neither kept nor broken by that: it is censored,
// and is no more open to be kept.
func TestATreatyThatEndedIsCensored(t *testing.T) {
	records := twoPairs().Records() // one open pledge of B among them
	add := func(channel, how string, years int) {
		id := fmt.Sprintf("%s-%s-%d", channel, how, years)
		p := &ledger.Pledge{ID: id, Title: id, From: "B", To: "A", Channel: channel, Promised: edtf.MustParse("2000")}
		if how != "" {
			p.Milestones = []ledger.Milestone{{Date: edtf.MustParse(fmt.Sprint(2000 + years)), Type: how}}
		}
		records = append(records, p)
	}
	add("arms", "fulfilled", 4)
	add("treaty", "lapsed", 10)
	add("treaty", "breached", 12) // a treaty that was broken failed
	add("treaty", "", 0)
	c := ledger.NewCase(records)
	p := mustAnswer(t, c, question(c), DefaultSettings()).Pledges
	if p.Total != 5 || p.Open != 2 || p.Fulfilled != 1 || p.Failed != 1 || p.Expired != 1 {
		t.Errorf("%d pledges: %d open, %d fulfilled, %d failed, %d expired", p.Total, p.Open, p.Fulfilled, p.Failed, p.Expired)
	}
	if len(p.Forecasts) != 2 {
		t.Errorf("%d forecasts: there is none of a treaty that ended", len(p.Forecasts))
	}
	for _, m := range p.Partners {
		if m.Actor == "B" && m.Expired != 1 {
			t.Errorf("B: %d expired", m.Expired)
		}
	}
	// Four of five stand after the fulfilment; of the three then at risk, past the term of a treaty, one breaks.
	if n := len(p.StillOpen); n == 0 || math.Abs(p.StillOpen[n-1].Value-4./5*2/3) > 1e-12 {
		t.Errorf("the curve ends at %+v, want 4/5 x 2/3", p.StillOpen)
	}
}
