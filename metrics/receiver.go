package metrics

import (
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// A Receiver observes the loop of one receiver.
type Receiver struct {
	intake
	setup   ReceiverSetup
	centre  sdr.Hz
	rate    sdr.Hz
	watched watch
	floors  []floor // a band each, elsewhere last
	trace   trace
}

// A floor is the newest noise level of a receiver in a band.
type floor struct {
	band  sdr.Band
	dbfs  float64
	heard bool
}

// elsewhere is the band label of a receiver that stands in no band of the setup.
const elsewhere = "elsewhere"

var _ detectors.Observer = (*Receiver)(nil)

func newReceiver(r *Registry, s ReceiverSetup, loop *loopMetrics) *Receiver {
	rx := &Receiver{setup: s, watched: newWatch(s.Plan)}
	rx.begin(r, s.Name, loop, detectors.Radio(r.setup.Specs))
	for _, b := range r.setup.Bands {
		rx.floors = append(rx.floors, floor{band: b})
	}
	rx.floors = append(rx.floors, floor{band: sdr.Band{Name: elsewhere, Low: sdr.Hz(math.Inf(-1)), High: sdr.Hz(math.Inf(1))}})
	return rx
}

// Block counts a Block's samples.
func (rx *Receiver) Block(b *sdr.Block) {
	rx.registry.advance(b.Time(b.End()).UnixNano())
	now := rx.registry.uptime()
	rx.mu.Lock()
	defer rx.mu.Unlock()
	lost := b.Lost
	if b.Centre != rx.centre && rx.blocks > 0 { // between two tunings nothing is lost
		lost = 0
	}
	rx.take(len(b.IQ), lost, now)
	rx.clips.add(b.Clipped, len(b.IQ), float64(b.Rate))
	rx.centre, rx.rate = b.Centre, b.Rate
	width := rx.setup.Width
	if width == 0 {
		width = b.Rate
	}
	rx.watched.see(b.Centre, width, now)
}

// Spectrum notes the noise level of the newest Block, none in silence, and
// keeps a spectrum to be looked at.
func (rx *Receiver) Spectrum(s *detectors.Spectrum) {
	dbfs, now := s.FloorDBFS(), rx.registry.uptime()
	rx.mu.Lock()
	defer rx.mu.Unlock()
	rx.trace.keep(s, rx.centre, rx.rate, now)
	for i := range rx.floors {
		if f := &rx.floors[i]; rx.centre >= f.band.Low && rx.centre <= f.band.High {
			f.dbfs, f.heard = dbfs, !math.IsInf(dbfs, 0) && !math.IsNaN(dbfs)
			return
		}
	}
}
