package intake

import (
	"cmp"
	"slices"
	"unicode"
)

// Relation says how a text stands to an earlier one.
type Relation string

// The relations.
const (
	Same          Relation = "the same"        // byte for byte, or word for word
	Republication Relation = "a republication" // nearly all of one stands in the other
	Alike         Relation = "alike"           // they share more than two texts on one matter do
)

// The thresholds, in shares of the shingles of the shorter text. Real republished
// wires keep nine tenths and more where they are cut, and about four fifths where
// one word in forty is changed; two reports of one event by different hands
// share a few hundredths, their quotations.
const (
	republished = .8
	alike       = .25
	shingle     = 4  // words
	least       = 20 // shingles below which a text is too short to be a republication
)

// The numbers of FNV-1a of 64 bits.
const (
	offset uint64 = 14695981039346656037
	prime  uint64 = 1099511628211
)

// Likeness is an earlier text that a text repeats.
type Likeness struct {
	ID       string // of the earlier text
	Relation Relation
	Shared   float64 // the larger of the two below, in (0, 1]
	OfThis   float64 // the share of this text's shingles that stand in the earlier one
	OfThat   float64 // the share of the earlier one's that stand in this one
}

// Index knows texts by their shingles: all runs of four words, whatever their
// capitals and marks (Broder 1997, "On the resemblance and containment of
// documents"). All shingles are kept, in an inverted list, not a MinHash sketch
// of them: a thousand texts are compared in a fraction of a second all the same,
// and the share that stands in a longer text is exact, wherever it stands. The
// zero value is not usable; NewIndex makes one. It is not safe for use by
// several goroutines at once.
type Index struct {
	texts  []indexed
	byID   map[string]int
	bySHA  map[string]int
	heads  map[uint32]int32 // shingle -> the last of its postings, from 1
	links  []posting
	counts []int32 // of each text, while one is looked up
}

type indexed struct {
	id, sha string
	n       int // different shingles
	voice   int // the first text with which it is one voice
}

type posting struct{ text, next int32 }

// NewIndex makes an empty index.
func NewIndex() *Index {
	return &Index{byID: map[string]int{}, bySHA: map[string]int{}, heads: map[uint32]int32{}}
}

// Len is the number of texts in the index.
func (x *Index) Len() int { return len(x.texts) }

// Add enters a text under an id and gives the earlier ones it repeats, as Like
// does. An id that is there already changes nothing.
func (x *Index) Add(id, sha, text string) []Likeness {
	if _, ok := x.byID[id]; ok {
		return nil
	}
	shingles := shinglesOf(text)
	found := x.like(sha, shingles)
	at := len(x.texts)
	t := indexed{id, sha, len(shingles), at}
	for _, l := range found {
		if l.Relation != Alike {
			t.voice = min(t.voice, x.texts[x.byID[l.ID]].voice)
		}
	}
	for _, l := range found { // a longer text can show two earlier ones to be one voice
		if l.Relation != Alike {
			x.join(x.texts[x.byID[l.ID]].voice, t.voice)
		}
	}
	x.texts = append(x.texts, t)
	x.byID[id] = at
	if _, ok := x.bySHA[sha]; !ok && sha != "" {
		x.bySHA[sha] = at
	}
	for _, s := range shingles {
		x.links = append(x.links, posting{int32(at), x.heads[s]})
		x.heads[s] = int32(len(x.links))
	}
	return found
}

func (x *Index) join(from, to int) {
	if from == to {
		return
	}
	for i := range x.texts {
		if x.texts[i].voice == from {
			x.texts[i].voice = to
		}
	}
}

// Like gives the texts of the index that a text repeats, the most alike first,
// of equals the earliest. sha is the digest of its bytes, or empty.
func (x *Index) Like(sha, text string) []Likeness { return x.like(sha, shinglesOf(text)) }

// Voice gives the id of the first text with which a text is one voice: its own
// where it repeats none; empty for an id that is not there.
func (x *Index) Voice(id string) string {
	i, ok := x.byID[id]
	if !ok {
		return ""
	}
	return x.texts[x.texts[i].voice].id
}

func (x *Index) like(sha string, shingles []uint32) []Likeness {
	x.counts = append(x.counts[:0], make([]int32, len(x.texts))...)
	for _, s := range shingles {
		for k := x.heads[s]; k > 0; k = x.links[k-1].next {
			x.counts[x.links[k-1].text]++
		}
	}
	same := -1
	if i, ok := x.bySHA[sha]; ok && sha != "" {
		same = i
	}
	var out []Likeness
	for i, n := range x.counts {
		that := x.texts[i]
		if i == same || sha != "" && that.sha == sha {
			out = append(out, Likeness{that.id, Same, 1, 1, 1})
			continue
		}
		if n == 0 {
			continue
		}
		l := Likeness{ID: that.id, OfThis: float64(n) / float64(len(shingles)), OfThat: float64(n) / float64(that.n)}
		l.Shared = max(l.OfThis, l.OfThat)
		shorter := min(len(shingles), that.n)
		switch {
		case l.OfThis == 1 && l.OfThat == 1:
			l.Relation = Same
		case l.Shared >= republished && shorter >= least:
			l.Relation = Republication
		case l.Shared >= alike && shorter >= least/2:
			l.Relation = Alike
		default:
			continue
		}
		out = append(out, l)
	}
	rank := map[Relation]int{Same: 0, Republication: 1, Alike: 2}
	slices.SortStableFunc(out, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(rank[a.Relation], rank[b.Relation]), cmp.Compare(b.Shared, a.Shared))
	})
	return out
}

// shinglesOf gives the different runs of words of a text as hashes, in order of
// their value. A text shorter than one run is one shingle.
func shinglesOf(text string) []uint32 {
	words := wordHashes(text)
	if len(words) == 0 {
		return nil
	}
	out := make([]uint32, 0, len(words))
	for i := 0; i == 0 || i+shingle <= len(words); i++ {
		h := offset
		for _, w := range words[i:min(i+shingle, len(words))] {
			h = (h ^ w) * prime
			h ^= h >> 29
		}
		out = append(out, uint32(h>>32)^uint32(h))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wordHashes gives the words of a text one by one as hashes (FNV-1a): letters
// and digits, small. A character of a script that is written without spaces is a
// word of its own.
func wordHashes(text string) []uint64 {
	out := make([]uint64, 0, len(text)/6+1)
	h, within := offset, false
	flush := func() {
		if within {
			out = append(out, h)
		}
		h, within = offset, false
	}
	take := func(r rune) {
		for ; r > 0; r >>= 8 {
			h = (h ^ uint64(r&0xff)) * prime
		}
		within = true
	}
	for _, r := range text {
		switch {
		case r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			take(r)
		case r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			flush()
			take(r)
			flush()
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			take(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == '\u200c' || r == '\u00ad': // within a word
		default:
			flush()
		}
	}
	flush()
	return out
}
