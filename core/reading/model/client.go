package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cenkalti/backoff/v5"
	"github.com/sashabaranov/go-openai"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/core/reading"
)

// Client asks one model. It is for one text at a time.
type Client struct {
	settings Settings
	api      *openai.Client
	host     string
	limit    int64         // bytes of an answer
	timeout  time.Duration // of one request
	first    time.Duration // wait before the second try
	format   int           // how answers are asked for: the formats that the endpoint did not refuse
}

// NewClient readies a client; key may be empty. It fails as Settings.Check does.
func NewClient(s Settings, key string) (*Client, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	u, err := s.base()
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(key, "\r\n") {
		return nil, fmt.Errorf("%w: it has more than one line", ErrKey)
	}
	c := &Client{settings: s, host: u.Host, limit: maxAnswer, timeout: perRequest, first: time.Second}
	config := openai.DefaultConfig(strings.TrimSpace(key))
	config.BaseURL = u.String()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxResponseHeaderBytes = 1 << 16
	config.HTTPClient = &http.Client{
		Transport:     limited{transport, c},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.api = openai.NewClientWithConfig(config)
	return c, nil
}

// limited cuts answers off at the client's limit and keeps how long a server
// asks to wait.
type limited struct {
	base http.RoundTripper
	c    *Client
}

type waitKey struct{}

// RoundTrip implements http.RoundTripper.
func (l limited) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if wait, ok := req.Context().Value(waitKey{}).(*int); ok {
		*wait, _ = strconv.Atoi(resp.Header.Get("Retry-After")) // a date, which is rare, counts as none
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 { // which the library takes for an answer
		_ = resp.Body.Close() // nothing of it is read
		return nil, &statusError{resp.StatusCode, ""}
	}
	resp.Body = &cutOff{resp.Body, l.c.limit}
	return resp, nil
}

var errTooLong = errors.New("it is longer than an answer may be")

// cutOff fails once more has come than may.
type cutOff struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (c *cutOff) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooLong
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.ReadCloser.Read(p)
	c.left -= int64(n)
	return n, err
}

// Result is what a model proposed for a text.
type Result struct {
	Candidates []reading.Candidate // in the order of the text
	Dropped    []Drop              // by reason
	Requests   int                 // that were answered
}

// Propose asks the model for the candidates of a text. c and lex resolve names:
// actors that neither knows are not taken. step, where it is not nil, is told
// how many of the requests are done. It may take minutes; on cancel, and when a
// request fails after its retries, it gives the error and what was proposed until
// then, with the requests that were answered.
func (c *Client) Propose(ctx context.Context, text string, meta reading.Meta, cs *ledger.Case, lex *reading.Lexicon, step func(done, of int)) (Result, error) {
	var out Result
	if n := utf8.RuneCountInString(text); n > maxText {
		return out, fmt.Errorf("asking %s: the text has %d characters, the most is %d; part it", c.host, n, maxText)
	}
	list := chunks(text)
	door := newDoor(text, meta, cs, lex, c.settings.Model)
	for i, ch := range list {
		if step != nil {
			step(i, len(list))
		}
		answer, err := c.ask(ctx, door.part(ch), meta)
		if err != nil {
			out.Candidates, out.Dropped = door.result()
			return out, fmt.Errorf("asking the model at %s (request %d of %d): %w", c.host, i+1, len(list), err)
		}
		out.Requests++
		door.admit(answer, ch)
	}
	if step != nil {
		step(len(list), len(list))
	}
	out.Candidates, out.Dropped = door.result()
	return out, nil
}

// The ways to ask for JSON, the strictest first; an endpoint that refuses one is
// asked the next way.
const (
	bySchema = iota
	byObject
	byWords // in the instructions alone
)

// ask sends one request and gives the text of the answer.
func (c *Client) ask(ctx context.Context, part string, meta reading.Meta) (string, error) {
	for {
		answer, err := c.retry(ctx, c.request(part, meta))
		if c.format < byWords && refusesFormat(err) {
			c.format++
			continue
		}
		return answer, err
	}
}

