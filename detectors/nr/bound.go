package nr

import "math"

// The chance that something else is taken for a cell.
//
// Scrambling multiplies what is not this cell's block by random signs, so that
// the correlation z of the soft bits with any one codeword, in units of their
// root sum square, exceeds a value with probability at most exp(-z²/2)
// (Hoeffding). A window is tried for no more than maxTests blocks in the mean,
// each for a few numbers and frame phases, and each time 2^32 payloads have a valid check.
const (
	codewords = 1 << payloadBits
	maxTests  = 1024

	// leastSupport is the correlation that a decoded block must have:
	// falseAlarm(9.6) is 4e-8.
	leastSupport = 9.6
)

// falseAlarm returns a bound on the probability that a window without a cell
// has this correlation with any codeword of any cell it is tried for.
func falseAlarm(z float64) float64 {
	return min(1, math.Exp(math.Log(codewords)+math.Log(maxTests)-z*z/2))
}

const (
	// phases is how many phases of a correlation stand for all of them: between
	// two, no more than a share of 1-phaseLoss of its square is lost.
	phases    = 24
	phaseLoss = 0.98

	// maxSightings is the number of primary signals that a window is examined for.
	maxSightings = 256
)

// waveformAlarm returns a bound on the probability that a window without a cell
// has this correlation with any secondary signal.
func waveformAlarm(z float64) float64 {
	return min(1, math.Exp(math.Log(groups*phases*maxSightings)-phaseLoss*z*z/2))
}
