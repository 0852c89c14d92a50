package fec

import "math"

// quantiserGain returns the factor that brings the largest finite magnitude of
// soft values to peak, and 0 when there is none.
func quantiserGain(llr []float32, peak float32) float32 {
	const finite = 0x7F7FFFFF // bits of the greatest; magnitudes order as their bits do
	var top uint32
	for _, x := range llr {
		if b := math.Float32bits(x) &^ floatSign; b > top && b <= finite {
			top = b
		}
	}
	if top == 0 {
		return 0
	}
	return min(peak/math.Float32frombits(top), math.MaxFloat32)
}

// Adding 1.5·2^23 to a float32 leaves its nearest integer in the low mantissa bits.
const (
	roundMagic     = 3 << 22
	roundMagicBits = 0x4B400000
)

// quantised returns a soft value times gain as an integer. A value that is not
// finite is an erasure.
func quantised(x, gain, peak float32) int32 {
	y := x * gain
	if !(y >= -2*peak && y <= 2*peak) { // beyond peak but for rounding only what is not finite
		return 0
	}
	return int32(math.Float32bits(y+roundMagic)) - roundMagicBits
}
