package whatif

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// namespace is GraphML's.
const namespace = "http://graphml.graphdrawing.org/xmlns"

// The attributes of a network written as GraphML, with their types. weight is
// there for programs that draw; it is share_mode.
var (
	nodeKeys = [][2]string{{"label", "string"}, {"type", "string"}}
	edgeKeys = [][2]string{
		{"channel", "string"}, {"share_low", "double"}, {"share_mode", "double"}, {"share_high", "double"}, {"weight", "double"},
		{"substitution_months", "double"}, {"part_only", "boolean"}, {"basis", "string"}, {"date", "string"}, {"sources", "string"},
	}
)

type xmlData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

type xmlKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
	Type string `xml:"attr.type,attr"`
}

type xmlNode struct {
	ID   string    `xml:"id,attr"`
	Data []xmlData `xml:"data"`
}

type xmlEdge struct {
	ID     string    `xml:"id,attr"`
	Source string    `xml:"source,attr"`
	Target string    `xml:"target,attr"`
	Data   []xmlData `xml:"data"`
}

type xmlGraph struct {
	ID      string    `xml:"id,attr"`
	Default string    `xml:"edgedefault,attr"`
	Nodes   []xmlNode `xml:"node"`
	Edges   []xmlEdge `xml:"edge"`
}

type xmlFile struct {
	XMLName xml.Name `xml:"graphml"`
	NS      string   `xml:"xmlns,attr"`
	Keys    []xmlKey `xml:"key"`
	Graph   xmlGraph `xml:"graph"`
}

