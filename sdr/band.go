package sdr

import (
	"fmt"
	"strings"
	"time"
)

// A Band is a named stretch of spectrum that base stations or other emitters
// of interest transmit in, with how it is best gone through.
type Band struct {
	Name      string
	What      string
	Low, High Hz
	Whole     Hz            // width of what must lie whole in a window; 0: CellWhole
	Step      Hz            // between windows, where less than all of it need be seen; 0: by Whole
	Stay      time.Duration // in each window; 0: CellStay
}

// What cells need: the six central resource blocks of an LTE carrier (3GPP TS 36.211
// clause 6.6.4), and a cycle of GSM's System Information.
const (
	CellWhole = 1.08e6
	CellStay  = 2200 * time.Millisecond
)

// passband is the part of the rate that a receiver's filters leave alone.
const passband = 0.9

// Plan returns the dwells with which a receiver of this rate goes through the band;
// stay, unless 0, is how long it stays in each window.
func (b Band) Plan(rate Hz, stay time.Duration) []Dwell {
	whole := b.Whole
	if whole == 0 {
		whole = CellWhole
	}
	step := max(passband*rate-whole, 0.25*rate)
	if whole <= gsmWhole { // which can do with the edge of the filters
		step = max(rate-whole, 0.5*rate)
	}
	if b.Step > 0 {
		step = max(step, b.Step)
	}
	if stay == 0 {
		stay = b.Stay
	}
	if stay == 0 {
		stay = CellStay
	}
	return Cover(b.Low, b.High, step, stay)
}

