package whatif

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Edge is a dependence as the network holds it.
type Edge struct {
	ID         string             `json:"id"`
	Actor      string             `json:"actor"` // who depends
	On         string             `json:"on"`
	Channel    string             `json:"channel"`
	Share      Triangle           `json:"share"`        // of the channel
	Weight     Triangle           `json:"weight"`       // of the channel for the actor
	Size       float64            `json:"size"`         // most likely share x weight
	Months     float64            `json:"substitution"` // until a replacement would work
	PartOnly   bool               `json:"part_only"`
	Basis      string             `json:"basis"`
	Grade      string             `json:"grade"` // none, estimate, source: what the share rests on
	record     *ledger.Dependence //
	from, to   int                // places of the actors
	pair, knot int                // of the two actors; of the channel's weight
}

// The grades of an edge: its basis is not told; it is an estimate, or cites no
// source; it is told and cited.
const (
	NoBasis  = "none"
	Estimate = "estimate"
	Sourced  = "source"
)

// A network is the dependences of a case as of a day. Its actors stand in the
// order in which they first appear in the records, which does not depend on who
// they are.
type network struct {
	actors   []string
	at       map[string]int
	edges    []Edge
	left     []Left
	channels []string
	weights  []weighing // distinct (actor, channel)
	rate     []float64  // 1 / months, by actor
	pairs    []pairing  // distinct (from, to)
	rows     [][]int    // pairs by from
	order    [][]int    // components, those depended on first
	summed   []int      // weights of channels of which an actor's shares add up to more than 1
}

type weighing struct {
	actor   int
	channel string
	Triangle
}

type pairing struct{ from, to int }

// Left is a dependence that the network leaves aside, with the reason.
type Left struct {
	ID   string `json:"id"`
	Name string `json:"name"` // for a person: who on whom for what
	Why  string `json:"why"`

	Said assess.Sentence `json:"-"` // Why, for another language
}

// whyOver begins the reason why a dependence whose time had ended is left aside.
const whyOver = "its time had ended"

// over reports whether a dependence is dated to a period (a/b) that ended before a
// day: the date of a dependence says when it held. A single date is that of the
// figures, which stand until later ones replace them.
func over(d *ledger.Dependence, day edtf.Day) bool {
	last, ends := d.Date.Latest()
	return d.Date.IsInterval() && ends && last < day
}

// newNetwork takes from a case the dependences that hold on a day, and has the
// actors of a scenario in it too.
func newNetwork(c *ledger.Case, day edtf.Day, s Settings, sc Scenario) *network {
	n := &network{at: map[string]int{}, left: []Left{}}
	type key struct{ actor, on, channel string }
	chosen := map[key]*ledger.Dependence{}
	var order []key
	leave := func(d *ledger.Dependence, why assess.Sentence) {
		n.left = append(n.left, Left{d.ID, edgeName(c, d.Actor, d.On, d.Channel).English(), why.English(), why})
	}
	for _, d := range c.Dependences() {
		switch {
		case !ledger.KnownBy(d.Date, day):
			leave(d, say("dated later"))
			continue
		case over(d, day):
			leave(d, say("its time had ended ({period})", at("period", d.Date.String())))
			continue
		case d.Actor == d.On || d.Actor == "" || d.On == "":
			leave(d, say("names no two actors"))
			continue
		case (Triangle{d.Low, d.Mode, d.High}).check() != nil:
			leave(d, say("its shares are not in order between 0 and 1"))
			continue
		case d.PartOnly && s.LeaveOutParts:
			leave(d, say("a part of a channel"))
			continue
		}
		k := key{d.Actor, d.On, d.Channel}
		old, ok := chosen[k]
		switch {
		case !ok:
			order = append(order, k)
			chosen[k] = d
		case old.PartOnly && !d.PartOnly:
			leave(old, partOfWhole)
			chosen[k] = d
		case !old.PartOnly && d.PartOnly:
			leave(d, partOfWhole)
		case d.PartOnly && d.Mode > old.Mode, !d.PartOnly && edtf.Compare(d.Date, old.Date) > 0:
			leave(old, replaced(d))
			chosen[k] = d
		default:
			leave(d, replaced(old))
		}
	}
	slices.SortStableFunc(order, func(a, b key) int { return cmp.Compare(chosen[a].ID, chosen[b].ID) })
	channels := map[string]bool{}
	for _, k := range order {
		d := chosen[k]
		e := Edge{ID: d.ID, Actor: d.Actor, On: d.On, Channel: d.Channel, Share: Triangle{d.Low, d.Mode, d.High},
			Months: cmp.Or(d.SubstitutionMonths, s.SubstitutionMonths), PartOnly: d.PartOnly, Basis: d.Basis, Grade: gradeOf(d), record: d}
		e.from, e.to = n.place(d.Actor), n.place(d.On)
		n.edges = append(n.edges, e)
		channels[d.Channel] = true
	}
	for _, x := range sc.Shocks {
		n.place(x.Actor)
	}
	if sc.Claim != nil {
		n.place(sc.Claim.Harder)
		n.place(sc.Claim.Than)
	}
	for ch := range channels {
		n.channels = append(n.channels, ch)
	}
	slices.Sort(n.channels)
	n.weigh(slices.Concat(s.Weights, sc.Weights))
	n.shape(c)
	return n
}

