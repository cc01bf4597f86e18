package assess

// The limits of confidence, METHODS 10.
const (
	manyObservations = 12
	fewObservations  = 4
	manyPublishers   = 3
)

// confidence says how sure the answer is. changed are the single sources that
// can change one of its words. METHODS 10.
func (in *inquiry) confidence(a *Assessment, changed []Influence) {
	c := &a.Confidence
	publishers := len(a.Publishers)
	switch {
	case a.EffectiveSample < fewObservations || len(changed) > 0 && publishers < manyPublishers:
		c.Level = key("low")
	case a.EffectiveSample >= manyObservations && publishers >= manyPublishers && len(changed) == 0:
		c.Level = key("high")
	default:
		c.Level = key("moderate")
	}
	var reasons []Sentence
	reason := func(s Sentence) { reasons = append(reasons, s) }
	moments := counted(a.Moments, "{n} moment", "{n} moments")
	size := say("{moments}, effective sample {size}", at("moments", moments).of(AboutMoments), at("size", Decimal{a.EffectiveSample, 1}).of(AboutEffective))
	short := say("{what}: fewer than {least}", at("what", size))
	switch {
	case a.EffectiveSample < fewObservations:
		short.Args = append(short.Args, at("least", fewObservations))
		reason(short)
	case a.EffectiveSample < manyObservations:
		short.Args = append(short.Args, at("least", manyObservations))
		reason(short)
	default:
		reason(size)
	}
	voices := counted(publishers, "{n} publisher", "{n} publishers")
	if publishers < manyPublishers {
		reason(say("{what}: fewer than {least}", at("what", voices).of(AboutVoices), at("least", manyPublishers)))
	} else {
		reason(say("{what}", at("what", voices).of(AboutVoices)))
	}
	switch len(changed) {
	case 0:
		reason(say("no single source changes a word"))
	case 1:
		reason(say("{sources} ({strongest}; {words})", at("sources", say("one source can change a word")).of(AboutSources),
			at("strongest", quoted(changed[0].Name)), at("words", list("{a}, {b}", changed[0].Said))))
	default:
		n := counted(len(changed), "{n} source can each change a word", "{n} sources can each change a word")
		reason(say("{sources} (the strongest: {strongest}; {words})", at("sources", n).of(AboutSources),
			at("strongest", quoted(changed[0].Name)), at("words", list("{a}, {b}", changed[0].Said))))
	}
	if n := len(a.Contested); n > 0 {
		reason(say("{what}", at("what", counted(n, "what was done at {n} moment is contested", "what was done at {n} moments is contested")).of(AboutContested)))
	}
	if n := len(a.Unknown); n > 0 {
		reason(say("{what}", at("what", counted(n, "{n} moment of need with nothing on record", "{n} moments of need with nothing on record")).of(AboutUnknown)))
	}
	a.Said.Reasons, c.Reasons = reasons, english(reasons)
}
