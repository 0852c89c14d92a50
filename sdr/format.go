package sdr

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// A Format is how a recording or a device writes one IQ sample.
type Format uint8

// The formats of common receivers. Components are interleaved I, Q and little endian.
const (
	CU8  Format = iota + 1 // unsigned 8 bit, 127.5 is zero (RTL-SDR)
	CS8                    // signed 8 bit (HackRF)
	CS16                   // signed 16 bit (Airspy, Lime, Pluto)
	CF32                   // float32, full scale ±1
	CF64                   // float64, full scale ±1
)

var formatNames = [...]string{CU8: "cu8", CS8: "cs8", CS16: "cs16", CF32: "cf32", CF64: "cf64"}

var formatBytes = [...]int{CU8: 2, CS8: 2, CS16: 4, CF32: 8, CF64: 16}

// Formats lists the names that ParseFormat takes.
func Formats() []string { return formatNames[CU8:] }

// ParseFormat returns the Format of a name such as "cu8".
func ParseFormat(name string) (Format, error) {
	for f, n := range formatNames {
		if n != "" && strings.EqualFold(n, name) {
			return Format(f), nil
		}
	}
	return 0, fmt.Errorf("sdr: unknown sample format %q (known: %s)", name, strings.Join(Formats(), ", "))
}

// String returns the format's name.
func (f Format) String() string {
	if int(f) < len(formatNames) && formatNames[f] != "" {
		return formatNames[f]
	}
	return fmt.Sprintf("Format(%d)", f)
}

// Valid tells whether f is one of the formats.
func (f Format) Valid() bool { return f >= CU8 && f <= CF64 }

// SampleBytes returns the size of one IQ sample.
func (f Format) SampleBytes() int { return formatBytes[f] }

// UnmarshalText lets configuration files and flags name a Format.
func (f *Format) UnmarshalText(text []byte) (err error) {
	*f, err = ParseFormat(string(text))
	return err
}

// MarshalText writes the Format's name.
func (f Format) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Encode appends iq to dst in this format, rounding and saturating integers, in
// which a component that is no number becomes zero.
func (f Format) Encode(dst []byte, iq []complex64) []byte {
	for _, x := range iq {
		re, im := number(real(x)), number(imag(x))
		switch f {
		case CU8:
			dst = append(dst, byte(saturate(re*127.5+127.5, 0, 255)), byte(saturate(im*127.5+127.5, 0, 255)))
		case CS8:
			dst = append(dst, byte(int8(saturate(re*128, -128, 127))), byte(int8(saturate(im*128, -128, 127))))
		case CS16:
			dst = binary.LittleEndian.AppendUint16(dst, uint16(int16(saturate(re*32768, -32768, 32767))))
			dst = binary.LittleEndian.AppendUint16(dst, uint16(int16(saturate(im*32768, -32768, 32767))))
		case CF32:
			dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(real(x)))
			dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(imag(x)))
		case CF64:
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(float64(real(x))))
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(float64(imag(x))))
		}
	}
	return dst
}

func saturate(v, lo, hi float64) float64 { return max(lo, min(hi, math.RoundToEven(v))) }

// number returns x, or 0 when it is none.
func number(x float32) float64 {
	if x != x {
		return 0
	}
	return float64(x)
}
