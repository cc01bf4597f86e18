// Package registers reads the field's own registers that are built in: which
// treaties bound whom (ATOP), who fought whom (Correlates of War interstate wars,
// Gibler, Miller and Little's disputes) and who voted how in the General Assembly
// of the United Nations (Voeten, Strezhnev and Bailey). From them come the base
// rates of METHODS 11, the alignment of METHODS 5 and the record that a case of
// any two states starts from.
//
// The tables are CSV of a few columns, so encoding/csv of the standard library
// reads all but the largest; the 870,000 votes are cut by hand, five times as
// fast. Each is read once, when it is first asked for.
package registers

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/fairweather-app/fairweather/assets"
)

// Source says where a register is from, as a case cites it.
type Source struct {
	Title    string `json:"title"`
	Version  string `json:"version"`
	Citation string `json:"citation"`
	URL      string `json:"url"`
}

// The sources of the registers.
var (
	ATOP = Source{"Alliance Treaty Obligations and Provisions", "5, dyad-years to 2018",
		"Leeds, Ritter, Mitchell and Long (2002), Alliance Treaty Obligations and Provisions, 1815-1944, International Interactions 28:237-260", "http://www.atopdata.org"}
	Wars = Source{"Correlates of War, Inter-State Wars", "4.0, 1823-2003",
		"Sarkees and Wayman (2010), Resort to War: 1816-2007, CQ Press", "https://correlatesofwar.org/data-sets/cow-war/"}
	Disputes = Source{"Militarized interstate disputes, corrected", "Gibler, Miller and Little, to 2010",
		"Gibler, Miller and Little (2016), An Analysis of the Militarized Interstate Dispute (MID) Dataset, 1816-2001, International Studies Quarterly 60:719-730", "https://doi.org/10.1093/isq/sqw045"}
	RollCalls = Source{"United Nations General Assembly Voting Data", "sessions 1-74, as in unvotes 0.3",
		"Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data, Harvard Dataverse", "https://doi.org/10.7910/DVN/LEJUQZ"}
)

// open gives the bytes of a built-in register.
func open(name string) (io.ReadCloser, error) {
	f, err := assets.Registers().Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening register %s: %w", name, err)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("opening register %s: %w", name, err)
	}
	return z, nil
}

// each reads a built-in CSV of whole numbers and texts, row by row.
func each(name string, do func(n []int, text []string) error) error {
	r, err := open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	c := csv.NewReader(r)
	c.ReuseRecord = true
	var n []int
	for line := 1; ; line++ {
		row, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading register %s: %w", name, err)
		}
		if line == 1 {
			continue
		}
		n = n[:0]
		for _, f := range row {
			v, err := strconv.Atoi(f)
			if err != nil {
				v = 0 // a text, or missing: the caller knows which columns are numbers
			}
			n = append(n, v)
		}
		if err := do(n, row); err != nil {
			return fmt.Errorf("reading register %s, line %d: %w", name, line, err)
		}
	}
}
