// Package fetch gets files of event data: what there is by provider and period,
// with sizes and addresses, and a downloader that resumes, checks and is polite.
//
// Only GDELT's files may be fetched by a program; of the other providers it names
// the page on which a person agrees to the terms and gets them. The lists and files
// come over plain HTTP, as GDELT serves them: the MD5 sums tell a damaged file, not
// a forged one.
//
// Retries wait by github.com/cenkalti/backoff, the kept library for it (exponential,
// with jitter); hashicorp/go-retryablehttp retries a request, but not a body that
// breaks off, and here that is the usual trouble. One program at a time downloads to
// a folder: github.com/gofrs/flock locks it on every system.
package fetch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

// Dataset is a body of files of one provider.
type Dataset struct {
	ID       string // "gdelt1"
	Title    string
	Provider measure.Provider
	Covers   string // "1979 to today"
	About    string // what it is good for, and how large
	Page     string // where a person finds it
	Terms    string
	Fetched  bool // whether this package may get it
}

// Datasets lists what event data there is, the fetched first.
func Datasets() []Dataset {
	return []Dataset{
		{"gdelt1", "GDELT 1.0 events", measure.GDELT, "1979 to today, by day", "machine-coded from news in English; a file a year to 2005, a month to March 2013, then a day",
			"http://data.gdeltproject.org/events/index.html", "free for any use; cite the GDELT Project and link to gdeltproject.org", true},
		{"gdelt2", "GDELT 2.0 events", measure.GDELT2, "February 2015 to today, by quarter of an hour", "as GDELT 1.0, every 15 minutes: 96 files a day",
			"http://data.gdeltproject.org/gdeltv2/masterfilelist.txt", "free for any use; cite the GDELT Project and link to gdeltproject.org", true},
		{"gdelt2-translated", "GDELT 2.0 events, translated news", measure.GDELT2, "February 2015 to today, by quarter of an hour", "from news in 65 other languages, translated by machine: 96 files a day",
			"http://data.gdeltproject.org/gdeltv2/masterfilelist-translation.txt", "free for any use; cite the GDELT Project and link to gdeltproject.org", true},
		{"icews", "ICEWS coded event data", measure.ICEWS, "1995 to April 2023, a file a year", "machine-coded, better checked than GDELT",
			"https://doi.org/10.7910/DVN/28075", "Harvard Dataverse: accept the terms on the page, then download", false},
		{"polecat", "POLECAT weekly data", measure.POLECAT, "2018 to today, a file a year and a week", "the successor of ICEWS, in PLOVER's types",
			"https://doi.org/10.7910/DVN/AJGVIT", "Harvard Dataverse: accept the terms on the page, then download", false},
		{"acled", "ACLED", measure.ACLED, "1997 to today, by region", "political violence and protest, coded by people",
			"https://acleddata.com", "register with ACLED, export as CSV; its terms forbid passing the data on", false},
		{"ucdp", "UCDP Georeferenced Event Dataset", measure.UCDP, "1989 to last year, one file", "organised violence with deaths, coded by people",
			"https://ucdp.uu.se/downloads/", "CC BY 4.0: download the CSV on the page and cite as it says", false},
	}
}

// Find gives a dataset by its id; "gdelt" is GDELT 1.0.
func Find(id string) (Dataset, bool) {
	if id == "gdelt" {
		id = "gdelt1"
	}
	all := Datasets()
	i := slices.IndexFunc(all, func(d Dataset) bool { return d.ID == id })
	if i < 0 {
		return Dataset{}, false
	}
	return all[i], true
}

// File is one file that can be fetched.
type File struct {
	Name  string       `json:"name"`
	URL   string       `json:"url"`
	Bytes int64        `json:"bytes"`         // 0: not told
	MD5   string       `json:"md5,omitempty"` // in hex; empty: not told
	Days  measure.Span `json:"days"`
}

// Period is what a dataset holds of a year.
type Period struct {
	Year  int   `json:"year"`
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// ByYear adds files up by the year in which they begin.
func ByYear(files []File) []Period {
	var out []Period
	for _, f := range files {
		year, _, _ := f.Days.First.Date()
		if n := len(out); n == 0 || out[n-1].Year != year {
			out = append(out, Period{Year: year})
		}
		p := &out[len(out)-1]
		p.Files++
		p.Bytes += f.Bytes
	}
	return out
}

// listAge is how old a list may be that is used again: GDELT adds to it every day.
const listAge = 24 * time.Hour

// listed says where a dataset's lists are and what they look like.
var listed = map[string]struct {
	folder string // of the files, under the base address
	lists  []string
	name   *regexp.Regexp
}{
	"gdelt1":            {"events", []string{"filesizes", "md5sums"}, regexp.MustCompile(`^(\d{4})(\d\d)?(\d\d)?(\.export\.CSV)?\.zip$`)},
	"gdelt2":            {"gdeltv2", []string{"masterfilelist.txt"}, regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)\d{6}\.export\.CSV\.zip$`)},
	"gdelt2-translated": {"gdeltv2", []string{"masterfilelist-translation.txt"}, regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)\d{6}\.translation\.export\.CSV\.zip$`)},
}

