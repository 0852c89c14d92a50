package fec

// Sizes of a block of GSM's control channels, TS 45.003 clause 4.1.
const (
	XCCHInfo   = fireInfo             // bits of a layer 2 frame, 23 octets
	XCCHCoded  = 456                  // coded bits, in four bursts
	XCCHBurst  = XCCHCoded / 4        // of them in a normal burst: its two halves of 57, without the stealing flags
	xcchTail   = 4                    // zero bits after the parity
	xcchUncode = fireBlock + xcchTail // input bits of the convolutional code
)

// An XCCH codes and decodes the blocks of BCCH, CCCH, SDCCH and SACCH: Fire
// code, convolutional code of rate 1/2, and interleaving over four bursts. The
// bits of an octet are sent least significant first (TS 44.006); PackLSB makes
// octets of them.
type XCCH struct {
	viterbi *Viterbi
	coded   []byte
	soft    []float32
	block   [fireBlock]byte
}

// NewXCCH returns a coder with its own memory.
func NewXCCH() *XCCH {
	viterbi, err := NewViterbi(GSMConv, xcchUncode)
	if err != nil {
		panic(err) // the code is a constant of the standard
	}
	return &XCCH{viterbi: viterbi, coded: make([]byte, 0, XCCHCoded), soft: make([]float32, XCCHCoded)}
}

// xcchPlace is the interleaving of clause 4.1.4: coded bit k goes to bit
// xcchPlace[k]%114 of burst xcchPlace[k]/114.
var xcchPlace = func() (place [XCCHCoded]uint16) {
	for k := range place {
		burst, j := k%4, 2*(49*k%57)+k%8/4
		place[k] = uint16(XCCHBurst*burst + j)
	}
	return place
}()

// Encode fills bursts, four of 114 bits one after the other, from the 184 bits
// of info.
func (x *XCCH) Encode(bursts, info []byte) {
	block := append(x.block[:0], info[:XCCHInfo]...)
	block = FireAppend(block, info)
	x.coded = GSMConv.EncodeTerminated(x.coded[:0], block)
	for k, b := range x.coded {
		bursts[xcchPlace[k]] = b
	}
}

// Decode fills the 184 bits of info from the soft values of four bursts of 114,
// one after the other. ok says whether the parity is right; with correct set, a
// burst of errors that the Viterbi decoder left is mended first (see FireCorrect).
// metric is the correlation of the soft values with the decoded path, see
// Viterbi.
func (x *XCCH) Decode(info []byte, bursts []float32, correct bool) (metric float32, ok bool) {
	for k, place := range xcchPlace {
		x.soft[k] = bursts[place]
	}
	metric = x.viterbi.Terminated(x.block[:], x.soft)
	if correct {
		_, ok = FireCorrect(x.block[:])
	} else {
		ok = FireCheck(x.block[:])
	}
	copy(info[:XCCHInfo], x.block[:])
	return metric, ok
}

// Forget overwrites what the last block decoded has left in the coder's memory.
func (x *XCCH) Forget() {
	clear(x.block[:])
	clear(x.soft)
	x.viterbi.forget()
}

// PackLSB packs bits into octets, the first bit of each octet the least
// significant, and returns how many octets it wrote.
func PackLSB(dst, bits []byte) int {
	n := (len(bits) + 7) / 8
	clear(dst[:n])
	for i, b := range bits {
		dst[i/8] |= b << (i % 8)
	}
	return n
}
