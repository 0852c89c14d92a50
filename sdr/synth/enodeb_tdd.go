package synth

// tddConfigs are the uplink-downlink configurations of TS 36.211 table 4.2-2.
var tddConfigs = [...]string{
	"DSUUUDSUUU",
	"DSUUDDSUUD",
	"DSUDDDSUDD",
	"DSUUUDDDDD",
	"DSUUDDDDDD",
	"DSUDDDDDDD",
	"DSUUUDSUUD",
}

// dwpts is the length of the special subframe's downlink part in OFDM symbols,
// from TS 36.211 table 4.2-1, for the normal (false) and the extended cyclic
// prefix.
var dwpts = map[bool][]int{
	false: {3, 9, 10, 11, 12, 3, 9, 10, 11, 6},
	true:  {3, 8, 9, 10, 3, 8, 9, 5},
}

// downlink returns how many symbols from the start of a subframe, 0 to 9, the
// cell sends.
func (e ENodeB) downlink(subframe int) int {
	all := 2 * e.symbolsPerSlot()
	if !e.TDD {
		return all
	}
	switch tddConfigs[e.TDDConfig][subframe] {
	case 'D':
		return all
	case 'S':
		return dwpts[e.ExtendedCP][e.Special]
	}
	return 0
}

// symbolsPerSlot returns the number of OFDM symbols of a slot.
func (e ENodeB) symbolsPerSlot() int {
	if e.ExtendedCP {
		return 6
	}
	return 7
}
