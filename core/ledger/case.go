package ledger

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Dyad is an ordered pair: what From did for, promised to or gave To.
type Dyad struct{ From, To string }

// String gives "from -> to".
func (d Dyad) String() string { return d.From + " -> " + d.To }

// Case is an immutable snapshot of all records of a case, with the indexes that
// the methods ask for. The zero value and nil are not cases; use NewCase.
type Case struct {
	byID map[string]Record

	matter        *Matter
	actors        []*Actor
	sources       []*Source
	moments       []*Moment
	conduct       []*Conduct
	requests      []*Request
	pledges       []*Pledge
	contributions []*Contribution
	dependences   []*Dependence
	hypotheses    []*Hypothesis
	ratings       []*Rating
	notes         []*Note

	conductBetween  map[Dyad][]*Conduct
	conductAt       map[string][]*Conduct
	requestsBetween map[Dyad][]*Request
	pledgesBetween  map[Dyad][]*Pledge
	ratingsOf       map[string][]*Rating
	notesOn         map[string][]*Note
	referrers       map[string][]string
	dyads           []Dyad
	publisher       map[string]string

	memo *memo
}

// NewCase builds a snapshot of the records. Of several records with one id the
// last is kept; Check has nothing to say about that, so readers of files must
// (UnmarshalCase does).
func NewCase(records []Record) *Case {
	c := &Case{byID: make(map[string]Record, len(records))}
	for _, r := range records {
		c.byID[r.RecordID()] = r
	}
	c.index()
	return c
}

// Change replaces one record of a case, or removes it where Record is nil.
type Change struct {
	ID     string
	Record Record
}

// With returns the snapshot that c becomes by the changes. c stays as it is.
// Its cost grows with the number of records of the kinds changed and of the
// changes, however many of them refer to one record, and not with the whole
// case but for one copy of the map of ids.
func (c *Case) With(changes ...Change) *Case {
	next := *c
	next.memo = &memo{}
	next.byID = maps.Clone(c.byID)
	touched := map[Kind]bool{}
	refers := map[string]map[string]bool{} // by what is referred to: who does from now on, or no longer
	mark := func(r Record, does bool) {
		for _, to := range references(r) {
			if refers[to] == nil {
				refers[to] = map[string]bool{}
			}
			refers[to][r.RecordID()] = does && to != r.RecordID()
		}
	}
	for _, ch := range changes {
		id := ch.ID
		if ch.Record != nil {
			id = ch.Record.RecordID()
		}
		if old, ok := next.byID[id]; ok {
			touched[old.Kind()] = true
			mark(old, false)
			delete(next.byID, id)
		}
		if ch.Record != nil {
			touched[ch.Record.Kind()] = true
			next.byID[id] = ch.Record
			mark(ch.Record, true)
		}
	}
	next.referrers = maps.Clone(c.referrers)
	for to, does := range refers {
		next.referrers[to] = relinked(c.referrers[to], does)
	}
	next.list(touched)
	return &next
}

