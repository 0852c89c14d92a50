package lte

import (
	"math"

	"vigie/sdr/fec"
)

// The broadcast channel, TS 36.212 clause 5.3.1: 24 bits and 16 of parity, coded
// at rate 1/3, repeated to fill the four frames of a period.
const (
	blockBits    = mibBits + 16
	codedBits    = 3 * blockBits
	framesPeriod = 4
	maxFrames    = 9 // broadcasts in a window of eight frames that starts anywhere
	maxPeriods   = 3
)

// portMask returns the mask on the parity of a cell with this many ports.
func (n portCount) portMask() uint32 {
	switch n {
	case 2:
		return 0xFFFF
	case 4:
		return 0x5555
	}
	return 0
}

// A broadcastDecoder decodes the frames of one cell at a time.
type broadcastDecoder struct {
	match    *fec.ConvMatcher
	viterbi  *fec.Viterbi
	bits     int // of a frame
	scramble [framesPeriod * frameBits]byte
	soft     [maxFrames][frameBits]float32                 // as received, for one number of ports
	stream   [maxPeriods][framesPeriod * frameBits]float32 // descrambled, for one phase; zero where nothing was received
	coded    [maxPeriods][codedBits]float32
	sum      [codedBits]float32
	energy   float64 // of stream, limited
	block    [blockBits]byte
	word     [framesPeriod * frameBits]byte
	encoded  [codedBits]byte
}

func newBroadcastDecoder() *broadcastDecoder {
	match, err := fec.NewConvMatcher(blockBits)
	if err != nil {
		panic(err)
	}
	viterbi, err := fec.NewViterbi(fec.LTEConv, blockBits)
	if err != nil {
		panic(err)
	}
	return &broadcastDecoder{match: match, viterbi: viterbi}
}

// A broadcast is what the frames of a cell were found to carry.
type broadcast struct {
	MIB
	ports portCount
	phase int     // of the first frame in its period
	z     float64 // correlation of the soft bits with the codeword, in units of their root sum square
	block [mibBits]byte
}

// frameNumber returns the number of the first frame.
func (b *broadcast) frameNumber() int { return b.Period*framesPeriod + b.phase }

// set prepares for a cell.
func (d *broadcastDecoder) set(pci int, p prefix) {
	d.bits = p.bits()
	g := fec.NewGold(uint32(pci))
	g.Bits(d.scramble[:framesPeriod*d.bits])
}

// counters lists, for every number of periods, in what the upper frame-number
// bits of successive periods can differ from those of the first.
var counters = func() (t [maxPeriods + 1][][maxPeriods]byte) {
	for n := 1; n <= maxPeriods; n++ {
		seen := map[[maxPeriods]byte]bool{}
		for first := range 256 {
			var x [maxPeriods]byte
			for j := range n {
				x[j] = byte(first) ^ byte(first+j)
			}
			if !seen[x] {
				seen[x] = true
				t[n] = append(t[n], x)
			}
		}
	}
	return t
}()

// flips holds the codewords of the frame-number bits alone: as the code is
// linear, what a difference in them changes.
var flips = func() (t [256][codedBits]byte) {
	for x := range t {
		var block [mibBits]byte
		setNumber(block[6:14], x)
		encodeBlock(&t[x], &block, 0)
	}
	return t
}()

func setNumber(bits []byte, n int) {
	for i := range bits {
		bits[i] = byte(n >> (len(bits) - 1 - i) & 1)
	}
}

// encodeBlock fills dst with the coded bits of a block, parity included.
func encodeBlock(dst *[codedBits]byte, block *[mibBits]byte, mask uint32) {
	var buffer [blockBits]byte
	bits := append(buffer[:0], block[:]...)
	fec.LTEConv.EncodeTailBiting(dst[:0], fec.CRC16.Append(bits, block[:], mask))
}

// decode looks for a block in consecutive frames, whose soft bits for this
// number of ports are the first rows of d.soft. Of all blocks whose check passes
// it keeps in best the one that the soft bits support most.
func (d *broadcastDecoder) decode(best *broadcast, frames int, ports portCount) {
	for phase := range framesPeriod {
		periods := d.combine(frames, phase)
		for p := range periods {
			d.try(best, &d.coded[p], p, periods, ports, phase)
		}
		if periods == 1 {
			continue
		}
		for i := range counters[periods] {
			d.sum = d.coded[0]
			for p := 1; p < periods; p++ {
				flip := &flips[counters[periods][i][p]]
				for j, v := range d.coded[p] {
					d.sum[j] += v * float32(1-2*int(flip[j]))
				}
			}
			d.try(best, &d.sum, 0, periods, ports, phase)
		}
	}
}

