package nr

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/detectors/nr/downlink"
	"vigie/internal/testdata"
	"vigie/sdr"
)

// TestSlotsOfTheRecordingsHoldSIB1 takes cell and control channel from a
// recording of the block, and SIB1 from the one of a slot beside it: no receiver
// but this has touched either.
func TestSlotsOfTheRecordingsHoldSIB1(t *testing.T) {
	entries, _ := blocks(t)
	tried := 0
	for _, e := range entries {
		path := strings.Replace(e.Path, "ssb.fc32", "sib.fc32", 1)
		if path == e.Path {
			continue
		}
		tried++
		t.Run(path, func(t *testing.T) {
			events := replay(t, samples(t, e), detectors.Setup{Rate: sdr.Hz(e.RateHz)}, sdr.Hz(e.CentreHz), 0, 1<<16)
			f := events[0].Fields.(Fields)
			cell := downlink.Cell{
				PCI: f.PCI, Spacing: f.Spacing, KSSB: f.SubcarrierSSB, CORESET0: f.CORESET0, SearchSpace0: f.SearchSpace0, TypeAPosition: f.TypeAPosition,
			}
			r, err := downlink.NewReader(cell)
			if err != nil {
				t.Fatal(err)
			}
			set := r.CORESET()
			middle := cell.First(set) + float64(6*set.RB*cell.Spacing)*1e3
			e.Path = path
			x := samples(t, e)
			c, err := newSlotCutter(e.RateHz, spacing(f.Spacing)*1e3, set.RB)
			if err != nil {
				t.Fatal(err)
			}
			var slot downlink.Slot
			carrier := f.SSB + middle
			if !c.cut(&slot, x, 0, carrier-e.CentreHz, carrier) {
				t.Fatal("no slot")
			}
			places, _ := cell.Occasions(set, f.Index)
			for number := range 10 {
				m, assigned, ok := r.Read(&slot, downlink.Occasion{Slot: number, Symbol: places[0].Symbol})
				if !assigned {
					continue
				}
				t.Logf("slot %d, expected %v: %+v", number, places, m.Assignment)
				if !ok {
					t.Fatal("the transport block is not right")
				}
				want, err := os.ReadFile(testdata.File(t, strings.Replace(path, "sib.fc32", "sib1.raw", 1)))
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(m.Octets, want) {
					t.Errorf("SIB1 %x\nwant %x", m.Octets, want)
				}
				s, ok := parseSIB1(m.Octets)
				text, _ := json.Marshal(s)
				t.Logf("%v %s", ok, text)
				return
			}
			t.Error("no assignment")
		})
	}
	if tried == 0 {
		t.Fatal("no recording of a slot")
	}
}
