package command

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

const acmeMapping = `{"provider":"acme","day":"day","source":"by","target":"toward","code":"code","goldstein":"score","events":"n","sources":"outlets","url":"url"}`

// gdelt1Row is a row as a daily file of GDELT 1.0 has it.
var gdelt1Row = func() string {
	f := make([]string, 58)
	f[0], f[1], f[7], f[17], f[25], f[26], f[29], f[30], f[31], f[32], f[33], f[56] = "1", "20180101", "RUS", "IRN", "1", "040", "1", "1.0", "1", "1", "1", "20180101"
	return strings.Join(f, "\t") + "\n"
}()

// acmeEvents are made-up events of the years 2017 and 2018: Russia gives Iran 2 of
// its 40 acts a day, and none for 12 days from the attacks of June 2018 on, when
// Turkey gives it 4 instead of 1, and Iraq attacks for a week; in October Iraq
// attacks again. Every third week Russia does more, and Iran answers the week after.
func acmeEvents() string {
	var b strings.Builder
	b.WriteString("day,by,toward,code,score,n,outlets,url\n")
	row := func(d edtf.Day, by, toward, code string, score float64, n int) {
		if n > 0 {
			fmt.Fprintf(&b, "%s,%s,%s,%s,%g,%d,%d,https://news.example/%s/%s-%s\n", d, by, toward, code, score, n, 1+int(d)%3, d, by, toward)
		}
	}
	first, attack, again := edtf.DayOf(2017, time.January, 1), edtf.DayOf(2018, time.June, 13), edtf.DayOf(2018, time.October, 8)
	for d := first; d <= edtf.DayOf(2018, time.December, 31); d++ {
		week := int(d-first) / 7
		russia, turkey, iraq, answer := 2, 1, 1, 1+week*week%5
		if week%3 == 0 {
			russia = 3 + week%2
		}
		if week%3 == 1 {
			answer += 2
		}
		if d >= attack && d < attack+12 {
			russia = 0
		}
		if d >= attack && d < attack+14 {
			turkey = 4
		}
		if d >= attack && d < attack+7 || d >= again && d < again+5 {
			iraq = 30
		}
		row(d, "RUS", "IRN", "040", 1, russia)
		row(d, "RUS", "USA", "112", -2, 40-russia)
		row(d, "IRN", "RUS", "042", 1.9, answer)
		row(d, "TUR", "IRN", "051", 3.4, turkey)
		row(d, "TUR", "GRC", "112", -2, 40-turkey)
		row(d, "IRQ", "IRN", "190", -10, iraq)
		row(d, "IRQ", "SYR", "040", 1, 40)
	}
	b.WriteString("yesterday,RUS,IRN,040,1,1,1,\n")
	return b.String()
}

