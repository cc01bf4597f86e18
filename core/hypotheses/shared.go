package hypotheses

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/stats"
)

// NoSource is the name of the group of items that rest on no source.
var NoSource = key("no source")

// shared lists the groups of items that could be counted twice.
func (k *work) shared() []Shared {
	out := []Shared{}
	gather := func(by string, key func(int) (string, bool), name func(string) string) {
		groups := map[string]*Shared{}
		for i, x := range k.m.items {
			id, ok := key(i)
			if !ok || k.w[i] == 0 {
				continue
			}
			g := groups[id]
			if g == nil {
				g = &Shared{By: by, Name: name(id)}
				groups[id] = g
			}
			g.Items, g.Weight = append(g.Items, x.id), g.Weight+k.w[i]
		}
		for _, id := range sortedKeys(groups) {
			if len(groups[id].Items) > 1 {
				out = append(out, *groups[id])
			}
		}
	}
	same := func(s string) string { return s }
	gather("copy", func(i int) (string, bool) { return fmt.Sprint(k.e.rows[i].say.copyOf), true },
		func(id string) string { return key("the same words from the same sources") })
	gather("publisher", func(i int) (string, bool) {
		v := voices(k.m.items[i].cites)
		if len(v) == 0 {
			return NoSource, true
		}
		return v[0], len(v) == 1
	}, same)
	gather("event", func(i int) (string, bool) { return k.m.items[i].event, k.m.items[i].event != "" }, func(id string) string {
		if m, ok := k.m.c.Moment(id); ok {
			return m.Name()
		}
		return id
	})
	return out
}

// The limits of confidence, METHODS 10.
const (
	manyVoices     = 12.
	fewVoices      = 4.
	manyPublishers = 3
)

// confidence says how sure the reading is. It counts voices, not items: what
// one publisher says, or several say of one event, is one voice, and of copies
// the best counts, so that volume alone never raises it.
func (k *work) confidence(r *Readings) {
	pairs := map[int]float64{}
	voiceOf := map[int]int{} // of a pair
	publishers := map[string]bool{}
	k.e.weights(k.e.asIs) // the counts of the matrix as it is
	for i := range k.e.rows {
		v := &k.e.rows[i].say
		if k.w[i] == 0 {
			continue
		}
		pairs[v.pair] = max(pairs[v.pair], v.worth*k.e.pairShare(v))
		voiceOf[v.pair] = v.pair
		if v.single {
			voiceOf[v.pair] = v.publishers
		}
		for _, p := range voices(k.m.items[i].cites) {
			publishers[p] = true
		}
	}
	byVoice := make([]float64, len(k.e.keys))
	for pair := range byVoice { // in the order of keys: sums come out the same
		if w, ok := pairs[pair]; ok {
			byVoice[voiceOf[pair]] += w
		}
	}
	r.EffectiveSample = stats.EffectiveSample(byVoice)
	r.Publishers = sortedKeys(publishers)
	c, n := &r.Confidence, len(r.Publishers)
	changes := r.Without.SourcesThatChange.Bayes
	leaders := map[string]bool{}
	for _, a := range r.Analysts {
		leaders[a.Leading] = true
	}
	switch {
	case k.v.bayes < 0 || r.EffectiveSample < fewVoices || changes > 0 && n < manyPublishers:
		c.Level = "low"
	case r.EffectiveSample >= manyVoices && n >= manyPublishers && changes == 0 && len(r.Analysts) > 1 && len(leaders) == 1:
		c.Level = "high"
	default:
		c.Level = "moderate"
	}
	reason := func(s assess.Sentence) { r.Said.Reasons = append(r.Said.Reasons, s) }
	if k.v.bayes < 0 {
		reason(say("no hypothesis leads"))
	}
	size := counted(len(k.m.items)-r.WithoutSpread, "1 item that tells hypotheses apart, effective sample of independent voices {size}", "{n} items that tell hypotheses apart, effective sample of independent voices {size}",
		at("size", assess.Decimal{Value: r.EffectiveSample, Places: 1}))
	fewer := func(what assess.Sentence, than float64) assess.Sentence {
		return say("{what}: fewer than {limit}", at("what", what), at("limit", int(than)))
	}
	switch {
	case r.EffectiveSample < fewVoices:
		size = fewer(size, fewVoices)
	case r.EffectiveSample < manyVoices:
		size = fewer(size, manyVoices)
	}
	reason(size)
	behind := counted(n, "1 publisher", "{n} publishers")
	if n < manyPublishers {
		behind = fewer(behind, manyPublishers)
	}
	reason(behind)
	if changes == 0 {
		reason(say("no single source changes the leader"))
	} else {
		reason(counted(changes, "leaving out one source changes the leader (1 such source)", "leaving out one source changes the leader ({n} such sources)"))
	}
	switch {
	case len(r.Analysts) == 0:
		reason(say("nobody has rated"))
	case len(r.Analysts) == 1:
		reason(say("one analyst: nobody else has rated"))
	case len(leaders) > 1:
		reason(say("the analysts' own leaders differ"))
	default:
		reason(counted(len(r.Analysts), "1 analyst, each with the same leader", "{n} analysts, each with the same leader"))
	}
}
