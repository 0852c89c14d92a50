package lte

import (
	"math"

	"vigie/sdr/dsp"
)

const (
	// windowFrames is the length of a window, overlapFrames how much of it the
	// next window repeats, so that every broadcast is whole in one of them.
	windowFrames  = 9
	overlapFrames = 1
	windowHalves  = 2 * windowFrames
	windowSize    = windowFrames * frameSize

	// maxCells bounds the cells reported from one window.
	maxCells = 24

	// candidatesExpected is how many candidates a search of noise may yield.
	candidatesExpected = 10

	// maxRounds bounds how often what is left of a window is searched again.
	maxRounds = 5

	// convertChunk is how many samples one step converts.
	convertChunk = 8192
)

// An analysis finds the cells in one window. It works in steps of about a
// millisecond, so that a live receiver can spread them.
type analysis struct {
	raw    []complex64 // the window as it came
	rate   float64     // of raw
	centre float64     // frequency on the air of the receiver's centre, hertz
	jobs   []job

	x         []complex64 // the window at sampleRate around the job's middle, less the cells found
	mixed     []complex64
	resampler *dsp.Resampler // nil when rate is sampleRate
	mixer     *dsp.Mixer
	converted int             // samples of raw that x holds
	enough    int             // samples that x must hold
	then      func(*analysis) // what comes after the conversion
	middle    float64

	search  *searcher
	list    shortlist
	exam    *examiner
	rebuild *rebuilder
	cells   [maxCells]cell
	found   int
	heard   [maxCells]cell // cells identified but not decoded in what is left of the window
	faint   int            // how many

	state     func(*analysis)
	job       *job
	at        int // job at work
	round     int
	first     int // cells found before this job
	fainter   int // cells heard before this job
	before    int // cells found before this round
	threshold float64
	id, shift int // row at work
	last      int
	next      int // candidate at work
	ports     int // hypothesis at work
	frame     int // frame at work
	trial     cell
	rows      [len(freeDrifts)][rowSize]float32
	drifts    []float64
}

// newAnalysis prepares for windows of a receiver's rate.
func newAnalysis(rate float64) (*analysis, error) {
	a := &analysis{
		rate: rate, search: newSearcher(windowSize), exam: newExaminer(),
		mixed: make([]complex64, convertChunk), mixer: dsp.NewMixer(0, rate),
		x: make([]complex64, 0, windowSize+2*refineReach), drifts: make([]float64, 0, len(freeDrifts)),
	}
	a.rebuild = &rebuilder{demod: a.exam.demod, decoder: a.exam.decoder, grid: &a.exam.grid}
	if rate != sampleRate {
		r, err := dsp.NewResampler(rate, sampleRate)
		if err != nil {
			return nil, err
		}
		a.resampler = r
		a.x = make([]complex64, 0, windowSize+2*r.MaxOut(convertChunk))
	}
	return a, nil
}

// delay returns how much later, in seconds, a sample of x is than its index says.
func (a *analysis) delay() float64 {
	if a.resampler == nil {
		return 0
	}
	return a.resampler.Delay() / a.rate
}

// start begins the jobs on the samples in raw.
func (a *analysis) start(centre float64) {
	a.centre, a.found, a.faint, a.at = centre, 0, 0, 0
	a.converted = 0
	a.state = (*analysis).begin
}

// busy reports whether there is anything left to do.
func (a *analysis) busy() bool { return a.state != nil }

// hunting reports whether no cell is known or found yet: then time matters.
func (a *analysis) hunting() bool {
	return a.found == 0 && (len(a.jobs) == 0 || a.jobs[0].clock != clockFixed)
}

// step does the next piece of work.
func (a *analysis) step() { a.state(a) }

// begin takes the next job.
func (a *analysis) begin() {
	if a.at == len(a.jobs) {
		a.state = nil
		return
	}
	a.job = &a.jobs[a.at]
	a.at++
	if a.job.last && a.found > 0 {
		return
	}
	a.round, a.first, a.before, a.fainter = 0, a.found, a.found, a.faint
	if a.converted == len(a.raw) && a.job.middle == a.middle {
		a.state = (*analysis).load
		return
	}
	a.middle, a.converted = a.job.middle, 0
	a.enough, a.then = a.job.halves*halfSize+blockSize, (*analysis).load
	a.x = a.x[:0]
	a.mixer.Reset()
	a.mixer.SetFreq(-a.middle)
	if a.resampler != nil {
		a.resampler.Reset()
	}
	a.state = (*analysis).convert
}

