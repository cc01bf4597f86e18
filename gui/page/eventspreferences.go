package page

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/fairweather-app/fairweather/core/events"
	"github.com/fairweather-app/fairweather/core/events/cluster"
	"github.com/fairweather-app/fairweather/core/events/fetch"
	"github.com/fairweather-app/fairweather/gui/session"
	"github.com/fairweather-app/fairweather/gui/view"
)

// eventsPreferences is the part of the preferences in which a person says where event
// data is: in the library of this machine, or on a ClickHouse server.
type eventsPreferences struct {
	s     *session.Session
	where *view.Choice
	// hosts, database, user and shards make the server's address; mirror serves GDELT's files.
	hosts, database, user, secret, shards, mirror *Field
	secure                                        *widget.Check
	test                                          *KeyButton
	server                                        *fyne.Container
	says                                          *widget.Label
}

// EventsPreferences makes it. close closes the window around it.
func EventsPreferences(s *session.Session, close func()) fyne.CanvasObject {
	return newEventsPreferences(s, close).content()
}

func newEventsPreferences(s *session.Session, close func()) *eventsPreferences {
	p := &eventsPreferences{s: s, where: view.NewChoice(""), says: widget.NewLabel("")}
	p.says.Wrapping = fyne.TextWrapWord
	p.hosts, p.database, p.user = NewField("events.example.org:9000"), NewField("fairweather"), NewField("default")
	p.secret, p.shards, p.mirror = NewField(tr("as it is kept, if it is")), NewField(tr("one server: none")), NewField(fetch.GDELTBase)
	p.secret.Password = true
	p.secure = widget.NewCheck(tr("encrypted (TLS)"), nil)
	p.where.SetOptions([]view.Option{{Key: "library", Label: tr("This machine’s library"), Detail: tr("for one person: all of GDELT on a laptop")}, {Key: "server", Label: tr("A ClickHouse server"), Detail: tr("for a team: one server, or shards")}})
	now := eventsChosen()
	p.where.SetKey("library")
	if a, err := cluster.ParseAddress(now.Server, ""); now.Server != "" && err == nil {
		p.where.SetKey("server")
		p.hosts.SetText(strings.Join(a.Hosts, ","))
		p.database.SetText(a.Database)
		p.user.SetText(a.User)
		p.shards.SetText(a.Cluster)
		p.secure.SetChecked(a.Secure)
	}
	p.mirror.SetText(now.Mirror)
	p.test = NewKeyButton(tr("Test the connection"), p.try)
	for _, f := range []*Field{p.hosts, p.database, p.user, p.secret, p.shards, p.mirror} {
		f.OnSubmitted = func(string) { p.apply() }
		f.OnEscape = close
	}
	p.where.OnKey = func(string) { p.chosen() }
	return p
}

func (p *eventsPreferences) content() fyne.CanvasObject {
	about := widget.NewLabel(tr("The library of this machine holds the whole of GDELT. A team that has more, or wants to share it, keeps events on a ClickHouse server: the same pages and figures, asked there. A password goes to the system’s keyring and stands in no file."))
	about.Wrapping, about.Importance = fyne.TextWrapWord, widget.LowImportance
	p.server = container.NewVBox(widget.NewForm(widget.NewFormItem(tr("Server"), p.hosts), widget.NewFormItem(tr("Database"), p.database), widget.NewFormItem(tr("User"), p.user),
		widget.NewFormItem(tr("Password"), p.secret), widget.NewFormItem(tr("Cluster"), p.shards), widget.NewFormItem("", p.secure)))
	form := widget.NewForm(widget.NewFormItem(tr("Event data is in"), p.where))
	mirror := widget.NewForm(widget.NewFormItem(tr("GDELT’s files from"), p.mirror))
	p.chosen()
	return view.NewPanel(tr("Event data"), container.NewVBox(about, form, p.server, mirror, container.NewHBox(NewKeyButton(tr("Use it"), p.apply), p.test), p.says))
}

