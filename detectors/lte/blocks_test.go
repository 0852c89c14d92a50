package lte

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"testing"

	"vigie/detectors/lte/downlink"
	"vigie/sdr/synth"
)

// channelCases are the conditions of TS 36.101 clauses 8.6 (broadcast channel) and
// 8.2 (shared channel), but with one antenna of the receiver instead of two.
var channelCases = []struct {
	name    string
	ports   int
	channel string
	doppler float64
}{
	{"one path", 2, "none", 0},
	{"EPA 5 Hz", 2, "epa", 5},
	{"ETU 70 Hz", 1, "etu", 70},
	{"ETU 70 Hz", 2, "etu", 70},
}

// TestEvaluateBroadcastBlocks measures how many master information blocks, each
// sent in four frames, are lost when timing and identity are known.
func TestEvaluateBroadcastBlocks(t *testing.T) {
	evaluation(t)
	exam := newExaminer()
	for _, c := range channelCases {
		t.Run(fmt.Sprintf("%d ports, %s", c.ports, c.name), func(t *testing.T) {
			for snr := -12.0; snr <= 4; snr += 2 {
				lost, all := 0, 0
				for run := range 10 {
					id := identity{timing: timings[0], pci: 77 + 3*run}
					s := scene(synth.ENodeB{PCI: id.pci, Ports: c.ports, Load: 1, Channel: c.channel, DopplerHz: c.doppler})
					s.LTE[0].SNR = snr
					s.Seed, s.Seconds = uint64(run), 1.05
					x := heard(t, s)
					for at := 4 * frameSize; at+4*frameSize+symbolSize < len(x); at += 4 * frameSize {
						primary := candidate{id: id.pci % 3, start: float64(id.primaryStart())}
						trial := cell{identity: id}
						trial.frames = exam.receive(&primary, id, x[at:at+4*frameSize])
						trial.primary = primary
						exam.read(&trial, portCount(c.ports))
						all++
						if trial.z < leastSupport || trial.frameNumber() != at/frameSize%frameCount {
							lost++
						}
					}
				}
				t.Logf("SNR %+3.0f dB: %3d of %d lost, %.1f %%", snr, lost, all, 100*float64(lost)/float64(all))
			}
		})
	}
}

// TestEvaluateSystemInformationBlocks measures how often SIB1 is lost in the whole
// view of a 3 MHz cell, control message included: in single transmissions, in windows
// of 80 ms, which hold four, and in several windows together.
func TestEvaluateSystemInformationBlocks(t *testing.T) {
	evaluation(t)
	const rate, rb, scenes = 3.84e6, 15, 12
	r, err := downlink.NewReader(rate)
	if err != nil {
		t.Fatal(err)
	}
	memory := downlink.NewMemory()
	for _, c := range channelCases {
		t.Run(fmt.Sprintf("%d ports, %s", c.ports, c.name), func(t *testing.T) {
			for snr := -14.0; snr <= 8; snr += 2 {
				random := rand.New(rand.NewPCG(5, uint64(snr+100)))
				var lost [4]int // of transmissions, windows, pairs and fours of windows
				for range scenes {
					e := synth.ENodeB{PCI: random.IntN(504), RB: rb, Ports: c.ports, PHICH: 2, Load: 1, Channel: c.channel, DopplerHz: c.doppler}
					e.SIB1 = modelSIB1
					s := scene(e)
					s.LTE[0].SNR = snr
					s.Rate, s.Seed, s.Seconds = rate, random.Uint64(), 0.68
					x := heard(t, s)
					cell := downlink.Cell{PCI: e.PCI, RB: rb, Ports: e.Ports, PHICH: 6, Config: downlink.Unknown}
					for i, windows := range [...]int{1, 2, 4} {
						for first := 2; first+8*windows <= 66; first += 8 * windows {
							memory.Forget()
							got := false
							for frame := first; frame < first+8*windows && !got; frame += 8 {
								r.Set(cell, downlink.Timing{})
								r.Remember(memory, nearSeries, 0)
								single := 0
								single, got = window(t, r, x, frame)
								if windows == 1 {
									lost[0] += 4 - single
								}
							}
							if !got {
								lost[i+1]++
							}
						}
					}
				}
				share := func(i, of int) float64 { return 100 * float64(lost[i]) / float64(of*scenes) }
				t.Logf("SNR %+3.0f dB: lost %.1f %% of transmissions, %.1f %% of windows of 80 ms, %.1f %% of 160 ms, %.1f %% of 320 ms",
					snr, share(0, 32), share(1, 8), share(2, 4), share(3, 2))
			}
		})
	}
}

// window reads the transmissions of SIB1 in the eight frames from one on. It returns
// how many could be read by themselves, and whether their sum, or any, could.
func window(t *testing.T, r *downlink.Reader, x []complex64, frame int) (single int, got bool) {
	take := func(b *downlink.Block) {
		if got = b.RNTI == downlink.SystemRNTI && hex.EncodeToString(b.Data)[:len(modelSIB1)] == modelSIB1; !got {
			t.Errorf("block %x", b.Data)
		}
	}
	for f := frame; f < frame+8; f += 2 {
		any := got
		got = false
		if r.Read(x, f, sib1Subframe, take); got {
			single++
		}
		got = got || any
	}
	for r.Combine(frame, frame+8); !got && r.CombineStep(x, take); {
	}
	return single, got
}
