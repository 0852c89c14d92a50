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

// cu8Scale maps an RTL-SDR byte to a component: 127.5 is zero, so the two
// full-scale codes lie at ±1.
var cu8Scale = func() (t [256]float32) {
	for i := range t {
		t[i] = float32((float64(i) - 127.5) / 127.5)
	}
	return t
}()

// Decode turns the bytes of whole samples into dst, which must hold
// len(src)/SampleBytes() samples. It returns how many samples it wrote and how
// many of them had a component at full scale. A component that is not a finite
// number, or absurdly large, becomes zero and its sample counts as clipped: one
// such value must not poison a running sum.
func (f Format) Decode(dst []complex64, src []byte) (n, clipped int) {
	n = len(src) / f.SampleBytes()
	dst = dst[:n]
	switch f {
	case CU8:
		for i := range dst {
			re, im := src[2*i], src[2*i+1]
			if re-1 >= 254 || im-1 >= 254 { // 0 or 255, by wrap-around
				clipped++
			}
			dst[i] = complex(cu8Scale[re], cu8Scale[im])
		}
	case CS8:
		for i := range dst {
			re, im := int8(src[2*i]), int8(src[2*i+1])
			if re == math.MaxInt8 || re == math.MinInt8 || im == math.MaxInt8 || im == math.MinInt8 {
				clipped++
			}
			dst[i] = complex(float32(re)/128, float32(im)/128)
		}
	case CS16:
		for i := range dst {
			re := int16(binary.LittleEndian.Uint16(src[4*i:]))
			im := int16(binary.LittleEndian.Uint16(src[4*i+2:]))
			if re == math.MaxInt16 || re == math.MinInt16 || im == math.MaxInt16 || im == math.MinInt16 {
				clipped++
			}
			dst[i] = complex(float32(re)/32768, float32(im)/32768)
		}
	case CF32:
		for i := range dst {
			re := math.Float32frombits(binary.LittleEndian.Uint32(src[8*i:]))
			im := math.Float32frombits(binary.LittleEndian.Uint32(src[8*i+4:]))
			dst[i], clipped = finite(re, im, clipped)
		}
	case CF64:
		for i := range dst {
			re := math.Float64frombits(binary.LittleEndian.Uint64(src[16*i:]))
			im := math.Float64frombits(binary.LittleEndian.Uint64(src[16*i+8:]))
			dst[i], clipped = finite(float32(re), float32(im), clipped)
		}
	}
	return n, clipped
}

// maxComponent bounds float samples: squares and sums of thousands of them
// still fit a float32.
const maxComponent = 1e12

// finite returns the sample, with components that no receiver can mean set to zero.
func finite(re, im float32, clipped int) (complex64, int) {
	bad := false
	if !(re <= maxComponent && re >= -maxComponent) {
		re, bad = 0, true
	}
	if !(im <= maxComponent && im >= -maxComponent) {
		im, bad = 0, true
	}
	if bad {
		clipped++
	}
	return complex(re, im), clipped
}

// Encode appends iq to dst in this format, rounding and saturating integers.
func (f Format) Encode(dst []byte, iq []complex64) []byte {
	for _, x := range iq {
		re, im := float64(real(x)), float64(imag(x))
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
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(re))
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(im))
		}
	}
	return dst
}

func saturate(v, lo, hi float64) float64 { return max(lo, min(hi, math.RoundToEven(v))) }
