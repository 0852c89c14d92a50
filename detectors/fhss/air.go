package fhss

import "vigie/sdr"

// airs holds where control and telemetry links may be: the licence-exempt bands of
// CEPT ERC/REC 70-03 and ITU-R SM.2153, and around them what the domains of
// ExpressLRS and the settings of SiK radios allow.
var airs = [...]struct{ low, high sdr.Hz }{
	{410e6, 470e6}, {862e6, 876e6}, {902e6, 928e6}, {2300e6, 2500e6}, {5650e6, 5950e6},
}

// InBand reports whether a window of this width may hold such links. All may where
// the centre is unknown, 0.
func InBand(centre, width sdr.Hz) bool {
	if centre == 0 {
		return true
	}
	for _, a := range airs {
		if centre+width/2 > a.low && centre-width/2 < a.high {
			return true
		}
	}
	return false
}
