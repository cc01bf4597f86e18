package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

func headlineSpans(x *assess.Assessment) []span {
	var spans []span
	for i, s := range x.Said.Headline {
		if i > 0 {
			spans = append(spans, say("\n"))
		}
		spans = append(spans, spansOf(s, strong, itself)...)
	}
	return spans
}

func confidenceSpans(x *assess.Assessment) []span {
	reasons := assess.Sentence{}
	for i, s := range x.Said.Reasons {
		if i == 0 {
			reasons = s
			continue
		}
		reasons = assess.Sentence{Key: "{a}; {b}", Args: []assess.Arg{fill("a", reasons), fill("b", s)}}
	}
	s := assess.Sentence{Key: "Confidence {level}: {reasons}. All of it rests on {records}.", Args: []assess.Arg{
		put("level", tr(x.Confidence.Level), aboutStrong), fill("reasons", reasons), put("records", count(len(x.RestsOn), "record"), figRestsOn),
	}}
	return spansOf(s, mute, func(about string) string { return reasonKey(x, about) })
}

// reasonKey is where the link of a figure of the confidence leads.
func reasonKey(x *assess.Assessment, about string) string {
	if about != assess.AboutSources {
		return about
	}
	for i, s := range x.Robustness.Source {
		if len(s.Words) > 0 {
			return fmt.Sprintf("%ssources:%d", figInfluence, i)
		}
	}
	return ""
}

func (a *Answer) pledgeSpans(x *assess.Assessment) []span {
	p := x.Pledges
	if p.Total == 0 {
		return told(mute, "No pledge of {partner} to {relier} is on record. {add}",
			fill("partner", x.PartnerName), fill("relier", x.RelierName), put("add", tr("Add one"), command+"new pledge"))
	}
	number := func(format string, n int) string { return tongue.Local(trf(format, n)) }
	args := []assess.Arg{put("pledges", count(p.Total, "pledge"), figPledges), put("kept", number("%d kept", p.Fulfilled), figFulfilled),
		put("failed", number("%d failed", p.Failed), figFailed), put("open", number("%d open", p.Open), figOpen)}
	var spans []span
	if p.Overdue > 0 {
		spans = told(say, "{pledges} made: {kept}, {failed}, {open}, {overdue}.", append(args, put("overdue", number("%d of them overdue", p.Overdue), figOverdue))...)
	} else {
		spans = told(say, "{pledges} made: {kept}, {failed}, {open}.", args...)
	}
	if p.Expired > 0 {
		spans = append(spans, mute(" "+tongue.Local(trf("%d ended with a treaty", p.Expired))+"."))
	}
	spans = line(spans)
	if p.Median != nil {
		spans = append(spans, line(told(mute, "Half have ended after {years}.", put("years", years(*p.Median), figMedian)))...)
	} else if p.Fulfilled+p.Failed > 0 {
		spans = append(spans, line(told(mute, "More than half have not ended."))...)
	}
	dated := slices.DeleteFunc(slices.Clone(p.Forecasts), func(f assess.Forecast) bool { return f.Standing })
	for _, f := range dated[:min(3, len(dated))] {
		spans = append(spans, line(told(mute, "{pledge}: {p} within {years}.",
			put("pledge", f.Title, f.Pledge), fill("p", assess.Share(f.Probability)), fill("years", years(f.Horizon))))...)
	}
	return trimmed(spans)
}

func (a *Answer) deedSpans(x *assess.Assessment) []span {
	var spans []span
	deed := func(key string, h assess.Honoured, nothing, alone, beside string) {
		args := []assess.Arg{put("moments", count(h.Owed, "moment"), key), put("kept", tongue.Local(fmt.Sprint(h.Kept)), key),
			fill("share", assess.Share(h.Share)), fill("interval", interval(h.Lower90, h.Upper90))}
		switch c := h.Comparators; {
		case h.Owed == 0:
			spans = append(spans, line(told(mute, nothing))...)
		case c != nil && c.Of > 0:
			spans = append(spans, line(told(say, beside, append(args, fill("otherKept", c.Kept), fill("otherMoments", c.Of))...))...)
		default:
			spans = append(spans, line(told(say, alone, args...))...)
		}
	}
	deed(figOwed, x.Honoured, key("Owed: nothing on record."), key("Owed at {moments}, given at {kept} ({share}; {interval})."),
		key("Owed at {moments}, given at {kept} ({share}; {interval}); others gave it at {otherKept} of {otherMoments}."))
	deed(figAsked, x.Asked, key("Asked for: nothing on record."), key("Asked for at {moments}, given at {kept} ({share}; {interval})."),
		key("Asked for at {moments}, given at {kept} ({share}; {interval}); others gave it at {otherKept} of {otherMoments}."))
	if f := x.First; f.Moments > 0 {
		if f.MedianDays != nil {
			spans = append(spans, line(told(say, "First support within {days} half the time.", put("days", days(*f.MedianDays), figFirst)))...)
		} else {
			spans = append(spans, line(told(say, "Support at {moments}.", put("moments", tongue.Local(trf("%d of %s", f.Supported, count(f.Moments, "moment"))), figFirst)))...)
		}
	}
	if n := len(x.Against.Mixed); n > 0 {
		spans = append(spans, told(say, "Both helped and worked against at {moments}.", put("moments", count(n, "moment"), figMixed))...)
	}
	return trimmed(spans)
}

