package recording

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"vigie/sdr"
)

// An encoding is a sample format, and what must be done to the bytes before
// they are in it.
type encoding struct {
	format  sdr.Format
	prepare func(samples []byte) // rewrites them in place; nil: nothing to do
}

// parseDatatype reads a core:datatype of SigMF: c or r for complex or real, the
// component (f32, f64, i32, i16, u32, u16, i8, u8), and _le or _be where a
// component has several bytes. Real samples are refused: half their spectrum
// is a mirror, which a detector would take for a second emitter.
func parseDatatype(text string) (encoding, error) {
	if text == "" {
		return encoding{}, fmt.Errorf("sample format %w (core:datatype is missing); say --format cu8 (or cs8, cs16, cf32, cf64)", ErrUnstated)
	}
	kind, rest := text[0], text[1:]
	component, order, _ := strings.Cut(rest, "_")
	e, known := components[component]
	width := componentBytes(component)
	switch {
	case !known || kind != 'c' && kind != 'r' || order != "" && order != "le" && order != "be":
		return encoding{}, fmt.Errorf("core:datatype %q is none of SigMF's", text)
	case width > 1 && order == "":
		return encoding{}, fmt.Errorf("core:datatype %q lacks its byte order: %s_le or %[1]s_be", text, text)
	case kind == 'r':
		return encoding{}, fmt.Errorf("core:datatype %q means real samples; vigie needs IQ: convert the recording to complex samples", text)
	}
	if order == "be" && width > 1 {
		e.prepare = after(swapBytes(width), e.prepare)
	}
	return e, nil
}

// components maps the components of SigMF to the format that their complex
// samples have, or take in the same number of bytes.
var components = map[string]encoding{
	"u8": {format: sdr.CU8}, "i8": {format: sdr.CS8}, "i16": {format: sdr.CS16},
	"f32": {format: sdr.CF32}, "f64": {format: sdr.CF64},
	"u16": {sdr.CS16, centreUint16}, "i32": {sdr.CF32, floatInt32}, "u32": {sdr.CF32, floatUint32},
}

// componentBytes returns the width that a component's name ends with.
func componentBytes(component string) int {
	switch {
	case strings.HasSuffix(component, "64"):
		return 8
	case strings.HasSuffix(component, "32"):
		return 4
	case strings.HasSuffix(component, "16"):
		return 2
	}
	return 1
}

func after(first, second func([]byte)) func([]byte) {
	if second == nil {
		return first
	}
	return func(b []byte) { first(b); second(b) }
}

// swapBytes turns components of that width from big to little endian.
func swapBytes(width int) func([]byte) {
	return func(b []byte) {
		for ; len(b) >= width; b = b[width:] {
			slices.Reverse(b[:width])
		}
	}
}

// centreUint16 makes offset binary two's complement.
func centreUint16(b []byte) {
	for i := 1; i < len(b); i += 2 {
		b[i] ^= 0x80
	}
}

// floatInt32 makes integers floats of full scale ±1.
func floatInt32(b []byte) {
	for ; len(b) >= 4; b = b[4:] {
		v := float32(float64(int32(binary.LittleEndian.Uint32(b))) / (1 << 31))
		binary.LittleEndian.PutUint32(b, math.Float32bits(v))
	}
}

// floatUint32 makes offset binary floats of full scale ±1.
func floatUint32(b []byte) {
	for i := 3; i < len(b); i += 4 {
		b[i] ^= 0x80
	}
	floatInt32(b)
}

// datatypes are the names of the formats that Create writes.
var datatypes = map[sdr.Format]string{
	sdr.CU8: "cu8", sdr.CS8: "ci8", sdr.CS16: "ci16_le", sdr.CF32: "cf32_le", sdr.CF64: "cf64_le",
}
