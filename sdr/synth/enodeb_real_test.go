package synth

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"os"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// A capture is a recording at 1.92 MS/s on its way to subcarriers.
type capture struct {
	iq    []complex64
	plan  *dsp.FFT
	delay float64 // of the frame beyond its start, in samples
}

func loadCapture(t *testing.T, path string) *capture {
	raw, err := os.ReadFile(testdata.File(t, path))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := dsp.NewFFT(128)
	if err != nil {
		t.Fatal(err)
	}
	c := &capture{iq: make([]complex64, len(raw)/2), plan: plan}
	sdr.CU8.Decode(c.iq, raw)
	return c
}

// mix shifts the capture by a frequency.
func (c *capture) mix(hz float64) {
	dsp.NewMixer(hz, 1.92e6).Mix(c.iq, c.iq)
}

// clock resamples a capture whose sampling clock is off by the same share as
// the carrier: an RTL-SDR has one crystal.
func (c *capture) clock(share float64) error {
	r, err := dsp.NewResampler(1.92e6*(1+share), 1.92e6)
	if err != nil {
		return err
	}
	out := make([]complex64, r.MaxOut(len(c.iq)))
	c.iq = out[:r.Process(out, c.iq)]
	return nil
}

// findPSS returns where in the first half frame the useful part of the model's
// PSS begins, and the carrier offset, by exhaustive correlation.
func (c *capture) findPSS(nID2 int) (at int, offsetHz float64) {
	spectrum, replica := make([]complex64, 128), make([]complex64, 128)
	for n, x := range pss(nID2) {
		k := n - 31
		if k >= 0 {
			k++
		}
		spectrum[k&127] = x
	}
	c.plan.Inverse(replica, spectrum)
	best := 0.0
	for hz := -60e3; hz <= 60e3; hz += 2.5e3 {
		shifted := make([]complex64, 128)
		dsp.NewMixer(hz, 1.92e6).Mix(shifted, replica)
		for i := range 9600 {
			var power float64
			for half := range 6 {
				var sum complex64
				for n, x := range c.iq[i+half*9600:][:128] {
					sum += x * conj(shifted[n])
				}
				power += float64(real(sum)*real(sum) + imag(sum)*imag(sum))
			}
			if power > best {
				best, at, offsetHz = power, i, hz
			}
		}
	}
	return at, offsetHz
}

// fineOffset returns the carrier offset that the cyclic prefixes show, in hertz.
func (c *capture) fineOffset(frameStart int) float64 {
	var sum complex128
	for symbol := range 140 {
		start := frameStart + 960*(symbol/7) + 137*(symbol%7) + min(symbol%7, 1)
		for i := 2; i < 9; i++ {
			sum += complex128(c.iq[start+i+128] * conj(c.iq[start+i]))
		}
	}
	return cmplx.Phase(sum) / (2 * math.Pi) * subcarrier
}

// subcarriers returns a symbol's 72 central subcarriers, in ascending order.
func (c *capture) subcarriers(frameStart, slot, l int) []complex64 {
	const early = 4 // samples before the end of the prefix
	start := frameStart + 960*slot + 10 + 137*l - early
	bins, out := make([]complex64, 128), make([]complex64, 72)
	c.plan.Forward(bins, c.iq[start:start+128])
	for i := range out {
		distance := i - 36
		if distance >= 0 {
			distance++
		}
		turn := cmplx.Rect(1, 2*math.Pi*float64(distance)*(early+c.delay)/128)
		out[i] = bins[distance&127] * complex64(turn)
	}
	return out
}

// likeness returns |Σ a·b*|/√(Σ|a|²·Σ|b|²) over the elements where b is not 0.
func likeness(a, b []complex64) float64 {
	var sum complex128
	var pa, pb float64
	for i := range b {
		if b[i] != 0 {
			sum += complex128(a[i] * conj(b[i]))
			pa += float64(real(a[i])*real(a[i]) + imag(a[i])*imag(a[i]))
			pb += float64(real(b[i])*real(b[i]) + imag(b[i])*imag(b[i]))
		}
	}
	return cmplx.Abs(sum) / math.Sqrt(pa*pb)
}

// newCentre returns the model of a cell seen through its central 72 subcarriers.
func newCentre(t *testing.T, e ENodeB) *cell {
	c := &cell{ENodeB: e, window: newWindow(e.RB, 0, 1.08e6+subcarrier), random: rand.New(rand.NewPCG(1, 1))}
	if err := c.prepare(); err != nil {
		t.Fatal(err)
	}
	return c
}

// gridAt returns what the model sends on each port in a symbol of a frame.
func (c *cell) gridAt(frame, slot, l int) [4][]complex64 {
	c.frame, c.slot, c.l = int64(frame), slot, l
	c.pbch.encode(c.ENodeB, c.sfn()&^3)
	c.mapSymbol()
	return c.grid
}

// crsAt returns a port's reference signals alone.
func (c *cell) crsAt(port, slot, l int) []complex64 {
	out := make([]complex64, 72)
	shift, _ := c.crsShift(port, slot, l)
	for k, x := range c.gridAt(0, slot, l)[port] {
		if (c.lo+k)%6 == shift {
			out[k] = x
		}
	}
	return out
}

