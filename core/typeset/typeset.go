// Package typeset sets text in the embedded fonts: it finds a typeface for every
// letter, shapes the letters, orders text that runs from right to left, breaks
// lines, and says where each glyph stands and which letters it stands for. What
// it gives can be drawn as outlines (core/figure) or written as the text of a
// PDF that copies out as it was put in (core/brief).
//
// Shaping and line breaking are github.com/go-text/typesetting's, the port of
// HarfBuzz that Fyne uses too. Of the order of mixed text it keeps the two
// directions and not the levels, so that a number after a Persian word would
// change places with it: the levels (UAX 9) are worked out here.
package typeset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"github.com/fairweather-app/fairweather/assets"
)

// Span is a stretch of text in one style.
type Span struct {
	Text    string
	Size    float64 // points
	Bold    bool
	Isolate bool // stands for itself: its direction does not spill over, like HTML's bdi
}

// Direction is that of a paragraph.
type Direction int

// The directions of a paragraph; Auto takes that of its first letter that has one.
const (
	LeftToRight Direction = iota
	RightToLeft
	Auto
)

// Face is one embedded font file.
type Face struct {
	Name      string // PostScript name
	Data      []byte // the file, TrueType
	UnitsEm   int
	Ascent    float64 // of the em
	Descent   float64 // of the em, positive
	CapHeight float64 // of the em
	font      *font.Font

	mu  sync.Mutex
	own *font.Face // under mu: not safe for concurrent use
}

// Glyph is one glyph of a run.
type Glyph struct {
	ID      uint16
	X, Y    float64 // where its origin stands, in points from the run's left end on the baseline
	Advance float64 // points
	Text    string  // the letters it stands for; empty where another glyph of its cluster has them
}

// Run is a stretch of glyphs of one face, size and direction, from left to right.
type Run struct {
	Face   *Face
	Size   float64
	Span   int // index of the span it comes from
	RTL    bool
	X      float64 // of its left end in the line, points
	Width  float64
	Glyphs []Glyph
}

// Line is one line of a paragraph.
type Line struct {
	Runs            []Run // from left to right
	Width           float64
	Ascent, Descent float64 // points, both positive
	RTL             bool    // its paragraph runs from right to left
}

// Setter sets text. It is not safe for concurrent use.
type Setter struct {
	shaper  shaping.HarfbuzzShaper
	segment shaping.Segmenter
	wrapper shaping.LineWrapper
	faces   map[string]*loaded
	known   map[runeStyle]*loaded
	byFace  map[*font.Face]*Face
}

type loaded struct {
	face *Face
	own  *font.Face // not safe for concurrent use, so one a setter
}

type runeStyle struct {
	r    rune
	bold bool
}

// New gives a setter. Font files are read when the first letter needs them.
func New() *Setter {
	return &Setter{faces: map[string]*loaded{}, known: map[runeStyle]*loaded{}, byFace: map[*font.Face]*Face{}}
}

var (
	shared   = map[string]*Face{}
	sharedMu sync.Mutex
)

// file reads an embedded font, once a program.
func file(name string) (*Face, error) {
	sharedMu.Lock()
	defer sharedMu.Unlock()
	if f, ok := shared[name]; ok {
		return f, nil
	}
	data, err := assets.Font(name)
	if err != nil {
		return nil, err
	}
	parsed, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the embedded font %s: %w", name, err)
	}
	f := &Face{Name: strings.TrimSuffix(name, ".ttf"), Data: data, UnitsEm: int(parsed.Upem()), font: parsed.Font, own: font.NewFace(parsed.Font)}
	em := float64(f.UnitsEm)
	if x, ok := parsed.FontHExtents(); ok {
		f.Ascent, f.Descent = float64(x.Ascender)/em, -float64(x.Descender)/em
	}
	f.CapHeight = float64(parsed.LineMetric(font.CapHeight)) / em
	shared[name] = f
	return f, nil
}

func (s *Setter) load(name string) *loaded {
	if l, ok := s.faces[name]; ok {
		return l
	}
	f, err := file(name)
	if err != nil {
		panic(err) // embedded at build: it is there and sound
	}
	l := &loaded{f, font.NewFace(f.font)}
	s.faces[name], s.byFace[l.own] = l, f
	return l
}

// resolve finds the face for a letter: the first family that has it, and the
// first of all where none has.
func (s *Setter) resolve(r rune, bold bool) *loaded {
	key := runeStyle{r, bold}
	if l, ok := s.known[key]; ok {
		return l
	}
	var found *loaded
	for _, fam := range assets.FontFamilies() {
		name := fam.Regular
		if bold {
			name = fam.Bold
		}
		l := s.load(name)
		if found == nil {
			found = l
		}
		if _, ok := l.own.NominalGlyph(r); ok {
			found = l
			break
		}
	}
	s.known[key] = found
	return found
}

