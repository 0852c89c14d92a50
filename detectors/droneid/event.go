package droneid

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/detectors/ofdm"
	"vigie/sdr"
)

// event says what a burst shows: by itself, or as the repetition of others.
func (d *Detector) event(b ofdm.Burst, repeated int) detectors.Event {
	e := detectors.Event{
		Time: d.block.Time(b.Index), Type: detectors.DroneLink,
		Severity: detectors.Watch, Evidence: detectors.Waveform, Bandwidth: ofdm.BurstHz, SNR: b.SNR(), Duration: ofdm.BurstSeconds,
		Track:     "droneid-burst",
		Statistic: &detectors.Statistic{Name: "log_likelihood", Value: math.Round(10*b.Log) / 10, Threshold: ofdm.LogAlone, PFA: math.Exp(-b.Log)},
	}
	fields := detectors.LinkFields{Link: "droneid-burst", Bursts: 1 + repeated}
	place := ""
	if b.Centre > 0 {
		e.Freq = b.Centre + sdr.Hz(math.Round(b.Offset))
		place = " on " + e.Freq.String()
	} else {
		offset := math.Round(b.Offset)
		fields.OffsetHz = &offset
	}
	e.Reason = "a DJI DroneID burst" + place + ": both of its Zadoff-Chu symbols, at their distance"
	if repeated > 0 {
		e.Severity, e.Evidence, e.Statistic.Threshold = detectors.Alert, detectors.Link, ofdm.LogOne
		e.Statistic.PFA = math.Exp(-b.Log - ofdm.LogOne)
		fields.PeriodS = repeatSeconds
		e.Reason = fmt.Sprintf("DJI DroneID bursts%s every 640 ms, %d so far", place, 1+repeated)
	}
	e.Confidence = 1 - math.Exp(-b.Log)*float64(d.block.Rate)
	e.Fields = fields
	return e
}
