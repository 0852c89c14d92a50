package bearing

import (
	"math"
	"testing"

	"vigie/detectors/rotor/timbre"
)

// noise is white, from a generator of its own.
type noise uint64

func (n *noise) next() float64 {
	*n = *n*6364136223846793005 + 1442695040888963407
	return float64(*n>>40)/(1<<23) - 1
}

// scene is a second and a half of a comb from an angle, with independent noise
// at each microphone, in dB of the comb.
func scene(spacingM, deg, noiseDB float64, comb bool) (a, b []float32) {
	delay := spacingM / soundMS * math.Sin(deg*math.Pi/180)
	n := noise(1)
	g := math.Pow(10, noiseDB/20)
	for i := range 12 * timbre.Hop {
		t := float64(i) / timbre.RateHz
		var x, y float64
		if comb {
			for h := 1.; h <= 12; h++ {
				x += math.Sin(2*math.Pi*211*h*t+h*h) / math.Sqrt(h)
				y += math.Sin(2*math.Pi*211*h*(t+delay)+h*h) / math.Sqrt(h)
			}
		}
		a = append(a, float32(0.05*(x+g*n.next())))
		b = append(b, float32(0.05*(y+g*n.next())))
	}
	return a, b
}

func TestBearings(t *testing.T) {
	for _, spacing := range []float64{0.3, 0.5} {
		for _, want := range []float64{-75, -40, -10, 0, 5, 30, 60} {
			for _, noiseDB := range []float64{-10, 10} {
				p := New(spacing)
				a, b := scene(spacing, want, noiseDB, true)
				p.Push(a, b)
				got, ok := p.Bearing(211)
				bound := 3.
				if math.Abs(want) > 60 {
					bound = 8 // end-fire: the delay hardly changes with the angle
				}
				if !ok || math.Abs(got-want) > bound {
					t.Errorf("%.1f m, noise %+.0f dB: %+.0f° (%v), want %+.0f°", spacing, noiseDB, got, ok, want)
				}
			}
		}
	}
}

func TestWindIsNotFromAfar(t *testing.T) {
	p := New(0.4)
	a, b := scene(0.4, 0, 0, false)
	p.Push(a, b)
	t.Logf("independent noise: coherence %.2f", p.comb(211))
	if p.FromAfar(211) {
		t.Errorf("independent noise: coherence %.2f", p.comb(211))
	}
	if _, ok := p.Bearing(211); ok {
		t.Error("independent noise has a bearing")
	}
	a, b = scene(0.4, 20, 0, true)
	p.Push(a, b)
	if !p.FromAfar(211) {
		t.Errorf("a comb in noise as strong as it: coherence %.2f", p.comb(211))
	}
}

func TestItMattersNotHowSoundIsCut(t *testing.T) {
	a, b := scene(0.4, 33, 0, true)
	whole, cut := New(0.4), New(0.4)
	whole.Push(a, b)
	for i := 0; i < len(a); i += 777 {
		end := min(len(a), i+777)
		cut.Push(a[i:end], b[i:end])
	}
	x, _ := whole.Bearing(211)
	y, _ := cut.Bearing(211)
	if x != y || whole.comb(211) != cut.comb(211) {
		t.Errorf("%v whole, %v in pieces", x, y)
	}
}

func TestPairAllocatesNothing(t *testing.T) {
	p := New(0.4)
	a, b := scene(0.4, 33, 0, true)
	if n := testing.AllocsPerRun(3, func() {
		p.Push(a[:2*timbre.Hop], b[:2*timbre.Hop])
		p.Bearing(211)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
