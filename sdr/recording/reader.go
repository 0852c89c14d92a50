package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"vigie/sdr"
)

// A segment is a run of samples with one tuning: a SigMF capture, or a whole raw file.
type segment struct {
	header  int64     // bytes before its first sample
	samples int64     // -1: all until the data ends
	first   uint64    // number of its first sample in the recording's own count
	start   time.Time // of its first sample
	centre  sdr.Hz
	lost    uint64 // samples missing before it
}

// A Reader is the sdr.Source of one recording. Position and Size may be called
// while another goroutine reads.
type Reader struct {
	name     string
	data     data
	enc      encoding
	o        Options
	segments []segment
	at       int   // the current segment
	skipped  int64 // bytes of its header passed
	done     int64 // samples of it delivered
	index    uint64
	lost     uint64 // not yet reported in a Block
	buf      []byte
	position atomic.Int64
	health   health
	end      error // what the next Read returns
	warnings []string
}

var _ sdr.Source = (*Reader)(nil)

func newReader(name string, d data, enc encoding, o Options, segments []segment) *Reader {
	return &Reader{
		name: name, data: d, enc: enc, o: o, segments: segments,
		buf: make([]byte, o.BlockSamples*enc.format.SampleBytes()),
	}
}

// Name returns the path of the recording, or "standard input".
func (r *Reader) Name() string { return r.name }

// Format returns the format that the samples are decoded from.
func (r *Reader) Format() sdr.Format { return r.enc.format }

// Rate returns the sample rate.
func (r *Reader) Rate() sdr.Hz { return r.o.Rate }

// Centre returns the centre frequency of the first samples, 0 when unknown.
func (r *Reader) Centre() sdr.Hz { return r.segments[0].centre }

// Start returns the time of the first sample.
func (r *Reader) Start() time.Time { return r.segments[0].start }

// Size returns how many bytes Position will reach, or -1 for a pipe.
func (r *Reader) Size() int64 { return r.data.size }

// Position returns how many bytes have been read.
func (r *Reader) Position() int64 { return r.position.Load() }

// Warning says what is wrong with the recording but did not stop its reading,
// such as bytes of an incomplete sample at the end, or samples that an overloaded
// receiver gave; "" is nothing. It is complete once Read returned io.EOF.
func (r *Reader) Warning() string {
	all := slices.Clip(r.warnings)
	if c := r.health.complaint(r.enc.format); c != "" {
		all = append(all, c)
	}
	return strings.Join(all, "; ")
}

func (r *Reader) warn(format string, args ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
}

// Close ends the Reader. It does not wait for a pipe that stays silent.
func (r *Reader) Close() error {
	if errors.Is(r.end, errClosed) {
		return nil
	}
	r.end = fmt.Errorf("recording: %s: %w", r.name, errClosed)
	return r.data.close()
}

var errClosed = errors.New("already closed")

// Read fills b with the next samples, at most Options.BlockSamples and all of one
// capture. A Read that was called off by ctx loses nothing: the next one goes on.
func (r *Reader) Read(ctx context.Context, b *sdr.Block) error {
	for r.end == nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		seg := &r.segments[r.at]
		var err error
		switch {
		case r.skipped < seg.header:
			err = r.skip(ctx, seg.header-r.skipped)
		case seg.samples < 0 || r.done < seg.samples:
			var n int
			n, err = r.read(ctx, seg)
			if n > 0 {
				r.deliver(b, seg, n)
				return nil
			}
		default:
			r.next()
		}
		if err != nil {
			return err
		}
	}
	return r.end
}

// skip passes up to n bytes of a header.
func (r *Reader) skip(ctx context.Context, n int64) error {
	got, err := r.fill(ctx, r.buf[:min(n, int64(len(r.buf)))])
	r.skipped += int64(got)
	if r.end != nil {
		r.warn("the data end %s before the first sample of capture %d", count(n-int64(got), "byte"), r.at+1)
	}
	return err
}