// bands holds the downlinks of the LTE operating bands of 3GPP TS 36.101 table
// 5.5-1 (deployed in Europe, the Americas and Asia), those of NR after TS 38.104
// table 5.2-1, of GSM after 3GPP TS 45.005 clause 2, and the licence-exempt bands of CEPT ERC/REC 70-03 and ITU-R
// SM.2153 in which drones' links are found.
var bands = []Band{
	{Name: "b1", What: "LTE 2100", Low: 2110e6, High: 2170e6},
	{Name: "b2", What: "LTE 1900 PCS", Low: 1930e6, High: 1990e6},
	{Name: "b3", What: "LTE 1800", Low: 1805e6, High: 1880e6},
	{Name: "b4", What: "LTE 1700/2100 AWS", Low: 2110e6, High: 2155e6},
	{Name: "b5", What: "LTE 850", Low: 869e6, High: 894e6},
	{Name: "b7", What: "LTE 2600", Low: 2620e6, High: 2690e6},
	{Name: "b8", What: "LTE 900", Low: 925e6, High: 960e6},
	{Name: "b12", What: "LTE 700 lower SMH", Low: 729e6, High: 746e6},
	{Name: "b13", What: "LTE 700 upper SMH", Low: 746e6, High: 756e6},
	{Name: "b17", What: "LTE 700 lower SMH", Low: 734e6, High: 746e6},
	{Name: "b18", What: "LTE 800 lower", Low: 860e6, High: 875e6},
	{Name: "b19", What: "LTE 800 upper", Low: 875e6, High: 890e6},
	{Name: "b20", What: "LTE 800 digital dividend", Low: 791e6, High: 821e6},
	{Name: "b25", What: "LTE 1900 extended PCS", Low: 1930e6, High: 1995e6},
	{Name: "b26", What: "LTE 850 extended", Low: 859e6, High: 894e6},
	{Name: "b28", What: "LTE 700 APT", Low: 758e6, High: 803e6},
	{Name: "b32", What: "LTE 1500 L-band, downlink only", Low: 1452e6, High: 1496e6},
	{Name: "b38", What: "LTE 2600 TDD", Low: 2570e6, High: 2620e6},
	{Name: "b39", What: "LTE 1900 TDD", Low: 1880e6, High: 1920e6},
	{Name: "b40", What: "LTE 2300 TDD", Low: 2300e6, High: 2400e6},
	{Name: "b41", What: "LTE 2500 TDD", Low: 2496e6, High: 2690e6},
	{Name: "b66", What: "LTE AWS extended", Low: 2110e6, High: 2200e6},
	{Name: "b71", What: "LTE 600", Low: 617e6, High: 652e6},
	{Name: "n1", What: "NR 2100", Low: 2110e6, High: 2170e6},
	{Name: "n2", What: "NR 1900 PCS", Low: 1930e6, High: 1990e6},
	{Name: "n3", What: "NR 1800", Low: 1805e6, High: 1880e6},
	{Name: "n5", What: "NR 850", Low: 869e6, High: 894e6},
	{Name: "n7", What: "NR 2600", Low: 2620e6, High: 2690e6},
	{Name: "n8", What: "NR 900", Low: 925e6, High: 960e6},
	{Name: "n12", What: "NR 700 lower SMH", Low: 729e6, High: 746e6},
	{Name: "n14", What: "NR 700 upper SMH", Low: 758e6, High: 768e6},
	{Name: "n20", What: "NR 800 digital dividend", Low: 791e6, High: 821e6},
	{Name: "n25", What: "NR 1900 extended PCS", Low: 1930e6, High: 1995e6},
	{Name: "n26", What: "NR 850 extended", Low: 859e6, High: 894e6},
	{Name: "n28", What: "NR 700 APT", Low: 758e6, High: 803e6},
	{Name: "n38", What: "NR 2600 TDD", Low: 2570e6, High: 2620e6},
	{Name: "n40", What: "NR 2300 TDD", Low: 2300e6, High: 2400e6},
	{Name: "n41", What: "NR 2500 TDD", Low: 2496e6, High: 2690e6},
	{Name: "n66", What: "NR AWS extended", Low: 2110e6, High: 2200e6},
	{Name: "n71", What: "NR 600", Low: 617e6, High: 652e6},
	{Name: "n77", What: "NR 3700 TDD", Low: 3300e6, High: 4200e6},
	{Name: "n78", What: "NR 3500 TDD", Low: 3300e6, High: 3800e6},
	{Name: "gsm850", What: "GSM 850", Low: 869e6, High: 894e6, Whole: gsmWhole},
	{Name: "gsm900", What: "E-GSM 900", Low: 925e6, High: 960e6, Whole: gsmWhole},
	{Name: "rgsm900", What: "R-GSM 900, with railways", Low: 921e6, High: 960e6, Whole: gsmWhole},
	{Name: "dcs1800", What: "DCS 1800", Low: 1805e6, High: 1880e6, Whole: gsmWhole},
	{Name: "pcs1900", What: "PCS 1900", Low: 1930e6, High: 1990e6, Whole: gsmWhole},
	{Name: "ism433", What: "licence-exempt 433 MHz: control, telemetry", Low: 433.05e6, High: 434.79e6, Whole: 300e3, Stay: linkStay},
	{Name: "srd868", What: "licence-exempt 863–870 MHz: control, telemetry", Low: 863e6, High: 870e6, Whole: linkWhole, Stay: linkStay},
	{Name: "ism915", What: "licence-exempt 915 MHz (Americas): control, telemetry", Low: 902e6, High: 928e6, Whole: linkWhole, Stay: linkStay},
	{Name: "fpv1200", What: "analogue video 1.08–1.36 GHz", Low: 1078e6, High: 1362e6, Step: videoStep, Stay: videoStay},
	{Name: "ism2400", What: "licence-exempt 2.4 GHz: control", Low: 2400e6, High: 2483.5e6, Whole: 812.5e3, Stay: videoStay},
	{Name: "dji2400", What: "DJI DroneID and OcuSync 2.4 GHz", Low: 2399.5e6 - burstReach, High: 2479.5e6 + burstReach, Step: 2 * burstReach, Stay: burstStay},
	{Name: "ism5800", What: "licence-exempt 5.8 GHz", Low: 5725e6, High: 5875e6, Whole: 812.5e3, Stay: videoStay},
	{Name: "fpv5800", What: "analogue video 5.645–5.945 GHz", Low: 5643e6, High: 5947e6, Step: videoStep, Stay: videoStay},
	{Name: "dji5800", What: "DJI DroneID and OcuSync 5.8 GHz", Low: 5721.5e6 - burstReach, High: 5846.5e6 + burstReach, Step: 2 * burstReach, Stay: burstStay},
}

// How links are best looked for.
const (
	gsmWhole   = 200e3
	linkWhole  = 500e3                   // a chirp of ExpressLRS
	linkStay   = 2 * time.Second         // in which a link that hops is recognised
	videoStep  = 4e6                     // half of a video signal's width on either side shows its lines
	videoStay  = 450 * time.Millisecond  // three windows of the line comb and what retuning costs
	burstReach = 3.5e6                   // a window sees bursts whose centre is so far away
	burstStay  = 1350 * time.Millisecond // two bursts 640 ms apart
)

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
