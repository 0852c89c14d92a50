package knowledge

import (
	"strconv"
	"strings"
)

// blocks are the downlink frequencies of operators in LTE bands, in MHz: network,
// band, first, last. France: what Arcep allotted in 2011 (2.6 GHz,
// 800 MHz), 2015 (700 MHz) and 2018 (1.8 GHz). Germany: Bundesnetzagentur's auction of May 2010. United Kingdom: Ofcom's
// of February 2013 and April 2021. Belgium, Netherlands: the auctions of November
// 2013 and December 2012. What is not here is unknown: other bands of these
// operators, 900 and 2100 MHz, which are being rearranged, and other countries. In
// the United States licences go by county, so that no table of the country says
// anything.
const blocks = `
208-01 28 763 773|208-10 28 758 763|208-20 28 773 778|208-15 28 778 788
208-20 20 791 801|208-10 20 801 811|208-01 20 811 821
208-01 3 1805 1825|208-10 3 1825 1845|208-15 3 1845 1860|208-20 3 1860 1880
208-10 7 2620 2635|208-01 7 2635 2655|208-20 7 2655 2670|208-15 7 2670 2690
206-20 20 791 801|206-01 20 801 811|206-10 20 811 821
262-03 20 791 801|262-02 20 801 811|262-01 20 811 821
204-02 20 791 801|204-16 20 791 801|204-20 20 791 801|204-04 20 801 811|204-08 20 811 821
234-20 20 791 796|235-94 20 791 796|234-30 20 796 801|234-33 20 796 801|234-15 20 801 811|234-10 20 811 821
234-10 28 758 768|234-20 28 768 778|235-94 28 768 778|234-30 28 778 788|234-33 28 778 788
`

// A Block is a range of downlink frequencies.
type Block struct{ LowMHz, HighMHz float64 }

// Holds reports whether a carrier's centre is inside.
func (b Block) Holds(mhz float64) bool { return mhz >= b.LowMHz && mhz <= b.HighMHz }

type holding struct {
	plmn string
	band int
}

var byHolding = func() map[holding]Block {
	m := map[holding]Block{}
	for _, entry := range strings.FieldsFunc(blocks, func(r rune) bool { return r == '|' || r == '\n' }) {
		f := strings.Fields(entry)
		band, _ := strconv.Atoi(f[1])
		low, _ := strconv.ParseFloat(f[2], 64)
		high, _ := strconv.ParseFloat(f[3], 64)
		m[holding{f[0], band}] = Block{low, high}
	}
	return m
}()

// BlockOf returns the frequencies of an operator in a band, where they are known.
func BlockOf(plmn string, band int) (Block, bool) {
	b, ok := byHolding[holding{plmn, band}]
	return b, ok
}
