package metrics

import (
	"math"
	"slices"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// traceBins is how many points of a spectrum people are shown.
const traceBins = 256

// traceEvery is how often a spectrum is kept.
const traceEvery = 500 * time.Millisecond

// quietest bounds levels below, in dB of full scale: digital silence has none.
const quietest = -200

// A Trace is the newest spectrum of a receiver, for people to look at: points
// by ascending frequency across the rate around the centre.
type Trace struct {
	Receiver string    `json:"receiver"`
	Centre   sdr.Hz    `json:"centre_hz"`
	Rate     sdr.Hz    `json:"rate_hz"`
	Power    []float32 `json:"power_dbfs"` // strongest bin of each point
	Floor    []float32 `json:"floor_dbfs"` // noise in one bin, as tracked there
}

// trace is what a receiver keeps of a Trace.
type trace struct {
	power, floor [traceBins]float32
	points       int
	centre, rate sdr.Hz
	kept         time.Duration // uptime
}

// keep takes a spectrum of the Blocks around centre.
func (t *trace) keep(s *detectors.Spectrum, centre, rate sdr.Hz, now time.Duration) {
	if t.points > 0 && now-t.kept < traceEvery {
		return
	}
	t.centre, t.rate, t.kept = centre, rate, now
	t.points = min(traceBins, len(s.Mean))
	floor := s.Floor()
	for i := range t.points {
		from, to := i*len(s.Mean)/t.points, (i+1)*len(s.Mean)/t.points
		t.power[i] = level(slices.Max(s.Mean[from:to]))
		t.floor[i] = level(floor[(from+to)/2])
	}
}

// level returns a power in dB of full scale, to a tenth.
func level(power float32) float32 {
	db := 10 * math.Log10(float64(power))
	if !(db > quietest) {
		return quietest
	}
	return float32(math.Round(10*min(db, -quietest)) / 10)
}

// Traces returns the newest spectrum of every receiver that has one.
func (r *Registry) Traces() []Trace {
	all := []Trace{}
	for _, rx := range r.receivers {
		rx.mu.Lock()
		if t := &rx.trace; t.points > 0 {
			all = append(all, Trace{
				rx.name, sdr.Hz(number(float64(t.centre))), sdr.Hz(number(float64(t.rate))),
				slices.Clone(t.power[:t.points]), slices.Clone(t.floor[:t.points]),
			})
		}
		rx.mu.Unlock()
	}
	return all
}
