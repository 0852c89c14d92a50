// Package sdr moves IQ samples from a receiver or a recording to the detectors.
//
// A [Source] fills a [Block] with contiguous samples; nothing on that way
// allocates once the Block has its capacity. Time is the sample clock's: the
// index of a sample divided by the rate, anchored when the source was opened,
// so that a replay gives the same times as the day itself.
package sdr

import (
	"context"
	"errors"
	"time"
)

// A Block is a run of contiguous IQ samples from one tuning of one receiver.
type Block struct {
	Receiver string      // label from the configuration, never a serial number
	Index    uint64      // sample index of IQ[0] since the receiver opened, lost samples included
	Start    time.Time   // time of IQ[0]: the clock's anchor plus Rate.Duration(Index)
	Rate     Hz          // samples a second
	Centre   Hz          // frequency on the air of 0 Hz in IQ; 0 when unknown
	LO       Hz          // oscillator of a converter in front of the receiver; 0 without one
	Lost     int         // samples missing between the previous Block and this one
	Clipped  int         // samples in IQ with a component at full scale
	IQ       []complex64 // full scale ±1; owned by the Source until the next Read
}

// End returns the index of the sample after the Block's last one.
func (b *Block) End() uint64 { return b.Index + uint64(len(b.IQ)) }

// Time returns the time of the sample with this index, in the Block or not. It
// depends on the clock's anchor and the index alone: a stream cut otherwise
// gives the same times to the nanosecond.
func (b *Block) Time(index uint64) time.Time {
	return b.Start.Add(b.Rate.Duration(index) - b.Rate.Duration(b.Index))
}

// A Source delivers Blocks in the order of their samples.
type Source interface {
	// Read fills b, reusing b.IQ, and blocks until samples are there. It
	// returns io.EOF at the end of a recording, an error wrapping ErrLost when
	// the device is gone, or the cause of ctx's end.
	Read(ctx context.Context, b *Block) error
	Close() error
}

// A Tuner is a Source whose centre can be moved while it streams. The first
// Block that carries the new Centre holds no sample of the old tuning.
type Tuner interface {
	Source
	Tune(centre Hz) error
}

// ErrLost is wrapped by the error of a Source whose device has gone away.
// Opening it again may succeed later.
var ErrLost = errors.New("device lost")

// Duration returns the time that n samples last at this rate, to a nanosecond
// and without overflow for any uint64.
func (rate Hz) Duration(n uint64) time.Duration {
	whole := uint64(float64(n) / float64(rate))
	rest := float64(n) - float64(whole)*float64(rate)
	return time.Duration(whole)*time.Second + time.Duration(rest/float64(rate)*1e9+0.5)
}
