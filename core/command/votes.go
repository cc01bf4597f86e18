package command

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/start"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/core/stats"
)

// alignedVotes is the JSON of the verb.
type alignedVotes struct {
	A        string           `json:"a"`
	B        string           `json:"b"`
	First    edtf.Day         `json:"first"`
	Last     edtf.Day         `json:"last"`
	Issue    string           `json:"issue,omitempty"`
	Overall  alignment        `json:"overall"`
	Standing standing         `json:"standing"` // of a among b's alignments with all
	Issues   []byIssue        `json:"issues"`
	Years    []byYear         `json:"years"`
	Around   []aroundDay      `json:"around,omitempty"`
	OnA      []votedOn        `json:"on_a"` // roll calls whose title names a
	OnB      []votedOn        `json:"on_b"`
	Source   registers.Source `json:"source"`
}

type alignment struct {
	Votes     int      `json:"votes"`
	Agreement *float64 `json:"agreement"` // nil: no common vote
	S         *float64 `json:"s"`         // absolute distance
	Kappa     *float64 `json:"kappa"`
	Pi        *float64 `json:"pi"`
	SquaredS  *float64 `json:"s_squared"`
	SquaredK  *float64 `json:"kappa_squared"`
	SquaredPi *float64 `json:"pi_squared"`
}

type standing struct {
	Rank   int     `json:"rank"`
	Of     int     `json:"of"`
	Median float64 `json:"median_s"`
}

type byIssue struct {
	Issue string `json:"issue"`
	alignment
}

type byYear struct {
	Year int `json:"year"`
	alignment
}

// aroundDay is the year before a day and the year from it on.
type aroundDay struct {
	Day    edtf.Day  `json:"day"`
	Before alignment `json:"before"`
	After  alignment `json:"after"`
}

type votedOn struct {
	Day    edtf.Day `json:"day"`
	Number string   `json:"number"`
	Title  string   `json:"title"`
	A      string   `json:"a"`
	B      string   `json:"b"`
	Rung   int      `json:"rung"` // of the other toward the one named
}

func alignmentOf(a stats.Alignment) alignment {
	out := alignment{Votes: a.Votes}
	if a.Votes == 0 {
		return out
	}
	out.Agreement, out.S, out.SquaredS = &a.Agreement, &a.Absolute.S, &a.Squared.S
	maybe := func(m stats.Maybe) *float64 {
		if !m.OK {
			return nil
		}
		return &m.Value
	}
	out.Kappa, out.Pi = maybe(a.Absolute.Kappa), maybe(a.Absolute.Pi)
	out.SquaredK, out.SquaredPi = maybe(a.Squared.Kappa), maybe(a.Squared.Pi)
	return out
}

func (p *program) votes() *cobra.Command {
	var issue, from, to string
	var data, around []string
	var keep bool
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "votes A B",
		Short: "Compare how two states vote in the General Assembly",
		Long: `Compare how two states vote in the General Assembly of the United Nations: the
share of votes that are alike, S, Cohen's kappa and Scott's pi, over all, by issue
and by year; where A stands among B's alignments with every state; and how each
voted on resolutions that name the other. A vote on which one is absent drops out.
A newer release of the public data set (--data, one file or its two) is read in the
place of what is built in; --keep has it read from then on, here and in the window.
--around sets the year before a day beside the year from it on.`,
		Example: `  fairweather votes iran russia
  fairweather votes poland "united states" --from 2000 --issue "human rights"
  fairweather votes qatar turkey --json
  fairweather votes iran russia --around 2022-02-24
  fairweather votes iran russia --data roll_calls.csv --data votes.csv --keep`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("votes needs two states, %d given; put quotes around a name with spaces, and see %s --help", len(args), cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) < 2 {
				return completeStates(begun), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			roll, err := registers.AllVotes()
			if err != nil {
				return err
			}
			if keep && len(data) == 0 {
				return usagef("--keep keeps the files of --data; give some")
			}
			if len(data) > 0 {
				if roll, err = p.moreVotes(roll, data, keep); err != nil {
					return err
				}
			}
			period, err := p.period(roll, from, to, issue)
			if err != nil {
				return err
			}
			var sides [2]states.State
			var seats [2]string
			for i, text := range args {
				if sides[i], err = stateOf(text, period.Last); err != nil {
					return err
				}
				seat, ok := roll.SeatOf(sides[i].ID)
				if !ok {
					return usagef("%s has no vote on record in the General Assembly", sides[i].Name)
				}
				seats[i] = seat
			}
			if seats[0] == seats[1] {
				return usagef("%s and %s hold one seat; name two states", sides[0].Name, sides[1].Name)
			}
			v := aligned(roll, sides, seats, period)
			for _, text := range around {
				day, err := asOfDay(text, p.today())
				if err != nil {
					return err
				}
				before, after := roll.Around(seats[0], seats[1], day, aroundDays)
				v.Around = append(v.Around, aroundDay{day, alignmentOf(before), alignmentOf(after)})
			}
			if asJSON {
				body, err := indented(v)
				if err != nil {
					return fmt.Errorf("write votes as JSON: %w", err)
				}
				return p.write("", body)
			}
			s := newSheet()
			s.votes(v)
			return p.write("", s.bytes())
		},
	}
	var issues []string
	for _, i := range registers.Issues {
		issues = append(issues, string(i))
	}
	cmd.Flags().StringVar(&issue, "issue", "", "count roll calls on this `ISSUE` alone: "+strings.Join(issues, ", "))
	cmd.Flags().StringVar(&from, "from", "", "the first `DATE` (default: 1946)")
	cmd.Flags().StringVar(&to, "to", "", "the last `DATE` (default: the last on record)")
	cmd.Flags().StringArrayVar(&around, "around", nil, "compare the year before this `DAY` with the year from it on; may be given twice")
	cmd.Flags().StringArrayVar(&data, "data", nil, "read a newer release from this `FILE`; may be given twice")
	cmd.Flags().BoolVar(&keep, "keep", false, "keep the files of --data: they are read from then on")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	if err := cmd.RegisterFlagCompletionFunc("issue", cobra.FixedCompletions(issues, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // a flag of this function has lost its name
	}
	return cmd
}

