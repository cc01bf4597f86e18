package hypotheses

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// LinkTypes are how one hypothesis can stand to another.
var LinkTypes = []string{"subsumes", "overlaps", "excludes"}

// A Link says how one hypothesis stands to another: From subsumes, overlaps or
// excludes To. It is kept as a tag of From, LinkTag(Type, To).
type Link struct {
	From string `json:"from"`
	Type string `json:"type"` // one of LinkTypes
	To   string `json:"to"`
}

// LinkTag is the tag of a hypothesis that is linked to another.
func LinkTag(linkType, to string) string { return linkType + ":" + to }

// LinksOf reads the links between hypotheses, in the order of the hypotheses and
// their tags. A tag that names none of them, or itself, is no link.
func LinksOf(list []*ledger.Hypothesis) []Link {
	out := []Link{}
	for _, h := range list {
		for _, tag := range h.Tags {
			kind, to, ok := strings.Cut(tag, ":")
			if ok && to != h.ID && slices.Contains(LinkTypes, kind) && slices.ContainsFunc(list, func(x *ledger.Hypothesis) bool { return x.ID == to }) {
				out = append(out, Link{h.ID, kind, to})
			}
		}
	}
	return out
}

// family lists the hypotheses that one subsumes, itself first, each once.
func family(links []Link, id string) []string {
	out := []string{id}
	for i := 0; i < len(out); i++ {
		for _, l := range links {
			if l.Type == "subsumes" && l.From == out[i] && !slices.Contains(out, l.To) {
				out = append(out, l.To)
			}
		}
	}
	return out
}

// Split replaces a hypothesis by others that share its prior equally; every
// rating of its cells is carried over to each of them, with the reason why. The
// new ones take the dyad of the old. It returns the changes to apply as one edit
// and fails where there is no such hypothesis, none to replace it, or a new one
// has an id that is taken.
func Split(c *ledger.Case, id string, into []*ledger.Hypothesis) ([]ledger.Change, error) {
	changes, err := refine(c, id, into, "split from")
	if err != nil {
		return nil, fmt.Errorf("split hypothesis %s: %w", id, err)
	}
	for _, r := range c.Ratings() {
		if r.Hypothesis == id {
			changes = append(changes, ledger.Change{ID: r.ID})
		}
	}
	return append(changes, ledger.Change{ID: id}), nil
}

// Refine adds narrower versions of a hypothesis beside it, with its ratings
// carried over. The old one keeps its own and is linked to the new: it subsumes
// them. The new ones have no prior; that is for the person to give. It fails as
// Split does.
func Refine(c *ledger.Case, id string, into []*ledger.Hypothesis) ([]ledger.Change, error) {
	changes, err := refine(c, id, into, "refined from")
	if err != nil {
		return nil, fmt.Errorf("refine hypothesis %s: %w", id, err)
	}
	rec, _ := c.Get(id)
	old := ledger.Clone(rec).(*ledger.Hypothesis)
	for _, ch := range changes {
		if h, ok := ch.Record.(*ledger.Hypothesis); ok {
			h.Prior = nil
			old.Tags = append(old.Tags, LinkTag("subsumes", h.ID))
		}
	}
	return append(changes, ledger.Change{Record: old}), nil
}

func refine(c *ledger.Case, id string, into []*ledger.Hypothesis, how string) ([]ledger.Change, error) {
	rec, _ := c.Get(id)
	old, ok := rec.(*ledger.Hypothesis)
	if !ok {
		return nil, fmt.Errorf("there is no hypothesis %s in this case", id)
	}
	if len(into) == 0 {
		return nil, fmt.Errorf("name at least one new hypothesis")
	}
	var changes []ledger.Change
	hypothesisID, ratingID := newIDs(c, ledger.KindHypothesis), newIDs(c, ledger.KindRating)
	for _, x := range into {
		h := ledger.Clone(x).(*ledger.Hypothesis)
		if h.ID == "" {
			h.ID = hypothesisID()
		} else if _, taken := c.Get(h.ID); taken {
			return nil, fmt.Errorf("the id %s is taken; give %q another", h.ID, h.Title)
		}
		h.Relier, h.Partner = old.Relier, old.Partner
		if old.Prior != nil {
			p := *old.Prior / float64(len(into))
			h.Prior = &p
		}
		changes = append(changes, ledger.Change{Record: h})
		for _, r := range c.Ratings() {
			if r.Hypothesis != id || r.Subject != cellSubject {
				continue
			}
			copied := ledger.Clone(r).(*ledger.Rating)
			copied.ID, copied.Hypothesis = ratingID(), h.ID
			copied.Why = fmt.Sprintf("(%s %q) %s", how, old.Name(), r.Why)
			changes = append(changes, ledger.Change{Record: copied})
		}
	}
	return changes, nil
}

// newIDs gives ids for new records of a kind, one after another, that the case
// does not have.
func newIDs(c *ledger.Case, k ledger.Kind) func() string {
	next, n := c.NextID(k), 0
	fmt.Sscanf(next[len(k.Prefix()):], "%d", &n)
	return func() string {
		for {
			id := fmt.Sprintf("%s%03d", k.Prefix(), n)
			n++
			if _, taken := c.Get(id); !taken {
				return id
			}
		}
	}
}
