package rotor

import (
	"math"
	"testing"
)

// flyby is the note of a source that flies by, found from where it was when the
// sound left: an oracle that shares no formula with the fit.
func flyby(f0, speedMS, closestM, t float64) float64 {
	emitted := t // t is when it is heard, 0 being the closest approach
	for range 60 {
		emitted = t - math.Hypot(closestM, speedMS*emitted)/soundMS
	}
	closing := -speedMS * speedMS * emitted / math.Hypot(closestM, speedMS*emitted)
	return f0 / (1 - closing/soundMS)
}

func TestPassesAreFitted(t *testing.T) {
	for _, c := range []struct{ f0, speedMS, closestM float64 }{
		{90, 60, 150}, {120, 45, 80}, {80, 75, 300}, {95, 30, 50},
	} {
		var p pass
		for i := range 84 {
			hz := flyby(c.f0, c.speedMS, c.closestM, (float64(i)-42)*LookSeconds)
			// The raster of fundamentals, 0.6 % apart.
			p.add(70 * math.Pow(1.006, math.Round(math.Log(hz/70)/math.Log(1.006))))
		}
		v, d, ok := p.fit()
		if !ok || math.Abs(v/c.speedMS-1) > 0.1 || math.Abs(d/c.closestM-1) > 0.3 {
			t.Errorf("%.0f m/s at %.0f m: fitted %.1f m/s at %.0f m (%v)", c.speedMS, c.closestM, v, d, ok)
		}
	}
}

func TestWhatIsNoPassIsNotFitted(t *testing.T) {
	for name, note := range map[string]func(i float64) float64{
		"steady":            func(float64) float64 { return 100 },
		"throttled down":    func(i float64) float64 { return 110 - 0.25*i },
		"siren":             func(i float64) float64 { return 100 + 12*math.Sin(i/3) },
		"coming, not past":  func(i float64) float64 { return flyby(100, 50, 100, (i-120)*LookSeconds) },
		"spun down and up":  func(i float64) float64 { return 100 - 8*math.Exp(-(i-40)*(i-40)/100) },
		"falls in two step": func(i float64) float64 { return 100 - 4*math.Floor(i/28) },
	} {
		var p pass
		for i := range 84 {
			p.add(note(float64(i)))
		}
		if v, d, ok := p.fit(); ok {
			t.Errorf("%s: %.1f m/s at %.0f m", name, v, d)
		}
	}
}
