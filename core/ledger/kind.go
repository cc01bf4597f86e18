package ledger

import "fmt"

// Kind names a kind of record, in the words of the case file and the screen.
type Kind string

// The kinds of record. A case file holds no others.
const (
	KindMatter       Kind = "matter"
	KindActor        Kind = "actor"
	KindSource       Kind = "source"
	KindMoment       Kind = "moment"
	KindConduct      Kind = "conduct"
	KindRequest      Kind = "request"
	KindPledge       Kind = "pledge"
	KindContribution Kind = "contribution"
	KindDependence   Kind = "dependence"
	KindHypothesis   Kind = "hypothesis"
	KindRating       Kind = "rating"
	KindNote         Kind = "note"
)

// Kinds lists every kind in the order in which files and screens show them.
var Kinds = []Kind{
	KindMatter, KindActor, KindSource, KindMoment, KindConduct, KindRequest,
	KindPledge, KindContribution, KindDependence, KindHypothesis, KindRating, KindNote,
}

// Record is one record of a case. The types of this package that have a Kind
// implement it, as pointers.
type Record interface {
	// RecordID is the record's identifier, unique in its case over all kinds.
	RecordID() string
	// Kind is the record's kind.
	Kind() Kind
	// Name is a short line that tells a person which record this is.
	Name() string
}

// New returns an empty record of kind k with the given id.
// It fails only for a kind that does not exist.
func New(k Kind, id string) (Record, error) {
	switch k {
	case KindMatter:
		return &Matter{ID: id}, nil
	case KindActor:
		return &Actor{ID: id}, nil
	case KindSource:
		return &Source{ID: id}, nil
	case KindMoment:
		return &Moment{ID: id}, nil
	case KindConduct:
		return &Conduct{ID: id}, nil
	case KindRequest:
		return &Request{ID: id}, nil
	case KindPledge:
		return &Pledge{ID: id}, nil
	case KindContribution:
		return &Contribution{ID: id}, nil
	case KindDependence:
		return &Dependence{ID: id}, nil
	case KindHypothesis:
		return &Hypothesis{ID: id}, nil
	case KindRating:
		return &Rating{ID: id}, nil
	case KindNote:
		return &Note{ID: id}, nil
	}
	return nil, fmt.Errorf("record kind %q does not exist (kinds: %v)", k, Kinds)
}

// Prefix is the letter with which new identifiers of a kind begin.
func (k Kind) Prefix() string {
	switch k {
	case KindMatter:
		return "matter"
	case KindActor:
		return "a"
	case KindSource:
		return "s"
	case KindMoment:
		return "m"
	case KindConduct:
		return "c"
	case KindRequest:
		return "q"
	case KindPledge:
		return "p"
	case KindContribution:
		return "g"
	case KindDependence:
		return "d"
	case KindHypothesis:
		return "h"
	case KindRating:
		return "r"
	}
	return "n"
}
