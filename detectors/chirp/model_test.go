package chirp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/synth"
)

// hear shows a modelled scene to a Finder through a Receiver, which makes the
// spectra.
func hear(t testing.TB, s synth.Scene) (bursts []fhss.Burst) {
	t.Helper()
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	listen(t, src, func(b *fhss.Burst) { bursts = append(bursts, *b) })
	return bursts
}

// probe is a detector that gives its bursts away.
type probe struct {
	finder fhss.Finder
	found  func(*fhss.Burst)
}

func (p probe) Detect(f *detectors.Frame, _ func(detectors.Event)) { p.finder.Find(f, p.found) }
func (p probe) Flush(func(detectors.Event))                        { p.finder.Flush(p.found) }

func listen(t testing.TB, src sdr.Source, found func(*fhss.Burst)) {
	t.Helper()
	spec := detectors.Spec{Name: "probe", New: func(setup detectors.Setup) (detectors.Detector, error) {
		f, err := New(setup)
		return probe{f, found}, err
	}}
	r := detectors.Receiver{
		Name: "test", Source: src, Specs: []detectors.Spec{spec}, Tracker: detectors.NewTracker(detectors.DefaultForget),
		Sink: func(e detectors.Event) { t.Log(e.Reason) },
	}
	if err := r.Run(context.Background()); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
}

func scene(seconds float64, centre sdr.Hz) synth.Scene {
	return synth.Scene{Seed: 1, Rate: 2.4e6, Centre: centre, Format: sdr.CU8, Seconds: seconds, FrontEnd: synth.FrontEnd{NoiseDBFS: -25}}
}

// TestBurstsAreMeasured: time, frequency, length and form of packets whose truth is
// known, of every rate, rising and falling.
func TestBurstsAreMeasured(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds of samples")
	}
	for _, c := range []struct {
		link    synth.ExpressLRS
		sf      int
		airtime float64
		least   int // bursts in the time that there is
	}{
		{synth.ExpressLRS{RateHz: 250}, 5, 3.216e-3, 30},
		{synth.ExpressLRS{RateHz: 200}, 6, 4.384e-3, 30},
		{synth.ExpressLRS{RateHz: 200, Inverted: true}, 6, 4.384e-3, 30},
		{synth.ExpressLRS{RateHz: 100}, 7, 8.768e-3, 15},
		{synth.ExpressLRS{RateHz: 100, Inverted: true}, 7, 8.768e-3, 15},
		{synth.ExpressLRS{RateHz: 50}, 8, 18.56e-3, 7},
		{synth.ExpressLRS{RateHz: 25}, 9, 29.952e-3, 3},
	} {
		s := scene(1, 866.1625e6)
		c.link.Domain, c.link.SNR = "eu868", 0
		s.ExpressLRS = []synth.ExpressLRS{c.link}
		name := fmt.Sprintf("%g Hz, falling %v", c.link.RateHz, c.link.Inverted)
		whole, late, off := 0, 0., 0.
		bursts := hear(t, s)
		for _, b := range bursts {
			slot := math.Round(b.Start*c.link.RateHz) / c.link.RateHz
			channel := math.Round(float64(b.Freq-863.275e6) / 525e3)
			if math.Abs(float64(b.Freq)-866.1625e6) > 900e3 || math.Abs(b.Duration-c.airtime) > 1e-6 {
				continue // partly outside the window, or some symbols too short
			}
			whole++
			late = math.Max(late, math.Abs(b.Start-slot))
			off = math.Max(off, math.Abs(float64(b.Freq)-863.275e6-525e3*channel))
			if b.SF != c.sf || b.Bandwidth != 500e3 || b.SlopeHzS < 0 != c.link.Inverted || math.Abs(b.SNR) > 3 {
				t.Errorf("%s: %+v", name, b)
			}
		}
		t.Logf("%s: %d bursts, %d whole, times within %.1f µs, frequencies within %.0f Hz", name, len(bursts), whole, 1e6*late, off)
		if whole < c.least || late > 50e-6 || off > 175e3/math.Exp2(float64(c.sf)) {
			t.Errorf("%s: %d bursts, of which %d whole, want %d; up to %.0f µs and %.0f Hz off", name, len(bursts), whole, c.least, 1e6*late, off)
		}
	}
}

// TestAnotherModulatorsBursts are found: the recorded frames of gr-lora_sdr, SF 7 and
// 125 kHz, brought to 1 MS/s and into noise.
func TestAnotherModulatorsBursts(t *testing.T) {
	raw, err := os.ReadFile(testdata.File(t, "lora/lora_sf7_bw125_cr45_125k_8msgs_SYNTHETIC.cf32"))
	if err != nil {
		t.Fatal(err)
	}
	const rate, lead = 1e6, 0.1
	x := make([]complex64, len(raw)/8)
	sdr.CF32.Decode(x, raw)
	up, err := dsp.NewResampler(125e3, rate)
	if err != nil {
		t.Fatal(err)
	}
	y := make([]complex64, int(lead*rate)+up.MaxOut(len(x))+int(lead*rate))
	up.Process(y[int(lead*rate):], x)
	mixer := dsp.NewMixer(210e3, rate)
	mixer.Mix(y, y)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range y { // 0 dB in 125 kHz
		y[i] += complex(float32(2*random.NormFloat64()), float32(2*random.NormFloat64()))
	}
	var bursts []fhss.Burst
	listen(t, &memory{x: y, rate: rate, centre: 868e6}, func(b *fhss.Burst) { bursts = append(bursts, *b) })
	if len(bursts) != 8 {
		t.Fatalf("%d bursts, want 8: %+v", len(bursts), bursts)
	}
	for i, b := range bursts {
		start := lead + (up.Delay()+float64(i)*8352)/125e3
		if b.SF != 7 || b.Bandwidth != 125e3 || math.Abs(b.Start-start) > 50e-6 || math.Abs(float64(b.Freq)-868.21e6) > 500 || math.Abs(b.Duration-45.25*1.024e-3) > 1.1e-3 {
			t.Errorf("burst %d: %+v, want one at %.6f s", i, b, start)
		}
	}
}

