//go:build goexperiment.simd && amd64

package sdr

import (
	"math/bits"
	"simd/archsimd"
	"unsafe"
)

var hasVectors = archsimd.X86.AVX2()

// decodeVectors decodes as many leading samples as fill AVX2 registers and
// returns how many; Decode's caller has made dst and src equally long.
func decodeVectors(f Format, dst []complex64, src []byte) (n, clipped int) {
	if !hasVectors {
		return 0, 0
	}
	switch f {
	case CU8:
		n, clipped = decodeCU8(dst, src)
	case CS8:
		n, clipped = decodeCS8(dst, src)
	case CS16:
		n, clipped = decodeCS16(dst, src)
	default:
		return 0, 0
	}
	archsimd.ClearAVXUpperBits()
	return n, clipped
}

// at views 4 samples of dst from i on as their components. The loops have
// checked that they are there.
func at(dst []complex64, i int) *[8]float32 {
	return (*[8]float32)(unsafe.Pointer(&dst[i]))
}

// The byte kernels take 16 samples at a time and read 8 bytes beyond them: a
// load fetches 16 bytes of which 8 are widened.
const byteSpan, byteReach = 32, 40

func decodeCU8(dst []complex64, src []byte) (n, clipped int) {
	zero, ones := archsimd.BroadcastUint8x32(0), archsimd.BroadcastUint8x32(255)
	middle := archsimd.BroadcastFloat32x8(127.5)
	for ; len(src) >= byteReach; n, src = n+16, src[byteSpan:] {
		v := archsimd.LoadUint8x32((*[32]uint8)(src))
		clipped += pairs(v.Equal(zero).Or(v.Equal(ones)).ToBits())
		for k := 0; k < byteSpan; k += 8 {
			x := archsimd.LoadUint8x16((*[16]uint8)(src[k:])).ExtendLo8ToUint32().AsInt32x8().ConvertToFloat32()
			x.Sub(middle).Div(middle).Store(at(dst, n+k/2))
		}
	}
	return n, clipped
}

func decodeCS8(dst []complex64, src []byte) (n, clipped int) {
	least, most := archsimd.BroadcastUint8x32(0x80), archsimd.BroadcastUint8x32(0x7f)
	scale := archsimd.BroadcastFloat32x8(1.0 / 128)
	for ; len(src) >= byteReach; n, src = n+16, src[byteSpan:] {
		v := archsimd.LoadUint8x32((*[32]uint8)(src))
		clipped += pairs(v.Equal(least).Or(v.Equal(most)).ToBits())
		for k := 0; k < byteSpan; k += 8 {
			x := archsimd.LoadUint8x16((*[16]uint8)(src[k:])).AsInt8x16().ExtendLo8ToInt32().ConvertToFloat32()
			x.Mul(scale).Store(at(dst, n+k/2))
		}
	}
	return n, clipped
}

// pairs counts the pairs of bits of which one is set.
func pairs(b uint32) int { return bits.OnesCount32((b | b>>1) & 0x55555555) }

func decodeCS16(dst []complex64, src []byte) (n, clipped int) {
	least, most := archsimd.BroadcastInt16x16(-32768), archsimd.BroadcastInt16x16(32767)
	none := archsimd.BroadcastInt32x8(0)
	scale := archsimd.BroadcastFloat32x8(1.0 / 32768)
	for ; len(src) >= 32; n, src = n+8, src[32:] {
		v := archsimd.LoadUint8x32((*[32]uint8)(src)).AsUint16x16().AsInt16x16()
		fullScale := v.Equal(least).Or(v.Equal(most)).ToInt16x16().AsInt32x8() // a sample a lane
		clipped += 8 - bits.OnesCount8(fullScale.Equal(none).ToBits())
		v.GetLo().ExtendToInt32().ConvertToFloat32().Mul(scale).Store(at(dst, n))
		v.GetHi().ExtendToInt32().ConvertToFloat32().Mul(scale).Store(at(dst, n+4))
	}
	return n, clipped
}
