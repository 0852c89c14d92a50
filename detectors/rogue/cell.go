package rogue

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"vigie/detectors"
)

// A Cell is what a cell says of itself, in the names of the event contract. What
// it has not said is nil or empty.
type Cell struct {
	RAT string   `json:"rat"` // "gsm", "lte" or "nr"
	CFO *float64 `json:"cfo_hz"`

	// GSM
	ARFCN      *int     `json:"arfcn"`
	NCC        int      `json:"ncc"`
	BCC        int      `json:"bcc"`
	FN         *int     `json:"fn"`
	MCC        string   `json:"mcc"`
	MNC        string   `json:"mnc"`
	LAC        *int     `json:"lac"`
	SI         []string `json:"si"`
	Malformed  []string `json:"malformed"`
	Neighbours []int    `json:"neighbours"`
	Wider      *Wider   `json:"wider_neighbours"`
	Hysteresis *int     `json:"cell_reselect_hysteresis_db"`
	Offset     *int     `json:"cell_reselect_offset_db"`
	Penalty    *int     `json:"penalty_time_s"`
	AccessMin  *int     `json:"rxlev_access_min"`
	PowerMax   *int     `json:"ms_txpwr_max_cch"`
	Barred     *bool    `json:"barred"`
	Restore    *bool    `json:"reestablishment"`
	Permitted  *int     `json:"ncc_permitted"`
	T3212      *int     `json:"t3212"`
	Paging     Paging   `json:"paging"`
	Assigned   Assigned `json:"assigned"`

	Connections *Connections `json:"connections"` // in captures of phones

	// LTE and NR
	PCI            *int            `json:"pci"`
	RB             *int            `json:"rb"`
	Ports          *int            `json:"ports"`
	PHICH          string          `json:"phich_resource"`
	SFN            *int            `json:"sfn"`
	PLMNs          []string        `json:"plmns"`
	TAC            *int            `json:"tac"`
	CellID         *int64          `json:"cell_id"` // GSM too
	NCI            *int64          `json:"nci"`
	Band           json.RawMessage `json:"band"`
	CellBarred     *bool           `json:"cell_barred"`
	IntraFrequency *bool           `json:"intra_freq_reselection"`
	QRxLevMin      *int            `json:"q_rx_lev_min_dbm"`
	Scheduled      []string        `json:"scheduled"`
	KSSB           *int            `json:"k_ssb"`
	Beams          []int           `json:"ssb_seen"`
	SIB3           *SIB3           `json:"sib3"`
	SIB5           *Frequencies    `json:"sib5"`
	SIB6           *Frequencies    `json:"sib6"`
	SIB7           *Frequencies    `json:"sib7"`
}

// Wider are a GSM cell's neighbours in other systems.
type Wider struct {
	UTRA  []int `json:"uarfcn"`
	EUTRA []int `json:"earfcn"`
}

// Paging counts what a GSM cell pages for, by type.
type Paging struct {
	None      uint64 `json:"none"` // idle blocks
	Permanent uint64 `json:"permanent"`
	Temporary uint64 `json:"temporary"`
	Other     uint64 `json:"other"`
}

func (p Paging) total() uint64 { return p.Permanent + p.Temporary + p.Other }

// Assigned counts the channels a GSM cell assigns.
type Assigned struct {
	Hopping uint64 `json:"hopping"`
	Fixed   uint64 `json:"fixed"`
}

// Connections counts how a cell treated the phone that wrote a capture, see
// package capture.
type Connections struct {
	Total          int `json:"total"`
	AskedOnly      int `json:"identity_only"`
	NoCipher       int `json:"null_cipher"`
	Redirected     int `json:"redirected_2g"`
	Fallback       int `json:"fallback"`
	MinuteTotal    int `json:"minute_total"`
	MinuteExposing int `json:"minute_exposing"`
}

// SIB3 is how phones leave a cell for another frequency, TS 36.331 clause 6.3.1.
type SIB3 struct {
	Priority         *int `json:"priority"`
	ThreshServingLow *int `json:"thresh_serving_low_db"`
}

// Frequencies are the carriers that SIB5 (LTE), SIB6 (3G) or SIB7 (groups of 2G
// carriers) sends phones to.
type Frequencies struct {
	Carriers []Carrier `json:"carriers"`
	FDD      []Carrier `json:"fdd"`
	TDD      []Carrier `json:"tdd"`
	Groups   []Carrier `json:"groups"`
}

