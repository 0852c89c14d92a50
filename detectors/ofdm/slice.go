package ofdm

import (
	"math"

	"vigie/sdr/dsp"
)

// chunk is how many samples of a slice are searched at a time.
const chunk = 4096

// A slice is a window of 2.4 MHz of what the receiver sees.
type slice struct {
	offset float64 // of its centre from the receiver's
	mixer  *dsp.Mixer
	rate   *dsp.Resampler
	ratio  float64 // input samples a sample of the slice
	delay  float64 // of the resampler in input samples
	mixed  []complex64

	search *searcher
	x      []complex64 // samples at hand
	index  uint64      // of x[0], from the start of this stretch
	fed    int         // samples of x that the correlator has
	next   uint64      // first sample of the correlator's next output
}

// newSlice returns a slice of a stream of rate samples a second. channels and
// everyone are as for newSearcher.
func newSlice(rate, offset float64, channels []float64, everyone bool) (*slice, error) {
	s := &slice{offset: offset, ratio: rate / sliceRate, x: make([]complex64, 0, 3*chunk+ahead+behind)}
	freedom := 1.
	if offset != 0 {
		s.mixer = dsp.NewMixer(-offset, rate)
	}
	if rate != sliceRate {
		r, err := dsp.NewResampler(rate, sliceRate)
		if err != nil {
			return nil, err
		}
		s.rate, s.delay = r, r.Delay()
		freedom = 0.9 * math.Min(1, rate/sliceRate)
	}
	s.mixed = make([]complex64, chunk)
	var err error
	s.search, err = newSearcher(channels, everyone, freedom, chunk)
	return s, err
}

// restart begins a new stretch.
func (s *slice) restart() {
	s.x, s.index, s.fed, s.next = s.x[:0], 0, 0, 0
	s.search.correlator.Reset()
	if s.rate != nil {
		s.rate.Reset()
	}
	if s.mixer != nil {
		s.mixer.Reset()
	}
}

// take adds samples and calls found for every hit, in order.
func (s *slice) take(src []complex64, found func(*slice, hit)) {
	for len(src) > 0 {
		in := src[:min(len(src), s.room())]
		src = src[len(in):]
		x := in
		if s.mixer != nil {
			s.mixer.Mix(s.mixed, in)
			x = s.mixed[:len(in)]
		}
		if s.rate == nil {
			s.x = append(s.x, x...)
		} else {
			n := s.rate.Process(s.x[len(s.x):cap(s.x)], x)
			s.x = s.x[:len(s.x)+n]
		}
		s.work(found)
	}
}

// room returns how many input samples may be added at once.
func (s *slice) room() int {
	free := cap(s.x) - len(s.x)
	if s.rate == nil {
		return min(chunk, free)
	}
	return max(1, min(chunk, int(float64(free-2)*s.ratio)))
}

// work feeds the correlator with the samples behind which enough others are.
func (s *slice) work(found func(*slice, hit)) {
	for s.fed+chunk+ahead <= len(s.x) {
		n := s.search.correlator.Process(s.search.shares[:], s.x[s.fed:s.fed+chunk])
		s.fed += chunk
		for i := range n {
			if phase, share, ok := s.search.suspected(i); ok {
				s.examine(i, phase, share, found)
			}
		}
		s.next += uint64(n)
		s.forget()
	}
}

// examine goes on with output number i of the correlator, for each kind that it is
// high enough for.
func (s *slice) examine(i, phase int, share float32, found func(*slice, hit)) {
	at := int(s.next-s.index) + i
	for k := range kinds {
		if share < s.search.least[k] {
			continue
		}
		h := s.search.examine(s.x, at, phase, share, k)
		if h.log >= LogOne && (k == everywhere || s.search.alone(h, s.x[at:])) {
			h.at += float64(s.next + uint64(i))
			found(s, h)
		}
	}
}

// forget drops the samples that nothing needs any more.
func (s *slice) forget() {
	drop := int(s.next-s.index) - behind
	if drop > 0 {
		s.x = s.x[:copy(s.x, s.x[drop:])]
		s.index, s.fed = s.index+uint64(drop), s.fed-drop
	}
}

// silence is what follows the last sample.
var silence [chunk]complex64

// finish searches what is held back, with silence behind it.
func (s *slice) finish(found func(*slice, hit)) {
	for left := int((2*chunk + ahead) * max(1, s.ratio)); left > 0; left -= chunk {
		s.take(silence[:], found)
	}
}
