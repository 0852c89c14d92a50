package synth

import (
	"strings"
	"testing"
)

// TestSystemInformationOfAScene reads the keys from a scene file and names the line
// of what is wrong.
func TestSystemInformationOfAScene(t *testing.T) {
	const good = "[[lte]]\nfreq = 796e6\nrb = 25\nsib1 = \"4048200312010a1b20181d308080045420\"\nsi = [\"00044a89507fd2\"]\n"
	s, err := ParseScene("good", good)
	if err != nil {
		t.Fatal(err)
	}
	if d := s.LTE[0].Downlink; !d.sends() || d.Format != "1A" || d.Blocks != 6 || d.Control != 3 || d.Window != 20 || d.Period != 80 {
		t.Errorf("%+v", d)
	}
	for _, c := range []struct{ line, want string }{
		{`sib1 = "xyz"`, "good:6: "},
		{`control = 4`, "want 1 to 3"},
		{`phich = 4` + "\n" + `control = 2`, "want 3 to 3"},
		{`dci = "2"`, "want 1A or 1C"},
		{`gap2 = true`, "is for 50 resource blocks"},
		{`first_rb = 20`, "6 from 20 on, of 25"},
		{`dci = "1C"` + "\n" + `first_rb = 3`, "steps of 2"},
		{`si_window_ms = 7`, "want 1, 2, 5"},
		{`si_period_ms = 81`, "want 80"},
		{`si_window_ms = 40` + "\n" + `paging = "40"` + "\n" + `rv = [4]`, "want 0 to 3"},
	} {
		text := good + c.line + "\n"
		if strings.HasPrefix(c.line, "sib1") {
			text = strings.Replace(good, `sib1 = "4048`, `ports = 2`+"\n"+`snr_db = 3`+"\n"+`sib1 = "zz`, 1)
		}
		if _, err := ParseScene("good", text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.line, err, c.want)
		}
	}
}

// TestAMessageThatFitsNoBlock is an error when the cell is opened.
func TestAMessageThatFitsNoBlock(t *testing.T) {
	d := Downlink{SIB1: strings.Repeat("00", 300)}.complete()
	if _, err := d.newTransport(d.SIB1, systemRNTI); err == nil {
		t.Error("300 octets fit a block")
	}
}

// TestShuffle checks the sub-block interleaver against TS 36.212 table 5.1.4-2: of
// 32 groups the order is the table's.
func TestShuffle(t *testing.T) {
	want := []int{1, 17, 9, 25, 5, 21, 13, 29, 3, 19, 11, 27, 7, 23, 15, 31, 0, 16, 8, 24, 4, 20, 12, 28, 2, 18, 10, 26, 6, 22, 14, 30}
	for i, v := range shuffle(32) {
		if v != want[i] {
			t.Fatalf("place %d: %d, want %d", i, v, want[i])
		}
	}
	seen := map[int]bool{}
	for _, v := range shuffle(85) {
		seen[v] = true
	}
	if len(seen) != 85 {
		t.Errorf("%d of 85 groups", len(seen))
	}
}
