package lte

import (
	"math"
	"math/rand/v2"
	"testing"
)

// fill makes the soft bits of consecutive frames of a cell, noisy.
func fill(d *broadcastDecoder, b *broadcast, frames int, amplitude float64, r *rand.Rand) {
	var buffer [frameBits]byte
	for n := range frames {
		bits := d.frame(buffer[:], b, b.phase+n)
		for i, bit := range bits {
			d.soft[n][i] = float32(amplitude*(1-2*float64(bit)) + r.NormFloat64())
		}
	}
}

func block(rb, phich, period, rest int) (b [mibBits]byte) {
	setNumber(b[0:3], rb)
	setNumber(b[3:6], phich)
	setNumber(b[6:14], period)
	setNumber(b[14:24], rest)
	return b
}

// TestBroadcastsCombine decodes what no single frame or period carries: only
// periods together, whose frame numbers differ, whatever carries over.
func TestBroadcastsCombine(t *testing.T) {
	slow(t)
	r := rand.New(rand.NewPCG(5, 5))
	d := newBroadcastDecoder()
	for _, p := range []prefix{normalPrefix, extendedPrefix} {
		for _, period := range []int{0, 1, 2, 3, 127, 254, 255} {
			for phase := range framesPeriod {
				d.set(321, p)
				want := broadcast{ports: 2, phase: phase, block: block(3, 5, period, 0)}
				want.MIB, _ = parseMIB(want.block[:])
				fill(d, &want, 8, 0.26, r)
				var got broadcast
				for _, ports := range portCounts {
					d.decode(&got, 8, ports)
				}
				if got.MIB != want.MIB || got.phase != phase || got.ports != 2 || got.z < leastSupport {
					t.Errorf("prefix %d, period %d, phase %d: got %+v", p, period, phase, got)
				}
			}
		}
	}
}

func TestBroadcastKeepsWhatReleasesAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 5))
	d := newBroadcastDecoder()
	d.set(7, normalPrefix)
	want := broadcast{ports: 4, phase: 1, block: block(5, 2, 200, 0b1010100000)}
	want.MIB, _ = parseMIB(want.block[:])
	fill(d, &want, 1, 1, r)
	var got broadcast
	d.decode(&got, 1, 4)
	if got.RB != 100 || got.Rest != 0b1010100000 || got.PHICHResource != "1" || got.PHICHExtended || got.frameNumber() != 801 {
		t.Errorf("got %+v", got)
	}
}

// TestNoiseSupportsNothing: random soft bits of any distribution do not reach
// the threshold, and what passes the check by chance stays far below it.
func TestNoiseSupportsNothing(t *testing.T) {
	slow(t)
	r := rand.New(rand.NewPCG(8, 5))
	d := newBroadcastDecoder()
	var passed int
	var greatest float64
	for trial := range 40 {
		d.set(trial, normalPrefix)
		for n := range 8 {
			for i := range d.soft[n] {
				d.soft[n][i] = float32(r.NormFloat64() * math.Exp(r.NormFloat64()))
			}
		}
		var b broadcast
		for _, ports := range portCounts {
			d.decode(&b, 8, ports)
		}
		if b.z > 0 {
			passed++
		}
		greatest = max(greatest, b.z)
	}
	t.Logf("%d of 40 noises passed a check; greatest correlation %.2f", passed, greatest)
	if greatest > leastSupport-1 {
		t.Errorf("noise reaches %.2f, threshold %.2f", greatest, leastSupport)
	}
}

func TestFalseAlarmAtTheThreshold(t *testing.T) {
	if p := falseAlarm(leastSupport); p > 1e-8 || p < 1e-10 {
		t.Errorf("%.2g", p)
	}
	if p := falseAlarm(0); p != 1 {
		t.Errorf("no support: %.2g, want 1", p)
	}
}

// FuzzMIB: any 24 bits are either refused for their bandwidth or read and kept.
func FuzzMIB(f *testing.F) {
	f.Add([]byte{0x6c, 0x9c, 0x00})
	f.Add([]byte{0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, octets []byte) {
		var bits []byte
		for _, o := range octets {
			for i := range 8 {
				bits = append(bits, o>>(7-i)&1)
			}
		}
		m, ok := parseMIB(bits)
		if !ok {
			if len(bits) == mibBits && number(bits[:3]) < len(mibRB) {
				t.Errorf("%v was refused", bits)
			}
			return
		}
		if m.Period > 255 || m.Rest > 1023 || m.PHICHResource == "" || m.RB < 6 || m.RB > 100 {
			t.Errorf("%+v", m)
		}
	})
}
