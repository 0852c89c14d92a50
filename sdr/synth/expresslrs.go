package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"vigie/sdr"
)

// An ExpressLRS sends what a handset's module does, and the telemetry of the
// aircraft's receiver, with the timing of firmware 3 and 4: a packet a period,
// the next channel after some packets, synchronisation packets on one channel.
// Stick positions are random.
type ExpressLRS struct {
	Domain      string  `toml:"domain"`       // "eu868", "fcc915", "au915", "in866", "eu433", "au433", "us433", "us433w", "ism2400"
	RateHz      float64 `toml:"rate_hz"`      // packets a second
	Wide        bool    `toml:"full"`         // packets of 13 octets, of the rates that have them
	Version     int     `toml:"version"`      // of the firmware, 3 or 4
	UID         []int   `toml:"uid"`          // six octets made of the binding phrase
	SNR         float64 `toml:"snr_db"`       // of the handset, in the chirps' bandwidth
	AircraftSNR float64 `toml:"aircraft_db"`  // of the aircraft, relative to the handset
	Telemetry   int     `toml:"telemetry"`    // every so many packets one is the aircraft's; 0 for none
	SyncMS      float64 `toml:"sync_ms"`      // between synchronisation packets: 5000 connected, 600 before
	PPM         float64 `toml:"crystal_ppm"`  // error of the handset's crystal
	Channel     string  `toml:"channel"`      // "none", or a profile whose paths fade together
	DopplerHz   float64 `toml:"doppler_hz"`   // of that
	FromS       float64 `toml:"from_s"`       // first packet, seconds after the scene's start
	NonceStart  int     `toml:"nonce_start"`  // packet counter of it
	Inverted    bool    `toml:"inverted"`     // falling chirps, as half of the 2.4 GHz links have
	OnlyChannel int     `toml:"only_channel"` // stays on this channel, from 1, as a module in a test mode does; 0 hops
}

// An elrsRate is one of the firmware's packet rates.
type elrsRate struct {
	hz     float64
	octets int
	modem  loraModem
	hop    int // packets on a channel
	code3  int // number of the rate in synchronisation packets of version 3
	code4  int // and of version 4
	loads  int // payload symbols where the coding is not known
}

// elrsRates are the LoRa rates of SX127x and LR11xx at 500 kHz and of SX1280 at
// 812.5 kHz. The SX1280's long interleaving is not published: its packets have the
// lengths of the real ones and other chirps.
var elrsRates = []elrsRate{
	{250, 8, loraModem{SF: 5, Bandwidth: 500e3, CR: 4, Preamble: 12, Newer: true}, 4, 7, 7, 0},
	{200, 8, loraModem{SF: 6, Bandwidth: 500e3, CR: 3, Preamble: 8}, 4, 0, 5, 0},
	{100, 13, loraModem{SF: 6, Bandwidth: 500e3, CR: 4, Preamble: 8}, 4, 1, 3, 0},
	{100, 8, loraModem{SF: 7, Bandwidth: 500e3, CR: 3, Preamble: 8}, 4, 2, 2, 0},
	{50, 8, loraModem{SF: 8, Bandwidth: 500e3, CR: 3, Preamble: 10}, 4, 3, 1, 0},
	{25, 8, loraModem{SF: 9, Bandwidth: 500e3, CR: 3, Preamble: 10}, 2, 4, 0, 0},
	{500, 8, loraModem{SF: 5, Bandwidth: 812.5e3, CR: 2, Preamble: 12, Newer: true}, 4, 0, 29, 20},
	{250, 8, loraModem{SF: 6, Bandwidth: 812.5e3, CR: 3, Preamble: 14, Newer: true}, 4, 1, 27, 22},
	{150, 8, loraModem{SF: 7, Bandwidth: 812.5e3, CR: 4, Preamble: 12}, 4, 2, 24, 21},
	{50, 8, loraModem{SF: 8, Bandwidth: 812.5e3, CR: 4, Preamble: 12}, 2, 3, 21, 18},
}

// elrsDomains are the firmware's channels: first, last, number.
var elrsDomains = map[string]struct {
	first, last sdr.Hz
	count       int
}{
	"au915": {915.5e6, 926.9e6, 20}, "fcc915": {903.5e6, 926.9e6, 40}, "eu868": {863.275e6, 869.575e6, 13},
	"in866": {865.375e6, 866.95e6, 4}, "au433": {433.42e6, 434.42e6, 3}, "eu433": {433.1e6, 434.45e6, 3},
	"us433": {433.25e6, 438e6, 8}, "us433w": {423.5e6, 438e6, 20}, "ism2400": {2400.4e6, 2479.4e6, 80},
}

