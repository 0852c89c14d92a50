//go:build cgo && soapy

package soapy

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"vigie/sdr"
)

// device is an open, streaming SoapySDR device.
type device struct {
	name   string
	feed   *sdr.Feed
	format sdr.Format
	bias   string // the driver's key for it, when it is on
	closed atomic.Bool
	first  chan struct{} // closed when samples have begun to come
	ended  chan struct{}

	mu     sync.Mutex
	radio  *radio
	centre sdr.Hz
	shut   bool
}

var _ sdr.Receiver = (*device)(nil)

const (
	pollMicroseconds = 100_000                // how long a read waits before it looks whether Close was called
	queue            = 250 * time.Millisecond // most that drivers hold back before they overflow
	ringTime         = 400 * time.Millisecond // what the ring holds at least
)

// Built reports whether this build can open such devices.
const Built = true

// Open opens a device, sets it and starts it streaming.
func Open(o Options) (sdr.Receiver, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	r, err := openRadio(o.Args, o.Channel)
	if err != nil {
		return nil, err
	}
	d := &device{name: o.Args, radio: r, centre: o.Centre, first: make(chan struct{}), ended: make(chan struct{})}
	if err := d.start(o); err != nil {
		r.close()
		return nil, fmt.Errorf("soapy: %s: %w", o.Args, err)
	}
	go d.stream()
	return d, nil
}

func (d *device) start(o Options) error {
	if o.BiasTee {
		key, err := biasKey(d.radio.settings())
		if err == nil {
			err = d.radio.set(key, "true")
		}
		if err != nil {
			return fmt.Errorf("bias tee: %w", err)
		}
		d.bias = key
	}
	corrected, err := configure(d.radio, o)
	if err != nil {
		return err
	}
	rate := d.radio.rate()
	d.format = o.Format
	if d.format == 0 {
		d.format = choose(d.radio.native())
	}
	if err := d.radio.start(soapyFormats[d.format]); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	ppm := o.PPM
	if corrected {
		ppm = 0
	}
	piece := max(d.radio.piece(), 1024)
	d.feed = sdr.NewFeed(sdr.FeedOptions{
		Receiver: o.Receiver, Format: d.format, Rate: rate, PPM: ppm, Centre: o.Centre, Settle: o.Settle, Queue: queue,
		SlotBytes: piece * d.format.SampleBytes(),
		Slots:     max(8, int(ringTime.Seconds()*float64(rate))/piece+1),
	})
	return nil
}

var soapyFormats = map[sdr.Format]string{sdr.CS8: "CS8", sdr.CS16: "CS16", sdr.CF32: "CF32"}

// choose takes a native integer format if its full scale is that of the
// integer: 12-bit samples in 16 bits would come out 24 dB too weak.
func choose(native string, fullScale float64) sdr.Format {
	switch {
	case native == "CS8" && fullScale >= 127 && fullScale <= 128:
		return sdr.CS8
	case native == "CS16" && fullScale >= 32767 && fullScale <= 32768:
		return sdr.CS16
	}
	return sdr.CF32
}

// configure sets the device; corrected says that it corrects the crystal itself.
func configure(r *radio, o Options) (corrected bool, err error) {
	if o.PPM != 0 {
		if corrected, err = r.setPPM(o.PPM); err != nil {
			return corrected, fmt.Errorf("correction %g ppm: %w", o.PPM, err)
		}
	}
	type step struct {
		what string
		want bool
		do   func() error
	}
	steps := []step{
		{"antenna " + o.Antenna, o.Antenna != "", func() error { return r.setAntenna(o.Antenna) }},
		{fmt.Sprintf("rate %.6g", o.Rate), true, func() error { return r.setRate(o.Rate) }},
		{fmt.Sprintf("bandwidth %.6g Hz", o.Bandwidth), o.Bandwidth != 0, func() error { return r.setBandwidth(o.Bandwidth) }},
		{fmt.Sprintf("centre %.6g MHz", o.Centre/1e6), true, func() error { return r.setCentre(o.Centre) }},
		{"gain " + o.Gain.String(), true, func() error { return r.setGain(o.Gain) }},
	}
	for _, name := range slices.Sorted(maps.Keys(o.Gains)) {
		steps = append(steps, step{fmt.Sprintf("gain %s %g dB", name, o.Gains[name]), true, func() error { return r.setElement(name, o.Gains[name]) }})
	}
	for _, key := range slices.Sorted(maps.Keys(o.Settings)) {
		steps = append(steps, step{"setting " + key, true, func() error { return r.set(key, o.Settings[key]) }})
	}
	for _, s := range steps {
		if !s.want {
			continue
		}
		if err := s.do(); err != nil {
			return corrected, fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return corrected, nil
}

// biasKeys are what drivers call the voltage on the antenna socket: RTL-SDR and
// Airspy, HackRF, SDRplay and others.
var biasKeys = []string{"biastee", "bias_tx", "biasT_ctrl", "bias"}

// biasKey finds the one among a driver's settings.
func biasKey(settings []string) (string, error) {
	for _, key := range biasKeys {
		if slices.Contains(settings, key) {
			return key, nil
		}
	}
	return "", fmt.Errorf("this driver has none of the settings %q", biasKeys)
}

// stream reads until the device fails or is closed.
func (d *device) stream() {
	defer close(d.ended)
	width := d.format.SampleBytes()
	samples := max(d.radio.piece(), 1024)
	piece := make([]byte, samples*width)
	flows := false
	for !d.closed.Load() {
		n := d.radio.read(piece, samples, pollMicroseconds)
		switch {
		case n > 0:
			d.feed.Put(piece[:n*width])
			if !flows {
				flows = true
				close(d.first)
			}
		case n == 0, n == errTimeout, n == errOverflow: // the sample clock counts what is missing
		default:
			d.feed.Fail(fmt.Errorf("soapy: %s: %w: %w", d.name, sdr.ErrLost, readError(n)))
			return
		}
	}
	d.feed.Fail(d.closedError())
}

func (d *device) closedError() error { return fmt.Errorf("soapy: %s: %w", d.name, os.ErrClosed) }

// Read fills b. See [sdr.Source].
func (d *device) Read(ctx context.Context, b *sdr.Block) error { return d.feed.Read(ctx, b) }

// Tune moves the centre while Read goes on.
func (d *device) Tune(centre sdr.Hz) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return d.closedError()
	}
	d.feed.Tuning()
	if err := d.radio.setCentre(centre); err != nil {
		d.radio.setCentre(d.centre)
		d.feed.Tuned(d.centre)
		return fmt.Errorf("soapy: %s: cannot tune to %.6g MHz: %w", d.name, centre/1e6, err)
	}
	d.centre = centre
	d.feed.Tuned(centre)
	return nil
}

// Tally returns the counts of samples.
func (d *device) Tally() sdr.Tally { return d.feed.Tally() }

// Close stops the stream and gives the device back. It waits up to a second for
// a stream that has only just begun: the rtlsdr module hangs for ever when it is
// told to stop before its first samples.
func (d *device) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return nil
	}
	d.shut = true
	select {
	case <-d.first:
	case <-d.ended:
	case <-time.After(time.Second):
	}
	d.closed.Store(true)
	<-d.ended
	if d.bias != "" {
		d.radio.set(d.bias, "false") // a device that is gone has no voltage either
	}
	return d.radio.close()
}
