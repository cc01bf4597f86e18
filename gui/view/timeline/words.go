package timeline

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// rungWords gives a rung with its sign and its name: "+2 a diplomatic act".
// The minus is a real one, as wide as the plus.
func rungWords(r ledger.Rung) string {
	return strings.Replace(r.String(), "-", "−", 1) + " " + lang.L(r.Label())
}

// channelWord names a channel; what has none says so.
func channelWord(channel string) string {
	if channel == "" {
		return lang.L("no channel")
	}
	return lang.L(channel)
}

// magnitudeWords names the magnitude of a contribution.
func magnitudeWords(m int) string {
	switch {
	case m <= 0:
		return lang.L("magnitude not judged")
	case m == 1:
		return lang.L("magnitude 1 of 5: token")
	case m == 2:
		return lang.L("magnitude 2 of 5")
	case m == 3:
		return lang.L("magnitude 3 of 5")
	case m == 4:
		return lang.L("magnitude 4 of 5")
	}
	return lang.L("magnitude 5 of 5: decisive")
}
