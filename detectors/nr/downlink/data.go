package downlink

import (
	"math/cmplx"
	"slices"

	"vigie/sdr/fec"
)

// smoothing is how many subcarriers on either side of one share its channel
// estimate.
const smoothing = 9

// maxReferences is the most symbols of a data channel with reference signals.
const maxReferences = 3

// A data demodulates the data channel.
type data struct {
	pilots   [6 * MaxRB]complex64
	at       []int // symbols with reference signals
	seen     [maxReferences][6 * MaxRB]complex64
	channel  [maxReferences][maxWidth]complex64
	assigned [MaxRB]bool // physical resource blocks
	soft     []float32
	turn     [SlotSymbols]complex64 // of each symbol, against the carrier's drift
}

func newData() *data {
	return &data{at: make([]int, 0, maxReferences), soft: make([]float32, 0, 2*SlotSymbols*maxWidth)}
}

// demodulate fills d.soft with the soft bits of an assigned data channel,
// descrambled.
func (d *data) demodulate(slot *Slot, c Cell, number int, s CORESET, a Assignment) {
	where := spanOf(a.Row, c.TypeAPosition)
	d.at = where.references(d.at[:0], c.TypeAPosition)
	clear(d.assigned[:])
	for v := a.First; v < a.First+a.Length; v++ {
		d.assigned[physical(v, s.RB, a.Interleaved)] = true
	}
	for i, l := range d.at {
		d.observe(i, slot, c.PCI, number, l, s.RB)
	}
	d.level()
	for i := range d.at {
		d.smooth(i, s.RB)
	}
	d.soft = d.soft[:0]
	for l := where.start; l < where.start+where.length; l++ {
		d.symbol(slot, l, where, s.RB, a)
	}
	// TS 38.211 clause 7.3.1.1
	gold := fec.NewGold(uint32(siRNTI<<15 + c.PCI))
	gold.Descramble(d.soft)
}

// observe takes out the reference signals of one symbol: every other subcarrier.
func (d *data) observe(i int, slot *Slot, pci, number, l, rb int) {
	r := d.pilots[:6*rb]
	pilots(r, pci, number, l)
	for n := range r {
		d.seen[i][n] = 0
		if d.assigned[n/6] {
			d.seen[i][n] = mul(slot[l][2*n], conj(r[n]))
		}
	}
}

// level finds how the carrier's phase moves from symbol to symbol, and turns the
// observations so that it stands still.
func (d *data) level() {
	var sum complex128
	span := 0
	for i := 1; i < len(d.at); i++ {
		gap := d.at[i] - d.at[i-1]
		if span == 0 || gap < span {
			span, sum = gap, 0
		}
		if gap != span {
			continue
		}
		for n, v := range d.seen[i] {
			sum += complex128(mul(v, conj(d.seen[i-1][n])))
		}
	}
	step := 0.0
	if span > 0 {
		step = cmplx.Phase(sum) / float64(span)
	}
	for l := range d.turn {
		d.turn[l] = complex64(cmplx.Rect(1, -step*float64(l)))
	}
	for i, l := range d.at {
		for n, v := range d.seen[i] {
			d.seen[i][n] = mul(v, d.turn[l])
		}
	}
}

// smooth averages the observations of a symbol around every subcarrier.
func (d *data) smooth(i, rb int) {
	for k := range blockWidth * rb {
		if !d.assigned[k/blockWidth] {
			continue
		}
		var sum complex64
		count := 0
		for n := max(0, (k-smoothing+1)/2); n <= min(6*rb-1, (k+smoothing)/2); n++ {
			if d.assigned[n/6] {
				sum += d.seen[i][n]
				count++
			}
		}
		d.channel[i][k] = scale(sum, 1/float32(count))
	}
}

// symbol appends the soft bits of one symbol. Between two symbols with reference
// signals the channel is interpolated, outside of them the nearer one's is used.
func (d *data) symbol(slot *Slot, l int, where span, rb int, a Assignment) {
	first := 0
	if slices.Contains(d.at, l) {
		if !where.shared() {
			return
		}
		first = 1
	}
	before, after, part := d.between(l)
	step := 1 + first
	for v := a.First; v < a.First+a.Length; v++ {
		p := physical(v, rb, a.Interleaved)
		for k := blockWidth*p + first; k < blockWidth*(p+1); k += step {
			h := scale(d.channel[before][k], 1-part) + scale(d.channel[after][k], part)
			x := mul(mul(slot[l][k], d.turn[l]), conj(h))
			d.soft = append(d.soft, real(x), imag(x))
		}
	}
}

// between returns the reference symbols around a symbol and how far it is from
// the first to the second.
func (d *data) between(l int) (before, after int, part float32) {
	last := len(d.at) - 1
	switch {
	case l <= d.at[0]:
		return 0, 0, 0
	case l >= d.at[last]:
		return last, last, 0
	}
	for d.at[after] < l {
		after++
	}
	before = after - 1
	return before, after, float32(l-d.at[before]) / float32(d.at[after]-d.at[before])
}
