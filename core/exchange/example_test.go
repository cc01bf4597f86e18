package exchange_test

import (
	"fmt"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/exchange"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func twoStates() *ledger.Case {
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: ledger.MatterID, Title: "North and South"},
		&ledger.Actor{ID: "north", Label: "North", Type: "state", Aliases: []string{"Nordland"}},
		&ledger.Actor{ID: "south", Label: "South", Type: "state"},
		&ledger.Source{ID: "s001", Title: "Communiqué", Publisher: "Agency", Date: edtf.MustParse("2001-05"), Type: "news", Reliability: "B"},
	})
}

func ExamplePackage() {
	files, err := exchange.Package(twoStates(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range files {
		if f.Name == "alias.csv" {
			fmt.Print(string(f.Body))
		}
	}
	packed, err := exchange.Zip(files)
	if err != nil {
		fmt.Println(err)
		return
	}
	fsys, err := exchange.OpenZip(packed)
	if err != nil {
		fmt.Println(err)
		return
	}
	back, err := exchange.ReadPackage(fsys)
	fmt.Println(len(back.Records), "records,", len(back.Bad), "refused,", err)
	// Output:
	// actor,position,alias
	// north,1,Nordland
	// 4 records, 0 refused, <nil>
}

func ExampleMapping_Preview() {
	sheets, err := exchange.ReadSheets([]byte("Donor;Recipient;Channel;Announced;Title\nNordland;South;arms;May 2001;Ten boats\nAtlantis;South;arms;2002;A wall\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	m := exchange.Sniff(sheets[0], "")
	p, err := m.Preview(twoStates(), sheets[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range p.Rows {
		fmt.Println(r.Line, r.State, strings.TrimSpace(r.ID+" "+r.Why))
	}
	fmt.Println(len(p.Changes()), "change, as one edit")
	// Output:
	// 2 new p001
	// 3 refused From: there is no actor "Atlantis", in the case or among the states; add it first
	// 1 change, as one edit
}

func ExampleWriteSources() {
	text, err := exchange.WriteSources(twoStates().Sources(), exchange.RIS)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(strings.ReplaceAll(string(text), "\r\n", "\n"))
	// Output:
	// TY  - NEWS
	// ID  - s001
	// TI  - Communiqué
	// T2  - Agency
	// PY  - 2001
	// DA  - 2001/05
	// N1  - fairweather: {"id":"s001","reliability":"B"}
	// ER  -
}
