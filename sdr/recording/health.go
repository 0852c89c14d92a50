package recording

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"vigie/sdr"
)

// health counts what tells a bad recording from a good one.
type health struct {
	samples, clipped uint64
	first            [16]byte // bytes of the first sample
	varied           bool     // some sample differs from the first
}

// note takes account of a Block's samples, at least one, and their bytes.
func (h *health) note(raw []byte, samples, clipped int) {
	size := len(raw) / samples
	if h.samples == 0 {
		copy(h.first[:size], raw)
	}
	h.samples += uint64(samples)
	h.clipped += uint64(clipped)
	h.varied = h.varied || !bytes.Equal(raw[:size], h.first[:size]) || !bytes.Equal(raw[size:], raw[:len(raw)-size])
}

// overloaded is the share of samples at full scale from which the intermodulation
// of a receiver, and not the air, may be what a recording shows.
const overloaded = 0.1

// enough samples to speak of a share of them.
const enough = 1000

// wrongFormat is the share of components that are no numbers from which the
// format, and not a hole in the recording, is to blame.
const wrongFormat = 0.01

// complaint says what the samples of a whole recording show to be wrong, or "".
func (h *health) complaint(f sdr.Format) string {
	if h.samples == 0 {
		return ""
	}
	share := float64(h.clipped) / float64(h.samples)
	float := f == sdr.CF32 || f == sdr.CF64
	switch {
	case h.samples > 1 && !h.varied && !(float && h.clipped > 0):
		return "every sample is the same: nothing was received"
	case float && share > wrongFormat:
		return fmt.Sprintf("%d of %d samples hold no sensible number and were taken as zero; are they %v?", h.clipped, h.samples, f)
	case float && h.clipped > 0:
		return fmt.Sprintf("%d of %d samples hold no sensible number and were taken as zero", h.clipped, h.samples)
	case share > overloaded && h.samples >= enough:
		return fmt.Sprintf("%.0f %% of the samples are at full scale: the receiver was overloaded, less gain would hear more", 100*share)
	}
	return ""
}

// packed are the beginnings of files that hold samples only once unpacked.
var packed = []struct{ magic, name string }{
	{"\x1f\x8b\x08", "gzip"},
	{"\x28\xb5\x2f\xfd", "zstd"},
	{"\xfd7zXZ\x00", "xz"},
	{"BZh9", "bzip2"},
	{"PK\x03\x04", "zip"},
}

// checkContent refuses a raw file that begins as packed files do.
func checkContent(f io.ReaderAt) error {
	begin := make([]byte, 16)
	n, err := f.ReadAt(begin, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return cause(err)
	}
	for _, p := range packed {
		if bytes.HasPrefix(begin[:n], []byte(p.magic)) {
			return fmt.Errorf("a %s file; unpack it first", p.name)
		}
	}
	return nil
}

// hasWAVHeader tells whether a raw file begins with a header of samples that a
// caller might not have meant as samples.
func hasWAVHeader(f io.ReaderAt) bool {
	begin := make([]byte, 12)
	n, _ := f.ReadAt(begin, 0)
	return n == 12 && string(begin[:4]) == "RIFF" && string(begin[8:]) == "WAVE"
}