// aroundDays is how long before and after a day votes are set side by side.
const aroundDays = 365

// moreVotes reads a newer release with what is known, and keeps it if asked to.
func (p *program) moreVotes(roll *registers.Votes, paths []string, keep bool) (*registers.Votes, error) {
	var bad []registers.BadLine
	if keep {
		added, err := registers.AddVotes(paths...)
		if err != nil {
			return nil, err
		}
		p.note("fairweather: kept %s from %s to %s, %d of them new", plural(added.Calls, "roll call"), added.First, added.Last, added.New)
		bad = added.Bad
		if roll, err = registers.AllVotes(); err != nil {
			return nil, err
		}
	} else {
		var files []registers.File
		for _, path := range paths {
			body, err := os.ReadFile(path)
			if err != nil {
				return nil, usagef("--data: %v", plainOS(err))
			}
			files = append(files, registers.File{Name: path, Data: body})
		}
		fresh, told, err := registers.ReadVotes(files...)
		if err != nil {
			return nil, err
		}
		roll, bad = roll.With(fresh), told
	}
	for i, b := range bad {
		if i == mostErrors {
			p.note("fairweather: and %s more", plural(len(bad)-i, "line"))
			break
		}
		p.note("fairweather: %v; it is left out", b)
	}
	return roll, nil
}

// period reads the choice of roll calls.
func (p *program) period(roll *registers.Votes, from, to, issue string) (registers.Period, error) {
	out := registers.Period{First: roll.Calls[0].Day, Last: roll.Calls[len(roll.Calls)-1].Day}
	for _, end := range []struct {
		flag, text string
		first      bool
		day        *edtf.Day
	}{{"from", from, true, &out.First}, {"to", to, false, &out.Last}} {
		if end.text == "" {
			continue
		}
		d, err := edtf.FromInput(end.text, edtf.DayFirst)
		if err != nil {
			return out, usagef("--%s: %w", end.flag, err)
		}
		day, ok := d.Latest()
		if end.first {
			day, ok = d.Earliest()
		}
		if !ok {
			return out, usagef("--%s: %q has no day there; give one, as in 2000-01-01", end.flag, end.text)
		}
		*end.day = day
	}
	if out.First > out.Last {
		return out, usagef("--from %s is after --to %s", out.First, out.Last)
	}
	if issue != "" {
		i := slices.IndexFunc(registers.Issues, func(i registers.Issue) bool { return strings.EqualFold(string(i), issue) })
		if i < 0 {
			return out, usagef("--issue: there is no issue %q; see votes --help for those there are", issue)
		}
		out.Issue = registers.Issues[i]
	}
	return out, nil
}