// relinked gives a sorted list of referrers after some came and some went. The
// list is left as it is: an older snapshot may hold it.
func relinked(list []string, does map[string]bool) []string {
	out := make([]string, 0, len(list)+len(does))
	for _, id := range list {
		if _, changed := does[id]; !changed {
			out = append(out, id)
		}
	}
	for id, yes := range does {
		if yes {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// memo keeps what is derived from a snapshot.
type memo struct {
	mu     sync.Mutex
	values map[any]any
}

// Derived returns what make computes from c, and computes it once a snapshot
// and key: a method's own index of the records. make must be pure, and key of a
// type that its package keeps to itself.
func (c *Case) Derived(key any, make func() any) any {
	c.memo.mu.Lock()
	defer c.memo.mu.Unlock()
	v, ok := c.memo.values[key]
	if !ok {
		v = make()
		if c.memo.values == nil {
			c.memo.values = map[any]any{}
		}
		c.memo.values[key] = v
	}
	return v
}

// Len is the number of records of all kinds.
func (c *Case) Len() int { return len(c.byID) }

// Get returns the record with an id.
func (c *Case) Get(id string) (Record, bool) {
	r, ok := c.byID[id]
	return r, ok
}

// Records returns every record, by kind in the order of Kinds and within one
// kind in the order of its own list.
func (c *Case) Records() []Record {
	out := make([]Record, 0, len(c.byID))
	for _, k := range Kinds {
		out = append(out, c.Of(k)...)
	}
	return out
}

// Of returns the records of one kind in the order of its list.
func (c *Case) Of(k Kind) []Record {
	switch k {
	case KindMatter:
		if c.matter == nil {
			return nil
		}
		return []Record{c.matter}
	case KindActor:
		return asRecords(c.actors)
	case KindSource:
		return asRecords(c.sources)
	case KindMoment:
		return asRecords(c.moments)
	case KindConduct:
		return asRecords(c.conduct)
	case KindRequest:
		return asRecords(c.requests)
	case KindPledge:
		return asRecords(c.pledges)
	case KindContribution:
		return asRecords(c.contributions)
	case KindDependence:
		return asRecords(c.dependences)
	case KindHypothesis:
		return asRecords(c.hypotheses)
	case KindRating:
		return asRecords(c.ratings)
	case KindNote:
		return asRecords(c.notes)
	}
	return nil
}

func asRecords[T Record](list []T) []Record {
	out := make([]Record, len(list))
	for i, r := range list {
		out[i] = r
	}
	return out
}

// Matter is what the case is about; an empty one where the case has none.
func (c *Case) Matter() *Matter {
	if c.matter == nil {
		return &Matter{ID: MatterID}
	}
	return c.matter
}

// Actors are all actors, by name.
func (c *Case) Actors() []*Actor { return c.actors }

// Sources are all sources, by date and then title.
func (c *Case) Sources() []*Source { return c.sources }

// Moments are all moments, by start.
func (c *Case) Moments() []*Moment { return c.moments }

// Conduct is all conduct, by date.
func (c *Case) Conduct() []*Conduct { return c.conduct }

// Requests are all requests, by date.
func (c *Case) Requests() []*Request { return c.requests }

// Pledges are all pledges, by the date promised.
func (c *Case) Pledges() []*Pledge { return c.pledges }

// Contributions are all contributions, by date.
func (c *Case) Contributions() []*Contribution { return c.contributions }

// Dependences are all dependences, by id.
func (c *Case) Dependences() []*Dependence { return c.dependences }

// Hypotheses are all hypotheses, by id.
func (c *Case) Hypotheses() []*Hypothesis { return c.hypotheses }

// Ratings are all ratings, by id.
func (c *Case) Ratings() []*Rating { return c.ratings }

// Notes are all notes, by id.
func (c *Case) Notes() []*Note { return c.notes }

// Actor returns the actor with an id.
func (c *Case) Actor(id string) (*Actor, bool) { return get[*Actor](c, id) }

// Source returns the source with an id.
func (c *Case) Source(id string) (*Source, bool) { return get[*Source](c, id) }

// Moment returns the moment with an id.
func (c *Case) Moment(id string) (*Moment, bool) { return get[*Moment](c, id) }

func get[T Record](c *Case, id string) (T, bool) {
	r, ok := c.byID[id].(T)
	return r, ok
}

// Dyads are the ordered pairs between which there is conduct, sorted.
func (c *Case) Dyads() []Dyad { return c.dyads }

// ConductBetween is what one actor did for another, by date.
func (c *Case) ConductBetween(from, to string) []*Conduct { return c.conductBetween[Dyad{from, to}] }

// ConductAt is all conduct at a moment, by date.
func (c *Case) ConductAt(moment string) []*Conduct { return c.conductAt[moment] }

// RequestsBetween is what one actor asked of another, by date.
func (c *Case) RequestsBetween(from, to string) []*Request { return c.requestsBetween[Dyad{from, to}] }

// PledgesBetween is what one actor promised another, by the date promised.
func (c *Case) PledgesBetween(from, to string) []*Pledge { return c.pledgesBetween[Dyad{from, to}] }

// RatingsOf are the ratings of a record, by id.
func (c *Case) RatingsOf(record string) []*Rating { return c.ratingsOf[record] }

// NotesOn are the notes about a record, by id.
func (c *Case) NotesOn(record string) []*Note { return c.notesOn[record] }

// Referrers are the ids of the records that refer to a record in any field, sorted.
func (c *Case) Referrers(id string) []string { return c.referrers[id] }

// Publisher gives the name under which a source counts as an independent voice:
// the publisher of the source it goes back to through Republishes. A source
// without a publisher speaks for itself, under its id.
func (c *Case) Publisher(source string) string { return c.publisher[source] }

// ActorName gives an actor's name, or the id where there is no such actor.
func (c *Case) ActorName(id string) string {
	if a, ok := c.Actor(id); ok {
		return a.Name()
	}
	return id
}

// FindActor finds an actor by id, name, alias or ISO code, ignoring case.
// It fails with the names there are, or with those that match if several do.
func (c *Case) FindActor(text string) (*Actor, error) {
	if a, ok := c.Actor(text); ok {
		return a, nil
	}
	var hits []*Actor
	for _, a := range c.actors {
		names := append([]string{a.ID, a.Label, a.ISO3}, a.Aliases...)
		if slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.EqualFold(n, text) }) {
			hits = append(hits, a)
		}
	}
	switch len(hits) {
	case 1:
		return hits[0], nil
	case 0:
		var ids []string
		for _, a := range c.actors {
			ids = append(ids, a.ID)
		}
		return nil, fmt.Errorf("no actor %q in this case; it has %s", text, strings.Join(ids, ", "))
	}
	var ids []string
	for _, a := range hits {
		ids = append(ids, a.ID)
	}
	return nil, fmt.Errorf("%q is the name of several actors; say which: %s", text, strings.Join(ids, ", "))
}

// Span gives the first and last day on which the case has a moment, conduct,
// pledge or contribution; false when it has none. Open ends do not count.
func (c *Case) Span() (first, last edtf.Day, ok bool) {
	see := func(d edtf.Date) {
		for _, f := range []func() (edtf.Day, bool){d.Earliest, d.Latest} {
			if day, has := f(); has {
				if !ok || day < first {
					first = day
				}
				if !ok || day > last {
					last = day
				}
				ok = true
			}
		}
	}
	for _, m := range c.moments {
		see(m.Start)
		see(m.End)
	}
	for _, r := range c.conduct {
		see(r.Date)
	}
	for _, p := range c.pledges {
		see(p.Promised)
		for _, m := range p.Milestones {
			see(m.Date)
		}
	}
	for _, g := range c.contributions {
		see(g.Date)
	}
	return first, last, ok
}

// NextID returns an id for a new record of kind k that no record of the case
// has: the kind's letter and the next free number, at least three digits.
func (c *Case) NextID(k Kind) string {
	if k == KindMatter {
		return MatterID
	}
	top := 0
	for _, r := range c.Of(k) {
		n, rest := 0, strings.TrimPrefix(r.RecordID(), k.Prefix())
		if _, err := fmt.Sscanf(rest, "%d", &n); err == nil && fmt.Sprintf("%03d", n) == rest {
			top = max(top, n)
		}
	}
	for {
		top++
		id := fmt.Sprintf("%s%03d", k.Prefix(), top)
		if _, taken := c.byID[id]; !taken {
			return id
		}
	}
}

// index builds every list and index from byID.
func (c *Case) index() {
	c.memo = &memo{}
	all := map[Kind]bool{}
	for _, k := range Kinds {
		all[k] = true
	}
	c.list(all)
	c.referrers = make(map[string][]string, len(c.byID))
	for _, r := range c.byID {
		seen := map[string]bool{r.RecordID(): true}
		for _, to := range references(r) {
			if !seen[to] {
				seen[to] = true
				c.referrers[to] = append(c.referrers[to], r.RecordID())
			}
		}
	}
	for _, list := range c.referrers {
		slices.Sort(list)
	}
}

// list rebuilds the lists of the kinds, and the indexes that hang on them.
func (c *Case) list(kinds map[Kind]bool) {
	byKind := map[Kind][]Record{}
	for _, r := range c.byID {
		if k := r.Kind(); kinds[k] {
			byKind[k] = append(byKind[k], r)
		}
	}
	for _, list := range byKind {
		slices.SortFunc(list, func(a, b Record) int { return strings.Compare(a.RecordID(), b.RecordID()) })
	}
	if kinds[KindMatter] {
		c.matter = nil
		for _, r := range byKind[KindMatter] {
			if m := r.(*Matter); c.matter == nil || m.ID == MatterID {
				c.matter = m
			}
		}
	}
	if kinds[KindActor] {
		c.actors = listed(byKind[KindActor], func(a, b *Actor) int { return cmp.Compare(a.Name(), b.Name()) })
	}
	if kinds[KindSource] {
		c.sources = listed(byKind[KindSource], func(a, b *Source) int {
			if d := edtf.Compare(a.Date, b.Date); d != 0 {
				return d
			}
			return cmp.Compare(a.Title, b.Title)
		})
		c.publisher = make(map[string]string, len(c.sources))
		for _, s := range c.sources {
			root := s
			for range len(c.sources) { // a cycle of republications ends here; Check reports it
				next, ok := c.Source(root.Republishes)
				if !ok {
					break
				}
				root = next
			}
			c.publisher[s.ID] = orID(root.Publisher, root.ID)
		}
	}
	if kinds[KindMoment] {
		c.moments = listed(byKind[KindMoment], func(a, b *Moment) int { return edtf.Compare(a.Start, b.Start) })
	}
	if kinds[KindConduct] {
		c.conduct = listed(byKind[KindConduct], func(a, b *Conduct) int { return edtf.Compare(a.Date, b.Date) })
		c.conductBetween = grouped(c.conduct, func(r *Conduct) Dyad { return Dyad{r.From, r.To} })
		c.conductAt = grouped(c.conduct, func(r *Conduct) string { return r.Moment })
		c.dyads = nil
		for d := range c.conductBetween {
			c.dyads = append(c.dyads, d)
		}
		slices.SortFunc(c.dyads, func(a, b Dyad) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
		})
	}
	if kinds[KindRequest] {
		c.requests = listed(byKind[KindRequest], func(a, b *Request) int { return edtf.Compare(a.Date, b.Date) })
		c.requestsBetween = grouped(c.requests, func(r *Request) Dyad { return Dyad{r.From, r.To} })
	}
	if kinds[KindPledge] {
		c.pledges = listed(byKind[KindPledge], func(a, b *Pledge) int { return edtf.Compare(a.Promised, b.Promised) })
		c.pledgesBetween = grouped(c.pledges, func(p *Pledge) Dyad { return Dyad{p.From, p.To} })
	}
	if kinds[KindContribution] {
		c.contributions = listed(byKind[KindContribution], func(a, b *Contribution) int { return edtf.Compare(a.Date, b.Date) })
	}
	if kinds[KindDependence] {
		c.dependences = listed[*Dependence](byKind[KindDependence], nil)
	}
	if kinds[KindHypothesis] {
		c.hypotheses = listed[*Hypothesis](byKind[KindHypothesis], nil)
	}
	if kinds[KindRating] {
		c.ratings = listed[*Rating](byKind[KindRating], nil)
		c.ratingsOf = grouped(c.ratings, func(r *Rating) string { return r.Record })
	}
	if kinds[KindNote] {
		c.notes = listed[*Note](byKind[KindNote], nil)
		c.notesOn = map[string][]*Note{}
		for _, n := range c.notes {
			for _, id := range n.On {
				c.notesOn[id] = append(c.notesOn[id], n)
			}
		}
	}
}

