package droneid

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// snrOf returns the signal to noise ratio in decibels of a slice in which root
// 147 has this share of the energy.
func snrOf(share float64) float64 {
	return math.Round(100*math.Log10(share/max(1-share, 1e-4))) / 10
}

// event says what a burst shows: by itself, or as the repetition of others.
func (d *Detector) event(b burst, repeated int) detectors.Event {
	e := detectors.Event{
		Time: d.block.Time(d.opened + uint64(max(0, math.Round(b.seconds*d.rate)))), Type: detectors.DroneLink,
		Severity: detectors.Watch, Evidence: detectors.Waveform, Bandwidth: burstHz, SNR: snrOf(b.share), Duration: symbolsBetween,
		Track:     "droneid-burst",
		Statistic: &detectors.Statistic{Name: "log_likelihood", Value: math.Round(10*b.log) / 10, Threshold: logAlone, PFA: math.Exp(-b.log)},
	}
	fields := detectors.LinkFields{Link: "droneid-burst", Bursts: 1 + repeated}
	place := ""
	if d.centre > 0 {
		e.Freq = d.centre + sdr.Hz(math.Round(b.offset))
		place = " on " + e.Freq.String()
	} else {
		offset := math.Round(b.offset)
		fields.OffsetHz = &offset
	}
	e.Reason = "a DJI DroneID burst" + place + ": both of its Zadoff-Chu symbols, at their distance"
	if repeated > 0 {
		e.Severity, e.Evidence, e.Statistic.Threshold = detectors.Alert, detectors.Link, logOne
		e.Statistic.PFA = math.Exp(-b.log - logOne)
		fields.PeriodS = repeatSeconds
		e.Reason = fmt.Sprintf("DJI DroneID bursts%s every 640 ms, %d so far", place, 1+repeated)
	}
	e.Confidence = 1 - math.Exp(-b.log)*d.rate
	e.Fields = fields
	return e
}
