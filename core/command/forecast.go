package command

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/forecasts"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading/desk"
)

// keptForecasts is the output of forecast --json.
type keptForecasts struct {
	Case      string         `json:"case"`
	AsOf      edtf.Day       `json:"as_of"`
	Forecasts []keptForecast `json:"forecasts"`
	Scores    []keptScore    `json:"scores"`
}

type keptForecast struct {
	ID            string             `json:"id"`
	Title         string             `json:"title"`
	Made          string             `json:"made"`
	Horizon       string             `json:"horizon"`
	Overdue       bool               `json:"overdue"`
	Probabilities map[string]float64 `json:"probabilities"`
	Happened      *bool              `json:"happened"` // null: not resolved
	Suggested     string             `json:"suggested,omitempty"`
}

type keptScore struct {
	By         string    `json:"by"`
	Resolved   int       `json:"resolved"`
	Open       int       `json:"open"`
	Brier      *float64  `json:"brier"`
	Log        *float64  `json:"log_score"`
	BaseBrier  *float64  `json:"base_rate_brier"` // on the forecasts that have a base rate
	Skill      *float64  `json:"skill"`
	Impossible int       `json:"given_0_and_happened"`
	Bins       []keptBin `json:"calibration"`
}

type keptBin struct {
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	N        int     `json:"n"`
	Mean     float64 `json:"mean"`
	Happened int     `json:"happened"`
	Share    float64 `json:"share"`
	Lower90  float64 `json:"lower90"`
	Upper90  float64 `json:"upper90"`
}

