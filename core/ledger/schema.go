package ledger

// FieldType says what a field of a record holds, and so how a form edits it,
// a table aligns it and a view types it.
type FieldType string

// The types of field.
const (
	TextField         FieldType = "text"        // one line
	LongTextField     FieldType = "long text"   // paragraphs
	ListField         FieldType = "list"        // texts
	DateField         FieldType = "date"        // EDTF
	ChoiceField       FieldType = "choice"      // one of Options
	OpenChoiceField   FieldType = "open choice" // one of Options, or a text of the case's own
	RungField         FieldType = "rung"        // -2 .. 4
	NumberField       FieldType = "number"      // any; may be empty
	ShareField        FieldType = "share"       // in [0, 1]
	WholeField        FieldType = "whole number"
	YesNoField        FieldType = "yes or no"
	ReferenceField    FieldType = "reference"    // the id of a record of kind Refers
	ReferencesField   FieldType = "references"   // several of them
	CitationsField    FieldType = "citations"    // []Citation
	MilestonesField   FieldType = "milestones"   // []Milestone
	ObligationsField  FieldType = "obligations"  // []Obligation
	QuestionField     FieldType = "question"     // Question
	SettingsField     FieldType = "settings"     // Settings
	SimilaritiesField FieldType = "similarities" // []Similarity
)

// Field describes one field of a kind of record. Key is its name in JSON.
type Field struct {
	Key      string
	Label    string
	Type     FieldType
	Required bool
	Refers   Kind     // of a reference; empty: any kind
	Options  []string // of a choice
	Help     string   // one line for the person who fills it in
}

var (
	aboutField     = Field{Key: "about", Label: "About", Type: LongTextField, Help: "What a reader must know, in your own words"}
	tagsField      = Field{Key: "tags", Label: "Tags", Type: ListField, Help: "Words to find it by"}
	citationsField = Field{Key: "citations", Label: "Citations", Type: CitationsField, Help: "Which source says so, where in it, and how credible that is"}
	dateField      = Field{Key: "date", Label: "Date", Type: DateField, Required: true, Help: "2025-06-13, Dec 2007, about 2016, 2004 to 2006"}
)

func actorField(key, label, help string) Field {
	return Field{Key: key, Label: label, Type: ReferenceField, Refers: KindActor, Required: true, Help: help}
}

