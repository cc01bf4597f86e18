package reading

import (
	"os"
	"sync"
	"testing"
)

func loadFresh() (*Lexicon, error) { return LoadLexicon(os.DirFS("../../assets/lexicon")) }

var loadOnce = sync.OnceValues(loadFresh)

func testLexicon(t testing.TB) *Lexicon {
	t.Helper()
	lex, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}
