package synth

import (
	"math"
	"math/rand/v2"
)

// An elrsLink makes the packets of an ExpressLRS in order.
type elrsLink struct {
	ExpressLRS
	rate     elrsRate
	receiver Receiver
	random   *rand.Rand
	fade     *fading
	gain     float64
	sequence []int
	packets  int // sent since the start, telemetry's slots included
	nonce    int
	hop      int
	synced   float64 // when a synchronisation packet was last sent
}

// next returns the frame of the next slot.
func (l *elrsLink) next() (chirpFrame, bool) {
	period := 1 / l.RateHz / (1 + l.PPM*1e-6)
	start := l.FromS + float64(l.packets)*period
	if l.packets > 0 {
		l.nonce++
		if l.nonce%l.rate.hop == 0 {
			l.hop++
		}
	}
	l.packets++
	gain := l.gain
	var payload []byte
	if l.Telemetry > 0 && l.nonce%l.Telemetry == 0 {
		// The receiver answers when its timer ticks, 200 µs after the end of the
		// packet that would have come before.
		start += l.airtime() + 200e-6 - period
		gain *= math.Sqrt(fromDB(l.AircraftSNR))
		payload = l.packet(1)
	} else {
		payload = l.uplink(start)
	}
	return l.frame(start, gain, payload), true
}

func (l *elrsLink) airtime() float64 {
	return l.rate.modem.airtime(len(l.chirps(make([]byte, l.rate.octets))))
}

// chirps returns those of a payload.
func (l *elrsLink) chirps(payload []byte) []int {
	c := l.rate.modem.encode(payload)
	if l.rate.loads > 0 {
		c = c[:min(len(c), l.rate.loads)]
		for i := 0; len(c) < l.rate.loads; i++ {
			c = append(c, c[i])
		}
	}
	return c
}

// index returns the place in the hop sequence.
func (l *elrsLink) index() int { return l.hop % len(l.sequence) }

// uplink returns the handset's packet for the present slot.
func (l *elrsLink) uplink(now float64) []byte {
	count := elrsDomains[l.Domain].count
	if l.sequence[l.index()] != count/2+1 || now-l.synced < l.SyncMS/1e3 {
		return l.packet(0)
	}
	l.synced = now
	p := make([]byte, l.rate.octets)
	p[0], p[1], p[2] = 2, byte(l.index()), byte(l.nonce)
	p[3], p[4] = byte(l.rate.code3<<4), byte(l.UID[3])
	if l.Version == 4 {
		p[3], p[4] = byte(l.rate.code4), 0
	}
	p[5], p[6] = byte(l.UID[4]), byte(l.UID[5])
	return l.check(p)
}

// packet returns one of a type with random contents.
func (l *elrsLink) packet(kind byte) []byte {
	p := make([]byte, l.rate.octets)
	for i := range p {
		p[i] = byte(l.random.UintN(256))
	}
	p[0] = kind
	return l.check(p)
}

// check completes a packet with its check: 14 bits, six of them beside the type in
// the first octet and eight in the last, or 16 bits in the last two. It begins
// with two octets of the UID; version 3 adds its number and, to stick packets,
// the place between hops, version 4 its number and the packet counter.
func (l *elrsLink) check(p []byte) []byte {
	seed, last := uint16(l.UID[4])<<8|uint16(l.UID[5]), len(p)-1
	kind := p[0] & 3
	switch {
	case l.Version == 4 && kind == 2:
		seed ^= 4 << 8
	case l.Version == 4:
		seed ^= 4<<8 ^ uint16(byte(l.nonce))
	default:
		seed ^= 3
		if kind == 0 && last == 7 {
			p[0] = byte(l.nonce%l.rate.hop+1)<<2 | kind
		}
	}
	if last == 7 {
		c := elrsCheck(p[:7], 14, 0x2E57, seed)
		p[0], p[7] = byte(c>>8)<<2|kind, byte(c)
		return p
	}
	c := elrsCheck(p[:11], 16, 0x3D65, seed)
	p[11], p[12] = byte(c), byte(c>>8)
	return p
}

// elrsCheck is a check of so many bits, the first octet's highest bit first.
func elrsCheck(octets []byte, bits int, poly, reg uint16) uint16 {
	for _, o := range octets {
		reg ^= uint16(o) << (bits - 8)
		for range 8 {
			high := reg >> (bits - 1) & 1
			reg = reg<<1 ^ poly*high
		}
	}
	return reg & uint16(1<<bits-1)
}

// frame returns a packet's emission.
func (l *elrsLink) frame(start, gain float64, payload []byte) chirpFrame {
	d := elrsDomains[l.Domain]
	channel := l.sequence[l.index()]
	if l.OnlyChannel > 0 {
		channel = l.OnlyChannel - 1
	}
	freq := float64(d.first) + float64(d.last-d.first)/float64(d.count-1)*float64(channel)
	hz := l.receiver.offset(d.first) - float64(d.first) + freq*(1+l.PPM*1e-6)
	return faded(&l.rate.modem, l.fade, l.chirps(payload), start, hz, gain, l.random)
}

// faded returns the frame of a payload's chirps as it arrives.
func faded(m *loraModem, fade *fading, chirps []int, start, hz, gain float64, random *rand.Rand) chirpFrame {
	f := chirpFrame{start: start, end: start + m.airtime(len(chirps)), hz: hz, phase: random.Float64(), sweeps: m.sweeps(chirps)}
	parts := max(1, int((f.end-f.start)/2e-3))
	paths := make([]complex64, len(fade.delays))
	for i := range parts {
		fade.gains(paths, start+float64(i)*(f.end-start)/float64(parts))
		var sum complex64
		for _, p := range paths {
			sum += p
		}
		f.gain = append(f.gain, float32(gain*math.Hypot(float64(real(sum)), float64(imag(sum)))))
	}
	return f
}
