//go:build !(goexperiment.simd && amd64)

package dsp

// This build is without vector instructions: the elementwise functions start
// their loops at 0 and sums are the plain ones.

func powerVector([]float32, []complex64) int                       { return 0 }
func sumPowerVector([]float32, []complex64, []complex64) int       { return 0 }
func greatestVector([]float32) (int, float32)                      { return 0, 0 }
func scaleVector(_, _ []complex64, _ float32) int                  { return 0 }
func weighVector(_, _ []complex64, _ []float32) int                { return 0 }
func multiplyVector(_, _, _ []complex64) int                       { return 0 }
func multiplyConjVector(_, _, _ []complex64) int                   { return 0 }
func addMultiplyConjVector(_, _, _ []complex64) int                { return 0 }
func rotateVector(_, _, _ []complex64, _ complex64) int            { return 0 }
func splitVector(_, _ []float32, _ []complex64, _ []float32) int   { return 0 }
func powerPlanarVector(_, _, _ []float32, _ float32) int           { return 0 }
func weighPowerVector(_ []float32, _ []complex64, _ []float32) int { return 0 }
func reciprocalVector(_ []float32, _ float32) int                  { return 0 }
func accumulateVector(_, _ []float32) int                          { return 0 }
func energyVector(x []complex64) float32                           { return energyPlain(x) }
func dotConjVector(x, y []complex64) complex64                     { return dotConjPlain(x, y) }

// dotMultiple is the number of taps that dot takes at a time.
const dotMultiple = 1

// dotTaps are real filter taps in the order of the samples they meet.
type dotTaps []float32

func newDotTaps(taps []float32) dotTaps { return taps }

// dot returns the sum of taps[i]·x[i]; x is as long as the taps.
func (t dotTaps) dot(x []complex64) complex64 { return dotRealPlain(t, x) }

// foldTaps are real filter taps in the order of the samples they meet.
type foldTaps struct{ taps []float32 }

func newFoldTaps(taps []float32) foldTaps { return foldTaps{taps} }

func (foldTaps) foldVector(_, _ []complex64) int { return 0 }
