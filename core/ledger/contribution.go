package ledger

import "github.com/fairweather-app/fairweather/core/edtf"

// Channels are the channels through which actors give to or depend on each
// other, METHODS 4. A case may add its own in its Matter.
var Channels = []string{
	"arms", "troops", "money", "trade", "energy", "transport", "sanctions relief", "diplomatic cover",
	"intelligence", "technology", "territory and basing", "legitimacy",
}

// Contribution is something actually given, through a channel.
type Contribution struct {
	ID        string     `json:"id"`
	From      string     `json:"from"`
	To        string     `json:"to"`
	Channel   string     `json:"channel"`
	Date      edtf.Date  `json:"date"`
	Magnitude int        `json:"magnitude,omitempty"` // ordinal, 1 (token) .. 5 (decisive); 0: not judged
	Value     *float64   `json:"value,omitempty"`
	Unit      string     `json:"unit,omitempty"`
	What      string     `json:"what"`
	Citations []Citation `json:"citations,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (c *Contribution) RecordID() string { return c.ID }

// Kind implements Record.
func (c *Contribution) Kind() Kind { return KindContribution }

// Name implements Record.
func (c *Contribution) Name() string { return orID(c.What, c.ID) }

// Dependence says that one actor's functioning rests on another through a channel.
type Dependence struct {
	ID                 string     `json:"id"`
	Actor              string     `json:"actor"` // who depends
	On                 string     `json:"on"`
	Channel            string     `json:"channel"`
	Low                float64    `json:"share_low"` // share of the channel that rests on the other, in [0, 1]
	Mode               float64    `json:"share_mode"`
	High               float64    `json:"share_high"`
	SubstitutionMonths float64    `json:"substitution_months,omitempty"` // until a replacement would work
	PartOnly           bool       `json:"part_only,omitempty"`           // a part of the channel: not to be summed with others
	Basis              string     `json:"basis,omitempty"`
	Date               edtf.Date  `json:"date,omitzero"` // when it held
	Citations          []Citation `json:"citations,omitempty"`
	Tags               []string   `json:"tags,omitempty"`
}

// RecordID implements Record.
func (d *Dependence) RecordID() string { return d.ID }

// Kind implements Record.
func (d *Dependence) Kind() Kind { return KindDependence }

// Name implements Record.
func (d *Dependence) Name() string {
	return d.Actor + " depends on " + d.On + " for " + orID(d.Channel, "?")
}
