package rrc

// SIB6 is SystemInformationBlockType6: UMTS carriers.
type SIB6 struct {
	FDD []Carrier `json:"fdd"`
	TDD []Carrier `json:"tdd"`
}

func (r *reader) sib6() *SIB6 {
	s := &SIB6{FDD: []Carrier{}, TDD: []Carrier{}}
	extended := r.flag()
	optional := r.flags(3) // FDD, TDD, speed scaling
	if optional[0] {
		for range r.count(1, 16) {
			s.FDD = append(s.FDD, r.umtsCarrier(true))
		}
	}
	if optional[1] {
		for range r.count(1, 16) {
			s.TDD = append(s.TDD, r.umtsCarrier(false))
		}
	}
	r.skip(3)
	if optional[2] {
		r.skip(2 + 2)
	}
	r.additions(extended)
	return s
}

func (r *reader) umtsCarrier(fdd bool) (c Carrier) {
	extended := r.flag()
	priority := r.flag()
	c.Channel = r.bits(14)
	c.Priority = r.priority(priority)
	c.High, c.Low = *r.threshold(), *r.threshold()
	c.RxLevMin = 2*r.ranged(-60, -13) + 1
	r.ranged(-50, 33)
	if fdd {
		r.ranged(-24, 0)
	}
	r.additions(extended)
	return c
}

// SIB7 is SystemInformationBlockType7: groups of GSM carriers.
type SIB7 struct {
	Groups []GSMGroup `json:"groups"`
}

// A GSMGroup is some GSM carriers that share parameters.
type GSMGroup struct {
	Channels     []int  `json:"arfcns"`
	Band         string `json:"band"` // what channels 512 to 810 mean: "dcs1800", "pcs1900"
	Priority     *int   `json:"priority,omitempty"`
	NCCPermitted int    `json:"ncc_permitted"` // a bit for each network colour code, the highest for 0
	RxLevMin     int    `json:"q_rx_lev_min_dbm"`
	High         int    `json:"thresh_high_db"`
	Low          int    `json:"thresh_low_db"`
}

func (r *reader) sib7() *SIB7 {
	s := &SIB7{Groups: []GSMGroup{}}
	extended := r.flag()
	optional := r.flags(2) // speed scaling, carriers
	r.skip(3)
	if optional[0] {
		r.skip(2 + 2)
	}
	if optional[1] {
		for range r.count(1, 16) {
			s.Groups = append(s.Groups, r.gsmGroup())
		}
	}
	r.additions(extended)
	return s
}

func (r *reader) gsmGroup() (g GSMGroup) {
	extended := r.flag()
	r.gsmChannels(&g)
	optional := r.flags(2) // priority, greatest power
	g.Priority = r.priority(optional[0])
	g.NCCPermitted = r.bits(8)
	g.RxLevMin = 2*r.ranged(0, 45) - 115
	if optional[1] {
		r.ranged(0, 39)
	}
	g.High, g.Low = *r.threshold(), *r.threshold()
	r.additions(extended)
	return g
}

// gsmChannels reads CarrierFreqsGERAN.
func (r *reader) gsmChannels(g *GSMGroup) {
	const channels = 1024
	first := r.bits(10)
	g.Channels = append(g.Channels, first)
	g.Band = "dcs1800"
	if r.flag() {
		g.Band = "pcs1900"
	}
	switch r.ranged(0, 2) {
	case 0:
		for range r.count(0, 31) {
			g.Channels = append(g.Channels, r.bits(10))
		}
	case 1:
		step := r.ranged(1, 8)
		for i := range r.bits(5) {
			g.Channels = append(g.Channels, (first+(i+1)*step)%channels)
		}
	default:
		for i := range 8 * r.count(1, 16) {
			if r.flag() {
				g.Channels = append(g.Channels, (first+i+1)%channels)
			}
		}
	}
}
