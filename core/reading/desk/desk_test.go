package desk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

var lexicon = sync.OnceValues(func() (*reading.Lexicon, error) { return reading.LoadLexicon(assets.Lexicon()) })

func testLexicon(t testing.TB) *reading.Lexicon {
	t.Helper()
	lex, err := lexicon()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

var ann = Who{Analyst: "A. Mar", Day: day("2025-11-01")}

func day(s string) edtf.Day {
	d, _ := edtf.MustParse(s).Earliest()
	return d
}

func date(s string) edtf.Date { return edtf.MustParse(s) }

// smallCase holds a moment, an act, a pledge and a source.
func smallCase() *ledger.Case {
	cite := []ledger.Citation{{Source: "s001", Credibility: 2}}
	return ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Title: "Poland and the United States", Question: ledger.Question{Relier: "poland", Partner: "usa"}},
		&ledger.Actor{ID: "usa", Label: "United States", Type: "state", ISO3: "USA"},
		&ledger.Actor{ID: "poland", Label: "Poland", Type: "state", ISO3: "POL"},
		&ledger.Source{ID: "s001", Title: "Report", Publisher: "Agency", Date: date("2021-11-21"), Reliability: "B"},
		&ledger.Moment{ID: "m001", Title: "Border crisis", InNeed: []string{"poland"}, Start: date("2021-11"), Type: "crisis", Citations: cite},
		&ledger.Conduct{ID: "c001", Moment: "m001", From: "usa", To: "poland", Date: date("2021-11-20"), Rung: 3, What: "The United States sent soldiers to the border.", Citations: cite},
		&ledger.Pledge{ID: "p001", Title: "Patriot batteries", From: "usa", To: "poland", Channel: "arms", Promised: date("2018-03-28"), Citations: cite},
	})
}

func rung(n int) *int { return &n }

const article = "The United States sent soldiers to the border of Poland on 20 November 2021. Germany condemned Belarus. Washington will probably deliver the Patriot batteries by 2024. Poland should not rely on it."

func span(text, words string) reading.Span {
	at := strings.Index(text, words)
	if at < 0 {
		panic("not in the text: " + words)
	}
	n := len([]rune(text[:at]))
	return reading.Span{Start: n, End: n + len([]rune(words)), Text: words}
}

// proposals are what a reader could find in the article.
func proposals() []reading.Candidate {
	return []reading.Candidate{
		{Kind: reading.Conduct, Span: span(article, "The United States sent soldiers to the border of Poland on 20 November 2021"), Modality: reading.AsFact, AssertedBy: reading.Article,
			Fields: reading.Fields{From: "united-states", To: "poland", Rung: rung(3), Date: date("2021-11-20"), What: "The United States sent soldiers to the border of Poland"}},
		{Kind: reading.Conduct, Span: span(article, "Germany condemned Belarus"), Modality: reading.AsFact, AssertedBy: reading.Article,
			Fields: reading.Fields{From: "germany", To: "belarus", Rung: rung(-1), Date: date("2021-11-18"), What: "Germany condemned Belarus"}},
		{Kind: reading.Forecast, Span: span(article, "Washington will probably deliver the Patriot batteries by 2024"), Modality: reading.AsForecast, AssertedBy: reading.Article,
			Fields: reading.Fields{Relier: "poland", Partner: "united-states", Horizon: date("2024"), What: "Washington will probably deliver the Patriot batteries by 2024"}},
		{Kind: reading.Prescription, Span: span(article, "Poland should not rely on it"), Modality: reading.AsPrescription, AssertedBy: reading.Article,
			Fields: reading.Fields{To: "poland", What: "Poland should not rely on it"}},
	}
}

// step applies an edit to a snapshot as a case file would.
func step(t testing.TB, c *ledger.Case, e Edit) *ledger.Case {
	t.Helper()
	next := c.With(e.Changes...)
	var ids []string
	for _, ch := range e.Changes {
		ids = append(ids, ch.ID)
		if ch.Record != nil {
			ids = append(ids, ch.Record.RecordID())
		}
	}
	if bad := ledger.Errors(ledger.CheckRecords(next, ids)); len(bad) > 0 {
		t.Fatalf("the edit %q brings errors: %v", e.Label, bad)
	}
	return next
}

