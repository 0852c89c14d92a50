package metrics

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"vigie/detectors"
)

// GSMTAP hands what GSM and LTE cells broadcast to Wireshark and its like: as UDP, or in
// a pcap file, with the header that libosmocore's gsmtap.h describes. Only
// detectors.Broadcast comes here, in which no subscriber is ever named. Several
// receivers may write at once.
type GSMTAP struct {
	name    string
	records chan gsmtapRecord
	wait    bool // for room, rather than drop
	dropped atomic.Int64
	done    chan error
}

// A gsmtapRecord is a message with what its header needs.
type gsmtapRecord struct {
	time   time.Time
	arfcn  uint16
	fn     uint32
	signal int8 // dB of full scale, where dBm is meant
	snr    int8
	kind   byte // of GSMTAP
	sub    byte // channel within it
	length int  // octets in use
	octets [gsmtapOctets]byte
}

// Layout of a packet, GSMTAP version 2.
const (
	gsmtapPort   = 4729
	gsmtapHeader = 16
	gsmtapOctets = 277 // of the largest message: 2216 bits
	gsmtapUm     = 1   // GSM's air interface
	gsmtapBCCH   = 1
	gsmtapRRC    = 13  // LTE's radio resource control
	gsmtapBCCHDL = 5   // broadcast control channel on the shared channel
	gsmtapQueue  = 256 // messages: a minute of a cell
	pcs1900      = 0x8000
)

// OpenGSMTAP opens host:port for UDP, or anything else as a new pcap file. With
// wait set, messages wait for a slow disk; without, they are dropped.
func OpenGSMTAP(target string, wait bool) (*GSMTAP, error) {
	var write func(*gsmtapRecord) error
	var closing func() error
	if host, port, err := net.SplitHostPort(target); err == nil && port != "" && !strings.ContainsAny(target, `/\`) {
		conn, err := net.Dial("udp", net.JoinHostPort(host, port))
		if err != nil {
			return nil, fmt.Errorf("gsmtap: %w", err)
		}
		write, closing = gsmtapUDP(conn), conn.Close
	} else {
		file, err := os.Create(target)
		if err != nil {
			return nil, fmt.Errorf("gsmtap: %w", err)
		}
		out := bufio.NewWriter(file)
		out.Write(pcapHeader()) // its error comes again at Flush
		write = gsmtapFile(out)
		closing = func() error { return errors.Join(out.Flush(), file.Close()) }
	}
	g := &GSMTAP{name: target, records: make(chan gsmtapRecord, gsmtapQueue), wait: wait, done: make(chan error, 1)}
	go g.run(write, closing)
	return g, nil
}

// run writes until the records end.
func (g *GSMTAP) run(write func(*gsmtapRecord) error, closing func() error) {
	var failed error
	for r := range g.records {
		if failed == nil {
			failed = write(&r)
		}
	}
	g.done <- errors.Join(failed, closing())
}

// channels says how GSMTAP names the channels it takes, and how long a message
// of each may be.
var channels = map[string]struct {
	kind, sub   byte
	least, most int // octets
}{
	"gsm bcch":        {gsmtapUm, gsmtapBCCH, 23, 23},
	"lte bcch-dl-sch": {gsmtapRRC, gsmtapBCCHDL, 1, gsmtapOctets},
}

// Write takes one message. Those of other systems are left out.
func (g *GSMTAP) Write(b *detectors.Broadcast) {
	channel, ok := channels[b.RAT+" "+b.Channel]
	if !ok || len(b.Octets) < channel.least || len(b.Octets) > channel.most {
		return
	}
	r := gsmtapRecord{time: b.Time, fn: b.FN, signal: decibel(b.Level), snr: decibel(b.SNR), kind: channel.kind, sub: channel.sub}
	if b.ARFCN >= 0 {
		r.arfcn = uint16(b.ARFCN)
		if b.RAT == "gsm" && b.Freq >= 1930e6 && b.Freq <= 1990e6 {
			r.arfcn |= pcs1900
		}
	}
	r.length = copy(r.octets[:], b.Octets)
	if g.wait {
		g.records <- r
		return
	}
	select {
	case g.records <- r:
	default:
		g.dropped.Add(1)
	}
}

func decibel(v float64) int8 { return int8(max(-128, min(127, v))) }

// Close writes what waits, and returns the first error there was and how many
// messages were dropped. No Write may follow.
func (g *GSMTAP) Close() error {
	close(g.records)
	err := <-g.done
	if n := g.dropped.Load(); n > 0 {
		err = errors.Join(err, fmt.Errorf("%d messages dropped", n))
	}
	if err != nil {
		return fmt.Errorf("gsmtap: %s: %w", g.name, err)
	}
	return nil
}

// packet appends the GSMTAP packet.
func (r *gsmtapRecord) packet(dst []byte) []byte {
	dst = append(dst, 2, gsmtapHeader/4, r.kind, 0)
	dst = binary.BigEndian.AppendUint16(dst, r.arfcn)
	dst = append(dst, byte(r.signal), byte(r.snr))
	dst = binary.BigEndian.AppendUint32(dst, r.fn)
	dst = append(dst, r.sub, 0, 0, 0)
	return append(dst, r.octets[:r.length]...)
}

// gsmtapUDP sends packets. Nobody need be listening: that is no error.
func gsmtapUDP(conn net.Conn) func(*gsmtapRecord) error {
	buf := make([]byte, 0, gsmtapHeader+gsmtapOctets)
	return func(r *gsmtapRecord) error {
		buf = r.packet(buf[:0])
		_, _ = conn.Write(buf)
		return nil
	}
}

// pcapHeader begins a file of IP packets with nanoseconds (LINKTYPE_RAW).
func pcapHeader() []byte {
	h := binary.LittleEndian.AppendUint32(nil, 0xA1B23C4D)
	h = binary.LittleEndian.AppendUint16(h, 2)
	h = binary.LittleEndian.AppendUint16(h, 4)
	for _, v := range []uint32{0, 0, 65535, 101} {
		h = binary.LittleEndian.AppendUint32(h, v)
	}
	return h
}

// gsmtapFile writes packets as UDP from and to the loopback address, which is how
// Wireshark knows them.
func gsmtapFile(out *bufio.Writer) func(*gsmtapRecord) error {
	const udp, ip = 8, 20
	var buf []byte
	return func(r *gsmtapRecord) error {
		payload := gsmtapHeader + r.length
		buf = binary.LittleEndian.AppendUint32(buf[:0], uint32(r.time.Unix()))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(r.time.Nanosecond()))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(ip+udp+payload))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(ip+udp+payload))
		header := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1}
		binary.BigEndian.PutUint16(header[2:], uint16(ip+udp+payload))
		binary.BigEndian.PutUint16(header[10:], checksum(header))
		buf = append(buf, header...)
		for _, v := range []uint16{gsmtapPort, gsmtapPort, uint16(udp + payload), 0} {
			buf = binary.BigEndian.AppendUint16(buf, v)
		}
		_, err := out.Write(r.packet(buf))
		return err
	}
}

// checksum is that of RFC 791.
func checksum(header []byte) uint16 {
	var sum uint32
	for i := 0; i < len(header); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(header[i:]))
	}
	for sum > 0xFFFF {
		sum = sum>>16 + sum&0xFFFF
	}
	return ^uint16(sum)
}
