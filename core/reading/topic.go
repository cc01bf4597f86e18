package reading

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// chooseTopic finds whom the text is about: the relier, who is given to,
// promised and refused and who asks and depends, and the partner, who gives,
// promises and refuses.
func (r *reader) chooseTopic() {
	r.roles = r.countRoles()
	needs, gives, harms := map[string]int{}, map[string]int{}, map[string]int{}
	r.onWhom()
	for i := range r.parsed {
		p := &r.parsed[i]
		for k := range p.clauses {
			c := &p.clauses[k]
			e, ok := r.entry(&p.items[c.v])
			if !ok {
				continue
			}
			agent, to := ids(r.agent(p, c)), ids(r.slot(p, c, e))
			switch e.sense.name {
			case "ask", "depend", "need", "get", "getshare", "seek":
				if e.sense.name == "ask" && r.inquires(p, c) {
					continue
				}
				for _, a := range agent {
					needs[a] += 2
				}
				for _, a := range to {
					gives[a] += 2
				}
			case "give", "help", "promise", "offer", "refuse", "delay", "suspend", "fail", "abandon", "fulfil", "hold", "reaffirm", "cancel":
				for _, a := range agent {
					gives[a] += 2
				}
				for _, a := range to {
					needs[a] += 2
				}
			case "harm", "threaten":
				for _, a := range to {
					needs[a]++
					for _, by := range agent {
						harms[by+">"+a]++
					}
				}
			}
		}
	}
	for i := range r.parsed {
		p := &r.parsed[i]
		for k := range p.items {
			n := r.noun(&p.items[k])
			if p.items[k].kind == nounPhrase && n != nil && n.sense.name == "moment" {
				from, to := r.nounArgs(p, k, n)
				for _, b := range ids(to) {
					needs[b]++
					for _, a := range ids(from) {
						harms[a+">"+b] += 2
					}
				}
			}
			if p.items[k].kind != nounPhrase || n == nil || !slices.Contains([]string{"hold", "promise", "give", "delay", "refuse", "help"}, n.sense.name) {
				continue
			}
			from, to := r.nounArgs(p, k, n)
			for _, a := range ids(from) {
				gives[a] += 2
			}
			for _, a := range ids(to) {
				needs[a] += 2
			}
		}
	}
	if from, to := r.headline(); from != "" {
		gives[from] += 6
		needs[to] += 6
	}
	r.topic = r.mostLikely("topic", needs, gives, harms)
	most := 0
	for _, a := range r.top {
		if n := harms[a+">"+r.topic]; n > most {
			r.adversary, most = a, n
		}
	}
	r.partner = r.mostLikely("partner", needs, gives, harms)
}

// onWhom notes who acts in clauses that name another after the verb, and counts
// by the broad valence of the verb whether it helps or harms.
func (r *reader) onWhom() {
	r.acted, r.hurt, r.helped = map[string]map[string]bool{}, map[string]int{}, map[string]int{}
	for i := range r.parsed {
		p := &r.parsed[i]
		for k := range p.clauses {
			c := &p.clauses[k]
			by := ids(r.agent(p, c))
			if len(by) == 0 {
				continue
			}
			tags, _ := r.tagsOf(&p.items[c.v])
			for _, np := range r.reach(c) {
				for _, x := range p.items[np].refs {
					if x.role == compares || slices.Contains(by, x.actor) {
						continue
					}
					if r.acted[x.actor] == nil {
						r.acted[x.actor] = map[string]bool{}
					}
					for _, a := range by {
						r.acted[x.actor][a] = true
					}
					if tags&tagSet(1<<1|1<<10) != 0 {
						r.hurt[x.actor]++
						r.hurt["by "+by[0]]++
					}
					if tags&tagSet(1<<0|1<<3) != 0 {
						r.helped[x.actor]++
						r.helped["by "+by[0]]++
					}
				}
			}
		}
	}
}

// roles counts how a text speaks of an actor: as a subject, an object, after
// "to" or "for", as a place, as one in need; and where it is first named.
type roles struct {
	subject, object, dative, place, need, all int
	lead                                      string // in the first two sentences
	title                                     string
}

// countRoles counts the roles of all actors of a text.
func (r *reader) countRoles() map[string]*roles {
	out := map[string]*roles{}
	of := func(a string) *roles {
		if out[a] == nil {
			out[a] = &roles{}
		}
		return out[a]
	}
	for i := range r.parsed {
		p := &r.parsed[i]
		for k := range p.items {
			for _, x := range p.items[k].refs {
				o := of(x.actor)
				o.all++
				if x.role == locates {
					o.place++
				}
				if i < 2 && o.lead == "" && !x.weak {
					o.lead = "lead"
				}
				if k > 0 && p.items[k-1].kind == preposition {
					switch p.items[k-1].word {
					case "to", "for":
						o.dative++
					case "in":
						o.place++
					}
				}
			}
		}
		for k := range p.clauses {
			c := &p.clauses[k]
			for _, x := range c.subj {
				of(x.actor).subject++
				if i < 2 {
					of(x.actor).lead = "lead subject"
				}
			}
			for _, x := range r.refs(p, c.objects) {
				of(x.actor).object++
			}
		}
		for _, m := range p.marks {
			if m.kind == isMoment {
				for _, a := range m.moment.inNeed {
					of(a).need += 2
				}
			}
		}
	}
	list := r.namedIn(r.meta.Title)
	for i, a := range list {
		of(a).title = "title"
		if i == 0 {
			of(a).title = "title first"
		} else if i == len(list)-1 {
			of(a).title = "title last"
		}
	}
	if len(list) == 1 {
		of(list[0]).title = "title alone"
	}
	return out
}

