package rrc

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var draw = flag.Bool("draw", false, "draw the messages of the vectors anew")

const messagesFile = "testdata/messages.txt"

// TestDraw writes random messages that are well formed, some of every kind.
func TestDraw(t *testing.T) {
	if !*draw {
		t.Skip("only with -draw")
	}
	const each = 24 // of messages with one block, a quarter of it with two
	random := rand.New(rand.NewPCG(36, 331))
	kinds := map[string]int{}
	var text strings.Builder
	for tries := 0; tries < 6e6; tries++ {
		data := make([]byte, 8+random.IntN(90))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		data[0] &= 0x7F
		if data[0]&0x40 == 0 {
			data[0], data[1] = 0, data[1]&0xBF // one or two blocks of release 8
		}
		m := Parse(data)
		if m.Malformed || m.SIB1 == nil && len(m.Seen) == 0 || len(m.Seen) > 0 && slices.Max(m.Seen) > 11 || slices.Contains(m.Seen, 8) || !ascending(m.Seen) {
			continue
		}
		kind := fmt.Sprint(m.Seen)
		if kinds[kind] >= each/max(1, 4*(len(m.Seen)-1)) {
			continue
		}
		kinds[kind]++
		fmt.Fprintln(&text, hex.EncodeToString(data))
	}
	if err := os.WriteFile(messagesFile, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ascending reports whether every block comes once, in order: their fields can
// then be compared without knowing which block they are of.
func ascending(seen []int) bool {
	for i, n := range seen {
		if i > 0 && n <= seen[i-1] {
			return false
		}
	}
	return true
}

// A vector is a message as tshark reads it: numbers separated by commas.
type vector map[string]any

// numbers returns all values of a field.
func (v vector) numbers(t *testing.T, name string) (list []int) {
	t.Helper()
	text, _ := v[name].(string)
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		switch s {
		case "True":
			s = "1"
		case "False":
			s = "0"
		}
		base := 10
		if name == "trackingAreaCode" || name == "cellIdentity" || name == "ncc_Permitted" {
			base, s = 16, strings.TrimPrefix(s, "0x")
		}
		n, err := strconv.ParseInt(s, base, 64)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list = append(list, int(n))
	}
	return list
}

// ours lists the same fields as this package reads them.
func ours(m *Message) map[string][]int {
	f := map[string][]int{}
	add := func(name string, v ...int) { f[name] = append(f[name], v...) }
	if s := m.SIB1; s != nil {
		add("trackingAreaCode", s.TAC)
		add("cellIdentity", s.CellID<<4)
		add("freqBandIndicator", s.Band)
		add("cellBarred", number(!s.Barred))
		add("intraFreqReselection", number(!s.IntraReselection))
		add("q_RxLevMin", s.RxLevMin/2)
		add("si_WindowLength", slices.Index(windows[:], s.WindowMS))
		add("systemInfoValueTag", s.ValueTag)
		if s.TDD {
			add("subframeAssignment", s.Assignment)
		}
	}
	if s := m.SIB2; s != nil {
		add("rootSequenceIndex", s.RootSequence)
		add("referenceSignalPower", s.ReferencePower)
		if s.ULCarrier != 0 {
			add("ul_CarrierFreq", s.ULCarrier)
		}
	}
	if s := m.SIB3; s != nil {
		add("q_Hyst", slices.Index(hysteresis[:], s.HysteresisDB))
		add("threshServingLow", s.ThreshServingLow/2)
		add("q_RxLevMin", s.RxLevMin/2)
		add("cellReselectionPriority", s.Priority)
	}
	if s := m.SIB4; s != nil {
		add("physCellId", s.Neighbours...)
	}
	carrier := func(c *Carrier, name string, level int) {
		add(name, level)
		if c.Priority != nil {
			add("cellReselectionPriority", *c.Priority)
		}
		add("threshX_High", c.High/2)
		add("threshX_Low", c.Low/2)
	}
	if s := m.SIB5; s != nil {
		for _, c := range s.Carriers {
			add("dl_CarrierFreq", c.Channel)
			carrier(&c.Carrier, "q_RxLevMin", c.RxLevMin/2)
			add("physCellId", c.Neighbours...)
		}
	}
	if s := m.SIB6; s != nil {
		for _, c := range append(s.FDD, s.TDD...) {
			add("carrierFreq", c.Channel)
			carrier(&c, "utra_q_RxLevMin", (c.RxLevMin-1)/2)
		}
	}
	if s := m.SIB7; s != nil {
		for _, g := range s.Groups {
			add("startingARFCN", g.Channels[0])
			add("ncc_Permitted", g.NCCPermitted)
			carrier(&Carrier{Priority: g.Priority, High: g.High, Low: g.Low}, "geran_q_RxLevMin", (g.RxLevMin+115)/2)
		}
	}
	for _, n := range m.Seen {
		add("sib_TypeAndInfo_item", n-2)
	}
	return f
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestAsTsharkReadsThem compares random messages with what tshark made of them;
// testdata/vectors.py says how. A message that tshark calls malformed has random
// octets where a later release's fields should be, which this package skips.
func TestAsTsharkReadsThem(t *testing.T) {
	raw, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	compared, fields := 0, 0
	for _, v := range vectors {
		data, err := hex.DecodeString(v["message"].(string))
		if err != nil {
			t.Fatal(err)
		}
		if v["malformed"].(bool) {
			continue
		}
		m := Parse(data)
		compared++
		for name, got := range ours(&m) {
			want := v.numbers(t, name)
			fields++
			if len(want) < len(got) || !slices.Equal(want[:len(got)], got) {
				t.Errorf("%s: %s: tshark has %v, this package %v", v["message"], name, want, got)
			}
		}
	}
	t.Logf("%d messages of %d, %d fields", compared, len(vectors), fields)
	if compared < 200 {
		t.Errorf("only %d messages compared", compared)
	}
}
