package downlink_test

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"testing"

	"vigie/detectors/lte/downlink"
	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

const edgeRate = 2.4e6

// entry returns a recording's description.
func entry(t testing.TB, path string) testdata.Entry {
	t.Helper()
	for _, e := range testdata.Index(t) {
		if e.Path == path {
			return e
		}
	}
	t.Fatalf("%s is not in the index", path)
	return testdata.Entry{}
}

// retuned is what a dongle hears around offset hertz from the middle of a wide
// capture when its clock is ppm off, through 8 bits.
func retuned(t testing.TB, x []complex64, rate, offset, ppm float64) []complex64 {
	t.Helper()
	mixed := make([]complex64, len(x))
	dsp.NewMixer(-offset, rate).Mix(mixed, x)
	r, err := dsp.NewResampler(rate, edgeRate*(1+ppm*1e-6))
	if err != nil {
		t.Fatal(err)
	}
	y := make([]complex64, r.MaxOut(len(x)))
	y = y[:r.Process(y, mixed)]
	var sum float64
	for _, v := range y {
		sum += float64(real(v))*float64(real(v)) + float64(imag(v))*float64(imag(v))
	}
	gain := 40 / math.Sqrt(sum/float64(2*len(y)))
	raw := make([]byte, 2*len(y))
	for i, v := range y {
		raw[2*i] = byte(math.Round(min(255, max(0, 127.5+gain*float64(real(v))))))
		raw[2*i+1] = byte(math.Round(min(255, max(0, 127.5+gain*float64(imag(v))))))
	}
	sdr.CU8.Decode(y, raw)
	return y
}

// sib1 looks for SIB1 in samples of which only the cell, its offset and the clock
// are known, and returns it.
func sib1(t testing.TB, r *downlink.Reader, x []complex64, c downlink.Cell, offset, drift float64) (found string, tries int) {
	t.Helper()
	r.Set(c, downlink.Timing{Offset: offset, Drift: drift})
	if err := r.Acquire(len(x)); err != nil {
		t.Fatal(err)
	}
	for {
		if done, ok := r.AcquireStep(x); done && !ok {
			return "", 0
		} else if done {
			break
		}
	}
	for parity := range 2 {
		var frames []int
		first, end := r.Frames(len(x))
		for f := first; f < end; f++ {
			if (f-first)%2 == parity {
				frames = append(frames, f)
			}
		}
		for b := r.Blind(frames); b.Step(x, func(b *downlink.Block) { found = hex.EncodeToString(b.Data) }); {
		}
		if found != "" {
			break
		}
	}
	return found, r.Tries
}

// edges lists cells whose SIB1 lies at the carrier's lower edge, and where a
// window of 2.4 MHz sees it.
var edges = []struct {
	path   string
	pci    int
	offset float64 // of the window, hertz from the carrier
	sib1   string
}{
	{"lte-hackrf/f1815.3_s19.2_bw20_0.08s_hackrf-1.bin", 301, -7.92e6, "48481803247c2bffd02810210081044c43250b900000"},
	{"lte-hackrf/f1852.5_s19.2_bw20_0.08s_hackrf_home.bin", 271, -1.17e6, "4051800310240487879814211081044c23d4"},
	{"lte-hackrf/f2360_s19.2_bw20_0.08s_hackrf.bin", 30, -7.92e6, "7051800111271486c0182359c242041127d9"},
	{"lte-hackrf/f796_s19.2_bw20_0.08s_hackrf.bin", 360, 3.42e6, "6048184101f501474479146a98c81840c22621929000"},
	{"lte-hackrf/f806_s19.2_bw20_0.08s_hackrf.bin", 300, -3.42e6, "48481803247c2bffd04811310081044c432503900000"},
}

// TestSIB1AtTheEdgeAfterARetune models a dongle that was tuned to the edge of a
// carrier: the gap of 1 to 40 ms is unknown, the clock up to 20 ppm off, the
// synthesiser up to 200 Hz.
func TestSIB1AtTheEdgeAfterARetune(t *testing.T) {
	const turns = 6
	r, err := downlink.NewReader(edgeRate)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(4, 3))
	windows, right, most := 0, 0, 0
	for _, edge := range edges {
		e := entry(t, edge.path)
		x := testdata.Samples(t, e)
		list, timings := cells(t, x, e)
		for i, c := range list {
			if c.PCI != edge.pci {
				continue
			}
			for range turns {
				ppm, gap, error := 40*random.Float64()-20, 1e-3+39e-3*random.Float64(), 400*random.Float64()-200
				y := retuned(t, x, e.RateHz, edge.offset+timings[i].Offset, ppm)
				y = y[int(gap*edgeRate):]
				drift := (1+timings[i].Drift)*(1+ppm*1e-6) - 1
				got, tries := sib1(t, r, y, c, -edge.offset+error, drift)
				windows++
				most = max(most, tries)
				switch got {
				case edge.sib1:
					right++
				case "":
					t.Logf("%s: not found with %.1f ppm after %.1f ms", edge.path, ppm, gap*1e3)
				default:
					t.Errorf("%s: wrong block %s", edge.path, got)
				}
			}
			break
		}
	}
	t.Logf("%d of %d windows of 40 to 79 ms, at most %d tries each: noise would pass one in %.0g", right, windows, most, float64(most)*math.Exp2(-24))
	if 10*right < 9*windows {
		t.Errorf("%d of %d windows gave SIB1, want 90 %%", right, windows)
	}
}

// TestBlindTakesNothingForSIB1 searches where no SIB1 of the cell can be: under
// identities that no cell there has, in noise, and in other systems' signals.
func TestBlindTakesNothingForSIB1(t *testing.T) {
	r, err := downlink.NewReader(edgeRate)
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	search := func(name string, x []complex64, c downlink.Cell, start, offset float64) {
		r.Set(c, downlink.Timing{Frame: start, Offset: offset})
		for b := r.Blind([]int{0, 1, 2, 3, 4, 5, 6}); b.Step(x, func(b *downlink.Block) {
			t.Errorf("%s, PCI %d: %+v", name, c.PCI, b)
		}); {
		}
		tries += r.Tries
	}
	e := entry(t, "lte-derived/f806_pci300_50rb_sib1edge_2400k.cu8")
	x := testdata.Samples(t, e)
	for _, pci := range []int{0, 3, 299, 301, 306, 420} {
		search(e.Path, x, downlink.Cell{PCI: pci, RB: 50, Ports: 2, PHICH: 6}, 9794.45, 3.4262e6)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range x {
		x[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
	}
	for _, ports := range []int{1, 2, 4} {
		search("noise", x, downlink.Cell{PCI: 300, RB: 50, Ports: ports, PHICH: 6}, 5000, 3.4e6)
	}
	for i := range x {
		x[i] = complex(float32(math.Cos(float64(i)/50)), float32(math.Sin(float64(i)/50)))
	}
	search("a carrier", x, downlink.Cell{PCI: 300, RB: 50, Ports: 1, PHICH: 6}, 5000, 3.4e6)
	t.Logf("%d tries", tries)
}
