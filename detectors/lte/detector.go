package lte

import (
	"fmt"
	"math"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// Fields is what an event of type cell says of an LTE cell.
type Fields struct {
	RAT           string  `json:"rat"`
	PCI           int     `json:"pci"`
	Duplex        string  `json:"duplex"`
	RB            int     `json:"rb"`
	Ports         int     `json:"ports"`
	SFN           int     `json:"sfn"` // of the frame that starts at the event's time
	CFO           float64 `json:"cfo_hz"`
	Prefix        string  `json:"cyclic_prefix"`
	PHICHDuration string  `json:"phich_duration"`
	PHICHResource string  `json:"phich_resource"`
	MIBRest       uint16  `json:"mib_rest"` // the ten bits behind the frame number
	Frames        int     `json:"frames"`   // broadcasts in the window
}

// Same reports whether the cell broadcasts the same; frame number and carrier
// offset move by themselves.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	o.SFN, o.CFO, o.Frames = f.SFN, f.CFO, f.Frames
	return ok && o == f
}

// A Detector finds the cells of one receiver.
type Detector struct {
	rate   sdr.Hz
	live   bool
	raw    []complex64 // the window as it came
	size   int         // samples of a whole window
	keep   int         // samples of it that the next window repeats
	fresh  int         // samples in raw that no window has held
	index  uint64      // of raw[0]
	time   time.Time   // of raw[0]
	centre sdr.Hz
	lo     sdr.Hz

	resampler *dsp.Resampler // nil at sampleRate
	work      *analysis
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	if setup.Rate < sampleRate {
		return nil, fmt.Errorf("%w: %.6g MS/s, LTE's synchronisation needs 1.92 MS/s", detectors.ErrBlind, float64(setup.Rate)/1e6)
	}
	d := &Detector{rate: setup.Rate, live: setup.Live, work: newAnalysis()}
	samples := float64(setup.Rate) / sampleRate * frameSize
	d.size, d.keep = int(samples*windowFrames), int(samples*overlapFrames)
	d.raw = make([]complex64, 0, d.size)
	if setup.Rate != sampleRate {
		r, err := dsp.NewResampler(float64(setup.Rate), sampleRate)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
		}
		d.resampler = r
		d.work.x = make([]complex64, 0, r.MaxOut(d.size))
	}
	return d, nil
}

// Detect takes the samples of a Frame and searches every window they complete.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !f.Contiguous() {
		d.finish(emit)
		d.raw = d.raw[:0]
	}
	d.centre, d.lo = f.Centre, f.LO
	for at, x := 0, f.IQ; len(x) > 0; {
		if len(d.raw) == 0 {
			d.index = f.Index + uint64(at)
			d.time = f.Time(d.index)
		}
		n := min(len(x), d.size-len(d.raw))
		d.raw = append(d.raw, x[:n]...)
		d.fresh += n
		x, at = x[n:], at+n
		if len(d.raw) < d.size {
			break
		}
		d.finish(emit)
		d.index += uint64(d.size - d.keep)
		d.time = f.Time(d.index)
		d.raw = d.raw[:copy(d.raw, d.raw[d.size-d.keep:])]
	}
}

// Flush searches what is left.
func (d *Detector) Flush(emit func(detectors.Event)) { d.finish(emit) }

// finish searches the window, unless nothing in it is new.
func (d *Detector) finish(emit func(detectors.Event)) {
	if d.fresh == 0 {
		return
	}
	d.fresh = 0
	w := d.work
	w.x = w.x[:cap(w.x)]
	if d.resampler == nil {
		w.x = w.x[:copy(w.x, d.raw)]
	} else {
		d.resampler.Reset()
		w.x = w.x[:d.resampler.Process(w.x, d.raw)]
	}
	w.carrier = 0
	if d.lo == 0 {
		w.carrier = float64(d.centre)
	}
	w.start(job{low: -reachHz, high: reachHz})
	for w.step() {
	}
	for i := range w.cells[:w.found] {
		emit(d.event(&w.cells[i]))
	}
}

// event says what a cell broadcasts.
func (d *Detector) event(c *cell) detectors.Event {
	fields := Fields{
		RAT: "lte", PCI: c.pci, Duplex: "FDD", RB: c.RB, Ports: int(c.ports), SFN: c.frameNumber(),
		CFO: math.Round(c.primary.offset*10) / 10, Prefix: "normal", PHICHDuration: "normal", PHICHResource: c.PHICHResource,
		MIBRest: c.Rest, Frames: c.frames,
	}
	if c.tdd {
		fields.Duplex = "TDD"
	}
	if c.prefix == extendedPrefix {
		fields.Prefix = "extended"
	}
	if c.PHICHExtended {
		fields.PHICHDuration = "extended"
	}
	at := c.first / sampleRate
	if d.resampler != nil {
		at -= d.resampler.Delay() / float64(d.rate)
	}
	return detectors.Event{
		Time: d.time.Add(time.Duration(math.Round(at * 1e9))), Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Confidence: 1 - falseAlarm(c.broadcast.z), Freq: d.centre, Bandwidth: sdr.Hz(c.RB) * 180e3, SNR: math.Round(100*math.Log10(c.snr)) / 10,
		Duration:  float64(c.frames) * frameSize / sampleRate,
		Track:     fmt.Sprintf("lte-pci%d@%.0f", c.pci, float64(d.centre)),
		Reason:    fmt.Sprintf("LTE cell PCI %d, %d RB (%s), %d %s, %s", c.pci, c.RB, width(c.RB), c.ports, plural(int(c.ports), "port"), fields.Duplex),
		Statistic: &detectors.Statistic{Name: "crc16", Value: math.Round(c.broadcast.z*10) / 10, Threshold: leastSupport, PFA: falseAlarm(c.broadcast.z)},
		Fields:    fields,
	}
}

// width returns the nominal width of a carrier, TS 36.104 table 5.6-1.
func width(rb int) string {
	if rb == 6 {
		return "1.4 MHz"
	}
	return fmt.Sprintf("%d MHz", rb/5)
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
