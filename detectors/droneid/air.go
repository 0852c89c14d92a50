package droneid

import (
	"math"

	"vigie/sdr"
)

// The burst, from the paper named in the package comment.
const (
	carriers       = 601
	middle         = carriers / 2
	spacing        = 15e3
	symbolSeconds  = 1 / spacing
	prefixSeconds  = 72 / 15.36e6
	rootSweep      = 600
	rootComb       = 147
	symbolsBetween = 2 * (symbolSeconds + prefixSeconds) // from one sequence to the other
	repeatSeconds  = 0.640
	burstHz        = carriers * spacing
)

// sweepRate is how fast root 600 falls through the carriers, hertz a second.
const sweepRate = burstHz / symbolSeconds

// The channels lie on rasters of 5 MHz: receivers of others list 2399.5, 2414.5,
// 2429.5, 2434.5, 2444.5, 2459.5, 2474.5 and 5721.5 to 5831.5 MHz in steps of 5,
// 10 and 15 MHz.
var rasters = [...]struct{ low, high, step sdr.Hz }{
	{2399.5e6, 2479.5e6, 5e6},
	{5721.5e6, 5846.5e6, 5e6},
}

// channels appends the offsets from a window's centre of the DroneID centres
// that are no farther away than reach.
func channels(dst []float64, centre sdr.Hz, reach float64) []float64 {
	for _, r := range rasters {
		for f := r.low; f <= r.high; f += r.step {
			if offset := float64(f - centre); math.Abs(offset) <= reach {
				dst = append(dst, offset)
			}
		}
	}
	return dst
}

// zadoffChu returns the value that a sequence gives carrier n, 0…600.
func zadoffChu(root, n int) complex128 {
	turns := float64(root*n*(n+1)/2%carriers) / carriers
	s, c := math.Sincos(-2 * math.Pi * turns)
	return complex(c, s)
}

// symbol fills dst with a sequence's symbol as a window sees it: samples at
// rate, the first one at a time in seconds from the start of the useful part,
// the burst's centre offset from the window's, and only carriers within edge of
// the window's centre.
func symbol(dst []complex64, root int, offset, first, rate, edge float64) {
	sum := make([]complex128, len(dst))
	for n := range carriers {
		f := offset + float64(n-middle)*spacing
		if n == middle || math.Abs(f) > edge {
			continue
		}
		s, c := math.Sincos(2 * math.Pi * f * first)
		value := zadoffChu(root, n) * complex(c, s)
		s, c = math.Sincos(2 * math.Pi * f / rate)
		turn := complex(c, s)
		for i := range sum {
			sum[i] += value
			value *= turn
		}
	}
	for i, v := range sum {
		dst[i] = complex64(v)
	}
}

// sweep fills dst with root 600's way through a window, centred on the instant
// at which it is at the window's centre, shifted later by a part of a sample.
func sweep(dst []complex64, rate, later float64) {
	for i := range dst {
		t := (float64(i) - float64(len(dst)-1)/2 - later) / rate
		s, c := math.Sincos(-math.Pi * sweepRate * t * t)
		dst[i] = complex(float32(c), float32(s))
	}
}

// crossing returns when, in seconds from the start of its useful part, root 600
// is at the centre of a window from which the burst's centre is offset.
func crossing(offset float64) float64 {
	return (offset + (middle+0.5)*spacing) / sweepRate
}