// rate returns the entry of elrsRates that is meant.
func (e *ExpressLRS) rate() *elrsRate {
	for i := range elrsRates {
		r := &elrsRates[i]
		if r.hz == e.RateHz && (r.octets == 13) == e.Wide && (r.modem.Bandwidth > 600e3) == (e.Domain == "ism2400") {
			return r
		}
	}
	return nil
}

// validate completes the description and returns what is wrong with it.
func (e *ExpressLRS) validate() *keyError {
	e.Domain = strings.ToLower(e.Domain)
	if e.Version == 0 {
		e.Version = 3
	}
	if e.SyncMS == 0 {
		e.SyncMS = 5000
	}
	if e.UID == nil {
		e.UID = []int{0, 11, 22, 33, 44, 55}
	}
	if e.Channel == "" {
		e.Channel = "none"
	}
	if _, ok := elrsDomains[e.Domain]; !ok {
		return &keyError{key: "domain", text: fmt.Sprintf("%q, want eu868, fcc915, au915, in866, eu433, au433, us433, us433w or ism2400", e.Domain)}
	}
	if e.rate() == nil {
		return &keyError{key: "rate_hz", text: fmt.Sprintf("%g: the domain has no such rate", e.RateHz)}
	}
	if _, ok := channels[e.Channel]; !ok {
		return &keyError{key: "channel", text: fmt.Sprintf("%q is no channel profile", e.Channel)}
	}
	if len(e.UID) != 6 {
		return &keyError{key: "uid", text: fmt.Sprintf("has %d octets, want 6", len(e.UID))}
	}
	for _, o := range e.UID {
		if o < 0 || o > 255 {
			return &keyError{key: "uid", text: fmt.Sprintf("%d is no octet", o)}
		}
	}
	for _, v := range []bounded{
		{"version", float64(e.Version), 3, 4},
		{"snr_db", e.SNR, -100, 100},
		{"aircraft_db", e.AircraftSNR, -100, 100},
		{"telemetry", float64(e.Telemetry), 0, 128},
		{"sync_ms", e.SyncMS, 1, 1e6},
		{"crystal_ppm", e.PPM, -1000, 1000},
		{"doppler_hz", e.DopplerHz, 0, 1000},
		{"from_s", e.FromS, 0, 1e6},
		{"only_channel", float64(e.OnlyChannel), 0, float64(elrsDomains[e.Domain].count)},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// Open returns the link as a receiver hears it from a time on, seconds after the
// scene's start, over noise of a power in the receiver's band.
func (e ExpressLRS) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := e.validate(); err != nil {
		return nil, err
	}
	l := &elrsLink{ExpressLRS: e, rate: *e.rate(), receiver: r, random: random, fade: newFading(e.Channel, e.DopplerHz, random)}
	l.rate.modem.Sync, l.rate.modem.Inverted = 0x12, e.Inverted
	l.gain = math.Sqrt(noise * l.rate.modem.Bandwidth / float64(r.Rate) * fromDB(e.SNR))
	l.nonce, l.sequence = e.NonceStart, elrsSequence(e)
	l.hop = l.nonce / l.rate.hop
	l.synced = e.FromS - e.SyncMS/1e3
	return newChirper(l.next, r, seconds), nil
}

// elrsSequence returns the order in which channels are used: the synchronisation
// channel first in every round, the others shuffled in each by a generator whose
// seed is the last four octets of the UID, the last one with the version added.
func elrsSequence(e ExpressLRS) []int {
	count := elrsDomains[e.Domain].count
	seed := uint32(e.UID[2])<<24 | uint32(e.UID[3])<<16 | uint32(e.UID[4])<<8 | uint32(e.UID[5]^e.Version)
	draw := func(n int) int {
		seed = (214013*seed + 2531011) & (1<<31 - 1)
		return int(seed>>16) % n
	}
	sync := count/2 + 1
	sequence := make([]int, 256/count*count)
	for i := range sequence {
		switch place := i % count; place {
		case 0:
			sequence[i] = sync
		case sync:
			sequence[i] = 0
		default:
			sequence[i] = place
		}
	}
	for i := range sequence {
		if i%count != 0 {
			other := i/count*count + 1 + draw(count-1)
			sequence[i], sequence[other] = sequence[other], sequence[i]
		}
	}
	return sequence
}