// chosen shows what belongs to the choice, and says what is in use.
func (p *eventsPreferences) chosen() {
	if p.where.Key() == "server" {
		p.server.Show()
		p.test.Show()
	} else {
		p.server.Hide()
		p.test.Hide()
	}
	now := eventsChosen()
	if now.Server != "" {
		p.says.SetText(trf("In use: %s.", now.Server))
		return
	}
	dir, err := events.DefaultDir()
	if err != nil {
		p.says.SetText(sentence(err.Error()) + ".")
		return
	}
	p.says.SetText(trf("In use: the library in %s.", dir))
}

// address is the server that the fields name, with the password that was typed.
func (p *eventsPreferences) address() (cluster.Address, error) {
	hosts := strings.Trim(strings.ReplaceAll(p.hosts.Text, " ", ""), ",")
	hosts = strings.TrimPrefix(hosts, "clickhouse://")
	if hosts == "" {
		return cluster.Address{}, fmt.Errorf("%s", tr("give the server’s name, as in events.example.org:9000"))
	}
	at := url.URL{Scheme: "clickhouse", Host: hosts, Path: "/" + strings.TrimSpace(p.database.Text), User: url.User(strings.TrimSpace(p.user.Text))}
	q := url.Values{}
	if shards := strings.TrimSpace(p.shards.Text); shards != "" {
		q.Set("cluster", shards)
	}
	if p.secure.Checked {
		q.Set("secure", "true")
	}
	at.RawQuery = q.Encode()
	return cluster.ParseAddress(at.String(), p.secret.Text)
}

// tryFor is how long a test waits for a server.
const tryFor = 10 * time.Second

// try asks the server, and says what stands there.
func (p *eventsPreferences) try() {
	a, err := p.address()
	if err != nil {
		p.says.SetText(sentence(err.Error()) + ".")
		return
	}
	p.says.SetText(trf("Asking %s…", strings.Join(a.Hosts, ", ")))
	p.s.Always(tr("Testing the connection"), func(ctx context.Context) (func(), error) {
		if a.Password == "" {
			a.Password = eventPasswords.Of(a)
		}
		ctx, stop := context.WithTimeout(ctx, tryFor)
		defer stop()
		found, err := cluster.Probe(ctx, a)
		return func() { p.says.SetText(foundWords(a, found, err)) }, nil
	})
}

// foundWords says what a test found.
func foundWords(a cluster.Address, f cluster.Found, err error) string {
	if err != nil {
		return sentence(plainly(err).Error()) + "."
	}
	text := trf("ClickHouse %s answers in %d ms.", f.Server, f.Took.Milliseconds()) + " "
	if f.Shards > 1 {
		text += trf("The events lie on %d servers.", f.Shards) + " "
	}
	if !f.Made {
		return text + trf("The database %s will be made with the first use.", a.Database)
	}
	return text + trf("The database %s holds %s.", a.Database, count(f.Files, "file"))
}

// apply uses what is chosen, and keeps it.
func (p *eventsPreferences) apply() {
	next := eventsPlace{Mirror: strings.TrimSpace(p.mirror.Text)}
	if at, err := url.Parse(next.Mirror); next.Mirror != "" && (err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https") {
		p.says.SetText(trf("%s is no address of the web: write http:// and a host, or leave it empty for GDELT itself.", next.Mirror))
		return
	}
	if p.where.Key() != "server" {
		chooseEvents(next)
		p.chosen()
		return
	}
	a, err := p.address()
	if err != nil {
		p.says.SetText(sentence(err.Error()) + ".")
		return
	}
	next.Server = a.String()
	typed := a.Password != ""
	p.s.Always(tr("Keeping the password"), func(context.Context) (func(), error) {
		lasting, err := true, error(nil)
		if typed {
			lasting, err = eventPasswords.Keep(a)
			forgetServer()
		}
		return func() {
			if err != nil {
				p.says.SetText(sentence(err.Error()) + ".")
				return
			}
			p.secret.SetText("")
			chooseEvents(next)
			p.chosen()
			if !lasting {
				p.says.SetText(p.says.Text + " " + tr("This machine has no keyring that works: the password is kept until the program ends and is written nowhere."))
			}
		}, nil
	})
}
