package reading

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Lexicon is the word lists that a reader works with. It is safe for use by
// several readers at once: nothing changes it after LoadLexicon.
type Lexicon struct {
	actors   []*actorEntry // by id
	byActor  map[string]*actorEntry
	people   []*personEntry
	words    map[string]*wordInfo
	lemmas   map[string][]verbEntry // by base form, longest phrase first
	weights  map[string]weights     // of the models that weigh candidates and guesses
	sorts    sortWeights            // of the models that weigh what a clause tells
	verbTags map[string]tagSet      // by base form, with its particle where it has one
}

// wordInfo is all that the lexicon knows of one word.
type wordInfo struct {
	class             classSet
	forms             []verbForm
	noun              *nounEntry
	plural            bool // the noun's plural
	nounTags, adjTags tagSet
	phrases           []*phrase // that begin with the word, longest first
}

// phraseKind says what a phrase of the lexicon names.
type phraseKind int

const (
	isActor phraseKind = iota
	isAdjective
	isPlace
	isPerson
	isOffice
	isHidden
	isMoment
	isChannel
	isMark // a marking phrase of the grammar, such as "is likely to"
	isNoun // a noun of several words
	isTown // a town or region that does not speak for its state
)

// phrase is a name or expression of one or more words.
type phrase struct {
	words    []string
	kind     phraseKind
	id       string // actor, office, channel
	first    int    // year from which it holds; 0: always
	last     int    // year until which it holds; 0: still
	upper    bool   // its first letter must be a capital in the text
	exact    bool   // a short name in capitals, which must be written so
	person   *personEntry
	surname  bool // a person's short name
	moment   *momentEntry
	class    classSet
	noun     *nounEntry
	wordy    int // number of letters, the longer wins a tie
	lastName bool
}

type actorEntry struct {
	id, name, kind, iso3 string
	first, last          int
	names                []string
}

type personEntry struct {
	name, actor, office string
	first, last         int
}

type momentEntry struct {
	title, kind, start, end string
	inNeed                  []string
}

// verbForm is one reading of a word as a form of a verb.
type verbForm struct {
	base string
	form formSet
}

type formSet uint8

const (
	formBase formSet = 1 << iota
	formS
	formPast
	formPart
	formIng
)

// verbEntry is what a verb, with the words after it, tells.
type verbEntry struct {
	after []string // words after the verb; "*" is up to two
	sense sense
	slots []string
}

type nounEntry struct {
	sense    sense
	from, to []string
}

// sense is what a verb or noun tells, such as {"help", 3}.
type sense struct {
	name string
	rung int
	arg  string
}

func parseSense(s string) (sense, error) {
	name, arg, _ := strings.Cut(s, ":")
	out := sense{name: name, arg: arg}
	if name == "" {
		return out, errors.New("it has no sense")
	}
	if slices.Contains([]string{"help", "hold", "harm"}, name) {
		n, err := strconv.Atoi(arg)
		if err != nil || n < -2 || n > 4 {
			return out, fmt.Errorf("sense %q needs a rung from -2 to 4", s)
		}
		out.rung = n
	}
	return out, nil
}

// LoadLexicon reads the word lists from one or more folders. A line of a later
// folder replaces the line of the same first field (for people: of the same
// name, actor and first year) in an earlier one; a line that has only its first
// field takes it out. A folder may lack files. It fails with the file and line
// of what it cannot read.
func LoadLexicon(folders ...fs.FS) (*Lexicon, error) {
	lex := &Lexicon{byActor: map[string]*actorEntry{}, words: map[string]*wordInfo{}, lemmas: map[string][]verbEntry{}, weights: map[string]weights{}, verbTags: map[string]tagSet{}}
	for _, part := range []struct {
		file string
		keys int // fields that make a line's identity
		add  func(f fields) error
	}{
		{"grammar.tsv", 1, lex.addClass},
		{"actors.tsv", 1, lex.addActor},
		{"people.tsv", 4, lex.addPerson},
		{"offices.tsv", 1, lex.addOffice},
		{"names.tsv", 1, lex.addHidden},
		{"moments.tsv", 1, lex.addMoment},
		{"channels.tsv", 1, lex.addChannel},
		{"nouns.tsv", 1, lex.addNoun},
		{"plainverbs.tsv", 1, lex.addPlainVerb},
		{"verbs.tsv", 1, lex.addVerb},
		{"valence.tsv", 2, lex.addValence},
		{"weights.tsv", 2, lex.addWeight},
	} {
		lines, err := readLines(folders, part.file, part.keys)
		if err != nil {
			return nil, fmt.Errorf("reading the lexicon: %w", err)
		}
		for _, l := range lines {
			if err := part.add(l); err != nil {
				return nil, fmt.Errorf("reading the lexicon: %s, line %d: %w", part.file, l.line, err)
			}
		}
	}
	if len(lex.actors) == 0 || len(lex.lemmas) == 0 {
		return nil, errors.New("reading the lexicon: no folder given holds actors.tsv and verbs.tsv with a line in each")
	}
	lex.finish()
	return lex, nil
}

