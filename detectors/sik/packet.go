package sik

import (
	"math"

	"vigie/detectors/fsk"
	"vigie/sdr/fec"
)

// Lengths in octets.
const (
	header    = 3 // network and length
	check     = 2
	trailer   = 2
	coded     = 6 // of three octets
	codedHead = 1 + 2*coded
)

// radioCRC is CRC-16, x¹⁶ + x¹⁵ + x² + 1, over header and contents.
var radioCRC = fec.NewCRC(16, 0x8005)

// slackBits is by how many bits a packet's end may miss that of its burst.
const slackBits = 14

// A Packet is one whose check passed.
type Packet struct {
	Network  int
	Air      Air
	Golay    bool
	Contents []byte  // valid until the next call of Read
	Window   float64 // seconds that the sender's window still lasts, 0 when it does not say
	Bonus    bool    // sent in the other radio's window
	At       float64 // sample at which its header begins
	wrong    int     // bits of the synchronisation word
	phase    whitening
}

// tick is the unit of the window in seconds.
const tick = 16e-6

// unpack returns the packet in bits, if its check passes.
func (r *Receiver) unpack(bits []byte, w whitening) (p Packet, ok bool) {
	if w.golay {
		return r.unpackGolay(bits, w)
	}
	if len(bits) < 8*(header+trailer+check) {
		return p, false
	}
	n := int(w.octet(bits, 16))
	whole := 8 * (header + n + check)
	if n < trailer || whole > len(bits) || len(bits)-whole > slackBits {
		return p, false
	}
	b := r.octets[:whole/8]
	for i := range b {
		b[i] = w.octet(bits, 8*i)
	}
	if radioCRC.Packed(b, whole) != 0 {
		return p, false
	}
	return Packet{Network: int(b[0])<<8 | int(b[1]), Contents: b[header : header+n], phase: w}.trailed(), true
}

// unpackGolay returns the packet in bits with error correction.
func (r *Receiver) unpackGolay(bits []byte, w whitening) (p Packet, ok bool) {
	if len(bits) < 8*(codedHead+coded) {
		return p, false
	}
	n := int(w.octet(bits, 0))
	whole := 8 * (1 + n)
	if n < 3*coded || n%coded != 0 || whole > len(bits) || len(bits)-whole > slackBits {
		return p, false
	}
	b := r.octets[:0]
	for at := 1; at <= n; at += coded {
		var two [2]uint16
		for i := range two {
			var word uint32
			for k := range 3 {
				word |= uint32(w.octet(bits, 8*(at+3*i+k))) << (8 * k)
			}
			two[i], _ = fec.GolayDecode(word)
		}
		b = append(b, byte(two[0]), byte(two[0]>>8)|byte(two[1]>>4)&0xF0, byte(two[1]))
		if len(b) == 6 && (b[2] != b[5] || 2*(6+(int(b[2])+2)/3*3) != n) {
			return p, false
		}
	}
	length := int(b[2])
	contents := b[6 : 6+length]
	if length < trailer || softCRC(contents) != uint16(b[3])|uint16(b[4])<<8 {
		return p, false
	}
	return Packet{Network: int(b[0]) | int(b[1])<<8, Golay: true, Contents: contents, phase: w}.trailed(), true
}

// trailed reads the time division's part of the contents.
func (p Packet) trailed() Packet {
	n := len(p.Contents) - trailer
	t := uint16(p.Contents[n]) | uint16(p.Contents[n+1])<<8
	p.Window, p.Bonus = float64(t&0x1FFF)*tick, t>>14&1 == 1
	p.Contents = p.Contents[:n]
	return p
}

// softCRC is the firmware's own check: the contents, without zeros behind them,
// modulo x¹⁶ + x¹² + x⁵ + 1.
func softCRC(contents []byte) uint16 {
	var sum uint16
	for _, o := range contents {
		sum = sum<<8 ^ uint16(o) ^ softTable[sum>>8]
	}
	return sum
}

var softTable = func() (t [256]uint16) {
	for i := range t {
		v := uint16(i) << 8
		for range 8 {
			v = v<<1 ^ 0x1021&-(v>>15)
		}
		t[i] = v
	}
	return t
}()

// A Receiver reads the packets of SiK radios from bursts.
type Receiver struct {
	bits   bits
	known  known
	octets [2 * mostOctets]byte
}

// NewReceiver returns one that has heard nothing.
func NewReceiver() *Receiver { return &Receiver{known: newKnown()} }

// Read returns the packet that a burst is, if it is one.
func (r *Receiver) Read(s *fsk.Emission) (p Packet, ok bool) {
	a, ok := AirOf(s.Clock, s.DevHz)
	if !ok {
		return p, false
	}
	r.bits.detect(s, a)
	samplesABit := s.Rate / a.Rate
	at, wrong, ok := r.bits.sync(samplesABit)
	if !ok {
		return p, false
	}
	bits := r.bits.decide(at, samplesABit)
	p, ok = r.try(bits)
	p.Air, p.At, p.wrong = a, float64(s.First)+at, wrong
	return p, ok
}

// try unpacks bits with what is known of the whitening, or else looks for it.
func (r *Receiver) try(bits []byte) (p Packet, ok bool) {
	for _, w := range r.known.sure[:r.known.nSure] {
		if p, ok = r.unpack(bits, w); ok {
			return p, true
		}
	}
	if r.known.patient == 0 {
		return p, false
	}
	r.known.patient--
	for i := range candidates {
		w := candidate(i)
		if q, passed := r.unpack(bits, w); passed && r.known.vote(w) {
			p, ok = q, true
			r.known.patient = mostSearches
		}
	}
	if ok { // octets hold the last one tried
		return r.unpack(bits, p.phase)
	}
	return p, false
}

// PFA bounds the probability that random bits behind a synchronisation word give a
// packet: its check, and a length that is the burst's.
func (p *Packet) PFA() float64 { return math.Exp2(-16) * slackBits / 256 / 8 * 2 }