// styled chooses faces of one weight; it is what the segmenter asks.
type styled struct {
	s    *Setter
	bold bool
}

// ResolveFace implements shaping.Fontmap.
func (m styled) ResolveFace(r rune) *font.Face { return m.s.resolve(r, m.bold).own }

// Text is a paragraph that has been shaped, ready to be broken into lines.
type Text struct {
	s      *Setter
	runes  []rune
	levels []uint8
	spanOf []int // the span each rune is from
	spans  []Span
	out    []shaping.Output
	rtl    bool
}

// noLigatures keeps letters apart that a font would join for looks, so that
// each can be found and selected in what is written.
var noLigatures = []shaping.FontFeature{{Tag: opentype.MustNewTag("liga")}, {Tag: opentype.MustNewTag("clig")}}

// Shape shapes a paragraph. Line ends within it count as spaces, and marks that
// turn the direction of writing are dropped: isolates and levels say it.
func (s *Setter) Shape(spans []Span, dir Direction) *Text {
	t := &Text{s: s, spans: spans}
	var isolates [][2]int
	for i, sp := range spans {
		from := len(t.runes)
		for _, r := range sp.Text {
			if r = shown(r); r >= 0 {
				t.runes = append(t.runes, r)
				t.spanOf = append(t.spanOf, i)
			}
		}
		if sp.Isolate && len(t.runes) > from {
			isolates = append(isolates, [2]int{from, len(t.runes)})
		}
	}
	base := uint8(0)
	if dir == RightToLeft || dir == Auto && firstStrong(t.runes) {
		base, t.rtl = 1, true
	}
	t.levels = levels(t.runes, isolates, base)
	for from := 0; from < len(t.runes); {
		to := from + 1
		for to < len(t.runes) && t.levels[to] == t.levels[from] && t.spanOf[to] == t.spanOf[from] {
			to++
		}
		t.shapePart(from, to)
		from = to
	}
	return t
}

// shown gives the letter to set for r; negative for one that is not set.
func shown(r rune) rune {
	switch {
	case r == '\n', r == '\t', r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
		return ' '
	case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff',
		r == '\ufffe', r == '\uffff':
		return -1
	}
	return r
}

func (t *Text) shapePart(from, to int) {
	sp := t.spans[t.spanOf[from]]
	direction := di.DirectionLTR
	if t.levels[from]%2 == 1 {
		direction = di.DirectionRTL
	}
	in := shaping.Input{Text: t.runes, RunStart: from, RunEnd: to, Direction: direction, Size: fixed.Int26_6(sp.Size*64 + .5), Language: language.NewLanguage("en"), FontFeatures: noLigatures}
	for _, part := range slices.Clone(t.s.segment.Split(in, styled{t.s, sp.Bold})) {
		part.Direction = direction
		t.out = append(t.out, t.s.shaper.Shape(part))
	}
}

// Width is the paragraph's width on one line, in points.
func (t *Text) Width() float64 {
	var w fixed.Int26_6
	for _, o := range t.out {
		w += o.Advance
	}
	return points(w)
}

// LongestWord is the width of the widest part between two spaces, in points:
// what a column needs so that no word is broken.
func (t *Text) LongestWord() float64 {
	advance := make([]fixed.Int26_6, len(t.runes))
	for _, o := range t.out {
		for _, g := range o.Glyphs {
			if i := g.TextIndex(); i < len(advance) {
				advance[i] += g.Advance
			}
		}
	}
	var widest, w fixed.Int26_6
	for i, r := range t.runes {
		if unicode.IsSpace(r) && r != '\u00a0' {
			w = 0
			continue
		}
		w += advance[i]
		widest = max(widest, w)
	}
	return points(widest)
}

func points(v fixed.Int26_6) float64 { return float64(v) / 64 }

// Lines breaks the paragraph into lines of at most a width in points. A word
// that is wider is broken within. Every paragraph has a line, if an empty one.
func (t *Text) Lines(width float64) []Line {
	if len(t.runes) == 0 {
		return []Line{t.s.measured(Line{RTL: t.rtl}, t.spans)}
	}
	config := shaping.WrapConfig{Direction: di.DirectionLTR, BreakPolicy: shaping.WhenNecessary}
	if t.rtl {
		config.Direction = di.DirectionRTL
	}
	t.s.wrapper.Prepare(config, t.runes, shaping.NewSliceIterator(t.out))
	limit := fixed.Int26_6(max(width, 1) * 64)
	var lines []Line
	for {
		wrapped, done := t.s.wrapper.WrapNextLineF(limit)
		if len(wrapped.Line) > 0 {
			lines = append(lines, t.line(wrapped.Line))
		}
		if done {
			return lines
		}
	}
}

