package nr

import (
	"encoding/hex"
	"fmt"
	"slices"

	"vigie/detectors/uper"
)

// SIB1 is what a cell says of its operator and of itself in system information
// block 1, TS 38.331 clause 6.2.2, as far as it is read here.
type SIB1 struct {
	PLMNs        []string `json:"plmns"` // country and network, "206-01"
	TAC          *int     `json:"tac,omitempty"`
	NCI          uint64   `json:"nci"` // cell identity of 36 bits, of the first PLMN
	Bands        []int    `json:"bands,omitempty"`
	Band         int      `json:"band,omitempty"` // the first of them
	QRxLevMinDBM *int     `json:"q_rx_lev_min_dbm,omitempty"`
	QQualMinDB   *int     `json:"q_qual_min_db,omitempty"`
	Scheduled    []string `json:"scheduled"`                   // other blocks of system information: "sib2"…
	Reserved     bool     `json:"operator_reserved"`           // for the operator's own use
	PointA       *int     `json:"offset_to_point_a,omitempty"` // resource blocks of 15 kHz
	Carriers     []int    `json:"carrier_rb,omitempty"`        // widths of the carriers in resource blocks
	Hex          string   `json:"sib1_hex"`
	Malformed    bool     `json:"malformed,omitempty"` // what was read ends before it should
}

// saysAs reports whether two cells say the same.
func (s *SIB1) saysAs(o *SIB1) bool {
	if s == nil || o == nil {
		return s == o
	}
	return s.Hex == o.Hex
}

// equal reports whether this is the SIB1 of these octets.
func (s *SIB1) equal(octets []byte) bool {
	return s != nil && s.Hex == hex.EncodeToString(octets)
}

// place returns tracking area and band as text, as far as they are known.
func (s *SIB1) place() (text string) {
	if s.TAC != nil {
		text = fmt.Sprintf(", TAC %d", *s.TAC)
	}
	if s.Band != 0 {
		text += fmt.Sprintf(", band n%d", s.Band)
	}
	return text
}

// parseSIB1 reads a BCCH-DL-SCH message with SIB1: everything up to the bands and
// carriers of the downlink. It reports false for another message.
func parseSIB1(octets []byte) (s *SIB1, ok bool) {
	r := uper.NewReader(octets)
	if r.Bool() || !r.Bool() { // c1, systemInformationBlockType1
		return nil, false
	}
	s = &SIB1{Scheduled: []string{}, Hex: hex.EncodeToString(octets)}
	selection, failure, scheduling, serving := r.Bool(), r.Bool(), r.Bool(), r.Bool()
	r.Skip(7) // marks of what comes behind
	if selection {
		s.selection(r)
	}
	s.access(r)
	if failure { // connEstFailureControl
		offset := r.Bool()
		r.Skip(2 + 3)
		if offset {
			r.Skip(4)
		}
	}
	if scheduling && !s.scheduling(r) {
		return s, true
	}
	if serving {
		s.serving(r)
	}
	s.Malformed = r.Err() != nil
	return s, len(s.PLMNs) > 0
}

// selection reads cellSelectionInfo.
func (s *SIB1) selection(r *uper.Reader) {
	offset, supplementary, quality, qualityOffset := r.Bool(), r.Bool(), r.Bool(), r.Bool()
	level := 2 * r.Int(-70, -22)
	s.QRxLevMinDBM = &level
	if offset {
		r.Int(1, 8)
	}
	if supplementary {
		r.Int(-70, -22)
	}
	if quality {
		q := r.Int(-43, -12)
		s.QQualMinDB = &q
	}
	if qualityOffset {
		r.Int(1, 8)
	}
}

// access reads cellAccessRelatedInfo.
func (s *SIB1) access(r *uper.Reader) {
	extended := r.Bool()
	r.Bool() // cellReservedForOtherUse, whose presence is its value
	for i := range r.Int(1, 12) {
		s.operator(r, i == 0)
		if r.Err() != nil {
			return
		}
	}
	if extended {
		r.Extensions()
	}
}

// operator reads one PLMN-IdentityInfo.
func (s *SIB1) operator(r *uper.Reader, first bool) {
	extended, area, ran := r.Bool(), r.Bool(), r.Bool()
	var mcc string
	for range r.Int(1, 12) {
		if r.Bool() {
			mcc = digits(r, 3)
		}
		s.PLMNs = append(s.PLMNs, mcc+"-"+digits(r, r.Int(2, 3)))
		if r.Err() != nil {
			return
		}
	}
	if area {
		tac := int(r.Bits(24))
		if first {
			s.TAC = &tac
		}
	}
	if ran {
		r.Skip(8)
	}
	nci := r.Bits(36)
	reserved := !r.Bool()
	if first {
		s.NCI, s.Reserved = nci, reserved
	}
	if extended {
		r.Extensions()
	}
}

func digits(r *uper.Reader, n int) string {
	d := make([]byte, n)
	for i := range d {
		d[i] = '0' + byte(r.Int(0, 9))
	}
	return string(d)
}

// scheduling reads si-SchedulingInfo. It reports false when what follows cannot
// be reached: a cell that sends blocks on request says how at some length.
func (s *SIB1) scheduling(r *uper.Reader) bool {
	extended, request, supplementary, area := r.Bool(), r.Bool(), r.Bool(), r.Bool()
	for range r.Int(1, 32) {
		r.Skip(1 + 3) // si-BroadcastStatus, si-Periodicity
		for range r.Int(1, 32) {
			s.block(r)
			if r.Err() != nil {
				return true
			}
		}
	}
	r.Skip(4) // si-WindowLength
	if request || supplementary {
		return false
	}
	if area {
		r.Skip(24)
	}
	if extended {
		r.Extensions()
	}
	return true
}

// block reads one SIB-TypeInfo.
func (s *SIB1) block(r *uper.Reader) {
	tagged := r.Bool()
	r.Bool() // areaScope, whose presence is its value
	name := fmt.Sprintf("sib%d", 2+r.EnumExt(16))
	if tagged {
		r.Skip(5)
	}
	if !slices.Contains(s.Scheduled, name) {
		s.Scheduled = append(s.Scheduled, name)
	}
}

// serving reads the beginning of servingCellConfigCommon: the downlink's bands
// and carriers.
func (s *SIB1) serving(r *uper.Reader) {
	r.Skip(1 + 4) // extension; uplink, supplementary uplink, timing advance, TDD pattern
	r.Skip(1)     // extension of downlinkConfigCommon
	for range r.Int(1, 8) {
		known, limits := r.Bool(), r.Bool()
		if known {
			s.Bands = append(s.Bands, r.Int(1, 1024))
		}
		if limits {
			s.limits(r)
		}
		if r.Err() != nil {
			return
		}
	}
	if len(s.Bands) > 0 {
		s.Band = s.Bands[0]
	}
	offset := r.Int(0, 2199)
	s.PointA = &offset
	for range r.Int(1, 5) {
		extended := r.Bool()
		r.Int(0, 2199)
		r.Skip(3) // subcarrierSpacing
		s.Carriers = append(s.Carriers, r.Int(1, 275))
		if extended {
			r.Extensions()
		}
		if r.Err() != nil {
			return
		}
	}
}

// limits reads nr-NS-PmaxList.
func (s *SIB1) limits(r *uper.Reader) {
	for range r.Int(1, 8) {
		if r.Bool() {
			r.Int(-30, 33) // additionalPmax
		}
		r.Skip(3) // additionalSpectrumEmission
	}
}
