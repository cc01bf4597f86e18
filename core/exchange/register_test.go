package exchange

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// Written by hand in the form of the register; no row of it is SIPRI's.
const sipriHead = `Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year range 'Not specified' to 'Not specified'
A '?' in a column indicates uncertain data.,,
An empty field for 'Number ordered' indicates that data is not yet available.

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 13 Mar 2025 10:02:49 AM
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
`

const sipriRows = `Iran,Russia,2001,,10,,XR-300,SAM system,10,,2003; 2004,New,$1 m deal,1,10,10
Iran,Russia,2001,?,20,?,XR-301,SAM system,5,?,2003,Second hand,,1,10,10
Iran,Soviet Union,1985,,20,,XT-7,tank,0,,,New,Cancelled 1987,1,10,
Iran,Russia,2010,,4,,XP-9,fighter aircraft,,,,New,Originally 8 ordered; but 4 cancelled after 2012,1,10,
Hezbollah (Lebanon)*,Iran,2000,,,,XF-3,SSM,100,,2001,New,,1,,10
unknown recipient(s),Iran,2000,,5,,XF-3,SSM,5,,2001,New,,1,5,5
Iran,Atlantis,2000,,5,,XF-3,SSM,5,,2001,New,,1,5,5
Iran,Russia,soon,,5,,XF-3,SSM,5,,2001,New,,1,5,5
Iran,Russia,2001,,10,,XR-300,SAM system,10,,2003; 2004,New,$1 m deal,1,10,10
Iran,Russia,2001,,"10",,"X,R",SAM system,10,,2003,New,A comment with a comma: one, two,1,10,10
"Iran",Russia,2001,,"10",,"XR,9",SAM system,10,,2003,New,"Quoted, as later exports are",1,10,10
`

func dyadCase() *ledger.Case {
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "x"},
		&ledger.Actor{ID: "iran", Label: "Iran", Type: "state", COW: 630, ISO3: "IRN"},
		&ledger.Actor{ID: "ru", Label: "Russian Federation", Type: "state", COW: 365, ISO3: "RUS"},
	})
}

func readRegister(t testing.TB, c *ledger.Case, data string, reg Register, o RegisterOptions) *Preview {
	t.Helper()
	p, err := ReadRegister(c, []byte(data), reg, o)
	if err != nil {
		t.Fatal(err)
	}
	if bad := ledger.Errors(ledger.Check(c.With(p.Changes()...))); len(bad) > 0 {
		t.Fatalf("the case would have errors: %v", bad)
	}
	return p
}

