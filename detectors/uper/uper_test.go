package uper

import (
	"errors"
	"testing"
)

// pack writes bits given as text.
func pack(text string) (data []byte) {
	n := 0
	for _, c := range text {
		if c != '0' && c != '1' {
			continue
		}
		if n%8 == 0 {
			data = append(data, 0)
		}
		data[n/8] |= byte(c-'0') << (7 - n%8)
		n++
	}
	return data
}

func TestReader(t *testing.T) {
	for _, c := range []struct {
		name string
		bits string
		read func(r *Reader) int
		want int
		used int
	}{
		{"an integer in as many bits as its span needs", "101 0", func(r *Reader) int { return r.Int(-70, -65) }, -65, 3},
		{"an integer of one value takes none", "1", func(r *Reader) int { return r.Int(3, 3) }, 3, 0},
		{"a choice of eight", "110", func(r *Reader) int { return r.Enum(8) }, 6, 3},
		{"an extensible choice in its first version", "0 11", func(r *Reader) int { return r.EnumExt(4) }, 3, 3},
		{"a later value of it", "1 0 000101", func(r *Reader) int { return r.EnumExt(4) }, 9, 8},
		{"a later value beyond 63", "1 1 00000001 01000000", func(r *Reader) int { return r.EnumExt(4) }, 68, 18},
		{"a short length", "0 0000101", (*Reader).Length, 5, 8},
		{"a long length", "10 00000100000000", (*Reader).Length, 256, 16},
		{"an open type's first bits", "0 0000010 10100000 11111111 1", func(r *Reader) int { return r.Open().Int(0, 7) }, 5, 24},
		{
			"extensions are passed over", "0 000001 01 0 0000001 11111111 1",
			func(r *Reader) int { r.Extensions(); return r.Enum(2) }, 1, 26,
		},
	} {
		r := NewReader(pack(c.bits))
		if got := c.read(r); got != c.want || r.At() != c.used || r.Err() != nil {
			t.Errorf("%s: %d after %d bits, %v; want %d after %d", c.name, got, r.At(), r.Err(), c.want, c.used)
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		bits string
		read func(r *Reader)
	}{
		{"a field behind the end", "1010 1010", func(r *Reader) { r.Bits(9) }},
		{"a value out of its range", "111", func(r *Reader) { r.Int(0, 5) }},
		{"a length in fragments", "11 000001", func(r *Reader) { r.Length() }},
		{"an open type that is longer than the message", "0 1111111 0000", func(r *Reader) { r.Open() }},
		{"extensions behind the end", "0 111111 1111", func(r *Reader) { r.Extensions() }},
		{"skipping backwards", "1", func(r *Reader) { r.Skip(-1) }},
	} {
		r := NewReader(pack(c.bits))
		c.read(r)
		if !errors.Is(r.Err(), ErrMalformed) {
			t.Errorf("%s: %v", c.name, r.Err())
		}
		if v := r.Bits(3); r.Err() == nil || v > 7 {
			t.Errorf("%s: reading on", c.name)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{0x12, 0x34, 0xFF, 0x80}, []byte{1, 2, 3, 4, 5, 6, 7})
	f.Fuzz(func(t *testing.T, data, calls []byte) {
		r := NewReader(data)
		for _, c := range calls {
			before := r.At()
			switch c % 7 {
			case 0:
				r.Bits(int(c) % 65)
			case 1:
				if v := r.Int(-3, int(c)); v < -3 || v > int(c) {
					t.Fatalf("%d outside -3 to %d", v, c)
				}
			case 2:
				r.EnumExt(1 + int(c))
			case 3:
				r.Length()
			case 4:
				r.Open().Extensions()
			case 5:
				r.Extensions()
			case 6:
				r.Skip(int(c))
			}
			if r.At() < before || r.At() > 8*len(data) {
				t.Fatalf("%d bits read of %d", r.At(), 8*len(data))
			}
		}
	})
}
