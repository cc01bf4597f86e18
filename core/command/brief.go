package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/brief"
)

// briefFlags say what a run of the verb brief is to write.
type briefFlags struct {
	out, format, tables string
}

func (p *program) brief() *cobra.Command {
	var f briefFlags
	var question *asked
	cmd := &cobra.Command{
		Use:   "brief CASE",
		Short: "Write the answer as a document",
		Long: `Write a brief that stands on its own: the answer with its reasons, what it rests
on and how sensitive it is, what would change it, what is not known and what is
contested, with figures, numbered citations and graded sources. The ending of
the file chooses the format: one HTML page without scripts or anything from
elsewhere, a PDF, a Word document, or Markdown. The tables behind it go to a
workbook, or as CSV to a ZIP file or a folder. The same case gives the same
bytes.`,
		Example: `  fairweather brief russia-iran -o brief.html
  fairweather brief russia-iran -o brief.pdf --tables brief.xlsx
  fairweather brief july-1914 -o brief.docx
  fairweather brief russia-iran --relier russia --partner iran --as-of 2025-10-01 -o brief.pdf
  fairweather brief mycase.fairweather --tables folder
  fairweather brief mycase.fairweather --format md > brief.md`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := f.resolve()
			if err != nil {
				return err
			}
			a, c, err := p.answer(cmd.Context(), cmd, args[0], question)
			if err != nil {
				return err
			}
			d := brief.Compose(a, c)
			if f.tables != "" {
				if err := p.writeTables(cmd.Context(), f.tables, d); err != nil {
					return err
				}
				if f.out == "" && f.format == "" {
					return nil
				}
			}
			var b bytes.Buffer
			if err := d.Write(cmd.Context(), &b, format); err != nil {
				return err
			}
			return p.write(f.out, b.Bytes())
		},
	}
	question = p.questionFlags(cmd)
	var names []string
	for _, x := range brief.Formats() {
		names = append(names, x.Name)
	}
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "the `FILE` to write (default: standard output)")
	cmd.Flags().StringVar(&f.format, "format", "", "the `FORMAT`: "+strings.Join(names, ", ")+" (default: by the file's ending, or html)")
	cmd.Flags().StringVar(&f.tables, "tables", "", "write all tables to a `PATH`: FILE.xlsx, FILE.zip, or a folder for CSV; without -o and --format nothing else is written")
	if err := cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag of the lines above has lost its name
	}
	return cmd
}

// resolve finds the format that the flags ask for.
func (f briefFlags) resolve() (brief.DocumentFormat, error) {
	ext := filepath.Ext(f.out)
	if f.out == "-" || strings.HasPrefix(f.out, "/dev/") {
		ext = ""
	}
	if f.tables != "" {
		if f.tables == "-" {
			return brief.DocumentFormat{}, usagef("--tables -: tables are several files; name a file that ends in %s or %s, or a folder", brief.XLSX, brief.ZIP)
		}
		form, err := brief.TablesFormat(f.tables)
		if err != nil {
			return brief.DocumentFormat{}, usagef("--tables: %w", err)
		}
		if info, err := os.Stat(f.tables); form == "" && err == nil && !info.IsDir() {
			return brief.DocumentFormat{}, usagef("--tables: %s is a file; name a folder, or a file that ends in %s or %s", f.tables, brief.XLSX, brief.ZIP)
		}
	}
	name := f.format
	if name == "" {
		name = "html"
		if ext != "" {
			name = ext
		}
	}
	format, err := brief.FormatOf(name)
	if err != nil {
		return format, usage{err}
	}
	if f.format != "" && ext != "" {
		if other, err := brief.FormatOf(ext); err != nil || other.Name != format.Name {
			return format, usagef("-o %s: what is written is %s; give the file the ending %s, or leave out --format", f.out, format.Title, format.Extensions[0])
		}
	}
	return format, nil
}

// writeTables writes all tables of a brief to a path that resolve has passed.
func (p *program) writeTables(ctx context.Context, path string, d *brief.Document) error {
	form, err := brief.TablesFormat(path)
	if err != nil {
		return usage{err}
	}
	var b bytes.Buffer
	switch form {
	case brief.XLSX:
		err = d.WriteTables(ctx, &b)
	case brief.ZIP:
		err = d.WriteCSV(&b)
	default:
		return p.writeFolder(path, d)
	}
	if err != nil {
		return err
	}
	return p.write(path, b.Bytes())
}

func (p *program) writeFolder(path string, d *brief.Document) error {
	files, err := d.CSV()
	if err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o777); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make the folder %s: %w", path, plainOS(err))
	}
	for _, f := range files {
		if err := p.write(filepath.Join(path, f.Name), f.Body); err != nil {
			return err
		}
	}
	return nil
}
