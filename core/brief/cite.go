package brief

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// Reference is one numbered citation.
type Reference struct {
	Number    int
	Source    string // id
	Title     string
	Publisher string
	Author    string
	Date      string
	Where     string
	Quote     string
	Grade     string // "B2"
	Link      string // http or https, else empty
	Memory    bool   // cited without having been seen
}

// Said is its date as a sentence says it.
func (r Reference) Said() string { return Dated(r.Date) }

// citer numbers citations in the order in which the text first makes them. Two
// citations of one place in one source with one grade share a number.
type citer struct {
	c     *ledger.Case
	list  []Reference
	known map[ledger.Citation]int
}

func newCiter(c *ledger.Case) *citer {
	return &citer{c: c, known: map[ledger.Citation]int{}}
}

// cite gives the numbers of the citations, rising, each once.
func (k *citer) cite(citations []ledger.Citation) []int {
	var numbers []int
	for _, x := range citations {
		n, seen := k.known[x]
		if !seen {
			n = len(k.list) + 1
			k.known[x] = n
			k.list = append(k.list, k.reference(n, x))
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// record gives the numbers of a record's citations.
func (k *citer) record(id string) []int {
	r, ok := k.c.Get(id)
	if !ok {
		return nil
	}
	return k.cite(ledger.Citations(r))
}

func (k *citer) reference(n int, x ledger.Citation) Reference {
	r := Reference{Number: n, Source: x.Source, Title: x.Source, Where: x.Where, Quote: x.Quote, Grade: fmt.Sprintf("F%d", x.Credibility)}
	s, ok := k.c.Source(x.Source)
	if !ok {
		return r
	}
	r.Title, r.Publisher, r.Author, r.Date = s.Name(), s.Publisher, s.Author, s.Date.String()
	r.Grade = Grade(k.c, x)
	r.Link = webLink(s.URL)
	r.Memory = s.Seen == "memory"
	return r
}

// Grade is the Admiralty grade of a citation, the source's reliability and the
// item's credibility: "B2".
func Grade(c *ledger.Case, x ledger.Citation) string {
	reliability := "F"
	if s, ok := c.Source(x.Source); ok && s.Reliability != "" {
		reliability = s.Reliability
	}
	return fmt.Sprintf("%s%d", reliability, x.Credibility)
}

// webLink passes addresses that a browser may follow, and nothing that runs.
func webLink(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// sourceRow is one source with its grade and its use.
type sourceRow struct {
	Reference
	Reliability string
	Type        string
	Seen        string
	Records     int // of those the answer rests on that cite it
	Copies      string
}

var seenWords = map[string]string{"page": "its page or an excerpt", "text": "its full text", "memory": "not seen"}

// sources lists the sources behind the answer and the text, by id.
func (k *citer) sources(restsOn []string) []sourceRow {
	used := map[string]int{}
	for _, id := range restsOn {
		r, ok := k.c.Get(id)
		if !ok {
			continue
		}
		if s, isSource := r.(*ledger.Source); isSource {
			used[s.ID] += 0
			continue
		}
		cited := map[string]bool{}
		for _, x := range ledger.Citations(r) {
			cited[x.Source] = true
		}
		for id := range cited {
			used[id]++
		}
	}
	for _, r := range k.list {
		used[r.Source] += 0
	}
	var rows []sourceRow
	for _, s := range k.c.Sources() {
		n, ok := used[s.ID]
		if !ok {
			continue
		}
		row := sourceRow{Reference: k.reference(0, ledger.Citation{Source: s.ID}), Reliability: s.Reliability, Type: s.Type, Seen: seenWords[s.Seen], Records: n}
		if original, ok := k.c.Source(s.Republishes); ok {
			row.Copies = original.Name()
		}
		rows = append(rows, row)
	}
	return rows
}
