package lte

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"vigie/detectors"
	"vigie/detectors/lte/rrc"
	"vigie/sdr"
)

// Fields is what an event of type cell says of an LTE cell.
type Fields struct {
	RAT           string  `json:"rat"`
	PCI           int     `json:"pci"`
	Duplex        string  `json:"duplex"`        // "FDD" or "TDD"
	RB            int     `json:"rb"`            // downlink bandwidth in resource blocks
	Ports         int     `json:"ports"`         // antenna ports of the broadcast
	SFN           int     `json:"sfn"`           // number of the frame that starts at the event's time
	CFO           float64 `json:"cfo_hz"`        // how far above the carrier the cell appears
	OffCentre     float64 `json:"off_centre_hz"` // carrier from the receiver's centre: far off, it may be an alias
	Prefix        string  `json:"cyclic_prefix"`
	PHICHDuration string  `json:"phich_duration"`
	PHICHResource string  `json:"phich_resource"` // Ng
	MIBRest       uint16  `json:"mib_rest"`       // the ten bits behind the frame number: LTE-M scheduling, or 0
	Frames        int     `json:"frames"`         // broadcasts that the decoder combined

	*Identity             // nil until SIB1 was read
	rrc.SIBs              // what else was read of the system information
	Paging    *rrc.Paging `json:"paging,omitempty"`    // records seen so far, by type of identity
	Malformed bool        `json:"malformed,omitempty"` // a message passed its check and broke the rules of its encoding
}

// Identity is what SIB1 says of a cell.
type Identity struct {
	PLMNs         []string `json:"plmns"` // of the operators, "206-01"
	TAC           int      `json:"tac"`
	CellID        int      `json:"cell_id"`
	Band          int      `json:"band"`
	CellBarred    bool     `json:"cell_barred"`
	Reselection   bool     `json:"intra_freq_reselection"`
	RxLevMin      int      `json:"q_rx_lev_min_dbm"`
	Scheduled     []string `json:"scheduled"` // the other system information: "sib3" and so on
	ValueTag      int      `json:"value_tag"`
	TDDAssignment *int     `json:"tdd_assignment,omitempty"` // uplink-downlink configuration
	SIB1Hex       string   `json:"sib1_hex"`
}

// Same reports whether the cell broadcasts the same; frame number, carrier
// offset and counts move by themselves.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	o.SFN, o.CFO, o.Frames, o.Paging = f.SFN, f.CFO, f.Frames, f.Paging
	return ok && reflect.DeepEqual(o, f)
}

// add takes what was read of the shared channel.
func (f *Fields) add(i *information) {
	f.SIBs, f.Malformed = i.SIBs, i.Malformed
	f.Seen = slices.Clone(i.Seen)
	if i.Paging.Messages > 0 {
		paging := i.Paging
		f.Paging = &paging
	}
	s := i.SIB1
	if s == nil {
		return
	}
	f.Identity = &Identity{
		PLMNs: s.PLMNs, TAC: s.TAC, CellID: s.CellID, Band: s.Band, CellBarred: s.Barred, Reselection: s.IntraReselection,
		RxLevMin: s.RxLevMin, Scheduled: s.Scheduled(), ValueTag: s.ValueTag, SIB1Hex: i.SIB1Hex,
	}
	if s.TDD {
		f.TDDAssignment = &s.Assignment
	}
}

// fields returns what a decoded cell says.
func (c *cell) fields() Fields {
	f := Fields{
		RAT: "lte", PCI: c.pci, Duplex: "FDD", RB: c.RB, Ports: int(c.ports), SFN: c.frameNumber(),
		CFO: decimal(c.cfo), OffCentre: c.carrier, Prefix: "normal", PHICHDuration: "normal", PHICHResource: c.PHICHResource,
		MIBRest: c.Rest, Frames: c.frames,
	}
	if c.tdd {
		f.Duplex = "TDD"
	}
	if c.prefix == extendedPrefix {
		f.Prefix = "extended"
	}
	if c.PHICHExtended {
		f.PHICHDuration = "extended"
	}
	return f
}

// event returns the statement that a cell is there, but for its time. centre is
// the frequency on the air of the receiver's centre, 0 when unknown.
func (c *cell) event(centre sdr.Hz, f Fields) detectors.Event {
	freq := c.freq(centre)
	ports := "ports"
	if f.Ports == 1 {
		ports = "port"
	}
	pfa := max(leastClaim, falseAlarm(c.z))
	return detectors.Event{
		Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Confidence: sureDecoded, Freq: freq, Bandwidth: sdr.Hz(c.RB) * 180e3, SNR: decimal(10 * math.Log10(c.snr)),
		Duration:  float64(c.frames) * frameSize / sampleRate,
		Track:     fmt.Sprintf("lte-pci%d@%.0f", c.pci, float64(freq)),
		Reason:    fmt.Sprintf("LTE cell PCI %d, %d RB (%s), %d %s, %s", c.pci, c.RB, width(c.RB), c.ports, ports, f.Duplex),
		Statistic: &detectors.Statistic{Name: "crc16", Value: decimal(c.z), Threshold: leastSupport, PFA: pfa},
		Fields:    f,
	}
}

// freq returns the carrier on the air, 0 when unknown.
func (c *cell) freq(centre sdr.Hz) sdr.Hz {
	if centre == 0 {
		return 0
	}
	return centre + sdr.Hz(c.carrier)
}

const (
	// leastClaim is the smallest false-alarm probability that is claimed: below
	// it a fault of the sensor is likelier.
	leastClaim = 1e-12

	// sureDecoded and sureHeard are how sure a report is, all in all: a repeater
	// or a replayed recording passes every test.
	sureDecoded = 0.999
	sureHeard   = 0.98
)

// identify makes an event that of a cell whose SIB1 was read.
func identify(e *detectors.Event, i *information) {
	s := i.SIB1
	e.Track = "lte-" + i.name()
	e.Reason = fmt.Sprintf("LTE cell %s, TAC %d, band %d", s.PLMNs[0], s.TAC, s.Band)
	pfa := max(leastClaim, i.falsePass())
	e.Statistic = &detectors.Statistic{Name: "crc24a", Value: 1, Threshold: 1, PFA: pfa}
}

// decimal rounds to a tenth.
func decimal(v float64) float64 { return math.Round(v*10) / 10 }

// width returns the nominal width of a carrier, TS 36.104 table 5.6-1.
func width(rb int) string {
	if rb == 6 {
		return "1.4 MHz"
	}
	return fmt.Sprintf("%d MHz", rb/5)
}
