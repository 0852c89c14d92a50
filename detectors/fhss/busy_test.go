package fhss_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"vigie/detectors"
	"vigie/detectors/evaluate"
	"vigie/sdr/synth"
)

// busy returns a minute of a band full of ordinary radio. In Europe: 50 LoRaWAN
// nodes, a Meshtastic network, meters, house automation, Sigfox and car keys. The nodes
// send for 3 % of the time, about 530 packets a minute: as many as in 1.8 hours when
// each sends every ten minutes. In every third minute the Americas, where gateways answer with 500 kHz, four times as many nodes, busier ones, and
// Meshtastic's widest preset.
func busy(minute int) synth.Scene {
	s := scene(uint64(minute), 60, 868.4e6)
	lorawan := synth.LoRaNodes{System: "lorawan", Region: "eu868", Nodes: 50, Duty: 0.03, SNR: 45, Shadow: 6, Channel: "tu", Doppler: 2}
	mesh := synth.LoRaNodes{System: "meshtastic-longfast", Region: "eu868", Nodes: 15, Duty: 0.01, SNR: 45, Shadow: 6}
	if minute%3 == 2 {
		s.Centre = 906.8e6
		lorawan.Region, lorawan.Nodes, lorawan.Duty = "us915", 200, 0.01
		mesh.System, mesh.Region = "meshtastic-shortturbo", "us915"
		s.ERT = []synth.ERT{{Crowd: synth.Crowd{Count: 15, Every: 8, SNR: 15, SpreadDB: 6}}}
	} else {
		crowd := synth.Crowd{Count: 15, Every: 8, SNR: 15, SpreadDB: 6}
		s.WMBus = []synth.WMBus{{Mode: "t", Crowd: crowd}, {Mode: "s", Crowd: crowd}, {Mode: "c", Crowd: crowd}}
		s.ZWave = []synth.ZWave{{RateKbps: 40, Crowd: crowd}, {RateKbps: 100, Crowd: crowd}}
		s.Sigfox = []synth.Sigfox{{Crowd: synth.Crowd{Count: 15, Every: 60, SNR: 15, SpreadDB: 6}}}
		s.OOK = []synth.OOK{{Freq: 868.35e6, What: "key", Crowd: crowd}, {Freq: 868.3e6, What: "sensor", Crowd: crowd}}
	}
	if minute%6 == 5 {
		s.Centre = 924.5e6
	}
	s.LoRaNodes = []synth.LoRaNodes{lorawan, mesh}
	return s
}

// TestEvaluateBusyBand counts what is said of an hour of ordinary LoRa, or of as
// many minutes as VIGIE_EVALUATE says.
func TestEvaluateBusyBand(t *testing.T) {
	measurement(t)
	minutes, err := strconv.Atoi(os.Getenv("VIGIE_EVALUATE"))
	if err != nil || minutes < 2 {
		minutes = 60
	}
	count := map[detectors.Severity]int{}
	named := map[string]int{}
	for m := range minutes {
		if m > 0 {
			fmt.Printf("%d minutes: %v %v\n", m, count, named)
		}
		for _, e := range listen(t, open(t, busy(m))) {
			if e.Type != detectors.DroneLink && e.Type != detectors.Emitter {
				continue
			}
			count[e.Severity]++
			named[e.Track]++
			if e.Severity != detectors.Info {
				t.Errorf("minute %d: %s %s", m, e.Severity, e.Reason)
			}
		}
	}
	hours := float64(minutes) / 60
	fmt.Printf("%d minutes of busy bands: %d alerts, at most %.2g a day (95 %%), %d watches, %d infos: %v\n",
		minutes, count[detectors.Alert], 24*evaluate.PoissonUpper(count[detectors.Alert], 0.95)/hours, count[detectors.Watch], count[detectors.Info], named)
}
