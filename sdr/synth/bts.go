package synth

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"vigie/sdr"
)

// A BTS describes the broadcast carrier of a GSM base station, the one that
// carries BCCH and sends in every timeslot at full power, and how it is
// received. What it says is made from its fields; SI replaces or adds messages
// of System Information as they are.
type BTS struct {
	Freq      sdr.Hz  `toml:"freq"`       // carrier on the air
	NCC       int     `toml:"ncc"`        // network colour code, 0 to 7
	BCC       int     `toml:"bcc"`        // base station colour code and training sequence, 0 to 7
	FN        int     `toml:"fn"`         // frame number at the scene's start
	SNR       float64 `toml:"snr_db"`     // above the noise in 270.8 kHz: energy of a symbol over noise density
	OffsetHz  float64 `toml:"offset_hz"`  // error of the cell's carrier
	DelayUS   float64 `toml:"delay_us"`   // how much later than the scene's start its frame begins
	Channel   string  `toml:"channel"`    // none, tu, ht or eq
	DopplerHz float64 `toml:"doppler_hz"` // maximum Doppler shift
	Load      float64 `toml:"load"`       // share of the other timeslots that carry traffic, 0 to 1

	MCC        string   `toml:"mcc"`
	MNC        string   `toml:"mnc"`
	LAC        int      `toml:"lac"`
	CellID     int      `toml:"cell_id"`
	Neighbours []int    `toml:"neighbours"` // ARFCNs: all from 1 to 124, or all within 112 of each other
	T3212      int      `toml:"t3212"`      // in six minutes
	Hysteresis int      `toml:"cell_reselect_hysteresis_db"`
	Reselect   int      `toml:"cell_reselect_offset_db"`
	AccessMin  int      `toml:"rxlev_access_min"`
	Barred     bool     `toml:"barred"`
	Combined   bool     `toml:"combined"` // dedicated channels share timeslot 0
	GPRS       bool     `toml:"gprs"`     // SI 13 is sent
	SI         []string `toml:"si"`       // blocks of 23 octets in hex

	Paging float64 `toml:"paging"`      // share of common blocks that page somebody, 0 to 1
	Long   float64 `toml:"paging_long"` // share of those that do so by permanent identity

	// Bursts are sent in timeslot 0 instead of the model's own, by frame
	// number: 148 bits each, from a recording.
	Bursts map[int][]byte `toml:"-"`
}

// hyperframe is the number of frame numbers, TS 45.002 clause 4.3.3.
const hyperframe = 26 * 51 * 2048

// validate returns what is wrong with the description.
func (b *BTS) validate() *keyError {
	for _, v := range []bounded{
		{"freq", float64(b.Freq), -1e12, 1e12},
		{"ncc", float64(b.NCC), 0, 7},
		{"bcc", float64(b.BCC), 0, 7},
		{"fn", float64(b.FN), 0, hyperframe - 1},
		{"snr_db", b.SNR, -100, 100},
		{"offset_hz", b.OffsetHz, -1e9, 1e9},
		{"delay_us", b.DelayUS, -1e9, 1e9},
		{"doppler_hz", b.DopplerHz, 0, 1e4},
		{"load", b.Load, 0, 1},
		{"lac", float64(b.LAC), 0, 65535},
		{"cell_id", float64(b.CellID), 0, 65535},
		{"t3212", float64(b.T3212), 0, 255},
		{"cell_reselect_hysteresis_db", float64(b.Hysteresis), 0, 14},
		{"cell_reselect_offset_db", float64(b.Reselect), 0, 126},
		{"rxlev_access_min", float64(b.AccessMin), 0, 63},
		{"paging", b.Paging, 0, 1},
		{"paging_long", b.Long, 0, 1},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return b.validateWords()
}

// validateWords checks what is no number.
func (b *BTS) validateWords() *keyError {
	if !slices.Contains([]string{"", "none", "tu", "ht", "eq"}, strings.ToLower(b.Channel)) {
		return &keyError{key: "channel", text: fmt.Sprintf("%q, want none, tu, ht or eq", b.Channel)}
	}
	if !digits(b.MCC, 3, 3) {
		return &keyError{key: "mcc", text: fmt.Sprintf("%q, want three digits", b.MCC)}
	}
	if !digits(b.MNC, 2, 3) {
		return &keyError{key: "mnc", text: fmt.Sprintf("%q, want two or three digits", b.MNC)}
	}
	if _, err := b.neighbourList(); err != nil {
		return &keyError{key: "neighbours", text: err.Error()}
	}
	for _, text := range b.SI {
		if o, err := hex.DecodeString(text); err != nil || len(o) != blockOctets {
			return &keyError{key: "si", text: fmt.Sprintf("%q, want 23 octets in hex", text)}
		}
	}
	return nil
}

// digits reports whether a text is a number of so many digits, or nothing.
func digits(text string, least, most int) bool {
	_, err := strconv.ParseUint(text, 10, 32)
	return text == "" || err == nil && len(text) >= least && len(text) <= most
}

// Open returns the carrier as a receiver hears it from a time on, seconds after
// the scene's start, over noise of a power in the receiver's band. An Emitter of
// a carrier outside the band adds nothing.
func (b BTS) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := b.validate(); err != nil {
		return nil, err
	}
	offset := r.offset(b.Freq) + b.OffsetHz
	if math.Abs(offset) > r.clock()/2+200e3 {
		return silence{}, nil
	}
	channel := b.Channel
	if channel == "" {
		channel = "none"
	}
	m := newModulator(newTimeslots(b, random), newFading(channel, b.DopplerHz, random), b.DelayUS*1e-6)
	gain := math.Sqrt(noise * symbolRate / float64(r.Rate) * fromDB(b.SNR))
	return newCarrier(m, seconds, samplesPerSymbol*symbolRate, offset, r.clock(), gain)
}
