package assess

// Scale is a published scale of words for probabilities.
type Scale string

// The scales, METHODS 10.
const (
	ICD203 Scale = "icd203" // US Intelligence Community Directive 203
	PHIA   Scale = "phia"   // UK Professional Head of Intelligence Assessment
)

// Scales are the scales there are.
var Scales = []Scale{ICD203, PHIA}

// Title names the scale as people know it.
func (s Scale) Title() string {
	if s == PHIA {
		return "PHIA yardstick"
	}
	return "ICD 203"
}

type scale struct {
	words []string
	cuts  []float64 // where one word gives way to the next
}

var icd203 = scale{
	[]string{"almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain"},
	[]float64{.05, .20, .45, .55, .80, .95},
}

// PHIA leaves gaps between its bands; the nearer band takes each half.
var phia = scale{
	[]string{"remote chance", "highly unlikely", "unlikely", "realistic possibility", "likely", "highly likely", "almost certain"},
	[]float64{.075, .225, .375, .525, .775, .925},
}

func (s Scale) def() *scale {
	if s == PHIA {
		return &phia
	}
	return &icd203
}

// Words lists the words of the scale, from the least to the most probable.
func (s Scale) Words() []string { return append([]string(nil), s.def().words...) }

// Word gives the word for a probability; on the border of two bands the upper
// one's. METHODS 10.
func (s Scale) Word(p float64) string { return s.def().words[s.index(p)] }

// index gives the position of p's word on the scale, 0 the least probable.
func (s Scale) index(p float64) int {
	i := 0
	for _, cut := range s.def().cuts {
		if p < cut {
			break
		}
		i++
	}
	return i
}

// phrase puts a word for the probability of a thing into a predicate: "is
// likely", "has almost no chance".
func (s Scale) phrase(p float64) string { return phrases[s.Word(p)] }

// phrases are whole for each word: a language may need more than the word in
// another frame.
var phrases = map[string]string{
	"almost no chance":      key("has almost no chance"),
	"very unlikely":         key("is very unlikely"),
	"highly unlikely":       key("is highly unlikely"),
	"unlikely":              key("is unlikely"),
	"remote chance":         key("has a remote chance"),
	"roughly even chance":   key("has a roughly even chance"),
	"realistic possibility": key("is a realistic possibility"),
	"likely":                key("is likely"),
	"very likely":           key("is very likely"),
	"highly likely":         key("is highly likely"),
	"almost certain":        key("is almost certain"),
}