// read gets the bytes of up to a Block of samples and returns how many samples they are.
func (r *Reader) read(ctx context.Context, seg *segment) (n int, err error) {
	size := r.enc.format.SampleBytes()
	want := r.o.BlockSamples
	if seg.samples >= 0 {
		want = int(min(int64(want), seg.samples-r.done))
	}
	got, err := r.fill(ctx, r.buf[:want*size])
	if odd := got % size; odd != 0 {
		r.warn("%s of an incomplete %v sample at the end left out", count(int64(odd), "byte"), r.enc.format)
	}
	return got / size, err
}

// fill reads buf from the data. The end of the data, or their failure, goes to
// r.end for the Read after the last samples; err is only the end of ctx.
func (r *Reader) fill(ctx context.Context, buf []byte) (n int, err error) {
	n, err = r.data.src.ReadFull(ctx, buf)
	r.position.Add(int64(n))
	switch {
	case err == nil:
	case err == sdr.ErrCalledOff:
		return 0, context.Cause(ctx)
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		r.finish(n)
	default:
		r.end = fmt.Errorf("recording: %s: after %s: %w", r.name, count(r.Position(), "byte"), cause(err))
	}
	return n, nil
}

// finish decides what the end of the data means; n bytes have just come.
func (r *Reader) finish(n int) {
	r.end = io.EOF
	inHeader := r.skipped < r.segments[r.at].header
	if r.index == 0 && (inHeader || n < r.enc.format.SampleBytes()) {
		r.end = fmt.Errorf("recording: %s: not a single sample in %s", r.name, count(r.Position(), "byte"))
	}
	if left := len(r.segments) - 1 - r.at; left > 0 {
		r.warn("the data end in capture %d of %d", r.at+1, len(r.segments))
	}
}

// deliver makes b of the n samples in the buffer.
func (r *Reader) deliver(b *sdr.Block, seg *segment, n int) {
	raw := r.buf[:n*r.enc.format.SampleBytes()]
	if r.enc.prepare != nil {
		r.enc.prepare(raw)
	}
	b.IQ = slices.Grow(b.IQ[:0], n)[:n]
	_, b.Clipped = r.enc.format.Decode(b.IQ, raw)
	r.health.note(raw, n, b.Clipped)
	if r.o.Invert {
		sdr.Invert(b.IQ)
	}
	b.Receiver, b.Rate, b.Centre, b.LO = r.o.Receiver, r.o.Rate, seg.centre, r.o.LO
	// By the index alone, so that the same sample has the same time however the
	// recording is cut into Blocks.
	b.Start = seg.start.Add(r.o.Rate.Duration(r.index) - r.o.Rate.Duration(r.index-uint64(r.done)))
	b.Index = r.index
	b.Lost, r.lost = lostInt(r.lost), 0
	r.index += uint64(n)
	r.done += int64(n)
}

// SampleAt returns the number of the sample at time t on the recording's clock,
// counted as SigMF does: from 0, or core:offset, without the lost ones. A time
// before the first sample gives the first, one in a gap the next capture's first.
func (r *Reader) SampleAt(t time.Time) uint64 {
	i := len(r.segments) - 1
	for i > 0 && r.segments[i].start.After(t) {
		i--
	}
	seg := &r.segments[i]
	n := int64(max(0, math.Round(t.Sub(seg.start).Seconds()*float64(r.o.Rate))))
	if seg.samples >= 0 {
		n = min(n, seg.samples)
	}
	return seg.first + uint64(n)
}

// lostInt is a number of lost samples as a Block holds it: on 32-bit machines a
// long gap at most MaxInt, while the Block's Index counts it whole.
func lostInt(n uint64) int { return int(min(n, math.MaxInt)) }

// next goes to the next segment; the last one has no end but that of the data.
func (r *Reader) next() {
	r.at++
	r.skipped, r.done = 0, 0
	r.lost += r.segments[r.at].lost
	r.index += r.segments[r.at].lost
}
