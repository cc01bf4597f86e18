package desk

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// Draft is what accepting a candidate would write, for a person to look at and
// change before it is written.
type Draft struct {
	Candidate reading.Candidate
	Decision  Decision        // as it will be kept
	Record    ledger.Record   // the new record, or the one on record with the citation added
	New       bool            // Record is not in the case yet
	Also      []ledger.Record // actors and a moment that Record needs and the case lacks; a forecast's probability
	Told      []string        // what was filled in by default, in words: for the person to see
	Missing   []ledger.Problem
	drafted   ledger.Record // as it was proposed, to know what a person edited
}

// MissingError says which fields a person must fill in before a draft can be
// written.
type MissingError struct {
	Record   string
	Problems []ledger.Problem // errors only, each with field and fix
}

// Error names the fields and what to do.
func (e *MissingError) Error() string {
	var parts []string
	for _, p := range e.Problems {
		what := p.Field
		if p.Record != e.Record {
			what = string(p.Kind) + " " + p.Record + ", " + p.Field
		}
		parts = append(parts, fmt.Sprintf("%s: %s (%s)", what, p.Message, p.Fix))
	}
	return "accepting the candidate: " + strings.Join(parts, "; ")
}

// Suggest drafts what the desk proposes for an open item: a citation on the
// record that says the same, where one matches well enough (reading.Strong), a
// milestone on the pledge it continues, else a new record.
func Suggest(c *ledger.Case, r *Reading, i int, lex *reading.Lexicon) (*Draft, error) {
	it := &r.Items[i]
	for _, m := range it.Matches {
		if m.Relation == reading.Adds && m.Score >= reading.Strong && mayCite(c, it.Candidate, m.Record) {
			return Cite(c, r, i, m.Record)
		}
	}
	return New(c, r, i, lex)
}

// mayCite keeps what is no fact from strengthening one.
func mayCite(c *ledger.Case, cand reading.Candidate, record string) bool {
	r, ok := c.Get(record)
	if !ok {
		return false
	}
	return cand.Factual() || r.Kind() == ledger.KindNote || r.Kind() == ledger.KindHypothesis
}

// New drafts the record that an item becomes. Actors that the case lacks come
// with it, once each; so does a moment that the lexicon knows by name. What the
// text does not say and the record needs stands in Missing.
func New(c *ledger.Case, r *Reading, i int, lex *reading.Lexicon) (*Draft, error) {
	it := &r.Items[i]
	d := &Draft{Candidate: it.Candidate, Decision: it.Decision}
	d.Decision.State = Accepted
	at := c
	f := &d.Candidate.Fields
	f.InNeed = slices.Clone(f.InNeed)
	actor := func(id *string) {
		got, made, ok := reading.CaseActor(at, *id, lex)
		if *id == "" || !ok {
			return // Check names the field
		}
		*id = got
		if made != nil {
			d.Also = append(d.Also, made)
			d.Told = append(d.Told, fmt.Sprintf("%s is new to the case and is entered with it", made.Name()))
			at = at.With(ledger.Change{Record: made})
		}
	}
	for _, id := range []*string{&f.From, &f.To, &f.Actor, &f.On, &f.Relier, &f.Partner} {
		actor(id)
	}
	for k := range f.InNeed {
		actor(&f.InNeed[k])
	}
	rec, err := reading.Record(at, d.Candidate, lex)
	if err != nil {
		return nil, err
	}
	d.Record = rec
	if _, there := c.Get(rec.RecordID()); !there {
		d.New = true
	} else {
		d.Decision.State = Cited // a milestone on a pledge that is there
		d.Record = ledger.Clone(rec)
		d.Told = append(d.Told, "the milestone is added to "+rec.Name())
	}
	d.needMoment(at, lex, actor)
	d.source(r.Source)
	d.note(c, r, it)
	d.modal()
	d.drafted = ledger.Clone(d.Record)
	d.Recheck(c)
	return d, nil
}

