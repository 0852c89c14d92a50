//go:build goexperiment.simd && amd64

package fec

import (
	"math"
	"simd/archsimd"
)

// lanes is how many values a vector holds.
const lanes = 8

// whole returns how many of n values fill vectors, 0 without AVX2.
func whole(n int) int {
	if !hasVectors {
		return 0
	}
	return n &^ (lanes - 1)
}

// checks is checksPlain for all checks of a row, eight at a time.
func checks(values, message []float32, z int) {
	values = values[:len(message)]
	sign, scale := archsimd.BroadcastUint32x8(floatSign), archsimd.BroadcastFloat32x8(ldpcScale)
	n := whole(z)
	for r := 0; r < n; r += lanes {
		least, second, negative := archsimd.BroadcastUint32x8(math.MaxUint32), archsimd.BroadcastUint32x8(math.MaxUint32), archsimd.BroadcastUint32x8(0)
		for i := r; i < len(message); i += z {
			v := (*[lanes]float32)(values[i:])
			x := archsimd.LoadFloat32x8(v).Sub(archsimd.LoadFloat32x8((*[lanes]float32)(message[i:])))
			x.Store(v)
			b := x.AsUint32x8()
			negative = negative.Xor(b)
			b = b.AndNot(sign)
			second = second.Min(least.Max(b))
			least = least.Min(b)
		}
		small, large := least.AsFloat32x8().Mul(scale).AsUint32x8(), second.AsFloat32x8().Mul(scale).AsUint32x8()
		for i := r; i < len(message); i += z {
			v := (*[lanes]float32)(values[i:])
			x := archsimd.LoadFloat32x8(v)
			b := x.AsUint32x8()
			other := large.Merge(small, b.AndNot(sign).Equal(least))
			said := other.Or(negative.Xor(b).And(sign)).AsFloat32x8()
			said.Store((*[lanes]float32)(message[i:]))
			x.Add(said).Store(v)
		}
	}
	archsimd.ClearAVXUpperBits()
	checksPlain(values, message, n, z)
}

// xorVector adds the signs of soft values to sums, those that fill vectors, and
// returns how many it was.
func xorVector(sums []uint32, values []float32) int {
	n := whole(len(values))
	for r := 0; r < n; r += lanes {
		s := (*[lanes]uint32)(sums[r:])
		archsimd.LoadUint32x8(s).Xor(archsimd.LoadFloat32x8((*[lanes]float32)(values[r:])).AsUint32x8()).Store(s)
	}
	archsimd.ClearAVXUpperBits()
	return n
}
