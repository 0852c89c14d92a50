package sik

import "math"

// An Air is a data rate of the firmware with the deviation that it sets.
type Air struct {
	Rate      float64 // bits a second
	Deviation float64 // Hz
}

// airs are those of radio.c. The deviation is set in steps of 625 Hz.
var airs = [...]Air{
	{2e3, 1875},
	{4e3, 3750},
	{8e3, 8125},
	{16e3, 16250},
	{19.2e3, 18750},
	{24e3, 23750},
	{32e3, 31875},
	{48e3, 48125},
	{64e3, 63750},
	{96e3, 96250},
	{128e3, 128125},
	{192e3, 158750},
	{250e3, 158750},
}

// Bounds of what is taken for one of them.
const (
	clockPart     = 0.02
	deviationPart = 0.35 // short bursts show less than all of it
)

// AirOf returns the rate that a measured clock and deviation are of.
func AirOf(clock, deviation float64) (Air, bool) {
	for _, a := range airs {
		if math.Abs(clock-a.Rate) <= clockPart*a.Rate && math.Abs(deviation-a.Deviation) <= deviationPart*a.Deviation {
			return a, true
		}
	}
	return Air{}, false
}
