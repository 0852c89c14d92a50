package recording

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"vigie/sdr"
)

// extensions are the file name endings whose sample format is settled by use:
// rtl_433 and inspectrum (cu8 … cf64), GNU Radio (cfile, fc32, sc16), Universal
// Radio Hacker (complex…, whose number counts the bits of both components).
// Endings with several uses (bin, dat, data, iq, raw) are left out on purpose.
var extensions = map[string]sdr.Format{
	".cu8": sdr.CU8, ".complex16u": sdr.CU8,
	".cs8": sdr.CS8, ".sc8": sdr.CS8, ".complex16s": sdr.CS8,
	".cs16": sdr.CS16, ".sc16": sdr.CS16, ".complex32s": sdr.CS16,
	".cf32": sdr.CF32, ".fc32": sdr.CF32, ".cfile": sdr.CF32, ".complex": sdr.CF32,
	".cf64": sdr.CF64, ".fc64": sdr.CF64,
}

// formatOf returns the sample format that the ending of a file name means, or 0.
func formatOf(path string) sdr.Format {
	return extensions[strings.ToLower(filepath.Ext(path))]
}

// Recognised reports whether a file's name alone says that it is a recording.
// Of SigMF's two files it is the metadata that stands for the recording.
func Recognised(path string) bool {
	return formatOf(path) != 0 || hasSuffix(path, metaSuffix) || hasSuffix(path, archiveSuffix)
}

var (
	// quantity is a part of a file name such as 433.920M, 250k or 940.8Mhz.
	quantity = regexp.MustCompile(`^(\d{1,9}(?:\.\d{1,9})?)([kKmMgG])(?:[hH][zZ]|[sS][pP][sS])?$`)
	// tuned and sampled are the parts f796 and s1.92 (MHz) or s1.92e6 (Hz), which mean something as a pair.
	tuned   = regexp.MustCompile(`^f(\d{2,5}(?:\.\d{1,9})?)$`)
	sampled = regexp.MustCompile(`^s(\d{1,9}(?:\.\d{1,9})?(?:e\d)?)$`)
)

// Above firstCentre a quantity in MHz is a frequency and no rate: tuners start
// at 24 MHz. In kHz people write rates to 50 MS/s and more, so there the bound is wider.
const (
	firstCentre    = 24e6
	firstCentreKHz = 100e6
)

// ratesOf reads the sample rate and the centre frequency from a file name, as
// rtl_433 writes them (_433.920M_250k.cu8) or LTE-Cell-Scanner does
// (f796_s1.92_….bin). What the name does not say, or says twice, is 0.
func ratesOf(path string) (rate, centre sdr.Hz) {
	base := filepath.Base(path)
	var rates, centres, f, s []sdr.Hz
	for part := range strings.SplitSeq(strings.TrimSuffix(base, filepath.Ext(base)), "_") {
		if m := quantity.FindStringSubmatch(part); m != nil {
			if v, unit := number(m[1])*unitOf(m[2][0]), unitOf(m[2][0]); isCentre(v, unit) {
				centres = append(centres, v)
			} else {
				rates = append(rates, v)
			}
		} else if m := tuned.FindStringSubmatch(part); m != nil {
			f = append(f, number(m[1])*1e6)
		} else if m := sampled.FindStringSubmatch(part); m != nil {
			s = append(s, sampledRate(number(m[1])))
		}
	}
	if len(f) == 1 && len(s) == 1 { // f796 alone may name a carrier beside the centre
		rates, centres = append(rates, s...), append(centres, f...)
	}
	return only(rates), only(centres)
}

// isCentre tells whether a quantity, written in that unit, is a frequency and no rate.
func isCentre(v, unit sdr.Hz) bool {
	return v >= firstCentreKHz || unit > 1e3 && v >= firstCentre
}

// sampledRate reads the number of s1.92 as MHz and that of s1.92e6 as Hz.
func sampledRate(v sdr.Hz) sdr.Hz {
	if v < 1e3 {
		return v * 1e6
	}
	return v
}

// only returns the single value, or 0 when there are none or several.
func only(values []sdr.Hz) sdr.Hz {
	if len(values) != 1 {
		return 0
	}
	return values[0]
}

func number(text string) sdr.Hz {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return sdr.Hz(v)
}

func unitOf(letter byte) sdr.Hz {
	switch letter | 0x20 {
	case 'k':
		return 1e3
	case 'm':
		return 1e6
	}
	return 1e9
}
