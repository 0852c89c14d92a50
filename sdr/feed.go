package sdr

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// A Feed is what every receiver has in common: raw buffers go in at one end as
// they arrive, Blocks with index, time and centre come out at the other.
//
// Put, Miss and Fail belong to the one producer, Read to the one consumer.
// Tuning and Tuned may come from anywhere.
type Feed struct {
	opt    FeedOptions
	ring   *Ring
	clock  *Clock
	opened time.Time

	index   uint64 // of the next sample out of the ring
	missing uint64 // samples since the last Block that no Block will hold

	mu     sync.Mutex
	centre Hz
	retune retune

	delivered, silent, discarded atomic.Uint64
}

// FeedOptions say what the buffers hold.
type FeedOptions struct {
	Receiver  string
	Format    Format
	Rate      Hz            // nominal, as set in the receiver
	PPM       float64       // error of the sampling clock that the receiver does not correct itself
	Centre    Hz            // first tuning
	SlotBytes int           // 0: 16 KiB
	Slots     int           // 0: 64, 218 ms of cu8 at 2.4 MS/s
	Silence   time.Duration // with no buffer for so long Read says ErrLost; 0: 1 s
	Settle    time.Duration // samples dropped after a tuning is done
	Queue     time.Duration // see NewClock
	Memory    []byte        // that the ring takes, instead of Slots from the heap
	Wipe      bool          // leave nothing in the ring that was read
}

// retune is a change of centre that Read has not passed yet: samples taken
// between from and until+Settle are neither of the old nor of the new centre.
type retune struct {
	pending, done bool
	from, until   time.Duration
	centre        Hz
}

// A Tally counts a Feed's samples.
type Tally struct {
	Delivered uint64 // in Blocks
	Lost      uint64 // dropped because the reader was late, or missing on the way here
	Discarded uint64 // dropped because the receiver was between two tunings
}

// NewFeed makes a Feed for a receiver that starts streaming now.
func NewFeed(o FeedOptions) *Feed {
	if o.SlotBytes == 0 {
		o.SlotBytes = 16 << 10
	}
	if o.Slots == 0 {
		o.Slots = 64
	}
	if o.Silence == 0 {
		o.Silence = time.Second
	}
	ring := NewRing
	if o.Memory != nil {
		ring = func(_, size int) *Ring { return NewRingIn(o.Memory, size) }
	}
	now := time.Now()
	return &Feed{
		opt: o, opened: now, centre: o.Centre,
		ring:  ring(o.Slots, o.SlotBytes),
		clock: NewClock(now, o.Rate, o.PPM, o.Queue),
	}
}

// Put hands over a buffer of whole samples that has just arrived. It copies p,
// allocates nothing and never waits.
func (f *Feed) Put(p []byte) { f.ring.Put(p, time.Since(f.opened)) }

// Miss counts samples that the producer knows to be lost before the next Put.
func (f *Feed) Miss(samples uint64) { f.ring.Miss(samples * uint64(f.opt.Format.SampleBytes())) }

// Fail ends the Feed: Read returns err after the last buffer.
func (f *Feed) Fail(err error) { f.ring.Close(err) }

// Tuning says that the receiver is about to leave its centre.
func (f *Feed) Tuning() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.retune.pending {
		f.retune.from = time.Since(f.opened)
	}
	f.retune.pending, f.retune.done = true, false
}

// Tuned ends what Tuning began: the receiver stands on that centre now, the old
// one if the tuning failed. A Reader that is a whole dwell late loses that dwell.
func (f *Feed) Tuned(centre Hz) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.retune.done, f.retune.until, f.retune.centre = true, time.Since(f.opened), centre
}

// Tally returns the counts so far.
func (f *Feed) Tally() Tally {
	dropped := f.ring.Lost() / uint64(f.opt.Format.SampleBytes())
	return Tally{f.delivered.Load(), dropped + f.silent.Load(), f.discarded.Load()}
}

// Read fills b from the next buffer. See [Source].
func (f *Feed) Read(ctx context.Context, b *Block) error {
	for {
		slot, err := f.ring.Next(ctx, f.opt.Silence)
		if err == ErrSilent {
			return fmt.Errorf("%w: no samples for %v", ErrLost, f.opt.Silence)
		}
		if err != nil {
			return err
		}
		ok := f.fill(b, slot)
		if f.opt.Wipe {
			clear(slot.Bytes)
		}
		f.ring.Release()
		if ok {
			return nil
		}
	}
}

// fill turns a slot into b; false when the receiver was between two tunings.
func (f *Feed) fill(b *Block, slot Slot) bool {
	width := f.opt.Format.SampleBytes()
	n := len(slot.Bytes) / width
	gap := slot.Lost / uint64(width)
	silent := f.clock.Arrived(f.index+gap+uint64(n), slot.At)
	f.silent.Add(silent)
	f.index += gap + silent
	f.missing += gap + silent
	skip, centre := f.usable(n)
	f.discarded.Add(uint64(skip))
	f.index += uint64(skip)
	f.missing += uint64(skip)
	if skip == n {
		return false
	}
	n -= skip
	if cap(b.IQ) < n {
		b.IQ = make([]complex64, f.opt.SlotBytes/width)
	}
	b.IQ = b.IQ[:n]
	_, b.Clipped = f.opt.Format.Decode(b.IQ, slot.Bytes[skip*width:])
	b.Receiver, b.Rate, b.Centre, b.LO = f.opt.Receiver, f.opt.Rate, centre, 0
	b.Index, b.Start, b.Lost = f.index, f.clock.Time(f.index), int(f.missing)
	f.index += uint64(n)
	f.missing = 0
	f.delivered.Add(uint64(n))
	return true
}

// usable returns how many of the next n samples to skip because of a retune,
// and the centre of the rest. Buffers are kept whole before a retune, so one
// that touches its beginning is dropped, and the first Block after it begins
// with the first sample that is surely of the new tuning.
func (f *Feed) usable(n int) (skip int, centre Hz) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.retune.pending || f.index+uint64(n) <= f.clock.Index(f.retune.from) {
		return 0, f.centre
	}
	if !f.retune.done {
		return n, f.centre
	}
	first := f.clock.Index(f.retune.until + f.opt.Settle)
	if f.index+uint64(n) <= first {
		return n, f.centre
	}
	f.centre = f.retune.centre
	f.retune = retune{}
	if first > f.index {
		skip = int(first - f.index)
	}
	return skip, f.centre
}
