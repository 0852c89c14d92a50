package fhss

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"vigie/sdr"
)

// An ordinary source of bursts: what one kind of station sends.
type ordinary struct {
	burst    Burst
	channels []float64
	airtime  [2]float64
	mean     float64 // seconds between two bursts of all stations together
	answer   float64 // share of bursts that are answered a second after their end
}

func lora(bandwidth float64, sf int, low, high, mean float64, channels ...float64) ordinary {
	return ordinary{
		burst:   Burst{Kind: Chirp, Bandwidth: sdr.Hz(bandwidth), SF: sf, SlopeHzS: bandwidth * bandwidth / math.Exp2(float64(sf))},
		airtime: [2]float64{low, high}, mean: mean, channels: channels,
	}
}

func raster(first, step float64, n int) (f []float64) {
	for i := range n {
		f = append(f, first+step*float64(i))
	}
	return f
}

// europe holds 50 LoRaWAN nodes of all spreading factors at 1 %, Meshtastic, meters and
// house automation; america the same with the gateways' answers of 500 kHz, whose
// channels lie on ExpressLRS's raster, and Meshtastic's widest preset.
func europe() (all []ordinary) {
	for sf := 7; sf <= 12; sf++ {
		air := 0.05 * math.Exp2(float64(sf-7))
		o := lora(125e3, sf, air, 2*air, 1.5*air/0.01/8, raster(867.1e6, 200e3, 8)...)
		o.answer = 0.2
		all = append(all, o)
	}
	fsk := func(deviation, rate, low, high, mean float64, channels ...float64) {
		all = append(all, ordinary{burst: Burst{Kind: FSK, DeviationHz: deviation, BitRate: rate, Bandwidth: sdr.Hz(2*deviation + rate)}, airtime: [2]float64{low, high}, mean: mean, channels: channels})
	}
	fsk(50e3, 100e3, 3e-3, 20e-3, 0.3, 868.95e6)
	fsk(50e3, 32.768e3, 10e-3, 40e-3, 1, 868.3e6)
	fsk(20e3, 40e3, 5e-3, 20e-3, 0.7, 868.42e6, 869.85e6)
	return append(all, lora(250e3, 11, 0.4, 3, 8, 869.525e6))
}

func america() (all []ordinary) {
	for sf := 7; sf <= 10; sf++ {
		air := 0.012 * math.Exp2(float64(sf-7))
		all = append(all, lora(500e3, sf, air, 3*air, 0.25*math.Exp2(float64(sf-7)), raster(923.3e6, 600e3, 8)...))
	}
	return append(all, lora(500e3, 7, 0.02, 0.3, 0.5, 924.25e6))
}

// TestEvaluateDayOfBursts shows a Linker the bursts of two days of busy bands, as a
// finder measures them, and counts what is said.
func TestEvaluateDayOfBursts(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("a measurement; VIGIE_EVALUATE=1 runs it")
	}
	for name, c := range map[string]struct {
		centre sdr.Hz
		all    []ordinary
	}{"europe": {868.4e6, europe()}, "america": {924.5e6, america()}} {
		const hours = 24
		bursts, watches, alerts, odd := 0, 0, 0, 0
		for hour := range hours {
			n, w, a, o := hourOfBursts(c.all, c.centre, uint64(hour))
			bursts, watches, alerts, odd = bursts+n, watches+w, alerts+a, odd+o
		}
		fmt.Printf("%s, %d hours, %d bursts: %d alerts (at most %.2g a day, 95 %%), %d watches, %d of unknown hopping\n",
			name, hours, bursts, alerts, 24./hours*mathext.GammaIncRegInv(float64(alerts)+1, 0.95), watches, odd)
		if alerts > 1 {
			t.Errorf("%s: %d alerts in a day", name, alerts)
		}
	}
}

// hourOfBursts returns how many bursts there were, and in how many seconds something
// was stated.
func hourOfBursts(all []ordinary, centre sdr.Hz, seed uint64) (n, watches, alerts, odd int) {
	random := rand.New(rand.NewPCG(seed, 7))
	const seconds = 3600
	var bursts []Burst
	for _, o := range all {
		for at := random.ExpFloat64() * o.mean; at < seconds; at += random.ExpFloat64() * o.mean {
			b := o.burst
			b.Start, b.Freq = at, sdr.Hz(o.channels[random.IntN(len(o.channels))]+3e3*random.NormFloat64())
			b.Duration = o.airtime[0] + (o.airtime[1]-o.airtime[0])*random.Float64()
			if b.Kind == Chirp {
				symbol := math.Exp2(float64(b.SF)) / float64(b.Bandwidth)
				b.Duration = math.Round(b.Duration/symbol) * symbol
				b.Mark = 10.25 * symbol
			}
			bursts = append(bursts, b)
			if random.Float64() < o.answer {
				b.Start, b.SlopeHzS = b.Start+b.Duration+1, -b.SlopeHzS
				bursts = append(bursts, b)
			}
		}
	}
	slices.SortFunc(bursts, func(a, b Burst) int {
		if a.Start < b.Start {
			return -1
		}
		return 1
	})
	l := NewLinker()
	l.Tune(centre, 2.4e6, 0)
	i := 0
	for now := 0.25; now < seconds; now += 0.25 {
		for ; i < len(bursts) && bursts[i].Start+bursts[i].Duration < now; i++ {
			l.Add(&bursts[i])
		}
		for _, k := range l.Judge(now) {
			switch {
			case k.alert():
				alerts++
			case k.System != nil && k.System.Drone:
				watches++
			case k.hopping():
				odd++
			}
		}
	}
	return len(bursts), watches, alerts, odd
}