func TestSIPRI(t *testing.T) {
	if reg, ok := SniffRegister([]byte(sipriHead)); !ok || reg != SIPRI {
		t.Errorf("sniffed %q", reg)
	}
	c := dyadCase()
	p := readRegister(t, c, sipriHead+sipriRows, SIPRI, RegisterOptions{})
	if p.Count(New) != 7 || p.Count(Refused) != 4 {
		for _, r := range p.Rows {
			t.Logf("%+v", r)
		}
		t.Fatalf("%d new, %d refused", p.Count(New), p.Count(Refused))
	}
	if s := p.Source; s.Title != "SIPRI Arms Transfers Database, trade register, data generated 13 Mar 2025" || s.Date.String() != "2025-03-13" {
		t.Errorf("source %+v", s)
	}
	at := func(line int) *ledger.Pledge {
		for _, r := range p.Rows {
			if x, ok := r.Record.(*ledger.Pledge); ok && r.Line == line {
				return x
			}
		}
		t.Fatalf("no pledge of line %d", line)
		return nil
	}
	whole := at(8)
	if whole.From != "ru" || whole.To != "iran" || whole.Promised.String() != "2001" || *whole.Amount != 10 || len(whole.Milestones) != 2 ||
		whole.Milestones[1].Type != "fulfilled" || whole.Milestones[1].Date.String() != "2004" || whole.Milestones[0].Type != "partly kept" || whole.Milestones[0].Date.String() != "2003" {
		t.Errorf("delivered whole: %+v", whole)
	}
	part := at(9)
	if m := part.Milestones[0]; part.Promised.String() != "2001?" || m.Type != "partly kept" || *m.Share != .25 || m.Date.String() != "2003?" || part.Citations[0].Credibility != 3 || !strings.HasPrefix(part.About, "Second hand.") {
		t.Errorf("delivered in part: %+v", part)
	}
	if x := at(10); x.From != "soviet-union" || len(x.Milestones) != 1 || x.Milestones[0].Type != "cancelled" || x.Milestones[0].Date.String() != "1987" {
		t.Errorf("cancelled: %+v", x)
	}
	if x := at(11); len(x.Milestones) != 0 {
		t.Errorf("a cancellation of a part of the order: %+v", x.Milestones)
	}
	if x := at(12); x.To != "hezbollah-lebanon" || x.Amount != nil || x.Milestones[0].Type != "partly kept" {
		t.Errorf("a group, an open number: %+v", x)
	}
	if x, y := at(8), at(16); x.ID == y.ID {
		t.Error("two equal orders have one id")
	}
	if x := at(18); x.Title != "XR,9 (SAM system), 10 ordered" {
		t.Errorf("a quoted row: %q", x.Title)
	}
	// The second time nothing changes; a later version changes what it tells anew.
	c = c.With(p.Changes()...)
	if q := readRegister(t, c, sipriHead+sipriRows, SIPRI, RegisterOptions{}); q.Count(Unchanged) != 7 || len(q.Changes()) != 0 {
		t.Errorf("a second time: %d unchanged, %d changes", q.Count(Unchanged), len(q.Changes()))
	}
	own := ledger.Clone(whole).(*ledger.Pledge)
	own.About = "What a person wrote"
	own.Milestones = append(own.Milestones, ledger.Milestone{Date: edtf.MustParse("2005"), Type: "reaffirmed", Note: "by hand"})
	c = c.With(ledger.Change{Record: own})
	later := strings.Replace(sipriHead, "13 Mar 2025", "23 Oct 2025", 1) + strings.Replace(sipriRows, "10,,2003; 2004", "8,,2003; 2006", 1)
	q := readRegister(t, c, later, SIPRI, RegisterOptions{})
	c = c.With(q.Changes()...)
	r, _ := c.Get(whole.ID)
	if x := r.(*ledger.Pledge); x.About != own.About || len(x.Milestones) != 3 || x.Milestones[2].Date.String() != "2006" || x.Milestones[1].Note != "by hand" || x.Citations[0].Source != q.Source.ID || len(x.Citations) != 1 {
		t.Errorf("a later version: %+v", x)
	}
	if len(c.Pledges()) != 7 {
		t.Errorf("%d pledges", len(c.Pledges()))
	}
	if only := readRegister(t, dyadCase(), sipriHead+sipriRows, SIPRI, RegisterOptions{Only: []string{"Soviet Union"}}); only.Count(New) != 1 {
		t.Errorf("only the Soviet Union: %d", only.Count(New))
	}
	if _, err := ReadRegister(c, []byte("Recipient;x\n"), SIPRI, RegisterOptions{}); err == nil {
		t.Error("a file of another form was read")
	}
}

// A pledge that the case has from elsewhere is cited, not doubled.
func TestSIPRIMatchesPledgesOfTheCase(t *testing.T) {
	c := dyadCase().With(
		ledger.Change{Record: &ledger.Pledge{ID: "p001", Title: "XR-300 air defence", From: "ru", To: "iran", Channel: "arms", Promised: edtf.MustParse("2001-04")}},
		ledger.Change{Record: &ledger.Pledge{ID: "p002", Title: "XR-3 launchers", From: "ru", To: "iran", Channel: "arms", Promised: edtf.MustParse("2001-04")}},
	)
	p := readRegister(t, c, sipriHead+sipriRows, SIPRI, RegisterOptions{})
	if r := p.Rows[0]; r.State != Changed || r.ID != "p001" || len(r.Fields) != 1 || r.Fields[0].Key != "citations" || !strings.Contains(r.Note, "the case has it as p001") {
		t.Errorf("row %+v", r)
	}
	next := c.With(p.Changes()...)
	if q := readRegister(t, next, sipriHead+sipriRows, SIPRI, RegisterOptions{}); len(q.Changes()) != 0 {
		t.Errorf("a second time: %d changes", len(q.Changes()))
	}
}

