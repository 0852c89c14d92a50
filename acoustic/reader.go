package acoustic

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"vigie/sdr"
)

// blockSamples is the length of a Reader's Blocks: 64 ms.
const blockSamples = 1024

// epoch is the date of a recording without one.
var epoch = time.Unix(0, 0).UTC()

// Options say how a recording is read.
type Options struct {
	Microphone string    // label for the Blocks
	Raw        *Encoding // of a stream without a header; nil reads WAV
	Start      time.Time // of the first sample; 0: 1970
}

// A Reader is the Source of one recording, or of what comes over a pipe. Position
// and Size may be called while another goroutine reads.
type Reader struct {
	name     string
	o        Options
	enc      Encoding
	convert  *Converter
	in       input
	left     int64 // bytes of samples still promised; -1: until the end
	position atomic.Int64
	size     int64
	header   int64 // bytes before the samples
	raw      []byte
	frames   []complex64
	index    uint64
	clipped  int // not yet in a Block
	end      error
	warnings []string
}

var _ Source = (*Reader)(nil)

// Open opens a recording, or standard input for "-". It returns when the header
// has been read, which over a pipe may take until somebody writes into it.
func Open(ctx context.Context, path string, o Options) (*Reader, error) {
	if o.Start.IsZero() {
		o.Start = epoch
	}
	name, f := path, os.Stdin
	if path == "-" {
		name = "standard input"
	} else {
		var err error
		if f, err = os.Open(path); err != nil {
			return nil, fmt.Errorf("acoustic: %w", err)
		}
	}
	r, err := open(ctx, f, name, o)
	if err != nil {
		f.Close() // a second time, unless it was not even a file
		return nil, fmt.Errorf("acoustic: %s: %w", name, err)
	}
	return r, nil
}

func open(ctx context.Context, f *os.File, name string, o Options) (*Reader, error) {
	in, size, err := newInput(f)
	if err != nil {
		return nil, err
	}
	r := &Reader{name: name, o: o, in: in, size: size, left: -1}
	if err := r.begin(ctx); err != nil {
		in.Close()
		return nil, err
	}
	return r, nil
}

// begin reads the header, if there is one, and makes what the samples need.
func (r *Reader) begin(ctx context.Context) (err error) {
	if r.o.Raw != nil {
		r.enc, err = *r.o.Raw, r.o.Raw.check()
	} else {
		r.enc, r.left, err = readWAV(inputReader{ctx, r.in, &r.position})
	}
	if err == nil {
		r.convert, err = NewConverter(r.enc.Rate)
	}
	if err != nil {
		return err
	}
	frames := max(1, int(math.Ceil(blockSamples*float64(r.enc.Rate/Rate))))
	r.header = r.position.Load()
	r.raw = make([]byte, frames*r.enc.frameBytes())
	r.frames = make([]complex64, frames)
	return nil
}

// Encoding returns how the recording holds its samples.
func (r *Reader) Encoding() Encoding { return r.enc }

// Size returns how many bytes Position will reach, or -1 for a pipe.
func (r *Reader) Size() int64 { return r.size }

// Position returns how many bytes have been read.
func (r *Reader) Position() int64 { return r.position.Load() }

// Warning says what is wrong with the recording but did not stop its reading; ""
// is nothing. It is complete once Read returned io.EOF.
func (r *Reader) Warning() string { return strings.Join(r.warnings, "; ") }

func (r *Reader) warn(format string, a ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, a...))
}

// Read implements Source. A Read that was called off by ctx loses nothing.
func (r *Reader) Read(ctx context.Context, b *Block) error {
	for r.end == nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		n, err := r.fill(ctx)
		if err != nil {
			return err
		}
		r.clipped += r.enc.decode(r.frames[:n], r.raw)
		if sound := r.convert.convert(r.frames[:n]); len(sound) > 0 {
			r.deliver(b, sound)
			return nil
		}
	}
	if r.end == io.EOF {
		if sound := r.convert.finish(); len(sound) > 0 {
			r.deliver(b, sound)
			return nil
		}
	}
	return r.end
}

// fill reads up to a Block of frames. The end of the data, or their failure, goes
// to r.end for the Read after the last samples; err is only the end of ctx.
func (r *Reader) fill(ctx context.Context) (frames int, err error) {
	size := r.enc.frameBytes()
	buf := r.raw
	if r.left >= 0 {
		buf = buf[:min(int64(len(buf)), r.left/int64(size)*int64(size))]
	}
	if len(buf) == 0 {
		r.finish(0)
		return 0, nil
	}
	n, err := r.in.ReadFull(ctx, buf)
	r.position.Add(int64(n))
	if r.left >= 0 {
		r.left -= int64(n)
	}
	switch {
	case err == nil:
	case errors.Is(err, sdr.ErrCalledOff):
		return 0, context.Cause(ctx)
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		r.finish(n % size)
	default:
		r.end = fmt.Errorf("acoustic: %s: after %d bytes: %w", r.name, r.Position(), err)
	}
	return n / size, nil
}

// finish notes how the data ended, with so many bytes of an incomplete frame.
func (r *Reader) finish(odd int) {
	r.end = io.EOF
	if odd != 0 {
		r.warn("%d bytes of an incomplete frame at the end left out", odd)
	}
	if r.left >= int64(r.enc.frameBytes()) {
		r.warn("cut off: %d bytes of the samples that the header promises are not there", r.left)
	}
	if r.convert.in == 0 && r.position.Load()-r.header < int64(r.enc.frameBytes()) {
		r.end = fmt.Errorf("acoustic: %s: not a single sample in %d bytes", r.name, r.Position())
	}
}

// deliver makes b of sound.
func (r *Reader) deliver(b *Block, sound []complex64) {
	b.Microphone, b.Channels, b.Band = r.o.Microphone, r.enc.taken(), min(r.enc.Rate, Rate)/2
	b.Index, b.Start, b.Lost = r.index, r.o.Start.Add(Rate.Duration(r.index)), 0
	b.Clipped, r.clipped = r.clipped, 0
	split(b, sound)
	r.index += uint64(len(sound))
}

// Close ends the Reader and leaves no sound behind. It does not wait for a pipe
// that stays silent.
func (r *Reader) Close() error {
	if errors.Is(r.end, os.ErrClosed) {
		return nil
	}
	r.end = fmt.Errorf("acoustic: %s: %w", r.name, os.ErrClosed)
	if _, pending := r.in.(pipeInput); !pending { // a pipe may still be read into raw
		clear(r.raw)
	}
	clear(r.frames)
	r.convert.Wipe()
	return r.in.Close()
}
