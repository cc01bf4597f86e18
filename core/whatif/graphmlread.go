package whatif

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The bounds of an imported network.
const (
	mostBytes = 16 << 20
	mostNodes = 10_000
	mostEdges = 100_000
	mostDepth = 32
)

// A rawEdge is an edge as a file has it.
type rawEdge struct {
	line               int
	id, source, target string
	undirected         bool
	data               map[string]string // by attribute name
}

// A rawGraph is a file as read.
type rawGraph struct {
	nodes map[string]map[string]string
	edges []rawEdge
}

// A reader walks the elements of a GraphML file.
type reader struct {
	dec        *xml.Decoder
	out        rawGraph
	names      map[string]string // attribute name by key id
	defaults   map[string]map[string]string
	key        string // the key being read, for its default
	undirected []bool // of the graphs we are in
	node       []string
	edge       *rawEdge
	root       bool
}

func readGraphML(data []byte) (*rawGraph, error) {
	if len(data) > mostBytes {
		return nil, fmt.Errorf("the file has %d MB, more than the %d MB that a network may have", len(data)>>20, mostBytes>>20)
	}
	r := &reader{dec: xml.NewDecoder(bytes.NewReader(data)), names: map[string]string{}, defaults: map[string]map[string]string{"node": {}, "edge": {}}}
	r.out.nodes = map[string]map[string]string{}
	depth := 0
	for {
		t, err := r.dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the file is not well-formed XML: %w", err)
		}
		line, _ := r.dec.InputPos()
		switch t := t.(type) {
		case xml.Directive:
			return nil, fmt.Errorf("line %d: the file has a document type or entities of its own; remove the line <!%.20s...>", line, t)
		case xml.StartElement:
			if depth++; depth > mostDepth {
				return nil, fmt.Errorf("line %d: elements stand %d deep in each other, more than a network has", line, depth)
			}
			if err := r.start(t, line); err != nil {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
			if name := t.Name.Local; r.root && (name == "data" || name == "default") {
				depth-- // read to its end
			}
		case xml.EndElement:
			depth--
			r.end(t.Name.Local)
		}
	}
	switch {
	case !r.root:
		return nil, errors.New("the file holds no <graphml> element: is it GraphML?")
	case len(r.out.edges) == 0:
		return nil, errors.New("the file has no edge")
	}
	for i := range r.out.edges { // an edge may stand before the nodes it names
		e := &r.out.edges[i]
		for _, id := range []string{e.source, e.target} {
			if r.out.nodes[id] == nil {
				r.out.nodes[id] = map[string]string{}
			}
		}
		withDefaults(e.data, r.defaults["edge"])
	}
	for _, n := range r.out.nodes {
		withDefaults(n, r.defaults["node"])
	}
	return &r.out, nil
}

func withDefaults(data, defaults map[string]string) {
	for k, v := range defaults {
		if _, set := data[k]; !set {
			data[k] = v
		}
	}
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (r *reader) start(t xml.StartElement, line int) error {
	name := t.Name.Local
	if !r.root {
		if name != "graphml" {
			return fmt.Errorf("the file begins with <%s>, not <graphml>", name)
		}
		r.root = true
		return nil
	}
	switch name {
	case "key":
		r.key = attr(t, "id")
		r.names[r.key] = strings.ToLower(strings.TrimSpace(attr(t, "attr.name")))
		if r.names[r.key] == "" {
			r.names[r.key] = strings.ToLower(r.key)
		}
		r.key = attr(t, "for") + "\x00" + r.names[r.key]
	case "default":
		text, err := r.text()
		if err != nil {
			return err
		}
		kind, attribute, _ := strings.Cut(r.key, "\x00")
		for _, k := range []string{"node", "edge"} {
			if attribute != "" && (kind == k || kind == "all") {
				r.defaults[k][attribute] = text
			}
		}
	case "graph":
		r.undirected = append(r.undirected, attr(t, "edgedefault") == "undirected")
	case "node":
		id := attr(t, "id")
		if id == "" {
			return errors.New("a node has no id")
		}
		if r.out.nodes[id] == nil {
			r.out.nodes[id] = map[string]string{}
		}
		if len(r.out.nodes) > mostNodes {
			return fmt.Errorf("the file has more than the %d nodes that a network may have", mostNodes)
		}
		r.node = append(r.node, id)
	case "edge":
		if len(r.out.edges) == mostEdges {
			return fmt.Errorf("the file has more than the %d edges that a network may have", mostEdges)
		}
		e := rawEdge{line: line, id: attr(t, "id"), source: attr(t, "source"), target: attr(t, "target"), data: map[string]string{}}
		if e.source == "" || e.target == "" {
			return errors.New("an edge names no source or no target")
		}
		if n := len(r.undirected); n > 0 {
			e.undirected = r.undirected[n-1]
		}
		switch attr(t, "directed") {
		case "true":
			e.undirected = false
		case "false":
			e.undirected = true
		}
		r.out.edges = append(r.out.edges, e)
		r.edge = &r.out.edges[len(r.out.edges)-1]
	case "data":
		attribute, ok := r.names[attr(t, "key")]
		text, err := r.text()
		if err != nil || !ok {
			return err
		}
		switch {
		case r.edge != nil:
			r.edge.data[attribute] = text
		case len(r.node) > 0:
			r.out.nodes[r.node[len(r.node)-1]][attribute] = text
		}
	}
	return nil
}

func (r *reader) end(name string) {
	switch {
	case name == "graph" && len(r.undirected) > 0:
		r.undirected = r.undirected[:len(r.undirected)-1]
	case name == "node" && len(r.node) > 0:
		r.node = r.node[:len(r.node)-1]
	case name == "edge":
		r.edge = nil
	case name == "key":
		r.key = ""
	}
}

// text reads the characters up to the end of the element; elements in it, which
// other programs put there for their own drawing, are passed over. The end is
// read with it, so the caller must not count the element.
func (r *reader) text() (string, error) {
	var b strings.Builder
	depth := 0
	for {
		t, err := r.dec.Token()
		if err != nil {
			return "", fmt.Errorf("the file is not well-formed XML: %w", err)
		}
		switch t := t.(type) {
		case xml.Directive:
			return "", errors.New("the file has a document type or entities of its own; remove them")
		case xml.StartElement:
			if depth++; depth > mostDepth {
				return "", errors.New("elements stand deeper in each other than a network has them")
			}
		case xml.EndElement:
			if depth == 0 {
				return strings.TrimSpace(b.String()), nil
			}
			depth--
		case xml.CharData:
			if depth == 0 {
				b.Write(t)
			}
		}
	}
}