// mirror serves GDELT's lists and one file as GDELT would.
func mirror(t *testing.T) *httptest.Server {
	t.Helper()
	f, err := os.Open("../events/testdata/20180101000000.export.CSV.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "20180101000000.export.CSV", Method: zip.Store}) // the same bytes whatever packs them
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	sum := md5.Sum(zipped.Bytes())
	list := fmt.Sprintf("%d %s http://data.gdeltproject.org/gdeltv2/20180101000000.export.CSV.zip\n5 %s http://data.gdeltproject.org/gdeltv2/20190101000000.export.CSV.zip\n", zipped.Len(), hex.EncodeToString(sum[:]), strings.Repeat("a", 32))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gdeltv2/masterfilelist.txt":
			io.WriteString(w, list)
		case "/gdeltv2/20180101000000.export.CSV.zip":
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(zipped.Bytes()))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// The space that the library takes differs by machine.
var (
	onDisk = regexp.MustCompile(`[\d.]+ kB on disk`)
	parts  = regexp.MustCompile(`("mentions": 0,\s+"bytes": )\d+`)
)

// TestEvents runs the event verbs on one library, one after the other, and holds
// stdout, stderr and exit codes to golden files.
func TestEvents(t *testing.T) {
	dir := t.TempDir()
	host := mirror(t).URL
	iran, err := os.ReadFile("testdata/iran.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"acme.csv": acmeEvents(), "acme.json": acmeMapping, "iran.json": string(iran), "bad.json": `{"provider":"acme","dai":"day"}`, "strange.csv": "a,b\n1,2\n", "20180101.export.CSV": gdelt1Row} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FAIRWEATHER_LIBRARY", filepath.Join(dir, "library"))
	for _, c := range []struct {
		name, args string
		code       int
	}{
		{"none", "events", Done},
		{"unknown", "events silnce", WrongUsage},
		{"help-silence", "events silence --help", Done},
		{"help-catalogue", "events catalogue --help", Done},
		{"nothing-there", "events status", BadData},
		{"silence-nothing-there", "events silence iran.json", BadData},
		{"import-none", "events import", WrongUsage},
		{"import-missing", "events import nowhere.csv", WrongUsage},
		{"import-bad-mapping", "events import acme.csv --mapping bad.json", BadData},
		{"import-no-layout", "events import strange.csv", BadData},
		{"import", "events import acme.csv --mapping acme.json", Done},
		{"import-again", "events import acme.csv --mapping acme.json", Done},
		{"import-json", "events import acme.csv --mapping acme.json --json", Done},
		{"status", "events status", Done},
		{"status-json", "events status --json --files", Done},
		{"series", "events series Russia IRN --from 2018-03 --to 2018-08", Done},
		{"series-root", "events series Russia Iran --by year --unique --sources 2", Done},
		{"series-whole", "events series Russia Iran", Done},
		{"series-csv", "events series RUS IRN --by week --from 2018-06-11 --to 2018-07-01 --csv", Done},
		{"series-gap", "events series RUS IRN --from 2018-12-30 --to 2019-01-02 --by day", Done},
		{"series-same", "events series Russia RUS", WrongUsage},
		{"series-nowhere", "events series Russia Atlantis", WrongUsage},
		{"series-step", "events series Russia Iran --by decade", WrongUsage},
		{"series-sources", "events series Russia Iran --sources 9", WrongUsage},
		{"series-provider", "events series Russia Iran --provider gdelt", WrongUsage},
		{"series-backwards", "events series Russia Iran --from 2018 --to 2017", WrongUsage},
		{"series-one", "events series Russia", WrongUsage},
		{"export", "events export Russia Iran --both --from 2018-06 --to 2018-07 -o pair.csv", Done},
		{"export-series", "events export RUS IRN --series --both --by week -o weeks.parquet", Done},
		{"export-class", "events export any Iran --class material-conflict --code 19 -o toward.parquet", Done},
		{"export-empty", "events export Russia Iran --class verbal-conflict -o none.csv", BadData},
		{"export-ending", "events export Russia Iran -o pair.xlsx", WrongUsage},
		{"export-nowhere", "events export -o nowhere/pair.csv", WrongUsage},
		{"export-no-file", "events export Russia Iran", WrongUsage},
		{"export-both-of-one", "events export Russia --both -o pair.csv", WrongUsage},
		{"help-export", "events export --help", Done},
		{"silence", "events silence iran.json", Done},
		{"silence-moment", "events silence iran.json --moment m2", Done},
		{"silence-turkey", "events silence iran.json --moment m2 --partner turkey --unique", Done},
		{"silence-early", "events silence iran.json --moment m2 --as-of 2018-06-17", Done},
		{"silence-json", "events silence iran.json --moment m2 --json", Done},
		{"silence-no-code", "events silence iran.json --partner hezbollah", BadData},
		{"silence-no-moment", "events silence iran.json --moment m99", WrongUsage},
		{"silence-not-in-need", "events silence iran.json --moment m5", WrongUsage},
		{"silence-series", "events silence iran.json --series", WrongUsage},
		{"suggest", "events suggest iran.json iran", Done},
		{"suggest-json", "events suggest iran.json iran --from 2018-10 --json", Done},
		{"suggest-none", "events suggest iran.json turkey", Done},
		{"suggest-too-short", "events suggest iran.json iran --from 2017-01-01 --to 2017-02-15", Done},
		{"suggest-no-code", "events suggest iran.json hezbollah", BadData},
		{"suggest-nobody", "events suggest iran.json atlantis", WrongUsage},
		{"catalogue", "events catalogue", Done},
		{"catalogue-acled", "events catalogue --provider acled --json", Done},
		{"catalogue-acled-get", "events catalogue --provider acled --from 2018 --get", WrongUsage},
		{"catalogue-all-get", "events catalogue --provider gdelt --get", WrongUsage},
		{"catalogue-unknown", "events catalogue --provider gdlt", WrongUsage},
		{"catalogue-gdelt2", "events catalogue --provider gdelt2 --mirror HOST", Done},
		{"catalogue-gdelt2-json", "events catalogue --provider gdelt2 --from 2018 --to 2018 --mirror HOST --json", Done},
		{"catalogue-empty", "events catalogue --provider gdelt2 --from 2016 --to 2016 --mirror HOST --get", BadData},
		{"catalogue-get", "events catalogue --provider gdelt2 --from 2018-01-01 --to 2018-01-01 --mirror HOST --get", Done},
		{"catalogue-get-again", "events catalogue --provider gdelt2 --from 2018-01-01 --to 2018-01-01 --mirror HOST --get", Done},
		{"catalogue-get-lost", "events catalogue --provider gdelt2 --from 2018 --to 2019 --mirror HOST --get --json", BadData},
		{"catalogue-get-gone", "events catalogue --provider gdelt2 --from 2018 --to 2019 --mirror HOST --get", BadData},
		{"series-two-providers", "events series Russia Iran", WrongUsage},
		{"remove-what", "events remove --provider acme", WrongUsage},
		{"remove-nothing", "events remove --provider acme --from 1999 --to 1999", Done},
		{"remove", "events remove --provider acme --from 2018 --to 2018", Done},
		{"status-after", "events status", Done},
		{"import-gdelt1", "events import 20180101.export.CSV", Done},
		{"status-two-of-gdelt", "events status", Done},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(dir)
			args := strings.Fields(strings.ReplaceAll(c.args, "HOST", host))
			out, errs, code := runVerb(t, "", args...)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if code == WrongUsage && (out != "" || strings.Count(errs, "\n") != 1) {
				t.Errorf("wrong usage is to give one line on stderr and nothing on stdout:\n%s%s", out, errs)
			}
			for _, line := range strings.Split(out, "\n") {
				long := strings.Contains(line, "://") || strings.HasPrefix(line, "  fairweather ") || strings.Contains(c.args, "--json") || strings.Contains(c.args, "--csv")
				if n := columns.StringWidth(strings.ReplaceAll(line, dir, "DIR")); n > width && !long {
					t.Errorf("%d columns: %s", n, line)
				}
			}
			got := fmt.Sprintf("$ fairweather %s\n%s", c.args, out)
			if errs != "" {
				got += "--- stderr\n" + errs
			}
			got += fmt.Sprintf("--- exit code %d\n", code)
			got = strings.NewReplacer(dir, "$DIR", host, "$HOST").Replace(got)
			got = parts.ReplaceAllString(onDisk.ReplaceAllString(got, "SIZE on disk"), "${1}SIZE")
			t.Chdir(here)
			golden(t, filepath.Join("golden", "events-"+c.name+".txt"), got)
		})
	}
}

