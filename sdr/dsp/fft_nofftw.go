//go:build !fftw

package dsp

// fftwEngine returns nil: this build is without FFTW.
func fftwEngine(int) engine { return nil }
