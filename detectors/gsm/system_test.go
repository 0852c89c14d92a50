package gsm

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// unhex reads hex with spaces and fills it up to a block with padding.
func unhex(t testing.TB, text string) []byte {
	t.Helper()
	o, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	for len(o) < blockSize {
		o = append(o, padding)
	}
	return o
}

// TestSystemInformation reads messages made for the purpose; tshark 4.0's
// gsm_a.ccch reads the same in them (docs/gsm.md has the command).
func TestSystemInformation(t *testing.T) {
	for _, c := range []struct{ claim, octets, want string }{
		{
			"SI 3: who, where and how", "49061b 5678 02f8101234 490414 45 a5cb b90400 9c 96 2b 2b",
			`{"rat":"gsm","ncc":0,"bcc":0,"fn":0,"cfo_hz":0,"mcc":"208","mnc":"01","lac":4660,"cell_id":22136,"si":["si3"],` +
				`"cell_reselect_hysteresis_db":10,"cell_reselect_offset_db":56,"temporary_offset_db":40,"penalty_time_s":460,"rxlev_access_min":11,` +
				`"ms_txpwr_max_cch":5,"barred":false,"cell_bar_qualify":false,"reestablishment":false,"emergency_calls":false,"access_classes_barred":0,` +
				`"t3212":20,"attach":true,"ccch_conf":1,"bs_ag_blks_res":1,"bs_pa_mfrms":6,` +
				`"paging":{"none":0,"permanent":0,"temporary":0,"other":0},"assigned":{"hopping":0,"fixed":0,"refused":0}}`,
		},
	} {
		var cell cell
		if cell.info.read(unhex(t, c.octets)) == 0 {
			t.Errorf("%s: refused", c.claim)
			continue
		}
		text, err := json.Marshal(cell.fields(0))
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.claim, text, c.want)
		}
	}
}

// TestNoMadeUpCell says what must not become a cell or a part of one.
func TestNoMadeUpCell(t *testing.T) {
	for _, c := range []struct{ claim, octets, seen, malformed string }{
		{"unknown message type", "49061b", "[]", "[]"},
		{"another protocol", "49051b 5678 02f8101234 49 04 14 45 a50b b90400", "[]", "[]"},
		{"no pseudo length", "48061b 5678 02f8101234 49 04 14 45 a50b b90400", "[]", "[]"},
		{"country with a digit that is none", "49061b 5678 0ef8101234 49 04 14 45 a50b b90400", "[si3]", "[si3]"},
		{"network with a digit that is none", "49061b 5678 02f8b01234 49 04 14 45 a50b b90400", "[si3]", "[si3]"},
		{"neighbours in a format that does not exist", "59061a c0000000000000000000000000000000 ff b90000", "[si2]", "[si2]"},
		{"SI 4 of another location area than SI 3", "31061c ffffff ffff a50b b90000", "[si4]", "[si4]"},
	} {
		var cell cell
		o := unhex(t, c.octets)
		if c.claim == "unknown message type" {
			o[2] = 0x77
		}
		cell.info.read(o)
		f := cell.fields(0)
		if fmt.Sprint(f.SI) != c.seen || f.MCC != "" || f.CellID != nil || f.LAC != nil || f.Neighbours != nil || fmt.Sprint(f.Malformed) != c.malformed {
			t.Errorf("%s: %+v", c.claim, f)
		}
	}
	var s System
	for n := range blockSize {
		if s.read(unhex(t, "49061b")[:n]) != 0 {
			t.Errorf("a block of %d octets was read", n)
		}
	}
}

// bitWriter makes rest octets.
type bitWriter struct{ bits []byte }

func (w *bitWriter) put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		w.bits = append(w.bits, byte(v>>i&1))
	}
}

// mark puts H.
func (w *bitWriter) mark() {
	w.put(int(padding>>(7-len(w.bits)%8)&1)^1, 1)
}

// octets fills up n octets with padding.
func (w *bitWriter) octets(n int) []byte {
	for len(w.bits) < 8*n {
		w.put(int(padding>>(7-len(w.bits)%8)&1), 1)
	}
	o := make([]byte, n)
	for i, b := range w.bits[:8*n] {
		o[i/8] |= b << (7 - i%8)
	}
	return o
}

// widerNeighbours is an SI 2quater with a UTRAN frequency, 10713, with two cells,
// and E-UTRAN frequencies 1300 and 6300.
func widerNeighbours() []byte {
	var w bitWriter
	w.put(0, 3)      // change marks
	w.put(0, 4+4)    // instance 0 of 0
	w.put(0, 7)      // neither measurement parameters nor an extension
	w.put(1, 1)      // 3G neighbours
	w.put(0, 2)      // no indices
	w.put(0b101, 3)  // FDD, no bandwidth, a frequency
	w.put(0, 1)      // as such
	w.put(10713, 14) //
	w.put(0, 1)
	w.put(2, 5)
	w.put(0x2AA<<9|0xF3, 19) // two cells
	w.put(0, 1)              // no further frequency
	w.put(0, 1)              // no TDD
	w.put(0, 2)              // no 3G measurement parameters
	w.mark()                 // release 5
	w.put(0, 2)
	w.mark() // release 6
	w.put(0, 1)
	w.mark() // release 7
	w.put(0, 2)
	w.mark()    // release 8
	w.put(1, 1) // priorities and E-UTRAN
	w.put(0, 2) // no priorities
	w.put(1, 1)
	w.put(0b011, 3)
	w.put(0, 2) // no measurement parameters
	w.put(1, 1) // neighbours
	w.put(1, 1)
	w.put(1300, 16)
	w.put(0, 1)
	w.put(1, 1)
	w.put(6300, 16)
	w.put(0b1011, 4) // with a bandwidth
	w.put(0, 1)      // no further one
	w.put(0, 1)      // no priority
	w.put(9, 5)
	w.put(0, 3)
	w.put(0, 3)
	return append([]byte{0x05, 6, 0x07}, w.octets(20)...)
}

