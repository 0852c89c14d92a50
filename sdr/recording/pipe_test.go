package recording

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/sdr"
)

// piped opens a Reader on the reading end of a pipe.
func piped(t *testing.T, o Options) (*Reader, *os.File) {
	t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if o.BlockSamples == 0 {
		o.BlockSamples = DefaultBlockSamples
	}
	r, err := openRaw(in, "standard input", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r, out
}

func TestPipe(t *testing.T) {
	r, out := piped(t, Options{Format: sdr.CU8, Rate: 1e6, SkipBytes: 10, BlockSamples: 8})
	go func() {
		for _, b := range append(make([]byte, 10), ramp(41)...) {
			out.Write([]byte{b})
		}
		out.Close()
	}()
	want := make([]complex64, 20)
	sdr.CU8.Decode(want, ramp(40))
	if got := samples(t, all(t, r)); len(got) != 20 || got[19] != want[19] || got[0] != want[0] {
		t.Errorf("%d samples %v, want %v", len(got), got, want)
	}
	if r.Size() != -1 || r.Position() != 51 || !strings.HasPrefix(r.Warning(), "1 byte of an incomplete") {
		t.Errorf("size %d, position %d, warning %q", r.Size(), r.Position(), r.Warning())
	}
}

func TestReadCalledOffLosesNothing(t *testing.T) {
	r, out := piped(t, Options{Format: sdr.CU8, Rate: 1e6, BlockSamples: 8})
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	out.Write(ramp(6)) // less than a Block
	time.AfterFunc(5*time.Millisecond, func() { cancel(why) })
	var b sdr.Block
	if err := r.Read(ctx, &b); err != why {
		t.Fatalf("Read = %v, want the cause of the context's end", err)
	}
	out.Write(ramp(20)[6:])
	out.Close()
	want := make([]complex64, 10)
	sdr.CU8.Decode(want, ramp(20))
	got := samples(t, all(t, r))
	if len(got) != 10 || got[9] != want[9] || got[0] != want[0] {
		t.Errorf("after the interruption %v, want %v", got, want)
	}
}

// A pipe that stays silent for ever neither holds Close up nor leaves a goroutine.
func TestClosedPipeLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	r, out := piped(t, Options{Format: sdr.CU8, Rate: 1e6})
	defer out.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if err := r.Read(ctx, new(sdr.Block)); err != context.DeadlineExceeded {
		t.Errorf("Read = %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestEmptyPipeIsAnError(t *testing.T) {
	for _, sent := range []int{0, 1, 3, 5} { // of 4 header bytes and a sample of 2
		r, out := piped(t, Options{Format: sdr.CU8, Rate: 1e6, SkipBytes: 4})
		out.Write(ramp(sent))
		out.Close()
		var b sdr.Block
		err := r.Read(context.Background(), &b)
		if err == nil || !strings.Contains(err.Error(), "standard input: not a single sample") {
			t.Errorf("%d bytes: %v", sent, err)
		}
	}
}

func TestPipeReadAllocatesNothing(t *testing.T) {
	r, out := piped(t, Options{Format: sdr.CU8, Rate: 1e6, BlockSamples: 1024})
	go func() {
		buf := make([]byte, 4096)
		for {
			if _, err := out.Write(buf); err != nil {
				return
			}
		}
	}()
	b := sdr.Block{IQ: make([]complex64, 1024)}
	if n := testing.AllocsPerRun(200, func() {
		if err := r.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a Block, want 0", n)
	}
}
