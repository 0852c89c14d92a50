package gsm

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/fec"
	"vigie/sdr/synth"
)

// lines reads a file of JSON lines.
func lines[T any](t *testing.T, rel string) (all []T) {
	t.Helper()
	file, err := os.Open(testdata.File(t, rel))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for scan := bufio.NewScanner(file); scan.Scan(); {
		var v T
		// A line may hold a text where others hold a list; the rest of it counts.
		if err := json.Unmarshal(scan.Bytes(), &v); err != nil {
			var typ *json.UnmarshalTypeError
			if !asType(err, &typ) {
				t.Fatal(err)
			}
		}
		all = append(all, v)
	}
	return all
}

func asType(err error, target **json.UnmarshalTypeError) (ok bool) {
	*target, ok = err.(*json.UnmarshalTypeError)
	return ok
}

type recordedBurst struct {
	FN   int    `json:"fn"`
	Type string `json:"type"`
	Bits string `json:"bits"`
}

type recordedBlock struct {
	FN     int      `json:"fn"`
	Type   string   `json:"type"`
	L2     string   `json:"l2"`
	Paging []string `json:"paged"`
}

// recording makes a base station of the recorded bursts, and of the blocks whose
// bursts were not kept, in the frames that they were received in.
func recording(t *testing.T) (b synth.BTS, blocks []recordedBlock) {
	b = synth.BTS{Freq: 940.4e6, SNR: 25, NCC: 6, BCC: 1, Bursts: map[int][]byte{}, MCC: "999", MNC: "99"}
	blocks = lines[recordedBlock](t, "gsm/vf_call6_ccch_l2_redacted.ndjson")
	b.FN = blocks[0].FN - 20
	coder := fec.NewXCCH()
	bursts := lines[recordedBurst](t, "gsm/vf_call6_ts0_bcch_bursts.ndjson")
	for _, r := range bursts {
		if r.Type == "SCH" {
			b.NCC, b.BCC = colours(t, r.Bits)
			break
		}
	}
	for fn := b.FN; fn < blocks[len(blocks)-1].FN+40; fn++ {
		if at := fn % multiframe; at%10 > 1 { // nothing of the model's own in a block
			b.Bursts[fn] = make([]byte, burstBits)
		}
	}
	for _, r := range blocks {
		octets, err := hex.DecodeString(r.L2)
		if err != nil {
			t.Fatal(err)
		}
		var info [fec.XCCHInfo]byte
		for i := range info {
			info[i] = octets[i/8] >> (i % 8) & 1
		}
		var coded [fec.XCCHCoded]byte
		coder.Encode(coded[:], info[:])
		for i := range 4 {
			b.Bursts[r.FN+i] = normalBurst(b.BCC, coded[fec.XCCHBurst*i:][:fec.XCCHBurst])
		}
	}
	seen := map[int]bool{}
	for _, r := range bursts {
		if !seen[r.FN] && len(r.Bits) == burstBits && r.Type != "DUMMY" {
			seen[r.FN] = true
			b.Bursts[r.FN] = bitsOf(r.Bits)
		}
	}
	return b, blocks
}

func bitsOf(text string) []byte {
	bits := make([]byte, len(text))
	for i := range bits {
		bits[i] = text[i] - '0'
	}
	return bits
}

func normalBurst(tsc int, data []byte) []byte {
	b := make([]byte, burstBits)
	copy(b[tailBits:], data[:dataBits])
	copy(b[secondHalfAt:], data[dataBits:])
	b[60], b[87] = 1, 1
	for i, a := range training[tsc] {
		if a < 0 {
			b[trainingAt+i] = 1
		}
	}
	return b
}

// colours reads the colour codes of a recorded synchronisation burst.
func colours(t *testing.T, text string) (ncc, bcc int) {
	var soft [fec.SCHCoded]float32
	for i, b := range bitsOf(text[3:42] + text[106:145]) {
		soft[i] = 1 - 2*float32(b)
	}
	var info [fec.SCHInfo]byte
	if _, ok := fec.NewSCH().Decode(info[:], soft[:]); !ok {
		t.Fatal("the first recorded synchronisation burst does not decode")
	}
	s, _ := parseSync(info[:])
	return s.ncc, s.bcc
}

