package nr

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

// TestParseSIB1 holds the parser against tshark 4.0.17, which reads the same of
// these messages with the dissector nr-rrc.bcch.dl.sch:
//
//	text2pcap -l 147 sib1.hex sib1.pcap
//	tshark -V -r sib1.pcap -o 'uat:user_dlts:"User 0 (DLT=147)","nr-rrc.bcch.dl.sch","0","","0",""'
func TestParseSIB1(t *testing.T) {
	for _, c := range []struct{ name, hex, want string }{
		{
			"every optional field in front of the bands, extensions among them",
			"7c078a8a2fc58cc428200ad5e6f7a6891a2b3c4a0400403fffffffff010180010100a8c4241c290f80104b4b4b481c4d1d6c262691832188008144e000000cc0000000000000",
			`{"plmns":["310-410","310-15","001-01"],"tac":11259375,"nci":4886718345,"bands":[78,77],"band":78,"q_rx_lev_min_dbm":-130,"q_qual_min_db":-38,` +
				`"scheduled":["sib3","sib9","sib10"],"operator_reserved":true,"offset_to_point_a":1234,"carrier_rb":[273,52]}`,
		},
		{
			"operators alone",
			"4000082002020000010cdcd00010",
			`{"plmns":["001-02"],"tac":1,"nci":3452764161,"scheduled":[],"operator_reserved":true}`,
		},
	} {
		octets, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatal(err)
		}
		s, ok := parseSIB1(octets)
		if !ok {
			t.Errorf("%s: not read", c.name)
			continue
		}
		s.Hex = ""
		got, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Replace(string(got), `,"sib1_hex":""`, "", 1); text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, text, c.want)
		}
	}
}

func TestParseSIB1Cut(t *testing.T) {
	octets, err := hex.DecodeString("7c078a8a2fc58cc428200ad5e6f7a6891a2b3c4a0400403fffffffff010180010100a8c4241c290f80104b4b4b481c4d1d6c262691832188008144e000000c")
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(octets) {
		if s, ok := parseSIB1(octets[:n]); ok && n < len(octets)-3 && !s.Malformed {
			t.Errorf("%d octets of %d pass as whole: %+v", n, len(octets), s)
		}
	}
	for _, other := range []string{"00", "80ff", ""} {
		octets, _ := hex.DecodeString(other)
		if _, ok := parseSIB1(octets); ok {
			t.Errorf("%q passes as SIB1", other)
		}
	}
}

func FuzzParseSIB1(f *testing.F) {
	octets, _ := hex.DecodeString("7c078a8a2fc58cc428200ad5e6f7a6891a2b3c4a0400403fffffffff010180010100a8c4241c290f80104b4b4b481c4d1d6c262691832188008144e000000c")
	f.Add(octets)
	f.Add([]byte{0x6c, 0x88, 0x80, 0x02, 0x0a})
	f.Fuzz(func(t *testing.T, octets []byte) {
		s, ok := parseSIB1(octets)
		if !ok {
			return
		}
		if len(s.PLMNs) > 12*12 || len(s.Scheduled) > 32*32 || s.NCI >= 1<<36 {
			t.Errorf("%+v", s)
		}
		if _, err := json.Marshal(s); err != nil {
			t.Error(err)
		}
	})
}
