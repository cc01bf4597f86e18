package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// FetchOptions bound what is fetched. The zero value has the defaults.
type FetchOptions struct {
	Timeout  time.Duration // of all of it; 0: one minute
	MaxBytes int64         // of the answer, unpacked; 0: MaxBytes
}

// maxRedirects is how often an address may send on to another.
const maxRedirects = 5

// Fetch reads the text or texts at an address of http or https: a page, a
// document or a feed. Nothing that the answer names is fetched: the items of a
// feed are read in the words that the feed has of them.
//
// An address may send on to others, five times at most, never from https to
// http, and never from a public address to one of this machine or its local
// network: a page must not have the program read what only its user may.
func Fetch(ctx context.Context, address string, opt FetchOptions) ([]Text, error) {
	if opt.Timeout <= 0 {
		opt.Timeout = time.Minute
	}
	if opt.MaxBytes <= 0 || opt.MaxBytes > MaxBytes {
		opt.MaxBytes = MaxBytes
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, fmt.Errorf("fetch %s: it is no address", oneLine(address))
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("fetch %s: only addresses of http and https are fetched; open a file as a file", oneLine(address))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, opt.Timeout, fmt.Errorf("there was no whole answer within %v", opt.Timeout))
	defer cancel()
	raw, h, err := get(ctx, u, opt)
	if err != nil {
		if cause := context.Cause(ctx); ctx.Err() != nil && cause != nil {
			err = cause
		}
		return nil, fmt.Errorf("fetch %s: %w", u.Redacted(), err)
	}
	texts, err := parse(ctx, raw, h)
	if err != nil {
		return nil, err
	}
	if final := h.url; len(texts) > 0 && final != u.Redacted() {
		texts[0].note("The address sent on to %s.", final)
	}
	return texts, nil
}

// get gives the answer's bytes and what its header says of them.
func get(ctx context.Context, u *url.URL, opt FetchOptions) ([]byte, hint, error) {
	g := &guard{local: isLocalName(u.Hostname())}
	transport := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 20 * time.Second, Control: g.control}).DialContext,
		TLSHandshakeTimeout:    20 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		ForceAttemptHTTP2:      true,
	}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: g.redirect}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, hint{}, err
	}
	req.Header.Set("User-Agent", "Fairweather (reads one page for a person)")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/pdf, application/rss+xml, application/atom+xml, text/plain, */*;q=0.5")
	resp, err := client.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // the address is told already
		}
		return nil, hint{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, hint{}, fmt.Errorf("the server answers %s", oneLine(resp.Status))
	}
	if resp.ContentLength > opt.MaxBytes {
		return nil, hint{}, tooLarge(resp.ContentLength)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, opt.MaxBytes+1)) // of what is unpacked: a packed bomb ends here, too
	if int64(len(raw)) > opt.MaxBytes {
		return nil, hint{}, fmt.Errorf("the answer does not end before %.3g MB, the most that is read", float64(opt.MaxBytes)/1e6)
	}
	if err != nil {
		return nil, hint{}, fmt.Errorf("the answer broke off after %d bytes: %w", len(raw), err)
	}
	kind, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	final := resp.Request.URL.Redacted()
	return raw, hint{name: u.Redacted(), url: final, mime: kind, charset: params["charset"]}, nil
}

// guard keeps an address from sending on to where it may not.
type guard struct {
	local  bool // the person named an address of this machine or its network
	sentOn bool
}

func (g *guard) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("it sends on more than %d times", maxRedirects)
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return fmt.Errorf("it sends on to %q, which is not fetched", oneLine(req.URL.Scheme))
	}
	if last := via[len(via)-1]; last.URL.Scheme == "https" && req.URL.Scheme == "http" {
		return errors.New("it sends on from a secure address to one that is not")
	}
	if !g.local && isLocalName(req.URL.Hostname()) {
		return errLocal
	}
	g.sentOn = true
	return nil
}

var errLocal = errors.New("it sends on to an address of this machine or its own network, which a page may not")

// control is asked before each connection, with the address that the name stood
// for: a name that means this machine is found out here.
func (g *guard) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if isLocalAddr(at.Addr()) && !g.sentOn {
		g.local = true // the person's own address, or the proxy they set
	}
	if isLocalAddr(at.Addr()) && !g.local {
		return errLocal
	}
	return nil
}

func isLocalName(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return true
	}
	at, err := netip.ParseAddr(host)
	return err == nil && isLocalAddr(at)
}

func isLocalAddr(at netip.Addr) bool {
	at = at.Unmap()
	return at.IsLoopback() || at.IsPrivate() || at.IsLinkLocalUnicast() || at.IsUnspecified() || at.IsMulticast() || at.IsInterfaceLocalMulticast() ||
		netip.MustParsePrefix("100.64.0.0/10").Contains(at)
}