// word gives what is known of a word, making room for it.
func (lex *Lexicon) word(w string) *wordInfo {
	i := lex.words[w]
	if i == nil {
		i = &wordInfo{}
		lex.words[w] = i
	}
	return i
}

// addPhrase enters a phrase under its first word. The phrase is cut as texts are.
func (lex *Lexicon) addPhrase(text string, p phrase) {
	d := &document{text: text}
	d.tokenize()
	if len(d.tokens) == 0 {
		return
	}
	for _, t := range d.tokens {
		p.words = append(p.words, t.norm)
		p.wordy += len(t.norm)
	}
	first := d.tokens[0]
	if p.kind <= isHidden && p.kind != isOffice || p.kind == isTown {
		p.upper = first.upper
		p.exact = first.caps && len(d.tokens) == 1 && len(text) <= 6
	}
	i := lex.word(p.words[0])
	i.phrases = append(i.phrases, &p)
}

func (lex *Lexicon) addActor(l fields) error {
	a := &actorEntry{id: l.at(0), name: l.at(1), kind: l.at(2), iso3: l.at(3)}
	if a.name == "" || !slices.Contains([]string{"state", "organisation", "group"}, a.kind) {
		return fmt.Errorf("actor %q needs a name and a type (state, organisation or group)", a.id)
	}
	spans := l.list(4, "|")
	for i, s := range spans {
		f, e, err := years(s)
		if err != nil {
			return err
		}
		if i == 0 {
			a.first = f
		}
		a.last = e
	}
	for i, kind := range []phraseKind{isActor, isAdjective, isPlace, isTown} {
		for _, n := range l.list(5+i, "|") {
			name, when, _ := strings.Cut(n, "@")
			f, e, err := years(when)
			if err != nil {
				return err
			}
			if when == "" {
				f, e = a.first, a.last
				if len(spans) > 1 {
					f, e = 0, 0
				}
			}
			if kind != isAdjective && kind != isTown {
				a.names = append(a.names, name)
			}
			lex.addPhrase(name, phrase{kind: kind, id: a.id, first: f, last: e})
		}
	}
	slices.Sort(a.names)
	f, e := a.first, a.last
	if len(spans) > 1 {
		f, e = 0, 0
	}
	lex.addPhrase(a.name, phrase{kind: isActor, id: a.id, first: f, last: e})
	lex.actors = append(lex.actors, a)
	lex.byActor[a.id] = a
	return nil
}

func (lex *Lexicon) addPerson(l fields) error {
	p := &personEntry{name: l.at(0), actor: l.at(1), office: l.at(2)}
	var err error
	if p.first, p.last, err = years(l.at(3) + "/" + l.at(4)); err != nil {
		return err
	}
	if lex.byActor[p.actor] == nil {
		return fmt.Errorf("%s holds an office of %q, which is no actor in actors.tsv", p.name, p.actor)
	}
	lex.people = append(lex.people, p)
	add := phrase{kind: isPerson, id: p.actor, person: p}
	lex.addPhrase(p.name, add)
	for _, n := range l.list(5, "|") {
		add.surname = !strings.Contains(n, " ")
		lex.addPhrase(n, add)
	}
	if i := strings.LastIndexByte(p.name, ' '); i > 0 { // the name alone, where an office or the full name came before
		add.surname, add.lastName = true, true
		lex.addPhrase(p.name[i+1:], add)
	}
	return nil
}

func (lex *Lexicon) addOffice(l fields) error {
	for _, w := range l.list(1, "|") {
		lex.addPhrase(w, phrase{kind: isOffice, id: l.at(0)})
		lex.addPhrase(plural(w), phrase{kind: isOffice, id: l.at(0)})
	}
	return nil
}

func (lex *Lexicon) addHidden(l fields) error {
	for _, w := range l.list(0, "|") {
		lex.addPhrase(w, phrase{kind: isHidden})
	}
	return nil
}

func (lex *Lexicon) addMoment(l fields) error {
	m := &momentEntry{title: l.at(0), kind: l.at(1), start: l.at(2), end: l.at(3), inNeed: l.list(4, "|")}
	for _, id := range m.inNeed {
		if lex.byActor[id] == nil {
			return fmt.Errorf("moment %q has %q in need, which is no actor in actors.tsv", m.title, id)
		}
	}
	for _, w := range l.list(5, "|") {
		lex.addPhrase(w, phrase{kind: isMoment, moment: m})
	}
	return nil
}

