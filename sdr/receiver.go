package sdr

import (
	"fmt"
	"strconv"
	"strings"
)

// A Receiver is a Tuner on real hardware, which counts its samples.
type Receiver interface {
	Tuner
	Tally() Tally
}

// A Gain is the amplification in a receiver: automatic, the zero value, or a
// number of dB of which the receiver takes its nearest step.
type Gain struct {
	Manual bool
	DB     float64
}

// ParseGain reads "auto" or a number of dB.
func ParseGain(text string) (Gain, error) {
	if strings.EqualFold(text, "auto") {
		return Gain{}, nil
	}
	db, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "dB"), "db")), 64)
	if err != nil || db < -100 || db > 200 || db != db {
		return Gain{}, fmt.Errorf("sdr: gain %q is neither auto nor a number of dB", text)
	}
	return Gain{Manual: true, DB: db}, nil
}

// String writes what ParseGain reads.
func (g Gain) String() string {
	if !g.Manual {
		return "auto"
	}
	return strconv.FormatFloat(g.DB, 'g', -1, 64)
}

// UnmarshalText lets configuration files and flags name a Gain.
func (g *Gain) UnmarshalText(text []byte) (err error) {
	*g, err = ParseGain(string(text))
	return err
}

// MarshalText writes the Gain.
func (g Gain) MarshalText() ([]byte, error) { return []byte(g.String()), nil }
