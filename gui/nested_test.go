package gui

import (
	"testing"

	"github.com/fairweather-app/fairweather/core/ledger"
)

func TestANewSourceTakesTheNameThatWasTypedAndCtrlEnter(t *testing.T) {
	w := newWindow(t, "")
	w.s.Edit(w.s.State().Case.Conduct()[0].ID)
	form := w.inspector.Form()
	if form == nil {
		t.Fatal("no form")
	}
	made := ""
	form.OnNewNamed(ledger.KindSource, "A report nobody has entered", func(id string) { made = id })
	dialog := w.inspector.InDialog()
	if dialog == nil {
		t.Fatal("no form of a new source")
	}
	r, _ := dialog.Record()
	source, ok := r.(*ledger.Source)
	if !ok || source.Title != "A report nobody has entered" {
		t.Errorf("the form begins with %+v", r)
	}
	if ok && source.Seen != "" {
		t.Errorf("seen is %q before anybody said so", source.Seen)
	}
	w.Do("apply")
	if made == "" {
		t.Fatal("Ctrl+Enter adds no source")
	}
	if s, ok := w.s.State().Case.Source(made); !ok || s.Title != "A report nobody has entered" {
		t.Errorf("the case has %+v", s)
	}
	if w.inspector.InDialog() != nil || w.inspector.Form() == nil {
		t.Error("the dialog did not give way to the form below it")
	}
}