// key marks a text that a variable holds before it is translated.
func key(text string) string { return text }

func (a *Answer) firmSpans(x *assess.Assessment) []span {
	r := x.Robustness
	if len(r.Record) == 0 {
		return told(mute, "Nothing on record that could be left out.")
	}
	var spans []span
	most := func(what, list string, in []assess.Influence) {
		if len(in) == 0 {
			return
		}
		changes := -1
		for i, v := range in {
			if len(v.Words) > 0 {
				changes = i
				break
			}
		}
		args := []assess.Arg{fill("what", tr(what)), put("points", strings.TrimLeft(points(in[0].Largest), "+"), figInfluence+list+":0")}
		switch {
		case changes < 0:
			spans = append(spans, told(mute, "{what} the figures move by up to {points} points; no word changes.", args...)...)
		case changes == 0:
			spans = append(spans, told(mute, "{what} the figures move by up to {points} points: {words}.", append(args, fill("words", in[0].Said[0]))...)...)
		default:
			spans = append(spans, told(mute, "{what} the figures move by up to {points} points; {another}.",
				append(args, put("another", tr("another changes a word"), fmt.Sprintf("%s%s:%d", figInfluence, list, changes)))...)...)
		}
		spans = append(spans, say("\n"))
	}
	most(key("Without one record"), "records", r.Record)
	most(key("Without one source"), "sources", r.Source)
	most(key("Without one publisher"), "publishers", r.Publisher)
	var few []assess.Sentence
	for i, f := range r.Fewest {
		if len(f.Records) > 0 {
			few = append(few, assess.Sentence{Key: "{what} {n}", Args: []assess.Arg{fill("what", tr(f.Rung.Label())),
				put("n", tongue.Local(fmt.Sprint(len(f.Records))), fmt.Sprintf("%s%d", figFewest, i))}})
		}
	}
	if len(few) == 0 {
		return append(spans, told(mute, "No few records carry a word.")...)
	}
	return append(spans, told(mute, "Fewest records that carry a word: {list}.", fill("list", series(few)))...)
}

// arrows says "likely -> unlikely" in words.
func arrows(text string) string { return strings.ReplaceAll(text, "->", "becomes") }

func (a *Answer) pastSpans(x *assess.Assessment) []span {
	b := x.Backtest
	if b.Moments == 0 {
		return told(mute, "No moment to predict yet.")
	}
	spans := []span{link(inWords(x.Said.Verdict), figBacktest), say("\n")}
	for _, s := range b.Scores {
		spans = append(spans, line(told(mute, "{what}: Brier {own}, base rate alone {base}.", fill("what", sentence(tr(s.Rung.Label()))),
			fill("own", assess.Decimal{Value: s.Brier, Places: 3}), fill("base", assess.Decimal{Value: s.BrierBase, Places: 3})))...)
	}
	return trimmed(spans)
}

// halfLifeName names a half-life in the person's language.
func halfLifeName(h assess.HalfLife) string {
	if h.Years == 0 {
		return tr("No fading")
	}
	return trf("Half-life %s", years(h.Years))
}

func (a *Answer) fadeSpans(x *assess.Assessment) []span {
	spans := line(told(say, "Over {moments}: {direction}.", fill("moments", count(x.Trend.Moments, "moment")), put("direction", tr(x.Trend.Direction), figTrend)))
	for _, h := range x.HalfLife {
		if len(h.Probability) < 3 {
			continue
		}
		text := key("{half}: +2 {act}, +3 {help}.")
		switch {
		case h.Chosen && h.Best:
			text = key("{half}: +2 {act}, +3 {help}, in force, foretold best.")
		case h.Chosen:
			text = key("{half}: +2 {act}, +3 {help}, in force.")
		case h.Best:
			text = key("{half}: +2 {act}, +3 {help}, foretold best.")
		}
		spans = append(spans, line(told(mute, text, put("half", halfLifeName(h), figHalfLife),
			fill("act", assess.Share(h.Probability[1])), fill("help", assess.Share(h.Probability[2]))))...)
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
		spans = append(spans, changeSpan(c, i), say("\n"))
	}
	if left > 0 {
		spans = append(spans, link(tongue.Local(trf("%d more", left)), figChanges))
	}
	return trimmed(spans)
}

// changeSpan says what would change the answer, a link to the records it is about.
func changeSpan(c assess.Change, place int) span {
	if len(c.Records) == 0 {
		return say(inWords(c.Said))
	}
	return link(inWords(c.Said), fmt.Sprintf("%s%d", figChange, place))
}

func anchorSpans(x *assess.Assessment) []span {
	var spans []span
	for _, n := range x.Honoured.Anchors {
		spans = append(spans, strong(tongue.Local(tr(n.Figure))+" "), say(tongue.Local(tr(n.Counts))), mute(" ("+n.Source+")"), say("\n"))
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
