package droneid

import (
	"vigie/detectors"
	"vigie/detectors/ofdm"
	"vigie/sdr"
)

// A Detector finds DroneID bursts in the samples of one receiver.
type Detector struct {
	finder *ofdm.Finder
	block  sdr.Block // for the times of samples
	memory memory
	emit   func(detectors.Event)
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	d := &Detector{}
	var err error
	d.finder, err = ofdm.NewFinder(setup, false, d.report, func() { d.memory = memory{} })
	return d, err
}

// Detect takes the samples of a Frame.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	d.emit = emit
	d.block = *f.Block
	d.block.IQ = nil
	d.finder.Detect(f)
}

// Flush finishes with the samples there are.
func (d *Detector) Flush(emit func(detectors.Event)) {
	d.emit = emit
	d.finder.Flush()
}

// report says what is known of a burst.
func (d *Detector) report(b ofdm.Burst) {
	repeated, lately := d.memory.matches(b)
	d.memory.keep(b)
	if lately < mostOften && (repeated > 0 || b.Log >= ofdm.LogAlone) {
		d.emit(d.event(b, repeated))
	}
}
