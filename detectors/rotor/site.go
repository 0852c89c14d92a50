package rotor

// A site is what its own machines are taken for: for each class, the odds that
// its looks hardly ever exceed. A fan on the roof raises them until it no longer
// counts; so does an aircraft that stays for a quarter of an hour.
type site [Classes]float64

const (
	rare       = 0.02     // of the looks may exceed the site's odds
	perLook    = 1. / 800 // by which they rise when exceeded, in logits: 1 in five minutes
	siteMargin = 0.7      // over the site's odds, in logits, for a class to count there
	mostRaised = 2.5      // over the model's threshold, that a site can demand
)

// used takes what looks are taken for.
func (s *site) used(m *Model, o *Opinion) {
	for c := Helicopter; c < Classes; c++ {
		bar := Logit(m.Calibration[c].Threshold)
		if Logit(o.Probability[c]) > s[c] {
			s[c] += perLook
		} else {
			s[c] -= perLook * rare / (1 - rare)
		}
		s[c] = min(max(s[c], bar-3), bar+mostRaised-siteMargin)
	}
}

// bars returns the odds that a class must reach here.
func (s *site) bars(m *Model) [Classes]float64 {
	bars := m.thresholds()
	for c := Helicopter; c < Classes; c++ {
		bars[c] = max(bars[c], s[c]+siteMargin)
	}
	return bars
}

// start sets the odds of a site of which nothing is known.
func (s *site) start(m *Model) {
	for c := Helicopter; c < Classes; c++ {
		s[c] = Logit(m.Calibration[c].Threshold) - 3
	}
}
