// Package dsp is the mathematics under the detectors: transforms, filters,
// mixers, resamplers and detectors of power on slices the caller owns.
//
// Samples are complex64 with full scale ±1, rates and frequencies are float64
// hertz. Constructors allocate and check; what they return processes without
// allocating. A value with state (a plan's scratch, a filter's history) serves
// one goroutine at a time. Streaming types give the same output bit for bit
// however their input is cut into calls.
package dsp
