package gsm

// The radio interface's numbers, TS 45.002 clauses 4.3 and 5.2, TS 45.004.
const (
	symbolRate   = 13e6 / 48 // symbols a second, 270 833⅓
	frameSymbols = 1250      // a TDMA frame of eight timeslots of 156¼ symbols
	burstBits    = 148
	hyperframe   = 26 * 51 * 2048 // frame numbers
	multiframe   = 51             // frames of the control multiframe
	raster       = 200e3          // hertz between carriers
	toneHz       = symbolRate / 4 // of the frequency correction burst, above the carrier
)

// Where known bits lie in a burst.
const (
	trainingAt   = 61 // of a normal burst
	syncAt       = 42 // of a synchronisation burst
	tailBits     = 3  // at either end
	dataBits     = 57 // a half of a normal burst's data, then comes a stealing flag
	secondHalfAt = 88
	syncHalf     = 39 // a half of a synchronisation burst's data
)

// parse turns a string of bits into the symbols they send: +1 for 0, -1 for 1.
func parse(bits string) []float32 {
	symbols := make([]float32, len(bits))
	for i := range bits {
		symbols[i] = 1 - 2*float32(bits[i]-'0')
	}
	return symbols
}

// training holds the training sequences of normal bursts, TS 45.002 table
// 5.2.3a.
var training = [8][]float32{
	parse("00100101110000100010010111"),
	parse("00101101110111100010110111"),
	parse("01000011101110100100001110"),
	parse("01000111101101000100011110"),
	parse("00011010111001000001101011"),
	parse("01001110101100000100111010"),
	parse("10100111110110001010011111"),
	parse("11101111000100101110111100"),
}

// syncTraining is the extended training sequence of synchronisation bursts, TS
// 45.002 clause 5.2.5.
var syncTraining = parse("1011100101100010000001000000111100101101010001010111011000011011")
