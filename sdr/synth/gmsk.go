package synth

import "math"

// GSM's modulation, TS 45.004 clause 2, sampled four times a symbol so that a
// timeslot of 156¼ symbols has a whole number of samples.
const (
	symbolRate       = 13e6 / 48
	samplesPerSymbol = 4
	slotSamples      = 625
	slotSymbols      = 157 // whole ones that reach into a slot
	burstBits        = 148
	pulseSymbols     = 4   // the frequency pulse's length; what is beyond is 50 dB down
	bandwidthTime    = 0.3 // of the Gaussian filter
	gainSamples      = 125 // for which a path's gain holds still
)

// A modulator is the baseband of a base station: continuous bursts, each with
// its own phase and with ramps in the guard period, through the paths of a
// channel.
type modulator struct {
	slots  *timeslots
	fading *fading
	delay  float64 // of the frames against the scene's start, in seconds
	paths  []gmskPath
	gains  []complex64

	clock    int64 // samples since the frames' start
	slot     int64
	now, old gmskSlot
	symbols  [slotSymbols]int
}

// A gmskSlot is a modulated timeslot: for each symbol period the last four
// symbols and the phase that those before have left, in quarter turns.
type gmskSlot struct {
	pattern [slotSymbols]uint8
	quarter [slotSymbols]uint8
}

// A gmskPath is one path's copy of the signal: some whole samples late, and the
// rest of its delay in the table of what a symbol period looks like after every
// four symbols.
type gmskPath struct {
	late  int
	table [1 << pulseSymbols][samplesPerSymbol]complex64
}

func newModulator(slots *timeslots, fading *fading, delay float64) *modulator {
	m := &modulator{slots: slots, fading: fading, delay: delay, gains: make([]complex64, len(fading.delays))}
	for _, seconds := range fading.delays {
		samples := seconds * symbolRate * samplesPerSymbol
		late := math.Ceil(samples)
		m.paths = append(m.paths, newGMSKPath(int(late), (late-samples)/samplesPerSymbol))
	}
	return m
}

// newGMSKPath makes the path that is late samples late and early symbols early.
func newGMSKPath(late int, early float64) gmskPath {
	p := gmskPath{late: late}
	for pattern := range p.table {
		for i := range samplesPerSymbol {
			var phase float64
			for back := range pulseSymbols { // bit `back` of the pattern: the symbol sent so long ago
				turn := phasePulse(float64(back) + early + float64(i)/samplesPerSymbol)
				if pattern>>back&1 == 1 {
					turn = -turn
				}
				phase += turn
			}
			s, c := math.Sincos(phase)
			p.table[pattern][i] = complex(float32(c), float32(s))
		}
	}
	return p
}

// phasePulse returns by how much a symbol has turned the phase, in radians, a
// time in symbols after its pulse began: the integral of a rectangle of one
// symbol that has passed the Gaussian filter, in the middle of pulseSymbols.
func phasePulse(t float64) float64 {
	sigma := math.Sqrt(math.Ln2) / (2 * math.Pi * bandwidthTime)
	integral := func(x float64) float64 { // of the Gaussian's distribution function
		return x*(1+math.Erf(x/sigma/math.Sqrt2))/2 + sigma/math.Sqrt(2*math.Pi)*math.Exp(-x*x/(2*sigma*sigma))
	}
	x := t - pulseSymbols/2.
	return math.Pi / 2 * (integral(x+0.5) - integral(x-0.5))
}

// seek implements baseband.
func (m *modulator) seek(seconds float64) {
	m.clock = int64(math.Round((seconds - m.delay) * symbolRate * samplesPerSymbol))
	m.slot = m.clock / slotSamples
	if m.clock%slotSamples < 0 {
		m.slot--
	}
	m.make(m.slot - 1)
	m.old = m.now
	m.make(m.slot)
}

// next implements baseband.
func (m *modulator) next(dst []complex64) {
	for len(dst) > 0 {
		at := int(m.clock - m.slot*slotSamples)
		if at == slotSamples {
			m.slot++
			m.old = m.now
			m.make(m.slot)
			at = 0
		}
		n := min(len(dst), gainSamples-at%gainSamples)
		m.fading.gains(m.gains, float64(m.clock-int64(at%gainSamples))/(symbolRate*samplesPerSymbol))
		clear(dst[:n])
		for p := range m.paths {
			m.add(dst[:n], at, &m.paths[p], m.gains[p])
		}
		dst = dst[n:]
		m.clock += int64(n)
	}
}

// add adds one path's samples from one of the slot on, symbol by symbol.
func (m *modulator) add(dst []complex64, at int, p *gmskPath, gain complex64) {
	for len(dst) > 0 {
		n, slot := at-p.late, &m.now
		if n < 0 {
			n, slot = n+slotSamples, &m.old
		}
		k, first := n/samplesPerSymbol, n%samplesPerSymbol
		run := min(samplesPerSymbol-first, slotSamples-n, len(dst))
		pulse, power := p.table[slot.pattern[k]][first:][:run], ramp[n:][:run]
		re, im := quarterTurns(gain, slot.quarter[k])
		for i, x := range pulse {
			a, b := power[i]*re, power[i]*im
			dst[i] += complex(a*real(x)-b*imag(x), a*imag(x)+b*real(x))
		}
		dst, at = dst[run:], at+run
	}
}

// quarterTurns returns gain, turned q quarters.
func quarterTurns(gain complex64, q uint8) (re, im float32) {
	switch re, im = real(gain), imag(gain); q & 3 {
	case 1:
		return -im, re
	case 2:
		return -re, -im
	case 3:
		return im, -re
	}
	return re, im
}

// ramp is the power's course over a timeslot: a raised cosine over three symbols
// in the guard period on either side of the slots' border.
var ramp = func() (r [slotSamples]float32) {
	const length = 3 * samplesPerSymbol
	for n := range r {
		r[n] = 1
		// The middle of bit 0's pulse lies half the pulse and half a symbol
		// behind the slot's first sample; the border lies 4⅛ symbols before it.
		from := n
		to := slotSamples - 1 - n
		for _, d := range []int{from, to} {
			if d < length {
				r[n] *= float32(0.5 - 0.5*math.Cos(math.Pi*(float64(d)+0.5)/length))
			}
		}
	}
	return r
}()

// guardSymbols are sent before the burst within its slot, so that the ramp falls
// between the bursts.
const guardSymbols = 3

// make modulates a slot. Differential coding and what surrounds a burst are TS
// 45.004 clause 2.2: ones before and after.
func (m *modulator) make(slot int64) {
	bits := m.slots.burst(slot)
	previous := byte(1)
	for k := range m.symbols {
		bit := byte(1)
		if j := k - guardSymbols; j >= 0 && j < burstBits {
			bit = bits[j]
		}
		m.symbols[k] = 1 - 2*int(bit^previous)
		previous = bit
	}
	var pattern uint8
	var quarter uint8
	for k := range m.symbols {
		if k >= pulseSymbols { // the oldest symbol has turned the phase for good
			if pattern>>(pulseSymbols-1)&1 == 0 {
				quarter++
			} else {
				quarter--
			}
		}
		pattern = pattern << 1 & (1<<pulseSymbols - 1)
		if m.symbols[k] < 0 {
			pattern |= 1
		}
		m.now.pattern[k], m.now.quarter[k] = pattern, quarter
	}
}
