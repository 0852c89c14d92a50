//go:build !(goexperiment.simd && amd64)

package sdr

// decodeVectors decodes nothing: this build has no vector instructions.
func decodeVectors(Format, []complex64, []byte) (n, clipped int) { return 0, 0 }
