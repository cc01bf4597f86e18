package events

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever a file begins with, it is recognised or refused in words, and what is
// recognised makes a query that the engine can read the file with.
func FuzzRecognise(f *testing.F) {
	f.Add([]byte("719024875\t20171202\t201712\n"))
	f.Add([]byte(icewsHeader))
	f.Add([]byte("\xef\xbb\xbfevent_id_cnty,event_date,event_type\n\"a\"\"b\",2020-01-01,\"x\ny\"\n"))
	f.Add([]byte("id,type_of_violence,dyad_name,date_start,gwnoa,gwnob\n1,1,x,2020-01-01,365,369\n"))
	f.Add([]byte("GlobalEventID\tSQLDATE\tEventCode\tActor1CountryCode\tEventCode\t\t\n"))
	f.Add([]byte("Event ID\tEvent Date\tEvent Type\tActor Country\tRecipient Country\tQuad Code\t\t\n"))
	f.Add([]byte("PK\x03\x04"))
	engine, err := startEngine(f.Context(), f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	defer engine.Close()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "file.csv")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		members, err := openMembers(t.Context(), path, t.TempDir(), nil)
		if err != nil {
			return
		}
		for _, m := range members {
			rows, err := engine.Query("EXPLAIN " + m.selection())
			if err != nil {
				t.Fatalf("%s: the query is wrong: %v", m.layout.Name, err)
			}
			rows.Close()
			if _, err := m.refusals(t.Context()); err != nil {
				t.Logf("going through the rows: %v", err)
			}
		}
	})
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte(`{"provider":"mine","day":"when","source":"who","target":"whom"}`), "when,who,whom")
	f.Add([]byte(`{"provider":"mine","comma":";","headless":true,"day":"column1","source":"column2","target":"column3"}`), "a;b;c")
	f.Fuzz(func(t *testing.T, data []byte, first string) {
		m, err := ParseMapping(data)
		if err != nil {
			return
		}
		if l, err := m.layout(first); err == nil && len(l.Columns) == 0 {
			t.Error("a layout without columns")
		}
	})
}
