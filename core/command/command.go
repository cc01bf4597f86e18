// Package command holds the verbs: the same core as the window, from a
// terminal, a script or a machine without a display.
//
//	assess    answer the question of a case
//	readings  weigh the rival readings of the partner's conduct
//	whatif    say who is hit first if an actor erodes
//	balance   say who gave what to whom
//	compare   set partners, reliers or years side by side
//	baserates say how often promises were kept in war
//	votes     compare how two states vote in the General Assembly
//	read      propose records from texts
//	events    measure silence, tone and surges in event data
//	brief     write the answer as a document
//	check     list every problem of a case
//	start     make a case of any two states from the registers
//	new       make a new case file
//	export    write a case in other formats
//	import    bring other formats into a case
//	merge     bring another copy's edits into a case
//	changes   list what changed in a case, and what it did to the answer
//	forecast  keep forecasts from answers, and score them
//
// The verbs are built on github.com/spf13/cobra: it is the best kept of Go's
// command-line libraries, has help with examples, suggestions for mistyped
// verbs, and completion for four shells that can complete values, too. Its
// errors pass through this package, so that each is one plain line.
//
// Nothing here uses the network but read, and read only for an address that it
// is given; and events catalogue, only when a provider is named.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
)

// The exit codes.
const (
	Done       = 0
	BadData    = 1 // a problem in the data: an error in a case, a file that cannot be read or written
	WrongUsage = 2 // a verb, flag or argument that does not exist or names nothing
)

var verbs = []string{"assess", "readings", "whatif", "balance", "compare", "baserates", "votes", "read", "events", "brief", "check", "start", "new", "export", "import", "merge", "changes", "forecast"}

// Verbs lists the verbs in the order in which help shows them.
func Verbs() []string { return slices.Clone(verbs) }

// IsVerb reports whether a program's first argument is for Main: a verb, help,
// or what a shell asks to complete a line. Anything else names a case for the window.
func IsVerb(s string) bool {
	others := []string{"help", "completion", "--help", "-h", "--version", "-v", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}
	return slices.Contains(verbs, s) || slices.Contains(others, s)
}

// Main runs a verb: args are the arguments after the program's name. It returns
// the exit code. Results go to stdout, errors to stderr, one line each.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, version string) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, version: version, now: time.Now}
	return p.run(ctx, args)
}

// program is one run of a verb: what it reads, writes and takes for now.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	version        string
	now            func() time.Time
}

func (p *program) today() edtf.Day { return edtf.DayOfTime(p.now()) }

// usage marks an error as one of the command line, not of the data.
type usage struct{ error }

// Unwrap gives what was wrong, for errors.Is and errors.As.
func (u usage) Unwrap() error { return u.error }

func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// told is an error that has been written to stderr line by line already.
var told = errors.New("already told")

func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	if args == nil {
		args = []string{} // nil would have cobra read the arguments of the process
	}
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var u usage
	switch {
	case err == nil:
		return Done
	case errors.Is(err, told):
		return BadData
	case errors.As(err, &u):
		p.complain(err)
		return WrongUsage
	}
	p.complain(err)
	return BadData
}

// complain writes an error as one line.
func (p *program) complain(err error) {
	fmt.Fprintf(p.stderr, "fairweather: %s\n", oneLine(err.Error()))
}

// note writes a line that is no error.
func (p *program) note(format string, args ...any) {
	fmt.Fprintf(p.stderr, "%s\n", oneLine(fmt.Sprintf(format, args...)))
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "fairweather",
		Short: "Find out who stands by whom when it matters",
		Long: `Fairweather keeps one sourced record of what was promised, what happened at the
key moments, and who gave what to whom, and answers one question from it: can
the relier count on the partner, as of a day, in a situation?

Without a verb it opens a window. A CASE is the path of a case file
(.fairweather) or of an exported case (.json), or the name of a bundled case.

Exit codes: 0 done, 1 a problem in the data, 2 wrong usage.`,
		Example: `  fairweather assess russia-iran
  fairweather brief russia-iran -o brief.html
  fairweather check mycase.fairweather`,
		Version:       p.version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			hint := "the verbs are " + strings.Join(verbs, ", ")
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				hint = "did you mean " + strings.Join(near, " or ") + "?"
			}
			return usagef("there is no verb %q: %s", args[0], hint)
		},
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SuggestionsMinimumDistance = 2
	root.SetUsageTemplate(strings.NewReplacer("Flags.FlagUsages", fmt.Sprintf("Flags.FlagUsagesWrapped %d", width),
		"Available Commands:", "Verbs:", "[command]", "VERB", "about a command", "about a verb").Replace(root.UsageTemplate()))
	root.SetVersionTemplate("fairweather {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(p.assess(), p.readings(), p.whatif(), p.balance(), p.compare(), p.baserates(), p.votes(), p.read(), p.events(), p.brief(), p.check(), p.start(), p.create(), p.export(), p.importJSON(), p.merge(), p.changes(), p.forecast())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "completion":
			cmd.Short = "Write the script with which a shell completes lines"
			cmd.Args = cobra.ArbitraryArgs
			cmd.RunE = func(_ *cobra.Command, args []string) error {
				return usagef("completion for which shell? bash, zsh, fish or powershell, as in: fairweather completion bash")
			}
			for _, shell := range cmd.Commands() {
				shell.Args = none
			}
		case "help":
			cmd.Short = "Help about a verb"
			cmd.RunE, cmd.Run = helpFor, nil
		}
	}
	return root
}

// helpFor shows the help of a verb, and says so where there is no such verb.
func helpFor(cmd *cobra.Command, args []string) error {
	found, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return usagef("there is no verb %q to help with: the verbs are %s", strings.Join(args, " "), strings.Join(verbs, ", "))
	}
	found.InitDefaultHelpFlag()
	return found.Help()
}

// one takes exactly one argument, called what.
func one(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usagef("%s needs a %s; see %s --help", cmd.Name(), what, cmd.CommandPath())
		case len(args) > 1:
			return usagef("%s takes one %s, and %q is one too many; put quotes around a name with spaces", cmd.Name(), what, args[1])
		}
		return nil
	}
}

func none(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no %q; see %s --help", cmd.Name(), args[0], cmd.CommandPath())
	}
	return nil
}

// oneLine makes a text safe for one line of a terminal: records may hold
// anything, and escape sequences or marks that turn the direction of writing
// must not reach the terminal.
func oneLine(s string) string {
	return strings.Join(strings.Fields(printable(s)), " ")
}

// printable replaces control characters by spaces and drops the marks that turn
// the direction of writing or cannot be seen; line ends stay.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r):
			return ' '
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029', r == '\ufeff':
			return -1
		}
		return r
	}, s)
}
