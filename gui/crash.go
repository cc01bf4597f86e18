package gui

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/fairweather-app/fairweather/gui/view"
)

// running is the note on disk that a program is running. One that is there when
// the next begins tells that it did not end as it should.
type running struct {
	Process int       `json:"process"`
	Began   time.Time `json:"began"`
	Case    string    `json:"case,omitempty"`
	Report  string    `json:"report"` // where the report of a crash goes
}

// crashed is what is known of a crash of the last time.
type crashed struct {
	running
	text string // of the report; empty: the program was ended from outside
}

func (p *program) noteFile() string { return filepath.Join(p.o.Keep, "running.json") }

// began notes that the program runs, and where the report of a crash goes: what
// the runtime writes when it gives up is sent there, too.
func (p *program) began() {
	if p.o.Keep == "" {
		return
	}
	p.last, p.hadCrash = p.readCrash()
	if err := os.MkdirAll(p.o.Keep, 0o755); err != nil {
		fyne.LogError("make the folder for reports", err)
		p.o.Keep = ""
		return
	}
	now := time.Now()
	p.note = running{Process: os.Getpid(), Began: now, Report: filepath.Join(p.o.Keep, "report-"+now.Format("2006-01-02-150405")+".txt")}
	out, err := os.Create(p.note.Report)
	if err != nil {
		fyne.LogError("make the file for a report", err)
		return
	}
	fmt.Fprintf(out, "Fairweather %s, begun %s.\nWhat follows was written when it ended unexpectedly.\n\n", p.o.Version, now.Format(time.RFC3339))
	if err := debug.SetCrashOutput(out, debug.CrashOptions{}); err != nil {
		fyne.LogError("send the report of a crash to a file", err)
	}
	_ = out.Close() // the runtime holds a copy of its own
	p.remember()
}

// remember brings the note up to date.
func (p *program) remember() {
	if p.o.Keep == "" || p.note.Report == "" {
		return
	}
	p.note.Case = ""
	for _, w := range p.windows {
		if st := w.s.State(); st.Open() {
			p.note.Case = st.Path
			break
		}
	}
	body, err := json.Marshal(p.note)
	if err == nil {
		err = os.WriteFile(p.noteFile(), body, 0o644)
	}
	if err != nil {
		fyne.LogError("note which case is open", err)
	}
}

// ended takes the note away: all is well. A report in which nothing was
// written goes with it.
func (p *program) ended() {
	if p.o.Keep == "" || p.note.Report == "" {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	_ = os.Remove(p.noteFile())
	if info, err := os.Stat(p.note.Report); err == nil && info.Size() < 200 {
		_ = os.Remove(p.note.Report)
	}
}

// readCrash reads what the last program left, if it did not end as it should.
func (p *program) readCrash() (crashed, bool) {
	body, err := os.ReadFile(p.noteFile())
	if err != nil {
		return crashed{}, false
	}
	var c crashed
	if json.Unmarshal(body, &c.running) != nil || alive(c.Process) && c.Process != os.Getpid() {
		return crashed{}, false // another window of another program is open
	}
	if text, err := os.ReadFile(c.Report); err == nil {
		_, c.text, _ = strings.Cut(string(text), "\n\n")
	}
	return c, true
}

// lastCrash tells once what is known of a crash of the last time.
func (p *program) lastCrash() (crashed, bool) {
	c, had := p.last, p.hadCrash
	p.hadCrash = false
	return c, had
}

// recovered is deferred where a failure must not end the program: it writes a
// report and tells the person.
func (p *program) recovered() {
	if failed := recover(); failed != nil {
		p.panicked(failed, debug.Stack())
	}
}

// panicked writes the report of a failure and says where it is.
func (p *program) panicked(failed any, stack []byte) {
	if p.o.Keep == "" {
		panic(fmt.Sprintf("%v\n%s", failed, stack)) // a test's: it must be seen
	}
	out, err := os.OpenFile(p.note.Report, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		fmt.Fprintf(out, "%s  %v\n%s\n", time.Now().Format(time.RFC3339), failed, stack)
		err = out.Close()
	}
	if err != nil {
		fyne.LogError("write the report of a failure", err)
	}
	for _, w := range p.windows {
		w.keepDrafts()
		w.notices.show(view.ToneWarn, fmt.Sprintf(lang.L("Something in the program failed. Every applied edit is on disk. The report is %s"), p.note.Report),
			action{lang.L("Read the report"), func() { w.readReport(p.note.Report) }})
	}
}

// offerReopen says that the program ended unexpectedly, and offers the case
// that was open and the report.
func (w *Window) offerReopen(c crashed) {
	text := lang.L("Fairweather ended unexpectedly last time. Every applied edit is on disk.")
	var actions []action
	if c.Case != "" && exists(c.Case) && !w.s.State().Open() {
		actions = append(actions, action{fmt.Sprintf(lang.L("Reopen %s"), filepath.Base(c.Case)), func() { w.s.Open(c.Case) }})
	}
	if strings.TrimSpace(c.text) != "" {
		text += " " + fmt.Sprintf(lang.L("The report is %s"), c.Report)
		actions = append(actions, action{lang.L("Read the report"), func() { w.readReport(c.Report) }})
	}
	w.notices.show(view.ToneWarn, text, actions...)
}

func (w *Window) readReport(path string) {
	body, err := os.ReadFile(path)
	if err != nil {
		w.tell(lang.L("The report"), err.Error())
		return
	}
	w.tell(path, string(body[:min(len(body), 8000)]))
}
