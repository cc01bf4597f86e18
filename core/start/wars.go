package start

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
)

// warNames are the names of the interstate wars by their numbers in the register,
// which carries none: those of Sarkees and Wayman (2010), Resort to War.
var warNames = map[int]string{
	1: "Franco-Spanish War", 4: "First Russo-Turkish War", 7: "Mexican-American War", 10: "Austro-Sardinian War", 13: "First Schleswig-Holstein War",
	16: "War of the Roman Republic", 19: "La Plata War", 22: "Crimean War", 25: "Anglo-Persian War", 28: "War of Italian Unification",
	31: "First Spanish-Moroccan War", 34: "Italian-Roman War", 37: "Neapolitan War", 40: "Franco-Mexican War", 43: "Ecuadorian-Colombian War",
	46: "Second Schleswig-Holstein War", 49: "Lopez War", 52: "Naval War", 55: "Seven Weeks War", 58: "Franco-Prussian War",
	60: "First Central American War", 61: "Second Russo-Turkish War", 64: "War of the Pacific", 65: "Conquest of Egypt", 67: "Sino-French War",
	70: "Second Central American War", 73: "First Sino-Japanese War", 76: "Greco-Turkish War", 79: "Spanish-American War", 82: "Boxer Rebellion",
	83: "Sino-Russian War", 85: "Russo-Japanese War", 88: "Third Central American War", 91: "Fourth Central American War", 94: "Second Spanish-Moroccan War",
	97: "Italian-Turkish War", 100: "First Balkan War", 103: "Second Balkan War", 106: "World War I", 107: "Estonian War of Liberation",
	108: "Latvian War of Liberation", 109: "Russo-Polish War", 112: "Hungarian Adversaries War", 115: "Second Greco-Turkish War", 116: "Franco-Turkish War",
	117: "Lithuanian-Polish War", 118: "Manchurian War", 121: "Second Sino-Japanese War", 124: "Chaco War", 125: "Saudi-Yemeni War",
	127: "Conquest of Ethiopia", 130: "Third Sino-Japanese War", 133: "Changkufeng War", 136: "Nomonhan War", 139: "World War II",
	142: "Russo-Finnish War", 145: "Franco-Thai War", 147: "First Kashmir War", 148: "Arab-Israeli War", 151: "Korean War",
	153: "Off-shore Islands War", 155: "Sinai War", 156: "Soviet Invasion of Hungary", 158: "Ifni War", 159: "Taiwan Straits War",
	160: "Assam War", 163: "Vietnam War", 166: "Second Kashmir War", 169: "Six Day War", 170: "Second Laotian War",
	172: "War of Attrition", 175: "Football War", 176: "War of the Communist Coalition", 178: "Bangladesh War", 181: "Yom Kippur War",
	184: "Turco-Cypriot War", 186: "War over Angola", 187: "Second Ogaden War", 189: "Vietnamese-Cambodian Border War", 190: "Ugandan-Tanzanian War",
	193: "Sino-Vietnamese Punitive War", 199: "Iran-Iraq War", 202: "Falkland Islands War", 205: "War over Lebanon", 207: "War over the Aouzou Strip",
	208: "Sino-Vietnamese Border War", 211: "Gulf War", 215: "War of Bosnian Independence", 216: "Azeri-Armenian War", 217: "Cenepa Valley War",
	219: "Badme Border War", 221: "War for Kosovo", 223: "Kargil War", 225: "Invasion of Afghanistan", 227: "Invasion of Iraq",
}

