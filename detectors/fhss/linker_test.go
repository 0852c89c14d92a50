package fhss

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"vigie/sdr"
)

// judged returns what a Linker at 866.4 MHz says of chirps of 500 kHz.
func judged(bursts []Burst, now float64) Link {
	l := NewLinker()
	l.Tune(866.4e6, 2.4e6, 0)
	for i := range bursts {
		l.Add(&bursts[i])
	}
	links := l.Judge(now)
	if len(links) != 1 {
		return Link{}
	}
	return links[0]
}

// chirps returns bursts of 500 kHz at times, each on a channel, of a length.
func chirps(sf int, airtime float64, times []float64, channel func(i int) float64) (b []Burst) {
	for i, t := range times {
		b = append(b, Burst{
			Kind: Chirp, Start: t, Duration: airtime, Freq: sdr.Hz(channel(i)), Bandwidth: 500e3, SF: sf,
			SlopeHzS: 500e3 * 500e3 / math.Exp2(float64(sf)), Mark: 10.25 * math.Exp2(float64(sf)) / 500e3,
		})
	}
	return b
}

// at returns times with the index of the slot, in which a link that hops every four
// slots over 13 channels is on one of four.
func onFour(period float64, slots int) (times []float64, channel func(int) float64) {
	var on []float64
	for s := range slots {
		if c := s / 4 * 7 % 13; c < 4 {
			times = append(times, 0.1+float64(s)*period)
			on = append(on, 865.375e6+525e3*float64(c))
		}
	}
	return times, func(i int) float64 { return on[i] }
}

func randomTimes(n int, seconds float64) []float64 {
	random := rand.New(rand.NewPCG(5, 6))
	times := make([]float64, n)
	t := 0.1
	for i := range times {
		t += random.ExpFloat64() * seconds / float64(n)
		times[i] = t
	}
	return times
}

// TestWhatAgreesIsNamed and what does not is not: each confuser lacks what it says.
func TestWhatAgreesIsNamed(t *testing.T) {
	grid, on := onFour(5e-3, 380)
	one := func(int) float64 { return 866.425e6 }
	off := func(i int) float64 { return 866.1e6 + 137e3*float64(i*7%5) }
	beacon := make([]float64, 40)
	for i := range beacon {
		beacon[i] = 0.1 + 0.05*float64(i)
	}
	for _, c := range []struct {
		name   string
		bursts []Burst
		link   string
		alert  bool
	}{
		{"ExpressLRS", chirps(6, 4.384e-3, grid, on), "expresslrs", true},
		{"at random times on its channels", chirps(6, 4.384e-3, randomTimes(100, 2), on), "", false},
		{"on its lattice, beside its channels", chirps(6, 4.384e-3, grid, off), "", false},
		{"packets of another length", chirps(6, 9e-3, grid, on), "", false},
		{"a beacon on one channel", chirps(6, 4.384e-3, beacon, one), "", false},
		{"Meshtastic's widest preset", chirps(7, 60e-3, randomTimes(12, 2), one), "meshtastic", false},
	} {
		l := NewLinker()
		l.Tune(866.4e6, 2.4e6, 0)
		var k Link
		for now := 0.25; now <= 2.5; now += 0.25 {
			for i := range c.bursts {
				if b := &c.bursts[i]; b.Start >= now-0.25 && b.Start < now {
					l.Add(b)
				}
			}
			if links := l.Judge(now); len(links) == 1 {
				k = links[0]
			}
		}
		name := ""
		if k.System != nil {
			name = k.System.Link
		}
		if name != c.link && (c.link != "" || k.System != nil && k.System.Drone && k.alert()) || k.alert() != c.alert {
			t.Errorf("%s: %q, alert %v, score %.1f, %v, %v; want %q, alert %v", c.name, name, k.alert(), k.Score, k.Agreements.Names(), k.Rejected(), c.link, c.alert)
		}
	}
}

