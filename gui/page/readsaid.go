package page

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/tongue"
)

// coreTexts are the sentences that the reader, the desk and the ways in say in
// English, with {a}, {b} and {c} where names, dates and numbers stand. A language
// has its own sentence for each.
var coreTexts = []string{
	// what the desk filled in
	key("{a} is new to the case and is entered with it"),
	key("the moment {a} is new to the case and is entered with it, with the dates of the word lists"),
	key("the milestone is added to {a}"),
	key("the text gives no date: {a}, the time of the moment, stands there"),
	key("credibility 6, cannot be judged, is proposed: the text alleges or holds it; the grade is yours"),
	key("credibility 3, possibly true, is proposed: one text reports it as a fact; the grade is yours"),
	key("the source has no grade yet (F, cannot be judged)"),
	key("the forecast has no horizon: end the note's date with one (2025-10-08/2026-10-08) and it can come due"),
	key("probability {a} is proposed: {b}"),
	key("“{a}” is the band around {b} in ICD 203"),
	key("no word of probability: read as very likely"),
	key("it is asserted as {a}: it is kept as a note, not as {b}; change the modality if the text reports a fact"),
	key("the text gives one share: low and high stand at it too; say how far it may be off"),
	key("no pledge on record fits the milestone: a new one is drafted, and needs the day of the promise"),
	key("the record cites these words already"),
	// what a draft lacks
	key("the text does not say which rung"),
	key("choose one, from opposed (-2) over silent or neutral (0) to fought beside (+4)"),
	key("the text does not say by which share"),
	key("give low, most likely and high, 0 to 1"),
	key("{a} is empty"),
	key("fill it in"),
	key("no {a} is named"),
	key("name one"),
	key("choose one"),
	key("no channel is named"),
	key("there is no {a} {b}"),
	key("add it, or name another"),
	key("{a} is not a known value"),
	key("choose from {a}"),
	key("{a} is a {b}, not a {c}"),
	key("name a {a}"),
	key("an actor cannot be both sides"),
	key("name the other side"),
	key("has no date"),
	key("is due ({a}) before it was promised ({b})"),
	key("ends ({a}) before it starts ({b})"),
	key("{a} is before the promise ({b})"),
	key("correct one of the dates"),
	// why there is no draft
	key("citing on {a}: the case has no such record; it may have been deleted"),
	key("citing on {a}: the words are asserted as {b} ({c}), which bears out no {d}; accept them as a note, or change the modality"),
	key("citing on {a}: a {b} carries no citations"),
	key("making a candidate by hand: characters {a} to {b} hold no word; select some"),
	key("undoing the reading: nothing of {a} was read or decided"),
	// why the reader proposes it
	key("a time of need: {a}"),
	key("a reading of conduct"),
	key("says what one is to the other"),
	key("says what will be"),
	key("says what it will do"),
	key("says what should be done"),
	key("says what should have been done"),
	key("by the valence of its words"),
	key("the same again"),
	key("acts against the relier's adversary"),
	key("turned to a council for it"),
	key("has a treaty"),
	key("no longer refuses"),
	key("did not offer"),
	key("did not {a}"),
	key("will not {a}"),
	key("does not {a} what harms"),
	key("{a} what harms"),
	key("{a} a harm"),
	key("{a} to give in"),
	key("forces {a}"),
	key("made by hand"),
	key("made by hand; filled in from what the reader proposes there"),
	// how it stands to a record
	key("conduct between the two"), key("a request between the two"), key("a pledge between the two"), key("a pledge between the two in like words"), key("a pledge between the two through {a}"),
	key("a reading in like words"), key("a note in like words"),
	key("given between the two, {a}"), key("on record as a contribution"), key("on record as conduct"), key("the same dependence"), key("a moment of need of the same actor"),
	key("{a} at that time"), key("{a} at about that time"), key("{a}, not dated on both sides"),
	key("{a}, in the same words"), key("{a}, in like words"), key("{a}, in other words"),
	key("the same in words, but the record is dated {a}, the text says {b}"),
	key("the same in words, but promised {a} on record, the text says {b}"),
	key("the record has rung {a} ({b}), the text says {c} ({d})"),
	key("the record has rung {a}, the text says {b}"),
	key("the record has {a}, the text says {b}"),
	key("it has this milestone: {a}"),
	key("on record it was {a} ({b}) at about that time, the text says {c}"),
	key("on record the pledge had ended: {a} ({b})"),
	key("the share on record is {a} to {b}, the text says {c}"),
	// the ways in
	key("read {a}: {b}"),
	key("read the folder {a}: {b}"),
	key("read the feed {a}: {b}"),
	key("fetch {a}: {b}"),
	key("there is no text in it"),
	key("it has {a} MB, the most that is read is {b} MB; cut it into parts"),
	key("it has more than {a} MB, the most that is read; cut it into parts"),
	key("it unpacks to far more than it holds, as a zip bomb does; it is not read"),
	key("it is no whole DOCX: {a}"), key("it is no whole PDF: {a}"), key("it is no whole feed: {a}"), key("it is no whole mail: {a}"),
	key("it is locked with a password; save it without one"),
	key("it declares {a} pages, the most that is read is {b}; cut it into parts"),
	key("there is no text in it: its {a} pages are pictures of text, a scan; have the text recognised first (OCRmyPDF does), then read the new file"),
	key("there is no text in it: its 1 page is a picture of text, a scan; have the text recognised first (OCRmyPDF does), then read the new file"),
	key("none of its pages can be read: it is broken"),
	key("it is no text: the bytes are those of a program, picture or other data"),
	key("it is a spreadsheet; a text is read, not a table"),
	key("it is a presentation; save it as PDF"),
	key("it is an OpenDocument; save it as DOCX or PDF"),
	key("it is an EPUB; save it as PDF or HTML"),
	key("it is a ZIP archive and no DOCX; unpack it and read what is in it"),
	key("it is no plain file"),
	key("it is a link out of the folder, or to nothing; it is left out"),
	key("the answer does not end before {a} MB, the most that is read"),
	key("there was no whole answer within {a}"),
	key("the server answers {a}"),
	key("no item of the feed has words of its own: fetch the pages it links to"),
	key("it has more than {a} files; the rest is left out"),
	key("there is no such file or folder"),
	// what is noted of a text
	key("No main text could be told apart: all of the page is read."),
	key("The main text is {a} of what the page shows."),
	key("Before the main text stands what may belong to it: “{a}”."),
	key("{a} paragraphs before the main text, between it and the title, put back into it."),
	key("1 paragraph before the main text, between it and the title, put back into it."),
	key("{a} elements that the page does not show left out."),
	key("1 element that the page does not show left out."),
	key("The publisher is guessed from the address."),
	key("The date is guessed from the address."),
	key("The date is that of the first time shown on the page."),
	key("The date is guessed from line {a}: “{b}”."),
	key("The date is the day on which the page was saved."),
	key("The date is the day on which the PDF was made."),
	key("The date is the day on which the document was made."),
	key("The date is the day on which the document was last saved."),
	key("The date is that of the mail it came with."),
	key("The language is {a}: the text is kept whole, to be worked by hand."),
	key("The language could not be told."),
	key("Too few words to tell the language."),
	key("The encoding is guessed: {a}."),
	key("The feed gives a summary; the whole text is at the address."),
	key("The feed goes on after its first {a} items; the rest is left out."),
	key("The text goes on after its first {a} million characters; the rest is left out."),
	key("The text is cut after page {a} of {b}: it is longer than {c} million characters."),
	key("Lines that stand at the head or foot of page after page are left out of the main text."),
	key("{a} pages are without text: pictures, or empty."), key("1 page is without text: pictures, or empty."),
	key("{a} pages could not be read."), key("1 page could not be read."),
	key("{a} characters could not be read and stand as �."), key("1 character could not be read and stand as �."),
	key("{a} control characters were left out."), key("1 control character was left out."),
	key("Comments are left out."),
	key("Footnotes or endnotes stand at the end of the full text, not in the main text."),
	key("An attachment is a text of its own: {a}."),
	key("An attachment is left out: {a}."),
	key("The address sent on to {a}."),
	// the model
	key("the answer is no JSON of candidates"), key("it does not hold to the schema"), key("its quote does not stand in the text"),
	key("an actor that nobody knows"), key("it does not name both actors"), key("one actor on both sides"), key("a date that is none"),
	key("a type or channel that does not exist"), key("an asserter who does not stand in the text"), key("more candidates than one answer may hold"),
	key("no model is chosen: name an endpoint and a model in the preferences"),
	key("the address of the model cannot be used: {a}"),
	key("the endpoint refused the key: enter it again in the preferences"),
	key("the endpoint's answer cannot be used: {a}"),
	key("asking the model at {a} (request {b} of {c}): {d}"),
	key("{a} is no web address; try https://host/v1"),
	key("it holds a name or a password; enter the key where the preferences ask for it"),
	key("it goes on after the path; end it with /v1 or the like"),
	key("{a} is not this machine, and http would send the text and the key in the clear; use https, or allow it in the preferences"),
	key("it begins with {a}; begin it with https://"),
	key("no connection ({a}); is the server running?"),
	key("it gave no answer within {a}"),
	key("it is no chat completion ({a})"),
	key("The key is in the operating system's keyring."),
	key("This machine has no keyring that works: the key is kept until the program ends and is written nowhere."),
	key("No key is kept."),
}

