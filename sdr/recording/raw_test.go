package recording

import (
	"context"
	"strings"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
)

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
				if n := (e.Bytes - e.SkipBytes) / int64(f.SampleBytes()); int64(len(got)) != n || len(r.warnings) != 0 {
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
			if skip == 0 && strings.Contains(err.Error(), "unpack it first") {
				return
			}
			t.Fatal(err)
		}
		defer r.Close()
		want := make([]complex64, whole)
		o.Format.Decode(want, content[skip:][:whole*size])
		if got := samples(t, all(t, r)); !equal(got, want) {
			t.Fatalf("%d samples differ from the %d of one decoding", len(got), len(want))
		}
		if odd := (len(content) - int(skip)) % size; odd != 0 && r.Warning() == "" || r.Position() != int64(len(content)) {
			t.Fatalf("%d odd bytes, warning %q, position %d of %d", odd, r.Warning(), r.Position(), len(content))
		}
	})
}