// A Carrier is one channel, or in SIB7 one group of them.
type Carrier struct {
	Channel  *int  `json:"arfcn"`
	Channels []int `json:"arfcns"`
	Priority *int  `json:"priority"`
}

// all returns every carrier, of whatever kind.
func (f *Frequencies) all() []Carrier {
	if f == nil {
		return nil
	}
	return slices.Concat(f.Carriers, f.FDD, f.TDD, f.Groups)
}

// RATs that the judge knows.
const (
	gsmRAT = "gsm"
	lteRAT = "lte"
	nrRAT  = "nr"
)

// cellOf reads an event's fields.
func cellOf(e *detectors.Event) (c Cell, err error) {
	text, err := json.Marshal(e.Fields)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil {
		return c, fmt.Errorf("rogue: %s: %w", e.Track, err)
	}
	if c.NCI == nil && c.RAT == nrRAT {
		c.NCI = c.CellID
	}
	return c, nil
}

// plmns returns the networks that the cell belongs to, "mcc-mnc".
func (c *Cell) plmns() []string {
	if c.RAT == gsmRAT {
		if c.MCC == "" {
			return nil
		}
		return []string{c.MCC + "-" + c.MNC}
	}
	return c.PLMNs
}

// operator returns the first network, "" when unknown.
func (c *Cell) operator() string {
	if p := c.plmns(); len(p) > 0 {
		return p[0]
	}
	return ""
}

// area returns the location or tracking area code, -1 when unknown.
func (c *Cell) area() int {
	switch {
	case c.LAC != nil:
		return *c.LAC
	case c.TAC != nil:
		return *c.TAC
	}
	return -1
}

// identity names the cell within the world, "" when unknown.
func (c *Cell) identity() string {
	id := c.CellID
	if c.RAT == nrRAT {
		id = c.NCI
	}
	switch {
	case id == nil || c.operator() == "":
		return ""
	case c.RAT == gsmRAT:
		return fmt.Sprintf("gsm-%s-%d-%d", c.operator(), c.area(), *id)
	}
	return fmt.Sprintf("%s-%s-%d", c.RAT, c.operator(), *id)
}

// said reports whether a GSM cell sent a System Information message.
func (c *Cell) said(si string) bool { return contains(c.SI, si) }

// number names the cell without its area, "" when unknown: what stays when an area
// code changes.
func (c *Cell) number() string {
	if !c.spoken() {
		return ""
	}
	return c.operator() + show(c.CellID) + show(c.NCI)
}

// spoken reports whether the message that names the cell was decoded: SI 3, or
// SIB1.
func (c *Cell) spoken() bool {
	if c.RAT == gsmRAT {
		return c.said("si3")
	}
	return len(c.PLMNs) > 0
}

// contents is what the cell's main message says, for telling changes; what
// moves by itself is left out.
func (c *Cell) contents() string {
	if !c.spoken() {
		return ""
	}
	if c.RAT == gsmRAT {
		return fmt.Sprint(c.identity(), show(c.Offset), show(c.Penalty), show(c.AccessMin), show(c.Hysteresis), show(c.T3212), show(c.Barred))
	}
	return fmt.Sprint(c.identity(), c.area(), c.PLMNs, show(c.QRxLevMin), show(c.CellBarred), show(c.IntraFrequency), c.Scheduled)
}

// place names the transmitter as a receiver knows it before the cell has said who
// it is: carrier and colour.
func (c *Cell) place(e *detectors.Event) string {
	switch {
	case c.RAT == gsmRAT && c.ARFCN != nil:
		return fmt.Sprintf("gsm-%d-%d%d", *c.ARFCN, c.NCC, c.BCC)
	case c.RAT != gsmRAT && c.PCI != nil && e.Freq > 0:
		// LTE carriers lie on multiples of 100 kHz, TS 36.101 clause 5.7.2; NR's
		// synchronisation raster is wider.
		return fmt.Sprintf("%s-%d@%.0f", c.RAT, *c.PCI, math.Round(float64(e.Freq)/1e5))
	}
	return e.Track
}

func show[T any](p *T) string {
	if p == nil {
		return "/-"
	}
	return fmt.Sprint("/", *p)
}

func contains(list []string, word string) bool {
	for _, l := range list {
		if strings.EqualFold(l, word) {
			return true
		}
	}
	return false
}