func TestSIPRIComments(t *testing.T) {
	for comment, want := range map[string]string{
		"Cancelled 2014 due to sanctions":                             "cancelled 2014",
		"Delivery suspended 2010 under UN embargo; later resumed":     "suspended 2010",
		"Delivery delayed 2003 due to non-payment":                    "delayed 2003",
		"replacing 2007 order for X-1 cancelled 2010 by the supplier": "look",
		"31 more ordered but embargoed after 1979 revolution":         "look",
		"Originally 80 ordered but last 45 cancelled":                 "look",
		"Cancelled": "look",
		"$3 m deal": "",
	} {
		m, ok := sipriComment(comment, 2000, false, nil)
		got := ""
		if ok {
			got = "look"
		}
		if m.Type != "" {
			got = m.Type + " " + m.Date.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", comment, got, want)
		}
	}
	if m, _ := sipriComment("Cancelled 2014", 2000, true, nil); m.Type != "" {
		t.Error("an order of which something was delivered was cancelled whole")
	}
}

func TestKiel(t *testing.T) {
	table := `"country","iso","year","month","total","financial","humanitarian","military","commitments","to_be_allocated","gdp","pct_gdp"
"Norway","NOR",2022,3,0.3,0.1,0,0.2,0.5,0.2,1312.7,0.01
"EU (Commission and Council)","EU",2022,3,1,1,0,0,1,0,,
"Norway","NOR",2022,13,0.3,0.1,0,0.2,0.5,0.2,1312.7,0.01
"Norway","NOR",2022,4,0.3,-0.1,0,0,0,0,1312.7,0.01
"Norway","NOR",2022,5,0.05,0.05,0,0,0,-0.05,1312.7,0.01
"Norway","NOR",2022,6,0,0,0,0,0,-0.3,1312.7,0.01
`
	if reg, ok := SniffRegister([]byte(table)); !ok || reg != Kiel {
		t.Errorf("sniffed %q", reg)
	}
	p := readRegister(t, dyadCase(), table, Kiel, RegisterOptions{Version: "Release 29", Retrieved: edtf.DayOf(2026, 8, 4)})
	if p.Count(New) != 5 || p.Count(Refused) != 2 || p.Source.ID != "kiel-release-29" || len(p.Actors) != 3 {
		t.Fatalf("%d new, %d refused, %+v, %d actors", p.Count(New), p.Count(Refused), p.Source, len(p.Actors))
	}
	g, pl := p.Rows[0].Record.(*ledger.Contribution), p.Rows[2].Record.(*ledger.Pledge)
	if g.From != "norway" || g.To != "ukraine" || g.Channel != "arms" || *g.Value != .2 || g.Date.String() != "2022-03" || *pl.Amount != .2 || len(pl.Milestones) != 2 || pl.Milestones[0].Type != "partly kept" || *pl.Milestones[0].Share != .25 || pl.Milestones[1].Type != "fulfilled" {
		t.Errorf("%+v\n%+v", g, pl)
	}
	c := dyadCase().With(p.Changes()...)
	if q := readRegister(t, c, table, Kiel, RegisterOptions{Version: "Release 30"}); q.Count(New) != 0 || q.Count(Changed) != 5 {
		t.Errorf("the next release: %d new, %d changed", q.Count(New), q.Count(Changed))
	}
}

func TestAidData(t *testing.T) {
	totals := "country_name,iso3c,total_commitments_bn\nRussia,RUS,169.5\nNowhere,NWH,1\n"
	if p := readRegister(t, dyadCase(), totals, AidData, RegisterOptions{Version: "3.0"}); p.Count(New) != 1 || p.Count(Refused) != 1 || p.Rows[0].Record.(*ledger.Pledge).To != "ru" || p.Rows[0].Note == "" {
		t.Errorf("totals %+v", p.Rows)
	}
	projects := `AidData Record ID,Financier Country,Recipient,Recipient ISO-3,Commitment Year,Implementation Start Year,Completion Year,Title,Description,Status,Amount (Constant USD 2021)
101,China,Iran,IRN,2010,2012,2015,A railway,Long,Completion,"1,200,000"
102,China,Iran,IRN,2011,,,A dam,,Cancelled,
103,China,Iran,IRN,later,,,A road,,Pipeline,5
`
	p := readRegister(t, dyadCase(), projects, AidData, RegisterOptions{})
	if p.Count(New) != 2 || p.Count(Refused) != 1 {
		t.Fatalf("projects %+v", p.Rows)
	}
	rail, dam := p.Rows[0].Record.(*ledger.Pledge), p.Rows[1].Record.(*ledger.Pledge)
	if *rail.Amount != 1200000 || len(rail.Milestones) != 2 || rail.Milestones[1].Type != "fulfilled" || rail.Milestones[1].Date.String() != "2015" || dam.Milestones[0].Date.String() != "2011/.." {
		t.Errorf("%+v\n%+v", rail, dam)
	}
}