// TestRecordedBursts modulates what was recorded on the air anew and wants it all
// back, at every rate.
func TestRecordedBursts(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes under the race detector")
	}
	bts, blocks := recording(t)
	last := blocks[len(blocks)-1].FN
	for _, c := range []struct {
		rate, centre sdr.Hz
		format       sdr.Format
	}{
		{541666, 940.4e6, sdr.CF32},
		{541666, 940.4e6, sdr.CU8},
		{1e6, 940.5e6, sdr.CU8},
		{2.4e6, 939.7e6, sdr.CU8},
		{2.4e6, 941.3e6, sdr.CF32},
	} {
		if testing.Short() && c.rate > 1e6 {
			continue
		}
		t.Run(fmt.Sprintf("%v %v", c.rate, c.format), func(t *testing.T) {
			s := scene(c.rate, c.centre, float64(last+36-bts.FN)*frameSymbols/symbolRate, bts)
			s.Format, s.PPM = c.format, 8
			h := listen(t, s)
			f, ok := h.last("gsm-262-02-318-11225")
			if !ok {
				t.Fatalf("not found among %d events", len(h.events))
			}
			for i := range h.events {
				if h.events[i].Track != "gsm-262-02-318-11225" {
					t.Errorf("also %s", h.events[i].Reason)
				}
			}
			t.Logf("%d of %d blocks, %+v, control %+v, selection %+v, packet %+v", h.right, h.tried, f, *f.Control, *f.Selection, *f.GPRS)
			want := "[si1 si2 si2ter si2quater si3 si4 si13]"
			if got := fmt.Sprint(f.SI); got != want || f.T3212 != 10 || f.NCC != bts.NCC || f.BCC != bts.BCC {
				t.Errorf("%s, T3212 %d, BSIC %d/%d", got, f.T3212, f.NCC, f.BCC)
			}
			if f.Paging != h.cells[0].traffic.called {
				t.Errorf("the last event counts %+v, the cell %+v", f.Paging, h.cells[0].traffic.called)
			}
			compareBlocks(t, h, blocks)
		})
	}
}

// compareBlocks wants the recorded octets and the recorded counts, but for what
// came before the cell was found: until it has said how its timeslot 0 is
// divided, only the first three common blocks of a multiframe are read.
func compareBlocks(t *testing.T, h heard, blocks []recordedBlock) {
	t.Helper()
	first, third := ^uint32(0), ^uint32(0)
	for fn, octets := range h.blocks {
		first = min(first, fn)
		if messageOf(octets[2]) == si3 {
			third = min(third, fn)
		}
	}
	for fn, octets := range h.blocks {
		if messageOf(octets[2]) == 0 {
			t.Errorf("frame %d: %x was handed out, which is no System Information", fn, octets)
		}
	}
	missing := 0
	var want Called
	for _, r := range blocks {
		o, err := hex.DecodeString(r.L2)
		if err != nil || uint32(r.FN) < first {
			continue
		}
		if messageOf(o[2]) == 0 {
			if uint32(r.FN) > third || r.FN%multiframe < 20 {
				want.expect(r)
			}
			continue
		}
		if got, ok := h.blocks[uint32(r.FN)]; !ok {
			missing++
		} else if got != string(o) {
			t.Errorf("frame %d: %x, recorded %s", r.FN, got, r.L2)
		}
	}
	if missing > 1 { // one recorded block holds more errors than the code mends
		t.Errorf("%d messages of System Information missing", missing)
	}
	if len(h.cells) != 1 || h.cells[0].traffic.called != want {
		t.Errorf("%d cells; pages %+v, want %+v", len(h.cells), h.cells[0].traffic.called, want)
	}
}

// expect counts what the recording says of a block. That of a paging request type
// 2 was not kept: it names two temporary identities at least.
func (c *Called) expect(r recordedBlock) {
	if r.Type == "PAGING_REQ_2" {
		c.Short += 2
	}
	for _, p := range r.Paging {
		switch p {
		case "none":
			c.None++
		case "IMSI":
			c.Long++
		case "TMSI":
			c.Short++
		}
	}
}
