// Package recording reads and writes IQ recordings: raw files, SigMF, pipes.
//
// [Open] returns a [Reader], an sdr.Source whose time is the sample clock's:
// the date of the recording plus the sample index divided by the rate. Nothing
// is guessed silently wrong: what the caller states wins over what the
// metadata or the file's name say, and what nobody says is an error that tells
// how to say it. [Create] writes SigMF, [Annotate] marks what was found in an
// existing recording, and [Join] makes several recordings one timeline.
//
// SigMF is the Signal Metadata Format, version 1.2 (specification under CC BY-SA
// 4.0 at sigmf.org; only facts of it are used here, its schema is not included).
package recording

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie/sdr"
)

// DefaultBlockSamples is the length of a Block when Options name none: 6.8 ms at 2.4 MS/s.
const DefaultBlockSamples = 16384

// Limits of a sample rate and of a centre frequency, those of the SigMF schema.
const (
	minRate   = 1
	maxRate   = 1e12
	maxCentre = 1e12
)

// maxBlockSamples bounds a Block to a gigabyte of samples.
const maxBlockSamples = 1 << 27

// ErrUnstated is wrapped by errors that stating an option mends.
var ErrUnstated = errors.New("unknown")

// Options state what is known of a recording. A zero field means: find out.
type Options struct {
	Format       sdr.Format // of the samples
	Rate         sdr.Hz     // samples a second
	Centre       sdr.Hz     // frequency on the air of 0 Hz, for every capture
	SkipBytes    int64      // bytes before the first sample of a raw file
	LO           sdr.Hz     // oscillator of a converter in front of the receiver
	Invert       bool       // the samples hold the spectrum turned round; Blocks have it put right
	BlockSamples int        // samples of a full Block; 0 is DefaultBlockSamples
	Start        time.Time  // of the first sample; without a date anywhere, 1970-01-01T00:00:00Z
	Receiver     string     // label of the Blocks; "" is the file's name
	Checksum     bool       // compare a SigMF dataset with its core:sha512 before reading
}

// Open opens the recording at path. "-" and "" are standard input; a name that
// ends in .sigmf-meta, .sigmf-data or .sigmf is SigMF; all else is a raw file.
func Open(path string, o Options) (*Reader, error) {
	if path == "" {
		path = "-"
	}
	name := displayName(path)
	r, err := open(path, name, o)
	if err != nil {
		return nil, fmt.Errorf("recording: %s: %w", name, err)
	}
	return r, nil
}

func open(path, name string, o Options) (*Reader, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.BlockSamples == 0 {
		o.BlockSamples = DefaultBlockSamples
	}
	if o.Receiver == "" {
		o.Receiver = filepath.Base(name)
	}
	if path == "-" {
		return openRaw(os.Stdin, name, o)
	}
	switch {
	case hasSuffix(path, metaSuffix):
		return openMeta(path, name, o)
	case hasSuffix(path, dataSuffix):
		return openDataset(path, name, o)
	case hasSuffix(path, archiveSuffix):
		return openArchive(path, name, o)
	case hasSuffix(path, ".sigmf-collection"):
		return nil, errors.New("a SigMF collection holds no samples; name its recordings (.sigmf-meta)")
	}
	return openFile(path, name, o)
}

// openFile reads the raw file at path.
func openFile(path, name string, o Options) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	r, err := openRaw(f, name, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

// check refuses options that cannot be meant.
func (o *Options) check() error {
	switch {
	case o.Format != 0 && !o.Format.Valid():
		return fmt.Errorf("unknown sample format %v", o.Format)
	case o.SkipBytes < 0:
		return fmt.Errorf("cannot skip %d bytes", o.SkipBytes)
	case o.BlockSamples < 0 || o.BlockSamples > maxBlockSamples:
		return fmt.Errorf("blocks of %d samples: 1 to %d are possible", o.BlockSamples, maxBlockSamples)
	case !(math.Abs(float64(o.LO)) <= maxCentre):
		return fmt.Errorf("converter oscillator of %v Hz: at most 1 THz is possible", float64(o.LO))
	}
	if o.Rate != 0 {
		if err := checkRate(o.Rate); err != nil {
			return err
		}
	}
	return checkCentre(o.Centre)
}

func checkRate(rate sdr.Hz) error {
	if !(rate >= minRate && rate <= maxRate) { // also NaN
		return fmt.Errorf("sample rate of %v Hz: 1 Hz to 1 THz is possible", float64(rate))
	}
	return nil
}

func checkCentre(centre sdr.Hz) error {
	if !(math.Abs(float64(centre)) <= maxCentre) { // also NaN
		return fmt.Errorf("centre frequency of %v Hz: at most 1 THz is possible", float64(centre))
	}
	return nil
}

// displayName is how messages call the recording at path.
func displayName(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// cause returns what went wrong without the operation and the path that the
// message names anyway.
func cause(err error) error {
	if e, ok := err.(*os.PathError); ok {
		return e.Err
	}
	return err
}

// count writes a number with its noun.
func count(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// hasSuffix compares the end of a file name without regard to case.
func hasSuffix(path, suffix string) bool {
	return strings.HasSuffix(strings.ToLower(path), suffix)
}