// needMoment gives conduct and a request the moment that they lack, where the
// text calls it by a name that the lexicon knows, and their date from a moment
// where the text gives none.
func (d *Draft) needMoment(c *ledger.Case, lex *reading.Lexicon, actor func(*string)) {
	moment, date := (*string)(nil), (*edtf.Date)(nil)
	switch x := d.Record.(type) {
	case *ledger.Conduct:
		moment, date = &x.Moment, &x.Date
	case *ledger.Request:
		moment, date = &x.Moment, &x.Date
	default:
		return
	}
	var m *ledger.Moment
	if *moment == "" && d.Candidate.Fields.Moment != "" && lex != nil {
		if named, ok := lex.NamedMoment(d.Candidate.Fields.Moment); ok && (date.IsZero() || date.PossiblyOverlaps(ledgerSpan(named))) {
			for i := range named.InNeed {
				actor(&named.InNeed[i])
			}
			named.ID = c.NextID(ledger.KindMoment)
			named.Citations = []ledger.Citation{{Quote: d.Candidate.Span.Text, Credibility: 3}}
			d.Also = append(d.Also, named)
			d.Told = append(d.Told, fmt.Sprintf("the moment %q is new to the case and is entered with it, with the dates of the word lists", named.Title))
			*moment, m = named.ID, named
		}
	}
	if m == nil {
		m, _ = c.Moment(*moment)
	}
	if m != nil && date.IsZero() {
		*date = ledgerSpan(m)
		d.Told = append(d.Told, fmt.Sprintf("the text gives no date: %s, the time of the moment, stands there", date))
	}
}

// ledgerSpan gives the time of a moment as one date.
func ledgerSpan(m *ledger.Moment) edtf.Date {
	if !m.End.IsZero() && !m.Start.IsInterval() && !m.End.IsInterval() {
		if d, err := edtf.Parse(m.Start.String() + "/" + m.End.String()); err == nil {
			return d
		}
	}
	return m.Start
}

// wherePrefix begins the place of a citation that the desk makes.
const wherePrefix = "characters "

// Where gives the place of a stretch of a text as a citation has it.
func Where(s reading.Span) string { return fmt.Sprintf("%s%d to %d", wherePrefix, s.Start, s.End) }

// source enters the source and the place in the citations that the reader drafted.
func (d *Draft) source(s *ledger.Source) {
	fill := func(list []ledger.Citation) []ledger.Citation {
		for i := range list {
			if list[i].Source == "" {
				list[i].Source, list[i].Where = s.ID, Where(d.Candidate.Span)
			}
		}
		return list
	}
	each(d.Record, fill)
	for _, r := range d.Also {
		each(r, fill)
	}
	grade := "credibility 6, cannot be judged, is proposed: the text alleges or holds it"
	if d.Candidate.Modality == reading.AsFact {
		grade = "credibility 3, possibly true, is proposed: one text reports it as a fact"
	}
	d.Told = append(d.Told, grade+"; the grade is yours")
	if s.Reliability == "F" {
		d.Told = append(d.Told, "the source has no grade yet (F, cannot be judged)")
	}
}

// note ties a note to what it is about and to whose it is.
func (d *Draft) note(c *ledger.Case, r *Reading, it *Item) {
	n, ok := d.Record.(*ledger.Note)
	if !ok {
		return
	}
	for _, m := range it.Matches {
		if rec, ok := c.Get(m.Record); ok && rec.Kind() != ledger.KindNote && m.Score >= reading.Strong && len(n.On) < 3 {
			n.On = append(n.On, m.Record)
		}
	}
	if by := d.Candidate.AssertedBy; by == reading.Article || by == "" {
		voice := cmp.Or(r.Source.Author, r.Source.Publisher, r.Source.Title)
		n.Title = strings.Replace(n.Title, "("+reading.Article+")", "("+voice+")", 1)
	} else {
		n.Tags = append(n.Tags, assertedTag+by)
	}
	if n.Date.IsZero() {
		n.Date = r.Source.Date
	}
	if d.Candidate.Kind != reading.Forecast && d.Candidate.Modality != reading.AsForecast {
		return
	}
	if !slices.Contains(n.Tags, forecastTag) {
		n.Tags = append(n.Tags, forecastTag)
	}
	if h := firstDate(d.Candidate.Fields.Horizon, d.Candidate.Fields.Due, d.Candidate.Fields.Date); !h.IsZero() {
		n.Date = untilDate(r.Source.Date, h)
	} else {
		d.Told = append(d.Told, "the forecast has no horizon: end the note's date with one (2025-10-08/2026-10-08) and it can come due")
	}
	p, why := Probability(d.Candidate.Span.Text)
	d.Also = append(d.Also, &ledger.Rating{ID: longID("odds", r.Source.ID, strings.TrimPrefix(IDOf("", d.Candidate), "k::")), Subject: subjectForecast, Record: n.ID, Value: fmt.Sprint(p), Why: why})
	d.Told = append(d.Told, fmt.Sprintf("probability %v is proposed: %s", p, why))
}

// assertedTag begins the tag of a note whose asserter is not the source itself.
const assertedTag = "asserted by "

const forecastTag = "forecast"

func firstDate(list ...edtf.Date) edtf.Date {
	for _, d := range list {
		if !d.IsZero() {
			return d
		}
	}
	return edtf.Date{}
}

