package capture

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"time"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/detectors/lte/rrc"
)

// cells are those of one capture.
type cells struct {
	emit       func(detectors.Event)
	gsm        map[string]*gsmCell
	lte        map[string]*lteCell
	onGSM      *gsmCell // named last
	onLTE      *lteCell
	gsmChannel int
	nameless   map[string]*connection // with cells that have not said who they are, by system
}

func newCells(emit func(detectors.Event)) *cells {
	return &cells{emit: emit, gsm: map[string]*gsmCell{}, lte: map[string]*lteCell{}, nameless: map[string]*connection{}}
}

type gsmCell struct {
	reader gsm.Reader
	link   connection
}

// GSM is what an event says of a GSM cell of a capture: what a modem does not
// log is left out.
type GSM struct {
	gsm.Fields
	ARFCN *int     `json:"arfcn,omitempty"`
	NCC   *int     `json:"ncc,omitempty"`
	BCC   *int     `json:"bcc,omitempty"`
	FN    *int     `json:"fn,omitempty"`
	CFO   *float64 `json:"cfo_hz,omitempty"`

	Connections *Connections `json:"connections,omitempty"`
}

// Same reports whether the cell says the same.
func (f GSM) Same(other detectors.Fields) bool {
	o, ok := other.(GSM)
	return ok && f.Fields.Same(o.Fields) && reflect.DeepEqual(f.ARFCN, o.ARFCN) && reflect.DeepEqual(f.Connections, o.Connections)
}

// broadcast takes a block of the broadcast channel.
func (s *cells) broadcast(at time.Time, h header, block []byte) bool {
	defer clear(block)
	if len(block) < blockOctets || block[1] != 6 {
		return false
	}
	const third = 0x1B
	if block[2] == third {
		name := fmt.Sprintf("%d-%x", h.channel, block[3:10]) // cell, network, area
		if s.gsm[name] == nil && len(s.gsm) < mostCells {
			s.gsm[name] = &gsmCell{}
		}
		s.onGSM, s.gsmChannel = s.gsm[name], h.channel
	}
	if s.onGSM == nil || s.gsmChannel != h.channel || !s.onGSM.reader.Broadcast(block) {
		return false
	}
	s.tellGSM(at)
	return true
}

// tellGSM emits what is known of the cell named last.
func (s *cells) tellGSM(at time.Time) {
	f := GSM{Fields: s.onGSM.reader.Fields(), Connections: s.onGSM.link.said()}
	if f.CellID == nil {
		return
	}
	if channel := s.gsmChannel; channel != 0 {
		f.ARFCN = &channel
	}
	s.emit(detectors.Event{
		Time: at, Detector: gsm.Spec.Name, Version: gsm.Spec.Version, Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Track:  fmt.Sprintf("gsm-%s-%s-%d-%d", f.MCC, f.MNC, *f.LAC, *f.CellID),
		Reason: fmt.Sprintf("GSM cell %s-%s, LAC %d, CI %d, from a capture", f.MCC, f.MNC, *f.LAC, *f.CellID),
		Fields: f,
	})
}

// common counts a block of a common channel for the cell named last.
func (s *cells) common(h header, block []byte) bool {
	defer clear(block)
	if s.onGSM == nil || s.gsmChannel != h.channel || len(block) < blockOctets {
		return false
	}
	s.onGSM.reader.Common(block)
	return true
}

// mostCells bounds the memory that a capture can take.
const mostCells = 10_000

type lteCell struct {
	named  *lte.Identity
	sibs   rrc.SIBs
	earfcn int
	link   connection
}

// LTE is what an event says of an LTE cell of a capture.
type LTE struct {
	RAT    string `json:"rat"`
	EARFCN int    `json:"earfcn,omitempty"`
	*lte.Identity
	rrc.SIBs

	Connections *Connections `json:"connections,omitempty"`
}

// Same reports whether the cell says the same.
func (f LTE) Same(other detectors.Fields) bool {
	o, ok := other.(LTE)
	return ok && reflect.DeepEqual(f, o)
}

