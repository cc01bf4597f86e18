package view

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// isEmpty reports whether a field with this value is empty.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, part := range v {
			if !isEmpty(part) {
				return false
			}
		}
		return true
	}
	return false
}

// sameValue compares two JSON values; what is empty is the same as what is not there.
func sameValue(a, b any) bool {
	if isEmpty(a) || isEmpty(b) {
		return isEmpty(a) && isEmpty(b)
	}
	return string(mustJSON(trim(a))) == string(mustJSON(trim(b)))
}

// trim drops what is empty from objects.
func trim(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, part := range v {
			if !isEmpty(part) {
				out[k] = trim(part)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, part := range v {
			out[i] = trim(part)
		}
		return out
	}
	return v
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("view: a form's value does not marshal: %v", err)) // our bug: editors give JSON values
	}
	return b
}

// joinPath gives "a.b", "a[1]", or one of them where the other is empty.
func joinPath(a, b string) string {
	switch {
	case b == "":
		return a
	case a == "" || strings.HasPrefix(b, "["):
		return a + b
	}
	return a + "." + b
}

// splitPath gives the first key of a path and the rest: "milestones", "[2].date".
func splitPath(path string) (key, rest string) {
	i := strings.IndexAny(path, ".[")
	if i < 0 {
		return path, ""
	}
	return path[:i], strings.TrimPrefix(path[i:], ".")
}

// splitIndex gives the index at the start of a path and the rest: 2, "date".
func splitIndex(path string) (index int, rest string, ok bool) {
	end := strings.IndexByte(path, ']')
	if !strings.HasPrefix(path, "[") || end < 0 {
		return 0, path, false
	}
	index, err := strconv.Atoi(path[1:end])
	if err != nil || index < 0 {
		return 0, path, false
	}
	return index, strings.TrimPrefix(path[end+1:], "."), true
}