// listed gives records, which stand in the order of their ids, their own type
// and order; equal ones stay in the order of ids.
func listed[T Record](records []Record, compare func(a, b T) int) []T {
	out := make([]T, len(records))
	for i, r := range records {
		out[i] = r.(T)
	}
	if compare != nil {
		slices.SortStableFunc(out, compare)
	}
	return out
}

func grouped[K comparable, T any](list []T, key func(T) K) map[K][]T {
	out := map[K][]T{}
	for _, r := range list {
		k := key(r)
		out[k] = append(out[k], r)
	}
	return out
}

// references lists the ids to which r refers, with repetitions.
func references(r Record) []string {
	var ids []string
	for _, c := range Citations(r) {
		ids = append(ids, c.Source)
	}
	switch r := r.(type) {
	case *Matter:
		ids = append(ids, r.Question.Relier, r.Question.Partner)
		for _, s := range r.Similarity {
			ids = append(ids, s.A, s.B)
		}
	case *Source:
		ids = append(ids, r.Republishes)
	case *Moment:
		ids = append(ids, r.InNeed...)
	case *Conduct:
		ids = append(ids, r.Moment, r.From, r.To)
	case *Request:
		ids = append(ids, r.Moment, r.From, r.To)
	case *Pledge:
		ids = append(ids, r.From, r.To)
		for _, o := range r.Obliges {
			ids = append(ids, o.Against...)
		}
	case *Contribution:
		ids = append(ids, r.From, r.To)
	case *Dependence:
		ids = append(ids, r.Actor, r.On)
	case *Hypothesis:
		ids = append(ids, r.Relier, r.Partner)
	case *Rating:
		ids = append(ids, r.Record, r.Hypothesis)
	case *Note:
		ids = append(ids, r.On...)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}
