package downlink

import (
	"errors"
	"slices"
	"testing"
)

func TestCORESET(t *testing.T) {
	for _, c := range []struct {
		name string
		cell Cell
		want CORESET
		err  error
	}{
		{"table 13-1", Cell{Spacing: 15, CORESET0: 7}, CORESET{48, 1, 16}, nil},
		{"table 13-4", Cell{Spacing: 30, CORESET0: 11}, CORESET{48, 1, 14}, nil},
		{"table 13-6", Cell{Spacing: 30, CORESET0: 5, WideBand: true}, CORESET{48, 1, 28}, nil},
		{"reserved", Cell{Spacing: 15, CORESET0: 15}, CORESET{}, ErrNoSIB1},
		{"reserved in wide bands", Cell{Spacing: 30, CORESET0: 10, WideBand: true}, CORESET{}, ErrNoSIB1},
		{"a block without SIB1", Cell{Spacing: 15, KSSB: 24}, CORESET{}, ErrNoSIB1},
	} {
		if got, err := c.cell.CORESET(); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %+v, %v; want %+v, %v", c.name, got, err, c.want, c.err)
		}
	}
}

func TestOccasions(t *testing.T) {
	for _, c := range []struct {
		name  string
		cell  Cell
		block int
		want  [2]Occasion
		odd   bool
	}{
		{"at once", Cell{Spacing: 15, SearchSpace0: 0}, 0, [2]Occasion{{0, 0}, {1, 0}}, false},
		{"a slot later for the next block", Cell{Spacing: 15, SearchSpace0: 0}, 3, [2]Occasion{{3, 0}, {4, 0}}, false},
		{"two blocks a slot", Cell{Spacing: 15, SearchSpace0: 1}, 3, [2]Occasion{{1, 2}, {2, 2}}, false},
		{"5 ms later at 30 kHz", Cell{Spacing: 30, SearchSpace0: 4}, 2, [2]Occasion{{12, 0}, {13, 0}}, false},
		{"two slots a block, in the next frame", Cell{Spacing: 15, SearchSpace0: 9}, 3, [2]Occasion{{1, 0}, {2, 0}}, true},
		{"the third symbol", Cell{Spacing: 15, SearchSpace0: 13}, 0, [2]Occasion{{2, 2}, {3, 2}}, false},
	} {
		places, odd := c.cell.Occasions(CORESET{24, 2, 0}, c.block)
		if places != c.want || odd != c.odd {
			t.Errorf("%s: %v, odd %v; want %v, %v", c.name, places, odd, c.want, c.odd)
		}
	}
}

func TestReferences(t *testing.T) {
	for _, c := range []struct {
		row, position int
		want          []int
	}{
		{0, 2, []int{2, 7, 11}},
		{0, 3, []int{3, 7, 11}},
		{1, 2, []int{2, 6, 9}},
		{3, 2, []int{2, 7}},
		{4, 2, []int{2}},
		{5, 2, []int{9}},
		{5, 3, []int{10}},
		{7, 2, []int{5, 9}},
		{11, 2, []int{2, 7, 11}},
		{12, 2, []int{2}},
	} {
		if got := spanOf(c.row, c.position).references(nil, c.position); !slices.Equal(got, c.want) {
			t.Errorf("row %d, position %d: symbols %v, want %v", c.row+1, c.position, got, c.want)
		}
	}
}

func TestBlockSize(t *testing.T) {
	for _, c := range []struct {
		name         string
		row, rb, mcs int
		want         int
	}{
		{"28 blocks at MCS 0, a real cell's", 11, 28, 0, 808},
		{"8 blocks at MCS 5, another's", 0, 8, 5, 640},
		{"7 blocks at MCS 6, a third's", 0, 7, 6, 672},
		{"one block at MCS 0", 0, 1, 0, 24},
		{"too long for system information", 0, 48, 9, 0},
	} {
		if got := spanOf(c.row, 2).blockSize(c.rb, c.mcs, 2); got != c.want {
			t.Errorf("%s: %d bits, want %d", c.name, got, c.want)
		}
	}
}

func TestPhysicalIsAPermutation(t *testing.T) {
	for _, rb := range []int{24, 48, 96} {
		var seen [MaxRB]bool
		for v := range rb {
			if p := physical(v, rb, true); p >= rb || seen[p] {
				t.Fatalf("%d blocks: %d goes to %d", rb, v, p)
			} else {
				seen[p] = true
			}
			if physical(v, rb, false) != v {
				t.Fatal("moved without an interleaver")
			}
		}
	}
	if got := physical(2, 24, true); got != 12 { // the second bundle goes to the first of the second half
		t.Errorf("block 2 of 24 goes to %d, want 12", got)
	}
}

func FuzzParseAssignment(f *testing.F) {
	f.Add([]byte{1, 0, 1}, 0)
	f.Fuzz(func(t *testing.T, dci []byte, size int) {
		rb := []int{24, 48, 96}[uint(size)%3]
		a, ok := parseAssignment(dci, rb)
		if !ok {
			return
		}
		if a.First < 0 || a.Length < 1 || a.First+a.Length > rb || a.Row < 0 || a.Row > 15 || a.Version > 3 {
			t.Fatalf("%+v of %d blocks", a, rb)
		}
		span := spanOf(a.Row, 2)
		if n := span.blockSize(a.Length, a.MCS, 2); n < 0 || n > 2976 {
			t.Fatalf("%d bits", n)
		}
	})
}
