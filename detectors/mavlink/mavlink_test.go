package mavlink

import (
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
)

// vectors are frames that programs of others sent, from public documentation.
var vectors = []struct{ octets, kind string }{
	{"fe094e0101000000000002035104031c7f", "quadrotor"}, // ArduCopter's heartbeat
}

func octets(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		var p Parser
		found := 0
		p.Push(octets(t, v.octets), func(f *Frame) {
			found++
			if got, ok := f.Vehicle(); !ok || got.Kind != v.kind || got.Autopilot != "ardupilot" {
				t.Errorf("%s: %+v", v.octets, got)
			}
		})
		if found != 1 {
			t.Errorf("%s: %d frames", v.octets, found)
		}
	}
}

// TestDigests computes the digests from the definitions, as mavlink.io has it under
// "CRC_EXTRA calculation".
func TestDigests(t *testing.T) {
	for id, text := range map[uint32]string{
		heartbeat:      "HEARTBEAT uint32_t custom_mode uint8_t type uint8_t autopilot uint8_t base_mode uint8_t system_status uint8_t mavlink_version ",
		globalPosition: "GLOBAL_POSITION_INT uint32_t time_boot_ms int32_t lat int32_t lon int32_t alt int32_t relative_alt int16_t vx int16_t vy int16_t vz uint16_t hdg ",
		109:            "RADIO_STATUS uint16_t rxerrors uint16_t fixed uint8_t rssi uint8_t remrssi uint8_t txbuf uint8_t noise uint8_t remnoise ",
	} {
		sum := uint16(0xFFFF)
		for _, o := range []byte(text) {
			sum = accumulate(sum, o)
		}
		if m, _ := lookup(id); m.extra != byte(sum)^byte(sum>>8) {
			t.Errorf("message %d: %d, want %d", id, m.extra, byte(sum)^byte(sum>>8))
		}
	}
}

// frame writes one.
func frame(version int, message byte, payload []byte, sign bool) []byte {
	b := []byte{start1, byte(len(payload)), 7, 1, autopilotComponent, message}
	if version == 2 {
		flags := byte(0)
		if sign {
			flags = signed
		}
		for len(payload) > 1 && payload[len(payload)-1] == 0 {
			payload = payload[:len(payload)-1]
		}
		b = []byte{start2, byte(len(payload)), flags, 0, 7, 1, autopilotComponent, message, 0, 0}
	}
	b = append(b, payload...)
	sum := crc(messages[message].extra, b[1:])
	b = append(b, byte(sum), byte(sum>>8))
	if sign {
		b = append(b, make([]byte, signature)...)
	}
	return b
}

func TestPosition(t *testing.T) {
	payload := octets(t, "10270000"+"80d6241d"+"808d5b01"+"30750000"+"204e0000"+"6400"+"38ff"+"0000"+"2823")
	want := Position{Lat: 48.8953472, Lon: 2.2777216, AltitudeM: 30, HeightM: 20, NorthMS: 1, EastMS: -2, TrackDeg: 90}
	for _, b := range [][]byte{frame(1, globalPosition, payload, false), frame(2, globalPosition, payload, false), frame(2, globalPosition, payload, true)} {
		var p Parser
		n := 0
		p.Push(b, func(f *Frame) {
			n++
			got, ok := f.Position()
			if !ok || got.AltitudeM != want.AltitudeM || got.HeightM != want.HeightM || got.NorthMS != want.NorthMS || got.EastMS != want.EastMS ||
				got.TrackDeg != want.TrackDeg || got.Lat < 48.8 || got.Lat > 48.9 || got.Lon < 2.2 || got.Lon > 2.3 {
				t.Errorf("%+v, want about %+v", got, want)
			}
		})
		if n != 1 {
			t.Errorf("%x: %d frames", b, n)
		}
	}
}

// TestStream finds frames among noise however the octets come, and none whose check
// fails.
func TestStream(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var stream []byte
	const frames = 200
	for i := range frames {
		payload := make([]byte, 9)
		payload[4], payload[5] = 2, 12
		stream = append(stream, frame(1+i%2, heartbeat, payload, i%4 == 1)...)
		bad := frame(1, heartbeat, payload, false)
		bad[8] ^= 0x10
		stream = append(stream, bad...)
		for range random.IntN(40) {
			stream = append(stream, byte(random.Uint32())&^1) // no 0xFD; 0xFE may be
		}
	}
	for _, piece := range []int{1, 7, 252, len(stream)} {
		var p Parser
		n := 0
		for at := 0; at < len(stream); at += piece {
			p.Push(stream[at:min(at+piece, len(stream))], func(*Frame) { n++ })
		}
		if n < frames*95/100 || n > frames {
			t.Errorf("in pieces of %d: %d frames, want about %d", piece, n, frames)
		}
	}
}

func TestChanceSendsNoFrames(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	var p Parser
	found := 0
	b := make([]byte, 1<<16)
	for range 64 { // 4 MB: a frame's start 32768 times, half of them of known messages
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		p.Push(b, func(*Frame) { found++ })
	}
	if found > 4 {
		t.Errorf("%d frames in noise", found)
	}
}

func TestWhatIsNoAircraft(t *testing.T) {
	payload := make([]byte, 9)
	for kind, want := range map[byte]string{groundStation: "ground", 26: "none", 2: "quadrotor"} {
		payload[4] = kind
		f, _ := parse(frame(1, heartbeat, payload, false))
		v, ok := f.Vehicle()
		got := v.Kind
		if v.Ground {
			got = "ground"
		}
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("type %d: %s, want %s", kind, got, want)
		}
	}
}

func FuzzParser(f *testing.F) {
	for _, v := range vectors {
		f.Add(octets(f, v.octets), 3)
	}
	f.Add([]byte(strings.Repeat("\xfe", 300)), 1)
	f.Fuzz(func(t *testing.T, b []byte, piece int) {
		var whole, cut Parser
		a, c := 0, 0
		whole.Push(b, func(fr *Frame) { a++; fr.Vehicle(); fr.Position() })
		piece = max(1, piece)
		for at := 0; at < len(b); at += min(piece, len(b)) {
			cut.Push(b[at:min(at+min(piece, len(b)), len(b))], func(*Frame) { c++ })
		}
		if a != c {
			t.Errorf("%d frames at once, %d in pieces of %d", a, c, piece)
		}
	})
}

func TestNothingIsAllocated(t *testing.T) {
	b := frame(2, heartbeat, make([]byte, 9), false)
	var p Parser
	n := 0
	count := func(*Frame) { n++ }
	if a := testing.AllocsPerRun(100, func() { p.Push(b, count) }); a != 0 {
		t.Errorf("%v allocations a frame", a)
	}
}
