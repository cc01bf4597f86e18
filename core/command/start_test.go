package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fairweather-app/fairweather/core/balance"
	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestStartVerb(t *testing.T) {
	goldenRuns(t, []goldenRun{
		{"help-start", []string{"start", "--help"}, Done},
		{"start", []string{"start", "poland", "united states", "poland.fairweather"}, Done},
		{"start-code", []string{"start", "QAT", "TR", "qatar.json", "--comparators", "-1"}, Done},
		{"start-old", []string{"start", "Serbia", "Russia", "serbia", "--as-of", "28 July 1914"}, Done},
		{"start-two", []string{"start", "poland", "russia"}, WrongUsage},
		{"start-nowhere", []string{"start", "poland", "atlantis", "x.json"}, WrongUsage},
		{"start-itself", []string{"start", "russia", "soviet-union", "x.json"}, WrongUsage},
		{"start-over", []string{"start", "poland", "russia", "pair.fairweather"}, WrongUsage},
		{"start-date", []string{"start", "poland", "russia", "x.json", "--as-of", "someday"}, WrongUsage},
	})
}

// What start makes is a whole case: the other verbs take it.
func TestAStartedCaseIsAnswered(t *testing.T) {
	for _, p := range [][2]string{{"armenia", "russia"}, {"qatar", "turkey"}} {
		path := filepath.Join(t.TempDir(), "c.fairweather")
		if _, errs, code := runVerb(t, "", "start", p[0], p[1], path); code != Done {
			t.Fatal(errs)
		}
		out, errs, code := runVerb(t, "", "assess", path)
		if code != Done || !strings.Contains(out, "FOR WHAT?") {
			t.Errorf("%s and %s: exit code %d, %s", p[0], p[1], code, errs)
		}
		out, errs, code = runVerb(t, "", "check", path)
		if code != Done {
			t.Errorf("%s and %s: %s%s", p[0], p[1], out, errs)
		}
	}
	out, errs, code := runVerb(t, "", "start", "pakistan", "china", "-")
	if code != Done {
		t.Fatal(errs)
	}
	c, bad, err := ledger.UnmarshalCase([]byte(out))
	if err != nil || len(bad) > 0 || c.Matter().Question.Partner != "china" {
		t.Errorf("%v, %v, %+v", err, bad, c.Matter())
	}
}

func TestRegisterVerbs(t *testing.T) {
	goldenRuns(t, []goldenRun{
		{"help-baserates", []string{"baserates", "--help"}, Done},
		{"baserates", []string{"baserates", "--partner", "Russia"}, Done},
		{"baserates-nowhere", []string{"baserates", "--partner", "Atlantis"}, WrongUsage},
		{"baserates-case", []string{"baserates", "pair.json"}, WrongUsage},
		{"help-votes", []string{"votes", "--help"}, Done},
		{"votes", []string{"votes", "Iran", "Russia", "--from", "2005"}, Done},
		{"votes-issue", []string{"votes", "POL", "USA", "--issue", "Human Rights", "--from", "2015", "--to", "2016"}, Done},
		{"votes-one", []string{"votes", "Iran"}, WrongUsage},
		{"votes-seat", []string{"votes", "russia", "soviet-union"}, WrongUsage},
		{"votes-nobody", []string{"votes", "prussia", "russia"}, WrongUsage},
		{"votes-no-issue", []string{"votes", "iran", "russia", "--issue", "weather"}, WrongUsage},
		{"votes-dates", []string{"votes", "iran", "russia", "--from", "2010", "--to", "2000"}, WrongUsage},
		{"votes-half", []string{"votes", "iran", "russia", "--keep"}, WrongUsage},
		{"votes-never", []string{"votes", "south-sudan", "yugoslavia", "--to", "1990"}, Done},
	})
}

