package exchange

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// The columns of SIPRI's trade register, in the order of its exports.
const (
	sipriRecipient = iota
	sipriSupplier
	sipriYear
	sipriYearUnsure
	sipriOrdered
	sipriOrderedUnsure
	sipriWeapon
	sipriWhat
	sipriDelivered
	sipriDeliveredUnsure
	sipriDeliveries
	sipriStatus
	sipriComments
	sipriTIVUnit
	sipriTIVOrder
	sipriTIVDelivered
	sipriColumns
)

var sipriGenerated = regexp.MustCompile(`Data generated: *([0-9]{1,2} [A-Za-z]+ [0-9]{4})`)

// sipri reads the trade register: a preamble, a head whose first cell is
// Recipient, and one order a row. A row is a pledge of the year of order; what
// was delivered by the last year of delivery is its milestone. Years are all the
// precision that there is.
func (b *registry) sipri(data []byte) error {
	if !utf8.Valid(data) {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data) // every byte is a character there
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n"), "\n")
	head := -1
	version, date := "", edtf.Date{}
	for i, line := range lines {
		if m := sipriGenerated.FindStringSubmatch(line); m != nil {
			version = "data generated " + m[1]
			if d, err := edtf.FromInput(m[1], edtf.DayFirst); err == nil {
				date = d
			}
		}
		first, _, _ := strings.Cut(line, ",")
		if strings.Trim(strings.TrimSpace(first), `"`) == "Recipient" {
			head = i
			break
		}
		if i > 100 {
			break
		}
	}
	if head < 0 {
		return fmt.Errorf("there is no row that begins with the column Recipient in the first 100 lines: export the trade register as CSV (the older RTF form is not read)")
	}
	if n := len(cutLine(lines[head])); n != sipriColumns {
		return fmt.Errorf("line %d: the trade register has %d columns, this file has %d", head+1, sipriColumns, n)
	}
	b.dataSet("sipri", "SIPRI Arms Transfers Database, trade register", version, "SIPRI", "https://www.sipri.org/databases/armstransfers", date)
	for i, line := range lines[head+1:] {
		if strings.Trim(line, ", \t") == "" {
			continue
		}
		if err := b.sipriRow(head+2+i, cutLine(line)); err != nil {
			b.refuse(head+2+i, "%v", err)
		}
	}
	return nil
}

// cutLine takes one line apart: exports before 2025 never quote, later ones may.
func cutLine(line string) []string {
	cells := strings.Split(line, ",")
	if len(cells) != sipriColumns {
		if rows, bad := parseCSV([]byte(line), ','); len(rows) == 1 && len(bad) == 0 {
			cells = rows[0].cells
		}
	}
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
	}
	return cells
}

func (b *registry) sipriRow(line int, c []string) error {
	if len(c) != sipriColumns {
		return fmt.Errorf("it has %d cells where the register has %d columns", len(c), sipriColumns)
	}
	year, err := strconv.Atoi(c[sipriYear])
	if err != nil || year < 1900 || year > 2200 {
		return fmt.Errorf("year of order: %q is not a year", c[sipriYear])
	}
	day := edtf.DayOf(year, 7, 1)
	to, err := b.sipriActor(c[sipriRecipient], day)
	if err != nil {
		return err
	}
	from, err := b.sipriActor(c[sipriSupplier], day)
	if err != nil {
		return err
	}
	if b.skip(from, to) {
		return nil
	}
	ordered, err := count("number ordered", c[sipriOrdered])
	if err != nil {
		return err
	}
	delivered, err := count("number delivered", c[sipriDelivered])
	if err != nil {
		return err
	}
	var years []int
	for _, part := range strings.FieldsFunc(c[sipriDeliveries], func(r rune) bool { return r == ';' || r == ' ' }) {
		y, err := strconv.Atoi(part)
		if err != nil || y < year-1 || y > 2200 {
			return fmt.Errorf("years of delivery: %q is no year after the order of %d", part, year)
		}
		years = append(years, y)
	}
	credibility := 2
	if c[sipriYearUnsure]+c[sipriOrderedUnsure]+c[sipriDeliveredUnsure] != "" {
		credibility = 3
	}
	where := fmt.Sprintf("%s from %s, %d, %s", c[sipriRecipient], c[sipriSupplier], year, c[sipriWeapon])
	cited := b.cite(where, credibility)
	title := strings.TrimSpace(c[sipriWeapon] + " (" + c[sipriWhat] + ")")
	if ordered != nil {
		title += fmt.Sprintf(", %v ordered", *ordered)
	}
	p := &ledger.Pledge{
		ID:    b.id(ledger.KindPledge, c[sipriRecipient], c[sipriSupplier], c[sipriYear], c[sipriWeapon], c[sipriWhat], c[sipriStatus]),
		Title: title, From: from, To: to, Channel: "arms", Promised: yearDate(year, c[sipriYearUnsure]), Amount: ordered, Citations: cited, Tags: []string{"sipri"},
	}
	if ordered != nil {
		p.Unit = "items"
	}
	var about []string
	if s := c[sipriStatus]; s != "" && s != "New" {
		about = append(about, s+".")
	}
	if s := c[sipriComments]; s != "" {
		about = append(about, s+".")
	}
	if s := c[sipriTIVOrder]; s != "" {
		about = append(about, "Trend-indicator value of the order: "+s+" million.")
	}
	p.About = strings.Join(about, " ")
	p.Milestones = sipriMilestones(ordered, delivered, years, c[sipriDeliveredUnsure], cited)
	note := ""
	if m, ok := sipriComment(c[sipriComments], year, len(years) > 0, cited); ok && m.Type != "" {
		p.Milestones = append(p.Milestones, m)
		note = "from the comment: " + m.Type
	} else if ok {
		note = "the comment speaks of a cancellation or delay that may be of a part or of another order: look at it"
	}
	b.pledge(line, p, c[sipriWeapon], note)
	return nil
}

