package lte

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/lte/downlink"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// TestSIB1AddsUpFromWindowToWindow reads a cell so faint that hardly a window of
// 80 ms gives SIB1, but a few together do.
func TestSIB1AddsUpFromWindowToWindow(t *testing.T) {
	slow(t)
	const rate = 3.84e6
	r, err := downlink.NewReader(rate)
	if err != nil {
		t.Fatal(err)
	}
	e := synth.ENodeB{PCI: 77, RB: 15, Ports: 2, PHICH: 2, SNR: -8.5, Load: 1, Channel: "etu", DopplerHz: 70, Downlink: synth.Downlink{SIB1: modelSIB1}}
	s := scene(e)
	s.Rate, s.Seconds = rate, 0.52
	x := heard(t, s)
	cell := downlink.Cell{PCI: e.PCI, RB: e.RB, Ports: e.Ports, PHICH: 6, Config: downlink.Unknown}
	memory := downlink.NewMemory()
	alone, together := 0, false
	for frame := 2; frame+8 <= 50; frame += 8 {
		r.Set(cell, downlink.Timing{})
		if _, got := window(t, r, x, frame); got {
			alone++
		}
		r.Set(cell, downlink.Timing{})
		r.Remember(memory, nearSeries, 0)
		_, got := window(t, r, x, frame)
		together = together || got
	}
	if alone > 1 || !together {
		t.Errorf("%d of 6 windows gave SIB1 alone, want few; together %v", alone, together)
	}
}

// TestAFaintCellIsHeardLongerAtItsEdge plays a live receiver a cell below the noise:
// its middle, until the detector asks for a long stay at the edge, and then that.
func TestAFaintCellIsHeardLongerAtItsEdge(t *testing.T) {
	slow(t)
	var asked []sdr.Dwell
	d, err := New(detectors.Setup{Rate: 2.4e6, Live: true, Dwell: func(w sdr.Dwell) bool {
		asked = append(asked, w)
		return true
	}})
	if err != nil {
		t.Fatal(err)
	}
	var said *Fields
	emit := func(e detectors.Event) {
		if f, ok := e.Fields.(Fields); ok && f.Identity != nil {
			said = &f
		}
	}
	at := 0
	play := func(centre sdr.Hz, seconds float64, enough func() bool) {
		s := scene(synth.ENodeB{PCI: 301, RB: 50, Ports: 2, SNR: -7, Load: 1, Downlink: synth.Downlink{SIB1: modelSIB1, First: 1, Blocks: 6, Control: 2}})
		s.Rate, s.Centre, s.Seconds, s.PPM = 2.4e6, centre, seconds, 8
		x := heard(t, s)
		for n := 0; n+8192 <= len(x) && !enough(); n += 8192 {
			b := sdr.Block{Index: uint64(at), Start: time.Unix(0, 0).Add(s.Rate.Duration(uint64(at))), Rate: s.Rate, Centre: centre, IQ: x[n:][:8192]}
			d.Detect(&detectors.Frame{Block: &b, Fresh: n == 0}, emit)
			at += 8192
		}
	}
	play(796e6, 4, func() bool { return len(asked) > 0 })
	if len(asked) == 0 || asked[0].Stay != faintStay {
		t.Fatalf("asked for %v", asked)
	}
	play(asked[0].Centre, faintStay.Seconds(), func() bool { return said != nil })
	if said == nil || said.CellID != 0x0a1b201 {
		t.Errorf("%+v", said)
	}
}

// TestNoiseAddsUpToNothing reads noise, window after window, as what it never is.
func TestNoiseAddsUpToNothing(t *testing.T) {
	slow(t)
	r, err := downlink.NewReader(2.4e6)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 4))
	x := make([]complex64, 216_000)
	memory := downlink.NewMemory()
	tries := 0
	for n := range 20 {
		for i := range x {
			x[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
		}
		r.Set(downlink.Cell{PCI: 300, RB: 50, Ports: 2, PHICH: 6, Config: downlink.Unknown}, downlink.Timing{Frame: 5000, Offset: 3.4e6, Counted: true, SFN: 9 * n})
		r.Remember(memory, farSeries, 0.09*float64(n))
		for b := r.Blind([]int{0, 2, 4, 6}); b.Step(x, func(b *downlink.Block) { t.Errorf("window %d: %+v", n, b) }); {
		}
		tries += r.Tries
	}
	t.Logf("%d tries in 20 windows: noise would pass one in %.0g", tries, float64(tries)*math.Exp2(-24))
}

// TestEvaluateEdgeBlocks measures in how many windows of 90 ms at the edge of a
// carrier of 10 MHz, whose middle is out of view, SIB1 is lost: in one, and in several
// together, in all of which timing is found anew.
func TestEvaluateEdgeBlocks(t *testing.T) {
	evaluation(t)
	const rate, windows, scenes = 2.4e6, 4, 10
	for _, c := range channelCases {
		t.Run(fmt.Sprintf("%d ports, %s", c.ports, c.name), func(t *testing.T) {
			for snr := -12.0; snr <= 4; snr += 2 {
				random := rand.New(rand.NewPCG(11, uint64(snr+100)))
				var lost [windows]int
				tries, wrong := 0, 0
				for range scenes {
					e := synth.ENodeB{PCI: random.IntN(504), RB: 50, Ports: c.ports, Load: 1, Channel: c.channel, DopplerHz: c.doppler}
					e.Downlink = synth.Downlink{SIB1: modelSIB1, First: 1, Blocks: 6, Control: 2}
					e.DelayUS = 10e3 * random.Float64()
					s := scene(e)
					s.LTE[0].SNR = snr
					s.Rate, s.Seed, s.Seconds, s.Centre = rate, random.Uint64(), 0.09*windows+0.01, s.LTE[0].Freq-3.42e6
					got, n, bad := atEdge(t, heard(t, s), e, windows)
					tries, wrong = tries+n, wrong+bad
					for i := range min(got, windows) {
						lost[i]++
					}
				}
				t.Logf("SNR %+3.0f dB: lost in %.0f %% of single windows of 90 ms, %.0f %% of two, %.0f %% of three, %.0f %% of four; %d tries, %d wrong",
					snr, 100*float64(lost[0])/scenes, 100*float64(lost[1])/scenes, 100*float64(lost[2])/scenes, 100*float64(lost[3])/scenes, tries, wrong)
			}
		})
	}
}

// atEdge reads successive windows until one gives SIB1 of a cell. It returns how many
// did not, the turbo decodings, and how many blocks were not the cell's.
func atEdge(t *testing.T, x []complex64, e synth.ENodeB, windows int) (before, tries, wrong int) {
	t.Helper()
	f, err := newInformer(2.4e6, 216_000)
	if err != nil {
		t.Fatal(err)
	}
	f.memory, f.series = downlink.NewMemory(), farSeries
	c := &cell{identity: identity{pci: e.PCI}, broadcast: broadcast{MIB: MIB{RB: e.RB, PHICHResource: "1"}, ports: portCount(e.Ports)}}
	for n := range windows {
		var said information
		f.load(x[n*216_000:][:216_000], 0.09*float64(n))
		f.startFar(c, 3.42e6, &said)
		for f.busy() {
			f.step()
		}
		tries += said.spent + said.tries
		if said.SIB1 != nil {
			if b, err := hex.DecodeString(said.SIB1Hex); err != nil || hex.EncodeToString(b)[:len(modelSIB1)] != modelSIB1 {
				wrong++
			}
			return n, tries, wrong
		}
	}
	return windows, tries, wrong
}
