package gsm

import (
	"fmt"
	"testing"
)

// TestTwelveCells decodes a full window, neighbours 10 dB apart, of a receiver
// 20 ppm off either way, within two cycles of System Information.
func TestTwelveCells(t *testing.T) {
	if testing.Short() {
		t.Skip("a window of twelve cells takes seconds to model")
	}
	for _, ppm := range []float64{-20, 20} {
		h := listen(t, window(2*8*multiframe*frameSymbols/symbolRate, ppm))
		for i := range 12 {
			f, ok := h.last(fmt.Sprintf("gsm-208-01-4660-%d", 1000+i))
			if want := "[si1 si2 si3 si4 si13]"; !ok || fmt.Sprint(f.SI) != want || f.BCC != i%8 || *f.ARFCN != 15+i {
				t.Errorf("%+g ppm, cell %d: found %v, %+v", ppm, i, ok, f)
				continue
			}
			if want := -ppm * 1e-6 * 939.1e6; f.CFO < want-60 || f.CFO > want+60 {
				t.Errorf("%+g ppm, cell %d: offset %.0f Hz, want %.0f", ppm, i, f.CFO, want)
			}
		}
		if len(h.cells) != 12 || h.right < h.tried*99/100 {
			t.Errorf("%+g ppm: %d cells, %d of %d blocks", ppm, len(h.cells), h.right, h.tried)
		}
		t.Logf("%+g ppm: %d of %d blocks", ppm, h.right, h.tried)
	}
}
