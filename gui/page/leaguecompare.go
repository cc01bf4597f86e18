package page

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/compare"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// newLeagues makes the tables of pairs and what is chosen for them.
func (p *Compare) newLeagues() {
	p.rung = ledger.DiplomaticAct
	p.over = newOverTime(p.s)
	p.ranked = view.NewChoice(tr("many pairs, by"))
	var rungs []view.Option
	for r := compare.HighestSpoken; r >= compare.LowestSpoken; r-- {
		rungs = append(rungs, view.Option{Key: strconv.Itoa(int(r)), Label: trf("%s %s or more", r, tr(r.Label()))})
	}
	p.ranked.SetOptions(rungs)
	p.ranked.SetKey(strconv.Itoa(int(p.rung)))
	p.ranked.OnKey = func(key string) {
		if n, err := strconv.Atoi(key); err == nil {
			p.rung = ledger.Rung(n)
			p.many(p.s.State())
		}
	}
	p.leagues[0] = newLeague(tr("No partner has conduct toward it, or a pledge to it, on record."), true)
	p.leagues[1] = newLeague(tr("It has no conduct or pledge toward anybody on record."), false)
	for i, l := range p.leagues {
		l.onChosen = func(r compare.Row) {
			q := p.s.State().Question
			q.Relier, q.Partner = r.Relier, r.Partner
			p.s.SetQuestion(q)
		}
		p.tables[i] = view.NewPanel("", l)
	}
}

// leagueTitle names one of the two tables of pairs.
func leagueTitle(st session.State, i int) string {
	if i == 0 {
		return trf("%s and its partners", st.Case.ActorName(st.Question.Relier))
	}
	return trf("Those who might count on %s", st.Case.ActorName(st.Question.Partner))
}

// many asks about all pairs of the question's relier, and of its partner.
func (p *Compare) many(st session.State) {
	key := leagueKey{st.Case, st.Question, p.rung}
	if key == p.tabled {
		return
	}
	p.tabled = key
	c, q, rung := st.Case, st.Question, p.rung
	for i := range p.tables {
		p.tables[i].SetTitle(leagueTitle(st, i))
	}
	if !st.Open() || q.Relier == "" || q.Partner == "" {
		p.leagues[0].set(nil, "")
		p.leagues[1].set(nil, "")
		p.over.set(c, nil, rung)
		return
	}
	settings := assess.SettingsOf(c)
	p.s.Go(tr("Comparing many pairs"), func(ctx context.Context) (func(), error) {
		// A pair that has no answer leaves its table empty, which says so.
		partners, errPartners := compare.Partners(ctx, c, q.Relier, nil, q, settings, rung)
		if errPartners != nil {
			partners = nil
		}
		reliers, errReliers := compare.Reliers(ctx, c, q.Partner, nil, q, settings, rung)
		if errReliers != nil {
			reliers = nil
		}
		over, errOver := p.over.ask(ctx, c, q, settings)
		if errOver != nil {
			over = nil
		}
		return func() {
			if p.tabled == key {
				p.over.set(c, over, rung)
				p.leagues[0].set(partners, q.Partner)
				p.leagues[1].set(reliers, q.Relier)
				p.flow.changed()
			}
		}, ctx.Err()
	})
}

// leagueRows writes the tables of pairs as tab-separated text.
func (p *Compare) leagueRows() string {
	var b strings.Builder
	for _, l := range p.leagues {
		if l.rows() == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\t%s\t%s\t%s\t%s\t%s\t%s\n", tr("Relier"), tr("Partner"), tr("Rank"), trf("%s %s or more", l.table.Rung, tr(l.table.Rung.Label())), tr("from"), tr("to"), tr("Kept of owed"))
		for _, r := range l.table.Rows {
			x := r.Band(l.table.Rung)
			fmt.Fprintf(&b, "%s\t%s\t%s\t%.4f\t%.4f\t%.4f\t%d / %d\n", r.RelierName, r.PartnerName, rankText(r), x.P, x.Low, x.High, r.Kept, r.Owed)
		}
	}
	return b.String()
}
