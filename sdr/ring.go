package sdr

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// A Ring carries raw buffers from the one goroutine or callback that receives
// them to the one that reads them. All memory is taken when it is made. Put
// never blocks: when every slot is full the buffer is dropped whole and
// counted, and the next buffer that fits says how much is missing before it, so
// that at any time bytes received + bytes lost = bytes put.
//
// Producer: Put, Miss and Close. Consumer: Next and Release. Received and Lost
// may be asked by anyone.
type Ring struct {
	slots []slot
	wake  chan struct{} // one token: something changed since the consumer looked
	idle  *time.Timer   // the consumer's silence alarm

	_    [64]byte // the producer's and the consumer's counters on lines of their own
	head atomic.Uint64
	gap  uint64 // bytes lost since the last filled slot, not yet handed on
	_    [64]byte
	tail atomic.Uint64
	_    [64]byte

	received, lost atomic.Uint64
	end            atomic.Pointer[error]
}

type slot struct {
	memory []byte
	Slot
}

// A Slot is one buffer out of a Ring.
type Slot struct {
	Bytes []byte        // valid until Release
	At    time.Duration // when the last byte arrived, on the producer's monotonic clock
	Lost  uint64        // bytes missing between the previous Slot and this one
}

// ErrSilent is the error of a device that is there but sends nothing.
var ErrSilent = errors.New("device is silent")

// NewRing makes a ring of so many slots of size bytes each. Slots are rounded
// up to a power of two.
func NewRing(slots, size int) *Ring {
	n := 1
	for n < slots {
		n *= 2
	}
	return newRing(make([]byte, n*size), n, size)
}

// NewRingIn makes a ring in the caller's memory, of as many slots of size bytes as
// it holds, rounded down to a power of two. It must hold one.
func NewRingIn(memory []byte, size int) *Ring {
	n := 1
	for 2*n*size <= len(memory) {
		n *= 2
	}
	return newRing(memory, n, size)
}

func newRing(memory []byte, n, size int) *Ring {
	r := &Ring{slots: make([]slot, n), wake: make(chan struct{}, 1), idle: time.NewTimer(time.Hour)}
	r.idle.Stop()
	for i := range r.slots {
		r.slots[i].memory = memory[i*size : (i+1)*size : (i+1)*size]
	}
	return r
}

// Put copies p into the ring, in several slots when it is longer than one. What
// does not fit is lost, and Put returns false.
func (r *Ring) Put(p []byte, at time.Duration) bool {
	kept := true
	for size := len(r.slots[0].memory); len(p) > size; p = p[size:] {
		kept = r.put(p[:size], at) && kept
	}
	return r.put(p, at) && kept
}

func (r *Ring) put(p []byte, at time.Duration) bool {
	head := r.head.Load()
	if head-r.tail.Load() == uint64(len(r.slots)) {
		r.Miss(uint64(len(p)))
		return false
	}
	s := &r.slots[head%uint64(len(r.slots))]
	s.Bytes = s.memory[:copy(s.memory, p)]
	s.At, s.Lost = at, r.gap
	r.gap = 0
	r.received.Add(uint64(len(p)))
	r.head.Store(head + 1)
	r.signal()
	return true
}

// Miss counts bytes that the producer knows to be lost before what it puts next.
func (r *Ring) Miss(n uint64) {
	r.gap += n
	r.lost.Add(n)
}

// Close says that no more will come, and why. Next hands out what is left and
// then returns err. The first Close counts.
func (r *Ring) Close(err error) {
	r.end.CompareAndSwap(nil, &err)
	r.signal()
}

func (r *Ring) signal() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Next waits for the next buffer. It returns the error given to Close once the
// ring is empty, the cause of ctx's end, or ErrSilent when nothing has come for
// the given time (0: wait for ever).
func (r *Ring) Next(ctx context.Context, silence time.Duration) (Slot, error) {
	if s, ok := r.take(); ok {
		return s, nil
	}
	var alarm <-chan time.Time
	if silence > 0 {
		r.idle.Reset(silence)
		defer r.idle.Stop()
		alarm = r.idle.C
	}
	for {
		end := r.end.Load() // before looking: what was put before Close is found
		if s, ok := r.take(); ok {
			return s, nil
		}
		if end != nil {
			return Slot{}, *end
		}
		select {
		case <-r.wake:
		case <-ctx.Done():
			return Slot{}, context.Cause(ctx)
		case <-alarm:
			return Slot{}, ErrSilent
		}
	}
}

func (r *Ring) take() (Slot, bool) {
	tail := r.tail.Load()
	if r.head.Load() == tail {
		return Slot{}, false
	}
	return r.slots[tail%uint64(len(r.slots))].Slot, true
}

// Release gives the slot that Next returned back to the producer.
func (r *Ring) Release() { r.tail.Add(1) }

// Received returns the bytes that found a slot.
func (r *Ring) Received() uint64 { return r.received.Load() }

// Lost returns the bytes that found none, and those that Miss was told of.
func (r *Ring) Lost() uint64 { return r.lost.Load() }
