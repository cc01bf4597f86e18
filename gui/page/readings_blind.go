package page

import "github.com/fairweather-app/fairweather/gui/session"

// hiddenOf counts the ratings of a record that are hidden from the analyst.
func hiddenOf(st session.State, record string) int {
	return len(st.Whole.RatingsOf(record)) - len(st.Case.RatingsOf(record))
}

// LookOn asks before it shows the others' ratings to an analyst who has not
// rated alone: that cannot be taken back, and the case keeps it.
func (p *Readings) LookOn() {
	win := windowFor(p.h, p.root)
	if win == nil || p.d == nil {
		return
	}
	if !p.d.blind {
		tell(win, tr("Look on without rating alone?"), tr("No rating of this matrix is hidden from you."))
		return
	}
	text := trf("You then see the ratings of all analysts. What %s rates is not independent from then on: the case keeps a note of it, and the agreement of the analysts leaves it out.", p.s.Analyst())
	if p.st.ReadOnly != "" {
		text = tr("You then see the ratings of all analysts until the case is closed.")
	}
	ConfirmText(win, tr("Look on without rating alone?"), text, tr("Show the ratings"), func() {
		p.s.LookOn()
		focus(p.matrix)
	})
}
