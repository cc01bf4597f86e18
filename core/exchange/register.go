package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Register is a data set of the field that becomes pledges and contributions.
type Register string

// The registers that are read. Their files may not be bundled: people bring
// their own.
const (
	SIPRI   Register = "sipri"   // the trade register of the SIPRI Arms Transfers Database, CSV
	Kiel    Register = "kiel"    // the Ukraine Support Tracker's table by donor and month, CSV
	AidData Register = "aiddata" // Global Chinese Development Finance, projects or totals by country, CSV
	IATI    Register = "iati"    // activities with their transactions, XML
)

// RegisterOptions say what a file does not.
type RegisterOptions struct {
	Version   string   // of the data set: "Release 29"; empty: as far as the file tells
	Retrieved edtf.Day // the day of retrieval, for a file that has no date; 0: none
	// Only keeps rows of which an actor of this id or name is a side; empty: all.
	Only []string
}

// SniffRegister tells which register a file is from, by its beginning; false if
// it is none of them.
func SniffRegister(data []byte) (Register, bool) {
	head := string(data[:min(len(data), 8192)])
	first, _, _ := strings.Cut(strings.TrimPrefix(head, "\ufeff"), "\n")
	first = strings.ToLower(first)
	switch {
	case strings.Contains(head, "SIPRI") && strings.Contains(head, "Recipient,Supplier"), strings.HasPrefix(first, "recipient,supplier,year of order"):
		return SIPRI, true
	case strings.Contains(first, "to_be_allocated"):
		return Kiel, true
	case strings.Contains(first, "total_commitments_bn"), strings.Contains(first, "commitment year") && strings.Contains(first, "recipient"):
		return AidData, true
	case strings.Contains(head, "<iati-activities"):
		return IATI, true
	}
	return "", false
}

// ReadRegister reads a file of a register and says what each row would do to a
// case. Each record cites the data set and its version. A row keeps its record
// from one version of the data set to the next, so that a second import changes
// what has changed and doubles nothing; what a person wrote into such a record
// stays. A pledge that the case has already, from another source, between the
// same two, of the same year and thing, gets a citation instead of a double.
func ReadRegister(c *ledger.Case, data []byte, reg Register, o RegisterOptions) (*Preview, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("read the register: it has more than %d MB: split it", MaxFile>>20)
	}
	b := &registry{c: c, cast: newCast(c), out: &Preview{}, same: map[string]int{}, taken: map[string]bool{}, o: o}
	for _, name := range o.Only {
		id, ok := b.cast.find(name, edtf.DayOf(2000, 1, 1))
		if !ok {
			return nil, fmt.Errorf("read the register: only rows of %q were asked for, who is no actor of the case and no state", name)
		}
		b.only = append(b.only, id)
	}
	var err error
	switch reg {
	case SIPRI:
		err = b.sipri(data)
	case Kiel:
		err = b.kiel(data)
	case AidData:
		err = b.aiddata(data)
	case IATI:
		err = b.iati(data)
	default:
		err = fmt.Errorf("there is no register %q: choose sipri, kiel, aiddata or iati", reg)
	}
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	for _, id := range b.cast.order {
		b.out.Actors = append(b.out.Actors, b.cast.added[id])
	}
	b.out.refuse(c)
	slices.SortStableFunc(b.out.Rows, func(a, b PreviewRow) int { return cmp.Compare(a.Line, b.Line) })
	return b.out, nil
}

// registry turns rows of a register into what they would do.
type registry struct {
	c     *ledger.Case
	cast  *cast
	out   *Preview
	o     RegisterOptions
	only  []string
	set   string         // the beginning of the ids of its sources
	same  map[string]int // rows by what tells them apart
	taken map[string]bool
	known map[knownKey][]*ledger.Pledge
}

type knownKey struct {
	ledger.Dyad
	year int
}

func (b *registry) refuse(line int, format string, args ...any) {
	b.out.Rows = append(b.out.Rows, PreviewRow{Line: line, State: Refused, Why: fmt.Sprintf(format, args...)})
}

// dataSet makes the source that all rows cite, or finds it in the case.
func (b *registry) dataSet(set, title, version, publisher, url string, date edtf.Date) {
	b.set = set
	version = cmp.Or(b.o.Version, version)
	id := set + "-" + cmp.Or(slug(version), "file")
	if version == "" {
		id = set + "-data"
	} else {
		title += ", " + version
	}
	if date.IsZero() && b.o.Retrieved != 0 {
		date = edtf.DateOf(b.o.Retrieved)
	}
	if old, ok := b.c.Source(id); ok {
		b.out.Source = old
		return
	}
	b.out.Source = &ledger.Source{ID: id, Title: title, Publisher: publisher, Date: date, Type: "database", URL: url, Reliability: "B", Seen: "text", Tags: []string{set}}
}

// id gives the record of a row its id: the same in each version of the data set.
// Rows that nothing tells apart are counted.
func (b *registry) id(kind ledger.Kind, parts ...string) string {
	key := string(kind) + "\x00" + strings.Join(parts, "\x00")
	b.same[key]++
	digest := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, b.same[key]))
	return kind.Prefix() + "-" + b.set + "-" + hex.EncodeToString(digest[:6])
}

func (b *registry) cite(where string, credibility int) []ledger.Citation {
	return []ledger.Citation{{Source: b.out.Source.ID, Where: where, Credibility: credibility}}
}

// skip reports that a row is not of the actors that were asked for.
func (b *registry) skip(from, to string) bool {
	return len(b.only) > 0 && !slices.Contains(b.only, from) && !slices.Contains(b.only, to)
}

// ours reports that citations come from this data set alone, in any version.
func (b *registry) ours(list []ledger.Citation) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(c ledger.Citation) bool { return !strings.HasPrefix(c.Source, b.set+"-") })
}

