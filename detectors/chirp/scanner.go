package chirp

import (
	"math"

	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// A strip is a region brought to 0 Hz and one sample a chip.
type strip struct {
	bandwidth float64
	sampler   *dsp.Sampler
	longest   int // samples of it
	buf       []complex64
	x         []complex64 // the present region, nil when not made yet
	mirrored  bool        // conjugated
}

// A scanner tries forms of chirps on a region.
type scanner struct {
	links, others []hypothesis
	recent        [4]hypothesis // that were found, newest first
	strips        []*strip
	symbols       [mostSF + 1]*symbolizer
	rows          []float32 // powers of the windows of a region
	sum, row      []float32
	peaks         []peak
	preamble      [preambleMost + 1]float64
	aligned       []complex64

	src      []complex64 // of the region
	from, to int
	hz       float64 // of its middle
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
				sampler, err := dsp.NewSampler(cutoff, 0.16*h.bandwidth, rate, 40, int(float64(longest)*rate/h.bandwidth)+2)
				if err != nil {
					panic(err) // bandwidths that fit the rate
				}
				s.strips = append(s.strips, &strip{bandwidth: h.bandwidth, sampler: sampler, longest: longest, buf: make([]complex64, longest)})
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

// aim moves to another region: samples of src, and the middle of what is there in
// hertz.
func (s *scanner) aim(src []complex64, from, to int, hz float64) {
	s.src, s.from, s.to, s.hz = src, from, to, hz
	for _, t := range s.strips {
		t.x = nil
	}
}

// samples returns the region through a form's bandwidth, its spectrum turned round
// when the form falls.
func (f *Finder) samples(h hypothesis) []complex64 {
	t := f.strip(h.bandwidth)
	if t.x == nil {
		step := f.rate / h.bandwidth
		n := min(int(float64(f.to-f.from)/step), t.longest)
		t.x, t.mirrored = t.buf[:n], false
		t.sampler.Sample(t.x, f.src, float64(f.from), step, f.hz)
		f.spent += 6 * float64(n)
	}
	if t.mirrored != h.down {
		mirror(t.x)
		t.mirrored = h.down
	}
	return t.x
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
					if known.sf == 0 || !h.related(known) {
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
		if (h.symbol() > chunkSeconds/8) != long && (long || seconds < 8*h.symbol()) {
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

// packets reports the packets of a form in the region, and returns the sample of
// the region's source behind the last one, or at which one begins that goes on; 0
// without any.
func (f *Finder) packets(h hypothesis, ended bool) (next int64) {
	x := f.samples(h)
	f.survey(h, x)
	step := f.rate / h.bandwidth
	n := h.chips()
	for range 64 {
		best := -1
		for i := range f.peaks {
			if f.peaks[i].ratio >= leastOne && (best < 0 || f.peaks[i].ratio > f.peaks[best].ratio) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		mark, hz, ok := f.locate(h, x, f.peaks[best])
		f.strike(best-halves, best+halves)
		if !ok {
			continue
		}
		m, begin, hz, ok := f.align(h, mark, hz)
		at := func(sample float64) float64 { return begin + sample*step } // in the source
		place := func(sample float64) int { return int((at(sample) - float64(f.from)) / step / float64(n) * halves) }
		switch {
		case !ok:
			continue
		case !m.ending && !ended:
			f.strike(place(m.start)-halves*summed, len(f.peaks))
			next = max(next, int64(at(m.start)))
			continue
		}
		f.strike(place(m.start)-halves*(summed-1), place(m.end))
		next = max(next, int64(at(m.end)))
		f.report(h, m, at(0), step, hz)
	}
	return next
}

// strike takes the peaks of some windows out.
func (f *Finder) strike(from, to int) {
	for i := max(0, from); i < min(len(f.peaks), max(to, from+1)); i++ {
		f.peaks[i].ratio = 0
	}
}

// align cuts the packet whose falling symbols begin at a sample of the region's
// strip out anew, on its own frequency and its own grid of symbols, and measures
// it. begin is where the packet's samples begin in the source.
func (f *Finder) align(h hypothesis, mark, hz float64) (m packet, begin, exact float64, ok bool) {
	n := float64(h.chips())
	best, level := 0, 0.
	for i, half := range [...]float64{0, 1, -1} {
		if half != 0 && math.Abs(hz) < doubtful*h.bandwidth || half*hz > 0 {
			continue
		}
		x, at, _ := f.cut(h, mark+half*n/2, hz+half*h.bandwidth/2)
		if x == nil {
			continue
		}
		if l, _, _ := f.preambleOf(h, x, at); l > level {
			best, level = i, l
		}
	}
	half := [...]float64{0, 1, -1}[best]
	mark, hz = mark+half*n/2, hz+half*h.bandwidth/2
	// The rest of a chip in time and frequency, which leaks into the neighbours.
	for range 2 {
		x, at, _ := f.cut(h, mark, hz)
		if x == nil {
			return m, 0, 0, false
		}
		_, rising, falling := f.preambleOf(h, x, at)
		mark -= (rising - falling) / 2
		hz += (rising + falling) / 2 * h.bandwidth / n
	}
	x, at, begin := f.cut(h, mark, hz)
	if x == nil {
		return m, 0, 0, false
	}
	m, ok = f.measure(h, x, at)
	return m, begin, hz, ok
}

// doubtful is the part of the bandwidth by which the middle of a region may be off
// that the gate gave, so that half a bandwidth more or less is possible.
const doubtful = 0.12

// cut samples the source on a packet's frequency, so that its falling symbols begin
// at a whole sample, at; begin is the place of the first in the source. It returns
// nil when too little of the preamble is there.
func (f *Finder) cut(h hypothesis, mark, hz float64) (x []complex64, at int, begin float64) {
	n, step := h.chips(), f.rate/h.bandwidth
	before := min(preambleMost+syncSymbols+1, int((float64(f.from)+mark*step)/step)/n)
	if before < summed+syncSymbols {
		return nil, 0, 0
	}
	begin = float64(f.from) + (mark-float64(before*n))*step
	end := min(len(f.src), f.to+int(f.rate*tileSeconds))
	t := f.strip(h.bandwidth)
	length := min(int((float64(end)-begin)/step), len(f.aligned), t.longest)
	if length < (before+2)*n {
		return nil, 0, 0
	}
	x = f.aligned[:length]
	if h.down {
		hz = -hz
	}
	t.sampler.Sample(x, f.src, begin, step, f.hz+hz)
	f.spent += 6 * float64(length)
	if h.down {
		mirror(x)
	}
	return x, before * n, begin
}

// preambleOf returns the power of the last rising symbols before the
// synchronisation word and of the falling ones, and by what part of a chip each
// are off.
func (f *Finder) preambleOf(h hypothesis, x []complex64, mark int) (level, rising, falling float64) {
	s := f.symbols[h.sf]
	sum := f.sum[:s.n]
	clear(sum)
	for j := 1; j <= summed; j++ {
		s.powers(f.row, x[mark-(syncSymbols+j)*s.n:], s.up)
		dsp.Accumulate(sum, f.row[:s.n])
	}
	level, rising = aside(sum)
	s.powers(sum, x[mark:], s.down)
	s.powers(f.row, x[mark+s.n:], s.down)
	dsp.Accumulate(sum, f.row[:s.n])
	both, falling := aside(sum)
	return level + both, rising, falling
}

// aside returns the largest of the middle chirp and its neighbours, and how far
// the peak is from the middle: the ratio of amplitudes of two neighbours in the
// spectrum of a tone between them.
func aside(p []float32) (level, off float64) {
	n := len(p)
	var rest float64
	for _, v := range p[3 : n-2] {
		rest += float64(v) / float64(n-5)
	}
	at, top := 0, math.Inf(-1)
	for k := -2; k <= 2; k++ {
		if v := float64(p[(k+n)%n]); v > top {
			at, top = k, v
		}
	}
	amplitude := func(k int) float64 { return math.Sqrt(math.Max(0, float64(p[(k+n)%n])-rest)) }
	left, middle, right := amplitude(at-1), amplitude(at), amplitude(at+1)
	if middle == 0 {
		return top, 0
	}
	off = float64(at)
	if right > left {
		off += right / (middle + right)
	} else {
		off -= left / (middle + left)
	}
	return top, off
}

// report hands on a packet.
func (f *Finder) report(h hypothesis, m packet, begin, step, hz float64) {
	if h.down {
		hz = -hz
	}
	first := float64(f.base) + begin
	b := fhss.Burst{
		Kind: fhss.Chirp, Start: (first + m.start*step) / f.rate, Duration: (m.end - m.start) * step / f.rate,
		Freq: f.centre + sdr.Hz(math.Round(f.hz+hz)), Bandwidth: sdr.Hz(h.bandwidth), SNR: 10 * math.Log10(math.Max(m.snr, 1e-3)),
		SF: h.sf, SlopeHzS: h.slope(), Mark: (m.mark - m.start) * step / f.rate,
	}
	b.Proof = f.decoder.read(h, f.rows, m.loads)
	f.emit(&b)
}
