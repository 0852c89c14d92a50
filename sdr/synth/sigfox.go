package synth

import (
	"math/rand/v2"

	"vigie/sdr"
)

// A Sigfox is a crowd of Sigfox devices: ultra narrow band, differential binary
// phase shift keying at 100 b/s, each message sent three times on other
// frequencies (Sigfox connected objects: Radio specifications, clause 3). Its
// contents are random bits behind the preamble: the coding is not modelled.
type Sigfox struct {
	Crowd
}

const (
	sigfoxCentre   = 868.13e6
	sigfoxWidth    = 192e3
	sigfoxRate     = 100
	sigfoxRepeats  = 3
	sigfoxPauseS   = 0.5
	sigfoxPreamble = 19  // bits
	sigfoxShort    = 112 // bits of a frame with one octet
	sigfoxOctets   = 12  // that the longest has
)

// validate completes the description and returns what is wrong with it.
func (s *Sigfox) validate() *keyError { return s.complete(600) }

// open implements station.
func (s Sigfox) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	return s.Crowd.open(all, r, noise, seconds, seed, func(*rand.Rand) saying { return &sigfoxDevice{} })
}

type sigfoxDevice struct{ symbols []float32 }

// make implements saying.
func (m *sigfoxDevice) make(dst []transmission, random *rand.Rand) []transmission {
	bits := sigfoxShort + 8*random.IntN(sigfoxOctets)
	m.symbols = m.symbols[:0]
	phase := float32(1)
	for i := range bits {
		zero := i%2 == 1
		if i >= sigfoxPreamble {
			zero = random.UintN(2) == 0
		}
		if zero { // a zero turns the phase by half
			phase = -phase
		}
		m.symbols = append(m.symbols, phase)
	}
	for i := range sigfoxRepeats {
		dst = append(dst, transmission{
			start:   float64(i) * (float64(bits)/sigfoxRate + sigfoxPauseS),
			freq:    sdr.Hz(sigfoxCentre + sigfoxWidth*(random.Float64()-0.5)),
			keying:  psk,
			symbols: m.symbols, rate: sigfoxRate,
		})
	}
	return dst
}
