package measure

import "slices"

// Defect is something known to be wrong with events of a kind, to be shown beside
// every figure that rests on them.
type Defect struct {
	Name   string `json:"name"` // this and the text are keys of the translations
	Text   string `json:"text"`
	Source string `json:"source"`
}

var machineCoded = []Defect{
	{key("duplicates"), key("One act is counted as often as differing reports of it came in; only rows that are the same throughout are merged. Counts are counts of reports."),
		"Wang, Kennedy, Lazer and Ramakrishnan (2016), Growing pains for global monitoring of societal events, Science 353:1502-1503"},
	{key("syndication"), key("A wire report that many outlets carry looks like many. Asking for two or three sources does not help here; counting one of a kind a day does."),
		"Weller and McCubbins (2014), Raining on the Parade, Political Violence at a Glance; Wang et al. (2016)"},
	{key("growth of coverage"), key("The number of texts read grows many times over the years. Shares of a state's acts can be compared over time, counts and sums of scores cannot."),
		"Leetaru and Schrodt (2013), GDELT: Global Data on Events, Location and Tone, 1979-2012, ISA Annual Convention"},
	{key("one-state media"), key("Where a state's media are its government's, what they report of its acts is what it wants reported; acts toward a partner may be told at home only, or not at all."),
		"Baum and Zhukov (2015), Filtering revolution: reporting bias in international newspaper coverage of the Libyan civil war, Journal of Peace Research 52:384-400"},
	{key("place"), key("Where an event was is taken from the place names near it in the text: capitals are named far too often, and places of one name are mistaken for each other."),
		"Hammond and Weidmann (2014), Using machine-coded event data for the micro-level study of political violence, Research and Politics 1(2)"},
}

var gdeltsOwn = []Defect{
	{key("accuracy"), key("In the check that GDELT itself reports, the first actor was right in 79 %, the second in 78.5 % and the kind of act in 81.2 % of rows: all three together in about half, if they err apart. Read a figure for the direction it points to, and look at the events behind it."),
		"GDELT blog, blog.gdeltproject.org/?p=370, on a paper of the Systems and Information Engineering Design Symposium 2014 (50 events of Sudan and South Sudan); compare Wang et al. (2016), who found 21 % of GDELT's protests to be protests"},
	{key("days"), key("The day of an event is the day of the report, or what a date in the text was read as. Rows of later files can lie years back."),
		"GDELT Event Database Data Format Codebook V2.0 (2015)"},
}

var handCoded = []Defect{
	{key("coverage"), key("People chose these events from reports by rules of their own: organised and political violence is there, words and diplomacy hardly are. What is not coded is not silence."),
		"Raleigh, Linke, Hegre and Karlsen (2010), Introducing ACLED, Journal of Peace Research 47:651-660; Sundberg and Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50:523-532"},
	{key("revision"), key("Events are added and changed for weeks after their day; the latest weeks look quieter than they were."),
		"the codebooks of ACLED and of UCDP GED"},
}

// Defects lists what is known to be wrong with a provider's events, the gravest
// first. Of a provider that a person's own mapping names, it tells what holds for
// machine-coded events.
func Defects(p Provider) []Defect {
	switch {
	case p.OfGDELT():
		return slices.Concat(gdeltsOwn[:1], machineCoded, gdeltsOwn[1:])
	case p == ACLED || p == UCDP:
		return slices.Clone(handCoded)
	}
	return slices.Clone(machineCoded)
}
