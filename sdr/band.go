package sdr

import (
	"fmt"
	"strings"
)

// A Band is a named stretch of spectrum that base stations or other emitters
// of interest transmit in.
type Band struct {
	Name      string
	What      string
	Low, High Hz
}

// bands holds the downlinks of the LTE operating bands of 3GPP TS 36.101 table
// 5.5-1 (deployed in Europe, the Americas and Asia), those of NR after TS 38.104
// table 5.2-1, of GSM after 3GPP TS 45.005 clause 2, and the licence-exempt bands of CEPT ERC/REC 70-03 and ITU-R
// SM.2153 in which drones' links are found.
var bands = []Band{
	{"b1", "LTE 2100", 2110e6, 2170e6},
	{"b2", "LTE 1900 PCS", 1930e6, 1990e6},
	{"b3", "LTE 1800", 1805e6, 1880e6},
	{"b4", "LTE 1700/2100 AWS", 2110e6, 2155e6},
	{"b5", "LTE 850", 869e6, 894e6},
	{"b7", "LTE 2600", 2620e6, 2690e6},
	{"b8", "LTE 900", 925e6, 960e6},
	{"b12", "LTE 700 lower SMH", 729e6, 746e6},
	{"b13", "LTE 700 upper SMH", 746e6, 756e6},
	{"b17", "LTE 700 lower SMH", 734e6, 746e6},
	{"b18", "LTE 800 lower", 860e6, 875e6},
	{"b19", "LTE 800 upper", 875e6, 890e6},
	{"b20", "LTE 800 digital dividend", 791e6, 821e6},
	{"b25", "LTE 1900 extended PCS", 1930e6, 1995e6},
	{"b26", "LTE 850 extended", 859e6, 894e6},
	{"b28", "LTE 700 APT", 758e6, 803e6},
	{"b32", "LTE 1500 L-band, downlink only", 1452e6, 1496e6},
	{"b38", "LTE 2600 TDD", 2570e6, 2620e6},
	{"b39", "LTE 1900 TDD", 1880e6, 1920e6},
	{"b40", "LTE 2300 TDD", 2300e6, 2400e6},
	{"b41", "LTE 2500 TDD", 2496e6, 2690e6},
	{"b66", "LTE AWS extended", 2110e6, 2200e6},
	{"b71", "LTE 600", 617e6, 652e6},
	{"n1", "NR 2100", 2110e6, 2170e6},
	{"n2", "NR 1900 PCS", 1930e6, 1990e6},
	{"n3", "NR 1800", 1805e6, 1880e6},
	{"n5", "NR 850", 869e6, 894e6},
	{"n7", "NR 2600", 2620e6, 2690e6},
	{"n8", "NR 900", 925e6, 960e6},
	{"n12", "NR 700 lower SMH", 729e6, 746e6},
	{"n14", "NR 700 upper SMH", 758e6, 768e6},
	{"n20", "NR 800 digital dividend", 791e6, 821e6},
	{"n25", "NR 1900 extended PCS", 1930e6, 1995e6},
	{"n26", "NR 850 extended", 859e6, 894e6},
	{"n28", "NR 700 APT", 758e6, 803e6},
	{"n38", "NR 2600 TDD", 2570e6, 2620e6},
	{"n40", "NR 2300 TDD", 2300e6, 2400e6},
	{"n41", "NR 2500 TDD", 2496e6, 2690e6},
	{"n66", "NR AWS extended", 2110e6, 2200e6},
	{"n71", "NR 600", 617e6, 652e6},
	{"n77", "NR 3700 TDD", 3300e6, 4200e6},
	{"n78", "NR 3500 TDD", 3300e6, 3800e6},
	{"gsm850", "GSM 850", 869e6, 894e6},
	{"gsm900", "E-GSM 900", 925e6, 960e6},
	{"rgsm900", "R-GSM 900, with railways", 921e6, 960e6},
	{"dcs1800", "DCS 1800", 1805e6, 1880e6},
	{"pcs1900", "PCS 1900", 1930e6, 1990e6},
	{"ism433", "licence-exempt 433 MHz", 433.05e6, 434.79e6},
	{"srd868", "licence-exempt 863–870 MHz", 863e6, 870e6},
	{"ism915", "licence-exempt 915 MHz (Americas)", 902e6, 928e6},
	{"ism2400", "licence-exempt 2.4 GHz", 2400e6, 2483.5e6},
	{"ism5800", "licence-exempt 5.8 GHz", 5725e6, 5875e6},
}

// Bands returns every Band that has a name.
func Bands() []Band { return bands }

// BandByName returns the Band of a name such as "b20".
func BandByName(name string) (Band, error) {
	names := make([]string, len(bands))
	for i, b := range bands {
		if strings.EqualFold(b.Name, name) {
			return b, nil
		}
		names[i] = b.Name
	}
	return Band{}, fmt.Errorf("sdr: unknown band %q (known: %s)", name, strings.Join(names, ", "))
}
