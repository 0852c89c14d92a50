//go:build !(goexperiment.simd && amd64)

package dsp

// vectorEngine returns nil: this build is without vector instructions.
func vectorEngine(int) engine { return nil }
