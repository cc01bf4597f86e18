package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// The limits of a PDF.
const (
	maxPages   = 5_000
	pdfTime    = 2 * time.Minute
	pdfMemory  = 512 << 20 / (64 << 10) // pages of WebAssembly
	pdfAtOnce  = 4
	pdfWaiting = time.Minute
)

// pdfReaders makes the sandboxes in which PDFs are read. Compiling PDFium takes
// seconds, so its machine code is kept in the user's cache folder where there is
// one, and in memory for as long as the program runs.
var pdfReaders = sync.OnceValues(func() (pdfium.Pool, error) {
	cache := wazero.NewCompilationCache()
	if dir, err := os.UserCacheDir(); err == nil {
		if onDisk, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "fairweather", "pdfium")); err == nil {
			cache = onDisk
		}
	}
	return webassembly.Init(webassembly.Config{
		MaxIdle: pdfAtOnce, MaxTotal: pdfAtOnce,
		FSConfig: wazero.NewFSConfig(), // no file is seen from within
		Stdout:   io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCompilationCache(cache).WithCloseOnContextDone(true).WithMemoryLimitPages(pdfMemory),
	})
})

// readPDF reads the text of a PDF: words that a line's end hyphenates are put
// together, lines become paragraphs, and what stands at the head or foot of page
// after page is in Full alone.
func readPDF(ctx context.Context, raw []byte, h hint) ([]Text, error) {
	pool, err := pdfReaders()
	if err != nil {
		return nil, fmt.Errorf("start the reader of PDFs: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, pdfTime, fmt.Errorf("it takes more than %v", pdfTime))
	defer cancel()
	waiting, stop := context.WithTimeout(ctx, pdfWaiting)
	defer stop()
	in, err := pool.GetInstanceWithContext(waiting)
	if err != nil {
		return nil, fmt.Errorf("start the reader of PDFs: %w", err)
	}
	// The sandbox is ended from outside when the time is over, and put away by
	// whoever comes first.
	alive := context.AfterFunc(ctx, func() { _ = in.Kill() })
	t, err := pdfText(ctx, in, raw)
	if alive() {
		_ = in.Close() // it is thrown away: what goes wrong there loses nothing
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, err
	}
	return []Text{finish(t, raw, h, "application/pdf")}, nil
}

func pdfText(ctx context.Context, in pdfium.Pdfium, raw []byte) (t Text, err error) {
	opened, err := in.OpenDocument(&requests.OpenDocument{File: &raw})
	switch {
	case errors.Is(err, pdferrors.ErrPassword):
		return t, errors.New("it is locked with a password; save it without one")
	case errors.Is(err, pdferrors.ErrSecurity):
		return t, errors.New("it is locked in a way that is not known; save it without a lock")
	case err != nil:
		return t, fmt.Errorf("it is no whole PDF: %w", err)
	}
	doc := opened.Document
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc})
	if err != nil {
		return t, fmt.Errorf("count its pages: %w", err)
	}
	if count.PageCount > maxPages {
		return t, fmt.Errorf("it declares %d pages, the most that is read is %d; cut it into parts", count.PageCount, maxPages)
	}
	var pages [][]pdfLine
	empty, broken, size := 0, 0, 0
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return t, err
		}
		lines, err := pdfPage(in, doc, i)
		if err != nil {
			if ctx.Err() != nil {
				return t, ctx.Err()
			}
			broken++
			continue
		}
		for _, l := range lines {
			size += len(l.text)
		}
		if len(lines) == 0 {
			empty++
		}
		pages = append(pages, lines)
		if size > MaxChars {
			t.note("The text is cut after page %d of %d: it is longer than %d million characters.", i+1, count.PageCount, MaxChars/1_000_000)
			break
		}
	}
	switch {
	case size == 0 && broken > 0 && broken == count.PageCount:
		return t, errors.New("none of its pages can be read: it is broken")
	case size == 0:
		return t, fmt.Errorf("%w: its %s of text, a scan; have the text recognised first (OCRmyPDF does), then read the new file",
			ErrNoText, countOf(count.PageCount, "page is a picture", "pages are pictures"))
	}
	if empty > 0 {
		t.note("%s without text: pictures, or empty.", countOf(empty, "page is", "pages are"))
	}
	if broken > 0 {
		t.note("%s could not be read.", countOf(broken, "page", "pages"))
	}
	running := runningLines(pages)
	t.Full = layOut(pages, nil)
	t.Extract = layOut(pages, running)
	if len(running) > 0 {
		t.note("Lines that stand at the head or foot of page after page are left out of the main text.")
	}
	info := func(tag string) string {
		m, err := in.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: tag})
		if err != nil {
			return ""
		}
		return oneLine(m.Value)
	}
	t.Title, t.Author = info("Title"), info("Author")
	if t.Title == "" || strings.HasPrefix(t.Title, "Microsoft Word - ") || strings.Contains(t.Title, ".doc") || strings.Contains(t.Title, ".indd") {
		t.Title = firstLine(t.Extract)
	}
	if d := strings.TrimPrefix(info("CreationDate"), "D:"); len(d) >= 8 {
		if day, ok := wholeDay(d[:4] + "-" + d[4:6] + "-" + d[6:8]); ok {
			t.Date = day
			t.note("The date is the day on which the PDF was made.")
		}
	}
	return t, nil
}

// firstLine gives the first line of a text where it can be a title.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	if n := len([]rune(line)); n < 4 || n > 150 {
		return ""
	}
	return line
}

// pdfPage gives the lines of a page in reading order, with their places.
func pdfPage(in pdfium.Pdfium, doc references.FPDF_DOCUMENT, i int) ([]pdfLine, error) {
	got, err := in.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: i}},
		Mode: requests.GetPageTextStructuredModeChars,
	})
	if err != nil {
		return nil, err
	}
	var lines []pdfLine
	var l lineMaker
	for _, c := range got.Chars {
		if c.Text == "\n" {
			lines = l.end(lines)
			continue
		}
		at := c.PointPosition
		l.add(c.Text, at.Left, at.Right, at.Top, at.Bottom)
	}
	return l.end(lines), nil
}
