//go:build !(goexperiment.simd && amd64)

package fec

// This build is without vector instructions: all is done in plain Go.

func turboForward(alpha [][turboStates]int32, sys, prior, par []int32) {
	turboForwardPlain(alpha, sys, prior, par)
}

func turboBackward(extrinsic []int32, alpha [][turboStates]int32, beta *[turboStates]int32, sys, prior, par []int32) {
	turboBackwardPlain(extrinsic, alpha, beta, sys, prior, par)
}

func checks(values, message []float32, z int) { checksPlain(values, message, 0, z) }

func xorVector(_ []uint32, _ []float32) int { return 0 }
