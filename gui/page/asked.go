package page

import (
	"regexp"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
)

// asked reports whether the question names two actors of the case: before that
// there is nothing to answer, weigh or shock.
func asked(st session.State) bool {
	q := st.Question
	_, relier := st.Case.Actor(q.Relier)
	_, partner := st.Case.Actor(q.Partner)
	return relier && partner && q.Relier != q.Partner
}

// begun reports whether the case has conduct at a moment, which answers rest on.
func begun(c *ledger.Case) bool {
	for _, m := range c.Moments() {
		if len(c.ConductAt(m.ID)) > 0 {
			return true
		}
	}
	return false
}

// whoAsks says what to do where the question does not name two actors.
func whoAsks(st session.State) []span {
	if len(st.Case.Actors()) < 2 {
		return told(say, "The case needs two actors at least. {add}, then the {moments} at which one was in need and the {conduct} of the other.",
			put("add", tr("Add an actor"), command+"new actor"), put("moments", tr("moments"), command+"new moment"), put("conduct", tr("conduct"), command+"new conduct"))
	}
	return told(say, "Choose above who asks and who is asked about, or {add}.", put("add", tr("add another actor"), command+"new actor"))
}

// whatNext says what to do where the case has no conduct at a moment yet.
func whatNext(st session.State) []span {
	name := st.Case.ActorName
	args := []assess.Arg{fill("relier", name(st.Question.Relier)), fill("partner", name(st.Question.Partner))}
	if len(st.Case.Moments()) == 0 {
		return told(say, "Nothing is on record that could answer this. First {add} at which {relier} was in need, then what {partner} did at it.",
			append(args, put("add", tr("add a moment"), command+"new moment"))...)
	}
	return told(say, "Nothing is on record that could answer this. {add} toward {relier} at a moment: what it gave, withheld or did against it.",
		append(args, put("add", trf("Add conduct of %s", name(st.Question.Partner)), command+"new conduct"))...)
}

var recordID = regexp.MustCompile(`"?\b[a-z]\d+\b"?`)

// inNames puts the names of records in the place of their ids in a message.
func inNames(c *ledger.Case, text string) string {
	return recordID.ReplaceAllStringFunc(text, func(id string) string {
		plain := id
		if plain[0] == '"' {
			plain = plain[1:]
		}
		if plain[len(plain)-1] == '"' {
			plain = plain[:len(plain)-1]
		}
		if r, ok := c.Get(plain); ok {
			return r.Name()
		}
		return id
	})
}
