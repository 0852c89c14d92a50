package fhss

import (
	"fmt"
	"math"
	"strings"

	"vigie/detectors"
	"vigie/sdr"
)

// Bounds of what is said aloud.
const (
	alertAgreements = 4
	alertChance     = 1e-6 // of the lattice
	alertSeconds    = 0.45 // since the link was first stated

	// Of a link that nothing is known of.
	hoppingChannels = 3
	hoppingBursts   = 24
	hoppingChance   = 1e-9
	hoppingSeconds  = 2.
)

// alert reports whether a link is sure: several independent tests, a lattice that
// chance does not make, more than one channel, and it lasts; or checksums.
func (k *Link) alert() bool {
	if k.System == nil || !k.System.Drone {
		return false
	}
	sure := k.Agreements.Count() >= alertAgreements && k.Agreements&ByLattice != 0 && k.PFA < alertChance && k.Channels > 1
	return k.Lasting >= alertSeconds && (sure || k.Proved() && k.Agreements.Count() >= leastAgreements)
}

// odd reports whether bursts hop over channels in a lattice that chance does not
// make, as no known link does.
func (k *Link) odd() bool {
	return k.System == nil && k.Newest.Kind != Unknown && k.Channels >= hoppingChannels && k.Bursts >= hoppingBursts &&
		k.Period > 0 && k.PFA < hoppingChance && k.Duty > 0.05
}

// hopping reports whether a link without a name lasts.
func (k *Link) hopping() bool { return k.odd() && k.Lasting >= hoppingSeconds }

// name returns the link's name in the contract.
func (k *Link) name() string {
	switch {
	case k.System != nil:
		return k.System.Link
	case k.Newest.Kind == Chirp:
		return "lora-fhss"
	case k.Newest.Kind == FSK:
		return "gfsk-fhss"
	}
	return "fhss"
}

// event says what a link is.
func (d *Detector) event(k *Link) detectors.Event {
	b := &k.Newest
	e := detectors.Event{
		Time: d.block.Time(uint64(math.Max(0, (b.Start+b.Duration)*float64(d.block.Rate)))),
		Type: detectors.Emitter, Severity: detectors.Info, Evidence: detectors.Waveform, Confidence: confidence(k),
		Bandwidth: b.Bandwidth, SNR: math.Round(10*b.SNR) / 10, Duration: round(k.Airtime, 6),
		Track: k.name(), Statistic: &detectors.Statistic{Name: "log_likelihood", Value: round(k.Score, 1), Threshold: leastScore, PFA: math.Exp(-math.Max(0, k.Score))},
	}
	fields := detectors.LinkFields{
		Link: k.name(), Bursts: k.Bursts, SpreadingFactor: b.SF, Channels: k.Channels, Duty: round(k.Duty, 3),
		AirtimeS: round(k.Airtime, 6), PeriodS: round(k.Period, 6), Agreements: k.Agreements.Names(), Rejected: k.Rejected(),
	}
	if d.linker.centre > 0 {
		e.Freq = b.Freq
	} else {
		offset := math.Round(float64(b.Freq))
		fields.OffsetHz = &offset
	}
	if k.System == nil {
		e.Type, e.Severity = detectors.DroneLink, detectors.Watch
		e.Statistic = &detectors.Statistic{Name: "rayleigh", Value: round(k.Rayleigh, 1), Threshold: round(-math.Log(alertChance/steps), 1), PFA: k.PFA}
		e.Reason = fmt.Sprintf("bursts that hop over %d channels every %.4g ms, of no known link", k.Channels, 1e3*k.Period)
		e.Fields = fields
		return e
	}
	fields.RateHz = round(k.System.RateHz, 2)
	if b.SF > 0 {
		e.Track += fmt.Sprintf("-sf%d", b.SF)
	}
	if !k.System.Drone {
		fields.PeriodS = 0
		e.Reason = fmt.Sprintf("%s: ordinary radio, %d bursts", describe(k), k.Bursts)
		e.Fields = fields
		return e
	}
	fields.Domain = k.Domain
	e.Type, e.Severity, e.Evidence = detectors.DroneLink, detectors.Watch, detectors.Link
	e.Reason = fmt.Sprintf("%s: %s agree", describe(k), strings.Join(fields.Agreements, ", "))
	if k.Agreements&ByLattice != 0 {
		e.Statistic = &detectors.Statistic{Name: "rayleigh", Value: round(k.Rayleigh, 1), Threshold: round(-math.Log(latticeChance), 1), PFA: k.PFA}
	}
	if k.Proved() {
		e.Evidence = detectors.Decoded
		fields.Binding = fmt.Sprintf("%016x", k.Proof.Binding)
		e.Reason += fmt.Sprintf("; %d synchronisation packets with their check (version %d, hop %d)", k.Proofs, k.Proof.Version, k.Proof.Hop)
	}
	if k.alert() {
		e.Severity = detectors.Alert
	}
	e.Fields = fields
	return e
}

// describe names a link for people.
func describe(k *Link) string {
	s := k.System
	text := s.Link
	if s.RateHz > 0 {
		text += fmt.Sprintf(" %.4g Hz", s.RateHz)
	}
	if k.Newest.Kind == Chirp {
		text += fmt.Sprintf(" (LoRa SF%d, %v)", k.Newest.SF, sdr.Hz(k.Newest.Bandwidth))
	}
	if k.Domain != "" && s.Drone {
		text += " on the channels of " + k.Domain
	}
	return text
}

// confidence is the probability that a link is what it is called, as the score has
// it: a drone's against one in a thousand for emissions of this kind, ordinary radio
// against as many of any other kind.
func confidence(k *Link) float64 {
	odds := 1000.
	switch {
	case k.System == nil:
		return 0.8
	case !k.System.Drone:
		odds = 1
	}
	return round(1/(1+odds*math.Exp(-math.Max(0, k.Score))), 4)
}

func round(x float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(x*p) / p
}
