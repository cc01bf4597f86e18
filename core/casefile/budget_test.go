package casefile

import (
	"fmt"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// best is the shortest of several runs: what the work takes when nothing else
// has the machine.
func best(t *testing.T, what string, budget time.Duration, run func(n int)) {
	t.Helper()
	shortest := time.Hour
	for n := range 7 {
		start := time.Now()
		run(n)
		shortest = min(shortest, time.Since(start))
	}
	t.Logf("%s: %v of %v", what, shortest.Round(100*time.Microsecond), budget)
	// Five times the budget is allowed: even the best of several runs is slower
	// while another package's tests have the other core.
	if shortest > 5*budget {
		t.Errorf("%s takes %v, the budget is %v", what, shortest, budget)
	}
}

// The budgets at 10,000 records.
func TestBudgets(t *testing.T) {
	path := big(t)
	best(t, "Open", 300*time.Millisecond, func(int) {
		f, err := Open(ctx, path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	})
	f := open(t, path)
	r := must(f.Case().Get("c00000"))
	best(t, "Apply", 25*time.Millisecond, func(n int) {
		changed := ledger.Clone(r).(*ledger.Conduct)
		changed.What = fmt.Sprintf("Sent envoy %d", n)
		apply(t, f, "change", set(changed)...)
	})
	best(t, "Undo", 25*time.Millisecond, func(int) { undo(t, f) })
	for _, q := range []string{"s", "sanc", "sanctions gas", "c00123"} {
		best(t, "Search "+q, 20*time.Millisecond, func(int) { ids(t, f, q) })
	}
	best(t, "Refresh with nothing new", time.Millisecond, func(int) {
		if _, changed, err := f.Refresh(ctx); changed || err != nil {
			t.Fatal(changed, err)
		}
	})
}