// partOfWhole is why a part is left aside.
var partOfWhole = say("a part of a channel whose whole is on record")

func replaced(by *ledger.Dependence) assess.Sentence {
	if by.PartOnly {
		return say("a smaller part of the same channel than {id}: parts are not summed", at("id", by.ID))
	}
	return say("the same channel as {id}, which is the later", at("id", by.ID))
}

func (n *network) place(actor string) int {
	i, ok := n.at[actor]
	if !ok {
		i = len(n.actors)
		n.at[actor] = i
		n.actors = append(n.actors, actor)
	}
	return i
}

// gradeOf says what the share of a dependence rests on. A basis that calls
// itself an estimate is one; so is a basis without a source.
func gradeOf(d *ledger.Dependence) string {
	basis := strings.ToLower(d.Basis)
	switch {
	case strings.TrimSpace(basis) == "":
		return NoBasis
	case len(d.Citations) == 0 || strings.Contains(basis, "estimate") || strings.Contains(basis, "guess"):
		return Estimate
	}
	return Sourced
}

// weigh gives each channel its weight for each actor: as set, and for the rest
// an equal share of what the set ones leave of 1.
func (n *network) weigh(weights []Weight) {
	set := map[[2]string]Triangle{}
	for _, w := range weights { // the last of several counts
		set[[2]string{w.Actor, w.Channel}] = w.Triangle
	}
	given := func(actor, channel string) (Triangle, bool) {
		t, ok := set[[2]string{actor, channel}]
		if !ok {
			t, ok = set[[2]string{"", channel}]
		}
		return t, ok
	}
	at := map[[2]string]int{}
	for i := range n.edges {
		e := &n.edges[i]
		k := [2]string{e.Actor, e.Channel}
		w, ok := at[k]
		if !ok {
			t, is := given(e.Actor, e.Channel)
			if !is {
				left, without := 1.0, 0
				for _, ch := range n.channels {
					if u, is := given(e.Actor, ch); is {
						left -= u.Mode
					} else {
						without++
					}
				}
				t = Exactly(max(left, 0) / float64(without))
			}
			w = len(n.weights)
			at[k] = w
			n.weights = append(n.weights, weighing{e.from, e.Channel, t})
		}
		e.knot, e.Weight = w, n.weights[w].Triangle
		e.Size = e.Share.Mode * e.Weight.Mode
	}
}

// shape derives pairs, rates and the order of solving from the edges.
func (n *network) shape(c *ledger.Case) {
	at := map[pairing]int{}
	n.rows = make([][]int, len(n.actors))
	sum, months := make([]float64, len(n.actors)), make([]float64, len(n.actors))
	shares := make([]float64, len(n.weights))
	for i := range n.edges {
		e := &n.edges[i]
		p, ok := at[pairing{e.from, e.to}]
		if !ok {
			p = len(n.pairs)
			at[pairing{e.from, e.to}] = p
			n.pairs = append(n.pairs, pairing{e.from, e.to})
			n.rows[e.from] = append(n.rows[e.from], p)
		}
		e.pair = p
		sum[e.from] += e.Size
		months[e.from] += e.Size * e.Months
		shares[e.knot] += e.Share.Mode
	}
	for k, v := range shares {
		if v > 1+1e-9 {
			n.summed = append(n.summed, k)
		}
	}
	n.rate = make([]float64, len(n.actors))
	for i := range n.rate {
		n.rate[i] = 1
		if sum[i] > 0 {
			n.rate[i] = 1 / max(1, months[i]/sum[i])
		}
	}
	n.order = n.components()
}

// coefficients gives a of each pair from the share of each edge and the weight
// of each channel.
func (n *network) coefficients(share, weight []float64) []float64 {
	a := make([]float64, len(n.pairs))
	for i := range n.edges {
		a[n.edges[i].pair] += share[i] * weight[n.edges[i].knot]
	}
	return a
}

// modes are the most likely shares and weights.
func (n *network) modes() (share, weight []float64) {
	for _, e := range n.edges {
		share = append(share, e.Share.Mode)
	}
	for _, w := range n.weights {
		weight = append(weight, w.Mode)
	}
	return share, weight
}
