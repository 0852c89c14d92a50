package lte

import (
	"math"
	"math/cmplx"
)

// syncSize is the number of subcarriers of a synchronisation signal; they are
// elements syncFirst… of a symbol.
const (
	syncSize  = 62
	syncFirst = (subcarriers - syncSize) / 2
)

// A sync holds the subcarriers of a synchronisation signal.
type sync [syncSize]complex64

// primary holds the primary synchronisation signals of N_ID(2) = 0, 1, 2: the
// Zadoff-Chu sequences of TS 36.211 clause 6.11.1.1.
var primary = func() (d [3]sync) {
	for id, u := range [3]float64{25, 29, 34} {
		for n := range d[id] {
			f := float64(n)
			turns := u * f * (f + 1) / 126
			if n >= syncSize/2 {
				turns = u * (f + 1) * (f + 2) / 126
			}
			d[id][n] = complex64(cmplx.Rect(1, -2*math.Pi*turns))
		}
	}
	return d
}()

// primaryTime holds the signals as samples of one symbol, each of energy 1.
var primaryTime = func() (t [3][symbolSize]complex64) {
	for id := range t {
		for n := range t[id] {
			var sum complex128
			for i, v := range primary[id] {
				k := subcarrier(i + syncFirst)
				sum += complex128(v) * cmplx.Rect(1, 2*math.Pi*float64(k*n)/symbolSize)
			}
			t[id][n] = complex64(sum / cmplx.Sqrt(syncSize*symbolSize))
		}
	}
	return t
}()
