package gsm

import "vigie/sdr/fec"

// The first synchronisation burst of a cell is looked for this many symbols
// either way of where the frequency correction burst says it is.
const (
	syncMargin  = 16
	syncSamples = 2 * (span + 2*syncMargin)
)

// A syncInfo is what a synchronisation burst says, TS 44.018 clause 9.1.30a.
type syncInfo struct {
	ncc, bcc int // network and base station colour codes
	fn       int // frame number
}

// parseSync reads the 25 bits of a synchronisation burst. It reports false for a
// frame number that no frame has.
func parseSync(info []byte) (s syncInfo, ok bool) {
	var o [4]byte
	fec.PackLSB(o[:], info[:fec.SCHInfo])
	t1 := int(o[0]&3)<<9 | int(o[1])<<1 | int(o[2]>>7)
	t2 := int(o[2] >> 2 & 31)
	t3 := 10*(int(o[2]&3)<<1|int(o[3]&1)) + 1
	s = syncInfo{ncc: int(o[0] >> 5), bcc: int(o[0] >> 2 & 7)}
	if t2 > 25 || t3 > 41 {
		return s, false
	}
	s.fn = multiframe*((t3-t2+2*26)%26) + t3 + multiframe*26*t1
	return s, true
}

// A synchroniser decodes synchronisation bursts.
type synchroniser struct {
	demod demodulator
	code  *fec.SCH
	soft  [fec.SCHCoded]float32
	info  [fec.SCHInfo]byte
}

// find looks for the training sequence in x, samples two a symbol, and returns
// the sample at which the channel's span over the burst begins.
func (s *synchroniser) find(x []complex64) (at int) {
	var energy [2 * 2 * syncMargin]float64
	var best float64
	for o := range energy {
		var re, im float32
		for i, a := range syncTraining {
			v := x[o+2*(syncAt+i)]
			switch i & 3 { // times (-j)^i
			case 0:
				re, im = re+a*real(v), im+a*imag(v)
			case 1:
				re, im = re+a*imag(v), im-a*real(v)
			case 2:
				re, im = re-a*real(v), im-a*imag(v)
			case 3:
				re, im = re-a*imag(v), im+a*real(v)
			}
		}
		energy[o] = float64(re)*float64(re) + float64(im)*float64(im)
	}
	for o := range len(energy) - 2*taps + 1 {
		var sum float64
		for _, e := range energy[o:][:2*taps] {
			sum += e
		}
		if sum > best {
			best, at = sum, o
		}
	}
	return at
}

// decode reads the burst whose samples x are, two a symbol.
func (s *synchroniser) decode(x []complex64) (info syncInfo, ok bool) {
	s.demod.load(x)
	if !s.demod.estimate(syncTraining, syncAt) {
		return info, false
	}
	s.demod.equalise(syncTraining, syncAt)
	copy(s.soft[:syncHalf], s.demod.llr[tailBits:])
	copy(s.soft[syncHalf:], s.demod.llr[syncAt+len(syncTraining):])
	if _, ok = s.code.Decode(s.info[:], s.soft[:]); !ok {
		return info, false
	}
	return parseSync(s.info[:])
}
