package recording

import (
	"errors"
	"fmt"
	"os"
	"time"

	"vigie/sdr"
)

// epoch is the date of a recording without one.
var epoch = time.Unix(0, 0).UTC()

// openRaw reads f, a file or a pipe of nothing but samples after SkipBytes.
func openRaw(f *os.File, name string, o Options) (*Reader, error) {
	rate, centre := ratesOf(name)
	if o.Rate == 0 {
		o.Rate = rate
	}
	if o.Centre == 0 {
		o.Centre = centre
	}
	if o.Format == 0 {
		o.Format = formatOf(name)
	}
	switch {
	case o.Format == 0:
		return nil, fmt.Errorf("sample format %w; say --format cu8 (or cs8, cs16, cf32, cf64)", ErrUnstated)
	case o.Rate == 0:
		return nil, fmt.Errorf("sample rate %w; say --rate, in samples a second, for example --rate 2.4e6", ErrUnstated)
	}
	if o.Start.IsZero() {
		o.Start = epoch
	}
	d, err := newData(f)
	if err != nil {
		return nil, err
	}
	if err := checkLength(d.size, o.SkipBytes, o.Format); err != nil {
		return nil, err
	}
	r := newReader(name, d, encoding{format: o.Format}, o, []segment{{
		header: o.SkipBytes, samples: -1, start: o.Start.UTC(), centre: o.Centre,
	}})
	if d.size >= 0 && o.SkipBytes == 0 {
		if err := checkContent(f); err != nil {
			return nil, err
		}
		if hasWAVHeader(f) {
			r.warn("begins with the header of a WAV file, read as samples; say --skip-bytes 44, or its length")
		}
	}
	return r, nil
}

// checkLength refuses a file without a single sample; the size of a pipe, -1, passes.
func checkLength(size, skip int64, f sdr.Format) error {
	switch {
	case size < 0:
		return nil
	case size == 0:
		return errors.New("empty file")
	case size <= skip:
		return fmt.Errorf("nothing left after skipping %s of %d", count(skip, "byte"), size)
	case size-skip < int64(f.SampleBytes()):
		return fmt.Errorf("%s, less than one %v sample", count(size-skip, "byte"), f)
	}
	return nil
}
