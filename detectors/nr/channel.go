package nr

import (
	"math"

	"vigie/sdr/dsp"
)

// combSize is the number of places that reference signals have in a symbol.
const combSize = subcarriers / 4

// blockIndices is how many numbers a block can have, half-frames included.
const blockIndices = 8

// An observe holds what the reference signals of one block show.
type observe struct {
	pilots [pilotCount]complex64 // channel, noise included
	comb   [combSize]complex64   // the same, symbols joined
	count  [combSize]int         // of symbols
	h      symbol
	noise  float32 // power a subcarrier
	signal float32
	solver wiener
}

// indexFit returns how well the reference signals of a block with this index
// fit: coherent over half a megahertz at most, so that echoes do no harm.
func (v *receiver) indexFit(pci, index int) (fit float64) {
	var r [pilotCount]complex64
	pilots(&r, pci, index)
	const run = 12
	where := &layouts[pci%4].pilots
	for at := 0; at < pilotCount; at += run {
		var sum complex64
		for i := at; i < at+run; i++ {
			if w := where[i]; v.usable[w.element] {
				sum += mulConj(v.y[w.symbol][w.element], r[i])
			}
		}
		fit += float64(power(sum))
	}
	return fit
}

// estimate finds channel and noise of a block of a cell with this index. Each
// symbol has a phase of its own: transmitters restart the carrier's phase with
// every symbol (TS 38.211 clause 5.4). estimate removes it from the symbols.
// It reports false when too few reference signals are inside the band.
func (v *receiver) estimate(pci, index int) bool {
	var r [pilotCount]complex64
	pilots(&r, pci, index)
	where := &layouts[pci%4].pilots
	n := 0
	for i, w := range where {
		v.pilots[i] = 0
		if v.usable[w.element] {
			v.pilots[i] = mulConj(v.y[w.symbol][w.element], r[i])
			n++
		}
	}
	if n < pilotCount/8 {
		return false
	}
	// Symbols 1 and 3 have pilots on the same subcarriers, symbol 2 on some of them.
	one, two, three := v.pilots[:combSize], v.pilots[combSize:pilotCount-combSize], v.pilots[pilotCount-combSize:]
	v.align(3, three, dsp.DotConj(three, one))
	var sum complex64
	for i := range two {
		j := outer(i)
		sum += mulConj(two[i], one[j]+three[j])
	}
	v.align(2, two, sum)
	v.join(one, two, three, where)
	return true
}

// outer returns the place in the comb of pilot i of symbol 2, which has none in
// the middle.
func outer(i int) int {
	if i < 12 {
		return i
	}
	return i + 36
}

// align removes from a symbol and its pilots the phase of a sum.
func (v *receiver) align(l int, pilots []complex64, sum complex64) {
	w := root(-turns(sum))
	for i := range pilots {
		pilots[i] = mul(pilots[i], w)
	}
	for k := range v.y[l] {
		v.y[l][k] = mul(v.y[l][k], w)
	}
}

// join averages the pilots of a subcarrier, estimates noise from their
// differences and interpolates.
func (v *receiver) join(one, two, three []complex64, where *[pilotCount]resource) {
	var noise, signal float64
	n := 0
	for j := range v.comb {
		v.count[j] = 0
		if !v.usable[where[j].element] {
			continue
		}
		noise += float64(power(one[j]-three[j])) / 2
		v.comb[j], v.count[j] = scale(one[j]+three[j], 0.5), 2
		signal += float64(power(v.comb[j]))
		n++
	}
	for i := range two {
		if j := outer(i); v.count[j] != 0 {
			v.comb[j], v.count[j] = scale(2*v.comb[j]+two[i], 1./3), 3
		}
	}
	noise /= float64(n)
	v.noise = float32(max(noise, 1e-3*signal/float64(n), math.SmallestNonzeroFloat32))
	v.signal = float32(max(signal/float64(n)-noise/2, noise/16))
	v.solver.interpolate(&v.h, v, int(where[0].element))
}
