package gsm

import (
	"math"
	"slices"

	"vigie/detectors"
	"vigie/sdr"
)

// Fields is what an event of type cell says of a GSM cell. What the cell has not
// said yet is left out.
type Fields struct {
	RAT   string  `json:"rat"`
	ARFCN *int    `json:"arfcn,omitempty"` // unless the frequency on the air is unknown
	Band  string  `json:"band,omitempty"`
	NCC   int     `json:"ncc"` // network colour code
	BCC   int     `json:"bcc"` // base station colour code
	FN    int     `json:"fn"`  // of the frame that starts at the event's time
	CFO   float64 `json:"cfo_hz"`

	MCC    string `json:"mcc,omitempty"`
	MNC    string `json:"mnc,omitempty"`
	LAC    *int   `json:"lac,omitempty"`
	CellID *int   `json:"cell_id,omitempty"`

	SI         []string `json:"si"`                   // System Information seen
	Malformed  []string `json:"malformed,omitempty"`  // of it, with contents that the standard excludes
	Neighbours []int    `json:"neighbours,omitempty"` // ARFCNs
	Allocation []int    `json:"allocation,omitempty"` // the cell's own ARFCNs
	Wider      *Wider   `json:"wider_neighbours,omitempty"`

	// BandIndicator says, in every cell, which band ARFCNs 512 to 810 are in:
	// "1800" or "1900".
	BandIndicator string `json:"band_indicator,omitempty"`

	*Selection
	*Control
	GPRS *GPRS `json:"gprs,omitempty"`

	Paging   Called   `json:"paging"`
	Assigned Assigned `json:"assigned"`

	closing bool // the cell's last event of a replay, for the sake of its counts
}

// A Selection is how phones choose the cell: TS 45.008 clause 6.4.
type Selection struct {
	Hysteresis   int    `json:"cell_reselect_hysteresis_db"`
	Offset       int    `json:"cell_reselect_offset_db"`
	Temporary    *int   `json:"temporary_offset_db,omitempty"` // -1 is without end
	Penalty      *int   `json:"penalty_time_s,omitempty"`      // 0 turns the offset's sign
	AccessMin    int    `json:"rxlev_access_min"`              // in dB above -110 dBm
	PowerMax     int    `json:"ms_txpwr_max_cch"`              // a power control level
	Barred       bool   `json:"barred"`
	Qualify      bool   `json:"cell_bar_qualify"`
	Restore      bool   `json:"reestablishment"`
	Emergency    bool   `json:"emergency_calls"`
	AccessBarred uint16 `json:"access_classes_barred"` // bit n for class n
	Permitted    *int   `json:"ncc_permitted,omitempty"`
}

// A Control is how the cell's control channels are set up: TS 44.018 clause
// 10.5.2.11.
type Control struct {
	T3212    int  `json:"t3212"` // in six minutes, 0 for no periodic update
	Attach   bool `json:"attach"`
	Channels int  `json:"ccch_conf"`
	Reserved int  `json:"bs_ag_blks_res"`
	Period   int  `json:"bs_pa_mfrms"`
}

// GPRS is what System Information 13 says of the packet service.
type GPRS struct {
	Routing int `json:"rac"` // -1 when another channel says it
	Control int `json:"network_control_order"`
	Mode    int `json:"network_mode"`
}

// Wider are the neighbours in other systems.
type Wider struct {
	UTRA  []int `json:"uarfcn,omitempty"`
	EUTRA []int `json:"earfcn,omitempty"`
}

// Same reports whether the cell says the same. What moves by itself, frame
// number, offset and counts, does not matter until a replay ends.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	return ok && !o.closing && f.RAT == o.RAT && same(f.ARFCN, o.ARFCN) && f.Band == o.Band && f.NCC == o.NCC && f.BCC == o.BCC &&
		f.MCC == o.MCC && f.MNC == o.MNC && same(f.LAC, o.LAC) && same(f.CellID, o.CellID) &&
		slices.Equal(f.SI, o.SI) && slices.Equal(f.Malformed, o.Malformed) &&
		slices.Equal(f.Neighbours, o.Neighbours) && slices.Equal(f.Allocation, o.Allocation) &&
		f.Wider.same(o.Wider) && f.BandIndicator == o.BandIndicator && f.Selection.same(o.Selection) && same(f.Control, o.Control) && same(f.GPRS, o.GPRS)
}

