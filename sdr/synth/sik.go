package synth

import (
	"fmt"
	"math"
	"math/rand/v2"

	"vigie/sdr"
)

// A SiK is a pair of SiK telemetry radios, one in an aircraft and one on the
// ground, that carry MAVLink: GFSK packets of an Si1000, hopping in time division,
// as the firmware (github.com/ArduPilot/SiK, tdm.c, radio.c, freq_hopping.c) sends
// them.
type SiK struct {
	Low       sdr.Hz  `toml:"low"`       // the band's edges; 433.05 and 434.79 MHz when left out
	High      sdr.Hz  `toml:"high"`      //
	Channels  int     `toml:"channels"`  // 10 when left out
	NetID     int     `toml:"net_id"`    // 25 when left out
	AirRate   int     `toml:"air_rate"`  // kb/s; 64 when left out
	Golay     bool    `toml:"golay"`     // error correction, at half the speed
	Encrypted bool    `toml:"encrypted"` // what it carries looks random
	MAVLink   int     `toml:"mavlink"`   // version, 2 when left out
	Vehicle   int     `toml:"vehicle"`   // MAV_TYPE of the aircraft; 2, a quadrotor, when left out
	Lat       float64 `toml:"lat"`       // where it is, degrees; without a position when both are 0
	Lon       float64 `toml:"lon"`       //
	MaxWindow float64 `toml:"max_window_ms"`
	Phase     int     `toml:"whitening_phase"` // bits by which the whitening is ahead of nine ones
	SNR       float64 `toml:"snr_db"`          // of a packet over the noise in its bandwidth, the aircraft's
	GroundSNR float64 `toml:"ground_snr_db"`   // the ground's; as the aircraft's when left out
	OffsetHz  float64 `toml:"offset_hz"`       // error of the aircraft's carrier
}

// sikDeviations holds the deviation that the firmware sets for each rate, in
// steps of 625 Hz.
var sikDeviations = map[int]float64{
	2: 3, 4: 6, 8: 13, 16: 26, 19: 30, 24: 38, 32: 51, 48: 77, 64: 102, 96: 154, 128: 205, 192: 254, 250: 254,
}

const (
	sikDeviationStep = 625
	sikTick          = 16e-6 // seconds
	sikMaxPacket     = 252   // octets
	sikTrailer       = 2
	sikBT            = 0.5
	sikStep          = 10e3 // channels are multiples of it apart
)

// validate completes the description and returns what is wrong with it.
func (s *SiK) validate() *keyError {
	set := func(v *int, otherwise int) {
		if *v == 0 {
			*v = otherwise
		}
	}
	set(&s.Channels, 10)
	set(&s.NetID, 25)
	set(&s.AirRate, 64)
	set(&s.MAVLink, 2)
	set(&s.Vehicle, 2)
	if s.Low == 0 && s.High == 0 {
		s.Low, s.High = 433.05e6, 434.79e6
	}
	if s.MaxWindow == 0 {
		s.MaxWindow = 131
	}
	if s.GroundSNR == 0 {
		s.GroundSNR = s.SNR
	}
	for _, v := range []bounded{
		{"low", float64(s.Low), 1e6, 1e12},
		{"high", float64(s.High), float64(s.Low) + 1e5, 1e12},
		{"channels", float64(s.Channels), 1, 50},
		{"net_id", float64(s.NetID), 0, 65535},
		{"mavlink", float64(s.MAVLink), 1, 2},
		{"vehicle", float64(s.Vehicle), 0, 255},
		{"lat", s.Lat, -90, 90},
		{"lon", s.Lon, -180, 180},
		{"max_window_ms", s.MaxWindow, 33, 131},
		{"whitening_phase", float64(s.Phase), 0, 510},
		{"snr_db", s.SNR, -100, 100},
		{"ground_snr_db", s.GroundSNR, -100, 100},
		{"offset_hz", s.OffsetHz, -1e9, 1e9},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	if sikDeviations[s.AirRate] == 0 {
		return &keyError{key: "air_rate", text: fmt.Sprintf("%d, want 2, 4, 8, 16, 19, 24, 32, 48, 64, 96, 128, 192 or 250", s.AirRate)}
	}
	return nil
}

// open appends both radios as a receiver hears them from a time on, seconds after
// the scene's start, over noise of a power in the receiver's band.
func (s SiK) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	for side, snr := range []float64{s.SNR, s.GroundSNR} {
		b := newSikSchedule(s, side, seed())
		width := 2 * (sikDeviations[s.AirRate]*sikDeviationStep + 500*float64(s.AirRate))
		all = append(all, newKeyed(r, b, seconds, math.Sqrt(noise*width/float64(r.Rate)*fromDB(snr))))
	}
	return all
}