const iatiSample = `<?xml version="1.0"?><iati-activities version="2.03">
<iati-activity default-currency="DKK"><iati-identifier>DK-1-77</iati-identifier><reporting-org ref="DK-1"><narrative>A ministry</narrative></reporting-org>
<title><narrative>Water</narrative></title><activity-status code="2"/><activity-date iso-date="2023-12-31" type="3"/><recipient-country code="IR"/>
<transaction><transaction-type code="2"/><transaction-date iso-date="2020-02-01"/><value>100</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2021-02-01"/><value>40</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2022-02-01"/><value>x</value></transaction></iati-activity>
<iati-activity><iati-identifier>X</iati-identifier></iati-activity>
</iati-activities>`

func TestIATI(t *testing.T) {
	if reg, ok := SniffRegister([]byte(iatiSample)); !ok || reg != IATI {
		t.Errorf("sniffed %q", reg)
	}
	p := readRegister(t, dyadCase(), iatiSample, IATI, RegisterOptions{})
	if p.Count(New) != 2 || p.Count(Refused) != 2 {
		t.Fatalf("rows %+v", p.Rows)
	}
	for _, r := range p.Rows {
		if x, ok := r.Record.(*ledger.Pledge); ok && (x.From != "denmark" || x.To != "iran" || *x.Amount != 100 || x.Due.String() != "2023-12-31" || *x.Milestones[0].Share != .4) {
			t.Errorf("pledge %+v", x)
		}
	}
	if _, err := ReadRegister(dyadCase(), []byte(`<!DOCTYPE x [<!ENTITY a "b">]><iati-activities/>`), IATI, RegisterOptions{}); err == nil {
		t.Error("a file that declares entities was read")
	}
}

// manySIPRI are n orders in the form of the register.
func manySIPRI(n int) []byte {
	b := bytes.NewBufferString(sipriHead)
	names := []string{"Iran", "Pakistan", "India", "Egypt", "Qatar", "Armenia", "Poland", "Ukraine", "Viet Nam", "Algeria"}
	suppliers := []string{"Russia", "United States", "France", "China"}
	for i := range n {
		fmt.Fprintf(b, "%s,%s,%d,,%d,?,XA-%d,tank,%d,,%d; %d,New,Comment %d,1,10,10\n", names[i%10], suppliers[i/10%4], 1992+i%30, 10+i%50, i/40, 5+i%20, 1994+i%30, 1996+i%30, i)
	}
	return b.Bytes()
}

func TestTenThousandPledgesInTime(t *testing.T) {
	data, c := manySIPRI(10_000), dyadCase()
	start := time.Now()
	p := readRegister(t, c, string(data), SIPRI, RegisterOptions{})
	took := time.Since(start)
	if p.Count(New) != 10_000 {
		t.Fatalf("%d new, %d refused", p.Count(New), p.Count(Refused))
	}
	if took > 6*time.Second { // the budget is 3 s on a machine that does nothing else
		t.Errorf("10,000 pledges take %v", took)
	}
}

func BenchmarkSIPRI(b *testing.B) {
	data, c := manySIPRI(10_000), dyadCase()
	for b.Loop() {
		if _, err := ReadRegister(c, data, SIPRI, RegisterOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzReadRegister(f *testing.F) {
	for _, text := range []string{sipriHead + sipriRows, iatiSample, "country,iso,year,month,total,financial,humanitarian,military,commitments,to_be_allocated\nNorway,NOR,2022,3,1,1,1,1,1,1\n", "country_name,total_commitments_bn\nRussia,1\n", "Recipient,Commitment Year\nIran,2010\n"} {
		f.Add([]byte(text))
	}
	c := dyadCase()
	f.Fuzz(func(t *testing.T, data []byte) {
		reg, ok := SniffRegister(data)
		if !ok {
			return
		}
		p, err := ReadRegister(c, data, reg, RegisterOptions{})
		if err != nil {
			return
		}
		next := c.With(p.Changes()...)
		if bad := ledger.Errors(ledger.Check(next)); len(bad) > 0 {
			t.Fatalf("errors came in: %v", bad)
		}
		q, err := ReadRegister(next, data, reg, RegisterOptions{})
		if err != nil || q.Count(New) > 0 {
			t.Fatalf("a second time %d are new, %v", q.Count(New), err)
		}
	})
}
