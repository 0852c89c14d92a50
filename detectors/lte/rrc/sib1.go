package rrc

import "fmt"

// SIB1 is SystemInformationBlockType1.
type SIB1 struct {
	PLMNs            []string     `json:"plmns"` // "206-01", the cell's own first
	Reserved         []bool       `json:"reserved"`
	TAC              int          `json:"tac"`
	CellID           int          `json:"cell_id"`
	Barred           bool         `json:"cell_barred"`
	IntraReselection bool         `json:"intra_freq_reselection"`
	CSG              bool         `json:"csg"`
	RxLevMin         int          `json:"q_rx_lev_min_dbm"`
	Band             int          `json:"band"`
	Scheduling       []Scheduling `json:"scheduling"`
	TDD              bool         `json:"tdd"`
	Assignment       int          `json:"subframe_assignment"`
	Special          int          `json:"special_subframe"`
	WindowMS         int          `json:"si_window_ms"`
	ValueTag         int          `json:"value_tag"`
}

// Scheduling is one message of the other system information: how often it comes
// and what it holds. The first one also holds SIB2.
type Scheduling struct {
	Frames int   `json:"frames"`
	SIBs   []int `json:"sibs"`
}

// Scheduled lists the other blocks that the cell names, "sib3" and so on.
func (s *SIB1) Scheduled() []string {
	names := []string{}
	for _, message := range s.Scheduling {
		for _, n := range message.SIBs {
			names = append(names, fmt.Sprintf("sib%d", n))
		}
	}
	return names
}

var windows = [...]int{1, 2, 5, 10, 15, 20, 40}

// extraBlocks are the values that later releases added to SIB-Type.
var extraBlocks = [...]int{19, 20, 21, 24, 25, 26, 27, 28, 29}

func (r *reader) sib1() *SIB1 {
	s := &SIB1{}
	optional := r.flags(3) // p-Max, tdd-Config, nonCriticalExtension
	csg := r.flag()
	mcc := ""
	for range r.count(1, 6) {
		mcc = r.plmn(s, mcc)
	}
	s.TAC, s.CellID = r.bits(16), r.bits(28)
	s.Barred = !r.flag()
	s.IntraReselection = !r.flag()
	s.CSG = r.flag()
	if csg {
		r.skip(27)
	}
	offset := r.flag()
	s.RxLevMin = 2 * r.ranged(-70, -22)
	if offset {
		r.skip(3)
	}
	if optional[0] {
		r.ranged(-30, 33)
	}
	s.Band = r.ranged(1, 64)
	for range r.count(1, 32) {
		s.Scheduling = append(s.Scheduling, r.scheduling())
	}
	if optional[1] {
		s.TDD = true
		s.Assignment, s.Special = r.ranged(0, 6), r.ranged(0, 8)
	}
	s.WindowMS = windows[r.ranged(0, len(windows)-1)]
	s.ValueTag = r.bits(5)
	if optional[2] {
		r.sib1Extension()
	}
	return s
}

// plmn reads one identity; one without country code has that of the one before.
func (r *reader) plmn(s *SIB1, mcc string) string {
	if r.flag() {
		mcc = r.digits(3)
	}
	if mcc == "" {
		r.bad = true
	}
	s.PLMNs = append(s.PLMNs, mcc+"-"+r.digits(2+r.bits(1)))
	s.Reserved = append(s.Reserved, !r.flag())
	return mcc
}

func (r *reader) digits(n int) string {
	var d [3]byte
	for i := range n {
		d[i] = '0' + byte(r.ranged(0, 9))
	}
	return string(d[:n])
}

func (r *reader) scheduling() (s Scheduling) {
	s.Frames = 8 << r.ranged(0, 6)
	s.SIBs = []int{}
	for range r.count(0, 31) {
		if !r.flag() {
			s.SIBs = append(s.SIBs, 3+r.bits(4))
			continue
		}
		if i := r.small(); i < len(extraBlocks) {
			s.SIBs = append(s.SIBs, extraBlocks[i])
		}
	}
	return s
}

// sib1Extension reads what releases 8 and 9 appended, up to where a later one
// begins: only that it is there and well formed.
func (r *reader) sib1Extension() {
	v890 := r.flags(2)
	if v890[0] {
		r.octets()
	}
	if !v890[1] {
		return
	}
	v920 := r.flags(3) // emergency calls, cell selection, later ones
	if v920[1] {
		offset := r.flag()
		r.ranged(-34, -3)
		if offset {
			r.skip(3)
		}
	}
}
