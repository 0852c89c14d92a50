package sdr

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// reference decodes one component as the format's definition says.
func reference(f Format, b []byte) (v float64, fullScale bool) {
	switch f {
	case CU8:
		return (float64(b[0]) - 127.5) / 127.5, b[0] == 0 || b[0] == 255
	case CS8:
		return float64(int8(b[0])) / 128, b[0] == 0x80 || b[0] == 0x7f
	case CS16:
		u := binary.LittleEndian.Uint16(b)
		return float64(int16(u)) / 32768, u == 0x8000 || u == 0x7fff
	case CF32:
		v = float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	case CF64:
		v = float64(float32(math.Float64frombits(binary.LittleEndian.Uint64(b))))
	}
	if math.IsNaN(v) || math.Abs(v) > maxComponent {
		return 0, true
	}
	return v, false
}

// checkDecode compares Decode with the definition, sample by sample.
func checkDecode(t *testing.T, f Format, src []byte) {
	t.Helper()
	size := f.SampleBytes()
	whole := len(src) / size
	dst := make([]complex64, whole+1)
	dst[whole] = 42
	n, clipped := f.Decode(dst, src)
	if n != whole || dst[whole] != 42 {
		t.Fatalf("%v: %d samples of %d, the one after them %v", f, n, whole, dst[whole])
	}
	wantClipped := 0
	for i := range whole {
		re, a := reference(f, src[i*size:])
		im, b := reference(f, src[i*size+size/2:])
		if a || b {
			wantClipped++
		}
		if want := complex(float32(re), float32(im)); dst[i] != want {
			t.Fatalf("%v: sample %d of %d is %v, want %v", f, i, whole, dst[i], want)
		}
	}
	if clipped != wantClipped {
		t.Errorf("%v: %d of %d samples clipped, want %d", f, clipped, whole, wantClipped)
	}
}

func everyFormat() []Format { return []Format{CU8, CS8, CS16, CF32, CF64} }

func TestDecodeIsTheDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, f := range everyFormat() {
		for _, samples := range []int{0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 1000, 65536} {
			src := make([]byte, samples*f.SampleBytes()+samples%2)
			for i := range src {
				src[i] = byte(random.Uint32())
			}
			checkDecode(t, f, src)
		}
	}
}

// Every pair of bytes, and every 16-bit value.
func TestDecodeEveryInteger(t *testing.T) {
	src := make([]byte, 0, 1<<18)
	for i := range 1 << 16 {
		src = binary.LittleEndian.AppendUint16(src, uint16(i))
	}
	for _, f := range []Format{CU8, CS8, CS16} {
		checkDecode(t, f, src)
		checkDecode(t, f, src[2:]) // I and Q exchanged, or another alignment
	}
}

func TestDecodeFloatsThatMeanNothing(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		re, im  float64
		want    complex64
		clipped int
	}{
		{0.5, -1, 0.5 - 1i, 0},
		{2, -3, 2 - 3i, 0}, // louder than full scale is a writer's habit, no fault
		{nan, 0.25, 0.25i, 1},
		{0.25, inf, 0.25, 1},
		{-inf, nan, 0, 1},
		{1e12, -1e12, 1e12 - 1e12i, 0},
		{1e13, 1, 1i, 1},
		{1, -3e38, 1, 1},
		{1e-42, math.Copysign(0, -1), 1e-42, 0}, // a denormal is a small number
	} {
		src32 := binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(c.re)))
		src32 = binary.LittleEndian.AppendUint32(src32, math.Float32bits(float32(c.im)))
		src64 := binary.LittleEndian.AppendUint64(nil, math.Float64bits(c.re))
		src64 = binary.LittleEndian.AppendUint64(src64, math.Float64bits(c.im))
		for f, src := range map[Format][]byte{CF32: src32, CF64: src64} {
			for _, many := range []int{1, 7, 32} {
				dst := make([]complex64, many)
				_, clipped := f.Decode(dst, []byte(strings.Repeat(string(src), many)))
				if dst[many-1] != c.want || clipped != many*c.clipped {
					t.Errorf("%v of %v, %v: %v with %d of %d clipped", f, c.re, c.im, dst[many-1], clipped, many)
				}
			}
		}
	}
	huge := binary.LittleEndian.AppendUint64(nil, math.Float64bits(1e300)) // beyond float32
	dst := make([]complex64, 1)
	if _, clipped := CF64.Decode(dst, append(huge, huge...)); clipped != 1 || dst[0] != 0 {
		t.Errorf("1e300: %v, %d clipped", dst[0], clipped)
	}
}

