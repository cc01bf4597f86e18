// Package timeline draws a relation over time: lanes of moments, conduct,
// pledges, contributions and the answer's own history on one time axis that
// zooms from a century to a day.
//
// A page fills a Model and hands it to a Timeline; the widget keeps the window
// of time, the selection and the folded lanes when the model changes, and
// reports through its On functions. Nothing here knows the session or computes
// an answer. How it works, in order:
//
//   - newIndex turns a Model into items with their days, sorted within rows so
//     that what is in view is found by binary search (index.go, pack.go).
//   - merge joins marks that would lie on each other at a zoom (cluster.go).
//   - scene.build lays out what is in view in units of the widget: shapes to
//     hit, a display list to paint, texts to show (scene.go, labels.go).
//   - painter paints the display list into one image at the pixels of the
//     screen (paint.go, glyph.go); texts are canvas objects above it.
//   - Picture does the same without a window.
//
// Shapes with curves come from golang.org/x/image/vector and digits from
// golang.org/x/image/font/opentype, which Fyne brings along already; bars and
// bands are written pixel by pixel, which is many times faster.
package timeline
