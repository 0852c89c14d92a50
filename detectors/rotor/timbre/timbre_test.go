package timbre

import (
	"math"
	"slices"
	"testing"
)

// random is white noise, from a generator of its own.
type random uint64

func (r *random) next() float64 {
	*r = *r*6364136223846793005 + 1442695040888963407
	return float64(*r>>40)/(1<<23) - 1
}

// seconds samples a sound of time.
func seconds(n float64, at func(t float64) float64) []float32 {
	x := make([]float32, int(n*RateHz))
	for i := range x {
		x[i] = float32(at(float64(i) / RateHz))
	}
	return x
}

// measured is what is measured of the last second of a sound.
func measured(t *testing.T, x []float32, bandHz float64) map[string]float64 {
	t.Helper()
	a := New()
	a.Band(bandHz)
	for len(x) > 0 {
		n, _ := a.Push(x)
		x = x[n:]
	}
	if !a.Ready() {
		t.Fatal("too short for a look")
	}
	v := a.Look(nil)
	if len(v) != len(Names) {
		t.Fatalf("%d features, %d names", len(v), len(Names))
	}
	named := map[string]float64{}
	for i, n := range Names {
		named[n] = v[i]
	}
	if len(named) != len(Names) {
		t.Fatal("two features have one name")
	}
	named["f0"] = a.F0()
	return named
}

// combOf is harmonics of f in noise, each rotor a little off.
func combOf(f, detune, noise float64, rotors int) func(t float64) float64 {
	r := random(1)
	return func(t float64) float64 {
		v := noise * r.next()
		for i := range rotors {
			fi := f * (1 + detune*(float64(i)-float64(rotors-1)/2))
			for h := 1.; h <= 12; h++ {
				v += math.Sin(2*math.Pi*fi*h*t+h*h+float64(i)) / math.Sqrt(h)
			}
		}
		return 0.05 * v
	}
}

// TestWhatIsMeasuredIsThere: one claim of physics each.
func TestWhatIsMeasuredIsThere(t *testing.T) {
	near := func(got, want, within float64) bool { return math.Abs(got-want) <= within }
	r := random(3)
	white := func(float64) float64 { return 0.1 * r.next() }
	beaten := func(hz float64) func(float64) float64 {
		return func(t float64) float64 { return 0.1 * r.next() * (1 + 0.8*math.Sin(2*math.Pi*hz*t)) }
	}
	for _, c := range []struct {
		name  string
		sound func(float64) float64
		claim func(v map[string]float64) bool
	}{
		{"comb of 187 Hz: its fundamental", combOf(187, 0, 1, 1), func(v map[string]float64) bool { return near(v["f0"], 187, 3) }},
		{"comb of 420 Hz: its fundamental", combOf(420, 0, 1, 1), func(v map[string]float64) bool { return near(v["f0"], 420, 6) }},
		{"comb: explains the lines", combOf(187, 0, 1, 1), func(v map[string]float64) bool { return v["lines explained"] > 0.9 && v["teeth share"] > 0.7 }},
		{"one rotor: teeth of one width", combOf(187, 0, 0.3, 1), func(v map[string]float64) bool { return near(v["tooth widening"], 0, 0.5) }},
		{"four rotors: teeth widen", combOf(187, 0.004, 0.3, 4), func(v map[string]float64) bool { return v["tooth widening"] > 1 }},
		{"steady comb: no jitter", combOf(187, 0, 0.3, 1), func(v map[string]float64) bool { return v["track jitter"] < 1.5 && v["line jitter"] < 0.2 }},
		{"white: no comb", white, func(v map[string]float64) bool { return v["comb contrast"] < 3 && v["teeth share"] < 0.5 }},
		{"white: flat", white, func(v map[string]float64) bool {
			return near(v["hiss slope 2–3.8 kHz"], 0, 1) && v["hiss stray 2–3.8 kHz"] < 2
		}},
		{"white: no beat", white, func(v map[string]float64) bool {
			return v["slow beating 1000–2000 Hz"] < 0.4 && v["beating together high"] < 0.5
		}},
		{"noise beaten 20 times a second", beaten(20), func(v map[string]float64) bool {
			return near(8*math.Exp2(v["common beat rate"]), 20, 1) && v["common beat"] > 8 && v["beating together high"] > 0.5
		}},
		{"noise beaten 4 times a second, as syllables are", beaten(4), func(v map[string]float64) bool { return v["slow beating 1000–2000 Hz"] > 0.6 }},
		{"noise that begins", func(t float64) float64 {
			if t < 1 {
				return 0.001 * r.next()
			}
			return 0.1 * r.next()
		}, func(v map[string]float64) bool { return v["rise"] > 20 && v["step up"] > 10 }},
		{"siren: the track moves", func(t float64) float64 {
			return combOf(1, 0, 0, 1)(600*t + 20*math.Sin(2*math.Pi*1.5*t))
		}, func(v map[string]float64) bool { return v["line jitter"] > 0.5 }},
		{"11 Hz apart, as a main rotor's lines are", func(t float64) float64 {
			v := 0.1 * r.next()
			for h := 2.; h < 20; h++ {
				v += 0.05 * math.Cos(2*math.Pi*11*h*t)
			}
			return v
		}, func(v map[string]float64) bool {
			return near(slowestHz*math.Exp2(v["bass comb f0"]), 11, 0.3) && v["bass comb"] > 3
		}},
	} {
		if v := measured(t, seconds(1.6, c.sound), 8000); !c.claim(v) {
			t.Errorf("%s: not so", c.name)
			for _, n := range Names {
				t.Logf("  %s %.3g", n, v[n])
			}
		}
	}
}

