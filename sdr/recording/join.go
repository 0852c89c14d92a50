package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"vigie/sdr"
)

// Joined is several recordings as one timeline: the successive tunings of one
// receiver, in the order given. A recording that is dated after the one before
// ends leaves a gap of lost samples; any other follows at once.
type Joined struct {
	readers []*Reader
	at      int
	fresh   bool          // no Block of the current recording yet
	base    uint64        // index of its first sample
	shift   time.Duration // from its own time to the joined one
	clock   time.Time     // end of the last Block
	next    uint64        // index after the last Block
	warning string
}

var _ sdr.Source = (*Joined)(nil)

// Join makes the recordings of these Readers one. It owns them from then on.
// All must have the same sample rate.
func Join(readers ...*Reader) (*Joined, error) {
	if len(readers) == 0 {
		return nil, errors.New("recording: nothing to join")
	}
	for _, r := range readers[1:] {
		if first := readers[0]; r.Rate() != first.Rate() {
			return nil, fmt.Errorf("recording: %s has %v samples a second, %s has %v: one receiver's recordings have one rate",
				r.Name(), float64(r.Rate()), first.Name(), float64(first.Rate()))
		}
	}
	return &Joined{readers: readers}, nil
}

// Read fills b with the next samples, all of one recording. Every Block has the
// Receiver of the first recording.
func (j *Joined) Read(ctx context.Context, b *sdr.Block) error {
	for {
		r := j.readers[j.at]
		err := r.Read(ctx, b)
		if err == io.EOF && j.at < len(j.readers)-1 {
			j.at++
			j.fresh = true
			continue
		}
		if err != nil {
			return err
		}
		if j.fresh {
			j.follow(r, b)
			j.fresh = false
		}
		b.Receiver = j.readers[0].o.Receiver
		b.Index += j.base
		b.Start = b.Start.Add(j.shift)
		j.next = b.End()
		j.clock = b.Start.Add(b.Rate.Duration(uint64(len(b.IQ))))
		return nil
	}
}

// follow places a recording, whose first Block is b, after the one before.
func (j *Joined) follow(r *Reader, b *sdr.Block) {
	gap := b.Start.Sub(j.clock)
	lost := math.Round(gap.Seconds() * float64(b.Rate))
	j.base, j.shift = j.next, -gap
	switch {
	case gap.Seconds() > maxSpan || lost > maxCount:
		j.warning = fmt.Sprintf("%s is dated years after the recording before it; joined to its end", r.Name())
	case gap > 0:
		j.shift = 0
		b.Lost = lostInt(uint64(lost))
		j.base += uint64(lost)
	}
}

// Rate returns the sample rate of all.
func (j *Joined) Rate() sdr.Hz { return j.readers[0].Rate() }

// Position returns how many bytes have been read.
func (j *Joined) Position() (bytes int64) {
	for _, r := range j.readers {
		bytes += r.Position()
	}
	return bytes
}

// Size returns how many bytes Position will reach, or -1 when one is a pipe.
func (j *Joined) Size() (bytes int64) {
	for _, r := range j.readers {
		if r.Size() < 0 {
			return -1
		}
		bytes += r.Size()
	}
	return bytes
}

// Warning is that of each recording that has one, after its name.
func (j *Joined) Warning() string {
	var all []string
	for _, r := range j.readers {
		if w := r.Warning(); w != "" {
			all = append(all, r.Name()+": "+w)
		}
	}
	if j.warning != "" {
		all = append(all, j.warning)
	}
	return strings.Join(all, "; ")
}

// Close closes every recording.
func (j *Joined) Close() error {
	var all error
	for _, r := range j.readers {
		all = errors.Join(all, r.Close())
	}
	return all
}