func TestWiderNeighbours(t *testing.T) {
	var c cell
	o := widerNeighbours()
	t.Logf("%x", o)
	if c.info.read(o) != si2quater {
		t.Fatal("refused")
	}
	want := Wider{UTRA: []int{10713}, EUTRA: []int{1300, 6300}}
	if f := c.fields(0); f.Wider == nil || !reflect.DeepEqual(*f.Wider, want) {
		t.Errorf("%+v, want %+v", f.Wider, want)
	}
}

// TestCommonChannelIsErased reads every kind of message there, and random ones,
// and finds nothing left of any.
func TestCommonChannelIsErased(t *testing.T) {
	for _, c := range []struct {
		octets string
		want   traffic
	}{
		{"15062100 01f0", traffic{called: Called{None: 1}}},
		{"31062100 0849061234567890 12", traffic{called: Called{Long: 1}}},
		{"25062120 05f412345678", traffic{called: Called{Short: 1}}},
		{"41062120 05f412345678 17 05f487654321", traffic{called: Called{Short: 2}}},
		{"55062120 05f412345678 17 084906123456789012", traffic{called: Called{Short: 1, Long: 1}}},
		{"2d062200 12345678 87654321", traffic{called: Called{Short: 2}}},
		{"49062200 12345678 87654321 17 05f487654321", traffic{called: Called{Short: 3}}},
		{"4d062400 11111111 22222222 33333333 44444444", traffic{called: Called{Short: 4}}},
		{"31062100 084a061234567890 12", traffic{called: Called{Other: 1}}},
		{"2d063f00 79 5a 10 7f1234 00 00", traffic{assigned: Assigned{Hopping: 1}}},
		{"2d063f00 79 4a 10 7f1234 00 00", traffic{assigned: Assigned{Fixed: 1}}},
		{"2d063f10 09 48 10 7f1234 00 00", traffic{assigned: Assigned{Hopping: 1}}},
		{"49063900 79 5a 10 7f1234 00 79 4a 10 7f1234 00 00", traffic{assigned: Assigned{Hopping: 1, Fixed: 1}}},
		{"4d063a00 7f1234 05 7f1234 05 7f1234 05 7f1234 05", traffic{assigned: Assigned{Refused: 4}}},
		{"0106ff", traffic{}},
	} {
		var got traffic
		o := unhex(t, c.octets)
		got.read(o)
		c.want.blocks = 1
		if got != c.want || !bytes.Equal(o, make([]byte, blockSize)) {
			t.Errorf("%s: %+v, left %x", c.octets, got, o)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 10000 {
		o := make([]byte, r.IntN(blockSize+1))
		for i := range o {
			o[i] = byte(r.Uint32())
		}
		new(traffic).read(o)
		if !bytes.Equal(o, make([]byte, len(o))) {
			t.Fatalf("left %x", o)
		}
	}
}

// FuzzBlock shows any octets, as if the Fire code had passed them, to everything
// that reads them.
func FuzzBlock(f *testing.F) {
	f.Add(widerNeighbours(), []byte{})
	f.Add(unhex(f, "49061b 5678 02f8101234 490414 45 a5cb b90400 9c 96 2b 2b"), unhex(f, "59061a 8f6d181080"))
	f.Add(unhex(f, "31061c 02f8101234 a50b b90400 64 010203 72 ff"), unhex(f, "010600 c000 5847"))
	f.Add(unhex(f, "25062120 05f412345678 17 ff"), unhex(f, "2d063f00"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var c cell
		for _, o := range [][]byte{a, b, a} {
			read := c.read(bytes.Clone(o))
			if read != nil && (len(o) < blockSize || messageOf(o[2]) == 0) {
				t.Errorf("%x was taken for System Information", o)
			}
		}
		fields := c.fields(940e6)
		if !fields.Same(fields) {
			t.Error("fields differ from themselves")
		}
		if _, err := json.Marshal(fields); err != nil {
			t.Error(err)
		}
		for _, d := range fields.MCC + fields.MNC {
			if d < '0' || d > '9' {
				t.Errorf("network %s-%s", fields.MCC, fields.MNC)
			}
		}
	})
}

func FuzzSync(f *testing.F) {
	f.Add([]byte{1, 0, 1})
	f.Fuzz(func(t *testing.T, o []byte) {
		var info [25]byte
		for i := range info {
			if i < len(o) {
				info[i] = o[i] & 1
			}
		}
		s, ok := parseSync(info[:])
		at := s.fn % multiframe
		if ok && (s.fn < 0 || s.fn >= hyperframe || at%10 != 1 || s.ncc > 7 || s.bcc > 7) {
			t.Errorf("%+v", s)
		}
	})
}