var schemas = map[Kind][]Field{
	KindMatter: {
		{Key: "title", Label: "Title", Type: TextField, Required: true},
		aboutField,
		{Key: "question", Label: "Question", Type: QuestionField, Help: "Asked when the case is opened"},
		{Key: "settings", Label: "Settings", Type: SettingsField, Help: "Choices of the methods that differ from the defaults"},
		{Key: "similarity", Label: "Similarity", Type: SimilaritiesField, Help: "How alike two actors are to an observer, 0 to 1"},
		{Key: "channels", Label: "Channels", Type: ListField, Help: "The case's own, beside the standard ones"},
		{Key: "coded", Label: "Coded", Type: DateField, Help: "When the record was last gathered"},
		{Key: "language", Label: "Language", Type: TextField, Help: "en, fa, ru"},
	},
	KindActor: {
		{Key: "name", Label: "Name", Type: TextField, Required: true},
		{Key: "type", Label: "Type", Type: ChoiceField, Required: true, Options: ActorTypes},
		{Key: "aliases", Label: "Aliases", Type: ListField, Help: "Other names in use"},
		{Key: "cow", Label: "COW number", Type: WholeField, Help: "Correlates of War state number"},
		{Key: "iso3", Label: "ISO code", Type: TextField, Help: "Three letters"},
		{Key: "active", Label: "Active", Type: DateField, Help: "The years in which it exists: 1991 to now is 1991/.."},
		aboutField, tagsField,
	},
	KindSource: {
		{Key: "title", Label: "Title", Type: TextField, Required: true},
		{Key: "publisher", Label: "Publisher", Type: TextField, Help: "Who answers for it; copies of one text count as one voice"},
		{Key: "author", Label: "Author", Type: TextField},
		{Key: "date", Label: "Date", Type: DateField, Help: "Of publication"},
		{Key: "type", Label: "Type", Type: ChoiceField, Options: SourceTypes},
		{Key: "url", Label: "Address", Type: TextField, Help: "https://…"},
		{Key: "reliability", Label: "Reliability", Type: ChoiceField, Required: true, Options: Reliabilities, Help: "A completely reliable … E unreliable, F cannot be judged"},
		{Key: "seen", Label: "Seen", Type: ChoiceField, Options: SeenStates, Help: "What you had before your eyes"},
		{Key: "republishes", Label: "Republishes", Type: ReferenceField, Refers: KindSource, Help: "The source of which this is a copy"},
		{Key: "document", Label: "Document", Type: TextField, Help: "SHA-256 of the stored text"},
		{Key: "language", Label: "Language", Type: TextField},
		aboutField, tagsField,
	},
	KindMoment: {
		{Key: "title", Label: "Title", Type: TextField, Required: true},
		{Key: "in_need", Label: "In need", Type: ReferencesField, Refers: KindActor, Required: true, Help: "Whom it befell"},
		{Key: "start", Label: "Start", Type: DateField, Required: true, Help: dateField.Help},
		{Key: "end", Label: "End", Type: DateField, Help: "Empty: not ended"},
		{Key: "type", Label: "Type", Type: ChoiceField, Required: true, Options: MomentTypes},
		aboutField, citationsField, tagsField,
	},
	KindConduct: {
		{Key: "moment", Label: "Moment", Type: ReferenceField, Refers: KindMoment, Required: true},
		actorField("from", "From", "Who acted"),
		actorField("to", "To", "Toward whom"),
		dateField,
		{Key: "rung", Label: "Rung", Type: RungField, Required: true, Help: "From opposed (-2) over silent or neutral (0) to fought beside (+4)"},
		{Key: "what", Label: "What", Type: LongTextField, Required: true},
		citationsField, tagsField,
	},
	KindRequest: {
		{Key: "moment", Label: "Moment", Type: ReferenceField, Refers: KindMoment, Required: true},
		actorField("from", "From", "Who asked"),
		actorField("to", "To", "Of whom"),
		dateField,
		{Key: "rung", Label: "Rung asked for", Type: RungField, Required: true, Help: "+1 words to +4 fight beside"},
		{Key: "what", Label: "What", Type: LongTextField, Required: true},
		citationsField, tagsField,
	},
	KindPledge: {
		{Key: "title", Label: "Title", Type: TextField, Required: true},
		actorField("from", "From", "Who promised"),
		actorField("to", "To", "To whom"),
		{Key: "channel", Label: "Channel", Type: OpenChoiceField, Required: true, Options: Channels},
		{Key: "promised", Label: "Promised", Type: DateField, Required: true, Help: "The first promise; later ones are milestones"},
		{Key: "due", Label: "Due", Type: DateField, Help: "Empty where no date was set"},
		{Key: "amount", Label: "Amount", Type: NumberField},
		{Key: "unit", Label: "Unit", Type: TextField},
		{Key: "milestones", Label: "Milestones", Type: MilestonesField},
		{Key: "obliges", Label: "Obliges", Type: ObligationsField, Help: "What it obliges its maker to give, and at which moments"},
		aboutField, citationsField, tagsField,
	},
	KindContribution: {
		actorField("from", "From", "Who gave"),
		actorField("to", "To", "Who got"),
		{Key: "channel", Label: "Channel", Type: OpenChoiceField, Required: true, Options: Channels},
		dateField,
		{Key: "magnitude", Label: "Magnitude", Type: WholeField, Help: "1 token … 5 decisive; empty: not judged"},
		{Key: "value", Label: "Value", Type: NumberField},
		{Key: "unit", Label: "Unit", Type: TextField},
		{Key: "what", Label: "What", Type: LongTextField, Required: true},
		citationsField, tagsField,
	},
	KindDependence: {
		actorField("actor", "Actor", "Who depends"),
		actorField("on", "On", "On whom"),
		{Key: "channel", Label: "Channel", Type: OpenChoiceField, Required: true, Options: Channels},
		{Key: "share_low", Label: "Share, low", Type: ShareField, Required: true, Help: "0 to 1"},
		{Key: "share_mode", Label: "Share, most likely", Type: ShareField, Required: true, Help: "0 to 1"},
		{Key: "share_high", Label: "Share, high", Type: ShareField, Required: true, Help: "0 to 1"},
		{Key: "substitution_months", Label: "Months to replace", Type: NumberField},
		{Key: "part_only", Label: "A part of the channel only", Type: YesNoField},
		{Key: "basis", Label: "Basis", Type: LongTextField, Help: "Where the shares come from"},
		{Key: "date", Label: "Date", Type: DateField, Help: "When it held"},
		citationsField, tagsField,
	},
	KindHypothesis: {
		{Key: "title", Label: "Title", Type: TextField, Required: true},
		aboutField,
		{Key: "relier", Label: "Relier", Type: ReferenceField, Refers: KindActor},
		{Key: "partner", Label: "Partner", Type: ReferenceField, Refers: KindActor},
		{Key: "prior", Label: "Prior", Type: ShareField, Help: "Empty: equal shares"},
		citationsField, tagsField,
	},
	KindRating: {
		{Key: "analyst", Label: "Analyst", Type: TextField, Required: true},
		{Key: "subject", Label: "Subject", Type: ChoiceField, Required: true, Options: RatingSubjects},
		{Key: "record", Label: "Record", Type: ReferenceField, Required: true, Help: "What is rated"},
		{Key: "hypothesis", Label: "Hypothesis", Type: ReferenceField, Refers: KindHypothesis, Help: "For a cell of the matrix"},
		{Key: "value", Label: "Value", Type: TextField, Required: true, Help: "A rung (-2 … 4); CC C N I II NA or a ratio (3, 1/3); A … F; relevance 0 … 1; yes or no"},
		{Key: "certainty", Label: "Certainty", Type: ChoiceField, Options: Certainties},
		{Key: "date", Label: "Date", Type: DateField},
		{Key: "why", Label: "Why", Type: LongTextField},
	},
	KindNote: {
		{Key: "title", Label: "Title", Type: TextField, Required: true},
		{Key: "text", Label: "Text", Type: LongTextField},
		{Key: "on", Label: "On", Type: ReferencesField, Help: "The records it is about"},
		{Key: "contested", Label: "Contested", Type: YesNoField, Help: "A claim that is disputed"},
		{Key: "for", Label: "For", Type: CitationsField, Help: "Sources that bear the claim out"},
		{Key: "against", Label: "Against", Type: CitationsField, Help: "Sources that deny it"},
		citationsField,
		{Key: "date", Label: "Date", Type: DateField},
		tagsField,
	},
}

// Schema describes the fields of a kind of record, in the order of a form; the
// id is not among them. Nil for a kind that does not exist.
func Schema(k Kind) []Field { return schemas[k] }
