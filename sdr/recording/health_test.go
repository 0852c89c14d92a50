package recording

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"vigie/sdr"
)

func TestWarningsOfBadSamples(t *testing.T) {
	nan, one := math.Float32bits(float32(math.NaN())), math.Float32bits(0.5)
	mostlyGood := append(le32(one, nan), bytes.Repeat(le32(one, 0, 0, one), 500)...)
	for _, c := range []struct {
		name    string
		format  sdr.Format
		content []byte
		warning string
	}{
		{"good", sdr.CU8, ramp(200), ""},
		{"all zero", sdr.CS16, make([]byte, 4096), "every sample is the same: nothing was received"},
		{"bytes of zero, which are full scale", sdr.CU8, make([]byte, 4096), "every sample is the same: nothing was received"},
		{"no number at all", sdr.CF32, bytes.Repeat(le32(nan), 20), "10 of 10 samples hold no sensible number and were taken as zero; are they cf32?"},
		{"one value", sdr.CU8, bytes.Repeat([]byte{127, 128}, 50), "every sample is the same: nothing was received"},
		{"only the last differs", sdr.CU8, append(bytes.Repeat([]byte{127, 128}, 50), 127, 127), ""},
		{"a single sample", sdr.CU8, []byte{1, 2}, ""},
		{"clipped", sdr.CS8, append(bytes.Repeat([]byte{0x7f, 3}, 300), bytes.Repeat([]byte{5, 6}, 700)...), "30 % of the samples are at full scale: the receiver was overloaded, less gain would hear more"},
		{"clipped at times", sdr.CS8, append(bytes.Repeat([]byte{0x7f, 3}, 90), bytes.Repeat([]byte{5, 6}, 910)...), ""},
		{"one hole", sdr.CF32, mostlyGood, "1 of 1001 samples hold no sensible number and were taken as zero"},
		{"another format", sdr.CF32, bytes.Repeat([]byte{127, 128, 130, 255, 7, 8, 9, 10}, 20), "20 of 20 samples hold no sensible number and were taken as zero; are they cf32?"},
	} {
		r, err := Open(write(t, "x.bin", c.content), Options{Format: c.format, Rate: 1e6, BlockSamples: 7})
		if err != nil {
			t.Fatal(err)
		}
		samples(t, all(t, r))
		if r.Close(); r.Warning() != c.warning {
			t.Errorf("%s: warning %q, want %q", c.name, r.Warning(), c.warning)
		}
	}
}

func TestFilesThatAreNotSamples(t *testing.T) {
	for _, c := range []struct{ name, begin, err, warning string }{
		{"gzip", "\x1f\x8b\x08\x00", "a gzip file; unpack it first", ""},
		{"zstd", "\x28\xb5\x2f\xfd", "a zstd file; unpack it first", ""},
		{"xz", "\xfd7zXZ\x00", "a xz file; unpack it first", ""},
		{"bzip2", "BZh91AY", "a bzip2 file; unpack it first", ""},
		{"zip", "PK\x03\x04", "a zip file; unpack it first", ""},
		{"WAV", "RIFF\x00\x01\x00\x00WAVEfmt ", "", "begins with the header of a WAV file"},
		{"samples", "RIFF\x00\x01\x00\x00WIVEfmt ", "", ""},
	} {
		path := write(t, "x.cu8", append([]byte(c.begin), ramp(100)...))
		r, err := Open(path, Options{Rate: 1e6})
		if err != nil {
			if c.err == "" || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want %q", c.name, err, c.err)
			}
			continue
		}
		if w := r.Warning(); c.err != "" || (w == "") != (c.warning == "") || !strings.HasPrefix(w, c.warning) {
			t.Errorf("%s: opened with warning %q, want %q", c.name, w, c.warning)
		}
		r.Close()
	}
}
