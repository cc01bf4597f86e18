package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/ledger"
)

// problem is one thing wrong with a case, as check tells it.
type problem struct {
	ledger.Problem
	Line int `json:"line,omitempty"` // on which the record stands in a JSON file
}

// checked is the output of check --json.
type checked struct {
	Case     string    `json:"case"`
	Records  int       `json:"records"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Problems []problem `json:"problems"`
}

func (p *program) check() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check CASE",
		Short: "List every problem of a case",
		Long: `List every problem of a case, one a line: what kind it is, which record and
field, what is wrong and what to do. An error stands in the way of an answer; a
warning does not. The exit code is 1 if there is any error.`,
		Example: `  fairweather check russia-iran
  fairweather check mycase.fairweather
  fairweather check exported.json --json`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			src, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer src.close()
			r, err := src.check(cmd.Context())
			if err != nil {
				return err
			}
			var body []byte
			if asJSON {
				if body, err = indented(r); err != nil {
					return fmt.Errorf("%s: write the problems as JSON: %w", src.name, err)
				}
			} else {
				body = r.text()
			}
			if err := p.write("", body); err != nil {
				return err
			}
			if r.Errors > 0 {
				return told
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

// check gathers all problems of a case: those of its file, the records that
// could not be read, and what the ledger finds.
func (src *source) check(ctx context.Context) (checked, error) {
	r := checked{Case: src.name, Records: src.c.Len(), Problems: []problem{}}
	ofFile := func(severity ledger.Severity, message string) {
		r.Problems = append(r.Problems, problem{Problem: ledger.Problem{Record: "-", Kind: "file", Field: "-", Severity: severity, Message: message}})
	}
	for _, w := range src.warnings {
		severity := ledger.Warning
		if src.damaged {
			severity = ledger.Error
		}
		ofFile(severity, w)
	}
	if src.file != nil && !src.damaged {
		wrong, err := src.file.Verify(ctx)
		if err != nil {
			return r, err
		}
		for _, w := range wrong {
			ofFile(ledger.Error, w+" (make a rescue copy in the window, or go back to a backup)")
		}
	}
	for _, b := range src.bad {
		r.Problems = append(r.Problems, problem{ledger.Problem{Record: b.ID, Kind: ledger.Kind(b.List), Field: "-", Severity: ledger.Error,
			Message: b.Err.Error(), Fix: "mend the record, it was left out"}, b.Line})
	}
	for _, e := range ledger.Check(src.c) {
		r.Problems = append(r.Problems, problem{e, src.line(e.Record)})
	}
	for _, e := range r.Problems {
		if e.Severity == ledger.Error {
			r.Errors++
		} else {
			r.Warnings++
		}
	}
	return r, nil
}

func (r checked) text() []byte {
	var b bytes.Buffer
	for _, e := range r.Problems {
		where := ""
		if e.Line > 0 {
			where = fmt.Sprintf("line %d: ", e.Line)
		}
		switch {
		case e.Kind == "file":
			fmt.Fprintf(&b, "%s: the file: %s\n", e.Severity, oneLine(e.Message))
		case e.Field == "-":
			fmt.Fprintf(&b, "%s: %s%s %s: %s (%s)\n", e.Severity, where, e.Kind, orNoID(e.Record), oneLine(e.Message), e.Fix)
		default:
			fmt.Fprintf(&b, "%s: %s%s\n", e.Severity, where, oneLine(problemLine(e.Problem)))
		}
	}
	fmt.Fprintf(&b, "%s: %s, %s in %s\n", oneLine(r.Case), plural(r.Errors, "error"), plural(r.Warnings, "warning"), plural(r.Records, "record"))
	return b.Bytes()
}

func orNoID(id string) string {
	if id == "" {
		return "(no id)"
	}
	return oneLine(id)
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
