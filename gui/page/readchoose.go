package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
	readdesk "github.com/fairweather-app/fairweather/core/reading/desk"
	"github.com/fairweather-app/fairweather/gui/view"
)

// choose sets what a person chose for the current candidate.
func (p *Read) choose(set func(*readChoice)) {
	p.act(func() {
		if _, ok := itemAt(p.r, p.at); !ok {
			return
		}
		c := p.choices[p.at]
		set(&c)
		p.choices[p.at] = c
		p.redraft()
	})
}

// assertedAs changes as what the candidate is asserted.
func (p *Read) assertedAs(m reading.Modality) {
	p.choose(func(c *readChoice) { c.modality = m })
}

// freshRecord is the option of a record of its own.
const freshRecord = "\x00new"

// mergeWith cites the candidate's words on a record that the case has, as one
// edit; the key freshRecord makes a record of its own instead.
func (p *Read) mergeWith(id string) {
	if id == freshRecord {
		p.choose(func(c *readChoice) { c.merge, c.fresh = "", true })
		return
	}
	p.choose(func(c *readChoice) { c.merge, c.fresh = id, false })
	p.act(func() {
		if p.draft != nil {
			p.accept(false)
		}
	})
}

// openMerge offers records to merge with; the list begins at the best match, not
// at where the draft goes now.
func (p *Read) openMerge() {
	if i, ok := itemAt(p.r, p.at); !ok || p.r.Items[i].Decision.State != readdesk.Open {
		return
	}
	now := p.merge.Key()
	p.merge.SetKey("")
	p.merge.Open()
	p.merge.SetKey(now)
}

// mergeOptions are the records with which the current candidate can be merged:
// those that match first.
func (p *Read) mergeOptions(match string) []view.Option {
	i, ok := itemAt(p.r, p.at)
	if !ok {
		return nil
	}
	var first []view.Option
	seen := map[string]bool{}
	for _, m := range p.r.Items[i].Matches {
		if len(first) == 12 {
			break
		}
		it := itemOf(p.rc, m.Record)
		first = append(first, view.Option{Key: m.Record, Label: it.title, Detail: relationWord(m.Relation) + ": " + inTongue(m.Why)})
		seen[m.Record] = true
	}
	fresh := view.Option{Key: freshRecord, Label: tr("a record of its own"), Detail: tr("whatever is there already")}
	words := strings.Fields(strings.ToLower(match))
	fits := func(o view.Option) bool {
		text := strings.ToLower(o.Label + " " + o.Detail + " " + o.Key)
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	}
	var out []view.Option
	for _, o := range append(first, fresh) {
		if fits(o) {
			out = append(out, o)
		}
	}
	for _, kind := range []ledger.Kind{ledger.KindConduct, ledger.KindPledge, ledger.KindContribution, ledger.KindMoment, ledger.KindRequest, ledger.KindDependence, ledger.KindHypothesis, ledger.KindNote} {
		for _, o := range (lookup{p.s}).Options(kind, match, 30) {
			if !seen[o.Key] {
				o.Detail = KindWord(kind) + " · " + o.Detail
				out = append(out, o)
			}
		}
	}
	return out
}

// mergeLabel says where the draft goes.
func (p *Read) mergeLabel(key string) string {
	if key == freshRecord || key == "" {
		return tr("a record of its own")
	}
	return itemOf(p.s.State().Case, key).title
}

// openGrade offers the grades of the source and of the item.
func (p *Read) openGrade() {
	if p.r == nil {
		return
	}
	p.grade.SetOptions(gradeOptions())
	p.grade.Open()
}

// gradeAs grades the source by a letter, or the item by a number.
func (p *Read) gradeAs(key string) {
	if n, err := strconv.Atoi(key); err == nil {
		p.grade.SetKey(p.r.Source.Reliability)
		p.choose(func(c *readChoice) { c.credibility = n })
		return
	}
	p.act(func() {
		s, ok := p.s.State().Case.Source(p.t.source)
		if !ok || s.Reliability == key {
			return
		}
		next := *s
		next.Reliability = key
		p.keep(readdesk.Edit{Label: "Grade “" + s.Name() + "” " + key, Changes: []ledger.Change{{ID: s.ID, Record: &next}}}, p.s.State().Case, nil)
	})
}
