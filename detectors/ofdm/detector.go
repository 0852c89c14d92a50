package ofdm

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// Bounds of what counts as a link.
const (
	remember   = 64   // bursts
	sameHz     = 10e3 // of one centre
	manySpan   = 2.   // seconds within which bursts are counted
	leastMany  = 8    // that are a link
	leastSpan  = 0.1  // seconds that they last
	offRaster  = 3    // bursts within periodSpan that are not DroneID's, on its raster
	periodSpan = 0.57 // seconds, less than DroneID's period
)

// A Detector finds OcuSync's bursts in the samples of one receiver.
type Detector struct {
	finder *Finder
	block  sdr.Block // for the times of samples
	bursts [remember]Burst
	count  int // ever kept
	emit   func(detectors.Event)
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	d := &Detector{}
	var err error
	d.finder, err = NewFinder(setup, true, d.report, func() { d.count = 0 })
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

// report says what is known of a burst, unless it may be DroneID's.
func (d *Detector) report(b Burst) {
	if b.Log < LogAlone {
		return
	}
	many, lately, since := 1, 1, b.Seconds
	for _, a := range d.bursts[:min(d.count, remember)] {
		apart := b.Seconds - a.Seconds
		if math.Abs(a.Offset-b.Offset) > sameHz || apart < 0 || apart > manySpan {
			continue
		}
		many++
		since = min(since, a.Seconds)
		if apart < periodSpan {
			lately++
		}
	}
	d.bursts[d.count%remember] = b
	d.count++
	if !b.Channel || lately > offRaster {
		d.emit(d.event(b, many, b.Seconds-since))
	}
}

// event says what a burst and those of its centre before it show.
func (d *Detector) event(b Burst, many int, span float64) detectors.Event {
	e := detectors.Event{
		Time: d.block.Time(b.Index), Type: detectors.DroneLink, Severity: detectors.Watch, Evidence: detectors.Waveform,
		Confidence: 1 - math.Exp(-b.Log)*float64(d.block.Rate), Bandwidth: burstHz, SNR: b.SNR(), Duration: math.Round(1e6*max(span, BurstSeconds)) / 1e6,
		Track:     "ocusync",
		Statistic: &detectors.Statistic{Name: "log_likelihood", Value: math.Round(10*b.Log) / 10, Threshold: LogAlone, PFA: math.Exp(-b.Log)},
	}
	fields := detectors.LinkFields{Link: "ocusync", Bursts: many, Rejected: []string{"droneid-burst: not on its channels"}}
	if b.Channel {
		fields.Rejected[0] = "droneid-burst: more often than every 640 ms"
	}
	place := ""
	if b.Centre > 0 {
		e.Freq = b.Centre + sdr.Hz(math.Round(b.Offset))
		place = " on " + e.Freq.String()
	} else {
		offset := math.Round(b.Offset)
		fields.OffsetHz = &offset
	}
	e.Reason = "a burst of a DJI OcuSync link" + place + ": both of its Zadoff-Chu symbols, at their distance"
	if many >= leastMany && span >= leastSpan {
		e.Severity, e.Evidence = detectors.Alert, detectors.Link
		e.Reason = fmt.Sprintf("a DJI OcuSync link%s, %d bursts in %.1f s", place, many, span)
	}
	e.Fields = fields
	return e
}