// wars enters what the register of wars knows and that of disputes does not: wars
// without a dispute of the relier's, and sides taken in a war by a state that its
// dispute does not list.
func (b *builder) wars() error {
	wars, err := registers.AllWars()
	if err != nil {
		return err
	}
	pairs := b.pairs()
	byWar := map[int][]string{}
	for _, f := range b.fights {
		if f.war == nil {
			continue
		}
		for _, letter := range []string{"a", "b"} {
			if id := fmt.Sprintf("m-gml-%d-%s", f.Number, letter); b.moments[id] != nil {
				byWar[f.war.Number] = append(byWar[f.war.Number], id)
			}
		}
	}
	for i := range wars {
		w := &wars[i]
		if !b.over(w.First) {
			continue
		}
		for _, p := range pairs {
			mine, number := 0, 0
			for _, n := range p.to.numbers {
				if w.Began[n] != 0 {
					mine, number = w.Began[n], n
				}
			}
			if mine == 0 {
				continue
			}
			side, name, entered := 0, p.from.Name, 0
			for _, n := range p.from.numbers {
				if s := w.Sides[n]; s != 0 {
					side, entered = s, w.Entered[n]
					name = then(n, edtf.DayOf(entered, 7, 1))
				}
			}
			var m *ledger.Moment
			var of []string // the moments of this war at which it was in need; the first stands for it
			for _, id := range byWar[w.Number] {
				if b.moments[id].Needs(p.to.ID) {
					of = append(of, id)
				}
			}
			if len(of) > 0 {
				m = b.moments[of[0]]
			}
			// A war that was still on at the as-of day has no years within it to date a side by.
			fought := side != 0 && b.known(yearDate(entered)) && (b.o.Later || w.Last < b.year)
			if m == nil {
				if p.role != asked && !fought || p.role == beside && !b.comparable(p.to, w.First) {
					continue
				}
				m = b.warMoment(w, p.to, number, mine)
			}
			if !fought || p.role == beside && !b.comparable(p.to, w.First) {
				continue
			}
			for _, with := range []bool{true, false} {
				bit := mine
				if !with {
					bit = 3 - mine
				}
				if side&bit == 0 || b.hasConduct(of, p, with) {
					continue
				}
				what := fmt.Sprintf("%s fought on the side of %s from %d", capital(the(name)), the(then(number, edtf.DayOf(entered, 7, 1))), entered)
				if !with {
					what = fmt.Sprintf("%s fought on the side against %s from %d", capital(the(name)), the(then(number, edtf.DayOf(entered, 7, 1))), entered)
				}
				if end, ok := m.End.Latest(); ok {
					if at, _ := yearDate(entered).Earliest(); at > end { // the state in need was beaten, its war went on
						m.End = yearDate(w.Last)
						m.About += fmt.Sprintf(" The war went on to %d.", w.Last)
					}
				}
				word := "with"
				if !with {
					word = "against"
				}
				b.add(&ledger.Conduct{ID: fmt.Sprintf("c-cow-%d-%d-%d-%s", w.Number, p.from.COW, p.to.COW, word), Moment: m.ID, From: p.from.ID, To: p.to.ID, Date: yearDate(entered),
					Rung: rungOf(with, 20), What: what, Tags: []string{"register"}, Citations: []ledger.Citation{{Source: sourceWars, Where: fmt.Sprintf("war %d", w.Number), Credibility: 2}}})
			}
		}
	}
	return nil
}

// over tells whether a year has ended by the as-of day: what the register dates by
// the year alone may have begun after that day in a year that has not.
func (b *builder) over(year int) bool { return b.o.Later || edtf.DayOf(year, 12, 31) <= b.asOf }

// hasConduct tells whether a side is on record already at one of the moments.
func (b *builder) hasConduct(moments []string, p pair, with bool) bool {
	for _, c := range b.conduct {
		if slices.Contains(moments, c.Moment) && c.From == p.from.ID && c.To == p.to.ID && (with && c.Rung == ledger.Fought || !with && c.Rung < 0) {
			return true
		}
	}
	return false
}

func (b *builder) warMoment(w *registers.War, p player, number, mine int) *ledger.Moment {
	id := fmt.Sprintf("m-cow-%d-%d", w.Number, mine)
	name := then(number, edtf.DayOf(w.First, 7, 1))
	if m, ok := b.moments[id]; ok {
		b.titles[id].name(the(name))
		if !m.Needs(p.ID) {
			m.InNeed = append(m.InNeed, p.ID)
		}
		return m
	}
	kind := "war"
	if s := begunBy(w); s != 0 && s&mine == 0 {
		kind = "attack"
	}
	var others []string
	for _, n := range slices.Sorted(maps.Keys(w.Sides)) {
		if w.Sides[n]&(3-mine) != 0 && b.over(w.Entered[n]) {
			others = append(others, the(then(n, edtf.DayOf(w.Entered[n], 7, 1))))
		}
	}
	m := &ledger.Moment{ID: id, InNeed: []string{p.ID}, Start: yearDate(w.First), Type: kind, Tags: []string{"register"},
		About:     fmt.Sprintf("War %d of the register of wars; the register of disputes has no entry for it.", w.Number),
		Citations: []ledger.Citation{{Source: sourceWars, Where: fmt.Sprintf("war %d", w.Number), Credibility: 2}}}
	years := fmt.Sprintf("from %d", w.First)
	if b.o.Later || w.Last < b.year {
		m.End = yearDate(w.Last)
		years = dated(w.First, w.Last)
	}
	b.titles[id] = &title{before: warName(w) + ": ", names: []string{the(name)}, after: " against " + listed(others) + ", " + years}
	b.moments[id] = m
	return m
}
