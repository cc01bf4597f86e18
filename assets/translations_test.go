package assets_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// texts are the keys of what the window says: the English texts, the words that
// are counted, and the sentences that have a form for each number.
type texts struct{ plain, counted, plural map[string]string } // to where they stand

// read finds the texts in the window's source: what is given to lang.L, tr and
// their kin, what stands in lists of commands, pages and fields, and what is
// counted.
func read(t *testing.T) texts {
	t.Helper()
	found := texts{map[string]string{}, map[string]string{}, map[string]string{}}
	files := token.NewFileSet()
	for _, root := range []string{"../gui", "../core/assess", "../core/events", "../core/hypotheses", "../core/whatif"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			if root != "../gui" {
				found.sentences(f, files)
				return nil
			}
			found.read(f, files, filepath.Base(filepath.Dir(path)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found.plural) == 0 {
		t.Error("no sentence of core/assess that counts was found: what marks them has changed")
	}
	add := func(s string) {
		if s != "" && strings.ContainsFunc(s, func(r rune) bool { return r > 'A' }) {
			found.plain[s] = "core/ledger"
		}
	}
	for _, k := range ledger.Kinds {
		add(string(k))
		found.counted[string(k)] = "core/ledger"
		for _, f := range ledger.Schema(k) {
			add(f.Label)
			add(f.Help)
			for _, o := range f.Options {
				if len(o) > 2 {
					add(o)
				}
			}
		}
	}
	for _, s := range ledger.Situations {
		add(assess.SituationPhrase(s))
	}
	for _, scale := range assess.Scales {
		for _, word := range scale.Words() {
			add(word)
		}
	}
	for _, many := range []string{"actors", "sources", "moments", "requests", "pledges", "contributions", "dependences", "hypotheses", "ratings", "notes"} {
		add(many) // of kinds of record, several
	}
	for _, s := range []string{"this case", "item", "publisher", "HTML page", "PDF", "Word document", "Markdown", "low", "moderate", "high", "under 1 %", "over 99 %"} {
		add(s) // looked up by a variable
	}
	for r := ledger.LowestRung; r <= ledger.HighestRung; r++ {
		add(r.Label())
	}
	for _, list := range [][]string{ledger.Situations, ledger.MomentTypes, ledger.MilestoneTypes, ledger.Channels} {
		for _, s := range list {
			add(s)
		}
	}
	return found
}

// translated are the functions whose first text is translated, and counting
// those that count what their last text names.
var (
	translated = regexp.MustCompile(`^(lang\.[LX]|lang\.N|tr|trf|key)$`)
	counting   = regexp.MustCompile(`^(count|Count|page\.Count)$`)
)

// literalText gives the text of an expression that is a text and nothing else.
func literalText(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil && s != ""
}

// sentences reads what core/assess says in sentences: the texts given to say, to
// word, key and list, and to counted.
func (x texts) sentences(f *ast.File, files *token.FileSet) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name, ok := call.Fun.(*ast.Ident)
		if !ok {
			return true
		}
		at := files.Position(n.Pos()).String()
		switch name.Name {
		case "say", "word", "key", "list":
			if s, ok := literalText(call.Args[0]); ok {
				x.plain[s] = at
			}
		case "counted":
			if s, ok := literalText(call.Args[2]); ok {
				x.plural[s] = at
			}
		}
		return true
	})
}

func (x texts) read(f *ast.File, files *token.FileSet, pkg string) {
	at := func(n ast.Node) string { return files.Position(n.Pos()).String() }
	text := literalText
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch fun := n.Fun.(type) {
			case *ast.Ident:
				name = fun.Name
			case *ast.SelectorExpr:
				if id, ok := fun.X.(*ast.Ident); ok {
					name = id.Name + "." + fun.Sel.Name
				}
			}
			if translated.MatchString(name) && len(n.Args) > 0 {
				if s, ok := text(n.Args[0]); ok {
					x.plain[s] = at(n)
				}
			}
			if name == "told" && len(n.Args) > 1 {
				if s, ok := text(n.Args[1]); ok {
					x.plain[s] = at(n)
				}
			}
			if counting.MatchString(name) && len(n.Args) == 2 {
				if s, ok := text(n.Args[1]); ok {
					x.counted[s] = at(n)
				}
			}
			if name == "newTable" && len(n.Args) > 2 {
				if s, ok := text(n.Args[2]); ok {
					x.counted[s] = at(n)
				}
			}
		case *ast.CompositeLit:
			x.literal(n, pkg, text, at)
		}
		return true
	})
}