// untilDate gives the time from when a forecast was made to its horizon.
func untilDate(made, horizon edtf.Date) edtf.Date {
	end, ok := horizon.Latest()
	if !ok {
		return made
	}
	start := ""
	if first, has := made.Earliest(); has && first <= end {
		start = edtf.DateOf(first).String()
	}
	d, err := edtf.Parse(start + "/" + edtf.DateOf(end).String())
	if err != nil {
		return made
	}
	return d
}

// modal says what the desk did with what is no fact.
func (d *Draft) modal() {
	if d.Record.Kind() == ledger.KindNote && !slices.Contains([]reading.Kind{reading.Forecast, reading.Prescription, reading.Claim}, d.Candidate.Kind) {
		d.Told = append(d.Told, fmt.Sprintf("it is asserted as %s: it is kept as a note, not as %s; change the modality if the text reports a fact", d.Candidate.Modality, d.Candidate.Kind))
	}
	if d.Record.Kind() == ledger.KindDependence && d.Candidate.Fields.Share != nil {
		d.Told = append(d.Told, "the text gives one share: low and high stand at it too; say how far it may be off")
	}
	if p, ok := d.Record.(*ledger.Pledge); ok && d.New && p.Promised.IsZero() && len(p.Milestones) > 0 {
		d.Told = append(d.Told, "no pledge on record fits the milestone: a new one is drafted, and needs the day of the promise")
	}
}

// Cite drafts a citation of an item's words on a record that the case has: the
// one that says the same, or any that a person merges the item with. On a pledge
// a milestone is cited at the pledge's own milestone where it has one like it,
// and is added to it where it has none. A record that cites the words already
// stays as it is. It fails where what is no fact would bear out a fact.
func Cite(c *ledger.Case, r *Reading, i int, record string) (*Draft, error) {
	it := &r.Items[i]
	old, ok := c.Get(record)
	if !ok {
		return nil, fmt.Errorf("citing on %s: the case has no such record; it may have been deleted", record)
	}
	if !mayCite(c, it.Candidate, record) {
		return nil, fmt.Errorf("citing on %s: the words are asserted as %s (%s), which bears out no %s; accept them as a note, or change the modality", record, it.Candidate.Modality, it.Candidate.Kind, old.Kind())
	}
	d := &Draft{Candidate: it.Candidate, Decision: it.Decision, Record: ledger.Clone(old)}
	d.Decision.State = Cited
	credibility := 3
	if it.Candidate.Modality != reading.AsFact {
		credibility = 6
	}
	cite := ledger.Citation{Quote: it.Candidate.Span.Text, Credibility: credibility}
	for _, x := range ledger.Citations(old) {
		if x.Source == r.Source.ID && (x.Quote == cite.Quote || x.Where == Where(it.Candidate.Span)) {
			d.Told = append(d.Told, "the record cites these words already")
			d.drafted = ledger.Clone(d.Record)
			d.Recheck(c)
			return d, nil
		}
	}
	cited := false
	switch x := d.Record.(type) {
	case *ledger.Pledge:
		switch k := reading.MilestoneLike(x, it.Candidate); {
		case it.Candidate.Kind != reading.Milestone: // on the pledge itself
		case k >= 0:
			x.Milestones[k].Citations = append(x.Milestones[k].Citations, cite)
			cited = true
		default:
			d.Record = reading.WithMilestone(x, reading.StepOf(it.Candidate))
			d.Told = append(d.Told, "the milestone is added to "+x.Name())
			cited = true
		}
	case *ledger.Note:
		if x.Contested {
			x.For = append(x.For, cite)
			cited = true
		}
	}
	if !cited {
		var ok bool
		if d.Record, ok = ledger.Cite(d.Record, cite); !ok {
			return nil, fmt.Errorf("citing on %s: a %s carries no citations", record, old.Kind())
		}
	}
	d.source(r.Source)
	d.drafted = ledger.Clone(d.Record)
	d.Recheck(c)
	return d, nil
}

// Recheck finds again what is missing, after a person has changed Record or Also.
func (d *Draft) Recheck(c *ledger.Case) {
	changes := d.changes()
	var ids []string
	for _, ch := range changes {
		ids = append(ids, ch.Record.RecordID())
	}
	d.Missing = nil
	for _, p := range ledger.CheckRecords(c.With(changes...), ids) {
		if p.Severity != ledger.Error || !slices.Contains(ids, p.Record) || strings.HasPrefix(p.Field, "analyst") {
			continue
		}
		if old, ok := c.Get(p.Record); ok && slices.Contains(ledger.CheckRecords(c, []string{old.RecordID()}), p) {
			continue // it was there before
		}
		d.Missing = append(d.Missing, p)
	}
	d.unsaid()
}

