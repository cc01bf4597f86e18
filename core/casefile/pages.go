package casefile

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// pageReader finds the rows of tables in the pages of a database file, whatever
// has become of its header, its schema and the pages that lead to those rows.
// It knows the leaf pages of SQLite's table trees (type 0x0d), their overflow
// chains and the record format (sqlite.org/fileformat2.html, sections 1.6 and
// 2.1), and trusts nothing that it reads. SQLite's own means for this, the
// recovery extension, is not part of the Go translation, and would not know by
// their checksums which of the rows are sound.
type pageReader struct {
	in    io.ReaderAt
	size  int // of a page
	count int // of pages
	page  []byte
}

// value is one column of a row.
type value struct {
	kind  byte // 'n' NULL, 'i' integer, 't' text, 'b' blob; others are not used by the format
	int   int64
	bytes []byte
}

// maxPayload bounds what a damaged length can make the reader gather.
const maxPayload = MaxDocument + 1<<20

// newPageReader reads the page size from the header where it is one, and takes
// the format's own otherwise.
func newPageReader(in io.ReaderAt, size int64) *pageReader {
	p := &pageReader{in: in, size: pageSize}
	header := make([]byte, 18)
	if _, err := in.ReadAt(header, 0); err == nil && string(header[:16]) == "SQLite format 3\x00" {
		n := int(binary.BigEndian.Uint16(header[16:]))
		if n == 1 {
			n = 65536
		}
		if n >= 512 && n&(n-1) == 0 {
			p.size = n
		}
	}
	p.count = int(size / int64(p.size))
	p.page = make([]byte, p.size)
	return p
}

// rows calls see with every row that can be made out. A page that cannot be
// read is counted in unread.
func (p *pageReader) rows(ctx context.Context, see func(rowid int64, row []value)) (unread int, err error) {
	for n := range p.count {
		if err := ctx.Err(); err != nil {
			return unread, err
		}
		if _, err := p.in.ReadAt(p.page, int64(n)*int64(p.size)); err != nil {
			unread++
			continue
		}
		start := 0
		if n == 0 {
			start = 100 // the file's header
		}
		if p.page[start] != 0x0d {
			continue
		}
		page := append([]byte(nil), p.page...) // overflow pages are read into p.page
		cells := int(binary.BigEndian.Uint16(page[start+3:]))
		for i := range cells {
			at := start + 8 + 2*i
			if at+2 > len(page) {
				break
			}
			if rowid, payload, err := p.cell(page, int(binary.BigEndian.Uint16(page[at:]))); err == nil {
				if row, err := splitRow(payload); err == nil {
					see(rowid, row)
				}
			}
		}
	}
	return unread, nil
}

var errMalformed = fmt.Errorf("malformed")

// cell reads the cell of a table leaf at an offset, with its overflow pages.
func (p *pageReader) cell(page []byte, at int) (rowid int64, payload []byte, err error) {
	if at >= len(page) {
		return 0, nil, errMalformed
	}
	length, n := varint(page[at:])
	if n == 0 || length > maxPayload {
		return 0, nil, errMalformed
	}
	at += n
	id, n := varint(page[at:])
	if n == 0 {
		return 0, nil, errMalformed
	}
	at += n
	// How much of it is on this page: section 1.6, with no reserved bytes.
	local, most, least := int(length), p.size-35, (p.size-12)*32/255-23
	if local > most {
		local = least + (int(length)-least)%(p.size-4)
		if local > most {
			local = least
		}
	}
	if at+local > len(page) {
		return 0, nil, errMalformed
	}
	payload = append([]byte(nil), page[at:at+local]...)
	if local == int(length) {
		return int64(id), payload, nil
	}
	if at+local+4 > len(page) {
		return 0, nil, errMalformed
	}
	next := binary.BigEndian.Uint32(page[at+local:])
	for steps := 0; len(payload) < int(length); steps++ {
		if next == 0 || int64(next) > int64(p.count) || steps > p.count {
			return 0, nil, errMalformed
		}
		if _, err := p.in.ReadAt(p.page, (int64(next)-1)*int64(p.size)); err != nil {
			return 0, nil, err
		}
		next = binary.BigEndian.Uint32(p.page)
		take := min(p.size-4, int(length)-len(payload))
		payload = append(payload, p.page[4:4+take]...)
	}
	return int64(id), payload, nil
}

// splitRow takes a record of the record format apart.
func splitRow(payload []byte) ([]value, error) {
	headerLen, n := varint(payload)
	if n == 0 || headerLen > uint64(len(payload)) || headerLen < uint64(n) {
		return nil, errMalformed
	}
	types, body := payload[n:headerLen], payload[headerLen:]
	var row []value
	for len(types) > 0 {
		t, n := varint(types)
		if n == 0 || len(row) > 32 {
			return nil, errMalformed
		}
		types = types[n:]
		v, size := value{}, 0
		switch {
		case t == 0:
			v.kind = 'n'
		case t <= 6:
			v.kind, size = 'i', []int{0, 1, 2, 3, 4, 6, 8}[t]
		case t == 7:
			v.kind, size = 'f', 8
		case t == 8, t == 9:
			v.kind, v.int = 'i', int64(t-8)
		case t >= 12 && t <= math.MaxInt32:
			v.kind, size = 'b', int(t-12)/2
			if t%2 == 1 {
				v.kind = 't'
			}
		default:
			return nil, errMalformed
		}
		if size > len(body) {
			return nil, errMalformed
		}
		if v.kind == 'i' && size > 0 {
			v.int = int64(int8(body[0])) // sign-extended
			for _, b := range body[1:size] {
				v.int = v.int<<8 | int64(b)
			}
		}
		v.bytes, body = body[:size], body[size:]
		row = append(row, v)
	}
	return row, nil
}

// varint reads SQLite's variable-length integer; n is 0 if b is too short.
func varint(b []byte) (v uint64, n int) {
	for n = 0; n < 9; n++ {
		if n >= len(b) {
			return 0, 0
		}
		if n == 8 {
			return v<<8 | uint64(b[n]), 9
		}
		v = v<<7 | uint64(b[n]&0x7f)
		if b[n] < 0x80 {
			return v, n + 1
		}
	}
	return 0, 0
}
