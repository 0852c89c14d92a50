package sdr

import (
	"fmt"
	"math"
	"strings"
)

// firstEARFCN is N_Offs-DL of TS 36.101 table 5.7.3-1: the number of the channel
// at a band's lower edge, from which channels count by 100 kHz.
var firstEARFCN = map[string]int{
	"b1": 0, "b2": 600, "b3": 1200, "b4": 1950, "b5": 2400, "b7": 2750, "b8": 3450, "b12": 5010, "b13": 5180, "b17": 5730,
	"b18": 5850, "b19": 6000, "b20": 6150, "b25": 8040, "b26": 8690, "b28": 9210, "b32": 9920, "b38": 37750, "b39": 38250,
	"b40": 38650, "b41": 39650, "b66": 66436, "b71": 68586,
}

// EARFCN returns the number of the LTE channel whose downlink carrier is nearest
// to a frequency in the Band, and whether the Band has such channels there.
func (b Band) EARFCN(hz Hz) (number int, ok bool) {
	first, ok := firstEARFCN[b.Name]
	if !ok || hz < b.Low || hz > b.High {
		return 0, false
	}
	return first + int(math.Round(float64(hz-b.Low)/100e3)), true
}

// NRARFCN returns the number on the global raster of TS 38.104 table 5.4.2.1-1
// that is nearest to a frequency below 24.25 GHz.
func NRARFCN(hz Hz) (number int, ok bool) {
	switch {
	case hz < 0 || hz >= 24.25e9:
		return 0, false
	case hz < 3e9:
		return int(math.Round(float64(hz) / 5e3)), true
	}
	return 600000 + int(math.Round(float64(hz-3e9)/15e3)), true
}

// BandsAt returns the Bands of a kind ("b" for LTE, "n" for NR) that hold a
// frequency: often several.
func BandsAt(kind string, hz Hz) (list []Band) {
	for _, b := range bands {
		var number int
		if _, err := fmt.Sscanf(strings.TrimPrefix(b.Name, kind), "%d", &number); err == nil && strings.HasPrefix(b.Name, kind) && hz >= b.Low && hz <= b.High {
			list = append(list, b)
		}
	}
	return list
}