// TestEventsKept holds the series that a case keeps to giving the same silence again
// without the library.
func TestEventsKept(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("FAIRWEATHER_LIBRARY", filepath.Join(dir, "library"))
	for name, body := range map[string]string{"acme.csv": acmeEvents(), "acme.json": acmeMapping} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, errs, code := runVerb(t, "", "events", "import", filepath.Join(dir, "acme.csv"), "--mapping", filepath.Join(dir, "acme.json")); code != Done {
		t.Fatal(errs)
	}
	body, errs, code := runVerb(t, "", "events", "silence", "testdata/iran.json", "--json", "--series")
	if code != Done {
		t.Fatal(errs)
	}
	var out struct {
		Silence []*measure.Silence
		Series  []json.RawMessage
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatal(err)
	}
	if len(out.Silence) != 3 || len(out.Series) != 3 {
		t.Fatalf("%d silences, %d series", len(out.Silence), len(out.Series))
	}
	for i, raw := range out.Series {
		s, err := measure.FromSnapshot(raw)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Silence()
		if err != nil {
			t.Fatal(err)
		}
		again.Why, again.Beware = measure.Said{}, nil // for a window, not for JSON
		if !reflect.DeepEqual(again, out.Silence[i]) {
			t.Errorf("moment %d: %+v\nwas %+v", i, again, out.Silence[i])
		}
	}
}

func TestEventsCompletion(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"__complete events si", "silence\tSay whether"},
		{"__complete events silence testdata/iran.json --moment ", "m2\tThe week of the attacks"},
		{"__complete events suggest testdata/iran.json ", "iran\tIran"},
		{"__complete events catalogue --provider ", "gdelt2"},
		{"__complete events series Russia Iran --by ", "month"},
	} {
		out, _, code := runVerb(t, "", strings.Split(c.args, " ")...)
		if code != Done || !strings.Contains("\n"+out, "\n"+c.want) {
			t.Errorf("%s: exit code %d, no %q in\n%s", c.args, code, c.want, out)
		}
	}
}
