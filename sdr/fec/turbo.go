package fec

import "math/bits"

const (
	turboStates     = 8
	turboTail       = 3       // input bits that end a constituent code
	turboIterations = 8       // most that Decode makes
	turboPeak       = 4096    // integer of the largest soft value
	turboCertain    = 1 << 16 // of a filler bit, and the largest extrinsic value
	turboNever      = -1 << 28
)

// A Turbo is the turbo code of TS 36.212 clause 5.1.3.2 for one block size: two
// recursive systematic codes of feedback 1+D²+D³ and parity 1+D+D³ around the
// quadratic permutation interleaver.
//
// The decoder is max-log-MAP on integers scaled from the block's largest value.
// The extrinsic values are scaled by 3/4, which recovers most of what the max
// approximation loses (J. Vogt, A. Finger, Electronics Letters 36(23), 2000).
type Turbo struct {
	k           int
	interleave  []uint16
	alpha       [][turboStates]int32 // forward metrics, doubled like all the metrics
	sys, par    [2][]int32           // of either code, its tail last
	prior       []int32              // on the way to a code
	extrinsic   [2][]int32           // from either code, in its own order
	hard        []byte
	interleaved []byte
}

// NewTurbo returns a coder for blocks of k bits, one of the sizes of table
// 5.1.3-3; see TurboSize.
func NewTurbo(k int) (*Turbo, error) {
	order, err := qpp(k)
	if err != nil {
		return nil, err
	}
	t := &Turbo{
		k: k, interleave: order,
		alpha: make([][turboStates]int32, k),
		prior: make([]int32, k), hard: make([]byte, k), interleaved: make([]byte, k),
	}
	for i := range 2 {
		t.sys[i], t.par[i] = make([]int32, k+turboTail), make([]int32, k+turboTail)
		t.extrinsic[i] = make([]int32, k)
	}
	return t, nil
}

// TurboCoded returns how many coded bits a block of k bits has.
func TurboCoded(k int) int { return 3 * (k + turboTail + 1) }

// tailPlace says where the tail bits go that clause 5.1.3.2.2 multiplexes: for
// either code, for its three tail steps, the element beyond 3k of input and parity.
var tailPlace = [2][turboTail][2]int{
	{{0, 1}, {2, 3}, {4, 5}},
	{{6, 7}, {8, 9}, {10, 11}},
}

// Encode fills coded with the TurboCoded(k) bits of a block of k bits: element
// 3j+i is d_j^(i). Filler bits are zeros here; the rate matching leaves out what
// they become.
func (t *Turbo) Encode(coded, in []byte) {
	for i, from := range t.interleave {
		t.interleaved[i] = in[from]
	}
	tails := coded[3*t.k : TurboCoded(t.k)]
	for i := range in[:t.k] {
		coded[3*i] = in[i]
	}
	for code, input := range [2][]byte{in[:t.k], t.interleaved} {
		var state uint
		for i, u := range input {
			a := u ^ feedback(state)
			coded[3*i+1+code] = a ^ parityTaps(state)
			state = state>>1 | uint(a)<<2
		}
		for _, place := range tailPlace[code] {
			tails[place[0]] = feedback(state)
			tails[place[1]] = parityTaps(state)
			state >>= 1
		}
	}
}

// The state's bits are s1, the latest, to s3.
func feedback(state uint) byte   { return byte(bits.OnesCount(state&0b011) & 1) } // D²+D³
func parityTaps(state uint) byte { return byte(bits.OnesCount(state&0b101) & 1) } // D+D³

// Decode fills dst with the k bits that the soft values of TurboCoded(k) coded
// bits, in Encode's order, make most likely. The first fillers bits are known to
// be zero. It stops when the CRC at the block's end, computed without the
// fillers, is right, or after eight iterations with ok false, and returns how
// many half iterations it took. Soft values that are all erasures are not ok,
// though a block of zeros has the right CRC.
func (t *Turbo) Decode(dst []byte, soft []float32, fillers int, crc *CRC) (halves int, ok bool) {
	if !t.load(soft, fillers) {
		clear(dst[:t.k])
		return 0, false
	}
	clear(t.prior)
	for halves < 2*turboIterations {
		code := halves % 2
		t.constituent(code)
		halves++
		if t.decide(code); crc.Mask(t.hard[fillers:]) == 0 {
			ok = true
			break
		}
		t.exchange(code)
	}
	copy(dst[:t.k], t.hard)
	return halves, ok
}

// Wipe clears all that the last block left in the coder.
func (t *Turbo) Wipe() {
	clear(t.hard)
	clear(t.interleaved)
	clear(t.prior)
	clear(t.alpha)
	for i := range 2 {
		clear(t.sys[i])
		clear(t.par[i])
		clear(t.extrinsic[i])
	}
}

// load quantises the soft values into the inputs of the two codes, and reports
// whether any of them says something.
func (t *Turbo) load(soft []float32, fillers int) bool {
	soft = soft[:TurboCoded(t.k)]
	gain := quantiserGain(soft, turboPeak)
	if gain == 0 {
		return false
	}
	for i := range t.k {
		t.sys[0][i] = quantised(soft[3*i], gain, turboPeak)
		t.par[0][i] = quantised(soft[3*i+1], gain, turboPeak)
		t.par[1][i] = quantised(soft[3*i+2], gain, turboPeak)
	}
	for i := range fillers {
		t.sys[0][i], t.par[0][i] = turboCertain, turboCertain
	}
	for i, from := range t.interleave {
		t.sys[1][i] = t.sys[0][from]
	}
	for code, steps := range tailPlace {
		for i, place := range steps {
			t.sys[code][t.k+i] = quantised(soft[3*t.k+place[0]], gain, turboPeak)
			t.par[code][t.k+i] = quantised(soft[3*t.k+place[1]], gain, turboPeak)
		}
	}
	return true
}

// decide takes hard decisions after a code's half iteration.
func (t *Turbo) decide(code int) {
	sys, prior, extrinsic := t.sys[code][:t.k], t.prior[:t.k], t.extrinsic[code][:t.k]
	if code == 0 {
		for i, e := range extrinsic {
			t.hard[i] = byte(uint32(sys[i]+prior[i]+e) >> 31)
		}
		return
	}
	for i, to := range t.interleave[:t.k] {
		t.hard[to] = byte(uint32(sys[i]+prior[i]+extrinsic[i]) >> 31)
	}
}

// exchange makes a code's extrinsic values the other's prior.
func (t *Turbo) exchange(code int) {
	if code == 0 {
		for i, from := range t.interleave {
			t.prior[i] = scaledDown(t.extrinsic[0][from])
		}
		return
	}
	for i, to := range t.interleave {
		t.prior[to] = scaledDown(t.extrinsic[1][i])
	}
}

func scaledDown(extrinsic int32) int32 {
	return max(-turboCertain, min(turboCertain, extrinsic)) * 3 / 4
}
