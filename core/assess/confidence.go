package assess

import (
	"fmt"
	"strings"
)

// The limits of confidence, METHODS 10.
const (
	manyObservations = 12.
	fewObservations  = 4.
	manyPublishers   = 3
)

// confidence says how sure the answer is. changed are the single sources that
// can change one of its words. METHODS 10.
func (in *inquiry) confidence(a *Assessment, changed []Influence) {
	c := &a.Confidence
	publishers := len(a.Publishers)
	switch {
	case a.EffectiveSample < fewObservations || len(changed) > 0 && publishers < manyPublishers:
		c.Level = "low"
	case a.EffectiveSample >= manyObservations && publishers >= manyPublishers && len(changed) == 0:
		c.Level = "high"
	default:
		c.Level = "moderate"
	}
	reason := func(format string, args ...any) { c.Reasons = append(c.Reasons, fmt.Sprintf(format, args...)) }
	size := fmt.Sprintf("%s, effective sample %.1f", plural(a.Moments, "moment"), a.EffectiveSample)
	switch {
	case a.EffectiveSample < fewObservations:
		reason("%s: fewer than %.0f", size, fewObservations)
	case a.EffectiveSample < manyObservations:
		reason("%s: fewer than %.0f", size, manyObservations)
	default:
		reason("%s", size)
	}
	if publishers < manyPublishers {
		reason("%s: fewer than %d", plural(publishers, "publisher"), manyPublishers)
	} else {
		reason("%s", plural(publishers, "publisher"))
	}
	switch len(changed) {
	case 0:
		reason("no single source changes a word")
	case 1:
		reason("one source can change a word (%s; %s)", changed[0].Name, strings.Join(changed[0].Words, ", "))
	default:
		reason("%d sources can each change a word (the strongest: %s; %s)", len(changed), changed[0].Name, strings.Join(changed[0].Words, ", "))
	}
	if n := len(a.Contested); n > 0 {
		reason("what was done at %s is contested", plural(n, "moment"))
	}
	if n := len(a.Unknown); n > 0 {
		reason("%s of need with nothing on record", plural(n, "moment"))
	}
}
