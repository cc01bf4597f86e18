package brief

import (
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
)

// Dated writes a date as a sentence does: assess.Dated.
func Dated(s string) string { return assess.Dated(s) }

// Date writes a day as a sentence does: 1 October 2025.
func Date(d edtf.Day) string { return assess.Date(d) }
