package timbre

import (
	"math"
	"slices"
)

// beatHz is the highest frequency of modulation that is looked at.
const beatHz = 60

// beats: how the envelopes of the bands move. Syllables and waves are slow, main
// rotors beat 11–45 times a second, knocks and notes have beginnings.
func (l *look) beats() {
	n := l.hops * envelopes
	var spectrum [len(bands)][beatHz + 1]float64
	window := l.room[2][:n]
	for i := range window {
		window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n))
	}
	for b := range bands {
		env := l.env[b][:n]
		top := bands[b][1]
		mean := 0.
		for _, v := range env {
			mean += v / float64(n)
		}
		mean = max(mean, 1e-12)
		norm := l.room[0][:n]
		for i, v := range env {
			norm[i] = v/mean - 1
		}
		l.addIf(top, rms(norm))
		for i := range norm {
			norm[i] *= window[i]
		}
		dft(&spectrum[b], norm)
		slow, rotor := 0., 0.
		total := 1e-12
		for f := 2; f <= beatHz; f++ {
			total += spectrum[b][f]
			if f <= 8 {
				slow += spectrum[b][f]
			} else if f >= 10 && f <= 45 {
				rotor += spectrum[b][f]
			}
		}
		l.addIf(top, slow/total)
		l.addIf(top, beat(&spectrum[b]))
		sorted := l.room[1][:copy(l.room[1][:], env)]
		slices.Sort(sorted)
		l.addIf(top, 20*math.Log10((sorted[n*95/100]+1e-12)/(sorted[n*5/100]+1e-12)))
		l.addIf(top, 20*math.Log10((sorted[n-1]+1e-12)/(sorted[n/2]+1e-12)))
	}
	// All bands together, as a main rotor beats them.
	var sum [beatHz + 1]float64
	for b := range bands {
		if bands[b][1] > l.bandHz || b == len(bands)-1 {
			continue
		}
		for f, v := range spectrum[b] {
			sum[f] += math.Sqrt(v)
		}
	}
	l.add(beat(&sum))
	l.add(math.Log2(float64(beatAt(&sum)) / 8))
	l.add(harmonic(&sum))
	l.add(correlated(l.env[0][:n], l.env[1][:n]))
	l.add(correlated(l.env[1][:n], l.env[2][:n]))
	l.add(correlated(l.env[2][:n], l.env[3][:n]))
	l.periodic(n)
	l.onsets(n)
}

// dft gives the power of the modulation at whole frequencies.
func dft(dst *[beatHz + 1]float64, x []float64) {
	for f := range dst {
		re, im := 0., 0.
		for i, v := range x {
			c := turn[f*i%envelopeHz]
			re += v * real(c)
			im += v * imag(c)
		}
		dst[f] = (re*re + im*im) / float64(len(x)*len(x))
	}
}

// turn is one turn of a phasor at the envelopes' rate.
var turn = func() (t [envelopeHz]complex128) {
	for i := range t {
		s, c := math.Sincos(2 * math.Pi * float64(i) / envelopeHz)
		t[i] = complex(c, -s)
	}
	return t
}()

// beat is the strongest frequency from 8 to 40 Hz with its double, over the
// median of the spectrum, in dB.
func beat(s *[beatHz + 1]float64) float64 {
	f := beatAt(s)
	var sorted [beatHz - 5]float64
	copy(sorted[:], s[6:])
	slices.Sort(sorted[:])
	return 10 * math.Log10((s[f]+1e-15)/(sorted[len(sorted)/2]+1e-15))
}

func beatAt(s *[beatHz + 1]float64) int {
	at := 8
	for f := 8; f <= 40; f++ {
		if s[f] > s[at] {
			at = f
		}
	}
	return at
}

// correlated is Pearson's correlation of two envelopes.
func correlated(a, b []float64) float64 {
	var sa, sb, saa, sbb, sab float64
	for i := range a {
		x, y := a[i], b[i]
		sa, sb, saa, sbb, sab = sa+x, sb+y, saa+x*x, sbb+y*y, sab+x*y
	}
	n := float64(len(a))
	den := math.Sqrt((saa - sa*sa/n) * (sbb - sb*sb/n))
	if !(den > 0) {
		return 0
	}
	return (sab - sa*sb/n) / den
}

// periodic: the highest autocorrelation of the broadband envelope at the periods
// of main rotors, over the lowest at shorter ones, and at which period.
func (l *look) periodic(n int) {
	x := l.room[0][:n]
	mean := 0.
	for i := range x {
		x[i] = 0
		for b := range 4 {
			if bands[b][1] <= l.bandHz {
				x[i] += math.Log(l.env[b][i] + 1e-9)
			}
		}
		mean += x[i] / float64(n)
	}
	power := 1e-12
	for i := range x {
		x[i] -= mean
		power += x[i] * x[i]
	}
	best, trough := 0., 1.
	for lag := 2; lag <= 12; lag++ { // 16–96 ms
		sum := 0.
		for i := lag; i < n; i++ {
			sum += x[i] * x[i-lag]
		}
		r := sum / power * float64(n) / float64(n-lag)
		trough = min(trough, r)
		best = max(best, r-trough)
	}
	l.add(best)
}

// onsets: the steepest rise and fall of the broadband level within 24 ms, in dB,
// and how skewed the levels are.
func (l *look) onsets(n int) {
	x := l.room[0][:n]
	for i := range x {
		sum := 1e-18
		for b := range 4 {
			sum += l.env[b][i] * l.env[b][i]
		}
		x[i] = 10 * math.Log10(sum)
	}
	rise, fall := 0., 0.
	for i := 3; i < n; i++ {
		rise = max(rise, x[i]-x[i-3])
		fall = max(fall, x[i-3]-x[i])
	}
	slope, stray := fit(x, 1./envelopeHz)
	l.add(rise)
	l.add(fall)
	l.add(math.Abs(slope))
	l.add(stray)
}

// harmonic is the best family of beats from 9 to 28 Hz: the mean of the first two
// or three less the mean halfway between them, in dB of power.
func harmonic(s *[beatHz + 1]float64) float64 {
	at := func(f float64) float64 {
		i := int(f)
		t := f - float64(i)
		return 20 * math.Log10(s[i]*(1-t)+s[min(i+1, beatHz)]*t+1e-9)
	}
	best := -20.
	for f := 9.; f <= 28; f += 0.5 {
		teeth, valleys, n := 0., 0., 0.
		for h := 1.; h <= 3 && (h+0.5)*f <= beatHz; h++ {
			teeth += at(h * f)
			valleys += (at((h-0.5)*f) + at((h+0.5)*f)) / 2
			n++
		}
		if n > 1 {
			best = max(best, (teeth-valleys)/n)
		}
	}
	return best
}
