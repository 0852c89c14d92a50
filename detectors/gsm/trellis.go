package gsm

// match fills z, the output of the filter matched to the channel, and isi, what
// earlier bits add to it.
func (d *demodulator) match() {
	for k := range d.z {
		var sum float32
		for p := range d.y {
			y := d.y[p][k:][:taps]
			for i, h := range d.h[p] {
				sum += real(h)*real(y[i]) + imag(h)*imag(y[i])
			}
		}
		d.z[k] = sum
	}
	var g [taps]float32
	for l := 1; l < taps; l++ {
		for p := range d.h {
			for i := range taps - l {
				a, b := d.h[p][i], d.h[p][i+l]
				g[l] += real(a)*real(b) + imag(a)*imag(b)
			}
		}
	}
	for s := range d.isi {
		d.isi[s] = 0
		for l := 1; l < taps; l++ { // bit l-1 of the state is the bit sent l symbols ago
			if s>>(l-1)&1 == 0 {
				d.isi[s] += g[l]
			} else {
				d.isi[s] -= g[l]
			}
		}
	}
}

// impossible is less than any path's metric.
const impossible = -1e30

// equalise fills llr from what load and estimate left. known are the symbols
// known beforehand, from bit from on; the tails are known to be zeros.
func (d *demodulator) equalise(known []float32, from int) {
	d.match()
	d.forward[0] = [states]float32{} // nothing is known before the burst
	for k := range burstBits {
		d.ahead(&d.forward[k+1], &d.forward[k], k, symbolAt(k, known, from))
	}
	scale := 2 / max(d.noise, 1e-30)
	var back, next [states]float32
	for k := burstBits - 1; k >= 0; k-- {
		d.llr[k] = scale * d.behind(&next, &back, k, symbolAt(k, known, from))
		back = next
	}
}

// symbolAt returns the symbol that bit k is known to have, or 0.
func symbolAt(k int, known []float32, from int) float32 {
	switch {
	case k < tailBits || k >= burstBits-tailBits:
		return 1
	case k >= from && k < from+len(known):
		return known[k-from]
	}
	return 0
}

// ahead goes one step through the trellis. The state's lowest bit is the newest.
func (d *demodulator) ahead(to, from *[states]float32, k int, known float32) {
	z := d.z[k]
	for i := range states / 2 {
		// states i and i+states/2 lead to 2i with bit 0 and to 2i+1 with bit 1
		a, b := from[i], from[i+states/2]
		ma, mb := z-d.isi[i], z-d.isi[i+states/2]
		to[2*i], to[2*i+1] = max(a+ma, b+mb), max(a-ma, b-mb)
		if known > 0 {
			to[2*i+1] = impossible
		} else if known < 0 {
			to[2*i] = impossible
		}
	}
}

// behind goes one step back, to next from back, and returns by how much the
// best path with bit 0 at step k is better than the best one with bit 1.
func (d *demodulator) behind(next, back *[states]float32, k int, known float32) float32 {
	z, alpha := d.z[k], &d.forward[k]
	zero, one := float32(impossible), float32(impossible)
	for s := range states {
		m := z - d.isi[s]
		to := 2 * s & (states - 1)
		p, q := back[to]+m, back[to+1]-m
		switch {
		case known > 0:
			next[s] = p
		case known < 0:
			next[s] = q
		default:
			next[s] = max(p, q)
		}
		zero, one = max(zero, alpha[s]+p), max(one, alpha[s]+q)
	}
	return zero - one
}