func TestANewerReleaseOfVotesIsRead(t *testing.T) {
	dir := t.TempDir()
	calls, cast := filepath.Join(dir, "c.csv"), filepath.Join(dir, "v.csv")
	for path, body := range map[string]string{
		calls: "rcid,session,importantvote,date,unres,short\n99001,80,0,2025-11-05,R/80/1,Situation of human rights in the Islamic Republic of Iran\n",
		cast:  "rcid,country_code,country,vote\n99001,IR,Iran,no\n99001,RU,Russia,no\n",
	} {
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, errs, code := runVerb(t, "", "votes", "iran", "russia", "--from", "2025", "--data", calls, "--data", cast, "--json")
	if code != Done {
		t.Fatal(errs)
	}
	var v struct {
		Overall struct{ Votes int }
		OnA     []struct{ Rung int } `json:"on_a"`
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	if v.Overall.Votes != 1 || len(v.OnA) != 1 || v.OnA[0].Rung != 2 {
		t.Errorf("%+v", v)
	}
}

func TestBaseRatesJSON(t *testing.T) {
	out, errs, code := runVerb(t, "", "baserates", "--json", "--partner", "united states")
	if code != Done {
		t.Fatal(errs)
	}
	var v struct {
		Partner string
		Kinds   []struct {
			Kind, Definition string
			Overall          struct{ Kept, Of int }
		}
		Published []struct{ Share float64 }
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	if v.Partner != "United States" || len(v.Kinds) != 5 || v.Kinds[0].Kind != "defence" || v.Kinds[0].Overall.Of < 100 || v.Kinds[0].Definition == "" || len(v.Published) < 9 {
		t.Errorf("%+v", v)
	}
}

func TestBalanceVerb(t *testing.T) {
	goldenRuns(t, []goldenRun{
		{"help-balance", []string{"balance", "--help"}, Done},
		{"balance", []string{"balance", "pair.json"}, Done},
		{"balance-other", []string{"balance", "pair.json", "--relier", "bravo", "--partner", "alpha", "--as-of", "2000"}, Done},
		{"balance-actor", []string{"balance", "pair.json", "--relier", "Zulu"}, WrongUsage},
		{"balance-no-flows", []string{"balance", "pair.json", "--flows", "nowhere.csv"}, WrongUsage},
		{"balance-not-flows", []string{"balance", "pair.json", "--flows", "aid.txt"}, BadData},
		{"balance-broken", []string{"balance", "broken.json"}, BadData},
	})
}

func TestBalanceReadsSeries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trade.csv")
	if err := os.WriteFile(path, []byte("year,from,to,value,unit\n2001,RUS,iran,30,USD million\n2001,iran,Russia,10,USD million\n2002,iran,Russia,many,USD million\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, errs, code := runVerb(t, "", "balance", "russia-iran", "--relier", "iran", "--partner", "russia", "--flows", path, "--json")
	if code != Done || !strings.Contains(errs, "line 4") {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var b balance.Balance
	if err := json.Unmarshal([]byte(out), &b); err != nil {
		t.Fatal(err)
	}
	for _, l := range b.Lines {
		if l.Series && l.Balance.Value == .5 && l.Unit == "USD million" {
			return
		}
	}
	t.Errorf("no line of the series among %d", len(b.Lines))
}

func TestCompareVerb(t *testing.T) {
	goldenRuns(t, []goldenRun{
		{"help-compare", []string{"compare", "--help"}, Done},
		{"compare", []string{"compare", "pair.json"}, Done},
		{"compare-partner", []string{"compare", "pair.json", "--partner", "bravo", "--rung", "3"}, Done},
		{"compare-time", []string{"compare", "pair.json", "--relier", "alpha", "--partner", "bravo", "--years", "3"}, Done},
		{"compare-registers", []string{"compare", "--partner", "russia", "--with", "armenia,belarus", "--as-of", "2020"}, Done},
		{"compare-nothing", []string{"compare"}, WrongUsage},
		{"compare-rung", []string{"compare", "pair.json", "--rung", "7"}, WrongUsage},
		{"compare-actor", []string{"compare", "pair.json", "--with", "Zulu"}, WrongUsage},
		{"compare-situation", []string{"compare", "pair.json", "--situation", "rain"}, WrongUsage},
		{"compare-broken", []string{"compare", "broken.json"}, BadData},
		{"compare-same", []string{"compare", "pair.json", "--relier", "alpha", "--partner", "alpha"}, WrongUsage},
	})
}
