package mavlink

import (
	"encoding/binary"
	"math"
)

// The messages that are read.
const (
	heartbeat      = 0
	globalPosition = 33
)

// autopilotComponent is the component that speaks for the aircraft.
const autopilotComponent = 1

// A Vehicle is what a heartbeat says of its sender.
type Vehicle struct {
	Kind      string // such as "quadrotor"
	Autopilot string // such as "ardupilot"; empty when none is named
	Ground    bool   // a ground station, not an aircraft
}

// kinds holds names for MAV_TYPE. What is no vehicle has none.
var kinds = map[byte]string{
	1: "fixed-wing", 2: "quadrotor", 3: "coaxial helicopter", 4: "helicopter", 7: "airship", 8: "free balloon", 9: "rocket",
	10: "ground rover", 11: "boat", 12: "submarine", 13: "hexarotor", 14: "octorotor", 15: "tricopter", 16: "flapping wing", 17: "kite",
	19: "tail sitter", 20: "tail sitter", 21: "tilt rotor", 22: "fixed-wing VTOL", 23: "tail sitter", 24: "tilt wing", 25: "VTOL",
	28: "parafoil", 29: "dodecarotor", 35: "decarotor",
}

// groundStation is the MAV_TYPE of one.
const groundStation = 6

// autopilots holds names for MAV_AUTOPILOT.
var autopilots = map[byte]string{
	0: "generic", 3: "ardupilot", 4: "openpilot", 12: "px4", 13: "smaccmpilot", 14: "autoquad", 16: "aerob", 17: "asluav",
	18: "smartap", 19: "airrails", 20: "reflex",
}

// Surface reports whether it is a vehicle that does not fly.
func (v Vehicle) Surface() bool {
	return v.Kind == kinds[10] || v.Kind == kinds[11] || v.Kind == kinds[12]
}

// Vehicle returns what a heartbeat says, and whether f is one of an autopilot or a
// ground station.
func (f *Frame) Vehicle() (v Vehicle, ok bool) {
	if f.Message != heartbeat {
		return v, false
	}
	var b [9]byte
	copy(b[:], f.Payload)
	if b[4] == groundStation {
		return Vehicle{Ground: true}, true
	}
	kind, known := kinds[b[4]]
	if !known || f.Component != autopilotComponent {
		return v, false
	}
	return Vehicle{Kind: kind, Autopilot: autopilots[b[5]]}, true
}

// A Position is where an aircraft says that it is.
type Position struct {
	Lat, Lon        float64 // degrees, WGS 84
	AltitudeM       float64 // above mean sea level
	HeightM         float64 // above the place of take-off
	NorthMS, EastMS float64
	TrackDeg        float64 // that it points to; -1 when unknown
	AtNullIsland    bool    // no position yet
	OutsideTheGlobe bool
}

// mostMS and the heights are beyond what small aircraft reach.
const (
	mostMS     = 150
	leastAltM  = -500
	mostAltM   = 12000
	mostHeight = 9000
)

// Plausible reports whether an aircraft with such a radio can be there.
func (p *Position) Plausible() bool {
	return !p.AtNullIsland && !p.OutsideTheGlobe && math.Hypot(p.NorthMS, p.EastMS) <= mostMS &&
		p.AltitudeM >= leastAltM && p.AltitudeM <= mostAltM && math.Abs(p.HeightM) <= mostHeight
}

// Position returns what a global position says, and whether f is one.
func (f *Frame) Position() (p Position, ok bool) {
	if f.Message != globalPosition {
		return p, false
	}
	var b [28]byte
	copy(b[:], f.Payload)
	i32 := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[at:]))) }
	i16 := func(at int) float64 { return float64(int16(binary.LittleEndian.Uint16(b[at:]))) }
	p = Position{
		Lat: i32(4) * 1e-7, Lon: i32(8) * 1e-7, AltitudeM: i32(12) * 1e-3, HeightM: i32(16) * 1e-3,
		NorthMS: i16(20) * 1e-2, EastMS: i16(22) * 1e-2, TrackDeg: -1,
	}
	if heading := binary.LittleEndian.Uint16(b[26:]); heading != 0xFFFF {
		p.TrackDeg = float64(heading) * 1e-2
	}
	p.AtNullIsland = p.Lat == 0 && p.Lon == 0
	p.OutsideTheGlobe = p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180
	return p, true
}
