package downlink

import "vigie/sdr/fec"

// Sizes of a slot with the normal cyclic prefix.
const (
	SlotSymbols = 14
	blockWidth  = 12 // subcarriers of a resource block
	MaxRB       = 96 // of CORESET 0
	maxWidth    = MaxRB * blockWidth
)

// A Slot holds the subcarriers of CORESET 0 in ascending frequency, symbol after
// symbol: the first 12·RB of each row.
type Slot [SlotSymbols][maxWidth]complex64

// pilots fills r with the reference signals of a symbol of a slot, TS 38.211
// clauses 7.4.1.1.1 and 7.4.1.3.1, from CORESET 0's first subcarrier on.
func pilots(r []complex64, pci, slot, symbol int) {
	g := fec.NewGold(uint32((1<<17*(SlotSymbols*slot+symbol+1)*(2*pci+1) + 2*pci) % (1 << 31)))
	g.QPSK(r)
}

func conj(a complex64) complex64 { return complex(real(a), -imag(a)) }

// mul multiplies in float32: Go's own product of complex64 goes through float64.
func mul(a, b complex64) complex64 {
	return complex(real(a)*real(b)-imag(a)*imag(b), real(a)*imag(b)+imag(a)*real(b))
}

func scale(a complex64, g float32) complex64 { return complex(real(a)*g, imag(a)*g) }
