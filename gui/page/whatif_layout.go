package page

import (
	"cmp"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"

	"fyne.io/fyne/v2"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/layout"
	"gonum.org/v1/gonum/graph/simple"

	"github.com/fairweather-app/fairweather/core/whatif"
)

// spot is where an actor stands in the network, from 0, 0 to 1, 1.
type spot [2]float32

// arrange gives every actor of a network a place: those that depend on each other
// near, the others apart. Eades' springs, of gonum/graph/layout, from a fixed
// seed: the same network looks the same. It does not touch the toolkit.
func arrange(actors []string, edges []whatif.Edge) map[string]spot {
	out := map[string]spot{}
	if len(actors) == 0 {
		return out
	}
	g := inOrder{simple.NewUndirectedGraph()}
	for i := range actors {
		g.AddNode(simple.Node(i))
	}
	for _, e := range edges {
		a, b := slices.Index(actors, e.Actor), slices.Index(actors, e.On)
		if a >= 0 && b >= 0 && a != b {
			g.SetEdge(simple.Edge{F: simple.Node(a), T: simple.Node(b)})
		}
	}
	springs := layout.EadesR2{Repulsion: 1, Rate: .05, Updates: 120, Theta: .2, Src: rand.NewPCG(1, 1)}
	o := layout.NewOptimizerR2(g, springs.Update)
	for o.Update() {
	}
	low, high := o.Coord2(0), o.Coord2(0)
	for i := range actors {
		at := o.Coord2(int64(i))
		low.X, low.Y = min(low.X, at.X), min(low.Y, at.Y)
		high.X, high.Y = max(high.X, at.X), max(high.Y, at.Y)
	}
	within := func(v, low, high float64) float32 {
		if !(high-low > 1e-9) { // also where the springs gave no number
			return .5
		}
		return float32((v - low) / (high - low))
	}
	for i, id := range actors {
		at := o.Coord2(int64(i))
		out[id] = spot{within(at.X, low.X, high.X), within(at.Y, low.Y, high.Y)}
	}
	apart(actors, out)
	return out
}

// flat is how high the network is to its width, about: names are wide.
const flat = .55

// apart moves actors that stand so near that their lines and names would cover
// each other, a little at a time.
func apart(actors []string, at map[string]spot) {
	least := min(.5, 1.1/math.Sqrt(float64(len(actors))))
	for range 80 {
		for i, a := range actors {
			for _, b := range actors[:i] {
				p, q := at[a], at[b]
				dx, dy := float64(p[0]-q[0]), float64(p[1]-q[1])
				d := math.Hypot(dx, dy*flat)
				if d >= least {
					continue
				}
				if d < 1e-6 { // on one spot: any way will do
					dx, dy, d = 1, .3, math.Hypot(1, .3)
				}
				push := float32((least - min(d, least)) / d * .12)
				step := spot{float32(dx) * push, float32(dy) * push}
				at[a] = within01(spot{p[0] + step[0], p[1] + step[1]})
				at[b] = within01(spot{q[0] - step[0], q[1] - step[1]})
			}
		}
	}
}

func within01(s spot) spot { return spot{max(0, min(1, s[0])), max(0, min(1, s[1]))} }

// inOrder is a graph that lists its nodes by number: gonum's own are in the order
// of a map, another one each time, and so would be the layout.
type inOrder struct{ *simple.UndirectedGraph }

// Nodes implements graph.Graph.
func (g inOrder) Nodes() graph.Nodes { return sortedNodes(g.UndirectedGraph.Nodes()) }

// From implements graph.Graph.
func (g inOrder) From(id int64) graph.Nodes { return sortedNodes(g.UndirectedGraph.From(id)) }

func sortedNodes(n graph.Nodes) graph.Nodes {
	list := graph.NodesOf(n)
	slices.SortFunc(list, func(a, b graph.Node) int { return cmp.Compare(a.ID(), b.ID()) })
	return iterator.NewOrderedNodes(list)
}

// actorsOf lists who stands in a network: whoever depends, is depended on, or is
// shocked, in the order of the result.
func actorsOf(r *whatif.Result) []string {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, a := range r.Actors {
		add(a.ID)
	}
	for _, e := range r.Edges {
		add(e.Actor)
		add(e.On)
	}
	return out
}

const keyNetwork = "network " // and the path of the case: where a person put the actors

// placesOf are the places to which a person dragged the actors of a case.
func placesOf(path string) map[string]spot {
	out := map[string]spot{}
	if json.Unmarshal([]byte(fyne.CurrentApp().Preferences().String(keyNetwork+path)), &out) != nil {
		return map[string]spot{} // of another version: forgotten
	}
	return out
}

func keepPlaces(path string, places map[string]spot) {
	if text, err := json.Marshal(places); err == nil {
		fyne.CurrentApp().Preferences().SetString(keyNetwork+path, string(text))
	}
}