// Catalogue lists the files of a dataset that hold days of the span, in order. The
// provider's lists are kept in a folder and fetched again when a day old.
func (c *Client) Catalogue(ctx context.Context, d Dataset, span measure.Span, kept string) ([]File, error) {
	l, ok := listed[d.ID]
	if !d.Fetched || !ok {
		return nil, fmt.Errorf("%s cannot be fetched by a program: get it at %s (%s)", d.Title, d.Page, d.Terms)
	}
	found := map[string]*File{}
	for _, list := range l.lists {
		at, err := c.list(ctx, l.folder+"/"+list, filepath.Join(kept, d.ID+"-"+list))
		if err != nil {
			return nil, fmt.Errorf("getting the list of %s: %w", d.Title, err)
		}
		f, err := os.Open(at)
		if err != nil {
			return nil, fmt.Errorf("reading the list of %s: %w", d.Title, err)
		}
		err = readList(f, func(name string, bytes int64, sum string) {
			days, ok := daysOf(l.name.FindStringSubmatch(name))
			if !ok || !days.Meets(span) {
				return
			}
			file := found[name]
			if file == nil {
				file = &File{Name: name, URL: c.address(l.folder + "/" + name), Days: days}
				found[name] = file
			}
			if bytes > 0 {
				file.Bytes = bytes
			}
			if sum != "" {
				file.MD5 = sum
			}
		})
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("reading the list of %s: %w", d.Title, err)
		}
	}
	out := make([]File, 0, len(found))
	for _, f := range found {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b File) int {
		if a.Days.First != b.Days.First {
			return int(a.Days.First - b.Days.First)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out, nil
}

// list gets a list, or finds one that is young enough.
func (c *Client) list(ctx context.Context, at, kept string) (string, error) {
	if info, err := os.Stat(kept); err == nil && info.Size() > 0 && c.now().Sub(info.ModTime()) < listAge {
		return kept, nil
	}
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		return "", err
	}
	lock := flock.New(filepath.Join(filepath.Dir(kept), ".lists.lock"))
	if _, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return "", fmt.Errorf("waiting for another program that gets the list: %w", err)
	}
	defer lock.Unlock()
	fresh := kept + ".new"
	os.Remove(fresh)
	if err := c.one(ctx, File{Name: filepath.Base(fresh), URL: c.address(at)}, filepath.Dir(kept), nil); err != nil {
		return "", err
	}
	return kept, os.Rename(fresh, kept)
}

var (
	isSum    = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)
	safeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
)

// readList reads any of GDELT's lists: "bytes name", "md5 name", "bytes md5
// address". A line that is none of these is passed over; real lists hold some.
func readList(r io.Reader, each func(name string, bytes int64, sum string)) error {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) < 2 || len(f) > 3 {
			continue
		}
		name := path.Base(strings.TrimPrefix(f[len(f)-1], "*"))
		if !safeName.MatchString(name) {
			continue
		}
		bytes, sum, ok := int64(0), "", true
		for _, x := range f[:len(f)-1] {
			if isSum.MatchString(x) {
				sum = strings.ToLower(x)
			} else if n, err := strconv.ParseInt(x, 10, 64); err == nil && n > 0 {
				bytes = n
			} else {
				ok = false
			}
		}
		if ok {
			each(name, bytes, sum)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("a line is no list's: %w", err)
	}
	return nil
}

// daysOf reads the days of a file from its name's year, month and day.
func daysOf(f []string) (measure.Span, bool) {
	if f == nil {
		return measure.Span{}, false
	}
	n := func(i int) int { v, _ := strconv.Atoi(f[i]); return v } // digits only; empty: 0
	year, month, day := n(1), time.Month(n(2)), n(3)
	switch {
	case year == 0 || month > 12:
		return measure.Span{}, false
	case month == 0:
		return measure.Span{First: edtf.DayOf(year, time.January, 1), Last: edtf.DayOf(year, time.December, 31)}, true
	case day == 0:
		return measure.Span{First: edtf.DayOf(year, month, 1), Last: edtf.DayOf(year, month+1, 1) - 1}, true
	}
	d := edtf.DayOf(year, month, day)
	if y, m, dd := d.Date(); y != year || m != month || dd != day {
		return measure.Span{}, false
	}
	return measure.Span{First: d, Last: d}, true
}
