package brief

import (
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// figures makes an answer with the probabilities of +1 to +4 and of conduct against.
func figures(scale assess.Scale, p1, p2, p3, p4, against float64) *assess.Assessment {
	a := &assess.Assessment{RelierName: "Serbia", PartnerName: "Russia", Moments: 12, Settings: assess.Settings{Words: scale}}
	a.Question.Situation = "any"
	for i, p := range []float64{1, 1, .95, p1, p2, p3, p4} {
		r := ledger.LowestRung + ledger.Rung(i)
		a.AtLeast = append(a.AtLeast, assess.AtLeast{Rung: r, Name: r.Label(), Probability: p, Lower90: p / 2, Upper90: (1 + p) / 2, Word: scale.Word(p), BaseRate: .5})
	}
	a.Against = assess.Against{Probability: against, Lower90: against / 2, Upper90: (1 + against) / 2, Word: scale.Word(against), BaseRate: .2}
	return a
}

func TestAnswer(t *testing.T) {
	for _, c := range []struct {
		name string
		a    *assess.Assessment
		want string
	}{
		{"each rung a word of its own", figures(assess.ICD203, .85, .6, .3, .02, .41),
			"When Serbia is in need, Russia is *very likely* to speak up for it (85 %; 90 % interval 43 to 93 %). " +
				"It is *likely* to go as far as a diplomatic act (60 %; 30 to 80 %). " +
				"It is *unlikely* to give material help (30 %; 15 to 65 %), and there is *almost no chance* that it would fight beside Serbia (2 %; 1 to 51 %). " +
				"Whatever it gives, it is *unlikely* to work against Serbia at such a moment (41 %; 21 to 71 %). " +
				"For comparison: among the other pairs of actors in this case 50 % of such moments bring a diplomatic act or more, and 20 % conduct against the one in need; from Russia more of the first and much more of the second is to be expected, but less material help (30 %; the others 50 %)."},
		{"all rungs share a word", figures(assess.ICD203, .19, .15, .1, .06, .1),
			"When Serbia is in need, Russia is *very unlikely* to speak up for it (19 %; 90 % interval 10 to 60 %) or to go as far as a diplomatic act (15 %; 8 to 57 %) or to give material help (10 %; 5 to 55 %) or to fight beside it (6 %; 3 to 53 %). " +
				"For its part, it is *very unlikely* to work against Serbia at such a moment (10 %; 5 to 55 %). " +
				"For comparison: among the other pairs of actors in this case 50 % of such moments bring a diplomatic act or more, and 20 % conduct against the one in need; from Russia much less of the first and less of the second is to be expected; all of these differences lie within the intervals, so that none of them is certain."},
		{"words that are nouns", figures(assess.PHIA, .97, .45, .44, .03, .45),
			"When Serbia is in need, Russia is *almost certain* to speak up for it (97 %; 90 % interval 49 to 99 %). " +
				"There is a *realistic possibility* that it would go as far as a diplomatic act (45 %; 23 to 73 %) or give material help (44 %; 22 to 72 %), and there is a *remote chance* that it would fight beside Serbia (3 %; 2 to 52 %). " +
				"Whatever it gives, there is a *realistic possibility* that it would work against Serbia at such a moment (45 %; 23 to 73 %). " +
				"For comparison: among the other pairs of actors in this case 50 % of such moments bring a diplomatic act or more, and 20 % conduct against the one in need; from Russia less of the first and much more of the second is to be expected."},
	} {
		got := strings.NewReplacer(Strong, "*", EndStrong, "*").Replace(strings.Join(Answer(c.a), " "))
		if got != c.want {
			t.Errorf("%s:\n got  %s\n want %s", c.name, got, c.want)
		}
	}
	a := figures(assess.ICD203, .85, .6, .3, .02, .41)
	a.Question.Situation, a.Against.Mixed, a.Against.BaseRate = "pressure", []string{"m1", "m2"}, .4
	for i := range a.AtLeast {
		a.AtLeast[i].BaseRate = .61
	}
	a.Observations = []assess.Observation{{Against: true}, {Against: true, Mixed: true}, {Against: true, Mixed: true}, {}}
	got := strings.Join(Answer(a), " ")
	for _, want := range []string{"When Serbia is in need under pressure, Russia is", "; it did at 3 of the 12 moments on record, at two of them beside help.", "from Russia about as much of both is to be expected."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestDeed(t *testing.T) {
	base := func() *assess.Assessment { return figures(assess.ICD203, .8, .6, .3, .02, .4) }
	days := func(d float64) *float64 { return &d }
	for _, c := range []struct {
		name   string
		change func(*assess.Assessment)
		want   []string
	}{
		{"nothing on record", func(*assess.Assessment) {}, []string{"No pledge on record obliged Russia", "No request by Serbia is on record.", "How soon support comes cannot be said"}},
		{"owed once, kept", func(a *assess.Assessment) { a.Honoured = assess.Honoured{Owed: 1, Kept: 1, Share: .75} },
			[]string{"obliged Russia to act at one moment whose outcome is on record; it gave at least what it owed there. So the share that it honours is estimated at 75 % (90 % interval 0 %)."}},
		{"owed once, not kept", func(a *assess.Assessment) { a.Honoured = assess.Honoured{Owed: 1, Share: .25, Shortfall: 1} },
			[]string{"it gave less than it owed there.", "On average what it gave stood one rung below what was owed."}},
		{"owed and more than given", func(a *assess.Assessment) {
			a.Honoured = assess.Honoured{Owed: 3, Kept: 3, Shortfall: -1.5, Unknown: 2, Comparators: &assess.Rate{Of: 9, Kept: 4, Share: .45}}
		}, []string{"it gave at least what it owed at all three.", "the other partners in the case gave what they owed at 4 of 9 (estimated 45 %).", "On average it gave 1.5 rungs more than was owed.", "At two moments more where something was owed, nothing is on record."}},
		{"owed, outcome unknown", func(a *assess.Assessment) { a.Honoured = assess.Honoured{Unknown: 1} },
			[]string{"Pledges obliged Russia to act at one moment, but what it did there is not on record."}},
		{"asked", func(a *assess.Assessment) { a.Asked = assess.Honoured{Owed: 4, Kept: 0, Share: .1, Shortfall: 2} },
			[]string{"Serbia asked for something at four moments; Russia gave at least what was asked for at none of them (estimated share 10 %"}},
		{"support at once", func(a *assess.Assessment) {
			a.First = assess.FirstHelp{Moments: 3, Supported: 2, MedianDays: days(0), Lower90: days(0), Upper90: days(4)}
		}, []string{"came at 2 of the 3 moments on record; half of the time on the first day (90 % interval 0 to 4 days)."}},
		{"support after a day", func(a *assess.Assessment) {
			a.First = assess.FirstHelp{Moments: 1, Supported: 1, MedianDays: days(1), Lower90: days(1)}
		}, []string{"came at the one moment on record; half of the time within one day (90 % interval from 1 days up, its end open)."}},
		{"support seldom", func(a *assess.Assessment) { a.First = assess.FirstHelp{Moments: 8, Supported: 2} }, []string{"too few to name a typical delay."}},
		{"support never", func(a *assess.Assessment) { a.First = assess.FirstHelp{Moments: 8} }, []string{"Conduct is on record at eight moments; none of it was support, not even in words."}},
	} {
		a := base()
		c.change(a)
		got := strings.Join(Deed(a), " ")
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", c.name, want, got)
			}
		}
	}
}

func TestPledgeRecord(t *testing.T) {
	years := func(y float64) *float64 { return &y }
	for _, c := range []struct {
		name string
		p    assess.Pledges
		want string
	}{
		{"none", assess.Pledges{}, "No pledge of Russia to Serbia is on record."},
		{"one, open", assess.Pledges{Total: 1, Open: 1}, "Russia made Serbia one pledge on record by this date: it is open."},
		{"one, overdue", assess.Pledges{Total: 1, Open: 1, Overdue: 1}, "Russia made Serbia one pledge on record by this date: it is open and overdue."},
		{"two, open", assess.Pledges{Total: 2, Open: 2, Overdue: 1}, "Russia made Serbia two pledges on record by this date: both are open, one of them overdue."},
		{"all kept", assess.Pledges{Total: 5, Fulfilled: 5, Median: years(1)}, "Russia made Serbia five pledges on record by this date: all were fulfilled. Half of them had ended, one way or the other, after one year."},
		{"some of each", assess.Pledges{Total: 9, Fulfilled: 4, Failed: 1, Open: 4, Overdue: 4, Median: years(2.25), Lower90: years(1), Upper90: years(3)},
			"Russia made Serbia nine pledges on record by this date: four were fulfilled, one was cancelled, broken or left to lapse and four are open and overdue. Half of them had ended, one way or the other, after 2.2 years (90 % interval 1.0 to 3.0 years)."},
	} {
		a := figures(assess.ICD203, .8, .6, .3, .02, .4)
		a.Pledges = c.p
		if got := strings.Join(PledgeRecord(a), " "); got != c.want {
			t.Errorf("%s:\n got  %s\n want %s", c.name, got, c.want)
		}
	}
}

func TestSensitivity(t *testing.T) {
	a := figures(assess.ICD203, .8, .6, .3, .02, .4)
	a.Robustness.Record = []assess.Influence{{Name: "Sent arms.", Largest: .031}}
	a.Robustness.Source = []assess.Influence{{Name: "Gazette", Largest: .05, Words: []string{"material help: unlikely becomes very unlikely"}}}
	a.Robustness.Publisher = []assess.Influence{{Name: "State press", Largest: .06}}
	got := strings.Join(Sensitivity(a), " ")
	want := "Of the records and publishers that weigh most, none would change a word of the answer if it were left out. " +
		"A word of the answer can hang on a single source: it would change without “Gazette” (material help: unlikely becomes very unlikely). " +
		"What moves a figure most when it is left out is, among records, “Sent arms” (3.1 points) and, among publishers, “State press” (6.0 points)."
	if got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
	if got := Sensitivity(figures(assess.ICD203, .8, .6, .3, .02, .4)); len(got) > 0 {
		t.Errorf("with nothing on record it says %v", got)
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"short enough", "short enough"}, {"one two three four", "one two three …"}, {"unbreakablelongword", "unbreakablelong …"}, {"سلام دنیا و همه چیز", "سلام دنیا و همه …"},
	} {
		if got := short(c.in, 15); got != c.want {
			t.Errorf("short(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ day, want string }{{"2025-10-01", "1 October 2025"}, {"-0430-03-15", "15 March 431 BC"}, {"0000-01-01", "1 January 1 BC"}} {
		d, err := edtf.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := Date(d); got != c.want {
			t.Errorf("%s: %s, want %s", c.day, got, c.want)
		}
	}
}

func TestSensitivityCounts(t *testing.T) {
	moved := assess.Influence{Name: "Gazette", Words: []string{"words: likely becomes unlikely"}}
	for _, c := range []struct {
		n    int
		want string
	}{{1, "unlikely)."}, {2, ", and without one other."}, {4, ", and without each of three others."}, {10, ", and without each of at least nine others."}} {
		a := figures(assess.ICD203, .8, .6, .3, .02, .4)
		for range c.n {
			a.Robustness.Source = append(a.Robustness.Source, moved)
		}
		if got := strings.Join(Sensitivity(a), " "); !strings.Contains(got, c.want) {
			t.Errorf("%d sources: no %q in %s", c.n, c.want, got)
		}
	}
}

func TestDated(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"2025-06-12", "12 June 2025"}, {"2025-06", "June 2025"}, {"2025", "2025"}, {"2022~", "about 2022"}, {"2022?", "2022 (uncertain)"}, {"2022-11%", "about November 2022 (uncertain)"},
		{"1914/1918", "1914 to 1918"}, {"2004/..", "since 2004"}, {"../2004", "until 2004"}, {"-0430", "431 BC"}, {"", ""}, {"2004-XX", "2004-XX"}, {"..", ".."}, {"/", "/"}, {"2025-13", "2025-13"},
	} {
		if got := Dated(c.in); got != c.want {
			t.Errorf("Dated(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestComparison(t *testing.T) {
	test := func(p float64) *assess.Test { return &assess.Test{P: p, Groups: []string{"a", "b", "c"}} }
	for _, c := range []struct {
		name string
		p    assess.Pledges
		want string
	}{
		{"nobody else", assess.Pledges{Partners: []assess.Maker{{Actor: "p", Total: 3}}}, ""},
		{"no test", assess.Pledges{Partners: []assess.Maker{{Actor: "p", Total: 4, Fulfilled: 1}, {Actor: "q", Total: 2, Fulfilled: 2}}},
			"Of its pledges to anyone on record Russia has fulfilled 1 of 4 (25 %), the other maker of pledges in the case 2 of 2 (100 %)."},
		{"alike", assess.Pledges{Partners: []assess.Maker{{Actor: "p", Total: 4}, {Actor: "q", Total: 2}, {Actor: "r", Total: 2, Fulfilled: 1}}, LogRank: test(.4), GrayFailed: test(.2)},
			"Of its pledges to anyone on record Russia has fulfilled 0 of 4 (0 %), the two other makers of pledges in the case together 1 of 4 (25 %). The three that made two pledges or more do not differ by more than chance would easily explain in how soon pledges end (log-rank test, p = 0.400) or in how many fail (Gray's test, p = 0.200)."},
		{"apart", assess.Pledges{Partners: []assess.Maker{{Actor: "p", Total: 4}, {Actor: "q", Total: 2}}, LogRank: test(.0004), GrayFulfilled: test(.2), GrayFailed: test(.01)},
			"The three that made two pledges or more differ by more than chance would easily explain in how soon pledges end (log-rank test, p < 0.001) and in how many fail (Gray's test, p = 0.010); in how many are fulfilled (Gray's test, p = 0.200) they do not."},
	} {
		a := figures(assess.ICD203, .8, .6, .3, .02, .4)
		a.Question.Partner, a.Pledges = "p", c.p
		if got := strings.Join(Comparison(a), " "); !strings.HasSuffix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s:\n got  %s\n want %s", c.name, got, c.want)
		}
	}
}

func TestConfidenceReasons(t *testing.T) {
	a := figures(assess.ICD203, .8, .6, .3, .02, .4)
	a.Moments, a.EffectiveSample, a.Publishers = 7, 6.6, []string{"A", "B"}
	a.Observations = []assess.Observation{{Weight: 2.5}, {Weight: 1}}
	a.Confidence.Reasons = []string{"7 moments", "2 publishers", "one source can change a word (X; words: likely becomes unlikely)"}
	got := strings.Join(ConfidenceReasons(a), " ")
	want := "It rests on seven moments; weighed by credibility, situation and age they count as 3.5 full ones (effective sample 6.6). High confidence takes twelve. Two independent publishers stand behind it. High confidence takes three. One source can change a word (X; words: likely becomes unlikely)."
	if got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}
