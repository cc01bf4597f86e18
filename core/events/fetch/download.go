package fetch

import (
	"cmp"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/gofrs/flock"
)

// GDELTBase is where GDELT serves its files; Variable names the environment variable
// that says where a mirror does.
const (
	GDELTBase = "http://data.gdeltproject.org"
	Variable  = "FAIRWEATHER_GDELT"
)

// Client gets files, one at a time. Its zero value asks GDELT with manners; the
// fields are for mirrors and tests.
type Client struct {
	Base    string        // in front of every path; empty: GDELTBase
	Agent   string        // User-Agent
	Pause   time.Duration // between files; 0: a quarter of a second
	Wait    time.Duration // before the first retry, doubling up to 64 times; 0: a second
	Tries   int           // of one file in a row that gain nothing; 0: 6
	Silence time.Duration // without a byte, after which a connection is given up; 0: 30 seconds
	HTTP    *http.Client
	Now     func() time.Time
}

func (c *Client) address(path string) string {
	return strings.TrimRight(cmp.Or(c.Base, GDELTBase), "/") + "/" + path
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

// polite keeps to one connection at a time.
var polite = &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, MaxConnsPerHost: 1, ResponseHeaderTimeout: time.Minute, DisableCompression: true}}

// Progress is told how many bytes of all are there, and what file is being got.
// total counts the files whose sizes are told.
type Progress func(done, total int64, file string)

// Outcome says what became of a file.
type Outcome struct {
	File  File   `json:"file"`
	Path  string `json:"path"`  // where it is; empty where it could not be got
	Found bool   `json:"found"` // it was there already, whole
	Err   error  `json:"-"`
}

// Partial is the ending of a file that is not whole yet. It can be gone on with.
const Partial = ".part"

// Get downloads files into a folder, made where it is missing. A file that is there
// already, of the size and checksum that the list gives, is used; a part of one is
// gone on with. A name without ending .part is whole, always. One file that cannot
// be got does not stop the others; the error is for a folder that cannot be written
// and for a cancel, after which what was got so far is told.
func (c *Client) Get(ctx context.Context, files []File, dir string, progress Progress) ([]Outcome, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder for downloads: %w", err)
	}
	lock := flock.New(filepath.Join(dir, ".lock"))
	switch free, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("locking the folder for downloads: %w", err)
	case !free:
		return nil, fmt.Errorf("another window or program is downloading to %s: wait for it, or stop it", dir)
	}
	defer lock.Unlock()
	var total, before int64
	for _, f := range files {
		total += f.Bytes
	}
	var out []Outcome
	asked := false
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		tell := func(n int64) {
			if progress != nil {
				progress(before+n, total, f.Name)
			}
		}
		o := Outcome{File: f, Path: filepath.Join(dir, f.Name)}
		switch whole, err := isWhole(o.Path, f); {
		case err != nil:
			o.Path, o.Err = "", err
		case whole:
			o.Found = true
		default:
			if asked {
				if err := sleep(ctx, cmp.Or(c.Pause, 250*time.Millisecond)); err != nil {
					return out, err
				}
			}
			asked = true
			if err := c.one(ctx, f, dir, tell); err != nil {
				if ctx.Err() != nil {
					return out, ctx.Err()
				}
				o.Path, o.Err = "", err
			}
		}
		before += f.Bytes
		tell(0)
		out = append(out, o)
	}
	return out, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// isWhole tells whether a file is there as the list says. One that differs is in
