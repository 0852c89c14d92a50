package chirp

import (
	"math"
	"slices"

	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

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

// fullest returns, of a form and the others of its slope that are no link's, the one
// whose clearest packet holds the most power. A sum of windows alone confuses them
// where the region's middle is off: a wider form sees all of it then, the right one a
// part.
func (f *Finder) fullest(h hypothesis) hypothesis {
	if !slices.Contains(f.others, h) {
		return h
	}
	best, most := h, 0.
	for _, o := range f.others {
		if o.related(h) && o.symbol() <= chunkSeconds/8 && f.plausible(o) {
			if held := f.holds(o); held > most {
				best, most = o, held
			}
		}
	}
	return best
}

// holds returns the power of a form's clearest packet; 0 without one.
func (f *Finder) holds(h hypothesis) float64 {
	x := f.samples(h)
	top := f.survey(h, x)
	if top.ratio < leastOne {
		return 0
	}
	mark, hz, ok := f.locate(h, x, top)
	if !ok {
		return 0
	}
	_, _, level := f.fix(h, mark, hz)
	n := float64(h.chips())
	return level / (n * n)
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
	mark, hz, level := f.fix(h, mark, hz)
	if level == 0 {
		return m, 0, 0, false
	}
	for payload := 40; ; payload *= 4 {
		x, at, from := f.cut(h, mark, hz, preambleMost+syncSymbols+1, payload)
		if x == nil {
			return m, 0, 0, false
		}
		m, ok = f.measure(h, x, at)
		begin = from
		if m.ending || len(x) < at+payload*h.chips() {
			return m, begin, hz, ok
		}
	}
}

// fix returns where exactly the falling symbols begin and on which frequency, and
// the power of the preamble's last rising symbols and of the falling ones; 0 when
// too little of them is there.
func (f *Finder) fix(h hypothesis, mark, hz float64) (exactMark, exactHz, level float64) {
	n := float64(h.chips())
	var late, off, best float64
	for _, half := range [...]float64{0, 1, -1} {
		if half != 0 && math.Abs(hz) < doubtful*h.bandwidth || half*hz > 0 {
			continue
		}
		x, at, _ := f.cut(h, mark+half*n/2, hz+half*h.bandwidth/2, summed+syncSymbols, 2)
		if x == nil {
			continue
		}
		if l, rising, falling := f.preambleOf(h, x, at); l > level {
			best, level = half, l
			// The rest of a chip in time and frequency, which leaks into the neighbours.
			late, off = (rising-falling)/2, (rising+falling)/2
		}
	}
	return mark + best*n/2 - late, hz + best*h.bandwidth/2 + off*h.bandwidth/n, level
}

// doubtful is the part of the bandwidth by which the middle of a region may be off
// that the gate gave, so that half a bandwidth more or less is possible.
const doubtful = 0.05

// cut samples the source on a packet's frequency from so many symbols before its
// falling ones to so many after their beginning, as far as they are there, so that
// the falling ones begin at a whole sample, at; begin is the place of the first in
// the source. It returns nil when too little of the preamble is there.
func (f *Finder) cut(h hypothesis, mark, hz float64, earlier, later int) (x []complex64, at int, begin float64) {
	n, step := h.chips(), f.rate/h.bandwidth
	before := min(earlier, int((float64(f.from)+mark*step)/step)/n)
	if before < summed+syncSymbols {
		return nil, 0, 0
	}
	begin = float64(f.from) + (mark-float64(before*n))*step
	end := min(f.length(), f.to+int(f.rate*tileSeconds))
	t := f.strip(h.bandwidth)
	length := min(int((float64(end)-begin)/step), (before+later)*n, len(f.aligned), t.longest)
	if length < (before+2)*n {
		return nil, 0, 0
	}
	x = f.aligned[:length]
	if h.down {
		hz = -hz
	}
	t.sampler.Sample(x, f.src, f.more, begin, step, f.hz+hz)
	f.spent += sampleCost * float64(length) * step
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
		SF: h.sf, SlopeHzS: h.slope(), Mark: (m.mark - m.start) * step / f.rate, Word: m.word,
	}
	b.Proof = f.decoder.read(h, f.rows, m.loads)
	f.emit(&b)
}
