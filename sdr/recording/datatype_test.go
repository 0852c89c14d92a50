package recording

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

func le32(v ...uint32) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

func be32(v ...uint32) (b []byte) {
	for _, x := range v {
		b = binary.BigEndian.AppendUint32(b, x)
	}
	return b
}

func le64(v ...uint64) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return b
}

func be64(v ...uint64) (b []byte) {
	for _, x := range v {
		b = binary.BigEndian.AppendUint64(b, x)
	}
	return b
}

func TestDatatypes(t *testing.T) {
	f32, f64 := math.Float32bits, math.Float64bits
	for _, c := range []struct {
		name string
		raw  []byte // of one sample, 0.5 - 0.25i
		want complex64
	}{
		{"cu8", []byte{191, 96}, complex(float32(63.5/127.5), float32(-31.5/127.5))},
		{"ci8", []byte{64, 0xe0}, 0.5 - 0.25i},
		{"ci16_le", []byte{0, 0x40, 0, 0xe0}, 0.5 - 0.25i},
		{"ci16_be", []byte{0x40, 0, 0xe0, 0}, 0.5 - 0.25i},
		{"cu16_le", []byte{0, 0xc0, 0, 0x60}, 0.5 - 0.25i},
		{"cu16_be", []byte{0xc0, 0, 0x60, 0}, 0.5 - 0.25i},
		{"ci32_le", []byte{0, 0, 0, 0x40, 0, 0, 0, 0xe0}, 0.5 - 0.25i},
		{"ci32_be", []byte{0x40, 0, 0, 0, 0xe0, 0, 0, 0}, 0.5 - 0.25i},
		{"cu32_le", []byte{0, 0, 0, 0xc0, 0, 0, 0, 0x60}, 0.5 - 0.25i},
		{"cu32_be", []byte{0xc0, 0, 0, 0, 0x60, 0, 0, 0}, 0.5 - 0.25i},
		{"cf32_le", le32(f32(0.5), f32(-0.25)), 0.5 - 0.25i},
		{"cf32_be", be32(f32(0.5), f32(-0.25)), 0.5 - 0.25i},
		{"cf64_le", le64(f64(0.5), f64(-0.25)), 0.5 - 0.25i},
		{"cf64_be", be64(f64(0.5), f64(-0.25)), 0.5 - 0.25i},
	} {
		raw := bytes.Repeat(c.raw, 5)
		r, err := Open(sigmf(t, strings.Replace(cu8Meta(""), "cu8", c.name, 1), raw), Options{BlockSamples: 2})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := samples(t, all(t, r))
		r.Close()
		if len(got) != 5 {
			t.Errorf("%s: %d samples of 5", c.name, len(got))
		}
		for _, x := range got {
			if x != c.want {
				t.Errorf("%s: %v, want %v", c.name, x, c.want)
			}
		}
	}
}
