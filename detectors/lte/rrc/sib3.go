package rrc

// SIB3 is SystemInformationBlockType3: reselection in general.
type SIB3 struct {
	Priority         int  `json:"priority"`
	ThreshServingLow int  `json:"thresh_serving_low_db"`
	NonIntraSearch   *int `json:"s_non_intra_search_db,omitempty"`
	IntraSearch      *int `json:"s_intra_search_db,omitempty"`
	RxLevMin         int  `json:"q_rx_lev_min_dbm"`
	HysteresisDB     int  `json:"q_hyst_db"`
}

var hysteresis = [...]int{0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24}

func (r *reader) sib3() *SIB3 {
	s := &SIB3{}
	extended := r.flag()
	speed := r.flag()
	s.HysteresisDB = hysteresis[r.bits(4)]
	if speed {
		r.skip(3 + 3 + 4 + 4 + 2 + 2)
	}
	if r.flag() {
		s.NonIntraSearch = r.threshold()
	}
	s.ThreshServingLow = *r.threshold()
	s.Priority = r.bits(3)
	optional := r.flags(4) // p-Max, intra search, bandwidth, speed scaling
	s.RxLevMin = 2 * r.ranged(-70, -22)
	if optional[0] {
		r.ranged(-30, 33)
	}
	if optional[1] {
		s.IntraSearch = r.threshold()
	}
	if optional[2] {
		r.ranged(0, 5)
	}
	r.skip(1 + 2 + 3)
	if optional[3] {
		r.skip(2 + 2)
	}
	r.additions(extended)
	return s
}

// threshold reads a ReselectionThreshold in decibels.
func (r *reader) threshold() *int {
	v := 2 * r.bits(5)
	return &v
}

// SIB4 is SystemInformationBlockType4: neighbours on the cell's own carrier.
type SIB4 struct {
	Neighbours []int `json:"neighbours"` // physical cell identities
	Excluded   int   `json:"excluded"`   // ranges of identities that are not to be chosen
}

func (r *reader) sib4() *SIB4 {
	s := &SIB4{Neighbours: []int{}}
	extended := r.flag()
	optional := r.flags(3) // neighbours, excluded, closed groups
	if optional[0] {
		for range r.count(1, 16) {
			more := r.flag()
			s.Neighbours = append(s.Neighbours, r.ranged(0, 503))
			r.ranged(0, 30)
			r.additions(more)
		}
	}
	if optional[1] {
		s.Excluded = r.count(1, 16)
		for range s.Excluded {
			r.identities()
		}
	}
	if optional[2] {
		r.identities()
	}
	r.additions(extended)
	return s
}

// identities passes over a PhysCellIdRange.
func (r *reader) identities() {
	more := r.flag()
	r.ranged(0, 503)
	if more {
		r.skip(4)
	}
}

// A Carrier is one that a cell sends devices to.
type Carrier struct {
	Channel  int  `json:"arfcn"`
	Priority *int `json:"priority,omitempty"`
	RxLevMin int  `json:"q_rx_lev_min_dbm"`
	High     int  `json:"thresh_high_db"`
	Low      int  `json:"thresh_low_db"`
}

// SIB5 is SystemInformationBlockType5: other LTE carriers.
type SIB5 struct {
	Carriers []LTECarrier `json:"carriers"`
}

// An LTECarrier is another LTE carrier with its neighbours.
type LTECarrier struct {
	Carrier
	Neighbours []int `json:"neighbours"`
}

func (r *reader) sib5() *SIB5 {
	s := &SIB5{Carriers: []LTECarrier{}}
	extended := r.flag()
	for range r.count(1, 8) {
		s.Carriers = append(s.Carriers, r.lteCarrier())
	}
	r.additions(extended)
	return s
}

func (r *reader) lteCarrier() (c LTECarrier) {
	c.Neighbours = []int{}
	extended := r.flag()
	optional := r.flags(6) // p-Max, speed scaling, priority, offset, neighbours, excluded
	c.Channel = r.bits(16)
	c.RxLevMin = 2 * r.ranged(-70, -22)
	if optional[0] {
		r.ranged(-30, 33)
	}
	r.skip(3)
	if optional[1] {
		r.skip(2 + 2)
	}
	c.High, c.Low = *r.threshold(), *r.threshold()
	r.ranged(0, 5)
	r.skip(1)
	c.Priority = r.priority(optional[2])
	r.skip(2)
	if optional[3] {
		r.ranged(0, 30)
	}
	if optional[4] {
		for range r.count(1, 16) {
			c.Neighbours = append(c.Neighbours, r.ranged(0, 503))
			r.ranged(0, 30)
		}
	}
	if optional[5] {
		for range r.count(1, 16) {
			r.identities()
		}
	}
	r.additions(extended)
	return c
}

func (r *reader) priority(present bool) *int {
	if !present {
		return nil
	}
	v := r.bits(3)
	return &v
}
