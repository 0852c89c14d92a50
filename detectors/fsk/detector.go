package fsk

import (
	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/detectors/sik"
	"vigie/sdr"
)

// A Detector finds links of frequency shift keying in the samples of one receiver.
type Detector struct {
	finder   *Finder
	linker   *fhss.Linker
	reader   *sik.Receiver
	networks sik.Networks
	block    sdr.Block // for the times of samples
	judged   float64   // seconds
	emit     func(detectors.Event)
	add      func(*fhss.Burst)
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	f, err := NewFinder(setup.Rate)
	if err != nil {
		return nil, err
	}
	d := &Detector{finder: f, linker: fhss.NewLinker(), reader: sik.NewReceiver()}
	f.Read = d.read
	d.add = d.linker.Add
	return d, nil
}

// Detect takes the samples of a Frame.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	d.emit = emit
	now := float64(f.Index) / float64(f.Rate)
	if f.Fresh {
		d.linker.Tune(f.Centre, f.Rate, now)
		d.networks.Reset()
	}
	d.block = *f.Block
	d.block.IQ = nil
	d.finder.Find(f, d.add)
}

// Flush finishes with the samples there are.
func (d *Detector) Flush(emit func(detectors.Event)) {
	d.emit = emit
	d.finder.Flush(d.add)
}

// read looks for a SiK packet in a burst.
func (d *Detector) read(e *Emission, b *fhss.Burst) {
	s := sik.Samples{IQ: e.IQ, Rate: e.Rate, First: e.First, Last: e.Last, MidHz: e.MidHz, Clock: e.Clock, DevHz: e.DevHz}
	p, ok := d.reader.Read(&s)
	if !ok {
		return
	}
	n := d.networks.Add(&p, b.Start, b.Duration, float64(b.Freq))
	b.Proof = fhss.Proof{System: "sik", Binding: uint64(n.Number), PFA: p.PFA()}
	d.report(n, b)
}
