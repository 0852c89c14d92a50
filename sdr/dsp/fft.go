package dsp

import "fmt"

// MaxFFT is the longest transform NewFFT plans.
const MaxFFT = 65536

// factor splits n into the radices of its passes, first to last: as many 4 as
// there are, then at most one 2, then 3 and 5. It returns nil when another
// prime divides n.
func factor(n int) (radices []int) {
	for _, r := range []int{4, 2, 3, 5} {
		for n%r == 0 {
			radices = append(radices, r)
			n /= r
		}
	}
	if n != 1 {
		return nil
	}
	return radices
}

// plannable returns the radices of an n-point transform, or an error that names n.
func plannable(n int) ([]int, error) {
	if n < 2 || n > MaxFFT {
		return nil, fmt.Errorf("dsp: FFT length %d outside 2…%d", n, MaxFFT)
	}
	radices := factor(n)
	if radices == nil {
		return nil, fmt.Errorf("dsp: FFT length %d has a prime factor other than 2, 3 and 5", n)
	}
	return radices, nil
}

// sameStart reports whether two slices start at the same sample.
func sameStart(a, b []complex64) bool { return &a[0] == &b[0] }
