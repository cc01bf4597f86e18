package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

const (
	gutter    = 12 // between panels
	margin    = 20 // around a page
	cardWidth = 236

	leastWidth = 240
)

// flowRow is one row of a flow: objects side by side, in fixed proportions or
// as cards that take as many lines as they need.
type flowRow struct {
	objects []fyne.CanvasObject
	shares  []float32 // of the width; nil: cards of equal width
	narrow  float32   // below this width the objects stand one above the other
	after   float32   // the gap below
}

// flow is a page that scrolls: rows of objects as wide as the page, each as
// high as its text needs at that width.
type flow struct {
	rows   []flowRow
	pad    float32 // around the page
	box    *fyne.Container
	scroll *container.Scroll
	root   *fyne.Container
	width  float32
	height float32
}

func newFlow(pad float32, rows ...flowRow) *flow {
	f := &flow{rows: rows, pad: pad}
	f.box = container.New(flowLayout{f})
	for _, r := range rows {
		for _, o := range r.objects {
			f.box.Add(o)
		}
	}
	f.scroll = container.NewVScroll(f.box)
	f.root = container.New(flowRoot{f}, f.scroll)
	return f
}

// changed fits the page to new texts.
func (f *flow) changed() {
	if f.width > 0 {
		f.arrange(f.width)
		f.scroll.Refresh()
	}
}

// arrange gives every object its place at a width, and the page its height.
func (f *flow) arrange(width float32) {
	f.width = width
	inner := width - 2*f.pad
	y := f.pad
	for _, r := range f.rows {
		shown := r.objects[:0:0]
		var shares []float32
		for i, o := range r.objects {
			if o.Visible() {
				shown = append(shown, o)
				if r.shares != nil {
					shares = append(shares, r.shares[i])
				}
			}
		}
		if len(shown) == 0 {
			continue
		}
		switch {
		case r.shares == nil:
			n := min(max(1, int((inner+gutter)/(cardWidth+gutter))), len(shown))
			lines := (len(shown) + n - 1) / n
			n = (len(shown) + lines - 1) / lines // five cards are three and two, not four and one
			for len(shown) > 0 {
				line := shown[:min(n, len(shown))]
				shown = shown[len(line):]
				y += f.line(line, even(len(line)), inner, y) + gutter
			}
			y += r.after - gutter
		case inner < r.narrow:
			for _, o := range shown {
				y += f.line([]fyne.CanvasObject{o}, even(1), inner, y) + gutter
			}
			y += r.after - gutter
		default:
			y += f.line(shown, shares, inner, y) + r.after
		}
	}
	f.height = y + f.pad
}

// line places objects side by side and gives the height they took.
func (f *flow) line(objects []fyne.CanvasObject, shares []float32, width, y float32) float32 {
	total := float32(0)
	for _, s := range shares {
		total += s
	}
	free := width - gutter*float32(len(objects)-1)
	height := float32(0)
	for i, o := range objects {
		o.Resize(fyne.NewSize(free*shares[i]/total, o.MinSize().Height)) // texts break at this width
		height = max(height, o.MinSize().Height)
	}
	x := f.pad
	for i, o := range objects {
		w := free * shares[i] / total
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, height))
		x += w + gutter
	}
	return height
}

func even(n int) []float32 {
	shares := make([]float32, n)
	for i := range shares {
		shares[i] = 1
	}
	return shares
}

// flowLayout is the layout of a flow's content, which arrange has done already.
type flowLayout struct{ f *flow }

func (l flowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size.Width != l.f.width {
		l.f.arrange(size.Width)
	}
}

func (l flowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, l.f.height)
}

// flowRoot fits the content to the width before the scroll asks for its height.
type flowRoot struct{ f *flow }

func (l flowRoot) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size.Width != l.f.width {
		l.f.arrange(size.Width)
	}
	l.f.scroll.Resize(size)
}

func (l flowRoot) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, 120)
}
