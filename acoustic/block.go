// Package acoustic moves sound from a microphone or a recording to the
// detectors, and keeps none of it.
//
// A [Source] fills a [Block] with contiguous sound at [Rate]; nothing on that
// way allocates once the Block has its capacity. Time is the sample clock's, as
// for radio: the index of a sample divided by the rate, anchored when the source
// was opened.
package acoustic

import (
	"context"
	"time"

	"vigie/sdr"
)

// Rate is the sample rate of every Block: sources convert to it.
const Rate sdr.Hz = 16000

// A Block is a run of contiguous sound from one microphone, or a pair.
type Block struct {
	Microphone string       // label from the configuration, never a serial number
	Index      uint64       // sample index of PCM[c][0] since the microphone opened, lost samples included
	Start      time.Time    // time of PCM[c][0]: the clock's anchor plus Rate.Duration(Index)
	Channels   int          // 1 or 2
	Band       sdr.Hz       // highest frequency that the source can carry: half its own rate, at most Rate/2
	Lost       int          // samples missing between the previous Block and this one
	Clipped    int          // samples at full scale, of all channels
	PCM        [2][]float32 // full scale ±1; owned by the Source until the next Read; PCM[1] is empty with one channel
}

// End returns the index of the sample after the Block's last one.
func (b *Block) End() uint64 { return b.Index + uint64(len(b.PCM[0])) }

// Time returns the time of the sample with this index, in the Block or not.
func (b *Block) Time(index uint64) time.Time {
	return b.Start.Add(Rate.Duration(index) - Rate.Duration(b.Index))
}

// A Source delivers Blocks in the order of their samples.
type Source interface {
	// Read fills b, reusing its PCM, and blocks until sound is there. It
	// returns io.EOF at the end of a recording, an error wrapping sdr.ErrLost
	// when the microphone is gone, or the cause of ctx's end.
	Read(ctx context.Context, b *Block) error
	Close() error
}
