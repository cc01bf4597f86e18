// Fairweather finds out who stands by whom when it matters. Without an argument,
// or with the path of a case, it opens its window; with a verb it does the same
// from a terminal. On a machine without a display it prints the answer instead.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"github.com/fairweather-app/fairweather/assets"
	"github.com/fairweather-app/fairweather/core/command"
	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/registers"
	"github.com/fairweather-app/fairweather/gui"
	"github.com/fairweather-app/fairweather/gui/session"
	_ "github.com/fairweather-app/fairweather/gui/tongue" // before the toolkit asks for a language
)

// appID is where the toolkit keeps the preferences.
const appID = "app.fairweather.desktop"

// poll is how often the window looks for what others wrote to the case.
const poll = time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run does what the arguments say and gives the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if dir, err := events.DefaultDir(); err == nil { // votes that a person adds lie beside the event library
		registers.UseFolder(filepath.Join(filepath.Dir(dir), "votes"))
	}
	path, window := forWindow(args)
	switch {
	case !window:
		return command.Main(ctx, args, stdin, stdout, stderr, version())
	case !hasDisplay(os.Getenv):
		return withoutDisplay(ctx, path, stdin, stdout, stderr)
	}
	if err := open(ctx, path); err != nil {
		fmt.Fprintf(stderr, "fairweather: the window cannot be made: %v\n\n", err)
		return withoutDisplay(ctx, path, stdin, stdout, stderr)
	}
	return command.Done
}

// forWindow reports whether the arguments ask for the window, and the case to
// open in it: none, a file that is there, or the name of a bundled case.
func forWindow(args []string) (path string, window bool) {
	switch {
	case len(args) == 0:
		return "", true
	case len(args) > 1 || command.IsVerb(args[0]):
		return "", false
	case slices.Contains(assets.Names(), args[0]):
		return args[0], true
	}
	if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
		return args[0], true
	}
	return "", false // a word that is neither: the verbs say what there is
}

// hasDisplay reports whether there is a screen to draw on. Only X11 and Wayland
// can lack one; both are asked whether somebody answers there.
func hasDisplay(getenv func(string) string) bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	if name := getenv("WAYLAND_DISPLAY"); name != "" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(getenv("XDG_RUNTIME_DIR"), name)
		}
		if answers("unix", name) {
			return true
		}
	}
	host, screen, ok := strings.Cut(getenv("DISPLAY"), ":")
	if !ok {
		return false
	}
	number, _, _ := strings.Cut(screen, ".")
	if host == "" || host == "unix" {
		path := "/tmp/.X11-unix/X" + number
		return answers("unix", path) || answers("unix", "@"+path)
	}
	return true // on another machine: the toolkit finds out
}

func answers(network, address string) bool {
	c, err := net.DialTimeout(network, address, time.Second)
	if err != nil {
		return false
	}
	return c.Close() == nil
}

// withoutDisplay prints the answer of a case as text, and says how to get more.
func withoutDisplay(ctx context.Context, path string, stdin io.Reader, stdout, stderr io.Writer) int {
	if path == "" {
		path = assets.FirstCase
	}
	code := command.Main(ctx, []string{"assess", path}, stdin, stdout, stderr, version())
	name := filepath.Base(os.Args[0])
	fmt.Fprintf(stdout, `
There is no display here, so this is the answer as text. On a desktop the same
command opens the window (over ssh: ssh -X, or run it under xvfb-run).
The verbs work anywhere: %s. Try
  %s assess --help
`, strings.Join(command.Verbs(), ", "), name)
	return code
}

// open makes the window and runs it until it is closed, or ctx is done.
func open(ctx context.Context, path string) (err error) {
	setPlatform()
	log.SetOutput(&quietLog{to: os.Stderr})
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // the toolkit makes its own folder in it, and complains where it is missing
	}
	data, err := session.DataDir()
	if err != nil {
		return err
	}
	var w *gui.Window
	defer func() {
		if p := recover(); p != nil && !running {
			err = fmt.Errorf("%v", p)
			if w != nil {
				w.Forget()
			}
		} else if p != nil {
			panic(p)
		}
	}()
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	w = gui.New(gui.Options{App: a, Version: version(), Path: path, Data: data, Keep: filepath.Join(filepath.Dir(data), "kept"), Do: fyne.Do, Poll: poll})
	end := func() { fyne.Do(w.Close) }
	stop := context.AfterFunc(ctx, end)
	defer stop()
	a.Lifecycle().SetOnStarted(func() {
		running = true
		// The toolkit listens for the same signals and quits at once, which leaves a
		// session that looks like a crash (fyne 2.8.0, catchTerm): from here on they are
		// ours alone.
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		asked, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		context.AfterFunc(asked, end)
	})
	w.Show()
	a.Run()
	return nil
}

// running is set once the window is on the screen: what fails after that is no
// lack of a display.
var running bool

// setPlatform keeps the toolkit from looking for Wayland where there is none:
// its library complains about that (fyne 2.8.0, glfw 3.4).
func setPlatform() {
	if os.Getenv("FYNE_PLATFORM") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		_ = os.Setenv("FYNE_PLATFORM", "x11")
	}
}

// quietLog drops what the toolkit says about a desktop that has no message bus:
// it cannot be told of a change of light and dark, which is no error (fyne 2.8.0).
type quietLog struct {
	to       io.Writer
	dropping bool
}

// Write implements io.Writer; the log package calls it once a line.
func (q *quietLog) Write(line []byte) (int, error) {
	text := string(line)
	switch {
	case strings.Contains(text, "Fyne error:"):
		q.dropping = strings.Contains(text, "watch theme settings") || strings.Contains(text, "session D-Bus")
	case strings.Contains(text, "  Cause:"), strings.Contains(text, "  At:"):
	default:
		q.dropping = false
	}
	if q.dropping {
		return len(line), nil
	}
	return q.to.Write(line)
}

// version is the program's version: that of the module, or the revision it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "0.1.0"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "0.1.0-" + s.Value[:12]
		}
	}
	return "0.1.0"
}