func (c *Client) request(part string, meta reading.Meta) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{
		Model: c.settings.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: instructions(meta)},
			{Role: openai.ChatMessageRoleUser, Content: part},
		},
	}
	switch c.format {
	case bySchema:
		r.Temperature = math.SmallestNonzeroFloat32 // the library leaves 0 out
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema, JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{
			Name: "candidates", Schema: json.RawMessage(Schema),
		}}
	case byObject:
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return r
}

// retry sends a request, again after 429, 5xx and lost connections, at growing
// intervals or when the server says.
func (c *Client) retry(ctx context.Context, r openai.ChatCompletionRequest) (string, error) {
	grow := backoff.NewExponentialBackOff()
	grow.InitialInterval, grow.MaxInterval = c.first, 30*c.first
	return backoff.Retry(ctx, func() (string, error) {
		wait := 0
		one, cancel := context.WithTimeout(context.WithValue(ctx, waitKey{}, &wait), c.timeout)
		defer cancel()
		resp, err := c.api.CreateChatCompletion(one, r)
		switch {
		case err == nil && len(resp.Choices) == 0:
			return "", backoff.Permanent(fmt.Errorf("%w: it holds no choice", ErrAnswer))
		case err == nil:
			return resp.Choices[0].Message.Content, nil
		case ctx.Err() != nil:
			return "", backoff.Permanent(ctx.Err())
		}
		said, again := c.explain(err)
		switch {
		case !again:
			return "", backoff.Permanent(said)
		case wait > 0 && wait <= 60:
			return "", &backoff.RetryAfterError{Duration: time.Duration(wait) * c.first}
		}
		return "", said
	}, backoff.WithBackOff(grow), backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(10*time.Minute))
}

// statusError is an answer that is no success.
type statusError struct {
	status int
	text   string
}

// Error implements error.
func (e *statusError) Error() string {
	switch {
	case e.status == http.StatusTooManyRequests:
		return "it is busy or its quota is used up (429); try later" + e.text
	case e.status == http.StatusNotFound:
		return "it has no such address or model (404); check both in the preferences" + e.text
	case e.status >= 300 && e.status < 400:
		return fmt.Sprintf("it sends elsewhere (%d), which is not followed; enter the address that it moved to", e.status)
	}
	return fmt.Sprintf("it answered with status %d%s", e.status, e.text)
}

// explain puts an error of a request in words, and says whether to try again.
func (c *Client) explain(err error) (said error, again bool) {
	status, text := 0, ""
	var api *openai.APIError
	var req *openai.RequestError
	var moved *statusError
	switch {
	case errors.As(err, &moved):
		return moved, false
	case errors.Is(err, errTooLong):
		return fmt.Errorf("%w: %w (%d bytes)", ErrAnswer, errTooLong, c.limit), false
	case errors.As(err, &api):
		status, text = api.HTTPStatusCode, api.Message
	case errors.As(err, &req):
		status, text = req.HTTPStatusCode, string(req.Body)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("it gave no answer within %v: %w", c.timeout, context.DeadlineExceeded), true
	default:
		var syntax *json.SyntaxError
		var typ *json.UnmarshalTypeError
		if errors.As(err, &syntax) || errors.As(err, &typ) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: it is no chat completion (%s)", ErrAnswer, clean(err.Error(), 120)), false
		}
		return fmt.Errorf("no connection (%s); is the server running?", clean(err.Error(), 160)), true
	}
	if status == http.StatusUnauthorized || status == http.StatusForbidden {
		return ErrKey, false
	}
	if text = clean(text, 160); text != "" {
		text = ": " + text
	}
	return &statusError{status, text}, status == http.StatusTooManyRequests || status >= 500
}

// refusesFormat reports an endpoint that does not know a way of asking for JSON.
func refusesFormat(err error) bool {
	var s *statusError
	return errors.As(err, &s) && (s.status == http.StatusBadRequest || s.status == http.StatusUnprocessableEntity || s.status == http.StatusNotImplemented)
}

// clean makes what a server wrote fit to be shown: one line, no control
// characters, cut.
func clean(s string, most int) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == utf8.RuneError || r >= 0x80 && r < 0xa0 || r >= 0x2028 && r <= 0x202e
	}), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
