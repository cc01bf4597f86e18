package exchange

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/states"
)

// cast finds the actors of a case by the names that tables use, and makes those
// that the case lacks.
type cast struct {
	c     *ledger.Case
	names map[string]string // id by name, alias, code; in small letters
	added map[string]*ledger.Actor
	order []string // of added
}

func newCast(c *ledger.Case) *cast {
	k := &cast{c: c, names: map[string]string{}, added: map[string]*ledger.Actor{}}
	for _, a := range c.Actors() {
		for _, n := range append([]string{a.ISO3, a.Label}, a.Aliases...) {
			k.name(n, a.ID)
		}
	}
	for _, a := range c.Actors() {
		k.name(a.ID, a.ID) // an id comes before a name
	}
	return k
}

func (k *cast) name(text, id string) {
	if text = strings.ToLower(strings.TrimSpace(text)); text != "" {
		k.names[text] = id
	}
}

// find gives the id of an actor of the case, or of a state that is then added
// to it: the state that bore the name or code on a day.
func (k *cast) find(text string, day edtf.Day) (string, bool) {
	text = strings.TrimSpace(text)
	if id, ok := k.names[strings.ToLower(text)]; ok {
		return id, true
	}
	s, ok := states.ByName(text, day)
	if !ok && (len(text) == 3 || len(text) == 2) {
		s, ok = states.ByCode(text, day)
	}
	if !ok {
		return "", false
	}
	return k.state(s), true
}

// state gives the actor for a state: by its id, its number, or its ISO code
// where the case has one, else a new one.
func (k *cast) state(s states.State) string {
	for _, name := range []string{s.ID, s.Name} {
		if id, ok := k.names[strings.ToLower(name)]; ok {
			return id
		}
	}
	for _, a := range k.c.Actors() {
		if s.COW != 0 && a.COW == s.COW && (s.ISO3 == "" || a.ISO3 == "" || a.ISO3 == s.ISO3) {
			return a.ID
		}
	}
	id := s.ID
	if _, taken := k.c.Get(id); taken {
		id += "-state" // the id is that of a record of another kind
	}
	return k.add(&ledger.Actor{ID: id, Label: s.Name, Type: "state", COW: s.COW, ISO3: s.ISO3})
}

// other gives the actor of a name that no state bears, made where it is new.
func (k *cast) other(name, kind string) string {
	if id, ok := k.names[strings.ToLower(strings.TrimSpace(name))]; ok {
		return id
	}
	return k.add(&ledger.Actor{ID: k.free(slug(name)), Label: strings.TrimSpace(name), Type: kind})
}

func (k *cast) free(id string) string {
	for n, try := 2, id; ; n++ {
		_, taken := k.c.Get(try)
		if !taken && k.added[try] == nil {
			return try
		}
		try = fmt.Sprintf("%s-%d", id, n)
	}
}

func (k *cast) add(a *ledger.Actor) string {
	k.added[a.ID] = a
	k.order = append(k.order, a.ID)
	k.name(a.Label, a.ID)
	k.name(a.ID, a.ID)
	return a.ID
}

// slug makes an id of a text: small letters and digits, joined by hyphens.
func slug(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) })
	id := []rune(strings.Join(words, "-"))
	if len(id) > 60 {
		id = id[:60]
	}
	if len(id) == 0 {
		return "x"
	}
	return strings.Trim(string(id), "-")
}

func isWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 && strings.ToLower(string(r)) != strings.ToUpper(string(r))
}

// numbers gives new ids of a kind, each once: the next free numbers of a case.
type numbers struct {
	c    *ledger.Case
	last map[ledger.Kind]int
}

func newNumbers(c *ledger.Case) *numbers { return &numbers{c, map[ledger.Kind]int{}} }

func (n *numbers) next(k ledger.Kind) string {
	top, ok := n.last[k]
	if !ok {
		id := n.c.NextID(k)
		if _, err := fmt.Sscanf(strings.TrimPrefix(id, k.Prefix()), "%d", &top); err != nil {
			return id // the matter, of which there is one
		}
		top--
	}
	for {
		top++
		id := fmt.Sprintf("%s%03d", k.Prefix(), top)
		if _, taken := n.c.Get(id); !taken {
			n.last[k] = top
			return id
		}
	}
}
