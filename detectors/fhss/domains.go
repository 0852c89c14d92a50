package fhss

import (
	"math"

	"vigie/sdr"
)

// A Domain is a set of evenly spaced channels.
type Domain struct {
	Name  string
	First sdr.Hz
	Step  sdr.Hz
	Count int
	Used  int     // channels that one link hops over, 0 for all
	Rare  float64 // logarithm of how much less likely it is than one that has all of its channels
}

// used returns how many channels one link hops over.
func (d *Domain) used() int {
	if d.Used > 0 {
		return d.Used
	}
	return d.Count
}

// ExpressLRSDomains are the channel sets of the firmware's regulatory domains.
var ExpressLRSDomains = []Domain{
	{"eu868", 863.275e6, 525e3, 13, 0, 0},
	{"fcc915", 903.5e6, 600e3, 40, 0, 0},
	{"au915", 915.5e6, 600e3, 20, 0, 5},
	{"in866", 865.375e6, 525e3, 4, 0, 5},
	{"eu433", 433.1e6, 675e3, 3, 0, 0},
	{"au433", 433.42e6, 500e3, 3, 0, 0},
	{"us433", 433.25e6, 4.75e6 / 7, 8, 0, 0},
	{"us433w", 423.5e6, 14.5e6 / 19, 20, 0, 0},
	{"ism2400", 2400.4e6, 1e6, 80, 0, 0},
}

// mlrsDomains are those of mLRS: it hops over some of the channels, which are
// ExpressLRS's rasters where it has one.
var mlrsDomains = []Domain{
	{"eu868", 863.275e6, 525e3, 13, 6, 0},
	{"fcc915", 903.5e6, 600e3, 40, 25, 0},
	{"eu433", 433.1e6, 675e3, 3, 2, 0},
	{"ism2400", 2400.4e6, 1e6, 80, 24, 0},
}

// sikDomains are the bands of SiK radios with their default channel counts: the
// firmware leaves half a channel at both ends, shifts the whole by a part of a
// channel that depends on the network, and some boards round the step.
var sikDomains = []Domain{
	{"433", 433.05e6, 145e3, 12, 0, 0},
	{"868", 868e6, 170e3, 12, 0, 0},
	{"915", 915e6, 250e3, 52, 0, 0},
}

// Last returns the highest channel.
func (d Domain) Last() sdr.Hz { return d.First + d.Step*sdr.Hz(d.Count-1) }

// channel returns the channel nearest to a frequency and how far that is from it.
func (d Domain) channel(f sdr.Hz) (n int, off float64) {
	n = int(math.Round(float64((f - d.First) / d.Step)))
	n = max(0, min(d.Count-1, n))
	return n, float64(f - d.First - d.Step*sdr.Hz(n))
}
