package hypotheses

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// A Standard is a reading of alliances to start from, with the literature it
// comes from, what one would expect to see if it held, and what would tell
// against it.
type Standard struct {
	Key        string   `json:"key"`
	Title      string   `json:"title"`
	About      string   `json:"about"` // the partner's conduct in one sentence
	Expects    []string `json:"expects"`
	Against    []string `json:"against"`
	Literature []string `json:"literature"`
}

// StandardTag is the tag of a hypothesis that was taken from the library.
func StandardTag(key string) string { return "standard:" + key }

// Hypothesis makes a record of a standard reading for a dyad.
func (s Standard) Hypothesis(id, relier, partner string) *ledger.Hypothesis {
	about := fmt.Sprintf("%s Expect: %s. Against it: %s. From: %s.", s.About,
		strings.Join(s.Expects, "; "), strings.Join(s.Against, "; "), strings.Join(s.Literature, "; "))
	return &ledger.Hypothesis{ID: id, Title: s.Title, About: about, Relier: relier, Partner: partner, Tags: []string{StandardTag(s.Key)}}
}

// A Prompt asks for the reading that nobody has written down yet.
type Prompt struct {
	Text      string     `json:"text"`
	Standards []Standard `json:"standards"` // of the library, not yet in the matrix

	Said assess.Sentence `json:"-"` // Text, for another language
}

// Unwritten asks what is missing from the hypotheses on a dyad.
func Unwritten(c *ledger.Case, q assess.Question) Prompt {
	have := HypothesesOf(c, q)
	p := Prompt{Standards: []Standard{}}
	for _, s := range Library() {
		taken := slices.ContainsFunc(have, func(h *ledger.Hypothesis) bool {
			return slices.Contains(h.Tags, StandardTag(s.Key)) || strings.EqualFold(h.Title, s.Title)
		})
		if !taken {
			p.Standards = append(p.Standards, s)
		}
	}
	p.Said = counted(len(have), "The shares sum to 1 over 1 reading: what is true of {partner} and written in none of them gets no share. Which reading would somebody who disagrees with all of them hold?",
		"The shares sum to 1 over {n} readings: what is true of {partner} and written in none of them gets no share. Which reading would somebody who disagrees with all of them hold?", at("partner", c.ActorName(q.Partner)))
	p.Text = p.Said.English()
	return p
}

const (
	walt      = "Walt, S. M. (1987). The Origins of Alliances. Cornell University Press"
	snyder84  = "Snyder, G. H. (1984). The Security Dilemma in Alliance Politics. World Politics 36(4), 461-495"
	snyder97  = "Snyder, G. H. (1997). Alliance Politics. Cornell University Press"
	morrow    = "Morrow, J. D. (1991). Alliances and Asymmetry: An Alternative to the Capability Aggregation Model of Alliances. American Journal of Political Science 35(4), 904-933"
	weitsman  = "Weitsman, P. A. (2004). Dangerous Alliances: Proponents of Peace, Weapons of War. Stanford University Press"
	pressman  = "Pressman, J. (2008). Warring Friends: Alliance Restraint in International Politics. Cornell University Press"
	schroeder = "Schroeder, P. W. (1976). Alliances, 1815-1945: Weapons of Power and Tools of Management. In K. Knorr (ed.), Historical Dimensions of National Security Problems, 227-262. University Press of Kansas"
	schweller = "Schweller, R. L. (1994). Bandwagoning for Profit: Bringing the Revisionist State Back In. International Security 19(1), 72-107"
	crawford  = "Crawford, T. W. (2011). Preventing Enemy Coalitions: How Wedge Strategies Shape Power Politics. International Security 35(4), 155-189"
	fearon    = "Fearon, J. D. (1997). Signaling Foreign Policy Interests: Tying Hands versus Sinking Costs. Journal of Conflict Resolution 41(1), 68-90"
	leeds     = "Leeds, B. A. (2003). Alliance Reliability in Times of War: Explaining State Decisions to Violate Treaties. International Organization 57(4), 801-827"
	leeds09   = "Leeds, B. A., Mattes, M. and Vogel, J. S. (2009). Interests, Institutions, and the Reliability of International Commitments. American Journal of Political Science 53(2), 461-476"
	kuik      = "Kuik, C.-C. (2008). The Essence of Hedging: Malaysia and Singapore's Response to a Rising China. Contemporary Southeast Asia 30(2), 159-185"
	shoemaker = "Shoemaker, C. C. and Spanier, J. (1984). Patron-Client State Relationships: Multilateral Crises in the Nuclear Age. Praeger"
	chain     = "Christensen, T. J. and Snyder, J. (1990). Chain Gangs and Passed Bucks: Predicting Alliance Patterns in Multipolarity. International Organization 44(2), 137-168"
	olson     = "Olson, M. and Zeckhauser, R. (1966). An Economic Theory of Alliances. Review of Economics and Statistics 48(3), 266-279"
	haas      = "Haas, M. L. (2005). The Ideological Origins of Great Power Politics, 1789-1989. Cornell University Press"
	beckley   = "Beckley, M. (2015). The Myth of Entangling Alliances: Reassessing the Security Risks of U.S. Defense Pacts. International Security 39(4), 7-48"
	wilkins   = "Wilkins, T. S. (2012). 'Alignment', not 'alliance': the shifting paradigm of international security cooperation. Review of International Studies 38(1), 53-76"
)

