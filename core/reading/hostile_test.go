package reading

import (
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// TestHostileTextsStayLinear reads 256 kB of what no person writes. The budget
// is 20 times what a text of that size takes, so that only a blow-up fails.
func TestHostileTextsStayLinear(t *testing.T) {
	lex := testLexicon(t)
	const size = 256 << 10
	for _, unit := range []string{"Russia and Iran, ", "if ", "\"", "( ", "Russia said that ", "promised to deliver to ", "of ", "the S-400 and ", "\n", "a", "A", "’", "which Russia ", ", ", "U.S.", "attack on Iran by ", "一", "\x00", "\xff", "neither ", "it was that ", " ", ". ", "” ", "'", ".", "!", "\n\n", "- ", "Iran\n"} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		got := Read(text, Meta{Date: edtf.MustParse("2025-07-01"), Title: text[:200]}, lex)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q repeated takes %v and gives %d candidates", unit, took, len(got))
		}
	}
}
