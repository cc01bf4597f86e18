package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/core/reading/model"
	"github.com/fairweather-app/fairweather/gui/view"
)

// atLoopback serves one answer on this machine.
func atLoopback(t testing.TB, media, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestFeedsListWhatIsNew(t *testing.T) {
	d, p := newRead(t, readCase())
	address := atLoopback(t, "application/rss+xml", `<rss version="2.0"><channel><title>Wire</title>
		<item><title>One</title><link>https://wire.example/1</link><pubDate>Sat, 14 Jun 2025 10:00:00 GMT</pubDate><description>Russia condemned the strikes on Iran on 14 June 2025 in a long statement of the ministry.</description></item>
		<item><title>Two</title><link>https://wire.example/2</link><description>In 2024 Russia delivered air defence systems to Iran, the agency said on that day.</description></item></channel></rss>`)
	p.OpenFeeds()
	p.feeds.add.SetText(address)
	p.feeds.subscribe()
	if list := feeds(); len(list) != 1 || list[0] != address {
		t.Fatalf("followed: %v", list)
	}
	p.feeds.refresh()
	if n := len(p.feeds.grid.Rows()); n != 2 {
		t.Fatalf("%d items new: %s", n, p.feeds.says.String())
	}
	p.feeds.takeOne(p.feeds.grid.Rows()[0].Key)
	if p.mode != readChecking || p.check.publisher.Text != "Wire" || p.check.date.Text != "2025-06-14" {
		t.Fatalf("an item is shown as published by %q on %q", p.check.publisher.Text, p.check.date.Text)
	}
	p.check.take()
	p.leave()
	p.OpenFeeds()
	if n := len(p.feeds.grid.Rows()); n != 1 {
		t.Errorf("%d items new after one is taken in", n)
	}
	p.feeds.takeAll()
	p.check.take() // one alone is checked first
	if n := len(textsOf(d.s.State().Case)); n != 2 {
		t.Errorf("%d texts", n)
	}
	p.feeds.unsubscribe(address)
	if len(feeds()) != 0 {
		t.Error("it is still followed")
	}
}

func TestAddressIsFetched(t *testing.T) {
	_, p := newRead(t, readCase())
	address := atLoopback(t, "text/html", `<html><head><title>Statement</title></head><body><div class="sidebar"><ul><li><a href="/a">Subscribe to our letters</a></li><li><a href="/b">Most read today</a></li></ul></div><article>`+
		strings.Repeat("<p>"+strings.ReplaceAll(firstArticle, "\n\n", "</p><p>")+" The ministry repeated this at length, and the paper printed all of it, with commas, as papers do.</p>", 8)+`</article><div class="footer"><p>Cookies and terms of this site</p></div></body></html>`)
	p.fetch(address)
	if p.mode != readChecking || p.check.title.Text != "Statement" {
		t.Fatalf("mode %d, title %q: %s", p.mode, p.check.title.Text, p.library.says.String())
	}
	p.check.take()
	if len(p.t.left) == 0 || p.which.Hidden {
		t.Fatalf("nothing says that the main text leaves something out: %d stretches", len(p.t.left))
	}
	n := len(p.r.Items)
	p.which.OnKey("full")
	if p.text.Text() != p.t.text.Full {
		t.Error("all of the text is not shown")
	}
	p.which.OnKey("")
	p.readWhole(true)
	if !p.t.whole || p.t.words != p.t.text.Full || len(p.r.Items) < n {
		t.Errorf("all of the text is not read: %d candidates, %d before", len(p.r.Items), n)
	}
}

func TestModelIsComparedAndSaysWhatLeaves(t *testing.T) {
	keyring.MockInit()
	_, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	answer, err := json.Marshal(map[string]any{"candidates": []map[string]any{
		{"kind": "conduct", "quote": "Russia condemned the strikes on Iran on 14 June 2025", "from": "Russia", "to": "Iran", "rung": 1, "modality": "fact", "polarity": "positive"},
		{"kind": "pledge", "quote": "air defence systems to Iran", "from": "Russia", "to": "Iran", "channel": "arms", "title": "Air defence", "modality": "fact", "polarity": "positive"},
		{"kind": "pledge", "quote": "words that stand nowhere", "from": "Russia", "to": "Iran", "modality": "fact"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"choices": []map[string]any{{"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": string(answer)}}}})
	if err != nil {
		t.Fatal(err)
	}
	set := model.Settings{BaseURL: atLoopback(t, "application/json", string(body)) + "/v1", Model: "small"}
	if modelSettings().On() || p.ask.Visible() {
		t.Fatal("a model is asked unasked")
	}
	setModelSettings(set)
	p.drawHead()
	if !p.ask.Visible() {
		t.Error("the model that was chosen cannot be asked")
	}
	n := len(p.r.Items)
	p.sendToModel(set)
	if len(p.r.Items) != n+1 {
		t.Fatalf("%d candidates, want %d: %s", len(p.r.Items), n+1, p.said)
	}
	count := map[model.Verdict]int{}
	for _, it := range p.r.Items {
		count[p.verdicts[it.Decision.ID]]++
	}
	if count[model.Agree] != 1 || count[model.OnlyModel] != 1 || count[model.OnlyOurs] != n-1 {
		t.Errorf("verdicts %v", count)
	}
	if !strings.Contains(p.said, "1 were dropped (1: its quote does not stand in the text)") {
		t.Errorf("it says %q", p.said)
	}
	setModelSettings(model.Settings{})
}

func TestTrackRecordOnThePageOfSources(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	p.toKind(t, reading.Conduct)
	p.press("aY")
	s := NewSources(d.s, d)
	d.open(t, s, 1100, 600)
	s.showWhose(showPublishers)
	rows := s.track.grid.Rows()
	found := false
	for _, r := range rows {
		if r.Key == "First Press" {
			found = true
			if r.Cells[4].Text != "1" || !strings.HasPrefix(r.Cells[5].Text, "1/1 (") || !strings.HasPrefix(r.Cells[6].Text, "0/1 (") {
				t.Errorf("the row holds %+v", r.Cells)
			}
		}
	}
	if !found {
		t.Fatalf("no row of the publisher among %d", len(rows))
	}
	d.picture(t, "read-track")
	s.showWhose(showSources)
	if len(s.grid.Rows()) < 2 || s.TSV() == "" {
		t.Error("the sources are gone")
	}
}

func TestRatingsOfASourceAreNotFloodedByCandidates(t *testing.T) {
	d, p := newRead(t, readCase())
	takeText(t, p, firstArticle, "First", "2025-06-20")
	p.press("ry")
	if n := len(readdesk.Decisions(d.s.State().Case, p.t.source)); n == 0 {
		t.Fatal("nothing is decided")
	}
	d.s.Select(p.t.source)
	in := NewInspector(d.s, d)
	in.Show(d.s.State(), 1<<20-1)
	if text := in.facts.String(); strings.Contains(text, "rejected") || !strings.Contains(text, "Ann: yes") {
		t.Errorf("the facts of the source say %q", text)
	}
}

func TestRowsSayWhatACandidateHolds(t *testing.T) {
	rung, share := 0, .4
	c := readCase()
	lex, err := words()
	if err != nil {
		t.Fatal(err)
	}
	cand := reading.Candidate{Kind: reading.Dependence, Fields: reading.Fields{Actor: "iran", On: "russia", Rung: &rung, Share: &share, Channel: "arms", Date: edtf.MustParse("2024")}, Polarity: reading.Negative}
	if got := actorsIn(c, lex, cand); got != "Iran depends on Russia" {
		t.Errorf("actors %q", got)
	}
	if got := strings.Join(fieldsIn(cand), ", "); !strings.Contains(got, "arms") || !strings.Contains(got, "2024") || !strings.Contains(got, "40") {
		t.Errorf("fields %q", got)
	}
	if saidBy(c, lex, reading.Article) != "the text itself" || saidBy(c, lex, "a former envoy") != "a former envoy" || saidBy(c, lex, "russia") != "Russia" {
		t.Error("who asserts is not named")
	}
	for _, k := range reading.Kinds {
		if f := familyOf(k); f < view.FamilyDeed || f > view.FamilySaid {
			t.Errorf("%s has no look", k)
		}
	}
	if len(gradeOptions()) != len(ledger.Reliabilities)+6 {
		t.Error("a grade lacks its definition")
	}
}
