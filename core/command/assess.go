package command

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
)

func (p *program) assess() *cobra.Command {
	var asJSON, records bool
	var question *asked
	cmd := &cobra.Command{
		Use:   "assess CASE",
		Short: "Answer the question of a case",
		Long: `Answer whether the relier can count on the partner, and for what: words, a
diplomatic act, material help, fighting. What the flags leave open is asked as
the case asks it.`,
		Example: `  fairweather assess russia-iran
  fairweather assess russia-iran --relier iran --partner russia --as-of 2025-10-01
  fairweather assess russia-iran --situation force --half-life 5
  fairweather assess july-1914 --as-of "28 July 1914" --records
  fairweather assess mycase.fairweather --json > answer.json`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON && records {
				return usagef("--json names the records of each figure already; leave out --records")
			}
			a, c, err := p.answer(cmd.Context(), cmd, args[0], question)
			if err != nil {
				return err
			}
			if asJSON {
				body, err := indented(a)
				if err != nil {
					return fmt.Errorf("write the answer as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.answer(a, c)
			if records {
				s.records(a, c)
			}
			return p.write("", s.bytes())
		},
	}
	question = p.questionFlags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON, as assets/schema/answer.schema.json describes it")
	cmd.Flags().BoolVar(&records, "records", false, "list the records behind each figure, with their sources and grades")
	return cmd
}

// Bundled prints the answer of the bundled case for a machine without a
// display, then how to get the window, and the verbs.
func Bundled(ctx context.Context, stdout io.Writer, today edtf.Day) error {
	data, err := assets.Case(assets.FirstCase)
	if err != nil {
		return err
	}
	src, err := readCase(assets.FirstCase, data)
	if err != nil {
		return err
	}
	a, err := answerWithHistory(ctx, src.c, assess.DefaultQuestion(src.c, today), assess.SettingsOf(src.c), 60)
	if err != nil {
		return fmt.Errorf("%s: %w", assets.FirstCase, err)
	}
	s := newSheet()
	s.answer(a, src.c)
	s.line("")
	s.line("For the window, run it on a desktop, or set DISPLAY or WAYLAND_DISPLAY to one.")
	s.line("Without one: " + strings.Join(verbs, ", ") + ", help.")
	if _, err := stdout.Write(s.bytes()); err != nil {
		return fmt.Errorf("write to standard output: %w", err)
	}
	return nil
}