// A memory is a source of samples at hand.
type memory struct {
	x            []complex64
	rate, centre sdr.Hz
	at           int
}

func (m *memory) Read(_ context.Context, b *sdr.Block) error {
	if m.at >= len(m.x) {
		return io.EOF
	}
	n := min(8192, len(m.x)-m.at)
	b.Index, b.Rate, b.Centre, b.IQ = uint64(m.at), m.rate, m.centre, append(b.IQ[:0], m.x[m.at:m.at+n]...)
	b.Start = time.Unix(0, 0).Add(m.rate.Duration(b.Index))
	m.at += n
	return nil
}

func (*memory) Close() error { return nil }

// TestPiecesDoNotMatter: the same samples give the same bursts however they are cut.
func TestPiecesDoNotMatter(t *testing.T) {
	s := scene(0.6, 866.4e6)
	s.ExpressLRS = []synth.ExpressLRS{{Domain: "eu868", RateHz: 200, SNR: -3}}
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var x []complex64
	var b sdr.Block
	for src.Read(context.Background(), &b) == nil {
		x = append(x, b.IQ...)
	}
	var want []fhss.Burst
	for _, piece := range []int{8192, 1000, 131072} {
		f, err := New(detectors.Setup{Rate: s.Rate})
		if err != nil {
			t.Fatal(err)
		}
		var got []fhss.Burst
		found := func(b *fhss.Burst) { got = append(got, *b) }
		frame := detectors.NewFrame()
		for at := 0; at < len(x); at += piece {
			b := sdr.Block{Index: uint64(at), Rate: s.Rate, Centre: s.Centre, IQ: x[at:min(at+piece, len(x))]}
			frame.Show(&b, at == 0)
			f.Find(frame, found)
		}
		f.Flush(found)
		if want == nil {
			want = got
		}
		same := 0
		for _, w := range want {
			for _, g := range got {
				if math.Abs(w.Start-g.Start) < 5e-6 && math.Abs(float64(w.Freq-g.Freq)) < 300 {
					same++
				}
			}
		}
		t.Logf("pieces of %d: %d bursts, %d the same", piece, len(got), same)
		if len(want) < 20 || same < len(want)-1 || len(got) > len(want)+1 {
			t.Errorf("pieces of %d: %d bursts, %d of %d the same", piece, len(got), same, len(want))
		}
	}
}

// TestNothingIsAllocated in the samples' path, in noise and where a link sends.
func TestNothingIsAllocated(t *testing.T) {
	for _, snr := range []float64{-100, 5} {
		s := scene(1, 866.4e6)
		s.ExpressLRS = []synth.ExpressLRS{{Domain: "eu868", RateHz: 200, SNR: snr, Telemetry: 64}}
		l := newLoop(t, s)
		f, err := New(detectors.Setup{Rate: s.Rate})
		if err != nil {
			t.Fatal(err)
		}
		frame := detectors.NewFrame()
		bursts, at, from := 0, uint64(0), 0
		found := func(*fhss.Burst) { bursts++ }
		block := sdr.Block{Rate: s.Rate, Centre: s.Centre}
		step := func() {
			if from+16384 > len(l.iq) {
				from = 0
			}
			block.Index, block.IQ = at, l.iq[from:][:16384]
			frame.Show(&block, at == 0)
			f.Find(frame, found)
			at, from = at+16384, from+16384
		}
		for range 120 {
			step()
		}
		if n := testing.AllocsPerRun(60, step); n != 0 {
			t.Errorf("at %g dB: %v allocations a Block, %d bursts", snr, n, bursts)
		}
		if bursts > 0 != (snr > 0) {
			t.Errorf("at %g dB: %d bursts", snr, bursts)
		}
	}
}

func TestNarrowReceiversAreBlind(t *testing.T) {
	if _, err := New(detectors.Setup{Rate: 125e3}); !errors.Is(err, detectors.ErrBlind) {
		t.Errorf("125 kS/s: %v", err)
	}
	links, others := hypotheses(250e3, false)
	for _, h := range append(links, others...) {
		if h.bandwidth > 0.9*250e3 {
			t.Errorf("250 kS/s are searched for %+v", h)
		}
	}
}

// TestSynchronisationWords tell networks apart.
func TestSynchronisationWords(t *testing.T) {
	for system, word := range map[string]int{"lorawan": 0x34, "meshtastic-shortturbo": 0x2B} {
		sc := scene(6, 868.4e6)
		nodes := synth.LoRaNodes{System: system, Region: "eu868", Nodes: 10, Duty: 0.05, SNR: 40, Shadow: 6}
		if system == "meshtastic-shortturbo" {
			sc.Centre, nodes.Region = 906.8e6, "us915"
		}
		sc.LoRaNodes = []synth.LoRaNodes{nodes}
		right, wrong, unknown := 0, 0, 0
		for _, b := range hear(t, sc) {
			switch b.Word {
			case word:
				right++
			case 0:
				unknown++
			default:
				wrong++
			}
		}
		t.Logf("%s: %d right, %d wrong, %d unknown", system, right, wrong, unknown)
		if right < 3 || 20*wrong > right {
			t.Errorf("%s: %d right, %d wrong, %d unknown", system, right, wrong, unknown)
		}
	}
}