// combine descrambles the frames, if the first has this phase, and undoes the
// repetition in each period. It returns how many periods they touch.
func (d *broadcastDecoder) combine(frames, phase int) (periods int) {
	periods = (phase + frames + framesPeriod - 1) / framesPeriod
	for p := range periods {
		clear(d.stream[p][:])
		clear(d.coded[p][:])
	}
	d.energy = 0
	for n := range frames {
		at := (phase + n) % framesPeriod * d.bits
		stream := d.stream[(phase+n)/framesPeriod][at:][:d.bits]
		for i, c := range d.scramble[at:][:d.bits] {
			v := d.soft[n][i]
			t := limited(v)
			d.energy += float64(t * t)
			stream[i] = v * float32(1-2*int(c))
		}
	}
	for p := range periods {
		d.match.Dematch(d.coded[p][:], d.stream[p][:framesPeriod*d.bits])
	}
	return periods
}

// try decodes one sum of soft bits, taken for those of the period with this index.
func (d *broadcastDecoder) try(best *broadcast, soft *[codedBits]float32, period, periods int, ports portCount, phase int) {
	d.viterbi.TailBiting(d.block[:], soft[:])
	if fec.CRC16.Mask(d.block[:]) != ports.portMask() {
		return
	}
	mib, ok := parseMIB(d.block[:mibBits])
	if !ok {
		return
	}
	b := broadcast{MIB: mib, ports: ports, phase: phase, block: [mibBits]byte(d.block[:])}
	b.Period = (mib.Period - period) & 0xFF
	setNumber(b.block[6:14], b.Period)
	b.z = d.support(&b, periods)
	if b.z > best.z {
		*best = b
	}
}

// limited keeps a few very sure bits from deciding for all.
func limited(llr float32) float32 { return llr / (1 + float32(math.Abs(float64(llr)))) }

// support returns the correlation of all soft bits, limited, with what a cell that sends
// this broadcast sends in all periods.
func (d *broadcastDecoder) support(b *broadcast, periods int) float64 {
	if d.energy == 0 {
		return 0
	}
	var sum float64
	for p := range periods {
		word := d.codeword(b, p)
		for i, v := range d.stream[p][:len(word)] {
			if word[i] == 1 {
				v = -v
			}
			sum += float64(limited(v))
		}
	}
	return sum / math.Sqrt(d.energy)
}

// codeword returns the bits of a whole period, not scrambled, that many periods
// after the broadcast's first. They are good until the next call.
func (d *broadcastDecoder) codeword(b *broadcast, period int) []byte {
	block := b.block
	setNumber(block[6:14], b.Period+period)
	encodeBlock(&d.encoded, &block, b.ports.portMask())
	word := d.word[:framesPeriod*d.bits]
	d.match.Match(word, d.encoded[:])
	return word
}

// frame fills dst with the scrambled bits of the frame that lies n frames after
// the start of the broadcast's first period, for the cell that is set.
func (d *broadcastDecoder) frame(dst []byte, b *broadcast, n int) []byte {
	period := int(math.Floor(float64(n) / framesPeriod))
	at := (n - period*framesPeriod) * d.bits
	dst = dst[:copy(dst, d.codeword(b, period)[at:][:d.bits])]
	for i, c := range d.scramble[at:][:d.bits] {
		dst[i] ^= c
	}
	return dst
}

const (
	// codewords is the number of blocks with a valid check and bandwidth, for
	// all hypotheses on ports and phase.
	codewords = 6 * (1 << (mibBits - 3)) * 3 * framesPeriod

	// maxTests bounds the cells that one window is tested for.
	maxTests = 128

	// leastSupport is the correlation a cell must have: falseAlarm(9.3) is 3e-9.
	leastSupport = 9.3
)

// falseAlarm returns a bound on the probability that a window without a cell
// has this correlation with any codeword of any cell it is tested for: the union
// of Hoeffding's bounds for random signs.
func falseAlarm(z float64) float64 {
	return min(1, math.Exp(math.Log(codewords)+math.Log(maxTests)-z*z/2))
}