// same reports whether both are absent or say the same.
func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func (s *Selection) same(o *Selection) bool {
	if s == nil || o == nil {
		return s == o
	}
	a, b := *s, *o
	a.Temporary, a.Penalty, a.Permitted, b.Temporary, b.Penalty, b.Permitted = nil, nil, nil, nil, nil, nil
	return a == b && same(s.Temporary, o.Temporary) && same(s.Penalty, o.Penalty) && same(s.Permitted, o.Permitted)
}

func (w *Wider) same(o *Wider) bool {
	if w == nil || o == nil {
		return w == o
	}
	return slices.Equal(w.UTRA, o.UTRA) && slices.Equal(w.EUTRA, o.EUTRA)
}

// fields says what a cell on a frequency has said so far.
func (c *cell) fields(freq sdr.Hz) Fields {
	s := &c.info
	f := Fields{
		RAT: "gsm", NCC: c.ncc, BCC: c.bcc, FN: c.heardFN, CFO: math.Round(c.offset*10) / 10,
		SI: s.seen.names([]string{}), Malformed: s.malformed.names(nil),
		Paging: c.traffic.called, Assigned: c.traffic.assigned, closing: c.closing,
	}
	if n, band, ok := arfcnOf(freq); ok {
		f.ARFCN, f.Band = &n, band
	}
	var near arfcns
	for _, list := range []*arfcns{&s.near, &s.nearBis, &s.nearTer} {
		near.union(list)
	}
	f.Neighbours, f.Allocation = near.list(nil), s.allocation.list(nil)
	if s.located() {
		f.MCC, f.MNC, f.LAC = s.area.country(), s.area.network(), number(int(s.area.lac))
	}
	if s.has(si3) {
		f.CellID = number(int(s.cellID))
		f.Control = &Control{T3212: int(s.periodic), Attach: s.attach, Channels: int(s.channels), Reserved: int(s.reserved), Period: int(s.paging)}
	}
	if s.located() {
		f.Selection = s.selection()
	}
	if q := &s.wide; q.utras+q.eutras > 0 {
		f.Wider = &Wider{UTRA: sorted(q.utra[:q.utras]), EUTRA: sorted(q.eutra[:q.eutras])}
	}
	if s.has(si1) {
		f.BandIndicator = "1800"
		if s.american {
			f.BandIndicator = "1900"
		}
	}
	if s.packet.present {
		f.GPRS = &GPRS{s.packet.routing, s.packet.control, s.packet.mode}
	}
	return f
}

// sorted returns channel numbers in order.
func sorted(list []uint16) (s []int) {
	for _, n := range list {
		s = append(s, int(n))
	}
	slices.Sort(s)
	return s
}

func number(n int) *int { return &n }

// selection says how phones choose the cell.
func (s *System) selection() *Selection {
	p := &Selection{
		Hysteresis: 2 * int(s.choose.hysteresis), AccessMin: int(s.choose.access), PowerMax: int(s.choose.power),
		Barred: s.access.barred, Restore: !s.access.noRestore, Emergency: !s.access.noEmergency, AccessBarred: s.access.accessBarred,
	}
	if s.has(si2) {
		p.Permitted = number(int(s.permitted))
	}
	if !s.again.present {
		return p
	}
	p.Qualify, p.Offset = s.again.qualify, 2*int(s.again.offset)
	p.Temporary, p.Penalty = number(10*int(s.again.temporary)), number(20*(int(s.again.penalty)+1))
	if s.again.temporary == 7 {
		*p.Temporary = -1
	}
	if s.again.penalty == 31 {
		*p.Penalty = 0
	}
	return p
}

// has reports whether a message was seen whole.
func (s *System) has(m message) bool { return s.seen&m != 0 && s.malformed&m == 0 }

// located reports whether the location area is known.
func (s *System) located() bool { return s.has(si3) || s.has(si4) }

// bands are the downlinks of TS 45.005 clause 2: the first carrier's number and
// frequency and how many there are. Where bands overlap, the first one stands.
var bands = []struct {
	name         string
	first, count int
	freq         float64
}{
	{"gsm850", 128, 124, 869.2e6},
	{"gsm900", 0, 125, 935e6},
	{"gsm900", 955, 69, 921.2e6},
	{"dcs1800", 512, 374, 1805.2e6},
	{"pcs1900", 512, 299, 1930.2e6},
}

// arfcnOf returns the channel number of a downlink carrier.
func arfcnOf(freq sdr.Hz) (n int, band string, ok bool) {
	for _, b := range bands {
		k := int(math.Round((float64(freq) - b.freq) / raster))
		if k >= 0 && k < b.count && math.Abs(float64(freq)-b.freq-float64(k)*raster) < 1 {
			return b.first + k, b.name, true
		}
	}
	return 0, "", false
}
