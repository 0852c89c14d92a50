package sdr

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Hz is a frequency, an offset or a rate in hertz (samples a second).
type Hz float64

// hzUnits are the suffixes that ParseHz knows, longest first.
var hzUnits = []struct {
	suffix string
	scale  float64
}{
	{"GHz", 1e9},
	{"MHz", 1e6},
	{"kHz", 1e3},
	{"GS/s", 1e9},
	{"MS/s", 1e6},
	{"kS/s", 1e3},
	{"Hz", 1},
	{"S/s", 1},
	{"G", 1e9},
	{"M", 1e6},
	{"k", 1e3},
}

// ParseHz reads a frequency such as "796e6", "796M", "433.92MHz" or "2.4 MS/s".
func ParseHz(text string) (Hz, error) {
	digits, scale := strings.TrimSpace(text), 1.0
	for _, u := range hzUnits {
		if len(digits) > len(u.suffix) && strings.EqualFold(digits[len(digits)-len(u.suffix):], u.suffix) {
			digits, scale = strings.TrimSpace(digits[:len(digits)-len(u.suffix)]), u.scale
			break
		}
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v*scale, 0) {
		return 0, fmt.Errorf("sdr: %q is no frequency; write 796e6, 796M or 796MHz", text)
	}
	return Hz(v * scale), nil
}

// UnmarshalText lets flags and configuration files hold a frequency.
func (f *Hz) UnmarshalText(text []byte) (err error) {
	*f, err = ParseHz(string(text))
	return err
}

// String writes the frequency with the unit that suits its size.
func (f Hz) String() string {
	abs := math.Abs(float64(f))
	switch {
	case abs >= 1e9:
		return strconv.FormatFloat(float64(f)/1e9, 'f', -1, 64) + " GHz"
	case abs >= 1e6:
		return strconv.FormatFloat(float64(f)/1e6, 'f', -1, 64) + " MHz"
	case abs >= 1e3:
		return strconv.FormatFloat(float64(f)/1e3, 'f', -1, 64) + " kHz"
	}
	return strconv.FormatFloat(float64(f), 'f', -1, 64) + " Hz"
}