// unsaid adds what the ledger cannot miss, since a number that nobody gave
// stands there as 0: the rung of conduct and the shares of a dependence. A
// person who means 0 sets it in Candidate.Fields too.
func (d *Draft) unsaid() {
	miss := func(field, message, fix string) {
		d.Missing = append(d.Missing, ledger.Problem{Record: d.Record.RecordID(), Kind: d.Record.Kind(), Field: field, Severity: ledger.Error, Message: message, Fix: fix})
	}
	if !d.New {
		return
	}
	f := d.Candidate.Fields
	switch x := d.Record.(type) {
	case *ledger.Conduct:
		if f.Rung == nil && x.Rung == 0 {
			miss("rung", "the text does not say which rung", "choose one, from opposed (-2) over silent or neutral (0) to fought beside (+4)")
		}
	case *ledger.Dependence:
		if f.Share == nil && x.High == 0 {
			miss("share_mode", "the text does not say by which share", "give low, most likely and high, 0 to 1")
		}
	}
}

func (d *Draft) changes() []ledger.Change {
	var out []ledger.Change
	for _, r := range d.Also {
		out = append(out, ledger.Change{ID: r.RecordID(), Record: r})
	}
	return append(out, ledger.Change{ID: d.Record.RecordID(), Record: d.Record})
}

// Edit gives the edit that writes the draft and the decision. It fails with a
// *MissingError where a field that the ledger requires is empty or wrong.
func (d *Draft) Edit(c *ledger.Case, who Who) (Edit, error) {
	d.Recheck(c)
	if len(d.Missing) > 0 {
		return Edit{}, &MissingError{d.Record.RecordID(), d.Missing}
	}
	verb := "Accept "
	if !d.New {
		verb = "Cite on "
	}
	e := Edit{Label: verb + d.Record.Name(), Record: d.Record.RecordID()}
	dec := d.Decision
	dec.Record, dec.Edited = d.Record.RecordID(), dec.Edited || !reflect.DeepEqual(d.Record, d.drafted)
	dec.Analyst, dec.Date = who.name(), edtf.DateOf(who.Day)
	for _, ch := range d.changes() {
		if x, ok := ch.Record.(*ledger.Rating); ok {
			y := *x
			y.Analyst, y.Date = cmp.Or(y.Analyst, who.name()), edtf.DateOf(who.Day)
			ch.Record = &y
		} else if ch.ID != d.Record.RecordID() {
			dec.Made = append(slices.Clone(dec.Made), ch.ID)
		}
		e.Changes = append(e.Changes, ch)
	}
	e.Changes = append(e.Changes, ledger.Change{ID: dec.ID, Record: dec.rating()})
	return e, nil
}

// Reject gives the edit that sets an item aside, with a reason that may be empty.
func Reject(r *Reading, i int, why string, who Who) Edit {
	d := r.Items[i].Decision
	d.State, d.Record, d.Made, d.Why = Rejected, "", nil, why
	return decide(d, "Reject a candidate", who)
}

// Reopen gives the edit that makes an item open again. What was written for it
// stays on record: UndoReading or the case's undo takes that back.
func Reopen(r *Reading, i int, who Who) Edit {
	d := r.Items[i].Decision
	d.State, d.Record, d.Made, d.Why, d.Edited = Open, "", nil, "", false
	return decide(d, "Reopen a candidate", who)
}

// ChangeKind gives the edit that takes an item for another kind and leaves it
// open. It fails for a kind that does not exist.
func ChangeKind(r *Reading, i int, kind reading.Kind, who Who) (Edit, error) {
	if !slices.Contains(reading.Kinds, kind) {
		return Edit{}, fmt.Errorf("changing the kind of a candidate: kind %q does not exist", kind)
	}
	d := r.Items[i].Decision
	d.As = kind
	d.State, d.Record, d.Made = Open, "", nil
	return decide(d, "Take a candidate for a "+string(kind), who), nil
}

// Keep gives the edit that keeps an open candidate that no reader would propose
// again: one that was made by hand (Select).
func Keep(source string, cand reading.Candidate, who Who) Edit {
	d := Decision{ID: IDOf(source, cand), Source: source, Kind: cand.Kind, As: cand.Kind, Start: cand.Span.Start, End: cand.Span.End, State: Open, Origin: ByHand}
	return decide(d, "Mark a candidate by hand", who)
}

func decide(d Decision, label string, who Who) Edit {
	d.Analyst, d.Date = who.name(), edtf.DateOf(who.Day)
	return Edit{Label: label, Changes: []ledger.Change{{ID: d.ID, Record: d.rating()}}, Record: d.Source}
}
