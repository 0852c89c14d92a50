package nr

import "math"

// A toolset holds what reads blocks of one subcarrier spacing.
type toolset struct {
	spacing spacing
	search  *searcher
	cutter  *cutter // to the search's rate
	refiner *refiner
}

// An examiner decides whether a sighting is a cell.
type examiner struct {
	receiver
	decoder *broadcastDecoder
	half    float64 // usable half of the receiver's width, hertz
	soft    [periodBlocks][broadcastBits]float32
	has     [periodBlocks]bool // whether soft holds that block
	sent    [blockSymbols]symbol
}

// usableShare is how much of the receiver's width holds signals.
const usableShare = 0.98

func newExaminer(rate float64) *examiner {
	return &examiner{receiver: receiver{demod: newDemodulator()}, decoder: newBroadcastDecoder(), half: rate / 2 * usableShare}
}

const (
	// leastIdentity is the least significance of a secondary signal for which
	// the broadcast is tried: noise reaches it in one candidate of thirty.
	leastIdentity = 4.5

	// indicesTried is how many of the best-fitting block numbers are tried.
	indicesTried = 2
)

// A numbering says how many blocks a half-frame may hold, TS 38.213 clause 4.1:
// reference signals tell four apart and the half-frame, or eight.
type numbering struct{ four, eight bool }

// numberingAt returns what is possible on a frequency, 0 when unknown. Between
// 1.88 and 3 GHz it depends on the duplex mode.
func numberingAt(hz float64) numbering {
	return numbering{four: hz < 3e9, eight: hz <= 0 || hz >= 1.88e9}
}

// A cell is what one block, or those of a window, say of one cell.
type cell struct {
	sighting
	identity
	broadcast
	spacing   spacing
	reference int // number of the reference signals
	decoded   bool
	persists  bool    // not decoded, but its synchronisation signals came again
	blocks    int     // whose primary and secondary signals were seen
	snr       float64 // of the reference signals, a ratio of powers
}

// look refines a sighting and demodulates its block.
func (e *examiner) look(t *toolset, s *sighting, x []complex64) bool {
	if !t.refiner.refine(s, x) {
		return false
	}
	e.load(t.refiner, e.half, s.offset)
	e.match(s.id)
	return true
}

// examine refines a sighting and reads its block.
func (e *examiner) examine(t *toolset, s sighting, x []complex64, n numbering, excluded func(pci int) bool) (c cell, ok bool) {
	if !e.look(t, &s, x) {
		return cell{}, false
	}
	e.prepare(s.id)
	c = cell{sighting: s, spacing: t.spacing, identity: e.identify(s.id, excluded), blocks: 1}
	if c.fit < leastIdentity {
		return c, false
	}
	e.read(&c, n)
	if c.decoded {
		e.sharpen(t, &c)
	}
	return c, true
}

// read tries the block numbers that fit the cell's reference signals best.
func (e *examiner) read(c *cell, n numbering) {
	fits := e.indexFits(c.pci)
	e.decoder.set(c.pci)
	for range indicesTried {
		index := fits.take()
		if !e.estimate(c.pci, index) {
			return
		}
		e.softBits(&e.soft[0], c.pci)
		before := c.broadcast.z
		n.each(index, func(scrambling, half int) {
			e.decoder.reset()
			e.decoder.add(&e.soft[0], scrambling, &noFlips)
			e.decoder.decode(&c.broadcast, scrambling, half)
		})
		if c.broadcast.z > before {
			c.snr = float64(e.signal) / float64(e.noise)
			c.reference = index
		}
	}
	c.decoded = c.broadcast.z >= leastSupport
}

// indexFits says how well each block number fits.
type indexFits [blockIndices]float64

func (v *receiver) indexFits(pci int) (f indexFits) {
	for i := range f {
		f[i] = v.indexFit(pci, i)
	}
	return f
}

// take returns the best number that was not taken yet.
func (f *indexFits) take() (best int) {
	for i, fit := range f {
		if fit > f[best] {
			best = i
		}
	}
	f[best] = math.Inf(-1)
	return best
}

// each calls try with every block number that reference signals of an index may
// mean, and the half-frame that goes with it, -1 when only the payload says it.
func (n numbering) each(index int, try func(number, half int)) {
	switch {
	case n.four && n.eight && index < 4:
		try(index, -1)
		return
	case n.four:
		try(index%4, index/4)
	}
	if n.eight {
		try(index, -1)
	}
}

const (
	// certainIdentity is the significance that a secondary signal must have for
	// a cell that cannot be decoded, and surelySibling that of another of its
	// blocks. What repeats every 20 ms repeats by chance what it is taken for,
	// so that the first must suffice alone: waveformAlarm(8) is 5e-8.
	certainIdentity = 8.0
	surelySibling   = 6.0
)

// persist looks for the cell's other blocks and decodes all together; when that
// fails, it settles whether the cell is there all the same.
func (e *examiner) persist(t *toolset, c *cell, x []complex64, n numbering) {
	best, fits := e.siblings(t, c, x)
	if c.blocks > 1 {
		e.combine(t, c, x, n, fits)
	}
	c.persists = c.fit >= certainIdentity && best >= surelySibling
}
