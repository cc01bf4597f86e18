package events

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// refusals goes through a file line by line and tells which rows are malformed,
// the first keptRefusals of them. It runs only where the engine found that there
// are some: the engine is quicker, but does not tell the line of every kind.
func (m *member) refusals(ctx context.Context) ([]Refusal, error) {
	r, err := m.text()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	at := make(map[string]int, len(m.layout.Columns))
	for i, c := range m.layout.Columns {
		at[c] = i
	}
	var out []Refusal
	judge := func(line int64, fields []string, raw string) {
		reason := ""
		switch {
		case len(fields) > len(m.layout.Columns):
			reason = fmt.Sprintf("%d fields, the file has %d", len(fields), len(m.layout.Columns))
		case len(fields) < len(m.layout.Columns) && m.layout.Quoted:
			reason = fmt.Sprintf("%d fields, the file has %d", len(fields), len(m.layout.Columns))
		case !utf8.ValidString(raw) && !m.layout.Latin1:
			reason = "bytes that are no UTF-8"
		default:
			reason = m.layout.check(func(c string) string {
				if i, ok := at[c]; ok && i < len(fields) {
					return fields[i]
				}
				return ""
			})
		}
		if reason != "" {
			out = append(out, Refusal{line, reason, strings.ToValidUTF8(raw[:min(len(raw), 200)], "�")})
		}
	}
	if m.layout.Quoted {
		return out, m.eachQuoted(ctx, r, func(line int64, fields []string) bool {
			judge(line, fields, strings.Join(fields, string(m.layout.Comma)))
			return len(out) < keptRefusals
		})
	}
	scan := bufio.NewReaderSize(&stoppable{ctx, r}, 1<<20)
	for line := int64(1); len(out) < keptRefusals; line++ {
		raw, err := scan.ReadString('\n')
		if raw = strings.TrimRight(raw, "\r\n"); raw != "" && !(line == 1 && m.layout.Header) {
			judge(line, strings.Split(raw, string(m.layout.Comma)), raw)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *member) eachQuoted(ctx context.Context, r io.Reader, each func(int64, []string) bool) error {
	c := csv.NewReader(&stoppable{ctx, r})
	c.Comma, c.FieldsPerRecord, c.LazyQuotes, c.ReuseRecord = m.layout.Comma, -1, true, true
	for first := true; ; first = false {
		fields, err := c.Read()
		var broken *csv.ParseError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &broken):
			if !each(int64(broken.Line), []string{broken.Err.Error()}) {
				return nil
			}
			continue
		case err != nil:
			return err
		}
		line, _ := c.FieldPos(0)
		if first && m.layout.Header {
			continue
		}
		if !each(int64(line), fields) {
			return nil
		}
	}
}
