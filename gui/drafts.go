package gui

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/fairweather-app/fairweather/core/ledger"
	"github.com/fairweather-app/fairweather/gui/page"
)

// keptDraft is an unfinished form on disk.
type keptDraft struct {
	Kind   ledger.Kind     `json:"kind"`
	Record json.RawMessage `json:"record"`
	Base   json.RawMessage `json:"base,omitempty"` // what the form began from; none: a new record
}

// draftFile is where the unfinished forms of a case are kept.
func (p *program) draftFile(path string) string {
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(p.o.Keep, "drafts", hex.EncodeToString(sum[:8])+".json")
}

// keepDrafts writes the unfinished forms of the case to disk, those of all
// windows on it, if they differ from what is there.
func (w *Window) keepDrafts() {
	path := w.draftsOf
	if w.p.o.Keep == "" || path == "" {
		return
	}
	list := []keptDraft{}
	for _, x := range w.p.windows {
		if x.draftsOf != path {
			continue
		}
		for _, d := range x.inspector.Drafts() {
			body, err := ledger.Encode(d.Record)
			if err != nil {
				continue // a form that holds no record yet
			}
			k := keptDraft{Kind: d.Record.Kind(), Record: body}
			if d.Base != nil {
				if k.Base, err = ledger.Encode(d.Base); err != nil {
					continue
				}
			}
			list = append(list, k)
		}
	}
	text, err := json.Marshal(list)
	if err != nil {
		fyne.LogError("keep unfinished forms", err)
		return
	}
	file := w.p.draftFile(path)
	was, known := w.p.kept[path]
	if known && was == string(text) || !known && len(list) == 0 && !exists(file) {
		return
	}
	w.p.kept[path] = string(text)
	if len(list) == 0 {
		_ = os.Remove(file)
		return
	}
	err = os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		temp := file + ".new" // a crash now leaves the old file
		if err = os.WriteFile(temp, text, 0o600); err == nil {
			err = os.Rename(temp, file)
		}
	}
	if err != nil {
		fyne.LogError("keep unfinished forms", err)
	}
}

// drafts reads the unfinished forms of a case from disk.
func (p *program) drafts(path string, c *ledger.Case) []page.Draft {
	if p.o.Keep == "" || path == "" {
		return nil
	}
	body, err := os.ReadFile(p.draftFile(path))
	if err != nil {
		return nil
	}
	var list []keptDraft
	if err := json.Unmarshal(body, &list); err != nil {
		return nil // of another version: nothing to go on with
	}
	var out []page.Draft
	for _, k := range list {
		r, err := ledger.Decode(k.Kind, k.Record)
		if err != nil {
			continue
		}
		d := page.Draft{Record: r}
		if k.Base != nil {
			if d.Base, err = ledger.Decode(k.Kind, k.Base); err != nil {
				continue
			}
			if _, there := c.Get(r.RecordID()); !there {
				d.Base = nil // deleted since: it can be added again
			}
		}
		out = append(out, d)
	}
	return out
}
