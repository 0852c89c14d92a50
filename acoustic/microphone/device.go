//go:build cgo && portaudio && linux

package microphone

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"vigie/acoustic"
	"vigie/sdr"
)

const (
	ringTime = 2 * time.Second      // of sound that the ring holds at most
	slots    = 32                   // of the ring
	piece    = ringTime / slots     // of sound in each
	poll     = 5 * time.Millisecond // the device is asked no more often
	queue    = time.Second          // most that sound systems hold back before they overflow
	silence  = 2 * time.Second      // without a frame: the device is gone
)

// Built reports whether this build can open microphones.
const Built = true

// device is an open microphone.
type device struct {
	name    string
	label   string
	stream  stream
	rate    sdr.Hz
	feed    *sdr.Feed
	convert *acoustic.Converter
	arena   *arena
	block   sdr.Block // of the device's rate; its samples lie in the arena
	closed  atomic.Bool
	ended   chan struct{}

	reading sync.Mutex // held by Read; Close frees the arena in between
	freed   bool
}

var _ acoustic.Source = (*device)(nil)

// List returns the devices that sound can come from.
func List() ([]Info, error) {
	library.Lock()
	defer library.Unlock()
	if err := begin(); err != nil {
		return nil, fmt.Errorf("microphone: %w", err)
	}
	defer end()
	var all []Info
	for _, in := range inputs() {
		all = append(all, in.Info)
	}
	return all, nil
}

// Open opens a microphone and lets it give sound.
func Open(o Options) (acoustic.Source, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	library.Lock()
	defer library.Unlock()
	if err := begin(); err != nil {
		return nil, fmt.Errorf("microphone: %w", err)
	}
	d, err := open(o)
	if err != nil {
		end()
		return nil, err
	}
	go d.listen()
	return d, nil
}

func open(o Options) (*device, error) {
	all := inputs()
	infos := make([]Info, len(all))
	for i, in := range all {
		infos[i] = in.Info
	}
	at, err := choose(infos, o.Device)
	if err != nil {
		return nil, err
	}
	in := all[at]
	channels := min(o.Channels, in.Channels)
	d := &device{name: in.Name, label: o.Microphone, ended: make(chan struct{})}
	if d.stream, err = in.open(channels, in.rate(o.Rate, channels)); err == nil {
		if err = d.begin(); err != nil {
			d.stream.close()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("microphone: %s: %w", in.Name, err)
	}
	return d, nil
}

// rate returns the rate to open a device at: the wanted one, its own, or the
// first usual one that it has.
func (in input) rate(wanted sdr.Hz, channels int) sdr.Hz {
	if wanted != 0 {
		return wanted
	}
	for _, rate := range []sdr.Hz{in.Rate, 48000, 44100, acoustic.Rate, 32000, 8000} {
		if rate > 0 && in.supports(channels, rate) {
			return rate
		}
	}
	return in.Rate
}

// begin makes what the sound passes through.
func (d *device) begin() (err error) {
	d.rate = d.stream.rate()
	frames := int(piece.Seconds() * float64(d.rate))
	if d.convert, err = acoustic.NewConverter(d.rate); err != nil {
		return err
	}
	const pair = 4 // bytes of two 16-bit samples, which is what the ring holds
	if d.arena, err = newArena(slots*frames*pair + frames*(8+2*pair) + 4096); err != nil {
		return err
	}
	ring := d.arena.take(slots * frames * pair)
	d.block.IQ = unsafe.Slice((*complex64)(unsafe.Pointer(&d.arena.take(8 * frames)[0])), frames)
	d.feed = sdr.NewFeed(sdr.FeedOptions{
		Receiver: d.label, Format: sdr.CS16, Rate: d.rate, SlotBytes: frames * pair, Memory: ring, Wipe: true,
		Silence: silence, Queue: queue,
	})
	return nil
}

// listen reads until the device fails or is closed.
func (d *device) listen() {
	defer close(d.ended)
	frames := int(piece.Seconds() * float64(d.rate))
	raw := unsafe.Slice((*int16)(unsafe.Pointer(&d.arena.take(4 * frames)[0])), 2*frames)
	for waited := false; !d.closed.Load(); {
		n, err := d.stream.available()
		if err == nil && (n == 0 || n < frames && !waited) {
			time.Sleep(max(poll, d.rate.Duration(uint64(frames-n))))
			waited = true
			continue
		}
		waited = false
		n = min(n, frames)
		if err == nil {
			err = d.stream.read(raw[:d.stream.channels*n])
		}
		if err != nil {
			d.feed.Fail(fmt.Errorf("microphone: %s: %w: %w", d.name, sdr.ErrLost, err))
			return
		}
		if d.stream.channels == 1 {
			spread(raw, n)
		}
		d.feed.Put(unsafe.Slice((*byte)(unsafe.Pointer(&raw[0])), 4*n))
	}
	d.feed.Fail(d.closedError())
}

func (d *device) closedError() error { return fmt.Errorf("microphone: %s: %w", d.name, os.ErrClosed) }

// spread makes pairs, the second zero, of the first n samples.
func spread(raw []int16, n int) {
	for i := n - 1; i >= 0; i-- {
		raw[2*i], raw[2*i+1] = raw[i], 0
	}
}

// Read fills b. See [acoustic.Source].
func (d *device) Read(ctx context.Context, b *acoustic.Block) error {
	d.reading.Lock()
	defer d.reading.Unlock()
	for {
		if d.freed {
			return d.closedError()
		}
		if err := d.feed.Read(ctx, &d.block); err != nil {
			return err
		}
		b.Microphone, b.Channels, b.Band = d.label, d.stream.channels, min(d.rate, acoustic.Rate)/2
		if d.convert.Block(b, &d.block) {
			return nil
		}
	}
}

// Close gives the device back and leaves no sound behind. A Read under way returns.
func (d *device) Close() error {
	d.closed.Store(true)
	<-d.ended
	d.reading.Lock()
	defer d.reading.Unlock()
	if d.freed {
		return nil
	}
	d.freed = true
	library.Lock()
	defer library.Unlock()
	err := d.stream.close()
	end()
	d.convert.Wipe()
	d.arena.free()
	return err
}