// recite replaces the citations of this data set in a list by new ones.
func (b *registry) recite(old, new []ledger.Citation) []ledger.Citation {
	out := slices.Clone(new)
	for _, c := range old {
		if !strings.HasPrefix(c.Source, b.set+"-") {
			out = append(out, c)
		}
	}
	return out
}

// pledge enters a pledge that a row stands for. words are those by which one
// that the case has from elsewhere is known to be the same thing.
func (b *registry) pledge(line int, p *ledger.Pledge, words, note string) {
	if old, ok := b.c.Get(p.ID); ok {
		was, isPledge := old.(*ledger.Pledge)
		if !isPledge {
			b.refuse(line, "the id %s is that of a %s", p.ID, old.Kind())
			return
		}
		now := ledger.Clone(was).(*ledger.Pledge)
		now.Promised, now.Amount, now.Unit = p.Promised, p.Amount, p.Unit
		now.Citations = b.recite(was.Citations, p.Citations)
		kept := slices.DeleteFunc(slices.Clone(was.Milestones), func(m ledger.Milestone) bool { return b.ours(m.Citations) })
		if now.Milestones = append(slices.Clone(p.Milestones), kept...); len(now.Milestones) == 0 {
			now.Milestones = nil
		}
		slices.SortStableFunc(now.Milestones, func(x, y ledger.Milestone) int { return edtf.Compare(x.Date, y.Date) })
		b.enter(line, was, now, note)
		return
	}
	if twin := b.twin(p, words); twin != nil {
		now := ledger.Clone(twin).(*ledger.Pledge)
		now.Citations = append(now.Citations, p.Citations...)
		if slices.ContainsFunc(twin.Citations, func(c ledger.Citation) bool {
			return strings.HasPrefix(c.Source, b.set+"-") && c.Where == p.Citations[0].Where
		}) {
			now = twin
		}
		b.enter(line, twin, now, strings.TrimSpace(fmt.Sprintf("the case has it as %s (%s): it is cited there. %s", twin.ID, twin.Title, note)))
		return
	}
	b.enter(line, nil, p, note)
}

// contribution enters what a row says was given.
func (b *registry) contribution(line int, g *ledger.Contribution) {
	old, ok := b.c.Get(g.ID)
	was, isOne := old.(*ledger.Contribution)
	if !ok {
		b.enter(line, nil, g, "")
		return
	}
	if !isOne {
		b.refuse(line, "the id %s is that of a %s", g.ID, old.Kind())
		return
	}
	now := ledger.Clone(was).(*ledger.Contribution)
	now.Date, now.Value, now.Unit = g.Date, g.Value, g.Unit
	now.Citations = b.recite(was.Citations, g.Citations)
	b.enter(line, was, now, "")
}

func (b *registry) enter(line int, was, now ledger.Record, note string) {
	row := PreviewRow{Line: line, ID: now.RecordID(), Record: now, Note: note, State: New}
	if b.taken[row.ID] {
		b.refuse(line, "%s was changed by an earlier row already; change it by hand", row.ID)
		return
	}
	b.taken[row.ID] = true
	if was != nil {
		row.State = Unchanged
		if row.Fields = ledger.Diff(was, now); len(row.Fields) > 0 {
			row.State = Changed
		}
	}
	b.out.Rows = append(b.out.Rows, row)
}

// twin finds a pledge of the case, from elsewhere, that is the same as one of
// the register: between the same two, promised in the same year or the one
// beside it, through the same channel, and naming the thing.
func (b *registry) twin(p *ledger.Pledge, words string) *ledger.Pledge {
	if b.known == nil {
		b.known = map[knownKey][]*ledger.Pledge{}
		for _, x := range b.c.Pledges() {
			if year, ok := yearOf(x.Promised); ok && !strings.HasPrefix(x.ID, x.Kind().Prefix()+"-"+b.set+"-") {
				k := knownKey{ledger.Dyad{From: x.From, To: x.To}, year}
				b.known[k] = append(b.known[k], x)
			}
		}
	}
	year, ok := yearOf(p.Promised)
	if !ok || len(b.known) == 0 {
		return nil
	}
	want := things(words)
	for _, y := range []int{year, year - 1, year + 1} {
		for _, x := range b.known[knownKey{ledger.Dyad{From: p.From, To: p.To}, y}] {
			if x.Channel == p.Channel && !b.taken[x.ID] && shares(want, things(x.Title+" "+x.About)) {
				return x
			}
		}
	}
	return nil
}

func yearOf(d edtf.Date) (int, bool) {
	first, ok := d.Earliest()
	year, _, _ := first.Date()
	return year, ok
}

// things are the words of a text that name one thing rather than a sort of
// thing: those with a digit, "s300", "su35", with marks taken out.
func things(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		var plain strings.Builder
		digits, letters := 0, 0
		for _, r := range strings.ToLower(w) {
			switch {
			case unicode.IsDigit(r):
				digits++
				plain.WriteRune(r)
			case unicode.IsLetter(r):
				letters++
				plain.WriteRune(r)
			}
		}
		if digits > 0 && letters > 0 {
			out = append(out, plain.String())
		}
	}
	return out
}

// shares reports that a thing of one list is, or begins, one of the other: the
// S-300 and the S-300PMU2.
func shares(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			short, long := x, y
			if len(short) > len(long) {
				short, long = y, x
			}
			if len(short) < 3 || !strings.HasPrefix(long, short) {
				continue
			}
			rest := strings.TrimPrefix(long, short)
			if rest == "" || !unicode.IsDigit(rune(rest[0])) { // S-30 is not S-300
				return true
			}
		}
	}
	return false
}
