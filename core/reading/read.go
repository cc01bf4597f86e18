package reading

import (
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// Meta is what is known of a text beside its words. All of it may be zero; the
// date anchors "yesterday" and says who held an office, the publisher says who
// "we" is in a government's text.
type Meta struct {
	Date      edtf.Date
	Title     string
	Publisher string
	Author    string
	Language  string // BCP 47; a text that is not English yields nothing
}

// Read proposes what a text asserts that could enter the record, in the order
// of the text. It is pure: the same input gives the same candidates.
func Read(text string, meta Meta, lex *Lexicon) []Candidate {
	if l, _, _ := strings.Cut(strings.ToLower(meta.Language), "-"); l != "" && l != "en" && l != "eng" {
		return nil
	}
	r := newReader(text, meta, lex)
	for i := range r.doc.sentences {
		r.parse(i)
	}
	r.chooseTopic()
	r.write()
	r.sift()
	slices.SortStableFunc(r.out, byPlace)
	return r.out
}

// reader is the state of one reading.
type reader struct {
	doc  *document
	lex  *Lexicon
	meta Meta
	info []*wordInfo // by token
	day  edtf.Day    // of the article
	has  bool        // it has a day
	year int         // of the article; 0: unknown

	named   [][]mention // by sentence
	top     []string    // actors by how often the text names them
	count   map[string]int
	home    []string // whose text it is
	known   map[string]bool
	offices map[string]string // office -> actor that last had it in this text

	recent  []string // actors spoken of, the latest first
	focus   []ref    // subject of the sentence before
	person  ref
	quoted  string // who is quoted
	inside  bool   // a quotation is open
	asking  bool   // a journalist's turn
	turns   bool   // the text is a transcript
	talking string // the actor for whom whoever has the turn speaks
	title   bool   // what is read is a title, in which every word may have a capital

	parsed    []parsedSentence
	before    event // what was told last
	beforeAt  int
	filled    float64           // how likely the last guess at an actor was right
	roles     map[string]*roles // how it speaks of each actor
	topic     string            // whom the text is about, the relier
	partner   string            // whom the relier looks to
	adversary string            // who attacks the relier
	madeTo    map[string]string // who last promised or gave something to each actor
	lastFrom  string            // who gave last
	gaveAt    int               // in which sentence
	lean      Polarity          // of the reading before
	lastTo    string            // whom the last act concerned that says so
	lastAt    int               // in which sentence
	maker     string            // who last promised the relier something
	asked     []string          // of whom something was asked so far
	treaty    bool              // the text speaks of a treaty
	opine     bool              // the text is an opinion piece
	out       []Candidate
	seen      map[string]bool
	pledge    map[string]bool // dyad and channel promised so far
	need      string          // who is in need at the last moment spoken of
	moment    string

	now          int            // the sentence at work
	pairs        map[string]int // how often each pair was told so far
	gave         map[string]int // how often each actor was told to act
	given        map[string]int // how often each was told to be acted for or against
	told         map[string]int // kind and pair, and channel
	toldAt       map[string]int // in which sentence last, from 1
	features     [][]string     // by candidate of out
	gaps         []gap
	acted        map[string]map[string]bool    // actor -> who acts in clauses that name it
	hurt, helped map[string]int                // how often each was, by what a verb is at large
	chance       map[string]map[string]float64 // model -> actor -> how likely it is the topic or the partner
	learning     bool                          // keep what is learned from
	heard        []heard
	rivals       int
	// of each candidate the clause that the broad reading told, negative where an entry did
	rival []int // by candidate of out
}

// parsedSentence is a sentence laid out.
type parsedSentence struct {
	at      int
	items   []item
	clauses []clause
	asking  bool
	says    []string // who asserts each clause; empty: the text
	alleged []bool
	quoted  []bool
	marks   []mention
}

func newReader(text string, meta Meta, lex *Lexicon) *reader {
	r := &reader{
		doc: cut(text, lex), lex: lex, meta: meta, count: map[string]int{}, known: map[string]bool{}, offices: map[string]string{},
		madeTo: map[string]string{}, seen: map[string]bool{}, pledge: map[string]bool{},
		pairs: map[string]int{}, gave: map[string]int{}, given: map[string]int{}, told: map[string]int{}, toldAt: map[string]int{}, chance: map[string]map[string]float64{},
	}
	if d, ok := meta.Date.Latest(); ok {
		r.day, r.has = d, true
		r.year, _, _ = d.Date()
	}
	r.info = make([]*wordInfo, len(r.doc.tokens))
	for i := range r.doc.tokens {
		r.info[i] = lex.words[r.doc.tokens[i].norm]
	}
	r.survey()
	return r
}

// parse lays out a sentence and finds who asserts what in it.
func (r *reader) parse(at int) {
	s := r.doc.sentences[at]
	if at == 0 || r.doc.sentences[at-1].paragraph != s.paragraph {
		r.turn(s)
		if r.inside && r.doc.tokens[s.from].norm == `"` {
			r.inside = false // a quotation that goes on in a new paragraph opens again
		}
	}
	if who := r.speaker(s); who != "" {
		r.quoted = who
	}
	p := parsedSentence{at: at, asking: r.asking}
	p.items = r.layout(s)
	p.clauses = r.clauses(p.items)
	r.attribute(&p, s)
	for _, m := range r.named[at] {
		if m.kind == isMark || m.kind == isMoment || m.kind == isNoun {
			p.marks = append(p.marks, m)
		}
	}
	r.parsed = append(r.parsed, p)
	for i := s.from; i < s.to; i++ {
		if r.doc.tokens[i].norm == `"` {
			r.inside = !r.inside
		}
	}
	r.refocus(&p)
}

// refocus keeps the subject of the sentence for the pronouns of the next.
func (r *reader) refocus(p *parsedSentence) {
	for _, main := range []bool{true, false} {
		for i := range p.clauses {
			c := &p.clauses[i]
			if len(c.subj) == 0 || c.subj[0].role != heads || !p.items[c.v].finite || c.relative {
				continue
			}
			if k := min(c.chain.from, c.v) - 1; main && k >= 0 && (p.items[k].kind == subordinator || p.items[k].may) {
				continue
			}
			r.focus = c.subj
			return
		}
	}
	for i := range p.items {
		for _, x := range p.items[i].refs {
			if x.role == heads {
				r.focus = []ref{x}
				return
			}
		}
	}
}

// entry gives what a verb group tells by the lexicon, the longest phrase first.
func (r *reader) entry(it *item) (verbEntry, bool) {
	for _, e := range r.lex.lemmas[it.verb] {
		if r.follows(e.after, it.main+1) {
			return e, true
		}
	}
	return verbEntry{}, false
}

// follows reports whether the words stand from token i on; "*" is one to five.
func (r *reader) follows(after []string, i int) bool {
	for k, w := range after {
		if i >= len(r.doc.tokens) {
			return false
		}
		if w == "*" {
			for n := 1; n <= 5; n++ {
				if r.follows(after[k+1:], i+n) {
					return true
				}
				if i+n < len(r.doc.tokens) && !r.doc.tokens[i+n].word && !r.doc.tokens[i+n].poss {
					return false
				}
			}
			return false
		}
		for r.doc.tokens[i].norm != w && r.classOf(i)&classAdv != 0 && i+1 < len(r.doc.tokens) && i < len(r.doc.tokens)-1 && k == 0 {
			i++ // stood firmly by
		}
		if r.doc.tokens[i].norm != w {
			return false
		}
		i++
	}
	return true
}
