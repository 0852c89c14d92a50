package rotor

import (
	"fmt"

	"vigie/acoustic"
	"vigie/detectors"
	"vigie/detectors/rotor/bearing"
	"vigie/detectors/rotor/timbre"
)

// narrowHz is the band under which a source carries too little of a multirotor's
// hiss: half of an 8 kHz recording's rate is beneath it.
const narrowHz = 4500

// A Detector hears aircraft in the sound of one microphone, or of a pair.
type Detector struct {
	model    *Model
	analyser *timbre.Analyser
	pair     *bearing.Pair // nil for one microphone
	pace     Pace
	look     timbre.Vector
	codes    []uint8
	votes    [Classes]float64
	window   Window
	site     site
	track    track
	sums     sums

	block  acoustic.Block // for the times of samples
	next   uint64         // sample after the last one heard
	begun  bool
	narrow bool // said so
}

// New makes the detector for one microphone, or a pair.
func New(setup detectors.EarSetup) (detectors.Ear, error) {
	model, err := Embedded()
	if err != nil {
		return nil, err
	}
	return model.Ear(setup), nil
}

// Ear makes a detector that judges by this model.
func (m *Model) Ear(setup detectors.EarSetup) *Detector {
	d := &Detector{
		model: m, analyser: timbre.New(), look: make(timbre.Vector, 0, len(timbre.Names)), codes: make([]uint8, len(timbre.Names)),
	}
	if setup.Channels == 2 && setup.SpacingM > 0 {
		d.pair = bearing.New(setup.SpacingM)
	}
	d.site.start(m)
	return d
}

// Hear takes the sound of a Block. The first microphone of a pair is the one that
// is judged.
func (d *Detector) Hear(b *acoustic.Block, emit func(detectors.Event)) {
	if gap := b.Index - d.next; d.begun && gap != 0 {
		d.analyser.Reset()
		if d.pair != nil {
			d.pair.Reset()
		}
		if gap > uint64(timbre.RateHz) {
			d.window.Reset()
			d.track.end()
		}
	}
	d.begun, d.block = true, *b
	d.block.PCM = [2][]float32{}
	d.next = b.Index
	d.band(float64(b.Band), emit)
	for done := 0; done < len(b.PCM[0]); {
		n, complete := d.analyser.Push(b.PCM[0][done:])
		if d.pair != nil && len(b.PCM[1]) == len(b.PCM[0]) {
			d.pair.Push(b.PCM[0][done:done+n], b.PCM[1][done:done+n])
		}
		done += n
		d.next += uint64(n)
		if complete && d.pace.Due(d.analyser) {
			d.hear(emit)
		}
	}
}

// band takes the source's band, and says once what it cannot carry.
func (d *Detector) band(hz float64, emit func(detectors.Event)) {
	if hz == 0 {
		hz = timbre.RateHz / 2
	}
	d.analyser.Band(hz)
	if hz >= narrowHz || d.narrow {
		return
	}
	d.narrow = true
	detail := fmt.Sprintf("rotor: this source carries sound up to %.1f kHz only: multirotors are judged without the hiss of their airflow, so that fewer are found; helicopters and aeroplanes are judged as ever", hz/1e3)
	emit(detectors.Event{
		Time: d.block.Time(d.block.Index), Type: detectors.Sensor, Severity: detectors.Info, Reason: detail,
		Fields: detectors.SensorFields{What: "band", Detail: detail},
	})
}

// hear takes a look and judges the last ones.
func (d *Detector) hear(emit func(detectors.Event)) {
	d.look = d.analyser.Look(d.look)
	f0 := d.analyser.F0()
	if d.pair != nil && !d.pair.FromAfar(f0) {
		return // wind in the microphones
	}
	d.model.Vote(&d.votes, d.look, d.codes)
	d.window.Add(&d.votes)
	opinion := d.model.judge(&d.window, d.site.bars(d.model))
	d.site.used(d.model, &opinion)
	d.sums.add(&d.window, &opinion)
	d.track.add(f0)
	d.follow(opinion, emit)
}

// Flush judges a recording that was too short for a decision on what there is.
func (d *Detector) Flush(emit func(detectors.Event)) {
	if d.sums.looks == 0 && d.analyser.Ready() {
		d.hear(emit)
	}
	if d.sums.looks >= agree || d.sums.looks == 0 {
		return
	}
	if o := d.model.Judge(&d.window); o.Class != None {
		d.decide(o, emit)
	} else {
		d.suspect(true, emit)
	}
}
