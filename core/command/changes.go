package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// changedCase is the output of changes --json.
type changedCase struct {
	Case    string          `json:"case"`
	Since   string          `json:"since"`
	Records []changedRecord `json:"records"`
	Before  *answered       `json:"answer_before"` // null: there was no answer
	After   *answered       `json:"answer_after"`
	Notes   []string        `json:"notes"`
}

// answered is an answer at a glance.
type answered struct {
	Headline   []string           `json:"headline"`
	AtLeast    map[string]float64 `json:"at_least"` // by rung
	Confidence string             `json:"confidence"`
	Moments    int                `json:"moments"`
}

type changedRecord struct {
	ID     string               `json:"id"`
	Kind   ledger.Kind          `json:"kind"`
	Name   string               `json:"name"`
	What   string               `json:"what"` // added, changed or deleted
	Fields []changedFieldOfCase `json:"fields"`
}

type changedFieldOfCase struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

func (p *program) changes() *cobra.Command {
	var since string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "changes CASE",
		Short: "List what changed in a case, and what it did to the answer",
		Long: `List the records that were added, changed or deleted since an earlier version of
a case, field by field, and the answer before and after. Both versions are asked
the question that the case asks now.

--since takes the number of an edit (what changed after it; #1850 where it has
four digits), a day (what changed
since its beginning, UTC), or a file: another copy or an export. Without it,
everything since the case file was made is listed.`,
		Example: `  fairweather changes mycase.fairweather --since 41
  fairweather changes mycase.fairweather --since 2026-11-01
  fairweather changes mycase.fairweather --since last-week.json --json`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.tellSince(cmd.Context(), args[0], since, asJSON)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "the earlier `VERSION`: the number of an edit, a day, or a file")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

func (p *program) tellSince(ctx context.Context, arg, since string, asJSON bool) error {
	src, err := p.open(ctx, arg)
	if err != nil {
		return err
	}
	defer src.close()
	before, what, err := p.earlier(ctx, src, since)
	if err != nil {
		return err
	}
	r := changedCase{Case: src.name, Since: what, Records: tellChanges(casefile.Compare(before, src.c)), Notes: []string{}}
	q := assess.DefaultQuestion(src.c, p.today())
	for _, side := range []struct {
		c    *ledger.Case
		to   **answered
		when string
	}{{before, &r.Before, "before"}, {src.c, &r.After, "after"}} {
		a, err := answerOf(side.c, q)
		if err != nil {
			r.Notes = append(r.Notes, fmt.Sprintf("no answer %s: %v", side.when, err))
			continue
		}
		*side.to = a
	}
	body := r.text()
	if asJSON {
		if body, err = indented(r); err != nil {
			return fmt.Errorf("write the changes as JSON: %w", err)
		}
	}
	return p.write("", body)
}

// earlier finds the version of a case that --since names.
func (p *program) earlier(ctx context.Context, src *source, since string) (*ledger.Case, string, error) {
	_, statErr := os.Stat(since)
	if since != "" && (statErr == nil || slices.Contains(assets.Names(), since)) {
		other, err := p.open(ctx, since)
		if err != nil {
			return nil, "", err
		}
		return other.c, since, other.close()
	}
	if src.file == nil {
		return nil, "", usagef("%s keeps no earlier versions: give --since a file to compare with", src.name)
	}
	seq := int64(1)
	what := "the case file was made"
	plain := strings.TrimPrefix(since, "#")
	// Four digits alone are a year.
	if n, err := strconv.ParseInt(plain, 10, 64); err == nil && (len(plain) != 4 || plain != since) {
		seq, what = n, fmt.Sprintf("edit %d", n)
	} else if since != "" {
		d, err := edtf.FromInput(since, edtf.DayFirst)
		if err != nil {
			return nil, "", usagef("--since %s: there is no such file, and it is no number of an edit and no day: %w", since, err)
		}
		first, ok := d.Earliest()
		if !ok {
			return nil, "", usagef("--since %s: it has no first day", since)
		}
		what = first.String()
		if seq, err = src.file.SeqAt(ctx, first.Time()); errors.Is(err, casefile.ErrNoVersion) {
			return ledger.NewCase(nil), what + " (the case did not exist then)", nil
		} else if err != nil {
			return nil, "", err
		}
	}
	c, err := src.file.At(ctx, seq)
	if errors.Is(err, casefile.ErrNoVersion) {
		return nil, "", usagef("--since %s: %w", since, err)
	}
	return c, what, err
}

// answerOf gives an answer at a glance.
func answerOf(c *ledger.Case, q assess.Question) (*answered, error) {
	if err := q.Check(c); err != nil {
		return nil, err
	}
	a, err := assess.Answer(c, q, assess.SettingsOf(c))
	if err != nil {
		return nil, err
	}
	out := &answered{Headline: a.Headline, AtLeast: map[string]float64{}, Confidence: a.Confidence.Level, Moments: a.Moments}
	for _, r := range a.AtLeast {
		out.AtLeast[r.Rung.String()] = r.Probability
	}
	return out, nil
}

func tellChanges(list []casefile.RecordChange) []changedRecord {
	out := []changedRecord{}
	for _, c := range list {
		r := c.After
		if r == nil {
			r = c.Before
		}
		x := changedRecord{ID: c.ID, Kind: r.Kind(), Name: oneLine(r.Name()), What: did(c.Before, c.After), Fields: []changedFieldOfCase{}}
		if x.What == "changed" {
			for _, f := range ledger.Diff(c.Before, c.After) {
				x.Fields = append(x.Fields, changedFieldOfCase{f.Key, f.Label, f.Old, f.New})
			}
		}
		out = append(out, x)
	}
	return out
}

// lay writes the record with the fields that changed.
func (x changedRecord) lay(s *sheet) {
	s.hang("  "+pad(x.ID, 10)+" ", 13, x.What+" "+string(x.Kind)+": "+x.Name)
	for _, f := range x.Fields {
		empty := func(text string) string {
			if text = oneLine(text); text == "" {
				return "(empty)"
			}
			return text
		}
		s.hang("    "+pad(f.Label, 12)+" ", 17, empty(f.Old)+" -> "+empty(f.New))
	}
}

func (r changedCase) text() []byte {
	s := newSheet()
	s.para(0, fmt.Sprintf("%s: %s differ since %s.", r.Case, plural(len(r.Records), "record"), r.Since))
	if len(r.Records) > 0 {
		s.line("")
	}
	for _, x := range r.Records {
		x.lay(s)
	}
	s.head("What it did to the answer")
	for _, n := range r.Notes {
		s.item(n)
	}
	if r.Before == nil || r.After == nil {
		return s.bytes()
	}
	for _, side := range []struct {
		name string
		a    *answered
	}{{"before", r.Before}, {"after", r.After}} {
		for i, h := range side.a.Headline {
			first := "  " + pad(side.name, 7)
			if i > 0 {
				first = pad("", 9)
			}
			s.hang(first+" ", 10, h)
		}
	}
	s.line("")
	for rung := ledger.HighestRung; rung >= ledger.Words; rung-- {
		b, a := r.Before.AtLeast[rung.String()], r.After.AtLeast[rung.String()]
		s.line("  at least " + rung.String() + " " + pad(rung.Label(), 18) + right(short(b), 6) + " -> " + right(short(a), 5) + right(fmt.Sprintf("%+.1f pt", 100*(a-b)), 10))
	}
	s.linef("  confidence: %s -> %s; moments: %d -> %d", r.Before.Confidence, r.After.Confidence, r.Before.Moments, r.After.Moments)
	return s.bytes()
}
