package acoustic

import (
	"encoding/binary"
	"fmt"
	"math"

	"vigie/sdr"
)

// An Encoding is how a stream of bytes holds sound: frames of one sample a
// channel, little endian, 8 bits unsigned and more bits signed, as in a WAV file.
type Encoding struct {
	Rate     sdr.Hz // frames a second
	Channels int    // in a frame; those after the second are passed over
	Bits     int    // 8, 16, 24 or 32, or of floats 32 or 64
	Valid    int    // of them in use, the upper ones; 0 is all
	Float    bool   // full scale ±1
}

// Limits of what is taken for sound.
const (
	minRate     = 1000
	maxRate     = 1e6
	maxChannels = 256
)

// check refuses what no recording of sound is.
func (e Encoding) check() error {
	switch {
	case !(e.Rate >= minRate && e.Rate <= maxRate): // also NaN
		return fmt.Errorf("%v samples a second; 1000 to 1000000 are possible", float64(e.Rate))
	case e.Channels < 1 || e.Channels > maxChannels:
		return fmt.Errorf("%d channels; 1 to %d are possible", e.Channels, maxChannels)
	case e.Float && e.Bits != 32 && e.Bits != 64:
		return fmt.Errorf("floats of %d bits; 32 or 64 are possible", e.Bits)
	case !e.Float && e.Bits != 8 && e.Bits != 16 && e.Bits != 24 && e.Bits != 32:
		return fmt.Errorf("samples of %d bits; 8, 16, 24 or 32 are possible", e.Bits)
	case e.Valid < 0 || e.Valid > e.Bits:
		return fmt.Errorf("%d valid bits of %d", e.Valid, e.Bits)
	}
	return nil
}

// frameBytes returns the length of a frame.
func (e Encoding) frameBytes() int { return e.Channels * e.Bits / 8 }

// taken returns how many channels of a frame are used.
func (e Encoding) taken() int { return min(e.Channels, 2) }

// decode turns whole frames into dst, the first channel real and the second
// imaginary, and returns how many samples are at full scale. A float that is no
// number, or absurdly large, becomes zero and counts as at full scale: one such
// value must not poison a running sum.
func (e Encoding) decode(dst []complex64, raw []byte) (clipped int) {
	width, frame := e.Bits/8, e.frameBytes()
	for i := range dst {
		f := raw[i*frame:]
		left, over := e.sample(f)
		clipped += over
		var right float32
		if e.Channels > 1 {
			right, over = e.sample(f[width:])
			clipped += over
		}
		dst[i] = complex(left, right)
	}
	return clipped
}

// sample decodes the sample at the start of b; over is 1 at full scale.
func (e Encoding) sample(b []byte) (v float32, over int) {
	switch {
	case e.Float && e.Bits == 32:
		return number(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
	case e.Float:
		return number(math.Float64frombits(binary.LittleEndian.Uint64(b)))
	}
	var code int32 // the sample's bits, uppermost
	switch e.Bits {
	case 8:
		code = int32(b[0]^0x80) << 24
	case 16:
		code = int32(binary.LittleEndian.Uint16(b)) << 16
	case 24:
		code = int32(b[0])<<8 | int32(b[1])<<16 | int32(b[2])<<24
	case 32:
		code = int32(binary.LittleEndian.Uint32(b))
	}
	valid := e.Valid
	if valid == 0 {
		valid = e.Bits
	}
	if top := code >> (32 - valid); top == 1<<(valid-1)-1 || top == -1<<(valid-1) {
		over = 1
	}
	return float32(code) / (1 << 31), over
}

// absurd bounds float samples: squares and sums of thousands of them still fit
// a float32.
const absurd = 1e6

func number(x float64) (v float32, over int) {
	switch {
	case !(math.Abs(x) <= absurd): // also NaN
		return 0, 1
	case math.Abs(x) >= 1:
		over = 1
	}
	return float32(x), over
}