func aligned(roll *registers.Votes, sides [2]states.State, seats [2]string, p registers.Period) alignedVotes {
	st := roll.Stand(seats[0], seats[1], p)
	v := alignedVotes{A: sides[0].Name, B: sides[1].Name, First: p.First, Last: p.Last, Issue: string(p.Issue), Overall: alignmentOf(st.Alignment),
		Standing: standing{st.Rank, st.Of, st.Median}, Issues: []byIssue{}, Years: []byYear{}, OnA: []votedOn{}, OnB: []votedOn{}, Source: registers.RollCalls}
	if p.Issue == "" {
		for _, i := range registers.Issues {
			of := p
			of.Issue = i
			v.Issues = append(v.Issues, byIssue{string(i), alignmentOf(roll.Align(seats[0], seats[1], of))})
		}
	}
	first, _, _ := p.First.Date()
	last, _, _ := p.Last.Date()
	for _, y := range roll.ByYear(seats[0], seats[1], p.Issue) {
		if y.Year >= first && y.Year <= last {
			v.Years = append(v.Years, byYear{y.Year, alignmentOf(y.Alignment)})
		}
	}
	words := [4]string{"absent", "yes", "abstain", "no"}
	for i, list := range []*[]votedOn{&v.OnA, &v.OnB} {
		for _, x := range start.VotesOn(roll, sides[i].ID, sides[1-i].ID) {
			if x.Call.Day < p.First || x.Call.Day > p.Last || p.Issue != "" && !slices.Contains(x.Call.Issues, p.Issue) {
				continue
			}
			cast := [2]string{}
			cast[i], cast[1-i] = words[x.Relier], words[x.Partner]
			*list = append(*list, votedOn{x.Call.Day, x.Call.Number, x.Call.Title, cast[0], cast[1], int(x.Rung)})
		}
	}
	return v
}

func (s *sheet) votes(v alignedVotes) {
	about := ""
	if v.Issue != "" {
		about = " on " + v.Issue
	}
	s.para(0, fmt.Sprintf("%s and %s in the General Assembly%s, %s to %s", v.A, v.B, about, v.First, v.Last))
	if v.Overall.Votes == 0 {
		s.line("")
		s.para(2, "They cast no vote on the same roll call.")
		return
	}
	s.line("")
	s.line(pad("", 30) + "  votes   alike      S  kappa     pi")
	row := func(name string, a alignment) {
		s.line("  " + pad(name, 28) + right(fmt.Sprint(a.Votes), 7) + right(percentOf(a.Agreement), 8) + right(signed(a.S), 7) + right(signed(a.Kappa), 7) + right(signed(a.Pi), 7))
	}
	row("all", v.Overall)
	for _, i := range v.Issues {
		row(i.Issue, i.alignment)
	}
	s.line("")
	s.para(2, fmt.Sprintf("%s is number %d of %d states by nearness to %s (S); the median of all is %.2f. By squared distance S is %s, kappa %s, pi %s.",
		v.A, v.Standing.Rank, v.Standing.Of, v.B, v.Standing.Median, signed(v.Overall.SquaredS), signed(v.Overall.SquaredK), signed(v.Overall.SquaredPi)))
	for _, x := range v.Around {
		s.head("Around " + x.Day.String())
		row("the year before", x.Before)
		row("the year from it on", x.After)
	}
	s.head("By year")
	const most = 20
	if n := len(v.Years) - most; n > 0 {
		s.linef("  %s before that; --json has all", plural(n, "year"))
	}
	for _, y := range v.Years[max(0, len(v.Years)-most):] {
		row(fmt.Sprint(y.Year), y.alignment)
	}
	s.votedOn("On "+v.A, v.OnA, v)
	s.votedOn("On "+v.B, v.OnB, v)
	s.head("Rests on")
	s.item(fmt.Sprintf("%s (%s): %s. %s", v.Source.Title, v.Source.Version, v.Source.Citation, v.Source.URL))
}

func (s *sheet) votedOn(title string, list []votedOn, v alignedVotes) {
	s.head(title)
	if len(list) == 0 {
		s.para(2, "No roll call whose title names it, in which it voted yes or no and the other voted.")
		return
	}
	const most = 12
	if n := len(list) - most; n > 0 {
		s.linef("  %d earlier; --json has all", n)
	}
	for _, x := range list[max(0, len(list)-most):] {
		s.hang(fmt.Sprintf("  %+d ", x.Rung), 5, fmt.Sprintf("%s %s %s; %s %s, %s %s", x.Day.String()[:7], x.Number, titleOf(x.Title), v.A, x.A, v.B, x.B))
	}
}

// titleOf leaves out of a title what the catalogue adds to it.
func titleOf(title string) string {
	title, _, _ = strings.Cut(title, " : ")
	return strings.TrimRight(title, " :")
}

func percentOf(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100**v)
}

func signed(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f", *v)
}
