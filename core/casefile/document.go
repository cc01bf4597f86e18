package casefile

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Document is a text or file on which a source rests.
type Document struct {
	SHA256    string // hexadecimal, lower case; ledger.Source.Document refers to it
	Name      string // the file name it came with
	MediaType string // "text/html; charset=utf-8"
	Size      int64  // bytes
	Added     time.Time
	Body      []byte // nil in a list
}

// MaxDocument is the size, in bytes, above which a document is refused.
const MaxDocument = 500_000_000

// documentRows is where the rows of documents in the full-text index begin;
// below are those of records.
const documentRows = 1 << 40

// AddDocument stores a document and gives its SHA-256. One that is already
// there, under whatever name, is not stored again. It is no edit: nothing in
// the case changes until a source refers to it. Text and HTML are searchable.
func (f *File) AddDocument(ctx context.Context, name, mediaType string, body []byte) (string, error) {
	if len(body) > MaxDocument {
		return "", fmt.Errorf("add document %s: it has %d MB, the most is %d; keep it outside and give the source its address", name, len(body)/1_000_000, MaxDocument/1_000_000)
	}
	digest := sha256.Sum256(body)
	sha := hex.EncodeToString(digest[:])
	if err := f.lock(); err != nil {
		return "", err
	}
	defer f.mu.Unlock()
	op := "add document " + name + " to"
	if f.readOnly != "" {
		return "", fmt.Errorf("%s %s: %w (%s)", op, f.path, ErrReadOnly, f.readOnly)
	}
	if moved(f.path, f.info) {
		return "", fmt.Errorf("%s %s: %w", op, f.path, ErrMoved)
	}
	if body == nil {
		body = []byte{}
	}
	err := func() (err error) {
		if _, err := f.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				_, _ = f.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // the first error is the one to report
			}
		}()
		w := writer{conn: f.conn}
		err = w.document(ctx, Document{sha, name, mediaType, int64(len(body)), f.now(), body})
		w.close()
		if err != nil {
			return err
		}
		_, err = f.conn.ExecContext(context.WithoutCancel(ctx), "COMMIT")
		return err
	}()
	if err != nil {
		return "", explain(op, f.path, err)
	}
	return sha, nil
}

// document writes a document that is not there yet.
func (w *writer) document(ctx context.Context, d Document) error {
	s, err := w.stmt(ctx, `INSERT INTO document (sha256, name, media_type, size, added, body) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING RETURNING n`)
	if err != nil {
		return err
	}
	var n int64
	err = s.QueryRowContext(ctx, d.SHA256, d.Name, d.MediaType, d.Size, d.Added.UTC().Format(timeLayout), d.Body).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // it is there
	} else if err != nil {
		return err
	}
	return w.exec(ctx, "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
		documentRows+n, foldText(d.Name), foldText(documentText(d.MediaType, d.Body)))
}

// Document gives a stored document; ErrNoDocument if it is not there,
// ErrDamaged if it is not what was stored.
func (f *File) Document(ctx context.Context, sha string) (Document, error) {
	if err := f.lock(); err != nil {
		return Document{}, err
	}
	defer f.mu.Unlock()
	d, err := scanDocument(f.conn.QueryRowContext(ctx, "SELECT sha256, name, media_type, size, added, body FROM document WHERE sha256 = ?", sha))
	if errors.Is(err, sql.ErrNoRows) {
		return Document{}, fmt.Errorf("read document %s: %w", sha, ErrNoDocument)
	} else if err != nil {
		return Document{}, explain("read document "+sha+" in", f.path, err)
	}
	if digest := sha256.Sum256(d.Body); hex.EncodeToString(digest[:]) != sha {
		return Document{}, fmt.Errorf("read document %s (%s): %w", sha, d.Name, ErrDamaged)
	}
	return d, nil
}

// Documents lists the stored documents, without their bodies, in the order in
// which they were added.
func (f *File) Documents(ctx context.Context) ([]Document, error) {
	if err := f.lock(); err != nil {
		return nil, err
	}
	defer f.mu.Unlock()
	rows, err := f.conn.QueryContext(ctx, "SELECT sha256, name, media_type, size, added, NULL FROM document ORDER BY n")
	if err != nil {
		return nil, explain("list the documents of", f.path, err)
	}
	defer rows.Close()
	var out []Document
	for rows.Next() {
		d, err := scanDocument(rows)
		if err != nil {
			return nil, explain("list the documents of", f.path, err)
		}
		out = append(out, d)
	}
	return out, explain("list the documents of", f.path, rows.Err())
}

func scanDocument(row interface{ Scan(...any) error }) (Document, error) {
	var d Document
	var added string
	if err := row.Scan(&d.SHA256, &d.Name, &d.MediaType, &d.Size, &added, &d.Body); err != nil {
		return d, err
	}
	var err error
	if d.Added, err = time.Parse(timeLayout, added); err != nil {
		return d, fmt.Errorf("%w (document %s has no time)", ErrDamaged, d.SHA256)
	}
	return d, nil
}

// documentText gives the words of a document, as far as they can be had without
// a reader for its format: those of text and of HTML.
func documentText(mediaType string, body []byte) string {
	kind, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		kind = mediaType
	}
	if !strings.HasPrefix(kind, "text/") && kind != "application/json" && kind != "application/xhtml+xml" || !utf8.Valid(body) {
		return ""
	}
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return string(body)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(body)))
	hidden := "" // inside this element, which shows no text
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == "" {
				b.Write(z.Text())
				b.WriteByte(' ')
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "script" || string(name) == "style" {
				hidden = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		}
	}
}