// convert brings the next samples to the job's middle and to sampleRate, as many
// as the search needs or, once a candidate is worth it, all.
func (a *analysis) convert() {
	src := a.raw[a.converted:]
	src = src[:min(len(src), convertChunk)]
	a.converted += len(src)
	mixed := src
	if a.middle != 0 {
		mixed = a.mixed[:len(src)]
		a.mixer.Mix(mixed, src)
	}
	n := len(a.x)
	if a.resampler == nil {
		a.x = append(a.x, mixed...)
	} else {
		room := a.x[n : n+a.resampler.MaxOut(len(mixed))]
		a.x = a.x[:n+a.resampler.Process(room, mixed)]
	}
	switch {
	case a.converted == len(a.raw):
		a.pad()
	case len(a.x) < a.enough:
		return
	}
	a.state = a.then
}

// pad appends what the resampler still holds back and some silence, so that a
// signal may end where the window does.
func (a *analysis) pad() {
	if a.resampler != nil {
		n := len(a.x)
		silence := a.mixed[:min(convertChunk, int(2*a.resampler.Delay())+1)]
		clear(silence)
		a.x = a.x[:n+a.resampler.Process(a.x[n:cap(a.x)], silence)]
	}
	for range 2 * refineReach {
		a.x = append(a.x, 0)
	}
}

// identify looks at the next candidate.
func (a *analysis) identify() {
	for ; a.next < a.list.n; a.next++ {
		c := &a.list.best[a.next]
		if a.explained(c) {
			continue
		}
		if a.converted < len(a.raw) && a.exam.promising(*c, a.x, a.job.clock == clockTied) {
			a.enough, a.then = math.MaxInt, (*analysis).identify
			a.state = (*analysis).convert
			return
		}
		a.next++
		if a.converted < len(a.raw) {
			return
		}
		if a.exam.identify(&a.trial, c, a.x, a.job.clock == clockTied) {
			a.ports = 0
			a.state = (*analysis).read
		}
		return
	}
	a.round++
	if a.found == a.before || a.found == maxCells || a.round == maxRounds {
		a.state = (*analysis).begin
		return
	}
	a.before = a.found
	a.state = (*analysis).load
}

// read tries to decode the candidate for the next number of ports.
func (a *analysis) read() {
	a.exam.read(&a.trial, portCounts[a.ports])
	if a.ports++; a.ports < len(portCounts) {
		return
	}
	a.state = (*analysis).identify
	a.trial.carrier = a.job.carrier(&a.trial.primary, a.centre, len(a.x) >= windowSize/2)
	a.trial.cfo = a.middle + a.trial.primary.offset - a.trial.carrier
	if math.Abs(a.trial.carrier) > reach(a.rate)+rasterHz/2 || a.known(&a.trial) {
		return
	}
	if a.trial.z < leastSupport {
		a.hear()
		return
	}
	if a.found == maxCells {
		return
	}
	a.cells[a.found] = a.trial
	a.found++
	a.frame = -1
	a.rebuild.where = a.exam.resources
	a.state = (*analysis).subtract
}

// subtract takes one frame of the cell that was found last out of the window.
func (a *analysis) subtract() {
	c := &a.cells[a.found-1]
	seen := &a.exam.frames[min(max(a.frame, 0), c.frames-1)]
	a.rebuild.frame(a.x, c, seen, a.frame)
	if a.frame++; a.frame > c.frames {
		a.state = (*analysis).identify
	}
}

// explained reports whether a candidate is but an echo of a cell that was found.
func (a *analysis) explained(c *candidate) bool {
	for i := a.first; i < a.found; i++ {
		if a.cells[i].primary.echoes(c) {
			return true
		}
	}
	return false
}

// known reports whether a cell was found before in this window.
func (a *analysis) known(c *cell) bool {
	for i := range a.cells[:a.found] {
		o := &a.cells[i]
		if o.pci == c.pci && apart(o.primary.start, c.primary.start, halfSize) < symbolSize {
			return true
		}
	}
	return false
}