// pattern is a sentence of coreTexts, to be found again with what stands in it.
type pattern struct {
	key    string
	places []string
	re     *regexp.Regexp
}

var place1 = regexp.MustCompile(`\\\{([a-d])\\\}`)

// patterns are those of coreTexts: fixed ones by themselves, those with places from
// the longest to the shortest of the words around them.
var patterns = sync.OnceValues(func() (map[string]bool, []pattern) {
	fixed := map[string]bool{}
	var list []pattern
	for _, k := range coreTexts {
		quoted := regexp.QuoteMeta(k)
		if !place1.MatchString(quoted) {
			fixed[k] = true
			continue
		}
		p := pattern{key: k, re: regexp.MustCompile("^(?s)" + place1.ReplaceAllString(quoted, "(.+?)") + "$")}
		for _, m := range place1.FindAllStringSubmatch(quoted, -1) {
			p.places = append(p.places, m[1])
		}
		list = append(list, p)
	}
	return fixed, list
})

// inTongue says a sentence of the core in the language of the window. What it
// has no sentence for stays as it is.
func inTongue(text string) string {
	if tongue.Code() == "en" {
		return text
	}
	out, _ := translated(text, 0)
	return tongue.Local(out)
}

// translated also reports whether it knew the sentence.
func translated(text string, depth int) (string, bool) {
	fixed, list := patterns()
	if fixed[text] {
		return tr(text), true
	}
	if depth > 4 {
		return text, false
	}
	best, length := -1, -1
	var parts []string
	for i, p := range list {
		if len(p.key) <= length {
			continue
		}
		if m := p.re.FindStringSubmatch(text); m != nil {
			best, length, parts = i, len(p.key), m[1:]
		}
	}
	if best < 0 {
		if a, b, ok := strings.Cut(text, "; "); ok {
			one, knew := translated(a, depth+1)
			two, both := translated(b, depth+1)
			return one + "; " + two, knew || both
		}
		return word(text)
	}
	p := list[best]
	pairs := make([]string, 0, 2*len(parts))
	for i, part := range parts {
		own, _ := translated(part, depth+1)
		pairs = append(pairs, "{"+p.places[i]+"}", own)
	}
	return strings.NewReplacer(pairs...).Replace(tr(p.key)), true
}

