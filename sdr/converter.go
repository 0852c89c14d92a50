package sdr

import (
	"context"
	"fmt"
	"math"
	"sync"
)

// A Converter is a mixer in front of the receiver. With its oscillator at LO, a
// signal at f on the air reaches the receiver at
//
//	f − LO   a downconverter with its oscillator below the signal (an LNB)
//	f + LO   an upconverter (for short wave)
//	LO − f   a downconverter with its oscillator above the signal; this one
//	         turns the spectrum round
type Converter struct {
	LO        Hz   // oscillator; 0 means no converter
	Invert    bool // the oscillator is above the signal: choose LO − f
	Low, High Hz   // what the receiver itself reaches; High 0 means no limit
}

// A mixing is one of a Converter's three ways: onAir = lo·loSign + tuned·tunedSign.
type mixing struct{ loSign, tunedSign Hz }

var (
	lowSide  = mixing{+1, +1}
	upwards  = mixing{-1, +1}
	highSide = mixing{+1, -1}
)

func (m mixing) onAir(lo, tuned Hz) Hz { return m.loSign*lo + m.tunedSign*tuned }
func (m mixing) tuned(lo, onAir Hz) Hz { return m.tunedSign * (onAir - m.loSign*lo) }

// Tuned returns what the receiver must be tuned to for a frequency on the air,
// and whether the spectrum then comes inverted. Of the ways whose result the
// receiver reaches it takes the first in the order of Converter's table.
func (c Converter) Tuned(onAir Hz) (tuned Hz, inverted bool, err error) {
	m, err := c.choose(onAir)
	return m.tuned(c.LO, onAir), m == highSide, err
}

func (c Converter) choose(onAir Hz) (mixing, error) {
	ways := []mixing{lowSide, upwards, highSide}
	if c.Invert {
		ways = []mixing{highSide}
	}
	if c.LO == 0 {
		ways = []mixing{lowSide}
	}
	for _, m := range ways {
		if f := m.tuned(c.LO, onAir); f > 0 && f >= c.Low && (c.High == 0 || f <= c.High) {
			return m, nil
		}
	}
	return lowSide, fmt.Errorf("sdr: %.6g MHz with a converter at %.6g MHz is not within the receiver's %.6g to %.6g MHz",
		onAir/1e6, c.LO/1e6, c.Low/1e6, c.High/1e6)
}

// Converted is a Source behind a Converter: Blocks carry the centre on the air
// and the converter's oscillator, and an inverted spectrum is put right by
// taking the complex conjugate.
type Converted struct {
	converter Converter
	source    Source

	mu        sync.Mutex
	now, next mixing
	nextTuned Hz // the receiver's centre from which next holds
}

// ConvertedTuner is a Tuner behind a Converter; Tune takes the frequency on the air.
type ConvertedTuner struct {
	Converted
	tuner Tuner
}

var (
	_ Source = (*Converted)(nil)
	_ Tuner  = (*ConvertedTuner)(nil)
)

// Convert puts a Converter in front of a Source that is tuned for that
// frequency on the air. The result is a [*ConvertedTuner] when src is a Tuner.
// A converter whose LO is 0 gives src itself.
func Convert(src Source, c Converter, onAir Hz) (Source, error) {
	if c.LO == 0 {
		return src, nil
	}
	m, err := c.choose(onAir)
	if err != nil {
		return nil, err
	}
	if tuner, ok := src.(Tuner); ok {
		t := &ConvertedTuner{tuner: tuner}
		t.converter, t.source, t.now, t.next = c, src, m, m
		return t, nil
	}
	return &Converted{converter: c, source: src, now: m, next: m}, nil
}

// Read fills b. See [Source].
func (c *Converted) Read(ctx context.Context, b *Block) error {
	if err := c.source.Read(ctx, b); err != nil {
		return err
	}
	m := c.mixing(b.Centre)
	if b.Centre != 0 {
		b.Centre = m.onAir(c.converter.LO, b.Centre)
	}
	b.LO = c.converter.LO
	if m == highSide {
		Invert(b.IQ)
	}
	return nil
}

// Invert turns the spectrum of x round its middle.
func Invert(x []complex64) {
	for i, v := range x {
		x[i] = complex(real(v), -imag(v))
	}
}

// mixing returns the way that a Block at that receiver centre went.
func (c *Converted) mixing(tuned Hz) mixing {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now != c.next && math.Abs(float64(tuned-c.nextTuned)) < 1e3 {
		c.now = c.next
	}
	return c.now
}

// Close closes the receiver.
func (c *Converted) Close() error { return c.source.Close() }

// Tune moves the receiver so that the frequency on the air is at its centre.
func (c *ConvertedTuner) Tune(onAir Hz) error {
	m, err := c.converter.choose(onAir)
	if err != nil {
		return err
	}
	tuned := m.tuned(c.converter.LO, onAir)
	c.mu.Lock()
	c.next, c.nextTuned = m, tuned
	c.mu.Unlock()
	return c.tuner.Tune(tuned)
}
