package reading

import "slices"

// yields are verbs of giving in: to be urged to is no help.
var yields = []string{"accept", "comply", "yield", "submit", "concede", "withdraw", "surrender", "compromise", "leave", "halt", "stop", "give", "back", "renounce", "evacuate", "cede", "disarm", "abandon", "drop"}

// urges tells that one pressed another to do something: to help, which is a
// request; to give in, which is conduct against it; else it is a claim.
func (r *reader) urges(sc scene, agent []ref, from, to []string, one func(event) []event) []event {
	p, c := sc.p, sc.c
	if len(to) == 0 {
		for _, k := range r.reach(c) { // called for the blockade to be lifted
			if n := r.noun(&p.items[k]); n != nil && n.sense.name == "moment" {
				return one(event{kind: Conduct, rung: 1, polarity: Positive, thing: k})
			}
		}
		return nil
	}
	for _, x := range agent { // the text's own voice says what another should do
		if slices.Contains(r.home, x.actor) && !slices.Contains(to, r.partner) && !slices.Contains(r.home, r.topic) {
			return one(event{kind: Prescription, from: []string{""}, polarity: Neutral, thing: -1, modality: AsPrescription})
		}
	}
	if c.child >= 0 {
		v := &p.items[c.child]
		e, ok := r.entry(v)
		giveIn := v.verb == "give" && r.follows([]string{"way"}, v.main+1) || v.verb == "give" && r.follows([]string{"in"}, v.main+1) || v.verb == "back" && r.follows([]string{"down"}, v.main+1)
		switch {
		case v.neg:
		case giveIn || slices.Contains(yields, v.verb) && v.verb != "give" && v.verb != "back":
			if !slices.Contains(from, r.topic) && slices.Contains(to, r.topic) {
				return one(event{kind: Conduct, rung: -1, polarity: Negative, thing: -1, reason: sc.v.verb + " to give in"})
			}
		case ok && slices.Contains([]string{"give", "help", "fulfil", "condemn", "veto", "veto2", "votefor", "resume", "lift", "promise"}, e.sense.name):
			r.asked = append(r.asked, to...)
			return one(event{kind: Request, rung: r.wanted(p, c), polarity: Neutral, thing: -1})
		}
	}
	if slices.Contains(from, r.topic) {
		r.asked = append(r.asked, to...)
		return one(event{kind: Request, rung: r.wanted(p, c), polarity: Neutral, thing: -1})
	}
	for _, x := range agent {
		if slices.Contains(r.home, x.actor) {
			return one(event{kind: Prescription, from: []string{""}, polarity: Neutral, thing: -1, modality: AsPrescription})
		}
	}
	return one(event{kind: Claim, polarity: Neutral, thing: -1})
}
