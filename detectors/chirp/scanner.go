package chirp

import (
	"vigie/sdr/dsp"
)

// A strip is a region brought to 0 Hz and one sample a chip.
type strip struct {
	bandwidth float64
	sampler   *dsp.Sampler
	parent    *strip   // of twice the bandwidth, nil without one
	halve     *dsp.FIR // makes it of the parent
	longest   int      // samples of it
	buf       []complex64
	x         []complex64 // the present region, nil when not made yet
	mirrored  bool        // conjugated
}

// Filters: the part of the bandwidth in which a strip's falls off, and the delay of
// the one that halves a strip in samples of its output.
const (
	fallOff    = 0.35
	halveDelay = 6
)

// A scanner tries forms of chirps on a region.
type scanner struct {
	links, others []hypothesis
	recent        [4]hypothesis // that were found, newest first
	strips        []*strip
	symbols       [mostSF + 1]*symbolizer
	rows          []float32 // powers of the windows of a region
	sum, row      []float32
	peaks         []peak
	surveyed      hypothesis // whose peaks they are
	top           peak       // of them
	preamble      [preambleMost + 1]float64
	aligned       []complex64

	src, more []complex64 // samples, the second following the first
	from, to  int         // among which the region is
	hz        float64     // of its middle
	wide      int         // strips of the gate that it fills, 0 when unknown
}

// stripSeconds returns how much of a region is looked at through a bandwidth.
func stripSeconds(bandwidth float64) float64 {
	switch {
	case bandwidth > 400e3:
		return chunkSeconds + 0.02
	case bandwidth > 200e3:
		return 0.12
	}
	return holdSeconds
}

// tune makes the forms and strips for a rate; high adds those of 2.4 GHz.
func (s *scanner) tune(rate float64, high bool) {
	s.links, s.others = hypotheses(rate, high)
	s.strips = s.strips[:0]
	most := 0
	for _, list := range [][]hypothesis{s.links, s.others} {
		for _, h := range list {
			if s.strip(h.bandwidth) == nil {
				longest := min(int(stripSeconds(h.bandwidth)*h.bandwidth), int(holdMost/rate*h.bandwidth))
				cutoff := min(0.52*h.bandwidth, 0.48*rate)
				sampler, err := dsp.NewSampler(cutoff, fallOff*h.bandwidth, rate, 40)
				if err != nil {
					panic(err) // bandwidths that fit the rate
				}
				t := &strip{bandwidth: h.bandwidth, sampler: sampler, longest: longest, buf: make([]complex64, longest+halveDelay+2)}
				if t.parent = s.strip(2 * h.bandwidth); t.parent != nil {
					t.halve = dsp.NewFIR(dsp.LowPass(0.25, 0.1, 1, 40), 2)
				}
				s.strips = append(s.strips, t)
				most = max(most, longest)
			}
			if s.symbols[h.sf] == nil {
				s.symbols[h.sf] = newSymbolizer(h.sf)
			}
		}
	}
	s.rows = make([]float32, halves*most+(1<<mostSF))
	s.peaks = make([]peak, 0, most/8)
	s.sum, s.row = make([]float32, 1<<mostSF), make([]float32, 1<<mostSF)
	s.aligned = make([]complex64, most+64)
}

// strip returns the strip of a bandwidth, nil when there is none.
func (s *scanner) strip(bandwidth float64) *strip {
	for _, t := range s.strips {
		if t.bandwidth == bandwidth {
			return t
		}
	}
	return nil
}

// aim moves to another region of the samples: its middle in hertz, and how many of the
// gate's strips it fills.
func (s *scanner) aim(from, to int, hz float64, wide int) {
	s.from, s.to, s.hz, s.wide = from, to, hz, wide
	s.surveyed = hypothesis{}
	for _, t := range s.strips {
		t.x = nil
	}
}

// length returns how many samples there are.
func (s *scanner) length() int { return len(s.src) + len(s.more) }

// samples returns the region through a form's bandwidth, its spectrum turned round
// when the form falls.
func (f *Finder) samples(h hypothesis) []complex64 {
	t := f.strip(h.bandwidth)
	f.load(t)
	if t.mirrored != h.down {
		mirror(t.x)
		t.mirrored = h.down
	}
	return t.x
}

// load fills a strip with the present region, from one twice as wide when that is
// there and long enough.
func (f *Finder) load(t *strip) {
	if t.x != nil {
		return
	}
	t.mirrored = false
	step := f.rate / t.bandwidth
	n := min(int(float64(f.to-f.from)/step), t.longest)
	if p := t.parent; p != nil && float64(f.to-f.from) <= float64(p.longest)*f.rate/p.bandwidth {
		f.load(p)
		t.halve.Reset()
		n = t.halve.Process(t.buf[:cap(t.buf)], p.x) - halveDelay
		t.x = t.buf[halveDelay : halveDelay+max(0, n)]
		t.mirrored = p.mirrored
		f.spent += halveCost * float64(n)
		return
	}
	t.x = t.buf[:n]
	t.sampler.Sample(t.x, f.src, f.more, float64(f.from), step, f.hz)
	f.spent += sampleCost * float64(n) * step
}

// plausible reports whether chirps of a form could fill the strips that the region
// does.
func (s *scanner) plausible(h hypothesis) bool {
	strips := h.bandwidth / stripHz
	return s.wide == 0 || float64(s.wide) >= 0.6*strips-0.5 && float64(s.wide) <= strips+2.3
}

// mirror turns the spectrum of samples round.
func mirror(x []complex64) {
	for i, v := range x {
		x[i] = complex(real(v), -imag(v))
	}
}

// recognise returns the form of the chirps in the region, if there are any. long
// tries only symbols that a shorter region could not hold; unless all, only forms
// of links and those found lately are tried.
func (f *Finder) recognise(long, all bool) (best hypothesis, ok bool) {
	if !long && f.recent[0].sf != 0 {
		ratio := 0.
		for _, known := range f.recent {
			for _, list := range [][]hypothesis{f.links, f.others} {
				for _, h := range list {
					if known.sf == 0 || !h.related(known) || !f.plausible(h) {
						continue
					}
					if p := f.survey(h, f.samples(h)); p.ratio > ratio {
						best, ratio = h, p.ratio
					}
				}
			}
		}
		if ratio >= leastOne && f.confirm(best) {
			return best, true
		}
	}
	best, ratio := f.best(f.links, long)
	if all {
		if h, r := f.best(f.others, long); r > ratio {
			best, ratio = h, r
		}
	}
	if ratio < leastSum || !f.confirm(best) {
		return best, false
	}
	return best, true
}

// best returns the form of a list that fits best, and the ratio of its sum.
func (f *Finder) best(list []hypothesis, long bool) (best hypothesis, ratio float64) {
	seconds := float64(f.to-f.from) / f.rate
	for _, h := range list {
		if (h.symbol() > chunkSeconds/8) != long && (long || seconds < 8*h.symbol()) || !f.plausible(h) {
			continue
		}
		if p := f.survey(h, f.samples(h)); p.ratio > ratio {
			best, ratio = h, p.ratio
		}
	}
	return best, ratio
}

// confirm compares the best form with what is no chirp of its slope, and keeps it
// in mind.
func (f *Finder) confirm(h hypothesis) bool {
	x := f.samples(h)
	if !f.outdoes(h, x, f.survey(h, x)) {
		return false
	}
	at := 0
	for at < len(f.recent)-1 && f.recent[at] != h {
		at++
	}
	copy(f.recent[1:at+1], f.recent[:at])
	f.recent[0] = h
	return true
}
