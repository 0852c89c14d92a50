// Package capture reads GSMTAP captures, as QCSuper, Rayhunter, osmocom and
// Wireshark write them, and reports the cells in them with the same parsers as
// the decoders of samples.
//
// GSMTAP is UDP on port 4729 with a header that libosmocore's gsmtap.h describes:
// version 2, length in words, payload type, channel number, frame number,
// sub-type. Read are the broadcast channels: GSM's System Information as layer 2
// blocks (type 1, sub-type 1) or as layer 3 messages (type 2, as QCSuper logs
// them), GSM's common channels (sub-type 2, counted by kind only), and LTE's
// BCCH-DL-SCH (type 13, sub-type 5). Of the dedicated channels of GSM (type 1,
// sub-types 6 to 8, and type 2) and LTE (type 13, sub-types 0 to 3; NAS, type 18)
// the kinds of messages are counted that say how a cell treats a phone:
// [Connections]. Everything else is passed over, and the octets of every payload
// are set to zero when they were read, so that no subscriber named in a capture
// goes any further.
//
// Modems log without saying which cell a block came from but for the channel
// number, and QCSuper leaves even that out. System Information 3 and SIB1 name
// their cell; what comes after one is taken for the same cell's.
package capture

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"vigie/detectors"
)

// A Count says what a capture held.
type Count struct {
	Packets uint64 // in all
	Read    uint64 // of them messages that say something of a cell
	First   time.Time
	Last    time.Time
}

// ErrFormat is wrapped by the error of a file that is no capture.
var ErrFormat = errors.New("no pcap or pcapng file")

// Read reads a capture, pcap or pcapng, and emits an event of type cell for every
// message that names or describes a cell.
func Read(in io.Reader, emit func(detectors.Event)) (n Count, err error) {
	buffered := bufio.NewReader(in)
	source, link, err := open(buffered)
	if err != nil {
		return n, err
	}
	s := newCells(emit)
	for {
		data, info, err := source.ReadPacketData()
		if errors.Is(err, io.EOF) {
			s.finish(n.Last.UTC())
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("capture: packet %d: %w", n.Packets+1, err)
		}
		n.Packets++
		if n.First.IsZero() {
			n.First = info.Timestamp
		}
		n.Last = info.Timestamp
		packet := gopacket.NewPacket(data, link, gopacket.DecodeOptions{NoCopy: true})
		if udp, ok := packet.Layer(layers.LayerTypeUDP).(*layers.UDP); ok && (udp.DstPort == port || udp.SrcPort == port) && s.take(info.Timestamp.UTC(), udp.Payload) {
			n.Read++
		}
		clear(data)
	}
}

// port is GSMTAP's.
const port = 4729

// open tells pcapng, which begins with a section header block, from pcap.
func open(in *bufio.Reader) (gopacket.PacketDataSource, gopacket.Decoder, error) {
	magic, err := in.Peek(4)
	if err != nil {
		return nil, nil, fmt.Errorf("capture: %w: %w", ErrFormat, err)
	}
	if binary.LittleEndian.Uint32(magic) == 0x0A0D0D0A {
		r, err := pcapgo.NewNgReader(in, pcapgo.DefaultNgReaderOptions)
		if err != nil {
			return nil, nil, fmt.Errorf("capture: %w: %w", ErrFormat, err)
		}
		return r, decoder(r.LinkType()), nil
	}
	r, err := pcapgo.NewReader(in)
	if err != nil {
		return nil, nil, fmt.Errorf("capture: %w: %w", ErrFormat, err)
	}
	return r, decoder(r.LinkType()), nil
}

// decoder returns how packets of a link begin. Link types 228 and 229, bare
// Internet packets, are those that phones' tools write.
func decoder(link layers.LinkType) gopacket.Decoder {
	switch link {
	case layers.LinkTypeIPv4:
		return layers.LayerTypeIPv4
	case layers.LinkTypeIPv6:
		return layers.LayerTypeIPv6
	}
	return link
}

// A header is that of GSMTAP.
type header struct {
	kind    byte
	channel int // ARFCN or EARFCN, 0 when it was not logged
	sub     byte
	uplink  bool
}

// Payload types and sub-types of gsmtap.h.
const (
	kindUm     = 1
	kindAbis   = 2
	kindLTE    = 13
	subBCCH    = 1
	subCCCH    = 2
	subDLSCH   = 5
	leastOctet = 16

	kindNAS   = 18
	subSDCCH  = 6 // and 7 and 8, beside other channels
	subSDCCH8 = 8
	subDLDCCH = 1
	subULCCCH = 2
	subULDCCH = 3
)

// parse reads the header and returns what follows it.
func parse(b []byte) (h header, payload []byte, ok bool) {
	if len(b) < leastOctet || b[0] != 2 || int(b[1])*4 > len(b) || b[1] < 4 {
		return h, nil, false
	}
	channel := binary.BigEndian.Uint16(b[4:])
	h = header{kind: b[2], channel: int(channel & 0x3FFF), uplink: channel&0x4000 != 0, sub: b[12]}
	return h, b[int(b[1])*4:], true
}

// take reads one packet and reports whether it was a message that counts.
func (s *cells) take(at time.Time, b []byte) bool {
	h, payload, ok := parse(b)
	if !ok {
		return false
	}
	defer clear(payload)
	if !h.uplink && s.broadcasts(at, h, payload) {
		return true
	}
	return s.sign(at, h, signOf(h, payload))
}

// broadcasts reads what is meant for every phone.
func (s *cells) broadcasts(at time.Time, h header, payload []byte) bool {
	switch {
	case h.kind == kindUm && h.sub == subBCCH:
		return s.broadcast(at, h, payload)
	case h.kind == kindAbis:
		return s.broadcast(at, h, layer2(payload))
	case h.kind == kindUm && h.sub == subCCCH:
		return s.common(h, payload)
	case h.kind == kindLTE && h.sub == subDLSCH:
		return s.lteMessage(at, h, payload)
	}
	return false
}

// signOf reads what passes between the phone and its cell.
func signOf(h header, payload []byte) sign {
	switch {
	case h.kind == kindAbis:
		return gsmSign(payload, h.uplink)
	case h.kind == kindUm && h.sub >= subSDCCH && h.sub <= subSDCCH8:
		return gsmSign(unframe(payload), h.uplink)
	case h.kind == kindNAS:
		return nasSign(payload, h.uplink)
	case h.kind == kindLTE && h.sub == subULCCCH:
		return requestSign(payload)
	case h.kind == kindLTE && h.sub == subDLDCCH:
		return downlinkSign(payload)
	case h.kind == kindLTE && h.sub == subULDCCH:
		return uplinkSign(payload)
	}
	return nothing
}

// blockOctets is the length of a block of GSM's control channels.
const blockOctets = 23

// layer2 puts the pseudo length of TS 44.006 clause 2.1 before a layer 3 message
// and fills up with padding.
func layer2(message []byte) []byte {
	block := make([]byte, 0, blockOctets)
	block = append(block, byte(min(len(message), blockOctets-1))<<2|1)
	block = append(block, message[:min(len(message), blockOctets-1)]...)
	for len(block) < blockOctets {
		block = append(block, 0x2B)
	}
	return block
}
