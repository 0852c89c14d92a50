package chirp

import "math"

// A hypothesis is one form that chirps may have.
type hypothesis struct {
	bandwidth float64
	sf        int
	down      bool // falling where LoRa's rise
}

// chips returns how many chips, and critical samples, a symbol has.
func (h hypothesis) chips() int { return 1 << h.sf }

// symbol returns how long a symbol takes in seconds.
func (h hypothesis) symbol() float64 { return float64(h.chips()) / h.bandwidth }

// slope returns the chirps' rate in hertz a second.
func (h hypothesis) slope() float64 {
	s := h.bandwidth / h.symbol()
	if h.down {
		return -s
	}
	return s
}

// related reports whether chirps of one form show under the other too: they have
// the same slope.
func (h hypothesis) related(o hypothesis) bool {
	return h.down == o.down && math.Abs(h.slope()/o.slope()-1) < 0.01
}

// Bounds of what is looked for.
const (
	leastSF = 5
	mostSF  = 12
)

// hypotheses returns the forms that a receiver of a rate can see: first those of
// links that control aircraft. high says that the chips for 2.4 GHz may be there.
func hypotheses(rate float64, high bool) (links, others []hypothesis) {
	widths := []float64{500e3, 250e3, 125e3}
	if high {
		widths = []float64{812.5e3, 500e3, 406.25e3, 250e3, 203.125e3, 125e3}
	}
	for _, w := range widths {
		if w > 0.9*rate {
			continue
		}
		for sf := leastSF; sf <= mostSF; sf++ {
			h := hypothesis{w, sf, false}
			if w < 400e3 && sf < 7 && w != 250e3 {
				continue // nobody sends these
			}
			for _, h.down = range []bool{false, true} {
				if w >= 500e3 && sf <= 9 || w == 250e3 && sf <= 6 {
					links = append(links, h)
				} else {
					others = append(others, h)
				}
			}
		}
	}
	return links, others
}
