package synth

import (
	"encoding/hex"
	"errors"
	"slices"
)

// systemInformation returns the blocks of System Information by TC, TS 45.002
// clause 6.3.1.3: the cycle of eight multiframes. Messages that share a TC take
// turns.
func (b BTS) systemInformation() (cycle [8][][]byte) {
	all := map[byte][][]byte{}
	for _, o := range [][]byte{b.si1(), b.si2(), b.si3(), b.si4()} {
		all[o[2]] = [][]byte{o}
	}
	if b.GPRS {
		all[0x00] = [][]byte{b.si13()}
	}
	given := map[byte]bool{}
	for _, text := range b.SI {
		o, err := hex.DecodeString(text)
		if err != nil || len(o) != blockOctets {
			continue // validate has said so
		}
		if !given[o[2]] {
			given[o[2]] = true
			all[o[2]] = nil
		}
		all[o[2]] = append(all[o[2]], o)
	}
	for code, where := range map[byte][]int{
		0x19: {0}, 0x1A: {1}, 0x1B: {2, 6}, 0x1C: {3, 7}, 0x00: {4}, 0x02: {5}, 0x03: {5}, 0x07: {4}, 0x04: {4},
	} {
		for _, tc := range where {
			cycle[tc] = append(cycle[tc], all[code]...)
		}
	}
	for tc := range cycle {
		slices.SortFunc(cycle[tc], slices.Compare[[]byte])
		if len(cycle[tc]) == 0 {
			cycle[tc] = all[0x1B] // an empty place is filled with what matters most
		}
	}
	return cycle
}

// message returns a block with its header, filled up with padding.
func message(length, code byte, body ...byte) []byte {
	o := append([]byte{length<<2 | 1, 6, code}, body...)
	for len(o) < blockOctets {
		o = append(o, 0x2B)
	}
	return o
}

// si1 is System Information 1, TS 44.018 clause 9.1.31, with an allocation that
// names no channel: the cell does not hop.
func (b BTS) si1() []byte {
	return message(21, 0x19, append(make([]byte, 16), b.rach()...)...)
}

// si2 is System Information 2, clause 9.1.32.
func (b BTS) si2() []byte {
	list, err := b.neighbourList()
	if err != nil {
		list = make([]byte, 16) // validate has said so
	}
	body := append(list, 0xFF) // every network colour code permitted
	return message(22, 0x1A, append(body, b.rach()...)...)
}

// si3 is System Information 3, clause 9.1.35.
func (b BTS) si3() []byte {
	body := append([]byte{byte(b.CellID >> 8), byte(b.CellID)}, b.location()...)
	channels := byte(0x40 | 1<<3) // phones attach; one block for access grants
	if b.Combined {
		channels |= 1
	}
	body = append(body, channels, 3, byte(b.T3212), 0x05)
	body = append(body, b.selection()...)
	body = append(body, b.rach()...)
	rest := b.reselection(nil)
	rest = append(rest, fill, fill, fill, fill)
	if b.GPRS {
		rest = append(rest, mark, 0, 0, 0, 0)
	} else {
		rest = append(rest, fill)
	}
	return message(18, 0x1B, append(body, pad(rest)...)...)
}

// si4 is System Information 4, clause 9.1.36.
func (b BTS) si4() []byte {
	body := append(b.location(), b.selection()...)
	body = append(body, b.rach()...)
	return message(12, 0x1C, append(body, pad(b.reselection(nil))...)...)
}

// si13 is System Information 13, clause 9.1.43a: packets without hopping, network
// operation mode II, no network control.
func (b BTS) si13() []byte {
	rest := []byte{mark, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	rest = append(rest, 0, 0, 0, 0, 0, 1)    // no packet broadcast channel, routing area 1
	rest = append(rest, 0, 0, 0, 0, 0, 0, 1) // last: operation mode II
	return message(0, 0x00, pad(rest)...)
}

func (b BTS) rach() []byte {
	o := []byte{0xB8, 0, 0}
	if b.Barred {
		o[0] |= 2
	}
	return o
}

func (b BTS) selection() []byte {
	return []byte{byte(b.Hysteresis/2)<<5 | 5, byte(b.AccessMin)}
}

// location is a location area identification, TS 24.008 clause 10.5.1.3.
func (b BTS) location() []byte {
	mcc, mnc := b.MCC, b.MNC
	if mcc == "" {
		mcc = "001"
	}
	if mnc == "" {
		mnc = "01"
	}
	third := byte(15)
	if len(mnc) == 3 {
		third = mnc[2] - '0'
	}
	return []byte{
		mcc[1]&15<<4 | mcc[0]&15, third<<4 | mcc[2]&15, mnc[1]&15<<4 | mnc[0]&15, byte(b.LAC >> 8), byte(b.LAC),
	}
}

// Rest octets are made of bits, and of marks where something optional is (H) or
// is not (L), relative to the padding.
const (
	fill = 2
	mark = 3
)

// reselection appends the optional selection parameters and the power offset.
func (b BTS) reselection(bits []byte) []byte {
	if b.Reselect == 0 {
		return append(bits, fill, fill)
	}
	bits = append(bits, mark, 0) // no CELL_BAR_QUALIFY
	bits = appendBits(bits, b.Reselect/2, 6)
	bits = appendBits(bits, 0, 3)
	bits = appendBits(bits, 0, 5)
	return append(bits, fill)
}

// pad makes octets of rest octets' bits.
func pad(bits []byte) (o []byte) {
	for i := 0; i < len(bits) || i%8 != 0; i++ {
		padding := byte(0x2B) >> (7 - i%8) & 1
		bit := padding
		if i < len(bits) {
			switch bits[i] {
			case 0, 1:
				bit = bits[i]
			case mark:
				bit = padding ^ 1
			}
		}
		if i%8 == 0 {
			o = append(o, 0)
		}
		o[len(o)-1] |= bit << (7 - i%8)
	}
	return o
}

// neighbourList is a list of frequencies, TS 44.018 clause 10.5.2.22: as bit map
// 0 when that can hold it, else as variable bit map.
func (b BTS) neighbourList() ([]byte, error) {
	o := make([]byte, 16)
	if len(b.Neighbours) == 0 {
		return o, nil
	}
	least, most := slices.Min(b.Neighbours), slices.Max(b.Neighbours)
	switch {
	case least < 0 || most > 1023:
		return nil, errors.New("outside 0 to 1023")
	case least >= 1 && most <= 124:
		for _, n := range b.Neighbours {
			o[(128-n)/8] |= 1 << ((n - 1) % 8)
		}
		return o, nil
	case most-least > 111:
		return nil, errors.New("too far apart for one list: give si instead")
	}
	bits := append([]byte{1, 0, 0, 0, 1, 1, 1}, appendBits(nil, least, 10)...)
	bits = append(bits, make([]byte, 111)...)
	for _, n := range b.Neighbours {
		if n > least {
			bits[16+n-least] = 1
		}
	}
	clear(o)
	for i, bit := range bits {
		o[i/8] |= bit << (7 - i%8)
	}
	return o, nil
}