// word gives a word of the window, such as a kind or the label of a field, in
// its language.
func word(text string) (string, bool) {
	if own := tr(text); own != text {
		return own, true
	}
	label := sentence(text)
	if own := tr(label); own != label {
		return own, true
	}
	if at := strings.LastIndexByte(text, ' '); at > 0 && at+1 < len(text) && '0' <= text[at+1] && text[at+1] <= '9' { // "delayed 2024-05"
		own, knew := word(text[:at])
		return own + text[at:], knew
	}
	return text, false
}

// toldIn says each of several sentences in the language of the window.
func toldIn(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = inTongue(s)
	}
	return out
}

// reasonIn says why the reader proposes a candidate: in a sentence, or the word
// of the text that it goes by.
func reasonIn(reason string) string {
	if tongue.Code() == "en" {
		return reason
	}
	if own, knew := translated(reason, 0); knew {
		return tongue.Local(own)
	}
	return "“" + reason + "”"
}

// fault is what went wrong, as sentences.
func fault(err error) string {
	return sentence(inTongue(strings.ReplaceAll(err.Error(), "\n", "; "))) + "."
}

// problemsInTongue says what is wrong with a record in the language of the
// window.
func problemsInTongue(list []ledger.Problem) []ledger.Problem {
	out := slices.Clone(list)
	for i := range out {
		out[i].Message, out[i].Fix = inTongue(out[i].Message), inTongue(out[i].Fix)
	}
	return out
}