func begun(t testing.TB) (*ledger.Case, *Reading) {
	t.Helper()
	e, id := Begin(smallCase(), ledger.Source{Title: "Article", Publisher: "Herald", Author: "B. Nowak", Date: date("2021-11-22"), Document: strings.Repeat("ab", 32), Language: "en"}, 4, ann)
	c := step(t, smallCase(), e)
	r, err := Of(c, id, article, Proposals(proposals(), ByReader), testLexicon(t))
	if err != nil {
		t.Fatal(err)
	}
	return c, r
}

func TestATextIsReadToTheEnd(t *testing.T) {
	lex := testLexicon(t)
	c, r := begun(t)
	if len(r.Items) != 4 || r.Counts()[Open] != 4 {
		t.Fatalf("%d items, %v", len(r.Items), r.Counts())
	}
	// 0: on record already, and cited on.
	d, err := Suggest(c, r, 0, lex)
	if err != nil {
		t.Fatal(err)
	}
	if d.New || d.Record.RecordID() != "c001" || len(d.Missing) > 0 {
		t.Fatalf("the act on record is drafted as %+v", d)
	}
	e, err := d.Edit(c, ann)
	if err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	got, _ := c.Get("c001")
	cites := got.(*ledger.Conduct).Citations
	if len(cites) != 2 || cites[1].Source != r.Source.ID || cites[1].Quote != proposals()[0].Span.Text || cites[1].Where != "characters 0 to 75" || cites[1].Credibility != 3 {
		t.Errorf("cited as %+v", cites)
	}
	// 1: two actors new to the case, and no moment: the field is named.
	d, err = Suggest(c, r, 1, lex)
	if err != nil {
		t.Fatal(err)
	}
	if !d.New || len(d.Also) != 2 {
		t.Fatalf("%+v", d)
	}
	var missing *MissingError
	if _, err = d.Edit(c, ann); !errors.As(err, &missing) || len(missing.Problems) != 1 || missing.Problems[0].Field != "moment" {
		t.Fatalf("without a moment: %v", err)
	}
	d.Record.(*ledger.Conduct).Moment = "m001"
	e, err = d.Edit(c, ann)
	if err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	// 2: a forecast stays one.
	r, err = Of(c, r.Source.ID, article, Proposals(proposals(), ByReader), lex)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = Suggest(c, r, 2, lex); err != nil {
		t.Fatal(err)
	}
	if e, err = d.Edit(c, ann); err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	f := Forecasts(c, ann.Day)
	if len(f) != 1 || f[0].Probability == nil || *f[0].Probability != .675 || f[0].Made != date("2021-11-22") || f[0].By != "" || f[0].Due(day("2024-12-31")) || !f[0].Due(day("2025-01-01")) {
		t.Fatalf("the forecast is %+v", f)
	}
	// 3: rejected.
	c = step(t, c, Reject(r, 3, "too vague", ann))
	r, err = Of(c, r.Source.ID, article, Proposals(proposals(), ByReader), lex)
	if err != nil {
		t.Fatal(err)
	}
	var states []State
	for _, it := range r.Items {
		states = append(states, it.Decision.State)
	}
	if want := []State{Cited, Accepted, Accepted, Rejected}; !slices.Equal(states, want) {
		t.Errorf("states %v, want %v", states, want)
	}
	if x := r.Items[1].Decision; !x.Edited || !slices.Equal(x.Made, []string{"germany", "belarus"}) || x.Analyst != "A. Mar" {
		t.Errorf("the decision is %+v", x)
	}
	if _, ok := r.Next(0); ok {
		t.Error("something is open still")
	}
	// All of it goes as one edit, and nothing else.
	e, err = UndoReading(c, r.Source.ID)
	if err != nil {
		t.Fatal(err)
	}
	c = step(t, c, e)
	before := smallCase()
	if c.Len() != before.Len()+1 {
		t.Errorf("%d records are left, want those before and the source: %d", c.Len(), before.Len()+1)
	}
	for _, x := range before.Records() {
		now, ok := c.Get(x.RecordID())
		a, _ := ledger.Encode(x)
		b, _ := ledger.Encode(now)
		if !ok || string(a) != string(b) {
			t.Errorf("%s is %s, was %s", x.RecordID(), b, a)
		}
	}
	if _, err := UndoReading(c, r.Source.ID); err == nil {
		t.Error("an undone reading is undone again")
	}
}

