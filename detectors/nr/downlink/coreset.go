package downlink

import "errors"

// A CORESET is where the control channel of SIB1 lies.
type CORESET struct {
	RB      int // width in resource blocks
	Symbols int
	Offset  int // resource blocks from its first to the block's first
}

// coresets0 are the tables of TS 38.213 clause 13 for multiplexing pattern 1 by
// index: 13-1 for 15 kHz; 13-4 for 30 kHz, 13-6 where bands are 40 MHz or wider.
var (
	coresets15 = []CORESET{
		{24, 2, 0},
		{24, 2, 2},
		{24, 2, 4},
		{24, 3, 0},
		{24, 3, 2},
		{24, 3, 4},
		{48, 1, 12},
		{48, 1, 16},
		{48, 2, 12},
		{48, 2, 16},
		{48, 3, 12},
		{48, 3, 16},
		{96, 1, 38},
		{96, 2, 38},
		{96, 3, 38},
	}
	coresets30 = []CORESET{
		{24, 2, 0},
		{24, 2, 1},
		{24, 2, 2},
		{24, 2, 3},
		{24, 2, 4},
		{24, 3, 0},
		{24, 3, 1},
		{24, 3, 2},
		{24, 3, 3},
		{24, 3, 4},
		{48, 1, 12},
		{48, 1, 14},
		{48, 1, 16},
		{48, 2, 12},
		{48, 2, 14},
		{48, 2, 16},
	}
	coresets30Wide = []CORESET{
		{24, 2, 0}, {24, 2, 4}, {24, 3, 0}, {24, 3, 4}, {48, 1, 0}, {48, 1, 28}, {48, 2, 0}, {48, 2, 28}, {48, 3, 0}, {48, 3, 28},
	}
)

// A Cell is what must be known of a cell to read its SIB1.
type Cell struct {
	PCI           int
	Spacing       int // subcarrier spacing of block and control channel, kHz
	KSSB          int // as in the MIB, with its upper bit
	CORESET0      int
	SearchSpace0  int
	TypeAPosition int  // 2 or 3
	WideBand      bool // the band has no carriers narrower than 40 MHz
}

// noSIB1 is the least k_SSB, below 7 GHz, with which a block has no SIB1: TS
// 38.213 clause 4.1.
const noSIB1 = 24

// ErrNoSIB1 is returned for a cell that sends no SIB1, or none with this block.
var ErrNoSIB1 = errors.New("the block has no SIB1")

// CORESET returns where the cell's control channel for SIB1 lies.
func (c Cell) CORESET() (CORESET, error) {
	table := coresets15
	if c.Spacing == 30 {
		table = coresets30
		if c.WideBand {
			table = coresets30Wide
		}
	}
	if c.KSSB >= noSIB1 || c.CORESET0 >= len(table) {
		return CORESET{}, ErrNoSIB1
	}
	return table[c.CORESET0], nil
}

// First returns how far, in hertz, CORESET 0's first subcarrier lies from the
// middle of the synchronisation block (its subcarrier 120): k_SSB counts
// subcarriers of 15 kHz.
func (c Cell) First(s CORESET) float64 {
	const half = 120
	return -float64((half+12*s.Offset)*c.Spacing+15*c.KSSB) * 1e3
}

// An Occasion is one place where the control channel may be sent.
type Occasion struct {
	Slot   int // of a frame
	Symbol int
}

// A monitoring is a row of TS 38.213 table 13-11.
type monitoring struct {
	offset  int // O
	doubled int // twice M
	sets    int // search space sets a slot
	symbol  int // the first, of the first set
}

var monitorings = [16]monitoring{
	{0, 2, 1, 0},
	{0, 1, 2, 0},
	{2, 2, 1, 0},
	{2, 1, 2, 0},
	{5, 2, 1, 0},
	{5, 1, 2, 0},
	{7, 2, 1, 0},
	{7, 1, 2, 0},
	{0, 4, 1, 0},
	{5, 4, 1, 0},
	{0, 2, 1, 1},
	{0, 2, 1, 2},
	{2, 2, 1, 1},
	{2, 2, 1, 2},
	{5, 2, 1, 1},
	{5, 2, 1, 2},
}

// Occasions returns the two places, in successive slots, at which the control
// channel that goes with a block is sent, and whether in odd frames: TS 38.213
// clause 13.
func (c Cell) Occasions(s CORESET, block int) (places [2]Occasion, odd bool) {
	m := monitorings[c.SearchSpace0]
	perFrame := 10 * c.Spacing / 15
	n := m.offset*c.Spacing/15 + block*m.doubled/2
	symbol := m.symbol
	if m.sets == 2 && block%2 == 1 {
		symbol = s.Symbols
	}
	for i := range places {
		places[i] = Occasion{Slot: (n + i) % perFrame, Symbol: symbol}
	}
	return places, n/perFrame%2 == 1
}
