package sik

import (
	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/detectors/fsk"
	"vigie/sdr"
)

// A Detector reads the packets of SiK radios in the samples of one receiver.
type Detector struct {
	finder   *fsk.Finder
	reader   *Receiver
	networks Networks
	block    sdr.Block // for the times of samples
	emit     func(detectors.Event)
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	f, err := fsk.Of(setup)
	if err != nil {
		return nil, err
	}
	d := &Detector{finder: f, reader: NewReceiver()}
	f.Read = d.read
	return d, nil
}

// ignore is for bursts without a packet: package fhss looks at them.
func ignore(*fhss.Burst) {}

// Detect takes the samples of a Frame.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !fhss.InBand(f.Centre, f.Rate) {
		return
	}
	d.emit = emit
	if f.Fresh {
		d.networks.Reset()
	}
	d.block = *f.Block
	d.block.IQ = nil
	d.finder.Find(f, ignore)
}

// read looks for a packet in a burst.
func (d *Detector) read(e *fsk.Emission, b *fhss.Burst) {
	p, ok := d.reader.Read(e)
	if !ok {
		return
	}
	n := d.networks.Add(&p, b.Start, b.Duration, float64(b.Freq))
	b.Proof = fhss.Proof{System: "sik", Binding: uint64(n.Number), PFA: p.PFA()}
	d.report(n, b)
}

// Flush implements detectors.Flusher.
func (d *Detector) Flush(emit func(detectors.Event)) {
	d.emit = emit
	d.finder.Flush(ignore)
}