// What is no fact makes a note whatever it says, and bears out no fact.
func TestWhatIsNoFactNeverBecomesOne(t *testing.T) {
	lex := testLexicon(t)
	c, r := begun(t)
	for _, m := range []reading.Modality{reading.AsOpinion, reading.AsForecast, reading.AsPrescription} {
		for _, k := range reading.Kinds {
			if k == reading.Hypothesis {
				continue
			}
			r.Items[0].Candidate.Kind, r.Items[0].Candidate.Modality = k, m
			r.Items[0].Candidate.Fields.What = "The United States sent soldiers"
			d, err := New(c, r, 0, lex)
			if err != nil {
				t.Fatal(err)
			}
			n, ok := d.Record.(*ledger.Note)
			if !ok {
				t.Errorf("a %s asserted as %s becomes a %s", k, m, d.Record.Kind())
				continue
			}
			if !strings.Contains(n.Title, "B. Nowak") || n.Text == "" {
				t.Errorf("a %s asserted as %s: the note %q does not say whose it is", k, m, n.Title)
			}
			if _, err := Cite(c, r, 0, "c001"); err == nil {
				t.Errorf("a %s asserted as %s bears out conduct", k, m)
			}
			if d, err = Suggest(c, r, 0, lex); err != nil || d.Record.Kind() != ledger.KindNote {
				t.Errorf("a %s asserted as %s is proposed as %v, %v", k, m, d, err)
			}
		}
	}
}

