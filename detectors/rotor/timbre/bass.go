package timbre

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"
)

// The bass is the sound below 400 Hz at 1 kHz, of which one spectrum spans the
// look: 0.98 Hz a bin, enough to tell the lines of a main rotor 11 Hz apart.
const (
	bassStep   = 16 // samples of sound a sample of bass
	bassHop    = Hop / bassStep
	bassLength = Hops * bassHop
	bassBins   = bassLength/2 + 1
	bassHz     = RateHz / bassStep / float64(bassLength)
	bassTaps   = 10*bassStep + 1
	bassTop    = 360. // Hz, of what is used

	slowestHz     = 9.
	fastestHz     = 60.
	bassRatio     = 1.01
	bassFamily    = 191 // ln(60/9)/ln(1.01)
	bassAround    = 20
	bassMostTeeth = 12
)

// A bass keeps the low end of the last look.
type bass struct {
	taps     [bassTaps]float64
	ring     [Hops][bassHop]float64 // by hop, as the Analyser's ring
	window   []float64
	fft      *fourier.FFT
	seq      [bassLength]float64
	spectrum []complex128
	power    [bassBins]float64
	white    [bassBins]float64
	room     [2*bassAround + 1]float64
	score    [bassFamily]float64
}

func newBass() *bass {
	b := &bass{window: hann(bassLength), fft: fourier.NewFFT(bassLength), spectrum: make([]complex128, bassBins)}
	sum := 0.
	for i := range b.taps {
		t := float64(i) - (bassTaps-1)/2
		const cut = 2 * 430. / RateHz
		s := cut
		if t != 0 {
			s = math.Sin(math.Pi*cut*t) / (math.Pi * t)
		}
		b.taps[i] = s * (0.54 + 0.46*math.Cos(2*math.Pi*t/(bassTaps-1)))
		sum += b.taps[i]
	}
	for i := range b.taps {
		b.taps[i] /= sum
	}
	return b
}

// take filters the hop in the second half of in.
func (b *bass) take(at int, in *[length]float64) {
	for i := range bassHop {
		end := Hop + (i+1)*bassStep
		sum := 0.
		for j, v := range in[end-bassTaps : end] {
			sum += v * b.taps[j]
		}
		b.ring[at][i] = sum
	}
}

// basses: the best family of lines 9–60 Hz apart, what it is made of, and how
// narrow the lines of the low end are.
func (l *look) basses(b *bass, last int) {
	clear(b.seq[:])
	n := l.hops * bassHop
	for i := range l.hops {
		copy(b.seq[i*bassHop:], b.ring[(last-l.hops+1+i+2*Hops)%Hops][:])
	}
	mean := 0.
	for _, v := range b.seq[:n] {
		mean += v / float64(n)
	}
	for i := range n {
		w := 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n))
		b.seq[i] = (b.seq[i] - mean) * w
	}
	b.fft.Coefficients(b.spectrum, b.seq[:])
	for k, c := range b.spectrum {
		b.power[k] = real(c)*real(c) + imag(c)*imag(c)
	}
	top := bassBin(bassTop)
	for k := range top {
		lo, hi := max(3, k-bassAround), min(bassBins, k+bassAround+1)
		part := b.room[:copy(b.room[:], b.power[lo:hi])]
		b.white[k] = max(-clipDB, min(clipDB, decibel(b.power[k])-decibel(nth(part, int(quantile*float64(len(part)))))))
	}
	f := slowestHz
	for i := range b.score {
		b.score[i] = b.family(f)
		f *= bassRatio
	}
	at := highest(b.score[:])
	f0 := slowestHz * math.Pow(bassRatio, float64(at))
	sorted := l.room[0][:copy(l.room[0][:], b.score[:])]
	slices.Sort(sorted)
	l.add(b.score[at])
	l.add(b.score[at] - sorted[len(sorted)*3/4])
	l.add(math.Log2(f0 / slowestHz))
	lower := 0.
	for i := range b.score {
		if slowestHz*math.Pow(bassRatio, float64(i)) < 32 {
			lower = max(lower, b.score[i])
		}
	}
	l.add(lower)
	above := 0
	for k := bassBin(12); k < top; k++ {
		if b.white[k] > 7 {
			above++
		}
	}
	l.add(float64(above) / float64(top))
	sorted = l.room[0][:copy(l.room[0][:], b.white[bassBin(12):top])]
	slices.Sort(sorted)
	l.add(sorted[len(sorted)*98/100])
}

// family scores lines f apart: each bin group at a multiple less those between.
func (b *bass) family(f float64) float64 {
	n := min(bassMostTeeth, int((bassTop-20)/f))
	sum := 0.
	for h := 1; h <= n; h++ {
		hz := f * float64(h)
		w := int(max(1, math.Round(0.012*hz/bassHz)))
		w = min(w, int(0.2*f/bassHz))
		v := b.highest((hz-f/2)/bassHz, w)/2 + b.highest((hz+f/2)/bassHz, w)/2
		sum += max(-6, min(12, b.highest(hz/bassHz, w)-v))
	}
	return sum / float64(n)
}

func (b *bass) highest(k float64, w int) float64 {
	at := int(math.Round(k))
	best := -clipDB * 1.
	for i := max(3, at-w); i <= at+w; i++ {
		best = max(best, b.white[i])
	}
	return best
}

// bassBin is the bass spectrum's bin at a frequency.
func bassBin(hz float64) int { return int(math.Round(hz / bassHz)) }
