package recording

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Endings of SigMF's file names.
const (
	metaSuffix    = ".sigmf-meta"
	dataSuffix    = ".sigmf-data"
	archiveSuffix = ".sigmf"
)

// MetaPath returns the metadata file that belongs to a path which Open takes as
// SigMF on disk, and whether it is one: a .sigmf archive is not.
func MetaPath(path string) (string, bool) {
	switch {
	case hasSuffix(path, metaSuffix):
		return path, true
	case hasSuffix(path, dataSuffix):
		return path[:len(path)-len(dataSuffix)] + metaSuffix, true
	}
	return "", false
}

// openDataset opens the recording whose samples are at path. Samples without
// metadata are a raw file, if the caller knows all about them.
func openDataset(path, name string, o Options) (*Reader, error) {
	meta, _ := MetaPath(path)
	if _, err := os.Stat(meta); err == nil {
		return openMeta(meta, name, o)
	}
	if o.Format == 0 || o.Rate == 0 {
		return nil, fmt.Errorf("its metadata %s are missing, its format and rate %w; say --format and --rate", filepath.Base(meta), ErrUnstated)
	}
	return openFile(path, name, o)
}

// openMeta opens the recording whose metadata are at path.
func openMeta(path, name string, o Options) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	m, err := readMetadata(f)
	f.Close()
	if err != nil {
		return nil, err
	}
	dataset, err := m.dataset(path)
	if err != nil {
		return nil, err
	}
	samples, err := os.Open(dataset)
	if errors.Is(err, os.ErrNotExist) && m.Global.MetadataOnly {
		return nil, errors.New("metadata only: published without its samples (core:metadata_only)")
	}
	if err != nil {
		return nil, fmt.Errorf("its data %s: %w", filepath.Base(dataset), cause(err))
	}
	d, err := newData(samples)
	if err != nil {
		samples.Close()
		return nil, fmt.Errorf("its data %s: %w", filepath.Base(dataset), err)
	}
	r, err := openSigMF(m, d, samples, name, o)
	if err != nil {
		d.close()
		return nil, err
	}
	return r, nil
}

// dataset returns the path of the samples that the metadata at path describe.
func (m *metadata) dataset(path string) (string, error) {
	named := m.Global.Dataset
	if named == "" {
		return path[:len(path)-len(metaSuffix)] + dataSuffix, nil
	}
	if strings.ContainsAny(named, `/\`) || named == "." || named == ".." {
		return "", fmt.Errorf("core:dataset %q must be the name of a file in the same folder", shorten(named))
	}
	return filepath.Join(filepath.Dir(path), named), nil
}

// openSigMF reads d as m and o say. whole is the dataset file, for its checksum.
func openSigMF(m *metadata, d data, whole io.ReadSeeker, name string, o Options) (*Reader, error) {
	var warnings []string
	warn := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	enc, err := m.describe(&o, warn)
	if err != nil {
		return nil, err
	}
	offset, err := natural("core:offset", m.Global.Offset)
	if err != nil {
		return nil, err
	}
	if float64(offset)/float64(o.Rate) > maxSpan {
		return nil, fmt.Errorf("core:offset is %d: years of samples", offset)
	}
	l := layout{rate: o.Rate, offset: offset, warn: warn}
	captures, err := l.parseCaptures(m.Captures)
	if err != nil {
		return nil, err
	}
	segments := l.segments(captures)
	override(segments, &o)
	if o.Checksum {
		if err := m.verify(whole, d.size, warn); err != nil {
			return nil, err
		}
	}
	if d, err = m.trim(d, whole); err != nil {
		return nil, err
	}
	if err := checkLength(d.size, segments[0].header, enc.format); err != nil {
		return nil, fmt.Errorf("its data: %w", err)
	}
	r := newReader(name, d, enc, o, segments)
	r.warnings = warnings
	return r, nil
}

// describe settles format and rate, and refuses what cannot be read.
func (m *metadata) describe(o *Options, warn func(string, ...any)) (enc encoding, err error) {
	if o.SkipBytes != 0 {
		return enc, errors.New("bytes to skip are for raw files; SigMF says them itself (core:header_bytes)")
	}
	if o.Format != 0 {
		enc.format = o.Format
	} else if enc, err = parseDatatype(m.Global.Datatype); err != nil {
		return enc, err
	}
	if o.Rate == 0 {
		if o.Rate, err = hertz(m.Global.SampleRate); err != nil {
			return enc, fmt.Errorf("core:sample_rate: %w", err)
		}
		if o.Rate == 0 {
			return enc, fmt.Errorf("sample rate %w (core:sample_rate is missing); say --rate, in samples a second", ErrUnstated)
		}
		if err = checkRate(o.Rate); err != nil {
			return enc, err
		}
	}
	channels, err := natural("core:num_channels", m.Global.Channels)
	if err != nil {
		return enc, err
	}
	if channels > 1 {
		return enc, fmt.Errorf("%d interleaved channels (core:num_channels); store each as a recording of its own", channels)
	}
	for _, x := range m.Global.Extensions {
		if x.Optional != nil && !*x.Optional {
			warn("made for readers that know the SigMF extension %q, which vigie does not", shorten(x.Name))
		}
	}
	return enc, nil
}

// override puts what the caller states over what the captures say.
func override(segments []segment, o *Options) {
	shift := o.Start.Sub(segments[0].start)
	for i := range segments {
		if !o.Start.IsZero() {
			segments[i].start = segments[i].start.Add(shift).UTC()
		}
		if o.Centre != 0 {
			segments[i].centre = o.Centre
		}
	}
}

// trim leaves core:trailing_bytes out of d.
func (m *metadata) trim(d data, whole io.ReadSeeker) (data, error) {
	trailing, err := natural("core:trailing_bytes", m.Global.TrailingBytes)
	switch {
	case err != nil || trailing == 0:
		return d, err
	case d.size < 0:
		return d, errors.New("core:trailing_bytes of a pipe cannot be known")
	case trailing >= d.size:
		return d, fmt.Errorf("core:trailing_bytes is %d, all of the dataset's %s", trailing, count(d.size, "byte"))
	}
	d.size -= trailing
	d.src = file{io.LimitReader(whole, d.size)}
	return d, nil
}

// verify compares the dataset with core:sha512, and rewinds it.
func (m *metadata) verify(whole io.ReadSeeker, size int64, warn func(string, ...any)) error {
	if m.Global.SHA512 == "" {
		warn("no core:sha512 to compare the data with")
		return nil
	}
	if size < 0 {
		return errors.New("core:sha512 of a pipe cannot be compared before reading")
	}
	h := sha512.New()
	if _, err := io.Copy(h, whole); err != nil {
		return cause(err)
	}
	if _, err := whole.Seek(0, io.SeekStart); err != nil {
		return cause(err)
	}
	if sum := hex.EncodeToString(h.Sum(nil)); !strings.EqualFold(sum, m.Global.SHA512) {
		return errors.New("the data are not those that were recorded: core:sha512 differs")
	}
	return nil
}
