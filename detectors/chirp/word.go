package chirp

import "math"

// The synchronisation word's two symbols are its halves times wordStep; a symbol of
// them counts from a part of the preamble's power on.
const (
	wordStep  = 8
	wordPower = 0.35
	wordLeast = 7 // spreading factor of which all words have symbols of their own
)

// word returns the synchronisation word before the falling symbols that begin at a
// sample of aligned samples, 0 when it is not clear. level is the power of the
// preamble's symbols.
func (f *Finder) word(h hypothesis, x []complex64, mark int, level float64) (word int) {
	s := f.symbols[h.sf]
	if h.sf < wordLeast {
		return 0
	}
	for j := syncSymbols; j > 0; j-- {
		row := f.row[:s.n]
		s.powers(row, x[mark-j*s.n:], s.up)
		top, _ := largest(row)
		half := math.Round(float64(top) / wordStep)
		if float64(row[top]) < wordPower*level || math.Abs(float64(top)-wordStep*half) > 1 || half > 15 {
			return 0
		}
		word = word<<4 | int(half)
	}
	return word
}