// TestNoLevelIsRead: the same sound at another level measures the same.
func TestNoLevelIsRead(t *testing.T) {
	loud := seconds(1.2, combOf(187, 0.003, 1, 3))
	quiet := slices.Clone(loud)
	for i := range quiet {
		quiet[i] *= 1. / 64
	}
	a, b := measured(t, loud, 8000), measured(t, quiet, 8000)
	for _, n := range Names {
		if math.Abs(a[n]-b[n]) > 1e-3*(1+math.Abs(a[n])) {
			t.Errorf("%s: %v loud, %v quiet", n, a[n], b[n])
		}
	}
}

// TestABandIsNoFeature: what lies above the source's band is not measured, be it
// stated or found by the cliff at its edge.
func TestABandIsNoFeature(t *testing.T) {
	narrow := seconds(1.2, func(t float64) float64 {
		v := 0.
		for f := 97.; f < 3900; f += 13.7 {
			v += math.Sin(2*math.Pi*f*t + f*f)
		}
		return 0.005 * v
	})
	r := random(5)
	wide := slices.Clone(narrow)
	for i := range wide {
		wide[i] += float32(0.01 * r.next())
	}
	high := "level 5200–7000 Hz"
	if v := measured(t, wide, 8000); math.IsNaN(v[high]) {
		t.Error("a wide sound has no high band")
	}
	for name, v := range map[string]map[string]float64{"stated": measured(t, wide, 4000), "found": measured(t, narrow, 8000)} {
		if !math.IsNaN(v[high]) || !math.IsNaN(v["hiss slope 3.8–7 kHz"]) || !math.IsNaN(v["persistence 3800–7000 Hz"]) {
			t.Errorf("%s: the high band is measured", name)
		}
		if math.IsNaN(v["level 2000–3000 Hz"]) {
			t.Errorf("%s: the low band is not", name)
		}
	}
}

// TestSilenceIsNotHeard and interrupts a look.
func TestSilenceIsNotHeard(t *testing.T) {
	a := New()
	x := seconds(1.2, combOf(187, 0, 1, 1))
	push := func(x []float32) {
		for len(x) > 0 {
			n, _ := a.Push(x)
			x = x[n:]
		}
	}
	push(x)
	if !a.Whole() || a.Deaf() {
		t.Error("a second of sound is no look")
	}
	push(make([]float32, 2*Hop))
	if a.Ready() || !a.Deaf() {
		t.Error("silence was heard")
	}
}

func TestSelection(t *testing.T) {
	r := random(9)
	for range 200 {
		v := make([]float64, 1+int(uint64(r)%53))
		for i := range v {
			v[i] = math.Round(10 * r.next())
		}
		sorted := slices.Clone(v)
		slices.Sort(sorted)
		n := int(uint64(r)>>20) % len(v)
		if got := nth(v, n); got != sorted[n] {
			t.Fatalf("value %d of %v: %v, want %v", n, sorted, got, sorted[n])
		}
	}
}

func TestMeasuringAllocatesNothing(t *testing.T) {
	a := New()
	x := seconds(1.1, combOf(187, 0.003, 1, 3))
	v := make(Vector, 0, len(Names))
	if n := testing.AllocsPerRun(3, func() {
		for y := x; len(y) > 0; {
			n, _ := a.Push(y)
			y = y[n:]
		}
		v = a.Look(v)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
