package sik

import "math"

// The firmware's time division, tdm.c: both radios send in windows that last three
// packets of full length, and at most 131 ms, with a pause of two empty packets'
// length between them. It counts in ticks of 16 µs.
const (
	mostPacket  = 252 // octets
	mostWindowT = 131 * 1000 / 16
	fieldWindow = 1<<13 - 1
	exactS      = 1.5e-3 // by which a window's end may miss the lattice
)

// windowSeconds returns the time from one radio's window to the other's, with the
// firmware's default settings.
func windowSeconds(a Air, golay bool) float64 {
	octet := (8+int(8e6/(math.Floor(a.Rate/1e3)*1e3)))/16 + 1
	latency := 13*octet + 13
	most := mostPacket - trailer
	if golay {
		most = mostPacket/2 - coded - trailer
		octet *= 2
		latency += 4 * octet
	}
	window := min(3*(latency+most*octet), mostWindowT, fieldWindow)
	return float64(window+2*latency) * tick
}

// window compares where a packet says that its window ends with the one before:
// ends lie on a lattice. An even number of windows apart, the same radio sends.
func (n *Network) window(p *Packet, end float64) {
	if p.Window == 0 {
		return
	}
	at := end + p.Window
	if n.ends > 0 {
		step := windowSeconds(p.Air, p.Golay)
		steps := math.Round((at - n.end) / step)
		if math.Abs(at-n.end-steps*step) <= exactS {
			n.Aligned++
			n.Both = n.Both || math.Mod(steps, 2) != 0
		}
	}
	n.ends++
	n.end = at
}

// Round returns the period of the time division in seconds, 0 unless most windows
// that were heard keep it.
func (n *Network) Round() float64 {
	if n.Aligned < 3 || 4*n.Aligned < 3*(n.ends-1) {
		return 0
	}
	return 2 * windowSeconds(n.Air, n.Golay)
}
