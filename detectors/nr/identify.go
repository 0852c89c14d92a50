package nr

import "math"

// An identity is what the synchronisation signals say of a cell.
type identity struct {
	pci int
	fit float64 // correlation with the secondary signal, in units of the root sum square
}

// A receiver reads one block after the other.
type receiver struct {
	demod   *demodulator
	y       [blockSymbols]symbol
	usable  [subcarriers]bool // elements inside the receiver's band
	signs   [groups][syncSize]float32
	matched sync
	observe
}

// load demodulates the block in r; half is half the receiver's width in
// hertz and offset the block's distance from its centre.
func (v *receiver) load(r *refiner, half, offset float64) {
	for l := range v.y {
		v.demod.symbol(&v.y[l], r.block[:], r.start+float64(l*symbolPitch))
	}
	for i := range v.usable {
		v.usable[i] = math.Abs(offset+float64(subcarrier(i))*float64(r.spacing)) <= half
	}
}

// smoothing is how many subcarriers on either side share one channel estimate
// from the primary signal.
const smoothing = 5

// match takes the channel that the primary signal shows out of the secondary.
func (v *receiver) match(id int) {
	var h, sums [syncSize + 1]complex64
	var sum complex64
	for k := range syncSize {
		sums[k] = sum
		if v.usable[k+syncFirst] {
			h[k] = scale(v.y[0][k+syncFirst], primary[id][k])
		}
		sum += h[k]
	}
	sums[syncSize] = sum
	for k := range syncSize {
		v.matched[k] = 0
		if v.usable[k+syncFirst] {
			mean := sums[min(k+smoothing+1, syncSize)] - sums[max(k-smoothing, 0)]
			v.matched[k] = mulConj(v.y[2][k+syncFirst], mean)
		}
	}
}

// identify finds the secondary signal that fits the block best, of those whose
// cell is not excluded.
func (v *receiver) identify(id int, excluded func(pci int) bool) (best identity) {
	var loudest float32
	var sum complex64
	for id1 := range groups {
		pci := 3*id1 + id
		if excluded(pci) {
			continue
		}
		if s := v.against(pci); power(s) > loudest {
			loudest, sum, best.pci = power(s), s, pci
		}
	}
	if loudest > 0 {
		best.fit = v.significance(best.pci, turns(sum))
	}
	return best
}

// against returns the correlation of the matched secondary signal with a cell's.
func (v *receiver) against(pci int) complex64 {
	var re, im float32
	for k, d := range v.signs[pci/3] {
		re += d * real(v.matched[k])
		im += d * imag(v.matched[k])
	}
	return complex(re, im)
}

// significance returns the correlation with a cell's signal at a phase, in units
// of the root sum square.
func (v *receiver) significance(pci int, phase float64) float64 {
	w := root(-phase)
	var sum, squares float64
	for k, d := range v.signs[pci/3] {
		r := float64(real(mul(v.matched[k], w)))
		sum += r * float64(d)
		squares += r * r
	}
	return sum / math.Sqrt(max(squares, math.SmallestNonzeroFloat64))
}

// prepare makes the secondary signals of one N_ID(2).
func (v *receiver) prepare(id int) {
	for id1 := range groups {
		secondary(&v.signs[id1], 3*id1+id)
	}
}