// mostLikely gives the actor that by how the text speaks of it is most likely
// its topic or the topic's partner.
func (r *reader) mostLikely(model string, needs, gives, harms map[string]int) string {
	w := r.lex.weights[model]
	q := gap{model: model}
	best, odds := "", 0.0
	all := map[string]float64{}
	few := r.top[:min(10, len(r.top))]
	most := func(m map[string]int, a string) bool {
		return m[a] > 0 && !slices.ContainsFunc(few, func(b string) bool { return m[b] > m[a] })
	}
	official := lowerContains(strings.ToLower(r.meta.Publisher), "ministry", "department", "government", "white house", "briefing", "statement", "embassy", "secretary", "president", "council", "commission", "readout", "fact sheet", "notice", "united nations", "communique")
	titled := len(r.namedIn(r.meta.Title)) > 0
	total := 0
	for _, n := range r.count {
		total += n
	}
	for i, a := range few {
		if model == "partner" && a == r.topic {
			continue
		}
		o := r.roles[a]
		if o == nil {
			o = &roles{}
		}
		loud := r.count[a]*2 >= r.count[few[0]]
		f := []string{"-", "rank " + strconv.Itoa(min(i, 3))}
		put := func(yes bool, s string) {
			if yes {
				f = append(f, s)
			}
		}
		put(needs[a] > gives[a], "needs more than it gives")
		put(gives[a] > needs[a], "gives more than it needs")
		put(loud, "named at least half as often as the first")
		put(most(needs, a), "needs most")
		put(most(gives, a), "gives most")
		for _, x := range []struct {
			name string
			of   map[string]int
		}{{"needs", needs}, {"gives", gives}, {"count", r.count}} {
			sum := 0
			for _, b := range few {
				sum += x.of[b]
			}
			if sum > 0 {
				part := float64(x.of[a]) / float64(sum)
				for k := range 4 {
					put(part > .12+.15*float64(k), x.name+" over "+strconv.Itoa(k))
				}
			}
		}
		put(o.lead != "", o.lead)
		put(o.title != "", o.title)
		put(o.title != "", "in title")
		put(o.title == "" && titled, "not in title")
		home := slices.Contains(r.home, a)
		put(home && official, "home of officials")
		put(home && !official, "home of a writer")
		put(home && len(r.home) > 1, "one of two homes")
		if e := r.lex.byActor[a]; e != nil {
			put(e.kind != "state", e.kind)
		}
		put(o.need > 0, "in need")
		put(o.place > 1, "place")
		put(o.dative > 0, "dative")
		hurt, hurts := 0, 0
		for key, n := range harms {
			by, to, _ := strings.Cut(key, ">")
			if to == a {
				hurt += n
			}
			if by == a {
				hurts += n
			}
		}
		put(hurt > 0, "hurt")
		put(hurts > 0, "hurts")
		put(hurts > hurt, "hurts more than it is hurt")
		put(hurt > hurts, "is hurt more than it hurts")
		if model == "partner" {
			put(harms[a+">"+r.topic] > 0, "hurts topic")
			put(harms[r.topic+">"+a] > 0, "hurt by topic")
		}
		f = append(f, "acted on by "+strconv.Itoa(min(5, len(r.acted[a]))))
		put(!slices.ContainsFunc(few, func(b string) bool { return len(r.acted[b]) > len(r.acted[a]) }), "acted on by most")
		put(r.hurt[a] > r.hurt["by "+a], "hurt at large")
		put(r.hurt[a] < r.hurt["by "+a], "hurts at large")
		put(r.helped[a] > r.helped["by "+a], "helped at large")
		put(r.helped[a] < r.helped["by "+a], "helps at large")
		put(home && r.opine, "home of an opinion piece")
		put(i == 0 && r.count[a]*2 >= 3*r.count[few[min(1, len(few)-1)]], "named far oftenest")
		q.options = append(q.options, option{a, f})
		s := w.sum(f)
		if len(w) == 0 { // nothing learned: by needs and gifts
			s = float64(3*needs[a] - gives[a] + 2*min(r.count[a], 8))
			if model == "partner" {
				s = float64(2*gives[a] + 2*min(r.count[a], 12) - 6*min(1, harms[a+">"+r.topic]))
			}
		}
		if best == "" || s > odds {
			best, odds = a, s
		}
		all[a] = s
	}
	sum := 0.0
	for _, a := range few {
		if s, ok := all[a]; ok {
			sum += math.Exp(s - odds)
		}
	}
	for a, s := range all {
		all[a] = math.Exp(s-odds) / sum
	}
	r.chance[model] = all
	if r.learning {
		r.gaps = append(r.gaps, q)
	}
	return best
}