// sipriActor finds who a name of the register is: a state on the day, a group
// (*), or an organisation (**).
func (b *registry) sipriActor(name string, day edtf.Day) (string, error) {
	plain := strings.TrimRight(name, "* ")
	switch {
	case plain == "" || strings.HasPrefix(strings.ToLower(plain), "unknown"):
		return "", fmt.Errorf("%q: who that is, is not known", name)
	case strings.HasSuffix(name, "**"):
		return b.cast.other(plain, "organisation"), nil
	case strings.HasSuffix(name, "*"):
		return b.cast.other(plain, "group"), nil
	}
	if id, ok := b.cast.find(plain, day); ok {
		return id, nil
	}
	return "", fmt.Errorf("no state is called %q: add it to the aliases of an actor of the case, and read the file again", name)
}

func count(what, text string) (*float64, error) {
	if text == "" {
		return nil, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x < 0 || x > 1e9 {
		return nil, fmt.Errorf("%s: %q is not a number", what, text)
	}
	return &x, nil
}

func yearDate(year int, unsure string) edtf.Date {
	text := fmt.Sprintf("%04d", year)
	if unsure != "" {
		text += "?"
	}
	return edtf.MustParse(text) // four digits
}

// sipriMilestones tells the deliveries of an order: the first, where there were
// several, and all that was delivered by the last.
func sipriMilestones(ordered, delivered *float64, years []int, unsure string, cited []ledger.Citation) []ledger.Milestone {
	if len(years) == 0 || delivered == nil || *delivered == 0 {
		return nil
	}
	var out []ledger.Milestone
	first, last := years[0], years[len(years)-1]
	if first != last {
		out = append(out, ledger.Milestone{Date: yearDate(first, ""), Type: "partly kept", Note: "First delivery", Citations: cited})
	}
	m := ledger.Milestone{Date: yearDate(last, unsure), Type: "partly kept", Amount: delivered, Citations: cited}
	if ordered != nil && *ordered > 0 {
		share := min(*delivered / *ordered, 1)
		m.Share = &share
		if *delivered >= *ordered {
			m.Type = "fulfilled"
		}
	}
	return append(out, m)
}

var (
	sipriWords  = regexp.MustCompile(`(?i)\b(cancell?ed|delayed|postponed|suspended|embargoed|halted|refused)\b`)
	sipriOthers = regexp.MustCompile(`(?i)\b(replac\w*|originally|orginally|more|rest|last|part|some|other|another|produced for|after|previous|earlier|illegal\w*|engines?|possibly|probably|planned|but|\d+)\b`)
	sipriYears  = regexp.MustCompile(`\b(19[4-9]\d|20\d\d)\b`)
)

// sipriComment looks in a comment for the end or the delay of the order itself.
// It gives a milestone only where a clause says so plainly, names one year and
// fits what was delivered; ok without a type means that a person must look.
func sipriComment(comment string, ordered int, anyDelivered bool, cited []ledger.Citation) (m ledger.Milestone, ok bool) {
	for _, clause := range strings.Split(comment, ";") {
		word := strings.ToLower(sipriWords.FindString(clause))
		if word == "" {
			continue
		}
		ok = true
		years := sipriYears.FindAllString(clause, -1)
		plain := sipriYears.ReplaceAllString(clause, "")
		if len(years) != 1 || sipriOthers.MatchString(plain) {
			continue
		}
		year, err := strconv.Atoi(years[0])
		if err != nil || year < ordered {
			continue
		}
		kind := "delayed"
		switch {
		case strings.HasPrefix(word, "cancel"):
			if anyDelivered {
				continue
			}
			kind = "cancelled"
		case word == "suspended", word == "embargoed", word == "halted":
			kind = "suspended"
		case word == "refused":
			continue
		}
		return ledger.Milestone{Date: yearDate(year, ""), Type: kind, Note: strings.TrimSpace(clause), Citations: cited}, true
	}
	return ledger.Milestone{}, ok
}
