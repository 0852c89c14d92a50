package fec

import (
	"slices"
	"testing"
)

// goldDefinition is TS 36.211 clause 7.2 letter by letter.
func goldDefinition(cinit uint32, n int) []byte {
	const nc = 1600
	x1 := make([]byte, nc+n+31)
	x2 := make([]byte, nc+n+31)
	x1[0] = 1
	for i := range 31 {
		x2[i] = byte(cinit >> i & 1)
	}
	for i := range nc + n {
		x1[i+31] = x1[i+3] ^ x1[i]
		x2[i+31] = x2[i+3] ^ x2[i+2] ^ x2[i+1] ^ x2[i]
	}
	c := make([]byte, n)
	for i := range c {
		c[i] = x1[i+nc] ^ x2[i+nc]
	}
	return c
}

func TestGold(t *testing.T) {
	for _, cinit := range []uint32{0, 1, 360, 503, 0x12345678, 1<<31 - 1} {
		want := goldDefinition(cinit, 2000)
		g := NewGold(cinit)
		got := make([]byte, 2000)
		g.Bits(got[:480])
		g.Bits(got[480:487])
		g.Bits(got[487:])
		if !slices.Equal(got, want) {
			t.Errorf("cinit %x: sequence differs from its definition", cinit)
		}

		g.Reset(cinit)
		g.Skip(481)
		g.Bits(got[:100])
		if !slices.Equal(got[:100], want[481:581]) {
			t.Errorf("cinit %x: wrong after Skip", cinit)
		}

		llr := slices.Repeat([]float32{1.5}, 100)
		bits := slices.Repeat([]byte{1}, 100)
		g.Reset(cinit)
		g.Descramble(llr)
		g.Reset(cinit)
		g.Scramble(bits)
		qpsk := make([]complex64, 50)
		g.Reset(cinit)
		g.QPSK(qpsk)
		for i := range 100 {
			if (llr[i] < 0) != (want[i] == 1) || bits[i] != 1^want[i] {
				t.Fatalf("cinit %x: scrambling wrong at %d", cinit, i)
			}
			component := real(qpsk[i/2])
			if i%2 == 1 {
				component = imag(qpsk[i/2])
			}
			if (component < 0) != (want[i] == 1) || component*component < 0.4999 || component*component > 0.5001 {
				t.Fatalf("cinit %x: QPSK %v at %d", cinit, qpsk[i/2], i/2)
			}
		}
	}
}

func BenchmarkGoldDescramble(b *testing.B) {
	llr := make([]float32, 1920)
	timed(b, len(llr), func() {
		g := NewGold(360)
		g.Descramble(llr)
	})
}
