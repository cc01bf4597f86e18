package gui

import (
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/gui/page"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// addVotes asks for a newer release of the roll calls of the General Assembly.
func (w *Window) addVotes() {
	first, second := w.newPathField("", false, ".csv"), w.newPathField("", false, ".csv")
	w.ask(lang.L("Add votes of the General Assembly"), lang.L("Add them"), first.entry,
		lang.L("A newer release of the public data set: Voeten, Strezhnev and Bailey’s file, or its list of roll calls and its list of votes, or the United Nations Digital Library’s file of voting data. It is kept beside the event library and read with what is built in, in every case. You can also drop the files on the window."),
		[]*widget.FormItem{widget.NewFormItem(lang.L("File"), first.root), widget.NewFormItem(lang.L("and, if there are two"), second.root)}, func() {
			var paths []string
			for _, f := range []*pathField{first, second} {
				if path := expand(f.entry.Text); path != "" {
					paths = append(paths, path)
				}
			}
			if len(paths) > 0 {
				w.takeVotes(paths)
			}
		})
}

// takeVotes adds files of votes and says what they brought.
func (w *Window) takeVotes(paths []string) {
	page.AddVotes(w.s, paths, func(a registers.Added) {
		tone := view.ToneNeutral
		if len(a.Bad) > 0 {
			tone = view.ToneWarn
		}
		w.notices.show(tone, page.AddedVotes(a), action{lang.L("Look at the votes"), func() { w.Do("page votes") }})
		w.Page().Show(w.s.State(), session.CaseChanged)
	})
}

// remind says how many forecasts of the case have fallen due.
func (w *Window) remind(st session.State) {
	if !st.Open() {
		return
	}
	if text := page.Reminder(st.Case, w.s.Today()); text != "" {
		w.notices.show(view.ToneNeutral, text, action{lang.L("Look at them"), func() { w.Do("page forecasts") }})
	}
}
