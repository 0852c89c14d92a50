package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"vigie/sdr"
)

// A ChirpHopper is a control link in which both ends send in every frame, each
// frame on another channel: mLRS with 500 kHz chirps, 91 octets and frames of 32
// or 53 ms, or something like TBS Crossfire, whose 50 Hz mode is described as
// LoRa on channels about 260 kHz apart; its other numbers are a guess.
type ChirpHopper struct {
	System      string  `toml:"system"`      // "mlrs" or "crossfire-like"
	First       sdr.Hz  `toml:"first"`       // lowest channel
	RateHz      float64 `toml:"rate_hz"`     // frames a second: 31 or 19, 50 for Crossfire
	SNR         float64 `toml:"snr_db"`      // of the ground, in the chirps' bandwidth
	AircraftSNR float64 `toml:"aircraft_db"` // of the aircraft, relative to the ground
	PPM         float64 `toml:"crystal_ppm"` // error of the ground's crystal
	FromS       float64 `toml:"from_s"`      // first frame, seconds after the scene's start
	Channels    int     `toml:"channels"`    // how many are used, 6 for mLRS and 25 for Crossfire when left out
}

// A chirpFormat is the frame of one of them.
type chirpFormat struct {
	modem  loraModem
	octets int
	period float64
	step   float64 // between channels
	raster int     // channels that the ones used are chosen from
}

func (h *ChirpHopper) format() (f chirpFormat, ok bool) {
	switch {
	case h.System == "mlrs" && h.RateHz == 31:
		return chirpFormat{loraModem{SF: 5, Bandwidth: 500e3, CR: 1, Preamble: 12, Newer: true, Sync: 0x12}, 91, 32e-3, 525e3, 13}, true
	case h.System == "mlrs" && h.RateHz == 19:
		return chirpFormat{loraModem{SF: 6, Bandwidth: 500e3, CR: 1, Preamble: 12, Newer: true, Sync: 0x12}, 91, 53e-3, 525e3, 13}, true
	case h.System == "crossfire-like" && h.RateHz == 50:
		return chirpFormat{loraModem{SF: 6, Bandwidth: 250e3, CR: 3, Preamble: 8, Sync: 0x12}, 8, 20e-3, 260e3, h.Channels}, true
	}
	return f, false
}

// validate completes the description and returns what is wrong with it.
func (h *ChirpHopper) validate() *keyError {
	if h.Channels == 0 {
		h.Channels = 6
		if h.System == "crossfire-like" {
			h.Channels = 25
		}
	}
	if _, ok := h.format(); !ok {
		return &keyError{key: "system", text: fmt.Sprintf("%q at %g Hz, want mlrs at 31 or 19, or crossfire-like at 50", h.System, h.RateHz)}
	}
	for _, v := range []bounded{
		{"first", float64(h.First), -1e12, 1e12},
		{"snr_db", h.SNR, -100, 100},
		{"aircraft_db", h.AircraftSNR, -100, 100},
		{"crystal_ppm", h.PPM, -1000, 1000},
		{"from_s", h.FromS, 0, 1e6},
		{"channels", float64(h.Channels), 2, 64},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// Open returns the link as a receiver hears it from a time on, seconds after the
// scene's start, over noise of a power in the receiver's band.
func (h ChirpHopper) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := h.validate(); err != nil {
		return nil, err
	}
	f, _ := h.format()
	used := random.Perm(max(f.raster, h.Channels))[:h.Channels]
	slices.Sort(used)
	random.Shuffle(len(used), func(i, j int) { used[i], used[j] = used[j], used[i] })
	gain := math.Sqrt(noise * f.modem.Bandwidth / float64(r.Rate) * fromDB(h.SNR))
	fade := newFading("none", 0, random)
	airtime := f.modem.airtime(len(f.modem.encode(make([]byte, f.octets))))
	sent := 0
	next := func() (chirpFrame, bool) {
		frame, back := sent/2, sent%2 == 1
		sent++
		payload := make([]byte, f.octets)
		for i := range payload {
			payload[i] = byte(random.UintN(256))
		}
		start, level := h.FromS+float64(frame)*f.period/(1+h.PPM*1e-6), gain
		if back { // the aircraft answers a millisecond after the end
			start, level = start+airtime+1e-3, gain*math.Sqrt(fromDB(h.AircraftSNR))
		}
		hz := r.offset(h.First) + float64(used[frame%len(used)])*f.step + float64(h.First)*h.PPM*1e-6
		return faded(&f.modem, fade, f.modem.encode(payload), start, hz, level, random), true
	}
	return newChirper(next, r, seconds), nil
}
