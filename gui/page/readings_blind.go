package page

import (
	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/hypotheses"
	"github.com/fairweather-app/fairweather/gui/session"
)

// ratesBlind reports whether an analyst is rating the readings of the question
// and has not done: nothing in the window shows the others' ratings then. Who has
// rated nothing, and did not choose to, looks on as a reader.
func ratesBlind(st session.State, analyst string) bool {
	if analyst == "" {
		return false
	}
	added := fyne.CurrentApp().Preferences().StringList(keyReadingsAdded + st.Path)
	p := hypotheses.ProgressOf(st.Case, st.Question, hypotheses.SettingsOf(st.Case), analyst, added...)
	return !p.Done && (p.Rated > 0 || st.Alone)
}

// alone shows the analyst's ratings alone; chosen: because the analyst said so.
func (p *Readings) alone(chosen bool) {
	p.whose, p.chosen = showMine, chosen
	p.s.SetAlone(chosen)
}

// lookOn shows everybody's ratings to a reader again.
func (p *Readings) lookOn() {
	p.whose, p.chosen = showAll, false
	p.s.SetAlone(false)
}

// settle makes whose ratings are shown fit what the analyst has done: who has
// begun rates alone until done, and who took the only rating back looks on again.
func (p *Readings) settle() {
	switch {
	case p.d.progress.Rated > 0 && p.d.blind && p.whose != showMine:
		p.alone(false)
	case p.whose == showMine && !p.chosen && p.d.progress.Rated == 0 && len(p.queue) == 0:
		p.lookOn()
	default:
		return
	}
	p.Show(p.st, session.Everything)
}
