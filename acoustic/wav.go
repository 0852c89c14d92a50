package acoustic

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"vigie/sdr"
)

// The RIFF reader is vigie's own: go-audio/wav 1.1.0 wants a file that can be
// rewound, which standard input cannot, and takes floats for integers.

// Codes of a WAV file's format (Microsoft, "Multiple channel audio data and WAVE
// files"; RFC 2361 lists the others).
const (
	wavePCM        = 1
	waveFloat      = 3
	waveExtensible = 0xfffe
)

// maxHeader bounds what may come before the samples.
const maxHeader = 64 << 20

// ErrNotWAV is wrapped by the error of Open for what is no WAV file.
var ErrNotWAV = errors.New("not a WAV file")

// readWAV reads the header of a WAV file, up to the first sample. size is how many
// bytes of samples it promises, or -1 where only the end will tell: programs that
// write into a pipe cannot know, and fill the fields with 0 or the largest number.
func readWAV(r io.Reader) (e Encoding, size int64, err error) {
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[8:]) != "WAVE" {
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return e, 0, err
		}
		return e, 0, ErrNotWAV
	}
	switch id := string(head[:4]); id {
	case "RIFF", "RF64", "BW64":
	case "RIFX":
		return e, 0, errors.New("a big-endian WAV file (RIFX); convert it, as with sox")
	default:
		return e, 0, ErrNotWAV
	}
	passed, wide := int64(len(head)), int64(-1)
	for {
		id, length, err := readChunk(r)
		if err != nil {
			return e, 0, fmt.Errorf("the header ends before the samples: %w", err)
		}
		if id == "data" {
			return dataChunk(e, length, wide)
		}
		body := io.LimitReader(r, length+length&1) // chunks are padded to even length
		if passed += 8 + length; passed > maxHeader {
			return e, 0, fmt.Errorf("no samples in the first %d MiB", maxHeader>>20)
		}
		switch id {
		case "fmt ":
			e, err = formatChunk(body, length)
		case "ds64":
			wide, err = sizesChunk(body)
		}
		if err == nil {
			_, err = io.Copy(io.Discard, body)
		}
		if err != nil {
			return e, 0, err
		}
	}
}

func readChunk(r io.Reader) (id string, length int64, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", 0, err
	}
	return string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:])), nil
}

// dataChunk decides how long the samples are; wide is what an RF64 file says of
// it elsewhere.
func dataChunk(e Encoding, length, wide int64) (Encoding, int64, error) {
	switch {
	case e.Rate == 0:
		return e, 0, errors.New("the samples come before their format")
	case length == 0xffffffff && wide >= 0:
		return e, wide, nil
	case length == 0, length >= 0x7ffff000: // sox writes the latter into a pipe, ffmpeg 0xffffffff
		return e, -1, nil
	}
	return e, length, nil
}

// sizesChunk reads the length of the samples from an RF64 file's ds64 chunk (EBU
// Tech 3306 clause 3).
func sizesChunk(r io.Reader) (int64, error) {
	var b [16]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return 0, fmt.Errorf("ds64 chunk: %w", err)
	}
	size := binary.LittleEndian.Uint64(b[8:])
	if size > 1<<62 {
		return -1, nil
	}
	return int64(size), nil
}

// formatChunk reads the fmt chunk.
func formatChunk(r io.Reader, length int64) (e Encoding, err error) {
	var b [40]byte
	n := min(length, int64(len(b)))
	if n < 16 {
		return e, fmt.Errorf("fmt chunk of %d bytes", length)
	}
	if _, err := io.ReadFull(r, b[:n]); err != nil {
		return e, fmt.Errorf("fmt chunk: %w", err)
	}
	code := binary.LittleEndian.Uint16(b[0:])
	e.Channels = int(binary.LittleEndian.Uint16(b[2:]))
	e.Rate = sdr.Hz(binary.LittleEndian.Uint32(b[4:]))
	align := int(binary.LittleEndian.Uint16(b[12:]))
	e.Bits = int(binary.LittleEndian.Uint16(b[14:]))
	if code == waveExtensible {
		if n < 40 {
			return e, fmt.Errorf("extensible fmt chunk of %d bytes", length)
		}
		e.Valid = int(binary.LittleEndian.Uint16(b[18:]))
		code = binary.LittleEndian.Uint16(b[24:]) // the first of the sub-format's 16 bytes
	}
	switch code {
	case wavePCM:
	case waveFloat:
		e.Float, e.Valid = true, 0
	default:
		return e, fmt.Errorf("samples in format %#x (compressed?); only PCM and floats are read: convert it, as with sox", code)
	}
	if !e.Float && e.Bits%8 != 0 && e.Bits < 32 { // 12 bits in 16: left-justified
		e.Valid, e.Bits = e.Bits, (e.Bits+7)/8*8
	}
	if e.Valid == 0 && !e.Float {
		e.Valid = e.Bits
	}
	if err := e.check(); err != nil {
		return e, err
	}
	if align != e.frameBytes() {
		return e, fmt.Errorf("frames of %d bytes, but %d channels of %d bits", align, e.Channels, e.Bits)
	}
	return e, nil
}
