package fsk

import (
	"math"
	"slices"

	"vigie/sdr/dsp"
)

// Bounds of what counts as frequency shift keying.
const (
	leastCrossings = 10
	mostCrossings  = 4096
	leastClock     = 0.35 // of the crossings' line, 1 for one without jitter
	mostKurtosis   = 1.6  // of the levels: 1 for two of them, 1.8 for a chirp
	mostRipple     = 0.55 // of the envelope's deviation in its mean, noise apart
	clockBins      = 8192
	clockReach     = 3.5 // least samples a bit
	leastSNR       = 3   // dB
)

// A meter measures emissions.
type meter struct {
	hz       []float32 // smoothed frequency of each sample, where steady was
	power    []float32
	steady   []float32 // their mean over a while, and scratch
	crossing []float64 // samples
	fft      *dsp.FFT
	re, im   []float32
	line     []float32
	levels   []float32
}

func newMeter(longest int) *meter {
	fft, err := dsp.NewFFT(clockBins)
	if err != nil {
		panic(err) // the length is ours, and right
	}
	steady := make([]float32, longest)
	return &meter{
		hz: steady, power: make([]float32, longest), steady: steady,
		crossing: make([]float64, 0, mostCrossings), fft: fft, re: make([]float32, clockBins), im: make([]float32, clockBins),
		line: make([]float32, clockBins), levels: make([]float32, 0, mostCrossings),
	}
}

// measure fills in what e's samples from First to Last show. It reports whether
// they are frequency shift keying; what it could not measure is 0.
func (m *meter) measure(e *Emission, bandwidth float64) bool {
	m.frequency(e, bandwidth)
	hz := m.hz[e.First:e.Last]
	low, high := halves(hz)
	e.MidHz, e.DevHz = (low+high)/2, (high-low)/2
	m.cross(hz, float32(e.MidHz), float32(0.25*e.DevHz))
	if len(m.crossing) < leastCrossings {
		return false
	}
	clock, share := m.clock(e.Rate)
	if share < leastClock {
		return false
	}
	e.Clock = clock
	return m.refine(e, hz) <= mostKurtosis
}

// frequency writes the frequency of each sample, from products of neighbours that
// are summed over about the reciprocal of the bandwidth.
func (m *meter) frequency(e *Emission, bandwidth float64) {
	width := max(1, int(math.Round(0.8*e.Rate/bandwidth)))
	hz := m.hz[e.First:e.Last]
	scale := float32(e.Rate / (2 * math.Pi))
	var re, im float32
	product := func(i int) (float32, float32) {
		if i < 1 || i >= len(e.IQ) {
			return 0, 0
		}
		a, b := e.IQ[i], e.IQ[i-1]
		return real(a)*real(b) + imag(a)*imag(b), imag(a)*real(b) - real(a)*imag(b)
	}
	// A sliding sum in float32 would drift: it starts anew now and then.
	for n := range hz {
		i := e.First + n - width/2
		if n%256 == 0 {
			re, im = 0, 0
			for k := i; k < i+width; k++ {
				r, j := product(k)
				re, im = re+r, im+j
			}
		} else {
			r, j := product(i + width - 1)
			s, k := product(i - 1)
			re, im = re+r-s, im+j-k
		}
		hz[n] = scale * float32(math.Atan2(float64(im), float64(re)))
	}
}

// halves returns the means of the values below and above their common middle.
func halves(x []float32) (low, high float64) {
	var sum float64
	for _, v := range x {
		sum += float64(v)
	}
	mid := sum / float64(len(x))
	for range 8 {
		var a, b, na, nb float64
		for _, v := range x {
			if f := float64(v); f < mid {
				a, na = a+f, na+1
			} else {
				b, nb = b+f, nb+1
			}
		}
		if na == 0 || nb == 0 {
			return mid, mid
		}
		low, high = a/na, b/nb
		next := (low + high) / 2
		if math.Abs(next-mid) < 1e-3*(high-low) {
			break
		}
		mid = next
	}
	return low, high
}

// cross collects where the frequency crosses the middle, between samples, after it
// has been beyond it by a margin.
func (m *meter) cross(hz []float32, mid, margin float32) {
	m.crossing = m.crossing[:0]
	state := 0
	at := 0.
	for i := 1; i < len(hz) && len(m.crossing) < mostCrossings; i++ {
		a, b := hz[i-1]-mid, hz[i]-mid
		if a < 0 != (b < 0) {
			at = float64(i-1) + float64(a/(a-b))
		}
		now := 0
		if b > margin {
			now = 1
		} else if b < -margin {
			now = -1
		}
		if now != 0 && now != state {
			if state != 0 {
				m.crossing = append(m.crossing, at)
			}
			state = now
		}
	}
}

