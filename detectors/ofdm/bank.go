package ofdm

import (
	"math"
	"sync"

	"vigie/sdr/dsp"
)

// A hypothesis is one offset of the burst's centre, with what root 147 then
// looks like, at whole and at half samples.
type hypothesis struct {
	offset float64
	comb   [2]*[symbolSamples]complex64
	weight [2]float64 // 1/energy of those
	delay  float64    // from the sweep's middle to the start of root 147's prefix, samples
}

// bank holds every hypothesis, by ascending offset from -widest in steps of
// stepHz. It is made once, when it is first needed.
//
// A sequence moved by one carrier is the same with a phase that grows with the
// carrier: the symbol of a burst 15 kHz higher is the same one later, by 147 of 601
// parts of the period. What a slice sees is therefore one waveform for each offset
// within 15 kHz, from another place on, except where the burst's edge is in the slice.
// The waveforms are held at tableSteps places a sample, which loses 0.01 dB, and the
// empty middle carrier, where it is in the slice, is taken for another, which loses
// 0.03 dB; the processor's cache holds them.
var bank = sync.OnceValue(func() []hypothesis {
	var (
		all   = make([]hypothesis, 2*int(widest/stepHz)+1)
		m     = newModulator()
		table = newTable(m)
	)
	for i := range all {
		h := &all[i]
		h.offset = float64(i)*stepHz - widest
		h.delay = (symbolsBetween-crossing(h.offset))*sliceRate - prefixSamples
		for p := range h.comb {
			start := -prefixSamples - 0.5*float64(p)
			if math.Abs(h.offset)+sliceEdge > middle*spacing {
				h.comb[p] = new([symbolSamples]complex64)
				m.symbol(h.comb[p][:], &combValues, h.offset, start/sliceRate)
			} else {
				h.comb[p] = table.comb(h.offset, start)
			}
			h.weight[p] = 1 / dsp.Energy(h.comb[p][:])
		}
	}
	return all
})

const (
	tableSteps = 16  // a sample
	tableFrom  = 140 // carriers: an offset at which neither the middle nor the edge is seen
	fractions  = spacing / stepHz
)

// A waveTable holds root 147's waveforms: by offset within spacing and by part of a
// sample, a period and a symbol long.
type waveTable [fractions][tableSteps][period + symbolSamples]complex64

func newTable(m *modulator) *waveTable {
	t := new(waveTable)
	for f := range t {
		for q := range t[f] {
			m.symbol(t[f][q][:], &combValues, tableFrom*spacing+stepHz*float64(f), float64(q)/tableSteps/sliceRate)
		}
	}
	return t
}

// comb returns the symbol of a burst with an offset from a time on, in samples from
// the start of its useful part.
func (t *waveTable) comb(offset, start float64) *[symbolSamples]complex64 {
	steps := int(math.Round(offset / stepHz))
	f := (steps%fractions + fractions) % fractions
	carrier := (steps - f) / fractions
	later := start + float64((carrier-tableFrom)*rootComb)*period/carriers
	at := int(math.Round(tableSteps*(later-period*math.Floor(later/period)))) % (tableSteps * period)
	return (*[symbolSamples]complex64)(t[f][at%tableSteps][at/tableSteps:])
}
