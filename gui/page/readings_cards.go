package page

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/gui/view"
)

// readingCards are the panels below the matrix: what follows from it, how firm
// that is, and what is known of the method.
type readingCards struct {
	flow                                                          *flow
	lead, heuer, overturn, without, watch, twice, agree, disputed *card
	unwritten, method, warnings                                   *card
	drawn                                                         readingCardsKey
}

// readingCardsKey is what the panels depend on.
type readingCardsKey struct {
	d      *readingsData
	hidden bool
}

func newReadingCards(tapped func(string)) *readingCards {
	r := &readingCards{}
	var all []fyne.CanvasObject
	make := func(title string) *card {
		c := &card{text: view.NewProse(fynetheme.SizeNameText)}
		c.text.OnTapped = tapped
		c.panel = view.NewPanel(title, c.text)
		all = append(all, c.panel)
		return c
	}
	r.lead, r.heuer, r.overturn = make(tr("Which reading leads")), make(tr("Bayes and least contradicted")), make(tr("What would overturn it"))
	r.watch, r.without, r.twice = make(tr("What to watch")), make(tr("With one thing left out")), make(tr("Evidence that counts once"))
	r.agree, r.disputed, r.unwritten = make(tr("Do the analysts agree?")), make(tr("Most disputed cells")), make(tr("The reading nobody has written down"))
	r.warnings, r.method = make(tr("Warnings")), make(tr("What experiments say of this method"))
	r.flow = newFlow(8, flowRow{objects: all, after: gutter})
	return r
}

// leadSpans says which reading leads, by how much and how sure that is.
func leadSpans(r *hypotheses.Readings) []span {
	lead := slices.IndexFunc(r.Hypotheses, func(h hypotheses.Reading) bool { return h.ID == r.Leading })
	if lead < 0 {
		if len(r.Said.Headline) > 0 {
			return []span{strong(inWords(r.Said.Headline[0]))}
		}
		return []span{mute(tr("No reading leads."))}
	}
	h := r.Hypotheses[lead]
	spans := []span{link(h.Title, h.ID), say(trf(" fits the record best: ")), strong(tr(h.Word)), say(trf(" (%s", percent(h.Posterior)))}
	if len(r.Analysts) > 1 {
		spans = append(spans, say(trf("; by analyst %s to %s", percent(h.Low), percent(h.High))))
	}
	spans = append(spans, say(")"))
	if next := secondOf(r); next >= 0 {
		n := r.Hypotheses[next]
		spans = append(spans, say(tr(", before ")), link(n.Title, n.ID), say(trf(" (%s)", percent(n.Posterior))))
	}
	return append(spans, say(trf(". Confidence %s.", tr(r.Confidence.Level))))
}

// secondOf is the place of the reading behind the leader; -1: there is none.
func secondOf(r *hypotheses.Readings) int {
	at := -1
	for i, h := range r.Hypotheses {
		if h.ID != r.Leading && (at < 0 || h.Posterior > r.Hypotheses[at].Posterior) {
			at = i
		}
	}
	return at
}

// bullets joins paragraphs, each on its line.
func bullets(list [][]span) []span {
	var out []span
	for i, p := range list {
		if i > 0 {
			out = append(out, say("\n"))
		}
		out = append(out, p...)
	}
	return out
}

// set shows what follows from the matrix.
func (r *readingCards) set(p *Readings) {
	key := readingCardsKey{p.d, p.hidden}
	if key == r.drawn {
		return
	}
	r.drawn = key
	x := p.d.read
	none := x == nil || len(p.d.hyps) < 2 || len(x.Items) == 0
	for _, c := range []*card{r.lead, r.heuer, r.overturn, r.watch, r.without, r.twice} {
		c.set()
	}
	if !none && !p.hidden {
		r.lead.set(leadCard(x)...)
		r.heuer.set(heuerCard(p.d)...)
		r.overturn.set(overturnCard(p.d)...)
		r.watch.set(watchCard(p.d)...)
		r.without.set(withoutCard(x)...)
	}
	if !none {
		r.twice.set(twiceCard(p.d)...)
	}
	r.agree.set(agreeCard(p.d)...)
	r.disputed.set(disputedCard(p.d)...)
	r.unwritten.set(unwrittenCard(p.d)...)
	r.method.set(methodCard()...)
	var warnings [][]span
	if x != nil && len(p.d.items) > 0 {
		for _, w := range x.Said.Warnings {
			warnings = append(warnings, []span{warn("! " + inWords(w))})
		}
	}
	r.warnings.set(bullets(warnings)...)
	r.flow.changed()
}

func leadCard(r *hypotheses.Readings) []span {
	spans := leadSpans(r)
	if r.Leading != "" {
		spans = append(spans, say(trf(" Margin %s points.", decimal(100*r.Margin))))
	}
	for _, reason := range r.Said.Reasons {
		spans = append(spans, mute("\n· "+inWords(reason)))
	}
	return spans
}

