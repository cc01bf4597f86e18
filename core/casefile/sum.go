package casefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// sum is a SHA-256. As a set of them it is combined by xor: the order in which
// members come and go does not matter, and xoring one again removes it.
type sum [sha256.Size]byte

func (s sum) xor(t sum) sum {
	for i := range s {
		s[i] ^= t[i]
	}
	return s
}

// sumFrom takes a column's bytes; false if they are no SHA-256.
func sumFrom(b []byte) (s sum, ok bool) {
	return s, copy(s[:], b) == len(s) && len(b) == len(s)
}

// hasher sums fields so that no two lists of fields run together: each is
// preceded by its length.
type hasher struct{ buf []byte }

func (h *hasher) bytes(b []byte) {
	h.buf = binary.AppendUvarint(h.buf, uint64(len(b)))
	h.buf = append(h.buf, b...)
}

func (h *hasher) text(s string) {
	h.buf = binary.AppendUvarint(h.buf, uint64(len(s)))
	h.buf = append(h.buf, s...)
}

func (h *hasher) int(n int64) { h.buf = binary.AppendVarint(h.buf, n) }

func (h *hasher) sum() sum { return sha256.Sum256(h.buf) }

// content is the checksum of what a version says, by which the state of a case
// is told: equal contents have equal sums, whichever edit wrote them. A nil body
// is a deletion.
func (h *hasher) content(record, kind string, body []byte) sum {
	h.buf = h.buf[:0]
	h.text(record)
	h.text(kind)
	if body != nil {
		h.bytes(body)
	}
	return h.sum()
}

// row is the checksum of a stored version: of its content and its edit.
func (h *hasher) row(edit int64, content sum) sum {
	h.buf = h.buf[:0]
	h.int(edit)
	h.bytes(content[:])
	return h.sum()
}

// sumVersions is the checksum of all versions of an edit, in any order.
func sumVersions(sums []sum) sum {
	sorted := slices.Clone(sums)
	slices.SortFunc(sorted, func(a, b sum) int { return bytes.Compare(a[:], b[:]) })
	var h hasher
	for _, s := range sorted {
		h.bytes(s[:])
	}
	return h.sum()
}

// editRow is a row of the table edit.
type editRow struct {
	seq                           int64
	id, time, analyst, label, act string
	undoes                        int64 // 0: none
	changes                       int64 // how many versions it has
	sums                          sum   // over them
	state                         sum   // of the case after it
	parent                        sum   // the hash of the edit before; zero for the first
	hash                          sum   // over all the above
}

// sum computes what hash must be.
func (e *editRow) sum() sum {
	var h hasher
	h.int(e.seq)
	for _, s := range []string{e.id, e.time, e.analyst, e.label, e.act} {
		h.text(s)
	}
	h.int(e.undoes)
	h.int(e.changes)
	for _, s := range []sum{e.sums, e.state, e.parent} {
		h.bytes(s[:])
	}
	return h.sum()
}
