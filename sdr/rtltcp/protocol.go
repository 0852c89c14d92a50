package rtltcp

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A command of the protocol: one byte that says what, and 32 bits, big endian.
type command byte

// The commands of rtl_tcp 0.6. Values below 0 are sent as two's complement.
const (
	setFrequency   command = 0x01 // Hz
	setRate        command = 0x02 // samples a second
	setGainMode    command = 0x03 // 0 automatic, 1 manual
	setGain        command = 0x04 // tenths of a dB
	setPPM         command = 0x05
	setIFGain      command = 0x06 // stage in the upper 16 bits, tenths of a dB in the lower
	setAGC         command = 0x08 // of the RTL2832U
	setDirect      command = 0x09 // 0 off, 1 I, 2 Q
	setOffset      command = 0x0a
	setGainByIndex command = 0x0d
	setBiasTee     command = 0x0e
)

const commandBytes = 5

func (c command) append(p []byte, value uint32) []byte {
	return binary.BigEndian.AppendUint32(append(p, byte(c)), value)
}

// A Tuner is the tuner in the server's dongle.
type Tuner uint32

// The tuners of librtlsdr.
const (
	E4000 Tuner = iota + 1
	FC0012
	FC0013
	FC2580
	R820T
	R828D
)

var tunerNames = [...]string{"unknown", "E4000", "FC0012", "FC0013", "FC2580", "R820T", "R828D"}

// String returns the tuner's name.
func (t Tuner) String() string {
	if int(t) < len(tunerNames) {
		return tunerNames[t]
	}
	return fmt.Sprintf("Tuner(%d)", uint32(t))
}

// A Header is what the server says of its dongle when a client connects.
type Header struct {
	Tuner Tuner
	Gains int // number of gain steps, for setting the gain by index
}

const headerBytes = 12

var errMagic = errors.New("rtltcp: not an rtl_tcp server: its greeting does not begin with RTL0")

// parseHeader reads the 12 bytes "RTL0", tuner, number of gains.
func parseHeader(p []byte) (Header, error) {
	if len(p) < headerBytes {
		return Header{}, fmt.Errorf("rtltcp: greeting of %d bytes, want %d", len(p), headerBytes)
	}
	if string(p[:4]) != "RTL0" {
		return Header{}, errMagic
	}
	return Header{Tuner(binary.BigEndian.Uint32(p[4:])), int(binary.BigEndian.Uint32(p[8:]))}, nil
}
