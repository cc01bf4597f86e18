package view

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestTheLadderLeavesItsWordsWhole(t *testing.T) {
	l := NewLadder()
	l.SetRows([]LadderRow{{Key: "a", Label: "+2 a diplomatic act", Word: "roughly even chance", P: .5}, {Key: "b", Label: "+4 fought beside", Word: "almost no chance", P: .02}}, nil)
	for _, width := range []float32{350, 430, 480, 700} {
		f := l.frame(fyne.NewSize(width, 0))
		if room, need := f.valueX-f.wordX-8, textWidth("roughly even chance", textSize(), fyne.TextStyle{Bold: true}); room < need {
			t.Errorf("at %v the word has %v of %v", width, room, need)
		}
		if f.right > f.wordX {
			t.Errorf("at %v the bars end at %v, in the words at %v", width, f.right, f.wordX)
		}
	}
}

func TestATitleHasRoomForTheSignOfItsOrder(t *testing.T) {
	g := NewGrid([]Column{{Title: "Name", Width: 90, Flex: true}, {Title: "Forecast", Width: 52}})
	g.sortBy = 1
	g.layoutColumns(400)
	if need := textWidth(g.titleText(1), captionSize(), fyne.TextStyle{Bold: true}); g.widths[1]-2*gridPadding < need {
		t.Errorf("the sorted title has %v of %v", g.widths[1]-2*gridPadding, need)
	}
}

func TestANoteBreaksWhereItDoesNotFit(t *testing.T) {
	l := NewLosses()
	l.SetRows([]Loss{{Key: "a", Name: "Aland", Note: "half of it after 14.4 months; 10 % of it by the shock itself", Mean: .3}})
	l.Resize(fyne.NewSize(220, 200))
	for _, line := range noteLines(l.rows[0].Note, 220) {
		if textWidth(line, captionSize(), fyne.TextStyle{}) > 220 {
			t.Errorf("%q is wider than the figure", line)
		}
	}
	if l.pitch() < lineHeight(textSize())+2*lineHeight(captionSize()) {
		t.Error("a note of two lines has room for one")
	}
}
