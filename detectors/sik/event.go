package sik

import (
	"fmt"
	"math"
	"strings"
	"time"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/detectors/mavlink"
	"vigie/sdr"
)

// Bounds of what is reported of a network.
const (
	leastPackets  = 2  // that are a link: one may be chance
	alertPackets  = 6  // that an alert needs
	alertSeconds  = 1. // over which
	sureOfPackets = 0.999
	restateS      = 5. // seconds after which what is no news is said again
)

// said is what was reported of a network.
type said struct {
	lasting   bool
	vehicle   mavlink.Vehicle
	protocol  bool
	encrypted bool
}

// Fields says of a link what its packets say of themselves: of what they carry,
// only the kind of aircraft.
type Fields struct {
	detectors.LinkFields
	BitRate   float64 `json:"bit_rate"`            // on the air
	Network   int     `json:"network"`             // the radios' setting
	Vehicle   string  `json:"vehicle,omitempty"`   // such as "quadrotor"
	Autopilot string  `json:"autopilot,omitempty"` // such as "ardupilot"
	Protocol  string  `json:"protocol,omitempty"`  // "mavlink" once a frame's check has passed
	Encrypted bool    `json:"encrypted,omitempty"` // the contents look random
}

// Same reports whether the same link says the same of itself.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	return ok && f.LinkFields.Same(o.LinkFields) && f.Network == o.Network && f.Vehicle == o.Vehicle && f.Protocol == o.Protocol && f.Encrypted == o.Encrypted
}

// IDFields says where an aircraft says that it is.
type IDFields struct {
	Standard  string   `json:"standard"`  // "mavlink"
	Transport string   `json:"transport"` // "sik"
	Lat       float64  `json:"lat"`
	Lon       float64  `json:"lon"`
	AltitudeM float64  `json:"altitude_m"` // above the sea
	HeightM   float64  `json:"height_m"`   // above the place of take-off
	SpeedMS   float64  `json:"speed_ms"`
	TrackDeg  *float64 `json:"track_deg,omitempty"`
	Plausible bool     `json:"plausible"` // no aircraft of this kind is elsewhere or faster
}

// Same reports whether the aircraft is where it was, within what matters.
func (f IDFields) Same(other detectors.Fields) bool {
	o, ok := other.(IDFields)
	const near = 5e-4 // degrees, about 50 m
	return ok && math.Abs(f.Lat-o.Lat) < near && math.Abs(f.Lon-o.Lon) < near
}

// report says what is known of a network.
func (d *Detector) report(n *Network, b *fhss.Burst) {
	if n.Packets < leastPackets {
		return
	}
	span := n.Last - n.Since
	lasting := n.Packets >= alertPackets && span >= alertSeconds && !n.Vehicle.Surface()
	state := said{lasting, n.Vehicle, n.Frames > 0, n.Encrypted()}
	if n.Said == state && n.Last-n.Stated < restateS && !n.News {
		return
	}
	n.Said, n.Stated = state, n.Last
	e := detectors.Event{
		Time: d.time(b.Start), Type: detectors.DroneLink, Severity: detectors.Watch, Evidence: detectors.Decoded, Confidence: sureOfPackets,
		Freq: b.Freq, Bandwidth: b.Bandwidth, SNR: b.SNR, Duration: math.Round(1e3*(span+b.Duration)) / 1e3, Track: fmt.Sprintf("sik-%d", n.Number),
		Statistic: &detectors.Statistic{Name: "crc16", Value: float64(n.Packets), Threshold: leastPackets, PFA: b.Proof.PFA * b.Proof.PFA},
		Fields:    linkFields(n, b),
	}
	if lasting {
		e.Severity = detectors.Alert
	}
	e.Reason = reason(n, b.Freq)
	d.emit(e)
	if n.News {
		d.emit(d.position(n, e))
	}
}

func (d *Detector) position(n *Network, e detectors.Event) detectors.Event {
	p := &n.Position
	f := IDFields{
		Standard: "mavlink", Transport: "sik", Lat: p.Lat, Lon: p.Lon, AltitudeM: p.AltitudeM, HeightM: p.HeightM,
		SpeedMS: math.Round(10*math.Hypot(p.NorthMS, p.EastMS)) / 10, Plausible: p.Plausible(),
	}
	if p.TrackDeg >= 0 {
		heading := p.TrackDeg
		f.TrackDeg = &heading
	}
	e.Type, e.Severity, e.Fields = detectors.DroneID, detectors.Watch, f
	e.Reason = "an aircraft says over a SiK link in clear where it is"
	return e
}

func linkFields(n *Network, b *fhss.Burst) Fields {
	f := Fields{
		LinkFields: detectors.LinkFields{Link: "sik", Bursts: n.Packets, Channels: n.Channels, PeriodS: math.Round(1e6*n.Round()) / 1e6},
		BitRate:    n.Air.Rate, Network: n.Number, Vehicle: n.Vehicle.Kind, Autopilot: n.Vehicle.Autopilot, Encrypted: n.Encrypted(),
	}
	if span := n.Last + b.Duration - n.Since; span > 1 {
		f.Duty = math.Round(1e3*n.Airtime/span) / 1e3
	}
	if n.Frames > 0 {
		f.Protocol = "mavlink"
	}
	return f
}

// reason says it in a sentence.
func reason(n *Network, freq sdr.Hz) string {
	var s strings.Builder
	fmt.Fprintf(&s, "a SiK telemetry radio link, %d packets with their checksum", n.Packets)
	if freq > 1e6 {
		fmt.Fprintf(&s, ", the last on %.3f MHz", float64(freq)/1e6)
	}
	switch {
	case n.Vehicle.Kind != "":
		fmt.Fprintf(&s, ": MAVLink of a %s", n.Vehicle.Kind)
	case n.Ground:
		s.WriteString(": MAVLink of a ground station")
	case n.Frames > 0:
		s.WriteString(": MAVLink")
	case n.Encrypted():
		s.WriteString(": encrypted")
	}
	return s.String()
}

// time returns the time of a moment in seconds since the receiver opened.
func (d *Detector) time(seconds float64) time.Time {
	return d.block.Time(uint64(math.Round(seconds * float64(d.block.Rate))))
}
