// Package view holds Fairweather's own widgets. A widget draws the plain model
// that its caller sets and reports through its OnX functions; it knows neither
// the session nor the methods. All of them work from the keyboard, follow the
// theme (light, dark, text size) and the scale of the screen.
//
// What is drawn by hand is drawn with canvas objects up to some hundred of
// them, and with one raster above that: lines and bands of figures come from
// golang.org/x/image/vector, which Fyne already brings along.
package view
