package page

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/casefile"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/core/start"
	"github.com/fairweather-app/fairweather/core/states"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/tongue"
	"github.com/fairweather-app/fairweather/gui/view"
)

// Votes is the page of how two states vote in the General Assembly: alike or not by
// year and by issue, beside all others, around each moment, and on each other.
type Votes struct {
	s *session.Session
	h Host

	issue, span *view.Choice
	says        *view.Prose
	history     *view.History
	tabs        []*widget.Button
	grids       [3]*view.Grid
	take        *widget.Button
	below       *fyne.Container
	root        *fyne.Container

	at    int // of grids
	key   votesKey
	years int // how far back; 0: all
	about registers.Issue
	told  *votesTold
}

// votesKey is what the page depends on.
type votesKey struct {
	c               *ledger.Case
	relier, partner string
	asOf            edtf.Day
	years           int
	about           registers.Issue
	added           int
}

// The tables of the page.
const (
	votesBeside = iota
	votesAround
	votesOnEach
)

// NewVotes makes the page.
func NewVotes(s *session.Session, h Host) *Votes {
	p := &Votes{s: s, h: h, years: 10, issue: view.NewChoice(tr("on")), span: view.NewChoice(""), says: view.NewProse(fynetheme.SizeNameText), history: view.NewHistory()}
	p.says.OnTapped = func(to string) { follow(s, h, to) }
	issues := []view.Option{{Key: "", Label: tr("every matter")}}
	for _, i := range registers.Issues {
		issues = append(issues, view.Option{Key: string(i), Label: tr(string(i))})
	}
	p.issue.SetOptions(issues)
	p.issue.SetKey("")
	p.issue.OnKey = func(key string) { p.about = registers.Issue(key); p.refresh() }
	p.span.SetOptions([]view.Option{{Key: "5", Label: trf("the last %d years", 5)}, {Key: "10", Label: trf("the last %d years", 10)}, {Key: "20", Label: trf("the last %d years", 20)}, {Key: "0", Label: tr("since 1946")}})
	p.span.SetKey("10")
	p.span.OnKey = func(key string) { p.years, _ = strconv.Atoi(key); p.refresh() } // the options are numbers
	p.history.Empty = tr("No common roll calls.")
	p.history.OnMark = func(key string) { s.Select(key) }
	add := widget.NewButton(tr("Add a newer year’s votes…"), func() { h.Do("add votes") })
	p.take = widget.NewButton(tr("Take into the record"), p.takeIn)
	p.newGrids()
	tabs := container.NewHBox()
	for i, name := range []string{tr("Beside every state"), tr("Around each moment"), tr("On each other")} {
		b := widget.NewButton(name, func() { p.open(i) })
		p.tabs = append(p.tabs, b)
		tabs.Add(b)
	}
	p.below = container.NewStack()
	bar := container.NewBorder(nil, nil, nil, p.take, tabs)
	top := container.NewVBox(container.NewHBox(p.issue, p.span, add), container.New(column{}, p.says))
	upper := container.NewBorder(top, nil, nil, nil, p.history)
	split := container.NewVSplit(upper, container.NewBorder(bar, nil, nil, nil, p.below))
	split.Offset = 0.48
	p.root = container.NewPadded(split)
	p.open(votesBeside)
	return p
}

func (p *Votes) newGrids() {
	right := fyne.TextAlignTrailing
	p.grids[votesBeside] = view.NewGrid([]view.Column{{Title: tr("Place"), Width: 44, Align: right}, {Title: tr("State"), Width: 150, Flex: true}, {Title: tr("In the case"), Width: 80, Spare: true}, {Title: tr("Votes"), Width: 52, Align: right},
		{Title: tr("Alike"), Width: 52, Align: right}, {Title: "S", Width: 48, Align: right}, {Title: "κ", Width: 48, Align: right}, {Title: "π", Width: 48, Align: right}})
	p.grids[votesAround] = view.NewGrid([]view.Column{{Title: tr("Start"), Width: 80}, {Title: tr("Moment"), Width: 180, Flex: true}, {Title: tr("Year before"), Width: 80, Align: right}, {Title: tr("Year after"), Width: 80, Align: right},
		{Title: tr("Points"), Width: 60, Align: right}, {Title: tr("S before"), Width: 52, Align: right, Spare: true}, {Title: tr("S after"), Width: 46, Align: right, Spare: true}})
	p.grids[votesAround].OnOpen = func(key string) { p.s.Select(key) }
	p.grids[votesOnEach] = view.NewGrid([]view.Column{{Title: tr("Year"), Width: 44, Align: right}, {Title: tr("State"), Width: 90}, {Title: tr("Rung"), Width: 56}, {Title: tr("How it voted on the other"), Width: 260, Flex: true}, {Title: tr("Roll calls"), Width: 64, Align: right}, {Title: tr("In the case"), Width: 90}})
	p.grids[votesOnEach].OnSelect = func(string) { p.allow() }
	p.grids[votesOnEach].OnOpen = func(key string) {
		if v, ok := p.voted(key); ok && v.Known {
			p.s.Select(v.Conduct[0].ID)
			return
		}
		p.takeIn()
	}
	for i, g := range p.grids {
		g.OnMenu = func(key string, at fyne.Position) {
			items := []*fyne.MenuItem{fyne.NewMenuItem(tr("Copy the table"), func() { p.h.Do("copy table") })}
			if i == votesOnEach {
				take := fyne.NewMenuItem(tr("Take into the record"), p.takeIn)
				take.Disabled = p.take.Disabled()
				items = append([]*fyne.MenuItem{take}, items...)
			}
			p.h.Menu(items, at)
		}
	}
	p.grids[votesAround].Empty = tr("The relier has no moment with common roll calls in the year before it and the year after.")
	p.grids[votesOnEach].Empty = tr("No roll call names one of the two in which it voted yes or no and the other voted.")
}