func (lex *Lexicon) addChannel(l fields) error {
	for _, w := range l.list(1, "|") {
		lex.addPhrase(w, phrase{kind: isChannel, id: l.at(0)})
		if s := plural(w); s != w {
			lex.addPhrase(s, phrase{kind: isChannel, id: l.at(0)})
		}
	}
	return nil
}

func (lex *Lexicon) addNoun(l fields) error {
	s, err := parseSense(l.at(1))
	if err != nil {
		return err
	}
	n := &nounEntry{sense: s, from: l.list(2, ","), to: l.list(3, ",")}
	w := strings.ToLower(l.at(0))
	if strings.ContainsAny(w, " -") {
		lex.addPhrase(w, phrase{kind: isNoun, noun: n})
		lex.addPhrase(plural(w), phrase{kind: isNoun, noun: n})
		return nil
	}
	lex.word(w).noun = n
	if p := plural(w); lex.word(p).noun == nil {
		lex.word(p).noun, lex.word(p).plural = n, true
	}
	return nil
}

func (lex *Lexicon) addPlainVerb(l fields) error {
	lex.addForms(l.at(0), l.list(1, ","), l.at(2) == "noun")
	return nil
}

func (lex *Lexicon) addVerb(l fields) error {
	ws := strings.Fields(strings.ToLower(l.at(0)))
	s, err := parseSense(l.at(2))
	if err != nil {
		return fmt.Errorf("verb %q: %w", l.at(0), err)
	}
	base := ws[0]
	lex.addForms(base, l.list(1, ","), false)
	lex.lemmas[base] = append(lex.lemmas[base], verbEntry{after: ws[1:], sense: s, slots: l.list(3, ",")})
	return nil
}

// addForms enters the forms of a verb: regular ones, or those given; of one that
// is oftener a noun only those that are none.
func (lex *Lexicon) addForms(base string, irregular []string, noun bool) {
	add := func(w string, f formSet) {
		i := lex.word(w)
		for k := range i.forms {
			if i.forms[k].base == base {
				i.forms[k].form |= f
				return
			}
		}
		i.forms = append(i.forms, verbForm{base, f})
	}
	past, part := pastForms(base)
	if len(irregular) > 0 {
		past, part = []string{irregular[0]}, []string{irregular[len(irregular)-1]}
	}
	if !noun {
		add(base, formBase)
		add(plural(base), formS)
	}
	for _, w := range past {
		add(w, formPast)
	}
	for _, w := range part {
		add(w, formPart)
	}
	for _, w := range ingForms(base) {
		add(w, formIng)
	}
}

func (lex *Lexicon) addClass(l fields) error {
	c := classNamed(l.at(0))
	if c == 0 {
		return fmt.Errorf("class %q does not exist (classes: %s)", l.at(0), strings.Join(classNames, ", "))
	}
	for _, w := range l.list(1, "|") {
		d := &document{text: w}
		d.tokenize()
		if len(d.tokens) == 1 {
			lex.word(d.tokens[0].norm).class |= c
			continue
		}
		lex.addPhrase(w, phrase{kind: isMark, class: c})
	}
	return nil
}

// finish sorts what was entered, so that the order of files does not matter.
func (lex *Lexicon) finish() {
	lex.sorts = tabulate(lex.weights)
	slices.SortFunc(lex.actors, func(a, b *actorEntry) int { return cmp.Compare(a.id, b.id) })
	for _, i := range lex.words {
		slices.SortStableFunc(i.phrases, func(a, b *phrase) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(b.wordy, a.wordy), cmp.Compare(a.kind, b.kind))
		})
	}
	for _, list := range lex.lemmas {
		slices.SortStableFunc(list, func(a, b verbEntry) int { return cmp.Compare(len(b.after), len(a.after)) })
	}
}

// ActorID gives the lexicon's id of an actor named by id, name, alias or ISO
// code, ignoring case; false where there is none.
func (lex *Lexicon) ActorID(name string) (string, bool) {
	if a := lex.byActor[name]; a != nil {
		return a.id, true
	}
	for _, a := range lex.actors {
		if strings.EqualFold(a.name, name) || a.iso3 != "" && strings.EqualFold(a.iso3, name) {
			return a.id, true
		}
		for _, n := range a.names {
			if strings.EqualFold(n, name) {
				return a.id, true
			}
		}
	}
	return "", false
}

// ActorName gives the name of an actor of the lexicon, or the id where it has none.
func (lex *Lexicon) ActorName(id string) string {
	if a := lex.byActor[id]; a != nil {
		return a.name
	}
	return id
}

// Size counts what the lexicon holds: actors, office holders and verbs.
func (lex *Lexicon) Size() (actors, people, verbs int) {
	return len(lex.actors), len(lex.people), len(lex.lemmas)
}
