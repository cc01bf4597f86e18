package reading

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// fields is one line of a list.
type fields struct {
	line int
	f    []string
}

// at gives a field, empty where the line is shorter.
func (l fields) at(i int) string {
	if i < len(l.f) {
		return strings.TrimSpace(l.f[i])
	}
	return ""
}

// list gives the parts of a field.
func (l fields) list(i int, sep string) []string {
	var out []string
	for _, p := range strings.Split(l.at(i), sep) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func readLines(folders []fs.FS, file string, keys int) ([]fields, error) {
	var out []fields
	place := map[string]int{}
	for _, folder := range folders {
		f, err := folder.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		scan := bufio.NewScanner(f)
		scan.Buffer(nil, 1<<20)
		for n := 1; scan.Scan(); n++ {
			line := strings.TrimRight(scan.Text(), " \r")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			l := fields{n, strings.Split(line, "\t")}
			key := strings.Join(l.f[:min(keys, len(l.f))], "\t")
			if i, ok := place[key]; ok {
				out[i] = l
				continue
			}
			place[key] = len(out)
			out = append(out, l)
		}
		err = scan.Err()
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return slices.DeleteFunc(out, func(l fields) bool { return len(l.f) < 2 && file != "names.tsv" && file != "plainverbs.tsv" }), nil
}

// years reads "1922/1991", "1991/..", "../1922".
func years(s string) (first, last int, err error) {
	if s == "" {
		return 0, 0, nil
	}
	a, b, ok := strings.Cut(s, "/")
	if !ok {
		return 0, 0, fmt.Errorf("years %q are no interval (try 1922/1991 or 1991/..)", s)
	}
	if a != ".." && a != "" {
		if first, err = strconv.Atoi(a); err != nil {
			return 0, 0, fmt.Errorf("year %q is no number", a)
		}
	}
	if b != ".." && b != "" {
		if last, err = strconv.Atoi(b); err != nil {
			return 0, 0, fmt.Errorf("year %q is no number", b)
		}
	}
	return first, last, nil
}
