package sdr

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Decode turns the bytes of whole samples into dst, which must hold
// len(src)/SampleBytes() samples. It returns how many samples it wrote and how
// many of them had a component at full scale. A component that is not a finite
// number, or absurdly large, becomes zero and its sample counts as clipped: one
// such value must not poison a running sum. The result is the same, bit for
// bit, with vectors (GOEXPERIMENT=simd on amd64) and without.
func (f Format) Decode(dst []complex64, src []byte) (n, clipped int) {
	size := f.SampleBytes()
	n = len(src) / size
	dst, src = dst[:n], src[:n*size]
	done, clipped := decodeVectors(f, dst, src)
	dst, src = dst[done:], src[done*size:]
	switch f {
	case CU8:
		clipped += decodeBytes(dst, src, &cu8Value, 0)
	case CS8:
		clipped += decodeBytes(dst, src, &cs8Value, 0x80)
	case CS16:
		clipped += decodeInt16(dst, src)
	case CF32:
		clipped += decodeFloat32(dst, src)
	case CF64:
		clipped += decodeFloat64(dst, src)
	}
	return n, clipped
}

// cu8Value and cs8Value are the components that bytes mean. The zero of an
// RTL-SDR lies between 127 and 128, and its full-scale codes at ±1.
var cu8Value, cs8Value = func() (u, s [256]float32) {
	for i := range 256 {
		u[i] = (float32(i) - 127.5) / 127.5
		s[i] = float32(int8(i)) / 128
	}
	return u, s
}()

// decodeBytes looks bytes up, four samples at a time. Xor with flip makes the
// full-scale codes 0 and 255.
func decodeBytes(dst []complex64, src []byte, value *[256]float32, flip byte) (clipped int) {
	flips := uint64(flip) * lowBits
	for len(dst) >= 4 && len(src) >= 8 {
		w, d := binary.LittleEndian.Uint64(src), dst[:4]
		d[0] = complex(value[byte(w)], value[byte(w>>8)])
		d[1] = complex(value[byte(w>>16)], value[byte(w>>24)])
		d[2] = complex(value[byte(w>>32)], value[byte(w>>40)])
		d[3] = complex(value[byte(w>>48)], value[byte(w>>56)])
		if w ^= flips; hasZeroByte(w) || hasZeroByte(^w) {
			clipped += clippedPairs(w)
		}
		dst, src = dst[4:], src[8:]
	}
	for i := range dst {
		re, im := src[2*i], src[2*i+1]
		dst[i] = complex(value[re], value[im])
		clipped += clippedPairs(uint64(re^flip) | uint64(im^flip)<<8 | noneBeyond)
	}
	return clipped
}

// Constants of a word of eight bytes.
const (
	lowBits    = 0x0101010101010101
	highBits   = 0x8080808080808080
	lowSevens  = 0x7f7f7f7f7f7f7f7f
	noneBeyond = 0x0101010101010000 // three pairs that are not at full scale
)

func hasZeroByte(w uint64) bool { return (w-lowBits)&^w&highBits != 0 }

// clippedPairs counts the pairs of bytes in w of which one is 0 or 255.
func clippedPairs(w uint64) (n int) {
	zero := ^(w&lowSevens + lowSevens | w) // the high bit of every byte that is 0
	ones := (w&lowSevens + lowBits) & w    // and of every one that is 255
	hit := (zero | ones) & highBits
	return bits.OnesCount64((hit | hit>>8) & 0x0080008000800080)
}

func decodeInt16(dst []complex64, src []byte) (clipped int) {
	for len(dst) >= 2 && len(src) >= 8 {
		w, d := binary.LittleEndian.Uint64(src), dst[:2]
		d[0] = complex(float32(int16(w))*int16Scale, float32(int16(w>>16))*int16Scale)
		d[1] = complex(float32(int16(w>>32))*int16Scale, float32(int16(w>>48))*int16Scale)
		if atFullScale(uint16(w)) || atFullScale(uint16(w>>16)) {
			clipped++
		}
		if atFullScale(uint16(w>>32)) || atFullScale(uint16(w>>48)) {
			clipped++
		}
		dst, src = dst[2:], src[8:]
	}
	if len(dst) > 0 && len(src) >= 4 {
		w := binary.LittleEndian.Uint32(src)
		dst[0] = complex(float32(int16(w))*int16Scale, float32(int16(w>>16))*int16Scale)
		if atFullScale(uint16(w)) || atFullScale(uint16(w>>16)) {
			clipped++
		}
	}
	return clipped
}

const int16Scale = 1.0 / 32768

// atFullScale tells the int16 codes 32767 and -32768, by wrap-around.
func atFullScale(x uint16) bool { return x-0x7fff <= 1 }

// maxComponent bounds float samples: squares and sums of thousands of them
// still fit a float32.
const maxComponent = 1e12

// maxBits are those of maxComponent. The bits of positive floats are ordered as
// their values, with infinity and what is no number above all.
var maxBits = math.Float32bits(maxComponent)

const magnitude = 1<<31 - 1 // a float32 without its sign

func decodeFloat32(dst []complex64, src []byte) (clipped int) {
	limit := maxBits
	for len(dst) > 0 && len(src) >= 8 {
		w := binary.LittleEndian.Uint64(src)
		re, im := uint32(w), uint32(w>>32)
		if max(re&magnitude, im&magnitude) > limit {
			re, im = finite(re), finite(im)
			clipped++
		}
		dst[0] = complex(math.Float32frombits(re), math.Float32frombits(im))
		dst, src = dst[1:], src[8:]
	}
	return clipped
}

func decodeFloat64(dst []complex64, src []byte) (clipped int) {
	for len(dst) > 0 && len(src) >= 16 {
		re := math.Float32bits(float32(math.Float64frombits(binary.LittleEndian.Uint64(src))))
		im := math.Float32bits(float32(math.Float64frombits(binary.LittleEndian.Uint64(src[8:]))))
		if max(re&magnitude, im&magnitude) > maxBits {
			re, im = finite(re), finite(im)
			clipped++
		}
		dst[0] = complex(math.Float32frombits(re), math.Float32frombits(im))
		dst, src = dst[1:], src[16:]
	}
	return clipped
}

// finite returns the float32 of these bits, or 0 where no receiver can mean it.
func finite(x uint32) uint32 {
	if x&magnitude > maxBits {
		return 0
	}
	return x
}
