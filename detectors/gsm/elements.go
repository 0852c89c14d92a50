package gsm

// A location is a location area identification, TS 24.008 clause 10.5.1.3.
type location struct {
	plmn [3]byte
	lac  uint16
}

// A selection holds the cell selection parameters of TS 44.018 clause 10.5.2.4.
type selection struct {
	hysteresis byte // of reselection, in 2 dB
	power      byte // MS_TXPWR_MAX_CCH, a power control level
	access     byte // RXLEV_ACCESS_MIN, in dB above -110 dBm
	extra      bool // ACS
	half       bool // NECI: half rate
}

// A rach holds the random access control of clause 10.5.2.29.
type rach struct {
	retries      byte // 1, 2, 4 or 7
	spread       byte // TX-integer as coded
	barred       bool
	noRestore    bool // call re-establishment not allowed
	noEmergency  bool
	accessBarred uint16 // access classes, bit n for class n
}

// A reselection holds the parameters of C2, clause 10.5.2.34.
type reselection struct {
	present   bool
	qualify   bool // CELL_BAR_QUALIFY
	offset    byte // in 2 dB
	temporary byte // in 10 dB, 7 is without end
	penalty   byte // in 20 s from 20 s on; 31 turns the offset's sign
}

// parseReselection reads the optional selection parameters and the optional
// power offset that rest octets 3 and 4 begin with.
func parseReselection(r *bitReader) (p reselection) {
	if r.high() {
		p = reselection{present: true, qualify: r.flag()}
		p.offset, p.temporary, p.penalty = byte(r.bits(6)), byte(r.bits(3)), byte(r.bits(5))
	}
	if r.high() {
		r.skip(2)
	}
	return p
}

// parseLocation reads a location area identification. It reports false when a
// digit of the country or the network is none.
func parseLocation(o []byte) (l location, ok bool) {
	l = location{[3]byte(o), uint16(o[3])<<8 | uint16(o[4])}
	digits := []byte{o[0] & 15, o[0] >> 4, o[1] & 15, o[2] & 15, o[2] >> 4}
	for _, d := range digits {
		if d > 9 {
			return l, false
		}
	}
	return l, o[1]>>4 <= 9 || o[1]>>4 == 15
}

// country returns the mobile country code's three digits.
func (l location) country() string {
	return string([]byte{'0' + l.plmn[0]&15, '0' + l.plmn[0]>>4, '0' + l.plmn[1]&15})
}

// network returns the mobile network code's two or three digits.
func (l location) network() string {
	digits := []byte{'0' + l.plmn[2]&15, '0' + l.plmn[2]>>4}
	if third := l.plmn[1] >> 4; third != 15 {
		digits = append(digits, '0'+third)
	}
	return string(digits)
}

func parseSelection(o []byte) selection {
	return selection{
		hysteresis: o[0] >> 5, power: o[0] & 31,
		extra: o[1]&0x80 != 0, half: o[1]&0x40 != 0, access: o[1] & 63,
	}
}

func parseRACH(o []byte) rach {
	classes := uint16(o[1])<<8 | uint16(o[2])
	return rach{
		retries: [4]byte{1, 2, 4, 7}[o[0]>>6], spread: o[0] >> 2 & 15, barred: o[0]&2 != 0, noRestore: o[0]&1 != 0,
		noEmergency: classes&(1<<10) != 0, accessBarred: classes &^ (1 << 10),
	}
}
