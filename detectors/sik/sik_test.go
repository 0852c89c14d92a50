package sik

import (
	"math"
	"math/rand/v2"
	"testing"

	"vigie/sdr/fec"
)

// whiten returns a packet's bits behind the synchronisation word.
func whiten(octets []byte, w whitening) (bits []byte) {
	zero := make([]byte, 8*len(octets))
	for i, o := range octets {
		mask := w.octet(zero, 8*i)
		for k := 7; k >= 0; k-- {
			bits = append(bits, (o^mask)>>k&1)
		}
	}
	return bits
}

// packet returns a packet with this network and contents, trailer included.
func packet(network int, contents []byte) []byte {
	b := append([]byte{byte(network >> 8), byte(network), byte(len(contents))}, contents...)
	sum := radioCRC.Packed(b, 8*len(b))
	return append(b, byte(sum>>8), byte(sum))
}

// TestWhiteningIsLearnt from two packets, wherever it begins and whichever of the two
// sequences it is.
func TestWhiteningIsLearnt(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, w := range []whitening{{phase: 0}, {phase: 1}, {phase: 300}, {phase: 510, backward: true}} {
		r := NewReceiver()
		passed := 0
		for range 3 {
			contents := make([]byte, 20+random.IntN(100))
			for i := range contents {
				contents[i] = byte(random.Uint32())
			}
			p, ok := r.try(whiten(packet(4711, contents), w))
			if ok {
				passed++
				if p.Network != 4711 || string(p.Contents) != string(contents[:len(contents)-trailer]) {
					t.Errorf("%+v: network %d, %x", w, p.Network, p.Contents)
				}
			}
		}
		want := 2
		if w == (whitening{}) {
			want = 3
		}
		if passed != want {
			t.Errorf("%+v: %d packets, want %d", w, passed, want)
		}
	}
}

// TestChance passes no packet of random bits, though the whitening is searched for.
func TestChance(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	r := NewReceiver()
	found := 0
	bits := make([]byte, 8*60)
	for range 3000 {
		for i := range bits {
			bits[i] = byte(random.Uint32() & 1)
		}
		r.known.patient = mostSearches
		if _, ok := r.try(bits[:8*(20+random.IntN(40))+random.IntN(8)]); ok {
			found++
		}
	}
	if found > 0 {
		t.Errorf("%d packets in random bits", found)
	}
	if r.known.nMaybe > 12 { // one packet in 2500 gives a candidate, in half of 3000 lengths
		t.Errorf("%d candidates", r.known.nMaybe)
	}
}

// TestSoftCRC has the firmware's table's values.
func TestSoftCRC(t *testing.T) {
	for i, want := range map[int]uint16{1: 0x1021, 0x10: 0x1231, 0x80: 0x9188, 0xFF: 0x1EF0} {
		if softTable[i] != want {
			t.Errorf("entry %02x: %04x, want %04x", i, softTable[i], want)
		}
	}
	if got := softCRC([]byte{1, 0, 0xBB, 0xCC}); got != 0x88FD {
		t.Errorf("%04x, want 88fd", got)
	}
}

func TestAirOf(t *testing.T) {
	for _, c := range []struct {
		clock, deviation, want float64
	}{
		{64010, 61e3, 64e3},
		{63900, 45e3, 64e3},
		{64000, 32e3, 0},
		{100e3, 50e3, 0}, // wireless M-Bus
		{40e3, 20e3, 0},  // Z-Wave
		{32768, 50e3, 0}, // wireless M-Bus, mode S
		{250e3, 158e3, 250e3},
	} {
		a, ok := AirOf(c.clock, c.deviation)
		if ok != (c.want != 0) || a.Rate != c.want {
			t.Errorf("%.0f b/s, %.0f Hz: %v", c.clock, c.deviation, a)
		}
	}
}

// TestWindows are as long as tdm.c makes them for the default settings.
func TestWindows(t *testing.T) {
	if got, want := windowSeconds(Air{64e3, 0}, false), (7140+260)*tick; math.Abs(got-want) > 1e-9 {
		t.Errorf("64 kb/s: %.6f s, want %.6f", got, want)
	}
	if got := windowSeconds(Air{4e3, 0}, false); got > 0.131+0.1 {
		t.Errorf("4 kb/s: %.3f s", got)
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(whiten(packet(25, []byte("abcdef")), whitening{}), uint16(0))
	f.Add(make([]byte, 8*40), uint16(2))
	f.Fuzz(func(t *testing.T, bits []byte, number uint16) {
		for i := range bits {
			bits[i] &= 1
		}
		if len(bits) > 8*mostOctets {
			bits = bits[:8*mostOctets]
		}
		r := NewReceiver()
		p, ok := r.unpack(bits, candidate(int(number)%candidates))
		if !ok {
			return
		}
		var n Networks
		n.Add(&p, 1, 0.01, 433e6)
	})
}

func TestGolayPacket(t *testing.T) {
	contents := []byte("0123456789")
	sum := softCRC(contents)
	n := byte(len(contents))
	plain := append([]byte{0x19, 0, n, byte(sum), byte(sum >> 8), n}, contents...)
	for len(plain)%3 != 0 {
		plain = append(plain, 0)
	}
	octets := []byte{byte(2 * len(plain))}
	for ; len(plain) > 0; plain = plain[3:] {
		for _, v := range []uint16{uint16(plain[0]) | uint16(plain[1]&0xF)<<8, uint16(plain[2]) | uint16(plain[1]&0xF0)<<4} {
			word := fec.GolayEncode(v) ^ 0x100 // an error in each
			octets = append(octets, byte(word), byte(word>>8), byte(word>>16))
		}
	}
	p, ok := NewReceiver().try(whiten(octets, whitening{}))
	if !ok || p.Network != 25 || string(p.Contents) != "01234567" || !p.Golay {
		t.Errorf("%v %+v", ok, p)
	}
}