func heuerCard(d *readingsData) []span {
	r := d.read
	var spans []span
	switch {
	case r.Disagreement != nil:
		spans = append(spans, say(inWords(r.Said.Disagreement)))
		for i, id := range r.Disagreement.Items {
			if i == 0 {
				spans = append(spans, mute(tr("\nWhat speaks for the first most: ")))
			} else {
				spans = append(spans, mute("; "))
			}
			spans = append(spans, link(d.title(id), linkCell(id, r.Disagreement.Bayes)))
		}
	case r.LeastContradicted == "":
		spans = append(spans, say(tr("No reading alone is contradicted least.")))
	default:
		spans = append(spans, link(d.title(r.LeastContradicted), r.LeastContradicted), say(tr(" is both the most probable and the least contradicted.")))
	}
	return append(spans, mute(tr("\nThe count of contradictions is no probability: it sees only what speaks against.")))
}

func overturnCard(d *readingsData) []span {
	r := d.read
	tell := func(o *hypotheses.Overturn, how string) []span {
		if o == nil {
			return []span{say(trf("%s: no change of ratings puts another in front, or nobody leads.", how))}
		}
		exact := tr("no smaller set does it")
		if !o.Exact {
			exact = tr("found step by step; a smaller set may exist")
		}
		spans := []span{say(trf("%s: ", how)), strong(count(len(o.Ratings), "rating")), say(trf(" would put “%s” in front (%s):", d.title(o.To), exact))}
		for i, x := range o.Ratings {
			if i == 6 {
				spans = append(spans, mute(trf("\nand %d more", len(o.Ratings)-i)))
				break
			}
			from := x.From
			if from == "" {
				from = tr("not rated")
			}
			spans = append(spans, say("\n"), say(from+" → "+x.To+"  "), link(d.title(x.Item), linkCell(x.Item, x.Hypothesis)), mute(trf("  if “%s”, by %s", d.title(x.Hypothesis), x.Analyst)))
		}
		return spans
	}
	return bullets([][]span{tell(r.Overturn, tr("By Bayes")), tell(r.OverturnHeuer, tr("By contradictions"))})
}

func watchCard(d *readingsData) []span {
	var list [][]span
	for i, w := range d.read.Watch {
		if i == 4 {
			break
		}
		p := []span{}
		if i == 0 {
			p = append(p, strong(tr("The discriminator: ")))
		}
		if w.Kind == "unrated" {
			p = append(p, link(d.title(w.ID), linkCell(w.ID, firstHyp(d))), say(tr(" has still to be rated")))
		} else {
			p = append(p, link(w.Name, w.ID))
			if !w.Date.IsZero() {
				p = append(p, say(trf(" by %s", w.Date)))
			}
			for _, o := range []struct {
				word string
				o    *hypotheses.Outcome
			}{{tr("if seen"), w.Seen}, {tr("if not"), w.NotSeen}} {
				if o.o != nil {
					p = append(p, say(trf("; %s (%s), “%s” leads, and the present leader has %s", o.word, percent(o.o.Probability), d.title(o.o.Leading), percent(o.o.Posterior))))
				}
			}
		}
		list = append(list, append(p, mute(trf(" (%.2g bits)", w.Bits))))
	}
	if len(list) == 0 {
		return []span{mute(tr("Nothing named yet would separate the two in front. Enter an observation still to come as a note tagged “indicator”, with the date until when to watch, and rate it."))}
	}
	if !slices.ContainsFunc(d.read.Watch, func(w hypotheses.Watch) bool { return w.Kind == "indicator" }) {
		list = append(list, []span{mute(tr("No indicator is named: a note tagged “indicator” with a date to watch, rated as evidence, stands here first."))})
	}
	return bullets(list)
}

func firstHyp(d *readingsData) string {
	if len(d.hyps) == 0 {
		return ""
	}
	return d.hyps[0].ID
}

func withoutCard(r *hypotheses.Readings) []span {
	var list [][]span
	for _, x := range []struct {
		one  string
		n    hypotheses.Changes
		list []hypotheses.LeftOut
	}{{"item", r.Without.ItemsThatChange, r.Without.Items}, {"source", r.Without.SourcesThatChange, r.Without.Sources}, {"publisher", r.Without.PublishersThatChange, r.Without.Publishers}} {
		if x.n.Of == 0 {
			continue
		}
		p := []span{say(trf("One %s of %d: ", tr(x.one), x.n.Of))}
		if x.n.Bayes+x.n.Least == 0 {
			p = append(p, say(tr("no leader changes")))
		} else {
			p = append(p, strong(trf("%d change the leader", x.n.Bayes)), say(trf(", %d the least contradicted", x.n.Least)))
		}
		if len(x.list) > 0 {
			l := x.list[0]
			name := say(l.Name)
			if x.one != "publisher" {
				name = link(l.Name, l.ID)
			}
			p = append(p, mute(tr("; most moved by ")), name, mute(trf(" (%s points)", points(l.Shift))))
		}
		list = append(list, append(p, say(".")))
	}
	return bullets(list)
}

