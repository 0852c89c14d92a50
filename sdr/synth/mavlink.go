package synth

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// A mavMessage is one that is sent every so often: its number, the digest of its
// definition and the length of its contents, from common.xml of mavlink.io.
type mavMessage struct {
	id, extra byte
	length    int
	every     float64 // seconds
}

// What an aircraft and a ground station send of themselves, at the rates that
// autopilots stream with.
var (
	mavAircraft = []mavMessage{
		{0, 50, 9, 1},       // HEARTBEAT
		{1, 124, 31, 0.5},   // SYS_STATUS
		{24, 24, 30, 0.5},   // GPS_RAW_INT
		{30, 39, 28, 0.1},   // ATTITUDE
		{33, 104, 28, 0.33}, // GLOBAL_POSITION_INT
		{74, 20, 20, 0.25},  // VFR_HUD
	}
	mavGround = []mavMessage{
		{0, 50, 9, 1},
		{109, 185, 9, 1}, // RADIO_STATUS
	}
)

// mavTraffic is what one end of a link has to say.
type mavTraffic struct {
	SiK
	side     int
	random   *rand.Rand
	messages []mavMessage
	due      []float64
	sequence byte
	waiting  []byte // frames not yet sent
	out      []byte
}

func newMAVTraffic(s SiK, side int, random *rand.Rand) mavTraffic {
	t := mavTraffic{SiK: s, side: side, random: random, messages: mavAircraft}
	if side == 1 {
		t.messages = mavGround
	}
	for _, m := range t.messages {
		t.due = append(t.due, m.every*random.Float64())
	}
	return t
}

// take returns as many whole frames as are due by a time and fit.
func (t *mavTraffic) take(now float64, room int) []byte {
	for i, m := range t.messages {
		for t.due[i] <= now {
			t.due[i] += m.every
			if len(t.waiting) < 1024 { // a full buffer drops
				t.waiting = t.frame(t.waiting, m)
			}
		}
	}
	n := 0
	for n < len(t.waiting) {
		next := n + t.frameLength(t.waiting[n:])
		if next > room {
			break
		}
		n = next
	}
	t.out = append(t.out[:0], t.waiting[:n]...)
	t.waiting = t.waiting[:copy(t.waiting, t.waiting[n:])]
	if t.Encrypted && n > 0 {
		t.out = append(t.out, make([]byte, min(room/16*16, (n+15)/16*16)-n)...)
		for i := range t.out {
			t.out[i] = byte(t.random.Uint32())
		}
	}
	return t.out
}

func (t *mavTraffic) frameLength(b []byte) int {
	if t.MAVLink == 1 {
		return int(b[1]) + 8
	}
	return int(b[1]) + 12
}

// frame appends a message's frame.
func (t *mavTraffic) frame(dst []byte, m mavMessage) []byte {
	contents := t.contents(m)
	begin := len(dst)
	system, component := byte(1), byte(1)
	if t.side == 1 {
		system, component = 255, 190
	}
	if m.id == 109 { // the radio speaks itself
		system, component = '3', 'D'
	}
	if t.MAVLink == 1 {
		dst = append(dst, 0xFE, byte(len(contents)), t.sequence, system, component, m.id)
	} else {
		for len(contents) > 1 && contents[len(contents)-1] == 0 {
			contents = contents[:len(contents)-1]
		}
		dst = append(dst, 0xFD, byte(len(contents)), 0, 0, t.sequence, system, component, m.id, 0, 0)
	}
	t.sequence++
	dst = append(dst, contents...)
	sum := uint16(0xFFFF)
	for _, o := range append(dst[begin+1:len(dst):len(dst)], m.extra) {
		sum ^= uint16(o)
		for range 8 {
			if sum&1 == 1 {
				sum = sum>>1 ^ 0x8408
			} else {
				sum >>= 1
			}
		}
	}
	return append(dst, byte(sum), byte(sum>>8))
}

// contents makes up what a message says.
func (t *mavTraffic) contents(m mavMessage) []byte {
	b := make([]byte, m.length)
	switch m.id {
	case 0:
		b[4], b[5], b[6], b[7], b[8] = byte(t.Vehicle), 3, 0x81, 4, 3
		if t.side == 1 {
			b[4], b[5] = 6, 8
		}
	case 33:
		put := func(at int, v float64) { binary.LittleEndian.PutUint32(b[at:], uint32(int32(math.Round(v)))) }
		put(0, t.due[0]*1e3)
		put(4, t.Lat*1e7)
		put(8, t.Lon*1e7)
		put(12, 120e3)
		put(16, 80e3)
		binary.LittleEndian.PutUint16(b[20:], 300)
		binary.LittleEndian.PutUint16(b[22:], 400)
		binary.LittleEndian.PutUint16(b[26:], 9000)
	default:
		for i := range b {
			b[i] = byte(t.random.Uint32())
		}
	}
	return b
}
