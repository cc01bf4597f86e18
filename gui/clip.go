package gui

import (
	"errors"
	"fmt"

	"golang.design/x/clipboard"
)

// clipImage puts a picture, as PNG, on the system's clipboard. The toolkit's own
// clipboard holds text alone (fyne 2.8.0); golang.design/x/clipboard holds
// pictures on Windows, macOS and X11, and is asked for nothing until one is
// copied, so that no display is needed before. Under Wayland it speaks to the X
// server that desktops keep beside it, and fails where there is none.
func clipImage(png []byte) error {
	if err := clipboard.Init(); err != nil {
		return fmt.Errorf("put a picture on the clipboard: %w", err)
	}
	if clipboard.Write(clipboard.FmtImage, png) == nil {
		return errors.New("put a picture on the clipboard: the system did not take it")
	}
	return nil
}
