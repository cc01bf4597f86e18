package page

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
)

var inHeadline = regexp.MustCompile(`(under |over )?[0-9]+\x{00a0}%`)

// headlineSpans makes links of the figures in a sentence of the headline: each
// belongs to the rung named last before it, or to working against.
func headlineSpans(text string) []span {
	names := map[string]string{
		"words": figRung + "1", "diplomatic": figRung + "2", "material": figRung + "3", "fight": figRung + "4", "fought": figRung + "4",
		"against": figAgainst, "opposed": figAgainst, "undercut": figAgainst, "pledge": figPledges, "owed": figOwed, "asked": figAsked,
	}
	text = strings.ReplaceAll(text, " %", nbsp+"%")
	var spans []span
	last, key := 0, figMoments
	for _, m := range inHeadline.FindAllStringIndex(text, -1) {
		before := strings.ToLower(text[last:m[0]])
		best := -1
		for name, k := range names {
			if i := strings.LastIndex(before, name); i > best {
				best, key = i, k
			}
		}
		spans = append(spans, span{Text: text[last:m[0]], Bold: true}, span{Text: text[m[0]:m[1]], Bold: true, Key: key})
		last = m[1]
	}
	return append(spans, span{Text: text[last:], Bold: true})
}

// inReason finds the figures in the reasons of the confidence.
var inReason = regexp.MustCompile(`effective sample [0-9.]+|[0-9]+ moments?|[0-9]+ publishers?|one source|[0-9]+ sources`)

// reasonSpans makes links of the figures in one reason of the confidence.
func reasonSpans(x *assess.Assessment, reason string) []span {
	var spans []span
	last := 0
	for _, m := range inReason.FindAllStringIndex(reason, -1) {
		text, key := reason[m[0]:m[1]], figMoments
		switch {
		case strings.HasPrefix(text, "effective"):
			key = figEffective
		case strings.Contains(text, "publisher"):
			key = figVoices
		case strings.Contains(text, "source"):
			key = ""
			for i, s := range x.Robustness.Source {
				if len(s.Words) > 0 {
					key = trf("%ssources:%d", figInfluence, i)
					break
				}
			}
		case strings.Contains(reason, "contested"):
			key = figContested
		case strings.Contains(reason, "nothing on record"):
			key = figUnknown
		}
		spans = append(spans, mute(reason[last:m[0]]), link(strings.ReplaceAll(text, " ", nbsp), key))
		last = m[1]
	}
	return append(spans, mute(arrows(reason[last:])))
}

func confidenceSpans(x *assess.Assessment) []span {
	spans := []span{mute(tr("Confidence ")), strong(x.Confidence.Level), mute(": ")}
	for i, reason := range x.Confidence.Reasons {
		if i > 0 {
			spans = append(spans, mute("; "))
		}
		spans = append(spans, reasonSpans(x, reason)...)
	}
	return append(spans, mute(tr(". All of it rests on ")), link(count(len(x.RestsOn), "record"), figRestsOn), mute("."))
}

func (a *Answer) pledgeSpans(x *assess.Assessment) []span {
	p := x.Pledges
	if p.Total == 0 {
		return []span{mute(trf("No pledge of %s to %s is on record. ", x.PartnerName, x.RelierName)), link(tr("Add one"), command+"new pledge")}
	}
	spans := []span{link(count(p.Total, "pledge"), figPledges), say(tr(" made: ")), link(trf("%d kept", p.Fulfilled), figFulfilled), say(", "),
		link(trf("%d failed", p.Failed), figFailed), say(", "), link(trf("%d open", p.Open), figOpen)}
	if p.Overdue > 0 {
		spans = append(spans, say(", "), link(trf("%d of them overdue", p.Overdue), figOverdue))
	}
	spans = append(spans, say(".\n"))
	if p.Median != nil {
		spans = append(spans, mute(tr("Half have ended after ")), link(years(*p.Median), figMedian), mute(".\n"))
	} else {
		spans = append(spans, mute(tr("More than half have not ended.\n")))
	}
	for i, f := range p.Forecasts {
		if i == 3 {
			break
		}
		spans = append(spans, link(f.Title, f.Pledge), mute(trf(": %s within %s.\n", percent(f.Probability), years(f.Horizon))))
	}
	return trimmed(spans)
}

func (a *Answer) deedSpans(x *assess.Assessment) []span {
	var spans []span
	deed := func(word, key string, h assess.Honoured) {
		if h.Owed == 0 {
			spans = append(spans, mute(trf("%s: nothing on record.\n", sentence(word))))
			return
		}
		spans = append(spans, say(sentence(word)+" at "), link(count(h.Owed, "moment"), key), say(tr(", given at ")), link(fmt.Sprint(h.Kept), key))
		spans = append(spans, mute(fmt.Sprintf(" (%s; %s)", percent(h.Share), interval(h.Lower90, h.Upper90))))
		if h.Comparators != nil && h.Comparators.Of > 0 {
			spans = append(spans, mute(trf("; others %d of %d", h.Comparators.Kept, h.Comparators.Of)))
		}
		spans = append(spans, say(".\n"))
	}
	deed("owed", figOwed, x.Honoured)
	deed("asked for", figAsked, x.Asked)
	if f := x.First; f.Moments > 0 {
		if f.MedianDays != nil {
			spans = append(spans, say(tr("First support within ")), link(days(*f.MedianDays), figFirst), say(tr(" half the time.\n")))
		} else {
			spans = append(spans, say(tr("Support at ")), link(trf("%d of %s", f.Supported, count(f.Moments, "moment")), figFirst), say(".\n"))
		}
	}
	if n := len(x.Against.Mixed); n > 0 {
		spans = append(spans, say(tr("Both helped and worked against at ")), link(count(n, "moment"), figMixed), say("."))
	}
	return trimmed(spans)
}