// Bytes survive Decode and Encode.
func TestEncodeUndoesDecode(t *testing.T) {
	src := make([]byte, 1<<16)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range src {
		src[i] = byte(random.Uint32())
	}
	for _, f := range []Format{CU8, CS8, CS16} {
		dst := make([]complex64, len(src)/f.SampleBytes())
		f.Decode(dst, src)
		if string(f.Encode(nil, dst)) != string(src) {
			t.Errorf("%v: bytes changed", f)
		}
	}
}

func TestEncodeSaturates(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		f    Format
		x    complex64
		want string
	}{
		{CU8, complex(9, -9), "\xff\x00"},
		{CS8, complex(1, -1), "\x7f\x80"},
		{CS16, complex(1, -2), "\xff\x7f\x00\x80"},
		{CU8, complex(nan, 0), "\x80\x80"},
		{CS8, complex(nan, 0), "\x00\x00"},
		{CS16, complex(0, nan), "\x00\x00\x00\x00"},
	} {
		if got := string(c.f.Encode(nil, []complex64{c.x})); got != c.want {
			t.Errorf("%v of %v: %x, want %x", c.f, c.x, got, c.want)
		}
	}
}

func TestFormatNames(t *testing.T) {
	for _, f := range everyFormat() {
		if got, err := ParseFormat(strings.ToUpper(f.String())); err != nil || got != f || !f.Valid() {
			t.Errorf("%v: %v, %v", f, got, err)
		}
	}
	if _, err := ParseFormat("cu9"); err == nil || !strings.Contains(err.Error(), "cu8, cs8, cs16, cf32, cf64") {
		t.Errorf("cu9: %v", err)
	}
	if Format(0).Valid() || Format(6).Valid() {
		t.Error("Format 0 or 6 is valid")
	}
}

func TestDecodeAndEncodeAllocateNothing(t *testing.T) {
	iq, raw := make([]complex64, 1024), make([]byte, 0, 16*1024)
	for _, f := range everyFormat() {
		if n := testing.AllocsPerRun(20, func() {
			raw = f.Encode(raw[:0], iq)
			f.Decode(iq, raw)
		}); n != 0 {
			t.Errorf("%v: %v allocations", f, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(uint8(0), []byte{0, 255, 127, 128, 1})
	f.Add(uint8(3), []byte{0, 0, 0xc0, 0x7f, 0, 0, 0x80, 0xff})
	f.Add(uint8(4), []byte(strings.Repeat("\xff\xef", 64)))
	f.Fuzz(func(t *testing.T, format uint8, src []byte) {
		checkDecode(t, Format(format%5+1), src)
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, f := range everyFormat() {
		b.Run(f.String(), func(b *testing.B) {
			iq := make([]complex64, 16384)
			for i := range iq {
				s, c := math.Sincos(float64(i))
				iq[i] = complex(float32(c)*0.7, float32(s)*0.7)
			}
			raw := f.Encode(nil, iq)
			b.ResetTimer()
			for b.Loop() {
				f.Decode(iq, raw)
			}
			b.ReportMetric(float64(len(iq))*float64(b.N)/b.Elapsed().Seconds()/1e6, "MS/s")
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	iq := make([]complex64, 16384)
	for _, f := range everyFormat() {
		b.Run(f.String(), func(b *testing.B) {
			var raw []byte
			for b.Loop() {
				raw = f.Encode(raw[:0], iq)
			}
			b.ReportMetric(float64(len(iq))*float64(b.N)/b.Elapsed().Seconds()/1e6, "MS/s")
		})
	}
}
