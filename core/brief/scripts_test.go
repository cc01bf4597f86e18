package brief

import (
	"bytes"
	"testing"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// names are texts of the record in the scripts that a brief must print, each of
// a kind that a writer of documents may spoil in its own way.
var names = struct{ persian, treaty, russian, chinese, hebrew, korean, arabic string }{
	persian: "وزارت امور خارجهٔ جمهوری اسلامی ایران", // joined letters, a mark above a letter
	treaty:  "پیمان جامع (۱۴۰۴) میان ایران و روسیه",  // brackets and digits within
	russian: "Российская Федерация",
	chinese: "中华人民共和国外交部",
	hebrew:  "משרד החוץ של ישראל",
	korean:  "대한민국 외교부",
	arabic:  "لا إله إلا الله", // lam and alef
}

// worldly is a small case whose texts are in many scripts.
func worldly(t testing.TB) (*assess.Assessment, *ledger.Case) {
	t.Helper()
	d := edtf.MustParse
	cite := func(s string) []ledger.Citation {
		return []ledger.Citation{{Source: s, Credibility: 2, Where: "ص. ۱۲", Quote: names.arabic}}
	}
	c := ledger.NewCase([]ledger.Record{
		&ledger.Matter{ID: "matter", Title: names.treaty, About: names.persian + "\n" + names.hebrew, Question: ledger.Question{Relier: "ir", Partner: "ru", AsOf: d("2025-10-01")}},
		&ledger.Actor{ID: "ir", Label: "ایران", Type: "state"}, &ledger.Actor{ID: "ru", Label: names.russian, Type: "state"}, &ledger.Actor{ID: "cn", Label: names.chinese, Type: "state"},
		&ledger.Source{ID: "s1", Title: names.treaty, Publisher: names.persian, Author: names.hebrew, Date: d("2019"), Reliability: "B", URL: "https://example.org/پیمان"},
		&ledger.Source{ID: "s2", Title: names.chinese, Publisher: names.korean, Date: d("2020"), Reliability: "A"},
		&ledger.Moment{ID: "m1", Title: names.persian, InNeed: []string{"ir"}, Start: d("2019-05-01"), End: d("2019-08-01"), Type: "sanctions"},
		&ledger.Moment{ID: "m2", Title: names.chinese, InNeed: []string{"ir", "cn"}, Start: d("2022-05-01"), Type: "vote"},
		&ledger.Moment{ID: "m3", Title: names.korean, InNeed: []string{"ir"}, Start: d("2023-05-01"), Type: "vote"},
		&ledger.Conduct{ID: "c1", Moment: "m1", From: "ru", To: "ir", Date: d("2019-05-10"), Rung: 2, What: names.treaty, Citations: cite("s1")},
		&ledger.Conduct{ID: "c2", Moment: "m2", From: "ru", To: "ir", Date: d("2022-05-01"), Rung: -1, What: names.hebrew + " / " + names.russian, Citations: cite("s2")},
		&ledger.Conduct{ID: "c3", Moment: "m2", From: "ru", To: "cn", Date: d("2022-05-01"), Rung: 1, What: names.chinese, Citations: cite("s2")},
		&ledger.Pledge{ID: "p1", Title: names.treaty, From: "ru", To: "ir", Channel: "arms", Promised: d("2016"), Due: d("2018"), Citations: cite("s1")},
		&ledger.Pledge{ID: "p2", Title: names.korean, From: "ru", To: "ir", Channel: "arms", Promised: d("2017"), Milestones: []ledger.Milestone{{Date: d("2019-03"), Type: "fulfilled"}}},
		&ledger.Pledge{ID: "p3", Title: names.russian, From: "cn", To: "ir", Channel: "arms", Promised: d("2017"), Milestones: []ledger.Milestone{{Date: d("2018-03"), Type: "lapsed"}}},
		&ledger.Pledge{ID: "p4", Title: names.chinese, From: "cn", To: "ir", Channel: "arms", Promised: d("2018")},
		&ledger.Note{ID: "n1", Title: names.arabic, Text: names.persian, Contested: true, For: cite("s1"), Against: cite("s2")},
	})
	return answer(t, c), c
}

func put(t testing.TB, format string, a *assess.Assessment, c *ledger.Case) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, format, a, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
