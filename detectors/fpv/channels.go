package fpv

import (
	"math"
	"slices"

	"vigie/sdr"
)

// A channel is one that transmitters name.
type channel struct {
	name string
	mhz  float64
}

// channels are those of common transmitters: the bands A, B, E, F and R of 5.8
// GHz, and what is sold for 1.2 and 2.4 GHz.
var channels = slices.Concat(
	numbered("A", 5865, 5845, 5825, 5805, 5785, 5765, 5745, 5725),
	numbered("B", 5733, 5752, 5771, 5790, 5809, 5828, 5847, 5866),
	numbered("E", 5705, 5685, 5665, 5645, 5885, 5905, 5925, 5945),
	numbered("F", 5740, 5760, 5780, 5800, 5820, 5840, 5860, 5880),
	numbered("R", 5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917),
	numbered("1.2G-", 1080, 1120, 1160, 1200, 1240, 1258, 1280, 1320, 1360),
	numbered("2.4G-", 2414, 2432, 2450, 2468),
)

func numbered(band string, mhz ...float64) (all []channel) {
	for i, f := range mhz {
		all = append(all, channel{band + string(rune('1'+i)), f})
	}
	return all
}

// nearHz is how far a channel's centre may be from the receiver's for its video
// to be seen.
const nearHz = 8e6

// candidates returns the names of the channels that video seen at a frequency may
// be on, nearest first.
func candidates(centre sdr.Hz) (names []string) {
	apart := func(c channel) float64 { return math.Abs(c.mhz*1e6 - float64(centre)) }
	var near []channel
	for _, c := range channels {
		if apart(c) <= nearHz {
			near = append(near, c)
		}
	}
	slices.SortStableFunc(near, func(a, b channel) int { return int(apart(a) - apart(b)) })
	for _, c := range near {
		names = append(names, c.name)
	}
	return names
}
