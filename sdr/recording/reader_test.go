package recording

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/internal/testdata"
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

// Every real recording is read to its last byte, whatever the length of a Block.
func TestRealRecordings(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz == 0 || testing.Short() && e.Bytes > 1<<20 {
			continue
		}
		t.Run(e.Path, func(t *testing.T) {
			f, err := sdr.ParseFormat(e.Format)
			if err != nil {
				t.Fatal(err)
			}
			o := Options{Format: f, Rate: sdr.Hz(e.RateHz), SkipBytes: e.SkipBytes}
			var want []complex64
			for _, o.BlockSamples = range []int{0, 4099} {
				if want != nil && e.Bytes > 1<<20 {
					break // once is enough for the long ones
				}
				r, err := Open(testdata.File(t, e.Path), o)
				if err != nil {
					t.Fatal(err)
				}
				got := samples(t, all(t, r))
				r.Close()
				if n := (e.Bytes - e.SkipBytes) / int64(f.SampleBytes()); int64(len(got)) != n || r.Warning() != "" {
					t.Errorf("%d samples of %d, warning %q", len(got), n, r.Warning())
				}
				if want == nil {
					want = got
				} else if !equal(got, want) {
					t.Error("the samples depend on the length of a Block")
				}
			}
		})
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

func BenchmarkRead(b *testing.B) {
	path := write(b, "x.cu8", make([]byte, 2*DefaultBlockSamples*64))
	var block sdr.Block
	read := 0
	for b.Loop() {
		r, err := Open(path, Options{Rate: 2.4e6})
		if err != nil {
			b.Fatal(err)
		}
		for r.Read(context.Background(), &block) == nil {
			read += len(block.IQ)
		}
		r.Close()
	}
	b.ReportMetric(float64(read)/b.Elapsed().Seconds()/1e6, "MS/s")
}

func FuzzRaw(f *testing.F) {
	f.Add(ramp(100), uint8(1), uint16(4), uint8(3))
	f.Add([]byte{0xff, 0xff, 0xff, 0x7f, 0, 0, 0xc0, 0x7f}, uint8(4), uint16(0), uint8(1))
	f.Add([]byte{}, uint8(5), uint16(0), uint8(0))
	f.Fuzz(func(t *testing.T, content []byte, format uint8, skip uint16, block uint8) {
		o := Options{Format: sdr.Format(format%5 + 1), Rate: 1e6, SkipBytes: int64(skip), BlockSamples: int(block)}
		r, err := Open(write(t, "fuzz.bin", content), o)
		size := o.Format.SampleBytes()
		whole := (len(content) - int(skip)) / size
		if whole < 1 || len(content) < int(skip) {
			if err == nil {
				t.Fatalf("%d bytes, %d skipped, opened", len(content), skip)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		want := make([]complex64, whole)
		o.Format.Decode(want, content[skip:][:whole*size])
		if got := samples(t, all(t, r)); !equal(got, want) {
			t.Fatalf("%d samples differ from the %d of one decoding", len(got), len(want))
		}
		if odd := (len(content) - int(skip)) % size; (odd != 0) != (r.Warning() != "") || r.Position() != int64(len(content)) {
			t.Fatalf("%d odd bytes, warning %q, position %d of %d", odd, r.Warning(), r.Position(), len(content))
		}
	})
}

func le32(v ...uint32) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

func be32(v ...uint32) (b []byte) {
	for _, x := range v {
		b = binary.BigEndian.AppendUint32(b, x)
	}
	return b
}

func le64(v ...uint64) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return b
}

func be64(v ...uint64) (b []byte) {
	for _, x := range v {
		b = binary.BigEndian.AppendUint64(b, x)
	}
	return b
}
