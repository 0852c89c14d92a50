package downlink

import (
	"errors"
	"math"

	"vigie/sdr/fec"
)

// The identities of TS 36.321 clause 7.1 that broadcasts and paging are sent to.
const (
	SystemRNTI = 0xFFFF
	PagingRNTI = 0xFFFE
)

// A Block is a transport block whose CRC24A passed.
type Block struct {
	Assignment
	RNTI     uint16
	Frame    int // frames after the Timing's
	Subframe int
	Data     []byte // octets; good until the next Block is found
}

// A Reader reads blocks of one cell at a time from samples of one rate.
type Reader struct {
	demod  *demodulator
	est    estimator
	grid   grid
	region *region
	cell   Cell
	timing Timing

	viterbi  *fec.Viterbi
	matchers [2]*fec.ConvMatcher // formats 1A, 1C
	lengths  [2]int
	llr      []float32 // of control groups, then of the shared channel
	stream   []float32 // of control channel elements
	coded    [3 * maxMessage]float32
	message  [maxMessage]byte
	where    []element
	taken    [2][maxRB]bool
	coders   map[int]*coder
	factors  []int
	data     []byte
	block    Block
	acquire  *acquirer // nil until it is needed
	blind    *Blind    // nil until it is needed
	sums     [2][]float32
	memory   *Memory // of the cell that is set
	own      *Memory // of a cell of which no other was given
	began    float64 // seconds of the receiver at which the samples do
	frame    int     // whose SIB1 is added up next
	end      int     // of these frames
	place    int     // of the memory that is decoded next
	Tries    int     // turbo decodings since Set, each of which noise passes once in 2²⁴
}

const (
	maxMessage  = 64                             // bits of a control message with parity
	maxElements = maxRB * blockSize * maxSymbols // of a subframe
	maxShared   = 2 * maxElements                // bits of one
)

// NewReader returns a Reader for samples of a rate as Rate gives.
func NewReader(rate float64) (*Reader, error) {
	demod, err := newDemodulator(rate)
	if err != nil {
		return nil, err
	}
	viterbi, err := fec.NewViterbi(fec.LTEConv, maxMessage)
	if err != nil {
		return nil, err
	}
	combined := fec.TurboCoded(fec.TurboSize(maxBlock + parityBits))
	return &Reader{
		own:   NewMemory(),
		sums:  [2][]float32{make([]float32, combined), make([]float32, combined)},
		demod: demod, region: newRegion(), viterbi: viterbi,
		llr: make([]float32, maxShared), stream: make([]float32, commonCCE*cceBits),
		where: make([]element, 0, maxElements), coders: map[int]*coder{},
		factors: make([]int, 0, 3), data: make([]byte, 0, maxBlock/8),
	}, nil
}

// Set makes the Reader read a cell at a timing. It reports how many resource
// blocks are in view.
func (r *Reader) Set(c Cell, t Timing) (blocks int) {
	r.cell, r.timing, r.Tries = c, t, 0
	r.own.Forget()
	r.memory, r.began = r.own, 0
	g := &r.grid
	g.cell = &r.cell
	g.lo, g.hi = r.demod.seen(&r.cell, t.Offset)
	for l := range g.y {
		clear(g.y[l][:])
	}
	r.region.set(&r.cell)
	full, compact := r.cell.messageBits()
	for i, n := range [2]int{full, compact} {
		if r.lengths[i] == n && r.matchers[i] != nil {
			continue
		}
		match, err := fec.NewConvMatcher(n + fec.CRC16.Size())
		if err != nil {
			panic(err)
		}
		r.lengths[i], r.matchers[i] = n, match
	}
	return (g.hi - g.lo) / blockSize
}

// Configure tells the frame structure of a TDD cell, which its SIB1 names.
func (r *Reader) Configure(config, special int) {
	r.cell.Config, r.cell.Special = config, special
}

// Whole reports whether the whole carrier is in view.
func (r *Reader) Whole() bool { return r.grid.lo == 0 && r.grid.hi == r.cell.width() }

// Share returns how much of the carrier is in view.
func (r *Reader) Share() float64 {
	return float64(r.grid.hi-r.grid.lo) / float64(r.cell.width())
}

// at returns the sample at which a subframe starts.
func (r *Reader) at(frame, subframe int) float64 {
	seconds := float64(frame)*frameTime + float64(subframe)*subTime
	return r.timing.Frame + seconds*r.demod.rate*(1+r.timing.Drift)
}

// fill demodulates a symbol of the subframe at work unless it is there already.
func (r *Reader) fill(x []complex64, start float64, l int) bool {
	g := &r.grid
	if !g.has[l] {
		at := start + r.cell.start(l)*r.demod.rate*(1+r.timing.Drift)
		g.has[l] = r.demod.symbol(g.y[l][:], g.lo, g.hi, x, at, &r.cell, r.timing.Offset)
	}
	return g.has[l]
}

// pilots demodulates the symbols of a subframe that hold reference signals.
func (r *Reader) pilots(x []complex64, frame, subframe int) bool {
	g := &r.grid
	g.number = subframe
	g.has = [maxSymbols]bool{}
	start := r.at(frame, subframe)
	n := r.cell.slotSymbols()
	for slot := range 2 {
		for l := range n {
			if r.cell.hasPilots(l) && !r.fill(x, start, slot*n+l) {
				return false
			}
		}
	}
	return true
}

// mostLate and mostOff are how far a timing may be from the truth; what says more
// is not this cell.
const (
	mostLate = 2e-6 // seconds
	mostOff  = 200  // hertz

	// mostOffTuned holds after the receiver was tuned anew: its synthesiser's steps
	// and errors come on top.
	mostOffTuned = 900
)

var errTooWide = errors.New("downlink: the window is too wide to look for a carrier's edge in")

// Refine corrects the timing and the carrier offset by what the reference
// signals of some subframes say.
func (r *Reader) Refine(x []complex64) { r.refine(x, mostOff) }

func (r *Reader) refine(x []complex64, mostOff float64) {
	for range 2 {
		var late, turn complex128
		for frame := -1; r.at(frame, 0) < float64(len(x)); frame++ {
			for _, subframe := range [...]int{0, 5} {
				if r.pilots(x, frame, subframe) {
					a, b := r.est.residual(&r.grid)
					late += a
					turn += b
				}
			}
		}
		by, off := seconds(late), hertz(turn)
		if math.Abs(by) > mostLate || math.Abs(off) > mostOff {
			return
		}
		r.timing.Frame += by * r.demod.rate
		r.timing.Offset += off
	}
}

// Timing returns the timing as refined.
func (r *Reader) Timing() Timing { return r.timing }

// SNR returns the ratio of the reference signals' power to noise in the last
// subframe that was read.
func (r *Reader) SNR() float64 { return float64(r.grid.signal / r.grid.noise) }

// open makes a subframe ready: pilots, channel and count symbols from first on.
func (r *Reader) open(x []complex64, frame, subframe, first, count int) bool {
	if !r.pilots(x, frame, subframe) || !r.est.estimate(&r.grid) {
		return false
	}
	start := r.at(frame, subframe)
	for l := first; l < first+count; l++ {
		if !r.fill(x, start, l) {
			return false
		}
	}
	return true
}

// Frames returns the range of frames, relative to the Timing's, of which the
// samples hold any subframe.
func (r *Reader) Frames(samples int) (first, end int) {
	length := frameTime * r.demod.rate * (1 + r.timing.Drift)
	first = int(math.Floor(-r.timing.Frame / length))
	end = int(math.Ceil((float64(samples) - r.timing.Frame) / length))
	return first, end
}