func (a *Answer) firmSpans(x *assess.Assessment) []span {
	r := x.Robustness
	if len(r.Record) == 0 {
		return []span{mute(tr("Nothing on record that could be left out."))}
	}
	spans := []span{mute(tr("Leaving one out moves the figures by up to\n"))}
	most := func(what, list string, in []assess.Influence) {
		if len(in) == 0 {
			return
		}
		spans = append(spans, mute(what+" "), link(strings.TrimLeft(points(in[0].Largest), "+")+nbsp+"points", figInfluence+list+":0"))
		changes := -1
		for i, v := range in {
			if len(v.Words) > 0 {
				changes = i
				break
			}
		}
		switch {
		case changes < 0:
			spans = append(spans, mute(tr(", no word changes")))
		case changes == 0:
			spans = append(spans, mute(": "), say(arrows(in[0].Words[0])))
		default:
			spans = append(spans, mute("; "), link(tr("another changes a word"), fmt.Sprintf("%s%s:%d", figInfluence, list, changes)))
		}
		spans = append(spans, say("\n"))
	}
	most("record", "records", r.Record)
	most("source", "sources", r.Source)
	most("publisher", "publishers", r.Publisher)
	spans = append(spans, mute(tr("Fewest records that carry a word: ")))
	first := true
	for i, f := range r.Fewest {
		if len(f.Records) == 0 {
			continue
		}
		if !first {
			spans = append(spans, mute(", "))
		}
		first = false
		spans = append(spans, say(f.Rung.Label()+" "), link(fmt.Sprint(len(f.Records)), fmt.Sprintf("%s%d", figFewest, i)))
	}
	if first {
		spans = append(spans, mute(tr("no few do")))
	}
	return append(spans, mute("."))
}

// arrows says "likely -> unlikely" in words.
func arrows(text string) string { return strings.ReplaceAll(text, "->", "becomes") }

func (a *Answer) pastSpans(x *assess.Assessment) []span {
	b := x.Backtest
	if b.Moments == 0 {
		return []span{mute(tr("No moment to predict yet."))}
	}
	spans := []span{link(b.Verdict, figBacktest), say("\n")}
	for _, s := range b.Scores {
		spans = append(spans, mute(trf("%s: Brier %.3f, base rate alone %.3f.\n", sentence(s.Rung.Label()), s.Brier, s.BrierBase)))
	}
	return trimmed(spans)
}

func (a *Answer) fadeSpans(x *assess.Assessment) []span {
	spans := []span{say("Over " + count(x.Trend.Moments, "moment") + ": "), link(x.Trend.Direction, figTrend), say(".\n")}
	for _, h := range x.HalfLife {
		text := "Half-life " + years(h.Years)
		if h.Years == 0 {
			text = "No fading"
		}
		spans = append(spans, link(text, figHalfLife))
		if len(h.Probability) > 2 {
			spans = append(spans, mute(fmt.Sprintf(": +2 %s, +3 %s", percent(h.Probability[1]), percent(h.Probability[2]))))
		}
		switch {
		case h.Chosen && h.Best:
			spans = append(spans, mute(tr(", in force, foretold best")))
		case h.Chosen:
			spans = append(spans, mute(tr(", in force")))
		case h.Best:
			spans = append(spans, mute(tr(", foretold best")))
		}
		spans = append(spans, mute(".\n"))
	}
	return trimmed(spans)
}

// nearest is how many changes of each kind stand on the page; the rest is a link away.
var nearest = map[string]int{"observe": 4, "remove": 2, "wait": 1, "half-life": 1, "watch": 3}

func changeSpans(x *assess.Assessment) []span {
	var spans []span
	shown := map[string]int{}
	left := 0
	for i, c := range x.Changes {
		if shown[c.Kind]++; shown[c.Kind] > nearest[c.Kind] {
			left++
			continue
		}
		if len(c.Records) > 0 {
			spans = append(spans, link(c.Text, fmt.Sprintf("%s%d", figChange, i)))
		} else {
			spans = append(spans, say(c.Text))
		}
		spans = append(spans, say("\n"))
	}
	if left > 0 {
		spans = append(spans, link(trf("%d more", left), figChanges))
	}
	return trimmed(spans)
}

func anchorSpans(x *assess.Assessment) []span {
	var spans []span
	for _, n := range x.Honoured.Anchors {
		spans = append(spans, strong(n.Figure+" "), say(n.Counts), mute(" ("+n.Source+")"), say("\n"))
	}
	return trimmed(spans)
}

// trimmed drops the line break at the end.
func trimmed(spans []span) []span {
	if n := len(spans); n > 0 {
		spans[n-1].Text = strings.TrimSuffix(spans[n-1].Text, "\n")
	}
	return spans
}
