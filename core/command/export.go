package command

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func (p *program) export() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export CASE",
		Short: "Write a case as JSON",
		Long: `Write a whole case as JSON, one record a line, lists and records always in the
same order, so that two versions can be compared. The documents that the case
stores are in it, too. What the case file keeps of earlier versions is not.
Import brings it back.`,
		Example: `  fairweather export russia-iran -o russia-iran.json
  fairweather export mycase.fairweather | grep '"id":"c014"'`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := wantsEnding(out, ".json"); err != nil {
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