func (p *program) forecast() *cobra.Command {
	var rung, pledge, horizon, resolve, rate, outcome, why, analyst, probability string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "forecast CASE",
		Short: "Keep forecasts from answers, and score them",
		Long: `List the forecasts that a case keeps, those overdue first, and how well each
forecaster did on those that are resolved: Brier score (0 perfect, 0.25 for
always saying one half), log score, and skill against the base rate (above 0:
better than it), with the calibration.

--log RUNG keeps the answer's probability that the partner gives at least that
rung at the relier's next moment of need before the horizon; --pledge ID keeps
its forecast of an open pledge. --probability adds your own. --resolve ID says
what came of one: yes, no, or what the record of the case tells.`,
		Example: `  fairweather forecast mycase.fairweather
  fairweather forecast mycase.fairweather --log +2 --horizon 2027-06-30 --analyst "A. Mar" --probability 0.4
  fairweather forecast mycase.fairweather --rate n014 --probability 0.5 --analyst "A. Mar"
  fairweather forecast mycase.fairweather --resolve n014 --outcome no --why "the talks ended without it"`,
		Args:              one("case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			acts := 0
			for _, a := range []string{rung, pledge, rate, resolve} {
				if a != "" {
					acts++
				}
			}
			if acts > 1 {
				return usagef("--log, --pledge, --rate and --resolve are four different acts; give one of them")
			}
			var own *float64
			if probability != "" {
				x, err := strconv.ParseFloat(probability, 64)
				if err != nil || !(x >= 0 && x <= 1) {
					return usagef("--probability: %q is no probability; give one from 0 to 1", probability)
				}
				own = &x
			}
			if acts == 0 {
				return p.listForecasts(cmd.Context(), args[0], asJSON)
			}
			return p.editForecast(cmd.Context(), args[0], analyst, func(c *ledger.Case) (desk.Edit, error) {
				who := desk.Who{Analyst: analyst, Day: p.today()}
				switch {
				case resolve != "":
					return p.resolution(c, resolve, outcome, why, who)
				case rate != "":
					if own == nil || analyst == "" {
						return desk.Edit{}, usagef("--rate needs --probability, and --analyst for whose it is")
					}
					return forecasts.Rate(c, rate, *own, why, who)
				}
				return p.prediction(c, rung, pledge, horizon, own, who)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&rung, "log", "", "keep a forecast of at least this `RUNG`: +1 to +4")
	f.StringVar(&pledge, "pledge", "", "keep a forecast of an open pledge, by its `ID`")
	f.StringVar(&horizon, "horizon", "", "the last `DAY` of a forecast of a rung (default: a year from now)")
	f.StringVar(&probability, "probability", "", "your own `PROBABILITY`, from 0 to 1")
	f.StringVar(&rate, "rate", "", "give the forecast with this `ID` your probability")
	f.StringVar(&resolve, "resolve", "", "say what came of the forecast with this `ID`")
	f.StringVar(&outcome, "outcome", "", "`WHAT` came of it: yes or no (default: what the record tells)")
	f.StringVar(&why, "why", "", "the `GROUNDS` for it")
	f.StringVar(&analyst, "analyst", "", "the `NAME` of who does it")
	f.BoolVar(&asJSON, "json", false, "write the list as JSON")
	for _, flag := range []string{"log", "pledge", "horizon", "probability", "rate", "resolve", "why", "analyst"} {
		complete(cmd, flag, cobra.NoFileCompletions)
	}
	complete(cmd, "outcome", cobra.FixedCompletions([]string{"yes", "no"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// prediction makes the forecast that the flags ask for.
func (p *program) prediction(c *ledger.Case, rung, pledge, horizon string, own *float64, who desk.Who) (desk.Edit, error) {
	q := assess.DefaultQuestion(c, p.today())
	q.AsOf = p.today() // a forecast is made with all that is known
	if err := q.Check(c); err != nil {
		return desk.Edit{}, err
	}
	a, err := assess.Answer(c, q, assess.SettingsOf(c))
	if err != nil {
		return desk.Edit{}, err
	}
	if pledge != "" {
		x, err := forecasts.OfPledge(a, pledge)
		if err != nil {
			return desk.Edit{}, usage{err}
		}
		return forecasts.Log(c, x, own, who)
	}
	n, err := strconv.Atoi(strings.TrimPrefix(rung, "+"))
	if err != nil {
		return desk.Edit{}, usagef("--log: %q is no rung; give one from +1 (words) to +4 (fought beside)", rung)
	}
	last := p.today() + 365
	if horizon != "" {
		d, err := edtf.FromInput(horizon, edtf.DayFirst)
		end, ok := d.Latest()
		if err != nil || !ok {
			return desk.Edit{}, usagef("--horizon: %q is no day", horizon)
		}
		last = end
	}
	x, err := forecasts.OfRung(a, ledger.Rung(n), last)
	if err != nil {
		return desk.Edit{}, usage{err}
	}
	if last <= p.today() {
		return desk.Edit{}, usagef("--horizon: %s is not ahead of %s", last, p.today())
	}
	return forecasts.Log(c, x, own, who)
}

// resolution says what came of a forecast.
func (p *program) resolution(c *ledger.Case, id, outcome, why string, who desk.Who) (desk.Edit, error) {
	switch outcome {
	case "yes", "no":
		return desk.Resolve(c, id, outcome == "yes", why, who)
	case "":
	default:
		return desk.Edit{}, usagef("--outcome: %q is neither yes nor no", outcome)
	}
	for _, k := range forecasts.List(c, p.today()) {
		if k.Note.ID != id {
			continue
		}
		happened, told, ok := forecasts.Suggest(c, k, p.today())
		if !ok {
			return desk.Edit{}, usagef("the record does not tell what came of %s: give --outcome yes or no", id)
		}
		if why != "" {
			told = why + " (" + told + ")"
		}
		return desk.Resolve(c, id, happened, told, who)
	}
	return desk.Edit{}, usagef("there is no forecast %q in this case", id)
}

// editForecast makes one edit of a case file and says what it was.
func (p *program) editForecast(ctx context.Context, path, analyst string, edit func(*ledger.Case) (desk.Edit, error)) (err error) {
	f, err := p.openFile(ctx, path, analyst, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	e, err := edit(f.Case())
	if err != nil {
		return err
	}
	if _, err := f.Apply(ctx, casefile.Edit{Label: e.Label, Changes: e.Changes}); err != nil {
		return err
	}
	return p.write("", fmt.Appendf(nil, "%s: %s\n", e.Record, oneLine(e.Label)))
}

func (p *program) listForecasts(ctx context.Context, arg string, asJSON bool) error {
	src, err := p.open(ctx, arg)
	if err != nil {
		return err
	}
	defer src.close()
	r := keptForecasts{Case: src.name, AsOf: p.today(), Forecasts: []keptForecast{}, Scores: []keptScore{}}
	for _, k := range forecasts.List(src.c, p.today()) {
		x := keptForecast{ID: k.Note.ID, Title: oneLine(k.Note.Name()), Made: k.Made.String(), Horizon: k.Horizon.String(), Overdue: k.Overdue, Happened: k.Happened, Probabilities: map[string]float64{}}
		for _, g := range k.Given {
			x.Probabilities[g.By] = g.Probability
		}
		if k.Happened == nil {
			if happened, why, ok := forecasts.Suggest(src.c, k, p.today()); ok {
				x.Suggested = map[bool]string{true: "yes", false: "no"}[happened] + ": " + why
			}
		}
		r.Forecasts = append(r.Forecasts, x)
	}
	for _, s := range forecasts.Scores(src.c, p.today()) {
		x := keptScore{By: s.By, Resolved: s.N, Open: s.Open, Impossible: s.Impossible, Bins: []keptBin{}}
		if s.N > 0 {
			x.Brier, x.Log = rounded(s.Brier), rounded(s.Log)
		}
		if s.BaseN > 0 {
			x.BaseBrier, x.Skill = rounded(s.BaseBrier), rounded(s.Skill)
		}
		for _, b := range s.Bins {
			x.Bins = append(x.Bins, keptBin{b.Low, b.High, b.N, *rounded(b.Mean), b.Happened, *rounded(b.Share), *rounded(b.Lower90), *rounded(b.Upper90)})
		}
		r.Scores = append(r.Scores, x)
	}
	body := r.text()
	if asJSON {
		if body, err = indented(r); err != nil {
			return fmt.Errorf("write the forecasts as JSON: %w", err)
		}
	}
	return p.write("", body)
}

// rounded keeps six decimals, so that all machines write the same.
func rounded(x float64) *float64 {
	y := math.Round(x*1e6) / 1e6
	return &y
}

func (r keptForecasts) text() []byte {
	s := newSheet()
	s.para(0, fmt.Sprintf("%s keeps %s, as known on %s.", r.Case, plural(len(r.Forecasts), "forecast"), r.AsOf))
	for _, f := range r.Forecasts {
		state := "open until " + f.Horizon
		switch {
		case f.Happened != nil && *f.Happened:
			state = "happened"
		case f.Happened != nil:
			state = "did not happen"
		case f.Overdue:
			state = "OVERDUE since " + f.Horizon
		case f.Horizon == "":
			state = "open, without a horizon"
		}
		s.hang("  "+pad(f.ID, 8)+" ", 11, f.Title+" ("+state+")")
		var given []string
		for _, by := range slices.Sorted(maps.Keys(f.Probabilities)) {
			given = append(given, by+" "+assess.Percent(f.Probabilities[by]))
		}
		s.hang(strings.Repeat(" ", 11), 11, strings.Join(given, ", "))
		if f.Suggested != "" {
			s.hang(strings.Repeat(" ", 11), 11, "the record says "+f.Suggested)
		}
	}
	if len(r.Scores) == 0 {
		return s.bytes()
	}
	s.head("Scores")
	s.line("  " + pad("", 24) + right("resolved", 9) + right("Brier", 8) + right("log", 8) + right("base", 8) + right("skill", 8))
	for _, x := range r.Scores {
		cell := func(v *float64) string {
			if v == nil {
				return "-"
			}
			return fmt.Sprintf("%.3f", *v)
		}
		name := x.By
		if name == "" {
			name = "(no name)"
		}
		s.line("  " + pad(name, 24) + right(strconv.Itoa(x.Resolved), 9) + right(cell(x.Brier), 8) + right(cell(x.Log), 8) + right(cell(x.BaseBrier), 8) + right(cell(x.Skill), 8))
		for _, b := range x.Bins {
			s.line("    said " + right(assess.Percent(b.Mean), 10) + "  came true " + fmt.Sprintf("%d of %d (90 %% interval %s)", b.Happened, b.N, assess.Interval(b.Lower90, b.Upper90)))
		}
	}
	return s.bytes()
}
