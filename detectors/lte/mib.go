package lte

// MIB is the master information block, TS 36.331 clause 6.2.2.
type MIB struct {
	RB            int    // downlink bandwidth in resource blocks
	PHICHExtended bool   // PHICH duration
	PHICHResource string // Ng: "1/6", "1/2", "1", "2"
	Period        int    // the eight upper bits of the frame number
	Rest          uint16 // the ten bits behind: zero until release 12, LTE-M scheduling since
}

const mibBits = 24

var (
	mibRB    = [...]int{6, 15, 25, 50, 75, 100}
	mibPHICH = [...]string{"1/6", "1/2", "1", "2"}
)

// parseMIB reads the block's 24 bits, one a byte. It reports false for a
// bandwidth that does not exist.
func parseMIB(bits []byte) (m MIB, ok bool) {
	if len(bits) != mibBits {
		return MIB{}, false
	}
	width := number(bits[0:3])
	if width >= len(mibRB) {
		return MIB{}, false
	}
	return MIB{
		RB:            mibRB[width],
		PHICHExtended: bits[3] == 1,
		PHICHResource: mibPHICH[number(bits[4:6])],
		Period:        number(bits[6:14]),
		Rest:          uint16(number(bits[14:24])),
	}, true
}

// number returns the bits as an integer, the first being the most significant.
func number(bits []byte) (n int) {
	for _, b := range bits {
		n = n<<1 | int(b&1)
	}
	return n
}