// the way and goes.
func isWhole(at string, f File) (bool, error) {
	info, err := os.Lstat(at)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for %s: %w", f.Name, err)
	}
	if !info.Mode().IsRegular() {
		return false, fmt.Errorf("%s is no file: move it away", at)
	}
	if f.Bytes == 0 || info.Size() == f.Bytes {
		if f.MD5 == "" {
			return true, nil
		}
		sum, err := sumOf(at)
		if err != nil {
			return false, err
		}
		if sum == f.MD5 {
			return true, nil
		}
	}
	if err := os.Remove(at); err != nil {
		return false, fmt.Errorf("replacing %s, which is not as the list says: %w", f.Name, err)
	}
	return false, nil
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("checking %s: %w", path, err)
	}
	defer f.Close()
	h := md5.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("checking %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// errStale says that the part on disk cannot be gone on with.
var errStale = errors.New("what the server sends does not fit the part that is there")

// one gets one file. Tries go on from where the last broke off; they are counted,
// and the waiting begins, anew whenever the part has grown beyond what it ever was.
func (c *Client) one(ctx context.Context, f File, dir string, tell func(int64)) error {
	if !safeName.MatchString(f.Name) {
		return fmt.Errorf("%q is no name for a file", f.Name)
	}
	part := filepath.Join(dir, f.Name+Partial)
	if f.MD5 == "" { // nothing would tell a part of another version
		os.Remove(part)
	}
	if tell == nil {
		tell = func(int64) {}
	}
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = cmp.Or(c.Wait, time.Second)
	wait.Multiplier, wait.MaxInterval = 2, 64*wait.InitialInterval
	wait.Reset()
	version, best := "", sizeOf(part)
	for failed, wrong := 0, 0; ; {
		err := c.attempt(ctx, f, part, &version, tell)
		if err == nil {
			if err = c.finish(f, part, dir); err == nil {
				return nil
			}
			best = 0
			wrong++
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var never *backoff.PermanentError
		if errors.As(err, &never) {
			return fmt.Errorf("getting %s: %w", f.URL, never.Err)
		}
		failed++
		if size := sizeOf(part); size > best {
			best, failed = size, 0
			wait.Reset()
		}
		if failed >= cmp.Or(c.Tries, 6) || wrong >= mostWrong {
			return fmt.Errorf("getting %s: %w", f.URL, err)
		}
		pause := wait.NextBackOff()
		var asked *backoff.RetryAfterError
		if errors.As(err, &asked) {
			pause = asked.Duration
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// mostWrong is how often a file is got whole and found damaged.
const mostWrong = 3

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// finish checks a part that has all its bytes and gives it its name.
func (c *Client) finish(f File, part, dir string) error {
	if f.MD5 != "" {
		sum, err := sumOf(part)
		if err != nil {
			return err
		}
		if sum != f.MD5 {
			if err := os.Remove(part); err != nil {
				return err
			}
			return fmt.Errorf("its MD5 is %s, not %s as the list says: the list or the file is damaged, try again later", sum, f.MD5)
		}
	}
	return os.Rename(part, filepath.Join(dir, f.Name))
}

// attempt asks for what is missing of a file and appends it to the part. Without an
// error the part has all bytes. version is the validator of the part where no MD5
// would tell that the file changed between two tries.
func (c *Client) attempt(ctx context.Context, f File, part string, version *string, tell func(int64)) error {
	have := sizeOf(part)
	if f.Bytes > 0 && have > f.Bytes || f.MD5 == "" && *version == "" {
		have = 0
	}
	if f.Bytes > 0 && have == f.Bytes {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		return backoff.Permanent(fmt.Errorf("the address is none: %w", err))
	}
	req.Header.Set("User-Agent", cmp.Or(c.Agent, "Fairweather (event data for one analyst; one connection)"))
	if have > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		if f.MD5 == "" {
			req.Header.Set("If-Range", *version)
		}
	}
	silence := cmp.Or(c.Silence, 30*time.Second)
	var silent atomic.Bool
	watch := time.AfterFunc(silence, func() { silent.Store(true); cancel() })
	defer watch.Stop()
	client := c.HTTP
	if client == nil {
		client = polite
	}
	quiet := func(err error) error {
		if silent.Load() {
			return fmt.Errorf("no byte came for %s", silence)
		}
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return quiet(err)
	}
	defer res.Body.Close()
	switch code := res.StatusCode; {
	case code == http.StatusOK:
		have, *version = 0, validator(res.Header)
	case code == http.StatusPartialContent:
		if !continues(res.Header.Get("Content-Range"), have, f.Bytes) {
			os.Remove(part)
			return errStale
		}
	case code == http.StatusRequestedRangeNotSatisfiable:
		os.Remove(part)
		return errStale
	case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
		err := fmt.Errorf("the server asks to wait (%s)", res.Status)
		if s, bad := strconv.Atoi(res.Header.Get("Retry-After")); bad == nil && s > 0 {
			return errors.Join(err, backoff.RetryAfter(min(s, 300)))
		}
		return err
	case code >= 500 || code == http.StatusRequestTimeout:
		return fmt.Errorf("the server says %s", res.Status)
	default:
		return backoff.Permanent(fmt.Errorf("the server says %s", res.Status))
	}
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return backoff.Permanent(err)
	}
	gained, err := write(out, res.Body, f, have, func() { watch.Reset(silence) }, tell)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return quiet(err)
	}
	if have+gained < f.Bytes {
		return fmt.Errorf("the server sent %d of %d bytes", have+gained, f.Bytes)
	}
	return nil
}

// validator is what tells one version of a file from another, where the server gives one.
func validator(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		return tag
	}
	return h.Get("Last-Modified")
}

// continues tells whether a Content-Range goes on from where the part ends, and of
// a file of the size that the list gives.
func continues(header string, have, size int64) bool {
	var first, last, whole int64
	if n, _ := fmt.Sscanf(header, "bytes %d-%d/%d", &first, &last, &whole); n == 3 {
		return first == have && (size == 0 || whole == size)
	}
	n, _ := fmt.Sscanf(header, "bytes %d-%d/*", &first, &last)
	return n == 2 && first == have
}

// write puts a body into the part from a place on, and tells how much of it.
func write(out *os.File, body io.Reader, f File, from int64, awake func(), tell func(int64)) (int64, error) {
	if err := out.Truncate(from); err != nil {
		return 0, backoff.Permanent(err)
	}
	if _, err := out.Seek(from, io.SeekStart); err != nil {
		return 0, backoff.Permanent(err)
	}
	var gained int64
	buf := make([]byte, 256<<10)
	for {
		n, err := body.Read(buf)
		if n > 0 {
			awake()
			if f.Bytes > 0 && from+gained+int64(n) > f.Bytes {
				// What is there may be wrong from the first byte on.
				return 0, errors.Join(out.Truncate(0), fmt.Errorf("the server sends more than the %d bytes of the list", f.Bytes))
			}
			if _, err := out.Write(buf[:n]); err != nil {
				return gained, backoff.Permanent(fmt.Errorf("writing %s: %w; check the space on the disk", out.Name(), err))
			}
			gained += int64(n)
			tell(from + gained)
		}
		if err == io.EOF {
			return gained, nil
		}
		if err != nil {
			return gained, fmt.Errorf("the connection broke off after %d bytes: %w", from+gained, err)
		}
	}
}