// literal reads the lists of things with names.
func (x texts) literal(n *ast.CompositeLit, pkg string, text func(ast.Expr) (string, bool), at func(ast.Node) string) {
	kind := ""
	switch t := n.Type.(type) {
	case *ast.Ident:
		kind = t.Name
	case *ast.SelectorExpr:
		kind = t.Sel.Name
	case *ast.ArrayType:
		if id, ok := t.Elt.(*ast.Ident); ok {
			kind = "[]" + id.Name
		}
	case *ast.MapType:
		if v, ok := t.Value.(*ast.Ident); ok && v.Name == "string" && (pkg == "view" || pkg == "timeline") {
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if s, ok := text(kv.Value); ok && strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' }) {
						x.plain[s] = at(n)
					}
				}
			}
		}
	}
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			id, named := kv.Key.(*ast.Ident)
			if named && id.Name == "Key" && (kind == "Sentence" || kind == "[]Sentence" || kind == "") {
				if s, ok := text(kv.Value); ok && strings.Contains(s, "{") {
					x.plain[s] = at(n)
				}
			}
			if named && (id.Name == "Label" || id.Name == "Help" || kind == "Command" && (id.Name == "Title" || id.Name == "Menu" || id.Name == "Under")) {
				if s, ok := text(kv.Value); ok && strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' }) {
					x.plain[s] = at(n)
				}
			}
			continue
		}
	}
	switch kind {
	case "[]Entry", "[]setting": // of pages, of the methods' settings: the first texts
		for _, e := range n.Elts {
			inner, ok := e.(*ast.CompositeLit)
			if !ok {
				continue
			}
			for _, v := range inner.Elts {
				if s, ok := text(v); ok {
					x.plain[s] = at(n)
				}
			}
		}
	case "[]Command":
		for _, e := range n.Elts {
			inner, ok := e.(*ast.CompositeLit)
			if !ok {
				continue
			}
			for _, v := range inner.Elts {
				kv, ok := v.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				if id, ok := kv.Key.(*ast.Ident); ok && (id.Name == "Title" || id.Name == "Menu" || id.Name == "Under") {
					if s, ok := text(kv.Value); ok {
						x.plain[s] = at(n)
					}
				}
			}
		}
	}
}

// places finds the places of a sentence: "{partner}".
var places = regexp.MustCompile(`\{[a-zA-Z]+\}`)

// placed lists the places of a sentence in no order.
func placed(text string) []string {
	list := places.FindAllString(text, -1)
	slices.Sort(list)
	return slices.Compact(list)
}

var verbs = regexp.MustCompile(`%[-+ #0]*[0-9.]*[a-zA-Z%]`)

// without drops a place.
func without(list []string, place string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == place })
}

// Every text of the window has a translation in every language, with the same
// places for values in the same order, and every word that is counted has the
// forms that the language needs. FAIRWEATHER_MISSING names a file to which the
// keys without a translation are written, for the translator.
func TestTranslations(t *testing.T) {
	found := read(t)
	forms := map[string][]string{"fa": {"one", "other"}, "ru": {"one", "few", "many", "other"}}
	for _, code := range []string{"fa", "ru"} {
		body, err := assets.Translation(code)
		if err != nil {
			t.Fatal(err)
		}
		var have map[string]any
		if err := json.Unmarshal(body, &have); err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		var missing []string
		for _, key := range slices.Sorted(maps.Keys(found.plain)) {
			text, ok := have[key].(string)
			if !ok || text == "" {
				missing = append(missing, key)
				continue
			}
			if a, b := placed(key), placed(text); !slices.Equal(a, b) {
				t.Errorf("%s: %q has the places %v, its translation %q has %v", code, key, a, text, b)
			}
			if !verbs.MatchString(strings.ReplaceAll(key, " % ", " ")) {
				continue // no place for a value: "90 % interval"
			}
			if a, b := verbs.FindAllString(key, -1), verbs.FindAllString(text, -1); !slices.Equal(a, b) && !strings.Contains(text, "%[") {
				t.Errorf("%s: %q takes %v, its translation %q takes %v", code, key, a, text, b)
			}
		}
		for _, word := range slices.Sorted(maps.Keys(found.counted)) {
			m, ok := have["count "+word].(map[string]any)
			if !ok {
				missing = append(missing, "count "+word)
				continue
			}
			for _, f := range forms[code] {
				if s, ok := m[f].(string); !ok || !strings.Contains(s, "{{.N}}") {
					t.Errorf("%s: counting %q lacks the form %q", code, word, f)
				}
			}
		}
		for _, key := range slices.Sorted(maps.Keys(found.plural)) {
			m, ok := have[key].(map[string]any)
			if !ok {
				missing = append(missing, key)
				continue
			}
			for _, f := range forms[code] {
				text, _ := m[f].(string)
				if a, b := placed(key), placed(text); text == "" || !slices.Equal(a, b) && !(f == "one" && slices.Equal(without(a, "{n}"), b)) {
					t.Errorf("%s: the form %q of %q is %q: it must have the places %v", code, f, key, text, a)
				}
			}
		}
		for _, key := range missing {
			where := found.plain[key]
			if where == "" {
				where = found.plural[key]
			}
			if where == "" {
				where = found.counted[strings.TrimPrefix(key, "count ")]
			}
			t.Errorf("%s: no translation of %q (%s)", code, key, where)
		}
		if path := os.Getenv("FAIRWEATHER_MISSING"); path != "" {
			out, err := json.MarshalIndent(missing, "", " ")
			if err == nil {
				err = os.WriteFile(path+"."+code+".json", out, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