// A sikSchedule is what one of the two radios sends. Both know the same windows;
// windows of even number are the aircraft's, side 0.
type sikSchedule struct {
	SiK
	side     int
	random   *rand.Rand
	hops     []int
	spacing  sdr.Hz
	first    sdr.Hz // the lowest channel
	tickByte int    // ticks the firmware allows for an octet
	latency  int    // and for a packet beyond its octets
	silence  int
	window   int
	most     int // octets of a packet's contents

	number  int // of the window
	at      int // ticks into it
	traffic mavTraffic
	symbols []float32
	packet  []byte
}

func newSikSchedule(s SiK, side int, random *rand.Rand) *sikSchedule {
	b := &sikSchedule{SiK: s, side: side, random: random, number: side, traffic: newMAVTraffic(s, side, random)}
	spacing := (s.High - s.Low) / sdr.Hz(s.Channels+2)
	// The network's number shuffles the channels and shifts them all. C's rand of
	// the firmware's compiler is not modelled: any sequence will do.
	network := rand.New(rand.NewPCG(uint64(s.NetID), 0))
	b.first = s.Low + spacing/2
	if s.Channels > 5 {
		b.first += sdr.Hz(math.Mod(float64(network.IntN(32768))*625, float64(spacing)))
	}
	b.spacing = sdr.Hz(math.Round(float64(spacing)/sikStep) * sikStep)
	b.hops = network.Perm(s.Channels)
	b.time()
	return b
}

// time works out the windows as the firmware does, in its ticks.
func (b *sikSchedule) time() {
	b.tickByte = (8+8000000/(b.AirRate*1000))/16 + 1
	b.latency = 13*b.tickByte + 13
	b.most = sikMaxPacket - sikTrailer
	if b.Golay {
		b.most = sikMaxPacket/2 - 6 - sikTrailer
		b.tickByte *= 2
		b.latency += 4 * b.tickByte
	}
	b.silence = 2 * b.latency
	b.window = min(3*(b.latency+b.most*b.tickByte), int(b.MaxWindow)*1000/16, 0x1FFF)
	b.latency += 3 * b.tickByte // a preamble of 16 nibbles instead of 10
}

// round is the time in ticks from one window to the next.
func (b *sikSchedule) round() int { return b.window + b.silence }

// next implements schedule.
func (b *sikSchedule) next(t *transmission) {
	for {
		left := b.window - b.at
		room := min((left-b.latency)/b.tickByte-sikTrailer-1, b.most)
		if room < 16 {
			b.number, b.at = b.number+2, 0
			continue
		}
		start := float64(b.number*b.round()+b.at) * sikTick
		contents := b.traffic.take(start, room)
		flight := b.latency + (len(contents)+sikTrailer)*b.tickByte
		trailer := uint16(max(0, left-flight)) & 0x1FFF
		b.packet = append(append(b.packet[:0], contents...), byte(trailer), byte(trailer>>8))
		b.symbols = b.modulate(b.symbols[:0], b.packet)
		hop := b.hops[b.number%len(b.hops)]
		*t = transmission{
			start: start, freq: b.first + sdr.Hz(hop)*b.spacing, keying: fsk, symbols: b.symbols,
			rate: float64(b.AirRate) * 1e3, deviation: sikDeviations[b.AirRate] * sikDeviationStep, bt: sikBT,
		}
		if b.side == 0 {
			t.freq += sdr.Hz(b.OffsetHz)
		}
		if b.AirRate == 19 {
			t.rate = 19.2e3
		}
		air := int(math.Ceil(t.seconds() / sikTick))
		b.at += max(flight, air) + b.latency
		if len(contents) == 0 { // yields the rest of its window
			b.at = b.window
		}
		return
	}
}
