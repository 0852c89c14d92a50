package recording

import (
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/sdr"
)

// write puts content into a file of that name and returns its path.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ramp returns n bytes 0, 1, 2, …
func ramp(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// all reads r to its end and returns the Blocks, each with its own samples.
func all(t testing.TB, r sdr.Source) []sdr.Block {
	t.Helper()
	var blocks []sdr.Block
	for {
		var b sdr.Block
		err := r.Read(context.Background(), &b)
		if err == io.EOF {
			return blocks
		}
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, b)
	}
}

// samples joins the samples of blocks and proves that their indices fit.
func samples(t testing.TB, blocks []sdr.Block) []complex64 {
	t.Helper()
	var iq []complex64
	next := uint64(0)
	for i, b := range blocks {
		if b.Index != next+uint64(b.Lost) {
			t.Errorf("block %d: index %d after %d and %d lost", i, b.Index, next, b.Lost)
		}
		next = b.End()
		iq = append(iq, b.IQ...)
	}
	return iq
}

func TestBlocksOfARawFile(t *testing.T) {
	path := write(t, "g001_433.92M_250k.cu8", append([]byte("head"), ramp(200)...))
	r, err := Open(path, Options{SkipBytes: 4, BlockSamples: 32, LO: 1e9, Receiver: "roof"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blocks := all(t, r)
	if len(blocks) != 4 {
		t.Fatalf("%d blocks of 100 samples, want 32 32 32 4", len(blocks))
	}
	for i, b := range blocks {
		wantStart := time.Unix(0, 0).UTC().Add(time.Duration(i*32) * 4 * time.Microsecond)
		if !b.Start.Equal(wantStart) || b.Rate != 250e3 || b.Centre != 433.92e6 || b.LO != 1e9 || b.Receiver != "roof" || b.Lost != 0 {
			t.Errorf("block %d: %+v", i, b)
		}
	}
	iq := samples(t, blocks)
	want := make([]complex64, 100)
	sdr.CU8.Decode(want, ramp(200))
	for i := range want {
		if iq[i] != want[i] {
			t.Fatalf("sample %d is %v, want %v", i, iq[i], want[i])
		}
	}
	if blocks[0].Clipped != 1 || r.Size() != 204 || r.Position() != 204 || r.Warning() != "" {
		t.Errorf("clipped %d, size %d, position %d, warning %q", blocks[0].Clipped, r.Size(), r.Position(), r.Warning())
	}
}

func TestWhatTheCallerStatesWins(t *testing.T) {
	path := write(t, "g001_433.92M_250k.cu8", ramp(16))
	start := time.Date(2026, 11, 22, 1, 2, 3, 4, time.UTC)
	r, err := Open(path, Options{Format: sdr.CS16, Rate: 1e6, Centre: 868e6, Start: start})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b := all(t, r)[0]
	if len(b.IQ) != 4 || b.Rate != 1e6 || b.Centre != 868e6 || !b.Start.Equal(start) || b.Receiver != "g001_433.92M_250k.cu8" {
		t.Errorf("%+v", b)
	}
}

func TestIncompleteSampleIsReported(t *testing.T) {
	for _, c := range []struct {
		format  sdr.Format
		bytes   int
		samples int
		warning string
	}{
		{sdr.CU8, 7, 3, "1 byte of an incomplete cu8 sample at the end left out"},
		{sdr.CS16, 7, 1, "3 bytes of an incomplete cs16 sample at the end left out"},
		{sdr.CF64, 47, 2, "15 bytes of an incomplete cf64 sample at the end left out"},
		{sdr.CF32, 16, 2, ""},
	} {
		r, err := Open(write(t, "x.bin", ramp(c.bytes)), Options{Format: c.format, Rate: 1e6, BlockSamples: 2})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(samples(t, all(t, r))); n != c.samples || r.Warning() != c.warning {
			t.Errorf("%v: %d samples, warning %q; want %d, %q", c.format, n, r.Warning(), c.samples, c.warning)
		}
		r.Close()
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	file := write(t, "x.bin", ramp(64))
	dir := filepath.Join(filepath.Dir(file), "sub.cu8")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	cu8 := Options{Format: sdr.CU8, Rate: 1e6}
	with := func(change func(*Options)) Options { o := cu8; change(&o); return o }
	for _, c := range []struct {
		path string
		o    Options
		want string
	}{
		{file, Options{Rate: 1e6}, "x.bin: sample format unknown; say --format"},
		{"-", Options{Rate: 1e6}, "standard input: sample format unknown; say --format"},
		{file, Options{Format: sdr.CU8}, "x.bin: sample rate unknown; say --rate"},
		{file, with(func(o *Options) { o.Rate = -1 }), "sample rate of -1 Hz"},
		{file, with(func(o *Options) { o.Rate = sdr.Hz(math.NaN()) }), "sample rate of NaN Hz"},
		{file, with(func(o *Options) { o.Rate = sdr.Hz(math.Inf(1)) }), "sample rate of +Inf Hz"},
		{file, with(func(o *Options) { o.Rate = 1e15 }), "sample rate of 1e+15 Hz"},
		{file, with(func(o *Options) { o.Centre = sdr.Hz(math.NaN()) }), "centre frequency of NaN Hz"},
		{file, with(func(o *Options) { o.LO = sdr.Hz(math.Inf(-1)) }), "converter oscillator of -Inf Hz"},
		{file, with(func(o *Options) { o.SkipBytes = -1 }), "cannot skip -1 bytes"},
		{file, with(func(o *Options) { o.SkipBytes = 64 }), "nothing left after skipping 64 bytes of 64"},
		{file, with(func(o *Options) { o.SkipBytes = 63 }), "1 byte, less than one cu8 sample"},
		{file, with(func(o *Options) { o.BlockSamples = math.MaxInt32 }), "blocks of 2147483647 samples"},
		{file, with(func(o *Options) { o.Format = 77 }), "unknown sample format"},
		{write(t, "empty_250k.cu8", nil), Options{}, "empty_250k.cu8: empty file"},
		{dir, cu8, "is a directory"},
		{file + ".gone", cu8, "no such file"},
	} {
		r, err := Open(c.path, c.o)
		if err == nil {
			r.Close()
			t.Errorf("%s %+v: opened, want %q", c.path, c.o, c.want)
		} else if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "recording: ") {
			t.Errorf("%s: %q, want %q", c.path, err, c.want)
		}
	}
}

func TestReadAfterClose(t *testing.T) {
	r, err := Open(write(t, "x.cu8", ramp(8)), Options{Rate: 1e6})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	if err := r.Read(context.Background(), new(sdr.Block)); err == nil || err == io.EOF {
		t.Errorf("Read of a closed recording: %v", err)
	}
}

func TestReadAllocatesNothing(t *testing.T) {
	r, err := Open(write(t, "x.cu8", make([]byte, 1<<20)), Options{Rate: 1e6, BlockSamples: 1024})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b := sdr.Block{IQ: make([]complex64, 1024)}
	if n := testing.AllocsPerRun(200, func() {
		if err := r.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a Block, want 0", n)
	}
}

func equal(a, b []complex64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestAnInvertedSpectrumIsPutRight(t *testing.T) {
	path := write(t, "high-side.cu8", ramp(64))
	open := func(invert bool) []complex64 {
		r, err := Open(path, Options{Format: sdr.CU8, Rate: 1e6, Invert: invert})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		return samples(t, all(t, r))
	}
	straight, inverted := open(false), open(true)
	for i, v := range straight {
		if want := complex(real(v), -imag(v)); inverted[i] != want {
			t.Fatalf("sample %d: %v, want %v", i, inverted[i], want)
		}
	}
}
