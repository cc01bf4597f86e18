package fetch

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/events/measure"
)

func day(s string) edtf.Day {
	d, err := edtf.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func sum(b []byte) string {
	s := md5.Sum(b)
	return hex.EncodeToString(s[:])
}

// host is a server on loopback that misbehaves as told, request by request.
type host struct {
	*httptest.Server
	mu     sync.Mutex
	files  map[string][]byte
	script []misdeed // for the next requests, in order; then it behaves
	asked  []string  // "path range" of each request
	busy   int
	most   int // requests at once
}

type misdeed func(w http.ResponseWriter, r *http.Request, body []byte)

func serve(t *testing.T, files map[string][]byte) *host {
	h := &host{files: files}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.asked = append(h.asked, strings.TrimSpace(r.URL.Path+" "+r.Header.Get("Range")))
	h.busy++
	h.most = max(h.most, h.busy)
	body, ok := h.files[r.URL.Path]
	var bad misdeed
	if len(h.script) > 0 {
		bad, h.script = h.script[0], h.script[1:]
	}
	h.mu.Unlock()
	defer func() { h.mu.Lock(); h.busy--; h.mu.Unlock() }()
	switch {
	case !ok:
		http.NotFound(w, r)
	case bad != nil:
		bad(w, r, body)
	default:
		w.Header().Set("ETag", `"`+sum(body)+`"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(body)))
	}
}

// drop breaks the connection off after n bytes of what was asked for.
func drop(n int) misdeed {
	return func(w http.ResponseWriter, r *http.Request, body []byte) {
		from := 0
		if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(body)-1, len(body)))
			w.Header().Set("Content-Length", strconv.Itoa(len(body)-from))
			w.WriteHeader(http.StatusPartialContent)
		} else {
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		}
		w.Write(body[from:min(from+n, len(body))])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func say(code int, header ...string) misdeed {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// whole sends another body than the file's, as if it were the file.
func whole(other []byte) misdeed {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) { w.Write(other) }
}

// hang sends n bytes and then nothing.
func hang(n int) misdeed {
	return func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body[:n])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

// shifted answers a range with another range.
func shifted(w http.ResponseWriter, _ *http.Request, body []byte) {
	w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(body)-1, len(body)))
	w.WriteHeader(http.StatusPartialContent)
	w.Write(body)
}

func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func (h *host) client() *Client {
	return &Client{Base: h.URL, Pause: time.Millisecond, Wait: time.Millisecond, Silence: 200 * time.Millisecond, HTTP: &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}}
}

func (h *host) file(path string) File {
	b := h.files[path]
	return File{Name: filepath.Base(path), URL: h.URL + path, Bytes: int64(len(b)), MD5: sum(b)}
}

const one = "/events/1979.zip"

func TestGetThroughTrouble(t *testing.T) {
	body := noise(300_000)
	longer := append(append([]byte{}, body...), "and more"...)
	damaged := append([]byte{}, body...)
	damaged[1000] ^= 1
	for _, c := range []struct {
		name   string
		script []misdeed
		asked  []string // ranges
		part   []byte   // that lies there before
		fails  string
	}{
		{name: "all is well", asked: []string{""}},
		{name: "drops twice, is gone on with", script: []misdeed{drop(100_000), drop(50_000)}, asked: []string{"", "bytes=100000-", "bytes=150000-"}},
		{name: "a part of the last time", part: body[:200_000], asked: []string{"bytes=200000-"}},
		{name: "a whole part of the last time", part: body, asked: nil},
		{name: "a part longer than the file", part: longer, asked: []string{""}},
		{name: "a part of another file", part: damaged[:200_000], asked: []string{"bytes=200000-", ""}},
		{name: "drops forever, each time later", script: []misdeed{drop(1), drop(1), drop(1), drop(1), drop(1), drop(1), drop(1), drop(1)},
			asked: []string{"", "bytes=1-", "bytes=2-", "bytes=3-", "bytes=4-", "bytes=5-", "bytes=6-", "bytes=7-", "bytes=8-"}},
		{name: "500, 503 and a wait", script: []misdeed{say(500), say(503), say(429)}, asked: []string{"", "", "", ""}},
		{name: "hangs", script: []misdeed{hang(1000)}, asked: []string{"", "bytes=1000-"}},
		{name: "sends a short file as if whole", script: []misdeed{whole(body[:1000])}, asked: []string{"", "bytes=1000-"}},
		{name: "sends more than the list says", script: []misdeed{whole(longer)}, asked: []string{"", ""}},
		{name: "sends a damaged file", script: []misdeed{whole(damaged)}, asked: []string{"", ""}},
		{name: "answers another range", part: body[:10], script: []misdeed{shifted}, asked: []string{"bytes=10-", ""}},
		{name: "will not go on", part: body[:10], script: []misdeed{say(416)}, asked: []string{"bytes=10-", ""}},
		{name: "ignores ranges", part: body[:10], script: []misdeed{whole(body)}, asked: []string{"bytes=10-"}},
		{name: "is gone", script: []misdeed{say(404)}, asked: []string{""}, fails: "404"},
		{name: "is forbidden", script: []misdeed{say(403)}, asked: []string{""}, fails: "403"},
		{name: "never works", script: []misdeed{say(500), say(500), say(500), say(500), say(500), say(500)}, asked: []string{"", "", "", "", "", ""}, fails: "500"},
		{name: "is always damaged", script: []misdeed{whole(damaged), whole(damaged), whole(damaged)}, asked: []string{"", "", ""}, fails: "MD5"},
		{name: "drops at the same place forever and ignores ranges", script: []misdeed{whole(body[:9]), whole(body[:9]), whole(body[:9]), whole(body[:9]), whole(body[:9]), whole(body[:9]), whole(body[:9])},
			asked: []string{"", "bytes=9-", "bytes=9-", "bytes=9-", "bytes=9-", "bytes=9-", "bytes=9-"}, fails: "9 of 300000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := serve(t, map[string][]byte{one: body})
			h.script = c.script
			dir := t.TempDir()
			if c.part != nil {
				if err := os.WriteFile(filepath.Join(dir, "1979.zip"+Partial), c.part, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			out, err := h.client().Get(t.Context(), []File{h.file(one)}, dir, nil)
			if err != nil || len(out) != 1 {
				t.Fatal(out, err)
			}
			got, missing := os.ReadFile(filepath.Join(dir, "1979.zip"))
			if c.fails != "" {
				if out[0].Err == nil || !strings.Contains(out[0].Err.Error(), c.fails) || out[0].Path != "" || missing == nil {
					t.Errorf("%+v, file there: %v", out[0], missing == nil)
				}
			} else if out[0].Err != nil || string(got) != string(body) || out[0].Found {
				t.Errorf("%+v, %d bytes", out[0], len(got))
			}
			var want []string
			for _, r := range c.asked {
				want = append(want, strings.TrimSpace(one+" "+r))
			}
			if !reflect.DeepEqual(h.asked, want) {
				t.Errorf("asked %q, want %q", h.asked, want)
			}
			left, _ := filepath.Glob(filepath.Join(dir, "*"+Partial))
			if c.fails == "" && len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestRetryAfterIsHeeded(t *testing.T) {
	h := serve(t, map[string][]byte{one: noise(10)})
	h.script = []misdeed{say(429, "Retry-After", "1")}
	start := time.Now()
	out, err := h.client().Get(t.Context(), []File{h.file(one)}, t.TempDir(), nil)
	if err != nil || out[0].Err != nil || time.Since(start) < time.Second {
		t.Errorf("%+v, %v after %s", out, err, time.Since(start))
	}
}

func TestWhatIsThereIsUsed(t *testing.T) {
	body := noise(1000)
	h := serve(t, map[string][]byte{one: body, "/events/1980.zip": noise(500)})
	dir := t.TempDir()
	files := []File{h.file(one), h.file("/events/1980.zip")}
	var tells []string
	tell := func(done, total int64, file string) {
		tells = append(tells, fmt.Sprintf("%d/%d %s", done, total, file))
	}
	if out, err := h.client().Get(t.Context(), files, dir, tell); err != nil || out[0].Found || out[1].Err != nil {
		t.Fatal(out, err)
	}
	if last := tells[len(tells)-1]; last != "1500/1500 1980.zip" {
		t.Errorf("the last told is %q", last)
	}
	h.asked = nil
	out, err := h.client().Get(t.Context(), files, dir, nil)
	if err != nil || !out[0].Found || !out[1].Found || len(h.asked) != 0 {
		t.Errorf("%+v, %v, asked %v", out, err, h.asked)
	}
	// One that was changed on disk is got again.
	if err := os.WriteFile(filepath.Join(dir, "1979.zip"), noise(1000)[:999], 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err = h.client().Get(t.Context(), files, dir, nil); err != nil || out[0].Found || !out[1].Found || len(h.asked) != 1 {
		t.Errorf("%+v, %v, asked %v", out, err, h.asked)
	}
	if h.most > 1 {
		t.Errorf("%d requests at once", h.most)
	}
}

func TestOneBadFileStopsNoOther(t *testing.T) {
	h := serve(t, map[string][]byte{"/events/1980.zip": noise(500)})
	gone := File{Name: "1979.zip", URL: h.URL + one, Bytes: 5}
	evil := File{Name: "../1979.zip", URL: h.URL + one}
	dir := t.TempDir()
	out, err := h.client().Get(t.Context(), []File{gone, evil, h.file("/events/1980.zip")}, filepath.Join(dir, "in"), nil)
	if err != nil || len(out) != 3 || out[0].Err == nil || out[1].Err == nil || out[2].Err != nil {
		t.Errorf("%+v, %v", out, err)
	}
	if list, _ := filepath.Glob(filepath.Join(dir, "*.zip*")); len(list) > 0 {
		t.Errorf("written outside: %v", list)
	}
}

func TestCancelKeepsThePart(t *testing.T) {
	body := noise(2000)
	h := serve(t, map[string][]byte{one: body})
	h.script = []misdeed{hang(700)}
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	c := h.client()
	c.Silence = time.Minute
	out, err := c.Get(ctx, []File{h.file(one)}, dir, func(done, _ int64, _ string) {
		if done == 700 {
			cancel()
		}
	})
	if err == nil || len(out) != 0 {
		t.Fatal(out, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "1979.zip")); err == nil {
		t.Error("half a file has the whole one's name")
	}
	h.asked = nil
	if out, err = h.client().Get(t.Context(), []File{h.file(one)}, dir, nil); err != nil || out[0].Err != nil || h.asked[0] != one+" bytes=700-" {
		t.Errorf("%+v, %v, asked %v", out, err, h.asked)
	}
}

func TestOneProgramAtATime(t *testing.T) {
	dir := t.TempDir()
	lock := flock.New(filepath.Join(dir, ".lock"))
	if ok, err := lock.TryLock(); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := (&Client{}).Get(t.Context(), nil, dir, nil); err == nil || !strings.Contains(err.Error(), "another window") {
		t.Errorf("%v", err)
	}
	lock.Unlock()
	if _, err := (&Client{}).Get(t.Context(), nil, dir, nil); err != nil {
		t.Error(err)
	}
}

// gdeltLists are lists as GDELT writes them.
func gdeltLists() map[string][]byte {
	return map[string][]byte{
		"/events/filesizes": []byte("24000000 1979.zip\n30000000 2005.zip\n4000000 200601.zip\n1092918 GDELT.MASTERREDUCEDV2.1979-2013.zip\n9000000 20130401.export.CSV.zip\n9500000 20130402.export.CSV.zip\n12 20130231.export.CSV.zip\nnonsense\n"),
		"/events/md5sums":   []byte("0123456789abcdef0123456789ABCDEF  1979.zip\n" + strings.Repeat("a", 32) + "  20130401.export.CSV.zip\n" + strings.Repeat("b", 32) + "  ../../evil.zip\n"),
		"/gdeltv2/masterfilelist.txt": []byte("150383 297a16b493de7cf6ca809a7cc31d0b93 http://data.gdeltproject.org/gdeltv2/20150218230000.export.CSV.zip\n" +
			"318084 bb27f78ba45f69a17ea6ed7755e9f8ff http://data.gdeltproject.org/gdeltv2/20150218230000.mentions.CSV.zip\n" +
			"149211 2a91041d7e72b0fc6a629e2ff867b240 http://elsewhere.example/gdeltv2/20150219001500.export.CSV.zip\n\n404\n"),
	}
}

func TestCatalogue(t *testing.T) {
	h := serve(t, gdeltLists())
	kept := t.TempDir()
	c := h.client()
	gdelt1, _ := Find("gdelt")
	all := measure.Span{First: day("1979-01-01"), Last: day("2030-01-01")}
	files, err := c.Catalogue(t.Context(), gdelt1, all, kept)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, fmt.Sprintf("%s %d %s %s", f.Name, f.Bytes, f.Days, f.MD5))
	}
	want := []string{
		"1979.zip 24000000 1979-01-01 to 1979-12-31 0123456789abcdef0123456789abcdef", "2005.zip 30000000 2005-01-01 to 2005-12-31 ",
		"200601.zip 4000000 2006-01-01 to 2006-01-31 ", "20130401.export.CSV.zip 9000000 2013-04-01 " + strings.Repeat("a", 32), "20130402.export.CSV.zip 9500000 2013-04-02 ",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p := ByYear(files); !reflect.DeepEqual(p, []Period{{1979, 1, 24000000}, {2005, 1, 30000000}, {2006, 1, 4000000}, {2013, 2, 18500000}}) {
		t.Errorf("%+v", p)
	}
	h.asked = nil
	if files, err = c.Catalogue(t.Context(), gdelt1, measure.Span{First: day("2006-01-31"), Last: day("2013-04-01")}, kept); err != nil || len(files) != 2 || len(h.asked) != 0 {
		t.Errorf("%v, %v, asked again: %v", files, err, h.asked)
	}
	c.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	if _, err := c.Catalogue(t.Context(), gdelt1, all, kept); err != nil || len(h.asked) != 2 {
		t.Errorf("a list of yesterday: %v, asked %v", err, h.asked)
	}
	gdelt2, _ := Find("gdelt2")
	files, err = c.Catalogue(t.Context(), gdelt2, all, kept)
	if err != nil || len(files) != 2 || files[1].URL != h.URL+"/gdeltv2/20150219001500.export.CSV.zip" || files[0].MD5 != "297a16b493de7cf6ca809a7cc31d0b93" {
		t.Errorf("%+v, %v", files, err)
	}
	acled, _ := Find("acled")
	if _, err := c.Catalogue(t.Context(), acled, all, kept); err == nil || !strings.Contains(err.Error(), acled.Page) {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(kept, "*.new*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAListThatBreaksOffIsNone(t *testing.T) {
	h := serve(t, gdeltLists())
	h.script = []misdeed{drop(100), say(500)}
	d, _ := Find("gdelt2")
	files, err := h.client().Catalogue(t.Context(), d, measure.Span{First: day("2015-01-01"), Last: day("2015-12-31")}, t.TempDir())
	if err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
	h.script = []misdeed{say(404)}
	if _, err := h.client().Catalogue(t.Context(), d, measure.Span{}, t.TempDir()); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("%v", err)
	}
}

// TestAFileWithoutChecksumIsNotMixed holds a part of which no MD5 is told to the
// version of the server's file that it began with.
func TestAFileWithoutChecksumIsNotMixed(t *testing.T) {
	old, fresh := noise(1000), noise(1001)
	h := serve(t, map[string][]byte{one: old})
	h.script = []misdeed{func(w http.ResponseWriter, r *http.Request, body []byte) {
		w.Header().Set("ETag", `"`+sum(body)+`"`)
		h.mu.Lock()
		h.files[one] = fresh
		h.mu.Unlock()
		drop(600)(w, r, body)
	}}
	dir := t.TempDir()
	out, err := h.client().Get(t.Context(), []File{{Name: "1979.zip", URL: h.URL + one}}, dir, nil)
	got, _ := os.ReadFile(filepath.Join(dir, "1979.zip"))
	if err != nil || out[0].Err != nil || string(got) != string(fresh) {
		t.Errorf("%+v, %v, %d bytes", out, err, len(got))
	}
}

func FuzzReadList(f *testing.F) {
	for _, l := range gdeltLists() {
		f.Add(string(l))
	}
	f.Fuzz(func(t *testing.T, text string) {
		_ = readList(strings.NewReader(text), func(name string, bytes int64, sum string) {
			if bytes < 0 || strings.ContainsAny(name, "/\\") || name == ".." || sum != "" && len(sum) != 32 {
				t.Errorf("%q %d %q", name, bytes, sum)
			}
			for _, l := range listed {
				if days, ok := daysOf(l.name.FindStringSubmatch(name)); ok && days.First > days.Last {
					t.Errorf("%s: %s", name, days)
				}
			}
		})
	})
}

func ExampleDatasets() {
	for _, d := range Datasets() {
		fmt.Println(d.ID, d.Fetched)
	}
	// Output:
	// gdelt1 true
	// gdelt2 true
	// gdelt2-translated true
	// icews false
	// polecat false
	// acled false
	// ucdp false
}

// BenchmarkGet downloads a file of 64 MB from loopback, with its MD5.
func BenchmarkGet(b *testing.B) {
	body := noise(64 << 20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(body)))
	}))
	defer server.Close()
	f := File{Name: "1979.zip", URL: server.URL, Bytes: int64(len(body)), MD5: sum(body)}
	b.SetBytes(f.Bytes)
	for b.Loop() {
		if out, err := (&Client{}).Get(b.Context(), []File{f}, b.TempDir(), nil); err != nil || out[0].Err != nil {
			b.Fatal(out, err)
		}
	}
}