// lteMessage takes a BCCH-DL-SCH-Message.
func (s *cells) lteMessage(at time.Time, h header, payload []byte) bool {
	m := rrc.Parse(payload)
	if m.Malformed {
		return false
	}
	if m.SIB1 != nil {
		s.named(m.SIB1, hex.EncodeToString(payload))
	}
	if s.onLTE == nil {
		return false
	}
	s.onLTE.sibs.Merge(&m.SIBs)
	s.onLTE.earfcn = h.channel
	s.tellLTE(at)
	return true
}

// tellLTE emits what is known of the cell named last.
func (s *cells) tellLTE(at time.Time) {
	id, sibs := s.onLTE.named, s.onLTE.sibs
	sibs.Seen = append([]int(nil), sibs.Seen...)
	s.emit(detectors.Event{
		Time: at, Detector: lte.Spec.Name, Version: lte.Spec.Version, Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Track:  fmt.Sprintf("lte-%s-%d", id.PLMNs[0], id.CellID),
		Reason: fmt.Sprintf("LTE cell %s, TAC %d, band %d, from a capture", id.PLMNs[0], id.TAC, id.Band),
		Fields: LTE{RAT: "lte", EARFCN: s.onLTE.earfcn, Identity: id, SIBs: sibs, Connections: s.onLTE.link.said()},
	})
}

// sign counts what a message says of the connection with the cell named last.
func (s *cells) sign(at time.Time, h header, what sign) bool {
	second := h.kind == kindUm || h.kind == kindAbis
	switch {
	case what == nothing:
		return false
	case second && s.onGSM != nil:
		if s.onGSM.link.take(at, what) {
			s.tellGSM(at)
		}
	case !second && s.onLTE != nil:
		if s.onLTE.link.take(at, what) {
			s.tellLTE(at)
		}
	case second:
		s.tellNameless(at, "gsm", what)
	default:
		s.tellNameless(at, "lte", what)
	}
	return true
}

// finish ends the connections with the capture.
func (s *cells) finish(at time.Time) {
	for _, c := range s.gsm {
		if c.link.finish(at) {
			s.onGSM = c
			s.tellGSM(at)
		}
	}
	for _, c := range s.lte {
		if c.link.finish(at) {
			s.onLTE = c
			s.tellLTE(at)
		}
	}
	for rat, link := range s.nameless {
		if link.finish(at) {
			s.emitNameless(at, rat, link)
		}
	}
}

// tellNameless counts for a cell of which the capture holds no broadcast.
func (s *cells) tellNameless(at time.Time, rat string, what sign) {
	link := s.nameless[rat]
	if link == nil {
		link = &connection{}
		s.nameless[rat] = link
	}
	if link.take(at, what) {
		s.emitNameless(at, rat, link)
	}
}

func (s *cells) emitNameless(at time.Time, rat string, link *connection) {
	s.emit(detectors.Event{
		Time: at, Detector: rat, Version: 1, Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Track: rat + "-nameless", Reason: "a cell of which the capture holds no broadcast", Fields: Link{RAT: rat, Connections: link.said()},
	})
}

// named notes which cell a SIB1 is of.
func (s *cells) named(b *rrc.SIB1, text string) {
	name := fmt.Sprintf("%s-%d", b.PLMNs[0], b.CellID)
	if s.lte[name] == nil && len(s.lte) < mostCells {
		s.lte[name] = &lteCell{}
	}
	if s.onLTE = s.lte[name]; s.onLTE == nil {
		return
	}
	s.onLTE.named = &lte.Identity{
		PLMNs: b.PLMNs, TAC: b.TAC, CellID: b.CellID, Band: b.Band, CellBarred: b.Barred, Reselection: b.IntraReselection,
		RxLevMin: b.RxLevMin, Scheduled: b.Scheduled(), ValueTag: b.ValueTag, SIB1Hex: text,
	}
}