// The desk survives a restart and is undone step by step, in a real file.
func TestReadingInAFile(t *testing.T) {
	ctx := context.Background()
	lex := testLexicon(t)
	path := filepath.Join(t.TempDir(), "x"+casefile.Extension)
	f, err := casefile.Create(ctx, path, smallCase(), "Create", casefile.Options{Analyst: "A. Mar"})
	if err != nil {
		t.Fatal(err)
	}
	sha, err := f.AddDocument(ctx, "article.txt", "text/plain; charset=utf-8", []byte(article))
	if err != nil {
		t.Fatal(err)
	}
	apply := func(e Edit) {
		t.Helper()
		if _, err := f.Apply(ctx, casefile.Edit{Label: e.Label, Changes: e.Changes}); err != nil {
			t.Fatal(err)
		}
	}
	e, id := Begin(f.Case(), ledger.Source{Title: "Article", Document: sha, Date: date("2021-11-22")}, 4, ann)
	apply(e)
	r, err := Of(f.Case(), id, article, Proposals(proposals(), ByReader), lex)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Suggest(f.Case(), r, 0, lex)
	if err != nil {
		t.Fatal(err)
	}
	if e, err = d.Edit(f.Case(), ann); err != nil {
		t.Fatal(err)
	}
	apply(e)
	apply(Reject(r, 3, "", ann))
	hand, err := Select(article, r.Meta, lex, 92, 99, reading.Claim)
	if err != nil {
		t.Fatal(err)
	}
	apply(Keep(id, hand, ann))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if f, err = casefile.Open(ctx, path, casefile.Options{Analyst: "A. Mar"}); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	again, same := Begin(f.Case(), ledger.Source{Title: "Article", Document: sha, Date: date("2021-11-22")}, 4, ann)
	if same != id {
		t.Errorf("the same document is another source: %s, %s", id, same)
	}
	apply(again)
	if r, err = Of(f.Case(), id, article, Proposals(proposals(), ByReader), lex); err != nil {
		t.Fatal(err)
	}
	if n := r.Counts(); len(r.Items) != 5 || n[Cited] != 1 || n[Rejected] != 1 || n[Open] != 3 {
		t.Errorf("after a restart: %d items, %v", len(r.Items), n)
	}
	for range 3 { // by hand, the rejection, the citation
		if _, _, err := f.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if r, err = Of(f.Case(), id, article, Proposals(proposals(), ByReader), lex); err != nil {
		t.Fatal(err)
	}
	if n := r.Counts(); len(r.Items) != 4 || n[Open] != 4 {
		t.Errorf("after three undos: %v", n)
	}
}

// Whatever the reader finds in real texts, accepting it either holds to the
// ledger's rules or names the field; no draft changes the case it was made on.
func TestEveryAcceptedCandidateHoldsToTheRules(t *testing.T) {
	lex := testLexicon(t)
	body, err := assets.Case(assets.FirstCase)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := ledger.UnmarshalCase(body)
	if err != nil {
		t.Fatal(err)
	}
	was, _ := ledger.MarshalCase(c)
	text := "In June 2025 Israel attacked Iran. Russia condemned the strikes but did not send arms to Iran. Moscow promised Iran 24 Su-35 fighters in 2023; it has delayed delivery. " +
		"North Korea gave Russia shells worth $2 billion in 2023. Mexico asked Brazil for troops. Iran depends on Russia for 40% of its arms. Experts say Russia will probably abandon Iran within a year. Iran should look to China. " +
		"Some say that Russia is a true ally of Iran; others that it only uses Iran."
	e, id := Begin(c, ledger.Source{Title: "T", Publisher: "P", Date: date("2025-10-08")}, 0, ann)
	start := step(t, c, e)
	accepted, named := 0, 0
	for _, kind := range append([]reading.Kind{""}, reading.Kinds...) {
		r, err := Of(start, id, text, Proposals(reading.Read(text, reading.Meta{Date: date("2025-10-08")}, lex), ByReader), lex)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Items {
			if kind != "" {
				r.Items[i].Candidate = As(r.Items[i].Candidate, kind)
			}
			for _, make := range []func(*ledger.Case, *Reading, int, *reading.Lexicon) (*Draft, error){Suggest, New} {
				d, err := make(start, r, i, lex)
				if err != nil {
					t.Fatal(err)
				}
				e, err := d.Edit(start, ann)
				var missing *MissingError
				if errors.As(err, &missing) {
					if named++; len(missing.Problems) == 0 || missing.Problems[0].Field == "" || missing.Problems[0].Fix == "" {
						t.Errorf("what is missing is not named: %v", err)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				accepted++
				if bad := ledger.Errors(ledger.Check(start.With(e.Changes...))); len(bad) > 0 {
					t.Errorf("%+v: %v", r.Items[i].Candidate, bad)
				}
			}
		}
	}
	t.Logf("%d drafts hold to the rules, %d name the field", accepted, named)
	if now, _ := ledger.MarshalCase(c); string(now) != string(was) || accepted == 0 || named == 0 {
		t.Errorf("accepted %d, named %d, or the case was changed by a draft", accepted, named)
	}
}

// A decision survives the rating that keeps it.
func TestDecisionsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SampledFrom(reading.Kinds)
		cand := reading.Candidate{Kind: kinds.Draw(t, "kind"), Span: reading.Span{Start: rapid.IntRange(0, 1e6).Draw(t, "start")}}
		cand.Span.End = cand.Span.Start + rapid.IntRange(1, 500).Draw(t, "length")
		source := rapid.StringMatching(`[a-z][a-z0-9:._-]{0,78}`).Draw(t, "source")
		d := Decision{ID: IDOf(source, cand), Source: source, Kind: cand.Kind, As: kinds.Draw(t, "as"), Start: cand.Span.Start, End: cand.Span.End, Analyst: "x", Date: date("2025-11-01"),
			State: rapid.SampledFrom([]State{Open, Accepted, Cited, Rejected}).Draw(t, "state"), Origin: rapid.SampledFrom([]Origin{ByReader, ByHand, ByModel}).Draw(t, "origin"),
			Edited: rapid.Bool().Draw(t, "edited"), Why: rapid.SampledFrom([]string{"", "no"}).Draw(t, "why")}
		if d.State == Accepted || d.State == Cited {
			d.Record = rapid.SampledFrom([]string{"c001", "edited", "as", "by"}).Draw(t, "record")
		}
		d.Made = rapid.SampledFrom([][]string{nil, {"iran"}, {"iran", "m004"}}).Draw(t, "made")
		r := d.rating()
		if got, ok := decisionOf(r); !ok || !slices.Equal(got.Made, d.Made) || got.Record != d.Record || got.As != d.As || got.State != d.State || got.Origin != d.Origin || got.Start != d.Start || got.End != d.End || got.Edited != d.Edited {
			t.Fatalf("%+v became %q and then %+v", d, r.Value, got)
		}
		if bad := ledger.Errors(ledger.CheckRecords(ledger.NewCase([]ledger.Record{r, &ledger.Source{ID: source, Title: "x", Reliability: "F"}}), []string{r.ID})); len(bad) > 0 {
			t.Fatal(bad)
		}
	})
}
