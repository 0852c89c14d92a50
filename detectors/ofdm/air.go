package ofdm

import (
	"math"

	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/fec"
)

// The burst, as the papers named in the package comment have it.
const (
	carriers       = 601
	middle         = carriers / 2
	spacing        = 15e3
	symbolSeconds  = 1 / spacing
	prefixSeconds  = 72 / 15.36e6
	rootSweep      = 600
	rootComb       = 147
	scrambling     = 0x12345678
	pitchSeconds   = symbolSeconds + prefixSeconds
	symbolsBetween = 2 * pitchSeconds // from root 600 to root 147
	symbolsBefore  = 3 * pitchSeconds // from the first symbol to root 600
	burstHz        = carriers * spacing
)

// BurstHz is the bandwidth of a burst in hertz, BurstSeconds how long its known
// symbols take from the first one to the second Zadoff-Chu sequence.
const (
	BurstHz      = burstHz
	BurstSeconds = symbolsBefore + symbolsBetween
)

// sweepRate is how fast root 600 falls through the carriers, hertz a second.
const sweepRate = burstHz / symbolSeconds

// DroneID's channels lie on rasters of 5 MHz: receivers of others list 2399.5,
// 2414.5, 2429.5, 2434.5, 2444.5, 2459.5, 2474.5 and 5721.5 to 5831.5 MHz in
// steps of 5, 10 and 15 MHz.
var rasters = [...]struct{ low, high, step sdr.Hz }{
	{2399.5e6, 2479.5e6, 5e6},
	{5721.5e6, 5846.5e6, 5e6},
}

// unknownGrid is where channels are looked for in a stream whose frequency on the
// air is unknown: its centre is taken to be a multiple of 500 kHz, as all
// channels are.
const unknownGrid = 500e3

// channels appends the offsets from a window's centre of the DroneID channels
// that are no farther away than reach.
func channels(dst []float64, centre sdr.Hz, reach float64) []float64 {
	if centre == 0 {
		for k := -math.Floor(reach / unknownGrid); k*unknownGrid <= reach; k++ {
			dst = append(dst, k*unknownGrid)
		}
		return dst
	}
	for _, r := range rasters {
		for f := r.low; f <= r.high; f += r.step {
			if offset := float64(f - centre); math.Abs(offset) <= reach {
				dst = append(dst, offset)
			}
		}
	}
	return dst
}

// inBand reports whether a window of this width touches a band with rasters.
func inBand(centre sdr.Hz, width float64) bool {
	for _, r := range rasters {
		if float64(centre)+width/2 >= float64(r.low-burstHz/2) && float64(centre)-width/2 <= float64(r.high+burstHz/2) {
			return true
		}
	}
	return centre == 0
}

// zadoffChu returns the value that a sequence gives carrier n, 0…600.
func zadoffChu(root, n int) complex128 {
	turns := float64(root*n*(n+1)/2%carriers) / carriers
	s, c := math.Sincos(-2 * math.Pi * turns)
	return complex(c, s)
}

// The values of a burst's known symbols on its carriers. The first symbol is
// the beginning of the sequence that the others are scrambled with, as QPSK.
var (
	combValues  = values(func(n int) complex128 { return zadoffChu(rootComb, n) })
	firstValues = func() (v [carriers]complex128) {
		var bits [2 * (carriers - 1)]byte
		gold := fec.NewGold(scrambling)
		gold.Bits(bits[:])
		return values(func(n int) complex128 {
			if n >= middle {
				n = max(n-1, 0) // the middle carrier has no bits; symbol leaves it out
			}
			return complex(1-2*float64(bits[2*n]), 1-2*float64(bits[2*n+1]))
		})
	}()
)

func values(of func(n int) complex128) (v [carriers]complex128) {
	for n := range v {
		v[n] = of(n)
	}
	return v
}

// period is a symbol's useful part in samples of a slice.
const period = symbolSamples - prefixSamples

// A modulator makes symbols as a slice sees them.
type modulator struct {
	fft  *dsp.FFT
	bins [period]complex64
}

func newModulator() *modulator {
	fft, err := dsp.NewFFT(period)
	if err != nil {
		panic(err) // the length is ours, and right
	}
	return &modulator{fft: fft}
}

// symbol fills dst with a symbol, periodic beyond its useful part: the first sample at a
// time in seconds from the start of that, the burst's centre offset from the slice's,
// and only carriers within sliceEdge.
func (m *modulator) symbol(dst []complex64, values *[carriers]complex128, offset, first float64) {
	clear(m.bins[:])
	shift := int(math.Round(offset / spacing)) // carriers
	beside := offset - spacing*float64(shift)
	for n := max(0, middle-shift-period/2+1); n <= min(carriers-1, middle-shift+period/2-1); n++ {
		k := n - middle + shift
		f := beside + spacing*float64(k)
		if n == middle || math.Abs(f) > sliceEdge {
			continue
		}
		s, c := math.Sincos(2 * math.Pi * f * first)
		m.bins[(k+period)%period] = complex64(values[n] * complex(c, s))
	}
	m.fft.Inverse(m.bins[:], m.bins[:])
	s, c := math.Sincos(2 * math.Pi * beside / sliceRate)
	turn, now := complex(c, s), complex128(1)
	for i := range dst {
		dst[i] = complex64(complex128(m.bins[i%period]) * now)
		now *= turn
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