// clock returns the rate of the crossings' line in hertz, and how strong it is.
func (m *meter) clock(rate float64) (hz, share float64) {
	clear(m.re)
	clear(m.im)
	first := m.crossing[0]
	n := 0.
	for _, t := range m.crossing {
		i := int(t - first)
		if i+1 >= clockBins {
			break
		}
		f := float32(t-first) - float32(i)
		m.re[i] += 1 - f
		m.re[i+1] += f
		n++
	}
	m.fft.ForwardPlanar(m.re, m.im)
	dsp.PowerPlanar(m.line, m.re, m.im, 1)
	used := math.Min(clockBins, m.crossing[len(m.crossing)-1]-first)
	lowest := max(8, int(math.Ceil(3*clockBins/math.Max(used, 1))))
	highest := int(math.Floor(clockBins / clockReach))
	var most float32
	for k := lowest; k <= highest; k++ {
		most = max(most, m.line[k])
	}
	best := -1
	for k := lowest; k <= highest; k++ {
		if m.line[k] >= 0.6*most && m.line[k] >= m.line[k-1] && m.line[k] >= m.line[k+1] {
			best = k
			break
		}
	}
	if best < 0 {
		return 0, 0
	}
	return m.sharpen(float64(best)/clockBins, used, rate)
}

// sharpen finds the top of the line near a frequency in turns a sample, with ever
// more of the crossings.
func (m *meter) sharpen(f, used, rate float64) (hz, share float64) {
	last := m.crossing[len(m.crossing)-1] - m.crossing[0]
	for span := used; ; span = math.Min(last, 4*span) {
		step := 0.25 / span
		best, at := -1., f
		for k := -6; k <= 6; k++ {
			g := f + float64(k)*step
			if r := m.strength(g, span); r > best {
				best, at = r, g
			}
		}
		f = at
		if span >= last {
			return f * rate, best
		}
	}
}

// strength returns |Σ exp(j2πft)|²/n² over the crossings within a span.
func (m *meter) strength(f, span float64) float64 {
	var re, im, n float64
	first := m.crossing[0]
	for _, t := range m.crossing {
		if t-first > span {
			break
		}
		turns := f * (t - first)
		s, c := math.Sincos(2 * math.Pi * (turns - math.Floor(turns)))
		re, im, n = re+c, im+s, n+1
	}
	return (re*re + im*im) / (n * n)
}

// refine measures the levels in the middle of bits, where they are between equal
// ones if there are enough such, and returns the kurtosis of all.
func (m *meter) refine(e *Emission, hz []float32) float64 {
	var re, im float64
	turnsPer := e.Clock / e.Rate
	for _, t := range m.crossing {
		turns := turnsPer * t
		s, c := math.Sincos(2 * math.Pi * (turns - math.Floor(turns)))
		re, im = re+c, im+s
	}
	edge := math.Atan2(im, re) / (2 * math.Pi) / turnsPer // of a bit, in samples
	m.levels = m.levels[:0]
	for k := 0.5; len(m.levels) < cap(m.levels); k++ {
		i := int(math.Round(edge + k/turnsPer))
		if i >= len(hz) {
			break
		}
		if i >= 0 {
			m.levels = append(m.levels, hz[i]-float32(e.MidHz))
		}
	}
	low, high := halves(m.levels)
	mid := (low + high) / 2
	e.MidHz, e.DevHz = e.MidHz+mid, (high-low)/2
	for i := range m.levels {
		m.levels[i] -= float32(mid)
	}
	var two, four float64
	for _, v := range m.levels {
		x := float64(v) * float64(v)
		two, four = two+x, four+x*x
	}
	n := float64(len(m.levels))
	kurtosis := four * n / math.Max(two*two, 1e-12)
	m.deviation(e)
	return kurtosis
}

// deviation sets e's middle and deviation from bits between equal ones.
func (m *meter) deviation(e *Emission) {
	up, down := m.steady[:0], m.steady[len(m.steady)/2:][:0]
	for i := 1; i+1 < len(m.levels); i++ {
		a, b, c := m.levels[i-1], m.levels[i], m.levels[i+1]
		switch {
		case a > 0 && b > 0 && c > 0:
			up = append(up, b)
		case a < 0 && b < 0 && c < 0:
			down = append(down, b)
		}
	}
	if len(up) < 3 || len(down) < 3 {
		return
	}
	slices.Sort(up)
	slices.Sort(down)
	high, low := float64(up[len(up)/2]), float64(down[len(down)/2])
	e.MidHz += (high + low) / 2
	e.DevHz = (high - low) / 2
}
