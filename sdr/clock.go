package sdr

import (
	"math"
	"time"
)

// Limits of the sample clock's ties to the computer's.
const (
	arrivalWindow = time.Second            // the least delayed arrival of each window is believed
	slewLimit     = 500 * time.Microsecond // most that the anchor moves a window
)

// A Clock gives samples their time: that of sample 0 plus index ÷ true rate,
// where index counts lost samples too and the true rate is the nominal one
// times 1+ppm·10⁻⁶.
//
// The wall clock is read once, when the receiver is opened; from there only the
// monotonic clock counts, so that setting the computer's clock, by an hour or
// by a second, changes nothing until the receiver is opened again.
//
// Re-anchoring. A buffer arrives late by the time it waited, never early, so
// the least delay in a window of one second tells how far the sample clock has
// drifted from the monotonic one. The anchor follows that drift by at most
// 500 µs a second (500 ppm, more than any receiver's crystal), small enough
// that times never run backwards from Block to Block. Only in the first window it
// goes to the least delayed buffer at once, since the first one may have waited
// like any other. With a queue bound set, a
// least delay above it cannot be waiting: samples have gone missing where
// nothing counted them, in the receiver or on the bus. Arrived then returns
// how many, and the caller adds them to the index.
type Clock struct {
	rate   float64       // true rate, samples a second
	opened time.Time     // wall time of monotonic 0
	anchor time.Duration // monotonic time of sample 0
	queue  time.Duration // longest time that every buffer of a window can have waited; 0 when it has no bound

	started   bool
	settled   bool          // the first window is over
	window    time.Duration // when the current window began
	least     time.Duration // least delay in the current window
	leastPrev time.Duration // and in the one before
}

// NewClock returns the clock of a receiver opened at that wall time. queue is
// the longest time for which even the promptest buffer of a second can have
// waited without anything having been lost; 0 turns the detection of silent
// loss off.
func NewClock(opened time.Time, rate Hz, ppm float64, queue time.Duration) *Clock {
	return &Clock{rate: float64(rate) * (1 + ppm*1e-6), opened: opened.Round(0), queue: queue}
}

// Arrived notes that the samples up to index end had arrived at that monotonic
// time since opening. It returns the number of samples that were silently lost
// before, which is 0 nearly always.
func (c *Clock) Arrived(end uint64, at time.Duration) (silent uint64) {
	if !c.started {
		c.started = true
		c.anchor = at - c.span(end)
		c.window = at
		c.leastPrev = math.MaxInt64
		return 0
	}
	delay := at - c.anchor - c.span(end)
	if !c.settled && delay < 0 {
		c.anchor += delay
		delay = 0
	}
	if at-c.window < arrivalWindow {
		c.least = min(c.least, delay)
		return 0
	}
	c.settled = true
	var moved time.Duration
	if c.queue > 0 && c.least > c.queue {
		silent = uint64(c.least.Seconds()*c.rate + 0.5)
		moved = c.span(silent)
	} else {
		moved = max(-slewLimit, min(slewLimit, c.least))
		c.anchor += moved
	}
	c.leastPrev = c.least - moved
	c.least = delay - moved
	c.window = at
	return silent
}

// Time returns the wall time at which the sample was taken.
func (c *Clock) Time(index uint64) time.Time {
	return c.opened.Add(c.anchor + c.span(index))
}

// Index returns the index of the sample that was on its way at a monotonic time
// since opening: every sample below it had been taken by then.
func (c *Clock) Index(at time.Duration) uint64 {
	at -= c.anchor + min(c.least, c.leastPrev)
	if at <= 0 {
		return 0
	}
	return uint64(math.Ceil(at.Seconds() * c.rate))
}

// Drift returns how far the least delayed recent arrival lies from where the
// sample clock expects it. It stays near 0; a steady rise is a wrong ppm.
func (c *Clock) Drift() time.Duration { return min(c.least, c.leastPrev) }

func (c *Clock) span(n uint64) time.Duration { return Hz(c.rate).Duration(n) }
