package nr

import (
	"math"
	"slices"
	"strings"

	"vigie/sdr"
)

// A tile is a part of the receiver's view in which one search looks for blocks.
type tile struct {
	tool   int     // index of the subcarrier spacing's tool
	middle float64 // hertz from the receiver's centre
	low    int     // first and last offset from the middle, in bins
	high   int
}

// The synchronisation raster of TS 38.104 table 5.4.3.1-1: below 3 GHz blocks
// lie at multiples of 1.2 MHz plus 50, 150 or 250 kHz, above at 3 GHz and
// multiples of 1.44 MHz.
const (
	rasterSplit  = 3e9
	rasterLow    = 1.2e6
	rasterLowAt  = 150e3
	rasterLowGap = 100e3
	rasterHigh   = 1.44e6
	rasterTop    = 24.25e9
)

// nearestRaster returns the raster position next to a frequency.
func nearestRaster(hz float64) float64 {
	if hz >= rasterSplit {
		return rasterSplit + math.Round((hz-rasterSplit)/rasterHigh)*rasterHigh
	}
	n := math.Max(1, math.Round((hz-rasterLowAt)/rasterLow))
	at := n*rasterLow + rasterLowAt
	return at + math.Max(-1, math.Min(1, math.Round((hz-at)/rasterLowGap)))*rasterLowGap
}

const (
	// leastShare is how much of a primary signal must lie in the receiver's view.
	leastShare = 0.7

	// narrowHz is the greatest rate of receivers whose crystal may be far off:
	// real dongles were off by 41 to 68 kHz below 1 GHz. Wider ones are
	// instruments.
	narrowHz    = 3.5e6
	narrowReach = 85e3
	wideReach   = 30e-6 // of the carrier
)

// blocks30 says of the bands of TS 38.104 table 5.4.3.3-1 in which blocks may have
// 30 kHz whether they may have 15 there too. In all others they have 15.
var blocks30 = map[string]bool{
	"n5": true, "n34": true, "n38": true, "n39": true, "n40": false, "n41": true, "n46": false, "n48": false,
	"n50": false, "n66": true, "n77": false, "n78": false, "n79": false, "n90": true,
}

// An nrBand is a band with the spacings of its blocks.
type nrBand struct {
	low, high float64
	spacings  []spacing
}

var nrBands = func() (list []nrBand) {
	for _, b := range sdr.Bands() {
		if !strings.HasPrefix(b.What, "NR ") {
			continue
		}
		spacings := []spacing{spacing15}
		if also15, has30 := blocks30[b.Name]; has30 && also15 {
			spacings = []spacing{spacing15, spacing30}
		} else if has30 {
			spacings = []spacing{spacing30}
		}
		list = append(list, nrBand{float64(b.Low), float64(b.High), spacings})
	}
	return list
}()

// used reports whether blocks of a spacing may be at a frequency: not where all bands
// have another, for phones look for no other there.
func (s spacing) used(hz float64) bool {
	any := false
	for _, b := range nrBands {
		if hz >= b.low && hz <= b.high {
			if slices.Contains(b.spacings, s) {
				return true
			}
			any = true
		}
	}
	return !any
}

// reach returns how far from the raster a block may appear, in hertz.
func reach(rate, centre float64, tied bool) float64 {
	if rate <= narrowHz || !tied {
		return narrowReach
	}
	return wideReach * centre
}

// appendTiles lists where to search for blocks of one spacing. centre is the
// frequency on the air of the receiver's centre; when it is not known, or no
// raster is defined there, everything in view is searched.
func appendTiles(dst []tile, tool int, s spacing, rate, centre float64, tied bool) []tile {
	edge := rate/2 + syncSize*float64(s)*(0.5-leastShare)
	if edge <= 0 || centre > rasterSplit+edge && s == spacing15 {
		return dst // above 3 GHz blocks have 30 kHz or more
	}
	add := func(middle, around float64) {
		bin := float64(s) / binsSpacing * shiftStep
		t := tile{tool: tool, middle: middle}
		t.low = int(math.Ceil(max(-around, -edge-middle)/bin)) * shiftStep
		t.high = int(math.Floor(min(around, edge-middle)/bin)) * shiftStep
		if t.low <= t.high {
			dst = append(dst, t)
		}
	}
	if centre <= 0 || centre > rasterTop {
		n := int(math.Ceil(edge / (blindReach * float64(s))))
		for i := range n {
			add(-edge+float64(2*i+1)*edge/float64(n), edge/float64(n))
		}
		return dst
	}
	off := reach(rate, centre, tied)
	low, high := centre-edge-off, centre+edge+off
	for at := firstAfter(low-rasterLowGap, rasterLowAt, rasterLow); at < min(rasterSplit, high+rasterLowGap); at += rasterLow {
		if s.used(at) {
			add(at-centre, rasterLowGap+off)
		}
	}
	for at := firstAfter(max(low, rasterSplit), rasterSplit, rasterHigh); at < high; at += rasterHigh {
		add(at-centre, off)
	}
	return dst
}

// blindReach is how far, in subcarrier spacings, a tile reaches when everything
// is searched: a primary signal at its edge is whole at the search's rate.
const blindReach = 20

// firstAfter returns the least of first, first+step… that is not below a value.
func firstAfter(value, first, step float64) float64 {
	return first + math.Ceil((value-first)/step)*step
}
