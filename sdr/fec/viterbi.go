package fec

import (
	"fmt"
	"math"
	"math/bits"
)

// A Viterbi decodes a convolutional code from soft values, by the path of
// greatest correlation. Inside it works on integers scaled from the largest
// value of the block, to about 14 bits: that costs nothing measurable and lets
// the add-compare-select run without branches.
type Viterbi struct {
	states  int
	rate    int      // coded bits an input bit
	sign    []uint32 // outputs of the transition from state i<half with input 0, one bit a generator
	metrics [2][64]int32
	start   [64]int32
	branch  [256]int32 // correlation of one step's values with each output pattern
	soft    []int32
	choice  []uint64 // a step's survivors: bit t is the oldest bit of state t's predecessor
	path    []byte
}

// NewViterbi returns a decoder for blocks of up to steps input bits, those of a
// terminated block's tail included.
func NewViterbi(code Conv, steps int) (*Viterbi, error) {
	if err := code.validate(); err != nil {
		return nil, err
	}
	if steps < code.Length || steps > 1<<16 {
		return nil, fmt.Errorf("fec: viterbi: %d steps, want %d to %d", steps, code.Length, 1<<16)
	}
	v := &Viterbi{
		states: 1 << (code.Length - 1),
		rate:   len(code.Polys),
		soft:   make([]int32, steps*len(code.Polys)),
		choice: make([]uint64, steps),
		path:   make([]byte, steps),
	}
	v.sign = make([]uint32, v.states/2)
	for s := range v.sign {
		for i := range code.Polys {
			v.sign[s] |= uint32(bits.OnesCount32(uint32(s)<<1&code.taps(i))&1) << i
		}
	}
	return v, nil
}

// wavaPasses bounds the passes around a tail-biting trellis. The second nearly
// always closes the path.
const wavaPasses = 4

// TailBiting decodes len(dst) bits from rate·len(dst) soft values in the order
// of Conv.EncodeTailBiting, by the wrap-around Viterbi algorithm: the trellis is
// gone round, each time starting from the metrics the last pass ended with,
// until a path ends in the state it began with. It returns the path's
// correlation with the soft values; their sum of magnitudes is the greatest
// possible one. If no pass closes a path, closed is false and the best open one
// stands.
func (v *Viterbi) TailBiting(dst []byte, llr []float32) (metric float32, closed bool) {
	n := len(dst)
	scale := v.quantise(llr[:n*v.rate])
	v.metrics[0] = [64]int32{}
	var end, begin int
	for pass := range wavaPasses {
		v.start = v.metrics[0]
		v.forward(n)
		if end, begin = v.close(v.path[:n], pass > 0); end == begin {
			break
		}
		v.normalise()
	}
	copy(dst, v.path[:n])
	return float32(v.metrics[0][end]-v.start[begin]) * scale, end == begin
}

// close looks for a path that ends in the state it began with: first the best
// path, then, once the metrics have gone round, the one that ends where the last
// one tried began. What follows the end of the block then bears on the choice of
// the beginning, not on that of the end, so that the beginning is known better.
func (v *Viterbi) close(path []byte, round bool) (end, begin int) {
	end = v.best()
	begin = v.traceback(path, end)
	for try := 0; round && try < 3 && begin != end; try++ {
		end = begin
		begin = v.traceback(path, end)
	}
	return end, begin
}

// Terminated decodes a block that starts and ends in the zero state:
// rate·(len(dst)+K-1) soft values in the order of Conv.EncodeTerminated give
// len(dst) bits. It returns the path's correlation with the soft values.
func (v *Viterbi) Terminated(dst []byte, llr []float32) (metric float32) {
	n := len(dst) + bits.TrailingZeros(uint(v.states))
	scale := v.quantise(llr[:n*v.rate])
	for s := range v.metrics[0] {
		v.metrics[0][s] = math.MinInt32 / 2
	}
	v.metrics[0][0] = 0
	v.forward(n)
	v.traceback(v.path[:n], 0)
	copy(dst, v.path)
	return float32(v.metrics[0][0]) * scale
}

// quantise fills v.soft and returns the size of one step. A value that is not
// finite is an erasure.
func (v *Viterbi) quantise(llr []float32) (step float32) {
	levels := float32(min(1<<14, 1<<29/len(llr)))
	gain := quantiserGain(llr, levels)
	for i, x := range llr {
		v.soft[i] = quantised(x, gain, levels)
	}
	if gain == 0 {
		return 0
	}
	return 1 / gain
}

// forward goes through n steps from metrics[0] and leaves the result there.
func (v *Viterbi) forward(n int) {
	from, to := &v.metrics[0], &v.metrics[1]
	half := v.states / 2
	for k := range n {
		v.correlate(v.soft[k*v.rate : (k+1)*v.rate])
		var choice uint64
		for i := range half {
			m := v.branch[v.sign[i]&0xff]
			lo, hi := from[i&63], from[(i+half)&63]
			// Both generators' end taps are set, so that a change of the
			// newest or of the oldest bit changes every output.
			a, b := lo+m, hi-m
			d := (a - b) >> 31
			to[2*i&63] = a - (a-b)&d
			c, e := lo-m, hi+m
			f := (c - e) >> 31
			to[(2*i+1)&63] = c - (c-e)&f
			choice |= uint64(uint32(d)&1|uint32(f)&2) << (2 * i)
		}
		v.choice[k] = choice
		from, to = to, from
	}
	if n%2 == 1 {
		v.metrics[0] = v.metrics[1]
	}
}

// correlate fills v.branch for every pattern of outputs.
func (v *Viterbi) correlate(soft []int32) {
	v.branch[0] = 0
	for _, x := range soft {
		v.branch[0] += x
	}
	for i, x := range soft {
		for p := range 1 << i {
			v.branch[(p|1<<i)&0xff] = v.branch[p&0xff] - 2*x
		}
	}
}

func (v *Viterbi) best() (state int) {
	for s, m := range v.metrics[0][:v.states] {
		if m > v.metrics[0][state] {
			state = s
		}
	}
	return state
}

// traceback writes the input bits of the path that ends in a state and returns
// the state it began with.
func (v *Viterbi) traceback(path []byte, state int) int {
	half := v.states / 2
	for k := len(path) - 1; k >= 0; k-- {
		path[k] = byte(state & 1)
		older := int(v.choice[k] >> state & 1)
		state = state>>1 + older*half
	}
	return state
}

// forget overwrites what the last block has left.
func (v *Viterbi) forget() {
	clear(v.soft)
	clear(v.choice)
	clear(v.path)
}

// normalise keeps the metrics of successive passes near zero.
func (v *Viterbi) normalise() {
	top := v.metrics[0][v.best()]
	for s := range v.metrics[0][:v.states] {
		v.metrics[0][s] -= top
	}
}
