package edtf_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

func ExampleParse() {
	d, err := edtf.Parse("2004-06~/2006")
	if err != nil {
		fmt.Println(err)
		return
	}
	earliest, _ := d.Earliest()
	latest, _ := d.Latest()
	middle, _ := d.Midpoint()
	fmt.Println(d, "from", earliest, "to", latest, "about", middle, "approximate:", d.Approximate())
	// Output: 2004-06~/2006 from 2004-06-01 to 2006-12-31 about 2005-09-15 approximate: true
}

func ExampleParse_error() {
	_, err := edtf.Parse("2023-02-30")
	fmt.Println(err)
	// Output: cannot read date "2023-02-30": character 9: expected a day of February 2023, from 01 to 28, found "3"
}

func ExampleFromInput() {
	for _, text := range []string{"26 December 2007", "about 2016", "03/04/2007", "since 2004", "12-15 June 2025", "500 BC"} {
		d, err := edtf.FromInput(text, edtf.DayFirst)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(d)
	}
	// Output:
	// 2007-12-26
	// 2016~
	// 2007-04-03
	// 2004/..
	// 2025-06-12/2025-06-15
	// -0499
}

func ExampleDate_CertainlyBefore() {
	treaty, attack := edtf.MustParse("2025-01"), edtf.MustParse("2025-06-13")
	fmt.Println(treaty.CertainlyBefore(attack))
	fmt.Println(edtf.MustParse("2025").CertainlyBefore(attack), edtf.MustParse("2025").PossiblyBefore(attack))
	// Output:
	// true
	// false true
}

func ExampleDate_CertainlyContains() {
	asOf := edtf.DayOf(2025, time.October, 1)
	fmt.Println(edtf.MustParse("2001-03-12/..").CertainlyContains(asOf)) // open: still in force
	fmt.Println(edtf.MustParse("2001-03-12/").CertainlyContains(asOf))   // an end that nobody knows
	// Output:
	// true
	// false
}

func ExampleCompare() {
	dates := []edtf.Date{{}, edtf.MustParse("2007"), edtf.MustParse("2007-01-01"), edtf.MustParse("../2006")}
	slices.SortFunc(dates, edtf.Compare)
	fmt.Printf("%q\n", dates)
	// Output: ["../2006" "2007-01-01" "2007" ""]
}

func ExampleParseDay() {
	from, _ := edtf.ParseDay("2007-12-26")
	to, _ := edtf.ParseDay("2025-10-01")
	fmt.Printf("%.2f years\n", float64(to-from)/edtf.DaysPerYear)
	// Output: 17.77 years
}
