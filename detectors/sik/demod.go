package sik

import (
	"math"

	"vigie/detectors/fsk"
)

// Numbers of the bit detector.
const (
	toneBits    = 0.85 // of a bit's middle over which its tones are compared
	restart     = 256  // samples after which sliding sums start anew
	syncBits    = 32   // of preamble and synchronisation word that are compared
	syncErrors  = 4    // of them
	syncWord    = 0xAAAA2DD4
	headBits    = 64 + 16 // of preamble and synchronisation word
	headSlack   = 24      // bits by which a burst's beginning may be off
	mostOctets  = 260     // of a packet after its synchronisation word
	leastMargin = 0.5     // of the soft sum that agrees with the word
)

// A detector of bits.
type bits struct {
	soft []float32 // of a bit whose middle is at each sample
	hard [8 * mostOctets]byte
}

// detect fills soft for a rate.
func (d *bits) detect(s *fsk.Emission, a Air) {
	n := s.Last - s.First
	if cap(d.soft) < n {
		d.soft = make([]float32, n)
	}
	d.soft = d.soft[:n]
	clear(d.soft)
	d.tone(s, a, +1)
	d.tone(s, a, -1)
}

// tone adds to soft the energy of one tone, times a sign.
func (d *bits) tone(s *fsk.Emission, a Air, sign float64) {
	width := max(2, int(math.Round(toneBits*s.Rate/a.Rate)))
	turn := -2 * math.Pi * (s.MidHz + sign*a.Deviation) / s.Rate
	sin, cos := math.Sincos(turn)
	step := complex(cos, sin)
	for begin := 0; begin < len(d.soft); begin += restart {
		end := min(begin+restart, len(d.soft))
		// The window of the sample at begin starts here; phases count from there.
		at := s.First + begin - width/2
		in, out := complex(1, 0), complex(1, 0)
		var sum complex128
		k := at
		for ; k < at+width; k++ {
			sum += sample(s.IQ, k) * in
			in *= step
		}
		for i := begin; i < end; i++ {
			d.soft[i] += float32(sign * (real(sum)*real(sum) + imag(sum)*imag(sum)))
			sum += sample(s.IQ, k)*in - sample(s.IQ, at)*out
			in, out = in*step, out*step
			k, at = k+1, at+1
		}
	}
}

// sample returns one, zero outside.
func sample(iq []complex64, i int) complex128 {
	if i < 0 || i >= len(iq) {
		return 0
	}
	return complex128(iq[i])
}

// sync returns the sample of the first bit behind the synchronisation word, and how
// many bits of the word differ.
func (d *bits) sync(samplesABit float64) (at float64, errors int, ok bool) {
	last := min(int((headBits+headSlack-syncBits)*samplesABit), len(d.soft)-int(syncBits*samplesABit)-1)
	var best float32
	for i := 0; i < last; i++ {
		var sum, all float32
		wrong := 0
		for k := range syncBits {
			v := d.soft[i+int(float64(k)*samplesABit+0.5)]
			if (v > 0) != (syncWord>>(syncBits-1-k)&1 == 1) {
				if wrong++; wrong > syncErrors {
					break
				}
				sum -= max(v, -v)
			} else {
				sum += max(v, -v)
			}
			all += max(v, -v)
		}
		if wrong <= syncErrors && sum > leastMargin*all && sum > best {
			best, errors, ok = sum, wrong, true
			at = float64(i) + syncBits*samplesABit
		}
	}
	return at, errors, ok
}

// decide returns the bits from a sample on.
func (d *bits) decide(at, samplesABit float64) []byte {
	n := 0
	for ; n < len(d.hard); n++ {
		i := int(at + float64(n)*samplesABit + 0.5)
		if i >= len(d.soft) {
			break
		}
		d.hard[n] = 0
		if d.soft[i] > 0 {
			d.hard[n] = 1
		}
	}
	return d.hard[:n]
}
