package nr

import (
	"fmt"
	"math"
	"slices"

	"vigie/detectors"
	"vigie/sdr"
)

// Sync is what an event of type cell says of an NR cell whose synchronisation
// signals alone were received.
type Sync struct {
	RAT     string  `json:"rat"`
	PCI     int     `json:"pci"`
	Spacing int     `json:"scs_khz"` // of the synchronisation block
	SSB     float64 `json:"ssb_hz"`  // its frequency on the air: the nearest of the raster, or as measured
	CFO     float64 `json:"cfo_hz"`  // how far above it the block appears
}

// Same reports whether the same cell was received; its offset moves by itself.
func (f Sync) Same(other detectors.Fields) bool {
	o, ok := other.(Sync)
	return ok && f.same(o)
}

func (f Sync) same(o Sync) bool {
	o.CFO = f.CFO
	return f == o
}

// Fields is what an event of type cell says of an NR cell that was decoded.
type Fields struct {
	Sync
	Index          int   `json:"ssb_index"` // of the block at the event's time in its half-frame
	Seen           []int `json:"ssb_seen"`  // every index received from the cell so far
	SFN            int   `json:"sfn"`       // number of the frame that the block is in
	Barred         bool  `json:"cell_barred"`
	IntraFrequency bool  `json:"intra_freq_reselection"` // false: not allowed
	SubcarrierSSB  int   `json:"k_ssb"`
	CORESET0       int   `json:"coreset0"`
	SearchSpace0   int   `json:"searchspace0"`
	CommonSpacing  int   `json:"scs_common_khz"`
	TypeAPosition  int   `json:"dmrs_type_a_position"`
	*SIB1                // nil until it was read
}

// Same reports whether the cell broadcasts the same; frame number, carrier
// offset and which of its blocks was received move by themselves. A reception of
// the synchronisation signals alone says nothing new.
func (f Fields) Same(other detectors.Fields) bool {
	if o, ok := other.(Sync); ok {
		return f.same(o)
	}
	o, ok := other.(Fields)
	return ok && f.same(o.Sync) && slices.Equal(f.Seen, o.Seen) && f.Barred == o.Barred &&
		f.IntraFrequency == o.IntraFrequency && f.SubcarrierSSB == o.SubcarrierSSB && f.CORESET0 == o.CORESET0 &&
		f.SearchSpace0 == o.SearchSpace0 && f.CommonSpacing == o.CommonSpacing && f.TypeAPosition == o.TypeAPosition && f.SIB1.saysAs(o.SIB1)
}

// rasterMiss is how far from the raster a block may appear and still be taken
// for one that lies on it.
const rasterMiss = 50e3

// sync returns what the synchronisation signals say, for a receiver with this
// centre on the air, 0 when unknown: the offset from the centre then stands for
// the frequency.
func (c *cell) sync(centre float64) Sync {
	at := centre + c.offset
	ssb := math.Round(at)
	if raster := nearestRaster(at); centre > 0 && math.Abs(at-raster) <= rasterMiss {
		ssb = raster
	}
	return Sync{RAT: "nr", PCI: c.pci, Spacing: int(c.spacing / 1e3), SSB: ssb, CFO: decimal(at - ssb)}
}

// fields returns what a decoded cell says.
func (c *cell) fields(centre float64, seen uint8, sib1 *SIB1) Fields {
	f := Fields{
		Sync: c.sync(centre), Index: c.index, SFN: c.Frame, Barred: c.Barred, IntraFrequency: c.IntraFrequency,
		SubcarrierSSB: c.SubcarrierSSB, CORESET0: c.CORESET0, SearchSpace0: c.SearchSpace0,
		CommonSpacing: c.CommonSpacing, TypeAPosition: c.TypeAPosition, SIB1: sib1,
	}
	for i := range blockIndices {
		if seen>>i&1 == 1 {
			f.Seen = append(f.Seen, i)
		}
	}
	return f
}

// event returns the statement that a cell is there, but for its time.
func (c *cell) event(centre float64, seen uint8, sib1 *SIB1) detectors.Event {
	s := c.sync(centre)
	e := detectors.Event{
		Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Waveform,
		Bandwidth: sdr.Hz(subcarriers * c.spacing), Fields: s,
		Duration: math.Round(1e6*blockSize/c.spacing.rate()) / 1e6, Track: fmt.Sprintf("nr-pci%d@%.0f", c.pci, s.SSB),
		Reason: fmt.Sprintf("NR cell PCI %d, synchronisation signals alone, %d kHz", c.pci, s.Spacing),
	}
	if centre > 0 {
		e.Freq = sdr.Hz(s.SSB)
	}
	pfa := waveformAlarm(c.fit)
	e.Statistic = &detectors.Statistic{Name: "sss", Value: decimal(c.fit), Threshold: certainIdentity, PFA: pfa}
	if c.decoded {
		pfa = falseAlarm(c.broadcast.z)
		e.Statistic = &detectors.Statistic{Name: "crc24c", Value: decimal(c.broadcast.z), Threshold: leastSupport, PFA: pfa}
		e.Evidence = detectors.Decoded
		e.Fields = c.fields(centre, seen, sib1)
		e.SNR = decimal(10 * math.Log10(c.snr))
		e.Reason = fmt.Sprintf("NR cell PCI %d, block %d, %d kHz", c.pci, c.index, s.Spacing)
		if sib1 != nil {
			e.Reason = fmt.Sprintf("NR cell %s%s, PCI %d", sib1.PLMNs[0], sib1.place(), c.pci)
		}
		if c.Barred {
			e.Reason += ", barred"
		}
	}
	e.Confidence = 1 - pfa
	return e
}

// decimal rounds to a tenth.
func decimal(v float64) float64 { return math.Round(v*10) / 10 }
