package sdr

import "testing"

// TestEARFCN takes the upper ends of the bands from TS 36.101 table 5.7.3-1, and
// carriers that cells in recordings name in their SIB5.
func TestEARFCN(t *testing.T) {
	for _, c := range []struct {
		band string
		hz   Hz
		want int
	}{
		{"b1", 2169.9e6, 599},
		{"b2", 1989.9e6, 1199},
		{"b3", 1879.9e6, 1949},
		{"b4", 2154.9e6, 2399},
		{"b5", 893.9e6, 2649},
		{"b7", 2689.9e6, 3449},
		{"b8", 959.9e6, 3799},
		{"b12", 745.9e6, 5179},
		{"b13", 755.9e6, 5279},
		{"b17", 745.9e6, 5849},
		{"b18", 874.9e6, 5999},
		{"b19", 889.9e6, 6149},
		{"b20", 820.9e6, 6449},
		{"b25", 1994.9e6, 8689},
		{"b26", 893.9e6, 9039},
		{"b28", 802.9e6, 9659},
		{"b32", 1495.9e6, 10359},
		{"b38", 2619.9e6, 38249},
		{"b39", 1919.9e6, 38649},
		{"b40", 2399.9e6, 39649},
		{"b41", 2689.9e6, 41589},
		{"b66", 2199.9e6, 67335},
		{"b71", 651.9e6, 68935},
		{"b3", 1850e6, 1650},
		{"b3", 1815.3e6, 1303},
	} {
		b, err := BandByName(c.band)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := b.EARFCN(c.hz); !ok || got != c.want {
			t.Errorf("%s, %v: %d, %v, want %d", c.band, c.hz, got, ok, c.want)
		}
	}
	if b, _ := BandByName("b20"); len(BandsAt("b", 796e6)) != 2 {
		t.Errorf("796 MHz: %v, want b20 and b28", BandsAt("b", 796e6))
	} else if _, ok := b.EARFCN(900e6); ok {
		t.Error("900 MHz is in b20")
	}
}

// TestNRARFCN checks ends of bands after TS 38.104 table 5.4.2.3-1.
func TestNRARFCN(t *testing.T) {
	for _, c := range []struct {
		hz   Hz
		want int
	}{{758e6, 151600}, {803e6, 160600}, {2170e6, 434000}, {2690e6, 538000}, {3300e6, 620000}, {3800e6, 653333}} {
		if got, ok := NRARFCN(c.hz); !ok || got != c.want {
			t.Errorf("%v: %d, want %d", c.hz, got, c.want)
		}
	}
	if _, ok := NRARFCN(25e9); ok {
		t.Error("25 GHz has a number")
	}
}