// open shows one of the tables.
func (p *Votes) open(at int) {
	p.at = at
	pressTab(p.tabs, at)
	p.below.Objects = []fyne.CanvasObject{p.grids[at]}
	p.take.Hidden = at != votesOnEach
	p.root.Refresh()
}

// Object implements Page.
func (p *Votes) Object() fyne.CanvasObject { return p.root }

// First implements Focuser.
func (p *Votes) First() fyne.Focusable { return p.issue }

// TSV implements Copier.
func (p *Votes) TSV() string { return p.grids[p.at].TSV() }

// AreVotes reports whether files, all of them, hold roll calls or votes.
func AreVotes(paths []string) bool {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil || !strings.EqualFold(filepath.Ext(path), ".csv") {
			return false
		}
		head, err := io.ReadAll(io.LimitReader(f, 4096))
		f.Close()
		if err != nil || !registers.SniffVotes(head) {
			return false
		}
	}
	return len(paths) > 0
}

// AddVotes takes up a newer release of the roll calls; told hears what it brought.
func AddVotes(s *session.Session, paths []string, told func(registers.Added)) {
	s.Always(tr("Adding votes"), func(context.Context) (func(), error) {
		added, err := registers.AddVotes(paths...)
		if err != nil {
			return nil, err
		}
		return func() { told(added) }, nil
	})
}

// AddedVotes says what files of votes brought.
func AddedVotes(a registers.Added) string {
	text := trf("%s from %s to %s read, %d of them new.", sentence(count(a.Calls, "roll call")), a.First, a.Last, a.New)
	if n := len(a.Bad); n > 0 {
		text += " " + trf("%s left out: %s", sentence(count(n, "line")), a.Bad[0].Error())
	}
	return tongue.Local(text)
}

// Show implements Page.
func (p *Votes) Show(session.State, session.What) { p.refresh() }

// refresh reads the register for what is asked, if that is not what is shown.
func (p *Votes) refresh() {
	st := p.s.State()
	key := votesKey{st.Case, st.Question.Relier, st.Question.Partner, st.Question.AsOf, p.years, p.about, registers.Additions()}
	if key == p.key {
		p.allow()
		return
	}
	p.key = key
	if !st.Open() || key.relier == "" || key.partner == "" {
		p.told = nil
		p.draw("")
		return
	}
	p.s.Aside("votes", func(context.Context) (func(), error) {
		t, why, err := votesOf(key)
		return func() {
			if p.key == key {
				p.told = t
				p.draw(why)
			}
		}, err
	})
}

// voted finds a line of the table of votes on each other.
func (p *Votes) voted(key string) (start.Voted, bool) {
	i, err := strconv.Atoi(key)
	if err != nil || p.told == nil || i < 0 || i >= len(p.told.onEach) {
		return start.Voted{}, false
	}
	return p.told.onEach[i], true
}

// candidates are the chosen lines that the case lacks; all where none is chosen.
func (p *Votes) candidates() []start.Voted {
	if p.told == nil {
		return nil
	}
	var out []start.Voted
	for _, key := range p.grids[votesOnEach].Selected() {
		if v, ok := p.voted(key); ok && !v.Known {
			out = append(out, v)
		}
	}
	if len(p.grids[votesOnEach].Selected()) == 0 {
		out = slices.DeleteFunc(slices.Clone(p.told.onEach), func(v start.Voted) bool { return v.Known })
	}
	return out
}

// allow names on the button what would be taken into the record.
func (p *Votes) allow() {
	st, n := p.s.State(), len(p.candidates())
	enable(p.take, n > 0 && st.Open() && st.ReadOnly == "")
	p.take.SetText(trf("Take %s into the record", count(n, "year")))
	if n == 0 {
		p.take.SetText(tr("Take into the record"))
	}
}

// takeIn takes the candidates into the case, as one edit.
func (p *Votes) takeIn() {
	st, list := p.s.State(), p.candidates()
	if len(list) == 0 || !st.Open() || st.ReadOnly != "" {
		return
	}
	c := st.Case
	var ids []string
	for _, v := range list {
		for _, x := range v.Conduct {
			ids = append(ids, x.ID)
		}
	}
	label := fmt.Sprintf("Take votes of the General Assembly into the record (%d)", len(list))
	p.s.Apply(casefile.Edit{Label: label, Changes: start.Changes(c, list), Base: c}, func(err error) {
		if err != nil {
			p.s.Fail(session.Failure{Doing: label, Path: p.s.State().Path, Err: err})
			return
		}
		p.s.SelectMany(ids)
	})
}

// stateOfSeat names the state that holds a seat.
func stateOfSeat(seat string, day edtf.Day) string {
	s, ok := states.ByCode(seat, day)
	return cmp.Or(s.Name, map[bool]string{false: seat}[ok])
}
