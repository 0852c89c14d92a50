//go:build cgo && !nortlsdr

package rtlsdr

import (
	"context"
	"fmt"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"vigie/sdr"
)

// Sizes of the way from USB to the reader.
const (
	bufferBytes = 16 << 10 // a USB buffer: 8192 samples
	buffers     = 128      // in the kernel: 437 ms at 2.4 MS/s before a sample is lost there
	slots       = 128      // in the ring, which must take all of them when a stalled computer wakes up

	// queue is more than every single buffer of a second waits, even on a busy
	// computer, so a lasting delay above it is loss in the dongle or on USB.
	queue = 50 * time.Millisecond
)

// device is an open, streaming dongle.
type device struct {
	name   string
	feed   *sdr.Feed
	gains  []int // tenths of a dB
	bias   bool
	closed atomic.Bool
	ended  chan struct{} // closed when librtlsdr streams no more

	mu     sync.Mutex // librtlsdr's setters are not for several threads at once
	stick  stick
	centre sdr.Hz
	shut   bool
}

var _ Receiver = (*device)(nil)

// Built reports whether this build can open such devices.
const Built = true

// Open opens a dongle, sets it and starts it streaming.
func Open(o Options) (Receiver, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	info, err := find(List(), o)
	if err != nil {
		return nil, err
	}
	s, result := openStick(info.Index)
	if result < 0 || s.dev == nil {
		return nil, refusal(info, result, "/sys", "/proc/modules")
	}
	d := &device{name: info.label(), stick: s, gains: s.gains(), bias: o.BiasTee, centre: o.Centre, ended: make(chan struct{})}
	if err := d.set(o); err != nil {
		s.close()
		return nil, err
	}
	d.feed = sdr.NewFeed(sdr.FeedOptions{
		Receiver: o.Receiver, Format: sdr.CU8, Rate: sdr.Hz(s.rate()), Centre: o.Centre,
		SlotBytes: bufferBytes, Slots: slots, Settle: o.Settle,
		Queue: queue,
	})
	go d.stream()
	return d, nil
}

// set configures the dongle, in the order that librtlsdr needs: the rate before
// the correction, both before the centre.
func (d *device) set(o Options) error {
	s := d.stick
	manual, tenths := o.Gain.Manual, d.nearest(o.Gain.DB)
	for _, step := range []struct {
		what string
		want bool
		do   func() int
	}{
		{fmt.Sprintf("rate %.0f", o.Rate), true, func() int { return s.setRate(uint32(o.Rate + 0.5)) }},
		{fmt.Sprintf("bandwidth %.0f Hz", o.Bandwidth), o.Bandwidth != 0, func() int { return s.setBandwidth(uint32(o.Bandwidth)) }},
		{fmt.Sprintf("correction %d ppm", o.PPM), o.PPM != 0, func() int { return s.setPPM(o.PPM) }},
		{"direct sampling", o.DirectSampling != 0, func() int { return s.setDirect(o.DirectSampling) }},
		{"offset tuning (this tuner may have none)", o.OffsetTuning, func() int { return s.setOffset(true) }},
		{fmt.Sprintf("centre %.6g MHz (beyond this tuner?)", o.Centre/1e6), true, func() int { return s.setCentre(uint32(o.Centre + 0.5)) }},
		{"gain mode", true, func() int { return s.setManual(manual) }},
		{fmt.Sprintf("gain %.1f dB", float64(tenths)/10), manual, func() int { return s.setGain(tenths) }},
		{"digital gain control", true, func() int { return s.setAGC(o.AGC) }},
		{"bias tee", o.BiasTee, func() int { return s.setBias(true) }},
		{"buffer reset", true, s.resetBuffer},
	} {
		if !step.want {
			continue
		}
		if r := step.do(); r < 0 {
			return fmt.Errorf("rtlsdr: %s: %s refused: %s", d.name, step.what, usbError(r))
		}
	}
	return nil
}

// nearest returns the gain step closest to db, in tenths of a dB.
func (d *device) nearest(db float64) (tenths int) {
	best := math.Inf(1)
	for _, g := range d.gains {
		if off := math.Abs(float64(g)/10 - db); off < best {
			best, tenths = off, g
		}
	}
	return tenths
}

// stream runs until librtlsdr gives up, and says why the Feed ends.
func (d *device) stream() {
	defer close(d.ended)
	result := d.stick.readAsync(d.feed)
	if d.closed.Load() {
		d.feed.Fail(d.closedError())
		return
	}
	d.feed.Fail(fmt.Errorf("rtlsdr: %s: %w: librtlsdr stopped streaming: %s", d.name, sdr.ErrLost, usbError(result)))
}

func (d *device) closedError() error { return fmt.Errorf("rtlsdr: %s: %w", d.name, os.ErrClosed) }

// Read fills b with the samples of one USB buffer. See [sdr.Source].
func (d *device) Read(ctx context.Context, b *sdr.Block) error { return d.feed.Read(ctx, b) }

// Tune moves the centre. It takes as long as the tuner's PLL needs, some 10 to
// 40 ms on a real dongle, while Read goes on.
func (d *device) Tune(centre sdr.Hz) error {
	if err := tunable(centre); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return d.closedError()
	}
	d.feed.Tuning()
	result := d.stick.setCentre(uint32(centre + 0.5))
	if result < 0 {
		back := d.stick.setCentre(uint32(d.centre + 0.5))
		d.feed.Tuned(d.centre)
		if d.gone(back) {
			return fmt.Errorf("rtlsdr: %s: %w: %s", d.name, sdr.ErrLost, usbError(back))
		}
		return fmt.Errorf("rtlsdr: %s: cannot tune to %.6g MHz: %s", d.name, centre/1e6, usbError(result))
	}
	d.centre = centre
	d.feed.Tuned(centre)
	return nil
}

// gone says whether the dongle, not the wish, made a call fail.
func (d *device) gone(result int) bool {
	select {
	case <-d.ended:
		return true
	default:
		return result == errNoDevice
	}
}

// Gains returns the tuner's gain steps in dB.
func (d *device) Gains() []float64 {
	list := make([]float64, len(d.gains))
	for i, g := range d.gains {
		list[i] = float64(g) / 10
	}
	return list
}

// Tally returns the counts of samples.
func (d *device) Tally() sdr.Tally { return d.feed.Tally() }

// Close stops the stream, turns the bias tee off and gives the dongle back.
func (d *device) Close() error {
	d.closed.Store(true)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return nil
	}
	d.shut = true
	if d.bias {
		d.stick.setBias(false) // a dongle that is gone has no voltage either
	}
	for again := time.NewTicker(2 * time.Millisecond); ; {
		d.stick.cancel() // refused until readAsync has begun, hence again
		select {
		case <-again.C:
			continue
		case <-d.ended:
		}
		again.Stop()
		break
	}
	if r := d.stick.close(); r < 0 && r != errNoDevice {
		return fmt.Errorf("rtlsdr: %s: close: %s", d.name, usbError(r))
	}
	return nil
}
