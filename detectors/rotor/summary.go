package rotor

import (
	"math"

	"vigie/detectors"
	"vigie/detectors/rotor/timbre"
)

// sums are a recording's for its summary.
type sums struct {
	looks int
	full  int
	most  float64
	total float64
	last  float64
}

// add takes the opinion after a look.
func (s *sums) add(w *Window, o *Opinion) {
	s.looks++
	s.last = o.Probability[Multirotor]
	if w.Full() {
		s.full++
		s.most = max(s.most, s.last)
		s.total += s.last
	}
}

// Summarize states how likely a multirotor was heard: at most and on average over
// the times when eight looks were there, or of all there were.
func (d *Detector) Summarize(f *detectors.SummaryFields) {
	s := &d.sums
	if s.looks == 0 {
		return
	}
	most, mean := s.last, s.last
	if s.full > 0 {
		most, mean = s.most, s.total/float64(s.full)
	}
	round := func(v float64) float64 { return math.Round(1e4*v) / 1e4 }
	f.Rotor = &detectors.RotorSummary{
		MaxProbability: round(most), MeanProbability: round(mean),
		Seconds: round(float64(timbre.Hops*timbre.Hop+(s.looks-1)*Stride*timbre.Hop) / timbre.RateHz),
	}
}