// channelFromCRS estimates a port's channel in the 72 central subcarriers from
// the reference signals of one symbol: neighbours averaged, held between.
func channelFromCRS(rx, sent []complex64) []complex64 {
	h := make([]complex64, 72)
	for i := range h {
		var sum complex64
		n := 0
		for k := max(0, i-9); k < min(72, i+10); k++ {
			if sent[k] != 0 {
				sum += rx[k] * conj(sent[k])
				n++
			}
		}
		h[i] = sum * complex(1/float32(n), 0)
	}
	return h
}

// TestENodeBIsLikeARealCell holds the model against the air: what the model of
// PCI 360 says the cell sends must be what a real cell of that identity was
// recorded sending, element by element, and what it says of other identities
// and frame numbers must not.
func TestENodeBIsLikeARealCell(t *testing.T) {
	e := ENodeB{PCI: 360, RB: 50, Ports: 2}
	c := loadCapture(t, "lte-rtl/f796_s1.92_bw1.2_0.08s_rtlsdr.bin")
	_, offset := c.findPSS(e.PCI % 3)
	c.mix(-offset)
	if err := c.clock(-offset / 796e6); err != nil {
		t.Fatal(err)
	}
	at, _ := c.findPSS(e.PCI % 3)

	// The PSS ends slot 0 or 10: the SSS before it tells which.
	frameStart, best := 0, 0.0
	for half := range 2 {
		start := at - 960 + 128 + 9600*half
		for subframe5 := range 2 {
			s := sss(e.PCI/3, e.PCI%3, subframe5 == 1)
			if like := likeness(c.subcarriers(start, 0, 5)[5:67], s[:]); like > best {
				best, frameStart = like, start-9600*subframe5
			}
		}
	}
	if frameStart < 0 {
		frameStart += 19200
	}
	fine := c.fineOffset(frameStart)
	c.mix(-fine)
	own, bestDelay := pss(e.PCI%3), 0.0
	best = 0
	for c.delay = -1; c.delay <= 1; c.delay += 0.125 {
		if like := likeness(c.subcarriers(frameStart, 10, 6)[5:67], own[:]); like > best {
			best, bestDelay = like, c.delay
		}
	}
	c.delay = bestDelay
	t.Logf("PSS at %d, carrier offset %.0f Hz, frame at %d%+.3f", at, offset+fine, frameStart, c.delay)

	model, other := newCentre(t, e), newCentre(t, ENodeB{PCI: 363, RB: 50, Ports: 2})
	claim := func(name string, slot, l int, sent func(c *cell) []complex64) {
		rx := c.subcarriers(frameStart, slot, l)
		like, unlike := likeness(rx, sent(model)), likeness(rx, sent(other))
		t.Logf("%s, slot %d symbol %d: likeness %.3f, of PCI 363 %.3f", name, slot, l, like, unlike)
		if like < 0.6 {
			t.Errorf("%s, slot %d symbol %d: likeness %.3f", name, slot, l, like)
		}
		if name != "PSS" && unlike > 0.5 { // the PSS is the same
			t.Errorf("%s, slot %d symbol %d: likeness of PCI 363 %.3f", name, slot, l, unlike)
		}
	}
	for _, slot := range []int{0, 10} {
		claim("PSS", slot, 6, func(c *cell) []complex64 { return c.gridAt(0, slot, 6)[0] })
		claim("SSS", slot, 5, func(c *cell) []complex64 { return c.gridAt(0, slot, 5)[0] })
	}
	for port, name := range []string{"CRS port 0", "CRS port 1"} {
		for _, slot := range []int{0, 1, 7, 19} {
			for _, l := range []int{0, 4} {
				claim(name, slot, l, func(c *cell) []complex64 { return c.crsAt(port, slot, l) })
			}
		}
	}

	like, next, sfn := 0.0, 0.0, 0
	for model.PHICH = range 8 {
		for candidate := range 1024 {
			switch x := c.broadcastLikeness(model, frameStart, candidate); {
			case x > like:
				like, next, sfn = x, like, candidate
			case x > next:
				next = x
			}
		}
	}
	t.Logf("PBCH: frame number %d, likeness %.3f, next best %.3f", sfn, like, next)
	if sfn < 716 || sfn > 722 || like < 0.8 || next > 0.6 {
		t.Errorf("PBCH: frame number %d, likeness %.3f, next best %.3f; want 719 or a neighbour", sfn, like, next)
	}
}

// broadcastLikeness compares the PBCH of the recorded frame with that of a
// frame of the model, sent through the channel that the reference signals show.
func (c *capture) broadcastLikeness(model *cell, frameStart, frame int) float64 {
	var h [2][]complex64
	for port := range h {
		h[port] = channelFromCRS(c.subcarriers(frameStart, 1, 0), model.crsAt(port, 1, 0))
	}
	var rx, sent []complex64
	for l := range 4 {
		rx = append(rx, c.subcarriers(frameStart, 1, l)...)
		grid := model.gridAt(frame, 1, l)
		for k := range 72 {
			sent = append(sent, h[0][k]*grid[0][k]+h[1][k]*grid[1][k])
		}
	}
	return likeness(rx, sent)
}
