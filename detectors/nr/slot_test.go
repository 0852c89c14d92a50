package nr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/nr/downlink"
	"vigie/internal/testdata"
	"vigie/sdr"
)

// published is what is compared of a SIB1 as others decoded it.
type published struct {
	Selection struct {
		Level int `json:"q-RxLevMin"`
	} `json:"cellSelectionInfo"`
	Access struct {
		Info []struct {
			PLMNs []struct {
				MCC []int `json:"mcc"`
				MNC []int `json:"mnc"`
			} `json:"plmn-IdentityList"`
			TAC string `json:"trackingAreaCode"`
			NCI string `json:"cellIdentity"`
		} `json:"plmn-IdentityInfoList"`
	} `json:"cellAccessRelatedInfo"`
	Scheduling struct {
		List []struct {
			Blocks []struct {
				Type string `json:"type"`
			} `json:"sib-MappingInfo"`
		} `json:"schedulingInfoList"`
	} `json:"si-SchedulingInfo"`
	Serving struct {
		Downlink struct {
			Info struct {
				Bands []struct {
					Band int `json:"freqBandIndicatorNR"`
				} `json:"frequencyBandList"`
				PointA   int `json:"offsetToPointA"`
				Carriers []struct {
					RB int `json:"carrierBandwidth"`
				} `json:"scs-SpecificCarrierList"`
			} `json:"frequencyInfoDL"`
		} `json:"downlinkConfigCommon"`
	} `json:"servingCellConfigCommon"`
}

// compareSIB1 holds a SIB1 against one that was published as JSON, whose
// anonymous choices make it no valid JSON behind the carriers.
func compareSIB1(t *testing.T, s *SIB1, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var p published
	if err := json.Unmarshal(anonymous.ReplaceAll(text, []byte(`${1}"any": {`)), &p); err != nil {
		t.Fatal(err)
	}
	info := p.Access.Info[0]
	want := fmt.Sprintf("%d%d%d-%d%d", info.PLMNs[0].MCC[0], info.PLMNs[0].MCC[1], info.PLMNs[0].MCC[2], info.PLMNs[0].MNC[0], info.PLMNs[0].MNC[1])
	scheduled := []string{}
	for _, l := range p.Scheduling.List {
		for _, b := range l.Blocks {
			scheduled = append(scheduled, strings.Replace(b.Type, "sibType", "sib", 1))
		}
	}
	dl := p.Serving.Downlink.Info
	got := fmt.Sprintf("%s %024b %036b %d %v %d %d %d", s.PLMNs[0], *s.TAC, s.NCI, *s.QRxLevMinDBM/2, s.Scheduled, s.Band, *s.PointA, s.Carriers[0])
	if want := fmt.Sprintf("%s %s %s %d %v %d %d %d", want, info.TAC, info.NCI, p.Selection.Level, scheduled, dl.Bands[0].Band, dl.PointA, dl.Carriers[0].RB); got != want {
		t.Errorf("SIB1 %s\nwant %s", got, want)
	}
}

// anonymous is an object without the name that JSON wants in an object.
var anonymous = regexp.MustCompile(`(\{\s*)\{`)

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
			events := replay(t, testdata.Samples(t, e), detectors.Setup{Rate: sdr.Hz(e.RateHz)}, sdr.Hz(e.CentreHz), 0, 1<<16)
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
			x := testdata.Samples(t, e)
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
				if !ok || s.Malformed {
					t.Fatalf("SIB1 is not read: %+v", s)
				}
				compareSIB1(t, s, testdata.File(t, strings.Replace(path, "sib.fc32", "sib1.json", 1)))
				return
			}
			t.Error("no assignment")
		})
	}
	if tried == 0 {
		t.Fatal("no recording of a slot")
	}
}

// TestASlotAfterAGapStillBelongsToItsCell joins block and slot as two tunings of
// one receiver: where slots begin is not known after the first.
func TestASlotAfterAGapStillBelongsToItsCell(t *testing.T) {
	entries, truths := blocks(t)
	for i, e := range entries {
		path := strings.Replace(e.Path, "ssb.fc32", "sib.fc32", 1)
		if path == e.Path {
			continue
		}
		t.Run(path, func(t *testing.T) {
			rate := sdr.Hz(e.RateHz)
			d, err := New(detectors.Setup{Rate: rate})
			if err != nil {
				t.Fatal(err)
			}
			var events []detectors.Event
			emit := func(e detectors.Event) { events = append(events, e) }
			index := uint64(0)
			other := e
			other.Path = path
			for _, x := range [][]complex64{testdata.Samples(t, e), testdata.Samples(t, other)} {
				b := sdr.Block{Index: index, Start: time.Unix(0, 0).Add(rate.Duration(index)), Rate: rate, Centre: sdr.Hz(e.CentreHz), IQ: x}
				d.Detect(&detectors.Frame{Block: &b, Fresh: true}, emit)
				index += uint64(len(x))
			}
			d.(detectors.Flusher).Flush(emit)
			if len(events) != 2 {
				t.Fatalf("%d events, want the cell without and with SIB1", len(events))
			}
			f := events[1].Fields.(Fields)
			var want struct {
				Cells []struct {
					PLMN []string `json:"plmn"`
					TAC  int      `json:"tac"`
					NCI  *uint64  `json:"nci"`
				} `json:"nr_cells"`
			}
			if err := json.Unmarshal(e.Truth, &want); err != nil {
				t.Fatal(err)
			}
			c := want.Cells[0]
			if f.SIB1 == nil || f.PLMNs[0] != c.PLMN[0] || *f.TAC != c.TAC || c.NCI != nil && f.NCI != *c.NCI || f.PCI != truths[i].Cells[0].PCI {
				t.Errorf("%+v %+v, want %+v", f, f.SIB1, c)
			}
			if !events[1].Time.Equal(events[0].Time) {
				t.Errorf("the frame number belongs to %v, not %v", events[0].Time, events[1].Time)
			}
		})
	}
}
