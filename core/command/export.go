package command

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func (p *program) export() *cobra.Command {
	var out, format string
	cmd := &cobra.Command{
		Use:   "export CASE",
		Short: "Write a case in other formats",
		Long: `Write a whole case as JSON, one record a line, lists and records always in the
same order, so that two versions can be compared. The documents that the case
stores are in it, too. What the case file keeps of earlier versions is not.
Import brings it back.

Other formats, by --format or the ending of -o:
  package  (.zip, or a folder) a Frictionless Data Package: all tables as CSV
           with types, units and descriptions, and the documents: without loss
  bibtex (.bib), ris (.ris), csl   the sources, for reference managers
  ics      (.ics) due dates and forecasts, for a calendar`,
		Example: `  fairweather export russia-iran -o russia-iran.json
  fairweather export russia-iran -o russia-iran.zip
  fairweather export mycase.fairweather -o sources.bib
  fairweather export mycase.fairweather --format csl -o sources.json
  fairweather export mycase.fairweather | grep '"id":"c014"'`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := exportFormat(out, format)
			if err != nil {
				return err
			}
			if err := wantsEnding(out, exportEndings[format]...); err != nil {
				return err
			}
			src, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer src.close()
			for _, b := range src.bad {
				p.note("fairweather: %s: %v; it is left out", src.name, b)
			}
			for _, w := range src.warnings {
				p.note("fairweather: %s: %s", src.name, w)
			}
			if format != "json" {
				if err := p.exportOther(cmd.Context(), src, format, out); err != nil {
					return err
				}
				if len(src.bad) > 0 || src.damaged {
					return told
				}
				return nil
			}
			documents := src.documents
			if src.file != nil {
				if documents, err = readDocuments(cmd.Context(), src.file); err != nil {
					return err
				}
			}
			body, err := ledger.MarshalCase(src.c)
			if err != nil {
				return err
			}
			if body, err = joinDocuments(body, documents); err != nil {
				return err
			}
			if err := p.write(out, body); err != nil {
				return err
			}
			if len(src.bad) > 0 || src.damaged {
				return told
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write (default: standard output)")
	cmd.Flags().StringVar(&format, "format", "", "the `FORMAT`: "+strings.Join(exportFormats, ", ")+" (default: by the ending, or json)")
	complete(cmd, "format", cobra.FixedCompletions(exportFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// wantsEnding refuses the name of an output file that promises another format.
func wantsEnding(path string, endings ...string) error {
	ext := strings.ToLower(filepath.Ext(path))
	if path == "" || path == "-" || ext == "" || strings.HasPrefix(path, "/dev/") || slices.Contains(endings, ext) {
		return nil
	}
	return usagef("-o %s: what is written is %s; give the file that ending", path, strings.ToUpper(strings.TrimPrefix(endings[0], ".")))
}
