package recording

import (
	"cmp"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"time"

	"vigie/sdr"
)

// A Header says what a new SigMF recording is.
type Header struct {
	Format      sdr.Format
	Rate        sdr.Hz // samples a second
	Description string
	Recorder    string // the software; "" is vigie
	Hardware    string
	Author      string
	License     string // a URL
	Overwrite   bool   // replace a recording of the same name
}

// sigmfVersion is the version of the specification that the metadata follow.
const sigmfVersion = "1.2.0"

// A Writer streams Blocks into a SigMF recording. The samples go to the dataset
// as they come; the metadata, with the dataset's SHA-512, appear in one step at
// Close, so that a recording with metadata is a whole one.
type Writer struct {
	base     string // path without ending
	header   Header
	f        *os.File
	hash     hash.Hash
	buf      []byte
	bytes    int64 // of whole samples written
	captures []captureOut
	next     uint64 // Index that would go on without a gap
	notes    []json.RawMessage
	err      error
}

// captureOut is a capture under SigMF's names.
type captureOut struct {
	SampleStart uint64  `json:"core:sample_start"`
	Frequency   *sdr.Hz `json:"core:frequency,omitempty"`
	Datetime    string  `json:"core:datetime,omitempty"`
	GlobalIndex uint64  `json:"core:global_index"`
}

// globalOut is the global object under SigMF's names.
type globalOut struct {
	Datatype    string `json:"core:datatype"`
	SampleRate  sdr.Hz `json:"core:sample_rate"`
	Version     string `json:"core:version"`
	SHA512      string `json:"core:sha512"`
	Recorder    string `json:"core:recorder"`
	Description string `json:"core:description,omitempty"`
	Hardware    string `json:"core:hw,omitempty"`
	Author      string `json:"core:author,omitempty"`
	License     string `json:"core:license,omitempty"`
}

// Create starts a recording. path names its metadata (x.sigmf-meta), its dataset
// (x.sigmf-data) or neither (x).
func Create(path string, h Header) (*Writer, error) {
	w, err := create(path, h)
	if err != nil {
		return nil, fmt.Errorf("recording: %s: %w", path, err)
	}
	return w, nil
}

func create(path string, h Header) (*Writer, error) {
	if !h.Format.Valid() {
		return nil, fmt.Errorf("unknown sample format %v", h.Format)
	}
	if err := checkRate(h.Rate); err != nil {
		return nil, err
	}
	base := path
	if meta, ok := MetaPath(path); ok {
		base = meta[:len(meta)-len(metaSuffix)]
	}
	if _, name := filepath.Split(base); name == "" {
		return nil, errors.New("a recording needs a name before .sigmf-meta")
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if h.Overwrite { // old metadata must not describe the new samples
		if err := os.Remove(base + metaSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, cause(err)
		}
	} else {
		flags |= os.O_EXCL
		if _, err := os.Lstat(base + metaSuffix); err == nil {
			return nil, errors.New("exists already; choose another name or overwrite it")
		}
	}
	f, err := os.OpenFile(base+dataSuffix, flags, 0o644)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s exists already; choose another name or overwrite it", filepath.Base(base+dataSuffix))
	}
	if err != nil {
		return nil, cause(err)
	}
	return &Writer{base: base, header: h, f: f, hash: sha512.New()}, nil
}

// Samples returns how many samples are written, the number of the next one.
func (w *Writer) Samples() uint64 { return uint64(w.bytes) / uint64(w.header.Format.SampleBytes()) }

// Write appends the samples of b. A new tuning, or lost samples, begin a new
// capture. After an error what was written before still makes a recording.
func (w *Writer) Write(b *sdr.Block) error {
	if w.err != nil {
		return w.err
	}
	if b.Rate != w.header.Rate {
		return fmt.Errorf("recording: %s: a block of %v samples a second in a recording of %v", w.base, float64(b.Rate), float64(w.header.Rate))
	}
	if len(b.IQ) == 0 {
		return nil
	}
	w.capture(b)
	w.buf = w.header.Format.Encode(w.buf[:0], b.IQ)
	n, err := w.f.Write(w.buf)
	n -= n % w.header.Format.SampleBytes()
	w.hash.Write(w.buf[:n])
	w.bytes += int64(n)
	w.next = b.End()
	if err != nil {
		w.err = fmt.Errorf("recording: %s: after %d samples: %w", w.base+dataSuffix, w.Samples(), cause(err))
	}
	return w.err
}

// capture begins a capture where b does not go on as the Block before.
func (w *Writer) capture(b *sdr.Block) {
	if n := len(w.captures); n > 0 && b.Lost == 0 && b.Index == w.next && b.Centre == w.centre() {
		return
	}
	c := captureOut{SampleStart: w.Samples(), GlobalIndex: b.Index}
	if b.Centre != 0 {
		centre := b.Centre
		c.Frequency = &centre
	}
	if !b.Start.IsZero() {
		c.Datetime = b.Start.UTC().Format(time.RFC3339Nano)
	}
	w.captures = append(w.captures, c)
}

// centre returns that of the last capture.
func (w *Writer) centre() sdr.Hz {
	if f := w.captures[len(w.captures)-1].Frequency; f != nil {
		return *f
	}
	return 0
}

// Annotate marks a stretch of the recording; it is written at Close.
func (w *Writer) Annotate(a Annotation) error {
	raw, err := a.encode()
	if err != nil {
		return fmt.Errorf("recording: %s: %w", w.base, err)
	}
	w.notes = append(w.notes, raw)
	return nil
}

// Close writes the metadata and ends the recording. It returns the first error
// of the Writer.
func (w *Writer) Close() error {
	if w.f == nil {
		return w.err
	}
	err := w.finish()
	w.f = nil
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("recording: %s: %w", w.base+metaSuffix, err)
	}
	return w.err
}

func (w *Writer) finish() error {
	err := errors.Join(w.f.Truncate(w.bytes), w.f.Sync(), w.f.Close())
	if err != nil {
		return err
	}
	top := map[string]json.RawMessage{}
	h := &w.header
	if top["global"], err = encodeJSON(globalOut{
		Datatype: datatypes[h.Format], SampleRate: h.Rate, Version: sigmfVersion,
		SHA512: hex.EncodeToString(w.hash.Sum(nil)), Recorder: cmp.Or(h.Recorder, "vigie"),
		Description: h.Description, Hardware: h.Hardware, Author: h.Author, License: h.License,
	}); err != nil {
		return err
	}
	if w.captures == nil {
		w.captures = []captureOut{}
	}
	if top["captures"], err = encodeJSON(w.captures); err != nil {
		return err
	}
	if top["annotations"], err = encodeJSON(merge(nil, w.notes)); err != nil {
		return err
	}
	return writeMetadata(w.base+metaSuffix, top)
}

// replace puts content at path in one step, with the mode of the file it replaces.
func replace(path string, content []byte) error {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	temporary := path + ".new"
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return cause(err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		os.Remove(temporary)
	}
	return err
}