// ExportGraphML writes the dependences of a case that are known by a day as
// GraphML: an edge leads from the actor that depends to the one it depends on.
// Every dependence is written, also those that Run leaves aside. Characters that
// XML has no place for are written as a replacement character.
func ExportGraphML(c *ledger.Case, day edtf.Day) ([]byte, error) {
	f := xmlFile{NS: namespace, Graph: xmlGraph{ID: "dependences", Default: "directed"}}
	for _, k := range nodeKeys {
		f.Keys = append(f.Keys, xmlKey{"n_" + k[0], "node", k[0], k[1]})
	}
	for _, k := range edgeKeys {
		f.Keys = append(f.Keys, xmlKey{"e_" + k[0], "edge", k[0], k[1]})
	}
	in := map[string]bool{}
	for _, d := range c.Dependences() {
		if !ledger.KnownBy(d.Date, day) {
			continue
		}
		in[d.Actor], in[d.On] = true, true
		f.Graph.Edges = append(f.Graph.Edges, edgeOf(d))
	}
	for _, id := range sorted(in) {
		n := xmlNode{ID: id, Data: []xmlData{{"n_label", c.ActorName(id)}}}
		if a, ok := c.Actor(id); ok {
			n.Data = append(n.Data, xmlData{"n_type", a.Type})
		}
		f.Graph.Nodes = append(f.Graph.Nodes, n)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("write the network as GraphML: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func edgeOf(d *ledger.Dependence) xmlEdge {
	e := xmlEdge{ID: d.ID, Source: d.Actor, Target: d.On}
	add := func(key, value string) {
		if value != "" {
			e.Data = append(e.Data, xmlData{"e_" + key, value})
		}
	}
	add("channel", d.Channel)
	add("share_low", number(d.Low))
	add("share_mode", number(d.Mode))
	add("share_high", number(d.High))
	add("weight", number(d.Mode))
	if d.SubstitutionMonths > 0 {
		add("substitution_months", number(d.SubstitutionMonths))
	}
	if d.PartOnly {
		add("part_only", "true")
	}
	add("basis", d.Basis)
	add("date", d.Date.String())
	var sources []string
	for _, ct := range d.Citations {
		sources = append(sources, ct.Source)
	}
	add("sources", strings.Join(sources, " "))
	return e
}

func sorted(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// EdgeRow is what became of one edge of an imported file.
type EdgeRow struct {
	Line    int    `json:"line"`
	Edge    string `json:"edge"`              // "source -> target", as in the file
	Problem string `json:"problem,omitempty"` // empty: taken
	ID      string `json:"id,omitempty"`      // of the dependence
}

// Import is what an imported network would change.
type Import struct {
	Changes []ledger.Change `json:"-"` // to apply as one edit
	Actors  int             `json:"new_actors"`
	Added   int             `json:"new_dependences"`
	Changed int             `json:"changed_dependences"`
	Same    int             `json:"same"` // already so in the case
	Rows    []EdgeRow       `json:"rows"`
}

// ImportGraphML reads a network: nodes are matched with actors by id or name and
// made where there is none, an edge leads from who depends to on whom. An edge
// with the id of a dependence between the same two actors changes that one, else
// it is a new one. Attributes are found by their names, those that ExportGraphML
// writes; an edge without shares takes its weight for all three. channel stands
// for edges that name none; empty: such an edge is a problem. It fails for a file
// that is no GraphML, is larger than 16 MB or has a document type, which could
// hide an entity bomb; an edge that cannot be used is told in Rows, with its line,
// and the others are taken.
func ImportGraphML(c *ledger.Case, data []byte, channel string) (*Import, error) {
	g, err := readGraphML(data)
	if err != nil {
		return nil, fmt.Errorf("import of a network: %w", err)
	}
	im := &importer{c: c, channel: channel, nodes: g.nodes, actors: map[string]string{}, made: map[string]string{}, taken: map[string]bool{}, read: map[string]bool{}}
	im.out.Rows = []EdgeRow{}
	for _, e := range g.edges {
		im.out.Rows = append(im.out.Rows, im.edge(e))
	}
	return &im.out, nil
}

type importer struct {
	c       *ledger.Case
	channel string
	nodes   map[string]map[string]string
	actors  map[string]string // actor by node
	made    map[string]string // new actor by name
	taken   map[string]bool   // ids of new records
	read    map[string]bool   // ids of edges, as in the file
	out     Import
}

func (im *importer) edge(e rawEdge) EdgeRow {
	row := EdgeRow{Line: e.line, Edge: e.source + " -> " + e.target}
	d, err := im.dependence(e)
	if err != nil {
		row.Problem = err.Error()
		return row
	}
	d.Actor, d.On = im.actor(e.source), im.actor(e.target)
	if d.Actor == d.On {
		row.Problem = "both ends are " + d.Actor + ": an actor does not depend on itself"
		return row
	}
	rec, exists := im.c.Get(d.ID)
	if im.read[e.id] && e.id != "" {
		row.Problem = "another edge has the id " + e.id
		return row
	}
	im.read[e.id] = true
	if old, ok := rec.(*ledger.Dependence); ok && old.Actor == d.Actor && old.On == d.On {
		d.Citations, d.Tags = old.Citations, old.Tags
		if equal(old, d) {
			im.out.Same++
			row.ID = d.ID
			return row
		}
		im.out.Changed++
	} else {
		if exists || d.ID == "" || im.taken[d.ID] || strings.ContainsAny(d.ID, " \t\r\n") {
			d.ID = im.newID(ledger.KindDependence)
		}
		im.out.Added++
	}
	im.taken[d.ID] = true
	row.ID = d.ID
	im.out.Changes = append(im.out.Changes, ledger.Change{Record: d})
	return row
}

func equal(a, b ledger.Record) bool {
	x, errX := ledger.Encode(a)
	y, errY := ledger.Encode(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// dependence reads the attributes of an edge.
func (im *importer) dependence(e rawEdge) (*ledger.Dependence, error) {
	d := &ledger.Dependence{ID: e.id, Channel: e.data["channel"], Basis: e.data["basis"]}
	if e.undirected {
		return nil, fmt.Errorf("has no direction: say who depends on whom (edgedefault=\"directed\")")
	}
	if d.Channel == "" {
		d.Channel = im.channel
	}
	if d.Channel == "" {
		return nil, fmt.Errorf("names no channel: give it an attribute channel, or choose one for the file")
	}
	share := func(to *float64, keys ...string) error {
		for _, k := range keys {
			text, ok := e.data[k]
			if !ok {
				continue
			}
			v, err := strconv.ParseFloat(text, 64)
			if err != nil || !(v >= 0 && v <= 1) {
				return fmt.Errorf("%s is %q: give a share from 0 to 1", k, text)
			}
			*to = v
			return nil
		}
		return fmt.Errorf("has no share: give it share_mode or weight, from 0 to 1")
	}
	if err := share(&d.Mode, "share_mode", "weight"); err != nil {
		return nil, err
	}
	if err := share(&d.Low, "share_low", "share_mode", "weight"); err != nil {
		return nil, err
	}
	if err := share(&d.High, "share_high", "share_mode", "weight"); err != nil {
		return nil, err
	}
	if err := (Triangle{d.Low, d.Mode, d.High}).check(); err != nil {
		return nil, err
	}
	if text := e.data["substitution_months"]; text != "" {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v >= 0 && v < 1e6) {
			return nil, fmt.Errorf("substitution_months is %q: give months, 0 or more", text)
		}
		d.SubstitutionMonths = v
	}
	switch strings.ToLower(e.data["part_only"]) {
	case "true", "1":
		d.PartOnly = true
	case "", "false", "0":
	default:
		return nil, fmt.Errorf("part_only is %q: give true or false", e.data["part_only"])
	}
	if text := e.data["date"]; text != "" {
		date, err := edtf.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("date %q is not EDTF (try 2025-10 or 2025-10-01): %w", text, err)
		}
		d.Date = date
	}
	return d, nil
}

// actor gives the actor of a node: by id, by its label, or a new one.
func (im *importer) actor(node string) string {
	if id, ok := im.actors[node]; ok {
		return id
	}
	label := im.nodes[node]["label"]
	if label == "" {
		label = im.nodes[node]["name"]
	}
	if label == "" {
		label = node
	}
	id := ""
	if _, ok := im.c.Actor(node); ok {
		id = node
	} else if a, err := im.c.FindActor(label); err == nil {
		id = a.ID
	} else if made, ok := im.made[label]; ok {
		id = made
	} else {
		kind := im.nodes[node]["type"]
		if !slices.Contains(ledger.ActorTypes, kind) {
			kind = "state"
		}
		id = im.newID(ledger.KindActor)
		im.made[label] = id
		im.out.Actors++
		im.out.Changes = append(im.out.Changes, ledger.Change{Record: &ledger.Actor{ID: id, Label: label, Type: kind}})
	}
	im.actors[node] = id
	return id
}

// newID gives an id that neither the case nor what is new has.
func (im *importer) newID(k ledger.Kind) string {
	for n := len(im.c.Of(k)) + 1; ; n++ {
		id := fmt.Sprintf("%s%03d", k.Prefix(), n)
		if _, exists := im.c.Get(id); !exists && !im.taken[id] {
			im.taken[id] = true
			return id
		}
	}
}
