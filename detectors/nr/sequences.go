package nr

import (
	"math"

	"vigie/sdr/fec"
)

// groups is the number of identities N_ID(1) that share a primary signal.
const groups = 336

// A sync holds the subcarriers of a synchronisation signal.
type sync [syncSize]complex64

// primary holds the primary synchronisation signals of N_ID(2) = 0, 1, 2, TS
// 38.211 clause 7.4.2.2.
var primary = func() (d [3][syncSize]float32) {
	x := mSequence([7]byte{0, 1, 1, 0, 1, 1, 1}, 4)
	for id := range d {
		for n := range d[id] {
			d[id][n] = x[(n+43*id)%syncSize]
		}
	}
	return d
}()

// secondaryParts are the two sequences whose shifted product is a secondary
// signal, TS 38.211 clause 7.4.2.3, each twice in a row.
var secondaryParts = [2][2 * syncSize]float32{twice(mSequence([7]byte{1}, 4)), twice(mSequence([7]byte{1}, 1))}

func twice(v [syncSize]float32) (w [2 * syncSize]float32) {
	copy(w[copy(w[:], v[:]):], v[:])
	return w
}

// secondary fills d with the secondary signal of a cell.
func secondary(d *[syncSize]float32, pci int) {
	id1, id2 := pci/3, pci%3
	m0, m1 := 15*(id1/112)+5*id2, id1%112
	first, second := secondaryParts[0][m0:][:syncSize], secondaryParts[1][m1:][:syncSize]
	for n := range d {
		d[n] = first[n] * second[n]
	}
}

// mSequence returns 1-2x(i) for x(i+7) = x(i+tap) + x(i) and the first seven values.
func mSequence(start [7]byte, tap int) (v [syncSize]float32) {
	var x [syncSize]byte
	copy(x[:], start[:])
	for i := range syncSize - 7 {
		x[i+7] = x[i+tap] ^ x[i]
	}
	for i := range v {
		v[i] = 1 - 2*float32(x[i])
	}
	return v
}

// primaryTime writes the samples of one symbol of size samples with a primary
// signal at an offset in subcarriers, of energy 1.
func primaryTime(dst []complex64, id int, offset float64) {
	size := float64(len(dst))
	for n := range dst {
		// Horner's rule in the turn from one subcarrier to the next.
		turn, sum := unit(float64(n)/size), complex128(0)
		for k := syncSize - 1; k >= 0; k-- {
			sum = sum*turn + complex(float64(primary[id][k]), 0)
		}
		sum *= unit((float64(subcarrier(syncFirst)) + offset) * float64(n) / size)
		dst[n] = complex64(sum * complex(1/math.Sqrt(syncSize*size), 0))
	}
}

// unit returns e^{j2π·turns}.
func unit(turns float64) complex128 {
	s, c := math.Sincos(2 * math.Pi * (turns - math.Floor(turns)))
	return complex(c, s)
}

// pilotCount is the number of reference signals of the broadcast channel.
const pilotCount = 144

// pilots fills r with the reference signals of a block, TS 38.211 clause
// 7.4.1.4.1; index is its number, plus four in the second half-frame when there
// are at most four.
func pilots(r *[pilotCount]complex64, pci, index int) {
	g := fec.NewGold(uint32((index+1)<<11*(pci/4+1) + (index+1)<<6 + pci%4))
	g.QPSK(r[:])
}

// A resource is one resource element of a block.
type resource struct{ symbol, element uint8 }

// A layout lists the elements of the broadcast channel and its reference signals
// in the order of TS 38.211 table 7.4.3.1-1.
type layout struct {
	pilots [pilotCount]resource
	data   [broadcastBits / 2]resource
}

// layouts holds a layout for each PCI modulo 4.
var layouts = func() (t [4]layout) {
	for v := range t {
		p, d := 0, 0
		for l := 1; l < blockSymbols; l++ {
			for k := range subcarriers {
				if l == 2 && k >= 48 && k < 192 {
					continue
				}
				if k%4 == v {
					t[v].pilots[p] = resource{uint8(l), uint8(k)}
					p++
				} else {
					t[v].data[d] = resource{uint8(l), uint8(k)}
					d++
				}
			}
		}
	}
	return t
}()
