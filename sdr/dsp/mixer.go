package dsp

import "math"

// mixerBlock is how many samples one exactly computed phasor serves.
const mixerBlock = 256

// A Mixer multiplies a stream by e^{j2πft}. Its phase is a 64-bit fraction of a
// turn, and every mixerBlock samples the phasor is computed anew from it, so
// neither amplitude nor phase drifts however long it runs.
type Mixer struct {
	rate        float64
	phase, step uint64                // turns·2^64 at the block's start; a sample's advance
	start       complex64             // phasor at the block's start
	at          int                   // samples of the block already done
	turn        [mixerBlock]complex64 // phasors within a block
}

// NewMixer returns a mixer that shifts a stream of rateHz samples a second up
// by freqHz (down when negative), starting with phase 0.
func NewMixer(freqHz, rateHz float64) *Mixer {
	m := &Mixer{rate: rateHz}
	m.SetFreq(freqHz)
	return m
}

// SetFreq changes the shift from the next sample on, without a jump in phase.
func (m *Mixer) SetFreq(freqHz float64) {
	m.phase += uint64(m.at) * m.step
	m.at = 0
	m.step = fractionOfTurn(freqHz / m.rate)
	s, c := math.Sincos(angle(m.step))
	z := complex(1, 0) // in float64: 256 products are off by 10⁻¹⁴
	for i := range m.turn {
		m.turn[i] = complex64(z)
		z *= complex(c, s)
	}
	m.start = phasor(m.phase)
}

// Reset returns to phase 0.
func (m *Mixer) Reset() {
	m.phase, m.at, m.start = 0, 0, 1
}

// Mix writes the shifted src to dst, which is as long or longer and may be the
// same slice.
func (m *Mixer) Mix(dst, src []complex64) {
	for len(src) > 0 {
		if m.at == mixerBlock {
			m.phase += mixerBlock * m.step
			m.at, m.start = 0, phasor(m.phase)
		}
		n := min(len(src), mixerBlock-m.at)
		rotate(dst[:n], src[:n], m.turn[m.at:][:n], m.start)
		dst, src, m.at = dst[n:], src[n:], m.at+n
	}
}

// fractionOfTurn returns turns, less the whole ones, as a fraction of 2^64.
func fractionOfTurn(turns float64) uint64 {
	turns -= math.Round(turns)
	if turns == 0.5 {
		turns = -0.5 // the same angle, and an int64
	}
	return uint64(int64(math.Ldexp(turns, 64)))
}

// angle returns 2π·phase/2^64, from -π to π.
func angle(phase uint64) float64 { return float64(int64(phase)) * (2 * math.Pi / (1 << 64)) }

// phasor returns e^{j·angle(phase)}.
func phasor(phase uint64) complex64 {
	s, c := math.Sincos(angle(phase))
	return complex(float32(c), float32(s))
}