// line puts the runs of a line from left to right: UAX 9, rule L2.
func (t *Text) line(outs shaping.Line) Line {
	logical := slices.Clone(outs)
	slices.SortStableFunc(logical, func(a, b shaping.Output) int { return a.Runes.Offset - b.Runes.Offset })
	visual := reorder(len(logical), func(i int) uint8 {
		return t.levels[min(max(logical[i].Runes.Offset, 0), len(t.levels)-1)]
	})
	l := Line{RTL: t.rtl}
	for _, i := range visual {
		r := t.run(logical[i])
		r.X = l.Width
		l.Width += r.Width
		l.Runs = append(l.Runs, r)
	}
	return t.s.measured(l, t.spans)
}

// measured fills in how high a line is.
func (s *Setter) measured(l Line, spans []Span) Line {
	see := func(f *Face, size float64) {
		l.Ascent, l.Descent = max(l.Ascent, f.Ascent*size), max(l.Descent, f.Descent*size)
	}
	for _, r := range l.Runs {
		see(s.load(assets.FontFamilies()[0].Regular).face, r.Size)
	}
	if len(l.Runs) == 0 && len(spans) > 0 {
		see(s.load(assets.FontFamilies()[0].Regular).face, spans[0].Size)
	}
	return l
}

func (t *Text) run(o shaping.Output) Run {
	from := min(max(o.Runes.Offset, 0), len(t.spanOf)-1)
	r := Run{Face: t.s.byFace[o.Face], Size: points(o.Size), Span: t.spanOf[from], RTL: o.Direction.Progression() == di.TowardTopLeft, Width: points(o.Advance)}
	x := 0.0
	for i := 0; i < len(o.Glyphs); {
		n := max(1, o.Glyphs[i].GlyphsCount())
		cluster := o.Glyphs[i:min(i+n, len(o.Glyphs))]
		texts := t.letters(cluster, r.RTL)
		for j, g := range cluster {
			r.Glyphs = append(r.Glyphs, Glyph{ID: uint16(g.GlyphID), X: x + points(g.XOffset), Y: points(g.YOffset), Advance: points(g.Advance), Text: texts[j]})
			x += points(g.Advance)
		}
		i += len(cluster)
	}
	return r
}

// letters shares the letters of a cluster out among its glyphs: one each where
// there are as many, else all to the widest.
func (t *Text) letters(cluster []shaping.Glyph, rtl bool) []string {
	texts := make([]string, len(cluster))
	from := cluster[0].TextIndex()
	to := min(from+cluster[0].RunesCount(), len(t.runes))
	if from >= to {
		return texts
	}
	runes := t.runes[from:to]
	if len(runes) == len(cluster) {
		for i, r := range runes {
			if rtl {
				i = len(cluster) - 1 - i
			}
			texts[i] = string(r)
		}
		return texts
	}
	widest := 0
	for i, g := range cluster {
		if g.Advance > cluster[widest].Advance {
			widest = i
		}
	}
	texts[widest] = string(runes)
	return texts
}

// Outline walks along the outline of a glyph in units of the em: move, line,
// quadratic and cubic curves, the last point of each being where it ends.
func (f *Face) Outline(id uint16, draw func(op Op, p []Point)) {
	f.mu.Lock()
	o, ok := f.own.GlyphData(font.GID(id)).(font.GlyphOutline)
	f.mu.Unlock()
	if !ok {
		return
	}
	em := float64(f.UnitsEm)
	var p [3]Point
	for i := range o.Segments {
		s := &o.Segments[i]
		args := s.ArgsSlice()
		for j, a := range args {
			p[j] = Point{float64(a.X) / em, float64(a.Y) / em}
		}
		draw(Op(s.Op), p[:len(args)])
	}
}

// Point is a point of an outline.
type Point struct{ X, Y float64 }

// Op is a step along an outline.
type Op uint8

// The steps along an outline, with one, one, two and three points.
const (
	MoveTo  = Op(opentype.SegmentOpMoveTo)
	LineTo  = Op(opentype.SegmentOpLineTo)
	QuadTo  = Op(opentype.SegmentOpQuadTo)
	CubicTo = Op(opentype.SegmentOpCubeTo)
)

// Advance is a glyph's own width in units of the em.
func (f *Face) Advance(id uint16) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return float64(f.own.HorizontalAdvance(font.GID(id))) / float64(f.UnitsEm)
}

// Blank is a glyph that draws nothing: the space.
func (f *Face) Blank() uint16 {
	f.mu.Lock()
	defer f.mu.Unlock()
	id, _ := f.own.NominalGlyph(' ')
	return uint16(id)
}
