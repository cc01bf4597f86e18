package model

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Settings are a person's choice of a model. The zero value is off. The key is
// not among them: Keys keeps it.
type Settings struct {
	BaseURL   string `json:"base_url"`             // "http://localhost:11434/v1"; without the final "/chat/completions"
	Model     string `json:"model"`                // as the endpoint calls it
	PlainHTTP bool   `json:"plain_http,omitempty"` // a person allows an address without encryption beyond this machine
}

// On reports whether a model is chosen.
func (s Settings) On() bool { return s.BaseURL != "" && s.Model != "" }

// Errors that a person can do something about, for errors.Is.
var (
	ErrOff     = errors.New("no model is chosen: name an endpoint and a model in the preferences")
	ErrAddress = errors.New("the address of the model cannot be used")
	ErrKey     = errors.New("the endpoint refused the key: enter it again in the preferences")
	ErrAnswer  = errors.New("the endpoint's answer cannot be used")
)

// Check fails with ErrOff where no model is chosen, and with ErrAddress for an
// address that is no URL, holds a name and password, or is not encrypted though
// it is not this machine's own and the person has not allowed it.
func (s Settings) Check() error {
	if !s.On() {
		return ErrOff
	}
	_, err := s.base()
	return err
}

func (s Settings) base() (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(s.BaseURL))
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return nil, fmt.Errorf("%w: %q is no web address; try https://host/v1", ErrAddress, s.BaseURL)
	case u.User != nil:
		return nil, fmt.Errorf("%w: it holds a name or a password; enter the key where the preferences ask for it", ErrAddress)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%w: it goes on after the path; end it with /v1 or the like", ErrAddress)
	case u.Scheme == "https":
	case u.Scheme == "http" && (loopback(u.Hostname()) || s.PlainHTTP):
	case u.Scheme == "http":
		return nil, fmt.Errorf("%w: %s is not this machine, and http would send the text and the key in the clear; use https, or allow it in the preferences", ErrAddress, u.Host)
	default:
		return nil, fmt.Errorf("%w: it begins with %q; begin it with https://", ErrAddress, u.Scheme)
	}
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/chat/completions")
	return u, nil
}

// loopback reports a host that is this machine by its very name: no name server
// is asked.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Departure is what would leave the machine.
type Departure struct {
	Host       string // name and port
	Local      bool   // this machine: nothing leaves it
	Encrypted  bool
	Texts      []string // titles
	Characters int      // of the texts, Unicode characters
	Requests   int      // at least; an answer that fails is asked for again
}

// Text is a text to be read, with what it is called.
type Text struct {
	Title string
	Body  string
}

// Depart tells what asking the model about some texts would send, and fails as
// Settings.Check does. Show Departure.String to the person before Propose.
func (s Settings) Depart(texts ...Text) (Departure, error) {
	if err := s.Check(); err != nil {
		return Departure{}, err
	}
	u, err := s.base()
	if err != nil {
		return Departure{}, err
	}
	d := Departure{Host: u.Host, Local: loopback(u.Hostname()), Encrypted: u.Scheme == "https"}
	for _, t := range texts {
		title := strings.Join(strings.Fields(t.Title), " ")
		if title == "" {
			title = "a text without a title"
		}
		d.Texts = append(d.Texts, title)
		d.Characters += utf8.RuneCountInString(t.Body)
		d.Requests += len(chunks(t.Body))
	}
	return d, nil
}

// String says it in words.
func (d Departure) String() string {
	names := "“" + strings.Join(d.Texts[:min(3, len(d.Texts))], "”, “") + "”"
	if n := len(d.Texts) - 3; n > 0 {
		names += fmt.Sprintf(" and %d more", n)
	}
	if len(d.Texts) == 0 {
		names = "no text"
	}
	requests := "one request"
	if d.Requests != 1 {
		requests = fmt.Sprintf("%d requests", d.Requests)
	}
	what := fmt.Sprintf("the full text of %s (%d characters, in %s), its date, instructions that are the same for every text, and the key if one is kept", names, d.Characters, requests)
	switch {
	case d.Local:
		return fmt.Sprintf("Nothing leaves this machine: %s go to %s, a program on it. What that program does with them is its own affair.", what, d.Host)
	case d.Encrypted:
		return fmt.Sprintf("To %s goes, encrypted: %s. Nothing else of the case is sent.", d.Host, what)
	}
	return fmt.Sprintf("To %s goes, NOT encrypted, for anybody on the way to read: %s. Nothing else of the case is sent.", d.Host, what)
}

// Limits of a request. They are variables of a Client so that tests can be quick.
const (
	chunkChars   = 12_000 // Unicode characters of a text a request
	overlapChars = 800    // that a chunk repeats of the one before, so that no sentence is lost between
	maxAnswer    = 2_000_000
	maxText      = 4_000_000 // characters of one text
	perRequest   = 3 * time.Minute
	tries        = 5
)

// chunk is a stretch of a text in Unicode characters.
type chunk struct{ start, end int }

// chunks cuts a text at paragraph or sentence ends near chunkChars.
func chunks(text string) []chunk {
	r := []rune(text)
	if len(r) == 0 {
		return nil
	}
	var out []chunk
	for start := 0; ; {
		end := min(start+chunkChars, len(r))
		if end < len(r) {
			end = cutAt(r, start+chunkChars/2, end)
		}
		out = append(out, chunk{start, end})
		if end == len(r) {
			return out
		}
		start = cutAt(r, end-overlapChars, end-overlapChars/2)
	}
}

// cutAt finds the last end of a paragraph, sentence or word in a stretch; its end
// where it has none.
func cutAt(r []rune, from, to int) int {
	for _, fits := range []func(i int) bool{
		func(i int) bool { return r[i-1] == '\n' && i > 1 && r[i-2] == '\n' },
		func(i int) bool {
			return (r[i-1] == ' ' || r[i-1] == '\n') && i > 1 && (r[i-2] == '.' || r[i-2] == '?' || r[i-2] == '!')
		},
		func(i int) bool { return r[i-1] == ' ' || r[i-1] == '\n' },
	} {
		for i := to; i > from && i > 0; i-- {
			if fits(i) {
				return i
			}
		}
	}
	return to
}
