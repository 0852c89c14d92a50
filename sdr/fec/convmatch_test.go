package fec

import (
	"slices"
	"testing"
)

// matchDefinition is TS 36.212 clause 5.1.4.2 step by step, with dummy bits of
// value -1 and a matrix per stream.
func matchDefinition(streams [3][]int, e int) []int {
	d := len(streams[0])
	rows := 0
	for rows*32 < d {
		rows++
	}
	var w []int
	for _, stream := range streams {
		padded := append(slices.Repeat([]int{-1}, rows*32-d), stream...)
		permuted := make([][]int, 32)
		for j := range 32 {
			for row := range rows {
				permuted[j] = append(permuted[j], padded[row*32+convColumns[j]])
			}
		}
		w = append(w, slices.Concat(permuted...)...)
	}
	var out []int
	for j := 0; len(out) < e; j++ {
		if x := w[j%len(w)]; x >= 0 {
			out = append(out, x)
		}
	}
	return out
}

func TestConvMatch(t *testing.T) {
	for _, c := range []struct{ n, e int }{{40, 1920}, {40, 1728}, {41, 72}, {43, 144}, {64, 288}, {1, 10}} {
		m, err := NewConvMatcher(c.n)
		if err != nil {
			t.Fatal(err)
		}
		// Number every coded bit, a bit of the number at a time.
		var streams [3][]int
		for k := range c.n {
			for i := range streams {
				streams[i] = append(streams[i], 3*k+i)
			}
		}
		want := matchDefinition(streams, c.e)
		got := make([]int, c.e)
		coded, e := make([]byte, 3*c.n), make([]byte, c.e)
		for digit := range 8 {
			for i := range coded {
				coded[i] = byte(i >> digit & 1)
			}
			m.Match(e, coded)
			for i, b := range e {
				got[i] |= int(b) << digit
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("n=%d E=%d: %v, want %v", c.n, c.e, got, want)
		}

		llr, soft := make([]float32, c.e), make([]float32, 3*c.n)
		times := make([]float32, 3*c.n)
		for i, k := range want {
			llr[i] = float32(k)
			times[k]++
		}
		m.Dematch(soft, llr)
		for k, x := range soft {
			if x != float32(k)*times[k] {
				t.Errorf("n=%d E=%d: soft value %d is %g, sent %g times", c.n, c.e, k, x, times[k])
			}
		}
	}
	for _, n := range []int{0, -1, 1 << 16} {
		if _, err := NewConvMatcher(n); err == nil {
			t.Errorf("block of %d accepted", n)
		}
	}
}