// Library gives the standard readings, a fresh copy. They argue for no side, and
// several can hold of one dyad at different times: link those that overlap.
func Library() []Standard {
	return []Standard{
		{"capability", "Ally against a shared threat",
			"The partner adds its strength to the relier's because both fear the same power, and helps when that power strikes.",
			[]string{"help rises with the threat, whatever is paid for it", "joint plans and forces placed before the crisis", "help also where it costs the partner elsewhere"},
			[]string{"silence while the shared enemy attacks", "arms sold to the enemy's friends"},
			[]string{walt, schroeder}},
		{"entrapment", "Hedger between abandonment and entrapment",
			"The partner gives enough not to lose the relier, and keeps its commitment vague so as not to be drawn into its wars.",
			[]string{"vague or conditional promises", "more support after the relier has looked elsewhere", "distance when the relier provokes"},
			[]string{"a binding promise kept at war", "the same help whoever began the crisis"},
			[]string{snyder84, snyder97}},
		{"hedging", "Hedger between rival friends",
			"The partner keeps good relations with the relier and with its rivals, and gives the relier nothing that would cost it the others.",
			[]string{"balanced statements", "deals with the relier's rivals in the same months", "help that no rival minds"},
			[]string{"material help that a rival punishes", "a breach with a rival for the relier's sake"},
			[]string{kuik, wilkins}},
		{"autonomy", "Security traded for autonomy",
			"The stronger partner protects, the weaker relier pays in bases, votes and freedom of action; the bargain holds as long as both sides pay.",
			[]string{"concessions of policy, territory or basing by the relier", "protection that follows such concessions", "a looser tie as the relier grows stronger"},
			[]string{"protection without anything in return", "a relier that defies the partner and is protected still"},
			[]string{morrow}},
		{"tether", "Restraint: a tie to manage the relier",
			"The partner holds the relier close to keep it from acting, and its support is a rein.",
			[]string{"support offered with conditions of calm", "warnings in private and backing in public", "mediation that presses the relier to yield"},
			[]string{"encouragement to escalate", "no attempt to stop a dangerous step it knew of"},
			[]string{weitsman, pressman, schroeder}},
		{"transaction", "Transactional partner",
			"The partner sells: each matter on its own terms, for money, goods or a favour of like worth.",
			[]string{"help that is paid for or repaid in kind", "deliveries that follow payment and stop with arrears", "no help in a crisis unless there is something in it"},
			[]string{"gifts at a time of need", "contracts broken off at the partner's own loss for a political reason"},
			[]string{schweller, wilkins}},
		{"chip", "Bargaining chip in the partner's talks with others",
			"The partner gives to or withholds from the relier according to its dealings with a third power, which may try to drive a wedge between them.",
			[]string{"support that falls as talks with the third power advance", "pledges delayed at the third power's wish and resumed when talks fail"},
			[]string{"support that does not move with those talks", "a good offer for giving the relier up, refused"},
			[]string{crawford, snyder97}},
		{"patron", "Patron of a client",
			"The partner keeps a weaker relier alive and in its orbit for its own standing, and lets it neither win alone nor fall.",
			[]string{"arms and money rise when the relier is near defeat", "control sought over the relier's choices", "prestige named as the reason"},
			[]string{"a client left to fall", "indifference to whom the relier turns to"},
			[]string{shoemaker, morrow}},
		{"observer", "Protected observer",
			"The partner gives cover in words and votes, watches the fight from a distance and looks after its own people and assets there.",
			[]string{"statements and votes at every crisis, nothing beyond", "evacuation of its own people", "offers to mediate"},
			[]string{"material help during the fighting", "a vote against the relier"},
			[]string{snyder97, chain}},
		{"signals", "Committed by costly signals",
			"The partner has tied its hands or sunk costs in public, so that backing down would hurt it, and so it can be believed.",
			[]string{"a public promise at the highest level before the crisis", "forces or money placed beforehand that are lost if it yields", "help that follows such signals and not mere words"},
			[]string{"promises that cost nothing", "backing down from a public commitment without visible cost"},
			[]string{fearon, leeds}},
		{"domestic", "Driven by politics at home",
			"What the partner does follows who governs it and what keeps them in office; a change of government or of coalition changes the help.",
			[]string{"breaks in conduct at changes of leader or regime", "pledges broken after the power or institutions of the partner changed", "conduct that splits along factions"},
			[]string{"the same conduct across changes of government", "help that is unpopular with those who keep the government in office"},
			[]string{leeds, leeds09}},
		{"constrained", "Willing but constrained",
			"The partner would give more, but its own war, economy or distance does not let it.",
			[]string{"less of what is scarce, as much as before of what is not", "help that resumes when the constraint lifts", "apologies and substitutes"},
			[]string{"plenty given to others at the same time", "no more help once the constraint is gone"},
			[]string{leeds, beckley}},
		{"buck", "Passes the buck",
			"The partner counts on others to bear the cost of saving the relier and gives as little as it can.",
			[]string{"help that falls as others give more", "calls on others to act", "a share of the burden below its means"},
			[]string{"help given first, before anybody else", "a share above its means"},
			[]string{chain, olson}},
		{"ideology", "Kin in ideology or faith",
			"The partner stands by the relier because they share a form of rule, a faith or an enemy in ideas, and would lose at home by its fall.",
			[]string{"support whatever the material stakes", "the same enemies named in both their doctrines", "help that ends when one of them changes its rule"},
			[]string{"help to the relier's ideological foes", "indifference when the relier's rule is in danger"},
			[]string{haas, walt}},
		{"stability", "Manager of stability",
			"The partner acts to keep crises around the relier from spreading, and to be needed as a go-between.",
			[]string{"mediation early in a crisis", "pressure on both sides", "support that falls when the relier widens a conflict"},
			[]string{"arms in the middle of a crisis", "acts that prolong it"},
			[]string{schroeder, weitsman}},
		{"tension", "Gains from lasting tension",
			"The partner profits from a relier that is isolated but not defeated, and acts to keep it so.",
			[]string{"help enough to last, never enough to win", "obstruction of settlements", "trade or rents that exist only while the relier is shut out"},
			[]string{"work for a settlement that would end the isolation", "a decisive gift"},
			[]string{schweller, crawford}},
	}
}
