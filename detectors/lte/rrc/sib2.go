package rrc

// SIB2 holds of SystemInformationBlockType2 what all devices share.
type SIB2 struct {
	ACBarring      bool `json:"ac_barring"` // some classes of devices are kept out
	BarsEmergency  bool `json:"bars_emergency"`
	RootSequence   int  `json:"prach_root"`
	ReferencePower int  `json:"reference_signal_dbm"`
	PagingCycle    int  `json:"paging_cycle_frames"`
	ULCarrier      int  `json:"ul_earfcn,omitempty"`
	MBSFN          int  `json:"mbsfn"` // allocations of subframes for multicast
}

func (r *reader) sib2() *SIB2 {
	s := &SIB2{}
	extended := r.flag()
	optional := r.flags(2) // barring, multicast subframes
	if optional[0] {
		s.ACBarring = true
		classes := r.flags(2)
		s.BarsEmergency = r.flag()
		for _, present := range classes[:2] {
			if present {
				r.skip(4 + 3 + 5)
			}
		}
	}
	r.common(s)
	r.timers()
	uplink := r.flags(2)
	if uplink[0] {
		s.ULCarrier = r.bits(16)
	}
	if uplink[1] {
		r.ranged(0, 5)
	}
	r.skip(5)
	if optional[1] {
		s.MBSFN = r.count(1, 8)
		for range s.MBSFN {
			r.ranged(0, 5)
			r.skip(3)
			if r.flag() {
				r.skip(24)
			} else {
				r.skip(6)
			}
		}
	}
	r.skip(3) // time alignment timer
	r.additions(extended)
	return s
}

// timers passes over UE-TimersAndConstants.
func (r *reader) timers() {
	extended := r.flag()
	r.skip(3 + 3)
	r.ranged(0, 6)
	r.skip(3)
	r.ranged(0, 6)
	r.skip(3)
	r.additions(extended)
}

// common reads RadioResourceConfigCommonSIB.
func (r *reader) common(s *SIB2) {
	extended := r.flag()
	r.rach()
	r.skip(2) // modification period
	s.PagingCycle = 32 << r.bits(2)
	r.skip(3)
	s.RootSequence = r.ranged(0, 837)
	r.skip(6 + 1 + 4)
	r.ranged(0, 94)
	s.ReferencePower = r.ranged(-60, 50)
	r.skip(2)
	r.skip(2 + 1) // PUSCH
	r.ranged(0, 98)
	r.skip(1 + 1)
	r.ranged(0, 29)
	r.skip(1 + 3)
	r.ranged(0, 2) // PUCCH
	r.ranged(0, 98)
	r.skip(3 + 11)
	if r.flag() { // sounding reference signals
		r.skip(1 + 3 + 4 + 1)
	}
	r.ranged(-126, 24) // uplink power
	r.skip(3 + 5)
	r.ranged(0, 2)
	r.ranged(0, 2)
	r.skip(2)
	r.ranged(0, 2)
	r.ranged(0, 2)
	r.skip(3)
	r.skip(1) // cyclic prefix
	r.additions(extended)
}

// rach passes over RACH-ConfigCommon.
func (r *reader) rach() {
	extended := r.flag()
	groupA := r.flag()
	r.skip(4)
	if groupA {
		more := r.flag()
		r.ranged(0, 14)
		r.skip(2 + 3)
		r.additions(more)
	}
	r.skip(2 + 4)
	r.ranged(0, 10)
	r.skip(3 + 3)
	r.skip(3)
	r.additions(extended)
}
