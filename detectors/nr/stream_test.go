package nr

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// lines returns events as text, for comparison.
func lines(events []detectors.Event) (all []string) {
	for _, e := range events {
		all = append(all, fmt.Sprintf("%v %v %v %+v %+v", e.Time, e.Track, e.SNR, *e.Statistic, e.Fields))
	}
	return all
}

func street() synth.Scene {
	return scene(2.4e6, 763e6, 0.6,
		synth.GNodeB{SSB: 763.25e6, PCI: 10, SNR: 15, Load: 1, Blocks: []int{0, 2}},
		synth.GNodeB{SSB: 763.35e6, PCI: 21, SNR: 12, Load: 1, SFN: 512, DelayUS: 5500})
}

func TestEventsDoNotDependOnHowTheStreamIsCut(t *testing.T) {
	x := hear(t, street())
	for _, live := range []bool{false, true} {
		setup := detectors.Setup{Rate: 2.4e6, Live: live}
		want := lines(replay(t, x, setup, 763e6, 0, len(x)))
		if len(want) < 3 {
			t.Fatalf("live %v: %d events: %v", live, len(want), want)
		}
		for _, chunk := range []int{997, 8192, 250_000} {
			if underRace && chunk != 8192 {
				continue
			}
			if got := lines(replay(t, x, setup, 763e6, 0, chunk)); !slices.Equal(got, want) {
				t.Errorf("live %v, chunks of %d: %v\nwant %v", live, chunk, got, want)
			}
		}
	}
}

func TestACellIsReportedOnceASecond(t *testing.T) {
	const seconds = 2
	s := scene(2.4e6, 763e6, seconds, synth.GNodeB{SSB: 763.25e6, PCI: 10, SNR: 15})
	events := replay(t, hear(t, s), detectors.Setup{Rate: 2.4e6}, 763e6, 0, 1<<20)
	if n := len(events); n != seconds {
		t.Errorf("%d events in %d s", n, seconds)
	}
	for i, e := range events {
		f := e.Fields.(Fields)
		since := e.Time.Sub(time.Unix(0, 0))
		if want := int(since/(10*time.Millisecond)) % 1024; f.SFN != want {
			t.Errorf("event %d after %v: SFN %d, want %d", i, since, f.SFN, want)
		}
	}
}

func TestAGapIsNotSearchedAcross(t *testing.T) {
	x := hear(t, scene(2.4e6, 763e6, 0.1, synth.GNodeB{SSB: 763.25e6, PCI: 10, SNR: 15}))
	d, err := New(detectors.Setup{Rate: 2.4e6})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	emit := func(detectors.Event) { n++ }
	// A block lasts 0.29 ms, 0.15 ms after its frame: cut in its middle, it is lost.
	cut := int(0.29e-3 * 2.4e6)
	show := func(index int, iq []complex64, lost int, fresh bool) {
		b := sdr.Block{Index: uint64(index), Start: time.Unix(0, 0), Rate: 2.4e6, Centre: 763e6, Lost: lost, IQ: iq}
		d.Detect(&detectors.Frame{Block: &b, Fresh: fresh}, emit)
	}
	show(0, x[:cut], 0, true)
	show(cut+24000, x[cut:cut+24000], 24000, false)
	d.(detectors.Flusher).Flush(emit)
	if n != 0 {
		t.Errorf("%d events of a block with a gap in its middle", n)
	}
}

func TestTooSlowAReceiverIsBlind(t *testing.T) {
	if _, err := New(detectors.Setup{Rate: 1.8e6}); !errors.Is(err, detectors.ErrBlind) {
		t.Errorf("%v", err)
	}
}

// TestDetectDoesNotAllocate holds for samples; an event allocates its fields.
func TestDetectDoesNotAllocate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	x := make([]complex64, 24000)
	for i := range x {
		x[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
	}
	for _, live := range []bool{false, true} {
		d, err := New(detectors.Setup{Rate: 2.4e6, Live: live})
		if err != nil {
			t.Fatal(err)
		}
		index := uint64(0)
		f := detectors.Frame{Block: &sdr.Block{Rate: 2.4e6, Centre: 763e6, IQ: x}, Fresh: true}
		show := func() {
			f.Index = index
			d.Detect(&f, func(detectors.Event) {})
			f.Fresh = false
			index += uint64(len(x))
		}
		for range 9 {
			show()
		}
		if n := testing.AllocsPerRun(9, show); n != 0 {
			t.Errorf("live %v: %v allocations in 10 ms of samples", live, n)
		}
	}
}

// TestAKnownCellDoesNotAllocate holds between two reports of the cell.
func TestAKnownCellDoesNotAllocate(t *testing.T) {
	x := hear(t, scene(2.4e6, 763e6, 0.1, synth.GNodeB{SSB: 763.25e6, PCI: 10, SNR: 15, Load: 1}))
	for _, live := range []bool{false, true} {
		d, err := New(detectors.Setup{Rate: 2.4e6, Live: live})
		if err != nil {
			t.Fatal(err)
		}
		const chunk = 24000
		f := detectors.Frame{Block: &sdr.Block{Rate: 2.4e6, Centre: 763e6}, Fresh: true}
		events := 0
		emit := func(detectors.Event) { events++ }
		show := func() {
			f.IQ = x[f.Index%uint64(len(x)):][:chunk]
			d.Detect(&f, emit)
			f.Fresh = false
			f.Index += chunk
		}
		for events < 2 { // the cell, and the same a second later
			show()
		}
		before := events
		if n := testing.AllocsPerRun(30, show); n != 0 || events != before {
			t.Errorf("live %v: %v allocations in 10 ms of samples, %d events", live, n, events-before)
		}
	}
}

// TestBlocksAreCombined takes a cell too weak for one block, and counts how many
// of its windows are read from one and from all four.
func TestBlocksAreCombined(t *testing.T) {
	const windows = 12
	s := scene(2.4e6, 763.2e6, windows*windowSeconds+1e-3, synth.GNodeB{SSB: 763.25e6, PCI: 301, SNR: -5.5, SFN: 4})
	x := hear(t, s)
	a, err := newAnalysis(2.4e6)
	if err != nil {
		t.Fatal(err)
	}
	e, tool := a.exam, a.tools[0]
	alone, together := 0, 0
	for i := range windows {
		// The window begins i blocks late in the period of 80 ms.
		from := int((float64(i)*windowSeconds + float64(i%4)*periodSeconds) * 2.4e6)
		raw := x[from:min(len(x), from+int(windowSeconds*2.4e6))]
		const start = (160 + 2048 + 144 + 2048 + 144) / 30.72e6 * 2.4e6
		c, ok := e.examine(tool, sighting{id: 301 % 3, start: start, offset: 50e3}, raw, numbering{four: true}, func(pci int) bool { return pci != 301 })
		if ok && c.decoded {
			alone++
		}
		c.broadcast = broadcast{}
		_, fits := e.siblings(tool, &c, raw)
		e.combine(tool, &c, raw, numbering{four: true}, fits)
		if !c.decoded {
			continue
		}
		together++
		if want := 4 + int(float64(from)/24000+0.5); c.Frame != want {
			t.Errorf("window %d: frame %d, want %d", i, c.Frame, want)
		}
	}
	t.Logf("of %d windows %d from one block, %d from all", windows, alone, together)
	if together < windows-2 || alone > together-3 {
		t.Errorf("of %d windows %d from one block, %d from all", windows, alone, together)
	}
}
