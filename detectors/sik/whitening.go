package sik

import "vigie/sdr/fec"

// A whitening is how packets are whitened and coded.
type whitening struct {
	phase    int  // bits of PN9 by which it is ahead of nine ones
	backward bool // of the sequence's mirror image, x⁹ + x⁴ + 1
	golay    bool
}

// candidates is how many whitenings there are.
const candidates = 2 * 2 * fec.PN9Length

// sequences holds the two of PN9, twice in a row.
var sequences = func() (s [2][2 * fec.PN9Length]byte) {
	bits := fec.PN9()
	for i := range s[0] {
		s[0][i] = bits[i%len(bits)]
		s[1][i] = bits[(2*len(bits)-i)%len(bits)]
	}
	return s
}()

// candidate returns the whitening of a number.
func candidate(i int) whitening {
	return whitening{phase: i / 4, backward: i&1 != 0, golay: i&2 != 0}
}

// octet returns eight whitened bits from an offset as an octet of contents.
func (w whitening) octet(bits []byte, at int) (o byte) {
	s := &sequences[0]
	if w.backward {
		s = &sequences[1]
	}
	for i, b := range bits[at : at+8] {
		o = o<<1 | b ^ s[(w.phase+at+i)%fec.PN9Length]
	}
	return o
}

// known holds the whitenings that packets agreed on, and candidates that wait for
// another packet.
type known struct {
	sure    [8]whitening
	nSure   int
	maybe   [64]whitening
	nMaybe  int
	oldest  int
	patient int // searches that may be made
}

// newKnown returns one that knows the sequence from nine ones on.
func newKnown() known {
	k := known{patient: mostSearches}
	k.sure[0], k.sure[1] = whitening{}, whitening{golay: true}
	k.nSure = 2
	return k
}

// mostSearches bounds how many packets in a row the beginning is searched in
// without success.
const mostSearches = 200

// vote takes a whitening with which a packet's check has passed, and reports
// whether it is the second one.
func (k *known) vote(w whitening) bool {
	for _, m := range k.maybe[:k.nMaybe] {
		if m == w {
			if k.nSure == len(k.sure) {
				k.nSure-- // the newest makes place: the standard ones stay
			}
			k.sure[k.nSure] = w
			k.nSure++
			return true
		}
	}
	if k.nMaybe < len(k.maybe) {
		k.maybe[k.nMaybe] = w
		k.nMaybe++
		return false
	}
	k.maybe[k.oldest] = w
	k.oldest = (k.oldest + 1) % len(k.maybe)
	return false
}
