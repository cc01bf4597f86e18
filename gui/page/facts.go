package page

import (
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// listed is how many records of a kind stand below a record before the rest is
// left to the page of records.
const listed = 40

// recordFacts says what hangs on a record: how far it moves the answer, its
// ratings, and the records that refer to it.
func recordFacts(st session.State, r ledger.Record) []span {
	var spans []span
	spans = append(spans, moves(st, r.RecordID())...)
	// What was decided on the candidates of a text has a page of its own.
	ratings := slices.DeleteFunc(slices.Clone(st.Case.RatingsOf(r.RecordID())), func(x *ledger.Rating) bool { return x.Subject == "candidate" || x.Subject == "reading" })
	if len(ratings) > 0 {
		spans = append(spans, mute(tr("Ratings\n")))
		for _, x := range ratings {
			text := x.Analyst + ": " + x.Value
			if x.Certainty != "" {
				text += " (" + x.Certainty + ")"
			}
			spans = append(spans, link(text, x.ID))
			if x.Why != "" {
				spans = append(spans, mute("  "+x.Why))
			}
			spans = append(spans, say("\n"))
		}
	}
	if n := hiddenOf(st, r.RecordID()); n > 0 {
		text := tr("The others’ ratings show when you have rated every cell.")
		if rateable(r.Kind()) {
			text = tr("The others’ ratings show when you have rated it.")
		}
		spans = append(spans, mute(count(n, "rating")+" · "+text), say("\n"))
	}
	if rateable(r.Kind()) {
		spans = append(spans, link(tr("Rate it"), command+"rate"), say("\n"))
	}
	byKind := map[ledger.Kind][]string{}
	for _, id := range st.Case.Referrers(r.RecordID()) {
		if x, ok := st.Case.Get(id); ok && x.Kind() != ledger.KindRating {
			byKind[x.Kind()] = append(byKind[x.Kind()], id)
		}
	}
	for _, k := range ledger.Kinds {
		ids := byKind[k]
		if len(ids) == 0 {
			continue
		}
		spans = append(spans, say("\n"), mute(refersWord(r.Kind(), k, len(ids))+"\n"))
		for i, id := range ids {
			if i == listed {
				spans = append(spans, mute(trf("and %d more\n", len(ids)-listed)))
				break
			}
			it := itemOf(st.Case, id)
			if it.rung != nil {
				spans = append(spans, strong(it.rung.String()+" "))
			}
			spans = append(spans, link(it.title, id), mute("  "+it.facts+"\n"))
		}
	}
	return trimmed(spans)
}

func rateable(k ledger.Kind) bool { return k == ledger.KindConduct || k == ledger.KindSource }

// refersWord says how records of one kind refer to one of another.
func refersWord(to, from ledger.Kind, n int) string {
	switch {
	case to == ledger.KindSource && from == ledger.KindSource:
		return sentence(count(n, "copy") + " of it")
	case to == ledger.KindSource:
		return trf("Rest on it: %d %s", n, kindsWord(from))
	case to == ledger.KindMoment && from == ledger.KindConduct:
		return "Conduct at it"
	case to == ledger.KindMoment && from == ledger.KindRequest:
		return "Requests at it"
	}
	return trf("Refer to it: %d %s", n, kindsWord(from))
}

// moves says how far the answer would move without a record, where the
// assessment says so.
func moves(st session.State, id string) []span {
	a := st.Answer
	if a == nil {
		return nil
	}
	var spans []span
	add := func(text string) {
		if spans == nil {
			spans = append(spans, mute(tr("Moves the answer by\n")))
		}
		spans = append(spans, say(text+"\n"))
	}
	r := a.Robustness
	for _, list := range [][]assess.Influence{r.Record, r.Source} {
		for _, x := range list {
			if x.ID != id {
				continue
			}
			var shifts []string
			for i, shift := range x.Shift {
				if points(shift) != "0.0" {
					shifts = append(shifts, ledger.Rung(i+1).Label()+nbsp+points(shift))
				}
			}
			if shifts == nil {
				shifts = []string{"less than 0.1"}
			}
			add(strings.Join(shifts, ", ") + " points if left out")
			for _, w := range x.Words {
				add(arrows(w))
			}
		}
	}
	if spans == nil {
		for _, o := range a.Observations {
			if o.Moment == id || slices.Contains(o.Records, id) {
				add(trf("%s %s points if its moment were left out (weight %.2f)", ledger.DiplomaticAct.Label(), points(o.Shift), o.Weight))
			}
		}
	}
	if spans != nil {
		spans = append(spans, say("\n"))
	}
	return spans
}