func twiceCard(d *readingsData) []span {
	var list [][]span
	for i, x := range d.read.Shared {
		if i == 5 {
			list = append(list, []span{mute(trf("and %d more", len(d.read.Shared)-i))})
			break
		}
		by := map[string]string{"publisher": tr("One publisher"), "event": tr("One event"), "copy": tr("Copies"), "figure": tr("A figure and its records")}[x.By]
		name := x.Name
		if x.By == "copy" || x.By == "publisher" && name == hypotheses.NoSource {
			name = tr(name)
		}
		p := []span{warn("! "), say(trf("%s, %s: ", by, name))}
		for j, id := range x.Items {
			if j > 0 {
				p = append(p, mute("; "))
			}
			p = append(p, link(d.title(id), linkCell(id, firstHyp(d))))
		}
		list = append(list, append(p, mute(trf(" – together they weigh %.2f, no more than one.", x.Weight))))
	}
	return bullets(list)
}

func agreeCard(d *readingsData) []span {
	switch {
	case d.blind:
		return []span{mute(tr("Shown when you have rated every cell: agreement is worth something only between people who rated alone."))}
	case d.agree == nil || len(d.items) == 0:
		return nil
	case len(d.agree.Analysts) < 2:
		return []span{mute(tr("One analyst agrees with nobody yet. A second one rates in a copy of the case; merging the files brings both together."))}
	}
	say1 := func(name string, a hypotheses.Alpha, unit string) []span {
		if a.Alpha == nil {
			return []span{say(name + ": "), mute(tr(a.Verdict))}
		}
		spans := []span{say(name + ": "), strong(fmt.Sprintf("α %.2f", *a.Alpha))}
		if a.Lower90 != nil && a.Upper90 != nil {
			spans = append(spans, say(trf(" (90 %% interval %.2f to %.2f)", *a.Lower90, *a.Upper90)))
		}
		return append(spans, mute(trf(", %s, %s rated twice, %s equal", tr(a.Verdict), count(a.Units, unit), percent(a.Exact))))
	}
	list := [][]span{say1(tr("Whole matrix"), d.agree.Matrix, "cell")}
	for _, h := range d.agree.ByHypothesis {
		p := []span{link(h.Title, h.Hypothesis), say("  ")}
		if h.Alpha.Alpha == nil {
			p = append(p, mute(tr(h.Verdict)))
		} else {
			p = append(p, say(fmt.Sprintf("%.2f ", *h.Alpha.Alpha)), mute(tr(h.Verdict)))
		}
		list = append(list, p)
	}
	if d.agree.Rungs.Ratings > 0 {
		list = append(list, say1(tr("Rungs of the case"), d.agree.Rungs, "record"))
	}
	if d.agree.Grades.Ratings > 0 {
		list = append(list, say1(tr("Grades of its sources"), d.agree.Grades, "source"))
	}
	return append(bullets(list), mute(tr("\nKrippendorff’s alpha, ordinal: .800 firm, .667 tentative.")))
}

func disputedCard(d *readingsData) []span {
	if d.agree == nil || d.blind {
		return nil
	}
	var list [][]span
	for i, x := range d.agree.Disputed {
		if i == 8 {
			list = append(list, []span{mute(trf("and %d more", len(d.agree.Disputed)-i))})
			break
		}
		values := ""
		for j, v := range x.Values {
			if v == "" {
				v = "·"
			}
			if j > 0 {
				values += "/"
			}
			values += v
		}
		tone := view.ToneNeutral
		if x.Opposite {
			tone = view.ToneWarn
		}
		list = append(list, []span{{Text: values + "  ", Bold: true, Tone: tone}, link(x.Name, linkCell(x.Item, x.Hypothesis)), mute(trf("  if “%s”", d.title(x.Hypothesis)))})
	}
	return bullets(list)
}

func unwrittenCard(d *readingsData) []span {
	spans := []span{}
	if len(d.hyps) > 0 {
		spans = append(spans, say(inWords(d.prompt.Said)+" "))
	}
	spans = append(spans, link(tr("Write it down, or choose from the library"), linkReading), say("."))
	for i, s := range d.prompt.Standards {
		if i == 0 {
			spans = append(spans, mute(tr(" Not in the matrix: ")))
		} else {
			spans = append(spans, mute(", "))
		}
		spans = append(spans, mute(s.Title))
	}
	return spans
}

// methodCard is what is known of matrices of this kind, and what was made of it.
func methodCard() []span {
	return []span{
		say(tr("Filling in such a matrix by itself helps judgement little or harms it (Dhami, Belton and Mandel 2019; Karvetski and Mandel 2020). What helped was arithmetic: making each analyst’s judgements coherent and then averaging them cut the error by 61 % (Mandel, Karvetski and Dhami 2018). Of the layouts tried, only that with the readings in rows lowered confirmation bias (Dhami and others 2024). ")),
		mute(tr("So here a person judges one cell at a time and the machine does the sums; the ratio of a cell is always in view; an item is rated against every reading before the next; copies and one event count once, so that confidence does not rise from volume; and the score can be hidden while rating.")),
	}
}