// TestDomainsAreTold apart where their channels are the same: by the share of slots.
func TestDomainsAreTold(t *testing.T) {
	times, on := onFour(5e-3, 380)
	if k := judged(chirps(6, 4.384e-3, times, on), 2); k.Domain != "eu868" {
		t.Errorf("four of 13 channels: %q", k.Domain)
	}
	var all []float64
	for s := range 380 {
		all = append(all, 0.1+5e-3*float64(s))
	}
	india := func(i int) float64 { return 865.375e6 + 525e3*float64(i/4*3%4) }
	if k := judged(chirps(6, 4.384e-3, all, india), 2); k.Domain != "in866" {
		t.Errorf("four of four channels: %q", k.Domain)
	}
}

// TestLatticesOfChance: R of random instants exceeds r as often as e^-r says.
func TestLatticesOfChance(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const tries = 20000
	for _, n := range []int{8, 40} {
		instants := make([]float64, n)
		over := 0
		for range tries {
			for i := range instants {
				instants[i] = 3 * random.Float64()
			}
			if rayleigh(instants, 5e-3) > 5 {
				over++
			}
		}
		if want := tries * math.Exp(-5); float64(over) > 1.3*want {
			t.Errorf("%d instants: R > 5 in %d of %d, want about %.0f", n, over, tries, want)
		}
	}
}

// TestPeriodsAreFound among instants of which some are missing.
func TestPeriodsAreFound(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, period := range []float64{2e-3, 6.667e-3, 9e-3, 20e-3, 53e-3} {
		var instants []float64
		for i := range 60 {
			if random.Float64() < 0.5 {
				instants = append(instants, 7+period*float64(i)+20e-6*random.NormFloat64())
			}
		}
		got, r := findPeriod(instants)
		if times := period / got; math.Abs(times-math.Round(times)) > 0.02 && math.Abs(got/period-math.Round(got/period)) > 0.02 || r < 0.5*float64(len(instants)) {
			t.Errorf("%g ms: %g ms, R %.1f of %d", 1e3*period, 1e3*got, r, len(instants))
		}
	}
}

// TestProofsAgree: two checks on one binding and one count of packets prove a link,
// one alone does not, nor do two that disagree.
func TestProofsAgree(t *testing.T) {
	times, on := onFour(5e-3, 380)
	for _, c := range []struct {
		name   string
		change func(b *Burst, slot int)
		proved bool
	}{
		{"agree", func(b *Burst, slot int) { b.Proof.Nonce = slot & 255 }, true},
		{"bindings differ", func(b *Burst, slot int) { b.Proof.Nonce, b.Proof.Binding = slot&255, uint64(slot) }, false},
		{"counters differ", func(b *Burst, slot int) { b.Proof.Nonce = 3 * slot & 255 }, false},
	} {
		bursts := chirps(6, 4.384e-3, times, on)
		for i := 0; i < len(bursts); i += 40 {
			b := &bursts[i]
			b.Proof = Proof{System: "expresslrs", Version: 3, RateHz: 200, Binding: 1, PFA: 1e-5}
			c.change(b, int(math.Round((b.Start-0.1)/5e-3)))
		}
		if k := judged(bursts, 2); k.Proved() != c.proved {
			t.Errorf("%s: %d agree", c.name, k.Proofs)
		}
	}
}

// TestRejectionsAreGiven with their reasons.
func TestRejectionsAreGiven(t *testing.T) {
	times, on := onFour(5e-3, 380)
	k := judged(chirps(6, 4.384e-3, times, on), 2)
	text := strings.Join(k.Rejected(), "; ")
	for _, want := range []string{"expresslrs 100 Hz: no lattice of 10 ms", "mlrs: ", "frsky-r9-like: "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
}

// TestJudgingAllocatesNothing.
func TestJudgingAllocatesNothing(t *testing.T) {
	times, on := onFour(5e-3, 380)
	bursts := chirps(6, 4.384e-3, times, on)
	l := NewLinker()
	l.Tune(866.4e6, 2.4e6, 0)
	i := 0
	step := func() {
		b := bursts[i%len(bursts)]
		b.Start += 2 * float64(i/len(bursts))
		i++
		l.Add(&b)
		l.Judge(b.Start)
	}
	for range 50 {
		step()
	}
	if n := testing.AllocsPerRun(100, step); n != 0 {
		t.Errorf("%v allocations a burst", n)
	}
}
