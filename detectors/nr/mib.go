package nr

import "vigie/sdr/fec"

// Sizes of the broadcast channel, TS 38.212 clause 7.1 and TS 38.211 clause 7.3.3.
const (
	mibBits       = 24 // the BCCH-BCH message
	payloadBits   = 32
	codeBits      = payloadBits + 24
	broadcastBits = 864
)

// MIB is the master information block of TS 38.331 clause 6.2.2 with the timing
// bits of TS 38.212 clause 7.1.1.
type MIB struct {
	Frame          int  // system frame number
	Half           int  // half-frame of the block
	CommonSpacing  int  // of SIB1, kHz
	SubcarrierSSB  int  // k_SSB: subcarriers from the common resource grid to the block
	TypeAPosition  int  // first reference symbol of data, 2 or 3
	CORESET0       int  // controlResourceSetZero
	SearchSpace0   int  // searchSpaceZero
	Barred         bool // nobody may camp on the cell
	IntraFrequency bool // then others of the same frequency may be camped on
	Spare          int  // the message's last bit and the two reserved timing bits
}

// payloadOrder is G of TS 38.212 table 7.1.1-1.
var payloadOrder = [payloadBits]uint8{
	16, 23, 18, 17, 8, 30, 10, 6, 24, 7, 0, 5, 3, 2, 1, 4,
	9, 11, 12, 13, 14, 15, 19, 20, 21, 22, 25, 26, 27, 28, 29, 31,
}

// Where the timing bits that scrambling depends on, or leaves alone, lie.
var (
	halfBit   = payloadOrder[10]
	thirdBit  = payloadOrder[7] // third least significant bit of the frame number
	secondBit = payloadOrder[8]
)

// payloadPlace maps each bit of the payload, in its own order, to its place in
// the interleaved one: TS 38.212 clause 7.1.1 for cells below 6 GHz.
var payloadPlace = func() (p [payloadBits]uint8) {
	frame, other := 0, 14
	for i := range p {
		switch {
		case i >= 1 && i <= 6 || i >= mibBits && i < mibBits+4:
			p[i] = payloadOrder[frame]
			frame++
		case i == mibBits+4:
			p[i] = halfBit
		case i > mibBits+4:
			p[i] = payloadOrder[11+i-mibBits-5]
		default:
			p[i] = payloadOrder[other]
			other++
		}
	}
	return p
}()

// scrambleParts fills s with the four sequences that scramble a cell's payload
// before it is coded, one for each value of the frame number's second and third
// bit: TS 38.212 clause 7.1.2.
func scrambleParts(s *[4][payloadBits]byte, pci int) {
	const scrambled = payloadBits - 3
	g := fec.NewGold(uint32(pci))
	for v := range s {
		var c [scrambled]byte
		g.Bits(c[:])
		j := 0
		for i := range s[v] {
			if u := uint8(i); u != halfBit && u != thirdBit && u != secondBit {
				s[v][i] = c[j]
				j++
			}
		}
	}
}

// phase returns the frame number's third and second bit in an interleaved
// payload, scrambled or not.
func phase(bits []byte) int { return int(bits[thirdBit]<<1 | bits[secondBit]) }

// parseMIB reads an interleaved payload of payloadBits bits. It reports false
// for a message that is no master information block.
func parseMIB(bits []byte) (m MIB, ok bool) {
	if len(bits) != payloadBits {
		return MIB{}, false
	}
	var a [payloadBits]byte
	for i, at := range payloadPlace {
		a[i] = bits[at]
	}
	m = MIB{
		Frame:          number(a[1:7])<<4 | number(a[24:28]),
		Half:           int(a[28]),
		CommonSpacing:  15 << a[7],
		SubcarrierSSB:  int(a[29])<<4 | number(a[8:12]),
		TypeAPosition:  2 + int(a[12]),
		CORESET0:       number(a[13:17]),
		SearchSpace0:   number(a[17:21]),
		Barred:         a[21] == 0,
		IntraFrequency: a[22] == 0,
		Spare:          int(a[23])<<2 | number(a[30:32]),
	}
	return m, a[0] == 0
}

// payload writes the interleaved payload of a block.
func (m MIB) payload(bits []byte) {
	var a [payloadBits]byte
	setNumber(a[1:7], m.Frame>>4)
	setNumber(a[24:28], m.Frame)
	a[28] = byte(m.Half)
	a[7] = byte(m.CommonSpacing / 30)
	setNumber(a[8:12], m.SubcarrierSSB)
	a[29] = byte(m.SubcarrierSSB >> 4)
	a[12] = byte(m.TypeAPosition - 2)
	setNumber(a[13:17], m.CORESET0)
	setNumber(a[17:21], m.SearchSpace0)
	a[21], a[22] = bit(!m.Barred), bit(!m.IntraFrequency)
	a[23] = byte(m.Spare >> 2)
	setNumber(a[30:32], m.Spare)
	for i, at := range payloadPlace {
		bits[at] = a[i]
	}
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func setNumber(bits []byte, n int) {
	for i := range bits {
		bits[i] = byte(n >> (len(bits) - 1 - i) & 1)
	}
}

// number returns the bits as an integer, the first being the most significant.
func number(bits []byte) (n int) {
	for _, b := range bits {
		n = n<<1 | int(b&1)
	}
	return n
}
