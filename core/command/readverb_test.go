package command

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/reading"
)

// texts makes a folder with what the runs of read use.
func texts(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"aid.txt":    "Aid is late\nOslo, 8 February 2024\n\nDenmark promised Ukraine fighter jets last August. The delivery was postponed, an official in Copenhagen said.\n",
		"copy.html":  "<html><head><title>Late again</title><meta property='og:site_name' content='The Daily'><meta name=date content=2024-02-09></head><body><p>Denmark promised Ukraine fighter jets last August. The delivery was postponed, an official in Copenhagen said.</body></html>",
		"broken.pdf": "%PDF-1.7\nnothing",
		"empty.txt":  "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func candidates(t *testing.T, out string) []readLine {
	t.Helper()
	var lines []readLine
	scan := bufio.NewScanner(strings.NewReader(out))
	for scan.Scan() {
		var l readLine
		dec := json.NewDecoder(strings.NewReader(scan.Text()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&l); err != nil {
			t.Fatalf("%v: %s", err, scan.Text())
		}
		lines = append(lines, l)
	}
	return lines
}

func TestReadJSON(t *testing.T) {
	t.Chdir(texts(t))
	out, errs, code := runVerb(t, "", "read", "aid.txt", "--json", "--stats")
	if code != Done {
		t.Fatal(errs)
	}
	lines := candidates(t, out)
	body, err := os.ReadFile("aid.txt")
	if err != nil {
		t.Fatal(err)
	}
	stored := []rune(strings.TrimSpace(string(body)))
	found := map[reading.Kind]bool{}
	for _, l := range lines {
		found[l.Kind] = true
		if got := string(stored[l.Span.Start:l.Span.End]); got != l.Span.Text {
			t.Errorf("the span has %q, the text there is %q", l.Span.Text, got)
		}
		if l.File != "" || l.AssertedBy == "" || l.Reason == "" || l.Confidence <= 0 {
			t.Errorf("%+v", l)
		}
	}
	if !found[reading.Pledge] {
		t.Errorf("found %v: the promise is to be among them", found)
	}
	for _, l := range lines {
		if l.Kind == reading.Pledge && l.Fields.Promised.String() != "2023-08" {
			t.Errorf("last August, read on 8 February 2024, is %s", l.Fields.Promised)
		}
	}
	if ok, err := regexp.MatchString(`^1 text, \d+ bytes, [\d.]+ s, [\d.]+ MB/s\n\d+ candidates?: .*pledge 1`, errs); err != nil || !ok {
		t.Errorf("stats: %s", errs)
	}
	again, _, _ := runVerb(t, "", "read", "aid.txt", "--json")
	if again != out {
		t.Error("the same text gives other bytes")
	}
}

// TestReadSeveral holds a broken file among others to being told by name, with
// the rest read, and a copy to being known as one voice.
func TestReadSeveral(t *testing.T) {
	t.Chdir(texts(t))
	out, errs, code := runVerb(t, "", "read", ".", "--json")
	if code != BadData || strings.Count(errs, "\n") != 2 || !strings.Contains(errs, "read broken.pdf: it is no whole PDF") || !strings.Contains(errs, "read empty.txt: there is no text in it") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	files := map[string]string{}
	for _, l := range candidates(t, out) {
		files[l.File] = l.Repeats
	}
	if len(files) != 2 || files["aid.txt"] != "" || files["copy.html"] != "" {
		t.Errorf("files: %v", files) // too short to be told a republication
	}
	long := strings.Repeat("Denmark promised Ukraine fighter jets last August, and officials of both said that crews would be trained in the south before the winter came. ", 2)
	for name, body := range map[string]string{"one.txt": long, "two.txt": "Another headline\n\n" + long} {
		if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, errs, code = runVerb(t, "", "read", "one.txt", "two.txt", "--json")
	if code != Done {
		t.Fatal(errs)
	}
	for _, l := range candidates(t, out) {
		if want := map[string]string{"one.txt": "", "two.txt": "one.txt"}[l.File]; l.Repeats != want {
			t.Errorf("%s repeats %q", l.File, l.Repeats)
		}
	}
	if out, _, _ := runVerb(t, "", "read", "one.txt", "two.txt"); !strings.Contains(out, "It is a republication of one.txt: 100 %") || !strings.Contains(out, "2 texts: ") {
		t.Error(out)
	}
}

func TestReadFlags(t *testing.T) {
	t.Chdir(texts(t))
	out, errs, code := runVerb(t, "", "read", "copy.html", "--date", "9 Feb 2022", "--publisher", "Danish Foreign Ministry", "--title", "A title", "--full")
	if code != Done || !strings.Contains(out, "promised 2021-08") || !strings.Contains(out, "Danish Foreign Ministry; 2022-02-09") || !strings.HasPrefix(out, "A title\n") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	if out, _, _ := runVerb(t, "", "read", "copy.html", "--language", "da"); !strings.Contains(out, "No candidates.") {
		t.Errorf("another language: %s", out)
	}
	out, _, code = runVerb(t, "<p>Denmark promised Ukraine fighter jets.", "read", "-", "--json")
	if code != Done || len(candidates(t, out)) == 0 {
		t.Errorf("standard input: %d, %s", code, out)
	}
	out, _, _ = runVerb(t, "Russia delivered the S-300 to Iran in October 2016.", "read", "-", "--case", "russia-iran", "--json")
	matched := false
	for _, l := range candidates(t, out) {
		matched = matched || len(l.Matches) > 0 && l.Matches[0].Record != "" && l.Matches[0].Relation != ""
	}
	if !matched {
		t.Errorf("no record of the case is beside it: %s", out)
	}
	out, _, _ = runVerb(t, "Russia delivered the S-300 to Iran in October 2016.", "read", "-", "--case", "russia-iran")
	if !strings.Contains(out, "* adds a citation to ") && !strings.Contains(out, "* conflicts with ") && !strings.Contains(out, "* continues ") {
		t.Error(out)
	}
}

// TestReadAddress reads from a server on loopback.
func TestReadAddress(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/a" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte("<p>Denmark promised Ukraine fighter jets."))
	}))
	defer s.Close()
	out, errs, code := runVerb(t, "", "read", s.URL+"/a", s.URL+"/b", "--json")
	if code != BadData || len(candidates(t, out)) == 0 || !strings.Contains(errs, s.URL+"/b: the server answers 404") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}
